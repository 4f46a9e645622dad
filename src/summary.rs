//! Counts that must add up: what a run did, for `run.json` and for the lines at its end.
//!
//! In comes a [`PageNote`] for each page written; out goes a [`RunSummary`], which is only made when
//! every page that was begun ended as a record or as a reject.

use crate::input::Columns;
use crate::record::SCHEMA_VERSION;
use crate::run::Outcome;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name under which tamis signs its output folders.
pub const TOOL: &str = "tamis";

/// What the counts need to know of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageNote {
    /// A page that became a record.
    Record {
        /// Size of the page.
        bytes: u64,
        /// Codes of its warnings.
        warnings: Vec<String>,
    },
    /// A page that became a reject.
    Reject {
        /// Size of the page, as far as it was seen.
        bytes: u64,
        /// Why.
        code: String,
    },
    /// No page, by its reason.
    Skip(String),
}

impl PageNote {
    /// The note of one outcome.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Record(record) => Self::Record {
                bytes: record.source.bytes,
                warnings: record.warnings.iter().map(|warning| code_name(&warning.code)).collect(),
            },
            Outcome::Reject(reject) => {
                Self::Reject { bytes: reject.source.bytes, code: code_name(&reject.code) }
            }
            Outcome::Skip(reason) => Self::Skip(code_name(reason)),
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
    /// Everything that the inputs were found to hold.
    pub found: u64,
    /// Pages among it.
    pub pages: u64,
    /// Pages that became a record.
    pub records: u64,
    /// Pages that became a reject.
    pub rejects: u64,
    /// Rejects by code.
    pub rejects_by_code: BTreeMap<String, u64>,
    /// Warnings of records by code.
    pub warnings: BTreeMap<String, u64>,
    /// What was found and is no page, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Bytes of all pages, unpacked.
    pub bytes: u64,
}

impl Tally {
    /// Counts what became of one thing found.
    pub fn add(&mut self, note: &PageNote) {
        self.pages += u64::from(!matches!(note, PageNote::Skip(_)));
        let count = |counts: &mut BTreeMap<String, u64>, code: &String| {
            *counts.entry(code.clone()).or_default() += 1;
        };
        match note {
            PageNote::Record { bytes, warnings } => {
                self.records += 1;
                self.bytes += bytes;
                warnings.iter().for_each(|code| count(&mut self.warnings, code));
            }
            PageNote::Reject { bytes, code } => {
                self.rejects += 1;
                self.bytes += bytes;
                count(&mut self.rejects_by_code, code);
            }
            PageNote::Skip(reason) => count(&mut self.skipped, reason),
        }
    }

    /// Counts what the listing passed over.
    pub fn pass_over(&mut self, skipped: &BTreeMap<String, u64>) {
        for (reason, count) in skipped {
            self.found += count;
            *self.skipped.entry(reason.clone()).or_default() += count;
        }
    }

    /// Share of the pages that were rejected, 0 to 1.
    pub fn reject_rate(&self) -> f64 {
        if self.pages == 0 { 0.0 } else { self.rejects as f64 / self.pages as f64 }
    }

    /// Whether everything found ended as a record, as a reject or as a skip with its reason.
    ///
    /// # Errors
    /// The counts, when they differ.
    pub fn check(&self) -> Result<(), Uneven> {
        let (rejects, skipped) = (self.rejects_by_code.values().sum(), self.skipped.values().sum());
        if self.found == self.records + rejects + skipped && self.pages == self.records + self.rejects {
            Ok(())
        } else {
            Err(Uneven { found: self.found, records: self.records, rejects, skipped })
        }
    }
}

/// Counts that do not add up: a fault of tamis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} went in, but {}, {} and {} came out: a fault of tamis itself, \
     please report it; nothing was put in place",
    count(*found, "thing"),
    count(*records, "record"),
    count(*rejects, "reject"),
    count(*skipped, "skip")
)]
pub struct Uneven {
    /// What was found.
    pub found: u64,
    /// Records written.
    pub records: u64,
    /// Rejects written.
    pub rejects: u64,
    /// What was passed over.
    pub skipped: u64,
}

