//! Topics in teasers: the category over a title, and the heading that leads to one.

use super::{BOX_BLOCKS, CHIP_WORDS, Writer};
use crate::blocks::words;
use crate::classify::{addresses, cards};
use crate::document::{Attr, NodeId};
use crate::record::Role;

/// Fewest words of a title beside the link to its topic: "More from" has fewer.
const FEWEST_BESIDE: usize = 3;

impl Writer<'_> {
    /// Whether a heading that leads to a topic names the box of its pages: it begins the box, and the pages in it show no
    /// topics of their own.
    pub(super) fn heads_topic(&self, index: usize) -> bool {
        let (page, blocks) = (self.page, self.page.blocks);
        let topic = |at: usize| {
            let mut links = blocks.links(at).iter();
            links.any(|link| addresses::leads_to_topic(page.document, link.node))
        };
        let begins = index.checked_sub(1).is_none_or(|before| page.labels.role(before) != Role::Teaser);
        let end = || cards::end_of_box(page.document, blocks, index).min(index + 1 + BOX_BLOCKS);
        begins && topic(index) && !(index + 1..end()).any(topic)
    }

    /// The title in a heading of which only the topics are links: "Sleep A warm bath before bed".
    pub(super) fn beside_topics(&self, index: usize, text: &str) -> Option<String> {
        let blocks = self.page.blocks;
        let links = blocks.links(index);
        let mut rest = text;
        for link in links {
            let topic = blocks.link_text(link).replace('\n', " ");
            let is_topic = words::count(&topic) <= CHIP_WORDS
                && addresses::leads_to_topic(self.page.document, link.node);
            let own = rest.trim_matches(BETWEEN);
            let without = || own.strip_prefix(topic.as_str()).or_else(|| own.strip_suffix(topic.as_str()));
            rest = Some(without).filter(|_| is_topic).and_then(|without| without())?;
        }
        let title = rest.trim_matches(BETWEEN);
        (!links.is_empty() && words::count(title) >= FEWEST_BESIDE).then(|| title.to_owned())
    }

    /// Whether a heading is the title of the teaser right before it once more, behind its category or not.
    pub(super) fn says_again(&self, text: &str) -> bool {
        self.last.is_some() && self.out.last().is_some_and(|last| text.ends_with(&last.title))
    }

    /// Whether a short link in a card leads to another page than the card's title: to a category, to its author.
    pub(super) fn is_chip(&mut self, link: NodeId) -> bool {
        let shown = self.cards.address(link);
        shown.is_some() && shown != self.page.document.attr(link, Attr::Href)
    }
}

/// What stands between topics and a title.
const BETWEEN: &[char] = &[' ', '|', ',', '/', '·', '•', ':', '-', '–', '—'];
