//! What stands in a box of teasers in a dump, and where the box ends and the text goes on: in the middle of an article
//! nothing else tells.

use super::{Lines, TEASER_WORDS, TITLE_WORDS};
use crate::blocks::{UNDER_HEADING_WORDS, numbering, words};
use crate::classify::features::Stats;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Rule};
use crate::dates;
use crate::record::Role;
use std::ops::{Range, RangeInclusive};

/// Titles in a row without a snippet, behind which a title over running text is a heading of the article: boxes between
/// two paragraphs are short, and behind longer ones stand other boxes, with snippets.
const BARE_TITLES: RangeInclusive<usize> = 2..=8;

/// Most words of the heading of such a box.
const HEADING_WORDS: u32 = 4;

/// Lines over a box among which the number stands that a line behind it counts on from.
const COUNTED_LINES: usize = 12;

/// Most words of a line that says when: "March 5, 2021", "5 March 2021, 10:30".
const WHEN_WORDS: u32 = 6;

/// Fewest words of a title among others: "Yoga for runners", "立冬吃什么".
const SHORT_TITLE_WORDS: u32 = 3;

/// Lines over and under a short one among which it stands again if it names a part of the site.
const LABEL_REACH: usize = 30;

/// Short lines in a row that end a box.
const BOX_GAP: usize = 3;

/// What the heading of a box says to its readers, in parts of words: "You may also like".
const READERS: [&str; 5] = ["you ", "interess", "aimer", "gustar", "喜欢"];

/// Whether the heading of a box speaks of other pages, or is a word alone: "Related". Others say what the text is about:
/// "Recommended flours".
fn speaks_of_pages(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    words::count(heading) == 1
        || phrases::says(heading, Phrase::Posts)
        || phrases::holds(heading, Phrase::Pages)
        || READERS.iter().any(|part| lower.contains(part))
}

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
    /// Short lines in a row at its end.
    misses: usize,
}

