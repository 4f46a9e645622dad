//! Pages that list others: what lies beside an article elsewhere is their text.
//!
//! In: the roles once the page's kind is known, and its groups of cards. Out: cards and lists of links as text where the
//! choice of content is unsure, and the groups that are the page's text.

use super::features::{Features, TEXT_LINK_SHARE};
use super::learned::Decision;
use super::{Label, Page, Rule, cards};
use crate::dates;
use crate::document::Tag;
use crate::record::{PageKind, Role};
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;

/// Confidence below which cards and links give way: the rules hide what a list shows, and the model sees it half.
/// Out of fold, listings of wcxb-dev have .735 points of F1 without, .752 with it, collections .722 and .730; on
/// surer pages it takes more than it gives.
const UNSURE: f32 = 0.7;

/// Whether pages of a kind list other pages.
pub(super) fn lists_others(kind: PageKind) -> bool {
    matches!(kind, PageKind::Listing | PageKind::Collection)
}

/// Most cards of a page that say the same and still show what they lead to; more is a label: "Free shipping".
const SAME: usize = 3;

/// Makes text of the cards and links behind the title that the rules had found to lie beside one, as far as the text or
/// the cards reach; what the markup calls the site's stays out.
pub(super) fn give_way(page: &Page, decision: Option<&Decision>, labels: &mut [Label]) {
    // Where a site rule tells the body, nothing else is.
    let told = || page.marks.iter().any(|(_, role)| matches!(role, Role::Body | Role::Numbered));
    if decision.is_none_or(|own| own.confidence >= UNSURE) || told() {
        return;
    }
    let Some(title) = labels.iter().position(|label| label.role == Role::Title) else { return };
    let shown = |at: &usize| {
        labels[*at].rule == Rule::Cards || labels[*at].role == Role::Body || page.blocks.is_heading(*at)
    };
    let end = (title..labels.len()).rev().find(shown).map_or(title, |last| last + 1);
    let mut said: HashMap<&str, usize> = HashMap::new();
    for index in (title..end).filter(|at| labels[*at].rule == Rule::Cards) {
        *said.entry(page.blocks.text(index)).or_default() += 1;
    }
    for (index, label) in labels.iter_mut().enumerate().take(end).skip(title) {
        let listed = match label.rule {
            Rule::Cards => said.get(page.blocks.text(index)).is_none_or(|count| *count <= SAME),
            Rule::LinksOutside => !counts(page.blocks.text(index)),
            _ => false,
        };
        if listed && !is_of_site(page, index) {
            *label = Label::of(Role::Body, 0.6, Rule::Listed);
        }
    }
}

/// Whether a link ends with how many things it leads to: "Mirrorless cameras (897)".
fn counts(text: &str) -> bool {
    let number = text.strip_suffix(')').and_then(|text| Some(text.rsplit_once('(')?.1));
    number.is_some_and(|own| own.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')))
}

/// Whether a block stands in a part of the page that its tag calls the site's.
fn is_of_site(page: &Page, index: usize) -> bool {
    let site = |tag| matches!(tag, Tag::Footer | Tag::Nav | Tag::Header | Tag::Aside);
    page.document.ancestors(page.blocks.get(index).node).any(|node| page.document.tag(node).is_some_and(site))
}

/// The groups of cards that are the page's text.
pub(super) fn cards(groups: &[Vec<Range<usize>>], labels: &[Label]) -> Vec<Vec<Range<usize>>> {
    let is_text = |cards: &&Vec<Range<usize>>| {
        let body = cards.iter().filter(|card| (**card).clone().any(|at| labels[at].role == Role::Body));
        body.count() * 2 > cards.len()
    };
    cards::apart(groups).filter(is_text).cloned().collect()
}

/// Dates of cards are no part of the text.
pub(super) fn leave_dates(
    page: &Page,
    features: &Features,
    cards: &[Vec<Range<usize>>],
    labels: &mut [Label],
) {
    for index in cards.iter().flatten().flat_map(Clone::clone) {
        let stats = &features.stats[index];
        // What a card leads to may be named with a year, and a year alone is a part of a number, too: "MFR: 2020".
        let dated = || {
            stats.dated
                && stats.link_share < TEXT_LINK_SHARE
                && dates::first_moment(page.blocks.text(index)).is_some()
        };
        if labels[index].role == Role::Body
            && !page.blocks.is_heading(index)
            && (page.is_timed(features, index) || dated())
        {
            labels[index] = Label::of(Role::Byline, 0.7, Rule::CardDate);
        }
    }
}
