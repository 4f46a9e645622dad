//! Boxes around the article of a dump: teasers, comments, the footer, by their headings and neighbours.

use super::open_box::Shown;
use super::{Lines, TEASER_WORDS, TITLE_WORDS};
use crate::blocks::words;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Rule};
use crate::record::Role;
use crate::wordlists::{PAGES_ABOVE, SEARCHES};
use foldhash::{HashMap, HashMapExt, HashSet};
use std::ops::Range;

/// Most words of a line that says "Previous page" and no title.
const LABEL_WORDS: u32 = 3;

/// Labels that manuals put in a row over as many titles: "Prev", "Up", "Next".
const LABELS_IN_TURN: usize = 3;

/// Most words of the line over comments: their number, or whose they are. "80 comments", the next title and its
/// first words on one line are a list of posts (seen in a dump of a front page).
pub(super) const COMMENTS_WORDS: u32 = 5;

/// Lines alike that are buttons of cards, however much they say of what they lead to: in the few pages with as
/// many boxes, several titles stand under each.
const CARDS: usize = 4;

/// Lines over a text that was cut off among which its title stands.
const LINES_OVER_SNIPPET: usize = 3;

/// Lines from a box's heading to its first title: a category and a date may stand between.
const LINES_TO_TITLE: usize = 4;

/// Fewest titles among those lines over the text.
const TITLES_ABOVE: usize = 2;

/// Of so many letters and digits one may be a digit in a title; in addresses and numbers of telephones more are.
const DIGITS_SHARE: usize = 4;

/// Marks of tags within a line that is a row of them; titles have one: "Episode #41: …", "Why #MeToo …".
const TAGS: usize = 2;

/// Lines from one that was cut off to the whole of it: its button stands between.
const LINES_TO_WHOLE: usize = 3;

/// Whether a line that ends in dots asks readers what they look for.
fn asks_what(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    SEARCHES.contains(&first) || lower.starts_with("搜索") || lower.starts_with("検索")
}

/// Whether dots in brackets stand for more of what was counted there: "[, ...]", "(a, b, …)".
fn leaves_out(text: &str) -> bool {
    let bare = text.trim_end_matches([']', ')', '}', ' ']);
    let counted = bare.trim_end_matches(['.', '…', ' ']);
    bare.len() < text.len() && counted.ends_with([',', '|', '、'])
}

/// Fewest words of the titles of the pages before and after where nothing else tells them from a menu.
const NEIGHBOUR_WORDS: u32 = 2;

