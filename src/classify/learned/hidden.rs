//! What readers do not see at first and is hardly content, as the slides of a carousel on a page with little text of its own.
//!
//! In: how likely each block is content, and which are to be taken. Out: the same without those, as long as more is left
//! that readers see.

use crate::classify::Page;
use crate::classify::features::Features;
use crate::document::{Attr, Document, NodeId, Tag};
use foldhash::HashSet;

/// Chance below which a block that readers do not see is no content, however low the cut-off of its page; what
/// unfolds on a product's page has more.
const HIDDEN_CHANCE: f32 = 0.25;

/// Elements between a block and the part that a click unfolds.
const STEPS: usize = 12;

/// Leaves such blocks out.
pub(super) fn leave(page: &Page, features: &Features, chances: &[f32], taken: &mut [bool]) {
    let is_doubtful = |at: usize| taken[at] && features.stats[at].hidden && chances[at] < HIDDEN_CHANCE;
    let mut doubtful: Vec<usize> = (0..chances.len()).filter(|at| is_doubtful(*at)).collect();
    if doubtful.is_empty() {
        return;
    }
    let unfolded = led_to(page.document);
    doubtful.retain(|at| !unfolds(page.document, page.blocks.get(*at).first, &unfolded));
    let words = |at: usize| features.stats[at].words;
    let hidden: u32 = doubtful.iter().map(|at| words(*at)).sum();
    let all: u32 = (0..chances.len()).filter(|at| taken[*at]).map(words).sum();
    if hidden * 2 < all {
        doubtful.into_iter().for_each(|at| taken[at] = false);
    }
}

/// The names of the places on the page that its links lead to.
fn led_to(document: &Document) -> HashSet<&str> {
    let hrefs = (1..document.len()).filter_map(|node| document.attr(node, Attr::Href));
    hrefs.filter_map(|href| href.strip_prefix('#')).filter(|name| !name.is_empty()).collect()
}

/// Whether a text stands where a click unfolds it: in a tab, in details, in what a link on the page leads to.
fn unfolds(document: &Document, node: NodeId, led_to: &HashSet<&str>) -> bool {
    document.ancestors(node).take(STEPS).any(|node| {
        document.tag(node) == Some(Tag::Details)
            || document.attr(node, Attr::Role) == Some("tabpanel")
            || document.attr(node, Attr::Id).is_some_and(|id| led_to.contains(id))
    })
}

#[cfg(test)]
mod tests {
    use super::{led_to, unfolds};
    use crate::document::html;

    #[test]
    fn tabs_and_details_unfold() {
        let unfolded = |source: &str| {
            let document = html::parse(source);
            let text = (1..document.len()).rev().find(|node| document.text(*node).is_some());
            text.is_some_and(|text| unfolds(&document, text, &led_to(&document)))
        };
        for source in [
            "<details><summary>Ash</summary><p>Sift.</details>",
            "<section role=tabpanel hidden><p>Sift.</section>",
            "<a href='#ash'>Ash</a><div id=ash style='display:none'>Sift.</div>",
        ] {
            assert!(unfolded(source), "{source}");
        }
        assert!(!unfolded("<a href='#oak'>Oak</a><div id=ash style='display:none'>Sift.</div>"));
    }
}
