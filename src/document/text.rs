//! Plain text to document: one text node a line, empty lines included.

use super::{Document, Kind, Node};
use crate::record::Format;

/// The lines of a plain text, without their ends; `\n`, `\r\n` and a lone `\r` end a line.
pub fn parse(source: &str) -> Document {
    let mut document = Document::empty(Format::Text, source.len());
    let mut rest = source;
    while !rest.is_empty() {
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let span = document.keep(&rest[..end]);
        let id = document.len();
        document.nodes.push(Node { parent: 0, end: id + 1, depth: 1, kind: Kind::Text(span) });
        let ending = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = rest.get(end + ending..).unwrap_or_default();
    }
    document.nodes[0].end = document.len();
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_parts_lines() {
        let document = parse("a\r\nb\n\nc\rd");
        let lines: Vec<_> = document.descendants(0).filter_map(|id| document.text(id)).collect();
        assert_eq!(lines, ["a", "b", "", "c", "d"]);
    }
}
