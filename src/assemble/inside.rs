//! What an item of a numbered list holds: paragraphs, whole tables, the entries of a list in it.

use super::Page;
use super::tables::{self, Tables};
use crate::blocks::Shape;
use crate::document::{NodeId, Tag};
use std::ops::Range;

/// One part of an item.
pub(super) struct Part {
    /// Its first block.
    pub start: usize,
    /// Its text; a table's rows are lines.
    pub text: String,
    /// Whether it begins an entry of an unordered list in the item.
    pub bulleted: bool,
}

/// The parts of the item that spans these blocks, in the order of the page.
pub(super) fn parts(page: &Page, tables: &mut Tables, item: Range<usize>) -> Vec<Part> {
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
            parts.push(Part { start, text, bulleted: false });
            at = span.end;
            continue;
        }
        let entry = inner_entry(page, start, item.start);
        let bulleted = entry.is_some() && entry != entry_before;
        parts.push(Part { start, text: page.blocks.text(start).to_owned(), bulleted });
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
