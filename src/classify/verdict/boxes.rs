//! Boxes that ask for an address, whole: what stands between their heading and their button, and the small print behind it.

use crate::blocks::words;
use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::{Label, Page, Rule};
use crate::document::{NodeId, Tag};
use crate::record::{Format, Role};
use crate::wordlists::MAIL;

/// Most blocks of such a box: a heading, two lines, two buttons and the small print.
const MOST_BLOCKS: usize = 6;

/// Fewest of them that are known to ask for something: one call may stand in any part of a text.
const FEWEST_KNOWN: usize = 2;

/// Most words of the others.
const MOST_WORDS: u32 = 40;

/// Most of a text's words that such lines have: where more do, its own cards have buttons.
const MOST_SHARE: f32 = 0.1;

/// Chance from which a line is content all the same, as for other calls.
const CONTENT_CHANCE: f32 = 0.9;

/// Elements between a line and the box around it.
const STEPS: usize = 5;

/// Makes the lines of a box go with its heading and its button.
pub(super) fn leave(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    if page.document.format != Format::Html {
        return;
    }
    let is_promo = |at: usize| labels[at].role == Role::Promo;
    let beside = |at: usize| (at > 0 && is_promo(at - 1)) || (at + 1 < labels.len() && is_promo(at + 1));
    let boxed = |at: &usize| {
        let mut around = page.around(*at).take(STEPS);
        around.any(|node| is_box(page, features, labels, node))
    };
    let is_body = |at: &usize| labels[*at].role == Role::Body;
    // A name over a button is that of a thing on offer.
    let tells = |at: &usize| words::ends_sentence(page.blocks.text(*at));
    let doubtful = |at: &usize| decision.chances[*at] < CONTENT_CHANCE && beside(*at) && tells(at);
    let count = |at: usize| features.stats[at].words;
    let lines: Vec<usize> =
        (0..labels.len()).filter(|at| is_body(at) && doubtful(at)).filter(boxed).collect();
    let all: u32 = (0..labels.len()).filter(is_body).map(count).sum();
    if lines.iter().copied().map(count).sum::<u32>() as f32 <= MOST_SHARE * all as f32 {
        for at in lines {
            labels[at] = Label::of(Role::Promo, 0.7, Rule::PromoBox);
        }
    }
}

/// Whether an element is a box that begins by asking and holds little else.
fn is_box(page: &Page, features: &Features, labels: &[Label], node: NodeId) -> bool {
    let range = page.blocks.within(page.document, node);
    if range.len() > MOST_BLOCKS || !asks(page, node) {
        return false;
    }
    let is_promo = |at: &usize| labels[*at].role == Role::Promo;
    let others = || range.clone().filter(|at| !is_promo(at));
    let known = range.len() - others().count();
    known >= FEWEST_KNOWN
        && known * 2 >= range.len()
        && is_promo(&range.start)
        && others().map(|at| features.stats[at].words).sum::<u32>() <= MOST_WORDS
}

/// Whether something is to be filled in there, or mail is spoken of: steps and cards have buttons, too.
fn asks(page: &Page, node: NodeId) -> bool {
    let document = page.document;
    let is_field = |own: NodeId| matches!(document.tag(own), Some(Tag::Form | Tag::Input | Tag::Iframe));
    let speaks = |at: usize| {
        let text = page.blocks.text(at).to_lowercase();
        MAIL.iter().any(|word| text.contains(word))
    };
    document.descendants(node).any(is_field) || page.blocks.within(document, node).any(speaks)
}
