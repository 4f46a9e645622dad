//! Source to parser, piece by piece.
//!
//! Pieces let a page that costs too much be given up in time, and let the words of scripts and
//! styles be passed over: they are two fifths of the bytes of real pages and no part of a document.

use super::tree::Tree;
use crate::document::Tag;
use crate::rejects::Failure;
use html5ever::ParseOpts;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use memchr::memmem;
use std::time::Instant;

/// Bytes handed to the parser between two looks at the budget. What a page can make the parser do
/// in between grows with the square of it.
const CHUNK_BYTES: usize = 4 * 1024;

/// Parses a page into a tree.
///
/// # Errors
/// `too_deep` when nesting makes parsing cost too much; `too_slow` when `deadline` passes.
pub(super) fn parse(source: &str, deadline: Option<Instant>) -> Result<Tree, Failure> {
    let options = ParseOpts {
        // With scripting off, <noscript> holds elements and not a string: lazy pictures live there.
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
        ..Default::default()
    };
    let mut parser = html5ever::parse_document(Tree::new(source.len()), options);
    let mut rest = source;
    while !rest.is_empty() {
        let nodes = parser.tokenizer.sink.sink.count();
        let (piece, after) = rest.split_at(piece(rest));
        parser.process(StrTendril::from_slice(piece));
        let tree = &parser.tokenizer.sink.sink;
        tree.budget.check(source.len(), deadline)?;
        rest = after;
        // An element that this piece made, with nothing after it, was made by the piece's last byte.
        if piece.ends_with('>')
            && tree.count() > nodes
            && let Some(tag) = tree.opens_dropped()
        {
            rest = &rest[raw_text(rest, tag)..];
        }
    }
    Ok(parser.finish())
}

/// Length of the next piece: up to the end of what looks like the start tag of a script or a style,
/// else a chunk.
fn piece(rest: &str) -> usize {
    let chunk = rest.ceil_char_boundary(CHUNK_BYTES);
    let bytes = &rest.as_bytes()[..chunk];
    let names = |at: &usize| {
        let name = &bytes[at + 1..];
        [&b"script"[..], b"style"]
            .iter()
            .any(|own| name.get(..own.len()).is_some_and(|start| start.eq_ignore_ascii_case(own)))
    };
    let start = memchr::memchr_iter(b'<', bytes).find(names);
    let end = start.and_then(|at| Some(at + memchr::memchr(b'>', &bytes[at..])? + 1));
    end.unwrap_or(chunk)
}

/// Length of the raw text of a script or a style that has just been opened: up to its end tag. 0 when
/// it is never closed, and when a comment in a script may hide end tags: the parser knows how to go on.
fn raw_text(rest: &str, tag: Tag) -> usize {
    let name = tag.name().as_bytes();
    let bytes = rest.as_bytes();
    let ends = |at: &usize| {
        let after = &bytes[at + 2..];
        after.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
            && after
                .get(name.len())
                .is_some_and(|byte| matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'/' | b'>'))
    };
    let end = memmem::find_iter(bytes, b"</").find(ends).unwrap_or(0);
    let hides = tag == Tag::Script && memmem::find(&bytes[..end], b"<!--").is_some();
    if hides { 0 } else { end }
}

#[cfg(test)]
mod tests {
    use crate::document::{Tag, html};

    /// Tags and words of a page, in order.
    fn outline(source: &str) -> String {
        let document = html::parse(source, None).expect("no limit is set");
        let node = |id| match document.tag(id) {
            Some(Tag::Html | Tag::Head | Tag::Body) => String::new(),
            Some(tag) => format!("<{}>", tag.name()),
            None => document.text(id).unwrap_or_default().to_owned(),
        };
        document.descendants(0).map(node).collect()
    }

    #[test]
    fn scripts_and_styles_end_where_the_parser_ends_them() {
        for (source, expected) in [
            ("<p>a<script>if (a</b) '<p>'</script>b", "<p>a<script>b"),
            ("<p>a<SCRIPT x='>'>'</scripts>'</ScRiPt >b", "<p>a<script>b"),
            ("<script><!-- <script> </script> --></script><p>b", "<script><p>b"),
            ("<p>a<script>never closed <p>", "<p>a<script>"),
            ("<style><!-- </style><p>b", "<style><p>b"),
            ("<p><!-- <script> --> a <b>c</b></script>", "<p> a <b>c"),
            ("<textarea><script></textarea><p>b</script>", "<textarea><script><p>b"),
            ("<svg><style><p>b", "<svg><style><p>b"),
            ("<svg><script>a</script></svg><p>b", "<svg><script><p>b"),
            ("<select><style><option>a", "<select><style>"),
            ("<script type=application/ld+json>{}</script>a", "<script>{}a"),
        ] {
            assert_eq!(outline(source), expected, "{source}");
        }
    }
}
