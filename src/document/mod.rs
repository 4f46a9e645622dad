//! The parsed page: elements and text, flat and in document order.
//!
//! In: a page's text. Out: a [`Document`] that does not show which parser made it. A node's id is
//! its place in document order, and its subtree is the range of ids that follows it, so later steps
//! walk a page with a counter and never with recursion.

pub mod html;
mod names;
pub mod text;

use names::LATE_SOURCES;
pub use names::{Attr, Tag};

use crate::record::Format;

/// Place of a node in document order; 0 is the root.
pub type NodeId = u32;

/// A parsed page.
#[derive(Debug, Clone)]
pub struct Document {
    /// What the page was built from.
    pub format: Format,
    /// Whether the source ended inside a tag, a comment or a script.
    pub truncated: bool,
    /// Whether elements were nested deeper than [`html::MAX_DEPTH`].
    pub depth_capped: bool,
    nodes: Vec<Node>,
    attributes: Vec<(Attr, Span)>,
    /// The source as a whole, so that most words and values need not be copied one by one, and after
    /// it those that stand otherwise there.
    text: String,
}

/// A range of bytes in the text that the document owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Span {
    start: u32,
    end: u32,
}

/// Bytes of source for each byte of resolved text that room is made for at first: most pages need less.
const BYTES_PER_RESOLVED: usize = 8;

/// Bytes that are copied at once: few enough for a loop of vector loads, so that counted instructions
/// say what copying costs (beyond 4 KiB the C library uses `rep movsb`, which counts as one a byte).
const COPIED: usize = 2_048;

/// An element or a run of text.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The element that holds this node; the root holds itself.
    pub parent: NodeId,
    /// One past the last node of this node's subtree.
    pub end: NodeId,
    /// Number of elements above this node.
    pub depth: u32,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Root,
    /// Tag and range in `attributes`.
    Element {
        tag: Tag,
        facts: Facts,
        first: u32,
        last: u32,
    },
    Text(Span),
}

/// What an element's attributes say of it that is asked for at every element, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Facts(u8);

impl Facts {
    /// An attribute may keep it from readers: of most elements none does.
    pub(crate) const MAY_HIDE: Self = Self(1);
    /// It has an address.
    pub(crate) const LEADS: Self = Self(2);

    #[inline(always)]
    pub(crate) fn has(self, fact: Self) -> bool {
        self.0 & fact.0 != 0
    }

    /// With this fact as well, if a condition holds.
    #[inline(always)]
    fn with(self, fact: Self, holds: bool) -> Self {
        Self(self.0 | if holds { fact.0 } else { 0 })
    }

    /// Those of two elements.
    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What a node is, for those who walk over all of them.
pub(crate) enum Content<'d> {
    Element(Tag, Facts),
    /// How many bytes the words are, and the bytes from their first one on to the end of all texts, so that
    /// words can be read in whole steps.
    Words(usize, &'d [u8]),
}

impl Document {
    /// Number of nodes, the root included.
    #[inline]
    pub fn len(&self) -> NodeId {
        self.nodes.len() as NodeId
    }

    /// Whether the page holds neither element nor text.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    /// The node in this place of the document.
    #[inline]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The same; `None` beyond the last one.
    #[inline(always)]
    pub(crate) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// The element's tag; `None` for text and for the root.
    #[inline]
    pub fn tag(&self, id: NodeId) -> Option<Tag> {
        match self.node(id).kind {
            Kind::Element { tag, .. } => Some(tag),
            _ => None,
        }
    }

    /// The value of an element's attribute, as written; empty when it has none.
    #[inline]
    pub fn attr(&self, id: NodeId, name: Attr) -> Option<&str> {
        let Kind::Element { first, last, .. } = self.node(id).kind else { return None };
        let own = &self.attributes[first as usize..last as usize];
        own.iter().find(|(attr, _)| *attr == name).map(|(_, span)| self.slice(*span))
    }

