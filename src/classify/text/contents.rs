//! The table of contents of a dump: lines that stand again, in the same order, over the text further down, or that
//! count on from one another in chapters and parts of chapters under the word for contents.

use super::Lines;
use crate::blocks::{HEADING_WORDS, words};
use crate::classify::phrases::Phrase;
use crate::classify::title::bare;
use crate::classify::{Label, Rule};
use crate::record::Role;
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;

/// Fewest lines of such a table: two headings may stand twice by chance.
const ENTRIES: usize = 3;

/// Words from which a line is the text under a heading.
const TEXT_WORDS: u32 = 12;

/// Fewest lines of a table whose entries stand nowhere else, and lines without a number between two of them, or between
/// them and "Contents".
const COUNTED: usize = 8;
const BETWEEN: usize = 1;

/// Fewest words of whole sentences behind such a table, and the lines among which they stand.
const BEHIND_WORDS: usize = 40;
const BEHIND_LINES: usize = 300;

impl Lines<'_> {
    /// Marks runs of short lines that are the headings of the sections below, and behind the text of those above.
    pub(super) fn contents(&self, labels: &mut [Label]) {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for index in (0..labels.len()).filter(|index| self.can_be_entry(*index)) {
            places.entry(bare(self.text(index))).or_default().push(index);
        }
        self.mark_echoes(&places, false, labels);
        self.mark_echoes(&places, true, labels);
        for table in self.counted_contents() {
            for label in labels[table].iter_mut().filter(|label| label.role != Role::Title) {
                *label = Label::of(Role::Toc, 0.7, Rule::Chapters);
            }
        }
    }

    /// The runs of short lines under "Contents" whose numbers count on from one another, "1.2" from "1.1" and "2" from "1.9".
    /// Under no such word stand the steps of procedures and the clauses of contracts as well.
    pub(super) fn counted_contents(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let lines = self.page.blocks.len();
        let mut start = 0;
        while start < lines {
            let (mut end, mut count, mut deep) = (start, 0, false);
            let mut last: Option<Vec<u32>> = None;
            let mut at = start;
            while at < lines && self.can_be_entry(at) && at <= end + BETWEEN {
                let own = chapter(self.text(at));
                if own.as_ref().is_some_and(|own| last.as_ref().is_none_or(|last| counts_on(last, own))) {
                    (end, count, deep) =
                        (at, count + 1, deep || own.as_ref().is_some_and(|own| own.len() > 1));
                    last = own;
                } else if last.is_none() || own.is_some() {
                    break;
                }
                at += 1;
            }
            if count >= COUNTED && deep && self.is_under_contents(start) && self.says_behind(end) {
                found.push(start..end + 1);
            }
            start = end + 1;
        }
        found
    }

    /// Whether a line over a run says "Contents".
    fn is_under_contents(&self, first: usize) -> bool {
        let over = first.saturating_sub(BETWEEN + 1)..first;
        self.phrase_of[over].contains(&Some(Phrase::Toc))
    }

    /// Whether a text follows a run of numbers: clauses and steps are all that there is.
    fn says_behind(&self, last: usize) -> bool {
        let behind = (last + 1..self.page.blocks.len()).take(BEHIND_LINES).map(|at| self.text(at));
        let said: usize = behind.filter(|text| words::ends_sentence(text)).map(words::count).sum();
        said >= BEHIND_WORDS
    }

    /// Marks the runs whose lines stand again in the same order, above them or below.
    fn mark_echoes(&self, places: &HashMap<String, Vec<usize>>, above: bool, labels: &mut [Label]) {
        let lines = labels.len();
        let is_entry = |labels: &[Label], at: usize| {
            // The title may stand again, too, and so may a trail.
            let open = matches!(labels[at].role, Role::Menu | Role::Other | Role::Body)
                || (!above && labels[at].role == Role::Toc);
            open && self.can_be_entry(at) && !(above && self.leads_text(at))
        };
        let mut index = 0;
        while index < lines {
            let mut echoes: Vec<usize> = Vec::new();
            let mut end = index;
            while end < lines && is_entry(labels, end) {
                let first = if above { 0 } else { end + 1 };
                let from = echoes.last().map_or(first, |last| last + 1);
                let own = places.get(&bare(self.text(end))).map_or(&[][..], |own| own);
                let echo = own.get(own.partition_point(|at| *at < from));
                let Some(echo) = echo.filter(|at| !above || **at < index) else { break };
                echoes.push(*echo);
                end += 1;
            }
            let apart = above || echoes.first().is_some_and(|first| *first >= end);
            let texts = echoes.iter().filter(|at| self.leads_text(**at)).count();
            if echoes.len() >= ENTRIES && apart && texts * 2 >= echoes.len() {
                labels[index..end].fill(Label::of(Role::Toc, 0.7, Rule::Echo));
            }
            index = end.max(index + 1);
        }
    }

    fn can_be_entry(&self, index: usize) -> bool {
        let stats = self.stats(index);
        (1..=HEADING_WORDS as u32).contains(&stats.words) && !stats.prose && !stats.cut_off
    }

    fn leads_text(&self, index: usize) -> bool {
        self.features.stats.get(index + 1).is_some_and(|below| below.words >= TEXT_WORDS)
    }
}

/// The number of a chapter or a part of one before its name: "1.2 Vectors", "3. Matrices".
fn chapter(text: &str) -> Option<Vec<u32>> {
    let (number, name) = text.split_once(' ')?;
    let parts: Option<Vec<u32>> =
        number.trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect();
    parts.filter(|_| words::has_letters(name))
}

/// Whether a number comes right behind another one in a table of contents: its first part, or the next of its own level or of
/// one above.
fn counts_on(last: &[u32], own: &[u32]) -> bool {
    match own.split_last() {
        Some((part, above)) if above == last => *part <= 1,
        Some((part, above)) if own.len() <= last.len() => {
            last.starts_with(above) && last[above.len()].checked_add(1) == Some(*part)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{chapter, counts_on};

    #[test]
    fn parts_of_chapters_count_on_and_sizes_do_not() {
        let read = |text: &str| chapter(text).unwrap_or_default();
        for (last, own) in
            [("1 Vectors", "1.1 Sums"), ("1.9 Bases", "2 Maps"), ("2.1.3 A", "2.2 B"), ("0. A", "0.0 B")]
        {
            assert!(counts_on(&read(last), &read(own)), "{last}, {own}");
        }
        for (last, own) in [("5 Wide", "5.5 Wide"), ("9.5 Wide", "10.5 Wide"), ("1 A", "3 B"), ("2 A", "1 B")]
        {
            assert!(!counts_on(&read(last), &read(own)), "{last}, {own}");
        }
        assert!(chapter("1.2").is_none() && chapter("v1.2 Notes").is_none());
    }
}
