//! Plain text to document: one text node a line, empty lines included.

use super::{Document, Kind, Node, Span};
use crate::record::Format;

/// Signs that nobody sees: spaces without width, marks of byte order and of the direction of writing.
const WIDTHLESS: [char; 5] = ['\u{200b}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}'];

/// The lines of a plain text, without their ends; `\n`, `\r\n` and a lone `\r` end a line.
pub fn parse(source: &str) -> Document {
    let mut document = Document::of_source(Format::Text, source);
    let mut start = 0;
    while start < source.len() {
        let rest = &source.as_bytes()[start..];
        let len = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        // Signs without width stand before what would else be a number or an arrow.
        let shown = source[start..start + len].trim_start_matches(WIDTHLESS);
        let span = Span { start: (start + len - shown.len()) as u32, end: (start + len) as u32 };
        let id = document.len();
        document.nodes.push(Node { parent: 0, end: id + 1, depth: 1, kind: Kind::Text(span) });
        start += len + if rest[len..].starts_with(b"\r\n") { 2 } else { 1 };
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

    #[test]
    fn signs_without_width_begin_no_line() {
        let document = parse("\u{feff}\u{200b}1. Tea\n\u{200b}");
        let lines: Vec<_> = document.descendants(0).filter_map(|id| document.text(id)).collect();
        assert_eq!(lines, ["1. Tea", ""]);
    }
}