    /// The attributes of an element that are kept, in the order of its tag.
    #[inline]
    pub fn attributes(&self, id: NodeId) -> impl Iterator<Item = (Attr, &str)> {
        let (first, last) = match self.node(id).kind {
            Kind::Element { first, last, .. } => (first, last),
            _ => (0, 0),
        };
        self.attributes[first as usize..last as usize].iter().map(|(attr, span)| (*attr, self.slice(*span)))
    }

    /// The names of an element's attributes that are kept, in the order of its tag. Where few of them are
    /// of interest, the values of all others need not be looked at.
    #[inline]
    pub fn attribute_names(&self, id: NodeId) -> impl Iterator<Item = Attr> {
        let (first, last) = match self.node(id).kind {
            Kind::Element { first, last, .. } => (first, last),
            _ => (0, 0),
        };
        self.attributes[first as usize..last as usize].iter().map(|(attr, _)| *attr)
    }

    /// The words of a text node, as written; `None` for elements.
    #[inline]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.node(id).kind {
            Kind::Text(span) => Some(self.slice(span)),
            _ => None,
        }
    }

    /// What a node is; `None` for the root.
    #[inline(always)]
    pub(crate) fn content(&self, node: &Node) -> Option<Content<'_>> {
        match node.kind {
            Kind::Root => None,
            Kind::Element { tag, facts, .. } => Some(Content::Element(tag, facts)),
            Kind::Text(Span { start, end }) => {
                Some(Content::Words((end - start) as usize, &self.text.as_bytes()[start as usize..]))
            }
        }
    }

    /// Bytes of all words below a node.
    pub(crate) fn words_len(&self, id: NodeId) -> usize {
        let lengths =
            self.nodes[id as usize..self.node(id).end as usize].iter().map(|node| match node.kind {
                Kind::Text(Span { start, end }) => (end - start) as usize,
                _ => 0,
            });
        lengths.sum()
    }

    /// Bytes of the source and of what is written behind it.
    pub(crate) fn size(&self) -> usize {
        self.text.len()
    }

    /// The nodes below this one, in document order.
    pub fn descendants(&self, id: NodeId) -> std::ops::Range<NodeId> {
        id + 1..self.node(id).end
    }

    /// The nodes right below this one.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).end;
        let mut next = id + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.node(child).end;
            Some(child)
        })
    }

    /// The elements above this node, nearest first, the root last.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            let up = (at != 0).then(|| self.node(at).parent)?;
            at = up;
            Some(up)
        })
    }

    /// All words below a node, white space collapsed to single spaces.
    pub fn words(&self, id: NodeId) -> String {
        let mut out = String::new();
        for node in id..self.node(id).end {
            for word in self.text(node).unwrap_or_default().split_whitespace() {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(word);
            }
        }
        out
    }

    /// A document of the root alone.
    fn of_source(format: Format, source: &str) -> Self {
        let root = Node { parent: 0, end: 1, depth: 0, kind: Kind::Root };
        let mut text = String::with_capacity(source.len() + source.len() / BYTES_PER_RESOLVED);
        let mut rest = source;
        while !rest.is_empty() {
            let (piece, more) = rest.split_at(rest.floor_char_boundary(COPIED));
            text.push_str(piece);
            rest = more;
        }
        Self {
            format,
            truncated: false,
            depth_capped: false,
            nodes: vec![root],
            attributes: Vec::new(),
            text,
        }
    }

    /// Copies words to the document's text.
    #[inline]
    fn keep(&mut self, words: &str) -> Span {
        let start = self.text.len() as u32;
        self.text.push_str(words);
        Span { start, end: self.text.len() as u32 }
    }

    /// Copies words that the document has already to the end of its text.
    fn repeat(&mut self, span: Span) -> Span {
        let start = self.text.len() as u32;
        self.text.extend_from_within(span.start as usize..span.end as usize);
        Span { start, end: self.text.len() as u32 }
    }

    #[inline]
    fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }
}
