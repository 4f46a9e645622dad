//! Headings of boxes in the midst of a section: "Note:", "Key takeaways", "Pros" and "Cons". The box closes, and the text behind
//! it is the section's again; a record has sections side by side and not in each other, so such a heading begins none.
//!
//! In: a heading, and the section that is open there. Out: whether it is over its box alone.

use super::super::Page;
use super::no_section::{NOTE_BLOCKS, REACH, is_bold_line};
use crate::blocks::{Shape, words};
use crate::classify::cards;
use crate::document::{NodeId, Tag};
use crate::record::Role;
use std::ops::Range;

/// Most words of such a box: more are a part of the text.
const BOX_WORDS: usize = 150;

/// Most headings of one, as "Pros" and "Cons" are.
const BOX_HEADINGS: usize = 2;

/// The section that is open, as headings see it.
pub(in crate::assemble) struct Open {
    /// Its heading, or the title.
    pub over: Option<usize>,
    /// The highest rank that a heading of the body has: headings of that rank part the text, wherever they stand.
    top: Option<u8>,
}

impl Open {
    /// The one over a page's first heading.
    pub fn of(page: &Page) -> Self {
        let levels = page.with_role(Role::Body).filter_map(|at| page.blocks.level(at));
        Self { over: page.with_role(Role::Title).next(), top: levels.min() }
    }
}

/// Whether a heading is over a box alone: an element that begins with it, or with its neighbour's, in the midst of a flow
/// of text. Of the pages of wcxb-dev, news-dev and zh-dev 22 have such headings, and on 19 of them that is right.
pub(super) fn heads_box(page: &Page, index: usize, open: &Open) -> bool {
    let own = page.blocks.level(index).filter(|own| open.top.is_some_and(|top| top < *own));
    let (Some(own), Some(over)) = (own.filter(|_| !is_bold_line(page, index)), open.over) else {
        return false;
    };
    let outer = if page.is_body(over) { page.blocks.level(over).unwrap_or(0) } else { 0 };
    let Some(node) = box_of(page, index, over, outer).filter(|_| own > outer) else { return false };
    let range = page.blocks.within(page.document, node);
    let Some((before, behind)) = beside(page, node, over) else { return false };
    // A rank is left out where the heading is no part of the section's.
    let skips = outer > 0 && own > outer + 1 && before.is_none();
    let (heads, text): (Vec<usize>, Vec<usize>) =
        body(page, range).partition(|at| page.blocks.is_heading(*at));
    let says =
        |at: &usize| page.blocks.get(*at).shape == Shape::Item || words::ends_sentence(page.blocks.text(*at));
    let count: usize = text.iter().map(|at| words::count(page.blocks.text(*at))).sum();
    let begun = before.is_some_and(|at| !page.blocks.is_heading(at));
    let goes_on = !page.blocks.is_heading(behind) && !are_modules(page, node, behind);
    goes_on
        && is_set_apart(page, index, node)
        && !has_like(page, index, over)
        && ((begun && heads.len() <= BOX_HEADINGS) || (skips && heads.len() == 1))
        // Under a heading and a line that is no sentence, the head of a part, the text goes on.
        && text.iter().any(says)
        && count <= BOX_WORDS
}

/// Whether a box is an `<aside>`, or one of several with the same heading: what else a heading stands over in an element of its
/// own is a part of the section.
fn is_set_apart(page: &Page, index: usize, node: NodeId) -> bool {
    let aside = || {
        let own = page.document.ancestors(page.blocks.get(index).node);
        let inside = own
            .take_while(|around| *around != node)
            .any(|around| page.document.tag(around) == Some(Tag::Aside));
        inside || page.document.tag(node) == Some(Tag::Aside)
    };
    let again = |at: usize| {
        at != index && page.blocks.is_heading(at) && page.blocks.text(at) == page.blocks.text(index)
    };
    aside() || page.with_role(Role::Body).any(again)
}

/// Whether another heading of the same rank stands in the section: then such headings part it. Another note is none, nor is
/// the second of two lists side by side, "Pros" and "Cons".
fn has_like(page: &Page, index: usize, over: usize) -> bool {
    let level = |at: usize| page.blocks.level(at).filter(|_| page.is_body(at));
    let lists = |at: usize| page.blocks.iter().nth(at + 1).is_some_and(|block| block.shape == Shape::Item);
    let own = level(index);
    let inner = |at: &usize| level(*at).is_none_or(|found| Some(found) >= own);
    let is_like = |at: usize| {
        level(at) == own && page.blocks.text(at) != page.blocks.text(index) && !(lists(at) && lists(index))
    };
    (over + 1..index).rev().take_while(inner).any(is_like)
        || (index + 1..page.blocks.len()).take_while(inner).any(is_like)
}

/// The largest element around a heading that begins with one of a lower rank than the section's.
fn box_of(page: &Page, index: usize, over: usize, outer: u8) -> Option<NodeId> {
    let opens = |node: &NodeId| {
        let own = page.blocks.within(page.document, *node);
        own.len() <= NOTE_BLOCKS
            && !own.contains(&over)
            // "A section is a thematic grouping of content", says HTML.
            && !matches!(page.document.tag(*node), Some(Tag::Section | Tag::Article))
            && body(page, own).next().and_then(|at| page.blocks.level(at)).is_some_and(|first| first > outer)
    };
    page.above(index).take_while(opens).last()
}

/// The blocks of the body before a box, under the section's heading, and behind it, in the element around the box.
fn beside(page: &Page, node: NodeId, over: usize) -> Option<(Option<usize>, usize)> {
    let range = page.blocks.within(page.document, node);
    let around = page.document.ancestors(node).next()?;
    let around = page.blocks.within(page.document, around);
    let first = around.start.max(over + 1);
    let before = (first..range.start.max(first)).rev().take(REACH).find(|at| page.is_body(*at));
    let behind = body(page, range.end..around.end.min(range.end + REACH)).next()?;
    Some((before, behind))
}

/// Whether a box and what stands behind it are modules of one make, of which the builder of a page makes all its text.
fn are_modules(page: &Page, node: NodeId, behind: usize) -> bool {
    let around = page.document.ancestors(node).next();
    let is_beside = |other: &NodeId| page.document.ancestors(*other).next() == around;
    let other = page.above(behind).find(is_beside);
    other.is_some_and(|other| cards::make(page.document, node) == cards::make(page.document, other))
}

fn body<'a>(page: &'a Page, range: Range<usize>) -> impl Iterator<Item = usize> + 'a {
    range.filter(|at| page.is_body(*at))
}
