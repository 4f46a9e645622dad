//! Lines of dumps that stand as headings do, over longer text, and are none.
//!
//! In: the blocks of a dump. Out: which of its headings begin no section. What a block is stays as it is, for the model
//! that chooses the content was told so.

use super::comments;
use crate::blocks::{Blocks, Shape, words};
use crate::classify::phrases::{self, Phrase};
use foldhash::{HashMap, HashMapExt};

/// Lines with one label before their colons that are rows of a table: "Price: $5", "Price: $7".
const ROWS: usize = 2;

/// The headings of a dump that are none.
pub(super) struct Unheaded<'a> {
    blocks: &'a Blocks,
    /// How many lines begin with a label and its colon.
    labels: HashMap<&'a str, usize>,
}

impl<'a> Unheaded<'a> {
    pub fn of(blocks: &'a Blocks) -> Self {
        let mut labels = HashMap::new();
        for label in (0..blocks.len()).filter_map(|index| label(blocks.text(index))) {
            *labels.entry(label).or_default() += 1;
        }
        Self { blocks, labels }
    }

    /// Whether a line that stands as a heading is none: a number, code, a row of a table, who wrote what follows, "Related: ten
    /// ways to …".
    pub fn has(&self, index: usize) -> bool {
        let text = self.blocks.text(index);
        let row = || label(text).and_then(|label| self.labels.get(label)).is_some_and(|count| *count >= ROWS);
        matches!(self.blocks.get(index).shape, Shape::Heading(_))
            && (!has_word(text)
                || words::is_code(text)
                || row()
                || comments::tells_who(text)
                || (label(text).is_some() && phrases::says(text, Phrase::Teasers)))
    }
}

/// The label of a line that goes on behind its colon.
fn label(text: &str) -> Option<&str> {
    let (label, value) = text.split_once([':', '：'])?;
    (words::has_letters(label) && !value.trim().is_empty()).then_some(label)
}

/// Whether two letters stand side by side, or one of a script without spaces.
fn has_word(text: &str) -> bool {
    let mut before = false;
    text.chars().any(|own| {
        let letter = own.is_alphabetic();
        let word = (letter && before) || words::is_dense(own);
        before = letter;
        word
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_code_rows_and_names_with_dates_are_no_headings() {
        let long =
            "A line of text that is long enough to stand under what looks like its heading, and it ends.";
        let lines = [
            "3",
            "if !ok {",
            "Price: $5",
            "Price: $7",
            "Ada Moss March 5, 2026",
            "Ada Moss says:",
            "Related: Ten ways to sow",
            "What to sow",
            "多喝水",
            "Step 2: Water",
        ];
        let source: String = lines.iter().map(|line| format!("{line}\n{long}\n")).collect();
        let blocks = Blocks::of(&crate::document::text::parse(&source));
        let unheaded = Unheaded::of(&blocks);
        let is_heading =
            |index: &usize| matches!(blocks.get(*index).shape, Shape::Heading(_)) && !unheaded.has(*index);
        let headings: Vec<&str> =
            (0..blocks.len()).filter(is_heading).map(|index| blocks.text(index)).collect();
        assert_eq!(headings, ["What to sow", "多喝水", "Step 2: Water"]);
    }
}
