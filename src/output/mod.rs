//! Where records go: outcomes to bytes, bytes to the files of an output folder.
//!
//! [`Encoder`] turns one page's outcome into a [`Portion`], the bytes that it adds to each file; that is
//! work for many threads. [`OutputFolder`] takes portions in order and puts whole files in place at
//! the end. [`OutputFile`] names every file that tamis writes beside `run.json`.

pub mod csv;
mod folder;
pub mod jsonl;
pub mod schema;

pub use folder::{OutputError, OutputFolder, SUMMARY_FILE};

use crate::run::Outcome;
use csv::Table;

/// A file of the output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputFile {
    /// The records, one JSON object a line.
    Pages,
    /// One of the CSV tables.
    Table(Table),
    /// The rejects, one JSON object a line; written in every run, and empty when all went well.
    Rejects,
}

impl OutputFile {
    /// Every file that a run may write, beside `run.json`.
    pub fn all() -> impl Iterator<Item = Self> {
        let tables = Table::ALL.into_iter().map(Self::Table);
        std::iter::once(Self::Pages).chain(tables).chain(std::iter::once(Self::Rejects))
    }

    /// The file's name in the folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages.jsonl",
            Self::Table(table) => table.file_name(),
            Self::Rejects => "rejects.jsonl",
        }
    }

    /// What stands at the top of the file before any page.
    fn head(self) -> Vec<u8> {
        match self {
            Self::Table(table) => table.header(),
            Self::Pages | Self::Rejects => Vec::new(),
        }
    }
}

/// The formats in which records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    /// `pages.jsonl`.
    pub jsonl: bool,
    /// The five CSV tables.
    pub csv: bool,
}

impl Formats {
    /// The files of a run in these formats.
    pub fn files(self) -> impl Iterator<Item = OutputFile> {
        OutputFile::all().filter(move |file| match file {
            OutputFile::Pages => self.jsonl,
            OutputFile::Table(_) => self.csv,
            OutputFile::Rejects => true,
        })
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        [(self.jsonl, "jsonl"), (self.csv, "csv")].into_iter().filter(|f| f.0).map(|f| f.1).collect()
    }
}

/// Turns outcomes into bytes.
#[derive(Debug, Clone, Copy)]
pub struct Encoder {
    /// The formats of the run.
    pub formats: Formats,
}

/// What one page adds to the files of the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Portion {
    /// Bytes by file.
    pub parts: Vec<(OutputFile, Vec<u8>)>,
}

impl Encoder {
    /// The bytes of one outcome; there are none for what was skipped.
    pub fn encode(&self, outcome: &Outcome) -> Portion {
        let record = match outcome {
            Outcome::Record(record) => record,
            Outcome::Skip(_) => return Portion::default(),
            Outcome::Reject(reject) => {
                return Portion { parts: vec![(OutputFile::Rejects, jsonl::line(reject))] };
            }
        };
        let mut parts = Vec::new();
        if self.formats.jsonl {
            parts.push((OutputFile::Pages, jsonl::line(record)));
        }
        if self.formats.csv {
            parts.extend(Table::ALL.map(|table| (OutputFile::Table(table), table.rows(record))));
        }
        Portion { parts }
    }
}
