//! What stands behind the text of a dump and reads like more of it: comments, cards without a heading, consent.

use super::boxes::COMMENTS_WORDS;
use super::{Lines, TEASER_WORDS, TITLE_WORDS};
use crate::classify::Label;
use crate::classify::phrases::{self, Phrase};
use crate::record::Role;
use std::ops::{Range, RangeInclusive};

/// Most words of a line that tells who wrote a comment, and when.
const HEAD_WORDS: u32 = 14;

/// Lines under the heading of comments among which such lines stand, and how many at the least.
const HEADS_REACH: usize = 12;
const HEADS: usize = 2;

/// Words of a line that says whose words follow: "Ada Moss says:".
const SAYS_WORDS: RangeInclusive<u32> = 2..=5;

/// Fewest words of the text over comments: threads of forums have less over their posts.
const TEXT_WORDS: u32 = 100;

/// Lines from the button of one card to that of the next.
const CARD_LINES: Range<usize> = 2..8;

/// Fewest words of a card's title.
const CARD_TITLE_WORDS: u32 = 3;

/// The word that asks for consent in most languages.
const COOKIE: &str = "cookie";

/// Fewest running lines with it that are such a question and its details.
const CONSENT_LINES: usize = 3;

impl Lines<'_> {
    /// Comments that the text seems to go on in, up to the box or the foot under them; where they are.
    pub(super) fn remarks(&self, body: &Range<usize>, labels: &mut [Label]) -> Range<usize> {
        let heads = |at: &usize| matches!(self.phrase_of[*at], Some(Phrase::Comments | Phrase::Reply));
        let mut heads = (body.start..labels.len().min(body.end + 1)).filter(heads);
        let Some(start) = heads.find(|at| self.leads_remarks(*at)) else { return 0..0 };
        let ends = |at: &usize| match self.phrase_of[*at] {
            Some(Phrase::Teasers | Phrase::Footer | Phrase::Previous | Phrase::Next) => true,
            // The form may stand over the comments.
            Some(Phrase::Reply) => self.heads_under(*at) == 0,
            _ => false,
        };
        let end = (start + 1..labels.len()).find(ends).unwrap_or(labels.len());
        for (index, label) in labels.iter_mut().enumerate().take(end).skip(start) {
            let free = matches!(label.role, Role::Menu | Role::Other | Role::Body);
            let rule = if index == start { "phrase" } else { "under_heading" };
            if free && (index == start || self.phrase_of[index].is_none()) {
                *label = Label { role: Role::Comments, score: 0.8, rule };
            }
        }
        start..end
    }

    /// Whether comments stand under a line behind a text: who wrote them, and when, again and again.
    fn leads_remarks(&self, index: usize) -> bool {
        let text: u32 =
            (0..index).map(|at| self.stats(at)).filter(|own| own.prose).map(|own| own.words).sum();
        self.stats(index).words <= COMMENTS_WORDS && text >= TEXT_WORDS && self.heads_under(index) >= HEADS
    }

    /// How many of the lines under a line tell who wrote a comment, or when.
    fn heads_under(&self, index: usize) -> usize {
        let head = |at: &usize| {
            let (stats, text) = (self.stats(*at), self.text(*at));
            let says = text.ends_with([':', '：']) && SAYS_WORDS.contains(&stats.words);
            let told = says || stats.dated || phrases::tells_how_long_ago(text);
            told && stats.words <= HEAD_WORDS && !stats.prose
        };
        (index + 1..self.page.blocks.len().min(index + 1 + HEADS_REACH)).filter(head).count()
    }

    /// Cards without a heading over them, each with the same button at its end: "Read more".
    pub(super) fn cards(
        &self,
        body: &Range<usize>,
        is_content: impl Fn(usize) -> bool,
        labels: &mut [Label],
    ) {
        let is_end = |at: &usize| self.phrase_of[*at] == Some(Phrase::More) && !is_content(*at);
        let ends: Vec<usize> = (0..labels.len()).filter(is_end).collect();
        for (at, end) in ends.iter().copied().enumerate() {
            let same = |other: usize| {
                let apart = end.abs_diff(other);
                CARD_LINES.contains(&apart) && self.text(other) == self.text(end)
            };
            let before = at.checked_sub(1).map(|before| ends[before]);
            let alike = before.is_some_and(same) || ends.get(at + 1).is_some_and(|next| same(*next));
            let start = before.map_or(0, |before| before + 1).max(end.saturating_sub(CARD_LINES.end - 1));
            let free = |index: usize| matches!(labels[index].role, Role::Menu | Role::Other | Role::Body);
            let is_known = |index: usize| labels[index].role == Role::Teaser || is_content(index);
            if !alike || (start..end).any(is_known) {
                continue;
            }
            let reads = |index: &usize| {
                free(*index) && self.stats(*index).sentence && self.stats(*index).words > TEASER_WORDS
            };
            let snippet = (start..end).rfind(reads);
            let fewest = if snippet.is_some() { CARD_TITLE_WORDS } else { TEASER_WORDS };
            let names = |index: &usize| {
                let stats = self.stats(*index);
                free(*index)
                    && (fewest..=TITLE_WORDS).contains(&stats.words)
                    && self.phrase_of[*index].is_none()
                    && !stats.dated
                    && self.is_title_or_snippet(*index, body, labels)
            };
            if let Some(title) = (start..snippet.unwrap_or(end)).rfind(names) {
                for line in [Some(title), snippet].into_iter().flatten() {
                    labels[line] = Label { role: Role::Teaser, score: 0.7, rule: "card" };
                }
            }
        }
    }

    /// What asks for cookies behind the text, and lists them, is the site's, however long it reads.
    pub(super) fn consent(&self, title: Option<usize>, labels: &mut [Label]) {
        let says = |index: usize| self.text(index).to_lowercase().contains(COOKIE);
        let asks =
            |at: &usize| matches!(self.phrase_of[*at], Some(Phrase::Promo | Phrase::Footer)) && says(*at);
        let Some(start) = (labels.len() / 2..labels.len()).find(asks) else { return };
        let running: Vec<usize> = (start..labels.len()).filter(|at| self.stats(*at).prose).collect();
        let told = running.iter().filter(|at| says(**at)).count();
        if told >= CONSENT_LINES && told * 2 >= running.len() && !title.is_some_and(says) {
            for label in labels[start..].iter_mut().filter(|label| label.role == Role::Body) {
                *label = Label { role: Role::Promo, score: 0.7, rule: "consent" };
            }
        }
    }
}
