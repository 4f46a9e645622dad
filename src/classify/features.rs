//! Numbers about blocks that every rule reads: one pass over the blocks, then prefix sums.

use crate::blocks::{Blocks, Shape, words};

/// Share of a block's bytes that may be links before it reads as links and not as text.
pub const TEXT_LINK_SHARE: f32 = 0.34;

/// Share of a block's bytes from which it is nothing but links.
pub const LINKS_ONLY_SHARE: f32 = 0.6;

/// Words from which a block that ends as a sentence counts as running text. Shorter ones are as
/// often buttons and slogans as sentences.
pub const TEXT_WORDS: usize = 9;

/// Words from which a block counts as running text however it ends.
pub const LONG_WORDS: usize = 22;

/// Most words of a line that says who wrote and when.
pub const DATED_WORDS: u32 = 20;

/// Share of a page's running text that must be visible; below it the page hides its text until a
/// script runs, and what it hides is read (forums keep their posts in `<noscript>`).
pub const VISIBLE_SHARE: f32 = 0.2;

/// What is known about one block.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    /// Number of words.
    pub words: u32,
    /// Share of its bytes that are links, 0 to 1.
    pub link_share: f32,
    /// Whether it ends as a sentence does.
    pub sentence: bool,
    /// Whether it was cut off ("...").
    pub cut_off: bool,
    /// Whether it is running text: long enough, few links, not hidden.
    pub prose: bool,
    /// Whether it holds the number of a year.
    pub year: bool,
    /// Whether it is a line of a few words with a year in it, as bylines are.
    pub dated: bool,
    /// Whether readers do not get to see it.
    pub hidden: bool,
}

/// What is known about all blocks, with sums over any range of them.
#[derive(Debug, Clone)]
pub struct Features {
    /// One entry a block.
    pub stats: Vec<Stats>,
    words: Vec<u32>,
    prose: Vec<u32>,
}

impl Features {
    /// Reads all blocks once.
    pub fn of(blocks: &Blocks) -> Self {
        let mut stats: Vec<Stats> = (0..blocks.len()).map(|index| stats(blocks, index)).collect();
        let depth = |index: usize| {
            usize::from(blocks.get(index).hidden) + usize::from(blocks.get(index).hidden_within)
        };
        // Words of running text that are shown, hidden, and hidden in what is hidden.
        let mut prose = [0_u32; 3];
        for (index, own) in stats.iter().enumerate().filter(|(_, own)| own.prose) {
            prose[depth(index)] += own.words;
        }
        let total = prose.iter().sum::<u32>() as f32;
        let is_little = |shown: u32| (shown as f32) < VISIBLE_SHARE * total;
        let revealed = match (is_little(prose[0]), is_little(prose[0] + prose[1])) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => 2,
        };
        for (index, own) in stats.iter_mut().enumerate() {
            own.hidden &= depth(index) > revealed;
            own.prose &= !own.hidden;
        }
        Self::sum(stats)
    }

    fn sum(stats: Vec<Stats>) -> Self {
        let mut features = Self { words: vec![0], prose: vec![0], stats };
        let (mut words, mut prose) = (0, 0);
        for own in &features.stats {
            words += own.words;
            prose += if own.prose { own.words } else { 0 };
            features.words.push(words);
            features.prose.push(prose);
        }
        features
    }

    /// Words in a range of blocks.
    pub fn words(&self, range: &std::ops::Range<usize>) -> u32 {
        self.words[range.end] - self.words[range.start]
    }

    /// Words of running text in a range of blocks.
    pub fn prose(&self, range: &std::ops::Range<usize>) -> u32 {
        self.prose[range.end] - self.prose[range.start]
    }
}

fn stats(blocks: &Blocks, index: usize) -> Stats {
    let block = blocks.get(index);
    let text = blocks.text(index);
    let words = words::count(text);
    let link_share = (blocks.link_bytes(index) as f32 / text.len().max(1) as f32).min(1.0);
    let sentence = words::ends_sentence(text);
    // A single question is a title as often as a sentence.
    let question = words::asks(text) && !text.contains(['。', '，', '！']) && !text.contains(". ");
    let long = words >= LONG_WORDS || (words >= TEXT_WORDS && sentence && !question);
    let prose = (long || block.shape == Shape::Code) && link_share < TEXT_LINK_SHARE;
    let cut_off = words::is_cut_off(text);
    let year = words::has_year(text);
    let dated = words as u32 <= DATED_WORDS && !prose && year;
    Stats { words: words as u32, link_share, sentence, cut_off, prose, year, dated, hidden: block.hidden }
}
