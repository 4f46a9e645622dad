//! What stands at the ends of a text and is the site's: that it is paid for what readers buy, who wrote the text, and the
//! request to write a comment.

use crate::blocks::Shape;
use crate::classify::features::Features;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Page, Rule};
use crate::people;
use crate::record::Role;
use crate::wordlists::{ABOUT_AUTHOR, BEFORE_WRITERS};
use foldhash::HashSet;

/// Blocks of content at either end of a text among which they stand: further in, a text may speak of commissions.
const ENDS: usize = 5;

/// Most words of them; of the 21 notes on commissions in wcxb-dev the longest has 58.
const MOST_WORDS: u32 = 70;

/// Most words of one that need not name the page, or what is bought, as the first or the last of the text: "Contains
/// affiliate links."
const BARE_WORDS: u32 = 8;

/// Most words of a request to write.
const PLEA_WORDS: u32 = 40;

/// Most words of a text with such a request in a later sentence: longer ones tell of something first.
const LATER_PLEA_WORDS: u32 = 16;

/// Blocks of content at the end of a text among which a note on its author stands.
const NOTES: usize = 3;

/// Fewest words of such a note.
const NOTE_WORDS: u32 = 8;

/// Fewest words of a text that is an advertisement wherever it stands, once its own words say so.
const SAME_WORDS: u32 = 6;

/// Leaves them out of the content.
pub(super) fn leave(page: &Page, features: &Features, labels: &mut [Label]) {
    let body: Vec<usize> = (0..labels.len()).filter(|at| labels[*at].role == Role::Body).collect();
    let is_line = |at: usize| page.blocks.get(at).shape == Shape::Paragraph;
    let bylines = bylines(page, labels);
    for (place, at) in body.iter().copied().enumerate().filter(|(_, at)| is_line(*at)) {
        let text = page.blocks.text(at);
        let words = features.stats[at].words;
        let left = body.len() - place;
        let at_end = left <= ENDS;
        let bare = words <= BARE_WORDS && (place == 0 || left == 1);
        let discloses = || {
            (place < ENDS || at_end)
                && words <= MOST_WORDS
                && (phrases::tells_of_itself(text, Phrase::Disclosure)
                    || (bare && phrases::holds(text, Phrase::Disclosure)))
        };
        let pleads = || {
            let asks = |own: &str| phrases::opens_with(own, Phrase::Plea);
            let short = words <= LATER_PLEA_WORDS && phrases::sentences(text).any(asks);
            at_end && (short || (words <= PLEA_WORDS && asks(text)))
        };
        let note = || {
            left <= NOTES
                && body.len() > 2 * NOTES
                && (NOTE_WORDS..=MOST_WORDS).contains(&words)
                && features.stats[at].sentence
                && begins_with_writer(text, &bylines)
        };
        let rule = match () {
            () if discloses() => Rule::Disclosure,
            () if pleads() => Rule::Call,
            () if note() => Rule::AuthorBox,
            () => continue,
        };
        labels[at] = Label::of(Role::Promo, 0.7, rule);
    }
    leave_same(page, features, labels, &body);
    leave_name_of_writer(page, labels, body.last().copied());
}

/// "About the author" at the end of a text goes with who wrote the text, where that stands right under it. The name of the last
/// card of a listing stands over a writer, too.
fn leave_name_of_writer(page: &Page, labels: &mut [Label], last: Option<usize>) {
    let names_writer =
        |at: &usize| ABOUT_AUTHOR.contains(&page.blocks.text(*at).trim().to_lowercase().as_str());
    let Some(last) = last.filter(names_writer) else { return };
    let tells_writer = |label: &&Label| label.role == Role::Byline || label.rule == Rule::AuthorBox;
    if let Some(behind) = labels.get(last + 1).filter(tells_writer) {
        labels[last] = Label::of(behind.role, 0.7, Rule::HeadingOfThese);
    }
}

/// The lines that say who wrote the text.
fn bylines<'a>(page: &Page<'a>, labels: &[Label]) -> Vec<&'a str> {
    let bylines = (0..labels.len()).filter(|at| labels[*at].role == Role::Byline).take(ENDS);
    bylines.map(|at| page.blocks.text(at)).collect()
}

/// Words of a name: "Ann Reed", "Dr Maud Ferris".
const NAME_WORDS: [usize; 3] = [2, 3, 4];

/// Whether a text begins with the name of a writer that a byline tells, and goes on as a note on the writer does; in a review
/// the book's author "has written nothing better".
fn begins_with_writer(text: &str, bylines: &[&str]) -> bool {
    let named =
        |name: &str| people::looks_like_person(name) && bylines.iter().any(|own| names_writer(own, name));
    NAME_WORDS
        .iter()
        .filter_map(|words| text.match_indices(' ').nth(words - 1))
        .any(|(end, _)| phrases::opens_with(&text[end..], Phrase::Bio) && named(&text[..end]))
}

/// Whether a byline tells a name as that of somebody who wrote.
fn names_writer(byline: &str, name: &str) -> bool {
    let told = |before: &str| {
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        !before.ends_with(char::is_alphanumeric) || BEFORE_WRITERS.contains(&word.as_str())
    };
    byline.match_indices(name).any(|(at, _)| {
        let line = byline[..at].rsplit('\n').next().unwrap_or_default();
        told(line.trim_end())
    })
}

/// A text that is an advertisement by its words is one wherever else it stands on the page.
fn leave_same(page: &Page, features: &Features, labels: &mut [Label], body: &[usize]) {
    let is_call = |at: &usize| {
        labels[*at].role == Role::Promo
            && matches!(labels[*at].rule, Rule::Call | Rule::Disclosure)
            && features.stats[*at].words >= SAME_WORDS
    };
    let calls: HashSet<&str> = (0..labels.len()).filter(is_call).map(|at| page.blocks.text(at)).collect();
    if calls.is_empty() {
        return;
    }
    for at in body.iter().copied().filter(|at| page.blocks.get(*at).shape == Shape::Paragraph) {
        if labels[at].role == Role::Body && calls.contains(page.blocks.text(at)) {
            labels[at] = Label::of(Role::Promo, 0.7, Rule::Call);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::begins_with_writer;

    #[test]
    fn notes_on_a_writer_begin_with_the_name_that_a_byline_tells() {
        let bylines =
            ["By Maud Ferris and Ada Marsh Cole, 4 May 2024", "Portrait of Paul Winter · 9 May 2023"];
        assert!(begins_with_writer("Maud Ferris is the tools editor.", &bylines));
        assert!(begins_with_writer("Ada Marsh Cole writes on brooms.", &bylines));
        assert!(!begins_with_writer("Maud Ferris sweeps no more.", &bylines));
        assert!(!begins_with_writer("Paul Winter is sixty.", &bylines));
        assert!(!begins_with_writer("Lena Quist is the tools editor.", &bylines));
        assert!(!begins_with_writer("The broom lasts.", &bylines));
    }
}
