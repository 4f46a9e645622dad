//! The list of active formatting elements: `<b>`, `<a>` and their like go on in the next block when
//! they were not closed before it.

use super::attributes;
use super::builder::Builder;
use super::names::Name;
use super::stack::Open;
use super::tokenizer::StartTag;
use crate::document::NodeId;
use std::num::NonZeroU64;
use std::ops::Range;

/// Elements of one name with the same attributes that may be active at a time: the standard's "Noah's
/// Ark clause".
const ALIKE: usize = 3;

/// Elements that may be active at a time. The standard sets no limit, but each is looked at when one
/// more comes. Of 2,178 real pages none has more than eight.
const MOST: usize = 32;

/// An entry of the list.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// What is before it stands outside of the cell, caption or the like that is open.
    Marker,
    Element(Active),
}

/// An active formatting element.
#[derive(Debug, Clone)]
pub(super) struct Active {
    pub node: NodeId,
    pub name: Name,
    /// Whether it is among the open elements.
    pub open: bool,
    /// Where its attributes stand in the source.
    from: u32,
    to: u32,
    /// Digest of them, once it was asked for or where there are none.
    digest: Option<NonZeroU64>,
}

/// The list, the element added last being the last.
#[derive(Debug, Default)]
pub(super) struct Formatting {
    list: Vec<Entry>,
}

impl Formatting {
    /// The elements after the last marker with their places, the last first.
    fn active(&self) -> impl Iterator<Item = (usize, &Active)> {
        self.list.iter().enumerate().rev().map_while(|(at, entry)| match entry {
            Entry::Marker => None,
            Entry::Element(active) => Some((at, active)),
        })
    }

    /// Where elements after the last marker begin.
    fn start(&self) -> usize {
        self.list.len() - self.active().count()
    }

    pub(super) fn mark(&mut self) {
        self.list.push(Entry::Marker);
    }

    /// Forgets all up to and with the last marker.
    pub(super) fn clear_to_marker(&mut self) {
        let start = self.start();
        self.list.truncate(start.saturating_sub(1));
    }

    /// The last active element of this name, and its place.
    pub(super) fn last(&self, name: Name) -> Option<(usize, &Active)> {
        self.active().find(|(_, active)| active.name == name)
    }

    /// Whether an element of this name is active.
    #[inline]
    pub(super) fn has(&self, name: Name) -> bool {
        self.last(name).is_some()
    }

    /// The place of an element.
    pub(super) fn position(&self, node: NodeId) -> Option<usize> {
        self.list.iter().rposition(|entry| matches!(entry, Entry::Element(active) if active.node == node))
    }

    /// Takes an element off, if it is the last.
    pub(super) fn pop_last(&mut self, node: NodeId) -> bool {
        let is_last = matches!(self.list.last(), Some(Entry::Element(active)) if active.node == node);
        if is_last {
            self.list.pop();
        }
        is_last
    }

    pub(super) fn remove(&mut self, at: usize) -> Entry {
        self.list.remove(at)
    }

    pub(super) fn insert(&mut self, at: usize, entry: Entry) {
        self.list.insert(at, entry);
    }

    /// Lets another element take an entry's place, as one that is open.
    pub(super) fn replace(&mut self, at: usize, node: NodeId) {
        if let Some(Entry::Element(active)) = self.list.get_mut(at) {
            (active.node, active.open) = (node, true);
        }
    }

    /// Says that an element is not open any more.
    pub(super) fn closed(&mut self, node: NodeId) {
        if let Some(Entry::Element(active)) = self.position(node).and_then(|at| self.list.get_mut(at)) {
            active.open = false;
        }
    }

    /// Whether the last entry needs not be made anew.
    #[inline]
    pub(super) fn is_settled(&self) -> bool {
        match self.list.last() {
            Some(Entry::Element(active)) => active.open,
            Some(Entry::Marker) | None => true,
        }
    }

    /// The places of the entries at the end of the list that are not open.
    fn unsettled(&self) -> Range<usize> {
        self.list.len() - self.active().take_while(|(_, active)| !active.open).count()..self.list.len()
    }

    /// Adds an element that was just opened.
    #[inline(always)]
    pub(super) fn push(&mut self, source: &str, active: Active) {
        match self.list.last() {
            Some(Entry::Element(last)) => {
                if !(last.is_twin_of(&active) && self.follow_twins(active.node)) {
                    self.push_among(source, active);
                }
            }
            Some(Entry::Marker) | None => self.list.push(Entry::Element(active)),
        }
    }

