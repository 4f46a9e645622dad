//! What an element's class and id are made of: rows of the vocabulary, and hashes of every word.

use super::vocabulary;
use foldhash::{HashMap, HashMapExt};

/// Longest class attribute that is read: beyond it stand generated utility classes.
const MAX_BYTES: usize = 300;

/// Longest word that is hashed; longer ones are generated.
const MAX_WORD: usize = 32;

/// Places of the hashed tables; a power of two. Twice as many gained nothing in cross-validation.
pub(super) const PLACES: u32 = 1 << 15;

/// What one class attribute or id says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Read {
    /// Bits of the vocabulary's rows.
    pub rows: u64,
    /// Range of its words' hashes.
    pub first: u32,
    pub last: u32,
}

/// Reads names once, however often they stand on a page.
#[derive(Default)]
pub(super) struct Reader<'a> {
    known: HashMap<&'a str, Read>,
    /// Hashes of all words read, below [`PLACES`].
    pub hashes: Vec<u16>,
}

impl<'a> Reader<'a> {
    pub fn new() -> Self {
        Self { known: HashMap::with_capacity(128), hashes: Vec::with_capacity(512) }
    }

    /// What a class attribute or an id says; nothing where there is none.
    pub fn read(&mut self, value: &'a str) -> Read {
        if value.is_empty() {
            return Read::default();
        }
        if let Some(read) = self.known.get(value) {
            return *read;
        }
        let first = self.hashes.len() as u32;
        let mut rows = 0;
        let mut end = value.len().min(MAX_BYTES);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        words(&value[..end], |word| {
            if let Some(row) = vocabulary::row(word) {
                rows |= 1 << row;
            }
            self.hashes.push(place(hash(word)));
        });
        let read = Read { rows, first, last: self.hashes.len() as u32 };
        self.known.insert(value, read);
        read
    }
}

/// The words of a name in lower case: runs of letters, parted also where a capital follows a small
/// letter. Digits part words, for they count and do not name.
fn words(value: &str, mut each: impl FnMut(&[u8])) {
    let mut buffer = [0_u8; MAX_WORD];
    let (mut len, mut small) = (0, false);
    let mut end = |buffer: &[u8; MAX_WORD], len: usize| {
        if len >= 2
            && let Some(word) = buffer.get(..len)
        {
            each(word);
        }
    };
    for &byte in value.as_bytes() {
        let letter = byte | 0x20;
        if !letter.is_ascii_lowercase() {
            end(&buffer, len);
            (len, small) = (0, false);
            continue;
        }
        if small && byte != letter {
            end(&buffer, len);
            len = 0;
        }
        small = byte == letter;
        if let Some(place) = buffer.get_mut(len) {
            *place = letter;
        }
        len += 1;
    }
    end(&buffer, len);
}

/// The hash of nothing.
pub(super) const EMPTY_HASH: u32 = 0x811c_9dc5;

/// The hash of what was hashed and one more byte, by FNV-1a: a hash that stays the same on every machine, since
/// training and use must agree on it.
#[inline]
pub(super) fn hash_on(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

pub(super) fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(EMPTY_HASH, |hash, byte| hash_on(hash, *byte))
}

/// The place of a hash in a table.
pub(super) fn place(hash: u32) -> u16 {
    ((hash ^ (hash >> 15)) & (PLACES - 1)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        let mut found = Vec::new();
        words("post-Content entryBody x2 col-md-4 relatedPOSTS", |word| {
            found.push(String::from_utf8_lossy(word).into_owned())
        });
        assert_eq!(found, ["post", "content", "entry", "body", "col", "md", "related", "posts"]);
    }
}
