//! What readers operate and do not read: buttons, and the labels of form fields.

use crate::blocks::{Shape, words};
use crate::classify::Page;
use crate::classify::features::Features;
use crate::classify::phrases::{self, Phrase};
use crate::document::Tag;

/// Most words of a button; longer ones are the questions of an accordion.
const BUTTON_WORDS: u32 = 4;

/// Most words of the labels that stand in one block.
const LABEL_WORDS: u32 = 6;

/// Elements between a text and the button or label that holds it.
const STEPS: usize = 4;

/// Whether a block is what stands on a button or before a field of a form.
pub(super) fn is_control(page: &Page, features: &Features, index: usize) -> bool {
    let block = page.blocks.get(index);
    let stats = &features.stats[index];
    if matches!(block.shape, Shape::Heading(_) | Shape::Cell) || stats.sentence || stats.words > LABEL_WORDS {
        return false;
    }
    let mut above = page.document.ancestors(block.first).take(STEPS).map(|node| page.document.tag(node));
    above.any(|tag| match tag {
        Some(Tag::Button) => stats.words <= BUTTON_WORDS,
        Some(Tag::Label) => true,
        _ => false,
    })
}

/// Most words of a counter under a post: "6 Likes".
const COUNTER_WORDS: u32 = 2;

/// Whether a line is a number alone, or tells how many readers pressed a button.
pub(super) fn is_counter(text: &str, count: u32) -> bool {
    let button = text.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let counts = || button.len() < text.len() && phrases::says(button, Phrase::Control);
    !words::has_letters(text) || (count <= COUNTER_WORDS && counts())
}
