//! Whose a folder is: what an earlier run left there, what is somebody else's, and who writes to it now.

use super::super::part::{name_of_part, part_path};
use super::super::{FileName, Layout, OutputError};
use super::SUMMARY_FILE;
use crate::summary::TOOL;
use serde::Deserialize;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

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

/// The files of the tamis run that the folder holds; `None` when it holds none. Names that tamis does
/// not write are passed over: a damaged `run.json` must not lead to the removal of other files.
pub(super) fn files_of_earlier_run(folder: &Path) -> Option<Vec<FileName>> {
    let text = fs::read(folder.join(SUMMARY_FILE)).ok()?;
    let run: Earlier = serde_json::from_slice(&text).ok()?;
    (run.tool == TOOL).then(|| run.files.iter().filter_map(|file| FileName::parse(&file.name)).collect())
}

/// Refuses a folder with files of others: any file where no run of tamis is, and in a folder of tamis's
/// a file that could be in the way of one to be written and that the earlier run did not write. Hidden
/// files (`.gitignore`) do not count.
pub(super) fn refuse_foreign(
    folder: &Path,
    earlier: Option<&[FileName]>,
    layout: Layout,
) -> Result<(), OutputError> {
    let mut names = names(folder)?;
    names.retain(|name| !name.starts_with('.'));
    let in_the_way = |name: &String| FileName::parse(name).is_some_and(|name| layout.may_write(name));
    let foreign = match earlier {
        None => names.first(),
        Some(earlier) => names.iter().filter(|name| in_the_way(name)).find(|name| {
            let written = FileName::parse(name);
            earlier.iter().all(|file| Some(*file) != written)
        }),
    };
    match foreign {
        None => Ok(()),
        Some(name) => {
            Err(OutputError::Foreign { folder: folder.display().to_string(), example: name.clone() })
        }
    }
}

/// Removes what runs that did not end left under hidden names, but for what is to be kept.
pub(super) fn remove_parts(folder: &Path, keep: impl Fn(&str) -> bool) -> Result<(), OutputError> {
    let ours = |name: &str| FileName::parse(name).is_some() || name == SUMMARY_FILE;
    for name in names(folder)? {
        if let Some(file) = name_of_part(&name).filter(|file| ours(file) && !keep(file)) {
            remove_if_there(&part_path(folder, file))?;
        }
    }
    Ok(())
}

pub(super) fn remove_if_there(path: &Path) -> Result<(), OutputError> {
    match fs::remove_file(path) {
        Err(reason) if reason.kind() != ErrorKind::NotFound => Err(OutputError::refused(path, reason)),
        _ => Ok(()),
    }
}

/// Names in the folder, in order; those that are no text are nobody's business.
fn names(folder: &Path) -> Result<Vec<String>, OutputError> {
    let entries = fs::read_dir(folder).map_err(|reason| OutputError::refused(folder, reason))?;
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    Ok(names)
}

/// How long a folder is waited for: a process that is just being started holds what the one that starts it had
/// open for a moment longer.
const PATIENCE: Duration = Duration::from_millis(500);

/// Keeps a second run from writing to the same folder; ends with the process, however that ends.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "the open file is the lock")] Option<File>);

impl Lock {
    /// Takes the folder. Where the system knows no such locks, it goes without.
    pub fn take(folder: &Path) -> Result<Self, OutputError> {
        let Ok(handle) = File::open(folder) else { return Ok(Self(None)) };
        let begun = Instant::now();
        while matches!(handle.try_lock(), Err(TryLockError::WouldBlock)) {
            if begun.elapsed() > PATIENCE {
                return Err(OutputError::Busy { folder: folder.display().to_string() });
            }
            thread::sleep(PATIENCE / 20);
        }
        Ok(Self(Some(handle)))
    }
}
