//! Every way in which a page can fail to become a record: stage, code, message.

use crate::record::Source;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page for which no record could be made, with the reason. One line of `rejects.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    /// Name of the page within its source; unique within a run.
    pub id: String,
    /// The page's address; null when unknown.
    pub url: Option<String>,
    /// Where the page's bytes came from.
    pub source: Source,
    /// The step that failed; it follows from the code.
    pub stage: Stage,
    /// What failed.
    pub code: RejectCode,
    /// The detail and the remedy, for people.
    pub message: String,
}

/// The step of the pipeline that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading and unpacking the bytes.
    Input,
    /// Bytes to text.
    Decode,
    /// Text to record.
    Extract,
}

/// What failed. Codes are stable: programs may depend on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RejectCode {
    /// The file could not be opened or read.
    Unreadable,
    /// The compressed data are damaged or cut off.
    Damaged,
    /// The page is larger than `--max-page-bytes`.
    TooLarge,
    /// No column of a table, or no key of an object, holds pages.
    NoColumn,
    /// There is nothing in the page but white space.
    Empty,
    /// The bytes are not text.
    Binary,
    /// The page took longer than `--max-page-seconds`.
    TooSlow,
    /// A fault of tamis itself: please report the page.
    Panic,
}

impl RejectCode {
    /// The step of the pipeline that this code belongs to.
    pub fn stage(self) -> Stage {
        match self {
            Self::Unreadable | Self::Damaged | Self::TooLarge | Self::NoColumn => Stage::Input,
            Self::Empty | Self::Binary => Stage::Decode,
            Self::TooSlow | Self::Panic => Stage::Extract,
        }
    }
}

/// Why a page failed, before it is known which page it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What failed.
    pub code: RejectCode,
    /// The detail and the remedy, for people.
    pub message: String,
}

impl Failure {
    /// A failure with its detail.
    pub fn new(code: RejectCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// The reject of the page with this name and source.
    pub fn into_reject(self, id: String, url: Option<String>, source: Source) -> Reject {
        Reject { id, url, source, stage: self.code.stage(), code: self.code, message: self.message }
    }
}
