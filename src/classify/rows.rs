//! Two shapes that say what they are without a word of the page's own: a row of short links, and the
//! small box around an advertisement's label.

use super::{Label, Page};
use crate::blocks::words;
use crate::document::{NodeId, Tag};
use crate::record::Role;
use std::ops::Range;

/// Fewest links of a row.
const ROW_LINKS: usize = 3;

/// Most words of a link in a row: titles of other pages are longer.
const ROW_WORDS: usize = 3;

/// Most words of a box that a label turns into an advertisement.
const BOX_WORDS: usize = 60;

/// Whether a block is one row of short links: "Imprint | Privacy | Contact".
pub(super) fn is_link_row(page: &Page, index: usize) -> bool {
    let links = page.blocks.links(index);
    let short = |link| words::count(page.blocks.link_text(link)) <= ROW_WORDS;
    links.len() >= ROW_LINKS && links.iter().filter(|link| short(link)).count() * 4 >= links.len() * 3
}

/// What stands in one small box with "Advertisement" is the advertisement.
pub(super) fn promo_boxes(page: &Page, labels: &mut [Label]) {
    for index in 0..labels.len() {
        let label = labels[index];
        if label.role != Role::Promo || label.rule != "phrase" {
            continue;
        }
        for other in small_box(page, index).filter(|other| *other > index) {
            if labels[other].role == Role::Body {
                labels[other] = Label { role: Role::Promo, score: 0.7, rule: "promo_box" };
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
