//! Slots: the same place in siblings of one make, as the name and the words in every entry of a list of reviews.
//!
//! Where entries are alike, the chances of single blocks lie on both sides of a page's cut-off by little more than
//! chance: a slot is content in all entries or in none. Worth .08 points of F1 on wcxb-dev (.5 in its listings), and
//! the text of a page that shows entries does not break off in the middle.

use crate::classify::{Page, cards, siblings};
use crate::document::{Document, NodeId, Tag};
use foldhash::fast::FixedState;
use std::hash::BuildHasher;
use std::num::NonZeroU64;
use std::ops::{Range, RangeInclusive};

/// Fewest siblings whose slots are decided together; from three on it makes no difference.
const SIBLINGS: usize = 4;

/// The same of the items of a list, which are alike by what they are.
const ITEMS: usize = 2;

/// Blocks of a sibling: one alone is a paragraph as often as an entry, unless it is an item.
const BLOCKS: RangeInclusive<usize> = 2..=16;

/// Chance below which a block is no content by any rule: where all are below, so is their mean.
const LEAST_CHANCE: f32 = 0.1;

/// Elements between a block and its sibling that tell slots apart.
const STEPS: usize = 8;

/// Gives all blocks of a slot the mean chance of its words, and tells which blocks stand in one.
pub(super) fn settle(page: &Page, words: &[u32], chances: &mut [f32], in_slot: &mut [bool]) {
    let (document, blocks) = (page.document, page.blocks);
    let mut slots: Vec<(u64, usize)> = Vec::new();
    let mut makes = Makes::of_elements(document);
    siblings::each_run(page, ITEMS, |group| {
        let item = document.tag(group[0]) == Some(Tag::Li);
        let is_entry = |range: &Range<usize>| BLOCKS.contains(&range.len()) || (item && range.len() == 1);
        let entries = || {
            let ranges = group.iter().map(|own| (*own, blocks.within(document, *own)));
            ranges.filter(|(_, range)| is_entry(range))
        };
        let count = entries().count();
        let open = || entries().any(|(_, mut range)| range.any(|at| chances[at] >= LEAST_CHANCE));
        if count < if item { ITEMS } else { SIBLINGS } || !open() {
            return;
        }
        slots.clear();
        for (entry, range) in entries() {
            slots.extend(range.map(|index| (makes.way(blocks.get(index).first, entry), index)));
        }
        level(&mut slots, count.min(SIBLINGS), words, chances, in_slot);
    });
}

/// Levels the chances in the slots that so many entries at least have.
fn level(slots: &mut [(u64, usize)], least: usize, words: &[u32], chances: &mut [f32], in_slot: &mut [bool]) {
    slots.sort_unstable();
    for slot in slots.chunk_by(|one, other| one.0 == other.0).filter(|slot| slot.len() >= least) {
        let weight: f32 = slot.iter().map(|(_, at)| words[*at] as f32).sum();
        let sum: f32 = slot.iter().map(|(_, at)| chances[*at] * words[*at] as f32).sum();
        let mean = sum / weight.max(1.0);
        for (_, at) in slot {
            chances[*at] = mean;
            in_slot[*at] = true;
        }
    }
}

/// Makes of elements as numbers; each stands over many blocks.
pub(in crate::classify) struct Makes<'a> {
    document: &'a Document,
    known: Vec<Option<NonZeroU64>>,
}

impl<'a> Makes<'a> {
    /// The makes of a page's elements, told as they are asked for.
    pub fn of_elements(document: &'a Document) -> Self {
        Self { document, known: vec![None; document.len() as usize] }
    }

    fn of(&mut self, node: NodeId) -> NonZeroU64 {
        let number = || FixedState::default().hash_one(cards::make(self.document, node));
        *self.known[node as usize].get_or_insert_with(|| NonZeroU64::MIN | number())
    }

    /// The way from a block up to an element over it, told by the make of each one between.
    pub fn way(&mut self, from: NodeId, entry: NodeId) -> u64 {
        /// An odd number with many bits, the golden ratio's, so that the order of the steps counts.
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let up = self.document.ancestors(from).take_while(|node| *node != entry).take(STEPS);
        up.fold(0, |way: u64, node| (way.rotate_left(5) ^ self.of(node).get()).wrapping_mul(SPREAD))
    }
}
