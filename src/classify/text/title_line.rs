//! What is no title although its numbers say so: a heading under the first paragraph, a byline under the title.
//!
//! The weights of the numbers know most pages, and those know English: names, dates and short titles in other languages
//! look like much else there. Where a line stands says the same in all of them.

use super::titles::Candidate;
use super::{Lines, TEASER_WORDS};
use crate::blocks::words;
use crate::classify::dated::tells_when;
use crate::classify::phrases::Phrase;
use crate::classify::title::bare;
use crate::dates;
use crate::people;

/// Fewest words of a line that is rather a title than a part of the site, and fewest letters in a script without spaces.
const TITLE_WORDS: u32 = 3;
const DENSE_LETTERS: usize = 5;

/// Fewest words of the paragraph under which no title stands any more.
const TEXT_WORDS: u32 = 20;

/// Fewest words of a sentence that is text and no title.
const SENTENCE_WORDS: u32 = 10;

/// Share of the words of a title that the text says, where it stands over a paragraph and where it stands over a name;
/// of the words of a name it says none.
const WELL_SAID: f32 = 0.5;
const SAID: f32 = 0.25;

/// Fewest letters of a title that stands over a paragraph with nothing but its words to show for it.
const WELL_SAID_LETTERS: usize = 15;

/// Most words of a name with what stands beside it.
const NAME_WORDS: u32 = 6;

/// Most words of a line that tells who wrote the text and when.
const BYLINE_WORDS: u32 = 12;

/// Most words beside the day on such a line, the weekday and the place, and most letters of scripts without spaces, those
/// of the day and a label: "发布日期：2021年3月12日".
const BESIDE_DAY: usize = 2;
const DENSE_DATE: usize = 9;

/// Most words of a line that says that a name follows, and no more: "By", "Written by".
const LABEL_WORDS: u32 = 2;

/// Most lines over such a line among which the title stands.
const OVER_BYLINE: usize = 2;

/// Most lines from a title that stands twice to the text.
const TO_TEXT: usize = 3;

