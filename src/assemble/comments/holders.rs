//! Elements that hold one comment each: they say so, or several alike stand side by side and each tells who wrote.

use super::remark::is_content_name;
use super::{OPENING_WORDS, leads_to_person};
use crate::assemble::Page;
use crate::blocks::words;
use crate::classify::cards::{self, Make};
use crate::classify::{cues, phrases};
use crate::dates;
use crate::document::{Attr, Document, NodeId, Tag};
use std::collections::HashMap;

/// The innermost element that says it is one comment. One that is named after the words, too ("comment-content
/// comment"), holds them alone where another around it holds the comment.
pub(super) fn holder(page: &Page, index: usize) -> Option<NodeId> {
    let document = page.document;
    let mut holders = page.above(index).filter(|node| is_holder(document, *node));
    let inner = holders.next()?;
    if !cues::class(document, inner).split_ascii_whitespace().any(is_content_name) {
        return Some(inner);
    }
    let alike = |outer: &NodeId| cards::make(document, *outer) == cards::make(document, inner);
    holders.next().filter(|outer| !alike(outer)).or(Some(inner))
}

/// Whether an element says that it is one comment.
pub(super) fn is_holder(document: &Document, node: NodeId) -> bool {
    let id = document.attr(node, Attr::Id).unwrap_or_default();
    let kind = document.attr(node, Attr::Itemtype).unwrap_or_default();
    let numbered =
        (id.starts_with("comment-") || id.starts_with("li-comment-") || id.starts_with("div-comment-"))
            && id.ends_with(|c: char| c.is_ascii_digit());
    let names = cues::class(document, node);
    let classed = names.split_ascii_whitespace().any(|name| name == "comment" || name == "comment-item");
    numbered || classed || kind.ends_with("/Comment") || kind.ends_with("/UserComments")
}

/// Elements of one make side by side, counted once for each parent.
#[derive(Default)]
pub(super) struct Siblings<'a> {
    counts: HashMap<NodeId, HashMap<Make<'a>, usize>>,
}

/// Most blocks of an element that holds one comment.
const HOLDER_BLOCKS: usize = 24;

/// Elements above a block among which the one is that holds its comment.
const HOLDER_STEPS: usize = 12;

impl<'a> Siblings<'a> {
    /// The innermost of several alike elements in which it is told who wrote, or when: a comment that no name says
    /// is one.
    pub fn signed(&mut self, page: &Page<'a>, index: usize) -> Option<NodeId> {
        page.above(index)
            .take(HOLDER_STEPS)
            .find(|node| self.is_one_of_several(page, *node) && is_signed(page, *node))
    }

    fn is_one_of_several(&mut self, page: &Page<'a>, node: NodeId) -> bool {
        let document = page.document;
        let Some(parent) = document.ancestors(node).next() else { return false };
        let counts = self.counts.entry(parent).or_insert_with(|| {
            let mut counts = HashMap::new();
            for child in document.children(parent).filter(|child| document.tag(*child).is_some()) {
                *counts.entry(cards::make(document, child)).or_default() += 1;
            }
            counts
        });
        counts.get(&cards::make(document, node)).is_some_and(|count| *count > 1)
    }
}

/// Whether it is told in an element of several blocks who wrote what stands there, or when.
fn is_signed(page: &Page, node: NodeId) -> bool {
    let range = page.blocks.within(page.document, node);
    let tells = |index: usize| {
        let text = page.blocks.text(index);
        page.stands_in(index, Tag::Time)
            || (words::count(text) <= OPENING_WORDS && words::has_year(text))
            || dates::is_day_of_year(text)
            || phrases::tells_how_long_ago(text)
            || leads_to_person(page, index)
    };
    (2..=HOLDER_BLOCKS).contains(&range.len()) && range.into_iter().any(tells)
}
