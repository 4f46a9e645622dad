//! Boxes that look like teasers and show names: of categories, topics, companies, people.

use super::rules::Rules;
use crate::blocks::words;
use crate::classify::{Label, Page, cards, features::Features, rows};
use crate::document::{Attr, NodeId, Tag};
use crate::record::Role;
use std::collections::HashMap;
use std::ops::Range;

/// Words that the titles of pages have in the mean, at the least: of gold-dev's boxes below it, with few
/// snippets, 106 of 115 links are no teasers.
const TITLE_WORDS: usize = 3;

/// Most words of the line that names a list.
const NAME_WORDS: usize = 5;

/// Words from which a text without a link is a snippet.
const SNIPPET_WORDS: u32 = 5;

/// Makes menus of the boxes whose links are names.
pub(super) fn settle(page: &Page, features: &Features, labels: &mut [Label]) {
    let mut index = 0;
    while index < labels.len() {
        let run = index..end_of_box(page, labels, index);
        if !run.is_empty() && are_names(page, features, run.clone()) {
            for at in run.clone() {
                let told = features.stats[at].prose || features.stats[at].cut_off;
                if labels[at].role == Role::Teaser && !told {
                    labels[at] = Label { role: Role::Menu, score: 0.7, rule: "names" };
                }
            }
        }
        index = run.end.max(index + 1);
    }
}

/// Where the box that begins here ends: at another role, buttons aside, and at the next heading of a box.
fn end_of_box(page: &Page, labels: &[Label], start: usize) -> usize {
    let mut end = start;
    for (at, label) in labels.iter().enumerate().skip(start) {
        let heading = Rules::is_heading_shape(page, at) && page.blocks.links(at).is_empty();
        match label.role {
            Role::Teaser if at > start && (heading || names_list(page, at)) => break,
            Role::Teaser => end = at + 1,
            // A button in a card, and who wrote what it shows.
            Role::Other if label.rule == "phrase" && at > start => {}
            Role::Byline if at > start => {}
            _ => break,
        }
    }
    end
}

/// Whether a line without a link stands between two lists and names the one below.
pub(super) fn names_list(page: &Page, index: usize) -> bool {
    let list = |at: usize| {
        let document = page.document;
        let is_list = |node: &NodeId| matches!(document.tag(*node), Some(Tag::Ul | Tag::Ol));
        document.ancestors(page.blocks.get(at).first).find(is_list)
    };
    let below = (index + 1 < page.blocks.len()).then(|| list(index + 1)).flatten();
    let own = page.blocks.links(index).is_empty() && words::count(page.blocks.text(index)) <= NAME_WORDS;
    own && below.is_some()
        && below != list(index)
        && index.checked_sub(1).is_some_and(|over| list(over) != below)
}

fn are_names(page: &Page, features: &Features, run: Range<usize>) -> bool {
    // The longest of the links to one address names it.
    let mut titles: HashMap<&str, usize> = HashMap::new();
    let mut snippets = 0;
    for index in run {
        let links = page.blocks.links(index);
        // Who wrote something stands beside its title.
        for link in links.iter().filter(|link| !rows::leads_to_person(page.document, link.node)) {
            let address = page.document.attr(link.node, Attr::Href).unwrap_or_default();
            let words = words::count(page.blocks.link_text(link));
            let longest = titles.entry(address).or_default();
            *longest = words.max(*longest);
        }
        let heading = Rules::is_heading_shape(page, index);
        if let Some(link) = heading.then(|| cards::link(page.document, page.blocks, index)).flatten() {
            // The title over "Learn more".
            let longest = titles.entry(page.document.attr(link, Attr::Href).unwrap_or_default()).or_default();
            *longest = (features.stats[index].words as usize).max(*longest);
        }
        let told = links.is_empty() && !heading;
        snippets += usize::from(told && features.stats[index].words >= SNIPPET_WORDS);
    }
    let words: usize = titles.values().sum();
    !titles.is_empty() && words < TITLE_WORDS * titles.len() && snippets * 2 < titles.len()
}
