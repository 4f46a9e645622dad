//! Slots: the same place in siblings of one make, as the name and the words of every review in a list of them.
//!
//! The chances of single blocks lie on both sides of a page's cut-off where the siblings are all alike; a slot is
//! taken as a whole or not at all.

use crate::classify::{Page, cards};
use crate::document::NodeId;
use foldhash::HashMap;

/// Fewest siblings whose slots are decided together.
const SIBLINGS: usize = 4;

/// Blocks of a sibling: one alone is a paragraph as often as an entry.
const BLOCKS: std::ops::RangeInclusive<usize> = 2..=16;

/// Elements between a block and the sibling in which it stands.
const STEPS: usize = 8;

/// Decides every slot by the mean chance of its words.
pub(super) fn settle(page: &Page, words: &[u32], chances: &mut [f32]) {
    let (document, blocks) = (page.document, page.blocks);
    let mut node = 0;
    while node < document.len() {
        let own = document.tag(node).is_some();
        if node != 0 && (!own || blocks.within(document, node).len() < SIBLINGS * *BLOCKS.start()) {
            node = if own { document.node(node).end } else { node + 1 };
            continue;
        }
        let children: Vec<NodeId> =
            document.children(node).filter(|child| document.tag(*child).is_some()).collect();
        node += 1;
        for group in
            children.chunk_by(|one, other| cards::make(document, *one) == cards::make(document, *other))
        {
            let entries: Vec<NodeId> = group
                .iter()
                .copied()
                .filter(|child| BLOCKS.contains(&blocks.within(document, *child).len()))
                .collect();
            if entries.len() < SIBLINGS {
                continue;
            }
            let mut slots: HashMap<Vec<_>, Vec<usize>> = HashMap::default();
            for entry in entries {
                for index in blocks.within(document, entry) {
                    let way = document.ancestors(blocks.get(index).first).take_while(|node| *node != entry);
                    let way: Vec<_> = way.take(STEPS).map(|node| cards::make(document, node)).collect();
                    slots.entry(way).or_default().push(index);
                }
            }
            for slot in slots.values().filter(|slot| slot.len() >= SIBLINGS) {
                let weight: f32 = slot.iter().map(|at| words[*at] as f32).sum();
                let mean =
                    slot.iter().map(|at| chances[*at] * words[*at] as f32).sum::<f32>() / weight.max(1.0);
                for at in slot {
                    chances[*at] = mean;
                }
            }
        }
    }
}
