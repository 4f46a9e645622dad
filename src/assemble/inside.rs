//! What an item of a numbered list holds: paragraphs, whole tables, the entries of a list in it.

use super::Page;
use super::tables::{self, Tables};
use crate::blocks::Shape;
use crate::blocks::series::Item;
use crate::document::{NodeId, Tag};
use std::ops::Range;

/// For each block, the item without a marker of its own that begins there.
pub(super) struct Unmarked<'a>(Vec<Option<&'a Item>>);

impl<'a> Unmarked<'a> {
    pub fn of(page: &Page<'a>) -> Self {
        let mut starts = vec![None; page.blocks.len()];
        let items = page.labels.series.iter().flat_map(|series| &series.items);
        for item in items.filter(|item| item.marker == 0) {
            starts[item.start].get_or_insert(item);
        }
        Self(starts)
    }
}

/// One part of an item.
pub(super) struct Part {
    /// Its first block.
    pub start: usize,
    /// Its text; a table's rows are lines.
    pub text: String,
    /// What stands before it where it begins an entry of a list in the item: a bullet, or its number.
    pub mark: Option<String>,
}

/// The parts of the item that spans these blocks, in the order of the page.
pub(super) fn parts(page: &Page, unmarked: &Unmarked, tables: &mut Tables, item: Range<usize>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut entry_before = None;
    let mut at = item.start;
    while at < item.end {
        let start = at;
        at += 1;
        if !page.is_body(start) {
            continue;
        }
        let shape = page.blocks.get(start).shape;
        let table = Some(start).filter(|_| shape == Shape::Cell).and_then(|cell| tables.at(page, cell));
        let span = table.map(|table| page.blocks.within(page.document, table));
        // A table around the item is the page's layout.
        if let Some(span) = span.filter(|span| span.start >= item.start && span.end <= item.end) {
            let text = tables::rows(page, start..span.end).join("\n");
            parts.push(Part { start, text, mark: None });
            at = span.end;
            continue;
        }
        let entry = inner_entry(page, start, item.start);
        let bullet = (entry.is_some() && entry != entry_before).then(|| "-".to_owned());
        let number = unmarked.0[start].filter(|_| start != item.start).map(|inner| inner.label.clone());
        parts.push(Part { start, text: page.blocks.text(start).to_owned(), mark: number.or(bullet) });
        entry_before = entry;
    }
    parts
}

/// The entry that holds a block, of an unordered list that begins inside the item.
fn inner_entry(page: &Page, index: usize, item_start: usize) -> Option<NodeId> {
    let tag = |node: &NodeId| page.document.tag(*node);
    let mut above = page.above(index);
    let entry = above.find(|node| tag(node) == Some(Tag::Li))?;
    let list = above.find(|node| matches!(tag(node), Some(Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir)))?;
    let begins_inside = list > page.blocks.get(item_start).first;
    (begins_inside && tag(&list) != Some(Tag::Ol)).then_some(entry)
}
