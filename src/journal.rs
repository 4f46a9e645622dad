//! What is done of a run, so that it can be gone on with after its process ended in any way.
//!
//! In: now and then, the place that the run has come to in its inputs, its counts and the output folder as it
//! was kept. Out: one hidden file in that folder, which is replaced whole or not at all; and, in a later
//! process, the same again. What a journal tells of is on disk for good before the journal is. Pages read
//! after that are read again, and what was written of them is cut off, so the files come out the same.
//!
//! The file is a line of JSON ([`Head`]) with the blocks behind it that were not packed yet.

use crate::output::{FileName, KeptFolder, KeptPart, OutputError, Shard, remove, replace};
use crate::summary::{FileSummary, Seconds, TOOL, Tally};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Name of the journal in the output folder.
pub const JOURNAL_FILE: &str = ".journal";

/// The journal of an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    path: PathBuf,
}

/// A run as far as it is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<P> {
    /// What was set, by name; a run is only gone on with under the same settings.
    pub settings: Map<String, Value>,
    /// The place in the inputs behind all that was written.
    pub place: P,
    /// Whether nothing comes behind that place: only names and the summary are left to write.
    pub read_out: bool,
    /// What was counted.
    pub tally: Tally,
    /// How long it took.
    pub seconds: Seconds,
    /// The output.
    pub folder: KeptFolder,
}

/// What stands in the journal's first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head<P> {
    tool: String,
    version: String,
    settings: Map<String, Value>,
    place: P,
    read_out: bool,
    tally: Tally,
    seconds: Seconds,
    shard: Shard,
    closed: Vec<FileSummary>,
    parts: Vec<PartHead>,
}

/// A file under way; its blocks stand behind the first line in the order of the files.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartHead {
    name: String,
    bytes: u64,
    open_bytes: usize,
    foot_bytes: usize,
}

/// Why a run cannot be gone on with.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The settings are others.
    #[error(
        "{folder} holds a run that was interrupted, and it was started otherwise: {differences}. Give the \
         same command to go on, or --restart to begin anew"
    )]
    Changed {
        /// The output folder.
        folder: String,
        /// What differs, in words.
        differences: String,
    },
    /// The journal cannot be read.
    #[error("cannot read {path}: {reason}; --restart begins anew")]
    Unreadable {
        /// The journal.
        path: String,
        /// What is wrong.
        reason: io::Error,
    },
}

impl Journal {
    /// The journal of this output folder, whether there is one or not.
    pub fn of(folder: &Path) -> Self {
        Self { path: folder.join(JOURNAL_FILE) }
    }

    /// Whether a run in this folder has come far enough to be gone on with.
    pub fn exists(&self) -> bool {
        self.path.exists()
    }

    /// Writes how far the run is; the entry before stands until this one is on disk.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write<P: Serialize>(&self, entry: Entry<P>) -> Result<(), OutputError> {
        let Entry { settings, place, read_out, tally, seconds, folder } = entry;
        let KeptFolder { shard, closed, parts } = folder;
        let part = |part: &KeptPart| PartHead {
            name: part.name.to_string(),
            bytes: part.bytes,
            open_bytes: part.open.len(),
            foot_bytes: part.foot.len(),
        };
        let head = Head {
            tool: TOOL.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            settings,
            place,
            read_out,
            tally,
            seconds,
            shard,
            closed,
            parts: parts.iter().map(part).collect(),
        };
        let mut bytes =
            serde_json::to_vec(&head).map_err(|error| OutputError::refused(&self.path, error.into()))?;
        bytes.push(b'\n');
        for part in &parts {
            bytes.extend(&part.open);
            bytes.extend(&part.foot);
        }
        replace(&self.path, &bytes)
    }

    /// Reads how far a run is; `None` when there is none to go on with.
    ///
    /// # Errors
    /// When the journal is another version's, or the run was started with other settings than these, or it
    /// cannot be read.
    pub fn read<P: for<'a> Deserialize<'a>>(
        &self,
        settings: &Map<String, Value>,
    ) -> Result<Option<Entry<P>>, JournalError> {
        let unreadable = |reason| JournalError::Unreadable { path: self.path.display().to_string(), reason };
        let bytes = match fs::read(&self.path) {
            Err(reason) if matches!(reason.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            bytes => bytes.map_err(unreadable)?,
        };
        let damaged = |what: &str| unreadable(io::Error::new(ErrorKind::InvalidData, what.to_owned()));
        let end = memchr::memchr(b'\n', &bytes).ok_or_else(|| damaged("it has no first line"))?;
        let (head, blocks) = bytes.split_at(end + 1);
        self.same_version(head, settings)?;
        let head: Head<P> = serde_json::from_slice(head).map_err(|error| damaged(&error.to_string()))?;
        let parts = parts(&head.parts, blocks).ok_or_else(|| damaged("it is cut off"))?;
        Ok(Some(Entry {
            settings: head.settings,
            place: head.place,
            read_out: head.read_out,
            tally: head.tally,
            seconds: head.seconds,
            folder: KeptFolder { shard: head.shard, closed: head.closed, parts },
        }))
    }

    /// Refuses a journal that was written by another version or with other settings; looked at first, for
    /// the rest of another version's journal may read otherwise.
    fn same_version(&self, head: &[u8], settings: &Map<String, Value>) -> Result<(), JournalError> {
        let head: Value = serde_json::from_slice(head).unwrap_or_default();
        let mut differences = Vec::new();
        if head["version"] != env!("CARGO_PKG_VERSION") {
            differences.push(format!(
                "by tamis {}, and this is {}",
                head["version"],
                env!("CARGO_PKG_VERSION")
            ));
        }
        let none = Map::new();
        let before = head["settings"].as_object().unwrap_or(&none);
        let names = before.keys().chain(settings.keys().filter(|name| !before.contains_key(*name)));
        for name in names {
            let [old, new] = [before, settings].map(|settings| settings.get(name).unwrap_or(&Value::Null));
            if old != new {
                differences.push(format!("{name} was {old} and is now {new}"));
            }
        }
        if differences.is_empty() {
            return Ok(());
        }
        let folder = self.path.parent().unwrap_or(&self.path).display().to_string();
        Err(JournalError::Changed { folder, differences: differences.join("; ") })
    }

    /// Ends the journal: there is nothing left to go on with.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(&self) -> Result<(), OutputError> {
        remove(&self.path)
    }
}

/// The files under way with their blocks; `None` when there are fewer bytes than there should be.
fn parts(heads: &[PartHead], mut blocks: &[u8]) -> Option<Vec<KeptPart>> {
    let mut parts = Vec::new();
    for head in heads {
        let (open, rest) = blocks.split_at_checked(head.open_bytes)?;
        let (foot, rest) = rest.split_at_checked(head.foot_bytes)?;
        blocks = rest;
        let name = FileName::parse(&head.name)?;
        parts.push(KeptPart { name, bytes: head.bytes, open: open.to_vec(), foot: foot.to_vec() });
    }
    blocks.is_empty().then_some(parts)
}
