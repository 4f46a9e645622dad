//! The list of features of this build, which weights must be made for.
//!
//! The names come from the very calls that give the values, for a page of one word: there is no list to
//! keep in step by hand.

use super::names::hash;
use super::{Known, Reading, View, elements_of, tokens};
use crate::blocks::Blocks;
use crate::classify::Page;
use crate::classify::features::Features;
use crate::classify::learned::Favor;
use crate::document::{html, text};
use crate::record::Format;
use std::ops::Range;

/// A list of features: how many there are, and a digest of their names.
pub(super) struct List {
    pub features: usize,
    /// Those that are the same for all blocks of a page.
    pub whole: Range<usize>,
    /// FNV-1a of the names joined by line breaks.
    pub digest: u32,
}

impl List {
    /// The features of pages in a format.
    pub fn of(format: Format) -> Self {
        let (names, whole) = names(format);
        Self { features: names.len(), whole, digest: hash(names.join("\n").as_bytes()) }
    }
}

/// The names of all features, and the places of those that are the same for all blocks of a page.
fn names(format: Format) -> (Vec<String>, Range<usize>) {
    let document = match format {
        Format::Html => html::parse("<p>word"),
        Format::Text => text::parse("word"),
    };
    let blocks = Blocks::of(&document);
    let features = Features::of(&blocks);
    let page = Page {
        document: &document,
        blocks: &blocks,
        titles: &[],
        summaries: &[],
        address: None,
        is_home: false,
        types: &[],
        marks: &[],
        models: None,
        favor: Favor::default(),
    };
    let known = Known { cue_of: &[None], title: None, root: 0..1, forum: false };
    let elements = elements_of(&page);
    let view = View::of(&page, &features, &known, elements.as_ref());
    let mut reading = Reading::of(&view, elements.as_ref());
    let mut names = reading.names();
    let whole = names.len() - reading.whole.len()..names.len();
    names.extend(tokens::score_names(format).iter().map(ToString::to_string));
    (names, whole)
}

/// The names of those features that are the same for all blocks of a page.
pub(super) fn whole_names(format: Format) -> Vec<String> {
    let (names, whole) = names(format);
    names[whole].to_vec()
}
