//! Where records go: outcomes to bytes, bytes to the files of an output folder.
//!
//! [`Encoder`] turns one page's outcome into a [`Portion`], the lines that it adds to each file; that is
//! work for many threads. [`OutputFolder`] takes portions in order, packs them where that is asked for, and
//! puts whole files in place at the end. [`OutputFile`] and [`FileName`] name every file that tamis writes
//! beside `run.json`; a [`Layout`] says which of them a run writes.

mod blocks;
pub mod csv;
mod error;
mod folder;
pub mod jsonl;
mod layout;
pub mod markdown;
mod names;
mod packing;
pub mod parquet;
mod part;
pub mod schema;

pub use error::OutputError;
pub use folder::{KeptFolder, OutputFolder, SUMMARY_FILE, Shard};
pub(crate) use folder::{remove, replace};
pub use layout::{Formats, Layout, ShardSize};
pub use names::{FileName, OutputFile};
pub use packing::Packing;
pub use part::KeptPart;

use crate::record::PageRecord;
use crate::run::Outcome;
use csv::Table;

/// Turns outcomes into bytes.
#[derive(Debug, Clone, Copy)]
pub struct Encoder {
    /// The formats of the run.
    pub formats: Formats,
}

/// What one page adds to the files of the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Portion {
    /// Lines by file; rows of a Parquet file are lines of JSON, too.
    pub parts: Vec<(OutputFile, Vec<u8>)>,
}

impl Encoder {
    /// The bytes of one outcome; there are none for what was skipped.
    pub fn encode(&self, outcome: &Outcome) -> Portion {
        match outcome {
            Outcome::Record(record) => self.record(record),
            Outcome::Reject(reject) => Portion { parts: vec![(OutputFile::Rejects, jsonl::line(reject))] },
            Outcome::Skip(_) => Portion::default(),
        }
    }

    fn record(&self, record: &PageRecord) -> Portion {
        let mut parts = Vec::new();
        if self.formats.jsonl || self.formats.parquet {
            let line = jsonl::line(record);
            if self.formats.parquet {
                parts.push((OutputFile::Parquet, line.clone()));
            }
            if self.formats.jsonl {
                parts.push((OutputFile::Pages, line));
            }
        }
        if self.formats.markdown {
            parts.push((OutputFile::Markdown, jsonl::line(&markdown::Page::of(record))));
        }
        if self.formats.csv {
            parts.extend(Table::ALL.map(|table| (OutputFile::Table(table), table.rows(record))));
        }
        Portion { parts }
    }
}

impl Portion {
    /// Whether the page became a record.
    fn is_record(&self) -> bool {
        self.parts.iter().any(|(file, _)| file.is_sharded())
    }

    /// Bytes of the longest part.
    fn largest(&self) -> u64 {
        self.parts.iter().map(|(_, bytes)| bytes.len() as u64).max().unwrap_or_default()
    }
}
