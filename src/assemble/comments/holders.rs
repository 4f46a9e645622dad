//! Elements that hold one comment each: they say so, or several alike stand side by side and each tells who wrote.

use super::remark::is_content_name;
use super::told::own_nodes;
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
    let names = cues::class(document, node);
    let classed = names.split_ascii_whitespace().any(|name| {
        matches!(name, "comment" | "comment-item")
            || name.strip_prefix("comment__").is_some_and(|part| HOLDER_PARTS.contains(&stem(part)))
    });
    is_numbered(id) || classed || kind.ends_with("/Comment") || kind.ends_with("/UserComments")
}

/// Parts of what is named "comment" that are the whole of it: "comment__root", also with letters of its own behind.
const HOLDER_PARTS: &[&str] = &["root", "item", "wrapper", "container"];

/// Whether a class name of an element ends in "-comment": "ant-comment".
fn is_called_comment(document: &Document, node: NodeId) -> bool {
    let names = || cues::class(document, node).split_ascii_whitespace();
    document.tag(node).is_some() && names().any(|name| name.ends_with("-comment"))
}

fn stem(name: &str) -> &str {
    name.split(['-', '_']).next().unwrap_or_default()
}

/// What else is numbered after a comment: the form to answer it, the buttons under it.
const OTHER_PARTS: &[&str] = &["reply", "respond", "form", "edit", "vote", "like", "report"];

/// Whether an id numbers a comment: "comment-12", "li-comment-12", "forum-comment-12".
fn is_numbered(id: &str) -> bool {
    let name = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let of_comment = |rest: &str| rest.is_empty() || rest.ends_with(['-', '_']);
    name.len() < id.len()
        && name.strip_suffix(['-', '_']).and_then(|name| name.strip_suffix("comment")).is_some_and(of_comment)
        && !name.split(['-', '_']).any(|part| OTHER_PARTS.contains(&part))
}

/// Whether a block stands in what is numbered after a comment and is not it: "comment-like-12".
pub(super) fn is_of_other(page: &Page, index: usize) -> bool {
    page.above(index).take(OTHER_STEPS).any(|node| {
        let id = page.document.attr(node, Attr::Id).unwrap_or_default();
        let mut parts = id.split(['-', '_']);
        id.ends_with(|c: char| c.is_ascii_digit())
            && parts.next() == Some("comment")
            && parts.any(|part| OTHER_PARTS.contains(&part))
    })
}

/// Elements between such a part and its words.
const OTHER_STEPS: usize = 3;

/// Elements of one make side by side, counted once for each parent.
#[derive(Default)]
pub(super) struct Siblings<'a> {
    counts: HashMap<NodeId, HashMap<Make<'a>, usize>>,
    /// Elements called "…-comment", counted on the whole page once one is asked for.
    named: Option<HashMap<Make<'a>, usize>>,
}

/// Most blocks of an element that holds one comment.
const HOLDER_BLOCKS: usize = 24;

/// Elements above a block among which the one is that holds its comment.
const HOLDER_STEPS: usize = 12;

impl<'a> Siblings<'a> {
    /// The innermost of several alike elements on the page that are called "…-comment" and in which it is told who
    /// wrote, or when: replies stand alone in the comment that they answer.
    pub fn named(&mut self, page: &Page<'a>, index: usize) -> Option<NodeId> {
        let document = page.document;
        let named = self.named.get_or_insert_with(|| {
            let mut named = HashMap::new();
            for node in (1..document.len()).filter(|node| is_called_comment(document, *node)) {
                *named.entry(cards::make(document, node)).or_default() += 1;
            }
            named
        });
        let is_one = |node: &NodeId| {
            let blocks = page.blocks.within(document, *node);
            is_called_comment(document, *node)
                && named.get(&cards::make(document, *node)).is_some_and(|count| *count > 1)
                && blocks.len() > 1
                && blocks.into_iter().take(HOLDER_BLOCKS).any(|at| is_signature(page, at))
        };
        page.above(index).take(HOLDER_STEPS).find(is_one)
    }

    /// The innermost of several alike elements in which it is told who wrote, or when: a comment that no name says
    /// is one.
    pub fn signed(&mut self, page: &Page<'a>, index: usize) -> Option<NodeId> {
        let alike: Vec<NodeId> = page
            .above(index)
            .take(HOLDER_STEPS)
            .filter(|node| self.is_one_of_several(page, *node))
            .filter(|node| (2..=HOLDER_BLOCKS).contains(&page.blocks.within(page.document, *node).len()))
            // What holds comments is none.
            .filter(|node| {
                !page.document.descendants(*node).any(|inner| {
                    let called = || is_called_comment(page.document, inner);
                    is_holder(page.document, inner)
                        || (called() && page.blocks.within(page.document, inner).len() > 1)
                })
            })
            .collect();
        let tells = |own: fn(&Page, usize) -> bool| {
            let told = |node: &NodeId| page.blocks.within(page.document, *node).any(|at| own(page, at));
            alike.iter().copied().find(told)
        };
        // What a pointer shows is told of one line; what readers see, of the whole comment.
        tells(is_signature).or_else(|| tells(names_day))
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

/// Whether a block tells who wrote what stands around it, or when.
fn is_signature(page: &Page, index: usize) -> bool {
    let text = page.blocks.text(index);
    page.stands_in(index, Tag::Time)
        || (words::count(text) <= OPENING_WORDS && words::has_year(text))
        || dates::is_day_of_year(text)
        || phrases::tells_how_long_ago(text)
        || leads_to_person(page, index)
}

/// Whether an element in a block names a day to those who point at it.
fn names_day(page: &Page, index: usize) -> bool {
    let titles = own_nodes(page, index).filter_map(|node| page.document.attr(node, Attr::Title));
    titles.into_iter().any(|title| words::has_year(title) && dates::first_moment(title).is_some())
}
