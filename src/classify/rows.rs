//! Shapes that say what they are without a word of the page's own: rows of short links or words,
//! lists of titles, and the small box around an advertisement's label.

use super::features::{Features, LINKS_ONLY_SHARE, TEXT_LINK_SHARE};
use super::phrases::{self, Phrase};
use super::{Label, Page, Rule, addresses};
use crate::blocks::words;
use crate::document::{Attr, Document, NodeId, Tag};
use crate::record::Role;
use std::ops::Range;

/// Fewest links of a row.
const ROW_LINKS: usize = 3;

/// Fewest links of the row that ends a page: there even two are no part of a text.
const LAST_ROW_LINKS: usize = 2;

/// Most words of a link in a row: titles of other pages are longer.
const ROW_WORDS: usize = 3;

/// Most words of a box that a label turns into an advertisement.
const BOX_WORDS: usize = 60;

/// Elements between a link and the list that it is an entry of.
const LIST_STEPS: usize = 6;

/// Fewest entries of one make that are a list.
const ENTRIES: usize = 3;

/// Blocks of a list that are looked at: its first entries are like the others.
const LIST_BLOCKS: usize = 40;

/// Fewest words of a link that stands in no list and is a title all the same: buttons have fewer.
pub(super) const LONE_WORDS: u32 = 5;

/// Fewest words that the titles of pages have in the mean; categories and services are named with fewer.
pub(super) const TITLE_WORDS: u32 = 4;

/// Whether a block is one row of short links: "Imprint | Privacy | Contact".
pub(super) fn is_link_row(page: &Page, index: usize) -> bool {
    let (links, short) = (page.blocks.links(index).len(), short_links(page, index));
    links >= ROW_LINKS && short * 4 >= links * 3
}

/// Whether the links of the block that ends a page, whatever else it says, are those of a row.
pub(super) fn ends_in_link_row(page: &Page, index: usize) -> bool {
    let (links, short) = (page.blocks.links(index).len(), short_links(page, index));
    links >= LAST_ROW_LINKS && short == links
}

/// How many links of a block are as short as those of a row.
fn short_links(page: &Page, index: usize) -> usize {
    let links = page.blocks.links(index).iter();
    links.filter(|link| words::count(page.blocks.link_text(link)) <= ROW_WORDS).count()
}

/// Whether the linked blocks of the list around a block are as long as titles are, in the mean; `None` for a
/// button. `alone` tells whether no other link stands beside it.
pub(super) fn lists_titles(page: &Page, features: &Features, index: usize, alone: bool) -> Option<bool> {
    let document = page.document;
    let is_list = |node: &NodeId| matches!(document.tag(*node), Some(Tag::Ul | Tag::Ol | Tag::Dl));
    let first = page.blocks.get(index).first;
    let list = document.ancestors(first).take(LIST_STEPS).find(is_list).or_else(|| siblings(page, first));
    let is_linked = |at: usize| features.stats.get(at).is_some_and(|own| own.link_share >= TEXT_LINK_SHARE);
    let Some(list) = list else {
        let title = features.stats[index].words >= LONE_WORDS;
        return Some(title).filter(|title| *title || !alone);
    };
    let linked = page.blocks.within(document, list).take(LIST_BLOCKS).filter(|at| is_linked(*at));
    if linked.clone().any(|at| has_contact(page, at) || phrases::says(page.blocks.text(at), Phrase::Footer)) {
        return Some(false);
    }
    let (blocks, words) =
        linked.fold((0, 0), |(blocks, words), at| (blocks + 1, words + features.stats[at].words));
    Some(words >= TITLE_WORDS * blocks)
}

/// Words of class names of links that look like buttons.
const BUTTON_NAMES: &[&str] = &["btn", "button", "buttons", "cta"];

