//! The output folder as a type: whole files or none, and nothing of anybody else's is touched.
//!
//! Portions are appended to `.<name>.part` files; at the end these are on disk for good and renamed, and
//! `run.json` is written last. While the names change, `run.json` says `"complete": false` and lists old
//! and new files alike, so that a run that dies there leaves a folder that the next one knows as its own.
//! Where output is cut into shards, all formats are cut at the same page.

mod ownership;

use super::blocks::Packers;
use super::names::FileName;
use super::part::{KeptPart, Part, part_path};
use super::{Layout, OutputError, Portion};
use crate::summary::{FileSummary, TOOL};
use ownership::Lock;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file that sums up a run and marks a folder as tamis's own.
pub const SUMMARY_FILE: &str = "run.json";

/// A folder in which a run is being written.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    layout: Layout,
    packers: Packers,
    shard: Shard,
    /// Files under way.
    parts: Vec<Part>,
    /// Files that are whole, under their hidden names.
    closed: Vec<FileSummary>,
    /// Files of the run before.
    earlier: Vec<FileName>,
    /// Held for as long as the folder is written to.
    _lock: Lock,
}

/// How far the shard under way is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// Its number, from 0.
    pub number: u32,
    /// Records in it.
    pub records: u64,
    /// Bytes of its records, in the format that takes most, not packed.
    pub bytes: u64,
}

/// A folder as it was kept, for another process to go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFolder {
    /// The shard under way.
    pub shard: Shard,
    /// Files that are whole.
    pub closed: Vec<FileSummary>,
    /// Files under way.
    pub parts: Vec<KeptPart>,
}

/// `run.json` while files are being put in place.
#[derive(Serialize)]
struct Unfinished {
    tool: &'static str,
    complete: bool,
    files: Vec<FileSummary>,
}

impl OutputFolder {
    /// Opens `path` for a run with this layout: makes the folder, or takes an empty one or one of an
    /// earlier run. Files of that run stay as they are until [`Self::finish`]. `threads` bounds how many
    /// pack.
    ///
    /// # Errors
    /// When the folder holds files that are not tamis's, is being written to, or cannot be written.
    pub fn open(path: &Path, layout: Layout, threads: usize) -> Result<Self, OutputError> {
        Self::take(path, layout, threads)?.begin_anew()
    }

