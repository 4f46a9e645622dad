//! Comments behind the text of a dump, which read like more of it.

use super::boxes::COMMENTS_WORDS;
use super::{Lines, has_counterpart, is_neighbour};
use crate::blocks::words;
use crate::classify::dated::tells_when;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Rule};
use crate::dates;
use crate::record::Role;
use crate::wordlists::{FORM_TRAPS, SAYS};
use std::ops::{Range, RangeInclusive};

/// Most words of a line that tells who wrote a comment, and when.
const HEAD_WORDS: u32 = 14;

/// Lines under the heading of comments among which such lines stand, and how many at the least.
const HEADS_REACH: usize = 12;
const HEADS: usize = 2;

/// Words of a line that says whose words follow: "Ada Moss says:".
const SAYS_WORDS: RangeInclusive<u32> = 2..=5;

/// Words of a name beside the date of a comment.
const NAME_WORDS: RangeInclusive<u32> = 1..=4;

/// Fewest words of the text over comments: threads of forums have less over their posts.
const TEXT_WORDS: u32 = 60;

/// Fewest words of a sentence that may be a comment.
const SAID_WORDS: u32 = 3;

impl Lines<'_> {
    /// Comments that the text seems to go on in, up to the box, the foot or the section under them; where they are.
    pub(super) fn remarks(
        &self,
        body: &Range<usize>,
        is_content: impl Fn(usize) -> bool,
        labels: &mut [Label],
    ) -> Range<usize> {
        let from = self.behind_text().max(body.start);
        let opens = |at: &usize| self.leads_to_heads(*at) || self.says(*at);
        let mut opening = (from..labels.len()).filter(opens).peekable();
        let Some(first) = opening.peek().copied() else { return 0..0 };
        let heads: Vec<bool> = (0..labels.len()).map(|at| at >= first && self.is_head(at)).collect();
        let under = |at: usize| {
            let below = &heads[at + 1..heads.len().min(at + 1 + HEADS_REACH)];
            below.iter().filter(|is_head| **is_head).count()
        };
        let fewest = |at: usize| if self.counts_one(at) || self.says(at) { 1 } else { HEADS };
        let Some(start) = opening.find(|at| under(*at) >= fewest(*at)) else { return 0..0 };
        let ends = |at: &usize| match self.phrase_of[*at] {
            Some(Phrase::Footer) => true,
            // "Next time I will use less sugar."
            Some(Phrase::Teasers | Phrase::Previous | Phrase::Next) => !self.is_said(*at),
            // The form may stand over the comments.
            Some(Phrase::Reply) => under(*at) == 0,
            None => !heads[*at] && !heads[*at - 1] && self.leads_section(*at, &is_content),
            _ => false,
        };
        let end = (start + 1..labels.len()).find(ends).unwrap_or(labels.len());
        for (index, label) in labels.iter_mut().enumerate().take(end).skip(start) {
            let said = index > start && self.is_said(index);
            let free = matches!(label.role, Role::Menu | Role::Other | Role::Body)
                || label.rule == Rule::DatedLine
                || (said && label.role == Role::PrevNext);
            let rule = if index == start { Rule::Phrase } else { Rule::UnderHeading };
            if free && (index == start || said || self.phrase_of[index].is_none()) {
                *label = Label::of(Role::Comments, 0.8, rule);
            }
        }
        start..end
    }

    /// The first line behind so much text that comments may stand under it.
    fn behind_text(&self) -> usize {
        let mut text = 0;
        let mut reads = self.features.stats.iter().map(|stats| {
            text += if stats.prose || stats.sentence { stats.words } else { 0 };
            text >= TEXT_WORDS
        });
        reads.position(|enough| enough).map_or(self.page.blocks.len(), |at| at + 1)
    }

    /// Whether a line stands over comments, or over the form for them: its number, or whose they are.
    fn leads_to_heads(&self, index: usize) -> bool {
        let counts = || phrases::counts_remarks(self.text(index));
        let brief = || self.stats(index).words <= COMMENTS_WORDS && !self.has_value(index);
        matches!(self.phrase_of[index], Some(Phrase::Comments | Phrase::Reply)) && (counts() || brief())
    }

    /// Whether a line says that there is one comment.
    fn counts_one(&self, index: usize) -> bool {
        let text = self.text(index).trim_start_matches('(');
        let number = text.split(|own: char| !own.is_alphanumeric()).next().unwrap_or_default();
        self.phrase_of[index] == Some(Phrase::Comments)
            && (number == "1" || number.eq_ignore_ascii_case("one"))
    }

    /// Whether a line is who says something, over the day when: "Ada Moss says:".
    fn says(&self, index: usize) -> bool {
        let Some(before) = self.text(index).strip_suffix([':', '：']) else { return false };
        let dated = self.features.stats.get(index + 1).is_some_and(|below| below.dated);
        dated
            && SAYS_WORDS.contains(&self.stats(index).words)
            && SAYS.iter().any(|word| before.trim_end().ends_with(word))
            && dates::first_moment(self.text(index + 1)).is_some()
    }

    /// Whether a line that begins as a label does is a sentence, and no other leads the other way.
    fn is_said(&self, index: usize) -> bool {
        let paired = is_neighbour(self.phrase_of[index]) && has_counterpart(&self.phrase_of, index);
        self.stats(index).sentence && !paired
    }

    /// Whether a heading stands over text of the page: the article goes on behind its comments, or was never left.
    fn leads_section(&self, index: usize, is_content: impl Fn(usize) -> bool) -> bool {
        let text = |at: usize| at < self.page.blocks.len() && self.stats(at).prose && is_content(at);
        self.is_heading(index) && is_content(index) && text(index + 1)
    }

    /// Whether somebody says something under a line, or is asked to: in menus and counters nobody does, nor where
    /// comments are closed.
    pub(super) fn leads_remarks(&self, index: usize) -> bool {
        let end = self.page.blocks.len().min(index + 1 + HEADS_REACH);
        let is_trap = |at: usize| {
            let lower = self.text(at).to_lowercase();
            FORM_TRAPS.iter().any(|trap| lower.starts_with(trap))
        };
        // The field that a form sets for programs is named like one, or like comments.
        if index + 1 < end && is_trap(index + 1) {
            return false;
        }
        (index + 1..end).any(|at| {
            let stats = self.stats(at);
            let says = stats.sentence && stats.words >= SAID_WORDS && self.phrase_of[at].is_none();
            let head = self.is_head(at) && words::has_letters(self.text(at));
            says || head || self.phrase_of[at] == Some(Phrase::Reply)
        })
    }

    /// Whether a line tells who wrote a comment: "Ada Moss says:", or when, with the name before the date or beside it. Dates
    /// alone are those of a chronicle, "Ada Moss, baker:" speaks in an interview.
    pub(super) fn is_head(&self, index: usize) -> bool {
        let (stats, text) = (self.stats(index), self.text(index));
        if stats.words > HEAD_WORDS || stats.prose || self.phrase_of[index] == Some(Phrase::Footer) {
            return false;
        }
        let says = || words::leads(text) && SAYS_WORDS.contains(&stats.words);
        let job = || text.contains([',', '，', '、']);
        let named = || dates::first_moment(text).is_none_or(|(_, day)| day.start > 0);
        let beside = || {
            let mut sides = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
            sides.any(|at| at < self.page.blocks.len() && self.can_be_writer(at))
        };
        (stats.dated && tells_when(text) && (named() || beside()))
            || phrases::tells_how_long_ago(text)
            || (says() && !job())
    }

    /// Whether a line beside a date can be the name of who wrote.
    fn can_be_writer(&self, index: usize) -> bool {
        let stats = self.stats(index);
        NAME_WORDS.contains(&stats.words)
            && !stats.dated
            && !stats.sentence
            && self.phrase_of[index].is_none()
            && words::has_letters(self.text(index))
    }
}
