//! What stands behind the last paragraph of a dump: lists of other pages, the parts of the site, who wrote the text.
//!
//! There is nothing left there that tells the model one short line from the next, and some of them seem to be content. The
//! rest of the page is one thing.

use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::{Label, Rule};
use crate::record::Role;

/// Fewest words of the last paragraph.
const TEXT_WORDS: u32 = 12;

/// Confidence from which a page has such a paragraph: on listings and boards every line is as good as the next.
const SURE: f32 = 0.7;

/// Mean chance of the rest, to the end of the page, from which it may be a table or a list of the text's. Of 105 pages of
/// wcxb-dev, news-dev and zh-dev where lines below it are taken, they are the text's on 17.
const REST_CHANCE: f32 = 0.5;

/// Puts out the lines that were taken behind the last paragraph and do not stand right under it.
pub(super) fn leave(features: &Features, decision: &Decision, labels: &mut [Label]) {
    let is_body = |at: usize| labels[at].role == Role::Body;
    let is_text = |at: &usize| {
        let stats = &features.stats[*at];
        is_body(*at) && stats.prose && stats.words >= TEXT_WORDS
    };
    let Some(last) = (0..labels.len()).rfind(is_text).filter(|_| decision.confidence >= SURE) else {
        return;
    };
    let under = (last + 1..labels.len()).take_while(|at| is_body(*at)).count();
    let rest = last + 1 + under..labels.len();
    let chances: f32 = decision.chances[rest.clone()].iter().sum();
    if chances >= REST_CHANCE * rest.len() as f32 {
        return;
    }
    for at in rest {
        if labels[at].role == Role::Body {
            labels[at] = Label::of(Role::Other, 1.0 - decision.chances[at], Rule::Rest);
        }
    }
}
