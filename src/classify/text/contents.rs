//! The table of contents of a dump: lines that stand again, in the same order, over the text further down.

use super::Lines;
use crate::blocks::HEADING_WORDS;
use crate::classify::Label;
use crate::classify::title::bare;
use crate::record::Role;
use foldhash::{HashMap, HashMapExt};

/// Fewest lines of such a table: two headings may stand twice by chance.
const ENTRIES: usize = 3;

/// Words from which a line is the text under a heading.
const TEXT_WORDS: u32 = 12;

/// Name of the rule.
pub(in crate::classify) const ECHO: &str = "echo";

impl Lines<'_> {
    /// Marks runs of short lines that are the headings of the sections below, and behind the text of those above.
    pub(super) fn contents(&self, labels: &mut [Label]) {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for index in (0..labels.len()).filter(|index| self.can_be_entry(*index)) {
            places.entry(bare(self.text(index))).or_default().push(index);
        }
        self.mark_echoes(&places, false, labels);
        self.mark_echoes(&places, true, labels);
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
                labels[index..end].fill(Label { role: Role::Toc, score: 0.7, rule: ECHO });
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
