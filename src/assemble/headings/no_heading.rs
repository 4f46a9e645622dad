//! What speaks against a line of a dump that stands as a heading does.
//!
//! Measured against the headings of the same pages with markup, on wcxb-dev: of a hundred lines that each of these rules
//! leaves out, ninety or more are none.

use crate::blocks::{Blocks, numbering, words};
use crate::classify::phrases::{self, Phrase};
use crate::wordlists::{COUNTED_ELSEWHERE, FIGURES, PICTURE_CREDITS};
use foldhash::{HashMap, HashMapExt, HashSet};

/// Lines that are the same, or differ in their numbers alone, and are the page's furniture: "27 reviews", "4 reviews",
/// "9 reviews", and "Reply" under each post. Of a hundred that stand as headings ninety-four are none.
const ALIKE: usize = 3;

/// Words from which a line that ends in a colon leads in what follows, whatever that is.
const LEAD_IN_WORDS: usize = 7;

/// Fewest words of such a line that is a heading by its capitals, whatever stands under it: "Why Wool Stands Out:". Of 36
/// such lines 28 are headings, of 122 with small letters 19; a word or two may begin with capitals anyway.
const TITLE_WORDS: usize = 3;

/// Words from which what stands under such a line is the text of a section: of a hundred lines over less fifteen are
/// headings.
const SECTION_WORDS: usize = 20;

/// Fewest short lines in a row of which the last is one, too, unless a long sentence stands under it or says its words
/// again.
const RUN_LINES: usize = 3;

/// Fewest short lines between a line that ends in a colon and the one that would be a heading: it is the list's last.
const LIST_LINES: usize = 2;

/// Most lines of such a list that are looked at.
const LIST_REACH: usize = 12;

/// Most words of an entry of such a list.
const ENTRY_WORDS: usize = 14;

/// Words from which a sentence is the text of a section.
const TEXT_WORDS: usize = 12;

/// Fewest letters of a word that can be told from those that stand in every text.
const TERM_LETTERS: usize = 4;

/// Fewest parts of the sections of a page that has some.
const PARTS: usize = 2;

/// Fewest words of a sentence under one of them.
const PART_WORDS: usize = 5;

/// What the lines of a page have in common.
pub(super) struct Habits {
    /// How often each short line stands there, whatever its numbers.
    alike: HashMap<String, usize>,
    /// Those of them that stand several times as headings, without numbers: the sections of a page have several parts
    /// ("Symptoms", "Treatment"), and the word that a picture or an advertisement leaves behind stands alone ("Image").
    parts: HashSet<String>,
    /// Those with numbers that stand several times as headings, the same each time: "Size: 30 cm".
    values: HashSet<String>,
    /// Whether its headings begin with small letters.
    small: bool,
    /// How many lines with a colon stand over a whole sentence.
    colons: usize,
}

impl Habits {
    pub fn of(blocks: &Blocks) -> Self {
        let mut alike: HashMap<String, usize> = HashMap::new();
        let mut headings: HashMap<&str, usize> = HashMap::new();
        let (mut small, mut all, mut colons) = (0, 0, 0);
        for index in 0..blocks.len() {
            let text = blocks.text(index);
            if blocks.is_heading(index) {
                (small, all) = (small + usize::from(begins_small(text)), all + 1);
                *headings.entry(text).or_default() += 1;
                let says = || index + 1 < blocks.len() && words::ends_sentence(blocks.text(index + 1));
                colons += usize::from(words::leads(text) && says());
            }
            if words::count(text) <= ENTRY_WORDS {
                *alike.entry(without_numbers(text)).or_default() += 1;
            }
        }
        let again = headings.into_iter().filter(|(_, count)| *count >= ALIKE);
        let (values, parts) = again.map(|(text, _)| text.to_owned()).partition(|text| has_number(text));
        Self { alike, parts, values, small: small * 2 > all, colons }
    }

