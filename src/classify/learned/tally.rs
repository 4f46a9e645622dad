//! What can be counted in a block's text, with sums over any range of blocks.

use crate::blocks::{Blocks, Shape, words};
use crate::classify::features::{Features, Stats};
use std::ops::Range;

/// Words from which a block with few links counts as text in the sums. Lower than what the rules call
/// running text: here it is only evidence.
const GOOD_WORDS: u32 = 8;

/// Words from which it counts as long.
const LONG_WORDS: u32 = 15;

/// Share of links up to which a block counts as text in the sums.
const GOOD_LINK_SHARE: f32 = 0.33;

/// Most words of a short block: buttons, labels, menu entries.
const SHORT_WORDS: u32 = 3;

/// Counts of one block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub words: u32,
    pub bytes: u32,
    pub letters: u32,
    pub link_bytes: u32,
    pub links: u32,
    pub digits: u32,
    pub capitals: u32,
    pub commas: u32,
    pub stops: u32,
    pub marks: u32,
    pub dense: u32,
    pub foreign: u32,
    pub lines: u32,
    pub price: bool,
    pub year: bool,
    pub rights: bool,
    pub colon: bool,
    pub question: bool,
    pub lower_start: bool,
    pub heading: u8,
    pub good: bool,
    pub long: bool,
}

/// What is summed over ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sum {
    Words,
    Bytes,
    LinkBytes,
    Links,
    GoodWords,
    LongBlocks,
    Sentences,
    Stops,
    Commas,
    Headings,
    ShortBlocks,
    Prices,
    Years,
    PlainWords,
    Digits,
    HiddenWords,
}

const SUMS: usize = Sum::HiddenWords as usize + 1;

/// Sums over a range of blocks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals([u32; SUMS]);

impl Totals {
    pub fn get(&self, sum: Sum) -> f32 {
        self.0[sum as usize] as f32
    }

    /// One sum over another, with the divisor at least 1.
    pub fn share(&self, part: Sum, whole: Sum) -> f32 {
        self.get(part) / self.get(whole).max(1.0)
    }

    pub fn add(&mut self, other: &Self) {
        for (own, more) in self.0.iter_mut().zip(other.0) {
            *own += more;
        }
    }
}

/// All counts of a page.
pub(super) struct Tally {
    pub counts: Vec<Counts>,
    sums: Vec<Totals>,
}

impl Tally {
    pub fn of(blocks: &Blocks, features: &Features) -> Self {
        let counts: Vec<Counts> =
            (0..blocks.len()).map(|index| Counts::of(blocks, index, &features.stats[index])).collect();
        let mut sums = Vec::with_capacity(counts.len() + 1);
        let mut total = Totals::default();
        sums.push(total);
        for (own, (block, stats)) in counts.iter().zip(blocks.iter().zip(&features.stats)) {
            total.add(&own.summed(block.shape, stats));
            sums.push(total);
        }
        Self { counts, sums }
    }

    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Sums over a range of blocks.
    pub fn totals(&self, range: &Range<usize>) -> Totals {
        let mut totals = self.sums[range.end];
        for (own, before) in totals.0.iter_mut().zip(self.sums[range.start].0) {
            *own -= before;
        }
        totals
    }

    /// Sums over the whole page.
    pub fn page(&self) -> Totals {
        self.sums[self.counts.len()]
    }
}

impl Counts {
    fn of(blocks: &Blocks, index: usize, stats: &Stats) -> Self {
        let text = blocks.text(index);
        let mut own = Self {
            words: stats.words,
            bytes: text.len() as u32,
            link_bytes: blocks.link_bytes(index).min(text.len()) as u32,
            links: blocks.links(index).len() as u32,
            year: words::has_year(text),
            colon: text.ends_with([':', '：']),
            question: text.ends_with(['?', '？', '؟']),
            lower_start: text.starts_with(char::is_lowercase),
            heading: match blocks.get(index).shape {
                Shape::Heading(level) => level,
                _ => 0,
            },
            ..Self::default()
        };
        own.read(text);
        let few_links = stats.link_share < GOOD_LINK_SHARE;
        own.good = few_links && own.words >= GOOD_WORDS;
        own.long = few_links && own.words >= LONG_WORDS;
        own
    }

    /// One pass over the letters.
    fn read(&mut self, text: &str) {
        let mut currency_or_digit = (false, false);
        let mut stopped = false;
        for letter in text.chars() {
            self.letters += 1;
            // Most of a text.
            if letter.is_ascii_lowercase() {
                (stopped, currency_or_digit) = (false, (false, false));
                continue;
            }
            if stopped && letter.is_whitespace() {
                self.stops += 1;
            }
            stopped = matches!(letter, '.' | '!' | '?' | '…' | '؟' | '۔' | '।');
            let currency = matches!(letter, '$' | '€' | '£' | '¥' | '₹' | '₽' | '￥');
            let digit = letter.is_ascii_digit();
            // "$5" and "5 €" alike: a currency's sign beside a number.
            self.price |= (currency && currency_or_digit.1) || (digit && currency_or_digit.0);
            if letter != ' ' {
                currency_or_digit = (currency, digit);
            }
            match letter {
                '0'..='9' => self.digits += 1,
                'A'..='Z' => self.capitals += 1,
                ',' | ';' | '，' | '、' | '；' | '،' => self.commas += 1,
                '|' | '›' | '»' | '>' | '·' | '•' | '/' => self.marks += 1,
                '。' | '！' | '？' => self.stops += 1,
                '\n' => self.lines += 1,
                '©' => self.rights = true,
                _ if letter > '\u{7f}' => {
                    self.foreign += 1;
                    self.dense += u32::from(words::is_dense(letter));
                    self.capitals += u32::from(letter.is_uppercase());
                }
                _ => {}
            }
        }
        self.stops += u32::from(stopped);
    }

    fn summed(&self, shape: Shape, stats: &Stats) -> Totals {
        let when = |yes: bool, value: u32| if yes { value } else { 0 };
        let mut totals = Totals::default();
        for (sum, value) in [
            (Sum::Words, self.words),
            (Sum::Bytes, self.bytes),
            (Sum::LinkBytes, self.link_bytes),
            (Sum::Links, self.links),
            (Sum::GoodWords, when(self.good, self.words)),
            (Sum::LongBlocks, u32::from(self.long)),
            (Sum::Sentences, u32::from(stats.sentence)),
            (Sum::Stops, self.stops),
            (Sum::Commas, self.commas),
            (Sum::Headings, u32::from(self.heading > 0)),
            (Sum::ShortBlocks, u32::from(self.words <= SHORT_WORDS)),
            (Sum::Prices, u32::from(self.price)),
            (Sum::Years, u32::from(self.year)),
            (Sum::PlainWords, when(shape == Shape::Paragraph, self.words)),
            (Sum::Digits, self.digits),
            (Sum::HiddenWords, when(stats.hidden, self.words)),
        ] {
            totals.0[sum as usize] = value;
        }
        totals
    }

    pub fn link_share(&self) -> f32 {
        self.link_bytes as f32 / self.bytes.max(1) as f32
    }
}
