//! Records held against labelled pages: how good is it, on whose pages one likes.
//!
//! In: `pages.jsonl` and a folder of labelled pages, a JSON file each. Out: a [`Report`]. Labels come in two
//! kinds, told apart by what a file holds: the words that are content ([`content`]), and what every part of a
//! page is ([`structure`]). A labelled page without a record counts as all missed.

pub mod content;
mod labels;
pub mod structure;
mod words;

use crate::record::PageRecord;
use anyhow::{Context, bail};
use content::Content;
use labels::Labelled;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::{self, Display};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use structure::Structure;

/// What the records of a run are worth.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Labelled pages.
    pub pages: usize,
    /// Those that have a record.
    pub answered: usize,
    /// Against labelled content, if there is any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// Against labelled structure, if there is any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structure: Option<Structure>,
    /// Pages with the least F1 of their text, worst first.
    pub worst: Vec<Page>,
}

/// One page's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page {
    /// The labelled page's name.
    pub id: String,
    /// Word-bag F1 of its text.
    pub f1: f64,
}

/// Holds records against labels; the report names this many of the worst pages.
///
/// # Errors
/// A file cannot be read, or is neither a record nor a labelled page; no record belongs to a label.
pub fn score(path: &Path, labels: &Path, worst: usize) -> anyhow::Result<Report> {
    let folder = labels;
    let labelled = labels::read(folder)?;
    if labelled.is_empty() {
        bail!("{} holds no labelled pages (*.json, *.json.gz)", folder.display());
    }
    if let Some(pair) = labelled.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        bail!("two files of {} label the page {}: keep one", folder.display(), pair[0].0);
    }
    let mut records = read_records(path, &labelled)?;
    let (mut content, mut structure) = (content::Sum::default(), structure::Sum::default());
    let mut report = Report { pages: labelled.len(), ..Report::default() };
    for (id, page) in &labelled {
        let record = records.remove(id);
        report.answered += usize::from(record.is_some());
        let f1 = match page {
            Labelled::Content(labels) => content.add(labels, record.as_ref()),
            Labelled::Structure(labels) => structure.add(labels, record.as_ref()),
        };
        report.worst.push(Page { id: id.clone(), f1 });
    }
    if report.answered == 0 {
        bail!(
            "no record of {} belongs to a page labelled in {}: a label is named as its page is",
            path.display(),
            folder.display()
        );
    }
    report.worst.sort_by(|a, b| a.f1.total_cmp(&b.f1));
    report.worst.truncate(worst);
    report.content = content.finish();
    report.structure = structure.finish();
    Ok(report)
}

/// The records of labelled pages, by name.
fn read_records(path: &Path, labelled: &[(String, Labelled)]) -> anyhow::Result<HashMap<String, PageRecord>> {
    let wanted: std::collections::HashSet<&str> = labelled.iter().map(|(id, _)| id.as_str()).collect();
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut records = HashMap::new();
    for (at, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| format!("cannot read {}", path.display()))?;
        if line.trim().is_empty() {
            continue;
        }
        let record: PageRecord = serde_json::from_str(&line)
            .with_context(|| format!("{}, line {}: not a record of this version", path.display(), at + 1))?;
        let name = name(&record.id);
        if wanted.contains(name) && records.insert(name.to_owned(), record.clone()).is_some() {
            bail!(
                "{}, line {}: a second record for the label {name}; labels are found by the last part of \
                 an id, so score such pages apart",
                path.display(),
                at + 1
            );
        }
    }
    Ok(records)
}

/// A page's name: the last part of its id, without the endings of files.
fn name(id: &str) -> &str {
    const ENDINGS: [&str; 7] = [".html", ".htm", ".xhtml", ".txt", ".json", ".gz", ".zst"];
    let mut name = id.rsplit('/').next().unwrap_or(id);
    while let Some(bare) = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)) {
        name = bare;
    }
    name
}

impl Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        writeln!(out, "pages            {} labelled, {} with a record", self.pages, self.answered)?;
        if let Some(content) = &self.content {
            write!(out, "{content}")?;
        }
        if let Some(structure) = &self.structure {
            write!(out, "{structure}")?;
        }
        for page in &self.worst {
            writeln!(out, "  {:<24} F1 {:.3}", page.id, page.f1)?;
        }
        Ok(())
    }
}

/// A share; 0 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn pages_are_known_by_the_last_part_of_their_id() {
        for id in ["a/b/0007.html.gz", "0007", "x/0007.txt", "0007.txt.json.gz", "0007.htm"] {
            assert_eq!(name(id), "0007", "{id}");
        }
        assert_eq!(name("a/v1.2.html"), "v1.2");
    }
}