    /// The same where others are active.
    fn push_among(&mut self, source: &str, mut active: Active) {
        let (mut size, mut alike, mut twins, mut first) = (0, 0, 0, 0);
        for (at, entry) in self.list.iter().enumerate().rev() {
            let Entry::Element(own) = entry else { break };
            size += 1;
            if own.name == active.name {
                alike += 1;
                if own.digest == active.digest {
                    (twins, first) = (twins + 1, at);
                }
            }
        }
        if alike >= ALIKE && (twins < alike || active.digest.is_none()) {
            (twins, first) = self.twins(source, &mut active, size);
        }
        if twins < ALIKE && size < MOST {
            return self.list.push(Entry::Element(active));
        }
        // The others move up, and it takes the place behind them.
        let goes = if twins < ALIKE { self.list.len() - size } else { first };
        let moved = &mut self.list[goes..];
        for at in 1..moved.len() {
            moved.swap(at - 1, at);
        }
        if let Some(last) = moved.last_mut() {
            *last = Entry::Element(active);
        }
    }

    /// Lets an element follow its twin, the last one, if that follows two more: the first of them goes, and no
    /// others have to be looked for, since there are never more.
    #[inline(never)]
    fn follow_twins(&mut self, node: NodeId) -> bool {
        match self.list.last_chunk_mut::<ALIKE>() {
            Some([Entry::Element(first), Entry::Element(second), Entry::Element(third)])
                if second.is_twin_of(third) && first.is_twin_of(third) =>
            {
                // What twins have in common stays where it is.
                (first.node, first.open) = (second.node, second.open);
                (second.node, second.open) = (third.node, third.open);
                (third.node, third.open) = (node, true);
                true
            }
            _ => false,
        }
    }

    /// How many of the last `size` elements are like this one in name and attributes, and the first of them.
    #[inline(never)]
    fn twins(&mut self, source: &str, active: &mut Active, size: usize) -> (usize, usize) {
        let digest = active.digest(source);
        let start = self.list.len() - size;
        let (mut twins, mut first) = (0, start);
        for (at, entry) in self.list.iter_mut().enumerate().skip(start).rev() {
            if let Entry::Element(own) = entry
                && own.name == active.name
                && own.digest(source) == digest
            {
                (twins, first) = (twins + 1, at);
            }
        }
        (twins, first)
    }
}

impl Active {
    /// The element of a tag, which is open.
    #[inline(always)]
    pub(super) fn new(node: NodeId, tag: &StartTag) -> Self {
        let digest = (tag.to - tag.from <= 1).then_some(attributes::NO_ATTRIBUTES);
        Self { node, name: tag.name, open: true, from: tag.from, to: tag.to, digest }
    }

    /// Whether it is known to be like another in name and attributes.
    #[inline]
    fn is_twin_of(&self, other: &Self) -> bool {
        self.name == other.name && self.digest.is_some() && self.digest == other.digest
    }

    fn digest(&mut self, source: &str) -> NonZeroU64 {
        let written = self.from as usize..self.to as usize;
        *self.digest.get_or_insert_with(|| attributes::digest(source, written))
    }
}

impl Builder<'_> {
    /// Makes anew the formatting elements that the last block closed.
    #[inline]
    pub(super) fn reconstruct(&mut self) {
        if !self.formatting.is_settled() {
            self.remake();
        }
    }

    fn remake(&mut self) {
        let unsettled = self.formatting.unsettled();
        if !self.budget.take(unsettled.len()) {
            self.formatting.list.truncate(unsettled.start);
            return;
        }
        for at in unsettled {
            let Some(Entry::Element(active)) = self.formatting.list.get(at) else { continue };
            let (node, name) = (active.node, active.name);
            let attributes = self.tree.attributes_of(node);
            let place = self.place();
            let (node, holder) = self.tree.open_element(place, name.tag(), attributes);
            self.open.push(Open::html(node, holder, name, name.key()));
            self.formatting.replace(at, node);
        }
    }

    /// Opens a formatting element.
    #[inline]
    pub(super) fn insert_formatting(&mut self, tag: &StartTag) {
        self.reconstruct();
        let node = self.insert(tag);
        self.formatting.push(self.source, Active::new(node, tag));
    }
}
