//! What the elements around a block hold: the nearest few that differ in what they hold, groups of
//! siblings of one make, and all blocks of one make.

use super::elements::{Element, Elements};
use super::sink::Sink;
use super::tally::{Sum, Tally, Totals};
use crate::blocks::Blocks;
use foldhash::{HashMap, HashMapExt};

/// Elements around a block that are described, each holding more than the one before.
const LEVELS: usize = 5;

/// Names of the levels.
const LEVEL_NAMES: [&str; LEVELS] = ["l1_", "l2_", "l3_", "l4_", "l5_"];

/// What is told of an element as a level, the same for all of its blocks.
const LEVEL: [&str; 15] = [
    "blocks",
    "words",
    "link_share",
    "words_per_block",
    "share",
    "good_of_page",
    "good",
    "plain",
    "sentences",
    "headings",
    "words_per_node",
    "pictures",
    "short",
    "prices",
    "years",
];

/// Fewest siblings of one make that are a group.
const MIN_SIBLINGS: u32 = 3;

/// Blocks of one make, or siblings of one.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    members: u32,
    first: u32,
    last: u32,
    totals: Totals,
    blocks: u32,
}

impl Group {
    fn add(&mut self, place: usize, blocks: usize, totals: &Totals) {
        if self.members == 0 {
            self.first = place as u32;
        }
        self.last = place as u32;
        self.members += 1;
        self.blocks += blocks as u32;
        self.totals.add(totals);
    }
}

/// Where an element stands among siblings of its make.
#[derive(Debug, Clone, Copy, Default)]
struct Sibling {
    /// Its group.
    group: u32,
    /// How many of its make stand before it.
    ordinal: u32,
    /// The nearest element above, or itself, that has a group of at least [`MIN_SIBLINGS`]; 0 for none.
    repeated: u32,
}

/// Groups of a page.
pub(super) struct Containers<'a> {
    elements: &'a Elements<'a>,
    tally: &'a Tally,
    siblings: Vec<Sibling>,
    groups: Vec<Group>,
    /// For each block, its group of one make.
    make_of: Vec<u32>,
    makes: Vec<Group>,
    /// For each block, how many pictures come before it; one entry more than blocks.
    pictures: Vec<u32>,
    /// For each element, what it holds.
    held: Vec<Totals>,
    /// What is told of the elements that were asked for, and for each element one more than its place there: those
    /// around a block are mostly those around the last one, too.
    told: Vec<[f32; LEVEL.len()]>,
    told_at: Vec<u32>,
}

impl<'a> Containers<'a> {
    pub fn of(blocks: &Blocks, elements: &'a Elements<'a>, tally: &'a Tally) -> Self {
        let held: Vec<Totals> = elements.list.iter().map(|own| tally.totals(&own.range)).collect();
        let mut own = Self {
            elements,
            tally,
            siblings: vec![Sibling::default(); elements.list.len()],
            groups: vec![Group::default()],
            make_of: Vec::with_capacity(blocks.len()),
            makes: Vec::new(),
            pictures: pictures_before(blocks),
            held,
            told: Vec::new(),
            told_at: vec![0; elements.list.len()],
        };
        own.group_siblings();
        own.group_makes();
        own
    }

    fn group_siblings(&mut self) {
        let mut known: HashMap<(u32, u32), u32> = HashMap::with_capacity(self.elements.list.len());
        for (slot, element) in self.elements.list.iter().enumerate().skip(1) {
            let group = *known.entry((element.parent, element.make)).or_insert_with(|| {
                self.groups.push(Group::default());
                self.groups.len() as u32 - 1
            });
            let members = &mut self.groups[group as usize];
            self.siblings[slot] = Sibling { group, ordinal: members.members, repeated: 0 };
            members.add(element.range.start, element.range.len(), &self.held[slot]);
        }
        for (slot, element) in self.elements.list.iter().enumerate().skip(1) {
            let own = self.groups[self.siblings[slot].group as usize].members >= MIN_SIBLINGS;
            let above = self.siblings[element.parent as usize].repeated;
            self.siblings[slot].repeated = if own { slot as u32 } else { above };
        }
    }

    /// Blocks are of one make when their element and the tags of the three above are.
    fn group_makes(&mut self) {
        let mut known: HashMap<u64, u32> = HashMap::with_capacity(self.tally.len());
        for index in 0..self.tally.len() {
            let home = self.elements.home(index);
            let mut make = u64::from(home.make);
            let mut at = home.parent;
            for _ in 0..3 {
                let above = self.elements.at(at);
                make = make.wrapping_mul(0x0001_0000_01b3) ^ above.tag.map_or(0, |tag| tag as u64 + 1);
                at = above.parent;
            }
            let group = *known.entry(make).or_insert_with(|| {
                self.makes.push(Group::default());
                self.makes.len() as u32 - 1
            });
            self.make_of.push(group);
            self.makes[group as usize].add(index, 1, &self.tally.totals(&(index..index + 1)));
        }
    }

