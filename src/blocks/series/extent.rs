//! How far the items of a written series reach.
//!
//! In: the blocks that begin with the numbers. Out: the same items with all their blocks.

use super::{Form, Item, MIN_EXCERPT, Open, Scope, Series};
use crate::blocks::{Blocks, Shape};
use crate::document::Document;
use crate::record::Format;

/// Gives each item the blocks up to the next number, and the last one as many as the others have:
/// what follows the list without a heading closes the article.
pub(super) fn extend(document: &Document, blocks: &Blocks, scope: &[Scope], open: Open) -> Series {
    let Open { form, heading, mut items, .. } = open;
    // "Solution 2" names itself.
    let nameless = !matches!(form, Form::Word(_));
    // Under a number in a block of its own stands the item's heading.
    let under = match items.first() {
        Some(first) if heading.is_some() => rank(document, blocks, first.start),
        Some(first) => heading_under(document, blocks, first),
        None => None,
    };
    let from =
        |item: &Item| item.start + if under.is_some() && nameless && is_alone(blocks, item) { 2 } else { 1 };
    // Two numbers may head anything: there a line in bold letters begins something new.
    let few = items.len() < MIN_EXCERPT;
    let stops = |index: usize| match (rank(document, blocks, index), under) {
        (Some(BOLD_RANK), Some(_)) if few => true,
        (Some(level), Some(own)) => level <= own,
        (Some(_), None) => true,
        (None, _) => false,
    };
    let starts: Vec<usize> = items.iter().map(|item| item.start).collect();
    let (mut lengths, mut step) = (Vec::new(), 0);
    for (item, next) in items.iter_mut().zip(starts.iter().skip(1)) {
        // Plain text has no levels: a short line inside an item is none of the list's own headings.
        let stop = || (from(item)..*next).find(|index| stops(*index));
        item.end = if document.format == Format::Text { *next } else { stop().unwrap_or(*next) };
        lengths.push(item.end - item.start);
        step = step.max(longest_gap(&scope[item.start..item.end]));
    }
    let longest = lengths.iter().copied().max().unwrap_or(1);
    let fewest = lengths.iter().copied().min().unwrap_or(1);
    // What every other item of the list has as well, the last one has, too.
    let shortest = if document.format == Format::Text { fewest } else { 1 };
    if let Some(last) = items.last_mut() {
        let free = heading.is_some() && lengths.len() + 1 < MIN_EXCERPT;
        let limit = if free { blocks.len() } else { (last.start + longest).min(blocks.len()) };
        let steps_over = under.is_some() && !few && document.format == Format::Html;
        let mut outside = 0;
        // One search for all: the article may go on for long behind the stop.
        let ends = |index: &usize| {
            outside = if scope[*index] == Scope::Outside { outside + 1 } else { 0 };
            let left = outside > if steps_over && *index < last.start + fewest { step } else { 0 };
            left || (*index >= last.start + shortest && stops(*index))
        };
        let end = (from(last)..limit).find(ends).unwrap_or(limit);
        let inside = (last.start..end).rev().find(|index| scope[*index] != Scope::Outside);
        last.end = inside.unwrap_or(last.start) + 1;
    }
    Series { items, heading }
}

/// Most blocks in a row inside an item that are no part of the article: a picture's credit, a button.
fn longest_gap(scope: &[Scope]) -> usize {
    let (mut gap, mut longest) = (0, 0);
    for own in scope {
        if *own == Scope::Outside {
            gap += 1;
        } else {
            longest = longest.max(std::mem::take(&mut gap));
        }
    }
    longest
}

/// Where a line in bold letters ranks: below every heading.
const BOLD_RANK: u8 = 7;

/// How high a heading ranks, 1 the highest; `None` for what is no heading.
fn rank(document: &Document, blocks: &Blocks, index: usize) -> Option<u8> {
    let block = blocks.get(index);
    let Shape::Heading(level) = block.shape else { return None };
    let mut around = std::iter::once(block.node).chain(document.ancestors(block.node));
    let marked = document.format == Format::Text
        || around.any(|node| document.tag(node).is_some_and(|tag| tag.heading_level().is_some()));
    Some(if marked { level } else { BOLD_RANK })
}

/// Whether a number stands alone in its block.
fn is_alone(blocks: &Blocks, item: &Item) -> bool {
    item.marker == blocks.text(item.start).len()
}

/// How high the heading ranks that stands under a number alone in its block.
fn heading_under(document: &Document, blocks: &Blocks, item: &Item) -> Option<u8> {
    let under = Some(item.start + 1).filter(|under| is_alone(blocks, item) && *under < blocks.len())?;
    rank(document, blocks, under)
}
