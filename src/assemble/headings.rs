//! Which lines of a dump begin a section: of those that stand as headings do, over longer text, many do not, and some
//! that stand over another heading do.
//!
//! In: the blocks of a dump. Out: which of its lines begin a section. What a block is stays as it is, for the model
//! that chooses the content was told so.

pub(super) mod boxed;
mod no_heading;
pub(super) mod no_section;

use super::comments;
use super::teasers::CURRENCY_SIGNS;
use crate::blocks::numbering::{self, Form};
use crate::blocks::{Blocks, Shape, UNDER_HEADING_WORDS, words};
use crate::classify::phrases::{self, Phrase};
use crate::classify::title::bare;
use crate::dates;
use crate::record::Role;
use crate::wordlists::{CURRENCIES, QUESTIONS};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use no_heading::Habits;

/// Lines with one label before their colons that are rows of a table: "Price: $5", "Price: $7".
const ROWS: usize = 2;

/// Words from which the text under a row is that of a section: "Q: Can I freeze it?".
const SECTION_WORDS: usize = 20;

/// Fewest words of a line that says who speaks with a whole name: "Ada Moss says:" and not "Grandma says:".
const SAYS_WORDS: usize = 3;

/// Fewest words of a whole name.
const NAME_WORDS: usize = 2;

/// Most words of a heading that stands over another, or over a short text.
const HEADING_WORDS: usize = 14;

/// Fewest words of a sentence under a heading.
const SENTENCE_WORDS: usize = 4;

/// What headings begin with besides letters and numbers; other marks are those of entries.
const OPENING: [char; 9] = ['"', '“', '„', '«', '¿', '¡', '「', '《', '【'];

/// Level of the headings of dumps, in which the true one is lost.
const LEVEL: u8 = 2;

/// Fewest headings in a numbered list that make its other lines headings, too, and one of how many lines they are.
const NUMBERED: usize = 2;
const NUMBERED_SHARE: usize = 4;

/// The lines of a dump that begin sections.
pub(super) struct Headings<'a> {
    blocks: &'a Blocks,
    /// How many lines begin with a label and its colon, and over how many of them no section's text stands.
    labels: HashMap<&'a str, (usize, usize)>,
    habits: Habits,
    /// The lines of numbered lists several lines of which stand as headings do.
    numbered: HashSet<usize>,
    /// The lines of the table of contents, which stand again over what they name, and how often they do.
    named: HashMap<String, usize>,
    /// Which lines are content.
    body: Vec<bool>,
}

impl<'a> Headings<'a> {
    pub fn of(blocks: &'a Blocks, role: impl Fn(usize) -> Role) -> Self {
        let mut labels: HashMap<&str, (usize, usize)> = HashMap::new();
        for index in 0..blocks.len() {
            let Some(label) = label(blocks.text(index)) else { continue };
            let below = Some(index + 1).filter(|below| *below < blocks.len());
            let leads = below.is_some_and(|below| words::count(blocks.text(below)) >= SECTION_WORDS);
            let (all, bare) = labels.entry(label).or_default();
            (*all, *bare) = (*all + 1, *bare + usize::from(!leads));
        }
        let lines = 0..blocks.len();
        let contents = lines.clone().filter(|index| role(*index) == Role::Toc);
        let mut named: HashMap<String, usize> = contents.map(|index| (bare(blocks.text(index)), 0)).collect();
        let others = lines.clone().filter(|index| !named.is_empty() && role(*index) != Role::Toc);
        for text in others.map(|index| bare(blocks.text(index))).collect::<Vec<_>>() {
            named.entry(text).and_modify(|times| *times += 1);
        }
        Self {
            blocks,
            labels,
            habits: Habits::of(blocks),
            numbered: numbered(blocks),
            named,
            body: lines.map(|index| matches!(role(index), Role::Body | Role::Numbered)).collect(),
        }
    }

    /// The level of the section that a line begins.
    pub fn level(&self, index: usize) -> Option<u8> {
        match self.blocks.get(index).shape {
            Shape::Heading(level) => Some(level).filter(|_| self.is_named(index) || !self.is_none(index)),
            _ => Some(LEVEL).filter(|_| self.is_named(index) || self.is_missed(index)),
        }
    }

