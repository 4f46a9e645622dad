//! Short lines of a dump that stand there again and again: "Copy" over each program, "Cons" under each product.
//!
//! The model looks at each by itself, and its chances lie on both sides of a page's cut-off by little. What is said by
//! the same words in the same surroundings is the same thing.

use super::between::{is_content, put};
use crate::blocks::words;
use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::{Label, Page, Rule};
use crate::record::Role;
use foldhash::{HashMap, HashMapExt};

/// Fewest lines that are decided together: of three one is the heading of a text as often, and two its names in menus.
const FEWEST: usize = 4;

/// Most words of such a line.
const MOST_WORDS: u32 = 8;

/// Mean chance below which all are out, share of them that stands between content from which none is put out (a name in a
/// table comes again, too), and confidence from which any is. Of 129 pages of wcxb-dev, news-dev and zh-dev it is right on
/// 106; of 42 pages less sure on 27, for what lists goods says the same of each.
const OUT_CHANCE: f32 = 0.25;
const OUT_BETWEEN: f32 = 0.5;
const OUT_SURE: f32 = 0.6;

/// The same from which all are in: of 13 such pages it is right on nine.
const IN_CHANCE: f32 = 0.35;
const IN_BETWEEN: f32 = 0.8;

/// Gives equal lines one role where some of them are content and others were left out.
pub(super) fn settle(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in 0..labels.len() {
        let text = page.blocks.text(at);
        if (1..=MOST_WORDS).contains(&features.stats[at].words) && words::has_letters(text) {
            places.entry(text).or_default().push(at);
        }
    }
    let content: Vec<bool> = labels.iter().map(is_content).collect();
    let beside = |at: Option<usize>| at.and_then(|at| content.get(at)).is_some_and(|own| *own);
    let sure = decision.confidence >= OUT_SURE;
    for lines in places.into_values().filter(|lines| lines.len() >= FEWEST) {
        let share = |count: usize| count as f32 / lines.len() as f32;
        let chance = lines.iter().map(|at| decision.chances[*at]).sum::<f32>() / lines.len() as f32;
        let taken = lines.iter().filter(|at| labels[**at].role == Role::Body).count();
        let between = lines.iter().filter(|at| beside(at.checked_sub(1)) && beside(Some(**at + 1))).count();
        let is_in = chance >= IN_CHANCE && share(between) >= IN_BETWEEN && taken > 0;
        let is_out = sure && chance < OUT_CHANCE && share(between) < OUT_BETWEEN;
        for at in lines {
            match labels[at].role {
                Role::Body if is_out => labels[at] = Label::of(Role::Other, 1.0 - chance, Rule::Equal),
                Role::Other | Role::Menu if is_in => put(labels, at, decision, Rule::Equal),
                _ => {}
            }
        }
    }
}
