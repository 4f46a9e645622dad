//! Who wrote a comment and when, as the markup tells machines.

use super::NAME_WORDS;
use super::holders::is_holder;
use super::opening::bare_name;
use crate::assemble::Page;
use crate::blocks::words;
use crate::classify::cues;
use crate::dates;
use crate::document::{Attr, Document, NodeId, Tag};
use crate::people;
use std::ops::Range;

/// Who wrote the comment of an element, and when; what replies in it tell is theirs. An element that does not call
/// itself a comment may hold what another one is told of.
pub(super) fn of(document: &Document, holder: NodeId) -> (Option<String>, Option<String>) {
    let own = || document.descendants(holder).take(DATED_NODES);
    let says_so = is_holder(document, holder);
    let alone = || own().take_while(|node| says_so && (*node == holder || !is_holder(document, *node)));
    let property = |node: NodeId, names: &[&str]| {
        document.attr(node, Attr::Itemprop).is_some_and(|own| names.contains(&own))
    };
    let words = |node: NodeId| {
        document.attr(node, Attr::Content).map_or_else(|| document.words(node), |own| own.trim().to_owned())
    };
    let author = alone().find(|node| property(*node, &["author", "creator"])).map(|node| {
        let name = document.descendants(node).find(|inner| property(*inner, &["name"]));
        words(name.unwrap_or(node))
    });
    let is_one = |name: &String| words::count(name) <= NAME_WORDS + 2 && people::can_be_name(name);
    let called = || {
        let mut names = own().filter(|node| is_called_author(document, *node));
        let first = names.next().filter(|_| says_so || names.next().is_none())?;
        Some(bare_name(&document.words(first))).filter(is_one)
    };
    let author = author.filter(is_one).or_else(called);
    let shown = || {
        let node = alone().find(|node| property(*node, &["datePublished", "dateCreated"]))?;
        let (moment, range) = dates::first_moment(&words(node))?;
        (range.start == 0).then_some(moment)
    };
    (author, date(document, own()).or_else(shown))
}

/// Class names that programs give to the name of who wrote a comment, and to nothing else: of WordPress, WooCommerce and
/// those that copy them. What is called "author" alone may hold a picture, a day and buttons, too.
const AUTHOR_NAMES: &[&str] = &[
    "fn",
    "comment-author-name",
    "comment-author-link",
    "comment__author-name",
    "woocommerce-review__author",
    "commenter-name",
];

fn is_called_author(document: &Document, node: NodeId) -> bool {
    let class = cues::class(document, node);
    document.tag(node).is_some() && class.split_ascii_whitespace().any(|name| AUTHOR_NAMES.contains(&name))
}

/// Nodes of an element that holds a comment among which its date is: behind them stand replies.
const DATED_NODES: usize = 1000;

/// The first moment that an element of these gives to machines.
pub(super) fn date(document: &Document, mut nodes: impl Iterator<Item = NodeId>) -> Option<String> {
    let of_time =
        |node| document.attr(node, Attr::Datetime).filter(|_| document.tag(node) == Some(Tag::Time));
    let written = nodes.find_map(of_time)?.trim();
    let day = written.get(..10)?;
    day.parse::<jiff::civil::Date>().is_ok().then(|| written.to_owned())
}

/// The nodes of a block, from the outermost element that holds it alone to the outermost one of the next block.
pub(super) fn own_nodes(page: &Page, index: usize) -> Range<NodeId> {
    let (document, block) = (page.document, page.blocks.get(index));
    let alone = |node: &NodeId| *node >= block.node && page.blocks.within(document, *node).len() == 1;
    let first = document.ancestors(block.first).take_while(alone).last().unwrap_or(block.first);
    let end = page.blocks.end(document, index);
    let next = (index + 1 < page.blocks.len()).then(|| page.blocks.get(index + 1).first);
    let of_next =
        next.and_then(|next| document.ancestors(next).take_while(|node| *node > block.first).last());
    first..of_next.map_or(end, |node| node.min(end))
}
