//! Cards: elements side by side that each show another page.
//!
//! At least three siblings of one make, each with a title that is a link and with few words around
//! it, are a list of other pages, whatever the site calls it.

mod shown;
mod told;

pub use shown::Shown;
pub(super) use told::is_told;

use super::features::{Features, LINKS_ONLY_SHARE};
use super::phrases::{self, Phrase};
use super::{Page, cues, siblings};
use crate::blocks::{Blocks, words};
use crate::document::{Attr, Document, NodeId, Tag};
use std::ops::Range;

/// Fewest cards of a group.
const MIN_CARDS: usize = 3;

/// Most words of a card, on average over its group: more is a section of a text.
pub const CARD_WORDS: usize = 80;

/// Fewest words of a link that is a title.
const FEWEST_TITLE_WORDS: u32 = 4;

/// Most blocks of a single card: picture's text, category, title, date, snippet, button.
pub const CARD_BLOCKS: usize = 6;

/// Elements between a title and its card.
const CARD_STEPS: usize = 4;

/// Share of the siblings that must look like cards.
const CARD_SHARE: f32 = 0.75;

/// The blocks of each card, of every group of cards on the page.
pub(super) fn groups(page: &Page, features: &Features) -> Vec<Vec<Range<usize>>> {
    let mut found = Vec::new();
    siblings::each_run(page, MIN_CARDS, |group| {
        // The head of a table.
        if group.len() < MIN_CARDS || page.document.tag(group[0]) == Some(Tag::Th) {
            return;
        }
        let ranges: Vec<Range<usize>> =
            group.iter().map(|child| page.blocks.within(page.document, *child)).collect();
        if is_cards(page, features, &ranges) {
            found.push(ranges);
        }
    });
    found
}

/// The blocks from the first card to the last.
pub(super) fn span(cards: &[Range<usize>]) -> Range<usize> {
    cards.first().map_or(0, |first| first.start)..cards.last().map_or(0, |last| last.end)
}

/// The groups of cards that do not lie in or over an earlier one.
pub(super) fn apart(groups: &[Vec<Range<usize>>]) -> impl Iterator<Item = &Vec<Range<usize>>> {
    let mut end = 0;
    groups.iter().filter(move |cards| {
        let span = span(cards);
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    })
}

/// The link of the card that a title without a link of its own heads: it is around the picture, or says "More",
/// or the title again. `None` where other titles stand beside it.
pub fn link(document: &Document, blocks: &Blocks, index: usize) -> Option<NodeId> {
    let title = blocks.text(index);
    for card in document.ancestors(blocks.get(index).node).take(CARD_STEPS) {
        let range = blocks.within(document, card);
        let is_other = |at: usize| at != index && blocks.is_heading(at);
        if card == 0 || range.len() > CARD_BLOCKS || range.into_iter().any(is_other) {
            return None;
        }
        let (mut own, mut others) = (None, false);
        for link in document.descendants(card).filter(|node| is_link(document, *node)) {
            let text = document.words(link);
            if words::count(&text) == 0 || text == title || phrases::says(&text, Phrase::More) {
                own = own.or(Some(link));
            } else {
                // A category or a name.
                others |= words::count(&text) >= FEWEST_TITLE_WORDS as usize;
            }
        }
        if others || own.is_some() {
            return own.filter(|_| !others);
        }
    }
    None
}

/// Whether an element is a link; drawings name their parts by addresses, too.
pub fn is_link(document: &Document, node: NodeId) -> bool {
    matches!(document.tag(node), Some(Tag::A)) && document.attr(node, Attr::Href).is_some()
}

/// Blocks behind a heading among which the links of its box begin; bounds the cost, for each heading looks on its own.
const BOX_BLOCKS: usize = 64;

/// Elements between a heading and its box.
const BOX_STEPS: usize = 16;

/// Where the box ends that a heading names: the smallest element that holds the heading and behind it links to
/// two pages.
pub fn end_of_box(document: &Document, blocks: &Blocks, heading: usize) -> usize {
    let leads = |range: &Range<usize>| {
        let links = (heading + 1..range.end).take(BOX_BLOCKS).flat_map(|at| blocks.links(at));
        let mut pages = links.filter_map(|link| document.attr(link.node, Attr::Href));
        let first = pages.next();
        pages.any(|page| Some(page) != first)
    };
    let around = document.ancestors(blocks.get(heading).node).take(BOX_STEPS);
    around.map(|node| blocks.within(document, node)).find(leads).map_or(blocks.len(), |range| range.end)
}

/// Digits in a row that make a class name one element's own: "post-2276", but not "col-12".
const OWN_DIGITS: usize = 3;

/// What siblings of one make have in common: tag, and first class that is not one element's own.
pub type Make<'a> = (Option<Tag>, Option<&'a str>);

/// The make of an element.
pub fn make(document: &Document, node: NodeId) -> Make<'_> {
    (document.tag(node), common_class(document.attr(node, Attr::Class).unwrap_or_default()))
}

/// Whether two elements are of one make; mostly all of their classes are the same.
pub(super) fn are_alike(document: &Document, one: NodeId, other: NodeId) -> bool {
    let class = |node| document.attr(node, Attr::Class).unwrap_or_default();
    document.tag(one) == document.tag(other) && {
        let (one, other) = (class(one), class(other));
        one == other || common_class(one) == common_class(other)
    }
}

/// The first class that is not one element's own.
fn common_class(class: &str) -> Option<&str> {
    let class = &class[..class.floor_char_boundary(cues::MAX_CLASS_BYTES)];
    let is_own = |name: &str| {
        let mut digits = 0;
        name.bytes().any(|byte| {
            digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
            digits == OWN_DIGITS
        })
    };
    class.split_ascii_whitespace().find(|name| !is_own(name))
}

fn is_cards(page: &Page, features: &Features, ranges: &[Range<usize>]) -> bool {
    if ranges.len() < MIN_CARDS {
        return false;
    }
    let words: usize = ranges.iter().map(|range| features.words(range) as usize).sum();
    let titled = ranges.iter().filter(|range| has_title(page, features, range)).count();
    words <= CARD_WORDS * ranges.len() && titled as f32 >= CARD_SHARE * ranges.len() as f32
}

/// Whether a card holds a title: a block that is a link of some words.
fn has_title(page: &Page, features: &Features, range: &Range<usize>) -> bool {
    range.clone().any(|index| {
        let stats = &features.stats[index];
        let dense = || page.blocks.text(index).chars().any(words::is_dense);
        stats.link_share >= LINKS_ONLY_SHARE && (stats.words >= FEWEST_TITLE_WORDS || dense())
    })
}

/// Whether what the cards of a group link is sentences and no titles: steps of an instruction ("Install the tool.", "Run
/// the command:"), or what a site says of its own services.
pub(super) fn are_sentences(page: &Page, features: &Features, cards: &[Range<usize>]) -> bool {
    let is_title = |at: usize| {
        let stats = &features.stats[at];
        let stops = page.blocks.text(at).ends_with(['.', '。', ':', '：', ';', '；']);
        stats.link_share >= LINKS_ONLY_SHARE && stats.words >= FEWEST_TITLE_WORDS && (stats.cut_off || !stops)
    };
    let dense = |at: usize| page.blocks.text(at).chars().any(words::is_dense);
    let untitled = |card: &&Range<usize>| !(**card).clone().any(|at| is_title(at) || dense(at));
    cards.iter().filter(untitled).count() as f32 > (1.0 - CARD_SHARE) * cards.len() as f32
}
