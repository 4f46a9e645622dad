//! Numbers that belong to a page's apparatus and to no list: footnotes, references, posts and their
//! permalinks, ranks in tables, figures, dates.

use super::numbering::{Form, Marker};
use super::{Blocks, Shape};
use crate::document::{Attr, Document, NodeId, Tag};

/// Words in classes and ids of footnotes and references.
const NOTE_NAMES: &[&str] = &["footnote", "endnote", "reference", "citation", "bibliograph"];

/// What stands over references, in lower case.
const REFERENCE_HEADINGS: &[&str] = &[
    "notes",
    "references",
    "sources",
    "footnotes",
    "endnotes",
    "bibliography",
    "citations",
    "works cited",
    "quellen",
    "literatur",
    "einzelnachweise",
    "fußnoten",
    "fuentes",
    "referencias",
    "bibliografía",
    "références",
    "notes et références",
    "bibliographie",
    "referências",
    "fontes",
    "fonti",
    "note",
    "bibliografia",
    "źródła",
    "przypisy",
    "примечания",
    "источники",
    "литература",
    "参考文献",
    "参考资料",
    "參考資料",
    "注释",
    "脚注",
    "出典",
    "참고문헌",
    "المراجع",
    "المصادر",
];

/// What joins two of them.
const JOINTS: &[&str] = &[" & ", " and ", " und ", " et ", " y ", " e ", " i ", " и ", "与", "及"];

/// Words that number illustrations, replies to a text and no items, in lower case.
const COUNTED: &[&str] = &[
    "figure",
    "figures",
    "fig",
    "table",
    "chart",
    "exhibit",
    "image",
    "photo",
    "plate",
    "abb",
    "abbildung",
    "tabelle",
    "bild",
    "tableau",
    "figura",
    "tabla",
    "tabela",
    "tabella",
    "imagen",
    "imagem",
    "afbeelding",
    "rys",
    "rysunek",
    "obr",
    "рис",
    "рисунок",
    "табл",
    "таблица",
    "图",
    "圖",
    "表",
    "図",
    "그림",
    "표",
    "شكل",
    "reply",
    "replies",
    "antwort",
    "réponse",
    "respuesta",
    "resposta",
    "risposta",
    "ответ",
    "回复",
    "回覆",
];

/// Words in classes and ids of what readers wrote.
const POST_NAMES: &[&str] = &["comment", "reply", "replies"];

/// Whether the class, the id or the role of an element holds one of these names.
fn is_named(document: &Document, node: NodeId, names: &[&str]) -> bool {
    let values = [Attr::Class, Attr::Id, Attr::Role].into_iter().filter_map(|attr| document.attr(node, attr));
    values.map(str::to_ascii_lowercase).any(|value| names.iter().any(|name| value.contains(name)))
}

/// Whether an `<ol>` says of itself, or of its first entry, that it holds what readers wrote.
pub(super) fn holds_posts(document: &Document, list: NodeId) -> bool {
    let entry = document.children(list).find(|node| document.tag(*node) == Some(Tag::Li));
    std::iter::once(list).chain(entry).any(|node| is_named(document, node, POST_NAMES))
}

/// Whether an `<ol>` says of itself, or of an entry, that it holds footnotes or references.
pub(super) fn holds_notes(document: &Document, list: NodeId) -> bool {
    let named = |node: NodeId| is_named(document, node, NOTE_NAMES);
    let entry = document.children(list).find(|node| document.tag(*node) == Some(Tag::Li));
    let cited = entry.and_then(|node| document.attr(node, Attr::Id)).is_some_and(|id| {
        let number = id.trim_start_matches(|c: char| !c.is_ascii_digit());
        matches!(
            id[..id.len() - number.len()].trim_end_matches(['-', '_', ':']),
            "fn" | "cite_note" | "ref" | "note"
        )
    });
    cited || named(list) || document.ancestors(list).take(1).any(named)
}

/// Whether the block before this one is a heading over references.
pub(super) fn is_reference(blocks: &Blocks, start: usize) -> bool {
    start.checked_sub(1).is_some_and(|before| names_references(blocks.text(before)))
}

/// Whether a heading says that sources stand under it: "References", "Notes & Sources".
pub(crate) fn names_references(heading: &str) -> bool {
    let text = heading.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_name = |part: &str| REFERENCE_HEADINGS.contains(&part);
    let mut parts = JOINTS.iter().filter_map(|joint| text.split_once(*joint));
    is_name(&text) || parts.any(|(one, other)| is_name(one) && is_name(other))
}