    /// Whether a line that stands as a heading does is another thing.
    pub fn speak_against(&self, blocks: &Blocks, index: usize, body: &[bool]) -> bool {
        let text = blocks.text(index).trim();
        let numbered = numbering::marker(text).is_some();
        (begins_small(text) && !numbered && !self.small)
            || (!numbered && self.is_furniture(text) && !self.leads_section(blocks, index))
            || is_caption(text)
            || text.contains("://")
            || text.contains("www.")
            || text.ends_with([',', '，', '、', ';', '；', '-', '–', '—'])
            || (text.starts_with('(') && text.ends_with(')'))
            || (text.starts_with('[') && text.ends_with(']'))
            || (text.starts_with('—') || text.starts_with("– "))
            || leads_in(blocks, index, self.colons >= ALIKE)
            || ends_list(blocks, index, body)
            || (!numbered && ends_item(blocks, index))
    }

    /// Whether a line stands there several times, be it with other numbers.
    fn is_furniture(&self, text: &str) -> bool {
        self.alike.get(&without_numbers(text)).is_some_and(|count| *count >= ALIKE)
    }

    /// Whether the text of a section stands under a line that stands there several times: under the days of a chronicle, a
    /// heading that a table of contents names, too, or one of the parts that each section has.
    fn leads_section(&self, blocks: &Blocks, index: usize) -> bool {
        let below = Some(index + 1).filter(|below| *below < blocks.len()).map(|below| blocks.text(below));
        let text = blocks.text(index).trim();
        let part = self.parts.contains(text);
        // "Image", "Advertisement"; "Dosage" under each of three drugs heads a text as well.
        let shows = || COUNTED_ELSEWHERE.contains(&text.to_lowercase().as_str());
        let alone = part && self.parts.len() < PARTS && (shows() || phrases::says(text, Phrase::Promo));
        let least = if part { PART_WORDS } else { TEXT_WORDS };
        !alone
            && !self.values.contains(text)
            && below.is_some_and(|below| words::count(below) >= least && words::ends_sentence(below))
    }
}

fn has_number(text: &str) -> bool {
    text.contains(|own: char| own.is_ascii_digit())
}

