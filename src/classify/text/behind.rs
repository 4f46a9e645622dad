//! What stands behind the text of a dump and reads like more of it: comments, cards without a heading, consent.

use super::boxes::COMMENTS_WORDS;
use super::head::DATED_LINE;
use super::spoken::{has_counterpart, is_neighbour};
use super::{Lines, TEASER_WORDS, TITLE_WORDS};
use crate::blocks::words;
use crate::classify::Label;
use crate::classify::phrases::{self, Phrase};
use crate::dates;
use crate::record::Role;
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
const TEXT_WORDS: u32 = 100;

/// Lines from the button of one card to that of the next.
const CARD_LINES: Range<usize> = 2..8;

/// Fewest words of a card's title.
const CARD_TITLE_WORDS: u32 = 3;

/// The word that asks for consent in most languages.
const COOKIE: &str = "cookie";

/// Fewest running lines with it that are such a question and its details.
const CONSENT_LINES: usize = 3;

/// What such questions speak of besides, in the languages of the phrases: to accept, what is necessary, who provides it
/// and how long it is kept. Recipes and manuals that speak of cookies do not.
const CONSENT: [&str; 34] = [
    "accept",
    "consent",
    "necessary",
    "preference",
    "third part",
    "third-part",
    "provider",
    "expir",
    "duration",
    "analytic",
    "zustimm",
    "einwillig",
    "notwendig",
    "anbieter",
    "laufzeit",
    "nécessaire",
    "fournisseur",
    "durée",
    "acept",
    "necesari",
    "proveedor",
    "duraci",
    "aceit",
    "necessári",
    "fornecedor",
    "accett",
    "consens",
    "fornitor",
    "durata",
    "toestemming",
    "noodzakelijk",
    "aanbieder",
    "соглас",
    "необходим",
];

/// Fewest of them.
const CONSENT_WORDS: usize = 3;

/// Fewest words of a sentence that may be a comment.
const SAID_WORDS: u32 = 3;

/// What forms say under a field that only programs fill in.
const TRAPS: [&str; 9] = [
    "this field is for validation",
    "this field should be left",
    "leave this field",
    "dieses feld dient zur validierung",
    "ce champ n’est utilisé qu’à des fins",
    "ce champ n'est utilisé qu'à des fins",
    "este campo es un campo de validación",
    "este campo é para fins de validação",
    "questo campo serve per la convalida",
];

impl Lines<'_> {
    /// Comments that the text seems to go on in, up to the box, the foot or the section under them; where they are.
    pub(super) fn remarks(
        &self,
        body: &Range<usize>,
        is_content: impl Fn(usize) -> bool,
        labels: &mut [Label],
    ) -> Range<usize> {
        let mut text = 0;
        let mut behind_text = (0..labels.len()).skip_while(|at| {
            let stats = self.stats(*at);
            text += if stats.prose { stats.words } else { 0 };
            text < TEXT_WORDS
        });
        let from = behind_text.next().map_or(labels.len(), |at| at + 1).max(body.start);
        let is_label = |at: &usize| {
            matches!(self.phrase_of[*at], Some(Phrase::Comments | Phrase::Reply))
                && self.stats(*at).words <= COMMENTS_WORDS
        };
        let mut labelled = (from..labels.len().min(body.end + 1)).filter(is_label).peekable();
        let Some(first) = labelled.peek().copied() else { return 0..0 };
        let heads: Vec<bool> = (0..labels.len()).map(|at| at > first && self.is_head(at)).collect();
        let under = |at: usize| {
            let below = &heads[at + 1..heads.len().min(at + 1 + HEADS_REACH)];
            below.iter().filter(|is_head| **is_head).count()
        };
        let Some(start) = labelled.find(|at| under(*at) >= HEADS) else { return 0..0 };
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
                || label.rule == DATED_LINE
                || (said && label.role == Role::PrevNext);
            let rule = if index == start { "phrase" } else { "under_heading" };
            if free && (index == start || said || self.phrase_of[index].is_none()) {
                *label = Label { role: Role::Comments, score: 0.8, rule };
            }
        }
        start..end
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
            TRAPS.iter().any(|trap| lower.starts_with(trap))
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
        if stats.words > HEAD_WORDS || stats.prose {
            return false;
        }
        let says = || text.ends_with([':', '：']) && SAYS_WORDS.contains(&stats.words);
        let job = || text.contains([',', '，', '、']);
        let named = || dates::first_moment(text).is_none_or(|(_, day)| day.start > 0);
        let beside = || {
            let mut sides = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
            sides.any(|at| at < self.page.blocks.len() && self.can_be_writer(at))
        };
        (stats.dated && (named() || beside())) || phrases::tells_how_long_ago(text) || (says() && !job())
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
                *label = Label { role: Role::Promo, score: 0.7, rule: "consent" };
            }
        }
    }
}
