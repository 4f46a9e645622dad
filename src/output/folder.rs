//! The output folder as a type: whole files or none, and nothing of anybody else's is touched.
//!
//! Portions are appended to `.<name>.part` files; at the end these are flushed to disk and renamed, and
//! `run.json` is written last. While the names change, `run.json` says `"complete": false` and lists old
//! and new files alike, so that a run that dies there leaves a folder that the next one knows as its own.

use super::{Formats, OutputFile, Portion};
use crate::summary::{FileSummary, TOOL};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The file that sums up a run and marks a folder as tamis's own.
pub const SUMMARY_FILE: &str = "run.json";

/// Bytes gathered before they are handed to the system; some tens of pages a call.
const BUFFER: usize = 1 << 18;

/// Why output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder holds somebody else's files.
    #[error(
        "{folder} holds files that no run of tamis wrote ({example}); nothing was touched. \
         Give an empty or a new folder with --out"
    )]
    Foreign {
        /// The folder.
        folder: String,
        /// One of the files.
        example: String,
    },
    /// The path is not a folder.
    #[error("{path} is a file, not a folder; give a folder with --out")]
    NotAFolder {
        /// The path.
        path: String,
    },
    /// The system refused.
    #[error("cannot write {path}: {reason}; {remedy}")]
    Refused {
        /// The file or folder.
        path: String,
        /// What the system said.
        reason: io::Error,
        /// What helps.
        remedy: &'static str,
    },
}

impl OutputError {
    /// The error of a refused write, with the remedy that fits.
    pub fn refused(path: &Path, reason: io::Error) -> Self {
        let remedy = match reason.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                "free some space or give a folder on another disk with --out"
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "make it writable or give another folder with --out"
            }
            _ => "check the disk or give another folder with --out",
        };
        Self::Refused { path: path.display().to_string(), reason, remedy }
    }
}

/// A folder in which a run is being written.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    parts: Vec<Part>,
    /// Files of the run before, by name.
    earlier: Vec<OutputFile>,
}

/// A file under way.
#[derive(Debug)]
struct Part {
    file: OutputFile,
    path: PathBuf,
    bytes: u64,
    writer: BufWriter<File>,
}

/// What is read of the `run.json` of an earlier run.
#[derive(Deserialize)]
struct Earlier {
    tool: String,
    #[serde(default)]
    files: Vec<EarlierFile>,
}

#[derive(Deserialize)]
struct EarlierFile {
    name: String,
}

/// `run.json` while files are being put in place.
#[derive(Serialize)]
struct Unfinished {
    tool: &'static str,
    complete: bool,
    files: Vec<FileSummary>,
}

impl OutputFolder {
    /// Opens `path` for a run in these formats: makes the folder, or takes an empty one or one of an
    /// earlier run. Files of that run stay as they are until [`Self::finish`].
    ///
    /// # Errors
    /// When the folder holds files that are not tamis's, or cannot be written.
    pub fn open(path: &Path, formats: Formats) -> Result<Self, OutputError> {
        if path.exists() && !path.is_dir() {
            return Err(OutputError::NotAFolder { path: path.display().to_string() });
        }
        let refused = |reason| OutputError::refused(path, reason);
        fs::create_dir_all(path).map_err(refused)?;
        let earlier = files_of_earlier_run(path);
        refuse_foreign(path, earlier.as_deref(), formats)?;
        for file in OutputFile::all() {
            // What an interrupted run left; a file that is not there is as good as removed.
            let _ = fs::remove_file(part_path(path, file.name()));
        }
        let parts = formats.files().map(|file| Part::create(path, file)).collect::<Result<_, _>>()?;
        Ok(Self { path: path.to_owned(), parts, earlier: earlier.unwrap_or_default() })
    }

