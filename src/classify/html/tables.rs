//! Tables of data, which are one thing, and tables that lay out a page.

use crate::blocks::{LAYOUT_CELL_WORDS, words};
use crate::classify::Page;
use crate::document::{NodeId, Tag};

/// Fewest rows of several cells of a table of data; layouts have fewer.
const ROWS: usize = 3;

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
