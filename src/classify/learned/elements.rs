//! The elements above the blocks, each a contiguous run of them.

use super::names::{Read, Reader, hash};
use super::vocabulary;
use crate::classify::Page;
use crate::document::{Attr, NodeId, Tag};
use std::ops::Range;

/// Elements whose distance above a block is a feature.
const SECTIONS: [Tag; 19] = [
    Tag::Article,
    Tag::Main,
    Tag::Section,
    Tag::Aside,
    Tag::Nav,
    Tag::Header,
    Tag::Footer,
    Tag::Form,
    Tag::Table,
    Tag::Ul,
    Tag::Ol,
    Tag::Figure,
    Tag::Blockquote,
    Tag::Button,
    Tag::Dl,
    Tag::Pre,
    Tag::Li,
    Tag::P,
    Tag::A,
];

/// For each tag its place among those, or [`NOWHERE`], behind all.
static SECTION_OF: [u8; 256] = {
    let mut table = [NOWHERE; 256];
    let mut at = 0;
    while at < SECTIONS.len() {
        table[SECTIONS[at] as usize] = at as u8;
        at += 1;
    }
    table
};

/// ARIA roles whose distance is a feature.
const ARIA: [&str; 4] = ["main", "contentinfo", "dialog", "tabpanel"];

/// Ends of microdata's properties and types whose distance is a feature.
const ITEMS: [&str; 3] = ["name", "text", "Product"];

const ARIA_AT: usize = SECTIONS.len();
const ITEMS_AT: usize = ARIA_AT + ARIA.len();
const WORDS_AT: usize = ITEMS_AT + ITEMS.len();

/// Number of things whose distance above a block is known.
pub(super) const REACH: usize = WORDS_AT + vocabulary::COUNT;

/// Distance of what does not stand above a block.
pub(super) const NOWHERE: u8 = u8::MAX;

/// Names of what distances are measured to.
pub(super) fn reach_names() -> impl Iterator<Item = String> {
    let sections = SECTIONS.iter().map(|tag| format!("tag_{}", tag.name()));
    let aria = ARIA.iter().map(|role| format!("role_{role}"));
    let items = ITEMS.iter().map(|item| format!("item_{item}"));
    sections.chain(aria).chain(items).chain(vocabulary::names().map(|name| format!("word_{name}")))
}

/// An element with at least one block below it.
pub(super) struct Element {
    /// Place of the element above in the list; the first one is its own.
    pub parent: u32,
    /// The nearest element above that holds more blocks, or itself at the top.
    pub wider: u32,
    /// Its blocks.
    pub range: Range<usize>,
    pub tag: Option<Tag>,
    /// Elements above it.
    pub depth: u32,
    /// Nodes below it.
    pub nodes: u32,
    /// Tag and class names: elements of one make have the same.
    pub make: u32,
    /// What class and id say.
    pub names: [Read; 2],
    /// Steps up to the nearest element of each kind; [`NOWHERE`] when there is none.
    pub reach: [u8; REACH],
}

/// All elements with blocks, in document order.
pub(super) struct Elements<'a> {
    pub list: Vec<Element>,
    pub reader: Reader<'a>,
    /// The element of each block.
    pub home: Vec<u32>,
}

impl<'a> Elements<'a> {
    pub fn of(page: &Page<'a>) -> Self {
        let document = page.document;
        let mut own = Self { list: Vec::with_capacity(512), reader: Reader::new(), home: Vec::new() };
        let mut slot_of = vec![0_u32; document.len() as usize];
        own.list.push(Element {
            parent: 0,
            wider: 0,
            range: 0..page.blocks.len(),
            tag: None,
            depth: 0,
            nodes: document.len(),
            make: 0,
            names: [Read::default(), Read::default()],
            reach: [NOWHERE; REACH],
        });
        let mut node = 1;
        while node < document.len() {
            let tag = document.tag(node);
            let range = if tag.is_some() { page.blocks.within(document, node) } else { 0..0 };
            let Some(tag) = tag.filter(|_| !range.is_empty()) else {
                // No block stands below it.
                node = document.node(node).end;
                continue;
            };
            let parent = slot_of[document.node(node).parent as usize];
            slot_of[node as usize] = own.list.len() as u32;
            own.push(page, node, tag, parent, range);
            node += 1;
        }
        let homes = page.blocks.iter().enumerate().map(|(index, block)| {
            // A block may begin before the element that it is of: then that element does not hold it.
            let mut slot = slot_of[block.node as usize];
            while !own.list[slot as usize].range.contains(&index) {
                slot = own.list[slot as usize].parent;
            }
            slot
        });
        own.home = homes.collect();
        own
    }

    fn push(&mut self, page: &Page<'a>, node: NodeId, tag: Tag, parent: u32, range: Range<usize>) {
        let document = page.document;
        let above = &self.list[parent as usize];
        let mut reach = above.reach;
        for steps in &mut reach {
            *steps = steps.saturating_add(1);
        }
        let (depth, wider) =
            (above.depth + 1, if above.range.len() > range.len() { parent } else { above.wider });
        if let Some(steps) = reach.get_mut(usize::from(SECTION_OF[tag as usize])) {
            *steps = 0;
        }
        let (mut class, mut id) = ("", "");
        for (attr, value) in document.attributes(node) {
            match attr {
                Attr::Class => class = value,
                Attr::Id => id = value,
                Attr::Role => {
                    if let Some(at) = ARIA.iter().position(|own| *own == value) {
                        reach[ARIA_AT + at] = 0;
                    }
                }
                Attr::Itemprop | Attr::Itemtype => {
                    for word in value.split([' ', '/']) {
                        if let Some(at) = ITEMS.iter().position(|own| *own == word) {
                            reach[ITEMS_AT + at] = 0;
                        }
                    }
                }
                _ => {}
            }
        }
        let names = [self.reader.read(class), self.reader.read(id)];
        let mut rows = names[0].rows | names[1].rows;
        while rows != 0 {
            reach[WORDS_AT + rows.trailing_zeros() as usize] = 0;
            rows &= rows - 1;
        }
        let first = class.split_ascii_whitespace().next().unwrap_or_default();
        let make = hash(first.as_bytes()) ^ (tag as u32 + 1).wrapping_mul(0x9e37_79b1);
        let nodes = document.node(node).end - node;
        self.list.push(Element { parent, wider, range, tag: Some(tag), depth, nodes, make, names, reach });
    }

    /// The element of a block.
    pub fn home(&self, index: usize) -> &Element {
        &self.list[self.home[index] as usize]
    }

    /// The element above in the list.
    pub fn at(&self, slot: u32) -> &Element {
        &self.list[slot as usize]
    }

    /// The hashes of the words in an element's class and id.
    pub fn hashes(&self, slot: u32) -> impl Iterator<Item = u16> + '_ {
        let names = &self.at(slot).names;
        names.iter().flat_map(|read| &self.reader.hashes[read.first as usize..read.last as usize]).copied()
    }
}