impl Lines<'_> {
    /// The line with which the page begins, twice in a row. The name of the site may do so, too: then the text says
    /// more of another line, or that is signed.
    pub(super) fn doubled(&self, best: usize, candidates: &[Candidate]) -> Option<usize> {
        let first = candidates.first().filter(|first| first.index == 0)?;
        let again = self.page.blocks.len() > 1 && bare(self.text(0)) == bare(self.text(1));
        let other = candidates.iter().find(|own| own.index == best);
        let told = |other: &Candidate| {
            let below = other.index + 1;
            let signed = below < self.page.blocks.len() && self.tells_who_or_when(below);
            let said = first.said();
            // No site is named by a question.
            let named = said < WELL_SAID && !words::asks(self.text(0));
            said < other.said().min(WELL_SAID) || (signed && named && other.said() >= WELL_SAID)
        };
        let said = other.is_none_or(|other| other.index <= 1 || !told(other));
        (again && said && self.can_name_page(0)).then_some(0)
    }

    /// The title of a page whose best line stands under the first paragraph, or is that: the line over it, where what
    /// stands around says so, too.
    pub(super) fn over_text(
        &self,
        best: usize,
        candidates: &[Candidate],
        is_content: impl Fn(usize) -> bool,
    ) -> usize {
        let reads =
            |at: &usize| is_content(*at) && self.stats(*at).prose && self.stats(*at).words >= TEXT_WORDS;
        let is_text = self.stats(best).words >= SENTENCE_WORDS && self.is_stopped(best);
        let Some(text) = (0..best).find(reads).or(Some(best).filter(|_| is_text)) else { return best };
        let near = text.saturating_sub(TO_TEXT)..text;
        let told = |own: &&Candidate| {
            let at = own.index;
            let signed = at + 1 < text && self.tells_who_or_when(at + 1);
            let said = own.said() >= WELL_SAID && self.letters(at) >= WELL_SAID_LETTERS;
            // No paragraph is a title.
            near.contains(&at) && self.can_name_page(at) && (signed || said || (at == 0 && text != best))
        };
        let above = candidates.iter().filter(told).map(|own| own.index);
        above.max_by_key(|at| self.letters(*at)).unwrap_or(best)
    }

    /// The line over one that tells who wrote the text, or when, or of which the text says nothing, as it says nothing of
    /// who wrote it.
    pub(super) fn over_byline(&self, best: usize, candidates: &[Candidate]) -> usize {
        let Some(own) = candidates.iter().find(|own| own.index == best) else { return best };
        if let Some(above) = self.over_label(best, candidates) {
            return above;
        }
        // "Weather for 12 March 2021"
        let stats = self.stats(best);
        let unsaid = own.said() <= 0.0 && stats.words <= NAME_WORDS && !stats.dated;
        let least = if self.tells_who_or_when(best) {
            0.0
        } else if unsaid {
            SAID
        } else {
            return best;
        };
        let near = best.saturating_sub(OVER_BYLINE)..best;
        let above = candidates.iter().rev().filter(|own| near.contains(&own.index));
        let named = above.filter(|own| own.said() >= least && self.can_name_page(own.index));
        named.map(|own| own.index).next().unwrap_or(best)
    }

    /// The line over one that says that a name follows, where the best line is that or the name, which may come twice.
    fn over_label(&self, best: usize, candidates: &[Candidate]) -> Option<usize> {
        let from = best.saturating_sub(OVER_BYLINE);
        let named = |label: usize| (label + 1..best).all(|at| bare(self.text(at)) == bare(self.text(best)));
        let label = (from..=best).find(|at| self.is_label(*at) && named(*at))?;
        let near = label.saturating_sub(OVER_BYLINE)..label;
        let above =
            || candidates.iter().filter(|own| near.contains(&own.index) && self.can_name_page(own.index));
        // A lead or a button may stand between.
        let titled = above().find(|own| own.said() >= WELL_SAID).or(above().next_back());
        titled.map(|own| own.index)
    }

    /// Whether a line says that a name follows, and no more.
    pub(super) fn is_label(&self, index: usize) -> bool {
        let text = self.text(index);
        self.stats(index).words <= LABEL_WORDS && people::is_label(text)
    }

    fn tells_who_or_when(&self, index: usize) -> bool {
        let (stats, text) = (self.stats(index), self.text(index));
        // The issue of a journal has a year, too, and news of a day have the day: little but a name stands beside when.
        let day = || {
            let words = |part: &str| part.split_whitespace().filter(|word| words::has_letters(word)).count();
            let dense = text.chars().filter(|own| words::is_dense(*own)).count();
            dates::first_moment(text).is_some_and(|(moment, own)| {
                let beside = words(&text[..own.start]) + words(&text[own.end..]);
                let timed = moment.contains('T');
                // "On behalf of the board | 4 May 2023 | News"
                let parted = text[..own.start].trim_end().ends_with(['|', '·', '•']);
                timed
                    || parted
                    || (beside <= BESIDE_DAY && dense <= DENSE_DATE)
                    || people::shown(&[text]).is_some()
            })
        };
        let dated = stats.dated && stats.words <= BYLINE_WORDS && day();
        dated || self.phrase_of[index] == Some(Phrase::Byline)
    }

    /// Whether a line is long enough for a title, and nothing says that it is something else.
    fn can_name_page(&self, index: usize) -> bool {
        let (stats, text) = (self.stats(index), self.text(index));
        let long = if text.chars().any(words::is_dense) {
            self.letters(index) >= DENSE_LETTERS
        } else {
            stats.words >= TITLE_WORDS
        };
        let free = self.phrase_of[index].is_none() && !(stats.dated && tells_when(text));
        long && free
            && !self.is_stopped(index)
            && !stats.cut_off
            && (stats.words < TEASER_WORDS || !text.contains(" | "))
    }

    /// Whether a line ends with a full stop.
    fn is_stopped(&self, index: usize) -> bool {
        words::is_stopped(self.text(index))
    }

    fn letters(&self, index: usize) -> usize {
        self.text(index).chars().filter(|own| own.is_alphabetic()).count()
    }
}
