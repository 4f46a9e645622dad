//! Units: siblings of one make, as the cards of a box, the entries of a list, the rows of a sidebar.
//!
//! The rules look at each block by itself, and a title of two words reads like a category. What stands at the same place in
//! every unit is the same thing in all of them, so it is a menu in all or a teaser in all.

use crate::classify::learned::slots::Makes;
use crate::classify::{Label, Page, Rule, siblings};
use crate::record::Role;

/// Fewest blocks at one place.
const FEWEST: usize = 3;

/// Share of them whose role is the others', too. Of the teasers that become menus so 323 of 350 stand in no label of the
/// sets' content, and gold-dev's teasers have .733 points of F1 instead of .731.
const AGREED: f32 = 0.6;

/// Most blocks of a unit: more is a part of the page, whose boxes are units of their own.
const BLOCKS: usize = 16;

/// Makes of what shows other pages the one or the other, by what most of it is at the same place of units.
pub(in crate::classify) fn settle(page: &Page, labels: &mut [Label]) {
    let (document, blocks) = (page.document, page.blocks);
    let mut makes = Makes::of_elements(document);
    let mut places: Vec<(u64, usize)> = Vec::new();
    siblings::each_run(page, FEWEST, |group| {
        if group.len() < FEWEST {
            return;
        }
        places.clear();
        let units = group.iter().map(|unit| (*unit, blocks.within(document, *unit)));
        for (unit, range) in units.filter(|(_, range)| range.len() <= BLOCKS) {
            let open = range.filter(|at| is_open(&labels[*at]));
            places.extend(open.map(|at| (makes.way(blocks.get(at).first, unit), at)));
        }
        places.sort_unstable();
        places.chunk_by(|one, other| one.0 == other.0).for_each(|place| level(page, place, labels));
    });
}

/// Whether a block is a menu or a teaser and no words of its own say so.
fn is_open(label: &Label) -> bool {
    matches!(label.role, Role::Menu | Role::Teaser) && label.rule != Rule::Phrase
}

fn level(page: &Page, place: &[(u64, usize)], labels: &mut [Label]) {
    let menus = place.iter().filter(|(_, at)| labels[*at].role == Role::Menu).count();
    let teasers = place.len() - menus;
    let most = menus.max(teasers);
    if place.len() < FEWEST || most == place.len() || (most as f32) < AGREED * place.len() as f32 {
        return;
    }
    let role = if menus > teasers { Role::Menu } else { Role::Teaser };
    let score = most as f32 / place.len() as f32;
    // What a box is called says more than that others show posts; a name that comes back is a topic.
    let gives_way = |label: &Label| match label.rule {
        Rule::Learned | Rule::LinksOutside | Rule::LinkRun => true,
        Rule::Names => role == Role::Menu || all_differ(page, place),
        _ => role == Role::Menu,
    };
    for (_, at) in place {
        if labels[*at].role != role && gives_way(&labels[*at]) {
            labels[*at] = Label::of(role, score, Rule::Units);
        }
    }
}

/// Whether no two blocks say the same.
fn all_differ(page: &Page, place: &[(u64, usize)]) -> bool {
    let mut said: Vec<&str> = place.iter().map(|(_, at)| page.blocks.text(*at)).collect();
    said.sort_unstable();
    said.windows(2).all(|two| two[0] != two[1])
}
