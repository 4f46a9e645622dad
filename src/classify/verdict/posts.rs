//! Posts of a thread: where most are content, so is one of which nothing was taken.

use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::{Label, Page, Rule, siblings};
use crate::record::Role;
use foldhash::HashSet;
use std::ops::Range;

/// Chance from which the blocks of such a post are content: below it they are what stands under every post.
const POST_CHANCE: f32 = 0.17;

/// Fewest blocks of a post: who wrote it, and what.
const POST_BLOCKS: usize = 2;

/// Gives the role of content to posts that the model left out whole, though it took most of those of their make.
pub(super) fn take(
    page: &Page,
    features: &Features,
    decision: &Decision,
    labels: &mut [Label],
    was_body: &[bool],
) {
    let (document, blocks) = (page.document, page.blocks);
    let is_post = |range: &Range<usize>, labels: &[Label]| {
        range.len() >= POST_BLOCKS
            && range.clone().any(|at| was_body[at] && features.stats[at].prose)
            && range.clone().any(|at| labels[at].role == Role::Byline)
    };
    let is_taken = |range: &Range<usize>, labels: &[Label]| {
        range.clone().any(|at| labels[at].role == Role::Body && features.stats[at].prose)
    };
    // What an answer shows of the post before it is no post.
    let mut said: HashSet<&str> =
        (0..labels.len()).filter(|at| labels[*at].role == Role::Body).map(|at| blocks.text(at)).collect();
    siblings::each_run(page, 2 * POST_BLOCKS, |group| {
        let ranges = group.iter().map(|post| blocks.within(document, *post));
        let posts: Vec<Range<usize>> = ranges.filter(|range| is_post(range, labels)).collect();
        let left: Vec<&Range<usize>> = posts.iter().filter(|range| !is_taken(range, labels)).collect();
        if left.is_empty() || left.len() * 2 > posts.len() {
            return;
        }
        for at in left.into_iter().flat_map(Clone::clone) {
            let chance = decision.chances[at];
            // Votes and ranks stand beside what was written.
            let written = was_body[at] && features.stats[at].prose;
            let left = labels[at].role != Role::Body && chance >= POST_CHANCE;
            if written && left && !page.is_quoted(at) && said.insert(blocks.text(at)) {
                labels[at] = Label::of(Role::Body, chance, Rule::Learned);
            }
        }
    });
}
