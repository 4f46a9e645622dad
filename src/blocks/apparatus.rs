//! Numbers that belong to a page's apparatus and to no list: footnotes, references, posts and their
//! permalinks, ranks in tables, figures, dates.

mod references;

pub(super) use references::is_reference;
pub(crate) use references::names_references;

use super::numbering::{Form, Marker};
use super::series::{Item, MIN_EXCERPT};
use super::{Blocks, Shape, UNDER_HEADING_WORDS, words};
use crate::dates;
use crate::document::{Attr, Document, NodeId, Tag};
use crate::people;
use crate::record::Format;
use crate::wordlists::{COUNTED_ELSEWHERE, PERIODS};

/// Words in classes and ids of footnotes and references.
const NOTE_NAMES: &[&str] = &["footnote", "endnote", "reference", "citation", "bibliograph"];

/// Words in classes and ids of what readers wrote.
const POST_NAMES: &[&str] = &["comment", "reply", "replies"];

/// Whether the class, the id or the role of an element holds one of these names.
fn is_named(document: &Document, node: NodeId, names: &[&str]) -> bool {
    let values = [Attr::Class, Attr::Id, Attr::Role].into_iter().filter_map(|attr| document.attr(node, attr));
    values.map(str::to_ascii_lowercase).any(|value| names.iter().any(|name| value.contains(name)))
}

