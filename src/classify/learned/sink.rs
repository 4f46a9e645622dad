//! Where features are written: the same calls name a value and give it, so that the list of names
//! and the values can never disagree.

use super::trees::{ROWS, Values};
use std::ops::Range;

/// Takes the features of a block, one after the other.
pub(super) trait Sink {
    /// Begins a group: features that belong together.
    fn group(&mut self, name: &'static str);

    /// A feature of this name, within a family of alike ones.
    fn put_in(&mut self, family: &str, name: &str, value: f32);

    /// A feature of this name.
    #[inline]
    fn put(&mut self, name: &str, value: f32) {
        self.put_in("", name, value);
    }

    /// Features of these names, within a family of alike ones.
    #[inline]
    fn put_all<'n>(
        &mut self,
        family: &str,
        names: impl Iterator<Item = &'n str>,
        values: impl Iterator<Item = f32>,
    ) {
        names.zip(values).for_each(|(name, value)| self.put_in(family, name, value));
    }

    /// A yes or no.
    #[inline]
    fn flag(&mut self, name: &str, value: bool) {
        self.put(name, f32::from(u8::from(value)));
    }
}

/// Keeps the values.
impl Sink for Vec<f32> {
    fn group(&mut self, _: &'static str) {}

    #[inline]
    fn put_in(&mut self, _: &str, _: &str, value: f32) {
        self.push(value);
    }
}

/// Keeps the values of [`ROWS`] blocks, those of a feature side by side.
pub(super) struct Columns {
    pub values: Vec<Values>,
    /// The feature that comes next.
    next: usize,
}

/// The rest of a row: the features of one block that come next.
pub(super) struct Row<'a> {
    columns: std::slice::IterMut<'a, Values>,
    row: usize,
}

impl Columns {
    pub fn new(features: usize) -> Self {
        Self { values: vec![[0.0; ROWS]; features], next: 0 }
    }

    /// Goes back to the first feature.
    pub fn begin(&mut self) {
        self.next = 0;
    }

    /// Writes the features that come next for some blocks, at most [`ROWS`], one after the other.
    pub fn each_row(&mut self, blocks: &[usize], mut write: impl FnMut(usize, &mut Row)) {
        let columns = &mut self.values[self.next..];
        let mut left = columns.len();
        for (row, block) in blocks.iter().enumerate() {
            let mut rest = Row { columns: columns.iter_mut(), row };
            write(*block, &mut rest);
            left = rest.columns.len();
        }
        self.next = self.values.len() - left;
    }

    /// Writes the features that come next, the same for all blocks; gives their places.
    pub fn all_rows(&mut self, values: &[f32]) -> Range<usize> {
        let first = self.next;
        self.next += values.len();
        for (column, value) in self.values[first..self.next].iter_mut().zip(values) {
            *column = [*value; ROWS];
        }
        first..self.next
    }

    /// Whether every feature was written.
    pub fn is_full(&self) -> bool {
        self.next == self.values.len()
    }
}

impl Sink for Row<'_> {
    fn group(&mut self, _: &'static str) {}

    #[inline]
    fn put_in(&mut self, _: &str, _: &str, value: f32) {
        debug_assert!(!value.is_nan(), "features are numbers");
        let column = self.columns.next().expect("there is a column for each feature");
        column[self.row % ROWS] = value;
    }

    /// Many values are written with the columns at hand.
    #[inline]
    fn put_all<'n>(&mut self, _: &str, _: impl Iterator<Item = &'n str>, values: impl Iterator<Item = f32>) {
        let (mut columns, row) = (std::mem::take(&mut self.columns), self.row % ROWS);
        for value in values {
            columns.next().expect("there is a column for each feature")[row] = value;
        }
        self.columns = columns;
    }
}

/// Keeps the names, each with its group before it: `block.words`.
#[derive(Default)]
pub(super) struct Names {
    group: &'static str,
    pub names: Vec<String>,
}

impl Sink for Names {
    fn group(&mut self, name: &'static str) {
        self.group = name;
    }

    fn put_in(&mut self, family: &str, name: &str, _: f32) {
        self.names.push(format!("{}.{family}{name}", self.group));
    }
}
