//! What can be counted in a block's text, with sums over any range of blocks.

use crate::blocks::{Blocks, Shape, words};
use crate::classify::features::{Features, Stats};
use crate::step::{Bytes, Mask, STEP};
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
    pub colon: bool,
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
    GoodWords,
    LongBlocks,
    Sentences,
    Headings,
    ShortBlocks,
    Prices,
    Years,
    PlainWords,
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
            year: stats.year,
            colon: words::leads(text),
            heading: blocks.level(index).unwrap_or_default(),
            ..Self::default()
        };
        own.read(text);
        own.price = own.digits > 0 && has_price(text);
        let few_links = stats.link_share < GOOD_LINK_SHARE;
        own.good = few_links && own.words >= GOOD_WORDS;
        own.long = few_links && own.words >= LONG_WORDS;
        own
    }

    /// One pass over the letters, sixteen at a time where they are plain.
    fn read(&mut self, text: &str) {
        let mut stopped = false;
        let mut at = 0;
        while at < text.len() {
            let rest = &text.as_bytes()[at..];
            let count = rest.len().min(STEP);
            // Small letters count as nothing: what is beyond the end is taken for some.
            let mut bytes = [b'a'; STEP];
            match rest.first_chunk() {
                Some(whole) => bytes = *whole,
                None => bytes[..count].copy_from_slice(rest),
            }
            let end = at + count;
            if bytes.is_ascii() {
                self.read_plain(&bytes, count, &mut stopped);
                at = end;
            } else {
                let end = text.ceil_char_boundary(end);
                text[at..end].chars().for_each(|letter| self.read_letter(letter, &mut stopped));
                at = end;
            }
        }
        self.stops += u32::from(stopped);
    }

    fn read_plain(&mut self, bytes: &[u8; STEP], count: usize, stopped: &mut bool) {
        let step = Bytes::new(bytes);
        let between = |first: u8, last: u8| step.at_most(last).mask() & !step.at_most(first - 1).mask();
        let ones = |mask: Mask| mask.count_ones();
        let stops = step.equal(b'.').or(step.equal(b'!')).or(step.equal(b'?')).mask();
        let spaces = between(b'\t', b'\r') | step.equal(b' ').mask();
        self.letters += count as u32;
        self.stops += ones((stops << 1 | Mask::from(*stopped)) & spaces);
        self.digits += ones(between(b'0', b'9'));
        self.capitals += ones(between(b'A', b'Z'));
        self.commas += ones(step.equal(b',').or(step.equal(b';')).mask());
        self.marks += ones(step.equal(b'|').or(step.equal(b'>')).or(step.equal(b'/')).mask());
        self.lines += ones(step.equal(b'\n').mask());
        *stopped = stops >> (count - 1) & 1 == 1;
    }

    fn read_letter(&mut self, letter: char, stopped: &mut bool) {
        self.letters += 1;
        if *stopped && letter.is_whitespace() {
            self.stops += 1;
        }
        *stopped = matches!(letter, '.' | '!' | '?' | '…' | '؟' | '۔' | '।');
        match letter {
            '0'..='9' => self.digits += 1,
            'A'..='Z' => self.capitals += 1,
            ',' | ';' | '，' | '、' | '；' | '،' => self.commas += 1,
            '|' | '›' | '»' | '>' | '·' | '•' | '/' => self.marks += 1,
            '。' | '！' | '？' => self.stops += 1,
            '\n' => self.lines += 1,
            _ if letter > '\u{7f}' => {
                self.foreign += 1;
                self.dense += u32::from(words::is_dense(letter));
                self.capitals += u32::from(letter.is_uppercase());
            }
            _ => {}
        }
    }

    fn summed(&self, shape: Shape, stats: &Stats) -> Totals {
        let when = |yes: bool, value: u32| if yes { value } else { 0 };
        let mut totals = Totals::default();
        for (sum, value) in [
            (Sum::Words, self.words),
            (Sum::Bytes, self.bytes),
            (Sum::LinkBytes, self.link_bytes),
            (Sum::GoodWords, when(self.good, self.words)),
            (Sum::LongBlocks, u32::from(self.long)),
            (Sum::Sentences, u32::from(stats.sentence)),
            (Sum::Headings, u32::from(self.heading > 0)),
            (Sum::ShortBlocks, u32::from(self.words <= SHORT_WORDS)),
            (Sum::Prices, u32::from(self.price)),
            (Sum::Years, u32::from(self.year)),
            (Sum::PlainWords, when(shape == Shape::Paragraph, self.words)),
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

/// Whether a currency's sign stands beside a number: "$5" and "5 €" alike.
fn has_price(text: &str) -> bool {
    if text.is_ascii() && memchr::memchr(b'$', text.as_bytes()).is_none() {
        return false;
    }
    let mut before = (false, false);
    text.chars().filter(|letter| *letter != ' ').any(|letter| {
        let currency = matches!(letter, '$' | '€' | '£' | '¥' | '₹' | '₽' | '￥');
        let own = (currency, letter.is_ascii_digit());
        let (last, now) = (before, own);
        before = own;
        (now.0 && last.1) || (now.1 && last.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_alike_alone_and_in_steps() {
        let text = "One, two; three. Four! 5 of 6? A|B > C/D\nEnd. . É…  中文。 «x» Yes.";
        for start in text.char_indices().map(|(at, _)| at) {
            let (mut steps, mut alone, mut stopped) = (Counts::default(), Counts::default(), false);
            steps.read(&text[start..]);
            text[start..].chars().for_each(|letter| alone.read_letter(letter, &mut stopped));
            alone.stops += u32::from(stopped);
            assert_eq!(format!("{steps:?}"), format!("{alone:?}"), "{:?}", &text[start..]);
        }
    }

    #[test]
    fn prices_are_a_sign_beside_a_number() {
        assert!(has_price("Only $5 today") && has_price("ab 5 €") && has_price("￥ 30"));
        assert!(!has_price("$ and 5") && !has_price("US$ five") && !has_price("Chapter 5"));
    }
}
