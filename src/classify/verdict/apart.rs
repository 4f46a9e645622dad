//! What stands beside the main part of a page, however much it says: posts of a stream, texts of other pages. And the title,
//! where a heading says it again before the text.
//!
//! Models that know a site leave it out by themselves; out of fold zh-dev has .843 points of F1 without this, .846 with it.

use crate::classify::cues::{self, Cue};
use crate::classify::features::Features;
use crate::classify::{Label, Page, Rule};
use crate::document::NodeId;
use crate::record::Role;

/// Takes the role of content from what stands in a sidebar, where the main part of the page holds its title and some text.
pub(super) fn leave(page: &Page, features: &Features, title: Option<usize>, labels: &mut [Label]) {
    let document = page.document;
    let is_body = |label: &Label| label.role == Role::Body;
    let Some(main) = page.main_part() else { return };
    let inside = page.blocks.within(document, main);
    let is_text = |at: usize| is_body(&labels[at]) && features.stats[at].prose;
    if !title.is_some_and(|title| inside.contains(&title)) || !inside.clone().any(is_text) {
        return;
    }
    let mut reader = cues::Reader::default();
    let mut is_sidebar = |node: NodeId| {
        !document.descendants(node).contains(&main) && reader.cue(document, node) == Some(Cue::Aside)
    };
    for at in (0..labels.len()).filter(|at| !inside.contains(at)) {
        let first = page.blocks.get(at).first;
        if is_body(&labels[at]) && document.ancestors(first).any(&mut is_sidebar) {
            labels[at] = Label::of(Role::Other, 0.7, Rule::BesideMain);
        }
    }
}

/// A heading that says the title again, with nothing of the text between the two, is the title once more.
pub(super) fn leave_title(page: &Page, title: Option<usize>, labels: &mut [Label]) {
    let first = labels.iter().position(|label| label.role == Role::Body);
    let (Some(title), Some(first)) = (title, first) else { return };
    let heads = page.blocks.is_heading(first);
    if heads && title < first && page.blocks.text(title) == page.blocks.text(first) {
        labels[first] = Label::of(Role::Other, 0.7, Rule::TitleAgain);
    }
}