/// Whether an `<ol>` says of itself, or of its first entry, that it holds what readers wrote.
pub(crate) fn holds_posts(document: &Document, list: NodeId) -> bool {
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

/// Whether a number counts posts, ranks or sources: "#2" that is a link to itself or stands alone, a
/// cell with nothing else, "[3]", "Figure 2", "March 3, 2021".
pub(super) fn is_counter(document: &Document, blocks: &Blocks, index: usize, marker: &Marker) -> bool {
    if let Form::Word(word) = marker.form {
        return counts_else(document, blocks, index, marker, word);
    }
    let ranked = blocks.get(index).shape == Shape::Cell && matches!(marker.form, Form::Alone | Form::Bare);
    let linked =
        || blocks.links(index).first().is_some_and(|link| blocks.link_text(link).starts_with(marker.label));
    let cited = marker.label.starts_with('[');
    let bare = blocks.text(index).len() == marker.label.len() && !blocks.is_heading(index);
    ranked
        || cited
        || (bare && counts_beside(document, blocks, index, marker))
        || (marker.form == Form::Hash && (bare || linked()))
}

/// Whether "(5)" alone is how many there are of what stands beside it, or the number of the equation before it. The number
/// of a paragraph stands over its text, as the first in a row or box, or behind a heading or a whole sentence; "【5】" is
/// always a number.
fn counts_beside(document: &Document, blocks: &Blocks, index: usize, marker: &Marker) -> bool {
    let heads = || {
        let mut around = document.ancestors(blocks.get(index).node).map(|node| blocks.within(document, node));
        let shared = around.find(|own| own.len() > 1);
        let begins = || {
            index.checked_sub(1).is_none_or(|before| {
                let text = blocks.text(before);
                blocks.is_heading(before) || words::ends_sentence(text) || words::leads(text)
            })
        };
        let says = |text: &str| words::count(text) >= UNDER_HEADING_WORDS || words::ends_sentence(text);
        index + 1 < blocks.len()
            && says(blocks.text(index + 1))
            && (shared.is_some_and(|own| own.start == index) || begins())
    };
    marker.form == Form::Enclosed && !marker.label.starts_with('【') && !heads()
}

/// Whether a word's number is none of a list's: "Figure 2", "March 3, 2021", "W1".
fn counts_else(document: &Document, blocks: &Blocks, index: usize, marker: &Marker, word: &str) -> bool {
    let behind = &blocks.text(index)[marker.label.len()..];
    let number = marker.label[word.len()..].trim_end_matches(|c: char| !c.is_numeric());
    let apart = number.starts_with(|c: char| !c.is_numeric());
    // "W1" in a table of scores.
    let score = !apart && behind.is_empty() && blocks.get(index).shape == Shape::Cell;
    let word = word.to_lowercase();
    let dated = || begins_with_year(behind.trim_start()) && dates::month(&word).is_some();
    // "Q1 2026"
    let period = || {
        begins_with_year(behind.trim_start()) && !is_marked(marker.label) && PERIODS.contains(&word.as_str())
    };
    score
        || dated()
        || period()
        || (COUNTED_ELSEWHERE.contains(&word.as_str()) && !is_topic(document, blocks, index, marker))
}

/// Whether a heading says what the text under it is about: "Photo 1: The harbour", but in no figure. In plain text
/// a line over a text may as well be a caption.
fn is_topic(document: &Document, blocks: &Blocks, index: usize, marker: &Marker) -> bool {
    let block = blocks.get(index);
    document.format == Format::Html
        && words::has_letters(&blocks.text(index)[marker.len..])
        && heads_text(blocks, index)
        && !document.ancestors(block.node).any(|node| document.tag(node) == Some(Tag::Figure))
}

/// Whether a block is a heading with a text right under it; a price is none.
pub(super) fn heads_text(blocks: &Blocks, index: usize) -> bool {
    let is_text = |index: usize| {
        !matches!(blocks.get(index).shape, Shape::Heading(_) | Shape::Caption)
            && words::count(blocks.text(index)) >= UNDER_HEADING_WORDS
    };
    blocks.is_heading(index) && index + 1 < blocks.len() && is_text(index + 1)
}

/// Whether an item is a heading over a text that does not name it: "Step 4", but not "iPhone 12" over "The iPhone 12
/// costs …".
pub(super) fn heads_part(blocks: &Blocks, item: &Item) -> bool {
    heads_text(blocks, item.start) && !blocks.text(item.start + 1).contains(&item.label)
}

/// Whether a mark stands behind the number of a label: "Day 6:".
pub(super) fn is_marked(label: &str) -> bool {
    !label.ends_with(char::is_numeric)
}

/// Whether a sentence goes on behind a word and its number, but in a heading in small letters: "Part 1 covers the
/// theory", "Paso 1 mezclar la harina".
pub(super) fn goes_on(blocks: &Blocks, index: usize, marker: &Marker) -> bool {
    let behind = &blocks.text(index)[marker.label.len()..];
    matches!(marker.form, Form::Word(_))
        && !is_marked(marker.label)
        && behind.trim_start().starts_with(char::is_lowercase)
        && !blocks.is_heading(index)
}

/// Whether sentences that go on behind the numbers are a list's all the same: there are some from the first one on,
/// and they do not say the same.
pub(super) fn are_steps(blocks: &Blocks, items: &[Item]) -> bool {
    items.len() >= MIN_EXCERPT && items[0].number == 1 && !say_the_same(blocks, items)
}

/// Whether the numbers are parts of words: "1-Day Delivery" and "2-Day Delivery", "1.x" and "2.x".
pub(super) fn are_joined(blocks: &Blocks, items: &[Item]) -> bool {
    let joined = |item: &Item| {
        let next = blocks.text(item.start)[item.label.len()..].chars().next();
        let goes_on = (item.label.ends_with('-') && next.is_some_and(char::is_alphabetic))
            || (item.label.ends_with('.') && next.is_some_and(char::is_lowercase));
        goes_on && !blocks.is_heading(item.start)
    };
    items.iter().all(joined) && say_the_same(blocks, items)
}

/// Whether most items begin with the word that the first one begins with.
fn say_the_same(blocks: &Blocks, items: &[Item]) -> bool {
    let mut words = items.iter().map(|item| first_word(&blocks.text(item.start)[item.label.len()..]));
    let Some(first) = words.next() else { return false };
    (1 + words.filter(|word| *word == first).count()) * 2 > items.len()
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

/// Whether a text that a number stands before begins with a month: "19. Mai – Konzert". "4. Set the oven" is none.
pub(super) fn begins_with_month(text: &str) -> bool {
    let word = first_word(text);
    let behind = text.trim_start()[word.len()..].trim_start();
    !behind.starts_with(char::is_lowercase) && dates::month(&word.to_lowercase()).is_some()
}

/// Whether a text begins with a year.
fn begins_with_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && matches!(text.as_bytes(), [b'1', b'9', ..] | [b'2', b'0', ..])
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

/// Whether most of these items begin posts: "message 7: by Ann" over "May 3, 2021 10:13". Lessons have their day and
/// hour as well, but nobody's name in that place.
pub(super) fn begin_posts(blocks: &Blocks, items: &[Item]) -> bool {
    let written = |item: &&Item| people::begins_with_writer(&blocks.text(item.start)[item.marker..]);
    let told = |item: &&Item| {
        let mut head = item.start..(item.start + POST_HEAD).min(blocks.len());
        head.any(|index| tells_moment(blocks.text(index)))
    };
    items.iter().filter(told).filter(written).count() * 2 > items.len()
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

    fn of_html(source: &str) -> Vec<usize> {
        let document = crate::document::html::parse(source);
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
            ("März 3, 2021 – 10:13", "März 4, 2021 – 10:15"),
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
    }

    #[test]
    fn a_word_numbers_items() {
        for items in [
            "Step 1 Wash it.\n\nStep 2 Dry it.\n\nStep 3 Fold it.",
            "Day 4: Hills\n\nDay 5: Lake\n\nDay 6: Home",
            "Day 1: 1950 m in the pool.\n\nDay 2: 2000 m in the sea.\n\nDay 3, 2000 m of hills.",
            "Chapter 1: 1920 – the pier\n\nChapter 2: 1954 – the flood\n\nChapter 3: 1990 – the town",
            "Day 1-Arrival in Rome\n\nDay 2-The Forum\n\nDay 3-Trastevere",
            "步骤1-准备好木板和油。\n\n步骤2-用布涂油。\n\n步骤3-放置一夜。",
            "Paso 1 mezclar la harina.\n\nPaso 2 amasar diez minutos.\n\nPaso 3 dejar reposar.",
            "Antwort 1: Am Morgen.\n\nAntwort 2: Am Abend.\n\nAntwort 3: Nie.",
            "Modul 1: Knoten\n\nMittwoch, 3. Mai 2026, 18:00\n\nModul 2: Taue\n\nMittwoch, 4. Mai 2026, 18:00\n\n\
             Modul 3: Netze\n\nMittwoch, 5. Mai 2026, 18:00",
        ] {
            assert_eq!(lists(items), [3], "{items}");
        }
    }

    #[test]
    fn headings_over_texts_are_items() {
        let page = |headings: [&str; 3], under: &str| {
            let part = |(heading, at): (&&str, char)| {
                format!("<h3>{heading}</h3><p>{}, {at}", under.replace('%', heading))
            };
            of_html(&headings.iter().zip('a'..).map(part).collect::<String>())
        };
        let text = "Rub the oil well into the grain with a dry cloth:";
        assert_eq!(page(["Step 4", "Step 5", "Step 6"], text), [3]);
        assert_eq!(page(["步骤4 打磨", "步骤5 上油", "步骤6 晾干"], "用布把油均匀地涂在木板的每一面"), [3]);
        assert_eq!(page(["Photo 1: Dawn", "Photo 2: Nets", "Photo 3: Boats"], text), [3]);
        assert!(page(["Kettle 12 red", "Kettle 13 red", "Kettle 13 blue"], text).is_empty());
        assert!(
            page(
                ["Kettle 12", "Kettle 13", "Kettle 14"],
                "In the kitchen of our test house stands the % since May"
            )
            .is_empty()
        );
        assert!(page(["Kettle 12", "Kettle 13", "Kettle 14"], "$ 39").is_empty());
        let figure = "<figure><h3>Figure 1. Heat</h3><p>Open it in a new tab to see all of its details";
        assert!(of_html(&format!("{figure}</figure>{}", figure.replace('1', "2"))).is_empty());
    }
}
