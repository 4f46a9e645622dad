//! Twins: text that stands on a page a second time where readers do not see it, as what a button "Quote" would paste.
//!
//! In: how likely each block is content. Out: the same with the chance of the hidden twin given to the one that is shown,
//! for the model may like the place of either better.

use crate::blocks::hidden_by_attribute;
use crate::classify::Page;
use crate::classify::features::Features;
use foldhash::{HashMap, HashMapExt};

/// Gives the chance of every hidden block to the nearest shown one that says the same.
pub(super) fn settle(page: &Page, features: &Features, chances: &mut [f32]) {
    let hidden = |at: &usize| features.stats[*at].hidden;
    let blocks = || 0..page.blocks.len();
    let mut shown: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in blocks().filter(hidden) {
        shown.entry(page.blocks.text(at)).or_default();
    }
    if shown.is_empty() {
        return;
    }
    for at in blocks().filter(|at| !hidden(at)) {
        if let Some(places) = shown.get_mut(page.blocks.text(at)) {
            places.push(at);
        }
    }
    let mut twins = vec![false; chances.len()];
    for at in blocks().filter(hidden) {
        let places = &shown[page.blocks.text(at)];
        let behind = places.partition_point(|place| *place < at);
        let beside = [behind.checked_sub(1), Some(behind)].into_iter().flatten();
        let near = beside.filter_map(|place| places.get(place)).min_by_key(|place| place.abs_diff(at));
        if let Some(near) = near {
            chances[*near] = chances[*near].max(chances[at]);
            chances[at] = 0.0;
            twins[at] = true;
        }
    }
    leave_labels(page, features, &twins, chances);
}

/// Most words of a label that is pasted with a twin: "Quote from Ada".
const LABEL_WORDS: u32 = 12;

/// What stands over or between the twins of a hidden element is pasted with them, as long as it says nothing of its own:
/// under the same description a shop tells where the wood is from.
fn leave_labels(page: &Page, features: &Features, twins: &[bool], chances: &mut [f32]) {
    let document = page.document;
    let mut end = 0;
    for at in (0..twins.len()).filter(|at| twins[*at]) {
        if at < end {
            continue;
        }
        let around = document.ancestors(page.blocks.get(at).first);
        let Some(hider) = around.filter(|node| hidden_by_attribute(document, *node)).last() else { continue };
        let own = page.blocks.within(document, hider);
        end = own.end;
        let words = |twin: bool| -> u32 {
            own.clone().filter(|at| twins[*at] == twin).map(|at| features.stats[at].words).sum()
        };
        let is_label = |at: usize| features.stats[at].words <= LABEL_WORDS && !features.stats[at].prose;
        if words(true) > words(false) && own.clone().all(|at| twins[at] || is_label(at)) {
            chances[own].fill(0.0);
        }
    }
}
