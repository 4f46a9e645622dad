//! The nodes of a page while it is parsed.
//!
//! Nodes are written in the order in which they are made. Nearly always that is document order, and
//! the finished list is the document. Where a rule moves nodes, or puts one before others, the list is
//! linked ([`Tree::link`]): from then on links hold the order, and [`Tree::finish`] writes the list anew.

mod links;
mod texts;

use super::MAX_DEPTH;
use super::references;
use crate::document::{Attr, Document, Facts, Kind, Node, NodeId, Span, Tag};
use crate::record::Format;
use std::ops::Range;

/// No node.
pub(super) const NONE: NodeId = NodeId::MAX;

const ROOT: NodeId = 0;

/// Bytes of source for each node and for each attribute that room is made for at first: most pages need
/// less, and lists that are too short grow.
const BYTES_PER_NODE: usize = 32;
const BYTES_PER_ATTRIBUTE: usize = 48;

/// Where a node goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Last in this element.
    In(NodeId),
    /// Right before this node.
    Before(NodeId),
}

/// The neighbours of a node. A text's children are its further pieces.
#[derive(Debug, Clone, Copy)]
struct Links {
    first: NodeId,
    last: NodeId,
    previous: NodeId,
    next: NodeId,
    /// Whether it is a text that a comment follows: no text joins it.
    sealed: bool,
}

const ALONE: Links = Links { first: NONE, last: NONE, previous: NONE, next: NONE, sealed: false };

/// The attributes of an element, as a range of the document's.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Attributes {
    pub first: u32,
    pub last: u32,
    pub facts: Facts,
}

impl Attributes {
    #[inline(always)]
    fn element(self, tag: Tag) -> Kind {
        Kind::Element { tag, facts: self.facts, first: self.first, last: self.last }
    }
}

/// The nodes made so far.
#[derive(Debug)]
pub(super) struct Tree<'s> {
    source: &'s str,
    document: Document,
    /// One for each node once the list is linked, else empty.
    links: Vec<Links>,
    /// Texts that a comment follows, while the list is not linked.
    sealed: Vec<NodeId>,
    /// Whether an element was closed while elements in it were still open, so that more went into it.
    outgrown: bool,
}

