//! What a block is that the rules had taken for content and the model did not choose.

use super::TITLE_WORDS;
use crate::blocks::names_references;
use crate::classify::features::{Features, LINKS_ONLY_SHARE};
use crate::classify::{Page, addresses, cards, rows};
use crate::document::{Attr, Tag};
use crate::record::Role;

/// What a block is that the rules had taken for content: nothing but links are titles of other pages
/// below the title, and menus above it.
pub(super) fn left_out(page: &Page, features: &Features, index: usize, title: Option<usize>) -> Role {
    let stats = &features.stats[index];
    let below = title.is_none_or(|title| index > title);
    let links = || page.blocks.links(index).iter();
    let leads = |node| page.document.attr(node, Attr::Href).is_none_or(|href| !addresses::stays_here(href));
    match (stats.link_share >= LINKS_ONLY_SHARE, below && stats.words >= TITLE_WORDS) {
        (true, _) if !links().any(|link| leads(link.node)) => Role::Other,
        // Sources of the text, and what others pay for.
        (true, true)
            if links().all(|link| addresses::leaves(page.document, page.address, link.node))
                || is_under_sources(page, index) =>
        {
            Role::Other
        }
        (true, _) if rows::is_button(page, features, index) => Role::Promo,
        // Who made a picture has a page of its own.
        (true, true) if is_captioning(page, index) => Role::Other,
        (true, long) if below && (long || cards::is_told(page, index)) => Role::Teaser,
        (true, _) => Role::Menu,
        (false, _) => Role::Other,
    }
}

/// Whether a block stands in what a picture shows or who made it.
fn is_captioning(page: &Page, index: usize) -> bool {
    page.stands_in_near(index, Tag::Figcaption, CAPTION_STEPS)
}

/// Elements between words and the caption that they stand in.
const CAPTION_STEPS: usize = 4;

/// Most sources under their heading; bounds the cost, for each looks back on its own.
const MOST_SOURCES: usize = 200;

/// Whether the heading over a block says that sources stand under it.
fn is_under_sources(page: &Page, index: usize) -> bool {
    let is_heading = |at: &usize| page.blocks.is_heading(*at);
    let heading = (0..index).rev().take(MOST_SOURCES).find(is_heading);
    heading.is_some_and(|at| names_references(page.blocks.text(at)))
}