impl Shown {
    pub(super) fn under(heading: usize) -> Self {
        Self { heading, titles: 0, reads: false, counts: false, misses: 0 }
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

    /// Takes in a line that says who wrote a teaser, or when, or leads to it: its like have snippets.
    pub(super) fn show_card(&self, index: usize, shown: &mut Shown) {
        let leads = matches!(self.phrase_of[index], Some(Phrase::Byline | Phrase::More));
        shown.reads |= leads || self.is_when(index);
    }

    /// Makes a teaser of a line under the heading of a box that can be one; tells whether the box goes on.
    pub(super) fn goes_under(
        &self,
        index: usize,
        body: &Range<usize>,
        shown: &mut Shown,
        labels: &mut [Label],
    ) -> bool {
        let under_teaser = index > 0 && labels[index - 1].role == Role::Teaser;
        let teaser = Label::of(Role::Teaser, 0.8, Rule::UnderHeading);
        // How many have read it, and when.
        if self.is_when(index) {
            labels[index] = if under_teaser { teaser } else { labels[index] };
        } else if words::has_letters(self.text(index)) {
            let short = under_teaser && self.is_short_title(index, shown);
            shown.misses = if self.is_miss(index) && !short { shown.misses + 1 } else { 0 };
            if shown.misses == 0 && self.is_title_or_snippet(index, body, labels) {
                labels[index] = teaser;
                self.show(index, shown);
            }
        }
        shown.misses < BOX_GAP
    }

    /// Whether a line says when a teaser was written, and no more.
    fn is_when(&self, index: usize) -> bool {
        let stats = self.stats(index);
        stats.dated && stats.words <= WHEN_WORDS && dates::first_moment(self.text(index)).is_some()
    }

    /// Whether a short line between two titles is one: what stands on the page again is the name of a part of the site, and
    /// names and buttons have capitals throughout.
    fn is_short_title(&self, index: usize, shown: &Shown) -> bool {
        let text = self.text(index);
        let again = |at: usize| at != index && self.text(at) == text;
        let near = index.saturating_sub(LABEL_REACH)..self.page.blocks.len().min(index + LABEL_REACH + 1);
        let cased = text.contains(char::is_lowercase);
        let runs = text.split_whitespace().skip(1).any(|word| word.starts_with(char::is_lowercase));
        let under = self.features.stats.get(index + 1);
        let title = |below: &Stats| below.words >= TEASER_WORDS && !below.prose && !below.cut_off;
        (SHORT_TITLE_WORDS..TEASER_WORDS).contains(&self.stats(index).words)
            && (!cased || runs)
            && !text.contains('&')
            && !text.ends_with(['!', '！', ':', '：'])
            && !shown.reads
            && under.is_some_and(title)
            && self.phrase_of[index + 1].is_none()
            && !near.into_iter().any(again)
    }

    /// Whether a line is too short for a title, or the site's own ("Contact us today").
    fn is_miss(&self, index: usize) -> bool {
        self.stats(index).words < TEASER_WORDS || phrases::opens_with(self.text(index), Phrase::Call)
    }

    /// Whether the text goes on at a line behind a box.
    pub(super) fn leaves_box(&self, index: usize, body: &Range<usize>, shown: &Shown) -> bool {
        // Behind the text, several titles in a row with whole sentences under them are other pages'.
        let pairs = |at: usize| self.heads_text(at, shown) && self.heads_text(at + 2, shown);
        let teases = || index >= body.end && (pairs(index) || index > 0 && pairs(index - 1));
        (!shown.counts && self.counts_on_from(index, shown.heading))
            || (self.reads_on(index, shown) && !teases())
    }

    /// Boxes between two items of a list, although their titles read like more of it: which lines they take.
    pub(super) fn between_items(&self, labels: &mut [Label]) -> Vec<bool> {
        let mut boxed = vec![false; labels.len()];
        for heading in (0..labels.len()).filter(|at| self.phrase_of[*at] == Some(Phrase::Teasers)) {
            let Some(end) = self.end_between_items(heading) else { continue };
            labels[heading..end].fill(Label::of(Role::Teaser, 0.8, Rule::UnderHeading));
            labels[heading].rule = Rule::Phrase;
            boxed[heading..end].fill(true);
        }
        boxed
    }

    fn end_between_items(&self, heading: usize) -> Option<usize> {
        let is_title = |at: &usize| {
            let stats = self.stats(*at);
            (1..=TITLE_WORDS).contains(&stats.words)
                && !stats.prose
                && numbering::marker(self.text(*at)).is_none()
                && self.phrase_of[*at].is_none()
        };
        let most = self.page.blocks.len().min(heading + 1 + BARE_TITLES.end());
        let titles = (heading + 1..most).take_while(is_title).count();
        let end = heading + 1 + titles;
        let words: usize = (heading + 1..end).map(|at| self.stats(at).words as usize).sum();
        let long = words >= titles * TEASER_WORDS as usize;
        // "Also read:" in an item leads to pages that it speaks of.
        let named = self.stats(heading).words <= HEADING_WORDS
            && !words::leads(self.text(heading))
            && speaks_of_pages(self.text(heading));
        let boxed = named && long && BARE_TITLES.contains(&titles) && end < self.page.blocks.len();
        (boxed && self.counts_on_from(end, heading)).then_some(end)
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
        let bare = BARE_TITLES.contains(&shown.titles) && !shown.reads;
        bare && (self.is_running(index) || self.heads_text(index, shown))
    }

    /// Whether a line is running text.
    fn is_running(&self, index: usize) -> bool {
        let Some(stats) = self.features.stats.get(index) else { return false };
        // Titles, too, ask and exclaim.
        stats.prose && words::is_stopped(self.text(index)) && !stats.cut_off && !self.appeals(index)
    }

    /// Whether a short line stands over running text that counts on from nothing over the box.
    fn heads_text(&self, index: usize, shown: &Shown) -> bool {
        let stats = &self.features.stats;
        let (Some(own), Some(below)) = (stats.get(index), stats.get(index + 1)) else { return false };
        (1..=TITLE_WORDS).contains(&own.words)
            && !own.cut_off
            && below.words >= UNDER_HEADING_WORDS as u32
            && self.is_running(index + 1)
            && !self.counts_on_from(index + 1, shown.heading)
    }

    /// Whether a line asks readers for something.
    fn appeals(&self, index: usize) -> bool {
        phrases::opens_with(self.text(index), Phrase::Call) || self.phrase_of[index].is_some()
    }
}
