//! Links to the pages before and after: by `rel`, by their words, by an arrow or a label beside them.

use super::rules::Rules;
use crate::blocks::words;
use crate::classify::addresses;
use crate::classify::features::{LINKS_ONLY_SHARE, TEXT_LINK_SHARE};
use crate::classify::phrases::{self, Phrase};
use crate::document::Attr;
use std::ops::RangeInclusive;

/// Blocks to either side of an arrow among which its counterpart stands: titles, dates between them.
const NEIGHBOUR_REACH: usize = 4;

/// Links of a block that are asked for their way: two, and those to the list of all or to numbers.
const NEIGHBOUR_LINKS: usize = 16;

/// Words of a label over the title of the page before or after: "Previous article"; sliders say "Next" alone.
const LABEL_WORDS: RangeInclusive<u32> = 2..=3;

/// Fewest words of the title under a label that is a link or says "Next" alone: under others stand buttons.
const TITLE_WORDS: u32 = 2;

/// Most blocks of a box that holds such a label and the title under it: both ways.
const LABELLED_BLOCKS: usize = 4;

impl Rules<'_> {
    /// Whether a block in a menu names the page before or after, title and all.
    pub(super) fn leads_around(&self, index: usize) -> bool {
        let stats = &self.features.stats[index];
        // "Next full moon" is a page of the site.
        let named = || match phrases::phrase(self.page.blocks.text(index)) {
            Some(way @ (Phrase::Previous | Phrase::Next)) => {
                phrases::neighbour(self.page.blocks.text(index)).is_some() || self.has_counterpart(index, way)
            }
            _ => false,
        };
        let titled = stats.words > 2 && stats.link_share >= TEXT_LINK_SHARE;
        // A number or "More" goes on with a list.
        let listed = || {
            !words::has_letters(self.page.blocks.text(index))
                || phrases::says(self.page.blocks.text(index), Phrase::More)
        };
        // "Older post →" without the title.
        let labelled = || {
            let text = self.page.blocks.text(index);
            stats.link_share >= LINKS_ONLY_SHARE
                && LABEL_WORDS.contains(&stats.words)
                && phrases::labelled_neighbour(text).is_some()
                && phrases::has_arrow(text)
        };
        (titled && (named() || self.leads_both_ways(index)))
            || labelled()
            || (self.is_related(index) && !listed())
    }

    /// Whether the word for the page before or after has an end: it stands alone or with "post" behind it, before a colon or
    /// an arrow, in an element of its own, or another leads the other way, or the link's relation says so. "Next generation of
    /// looms" is a name.
    pub(super) fn ends_label(&self, index: usize, way: Phrase) -> bool {
        let (document, block) = (self.page.document, self.page.blocks.get(index));
        let own_element = || {
            let end = self.page.blocks.end(document, index);
            let leaf = (block.first..end).filter_map(|node| document.text(node)).map(str::trim);
            let first = leaf.into_iter().find(|text| words::has_letters(text)).unwrap_or_default();
            words::count(first) <= *LABEL_WORDS.end() as usize && phrases::says(first, way)
        };
        let text = self.page.blocks.text(index);
        // "上一篇" and "Article suivant" name a text.
        let names_text = || {
            let first = text.split_whitespace().next().unwrap_or_default();
            text.starts_with(words::is_dense) || phrases::phrase(first) != Some(way)
        };
        self.features.stats[index].words <= *LABEL_WORDS.end()
            || phrases::neighbour(text).is_some()
            || names_text()
            || own_element()
            || self.is_related(index)
            || self.has_counterpart(index, way)
    }

    /// Whether a line is two links that lead both ways, each with a title under its label: "« Prev ⏎ Reeds Next » ⏎ Sedge".
    fn leads_both_ways(&self, index: usize) -> bool {
        let [first, last] = self.page.blocks.links(index) else { return false };
        let way = |link| {
            let (label, title) = self.page.blocks.link_text(link).split_once('\n')?;
            phrases::neighbour(label).or_else(|| phrases::phrase(label)).filter(|_| words::has_letters(title))
        };
        way(first) == Some(Phrase::Previous) && way(last) == Some(Phrase::Next)
    }

    /// Whether a block leads to the page before or after by its own words; by an arrow alone ("Get started »")
    /// where another points the other way.
    pub(super) fn is_neighbour(&self, index: usize) -> bool {
        let text = self.page.blocks.text(index);
        phrases::neighbour(text).is_some_and(|way| !phrases::points(text) || self.has_counterpart(index, way))
    }

    /// Whether a link in or near a block leads the other way.
    fn has_counterpart(&self, index: usize, way: Phrase) -> bool {
        let blocks = &self.page.blocks;
        let around =
            index.saturating_sub(NEIGHBOUR_REACH)..self.page.blocks.len().min(index + 1 + NEIGHBOUR_REACH);
        let leads = |text: &str| phrases::neighbour(text).or_else(|| phrases::phrase(text));
        let other = if way == Phrase::Next { Phrase::Previous } else { Phrase::Next };
        let mut linked = around.filter(|at| !blocks.links(*at).is_empty());
        linked.any(|at| {
            // The label may stand before the link.
            let mut links = blocks.links(at).iter().take(NEIGHBOUR_LINKS);
            (at != index && leads(blocks.text(at)) == Some(other))
                || links.any(|link| leads(blocks.link_text(link)) == Some(other))
        })
    }

    /// Whether a block is the label of the page before or after, or the link that stands under one.
    pub(super) fn is_labelled(&self, index: usize) -> bool {
        self.labels_neighbour(index) || index.checked_sub(1).is_some_and(|over| self.labels_neighbour(over))
    }

    /// The same beside the text, where a label may name another thing that is next ("Next event"): one leads the other way.
    pub(super) fn is_labelled_aside(&self, index: usize) -> bool {
        let paired =
            |at: usize| self.way_of_label(at).is_some_and(|way| self.has_labelled_counterpart(at, way));
        self.is_labelled(index) && (paired(index) || index.checked_sub(1).is_some_and(paired))
    }

    /// Whether a line says "Previous article" and a link stands next to it in the same small box. A line that is a link
    /// itself leads to the same page, and one that says "Previous" alone has its counterpart near.
    fn labels_neighbour(&self, index: usize) -> bool {
        let Some(way) = self.way_of_label(index) else { return false };
        let one_word = self.features.stats[index].words < *LABEL_WORDS.start();
        !one_word || !self.page.blocks.links(index).is_empty() || self.has_labelled_counterpart(index, way)
    }

    /// Where a label leads over a link in the same small box.
    fn way_of_label(&self, index: usize) -> Option<Phrase> {
        let (document, blocks) = (self.page.document, &self.page.blocks);
        let linked = |at: usize| {
            at < blocks.len()
                && self.features.stats[at].link_share >= LINKS_ONLY_SHARE
                && blocks.links(at).len() == 1
        };
        let boxed = || {
            let around = document.ancestors(blocks.get(index).node).map(|node| blocks.within(document, node));
            around.into_iter().find(|range| range.contains(&(index + 1)))
        };
        let href = |at: usize| document.attr(blocks.links(at).first()?.node, Attr::Href);
        // To a place on another page lead the links to older comments.
        let leads_away = |at: usize| href(at).is_some_and(|href| !href.contains('#'));
        // A link that goes on with a list of entries has no title under it.
        let titled = || self.features.stats[index + 1].words >= TITLE_WORDS;
        // "Next.js" is a name.
        let worded = || !blocks.text(index).contains('.');
        let leads_alike = || {
            linked(index)
                && worded()
                && href(index)
                    .zip(href(index + 1))
                    .is_some_and(|(own, under)| !own.starts_with('?') && addresses::lead_alike(own, under))
        };
        let alone = || leads_away(index + 1) && (blocks.links(index).is_empty() || leads_alike());
        let short = self.features.stats[index].words;
        // The table is asked last: most blocks are no labels.
        if short > *LABEL_WORDS.end() || !linked(index + 1) {
            return None;
        }
        let way = phrases::phrase(blocks.text(index))
            .filter(|way| matches!(way, Phrase::Previous | Phrase::Next) && alone())?;
        let plain = short >= *LABEL_WORDS.start() && blocks.links(index).is_empty();
        ((plain || titled()) && boxed().is_some_and(|range| range.len() <= LABELLED_BLOCKS)).then_some(way)
    }

    /// Whether a label near this one leads the other way.
    fn has_labelled_counterpart(&self, index: usize, way: Phrase) -> bool {
        let other = if way == Phrase::Next { Phrase::Previous } else { Phrase::Next };
        let end = self.page.blocks.len().min(index + 1 + NEIGHBOUR_REACH);
        let mut around = index.saturating_sub(NEIGHBOUR_REACH)..end;
        around.any(|at| at != index && self.way_of_label(at) == Some(other))
    }

    /// Whether a block says hardly anything behind its last link: "Older versions of the documentation say:" tells of pages
    /// and leads to none.
    pub(super) fn ends_with_link(&self, index: usize) -> bool {
        let blocks = self.page.blocks;
        let text = blocks.text(index);
        let last = blocks.links(index).last().map(|link| blocks.link_text(link));
        let behind = last.and_then(|last| text.rfind(last).map(|at| &text[at + last.len()..]));
        behind
            .is_none_or(|behind| !(words::has_letters(behind) && text.ends_with([':', '.', ',', '：', '。'])))
    }

    /// Whether the block's links say `rel=prev` or `rel=next`.
    pub(super) fn is_related(&self, index: usize) -> bool {
        self.links_say(index, &["prev", "next"])
    }
}
