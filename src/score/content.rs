//! Text and metadata against the words that people took for a page's content.

use super::labels::ContentLabels;
use super::share;
use super::words::{agreement, words};
use crate::record::PageRecord;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::{self, Display};

/// F1 from which two titles agree.
const SAME_TITLE: f64 = 0.8;

/// F1 from which two lists of authors agree.
const SAME_AUTHORS: f64 = 0.6;

/// How well texts agree with labelled content.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Content {
    /// Mean of the pages' word-bag F1.
    pub f1: f64,
    /// Mean of the pages' precision.
    pub precision: f64,
    /// Mean of the pages' recall.
    pub recall: f64,
    /// Share of the texts that must stand in `text` and do; `None` where none is labelled.
    pub with: Option<f64>,
    /// Share of the texts that must not stand in `text` and do all the same.
    pub without: Option<f64>,
    /// Mean F1 and number of pages of each sort.
    pub by_kind: BTreeMap<String, (f64, usize)>,
    /// Share of the labelled titles, dates and authors that agree, and how many were labelled.
    pub metadata: BTreeMap<&'static str, (f64, usize)>,
}

/// What has been counted so far.
#[derive(Debug, Default)]
pub(super) struct Sum {
    pages: usize,
    f1: f64,
    precision: f64,
    recall: f64,
    with: (usize, usize),
    without: (usize, usize),
    by_kind: BTreeMap<String, (f64, usize)>,
    metadata: BTreeMap<&'static str, (usize, usize)>,
}

impl Sum {
    /// Takes in a page; returns the F1 of its text.
    pub fn add(&mut self, labels: &ContentLabels, record: Option<&PageRecord>) -> f64 {
        let text = record.map_or("", |record| &record.text);
        let own = agreement(&words(text), &words(labels.main_content.as_deref().unwrap_or_default()));
        self.pages += 1;
        self.f1 += own.f1;
        self.precision += own.precision;
        self.recall += own.recall;
        let (sum, count) = self.by_kind.entry(labels.kind.clone()).or_default();
        (*sum, *count) = (*sum + own.f1, *count + 1);
        let lower = text.to_lowercase();
        let count = |texts: &Option<Vec<String>>, (held, all): &mut (usize, usize)| {
            for wanted in texts.iter().flatten() {
                *all += 1;
                *held += usize::from(lower.contains(&wanted.to_lowercase()));
            }
        };
        count(&labels.with, &mut self.with);
        count(&labels.without, &mut self.without);
        self.add_metadata(labels, record);
        own.f1
    }

    fn add_metadata(&mut self, labels: &ContentLabels, record: Option<&PageRecord>) {
        let labelled = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        let mut count = |field, agrees: bool| {
            let (agreed, all) = self.metadata.entry(field).or_default();
            (*agreed, *all) = (*agreed + usize::from(agrees), *all + 1);
        };
        if let Some(title) = labelled(&labels.title) {
            let own = record.and_then(|record| record.title.as_deref()).unwrap_or_default();
            count("title", agreement(&words(own), &words(&title)).f1 >= SAME_TITLE);
        }
        if let Some(date) = labelled(&labels.publish_date) {
            let own = record.and_then(|record| record.published.as_deref()).unwrap_or_default();
            count("date", day(own) == day(&date));
        }
        if let Some(author) = labelled(&labels.author) {
            let own = record.map(|record| record.authors.join(" ")).unwrap_or_default();
            count("authors", agreement(&words(&own), &words(&author)).f1 >= SAME_AUTHORS);
        }
    }

    /// The means; `None` without pages.
    pub fn finish(self) -> Option<Content> {
        let pages = self.pages as f64;
        let mean = |(sum, count): (f64, usize)| (sum / count as f64, count);
        (self.pages > 0).then(|| Content {
            f1: self.f1 / pages,
            precision: self.precision / pages,
            recall: self.recall / pages,
            with: (self.with.1 > 0).then(|| share(self.with.0, self.with.1)),
            without: (self.without.1 > 0).then(|| share(self.without.0, self.without.1)),
            by_kind: self.by_kind.into_iter().map(|(kind, own)| (kind, mean(own))).collect(),
            metadata: self
                .metadata
                .into_iter()
                .map(|(field, (n, all))| (field, (share(n, all), all)))
                .collect(),
        })
    }
}

/// The day of a moment in ISO 8601.
fn day(written: &str) -> &str {
    written.get(..10).unwrap_or(written)
}

impl Display for Content {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        writeln!(out, "content          F1 {:.4}  P {:.4}  R {:.4}", self.f1, self.precision, self.recall)?;
        if let (Some(with), Some(without)) = (self.with, self.without) {
            writeln!(out, "must / must not  {with:.3} / {without:.3} stand in the text")?;
        }
        let all = |name: &str, values: Vec<(&str, (f64, usize))>, out: &mut fmt::Formatter| {
            let parts: Vec<_> =
                values.iter().map(|(key, (value, count))| format!("{key} {value:.3} of {count}")).collect();
            if parts.is_empty() { Ok(()) } else { writeln!(out, "{name:<16} {}", parts.join("  ")) }
        };
        all("by kind", self.by_kind.iter().map(|(key, own)| (key.as_str(), *own)).collect(), out)?;
        all("metadata", self.metadata.iter().map(|(key, own)| (*key, *own)).collect(), out)
    }
}
