//! Tables that hold data and not the page's layout, row by row.

use super::Page;
use crate::blocks::{LAYOUT_CELL_WORDS, Shape, words};
use crate::document::{NodeId, Tag};
use std::collections::HashMap;
use std::ops::Range;

/// Which of the tables met so far hold data.
#[derive(Default)]
pub(super) struct Tables {
    known: HashMap<NodeId, bool>,
}

impl Tables {
    /// The table that a cell belongs to, if it holds data and not the page's layout.
    pub fn at(&mut self, page: &Page, index: usize) -> Option<NodeId> {
        let table = page.above(index).find(|node| page.document.tag(*node) == Some(Tag::Table))?;
        let holds_data = self.known.entry(table).or_insert_with(|| holds_data(page, table));
        holds_data.then_some(table)
    }
}

fn holds_data(page: &Page, table: NodeId) -> bool {
    let range = page.blocks.within(page.document, table);
    let mut cell_words: Vec<(Option<NodeId>, usize)> = Vec::new();
    for at in range.clone().filter(|at| page.is_body(*at)) {
        if !matches!(page.blocks.get(at).shape, Shape::Cell | Shape::Caption) {
            return false;
        }
        let is_cell = |node: &NodeId| matches!(page.document.tag(*node), Some(Tag::Td | Tag::Th));
        let cell = page.above(at).find(is_cell);
        let words = words::count(page.blocks.text(at));
        match cell_words.last_mut().filter(|(last, _)| *last == cell) {
            Some((_, sum)) => *sum += words,
            None => cell_words.push((cell, words)),
        }
    }
    let layout = cell_words.iter().any(|(_, words)| *words > LAYOUT_CELL_WORDS);
    !layout && cell_words.len() > 1
}

/// The body's cells among these blocks of a table, a line a row, parted by tabs.
pub(super) fn rows(page: &Page, blocks: Range<usize>) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let (mut row_before, mut cell_before) = (None, None);
    for at in blocks.filter(|at| page.is_body(*at)) {
        let up = |tags: [Tag; 2]| {
            page.above(at).find(|node| page.document.tag(*node).is_some_and(|tag| tags.contains(&tag)))
        };
        let (row, cell) = (up([Tag::Tr, Tag::Caption]), up([Tag::Td, Tag::Th]));
        let text = page.blocks.text(at).replace('\n', " ");
        match rows.last_mut().filter(|_| row == row_before) {
            Some(line) => {
                line.push(if cell == cell_before { ' ' } else { '\t' });
                line.push_str(&text);
            }
            None => rows.push(text),
        }
        (row_before, cell_before) = (row, cell);
    }
    rows
}