    /// Whether the table of contents names a line, word for word: what stands there more often is furniture.
    fn is_named(&self, index: usize) -> bool {
        let text = self.blocks.text(index);
        !self.named.is_empty()
            && (1..=HEADING_WORDS).contains(&words::count(text))
            && self.body.get(index + 1) == Some(&true)
            && self.named.get(&bare(text)) == Some(&1)
    }

    /// Whether a line that stands as a heading is none: a number, code, a row of a table, who wrote what follows, "Related: ten
    /// ways to …".
    fn is_none(&self, index: usize) -> bool {
        let text = self.blocks.text(index);
        let known = || label(text).and_then(|label| self.labels.get(label));
        let row = || known().is_some_and(|(all, bare)| *all >= ROWS && *bare > 0) && !words::asks(text);
        !has_word(text)
            || words::is_code(text)
            || row()
            || tells_who(text)
            || (label(text).is_some() && phrases::says(text, Phrase::Teasers))
            || self.habits.speak_against(self.blocks, index, &self.body)
    }

    /// Whether a line is a heading although no text of twice its length stands under it: the number that is missing
    /// between those of others, and what stands over questions.
    fn is_missed(&self, index: usize) -> bool {
        let text = self.blocks.text(index);
        if words::count(text) > HEADING_WORDS || index + 1 >= self.blocks.len() {
            return false;
        }
        let ends = words::ends_sentence(text) && !words::asks(text);
        let asks = || words::asks(self.blocks.text(index + 1));
        !ends
            && (self.numbered.contains(&index)
                || (asks() && names_questions(text))
                || self.parts_sentences(index))
    }

    /// Whether a short line stands between a paragraph and a short sentence, as a heading over a short text does. Of a hundred
    /// such lines seventy are headings.
    fn parts_sentences(&self, index: usize) -> bool {
        let (text, below) = (self.blocks.text(index), self.blocks.text(index + 1));
        let over = index.checked_sub(1).map_or("", |over| self.blocks.text(over));
        let says = |text: &str, least| words::ends_sentence(text) && words::count(text) >= least;
        let asks = words::asks(below);
        let excerpt = words::is_cut_off(over);
        !excerpt
            && says(over, UNDER_HEADING_WORDS)
            && says(below, SENTENCE_WORDS)
            && !asks
            && !words::leads(text)
            && !words::is_cut_off(text)
            && dates::first_moment(text).is_none()
            && !holds_price(text)
            && !text.starts_with(|own: char| !own.is_alphanumeric() && !OPENING.contains(&own))
            && label(text).is_none()
            && phrases::phrase(text).is_none()
            && !self.is_none(index)
    }
}

/// Whether a text holds a figure and the sign or the code of a currency: "EUR 12.90". Versions have points, too.
fn holds_price(text: &str) -> bool {
    let code = || text.split(|own: char| !own.is_alphabetic()).any(|word| CURRENCIES.contains(&word));
    text.contains(|own: char| own.is_ascii_digit()) && (text.contains(CURRENCY_SIGNS) || code())
}

/// The lines of lists whose numbers follow each other, where some of them stand as headings do: short items, and the last
/// ones, have too little text under them. Each list counts by itself, for the numbers of all begin with one.
fn numbered(blocks: &Blocks) -> HashSet<usize> {
    let mut found = HashSet::new();
    let mut open: HashMap<Form, Vec<(usize, i64)>> = HashMap::new();
    let mut close = |list: &[(usize, i64)]| {
        let heads = list.iter().filter(|(at, _)| blocks.is_heading(*at)).count();
        if heads >= NUMBERED && heads * NUMBERED_SHARE >= list.len() {
            found.extend(list.iter().map(|(at, _)| *at));
        }
    };
    for index in 0..blocks.len() {
        let Some(marker) = numbering::marker(blocks.text(index)) else { continue };
        let list = open.entry(marker.form).or_default();
        let step = |from: i64, to: i64| to.saturating_sub(from);
        let follows = match list[..] {
            [] => true,
            [(_, last)] => matches!(step(last, marker.number), 1 | -1),
            [(_, first), (_, second), ..] => {
                step(list[list.len() - 1].1, marker.number) == step(first, second)
            }
        };
        if !follows {
            close(list);
            list.clear();
        }
        list.push((index, marker.number));
    }
    open.values().for_each(|list| close(list));
    found
}

