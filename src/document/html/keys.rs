//! Names as numbers, and tables that find them: parsers look up a name at each tag and attribute.

use super::scan;

/// A name as a number: names of up to eight bytes are that number, longer ones are hashed to it. Two
/// names are taken to be the same when their keys are.
pub(super) type Key = u64;

/// Bytes of the longest name that is its own key.
pub(super) const WORD: usize = 8;

/// Places of a table of keys; a power of two, at least three times as many as there are names.
pub(super) const PLACES: usize = 512;

/// Marks a free place: there are fewer names than this.
const FREE: u8 = u8::MAX;

/// Multiplier of the hashes: the fraction of the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// In each byte the bit that small letters have and capitals have not.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// The key of a name, which is not empty.
#[inline(always)]
pub(super) fn key(source: &[u8], start: usize, end: usize) -> Key {
    let len = end - start;
    // A NUL at the end of a name is a part of it, and not what fills up a number.
    if len <= WORD && source[end - 1] != 0 {
        return scan::lower_word(source, start, len);
    }
    let mut hash = len as u64;
    let mut at = start;
    while at < end {
        hash = mix(hash, scan::lower_word(source, at, end - at));
        at += WORD;
    }
    hash
}

const fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(23) ^ word).wrapping_mul(SPREAD)
}

/// The key of a name in lower case, for tables.
const fn key_of(name: &str) -> Key {
    let bytes = name.as_bytes();
    let mut hash = bytes.len() as u64;
    let mut at = 0;
    loop {
        let (mut word, mut byte) = (0, 0);
        while byte < WORD && at + byte < bytes.len() {
            word |= (bytes[at + byte] as u64) << (8 * byte);
            byte += 1;
        }
        if bytes.len() <= WORD {
            return word;
        }
        hash = mix(hash, word);
        at += WORD;
        if at >= bytes.len() {
            return hash;
        }
    }
}

/// [`SMALL`] in those of a name's first bytes that are letters.
const fn letters_of(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (mut letters, mut at) = (0, 0);
    while at < WORD && at < bytes.len() {
        if bytes[at].is_ascii_alphabetic() {
            letters |= (SMALL & 0xff) << (8 * at);
        }
        at += 1;
    }
    letters
}

/// The place of a key, the same for letters in either case.
const fn place(key: Key) -> usize {
    ((key | SMALL).wrapping_mul(SPREAD) >> (u64::BITS - PLACES.trailing_zeros())) as usize
}

/// A table that finds what names stand for.
#[derive(Debug)]
pub(super) struct Names<T, const N: usize> {
    /// The key of each name, which of its bytes are letters, and what it stands for.
    names: [(Key, u64, T); N],
    /// The index of each name, at the place of its key or the next free one.
    places: [u8; PLACES],
}

impl<T: Copy, const N: usize> Names<T, N> {
    /// A table of these names, all in lower case.
    pub(super) const fn new(all: [(&str, T); N]) -> Self {
        let (mut names, mut places) = ([(0, 0, all[0].1); N], [FREE; PLACES]);
        let mut index = 0;
        while index < N {
            let (name, stands_for) = all[index];
            names[index] = (key_of(name), letters_of(name), stands_for);
            let mut at = place(names[index].0);
            while places[at] != FREE {
                at = (at + 1) % PLACES;
            }
            places[at] = index as u8;
            index += 1;
        }
        Self { names, places }
    }

    /// What the name stands for that these bytes write in any case; all that follows it is zero.
    #[inline(always)]
    pub(super) fn find_word(&self, word: u64) -> Option<T> {
        self.probe(word, |key, letters| word | letters == key)
    }

    /// What the name with this key stands for.
    pub(super) fn find(&self, key: Key) -> Option<T> {
        self.probe(key, |own, _| key == own)
    }

    #[inline(always)]
    fn probe(&self, key: Key, is_it: impl Fn(Key, u64) -> bool) -> Option<T> {
        let mut at = place(key);
        loop {
            match self.names.get(usize::from(self.places[at])) {
                Some((own, letters, stands_for)) if is_it(*own, *letters) => return Some(*stands_for),
                Some(_) => at = (at + 1) % PLACES,
                None => return None,
            }
        }
    }
}
