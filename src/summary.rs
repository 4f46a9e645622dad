//! Counts that must add up: what a run did, for `run.json` and for the lines at its end.
//!
//! In comes a [`PageNote`] for each page written; out goes a [`RunSummary`], which is only made when
//! every page that was begun ended as a record or as a reject.

use crate::record::{PageRecord, SCHEMA_VERSION};
use crate::rejects::Reject;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name under which tamis signs its output folders.
pub const TOOL: &str = "tamis";

/// What the counts need to know of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageNote {
    bytes: u64,
    rejected: Option<String>,
    warnings: Vec<String>,
}

impl PageNote {
    /// The note of one page.
    pub fn of(outcome: &Result<PageRecord, Box<Reject>>) -> Self {
        match outcome {
            Ok(record) => Self {
                bytes: record.source.bytes,
                rejected: None,
                warnings: record.warnings.iter().map(|warning| code_name(&warning.code)).collect(),
            },
            Err(reject) => Self {
                bytes: reject.source.bytes,
                rejected: Some(code_name(&reject.code)),
                warnings: Vec::new(),
            },
        }
    }
}

/// A code as it stands in the output; for enums without fields.
pub fn code_name(code: &impl Serialize) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(name)) => name,
        // Codes are enums without fields, which serde writes as strings.
        other => unreachable!("a code that is not a word: {other:?}"),
    }
}

/// "1 page", "2 pages".
pub fn count(number: u64, noun: &str) -> String {
    let noun = match (number, noun.strip_suffix('y')) {
        (1, _) => noun.to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        (_, None) => format!("{noun}s"),
    };
    format!("{number} {noun}")
}

/// Counts of a run under way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Pages that were begun.
    pub pages: u64,
    /// Pages that became a record.
    pub records: u64,
    /// Pages that became a reject.
    pub rejects: u64,
    /// Rejects by code.
    pub rejects_by_code: BTreeMap<String, u64>,
    /// Warnings of records by code.
    pub warnings: BTreeMap<String, u64>,
    /// Bytes of all pages, unpacked.
    pub bytes: u64,
}

impl Tally {
    /// Counts a page that ended.
    pub fn add(&mut self, note: &PageNote) {
        self.bytes += note.bytes;
        match &note.rejected {
            None => self.records += 1,
            Some(code) => {
                self.rejects += 1;
                *self.rejects_by_code.entry(code.clone()).or_default() += 1;
            }
        }
        for code in &note.warnings {
            *self.warnings.entry(code.clone()).or_default() += 1;
        }
    }

    /// Whether every page that was begun has ended.
    ///
    /// # Errors
    /// The counts, when they differ.
    pub fn check(&self) -> Result<(), Uneven> {
        if self.pages == self.records + self.rejects {
            Ok(())
        } else {
            Err(Uneven { pages: self.pages, records: self.records, rejects: self.rejects })
        }
    }
}

/// Counts that do not add up: a fault of tamis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} went in, but {} and {} came out: a fault of tamis itself, \
     please report it; nothing was put in place",
    count(*pages, "page"),
    count(*records, "record"),
    count(*rejects, "reject")
)]
pub struct Uneven {
    /// Pages that were begun.
    pub pages: u64,
    /// Records written.
    pub records: u64,
    /// Rejects written.
    pub rejects: u64,
}

/// What `run.json` says: how the run was started, and what came of it.
#[derive(Debug, Clone, Serialize)]
pub struct RunSummary {
    /// Always [`TOOL`]; by this tamis knows its own folders again.
    pub tool: &'static str,
    /// Version of tamis.
    pub version: &'static str,
    /// Version of the output contract.
    pub schema: u32,
    /// Whether all files below are in place; false only while they are being put there.
    pub complete: bool,
    /// The inputs as typed.
    pub inputs: Vec<String>,
    /// What was set.
    pub settings: RunSettings,
    /// Pages that were found.
    pub pages: u64,
    /// Pages that became a record.
    pub records: u64,
    /// Pages that became a reject; `records + rejects == pages`.
    pub rejects: u64,
    /// Rejects by code.
    pub rejects_by_code: BTreeMap<String, u64>,
    /// Files that were passed over, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Warnings of records by code.
    pub warnings: BTreeMap<String, u64>,
    /// Bytes of all pages, unpacked.
    pub bytes: u64,
    /// Time of the run; the one place in the output where two runs may differ.
    pub seconds: f64,
    /// The other files of the folder, all of this run.
    pub files: Vec<FileSummary>,
}

/// What was set for a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunSettings {
    /// Formats of the records: `jsonl`, `csv`, `parquet`, `markdown`.
    pub formats: Vec<&'static str>,
    /// How lines are packed: `gz`, `zst`; null when they are not.
    pub compress: Option<&'static str>,
    /// Records after which the output is cut; null when it is not.
    pub shard_pages: Option<u64>,
    /// Bytes after which the output is cut; null when it is not.
    pub shard_bytes: Option<u64>,
    /// Number of workers; the records do not depend on it.
    pub threads: usize,
    /// Largest page in bytes.
    pub max_page_bytes: u64,
    /// Longest time for a page in seconds; null for no limit.
    pub max_page_seconds: Option<u64>,
    /// Whether records carry their blocks.
    pub blocks: bool,
    /// Files and folders of site rules.
    pub rules: Vec<String>,
}

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSummary {
    /// Its name in the folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

/// How a run was started, what it counted and what it wrote.
#[derive(Debug, Clone)]
pub struct RunFacts {
    /// The inputs as typed.
    pub inputs: Vec<String>,
    /// What was set.
    pub settings: RunSettings,
    /// What was counted.
    pub tally: Tally,
    /// Files that were passed over, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Time since the start.
    pub seconds: f64,
}

impl RunSummary {
    /// The summary of a run that wrote `files`.
    ///
    /// # Errors
    /// When the counts do not add up.
    pub fn new(facts: RunFacts, files: Vec<FileSummary>) -> Result<Self, Uneven> {
        facts.tally.check()?;
        let RunFacts { inputs, settings, tally, skipped, seconds } = facts;
        Ok(Self {
            tool: TOOL,
            version: env!("CARGO_PKG_VERSION"),
            schema: SCHEMA_VERSION,
            complete: true,
            inputs,
            settings,
            pages: tally.pages,
            records: tally.records,
            rejects: tally.rejects,
            rejects_by_code: tally.rejects_by_code,
            skipped,
            warnings: tally.warnings,
            bytes: tally.bytes,
            seconds: (seconds * 1000.0).round() / 1000.0,
            files,
        })
    }
}