impl Lines<'_> {
    /// Boxes around the article: what their heading says holds for the titles and snippets under it,
    /// until another box begins or short lines show that it has ended.
    pub(super) fn boxes(
        &self,
        body: &Range<usize>,
        is_content: impl Fn(usize) -> bool,
        labels: &mut [Label],
    ) {
        // One alone may be a sentence that trails off.
        let several = (0..labels.len()).filter(|index| self.is_cut_off(*index)).count() > 1;
        let buttons = self.buttons();
        let excerpts = (1..labels.len()).filter(|index| self.is_excerpt(*index)).count();
        let lines = labels.len();
        let amid_content =
            |index: usize| index > 1 && is_content(index - 2) && index + 1 < lines && is_content(index + 1);
        let (mut open, mut shown) = (None::<Role>, Shown::under(0));
        let between_items = self.between_items(labels);
        let remarks = self.remarks(body, &is_content, labels);
        for index in (0..labels.len()).filter(|index| !remarks.contains(index) && !between_items[*index]) {
            let free = matches!(labels[index].role, Role::Menu | Role::Other | Role::Body);
            let put = |labels: &mut [Label], role, rule| labels[index] = Label::of(role, 0.8, rule);
            open = open.filter(|own| *own != Role::Teaser || !self.leaves_box(index, body, &shown));
            self.show_card(index, &mut shown);
            match self.phrase_of[index] {
                // Programs cut off like this; who quotes goes on with the text.
                None if excerpts > 1 && self.is_excerpt(index) && !amid_content(index) => {
                    put(labels, Role::Teaser, Rule::CutOff);
                    self.title_of_snippet(index, body, labels);
                }
                _ if is_content(index) => open = None,
                // "Related: ten ways to …" is a teaser by itself.
                Some(Phrase::Teasers) if self.names_title(index) => put(labels, Role::Teaser, Rule::Phrase),
                Some(phrase @ (Phrase::Teasers | Phrase::Comments))
                    if self.opens(phrase, index, body) && !buttons.contains(&self.text(index)) =>
                {
                    let role = if phrase == Phrase::Teasers { Role::Teaser } else { Role::Comments };
                    (open, shown) = (Some(role), Shown::under(index));
                    put(labels, role, Rule::Phrase);
                }
                Some(Phrase::More) if free && self.leads_snippets(index) => {
                    put(labels, Role::Teaser, Rule::Phrase)
                }
                Some(Phrase::Footer | Phrase::Reply | Phrase::Previous | Phrase::Next) => open = None,
                None if self.is_cut_off(index)
                    && (open == Some(Role::Teaser) || several && self.has_title_above(index))
                    && !buttons.contains(&self.text(index)) =>
                {
                    let rule = if open.is_some() { Rule::UnderHeading } else { Rule::CutOff };
                    put(labels, Role::Teaser, rule);
                    self.show(index, &mut shown);
                    self.title_of_snippet(index, body, labels);
                }
                None if free && open == Some(Role::Comments) => {
                    put(labels, Role::Comments, Rule::UnderHeading)
                }
                None if free && open.is_some() && !self.goes_under(index, body, &mut shown, labels) => {
                    open = None;
                }
                _ => {}
            }
        }
    }

    /// Whether a line that speaks of other pages, or of comments, stands over some.
    fn opens(&self, phrase: Phrase, index: usize, body: &Range<usize>) -> bool {
        match phrase {
            Phrase::Teasers => self.leads_box(index, body),
            _ => {
                index > body.end
                    && self.stats(index).words <= COMMENTS_WORDS
                    && !self.has_value(index)
                    && self.leads_remarks(index)
            }
        }
    }

    /// Whether a line is a label and what it says of something else: "Comments: 12 pages, 3 figures".
    pub(super) fn has_value(&self, index: usize) -> bool {
        let behind = self.text(index).split_once([':', '：']).map_or("", |(_, behind)| behind);
        words::has_letters(behind)
    }

    /// Whether a line may be a snippet that was cut off: "1 2 3 …" is none, nor is a line of a program, nor the short form of
    /// a text that unfolds.
    fn is_cut_off(&self, index: usize) -> bool {
        self.stats(index).cut_off
            && self.stats(index).words >= TEASER_WORDS
            && !leaves_out(self.text(index))
            && !asks_what(self.text(index))
            && !words::is_code(self.text(index))
            && !self.unfolds(index)
    }

    /// Whether a line that was cut off stands whole right below: "See more", and then all of it.
    fn unfolds(&self, index: usize) -> bool {
        let shown = self.text(index).trim_end_matches(|c: char| !c.is_alphanumeric());
        let mut below = index + 1..self.page.blocks.len().min(index + 1 + LINES_TO_WHOLE);
        below.any(|at| self.text(at).len() > self.text(index).len() && self.text(at).starts_with(shown))
    }

    /// "Previous page", a title, "Next page", a title: what stands between two such labels is the title of
    /// the page that the first one leads to.
    pub(super) fn between_neighbours(&self, labels: &mut [Label]) {
        for index in 1..labels.len().saturating_sub(1) {
            let leads = |at: usize| labels[at].role == Role::PrevNext;
            let label = |at: usize| leads(at) && self.stats(at).words <= LABEL_WORDS;
            let title = self.stats(index).words <= TITLE_WORDS && !self.stats(index).prose;
            if label(index - 1) && label(index + 1) && title {
                labels[index] = Label::of(Role::PrevNext, 0.8, Rule::BetweenNeighbours);
            }
        }
        for index in 0..labels.len().saturating_sub(2 * LABELS_IN_TURN - 1) {
            let row = index..index + 2 * LABELS_IN_TURN;
            if self.names_neighbours(row.clone(), labels) {
                labels[row].fill(Label::of(Role::PrevNext, 0.8, Rule::UnderLabels));
            }
        }
    }

    /// Whether lines are the labels of a manual's pages and as many titles: "Prev", "Up", "Next", and what is there.
    fn names_neighbours(&self, row: Range<usize>, labels: &[Label]) -> bool {
        let (labelled, titles) = (row.start..row.start + LABELS_IN_TURN, row.start + LABELS_IN_TURN..row.end);
        let short = |at: usize| self.stats(at).words <= LABEL_WORDS;
        let title = |at: usize| {
            matches!(labels[at].role, Role::Menu | Role::Other)
                && self.stats(at).words <= TITLE_WORDS
                && !self.stats(at).sentence
        };
        let up = self.text(labelled.start + 1).to_lowercase();
        // Web comics have "Prev", "Home", "Next" over their menu.
        let (before, home, next) = (titles.start, titles.start + 1, titles.start + 2);
        let long = |at: usize| self.stats(at).words >= NEIGHBOUR_WORDS;
        let homes = || phrases::says(self.text(home), Phrase::Home) || (long(before) && long(next));
        let leads_up = PAGES_ABOVE.contains(&up.as_str()) || (phrases::says(&up, Phrase::Home) && homes());
        leads_up
            && self.phrase_of[labelled.start] == Some(Phrase::Previous)
            && self.phrase_of[labelled.end - 1] == Some(Phrase::Next)
            && labelled.clone().all(|at| labels[at].role == Role::PrevNext && short(at))
            && titles.into_iter().all(title)
    }

    /// Below the text, short lines next to the site's rights and terms are its footer too.
    pub(super) fn tail(&self, body: &Range<usize>, labels: &mut [Label]) {
        let footer = |label: &Label| label.role == Role::Footer;
        let put = |label: &mut Label| *label = Label::of(Role::Footer, 0.6, Rule::Tail);
        for index in body.end + 1..labels.len() {
            if labels[index].role == Role::Menu && footer(&labels[index - 1]) {
                put(&mut labels[index]);
            }
        }
        for index in (body.end..labels.len().saturating_sub(1)).rev() {
            // Over a line of rights alone may stand anything.
            let rights = phrases::claims_rights(self.text(index + 1));
            if labels[index].role == Role::Menu && footer(&labels[index + 1]) && !rights {
                put(&mut labels[index]);
            }
        }
    }

    /// Whether a line in a box of teasers can be one: sentences stand under titles, and numbers are addresses.
    pub(super) fn is_title_or_snippet(&self, index: usize, body: &Range<usize>, labels: &[Label]) -> bool {
        let text = self.text(index);
        // Who wrote it and when may stand between a title and its snippet.
        let beside = |at: &usize| self.stats(*at).dated || self.phrase_of[*at] == Some(Phrase::Byline);
        let above = (index.saturating_sub(LINES_OVER_SNIPPET)..index).rev().find(|at| !beside(at));
        let under_teaser = above.is_some_and(|at| labels[at].role == Role::Teaser);
        let asks = words::asks(text);
        let (digits, letters) = text.chars().fold((0, 0), |(digits, letters), own| {
            (digits + usize::from(own.is_numeric()), letters + usize::from(own.is_alphabetic()))
        });
        let address = text.contains('@') || text.contains("://") || text.starts_with('#');
        // Above the text, a menu on one line.
        let stats = self.stats(index);
        let row = index < body.start && stats.words > TITLE_WORDS && !stats.sentence && !stats.cut_off;
        !address
            && !row
            && text.matches(" #").count() < TAGS
            && digits * DIGITS_SHARE < letters + digits
            && (under_teaser || asks || !self.stats(index).sentence)
    }

    /// Whether a line ends as programs cut off an article's first words, under what can be its title.
    fn is_excerpt(&self, index: usize) -> bool {
        let titled = index > 0
            && self.stats(index - 1).words > 1
            && !self.stats(index - 1).prose
            && !self.stats(index - 1).sentence;
        let text = self.text(index);
        titled && (text.ends_with("[…]") || text.ends_with("[...]"))
    }

    /// Whether the lines right under a heading can be titles. Above the text it may be an entry of a menu, and one long
    /// entry under it tells nothing.
    fn leads_box(&self, index: usize, body: &Range<usize>) -> bool {
        let end = self.page.blocks.len().min(index + 1 + LINES_TO_TITLE);
        let fewest = if index < body.start { TITLES_ABOVE } else { 1 };
        (index + 1..end).filter(|below| self.stats(*below).words >= TEASER_WORDS).count() >= fewest
    }

    /// Lines that say what headings of boxes do, or end in dots, and stand on each of many cards: "More in this
    /// category", "Saving…".
    fn buttons(&self) -> HashSet<&str> {
        let mut shown: HashMap<&str, usize> = HashMap::new();
        let is_title = |at: usize| {
            self.features.stats.get(at).is_some_and(|own| {
                (TEASER_WORDS..=TITLE_WORDS).contains(&own.words)
                    && !(own.prose || own.sentence || own.cut_off || own.dated)
            })
        };
        let may_be = |at: &usize| {
            let boxed = self.phrase_of[*at] == Some(Phrase::Teasers);
            (boxed && !(is_title(*at + 1) && is_title(*at + 2))) || self.stats(*at).cut_off
        };
        for index in (0..self.page.blocks.len()).filter(may_be) {
            *shown.entry(self.text(index)).or_default() += 1;
        }
        shown.into_iter().filter(|(_, count)| *count >= CARDS).map(|(text, _)| text).collect()
    }

    /// Whether a title stands over a line that was cut off, with who wrote and when between them: who trails off in
    /// the middle of a text has none.
    fn has_title_above(&self, index: usize) -> bool {
        let dated = |at: &usize| self.stats(*at).dated || self.phrase_of[*at] == Some(Phrase::Byline);
        let above = (index.saturating_sub(LINES_OVER_SNIPPET)..index).rev().find(|at| !dated(at));
        above.is_some_and(|at| {
            let stats = self.stats(at);
            let text = self.text(at);
            // Titles, too, are cut off, and some ask.
            let said = stats.sentence && !stats.cut_off && !words::asks(text);
            (2..=TITLE_WORDS).contains(&stats.words)
                && !(stats.prose && !stats.cut_off || said || words::leads(text))
                && self.phrase_of[at] != Some(Phrase::Control)
        })
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
            labels[before] = Label::of(Role::Teaser, 0.8, Rule::BeforeCutOff);
            // A short line over the first title of a box below the text names the box.
            if let Some(over) = before.checked_sub(1).filter(|over| *over >= body.end)
                && matches!(labels[over].role, Role::Menu | Role::Other)
                && self.stats(over).words < TEASER_WORDS
                && self.phrase_of[over].is_none()
            {
                labels[over] = Label::of(Role::Teaser, 0.6, Rule::OverTitle);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{asks_what, leaves_out};

    #[test]
    fn fields_that_search_are_no_snippets() {
        assert!(
            asks_what("Search or jump to...")
                && asks_what("搜索文章…")
                && !asks_what("Researchers found ...")
        );
    }

    #[test]
    fn dots_in_brackets_stand_for_more_of_the_same() {
        assert!(leaves_out("[ GROUP BY element [, ...] ]") && leaves_out("sum(a, b, …)"));
        assert!(!leaves_out("The frost came early [...]") && !leaves_out("The frost came early, ..."));
    }
}
