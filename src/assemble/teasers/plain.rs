//! Teasers of plain text: a title and a cut-off snippet take turns.

use super::facts::{DATE_WORDS, DATELINE_WORDS, counts, is_moment};
use super::{GROUP_WORDS, SNIPPET_WORDS, Writer};
use crate::assemble::marks::without_marks;
use crate::blocks::words;
use crate::classify::phrases::{self, Phrase};
use crate::dates;
use crate::record::Role;

/// Fewest words of a line of plain text that is no title.
const LONG_LINE_WORDS: usize = 12;

/// Fewest words of a snippet that asks, under a title that asks: titles have fewer.
const ASKING_WORDS: usize = 25;

/// Fewest words of a title behind a label.
const TITLE_WORDS: usize = 4;

/// Lines from a title to its snippet: who wrote it and when stand between them.
const LINES_TO_SNIPPET: usize = 2;

/// Teasers looked back on for others with a snippet.
const OTHERS: usize = 200;

/// Whether a short line begins with a date: "19 December 2025, Guadalupe".
fn begins_with_date(text: &str) -> bool {
    let dated = words::count(text) <= DATELINE_WORDS && words::has_year(text);
    let behind = |end: usize| words::count(&text[end..]) <= DATE_WORDS;
    dated && dates::first_moment(text).is_some_and(|(_, own)| own.start == 0 && behind(own.end))
}

/// The title behind a label: "Related: ten ways to …".
fn behind_label(text: &str) -> Option<&str> {
    let title = text.split_once([':', '：'])?.1.trim();
    (words::count(title) >= TITLE_WORDS).then_some(title)
}

impl Writer<'_> {
    /// Whether a line of plain text is the snippet of the title over it: it is cut off, or it is long and
    /// stops nowhere where other titles have snippets.
    fn continues(&self, text: &str) -> bool {
        let others = || self.out.iter().rev().take(OTHERS).any(|teaser| teaser.snippet.is_some());
        let title = self.out.last().map_or("", |last| &last.title);
        let long = words::count(text) >= LONG_LINE_WORDS.max(2 * words::count(title));
        let asks = words::asks(title);
        // Boxes are lists of bare questions, too.
        let answers = asks && (!words::asks(text) || words::count(text) >= ASKING_WORDS);
        let sentence = words::ends_sentence(text) && (answers || !words::ends_sentence(title));
        let told = sentence && words::count(text) >= LONG_LINE_WORDS.max(words::count(title) + 1);
        words::is_cut_off(text) || told || (long && others() && !words::ends_sentence(text))
    }

    /// Whether a line stands right under the last title, with nothing between but who wrote it, when, and how long it is.
    fn is_under_title(&self, index: usize) -> bool {
        let blocks = self.page.blocks;
        let beside = |at: usize| {
            let text = blocks.text(at);
            is_moment(text) || begins_with_date(text) || phrases::says(text, Phrase::Byline)
        };
        self.last.is_some_and(|last| index <= last + 1 + LINES_TO_SNIPPET && (last + 1..index).all(beside))
    }

    /// Whether "Read more" stands under a line of plain text that may be a snippet.
    fn is_led(&self, index: usize) -> bool {
        let blocks = self.page.blocks;
        let more = index + 1 < blocks.len() && phrases::says(blocks.text(index + 1), Phrase::More);
        let title = self.out.last().map_or(0, |last| words::count(&last.title));
        more && words::count(blocks.text(index)) >= SNIPPET_WORDS.max(title)
    }

    /// A short line over the first of several titles with snippets is their heading.
    fn name_group(&mut self) {
        let [before @ .., over, _] = &self.out[..] else { return };
        let first = before.last().is_none_or(|before| before.group.is_some());
        if first && over.group.is_none() && over.snippet.is_none() && words::count(&over.title) <= GROUP_WORDS
        {
            let over = self.out.remove(self.out.len() - 2);
            if let Some(last) = self.out.last_mut() {
                last.group = Some(over.title);
                self.group.clone_from(&last.group);
            }
        }
    }

    /// A line: the name of a group, a title, or the snippet of the title over it.
    pub(super) fn text(&mut self, index: usize) {
        let (text, url) = without_marks(self.page.blocks.text(index));
        let named = self.page.labels.names_box(index);
        if named || (phrases::says(text, Phrase::Teasers) && words::count(text) <= GROUP_WORDS) {
            // "Related: ten ways to …" leads to one page alone.
            if let Some(title) = behind_label(text) {
                self.push(index, title.to_owned(), None, None);
            } else {
                self.group = Some(text.to_owned());
                self.last = None;
            }
        } else if phrases::says(text, Phrase::More) {
            // "All news" stands over a box, "Read more" under a card.
            if index == 0 || self.page.labels.role(index - 1) != Role::Teaser {
                self.group = Some(text.to_owned());
                self.last = None;
            }
        } else if !words::has_letters(text) || is_moment(text) || begins_with_date(text) || counts(text) {
            // When it was written, and where, how often it was read: over its title or under it.
        } else if self.is_under_title(index) && self.continues(text)
            || self.last.is_some_and(|last| index <= last + LINES_TO_SNIPPET) && self.is_led(index)
        {
            self.name_group();
            if let Some(last) = self.out.last_mut() {
                last.snippet = Some(text.to_owned());
            }
        } else {
            self.push(index, text.to_owned(), url.and_then(|url| self.page.resolve(url)), None);
        }
    }
}