/// Whether a block is links that look like buttons and lead to other pages, and nothing else.
pub(super) fn is_button(page: &Page, features: &Features, index: usize) -> bool {
    let leads =
        |link: NodeId| page.document.attr(link, Attr::Href).is_some_and(|href| !addresses::stays_here(href));
    let mut links = page.blocks.links(index).iter();
    features.stats[index].link_share >= LINKS_ONLY_SHARE
        && links.all(|link| leads(link.node) && looks_like_button(page.document, link.node))
}

/// Whether a link, or the element right around it, calls itself a button.
fn looks_like_button(document: &Document, link: NodeId) -> bool {
    let around = std::iter::once(link).chain(document.ancestors(link).take(1));
    let mut classes = around.filter_map(|node| document.attr(node, Attr::Class));
    classes.any(|class| {
        let mut words = class.split(|letter: char| !letter.is_ascii_alphanumeric());
        words.any(|word| BUTTON_NAMES.iter().any(|name| word.eq_ignore_ascii_case(name)))
    })
}

/// Whether a link of a block calls or writes to somebody.
fn has_contact(page: &Page, index: usize) -> bool {
    let mut links = page.blocks.links(index).iter();
    links.any(|link| addresses::reaches_people(page.document.attr(link.node, Attr::Href).unwrap_or_default()))
}

/// The element that holds an entry and at least two more of the same make, though it calls itself no list.
fn siblings(page: &Page, first: NodeId) -> Option<NodeId> {
    let document = page.document;
    // Programs give each article classes of its own, by its number and its topics.
    let own_class = |node: NodeId| document.tag(node) != Some(Tag::Article);
    let make = |node: NodeId| {
        (
            document.tag(node),
            Some(node).filter(|node| own_class(*node)).and_then(|node| document.attr(node, Attr::Class)),
        )
    };
    let mut inner = first;
    for node in document.ancestors(first).take(LIST_STEPS) {
        let own = make(inner);
        let alike = document.children(node).take(LIST_BLOCKS).filter(|child| make(*child) == own);
        if own.0.is_some() && alike.count() >= ENTRIES {
            return Some(node);
        }
        inner = node;
    }
    None
}

/// The names in a line of plain text that is a row of them: "Imprint - Privacy - Contact"; empty for
/// other lines.
pub fn names(text: &str) -> Vec<&str> {
    const MARKS: &[&str] = &[" - ", " | ", " · ", " • ", "|"];
    let parts = MARKS.iter().map(|mark| text.split(mark).map(str::trim).collect::<Vec<_>>());
    let is_row = |parts: &Vec<&str>| {
        parts.len() >= ROW_LINKS && parts.iter().all(|part| (1..=ROW_WORDS).contains(&words::count(part)))
    };
    parts.into_iter().find(is_row).unwrap_or_default()
}

/// What stands in one small box with "Advertisement" is the advertisement.
pub(super) fn promo_boxes(page: &Page, labels: &mut [Label]) {
    for index in 0..labels.len() {
        let label = labels[index];
        if label.role != Role::Promo || label.rule != Rule::Phrase {
            continue;
        }
        // A label stands over the advertisement, a button under the words that advertise it.
        let button = page.stands_in_near(index, Tag::Button, 2);
        for other in small_box(page, index).filter(|other| button || *other > index) {
            if labels[other].role == Role::Body {
                labels[other] = Label::of(Role::Promo, 0.7, Rule::PromoBox);
            }
        }
    }
}

/// The blocks of the nearest element around a block that holds more than it and little in all.
fn small_box(page: &Page, index: usize) -> Range<usize> {
    let node = page.blocks.get(index).node;
    let up = std::iter::once(node).chain(page.document.ancestors(node));
    let is_box = |node: &NodeId| {
        let tag = page.document.tag(*node);
        matches!(tag, Some(Tag::Div | Tag::Aside | Tag::Section))
            && page.blocks.within(page.document, *node).len() > 1
    };
    let range = up.take(3).find(is_box).map_or(index..index, |node| page.blocks.within(page.document, node));
    let total: usize = range.clone().map(|at| words::count(page.blocks.text(at))).sum();
    if total <= BOX_WORDS { range } else { index..index }
}
