//! Which line of a dump is the title: candidates around the beginning of the content, a few numbers of each, and
//! weights for them, which `train/titles.py` fits and `titles.weights` holds.

use super::Lines;
use crate::blocks::words::{self, is_dense};
use crate::classify::dated::tells_when;
use crate::classify::phrases::Phrase;
use crate::classify::title::bare;
use foldhash::{HashMap, HashMapExt};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

/// Fewest words of the first block of content; a button or a date that was taken for content is none.
const START_WORDS: u32 = 8;

/// Lines above the content among which the title is looked for: menus may stand between.
const ABOVE: usize = 60;

/// Lines from the beginning of the content on that may still be the title.
const BELOW: usize = 8;

/// Most words of a title.
const TITLE_WORDS: u32 = 40;

/// Words from which on a line is rather a paragraph.
const LONG_WORDS: u32 = 21;

/// Lines under a title among which a byline stands.
const BYLINE_LINES: usize = 3;

/// Lines above a title in which content shows that the page has begun.
const LINES_BEFORE: usize = 10;

/// Fewest letters of a word that can be told from those that stand in every text.
const TERM_LETTERS: usize = 4;

/// Words of a text that are said most often.
const OFTEN: usize = 12;

/// Most words of a title that count one by one.
const COUNTED_WORDS: usize = 8;

/// The place of "said" among them.
const SAID: usize = 14;

/// What is measured of a candidate, in the order of the numbers; each has a line in `titles.weights`.
const NAMES: [&str; 24] = [
    "lines_above",
    "lines_below",
    "distance",
    "right_above",
    "length",
    "length_to_longest",
    "long",
    "dated",
    "over_date",
    "over_byline",
    "phrase",
    "sentence",
    "colon",
    "asks",
    "said",
    "said_often",
    "said_to_most",
    "words_said",
    "words_said_often",
    "twice_in_a_row",
    "capitals",
    "first",
    "led_to",
    "content_above",
];

/// A line that may be the title.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its block.
    pub index: usize,
    /// What is measured of it, by name and value.
    pub numbers: [f32; NAMES.len()],
}

impl Candidate {
    /// The names of the numbers.
    pub const NAMES: &'static [&'static str] = &NAMES;

    /// The share of its words that the text says.
    pub(super) fn said(&self) -> f32 {
        self.numbers[SAID]
    }
}

static WEIGHTS: LazyLock<[f32; NAMES.len()]> = LazyLock::new(|| {
    let weights: HashMap<&str, f32> = include_str!("titles.weights")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(name, weight)| Some((name, weight.parse().ok()?)))
        .collect();
    NAMES.map(|name| weights.get(name).copied().unwrap_or(0.0))
});

/// The candidate with the largest sum of weighted numbers, of equals the first.
fn best(candidates: &[Candidate]) -> Option<usize> {
    let score = |own: &Candidate| {
        own.numbers.iter().zip(WEIGHTS.iter()).map(|(own, weight)| own * weight).sum::<f32>()
    };
    let scored = candidates.iter().map(|own| (own.index, score(own)));
    scored.max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0))).map(|(index, _)| index)
}

