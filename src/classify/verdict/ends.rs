//! What stands at the ends of a text and is the site's: that it is paid for what readers buy, who wrote the text, and the
//! request to write a comment.

use crate::blocks::Shape;
use crate::classify::features::Features;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Page};
use crate::people;
use crate::record::Role;
use foldhash::HashSet;

/// Blocks of content at either end of a text among which they stand: further in, a text may speak of commissions.
const ENDS: usize = 5;

/// Most words of them.
const MOST_WORDS: u32 = 70;

/// Most words of one that need not name the page, or what is bought: "We may earn a commission."
const BARE_WORDS: u32 = 10;

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
    let writers = writers(page, labels);
    for (place, at) in body.iter().copied().enumerate().filter(|(_, at)| is_line(*at)) {
        let text = page.blocks.text(at);
        let words = features.stats[at].words;
        let left = body.len() - place;
        let at_end = left <= ENDS;
        let discloses = || (place < ENDS || at_end) && words <= MOST_WORDS && is_disclosure(text, words);
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
                && begins_with_writer(text, &writers)
        };
        let rule = match () {
            () if discloses() => "disclosure",
            () if pleads() => "call",
            () if note() => "author_box",
            () => continue,
        };
        labels[at] = Label { role: Role::Promo, score: 0.7, rule };
    }
    leave_same(page, features, labels, &body);
}

/// Whether a text says that the site is paid for what its readers buy.
fn is_disclosure(text: &str, words: u32) -> bool {
    phrases::holds(text, Phrase::Disclosure)
        && (words <= BARE_WORDS || phrases::tells_of_itself(text, Phrase::Disclosure))
}

/// The people whom the lines name that say who wrote the text.
fn writers(page: &Page, labels: &[Label]) -> Vec<String> {
    let bylines = (0..labels.len()).filter(|at| labels[*at].role == Role::Byline).take(ENDS);
    names(bylines.map(|at| page.blocks.text(at)))
}

fn names<'a>(bylines: impl Iterator<Item = &'a str>) -> Vec<String> {
    bylines.filter_map(|own| people::shown(&[own])).flat_map(|own| people::split(&own)).collect()
}

/// Whether a text begins with a writer's name of two words, and goes on as a note on the writer does; in a review the book's
/// author "has written nothing better".
fn begins_with_writer(text: &str, writers: &[String]) -> bool {
    let Some((end, _)) = text.match_indices(' ').nth(1) else { return false };
    let (name, rest) = (&text[..end], text[end..].trim_start());
    writers.iter().any(|own| own == name) && phrases::opens_with(rest, Phrase::Bio)
}

/// A text that is an advertisement by its words is one wherever else it stands on the page.
fn leave_same(page: &Page, features: &Features, labels: &mut [Label], body: &[usize]) {
    let is_call = |at: &usize| {
        labels[*at].role == Role::Promo
            && matches!(labels[*at].rule, "call" | "disclosure")
            && features.stats[*at].words >= SAME_WORDS
    };
    let calls: HashSet<&str> = (0..labels.len()).filter(is_call).map(|at| page.blocks.text(at)).collect();
    if calls.is_empty() {
        return;
    }
    for at in body.iter().copied().filter(|at| page.blocks.get(*at).shape == Shape::Paragraph) {
        if labels[at].role == Role::Body && calls.contains(page.blocks.text(at)) {
            labels[at] = Label { role: Role::Promo, score: 0.7, rule: "call" };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{begins_with_writer, names};

    #[test]
    fn notes_on_a_writer_begin_with_the_name_that_a_byline_tells() {
        let writers =
            names(["By Maud Ferris, 4 May 2024", "Portrait of Paul Winter · 9 May 2023"].into_iter());
        assert!(begins_with_writer("Maud Ferris is the tools editor.", &writers));
        assert!(!begins_with_writer("Maud Ferris sweeps no more.", &writers));
        assert!(!begins_with_writer("Paul Winter is sixty.", &writers));
        assert!(!begins_with_writer("Lena Quist is the tools editor.", &writers));
        assert!(!begins_with_writer("The broom lasts.", &writers));
    }
}
