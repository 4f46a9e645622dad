//! The stretch of a dump that reads as the article: the lines with the largest sum of evidence.

use super::{LED_WORDS, Lines, TEASER_WORDS};
use crate::blocks::{HEADING_RATIO, HEADING_WORDS, numbering, words};
use crate::classify::phrases::Phrase;
use std::ops::Range;

/// Evidence against the article, in words, of a short line that no text follows: a menu of forty
/// lines outweighs a stray sentence beyond it.
const SHORT_LINE: f32 = -4.0;

/// The same of a line that names a box beside the article ("Related", "Comments").
const BOX_HEADING: f32 = -60.0;

/// Lines under the heading of a box among which a third are titles or snippets: a category and a date stand over
/// each. With half of them, a box of gold-dev is lost.
const BOX_LINES: usize = 6;

/// The same of a snippet that was cut off.
const CUT_OFF: f32 = -30.0;

/// Most evidence that one block gives, in words: a single long paragraph is no article yet.
const MOST_EVIDENCE: f32 = 60.0;

impl Lines<'_> {
    /// The stretch of blocks with the largest sum of evidence.
    pub(super) fn body(&mut self) -> Range<usize> {
        let (mut best, mut best_sum) = (0..0, 0.0);
        let (mut start, mut sum) = (0, 0.0);
        for index in 0..self.page.blocks.len() {
            sum += self.evidence(index);
            if sum <= 0.0 {
                (start, sum) = (index + 1, 0.0);
            } else if sum > best_sum {
                (best, best_sum) = (start..index + 1, sum);
            }
        }
        while best.end > best.start && self.counts_on(best.end) {
            best.end += 1;
        }
        best
    }

    /// Whether a line bears the number after that of the line before: a list's last items may be short.
    fn counts_on(&self, index: usize) -> bool {
        let marker = |at: usize| {
            let own = Some(at).filter(|at| *at < self.page.blocks.len())?;
            numbering::marker(self.text(own)).map(|marker| (marker.number, marker.form))
        };
        let before = index.checked_sub(1).and_then(marker);
        before.is_some_and(|(number, form)| marker(index) == Some((number + 1, form)))
    }

    fn evidence(&self, index: usize) -> f32 {
        let stats = self.stats(index);
        let words = stats.words as f32;
        match self.phrase_of[index] {
            Some(Phrase::Comments | Phrase::Reply | Phrase::Footer) if !stats.prose => return BOX_HEADING,
            Some(Phrase::Teasers) if self.names_title(index) => return 0.0,
            Some(Phrase::Teasers) if !stats.prose && self.leads_titles(index) => return BOX_HEADING,
            // "Recommended approach" over the cells of a table, and "Related: ten ways to …" between paragraphs.
            Some(Phrase::Teasers) => {}
            Some(Phrase::Previous | Phrase::Next) => return BOX_HEADING / 2.0,
            Some(Phrase::Control) => {}
            Some(_) if !stats.prose => return SHORT_LINE * 2.0,
            _ => {}
        }
        if stats.cut_off && words < 40.0 {
            return CUT_OFF;
        }
        let numbered = numbering::marker(self.text(index)).is_some();
        if stats.prose {
            words.min(MOST_EVIDENCE)
        } else if numbered || words::is_code(self.text(index)) || self.leads_on(index) {
            // Neutral: it goes with what stands around it.
            if numbered && stats.sentence { words } else { 0.0 }
        } else {
            SHORT_LINE
        }
    }

    /// Whether a third of the lines under a line are as long as titles are.
    fn leads_titles(&self, index: usize) -> bool {
        let below = index + 1..self.page.blocks.len().min(index + 1 + BOX_LINES);
        let titles = below.clone().filter(|at| self.stats(*at).words >= TEASER_WORDS).count();
        titles * 3 >= below.len()
    }

    /// Whether a short line goes with what stands under it: a longer line, or a number.
    fn leads_on(&self, index: usize) -> bool {
        let Some(below) = self.features.stats.get(index + 1) else { return false };
        let own = self.stats(index);
        let asks = words::asks(self.text(index));
        let short = own.words <= HEADING_WORDS as u32 && !own.cut_off && (!own.sentence || asks);
        let numbered = || numbering::marker(self.text(index + 1)).is_some();
        short && (below.words >= LED_WORDS.max(own.words * HEADING_RATIO as u32) || numbered())
    }
}
