//! Boxes of teasers behind the text of a dump whose titles take turns with what is said of each: how long it takes to
//! read, how many comments it has, when it was written.

use super::{Lines, MENU_WORDS, TITLE_WORDS};
use crate::blocks::words;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Rule};
use crate::record::Role;
use std::ops::RangeInclusive;

/// Lines of a card.
const CARD_LINES: RangeInclusive<usize> = 2..=4;

/// Fewest cards in a row: two may be alike by chance.
const CARDS: usize = 3;

/// Most cards that are looked at under one heading.
const MOST_CARDS: usize = 100;

/// Fewest words of a card's title, where each card has one in the same place.
const FEWEST_WORDS: u32 = 2;

/// Fewest words of the titles of a box together, as a multiple of their number: names of sections have fewer.
const WORDS_EACH: u32 = 3;

/// The same under "More information", where people and their addresses may stand, too.
const WORDS_EACH_OF_MORE: u32 = 5;

/// Lines from the heading of a box to its first card: "All posts" may stand between.
const LINES_TO_CARD: usize = 2;

impl Lines<'_> {
    /// Marks the titles of such boxes, under headings that say what they are.
    pub(super) fn rhythms(&self, labels: &mut [Label]) {
        let content = |label: &Label| matches!(label.role, Role::Body | Role::Numbered);
        let last = labels.iter().rposition(content).unwrap_or_default();
        let mut index = last + 1;
        while index < labels.len() {
            let heads = matches!(self.phrase_of[index], Some(Phrase::Teasers | Phrase::More))
                && self.stats(index).words <= MENU_WORDS;
            let cards = (1..=LINES_TO_CARD)
                .filter(|_| heads)
                .find_map(|gap| { CARD_LINES }.find_map(|lines| self.cards_at(index + gap, lines, labels)));
            let more = self.phrase_of[index] == Some(Phrase::More);
            let each = if more { WORDS_EACH_OF_MORE } else { WORDS_EACH };
            let told = |titles: &[usize]| {
                let words: u32 = titles.iter().map(|title| self.stats(*title).words).sum();
                words >= each * titles.len() as u32
            };
            let Some((titles, end)) = cards.filter(|(titles, _)| told(titles)) else {
                index += 1;
                continue;
            };
            labels[index] = Label::of(Role::Teaser, 0.8, Rule::Phrase);
            for title in titles {
                labels[title] = Label::of(Role::Teaser, 0.8, Rule::UnderHeading);
            }
            index = end;
        }
    }

    /// The titles of at least three cards of so many lines from a line on, and where they end.
    fn cards_at(&self, start: usize, lines: usize, labels: &[Label]) -> Option<(Vec<usize>, usize)> {
        let free = |at: usize| matches!(labels[at].role, Role::Menu | Role::Other | Role::Byline);
        let whole = |card: &usize| {
            let own = start + card * lines..start + (card + 1) * lines;
            own.end <= labels.len()
                && own.clone().all(free)
                && own.into_iter().any(|at| self.is_beside(at, lines))
        };
        let cards = (0..MOST_CARDS).take_while(whole).count();
        let line = |card: usize, place: usize| start + card * lines + place;
        let all = |place: usize, is: &dyn Fn(usize) -> bool| (0..cards).all(|card| is(line(card, place)));
        let beside = (0..lines).any(|place| all(place, &|at| self.is_beside(at, lines)));
        if cards < CARDS || !beside {
            return None;
        }
        let words = |place: usize| (0..cards).map(|card| self.stats(line(card, place)).words).sum::<u32>();
        let place = (0..lines)
            .filter(|place| all(*place, &|at| self.can_be_title(at, lines)))
            .max_by_key(|place| words(*place))?;
        Some(((0..cards).map(|card| line(card, place)).collect(), start + cards * lines))
    }

    /// Whether a line is said of a card: a date, a count, or the same on the next card or the one before, whatever the
    /// number.
    fn is_beside(&self, index: usize, lines: usize) -> bool {
        let text = self.text(index);
        let same =
            |other: usize| other < self.page.blocks.len() && letters(self.text(other)).eq(letters(text));
        let stats = self.stats(index);
        let short = stats.words <= MENU_WORDS;
        short
            && (stats.dated
                || matches!(self.phrase_of[index], Some(Phrase::Byline | Phrase::Comments))
                || phrases::tells_how_long_ago(text)
                || same(index + lines)
                || index.checked_sub(lines).is_some_and(same))
    }

    fn can_be_title(&self, index: usize, lines: usize) -> bool {
        let stats = self.stats(index);
        (FEWEST_WORDS..=TITLE_WORDS).contains(&stats.words)
            && !stats.prose
            && self.phrase_of[index].is_none()
            && words::has_letters(self.text(index))
            && !self.is_beside(index, lines)
    }
}

/// What two lines have in common that differ in their numbers alone: "9 mins read", "6 mins read".
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|own| !own.is_numeric())
}
