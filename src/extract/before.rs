//! What is known of a page before its blocks are, and what the classifier is told of it.

use super::Options;
use crate::blocks::Blocks;
use crate::classify;
use crate::document::{Document, NodeId};
use crate::input::RawPage;
use crate::metadata::{self, Declared};
use crate::record::Role;
use url::Url;

/// What is known of a page before its blocks are.
pub(super) struct Before {
    pub declared: Declared,
    titles: Vec<String>,
    summaries: Vec<String>,
    url: Option<Url>,
    pub base: Option<Url>,
}

impl Before {
    pub fn of(page: &RawPage, document: &Document) -> Self {
        let declared = metadata::declared(document);
        let url = page.url.as_deref().and_then(|url| Url::parse(url).ok());
        let base = metadata::base(&declared, url.as_ref());
        let titles = declared.titles.iter().map(|title| title.value.clone()).collect();
        let summaries = declared.descriptions.iter().map(|summary| summary.value.clone()).collect();
        Self { declared, titles, summaries, url, base }
    }

    /// The page's address, as crawled or as declared.
    pub fn address(&self) -> Option<&Url> {
        self.url.as_ref().or(self.base.as_ref())
    }

    /// What the classifier is told.
    pub fn view<'a>(
        &'a self,
        document: &'a Document,
        blocks: &'a Blocks,
        marks: &'a [(NodeId, Role)],
        options: &'a Options,
    ) -> classify::Page<'a> {
        let (titles, summaries, types) = (&self.titles, &self.summaries, &self.declared.types);
        let address = self.address();
        let is_home = self.url.as_ref().is_some_and(|url| url.path() == "/" && url.query().is_none());
        let (models, favor) = (options.models.as_deref(), options.favor);
        classify::Page { document, blocks, titles, summaries, types, address, is_home, marks, models, favor }
    }
}
