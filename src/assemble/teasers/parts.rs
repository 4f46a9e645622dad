//! What of a card is title and what is snippet, and which heading stands over several cards.

use super::facts::is_dateline;
use super::{BOX_BLOCKS, FEWEST_TITLE_WORDS, SENTENCE_WORDS, SNIPPET_WORDS, Writer, pictures};
use crate::blocks::words;
use crate::classify::cards;
use crate::classify::phrases;
use crate::document::{Attr, NodeId, Tag};
use std::collections::HashSet;

/// Blocks before a heading among which the picture of its card stands.
const CARD_REACH: usize = 3;

/// Elements between a picture and its link.
const LINK_STEPS: usize = 4;

/// Most words of a line that tells how long ago something was and nothing else: "1 week, 4 days ago".
const AGO_WORDS: usize = 6;

/// Fewest cards that a heading of a higher rank stands over.
const HEADED_CARDS: usize = 2;

/// Whether the words of a link are a sentence: what tells of a page, and no title of it.
pub(super) fn is_sentence(words: &str) -> bool {
    words::count(words) >= SENTENCE_WORDS && words.ends_with(['.', '。']) && !words::is_cut_off(words)
}

impl Writer<'_> {
    /// Whether a heading that is a link names the box under it: titles of several pages stand there, and no heading like
    /// it, as of cards.
    pub(super) fn heads_box(&self, index: usize) -> bool {
        let (page, blocks) = (self.page, self.page.blocks);
        let own = blocks.links(index).first().and_then(|link| page.address(link.node));
        let end = cards::end_of_box(page.document, blocks, index);
        let under = index + 1..end.min(index + 1 + BOX_BLOCKS);
        if under.clone().any(|at| blocks.get(at).shape == blocks.get(index).shape) {
            return false;
        }
        // A snippet makes it the lead story of the others.
        let told = |at: usize| blocks.links(at).is_empty() && words::count(blocks.text(at)) >= SNIPPET_WORDS;
        if under.clone().next().is_some_and(told) {
            return false;
        }
        // A picture that leads to the same page makes it a card.
        let own_link = |node: NodeId| page.document.tag(node) == Some(Tag::A) && page.address(node) == own;
        let pictures = blocks.pictures();
        let from = pictures.partition_point(|picture| (picture.block as usize) + CARD_REACH < index);
        let mut near = pictures[from..].iter().take_while(|picture| (picture.block as usize) < under.end);
        if near.any(|picture| page.document.ancestors(picture.node).take(LINK_STEPS).any(own_link)) {
            return false;
        }
        let links = under.flat_map(|at| blocks.links(at));
        let titles = links.filter(|link| words::count(blocks.link_text(link)) >= FEWEST_TITLE_WORDS);
        let mut pages =
            titles.filter_map(|link| page.address(link.node)).filter(|url| Some(url) != own.as_ref());
        let first = pages.next();
        first.is_some() && pages.any(|other| Some(other) != first)
    }

    /// A heading without a link that stands in a card together with a link to its page.
    pub(super) fn leads_card(&mut self, index: usize, title: String) -> bool {
        let page = self.page;
        let around = page.above(index).find(|node| page.document.tag(*node) == Some(Tag::A));
        let known = || cards::link(page.document, page.blocks, index);
        let link = around.or_else(known).or_else(|| self.repeated.labelled(page, index));
        let link = link.filter(|node| !self.is_no_page(*node, &title, true));
        if let Some(node) = link {
            let url = page.address(node);
            let image = pictures::of(self.page, index, node);
            self.push(index, title, url, image);
        }
        link.is_some()
    }

    /// Whether a heading stands over the headings of several cards, which are of a lower rank: it names them, though the link
    /// to all of them stands beside it. The lead story of a box has its snippet right under it.
    pub(super) fn heads_cards(&self, index: usize) -> bool {
        let (document, blocks) = (self.page.document, self.page.blocks);
        let Some(own) = blocks.level(index) else { return false };
        let end = cards::end_of_box(document, blocks, index).min(index + 1 + BOX_BLOCKS);
        let told = |at: usize| blocks.links(at).is_empty() && words::count(blocks.text(at)) >= SNIPPET_WORDS;
        let under = index + 1..end;
        if under.clone().take_while(|at| !blocks.is_heading(*at)).any(told) {
            return false;
        }
        let mut pages = HashSet::new();
        for at in under.filter(|at| blocks.is_heading(*at)) {
            if blocks.level(at) <= Some(own) {
                return false;
            }
            let linked = blocks.links(at).first().map(|link| link.node);
            let link = linked.or_else(|| cards::link(document, blocks, at));
            pages.extend(link.and_then(|link| document.attr(link, Attr::Href)));
        }
        pages.len() >= HEADED_CARDS
    }

    /// Whether a link says that it leads to who wrote what stands beside it.
    pub(super) fn is_author(&self, link: NodeId) -> bool {
        let rel = self.page.document.attr(link, Attr::Rel).unwrap_or_default();
        rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("author"))
    }

    /// Whether the next block is a sentence that leads to the same page: what stands over it is a title, however short.
    pub(super) fn is_told(&self, index: usize, url: &Option<String>) -> bool {
        let next = index + 1;
        next < self.page.blocks.len()
            && is_sentence(self.page.blocks.text(next))
            && self.leads_again(index, url)
    }

    /// Whether a block stands outside of the list or the article that holds another: it tells nothing of that.
    fn stands_apart(&self, from: usize, index: usize) -> bool {
        let (document, first) = (self.page.document, self.page.blocks.get(index).first);
        let holds = |node: &NodeId| matches!(document.tag(*node), Some(Tag::Ul | Tag::Ol | Tag::Article));
        self.page.above(from).find(holds).is_some_and(|node| first >= document.node(node).end)
    }

    /// Words that tell of the last title are its snippet.
    pub(super) fn snippet(&mut self, index: usize, text: &str) {
        let page = self.page;
        let Some(from) = self.last else { return };
        let near = index - from <= 4 && !self.stands_apart(from, index) && !self.is_elsewhere(from, index);
        let count = words::count(text);
        let ago = || count <= AGO_WORDS && !words::ends_sentence(text) && phrases::tells_how_long_ago(text);
        let date = page.stands_in(index, Tag::Time) || is_dateline(text) || ago();
        let sentence = count >= SENTENCE_WORDS && words::ends_sentence(text);
        let enough = count >= SNIPPET_WORDS || sentence || words::is_cut_off(text);
        if let Some(last) = self.out.last_mut()
            && near
            && !date
            && enough
            && last.snippet.is_none()
            && last.title != text
        {
            last.snippet = Some(text.to_owned());
        }
    }
}