impl Lines<'_> {
    /// The line that carries the title; where it stands with the site's name and without, the one without.
    pub fn choose_title(
        &self,
        candidates: &[Candidate],
        is_content: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let best = best(candidates)?;
        let best = self.doubled(best, candidates).unwrap_or(best);
        let best = self.over_text(best, candidates, is_content);
        let best = self.over_byline(best, candidates);
        let same = candidates
            .iter()
            .map(|own| own.index)
            .filter(|own| bare(self.text(*own)) == bare(self.text(best)));
        same.min_by_key(|own| (self.text(*own).len(), *own != best))
    }

    /// The lines that may be the title, for a choice of content.
    pub fn title_candidates(&self, is_content: impl Fn(usize) -> bool) -> Vec<Candidate> {
        let lines = self.page.blocks.len();
        let Some(start) =
            (0..lines).find(|index| is_content(*index) && self.stats(*index).words >= START_WORDS)
        else {
            return Vec::new();
        };
        let content =
            Content::of((start..lines).filter(|index| is_content(*index)).map(|index| self.text(index)));
        let near = start.saturating_sub(ABOVE)..lines.min(start + BELOW + 1);
        let contents = self.counted_contents();
        let can_be = |index: &usize| {
            (1..=TITLE_WORDS).contains(&self.stats(*index).words)
                && !self.leads_to_title(*index)
                && !contents.iter().any(|table| table.contains(index))
                && !self.is_day(*index)
        };
        let mut candidates: Vec<Candidate> = near
            .filter(can_be)
            .map(|index| {
                let own = is_content(index) && index >= start;
                let above = index.saturating_sub(LINES_BEFORE)..index;
                let content_above = above.filter(|above| is_content(*above)).count();
                let numbers = self.numbers(index, start, &content, own, content_above);
                Candidate { index, numbers }
            })
            .collect();
        compare(&mut candidates);
        candidates
    }

    /// Whether a line is a date, be it that a count is glued to its year: "June 14, 20241 yr".
    fn is_day(&self, index: usize) -> bool {
        let text = self.text(index);
        let glued = || tells_when(text) && !text.chars().any(is_dense);
        (self.stats(index).dated || glued()) && is_date(text)
    }

    /// The numbers of one line; those that compare it with the others are still the line's own.
    fn numbers(
        &self,
        index: usize,
        start: usize,
        content: &Content,
        is_content: bool,
        content_above: usize,
    ) -> [f32; NAMES.len()] {
        let (stats, text) = (self.stats(index), self.text(index).trim());
        let below = |lines: usize| index + 1..self.page.blocks.len().min(index + 1 + lines);
        // Under running text a byline is another's; a standfirst may stand between.
        let text_below = below(BYLINE_LINES).filter(|at| self.stats(*at).prose).nth(1);
        let to_byline = index + 1..text_below.unwrap_or(below(BYLINE_LINES).end);
        let flag = |whether: bool| f32::from(u8::from(whether));
        let over = |range: Range<usize>, is: &dyn Fn(usize) -> bool| flag({ range }.any(is));
        let own = terms(text);
        let (said, often) = content.says(&own, is_content);
        let counted = own.len().min(COUNTED_WORDS) as f32;
        let asks = words::asks(text);
        let same = |other: usize| other < self.page.blocks.len() && bare(self.text(other)) == bare(text);
        let length = (stats.words as f32).ln();
        [
            start.saturating_sub(index) as f32,
            (index + 1).saturating_sub(start) as f32,
            (start.abs_diff(index) as f32).ln_1p(),
            flag(index + 1 == start),
            length,
            length,
            flag(stats.words >= LONG_WORDS),
            flag(stats.dated),
            over(below(BYLINE_LINES), &|at| self.stats(at).dated),
            over(to_byline, &|at| self.phrase_of[at] == Some(Phrase::Byline)),
            flag(self.phrase_of[index].is_some()),
            flag(stats.sentence && !asks),
            flag(words::leads(text)),
            flag(asks),
            said,
            often,
            said,
            said * counted,
            often * counted,
            flag(index.checked_sub(1).is_some_and(same) || same(index + 1)),
            capitals(text),
            flag(index == 0),
            flag(self.is_led_to(index)),
            content_above as f32,
        ]
    }
}

/// Most words of a date with its label: "Join Date: Mar 2016".
const DATE_WORDS: usize = 5;

/// Whether a line with a year in it is a date: another number, and hardly a word; or a label with its value.
fn is_date(text: &str) -> bool {
    let parts = || text.split(|own: char| !own.is_alphanumeric()).filter(|part| !part.is_empty());
    let numbers = parts().filter(|part| part.starts_with(|own: char| own.is_ascii_digit())).count();
    let words = parts().count() - numbers;
    (numbers >= 2 && words <= 2) || (text.contains(": ") && words + numbers <= DATE_WORDS)
}

