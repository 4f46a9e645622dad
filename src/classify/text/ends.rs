//! Where a box of teasers in a dump ends and the text goes on: in the middle of an article nothing else tells.

use super::{Lines, TITLE_WORDS};
use crate::blocks::{UNDER_HEADING_WORDS, numbering};
use crate::classify::phrases::{self, Phrase};
use std::ops::RangeInclusive;

/// Titles in a row without a snippet, behind which a title over running text is a heading of the article: boxes between
/// two paragraphs are short, and behind longer ones stand other boxes, with snippets.
const BARE_TITLES: RangeInclusive<usize> = 2..=8;

/// Lines over a box among which the number stands that a line behind it counts on from.
const COUNTED_LINES: usize = 12;

/// A box of teasers, as far as it is read.
pub(super) struct Shown {
    /// The line that opened it.
    heading: usize,
    /// Its titles so far.
    titles: usize,
    /// Whether a snippet stood under one of them.
    reads: bool,
    /// Whether one of them bore a number.
    counts: bool,
}

impl Shown {
    pub(super) fn under(heading: usize) -> Self {
        Self { heading, titles: 0, reads: false, counts: false }
    }

    /// Takes in a line that says who wrote a teaser, or when, or leads to it: its like have snippets.
    pub(super) fn has_cards(&mut self) {
        self.reads = true;
    }

    /// Whether its titles have snippets.
    pub(super) fn reads(&self) -> bool {
        self.reads
    }
}

impl Lines<'_> {
    /// Takes in a line of a box.
    pub(super) fn show(&self, index: usize, shown: &mut Shown) {
        let stats = self.stats(index);
        shown.titles += 1;
        shown.reads |= stats.prose || stats.cut_off;
        shown.counts |= numbering::marker(self.text(index)).is_some();
    }

    /// Whether the text goes on at a line behind a box.
    pub(super) fn leaves_box(&self, index: usize, shown: &Shown) -> bool {
        (!shown.counts && self.counts_on_from(index, shown.heading)) || self.reads_on(index, shown)
    }

    /// Whether a line bears the number behind the last one over a box.
    fn counts_on_from(&self, index: usize, heading: usize) -> bool {
        let Some(own) = numbering::marker(self.text(index)) else { return false };
        let above = (heading.saturating_sub(COUNTED_LINES)..heading).rev();
        let last = above.filter_map(|at| numbering::marker(self.text(at))).find(|last| last.form == own.form);
        last.is_some_and(|last| last.number + 1 == own.number)
    }

    /// Whether running text stands in a box of bare titles, or a heading over some.
    fn reads_on(&self, index: usize, shown: &Shown) -> bool {
        let reads = |at: usize| {
            let Some(stats) = self.features.stats.get(at) else { return false };
            // Titles, too, ask and exclaim.
            let told = !self.text(at).ends_with(['?', '？', '؟', '!', '！']);
            stats.prose && stats.sentence && told && !stats.cut_off && !self.appeals(at)
        };
        let stats = self.stats(index);
        let heads = (1..=TITLE_WORDS).contains(&stats.words)
            && !stats.cut_off
            && self.features.stats.get(index + 1).is_some_and(|below| below.words >= UNDER_HEADING_WORDS as u32)
            && reads(index + 1)
            && !self.counts_on_from(index + 1, shown.heading);
        BARE_TITLES.contains(&shown.titles) && !shown.reads && (reads(index) || heads)
    }

    /// Whether a line asks readers for something.
    fn appeals(&self, index: usize) -> bool {
        phrases::opens_with(self.text(index), Phrase::Call) || self.phrase_of[index].is_some()
    }
}
