//! Words that training weighs one by one: those of class names and ids above a block, and those of
//! its text and of the heading over it. Each word is a hash, a place in a table of weights.

use super::elements::Elements;
use super::model::Tables;
use super::names::{PLACES, hash, place};
use crate::blocks::{Blocks, words};
use crate::record::Format;

/// Distances above a block at which names weigh differently: below the first, below the second, below
/// the last.
const NEAR: u32 = 2;
const MIDDLE: u32 = 5;
const FARTHEST: u32 = 10;

/// Names of the features that [`Scores`] gives.
const SCORES: [&str; REACHES + 2] =
    ["hashed.names_near", "hashed.names_middle", "hashed.names_far", "hashed.text", "hashed.heading"];

/// Names of the features that [`Scores`] gives for pages in a format; plain text has no names.
pub(super) fn score_names(format: Format) -> &'static [&'static str] {
    &SCORES[if format == Format::Html { 0 } else { REACHES }..]
}

/// Number of those distances.
pub(super) const REACHES: usize = 3;

/// Places of the table of names: one part for each distance.
pub(super) const NAME_PLACES: usize = REACHES * PLACES as usize;

/// Places of the table of texts.
pub(super) const TEXT_PLACES: usize = PLACES as usize;

/// Words of a text that are read: what a block is shows at its start.
const READ_WORDS: usize = 20;

/// Most bytes of a text that is one more word as a whole: "Read more".
const WHOLE_BYTES: usize = 48;

/// Longest word in bytes; longer ones are cut.
const MAX_WORD: usize = 48;

/// Calls for every name above a block: the distance's part of the table and the place in it.
pub(super) fn each_name(elements: &Elements, index: usize, mut each: impl FnMut(usize, u16)) {
    let mut slot = elements.home[index];
    for steps in 0..FARTHEST {
        if slot == 0 {
            return;
        }
        let reach = if steps < NEAR {
            0
        } else if steps < MIDDLE {
            1
        } else {
            2
        };
        elements.hashes(slot).for_each(|own| each(reach, own));
        slot = elements.at(slot).parent;
    }
}

/// Calls for every word of a block's text: its place in the table. Letters of scripts without spaces
/// are read in pairs.
pub(super) fn each_word(blocks: &Blocks, index: usize, mut each: impl FnMut(u16)) {
    let text = blocks.text(index);
    let mut word = [0_u8; MAX_WORD];
    let (mut len, mut read) = (0, 0);
    let mut before: Option<char> = None;
    for letter in text.chars() {
        if read >= READ_WORDS {
            break;
        }
        if letter.is_ascii_alphanumeric() {
            before = None;
            if len < MAX_WORD {
                // Numbers differ from page to page: every digit is the same one.
                word[len] = if letter.is_ascii_digit() { b'0' } else { letter.to_ascii_lowercase() as u8 };
                len += 1;
            }
            continue;
        }
        if letter.is_ascii() || words::is_dense(letter) || !letter.is_alphanumeric() {
            if len > 0 {
                each(place(hash(&word[..len])));
                (len, read) = (0, read + 1);
            }
            before = if !letter.is_ascii() && words::is_dense(letter) {
                if let Some(before) = before {
                    let mut pair = [0; 8];
                    let first = before.encode_utf8(&mut pair).len();
                    let second = letter.encode_utf8(&mut pair[first..]).len();
                    each(place(hash(&pair[..first + second])));
                    read += 1;
                }
                Some(letter)
            } else {
                None
            };
            continue;
        }
        before = None;
        let letter = if letter.is_numeric() { '0' } else { letter };
        for small in letter.to_lowercase() {
            if len + small.len_utf8() <= MAX_WORD {
                len += small.encode_utf8(&mut word[len..]).len();
            }
        }
    }
    if len > 0 && read < READ_WORDS {
        each(place(hash(&word[..len])));
    }
    if text.len() <= WHOLE_BYTES {
        let whole = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
        });
        each(place(whole ^ 0x5bd1_e995));
    }
}

/// Sums of the weights of hashed words, as features.
pub(super) struct Scores<'a> {
    tables: &'a Tables,
    blocks: &'a Blocks,
    elements: Option<&'a Elements<'a>>,
    /// The last element and heading that were asked for: neighbours share them.
    home: Option<(u32, [i32; REACHES])>,
    heading: Option<(usize, i32)>,
}

impl<'a> Scores<'a> {
    pub fn new(tables: &'a Tables, blocks: &'a Blocks, elements: Option<&'a Elements<'a>>) -> Self {
        Self { tables, blocks, elements, home: None, heading: None }
    }

    /// Names near, in the middle and far, text, heading; without elements the last two alone.
    pub fn of(&mut self, index: usize, heading: Option<usize>) -> impl Iterator<Item = f32> + use<> {
        let mut sums = [0; REACHES + 2];
        if let Some(elements) = self.elements {
            sums[..REACHES].copy_from_slice(&self.names(elements, index));
        }
        sums[REACHES] = self.text(&self.tables.texts, index);
        sums[REACHES + 1] = heading.map_or(0, |at| self.heading(at));
        let first = if self.elements.is_some() { 0 } else { REACHES };
        let step = self.tables.step;
        // Whole numbers have no rounding: the order of the words does not matter.
        sums.into_iter().skip(first).map(move |sum| sum as f32 * step)
    }

    fn names(&mut self, elements: &Elements, index: usize) -> [i32; REACHES] {
        let home = elements.home[index];
        if let Some((known, sums)) = self.home
            && known == home
        {
            return sums;
        }
        let mut sums = [0; REACHES];
        each_name(elements, index, |reach, own| {
            sums[reach] += i32::from(self.tables.names[reach * PLACES as usize + usize::from(own)]);
        });
        self.home = Some((home, sums));
        sums
    }

    fn text(&self, table: &[i8], index: usize) -> i32 {
        let mut sum = 0;
        each_word(self.blocks, index, |own| sum += i32::from(table[usize::from(own)]));
        sum
    }

    fn heading(&mut self, at: usize) -> i32 {
        if let Some((known, sum)) = self.heading
            && known == at
        {
            return sum;
        }
        let sum = self.text(&self.tables.headings, at);
        self.heading = Some((at, sum));
        sum
    }
}