    pub fn write(&mut self, index: usize, sink: &mut impl Sink) {
        sink.group("container");
        self.levels(index, sink);
        self.repeats(index, sink);
        self.make(index, sink);
    }

    fn levels(&mut self, index: usize, sink: &mut impl Sink) {
        let mut slot = self.elements.home[index];
        if self.elements.at(slot).range.len() == 1 {
            slot = self.elements.at(slot).wider;
        }
        for family in LEVEL_NAMES {
            sink.put_all(family, LEVEL.into_iter(), self.level(slot).into_iter());
            let element = self.elements.at(slot);
            let place = (index - element.range.start) as f32 / element.range.len() as f32;
            sink.put_in(family, "place", place);
            slot = element.wider;
        }
    }

    fn level(&mut self, slot: u32) -> [f32; LEVEL.len()] {
        let slot = slot as usize;
        if self.told_at[slot] == 0 {
            self.told.push(self.tell(slot));
            self.told_at[slot] = self.told.len() as u32;
        }
        self.told[self.told_at[slot] as usize - 1]
    }

    fn tell(&self, slot: usize) -> [f32; LEVEL.len()] {
        let (element, held, page) = (&self.elements.list[slot], &self.held[slot], self.tally.page());
        let blocks = element.range.len() as f32;
        [
            blocks,
            held.get(Sum::Words),
            held.share(Sum::LinkBytes, Sum::Bytes),
            held.get(Sum::Words) / blocks,
            held.get(Sum::Words) / page.get(Sum::Words).max(1.0),
            held.get(Sum::GoodWords) / page.get(Sum::GoodWords).max(1.0),
            held.share(Sum::GoodWords, Sum::Words),
            held.share(Sum::PlainWords, Sum::Words),
            held.get(Sum::Sentences) / blocks,
            held.get(Sum::Headings) / blocks,
            held.get(Sum::Words) / element.nodes.max(1) as f32,
            self.pictures_in(element) / blocks,
            held.get(Sum::ShortBlocks) / blocks,
            held.get(Sum::Prices) / blocks,
            held.get(Sum::Years) / blocks,
        ]
    }

    fn pictures_in(&self, element: &Element) -> f32 {
        (self.pictures[element.range.end] - self.pictures[element.range.start]) as f32
    }

    fn repeats(&self, index: usize, sink: &mut impl Sink) {
        let home = self.elements.home[index];
        let slot = self.siblings[home as usize].repeated;
        let sibling = self.siblings[slot as usize];
        let group = if slot == 0 { Group::default() } else { self.groups[sibling.group as usize] };
        let element = self.elements.at(slot);
        let own = if slot == 0 { Totals::default() } else { self.held[slot as usize] };
        let (members, blocks) = (group.members.max(1) as f32, group.blocks.max(1) as f32);
        let mut put = |name, value| sink.put_in("repeat_", name, value);
        put("members", group.members as f32);
        put("steps", (self.elements.at(home).depth - element.depth) as f32);
        put("words_each", group.totals.get(Sum::Words) / members);
        put("blocks_each", group.blocks as f32 / members);
        put("link_share", group.totals.share(Sum::LinkBytes, Sum::Bytes));
        put("share", group.totals.get(Sum::Words) / self.tally.page().get(Sum::Words).max(1.0));
        put("good", group.totals.share(Sum::GoodWords, Sum::Words));
        put("sentences", group.totals.get(Sum::Sentences) / blocks);
        put("headings", group.totals.get(Sum::Headings) / members);
        put("prices", group.totals.get(Sum::Prices) / members);
        put("years", group.totals.get(Sum::Years) / members);
        put("own_words", own.get(Sum::Words));
        put("ordinal", sibling.ordinal as f32);
        put("place", if slot == 0 { 0.0 } else { (index - element.range.start) as f32 });
        put("pictures", if slot == 0 { 0.0 } else { self.pictures_in(element) });
    }

    fn make(&self, index: usize, sink: &mut impl Sink) {
        let group = &self.makes[self.make_of[index] as usize];
        let members = group.members as f32;
        let mut put = |name, value| sink.put_in("make_", name, value);
        put("members", members);
        put("words", group.totals.get(Sum::Words));
        put("share", group.totals.get(Sum::Words) / self.tally.page().get(Sum::Words).max(1.0));
        put("link_share", group.totals.share(Sum::LinkBytes, Sum::Bytes));
        put("words_each", group.totals.get(Sum::Words) / members);
        put("sentences", group.totals.get(Sum::Sentences) / members);
        put("span", (group.last - group.first + 1) as f32 / self.tally.len() as f32);
    }
}

fn pictures_before(blocks: &Blocks) -> Vec<u32> {
    let mut before = vec![0_u32; blocks.len() + 1];
    for picture in blocks.pictures() {
        // A picture stands in or before its block: it counts from the next entry on.
        let at = (picture.block as usize + 1).min(blocks.len());
        before[at] += 1;
    }
    for at in 1..before.len() {
        before[at] += before[at - 1];
    }
    before
}
