//! What blocks of one make are: the same tags and classes all the way up, as the names of the places in an article that
//! lists them, or the paragraphs of an answer.
//!
//! The model looks at each by itself, and its chances lie on both sides of a page's cut-off by little.

use crate::blocks::{Shape, numbering};
use crate::classify::features::{Features, TEXT_LINK_SHARE};
use crate::classify::learned::{Decision, slots::Makes};
use crate::classify::{Label, Page, Rule};
use crate::document::NodeId;
use crate::record::{Format, Role};

/// Fewest blocks of a make that agree.
const FEWEST: usize = 3;

/// Share of them that are content where the others are, too.
const AGREED: f32 = 0.66;

/// Chance from which a heading goes with those of its make that stand over content as it does.
const HEADING_CHANCE: f32 = 0.1;

/// Chance from which another block does between two that are content.
const BETWEEN_CHANCE: f32 = 0.2;

/// Fewest headings whose numbers make a list without any other sign.
const NUMBERS: usize = 3;

/// Gives the role of content to blocks of a make that is content.
pub(super) fn take(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    if page.document.format != Format::Html {
        return;
    }
    let mut makes = Makes::of_elements(page.document);
    let open = |at: &usize| labels[*at].role == Role::Body || is_left(features, labels, *at);
    let blocks = (0..labels.len()).filter(open);
    let mut places: Vec<(u64, usize)> =
        blocks.map(|at| (makes.way(page.blocks.get(at).first, 0), at)).collect();
    places.sort_unstable();
    for make in places.chunk_by(|one, other| one.0 == other.0).filter(|make| make.len() >= FEWEST) {
        take_numbered(page, decision, make, labels);
        let taken = make.iter().filter(|(_, at)| labels[*at].role == Role::Body).count();
        if taken == make.len() || (taken as f32) < AGREED * make.len() as f32 {
            continue;
        }
        for (place, (_, at)) in make.iter().enumerate() {
            let chance = decision.chances[*at];
            let goes = match page.blocks.get(*at).shape {
                Shape::Heading(_) => chance >= HEADING_CHANCE && leads(page, labels, *at),
                _ => chance >= BETWEEN_CHANCE && is_between(labels, make, place),
            };
            if goes && labels[*at].role != Role::Body {
                labels[*at] = Label::of(Role::Body, chance, Rule::Alike);
            }
        }
    }
}

/// Whether content of its make stands right before and behind a block.
fn is_between(labels: &[Label], make: &[(u64, usize)], place: usize) -> bool {
    let beside = |near: Option<usize>| {
        let near = near.and_then(|near| make.get(near));
        near.is_some_and(|(_, near)| near.abs_diff(make[place].1) == 1 && labels[*near].role == Role::Body)
    };
    beside(place.checked_sub(1)) && beside(Some(place + 1))
}

/// Whether a block was left out for want of a sign.
fn is_left(features: &Features, labels: &[Label], at: usize) -> bool {
    let stats = &features.stats[at];
    labels[at].role == Role::Other
        && matches!(labels[at].rule, Rule::Learned | Rule::Outside)
        && !stats.hidden
        && stats.link_share < TEXT_LINK_SHARE
}

/// Blocks under a heading among which its text begins.
const REACH: usize = 8;

/// Whether content stands under a heading, before the next one.
fn leads(page: &Page, labels: &[Label], at: usize) -> bool {
    let below = (at + 1..labels.len()).take(REACH);
    let mut below = below.take_while(|at| !page.blocks.is_heading(*at));
    below.any(|at| labels[at].role == Role::Body)
}

/// Headings that count from one on, behind the text's beginning and in an element with it, are its list, though nothing but
/// pictures stands under them.
fn take_numbered(page: &Page, decision: &Decision, make: &[(u64, usize)], labels: &mut [Label]) {
    if !page.blocks.is_heading(make[0].1) || make.iter().any(|(_, at)| labels[*at].role == Role::Body) {
        return;
    }
    let counts = |place: usize, at: usize| {
        numbering::marker(page.blocks.text(at)).is_some_and(|own| own.number == place as i64 + 1)
    };
    let run = make.iter().enumerate().take_while(|(place, (_, at))| counts(*place, *at)).count();
    if run < NUMBERS || !is_in_text(page, labels, make[0].1, make[run - 1].1) {
        return;
    }
    for (_, at) in &make[..run] {
        labels[*at] = Label::of(Role::Body, decision.chances[*at], Rule::Alike);
    }
}

/// Elements between the headings and what holds them with the text.
const STEPS: usize = 2;

/// Whether content stands before the first of some blocks, in the element that holds them all or in one right around it.
fn is_in_text(page: &Page, labels: &[Label], first: usize, last: usize) -> bool {
    let holds = |node: &NodeId| page.blocks.within(page.document, *node).contains(&last);
    let around = page.document.ancestors(page.blocks.get(first).node).filter(holds).take(STEPS);
    let mut before =
        around.filter(|node| *node != 0).map(|node| page.blocks.within(page.document, node).start..first);
    before.any(|mut before| before.any(|at| labels[at].role == Role::Body))
}
