//! The model's choice of content, laid over what the rules say.
//!
//! Whether a block is content is the model's to say. What a block is that is no content is the rules':
//! they found it a menu, a teaser, a byline. Where they had taken it for content, its links tell.

use super::features::{Features, LINKS_ONLY_SHARE};
use super::learned::Decision;
use super::{Label, Page, scope};
use crate::blocks::Shape;
use crate::blocks::series::{self, Scope};
use crate::record::Role;

/// Name under which the model decides.
pub(super) const LEARNED: &str = "learned";

/// Fewest words of a link that is another page's title.
const TITLE_WORDS: u32 = 6;

/// Most words of a snippet under a teaser's title.
const SNIPPET_WORDS: u32 = 60;

/// Chance from which a block is content although the rules found it something else. Those roles are shown
/// in places of their own, and one that stands in the text is shown nowhere else; below these chances the
/// rules are right at least as often (measured out of fold).
const MENU_CHANCE: f32 = 0.5;
/// The same for teasers.
const TEASER_CHANCE: f32 = 0.5;
/// The same for comments; in forums the rules call no post a comment.
const COMMENTS_CHANCE: f32 = 0.5;

/// Gives every block the role that follows from the model's choice.
pub(super) fn apply(
    page: &Page,
    features: &Features,
    decision: &Decision,
    title: Option<usize>,
    labels: &mut [Label],
) {
    debug_assert_eq!(page.blocks.len(), decision.taken.len(), "a decision for every block");
    let was_body: Vec<bool> = labels.iter().map(|label| label.role == Role::Body).collect();
    let taken = with_whole_series(page, features, decision, labels);
    let mut before = Role::Other;
    for (index, label) in labels.iter_mut().enumerate() {
        let chance = decision.chances[index];
        if taken[index] && !keeps_role(label, chance, features.stats[index].cut_off) {
            *label = Label { role: Role::Body, score: chance, rule: LEARNED };
        } else if was_body[index] && !taken[index] {
            let snippet = before == Role::Teaser && features.stats[index].words <= SNIPPET_WORDS;
            let role = if snippet { Role::Teaser } else { left_out(features, index, title) };
            *label = Label { role, score: 1.0 - chance, rule: LEARNED };
        }
        before = label.role;
    }
    take_cells(page, labels, &was_body);
    take_headings(page, labels, &was_body);
}

/// Cells go with the content before or after them: a table without its head is no table. Captions do not,
/// for that cost 0.4 points of F1 on news-dev.
fn take_cells(page: &Page, labels: &mut [Label], was_body: &[bool]) {
    for index in 0..labels.len() {
        let cell = page.blocks.get(index).shape == Shape::Cell;
        let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
        let beside_content = || beside.filter_map(|at| labels.get(at)).any(|label| label.role == Role::Body);
        if cell && was_body[index] && labels[index].role != Role::Body && beside_content() {
            labels[index] = Label { role: Role::Body, score: 1.0 - labels[index].score, rule: LEARNED };
        }
    }
}

/// The model's choice, with every numbered list whole: a list of which most is taken is taken, since an item
/// less is a number missing.
fn with_whole_series(page: &Page, features: &Features, decision: &Decision, labels: &[Label]) -> Vec<bool> {
    let mut taken = decision.taken.clone();
    let scope: Vec<Scope> = labels.iter().map(|label| scope(label.role)).collect();
    for series in series::find(page.document, page.blocks, &scope) {
        let blocks = || series.items.iter().flat_map(|item| item.start..item.end);
        let words = |index: usize| features.stats[index].words;
        let all: u32 = blocks().map(words).sum();
        let chosen: u32 = blocks().filter(|index| decision.taken[*index]).map(words).sum();
        if chosen * 2 > all {
            for index in blocks().filter(|index| labels[*index].role == Role::Body) {
                taken[index] = true;
            }
        }
    }
    taken
}

/// A heading, or a line that ends in a colon, goes with the content right under it: worth 0.1 points of F1
/// on wcxb-dev, and sections keep their names.
fn take_headings(page: &Page, labels: &mut [Label], was_body: &[bool]) {
    for index in (0..labels.len().saturating_sub(1)).rev() {
        let leads = matches!(page.blocks.get(index).shape, Shape::Heading(_))
            || page.blocks.text(index).ends_with([':', '：']);
        if leads
            && was_body[index]
            && labels[index].role != Role::Body
            && labels[index + 1].role == Role::Body
        {
            labels[index] = Label { role: Role::Body, score: 1.0 - labels[index].score, rule: LEARNED };
        }
    }
}

/// Roles that the record shows in a place of their own, whatever the model thinks of their words.
fn keeps_role(label: &Label, chance: f32, cut_off: bool) -> bool {
    match label.role {
        Role::Title | Role::PrevNext | Role::Breadcrumb | Role::Byline => true,
        Role::Menu | Role::Toc => chance < MENU_CHANCE,
        // A heading that says so, and texts that were cut off, are teasers in any surroundings.
        Role::Teaser => cut_off || matches!(label.rule, "phrase" | "under_heading") || chance < TEASER_CHANCE,
        Role::Comments => chance < COMMENTS_CHANCE,
        _ => false,
    }
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