/// A text with one mark in place of each number.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for own in text.chars() {
        if !own.is_ascii_digit() {
            out.push(own);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

/// Whether a text begins with a small letter, and not with a name such as "iPhone", "curl" or "von Neumann".
fn begins_small(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    first.starts_with(char::is_lowercase)
        && !first.contains(char::is_uppercase)
        && !words.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether a line is the caption of a figure or the credit of a picture: "Figure 9. A tree", "Photo by Ada Moss".
fn is_caption(text: &str) -> bool {
    let lower = text.to_lowercase();
    let figure = |word: &str| {
        let rest = lower.strip_prefix(word).map(|rest| rest.trim_start_matches(['.', ' ', '\u{a0}']));
        rest.is_some_and(|rest| rest.starts_with(char::is_numeric)) && !goes_on_small(text)
    };
    let credit = |words: &str| {
        lower.starts_with(words) && !(words.ends_with(':') && follows_small(text.split_once(':')))
    };
    FIGURES.iter().any(|word| figure(word)) || PICTURE_CREDITS.iter().any(|words| credit(words))
}

/// Whether a word and a number begin what is no caption: "Figure 8 knots and other rope", "Table 4 people can share".
fn goes_on_small(text: &str) -> bool {
    follows_small(
        text.split_once(char::is_numeric)
            .map(|(label, rest)| (label, rest.trim_start_matches(char::is_numeric))),
    )
}

/// Whether the second part of a text goes on in small letters, behind nothing but spaces.
fn follows_small(parts: Option<(&str, &str)>) -> bool {
    parts.is_some_and(|(_, rest)| rest.starts_with(' ') && rest.trim_start().starts_with(char::is_lowercase))
}

/// Whether a line ends in a colon and leads in what follows: it is long, or no section's text stands under it. Small letters
/// alone tell nothing, for most languages write their headings in them. Where it is the page's habit to head its sections
/// so, a sentence is text enough.
fn leads_in(blocks: &Blocks, index: usize, habit: bool) -> bool {
    let text = blocks.text(index).trim();
    if !words::leads(text) {
        return false;
    }
    let small = |word: &str| word.starts_with(char::is_lowercase) && word.chars().count() >= TERM_LETTERS;
    let below = Some(index + 1).filter(|below| *below < blocks.len()).map(|below| blocks.text(below));
    let reads = below
        .is_some_and(|below| words::count(below) >= SECTION_WORDS || (habit && words::ends_sentence(below)));
    // "Daily care:" over the first number.
    let numbered = [Some(text), below].into_iter().flatten().any(|own| numbering::marker(own).is_some());
    let count = words::count(text);
    let titled = || count >= TITLE_WORDS && !text.split_whitespace().skip(1).any(small);
    count >= LEAD_IN_WORDS || (!numbered && !reads && !titled())
}

/// Whether a line is the last of a list, which a line with a colon leads in or which tells by its length. A heading may stand
/// there, too; what is under it says its words again.
fn ends_list(blocks: &Blocks, index: usize, body: &[bool]) -> bool {
    let text = blocks.text(index);
    if text.ends_with(['?', '？', '؟', ':', '：']) || text.chars().any(words::is_dense) {
        return false;
    }
    let entry = |at: &usize| {
        let own = blocks.text(*at);
        words::count(own) <= ENTRY_WORDS
            && !words::ends_sentence(own)
            && !words::leads(own)
            && !words::is_code(own)
            && !blocks.is_heading(*at)
    };
    let first = index.saturating_sub(LIST_REACH);
    let entries = (first..index).rev().take_while(entry).count();
    let over = index.checked_sub(entries + 1);
    let led = over.is_some_and(|over| words::leads(blocks.text(over)));
    let runs = || {
        let numbered = numbering::marker(text).is_some();
        let reads = || (index + 1 < blocks.len()) && is_text(blocks.text(index + 1));
        entries >= RUN_LINES && !numbered && !reads() && (index - RUN_LINES..index).all(|at| body[at])
    };
    entries >= LIST_LINES
        && (led || runs())
        && !is_said_below(blocks, index)
        && !leads_text(blocks, index, entries)
}

/// Whether a sentence is long enough for the text of a section.
fn is_text(text: &str) -> bool {
    words::count(text) >= TEXT_WORDS && words::ends_sentence(text)
}

/// Whether a line is the last of an item of short lines: another number than the first stands under it. Of seventy such
/// lines seven are headings.
fn ends_item(blocks: &Blocks, index: usize) -> bool {
    let below = Some(index + 1).filter(|below| *below < blocks.len()).map(|below| blocks.text(below));
    let counts_on = below.and_then(numbering::marker).is_some_and(|below| below.number > 1);
    let over = index.checked_sub(1).map_or("", |over| blocks.text(over));
    counts_on && !words::ends_sentence(over)
}

/// Whether a line behind a list heads what stands under it, as "Method" behind the ingredients: steps, several paragraphs
/// or sentences, or anything where the entries begin with numbers and the line does not.
fn leads_text(blocks: &Blocks, index: usize, entries: usize) -> bool {
    let line = |at: usize| if at < blocks.len() { blocks.text(at) } else { "" };
    let reads = |at: usize| words::ends_sentence(line(at)) && words::count(line(at)) > ENTRY_WORDS / 2;
    let counts = |at: usize| line(at).starts_with(char::is_numeric);
    numbering::marker(line(index + 1)).is_some()
        || (reads(index + 1) && (reads(index + 2) || has_sentences(line(index + 1))))
        || (!counts(index) && (index - entries..index).all(counts))
}

/// Whether a text has more than one sentence.
fn has_sentences(text: &str) -> bool {
    let words = || text.split_whitespace();
    words()
        .zip(words().skip(1))
        .any(|(end, next)| words::ends_sentence(end) && !next.starts_with(char::is_lowercase))
}

/// Whether the text under a line says one of its longer words.
fn is_said_below(blocks: &Blocks, index: usize) -> bool {
    let terms = |at: usize| {
        let words = blocks.text(at).split(|own: char| !own.is_alphanumeric());
        words.filter(|word| word.chars().count() >= TERM_LETTERS).map(str::to_lowercase)
    };
    let below: HashSet<String> =
        Some(index + 1).filter(|below| *below < blocks.len()).into_iter().flat_map(terms).collect();
    terms(index).any(|word| below.contains(&word))
}