/// Whether a number counts posts, ranks or sources: "#2" that is a link to itself or stands alone, a
/// cell with nothing else, "[3]", "Figure 2", "March 3, 2021".
pub(super) fn is_counter(blocks: &Blocks, index: usize, marker: &Marker) -> bool {
    if let Form::Word(word) = marker.form {
        return counts_else(blocks, index, marker, word);
    }
    let ranked = blocks.get(index).shape == Shape::Cell && matches!(marker.form, Form::Alone | Form::Bare);
    let linked =
        || blocks.links(index).first().is_some_and(|link| blocks.link_text(link).starts_with(marker.label));
    let cited = marker.label.starts_with('[');
    let bare = blocks.text(index).len() == marker.label.len()
        && !matches!(blocks.get(index).shape, Shape::Heading(_));
    ranked || cited || (marker.form == Form::Hash && (bare || linked()))
}

/// Whether a word's number is none of a list's: "Figure 2", "March 3, 2021", "2-Day", "Only 3 left".
fn counts_else(blocks: &Blocks, index: usize, marker: &Marker, word: &str) -> bool {
    let text = blocks.text(index);
    let behind = &text[marker.label.len()..];
    let next = behind.chars().next();
    let number = marker.label[word.len()..].trim_end_matches(|c: char| !c.is_numeric());
    let apart = number.starts_with(|c: char| !c.is_numeric());
    let shape = blocks.get(index).shape;
    // "2-Day", "2.x": the number goes on.
    let goes_on = (marker.label.ends_with('-') && next.is_some_and(char::is_alphabetic))
        || (marker.label.ends_with('.') && next.is_some_and(char::is_lowercase));
    // "Part 1 covers the theory": a sentence, but for a heading in small letters.
    let sentence = !is_marked(marker.label)
        && behind.trim_start().starts_with(char::is_lowercase)
        && !matches!(shape, Shape::Heading(_));
    // "W1" in a table of scores.
    let score = !apart && behind.is_empty() && shape == Shape::Cell;
    let dated = || apart && begins_with_year(behind.trim_start());
    goes_on || sentence || score || dated() || COUNTED.contains(&word.to_lowercase().as_str())
}

/// Whether a mark stands behind the number of a label: "Day 6:".
pub(super) fn is_marked(label: &str) -> bool {
    !label.ends_with(char::is_numeric)
}

/// Whether a text begins with a year.
fn begins_with_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && matches!(text.as_bytes()[..2], [b'1', b'9'] | [b'2', b'0'])
}

/// Whether a text holds a year and a time of day, as the line over a post does.
fn tells_moment(text: &str) -> bool {
    let digit = u8::is_ascii_digit;
    let year =
        text.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 4 && begins_with_year(part));
    year && text.as_bytes().windows(4).any(|four| {
        let [hour, colon, ten, unit] = four else { return false };
        *colon == b':' && digit(hour) && digit(ten) && digit(unit)
    })
}

/// Blocks of a post among which the line stands that tells when it was written.
const POST_HEAD: usize = 3;

/// Whether most of these blocks begin posts: "message 7: by Ann" over "May 3, 2021 10:13".
pub(super) fn begin_posts(blocks: &Blocks, starts: impl Iterator<Item = usize>) -> bool {
    let (mut posts, mut others) = (0, 0);
    for start in starts {
        let mut head = start..(start + POST_HEAD).min(blocks.len());
        *(if head.any(|index| tells_moment(blocks.text(index))) { &mut posts } else { &mut others }) += 1;
    }
    posts > others
}

#[cfg(test)]
mod tests {
    use crate::blocks::Blocks;
    use crate::blocks::series::{Scope, find};
    use crate::document::text;

    fn lists(source: &str) -> Vec<usize> {
        let document = text::parse(source);
        let blocks = Blocks::of(&document);
        let found = find(&document, &blocks, &vec![Scope::Inside; blocks.len()]);
        found.iter().map(|series| series.items.len()).collect()
    }

    #[test]
    fn a_word_and_a_number_are_no_item_of_themselves() {
        for (first, second) in [
            ("Figure 1. The pump", "Figure 2. The valve"),
            ("Part 1 covers the theory.", "Part 2 builds on it."),
            ("Mar 3, 2021", "Mar 4, 2021"),
            ("Only 1 left!", "Only 2 left!"),
            ("FREE 1-Day Delivery", "FREE 2-Day Delivery"),
            ("Version 1.x works", "Version 2.x works"),
            ("message 1: by Ann\n\nMay 3, 2021 09:14PM", "message 2: by Bo\n\nMay 3, 2021 10:02PM"),
            ("Kettle 3", "Kettle 2"),
            ("Step 1: Wash", "2 colours"),
        ] {
            let source = format!("{first}\n\n{second}");
            assert!(lists(&source).is_empty(), "{source}");
        }
        assert_eq!(lists("Step 1 Wash it.\n\nStep 2 Dry it."), [2]);
        assert_eq!(lists("Day 4: Hills\n\nDay 5: Lake\n\nDay 6: Home"), [3]);
    }
}
