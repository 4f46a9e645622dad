//! What stands behind the text of a dump and reads like more of it: cards without a heading, consent.

use super::{Lines, TEASER_WORDS, TITLE_WORDS};
use crate::classify::phrases::Phrase;
use crate::classify::{Label, Rule};
use crate::record::Role;
use crate::wordlists::CONSENT;
use std::ops::Range;

/// Lines from the button of one card to that of the next.
const CARD_LINES: Range<usize> = 2..8;

/// Fewest words of a card's title.
const CARD_TITLE_WORDS: u32 = 3;

/// The word that asks for consent in most languages.
const COOKIE: &str = "cookie";

/// Fewest running lines with it that are such a question and its details.
const CONSENT_LINES: usize = 3;

/// Fewest words of what such questions speak of besides.
const CONSENT_WORDS: usize = 3;

impl Lines<'_> {
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
                    labels[line] = Label::of(Role::Teaser, 0.7, Rule::Card);
                }
            }
        }
    }

    /// What asks for cookies behind the text, and lists them, is the site's, however long it reads, but for what is
    /// surely content.
    pub(super) fn consent(
        &self,
        title: Option<usize>,
        is_sure: impl Fn(usize) -> bool,
        labels: &mut [Label],
    ) {
        let says = |index: usize| self.text(index).to_lowercase().contains(COOKIE);
        let asks =
            |at: &usize| matches!(self.phrase_of[*at], Some(Phrase::Promo | Phrase::Footer)) && says(*at);
        let Some(start) = (labels.len() / 2..labels.len()).find(asks) else { return };
        let running: Vec<usize> = (start..labels.len()).filter(|at| self.stats(*at).prose).collect();
        let told = running.iter().filter(|at| says(**at)).count();
        if told < CONSENT_LINES || told * 2 < running.len() || title.is_some_and(says) {
            return;
        }
        let mut words = CONSENT.to_vec();
        for index in start..labels.len() {
            let text = self.text(index).to_lowercase();
            words.retain(|word| !text.contains(word));
        }
        let free = |index: usize, label: &Label| label.role == Role::Body && !is_sure(index);
        if CONSENT.len() - words.len() < CONSENT_WORDS {
            return;
        }
        for (index, label) in labels.iter_mut().enumerate().skip(start) {
            if free(index, label) {
                *label = Label::of(Role::Promo, 0.7, Rule::Consent);
            }
        }
    }
}
