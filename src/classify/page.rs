//! What all rooms ask of a page: what stands around a block, and what the page says that it is.

use super::Page;
use super::features::{DATED_WORDS, Features};
use crate::document::{NodeId, Tag};

/// Types of schema.org that declare one text to read.
pub(super) const ARTICLE_TYPES: &[&str] = &[
    "Article",
    "NewsArticle",
    "BlogPosting",
    "Report",
    "MedicalWebPage",
    "ScholarlyArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "LiveBlogPosting",
    "HowTo",
    "Recipe",
];

/// Types that declare a thing to buy.
const PRODUCT_TYPES: &[&str] = &["Product", "ProductGroup"];

impl Page<'_> {
    /// The elements around the words of a block, nearest first.
    pub(super) fn around(&self, index: usize) -> impl Iterator<Item = NodeId> + '_ {
        self.document.ancestors(self.blocks.get(index).first)
    }

    /// Whether an element of this tag is around a block.
    pub(super) fn stands_in(&self, index: usize, tag: Tag) -> bool {
        self.stands_in_near(index, tag, usize::MAX)
    }

    /// The same for the nearest elements alone, as many as `steps`.
    pub(super) fn stands_in_near(&self, index: usize, tag: Tag, steps: usize) -> bool {
        self.around(index).take(steps).any(|node| self.document.tag(node) == Some(tag))
    }

    /// Whether an element is a list of items.
    pub(super) fn is_list(&self, node: NodeId) -> bool {
        matches!(self.document.tag(node), Some(Tag::Ul | Tag::Ol))
    }

    /// The innermost list around a block, of the nearest elements, as many as `steps`.
    pub(super) fn list_of(&self, index: usize, steps: usize) -> Option<NodeId> {
        self.around(index).take(steps).find(|node| self.is_list(*node))
    }

    /// Whether a block stands in what somebody quotes.
    pub(super) fn is_quoted(&self, index: usize) -> bool {
        self.stands_in(index, Tag::Blockquote)
    }

    /// Whether a line of few words holds a moment that the markup tells.
    pub(super) fn is_timed(&self, features: &Features, index: usize) -> bool {
        let (document, node) = (self.document, self.blocks.get(index).node);
        let stats = &features.stats[index];
        !stats.prose
            && stats.words <= DATED_WORDS
            && self.blocks.within(document, node).len() == 1
            && document.descendants(node).any(|node| document.tag(node) == Some(Tag::Time))
    }

    /// The main part of the page, as it says itself: of several the longest, for pop-ups have a `<main>`, too.
    pub(super) fn main_part(&self) -> Option<NodeId> {
        let mains = (1..self.document.len()).filter(|node| self.document.tag(*node) == Some(Tag::Main));
        mains.max_by_key(|node| self.document.words_len(*node))
    }

    /// Whether the page says that it is of one of these types.
    pub(super) fn declares(&self, types: &[&str]) -> bool {
        self.types.iter().any(|own| types.iter().any(|name| own.eq_ignore_ascii_case(name)))
    }

    /// Whether the page shows one thing to buy; articles declare the things that they test, too.
    pub(super) fn is_product(&self) -> bool {
        self.declares(PRODUCT_TYPES) && !self.declares(ARTICLE_TYPES)
    }
}
