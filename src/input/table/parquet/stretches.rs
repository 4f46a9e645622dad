//! A group of rows as stretches of rows that are read together.
//!
//! In: the pages of its columns, as their heads tell of them. Out: stretches, of which those with a page that is
//! too large or whose head is damaged are never read, and places where a stretch can be parted: a damaged page
//! then costs the rows that stand in it, and not the group.

use super::heads::{Column, Page};
use crate::rejects::{Failure, RejectCode};
use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

/// Pages of the largest size that one page of a table may hold. Writers cut at a megabyte, but some look only
/// once in 1,024 rows: of pages as crawls have them, those are a hundred megabytes.
const PAGES_IN_A_PAGE: u64 = 16;

/// Bytes that a value takes beside itself: its length, and what tells whether it is there.
const BESIDE_A_VALUE: u64 = 16;

/// What is said of rows behind a head that is damaged.
const NO_HEAD: &str = "the head of a Parquet page is damaged";

/// Rows that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) rows: Range<u64>,
    /// Why they are not read.
    pub(super) failure: Option<Failure>,
}

/// The rows of a group, and where they may be parted.
#[derive(Debug, Default)]
pub(super) struct Stretches {
    left: VecDeque<Stretch>,
    /// First rows of pages of any column.
    parts: BTreeSet<u64>,
}

impl Stretches {
    /// The stretches of a group with so many rows, by the columns that are read; pages are as large as `limit`
    /// allows.
    pub(super) fn new(rows: u64, columns: &[Column], limit: u64) -> Self {
        let mut parts = BTreeSet::from([0, rows]);
        let mut unread = Vec::new();
        for column in columns {
            parts.extend(column.pages.iter().flat_map(|page| [page.rows.start, page.rows.end]));
            parts.insert(column.known);
            if column.known < rows {
                unread.push((column.known..rows, Failure::new(RejectCode::Damaged, NO_HEAD)));
            }
            unread.extend(column.pages.iter().filter_map(|page| too_large(page, limit)));
        }
        let mut left: VecDeque<Stretch> = VecDeque::new();
        for (start, end) in parts.iter().zip(parts.iter().skip(1)) {
            let failure = unread.iter().find(|(rows, _)| rows.contains(start)).map(|(_, why)| why.clone());
            match left.back_mut() {
                Some(last) if last.failure == failure => last.rows.end = *end,
                _ => left.push_back(Stretch { rows: *start..*end, failure }),
            }
        }
        Self { left, parts }
    }

    /// The next stretch, without the rows before `from`.
    pub(super) fn next(&mut self, from: u64) -> Option<Stretch> {
        loop {
            let mut stretch = self.left.pop_front()?;
            stretch.rows.start = stretch.rows.start.max(from);
            if !stretch.rows.is_empty() {
                return Some(stretch);
            }
        }
    }

    /// Parts the rest of a stretch where pages begin; false where none does.
    pub(super) fn part(&mut self, rest: &Range<u64>) -> bool {
        let inner = self.parts.range(rest.start + 1..rest.end).copied();
        let mut ends: Vec<u64> = inner.chain([rest.end]).collect();
        if rest.is_empty() || ends.len() < 2 {
            return false;
        }
        while let Some(end) = ends.pop() {
            let start = ends.last().copied().unwrap_or(rest.start);
            self.left.push_front(Stretch { rows: start..end, failure: None });
        }
        true
    }
}

/// The rows of a page that is not read for its size, and what is told of them.
fn too_large(page: &Page, limit: u64) -> Option<(Range<u64>, Failure)> {
    let most = page.values.saturating_mul(limit.saturating_add(BESIDE_A_VALUE));
    (page.unpacked > most.min(limit.saturating_mul(PAGES_IN_A_PAGE))).then(|| {
        let message = format!(
            "the Parquet page with these rows has {} bytes in {} values, and a page may have {limit}; raise \
             --max-page-bytes to read it",
            page.unpacked, page.values
        );
        (page.rows.clone(), Failure::new(RejectCode::TooLarge, message))
    })
}