    /// Begins the files of a folder that was taken; what was under way in it goes away.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn begin_anew(mut self) -> Result<Self, OutputError> {
        ownership::remove_parts(&self.path, |_| false)?;
        let files: Vec<_> = self.layout.formats.files().collect();
        for file in files {
            self.begin(self.layout.name(file, self.shard.number))?;
        }
        Ok(self)
    }

    /// Opens `path` to go on with a run as it was kept.
    ///
    /// # Errors
    /// As [`Self::open`], and when a file is no longer there or is shorter than it was.
    pub fn go_on(
        path: &Path,
        layout: Layout,
        threads: usize,
        kept: &KeptFolder,
    ) -> Result<Self, OutputError> {
        let mut folder = Self::take(path, layout, threads)?;
        let is_kept = |name: &str| {
            kept.closed.iter().any(|file| file.name == name)
                || kept.parts.iter().any(|part| part.name.to_string() == name)
        };
        ownership::remove_parts(path, is_kept)?;
        for part in &kept.parts {
            folder.parts.push(Part::go_on(path, part, &folder.packers)?);
        }
        (folder.shard, folder.closed) = (kept.shard, kept.closed.clone());
        Ok(folder)
    }

    /// Makes sure that the folder is there and may be written to by this run alone. No file changes yet.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn take(path: &Path, layout: Layout, threads: usize) -> Result<Self, OutputError> {
        if path.exists() && !path.is_dir() {
            return Err(OutputError::NotAFolder { path: path.display().to_string() });
        }
        fs::create_dir_all(path).map_err(|reason| OutputError::refused(path, reason))?;
        let lock = Lock::take(path)?;
        let earlier = ownership::files_of_earlier_run(path);
        ownership::refuse_foreign(path, earlier.as_deref(), layout)?;
        let packers = if layout.has_blocks() { Packers::new(threads) } else { Ok(Packers::default()) };
        Ok(Self {
            path: path.to_owned(),
            layout,
            packers: packers.map_err(|error| OutputError::refused(path, io::Error::other(error)))?,
            shard: Shard::default(),
            parts: Vec::new(),
            closed: Vec::new(),
            earlier: earlier.unwrap_or_default(),
            _lock: lock,
        })
    }

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long packing took so far, on all threads together.
    pub fn packing_time(&self) -> Duration {
        self.packers.time()
    }

    fn begin(&mut self, name: FileName) -> Result<(), OutputError> {
        self.parts.push(Part::create(&self.path, name, &self.packers)?);
        Ok(())
    }

    /// Appends what a page adds.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, portion: &Portion) -> Result<(), OutputError> {
        if portion.is_record() {
            if self.layout.is_full(self.shard) {
                self.next_shard()?;
            }
            self.shard.records += 1;
            self.shard.bytes += portion.largest();
        }
        for (file, bytes) in &portion.parts {
            if let Some(part) = self.parts.iter_mut().find(|part| part.name.file == *file) {
                part.write(bytes)?;
            }
        }
        Ok(())
    }

    /// Closes the files of the shard under way and begins those of the next.
    fn next_shard(&mut self) -> Result<(), OutputError> {
        self.shard = Shard { number: self.shard.number + 1, ..Shard::default() };
        let (full, going_on): (Vec<_>, Vec<_>) =
            self.parts.drain(..).partition(|part| part.name.shard.is_some());
        self.parts = going_on;
        for part in full {
            let next = self.layout.name(part.name.file, self.shard.number);
            self.closed.push(part.close()?);
            self.begin(next)?;
        }
        Ok(())
    }

    /// Brings all that was written to disk for good, and tells what another process needs to go on.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(&mut self) -> Result<KeptFolder, OutputError> {
        let parts = self.parts.iter_mut().map(Part::keep).collect::<Result<_, _>>()?;
        sync_folder(&self.path).map_err(|reason| OutputError::refused(&self.path, reason))?;
        Ok(KeptFolder { shard: self.shard, closed: self.closed.clone(), parts })
    }

    /// Ends all files; they are whole then, under their hidden names. Says how they are called, in order,
    /// and how long they are.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn close(&mut self) -> Result<Vec<FileSummary>, OutputError> {
        for part in self.parts.drain(..) {
            self.closed.push(part.close()?);
        }
        self.closed.sort_by_key(|file| FileName::parse(&file.name));
        Ok(self.closed.clone())
    }

    /// Puts all closed files in place, removes those of the run before that this one does not write, and
    /// writes `summary` to `run.json`. May be done again after a process died over it.
    ///
    /// # Errors
    /// When the disk refuses; `run.json` then says that the folder is not complete.
    pub fn finish(self, summary: &impl Serialize) -> Result<(), OutputError> {
        let is_new = |file: &FileName| self.closed.iter().any(|new| new.name == file.to_string());
        let stale: Vec<String> =
            self.earlier.iter().filter(|file| !is_new(file)).map(ToString::to_string).collect();
        let old = stale.iter().map(|name| FileSummary { name: name.clone(), bytes: 0 });
        let files = self.closed.iter().cloned().chain(old).collect();
        self.write_summary(&Unfinished { tool: TOOL, complete: false, files })?;
        for file in &self.closed {
            self.put_in_place(file)?;
        }
        for name in stale {
            ownership::remove_if_there(&self.path.join(name))?;
        }
        self.write_summary(summary)
    }

    fn put_in_place(&self, file: &FileSummary) -> Result<(), OutputError> {
        let (part, target) = (part_path(&self.path, &file.name), self.path.join(&file.name));
        let in_place = || fs::metadata(&target).is_ok_and(|there| there.len() == file.bytes);
        match fs::rename(&part, &target) {
            // A process that died over this has put it there already.
            Err(reason) if reason.kind() == ErrorKind::NotFound && in_place() => Ok(()),
            renamed => renamed.map_err(|reason| OutputError::refused(&target, reason)),
        }
    }

    /// Writes `run.json` beside and renames it.
    fn write_summary(&self, summary: &impl Serialize) -> Result<(), OutputError> {
        let target = self.path.join(SUMMARY_FILE);
        let mut text = serde_json::to_vec_pretty(summary)
            .map_err(|error| OutputError::refused(&target, error.into()))?;
        text.push(b'\n');
        replace(&target, &text)
    }
}

/// Puts a file in place whole, for good: written beside, brought to disk, renamed.
///
/// # Errors
/// When the disk refuses; the file that stood there before stands there still.
pub(crate) fn replace(target: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let (folder, part) = (folder_of(target), part_beside(target));
    let refused = |reason| OutputError::refused(&part, reason);
    let mut file = File::create(&part).map_err(refused)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(refused)?;
    fs::rename(&part, target).map_err(refused)?;
    sync_folder(folder).map_err(|reason| OutputError::refused(folder, reason))
}

/// Removes a file that [`replace`] put in place, and what a process that died over it left beside.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn remove(target: &Path) -> Result<(), OutputError> {
    ownership::remove_if_there(&part_beside(target))?;
    ownership::remove_if_there(target)
}

/// Where a file stands before it is put in place.
fn part_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    part_path(folder_of(target), &name)
}

fn folder_of(target: &Path) -> &Path {
    target.parent().unwrap_or(Path::new("."))
}

/// Makes new names last: on Unix a rename is only safe once its folder is on disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