/// Whether a line says that questions and their answers follow.
fn names_questions(text: &str) -> bool {
    let lower = text.to_lowercase();
    QUESTIONS.iter().any(|words| lower.starts_with(words))
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

    #[test]
    fn captions_furniture_lead_ins_and_the_ends_of_lists_are_no_headings() {
        let long = "A line of text that is long enough to stand under what is its heading, and it ends after many words.";
        let lines = [
            "Figure 9. A loom and its parts",
            "Photo by Ada Moss",
            "written in the margin",
            "See https://wool.example/looms",
            "Dear readers of the letter,",
            "All of them come with the same four parts:",
            "iPhone covers of felt",
        ];
        assert_eq!(headings(&lines, long), ["iPhone covers of felt"]);
        let furniture = ["27 reviews", "4 reviews", "9 reviews", "Reply", "Reply", "Reply", "Winter wool"];
        assert_eq!(headings(&furniture, "It has a short text of nine words below."), ["Winter wool"]);
        let list = "What you should look for:\nNumber of users\nSign-on with one account\nStorage\n";
        let below = |text: &str| of(&format!("{list}{text}\n"));
        assert!(
            below("The cheapest of these plans cost about as much as a coffee in each month.").is_empty()
        );
        assert_eq!(
            below("How much storage you need for your team depends on what you keep, and for how long."),
            ["Storage"]
        );
    }

    #[test]
    fn steps_behind_ingredients_loans_knots_and_programs_have_headings() {
        let long = "A line of text that is long enough to stand under what is its heading, and it ends after many words.";
        let lines = [
            "Crédit immobilier",
            "Figure 8 knots and rope",
            "Source: where to find water",
            "curl",
            "von Neumann",
        ];
        assert_eq!(headings(&lines, long), lines);
        let list = "Have these at hand:\nripe plums\nwhite flour\ncold butter\nMethod\n";
        let short = of(&format!("1. Wash\n{long}\n2. Dry\n{long}\n3. Fold\nIn two.\n4. Store\nIn a box.\n"));
        assert_eq!(short, ["1. Wash", "2. Dry", "3. Fold", "4. Store"]);
        let steps = of(&format!("{list}{long}\n{long}\n"));
        assert!(steps.iter().any(|own| own == "Method"), "{steps:?}");
    }

    #[test]
    fn what_stands_over_questions_and_missing_numbers_are_headings() {
        let long = "A line of text that is long enough to stand under what is its heading, and it ends after many words.";
        let source = format!(
            "{long}\nFrequently asked questions\nCan wool be washed?\n{long}\n1. Wash\n{long}\n2. Dry\nIn the shade.\n\
             3. Fold\n{long}\n"
        );
        assert_eq!(
            of(&source),
            ["Frequently asked questions", "Can wool be washed?", "1. Wash", "2. Dry", "3. Fold"]
        );
    }

    #[test]
    fn lead_ins_and_lines_in_brackets_are_no_headings_and_what_stands_over_numbers_is() {
        let long = "A line of text that is long enough to stand under what is its heading, and it ends after many words.";
        let source = format!(
            "[Figure omitted]\n{long}\nFor two colours:\nIt takes a second thread of wool and time.\nDaily care:\n\
             1. Wash it.\n2. Dry it.\n"
        );
        assert_eq!(of(&source), ["Daily care:"]);
    }

    /// Those of the lines that stay headings, with a text under each.
    fn headings(lines: &[&str], below: &str) -> Vec<String> {
        of(&lines.iter().map(|line| format!("{line}\n{below}\n")).collect::<String>())
    }

    /// The headings of a dump.
    fn of(source: &str) -> Vec<String> {
        let blocks = Blocks::of(&crate::document::text::parse(source));
        let headings = Headings::of(&blocks, |_| Role::Body);
        let is_heading = |index: &usize| headings.level(*index).is_some();
        (0..blocks.len()).filter(is_heading).map(|index| blocks.text(index).to_owned()).collect()
    }
}
