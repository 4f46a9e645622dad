//! Boxes that look like teasers and show names: of categories, topics, companies, people.

use crate::blocks::words;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Page, Rule, addresses, cards, cues, features::Features};
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
                    labels[at] = Label::of(Role::Menu, 0.7, Rule::Names);
                }
            }
        }
        index = run.end.max(index + 1);
    }
}

/// Blocks under a heading that are looked at; bounds the cost, for each heading looks on its own.
const BOX_BLOCKS: usize = 64;

/// Fewest teasers of a box that has a name.
const BOX_TEASERS: usize = 2;

/// Elements between words and the button that they stand on.
const BUTTON_STEPS: usize = 4;

/// Words of class names of lines that name what stands under them.
const HEADING_NAMES: &[&str] = &["title", "heading", "header", "headline", "head", "hd"];

/// A short line right over a box of teasers names it, though it is a link ("Popular articles", with all of them behind
/// it) or no heading for machines.
pub(super) fn name_groups(page: &Page, features: &Features, forum: bool, labels: &mut [Label]) {
    for index in 0..labels.len().saturating_sub(1) {
        let Label { role, rule, .. } = labels[index];
        // In a box that says what it is, a line without a link may be its name or a snippet.
        let inside = role == Role::Teaser && rule == Rule::Markup && !page.blocks.is_heading(index);
        // In a forum, lines stand over posts as well; beside them they name boxes.
        let beside = !forum || rule == Rule::Markup;
        let left = (matches!(role, Role::Menu | Role::Other)
            && beside
            && !matches!(rule, Rule::Phrase | Rule::Hidden | Rule::Control))
            || (inside && page.blocks.links(index).is_empty() && calls_itself_heading(page, index));
        let short = (1..=NAME_WORDS).contains(&(features.stats[index].words as usize));
        // "Show others" stands under the name.
        let named = index
            .checked_sub(1)
            .is_some_and(|over| labels[over].role == Role::Teaser && page.blocks.links(over).is_empty());
        if left
            && short
            && !named
            && begins_box(page, features, labels, behind_arrows(page, index))
            && is_over_box(page, labels, index)
        {
            labels[index] = Label::of(Role::Teaser, 0.6, Rule::GroupHeading);
        }
    }
}

/// Most arrows of a slider between its name and its first page.
const ARROWS: usize = 2;

/// The block behind another, and behind the arrows of a slider.
fn behind_arrows(page: &Page, index: usize) -> usize {
    let arrow =
        |at: &usize| *at < page.blocks.len() && !page.blocks.text(*at).contains(char::is_alphanumeric);
    let next = index + 1;
    next + (next..next + ARROWS).take_while(arrow).count()
}

/// Whether a teaser begins here, or behind the link to all of its box, or behind its date.
fn begins_box(page: &Page, features: &Features, labels: &[Label], index: usize) -> bool {
    if index >= labels.len() {
        return false;
    }
    let text = page.blocks.text(index);
    let before = || {
        phrases::says(text, Phrase::More)
            || (features.stats[index].words as usize <= NAME_WORDS
                && (features.stats[index].dated || phrases::tells_how_long_ago(text)))
    };
    let is_teaser = |at: usize| labels.get(at).is_some_and(|label| label.role == Role::Teaser);
    is_teaser(index) || (is_teaser(index + 1) && before())
}

/// Whether a line stands over several teasers of one box, and none of them is made as it is.
fn is_over_box(page: &Page, labels: &[Label], index: usize) -> bool {
    let blocks = page.blocks;
    let heading = page.blocks.is_heading(index);
    let linked = !blocks.links(index).is_empty();
    // "More" over a box is its name.
    let plain = phrases::phrase(blocks.text(index))
        .is_none_or(|own| own == Phrase::Teasers || (own == Phrase::More && !linked));
    let named = || heading || (!linked && (calls_itself_heading(page, index) || names_list(page, index)));
    let in_button = || page.stands_in_near(index, Tag::Button, BUTTON_STEPS);
    if !plain || !named() || !words::has_letters(blocks.text(index)) || in_button() {
        return false;
    }
    let end = cards::end_of_box(page.document, blocks, index);
    let under = index + 1..end.min(index + 1 + BOX_BLOCKS);
    let make = |at: usize| cards::make(page.document, blocks.get(at).node);
    let alike = |at: usize| match heading {
        true => blocks.get(at).shape == blocks.get(index).shape,
        false => make(at) == make(index),
    };
    let teasers =
        under.clone().filter(|at| labels[*at].role == Role::Teaser && !blocks.links(*at).is_empty());
    !under.clone().any(alike) && teasers.take(BOX_TEASERS).count() == BOX_TEASERS
}

fn calls_itself_heading(page: &Page, index: usize) -> bool {
    let class = cues::class(page.document, page.blocks.get(index).node);
    let mut words = class.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| HEADING_NAMES.contains(&word))
}

/// Where the box that begins here ends: at another role, buttons aside, and at the next heading of a box.
fn end_of_box(page: &Page, labels: &[Label], start: usize) -> usize {
    let mut end = start;
    if labels[start].role != Role::Teaser {
        return start;
    }
    let list = cards_around(page, start);
    for (at, label) in labels.iter().enumerate().skip(start) {
        let heading = page.blocks.is_heading(at) && page.blocks.links(at).is_empty();
        // "Latest reviews" names a box wherever it stands; the other headings of a list are those of its cards.
        let names = (heading && label.rule == Rule::Phrase)
            || (!list.contains(&at) && (heading || names_list(page, at)));
        match label.role {
            _ if list.len() > 1 && at >= list.end => break,
            Role::Teaser if at > start && names => break,
            Role::Teaser => end = at + 1,
            // Of one list all items are of one kind, whatever stands in them.
            role if at > start && list.contains(&at) && !matches!(role, Role::Body | Role::Numbered) => {}
            // A button in a card, and who wrote what it shows.
            Role::Other if label.rule == Rule::Phrase && at > start => {}
            Role::Byline if at > start => {}
            _ => break,
        }
    }
    end
}

/// Elements between words and the item of a list that is their card.
const ITEM_STEPS: usize = 6;

/// Fewest items of a list that are cards.
const LIST_CARDS: usize = 3;

/// The blocks of the list in which a block stands in a card: several items of one make hold a few blocks each.
fn cards_around(page: &Page, index: usize) -> Range<usize> {
    let document = page.document;
    let around = page.around(index).take(ITEM_STEPS);
    let is_card =
        |node: &NodeId| (2..=cards::CARD_BLOCKS).contains(&page.blocks.within(document, *node).len());
    let mut items = around.filter(|node| document.tag(*node) == Some(Tag::Li)).filter(is_card);
    items
        .find_map(|item| {
            let list = document.node(item).parent;
            let make = cards::make(document, item);
            let alike =
                document.children(list).filter(|own| cards::make(document, *own) == make).filter(is_card);
            (alike.take(LIST_CARDS).count() == LIST_CARDS).then(|| page.blocks.within(document, list))
        })
        .unwrap_or(index..index + 1)
}

/// Whether a line without a link stands between two lists and names the one below.
pub(super) fn names_list(page: &Page, index: usize) -> bool {
    let list = |at: usize| page.list_of(at, usize::MAX);
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
        for link in links.iter().filter(|link| !addresses::leads_to_person(page.document, link.node)) {
            let address = page.document.attr(link.node, Attr::Href).unwrap_or_default();
            let words = words::count(page.blocks.link_text(link));
            let longest = titles.entry(address).or_default();
            *longest = words.max(*longest);
        }
        let heading = page.blocks.is_heading(index);
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