/// Seconds that a run took. The stages run side by side, so theirs add up over all threads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seconds {
    /// From its beginning to its end, interruptions left out.
    pub total: f64,
    /// Reading and unpacking pages.
    pub reading: f64,
    /// Making records of them.
    pub extracting: f64,
    /// Making lines of records.
    pub encoding: f64,
    /// Packing lines, and making Parquet of them.
    pub packing: f64,
    /// Writing, and waiting for what is being packed.
    pub writing: f64,
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
    /// Everything found in the inputs; `records`, `rejects` and `skipped` add up to it.
    pub found: u64,
    /// Pages among it.
    pub pages: u64,
    /// Pages that became a record.
    pub records: u64,
    /// Pages that became a reject; `records + rejects == pages`.
    pub rejects: u64,
    /// Rejects by code.
    pub rejects_by_code: BTreeMap<String, u64>,
    /// Files, and records of archives, that were passed over, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Warnings of records by code.
    pub warnings: BTreeMap<String, u64>,
    /// Bytes of all pages, unpacked.
    pub bytes: u64,
    /// Bytes of all files below.
    pub bytes_written: u64,
    /// Time of the run; with the next, the one place in the output where two runs may differ.
    pub seconds: f64,
    /// Seconds by stage, summed over threads.
    pub stage_seconds: BTreeMap<&'static str, f64>,
    /// The other files of the folder, all of this run.
    pub files: Vec<FileSummary>,
}

/// What was set for a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunSettings {
    /// Formats of the records: `jsonl`, `csv`, `parquet`, `markdown`.
    pub formats: Vec<&'static str>,
    /// How lines are packed: `gz`, `zst`; null when they are not.
    pub compress: Option<&'static str>,
    /// Records after which the output is cut; null when it is not.
    pub shard_pages: Option<u64>,
    /// Bytes after which the output is cut; null when it is not.
    pub shard_bytes: Option<u64>,
    /// Columns of tables, as far as they were named.
    pub columns: Columns,
    /// What standard input holds, where it was said: `list`, `page`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stdin: Option<&'static str>,
    /// Number of workers; the records do not depend on it.
    pub threads: usize,
    /// Largest page in bytes.
    pub max_page_bytes: u64,
    /// Longest time for a page in seconds; null for no limit.
    pub max_page_seconds: Option<u64>,
    /// Whether records carry their blocks.
    pub blocks: bool,
    /// What is preferred in doubt: `balance`, `precision`, `recall`.
    pub favor: &'static str,
    /// What chooses the content.
    pub models: ModelSettings,
    /// Files and folders of site rules.
    pub rules: Vec<String>,
    /// Digest of the rule files; null without any.
    pub rules_sha256: Option<String>,
    /// Share of rejects above which the run fails; null for none.
    pub max_reject_rate: Option<f64>,
}

/// The models of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ModelSettings {
    /// `built-in`, `none`, or the folder that holds them.
    pub source: String,
    /// Digest of the files, one behind the other; null without models.
    pub sha256: Option<String>,
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
    /// How long it took.
    pub seconds: Seconds,
}

impl RunSummary {
    /// The summary of a run that wrote `files`.
    ///
    /// # Errors
    /// When the counts do not add up.
    pub fn new(facts: RunFacts, files: Vec<FileSummary>) -> Result<Self, Uneven> {
        facts.tally.check()?;
        let RunFacts { inputs, settings, tally, seconds } = facts;
        let stages = [
            ("reading", seconds.reading),
            ("extracting", seconds.extracting),
            ("encoding", seconds.encoding),
            ("packing", seconds.packing),
            ("writing", seconds.writing),
        ];
        Ok(Self {
            tool: TOOL,
            version: env!("CARGO_PKG_VERSION"),
            schema: SCHEMA_VERSION,
            complete: true,
            inputs,
            settings,
            found: tally.found,
            pages: tally.pages,
            records: tally.records,
            rejects: tally.rejects,
            rejects_by_code: tally.rejects_by_code,
            skipped: tally.skipped,
            warnings: tally.warnings,
            bytes: tally.bytes,
            bytes_written: files.iter().map(|file| file.bytes).sum(),
            seconds: milliseconds(seconds.total),
            stage_seconds: stages.into_iter().map(|(name, time)| (name, milliseconds(time))).collect(),
            files,
        })
    }
}

/// Seconds to the millisecond.
fn milliseconds(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}
