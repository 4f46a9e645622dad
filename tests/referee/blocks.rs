//! The blocks of an outline: what a reader of the page sees as paragraphs, with the containers around.
//!
//! Two outlines that differ may still hold the same blocks. This is told apart on its own, plainer terms
//! than those of `tamis::blocks`, because html5ever's side has no document.

use super::outline::{Line, Node};
use tamis::document::Tag;

/// A run of words between block-level boundaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The words, white space collapsed.
    pub text: String,
    /// The block-level elements around, the outermost first.
    pub chain: Vec<Tag>,
}

/// The blocks of an outline, in order.
pub fn of(outline: &[Line]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut chain: Vec<(u32, Tag)> = Vec::new();
    let mut text = String::new();
    for line in outline {
        if chain.last().is_some_and(|(depth, _)| *depth >= line.depth) {
            flush(&mut blocks, &mut text, &chain);
            chain.retain(|(depth, _)| *depth < line.depth);
        }
        match &line.node {
            Node::Element { tag, .. } if is_block(*tag) => {
                flush(&mut blocks, &mut text, &chain);
                chain.push((line.depth, *tag));
            }
            Node::Element { .. } => {}
            Node::Text(words) => text.push_str(words),
        }
    }
    flush(&mut blocks, &mut text, &chain);
    blocks
}

fn flush(blocks: &mut Vec<Block>, text: &mut String, chain: &[(u32, Tag)]) {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.clear();
    if !words.is_empty() {
        blocks.push(Block { text: words, chain: chain.iter().map(|(_, tag)| *tag).collect() });
    }
}

fn is_block(tag: Tag) -> bool {
    !matches!(
        tag,
        Tag::A
            | Tag::Abbr
            | Tag::B
            | Tag::Big
            | Tag::Cite
            | Tag::Code
            | Tag::Del
            | Tag::Em
            | Tag::Font
            | Tag::I
            | Tag::Img
            | Tag::Input
            | Tag::Ins
            | Tag::Kbd
            | Tag::Label
            | Tag::Mark
            | Tag::Math
            | Tag::Picture
            | Tag::Q
            | Tag::Rp
            | Tag::Rt
            | Tag::Ruby
            | Tag::S
            | Tag::Samp
            | Tag::Small
            | Tag::Source
            | Tag::Span
            | Tag::Strike
            | Tag::Strong
            | Tag::Sub
            | Tag::Sup
            | Tag::Time
            | Tag::Tt
            | Tag::U
            | Tag::Unknown
            | Tag::Var
            | Tag::Wbr
    )
}
