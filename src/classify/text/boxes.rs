//! Boxes around the article of a dump: teasers, comments, the footer, by their headings and neighbours.

use super::{Lines, TEASER_WORDS, TITLE_WORDS};
use crate::classify::Label;
use crate::classify::phrases::{self, Phrase};
use crate::record::Role;
use std::ops::Range;

/// Most words of a line that says "Previous page" and no title.
const LABEL_WORDS: u32 = 3;

/// Rule of the title over a text that was cut off.
pub(in crate::classify) const BEFORE_CUT_OFF: &str = "before_cut_off";

/// Most words of the line over comments: their number, or whose they are. "80 comments", the next title and its
/// first words on one line are a list of posts (seen in a dump of a front page).
const COMMENTS_WORDS: u32 = 5;

/// Lines from a box's heading to its first title: a category and a date may stand between.
const LINES_TO_TITLE: usize = 4;

/// Of so many letters and digits one may be a digit in a title; in addresses and numbers of telephones more are.
const DIGITS_SHARE: usize = 4;

/// Short lines in a row that end a box.
const BOX_GAP: usize = 3;

impl Lines<'_> {
    /// Boxes around the article: what their heading says holds for the titles and snippets under it,
    /// until another box begins or short lines show that it has ended.
    pub(super) fn boxes(
        &self,
        body: &Range<usize>,
        is_content: impl Fn(usize) -> bool,
        labels: &mut [Label],
    ) {
        let cut_off = self.features.stats.iter().filter(|own| own.cut_off && own.words >= TEASER_WORDS);
        // One alone may be a sentence that trails off.
        let several = cut_off.count() > 1;
        let excerpts = (1..labels.len()).filter(|index| self.is_excerpt(*index)).count();
        let lines = labels.len();
        let amid_content =
            |index: usize| index > 1 && is_content(index - 2) && index + 1 < lines && is_content(index + 1);
        let mut open: Option<Role> = None;
        let mut misses = 0;
        for index in 0..labels.len() {
            let free = matches!(labels[index].role, Role::Menu | Role::Other | Role::Body);
            let put = |labels: &mut [Label], role, rule| labels[index] = Label { role, score: 0.8, rule };
            match self.phrase_of[index] {
                // Programs cut off like this; who quotes goes on with the text.
                None if excerpts > 1 && self.is_excerpt(index) && !amid_content(index) => {
                    put(labels, Role::Teaser, "cut_off");
                    self.title_of_snippet(index, body, labels);
                }
                _ if is_content(index) => open = None,
                Some(Phrase::Teasers) if self.leads_box(index) => {
                    (open, misses) = (Some(Role::Teaser), 0);
                    put(labels, Role::Teaser, "phrase");
                }
                Some(Phrase::Comments) if index > body.end && self.stats(index).words <= COMMENTS_WORDS => {
                    (open, misses) = (Some(Role::Comments), 0);
                    put(labels, Role::Comments, "phrase");
                }
                Some(Phrase::More) if free && self.leads_snippets(index) => {
                    put(labels, Role::Teaser, "phrase")
                }
                Some(Phrase::Footer | Phrase::Reply | Phrase::Previous | Phrase::Next) => open = None,
                // "1 2 3 …" is no snippet.
                None if self.stats(index).cut_off
                    && self.stats(index).words >= TEASER_WORDS
                    && (several || open == Some(Role::Teaser)) =>
                {
                    put(labels, Role::Teaser, "cut_off");
                    self.title_of_snippet(index, body, labels);
                }
                None if free && open == Some(Role::Comments) => put(labels, Role::Comments, "under_heading"),
                None if free && open.is_some() => {
                    misses = if self.stats(index).words < TEASER_WORDS { misses + 1 } else { 0 };
                    if misses >= BOX_GAP {
                        open = None;
                    } else if misses == 0 && self.is_title_or_snippet(index, labels) {
                        put(labels, Role::Teaser, "under_heading");
                    }
                }
                _ => {}
            }
        }
    }

    /// "Previous page", a title, "Next page", a title: what stands between two such labels is the title of
    /// the page that the first one leads to.
    pub(super) fn between_neighbours(&self, labels: &mut [Label]) {
        for index in 1..labels.len().saturating_sub(1) {
            let leads = |at: usize| labels[at].role == Role::PrevNext;
            let label = |at: usize| leads(at) && self.stats(at).words <= LABEL_WORDS;
            let title = self.stats(index).words <= TITLE_WORDS && !self.stats(index).prose;
            if label(index - 1) && label(index + 1) && title {
                labels[index] = Label { role: Role::PrevNext, score: 0.8, rule: "between_neighbours" };
            }
        }
    }

    /// Below the text, short lines next to the site's rights and terms are its footer too.
    pub(super) fn tail(&self, body: &Range<usize>, labels: &mut [Label]) {
        let footer = |label: &Label| label.role == Role::Footer;
        let put = |label: &mut Label| *label = Label { role: Role::Footer, score: 0.6, rule: "tail" };
        for index in body.end + 1..labels.len() {
            if labels[index].role == Role::Menu && footer(&labels[index - 1]) {
                put(&mut labels[index]);
            }
        }
        for index in (body.end..labels.len().saturating_sub(1)).rev() {
            // Over a line of rights alone may stand anything.
            let rights = phrases::claims_rights(self.page.blocks.text(index + 1));
            if labels[index].role == Role::Menu && footer(&labels[index + 1]) && !rights {
                put(&mut labels[index]);
            }
        }
    }

    /// Whether a line in a box of teasers can be one: sentences stand under titles, and numbers are addresses.
    fn is_title_or_snippet(&self, index: usize, labels: &[Label]) -> bool {
        let text = self.page.blocks.text(index);
        let under_teaser = index > 0 && labels[index - 1].role == Role::Teaser;
        let asks = text.ends_with(['?', '？', '؟']);
        let (digits, letters) = text.chars().fold((0, 0), |(digits, letters), own| {
            (digits + usize::from(own.is_numeric()), letters + usize::from(own.is_alphabetic()))
        });
        let address = text.contains('@') || text.contains("://") || text.starts_with('#');
        !address
            && digits * DIGITS_SHARE < letters + digits
            && (under_teaser || asks || !self.stats(index).sentence)
    }

    /// Whether a line ends as programs cut off an article's first words, under what can be its title.
    fn is_excerpt(&self, index: usize) -> bool {
        let titled = index > 0
            && self.stats(index - 1).words > 1
            && !self.stats(index - 1).prose
            && !self.stats(index - 1).sentence;
        let text = self.page.blocks.text(index);
        titled && (text.ends_with("[…]") || text.ends_with("[...]"))
    }

    /// Whether the lines right under a heading can be titles.
    fn leads_box(&self, index: usize) -> bool {
        let end = self.page.blocks.len().min(index + 1 + LINES_TO_TITLE);
        (index + 1..end).any(|below| self.stats(below).words >= TEASER_WORDS)
    }

    /// Whether a title and a cut-off snippet stand right under a line.
    fn leads_snippets(&self, index: usize) -> bool {
        index + 2 < self.page.blocks.len() && self.stats(index + 2).cut_off && !self.stats(index + 1).cut_off
    }

    /// The line over a cut-off snippet is its title.
    fn title_of_snippet(&self, index: usize, body: &Range<usize>, labels: &mut [Label]) {
        let Some(before) = index.checked_sub(1) else { return };
        let free = matches!(labels[before].role, Role::Menu | Role::Other | Role::Body);
        if free && self.stats(before).words <= TITLE_WORDS && !self.stats(before).prose {
            labels[before] = Label { role: Role::Teaser, score: 0.8, rule: BEFORE_CUT_OFF };
            // A short line over the first title of a box below the text names the box.
            if let Some(over) = before.checked_sub(1).filter(|over| *over >= body.end)
                && matches!(labels[over].role, Role::Menu | Role::Other)
                && self.stats(over).words < TEASER_WORDS
                && self.phrase_of[over].is_none()
            {
                labels[over] = Label { role: Role::Teaser, score: 0.6, rule: "over_title" };
            }
        }
    }
}
