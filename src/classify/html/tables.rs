//! Tables of data, which are one thing, and tables that lay out a page.

use super::rules::Rules;
use crate::blocks::{LAYOUT_CELL_WORDS, Shape, words};
use crate::classify::Page;
use crate::document::{NodeId, Tag};

/// Fewest rows of several cells of a table of data; layouts have fewer.
const ROWS: usize = 3;

/// Elements between the words of a cell and its row.
const CELL_STEPS: usize = 4;

/// Most cells of a row, and rows of a table, that are looked at.
const ROW_CELLS: usize = 64;

/// Rows of data that make a table one; layouts have fewer.
const DATA_ROWS: usize = 3;

/// Whether an element is a table of data: rows of several cells, none of which holds a text. However long one of its
/// cells is, the others belong to it.
pub(super) fn is_data(page: &Page, node: NodeId) -> bool {
    let document = page.document;
    let is_cell = |own: &NodeId| matches!(document.tag(*own), Some(Tag::Td | Tag::Th));
    let told = |own: &NodeId| !page.blocks.within(document, *own).is_empty();
    let is_row = |own: &NodeId| {
        document.tag(*own) == Some(Tag::Tr)
            && document.children(*own).filter(is_cell).filter(told).count() > 1
    };
    let lays_out = |own: NodeId| {
        // A word takes two bytes at the least.
        document.words_len(own) > 2 * LAYOUT_CELL_WORDS
            && words::count(&document.words(own)) > LAYOUT_CELL_WORDS
    };
    document.tag(node) == Some(Tag::Table)
        && document.descendants(node).filter(is_row).take(ROWS).count() == ROWS
        && !document.descendants(node).filter(is_cell).any(lays_out)
}

impl Rules<'_> {
    /// Whether a block is a cell of data: one of several without links in its row, as in the rows beside it.
    /// "Recommended" says no more there than "Optional" does.
    pub(super) fn is_datum(&self, index: usize) -> bool {
        let (document, blocks) = (self.page.document, self.page.blocks);
        let is_row = |node: &NodeId| document.tag(*node) == Some(Tag::Tr);
        let is_cell = |at: usize| {
            let mut around = self.page.around(at).take(CELL_STEPS);
            blocks.get(at).shape == Shape::Cell
                || around.any(|node| matches!(document.tag(node), Some(Tag::Td | Tag::Th)))
        };
        let is_plain = |at: usize| is_cell(at) && blocks.links(at).is_empty();
        let holds_data = |row: NodeId| {
            let mut cells = blocks.within(document, row);
            (2..=ROW_CELLS).contains(&cells.len()) && cells.all(is_plain)
        };
        let row = self.page.around(index).take(CELL_STEPS).find(is_row);
        is_plain(index)
            && row.filter(|row| holds_data(*row)).is_some_and(|row| {
                let part = document.node(row).parent;
                // The head of a table has rows of its own.
                let headed = document.tag(part) == Some(Tag::Thead);
                let table = if headed { document.node(part).parent } else { part };
                let is_part = |node: &NodeId| document.tag(*node) == Some(Tag::Tbody);
                let bodies = document.children(table).filter(|node| headed && is_part(node));
                let parts = std::iter::once(part).chain(bodies);
                let rows = parts.flat_map(|part| document.children(part)).filter(is_row).take(ROW_CELLS);
                rows.filter(|other| holds_data(*other)).take(DATA_ROWS).count() == DATA_ROWS
            })
    }
}
