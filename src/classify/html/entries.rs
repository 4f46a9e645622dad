//! The heads and the feet of entries: what they say of the page, and what is its text.

use super::rules::Rules;
use crate::document::Tag;

impl Rules<'_> {
    /// Whether a block is the heading of an entry in the main part of the page, which may list many.
    pub(super) fn heads_entry(&self, index: usize) -> bool {
        self.is_heading(index) && self.stands_in(index, [Tag::Article, Tag::Main])
    }

    /// Whether a block of content stands in the foot of an article: a question or its answer.
    pub(super) fn answers(&self, index: usize) -> bool {
        self.stands_in(index, [Tag::Footer, Tag::Article])
    }

    /// Whether an element of the first tag is around a block, and one of the second around that.
    fn stands_in(&self, index: usize, tags: [Tag; 2]) -> bool {
        let mut around = self.page.around(index).map(|node| self.page.document.tag(node));
        tags.into_iter().all(|tag| around.any(|own| own == Some(tag)))
    }
}
