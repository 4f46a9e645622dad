//! What each line of a dump says of itself by its phrases: who wrote the text, what stands below, where it leads.

use super::TITLE_WORDS;
use crate::blocks::numbering::{self, Form, Marker};
use crate::blocks::words;
use crate::classify::Page;
use crate::classify::features::Features;
use crate::classify::phrases::{self, PHRASE_WORDS, Phrase};

/// Most words of a line that claims rights, with the addresses and numbers that stand there.
const RIGHTS_WORDS: u32 = 40;

/// Most lines from "Previous" to "Next".
const COUNTERPART_LINES: usize = 3;

/// The phrase of each line.
pub(super) fn phrases_of(page: &Page, features: &Features) -> Vec<Option<Phrase>> {
    let short = |index: &usize| features.stats[*index].words as usize <= PHRASE_WORDS;
    let mut found: Vec<Option<Phrase>> = (0..page.blocks.len())
        .map(|index| {
            // Previous and next carry the other page's title, however long.
            let text = page.blocks.text(index);
            let said = || Some(index).filter(short).and_then(|_| phrases::phrase(text));
            // "Por qué tosen los niños"
            let brief = || said().filter(|own| *own != Phrase::Byline || !asks_why(text));
            let marked = text.contains('©') || text.contains("(c)") || text.contains("(C)");
            let line = short(&index) || (marked && features.stats[index].words <= RIGHTS_WORDS);
            let rights = || (line && phrases::claims_rights(text)).then_some(Phrase::Footer);
            let titled = || Some(index).filter(|_| features.stats[index].words <= TITLE_WORDS);
            let labelled = || titled().and_then(|_| phrases::labelled_neighbour(text));
            phrases::neighbour(text).or_else(brief).or_else(rights).or_else(labelled)
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

/// Whether a line that begins with a word for "by" asks: no byline does.
fn asks_why(text: &str) -> bool {
    let second = || text.split_whitespace().nth(1).unwrap_or_default().to_lowercase();
    words::asks(text) || matches!(second().as_str(), "qué" | "que" | "quê")
}

pub(super) fn is_neighbour(phrase: Option<Phrase>) -> bool {
    matches!(phrase, Some(Phrase::Previous | Phrase::Next))
}

/// Whether the line that leads the other way stands near: "Previous …" near "Next …".
pub(super) fn has_counterpart(phrase_of: &[Option<Phrase>], index: usize) -> bool {
    let near = index.saturating_sub(COUNTERPART_LINES)..phrase_of.len().min(index + COUNTERPART_LINES + 1);
    phrase_of[near].iter().any(|other| is_neighbour(*other) && *other != phrase_of[index])
}