    /// Appends what a page adds.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, portion: &Portion) -> Result<(), OutputError> {
        for (file, bytes) in &portion.parts {
            if let Some(part) = self.parts.iter_mut().find(|part| part.file == *file) {
                part.write(bytes)?;
            }
        }
        Ok(())
    }

    /// Leaves the files under way as they are, for a run that was stopped; says how they are called.
    ///
    /// # Errors
    /// When the disk refuses the last bytes.
    pub fn leave(mut self) -> Result<Vec<PathBuf>, OutputError> {
        for part in &mut self.parts {
            part.flush()?;
        }
        Ok(self.parts.into_iter().map(|part| part.path).collect())
    }

    /// Names, sizes and order of the files of this run.
    pub fn files(&self) -> Vec<FileSummary> {
        self.parts.iter().map(|part| FileSummary { name: part.file.name(), bytes: part.bytes }).collect()
    }

    /// Puts all files in place, removes those of the run before that this one does not write, and
    /// writes `summary` to `run.json`.
    ///
    /// # Errors
    /// When the disk refuses; `run.json` then says that the folder is not complete.
    pub fn finish(mut self, summary: &impl Serialize) -> Result<(), OutputError> {
        for part in &mut self.parts {
            part.flush()?;
            part.writer.get_ref().sync_all().map_err(|reason| OutputError::refused(&part.path, reason))?;
        }
        let stale: Vec<OutputFile> =
            self.earlier.iter().copied().filter(|file| self.parts.iter().all(|p| p.file != *file)).collect();
        let old = stale.iter().map(|file| FileSummary { name: file.name(), bytes: 0 });
        let files = self.files().into_iter().chain(old).collect();
        self.write_summary(&Unfinished { tool: TOOL, complete: false, files })?;
        for part in &self.parts {
            let target = self.path.join(part.file.name());
            fs::rename(&part.path, &target).map_err(|reason| OutputError::refused(&target, reason))?;
        }
        for file in stale {
            remove_if_there(&self.path.join(file.name()))?;
        }
        self.write_summary(summary)
    }

    /// Writes `run.json` beside and renames it.
    fn write_summary(&self, summary: &impl Serialize) -> Result<(), OutputError> {
        let part = part_path(&self.path, SUMMARY_FILE);
        let refused = |reason| OutputError::refused(&part, reason);
        let mut text = serde_json::to_vec_pretty(summary).map_err(|error| refused(error.into()))?;
        text.push(b'\n');
        let mut file = File::create(&part).map_err(refused)?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(refused)?;
        fs::rename(&part, self.path.join(SUMMARY_FILE)).map_err(refused)?;
        sync_folder(&self.path).map_err(|reason| OutputError::refused(&self.path, reason))
    }
}

impl Part {
    fn create(folder: &Path, file: OutputFile) -> Result<Self, OutputError> {
        let path = part_path(folder, file.name());
        let handle = File::create(&path).map_err(|reason| OutputError::refused(&path, reason))?;
        let mut part = Self { file, path, bytes: 0, writer: BufWriter::with_capacity(BUFFER, handle) };
        part.write(&file.head())?;
        Ok(part)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.bytes += bytes.len() as u64;
        self.writer.write_all(bytes).map_err(|reason| OutputError::refused(&self.path, reason))
    }

    fn flush(&mut self) -> Result<(), OutputError> {
        self.writer.flush().map_err(|reason| OutputError::refused(&self.path, reason))
    }
}

/// Where a file stands while it is being written: beside its place, and hidden.
fn part_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!(".{name}.part"))
}

/// The files of the tamis run that the folder holds; `None` when it holds none. Names that tamis does
/// not write are passed over: a damaged `run.json` must not lead to the removal of other files.
fn files_of_earlier_run(folder: &Path) -> Option<Vec<OutputFile>> {
    let text = fs::read(folder.join(SUMMARY_FILE)).ok()?;
    let run: Earlier = serde_json::from_slice(&text).ok()?;
    let listed = |file: &OutputFile| run.files.iter().any(|named| named.name == file.name());
    (run.tool == TOOL).then(|| OutputFile::all().filter(listed).collect())
}

/// Refuses a folder with files of others: any file where no run of tamis is, and in a folder of tamis's
/// a file of the same name as one to be written that the earlier run did not write. Hidden files
/// (`.gitignore`) do not count.
fn refuse_foreign(
    folder: &Path,
    earlier: Option<&[OutputFile]>,
    formats: Formats,
) -> Result<(), OutputError> {
    let foreign = |name: String| OutputError::Foreign { folder: folder.display().to_string(), example: name };
    let Some(earlier) = earlier else {
        let entries = fs::read_dir(folder).map_err(|reason| OutputError::refused(folder, reason))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        return match names.filter(|name| !name.starts_with('.')).min() {
            Some(name) => Err(foreign(name)),
            None => Ok(()),
        };
    };
    match formats.files().find(|file| !earlier.contains(file) && folder.join(file.name()).exists()) {
        Some(file) => Err(foreign(file.name().to_owned())),
        None => Ok(()),
    }
}

fn remove_if_there(path: &Path) -> Result<(), OutputError> {
    match fs::remove_file(path) {
        Err(reason) if reason.kind() != ErrorKind::NotFound => Err(OutputError::refused(path, reason)),
        _ => Ok(()),
    }
}

/// Makes the new names last: on Unix a rename is only safe once its folder is on disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
