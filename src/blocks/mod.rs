//! Document to blocks: runs of text between block-level boundaries, in reading order.

use crate::document::NodeId;
use std::ops::Range;

/// All blocks of a page, with the text and the links that they share.
#[derive(Debug, Clone, Default)]
pub struct Blocks {
    text: String,
    list: Vec<Block>,
    links: Vec<BlockLink>,
}

/// A run of text between block-level boundaries.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The innermost block-level element around it; the line's node in plain text.
    pub node: NodeId,
    /// What the markup says it is.
    pub shape: Shape,
    /// Whether the page hides it from readers.
    pub hidden: bool,
    text: Range<u32>,
    links: Range<u32>,
}

/// What the markup says a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Running text, or text of no particular kind.
    Paragraph,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// Text of a list item.
    Item,
    /// Text of a table's cell.
    Cell,
    /// Preformatted text.
    Code,
    /// A caption that the page shows.
    Caption,
    /// The alternative text of a picture.
    AltText,
}

/// A link inside a block.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockLink {
    /// The `<a>` element.
    pub node: NodeId,
    text: Range<u32>,
}
