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
    /// Marks runs of short lines that are the headings of the sections below.
    pub(super) fn contents(&self, labels: &mut [Label]) {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        let lines = self.page.blocks.len();
        for index in (0..lines).filter(|index| self.can_be_entry(*index)) {
            places.entry(bare(self.page.blocks.text(index))).or_default().push(index);
        }
        let again = |index: usize, behind: usize| {
            let own = places.get(&bare(self.page.blocks.text(index)))?;
            own.get(own.partition_point(|at| *at <= behind)).copied()
        };
        let mut index = 0;
        while index < lines {
            let mut echoes: Vec<usize> = Vec::new();
            let mut end = index;
            // The title may stand again, too, and so may a trail.
            let open =
                |at: usize| matches!(labels[at].role, Role::Menu | Role::Other | Role::Body | Role::Toc);
            while end < lines && open(end) && self.can_be_entry(end) {
                let Some(echo) = again(end, echoes.last().copied().unwrap_or(end)) else { break };
                echoes.push(echo);
                end += 1;
            }
            let apart = echoes.first().is_some_and(|first| *first >= end);
            let texts = echoes.iter().filter(|at| self.leads_text(**at)).count();
            if echoes.len() >= ENTRIES && apart && texts * 2 >= echoes.len() {
                labels[index..end].fill(Label { role: Role::Toc, score: 0.7, rule: ECHO });
            }
            index = end.max(index + 1);
        }
        self.contents_behind(&places, labels);
    }

    /// Marks the same behind the text: lines that are the headings of the sections above, in their order.
    fn contents_behind(&self, places: &HashMap<String, Vec<usize>>, labels: &mut [Label]) {
        let open = |label: &Label| matches!(label.role, Role::Menu | Role::Other | Role::Body);
        let can_be_entry = |at: usize| self.can_be_entry(at) && !self.leads_text(at);
        let mut index = 0;
        while index < labels.len() {
            let mut echoes: Vec<usize> = Vec::new();
            let mut end = index;
            while end < labels.len() && open(&labels[end]) && can_be_entry(end) {
                let own = places.get(&bare(self.text(end))).map_or(&[][..], |own| own);
                let from = echoes.last().map_or(0, |last| last + 1);
                let echo = own.get(own.partition_point(|at| *at < from)).filter(|at| **at < index);
                let Some(echo) = echo else { break };
                echoes.push(*echo);
                end += 1;
            }
            let texts = echoes.iter().filter(|at| self.leads_text(**at)).count();
            if echoes.len() >= ENTRIES && texts * 2 >= echoes.len() {
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
