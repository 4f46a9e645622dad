//! The model's choice of content, laid over what the rules say.
//!
//! Whether a block is content is the model's to say. What a block is that is no content is the rules':
//! they found it a menu, a teaser, a byline. Where they had taken it for content, its links tell.

use super::features::{Features, LINKS_ONLY_SHARE};
use super::learned::Decision;
use super::{Label, Page};
use crate::record::Role;

/// Name under which the model decides.
const LEARNED: &str = "learned";

/// Fewest words of a link that is another page's title.
const TITLE_WORDS: u32 = 4;

/// Gives every block the role that follows from the model's choice.
pub(super) fn apply(
    page: &Page,
    features: &Features,
    decision: &Decision,
    title: Option<usize>,
    labels: &mut [Label],
) {
    debug_assert_eq!(page.blocks.len(), decision.taken.len(), "a decision for every block");
    for (index, label) in labels.iter_mut().enumerate() {
        let chance = decision.chances[index];
        if decision.taken[index] && !keeps_role(label.role) {
            *label = Label { role: Role::Body, score: chance, rule: LEARNED };
        } else if !decision.taken[index] && label.role == Role::Body {
            let role = left_out(features, index, title);
            *label = Label { role, score: 1.0 - chance, rule: LEARNED };
        }
    }
}

/// Roles that the record shows in a place of their own, whatever the model thinks of their words.
fn keeps_role(role: Role) -> bool {
    matches!(role, Role::Title | Role::PrevNext | Role::Breadcrumb)
}

/// What a block is that the rules had taken for content: nothing but links are titles of other pages
/// below the title, and menus above it.
fn left_out(features: &Features, index: usize, title: Option<usize>) -> Role {
    let stats = &features.stats[index];
    let below = title.is_none_or(|title| index > title);
    match (stats.link_share >= LINKS_ONLY_SHARE, below && stats.words >= TITLE_WORDS) {
        (true, true) => Role::Teaser,
        (true, false) => Role::Menu,
        (false, _) => Role::Other,
    }
}
