//! Numbers that belong to a page's apparatus and to no list: footnotes, references, posts and their
//! permalinks, ranks in tables.

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
/// cell with nothing else, "[3]".
pub(super) fn is_counter(blocks: &Blocks, index: usize, marker: &Marker) -> bool {
    let ranked = blocks.get(index).shape == Shape::Cell && matches!(marker.form, Form::Alone | Form::Bare);
    let linked =
        || blocks.links(index).first().is_some_and(|link| blocks.link_text(link).starts_with(marker.label));
    let cited = marker.label.starts_with('[');
    let bare = blocks.text(index).len() == marker.label.len()
        && !matches!(blocks.get(index).shape, Shape::Heading(_));
    ranked || cited || (marker.form == Form::Hash && (bare || linked()))
}
