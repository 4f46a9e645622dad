//! Any bytes: the document is html5ever's tree, and blocks are cut from it without a panic.
//!
//! `cargo +nightly fuzz run referee fuzz/corpus/referee fuzz/seeds -- -max_total_time=600`

#![no_main]

#[path = "../../tests/referee/mod.rs"]
#[allow(dead_code)]
mod referee;

use libfuzzer_sys::fuzz_target;
use referee::{outline, reference};
use tamis::blocks::Blocks;
use tamis::document::html;

/// html5ever keeps a line feed at the start of a `<pre>` that is written as a broken reference or stands
/// behind a `</>`.
fn may_start_with_line_feed(source: &str) -> bool {
    let names = ["<pre", "<listing", "<textarea"];
    (source.contains("&#") || source.contains("</>")) && names.iter().any(|name| source.to_ascii_lowercase().contains(name))
}

/// A NUL in the name of an end tag is U+FFFD to html5ever, and so is that of a start tag which was written so.
fn may_end_by_nul(source: &str) -> bool {
    let name = |rest: &str| rest.split([' ', '\n', '\t', '\r', '\x0c', '/', '>']).next().is_some_and(|name| name.contains('\0'));
    source.contains('\u{fffd}') && source.split("</").skip(1).any(name)
}

fuzz_target!(|bytes: &[u8]| {
    let source = String::from_utf8_lossy(bytes);
    let document = html::parse(&source);
    let own = outline::of_document(&document);
    let _ = Blocks::of(&document);
    // What is not done on purpose is told by the document, and stands in docs/parser.md.
    if document.depth_capped || may_start_with_line_feed(&source) || may_end_by_nul(&source) {
        return;
    }
    let (other, _) = reference::parse(&source);
    if let Some(place) = outline::first_difference(&own, &other) {
        panic!("{source:?}\n{place}");
    }
});
