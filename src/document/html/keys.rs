//! Names as numbers, and tables that find them: parsers look up a name at each tag and attribute.

use super::scan;

/// A name as a number: names of up to eight bytes are that number, longer ones are hashed to it. Two
/// names are taken to be the same when their keys are.
pub(super) type Key = u64;

/// Places of a table of keys; a power of two, at least three times as many as there are names.
pub(super) const PLACES: usize = 512;

/// Marks a free place: there are fewer names than this.
const FREE: u8 = u8::MAX;

/// Multiplier of the hashes: the fraction of the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The key of a name, which is not empty.
#[inline(always)]
pub(super) fn key(source: &[u8], start: usize, end: usize) -> Key {
    let len = end - start;
    // A NUL at the end of a name is a part of it, and not what fills up a number.
    if len <= 8 && source[end - 1] != 0 {
        return scan::lower_word(source, start, len);
    }
    let mut hash = len as u64;
    let mut at = start;
    while at < end {
        hash = mix(hash, scan::lower_word(source, at, end - at));
        at += 8;
    }
    hash
}

const fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(23) ^ word).wrapping_mul(SPREAD)
}

/// The key of a name in lower case, for tables.
pub(super) const fn key_of(name: &str) -> Key {
    let bytes = name.as_bytes();
    let mut hash = bytes.len() as u64;
    let mut at = 0;
    loop {
        let (mut word, mut byte) = (0, 0);
        while byte < 8 && at + byte < bytes.len() {
            word |= (bytes[at + byte] as u64) << (8 * byte);
            byte += 1;
        }
        if bytes.len() <= 8 {
            return word;
        }
        hash = mix(hash, word);
        at += 8;
        if at >= bytes.len() {
            return hash;
        }
    }
}

const fn place(key: Key) -> usize {
    (key.wrapping_mul(SPREAD) >> (64 - PLACES.trailing_zeros())) as usize
}

/// The index of each key, at its place or the next free one.
pub(super) const fn places(keys: &[Key]) -> [u8; PLACES] {
    let mut table = [FREE; PLACES];
    let mut index = 0;
    while index < keys.len() {
        let mut at = place(keys[index]);
        while table[at] != FREE {
            at = (at + 1) % PLACES;
        }
        table[at] = index as u8;
        index += 1;
    }
    table
}

#[inline(always)]
pub(super) fn find(key: Key, keys: &[Key], table: &[u8; PLACES]) -> Option<usize> {
    let mut at = place(key);
    loop {
        let index = usize::from(table[at]);
        match keys.get(index) {
            Some(own) if *own == key => return Some(index),
            Some(_) => at = (at + 1) % PLACES,
            None => return None,
        }
    }
}
