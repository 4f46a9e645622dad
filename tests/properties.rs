//! What must hold for any page: no panic, no word lost, nothing in two minds.

use proptest::prelude::*;
use std::collections::HashMap;
use std::path::Path;
use tamis::document::{html, text};
use tamis::input::RawPage;
use tamis::record::{Container, Format};
use tamis::{Options, blocks::Blocks, extract, rejects::RejectCode};

fn page(format: Format, bytes: Vec<u8>) -> RawPage {
    RawPage {
        id: "page".into(),
        url: None,
        path: "page".into(),
        container: Container::File,
        offset: None,
        format: Some(format),
        charset: None,
        crawled: None,
        bytes,
        warnings: Vec::new(),
    }
}

/// All words of all blocks, with how often each occurs.
fn words_of(blocks: &Blocks) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for index in 0..blocks.len() {
        for word in blocks.text(index).split_whitespace() {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    counts
}

/// The sample pages, to be damaged.
fn samples() -> Vec<(Format, Vec<u8>)> {
    fn walk(folder: &Path, found: &mut Vec<(Format, Vec<u8>)>) {
        let mut entries: Vec<_> =
            std::fs::read_dir(folder).expect("raw/ stands in the clone").flatten().collect();
        entries.sort_by_key(|entry| entry.path());
        for entry in entries {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let format = match path.extension().and_then(|extension| extension.to_str()) {
                    Some("html") => Format::Html,
                    Some("txt") => Format::Text,
                    _ => continue,
                };
                found.push((format, std::fs::read(&path).expect("samples are readable")));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("raw"), &mut found);
    found
}

/// One damage to a page: at a place, that many bytes are cut, doubled or overwritten.
#[derive(Debug, Clone)]
enum Damage {
    Cut(usize, usize),
    Double(usize, usize),
    Overwrite(usize, Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (any::<usize>(), 1..400_usize).prop_map(|(at, len)| Damage::Cut(at, len)),
        (any::<usize>(), 1..400_usize).prop_map(|(at, len)| Damage::Double(at, len)),
        (any::<usize>(), prop::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(at, bytes)| Damage::Overwrite(at, bytes)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    match damage {
        Damage::Cut(at, len) => {
            let at = at % bytes.len();
            let end = (at + len).min(bytes.len());
            bytes.drain(at..end);
        }
        Damage::Double(at, len) => {
            let at = at % bytes.len();
            let piece = bytes[at..(at + len).min(bytes.len())].to_vec();
            bytes.splice(at..at, piece);
        }
        Damage::Overwrite(at, with) => {
            let at = at % bytes.len();
            let end = (at + with.len()).min(bytes.len());
            bytes.splice(at..end, with.iter().copied());
        }
    }
}

/// Tags that lay out text and hide none of it.
const TAGS: &[&str] = &[
    "div",
    "p",
    "ul",
    "li",
    "ol",
    "h2",
    "b",
    "span",
    "a",
    "section",
    "em",
    "td",
    "table",
    "tr",
    "blockquote",
];

/// A page of words and tags, opened and closed at random.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-z]{1,8}".prop_map(|word| format!(" {word} ")),
        2 => prop::sample::select(TAGS).prop_map(|tag| format!("<{tag}>")),
        2 => prop::sample::select(TAGS).prop_map(|tag| format!("</{tag}>")),
        1 => Just("<br>".to_owned()),
        1 => (1..9_u8).prop_map(|number| format!(" {number}. ")),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

/// A mark alone, as a bullet before an item, is no word.
fn is_word(word: &&str) -> bool {
    word.contains(char::is_alphanumeric)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn damaged_pages_end_as_a_record_or_a_reject(which in any::<usize>(), damages in prop::collection::vec(damage(), 1..6)) {
        let samples = samples();
        let (format, mut bytes) = samples[which % samples.len()].clone();
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        let options = Options { blocks: true, ..Options::default() };
        if let Ok(record) = extract(&page(format, bytes), &options) {
            prop_assert!(serde_json::to_string(&record).is_ok());
            prop_assert!((0.0..=1.0).contains(&record.confidence));
        }
    }

    #[test]
    fn no_word_of_a_page_is_lost(source in markup()) {
        let document = html::parse(&source);
        let mut counts = words_of(&Blocks::of(&document));
        for node in document.descendants(0) {
            for word in document.text(node).unwrap_or_default().split_whitespace() {
                let left = counts.get_mut(word);
                // A word may be glued to its neighbour by inline markup, but then it was so on the page.
                if let Some(left) = left.filter(|left| **left > 0) {
                    *left -= 1;
                } else {
                    prop_assert!(counts.keys().any(|own| own.contains(word)), "{word} is lost from {source}");
                }
            }
        }
    }

    #[test]
    fn no_word_of_a_dump_is_lost_or_made_up(lines in prop::collection::vec("([a-z0-9.)]{1,9} ?){0,12}", 0..40)) {
        let source = lines.join("\n");
        let mut counts = words_of(&Blocks::of(&text::parse(&source)));
        counts.retain(|word, _| is_word(&word.as_str()));
        let mut expected = HashMap::new();
        for word in source.split_whitespace().filter(is_word) {
            *expected.entry(word.to_owned()).or_default() += 1;
        }
        prop_assert_eq!(counts, expected);
    }

    #[test]
    fn items_of_lists_stand_in_the_text(source in markup()) {
        if let Ok(record) = extract(&page(Format::Html, source.into_bytes()), &Options::default()) {
            for item in record.advice_lists.iter().flat_map(|list| &list.items) {
                for word in item.text.split_whitespace().filter(is_word) {
                    prop_assert!(record.text.contains(word), "{word} of item {} is not in {:?}", item.number, record.text);
                }
            }
        }
    }
}

#[test]
fn a_page_that_takes_too_long_is_a_reject() {
    let options = Options { max_page_time: Some(std::time::Duration::ZERO), ..Options::default() };
    let source = b"<p>Words enough for a page.".to_vec();
    let reject = extract(&page(Format::Html, source), &options).expect_err("no page takes no time");
    assert_eq!(reject.code, RejectCode::TooSlow);
    assert!(reject.message.contains("--max-page-seconds"), "{}", reject.message);
}

/// Pages that once were rejected by a fault, as small as they got.
const FAULTS: &[&str] = &["<o><a style=display:none;>C<a><p >*<p>C"];

#[test]
fn faults_of_old_pages_stay_mended() {
    for source in FAULTS {
        let found = extract(&page(Format::Html, source.as_bytes().to_vec()), &Options::default());
        assert!(found.is_ok(), "{source}: {found:?}");
    }
}
