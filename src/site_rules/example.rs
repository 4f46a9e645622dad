//! A rule's own examples: a page, and what must come of it.

use crate::record::PageRecord;
use serde::Deserialize;
use std::path::PathBuf;

/// A page on which a rule must show that it works. Only what is given is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The page's file; in a rule file its path is relative to that file.
    pub page: PathBuf,
    /// Address to read the page under, when the page itself does not name one.
    pub url: Option<String>,
    /// The whole title.
    pub title: Option<String>,
    /// All authors.
    pub authors: Option<Vec<String>>,
    /// Day or time of publication, as the record writes it.
    pub published: Option<String>,
    /// Words that must stand in the text.
    #[serde(default)]
    pub text_contains: Vec<String>,
    /// Words that must not stand in the text.
    #[serde(default)]
    pub text_lacks: Vec<String>,
    /// Number of items in each advice list.
    pub advice_lists: Option<Vec<usize>>,
    /// Number of teasers.
    pub teasers: Option<usize>,
    /// Words of all breadcrumbs.
    pub breadcrumbs: Option<Vec<String>>,
    /// Words of the link to the page before.
    pub previous: Option<String>,
    /// Words of the link to the page after.
    pub next: Option<String>,
}

impl Example {
    /// How a record differs from what was promised: one line for people each, none when it is right.
    pub fn differences(&self, record: &PageRecord) -> Vec<String> {
        let mut found = Vec::new();
        let navigation = &record.navigation;
        let words = |link: &Option<crate::record::Link>| link.as_ref().map(|link| link.text.clone());
        compare(&mut found, "title", self.title.as_ref().map(Some), record.title.as_ref());
        compare(&mut found, "authors", self.authors.as_ref(), &record.authors);
        compare(&mut found, "published", self.published.as_ref().map(Some), record.published.as_ref());
        for words in self.text_contains.iter().filter(|words| !record.text.contains(words.as_str())) {
            found.push(format!("text lacks {words:?}"));
        }
        for words in self.text_lacks.iter().filter(|words| record.text.contains(words.as_str())) {
            found.push(format!("text contains {words:?}"));
        }
        let lists: Vec<_> = record.advice_lists.iter().map(|list| list.items.len()).collect();
        compare(&mut found, "advice_lists", self.advice_lists.as_ref(), &lists);
        compare(&mut found, "teasers", self.teasers, record.teasers.len());
        let breadcrumbs: Vec<_> = navigation.breadcrumbs.iter().map(|link| link.text.clone()).collect();
        compare(&mut found, "breadcrumbs", self.breadcrumbs.as_ref(), &breadcrumbs);
        compare(&mut found, "previous", self.previous.clone().map(Some), words(&navigation.previous));
        compare(&mut found, "next", self.next.clone().map(Some), words(&navigation.next));
        found
    }
}

fn compare<T: PartialEq + std::fmt::Debug>(
    found: &mut Vec<String>,
    name: &str,
    expected: Option<T>,
    actual: T,
) {
    if let Some(expected) = expected.filter(|expected| *expected != actual) {
        found.push(format!("{name} is {actual:?}, not {expected:?}"));
    }
}
