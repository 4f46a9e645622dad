//! Words that class names and ids are made of, with what they mean.

use foldhash::HashMap;

/// A table of words.
pub(super) struct Words<T> {
    meanings: HashMap<&'static [u8], T>,
    /// For each first letter, a bit for each length that a word has: of the words on a page nine in ten
    /// are told by it, without a hash.
    lengths: [u64; 128],
}

impl<T: Copy> Words<T> {
    /// Rows of a meaning and the words for it, parted by spaces.
    pub fn new(rows: impl Iterator<Item = (T, &'static str)>) -> Self {
        let words =
            rows.flat_map(|(meaning, words)| words.split(' ').map(move |word| (word.as_bytes(), meaning)));
        let meanings: HashMap<_, _> = words.collect();
        let mut lengths = [0; 128];
        for word in meanings.keys() {
            lengths[usize::from(word[0])] |= 1 << word.len();
        }
        Self { meanings, lengths }
    }

    /// What a word in lower case means.
    pub fn get(&self, word: &[u8]) -> Option<T> {
        let lengths = self.lengths.get(usize::from(*word.first()?))?;
        if word.len() >= u64::BITS as usize || lengths >> word.len() & 1 == 0 {
            return None;
        }
        self.meanings.get(word).copied()
    }
}
