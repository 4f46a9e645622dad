//! Tables that hold data and not the page's layout, row by row.

use super::Page;
use crate::blocks::{LAYOUT_CELL_WORDS, Shape, words};
use crate::document::{Attr, NodeId, Tag};
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

/// The body's cells among these blocks of a table, a line a row, a tab for each column before them.
pub(super) fn rows(page: &Page, blocks: Range<usize>) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let (mut row_before, mut cell_before) = (None, None);
    let mut columns = Columns { page, next: None, column: 0 };
    let mut column_before = 0;
    for at in blocks.filter(|at| page.is_body(*at)) {
        let up = |tags: [Tag; 2]| {
            page.above(at).find(|node| page.document.tag(*node).is_some_and(|tag| tags.contains(&tag)))
        };
        let (row, cell) = (up([Tag::Tr, Tag::Caption]), up([Tag::Td, Tag::Th]));
        if row != row_before || rows.is_empty() {
            rows.push(String::new());
            columns.enter(row);
            column_before = 0;
        }
        let Some(line) = rows.last_mut() else { continue };
        if cell == cell_before && !line.is_empty() {
            line.push(' ');
        } else {
            let column = cell.map_or(column_before, |cell| columns.of(cell));
            line.extend(std::iter::repeat_n('\t', column - column_before.min(column)));
            column_before = column;
        }
        line.push_str(&page.blocks.text(at).replace('\n', " "));
        (row_before, cell_before) = (row, cell);
    }
    rows
}

/// Most columns that one cell spans: more are a mistake of the page.
const MAX_SPAN: usize = 50;

/// The columns of a row's cells, which are asked for in the order of the page.
struct Columns<'a> {
    page: &'a Page<'a>,
    /// The child of the row that is next, and its column.
    next: Option<NodeId>,
    column: usize,
}

impl Columns<'_> {
    fn enter(&mut self, row: Option<NodeId>) {
        (self.next, self.column) = (row.map(|row| row + 1), 0);
    }

    /// The column in which a cell begins; empty cells and wide ones before it count.
    fn of(&mut self, cell: NodeId) -> usize {
        let document = self.page.document;
        while let Some(next) = self.next.filter(|next| *next < cell) {
            if matches!(document.tag(next), Some(Tag::Td | Tag::Th)) {
                let span = document.attr(next, Attr::Colspan).and_then(|span| span.trim().parse().ok());
                self.column += span.unwrap_or(1).clamp(1, MAX_SPAN);
            }
            self.next = Some(document.node(next).end);
        }
        self.column
    }
}