/// Turns two numbers into distances to the largest among the candidates.
fn compare(candidates: &mut [Candidate]) {
    let places = ["length_to_longest", "said_to_most"].map(|name| NAMES.iter().position(|own| *own == name));
    for place in places.into_iter().flatten() {
        let most = candidates.iter().map(|own| own.numbers[place]).fold(0.0, f32::max);
        candidates.iter_mut().for_each(|own| own.numbers[place] -= most);
    }
}

/// Share of the words that begin with a capital letter.
fn capitals(text: &str) -> f32 {
    let words = text.split_whitespace();
    let (all, large) = words.fold((0, 0), |(all, large), word| {
        (all + 1, large + usize::from(word.starts_with(char::is_uppercase)))
    });
    large as f32 / all.max(1) as f32
}

/// The words of the content, and how often it says each.
struct Content {
    counts: HashMap<u64, u32>,
    /// The words said most often: they are what the text is about.
    often: Vec<u64>,
}

impl Content {
    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        for term in texts.flat_map(terms) {
            *counts.entry(term).or_default() += 1;
        }
        let mut ranked: Vec<(u64, u32)> = counts.iter().map(|(term, count)| (*term, *count)).collect();
        ranked.sort_unstable_by_key(|(term, count)| (Reverse(*count), *term));
        let often = ranked.into_iter().take(OFTEN).map(|(term, _)| term).collect();
        Self { counts, often }
    }

    /// Shares of these words that the content says, and says often; a line that is content does not count for
    /// itself.
    fn says(&self, own: &[u64], is_content: bool) -> (f32, f32) {
        let least = 1 + u32::from(is_content);
        let said = own.iter().filter(|term| self.counts.get(*term).is_some_and(|count| *count >= least));
        let often = own.iter().filter(|term| self.often.contains(term));
        let all = own.len().max(1) as f32;
        (said.count() as f32 / all, often.count() as f32 / all)
    }
}

/// Hashes of the words of a text that can tell what it is about; of scripts without spaces every two letters.
fn terms(text: &str) -> Vec<u64> {
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    for run in lower.split(|letter: char| !letter.is_alphanumeric()) {
        if run.is_ascii() {
            found.extend((run.len() >= TERM_LETTERS).then(|| hash(run.chars())));
            continue;
        }
        let letters: Vec<char> = run.chars().collect();
        if !letters.iter().any(|letter| is_dense(*letter)) {
            found.extend((letters.len() >= TERM_LETTERS).then(|| hash(run.chars())));
        } else if letters.len() == 1 {
            found.push(hash(run.chars()));
        } else {
            found.extend(letters.windows(2).map(|pair| hash(pair.iter().copied())));
        }
    }
    found
}

/// FNV-1a over the letters: the same on every machine.
fn hash(letters: impl Iterator<Item = char>) -> u64 {
    letters
        .fold(0xcbf2_9ce4_8422_2325, |hash, letter| (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_weight_and_no_other() {
        let lines = include_str!("titles.weights").lines().filter_map(|line| line.split_once(' '));
        let named: Vec<&str> =
            lines.filter(|(_, weight)| weight.parse::<f32>().is_ok()).map(|(name, _)| name).collect();
        assert_eq!(named, NAMES);
        assert_eq!(NAMES[SAID], "said");
    }

    #[test]
    fn words_of_every_script_are_terms() {
        let hashes = |words: &[&str]| words.iter().map(|word| hash(word.chars())).collect::<Vec<_>>();
        assert_eq!(terms("How to wash Wool"), hashes(&["wash", "wool"]));
        assert_eq!(terms("洗羊毛"), hashes(&["洗羊", "羊毛"]));
        assert_eq!(terms("Größe"), hashes(&["größe"]));
    }
}
