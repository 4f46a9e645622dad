//! What the lines of a dump say of themselves, by the phrases that they begin with.

use super::TITLE_WORDS;
use super::head::is_signature;
use crate::blocks::numbering::{self, Form, Marker};
use crate::classify::Page;
use crate::classify::features::Features;
use crate::classify::phrases::{self, PHRASE_WORDS, Phrase};

/// Most words of a line that claims rights, with the addresses and numbers that stand there.
const RIGHTS_WORDS: u32 = 40;

/// Most lines from "Previous" to "Next".
const COUNTERPART_LINES: usize = 3;

/// What the lines of a page say, one for each.
pub(super) fn phrases_of(page: &Page, features: &Features) -> Vec<Option<Phrase>> {
    let short = |index: &usize| features.stats[*index].words as usize <= PHRASE_WORDS;
    let mut found: Vec<Option<Phrase>> = (0..page.blocks.len())
        .map(|index| {
            // Previous and next carry the other page's title, however long.
            let text = page.blocks.text(index);
            let said = || Some(index).filter(short).and_then(|_| phrases::phrase(text));
            // "Por qué tosen los niños"
            let brief = || said().filter(|own| *own != Phrase::Byline || !phrases::asks_why(text));
            let marked = text.contains('©') || text.contains("(c)") || text.contains("(C)");
            let line = short(&index) || (marked && features.stats[index].words <= RIGHTS_WORDS);
            let rights = || (line && phrases::claims_rights(text)).then_some(Phrase::Footer);
            let titled = || Some(index).filter(|_| features.stats[index].words <= TITLE_WORDS);
            let labelled = || titled().and_then(|_| phrases::labelled_neighbour(text));
            let remarks = || titled().filter(|_| phrases::counts_remarks(text)).map(|_| Phrase::Comments);
            let signed = || is_signature(text, &features.stats[index]).then_some(Phrase::Byline);
            // Titles in "«…»" stand there, too.
            remarks()
                .or_else(|| phrases::neighbour(text))
                .or_else(brief)
                .or_else(rights)
                .or_else(labelled)
                .or_else(signed)
        })
        .collect();
    let letter = |at: usize| numbering::marker(page.blocks.text(at)).filter(|own| own.form == Form::Letter);
    for index in 0..found.len() {
        let text = page.blocks.text(index);
        // "(c)" behind "(b)" claims no rights.
        let counts_on = |own: Marker| letter(index - 1).is_some_and(|before| before.number + 1 == own.number);
        if index > 0 && found[index] == Some(Phrase::Footer) && letter(index).is_some_and(counts_on) {
            found[index] = None;
        }
        // An arrow alone may lead anywhere, and "Next" begins many a long line.
        let unmarked = || !short(&index) && phrases::neighbour(text).is_none();
        let doubtful = phrases::points(text) || unmarked();
        if doubtful && is_neighbour(found[index]) && !has_counterpart(&found, index) {
            found[index] = Some(index).filter(short).and_then(|_| phrases::phrase(text));
        }
    }
    found
}

/// Whether a phrase leads to the page before or after.
pub(super) fn is_neighbour(phrase: Option<Phrase>) -> bool {
    matches!(phrase, Some(Phrase::Previous | Phrase::Next))
}

/// Whether the line that leads the other way stands near: "Previous …" near "Next …".
pub(super) fn has_counterpart(phrase_of: &[Option<Phrase>], index: usize) -> bool {
    let near = index.saturating_sub(COUNTERPART_LINES)..phrase_of.len().min(index + COUNTERPART_LINES + 1);
    phrase_of[near].iter().any(|other| is_neighbour(*other) && *other != phrase_of[index])
}
