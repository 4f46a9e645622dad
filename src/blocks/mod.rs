//! Document to blocks: runs of text between block-level boundaries, in reading order.
//!
//! In: a [`Document`]. Out: [`Blocks`], with one text that all blocks share, their links and the
//! page's pictures. [`numbering`] knows every form that a list's number takes.

mod apparatus;
mod flow;
mod frame;
mod html;
mod lines;
mod list_style;
pub mod numbering;
mod parted;
mod run_on;
pub mod series;
mod spelled;
mod white_space;
pub mod words;

pub(crate) use apparatus::{holds_posts, names_references};
pub(crate) use flow::hidden_by_attribute;
pub(crate) use html::LAYOUT_CELL_WORDS;
pub(crate) use lines::{BULLETS, HEADING_RATIO, HEADING_WORDS, UNDER_HEADING_WORDS};

use crate::document::{Document, NodeId};
use crate::record::Format;
use std::ops::Range;

/// Bytes of a document's text for each byte that shows, nodes for each block, and nodes for each link, that
/// room is made for at first: half of all pages need less.
const BYTES_PER_SHOWN: usize = 8;
const NODES_PER_BLOCK: usize = 8;
const NODES_PER_LINK: usize = 12;

/// All blocks of a page, with the text, the links and the pictures that they share.
#[derive(Debug, Clone, Default)]
pub struct Blocks {
    text: String,
    list: Vec<Block>,
    links: Vec<BlockLink>,
    pictures: Vec<Picture>,
    /// For each node, how many blocks begin before it; one entry more than there are nodes.
    before: Vec<u32>,
}

/// A run of text between block-level boundaries.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The innermost block-level element around it; the first line's node in plain text.
    pub node: NodeId,
    /// The first node of its text: it orders blocks within the document.
    pub first: NodeId,
    /// What the markup says it is.
    pub shape: Shape,
    /// Whether the page hides it from readers.
    pub hidden: bool,
    /// Whether what hides it stands in a block that is hidden itself, as a note does on a page that is shown as a whole
    /// once it is loaded.
    pub hidden_within: bool,
    text: Range<u32>,
    links: Range<u32>,
}

/// What the markup says a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Running text, or text of no particular kind.
    Paragraph,
    /// A heading of this level, 1 to 6. In plain text, a line that stands like one has level 2.
    Heading(u8),
    /// Text of a list item.
    Item,
    /// Text of a table's cell.
    Cell,
    /// Preformatted text.
    Code,
    /// A caption that the page shows.
    Caption,
}

/// A link inside a block.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockLink {
    /// The `<a>` element.
    pub node: NodeId,
    text: Range<u32>,
}

/// A picture between blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The `<img>` element.
    pub node: NodeId,
    /// Index of the block that the picture stands in or before.
    pub block: u32,
}

impl Blocks {
    /// Cuts a document into blocks.
    pub fn of(document: &Document) -> Self {
        let blocks = match document.format {
            Format::Html => html::segment(document),
            Format::Text => lines::segment(document),
        };
        let mut blocks = run_on::split(blocks);
        blocks.before = blocks.count_before(document);
        blocks
    }

    /// No blocks, with room for those of most pages.
    fn with_room(document: &Document) -> Self {
        Self {
            text: String::with_capacity(document.size() / BYTES_PER_SHOWN),
            list: Vec::with_capacity(document.len() as usize / NODES_PER_BLOCK),
            links: Vec::with_capacity(document.len() as usize / NODES_PER_LINK),
            ..Self::default()
        }
    }

    fn count_before(&self, document: &Document) -> Vec<u32> {
        let mut before = Vec::with_capacity(document.len() as usize + 1);
        for (index, block) in self.list.iter().enumerate() {
            // Nodes up to this block's first have the blocks up to this one before them.
            before.resize(before.len().max(block.first as usize + 1), index as u32);
        }
        before.resize(document.len() as usize + 1, self.list.len() as u32);
        before
    }

    /// Number of blocks.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the page holds no words at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The blocks, in reading order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Block> + DoubleEndedIterator {
        self.list.iter()
    }

    /// The block in this place.
    pub fn get(&self, index: usize) -> &Block {
        &self.list[index]
    }

    /// Whether a block is a heading.
    pub fn is_heading(&self, index: usize) -> bool {
        self.level(index).is_some()
    }

    /// The level of a block that is a heading.
    pub fn level(&self, index: usize) -> Option<u8> {
        match self.list[index].shape {
            Shape::Heading(level) => Some(level),
            _ => None,
        }
    }

    /// The node behind those of a block: the next block's first, or the end of the element around it.
    pub fn end(&self, document: &Document, index: usize) -> NodeId {
        let end = document.node(self.list[index].node).end;
        self.list.get(index + 1).map_or(end, |next| next.first.min(end))
    }

    /// The words of a block, white space collapsed; a line break of the page is `\n`.
    pub fn text(&self, index: usize) -> &str {
        self.slice(&self.list[index].text)
    }

    /// Whether a block consists of these words.
    pub fn has_line(&self, words: &str) -> bool {
        self.list.iter().any(|block| self.slice(&block.text) == words)
    }

    /// The links of a block, in order.
    pub fn links(&self, index: usize) -> &[BlockLink] {
        let Range { start, end } = self.list[index].links;
        &self.links[start as usize..end as usize]
    }

    /// The words of a link.
    pub fn link_text(&self, link: &BlockLink) -> &str {
        self.slice(&link.text).trim()
    }

    /// Whether a link stands at the start of a block.
    pub fn begins_with_link(&self, index: usize) -> bool {
        self.links(index).first().is_some_and(|link| link.text.start == self.list[index].text.start)
    }

    /// Bytes of a block's text that lead elsewhere.
    pub fn link_bytes(&self, index: usize) -> usize {
        self.links(index).iter().map(|link| link.text.len()).sum()
    }

    /// The page's pictures that have an address or an alternative text, in reading order.
    pub fn pictures(&self) -> &[Picture] {
        &self.pictures
    }

    /// The blocks that stand below an element, as a range of indices.
    pub fn within(&self, document: &Document, node: NodeId) -> Range<usize> {
        let end = document.node(node).end;
        self.before[node as usize] as usize..self.before[end as usize] as usize
    }

    fn slice(&self, range: &Range<u32>) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }
}
