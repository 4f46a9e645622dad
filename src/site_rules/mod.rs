//! Rules for single sites: CSS selectors that say what a page's elements are.
//!
//! In: TOML files with `[[rule]]` tables, each for hosts and, where given, paths. Out: for a page's
//! address its rule, and for its document the marked nodes. A rule decides nothing by itself: its
//! marks label blocks, which then take the same way as all others. Files are checked whole when
//! they are loaded, so that a typing error stops a run before it begins.

mod apply;
mod example;
mod parse;
mod pattern;

pub use apply::{Applied, Mark};
pub use example::Example;
pub use parse::RuleError;

use pattern::Pattern;
use scraper::Selector;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use url::Url;

/// What a rule can say about an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The title of the article.
    Title,
    /// The element that holds the article's text.
    Body,
    /// Name of an author.
    Author,
    /// Day of publication.
    Date,
    /// No part of the article, even inside the body.
    Strip,
    /// The link to the page before.
    Previous,
    /// The link to the page after.
    Next,
    /// Links of the trail to this page.
    Breadcrumbs,
    /// One teaser each: title, snippet, link and picture.
    Teasers,
    /// The element that holds a numbered list.
    AdviceLists,
}

impl Field {
    /// The field's key in a rule file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Author => "author",
            Self::Date => "date",
            Self::Strip => "strip",
            Self::Previous => "previous",
            Self::Next => "next",
            Self::Breadcrumbs => "breadcrumbs",
            Self::Teasers => "teasers",
            Self::AdviceLists => "advice_lists",
        }
    }
}

/// What is known of one site, or of one part of it.
#[derive(Debug)]
pub struct SiteRule {
    /// Name of the rule, unique among all that are loaded.
    pub name: String,
    /// The file that holds the rule.
    pub path: PathBuf,
    /// Pages on which the rule can be tried.
    pub examples: Vec<Example>,
    paths: Vec<Pattern>,
    selectors: BTreeMap<Field, Vec<Selector>>,
}

impl SiteRule {
    /// How closely the rule fits a path: the letters of its longest pattern that matches, 0 when
    /// it is for all paths; `None` when the rule is not for this path.
    fn fit(&self, path: &str) -> Option<usize> {
        if self.paths.is_empty() {
            return Some(0);
        }
        self.paths.iter().filter(|pattern| pattern.matches(path)).map(Pattern::letters).max()
    }
}

/// All rules of a run. The default is none.
#[derive(Debug, Default)]
pub struct SiteRules {
    rules: Vec<SiteRule>,
    /// Places in `rules` by host, in the order of the files.
    by_host: HashMap<String, Vec<usize>>,
    /// Digest of the files.
    sha256: Option<String>,
}

impl SiteRules {
    /// Loads rule files; a folder stands for its `*.toml` files, in byte order of their names.
    ///
    /// # Errors
    /// The first thing that is wrong, with file, line and rule.
    pub fn load(paths: &[PathBuf]) -> Result<Self, RuleError> {
        parse::load(paths)
    }

    /// Digest of the files from which the rules were loaded; `None` when there were none.
    pub fn sha256(&self) -> Option<&str> {
        self.sha256.as_deref()
    }

    /// All rules, in the order in which they were loaded.
    pub fn rules(&self) -> &[SiteRule] {
        &self.rules
    }

    /// The rule for a page's address. A rule's hosts include their subdomains; the longest host
    /// wins, then the longest pattern of the path, then the rule that stands first.
    pub fn find(&self, url: &str) -> Option<&SiteRule> {
        if self.rules.is_empty() {
            return None;
        }
        let url = Url::parse(url).ok()?;
        let mut host = url.host_str()?.trim_end_matches('.');
        loop {
            let here = self.by_host.get(host).map(Vec::as_slice).unwrap_or_default();
            let fits =
                here.iter().filter_map(|at| Some((&self.rules[*at], self.rules[*at].fit(url.path())?)));
            // Of equals `max_by_key` gives the last, and the first is wanted.
            if let Some((rule, _)) = fits.rev().max_by_key(|(_, fit)| *fit) {
                return Some(rule);
            }
            host = host.split_once('.')?.1;
        }
    }

    fn add(&mut self, rule: SiteRule, hosts: Vec<String>) {
        for host in hosts {
            self.by_host.entry(host).or_default().push(self.rules.len());
        }
        self.rules.push(rule);
    }
}

#[cfg(test)]
mod tests;
