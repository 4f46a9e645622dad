//! Words that training weighs one by one: those of class names and ids above a block, and those of
//! its text and of the heading over it. Each word is a hash, a place in a table of weights.

use super::elements::Elements;
use super::model::Tables;
use super::names::{EMPTY_HASH, PLACES, hash_on, place};
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

/// The elements around a block whose names are read, each with its distance's part of the table.
fn around<'a>(elements: &'a Elements, index: usize) -> impl Iterator<Item = (usize, u32)> + 'a {
    let up = std::iter::successors(Some(elements.home[index]), |slot| Some(elements.at(*slot).parent));
    let reach = |steps: u32| usize::from(steps >= NEAR) + usize::from(steps >= MIDDLE);
    (0..FARTHEST).map(reach).zip(up.take_while(|slot| *slot != 0))
}

/// Calls for every name above a block: the distance's part of the table and the place in it.
pub(super) fn each_name(elements: &Elements, index: usize, mut each: impl FnMut(usize, u16)) {
    for (reach, slot) in around(elements, index) {
        elements.hashes(slot).for_each(|own| each(reach, own));
    }
}

/// A word that is read byte by byte.
struct Word {
    hash: u32,
    len: usize,
}

impl Word {
    const EMPTY: Self = Self { hash: EMPTY_HASH, len: 0 };

    fn add(&mut self, bytes: &[u8]) {
        if self.len + bytes.len() <= MAX_WORD {
            self.hash = bytes.iter().fold(self.hash, |hash, byte| hash_on(hash, *byte));
            self.len += bytes.len();
        }
    }

    /// The place of the word in the table, if there is one; the next one begins.
    fn end(&mut self) -> Option<u16> {
        let own = std::mem::replace(self, Self::EMPTY);
        (own.len > 0).then(|| place(own.hash))
    }
}

/// The byte that stands for each of ASCII in a word: numbers differ from page to page, so every digit is the same
/// one. 0 for what is no part of a word.
static FOLDED: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < table.len() {
        let own = byte as u8;
        table[byte] = match own {
            b'0'..=b'9' => b'0',
            _ if own.is_ascii_alphabetic() => own.to_ascii_lowercase(),
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Calls for every word of a block's text: its place in the table. Letters of scripts without spaces
/// are read in pairs.
pub(super) fn each_word(blocks: &Blocks, index: usize, mut each: impl FnMut(u16)) {
    let text = blocks.text(index);
    let (mut word, mut read, mut at) = (Word::EMPTY, 0, 0);
    let mut before: Option<char> = None;
    while at < text.len() && read < READ_WORDS {
        if let Some(folded) = FOLDED.get(usize::from(text.as_bytes()[at])) {
            before = None;
            at += 1;
            if *folded != 0 {
                word.add(&[*folded]);
            } else if let Some(own) = word.end() {
                each(own);
                read += 1;
            }
            continue;
        }
        let Some(letter) = text[at..].chars().next() else { break };
        at += letter.len_utf8();
        let dense = words::is_dense(letter);
        let last = std::mem::replace(&mut before, Some(letter).filter(|_| dense));
        if dense || !letter.is_alphanumeric() {
            if let Some(own) = word.end() {
                each(own);
                read += 1;
            }
            if let Some(last) = last.filter(|_| dense) {
                [last, letter].iter().for_each(|own| word.add(own.encode_utf8(&mut [0; 4]).as_bytes()));
                word.end().into_iter().for_each(&mut each);
                read += 1;
            }
            continue;
        }
        let letter = if letter.is_numeric() { '0' } else { letter };
        letter.to_lowercase().for_each(|small| word.add(small.encode_utf8(&mut [0; 4]).as_bytes()));
    }
    if let Some(own) = word.end().filter(|_| read < READ_WORDS) {
        each(own);
    }
    if text.len() <= WHOLE_BYTES {
        let whole = text.bytes().fold(EMPTY_HASH, |hash, byte| hash_on(hash, byte.to_ascii_lowercase()));
        each(place(whole ^ 0x5bd1_e995));
    }
}

/// Sums of the weights of hashed words, as features.
pub(super) struct Scores<'a> {
    tables: &'a Tables,
    blocks: &'a Blocks,
    elements: Option<&'a Elements<'a>>,
    /// For each element, the weights of its own names at every distance, once they were asked for: it stands around
    /// many blocks.
    own: Vec<Option<[i32; REACHES]>>,
    /// The last element and heading that were asked for: neighbours share them.
    home: Option<(u32, [i32; REACHES])>,
    heading: Option<(usize, i32)>,
}

impl<'a> Scores<'a> {
    pub fn new(tables: &'a Tables, blocks: &'a Blocks, elements: Option<&'a Elements<'a>>) -> Self {
        let own = vec![None; elements.map_or(0, |own| own.list.len())];
        Self { tables, blocks, elements, own, home: None, heading: None }
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
        for (reach, slot) in around(elements, index) {
            let tables = self.tables;
            let own = self.own[slot as usize].get_or_insert_with(|| own_names(tables, elements, slot));
            sums[reach] += own[reach];
        }
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

/// The weights of an element's names at every distance.
fn own_names(tables: &Tables, elements: &Elements, slot: u32) -> [i32; REACHES] {
    let mut sums = [0; REACHES];
    let (near, others) = tables.names.split_at(PLACES as usize);
    let (middle, far) = others.split_at(PLACES as usize);
    for own in elements.hashes(slot) {
        for (sum, part) in sums.iter_mut().zip([near, middle, far]) {
            *sum += i32::from(part[usize::from(own)]);
        }
    }
    sums
}
