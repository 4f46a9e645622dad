//! What stands beside an article or over it, and is none of the titles of other pages.

use super::rules::Rules;
use crate::blocks::{BlockLink, words};
use crate::classify::cues::Cue;
use crate::classify::features::{LINKS_ONLY_SHARE, TEXT_LINK_SHARE};
use crate::classify::phrases::{self, Phrase};
use crate::classify::{addresses, cards, rows};
use crate::document::{Attr, NodeId};

/// Fewest words of a link that holds a date and a title, numbers aside; a date with its place has fewer: "am Montag um 8
/// Uhr in Kiel".
const TITLED_WORDS: usize = 7;

/// Fewest words of the link that an entry of a list begins with; names of parts of a site have fewer.
const ENTRY_WORDS: usize = 3;

/// Entries of one make beside a line that show it to be one.
const OTHER_ENTRIES: usize = 2;

/// Most words of a button beside an article ("Sign up for our free newsletter"); titles that look like buttons have more.
const BUTTON_WORDS: u32 = 6;

/// Pictures of a link that are looked at; cards have one or two.
const LINK_PICTURES: usize = 4;

/// Most words of the name of a topic: "Best books of 2025".
const TOPIC_WORDS: usize = 4;

impl Rules<'_> {
    /// Whether a block over the title is several short links: to the topics of the page, not to others.
    pub(super) fn names_topics(&self, index: usize) -> bool {
        let links = self.page.blocks.links(index);
        let short = |words: &str| words::count(words) <= TOPIC_WORDS;
        self.title.is_some_and(|title| index < title)
            && links.len() > 1
            && self.features.stats[index].link_share >= LINKS_ONLY_SHARE
            && links.iter().all(|link| short(self.page.blocks.link_text(link)))
    }

    /// Whether a date stands in the one link of a line with the title of another page: in a ticker over the title.
    pub(super) fn is_dated_title(&self, index: usize) -> bool {
        let stats = &self.features.stats[index];
        let linked = stats.link_share >= LINKS_ONLY_SHARE && self.page.blocks.links(index).len() == 1;
        let worded =
            || words::count(&self.page.blocks.text(index).replace(|c: char| c.is_ascii_digit(), " "));
        let titled = linked && worded() >= TITLED_WORDS && !self.links_say(index, &["author", "bookmark"]);
        titled || self.is_dated_entry(index)
    }

    /// Whether a line is one of several of a make that each begin with a link and tell a day, as entries of a list do:
    /// "Title, 5 May 2024, Ann Reed".
    fn is_dated_entry(&self, index: usize) -> bool {
        let (document, blocks) = (self.page.document, self.page.blocks);
        let leads = |at: usize| {
            let link = blocks.links(at).first().filter(|_| blocks.begins_with_link(at));
            let titled = |link: &BlockLink| words::count(blocks.link_text(link)) >= ENTRY_WORDS;
            link.is_some_and(|link| titled(link) && !addresses::leads_to_person(document, link.node))
        };
        let is_entry = |at: usize| self.features.stats[at].dated && leads(at);
        let alone = |node: &NodeId| blocks.within(document, *node) == (index..index + 1);
        let block = blocks.get(index).node;
        let entry = document.ancestors(block).take_while(alone).last().unwrap_or(block);
        let is_other = |node: &NodeId| {
            *node != entry
                && cards::are_alike(document, entry, *node)
                && blocks.within(document, *node).next().is_some_and(is_entry)
        };
        let list = || document.ancestors(entry).next();
        is_entry(index)
            && list().is_some_and(|list| document.children(list).filter(is_other).count() >= OTHER_ENTRIES)
    }

    /// Whether a block is links that look like buttons, and no title or "Learn more" of a card.
    pub(super) fn is_own_button(&self, index: usize) -> bool {
        self.features.stats[index].words <= BUTTON_WORDS
            && !self.is_heading(index)
            && !phrases::says(self.page.blocks.text(index), Phrase::More)
            && rows::is_button(self.page, self.features, index)
            && !self.is_pictured(index)
    }

    /// Whether a picture stands in a link of a block, as in a card; buttons have drawings.
    fn is_pictured(&self, index: usize) -> bool {
        let pictures = self.page.blocks.pictures();
        self.page.blocks.links(index).iter().any(|link| {
            let from = pictures.partition_point(|picture| picture.node < link.node);
            let end = self.page.document.node(link.node).end;
            let inside = pictures[from..].iter().map(|picture| picture.node).take_while(|node| *node < end);
            inside.take(LINK_PICTURES).any(|node| !self.is_drawing(node))
        })
    }

    fn is_drawing(&self, picture: NodeId) -> bool {
        let address = self.page.document.attr(picture, Attr::Src).unwrap_or_default();
        let path = addresses::path(address);
        path.ends_with(".svg") || path.starts_with("data:image/svg")
    }

    /// Whether no other link stands beside one in an aside.
    pub(super) fn is_lone_link(&self, index: usize) -> bool {
        let linked = |at: &usize| {
            self.cue_of.get(*at) == Some(&Some(Cue::Aside))
                && self.features.stats[*at].link_share >= TEXT_LINK_SHARE
        };
        !linked(&(index + 1)) && !index.checked_sub(1).as_ref().is_some_and(linked)
    }
}
