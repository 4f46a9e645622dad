//! Lines of dumps that stand as headings do, over longer text, and are none.
//!
//! In: the blocks of a dump. Out: which of its headings begin no section. What a block is stays as it is, for the model
//! that chooses the content was told so.

use super::comments;
use crate::blocks::{Blocks, Shape, words};
use crate::classify::phrases::{self, Phrase};
use crate::dates;
use foldhash::{HashMap, HashMapExt};

/// Lines with one label before their colons that are rows of a table: "Price: $5", "Price: $7".
const ROWS: usize = 2;

/// Words from which the text under a row is that of a section: "Q: Can I freeze it?".
const SECTION_WORDS: usize = 20;

/// Fewest words of a line that says who speaks with a whole name: "Ada Moss says:" and not "Grandma says:".
const SAYS_WORDS: usize = 3;

/// Fewest words of a whole name.
const NAME_WORDS: usize = 2;

/// The headings of a dump that are none.
pub(super) struct Unheaded<'a> {
    blocks: &'a Blocks,
    /// How many lines begin with a label and its colon, and over how many of them no section's text stands.
    labels: HashMap<&'a str, (usize, usize)>,
}

impl<'a> Unheaded<'a> {
    pub fn of(blocks: &'a Blocks) -> Self {
        let mut labels: HashMap<&str, (usize, usize)> = HashMap::new();
        for index in 0..blocks.len() {
            let Some(label) = label(blocks.text(index)) else { continue };
            let below = Some(index + 1).filter(|below| *below < blocks.len());
            let leads = below.is_some_and(|below| words::count(blocks.text(below)) >= SECTION_WORDS);
            let (all, bare) = labels.entry(label).or_default();
            (*all, *bare) = (*all + 1, *bare + usize::from(!leads));
        }
        Self { blocks, labels }
    }

    /// Whether a line that stands as a heading is none: a number, code, a row of a table, who wrote what follows, "Related: ten
    /// ways to …".
    pub fn has(&self, index: usize) -> bool {
        let text = self.blocks.text(index);
        let known = || label(text).and_then(|label| self.labels.get(label));
        let row = || {
            known().is_some_and(|(all, bare)| *all >= ROWS && *bare > 0) && !text.ends_with(['?', '？', '؟'])
        };
        matches!(self.blocks.get(index).shape, Shape::Heading(_))
            && (!has_word(text)
                || words::is_code(text)
                || row()
                || tells_who(text)
                || (label(text).is_some() && phrases::says(text, Phrase::Teasers)))
    }
}

/// The label of a line that goes on behind its colon.
fn label(text: &str) -> Option<&str> {
    let (label, value) = text.split_once([':', '：'])?;
    (words::has_letters(label) && !value.trim().is_empty()).then_some(label)
}

/// Whether a line has two letters, as "Q & A" has, or one of a script without spaces.
fn has_word(text: &str) -> bool {
    text.chars().any(words::is_dense) || text.chars().filter(|own| own.is_alphabetic()).nth(1).is_some()
}

/// Whether a line tells who wrote what follows. A place or a release with its day heads a section ("Lisbon, 12 May 2024"),
/// and so does what grandma says.
fn tells_who(text: &str) -> bool {
    if !comments::tells_who(text) {
        return false;
    }
    let Some((moment, day)) = dates::first_moment(text) else {
        return words::count(text) >= SAYS_WORDS;
    };
    let name = text[..day.start].trim_end();
    let timed = moment.contains('T');
    timed || (name.ends_with(char::is_alphabetic) && words::count(name) >= NAME_WORDS)
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
        assert_eq!(headings(&lines, long), ["What to sow", "多喝水", "Step 2: Water"]);
    }

    #[test]
    fn questions_places_and_releases_are_headings() {
        let long = "A line of text that is long enough to stand under what is its heading, for a section has more words \
                    than a row.";
        let lines = [
            "Q: Can I freeze the starter?",
            "Q: Which flour is best?",
            "Q & A",
            "Kyoto Release, 5 March 2026",
            "Lisbon, 12 May 2024",
            "Grandma says:",
        ];
        assert_eq!(headings(&lines, long), lines);
        assert!(headings(&["Ada Moss, March 5, 2026 at 10:12"], long).is_empty());
    }

    /// Those of the lines that stay headings, with a text under each.
    fn headings(lines: &[&str], below: &str) -> Vec<String> {
        let source: String = lines.iter().map(|line| format!("{line}\n{below}\n")).collect();
        let blocks = Blocks::of(&crate::document::text::parse(&source));
        let unheaded = Unheaded::of(&blocks);
        let is_heading =
            |index: &usize| matches!(blocks.get(*index).shape, Shape::Heading(_)) && !unheaded.has(*index);
        (0..blocks.len()).filter(is_heading).map(|index| blocks.text(index).to_owned()).collect()
    }
}
