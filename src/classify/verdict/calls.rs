//! Calls to action: "Get a free trial", "Follow us".

use crate::blocks::Shape;
use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Page};
use crate::record::Role;

/// Chance from which a call is content all the same. About half of the words of such blocks are in the labels of
/// wcxb-dev, so that its F1 is the same without them, with .8 as with .9; of gold-dev's promo a fifth less stands in
/// the text.
const CONTENT_CHANCE: f32 = 0.9;

/// Most words of a text that begins with a call; a longer one says something besides.
const CALL_WORDS: u32 = 40;

/// Most words of a text with a call in a later sentence: longer ones tell of something first.
const LATER_CALL_WORDS: u32 = 16;

/// Leaves out of the content what asks its readers for something and is not surely content.
pub(super) fn leave(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    for (index, label) in labels.iter_mut().enumerate() {
        let doubtful = label.role == Role::Body && decision.chances[index] < CONTENT_CHANCE;
        let running = matches!(page.blocks.get(index).shape, Shape::Paragraph | Shape::Heading(_));
        if doubtful && running && calls(page.blocks.text(index), features.stats[index].words) {
            *label = Label { role: Role::Promo, score: 1.0 - decision.chances[index], rule: "call" };
        }
    }
}

/// Whether a text asks its readers for something.
fn calls(text: &str, words: u32) -> bool {
    let said = |phrase| match words {
        ..=LATER_CALL_WORDS => phrases::holds(text, phrase),
        ..=CALL_WORDS => phrases::opens_with(text, phrase),
        _ => false,
    };
    said(Phrase::Call)
}