impl<'s> Tree<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        let mut document = Document::of_source(Format::Html, source);
        document.nodes.reserve(source.len() / BYTES_PER_NODE);
        document.attributes.reserve(source.len() / BYTES_PER_ATTRIBUTE);
        Self { source, document, links: Vec::new(), sealed: Vec::new(), outgrown: false }
    }

    fn is_linked(&self) -> bool {
        !self.links.is_empty()
    }

    fn last(&self) -> NodeId {
        self.document.len() - 1
    }

    /// The element that children of this one go into: itself, or where it is as deep as elements may be,
    /// the one around it.
    #[inline]
    pub(super) fn holder(&mut self, id: NodeId) -> NodeId {
        let node = self.document.node(id);
        if node.depth < MAX_DEPTH {
            return id;
        }
        let parent = node.parent;
        self.document.depth_capped = true;
        parent
    }

    /// Adds an attribute for the element that is made next, whose value stands there in the source.
    #[inline(always)]
    pub(super) fn attribute(&mut self, attr: Attr, start: usize, end: usize, resolves: bool) {
        let span = match resolves {
            true => self.resolved(start..end, references::Kind::Attribute),
            false => Span { start: start as u32, end: end as u32 },
        };
        self.document.attributes.push((attr, span));
    }

    /// Writes a stretch of the source resolved behind all other texts.
    #[inline(never)]
    fn resolved(&mut self, words: Range<usize>, kind: references::Kind) -> Span {
        let start = self.document.text.len() as u32;
        references::resolve(&self.source[words], kind, &mut self.document.text);
        Span { start, end: self.document.text.len() as u32 }
    }

    /// Takes out one of the attributes of the element that is made next.
    pub(super) fn drop_attribute(&mut self, at: usize) {
        self.document.attributes.remove(at);
    }

    /// How many attributes there are: the first of the next element.
    #[inline(always)]
    pub(super) fn attributes(&self) -> u32 {
        self.document.attributes.len() as u32
    }

    /// The attributes of an element.
    pub(super) fn attributes_of(&self, id: NodeId) -> Attributes {
        match self.document.node(id).kind {
            Kind::Element { first, last, facts, .. } => Attributes { first, last, facts },
            _ => Attributes::default(),
        }
    }

    /// Gives an element those attributes that it has not.
    pub(super) fn attributes_if_missing(&mut self, id: NodeId, late: Attributes) {
        let own = self.attributes_of(id);
        let all = &mut self.document.attributes;
        // Its own move to the end, where there is room for more.
        let start = all.len();
        all.extend_from_within(own.first as usize..own.last as usize);
        for at in late.first as usize..late.last as usize {
            if !all[start..].iter().any(|(own, _)| *own == all[at].0) {
                all.push(all[at]);
            }
        }
        let end = all.len() as u32;
        if let Kind::Element { first, last, facts, .. } = &mut self.document.nodes[id as usize].kind {
            (*first, *last, *facts) = (start as u32, end, own.facts.or(late.facts));
        }
    }

    /// Makes an element.
    #[inline(always)]
    pub(super) fn element(&mut self, place: Place, tag: Tag, attributes: Attributes) -> NodeId {
        self.add(place, attributes.element(tag))
    }

    /// Makes an element, and says where its children go, as [`Tree::holder`] does.
    #[inline(always)]
    pub(super) fn open_element(
        &mut self,
        place: Place,
        tag: Tag,
        attributes: Attributes,
    ) -> (NodeId, NodeId) {
        match place {
            Place::In(parent) if !self.is_linked() => {
                let (id, depth) = self.push(parent, attributes.element(tag));
                if depth < MAX_DEPTH {
                    return (id, id);
                }
                self.document.depth_capped = true;
                (id, parent)
            }
            place => {
                let id = self.add_linked(place, attributes.element(tag));
                (id, self.holder(id))
            }
        }
    }

    #[inline(always)]
    fn add(&mut self, place: Place, kind: Kind) -> NodeId {
        match place {
            Place::In(parent) if !self.is_linked() => self.push(parent, kind).0,
            place => self.add_linked(place, kind),
        }
    }

    /// Makes a node, the last of all; its depth is told as well.
    #[inline(always)]
    fn push(&mut self, parent: NodeId, kind: Kind) -> (NodeId, u32) {
        let id = self.document.len();
        let depth = self.document.node(parent).depth + 1;
        self.document.nodes.push(Node { parent, end: id + 1, depth, kind });
        (id, depth)
    }

    #[inline(never)]
    fn add_linked(&mut self, place: Place, kind: Kind) -> NodeId {
        self.link();
        let id = self.document.len();
        self.document.nodes.push(Node { parent: NONE, end: id + 1, depth: 0, kind });
        self.links.push(ALONE);
        self.insert(id, place);
        id
    }

    /// Makes an element that has no place yet.
    pub(super) fn loose_element(&mut self, tag: Tag, attributes: Attributes) -> NodeId {
        self.link();
        let id = self.document.len();
        let kind = attributes.element(tag);
        self.document.nodes.push(Node { parent: NONE, end: id + 1, depth: 0, kind });
        self.links.push(ALONE);
        id
    }

    /// Says that a comment stands last in an element.
    pub(super) fn seal(&mut self, parent: NodeId) {
        if self.is_linked() {
            let last = self.links[parent as usize].last;
            if last != NONE {
                self.links[last as usize].sealed = true;
            }
        } else if self.document.node(self.last()).parent == parent {
            self.sealed.push(self.last());
        }
    }

    /// Says that more goes into an element that was closed before.
    pub(super) fn reopen(&mut self, id: NodeId) {
        let last = self.last();
        if last != id && !self.document.ancestors(last).any(|above| above == id) {
            self.link();
        }
    }

    /// Links the list, if that has not been done.
    pub(super) fn link(&mut self) {
        if self.is_linked() {
            return;
        }
        self.links = vec![ALONE; self.document.nodes.len()];
        for (id, node) in self.document.nodes.iter().enumerate().skip(1) {
            let before = std::mem::replace(&mut self.links[node.parent as usize].last, id as NodeId);
            self.links[id].previous = before;
            match before {
                NONE => self.links[node.parent as usize].first = id as NodeId,
                before => self.links[before as usize].next = id as NodeId,
            }
        }
        for id in self.sealed.drain(..) {
            self.links[id as usize].sealed = true;
        }
    }

    /// Whether the words in an element are kept: those of scripts and styles are no words of the page,
    /// but JSON-LD is a script that later steps read.
    pub(super) fn keeps_words(&self, id: NodeId) -> bool {
        match self.document.tag(id) {
            Some(Tag::Style) => false,
            Some(Tag::Script) => {
                self.document.attr(id, Attr::Type).is_some_and(|kind| kind.contains("ld+json"))
            }
            _ => true,
        }
    }

    /// Says that nothing more goes into an element that is no deeper than elements may be.
    #[inline(always)]
    pub(super) fn close(&mut self, id: NodeId) {
        self.document.nodes[id as usize].end = self.document.len();
    }

    /// Says that more goes into an element whose end was told or will not be told.
    pub(super) fn outgrow(&mut self) {
        self.outgrown = true;
    }

    /// The document of these nodes.
    pub(super) fn finish(mut self, truncated: bool, simplified: bool) -> Document {
        if self.is_linked() {
            self.reorder();
        }
        if self.is_linked() || self.outgrown {
            // Nodes follow their parents, so that a subtree's end is known before it is asked for.
            let nodes = &mut self.document.nodes;
            for id in (1..nodes.len()).rev() {
                let Node { parent, end, .. } = nodes[id];
                let above = &mut nodes[parent as usize];
                above.end = above.end.max(end);
            }
        }
        self.document.nodes[ROOT as usize].end = self.document.len();
        self.document.truncated = truncated;
        self.document.depth_capped |= simplified;
        self.document
    }
}

#[cfg(test)]
impl Tree<'_> {
    /// All attributes so far.
    pub(super) fn last_attributes(&self) -> impl Iterator<Item = (Attr, &str)> {
        self.document.attributes.iter().map(|(attr, span)| (*attr, self.document.slice(*span)))
    }
}
