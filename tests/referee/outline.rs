//! A page as both parsers must see it: elements and words with their depths, in document order.

use tamis::document::{Attr, Document, Tag};

/// Names of the attributes that documents keep.
pub const KEPT: &[&str] = &[
    "alt",
    "aria-hidden",
    "aria-label",
    "charset",
    "class",
    "content",
    "data-src",
    "datetime",
    "dir",
    "hidden",
    "href",
    "hreflang",
    "http-equiv",
    "id",
    "itemprop",
    "itemscope",
    "itemtype",
    "lang",
    "name",
    "property",
    "rel",
    "reversed",
    "role",
    "src",
    "srcset",
    "start",
    "style",
    "title",
    "type",
    "value",
];

/// A node of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Number of nodes above it.
    pub depth: u32,
    pub node: Node,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Element { tag: Tag, attributes: Vec<(Attr, String)> },
    Text(String),
}

/// The outline of a document, by its public face alone.
pub fn of_document(document: &Document) -> Vec<Line> {
    let kept: Vec<Attr> = KEPT.iter().filter_map(|name| Attr::from_name(name)).collect();
    let line = |id| {
        let node = match (document.tag(id), document.text(id)) {
            (Some(tag), _) => {
                let own = |attr: &Attr| Some((*attr, document.attr(id, *attr)?.to_owned()));
                Node::Element { tag, attributes: kept.iter().filter_map(own).collect() }
            }
            (None, text) => Node::Text(text.unwrap_or_default().to_owned()),
        };
        Line { depth: document.node(id).depth, node }
    };
    let lines: Vec<Line> = document.descendants(0).map(line).collect();
    check_links(document);
    lines
}

/// Parents, ends and depths of a document agree with each other.
fn check_links(document: &Document) {
    for id in document.descendants(0) {
        let (node, parent) = (document.node(id), document.node(document.node(id).parent));
        assert!(node.parent < id && node.end > id && node.end <= parent.end, "node {id}");
        assert_eq!(node.depth, parent.depth + 1, "node {id}");
        assert!(document.text(id).is_none() || node.end == id + 1, "text {id} holds nothing");
    }
}

/// The first place where two outlines differ, for people.
pub fn first_difference(own: &[Line], reference: &[Line]) -> Option<String> {
    if own == reference {
        return None;
    }
    let at = own.iter().zip(reference).position(|(own, other)| own != other);
    let at = at.unwrap_or_else(|| own.len().min(reference.len()));
    let show = |lines: &[Line]| {
        let from = at.saturating_sub(3);
        lines[from.min(lines.len())..]
            .iter()
            .take(7)
            .map(|line| format!("  {line:.200?}\n"))
            .collect::<String>()
    };
    Some(format!("line {at}:\nours\n{}html5ever\n{}", show(own), show(reference)))
}
