//! Slots: the same place in siblings of one make, as the name and the words in every entry of a list of reviews.
//!
//! Where entries are alike, the chances of single blocks lie on both sides of a page's cut-off by little more than
//! chance: a slot is content in all entries or in none. Worth .08 points of F1 on wcxb-dev (.5 in its listings), and
//! the text of a page that shows entries does not break off in the middle.

use crate::classify::{Page, cards};
use crate::document::{Document, NodeId, Tag};
use foldhash::HashMap;
use std::ops::RangeInclusive;

/// Fewest siblings whose slots are decided together; from three on it makes no difference.
const SIBLINGS: usize = 4;

/// Blocks of a sibling: one alone is a paragraph as often as an entry.
const BLOCKS: RangeInclusive<usize> = 2..=16;

/// Elements between a block and its sibling that tell slots apart.
const STEPS: usize = 8;

/// The way from a block up to its sibling: the make of each element.
type Way<'a> = Vec<(Option<Tag>, Option<&'a str>)>;

/// Gives all blocks of a slot the mean chance of its words.
pub(super) fn settle(page: &Page, words: &[u32], chances: &mut [f32]) {
    let (document, blocks) = (page.document, page.blocks);
    let mut node = 0;
    while node < document.len() {
        let element = document.tag(node).is_some();
        if node != 0 && (!element || blocks.within(document, node).len() < SIBLINGS * BLOCKS.start()) {
            // Too few blocks below for a group.
            node = if element { document.node(node).end } else { node + 1 };
            continue;
        }
        let children: Vec<NodeId> =
            document.children(node).filter(|child| document.tag(*child).is_some()).collect();
        node += 1;
        for group in
            children.chunk_by(|one, other| cards::make(document, *one) == cards::make(document, *other))
        {
            let entry = |child: &&NodeId| BLOCKS.contains(&blocks.within(document, **child).len());
            let entries: Vec<NodeId> = group.iter().filter(entry).copied().collect();
            if entries.len() >= SIBLINGS {
                level(page, &entries, words, chances);
            }
        }
    }
}

/// Levels the chances in the slots of some entries.
fn level(page: &Page, entries: &[NodeId], words: &[u32], chances: &mut [f32]) {
    let mut slots: HashMap<Way, Vec<usize>> = HashMap::default();
    for entry in entries {
        for index in page.blocks.within(page.document, *entry) {
            let first = page.blocks.get(index).first;
            slots.entry(way(page.document, first, *entry)).or_default().push(index);
        }
    }
    for slot in slots.values().filter(|slot| slot.len() >= SIBLINGS) {
        let weight: f32 = slot.iter().map(|at| words[*at] as f32).sum();
        let sum: f32 = slot.iter().map(|at| chances[*at] * words[*at] as f32).sum();
        let mean = sum / weight.max(1.0);
        slot.iter().for_each(|at| chances[*at] = mean);
    }
}

fn way(document: &Document, from: NodeId, entry: NodeId) -> Way<'_> {
    let up = document.ancestors(from).take_while(|node| *node != entry).take(STEPS);
    up.map(|node| cards::make(document, node)).collect()
}
