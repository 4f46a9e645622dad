//! What stands before and after a block: neighbours, windows, headings, doubles, the way through the
//! page.

use super::sink::Sink;
use super::tally::{Sum, Tally, Totals};
use crate::blocks::Blocks;
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;

/// Neighbours that are described, as steps; those farther away tell nothing that the windows do not.
const STEPS: [(isize, &str); 2] = [(-1, "before1_"), (1, "after1_")];

/// Windows of blocks before and after.
const WINDOWS: [(usize, &str, &str); 3] =
    [(4, "past4_", "coming4_"), (10, "past10_", "coming10_"), (WIDEST, "past25_", "coming25_")];

/// The window that is described in full.
const WIDEST: usize = 25;

/// Distance that stands for "none near".
const FAR: u16 = 99;

/// Orders and distances of all blocks.
pub(super) struct Sequence {
    /// Blocks since the last long text, and until the next.
    since_long: Vec<u16>,
    until_long: Vec<u16>,
    until_heading: Vec<u16>,
    /// The last heading before each block.
    heading: Vec<Option<u32>>,
    /// Headings before each block.
    headings: Vec<u32>,
    /// How often a block's text stands on the page, and how often before it.
    doubles: Vec<(u32, u32)>,
}

impl Sequence {
    pub fn of(blocks: &Blocks, tally: &Tally) -> Self {
        let counts = &tally.counts;
        let long: Vec<bool> = counts.iter().map(|own| own.long).collect();
        let headed: Vec<bool> = counts.iter().map(|own| own.heading > 0).collect();
        let mut heading = Vec::with_capacity(counts.len());
        let mut headings = Vec::with_capacity(counts.len());
        let (mut last, mut passed) = (None, 0);
        for (index, own) in headed.iter().enumerate() {
            heading.push(last);
            headings.push(passed);
            if *own {
                last = Some(index as u32);
                passed += 1;
            }
        }
        Self {
            since_long: distances(long.iter().copied()),
            until_long: backwards(&long),
            until_heading: backwards(&headed),
            heading,
            headings,
            doubles: doubles(blocks),
        }
    }

    /// The last heading before a block.
    pub fn heading(&self, index: usize) -> Option<usize> {
        self.heading[index].map(|at| at as usize)
    }

    pub fn write(&self, tally: &Tally, sentences: &[bool], index: usize, sink: &mut impl Sink) {
        self.place(tally, index, sink);
        for (step, name) in STEPS {
            let other = index.checked_add_signed(step).filter(|other| *other < tally.len());
            let own = other.map(|other| &tally.counts[other]);
            sink.put_in(name, "words", own.map_or(-1.0, |own| own.words as f32));
            sink.put_in(name, "heading", own.map_or(0.0, |own| f32::from(own.heading)));
            sink.put_in(name, "sentence", other.map_or(0.0, |at| f32::from(u8::from(sentences[at]))));
        }
        for (width, past, coming) in WINDOWS {
            for (name, range) in [(past, before(index, width)), (coming, after(tally, index, width))] {
                let held = tally.totals(&range);
                sink.put_in(name, "good", held.get(Sum::GoodWords));
                if width == WIDEST {
                    write_window(name, &held, range.len(), sink);
                }
            }
        }
    }

    /// The rest of the windows: worth something where there is no markup.
    pub fn write_windows(tally: &Tally, index: usize, sink: &mut impl Sink) {
        for (width, past, coming) in WINDOWS.into_iter().filter(|window| window.0 != WIDEST) {
            for (name, range) in [(past, before(index, width)), (coming, after(tally, index, width))] {
                write_window(name, &tally.totals(&range), range.len(), sink);
            }
        }
    }

    fn place(&self, tally: &Tally, index: usize, sink: &mut impl Sink) {
        let (page, before) = (tally.page(), tally.totals(&(0..index)));
        let count = tally.len() as f32;
        let heading = self.heading(index);
        sink.put("index", index as f32);
        sink.put("place", index as f32 / count);
        sink.put("from_end", count - index as f32);
        sink.put("words_before", before.get(Sum::Words) / page.get(Sum::Words).max(1.0));
        sink.put("good_before", before.get(Sum::GoodWords) / page.get(Sum::GoodWords).max(1.0));
        sink.put("since_long", f32::from(self.since_long[index]));
        sink.put("until_long", f32::from(self.until_long[index]));
        sink.put("until_heading", f32::from(self.until_heading[index]));
        sink.put("heading_level", heading.map_or(0.0, |at| f32::from(tally.counts[at].heading)));
        sink.put("heading_words", heading.map_or(-1.0, |at| tally.counts[at].words as f32));
        sink.put("since_heading", heading.map_or(-1.0, |at| (index - at) as f32));
        sink.put("headings_before", self.headings[index] as f32);
        sink.put("doubles", self.doubles[index].0 as f32);
        sink.put("doubles_before", self.doubles[index].1 as f32);
    }

    /// What only links tell of the neighbours.
    pub fn write_links(tally: &Tally, index: usize, sink: &mut impl Sink) {
        for (step, name) in STEPS {
            let other = index.checked_add_signed(step).filter(|other| *other < tally.len());
            sink.put_in(name, "link_share", other.map_or(1.0, |other| tally.counts[other].link_share()));
        }
        for (width, past, coming) in WINDOWS {
            for (name, range) in [(past, before(index, width)), (coming, after(tally, index, width))] {
                sink.put_in(name, "link_share", tally.totals(&range).share(Sum::LinkBytes, Sum::Bytes));
            }
        }
    }
}

fn write_window(name: &str, held: &Totals, blocks: usize, sink: &mut impl Sink) {
    let blocks = blocks.max(1) as f32;
    sink.put_in(name, "words", held.get(Sum::Words) / blocks);
    sink.put_in(name, "sentences", held.get(Sum::Sentences) / blocks);
    sink.put_in(name, "short", held.get(Sum::ShortBlocks) / blocks);
}

/// The blocks before one, at most so many.
fn before(index: usize, width: usize) -> Range<usize> {
    index.saturating_sub(width)..index
}

/// The blocks after one, at most so many.
fn after(tally: &Tally, index: usize, width: usize) -> Range<usize> {
    index + 1..(index + 1 + width).min(tally.len()).max(index + 1)
}

/// Steps since the last marked place, not counting a place itself.
fn distances(marks: impl Iterator<Item = bool>) -> Vec<u16> {
    let mut steps = FAR;
    marks
        .map(|mark| {
            let own = steps;
            steps = if mark { 0 } else { (steps + 1).min(FAR) };
            own
        })
        .collect()
}

fn backwards(marks: &[bool]) -> Vec<u16> {
    let mut steps = distances(marks.iter().rev().copied());
    steps.reverse();
    steps
}

fn doubles(blocks: &Blocks) -> Vec<(u32, u32)> {
    let mut known: HashMap<&str, u32> = HashMap::with_capacity(blocks.len());
    // How often each text stands on the page.
    let mut counts: Vec<u32> = Vec::with_capacity(blocks.len());
    let mut own: Vec<(u32, u32)> = Vec::with_capacity(blocks.len());
    for index in 0..blocks.len() {
        let text = *known.entry(blocks.text(index)).or_insert(counts.len() as u32);
        if text as usize == counts.len() {
            counts.push(0);
        }
        let count = &mut counts[text as usize];
        own.push((text, *count));
        *count += 1;
    }
    own.into_iter().map(|(text, before)| (counts[text as usize], before)).collect()
}
