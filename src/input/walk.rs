//! Inputs to page files, one after the other, in byte order of their paths within each input.
//!
//! Folders are opened as they are reached, so only the names along the current branch are held.
//! What cannot be opened becomes a reject of its own and the walk goes on.

use super::files::{PageFile, not_a_file, unreadable};
use super::names::{container_format, id_of, page_format};
use super::path_list::{PathList, peeked};
use super::shown::{named, shown};
use super::{Holds, Input, SkipReason, packed};
use crate::rejects::{Failure, Reject, RejectCode};
use crate::summary::TOOL;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::fs::{self, DirEntry, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::vec;

/// What every run leaves in its folder.
const SUMMARY_FILE: &str = "run.json";

/// What is said, once, beside a path that is not there of what looks like a list.
const NO_LIST: &str = "; if standard input is no list of paths but a page of text, say --stdin page";

/// The page files of all inputs, in the order of the inputs. With exactly one input that is a
/// folder, a page's id is its path below it; otherwise its path as typed.
pub(super) fn walk(inputs: Vec<Input>) -> Walk {
    let single = matches!(inputs.as_slice(), [Input::Path(_)]);
    Walk {
        inputs: inputs.into_iter(),
        list: None,
        guessed: false,
        stream: None,
        folders: Vec::new(),
        single,
        root: None,
        left_out: None,
        seen: HashSet::new(),
        skipped: BTreeMap::new(),
    }
}

/// The walk over all inputs; see [`walk`].
pub(super) struct Walk {
    inputs: vec::IntoIter<Input>,
    list: Option<PathList>,
    /// Whether a list was taken for one by how it looks, and nobody was told yet how to say otherwise.
    guessed: bool,
    /// Pages that came where a list of paths might have.
    stream: Option<Stream>,
    /// Open folders, the innermost last.
    folders: Vec<Folder>,
    /// Whether there is one input alone: nothing in it can be reached twice.
    single: bool,
    /// The folder that is the only input: ids are relative to it.
    root: Option<PathBuf>,
    /// The folder that is not walked, without links.
    left_out: Option<PathBuf>,
    /// Digests of the ids that were given out, 16 bytes each.
    seen: HashSet<[u8; 16]>,
    skipped: BTreeMap<SkipReason, u64>,
}

/// A stream of pages, and whether it is one page whatever its bytes.
pub(super) struct Stream {
    pub(super) bytes: Box<dyn Read + Send>,
    pub(super) is_page: bool,
}

struct Folder {
    path: PathBuf,
    /// The path without links, to tell loops.
    real: PathBuf,
    entries: vec::IntoIter<Entry>,
}

struct Entry {
    name: OsString,
    kind: Kind,
}

enum Kind {
    File,
    Folder,
    LinkedFolder,
    /// A pipe, a socket or a device.
    Special,
    /// A link to nothing, or an entry that cannot be looked at.
    Broken(io::Error),
}

impl Walk {
    /// Leaves a folder below the inputs out: the one that the run writes to. It need not exist yet.
    pub(super) fn leaving_out(mut self, folder: &Path) -> Self {
        self.left_out = std::path::absolute(folder).ok().map(|path| without_links(&path));
        self
    }

    /// How many files and folders were passed over so far, by reason.
    pub(super) fn skipped(&self) -> &BTreeMap<SkipReason, u64> {
        &self.skipped
    }

    fn skip(&mut self, reason: SkipReason) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    /// A page file that was not reached before.
    fn page(&mut self, path: PathBuf) -> Option<PageFile> {
        let below = self.root.as_ref().and_then(|root| path.strip_prefix(root).ok());
        let id = id_of(below.filter(|path| !path.as_os_str().is_empty()).unwrap_or(&path));
        if !self.single {
            let mut digest = [0; 16];
            digest.copy_from_slice(&Sha256::digest(&id)[..16]);
            if !self.seen.insert(digest) {
                self.skip(SkipReason::DuplicateInput);
                return None;
            }
        }
        Some(PageFile { id, path })
    }

    fn reject(&mut self, path: PathBuf, failure: Failure) -> Option<Box<Reject>> {
        self.page(path).map(|file| file.reject(failure, 0))
    }

    /// Begins with an input: files are taken whatever their names.
    fn start(&mut self, path: PathBuf) -> Option<Result<PageFile, Box<Reject>>> {
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                self.root = self.single.then(|| path.clone());
                let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
                self.enter(path, real).map(Err)
            }
            Ok(metadata) if metadata.is_file() => self.page(path).map(Ok),
            Ok(_) => self.reject(path, not_a_file()).map(Err),
            Err(error) => {
                let mut failure = unreadable(&path, &error);
                let is_missing = self.list.is_some() && error.kind() == io::ErrorKind::NotFound;
                if is_missing && std::mem::take(&mut self.guessed) {
                    failure.message.push_str(NO_LIST);
                }
                self.reject(path, failure).map(Err)
            }
        }
    }

    /// Opens a folder; what cannot be listed of it is a reject, the rest is walked.
    fn enter(&mut self, path: PathBuf, real: PathBuf) -> Option<Box<Reject>> {
        let mut entries = Vec::new();
        let listed = fs::read_dir(&path).and_then(|listing| {
            for entry in listing {
                entries.push(Entry::new(&entry?));
            }
            Ok(())
        });
        entries.sort_unstable_by(|one, other| one.sort_key().cmp(other.sort_key()));
        let rejected = listed.err().map(|error| (path.clone(), unreadable(&path, &error)));
        self.folders.push(Folder { path, real, entries: entries.into_iter() });
        rejected.and_then(|(path, failure)| self.reject(path, failure))
    }

    /// What an entry of a folder comes to.
    fn entry(&mut self, path: PathBuf, entry: Entry) -> Option<Result<PageFile, Box<Reject>>> {
        if entry.name.as_encoded_bytes().starts_with(b".") {
            self.skip(SkipReason::Hidden);
            return None;
        }
        let is_page = page_format(&entry.name).is_some() || container_format(&entry.name).is_some();
        match entry.kind {
            Kind::File if is_page => self.page(path).map(Ok),
            Kind::Special if is_page => self.reject(path, not_a_file()).map(Err),
            Kind::File | Kind::Special => {
                self.skip(SkipReason::OtherExtension);
                None
            }
            Kind::Folder => {
                let real =
                    self.folders.last().map_or_else(|| path.clone(), |above| above.real.join(&entry.name));
                self.below(path, real)
            }
            Kind::LinkedFolder => match fs::canonicalize(&path) {
                Ok(real) if self.folders.iter().any(|above| above.real == real) => {
                    self.skip(SkipReason::LinkLoop);
                    None
                }
                Ok(real) => self.below(path, real),
                Err(error) => self.broken(path, &error),
            },
            Kind::Broken(error) => self.broken(path, &error),
        }
    }

    /// Whether what was found last stands in a folder, and was not named.
    pub(super) fn is_in_folder(&self) -> bool {
        !self.folders.is_empty()
    }

    /// Opens a folder in a folder, unless it is to be left out.
    fn below(&mut self, path: PathBuf, real: PathBuf) -> Option<Result<PageFile, Box<Reject>>> {
        if self.left_out.as_ref() == Some(&real) || is_output(&path) {
            self.skip(SkipReason::OutputFolder);
            return None;
        }
        self.enter(path, real).map(Err)
    }

    fn broken(&mut self, path: PathBuf, error: &io::Error) -> Option<Result<PageFile, Box<Reject>>> {
        let failure = unreadable(&path, error);
        self.reject(path, failure).map(Err)
    }

    /// The next path of the list that is being read; the outer `None` when there is no more.
    fn listed(&mut self) -> Option<Option<Result<PageFile, Box<Reject>>>> {
        match self.list.as_mut()?.next() {
            Some(Ok(path)) => Some(self.start(path)),
            Some(Err(error)) => Some(self.broken_list(&error)),
            None => {
                self.list = None;
                None
            }
        }
    }

    /// The stream of pages that the file found last stands for.
    pub(super) fn take_stream(&mut self) -> Option<Stream> {
        self.stream.take()
    }

    /// Begins with standard input, which is a list of paths or pages.
    fn open_stream(
        &mut self,
        stream: Box<dyn Read + Send>,
        holds: Holds,
    ) -> Option<Result<PageFile, Box<Reject>>> {
        let opened = peeked(stream).and_then(|(head, bytes)| {
            self.guessed = holds == Holds::Shown;
            let holds = match holds {
                Holds::Shown => shown(&head, named),
                told => told,
            };
            match holds {
                Holds::Paths => self.list = Some(PathList::new(packed::stream(bytes)?)?),
                _ => self.stream = Some(Stream { bytes, is_page: holds == Holds::Page }),
            }
            Ok(())
        });
        match opened {
            Ok(()) if self.stream.is_some() => {
                let found = self.page(PathBuf::from("-"));
                if found.is_none() {
                    // It was read before.
                    self.stream = None;
                }
                found.map(Ok)
            }
            Ok(()) => None,
            Err(error) => self.broken_list(&error),
        }
    }

    fn broken_list(&mut self, error: &io::Error) -> Option<Result<PageFile, Box<Reject>>> {
        let message = format!("the list of paths broke off: {error}; give the paths after this one again");
        self.reject(PathBuf::from("-"), Failure::new(RejectCode::Unreadable, message)).map(Err)
    }
}

/// Whether a run of tamis wrote to a folder: its tables look like pages and are none.
fn is_output(folder: &Path) -> bool {
    #[derive(Deserialize)]
    struct Summary {
        tool: String,
    }
    let summary = fs::read(folder.join(SUMMARY_FILE)).ok();
    let summary = summary.and_then(|bytes| serde_json::from_slice::<Summary>(&bytes).ok());
    summary.is_some_and(|summary| summary.tool == TOOL)
}

/// An absolute path with the links in it followed, as far down as it exists.
fn without_links(path: &Path) -> PathBuf {
    let known = path.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let Some((above, real)) = known else { return path.to_owned() };
    // Joining an empty rest would add a separator to the path's end.
    match path.strip_prefix(above) {
        Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
        _ => real,
    }
}

impl Iterator for Walk {
    type Item = Result<PageFile, Box<Reject>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = if let Some(folder) = self.folders.last_mut() {
                match folder.entries.next() {
                    Some(entry) => {
                        let path = folder.path.join(&entry.name);
                        self.entry(path, entry)
                    }
                    None => {
                        self.folders.pop();
                        None
                    }
                }
            } else if let Some(found) = self.listed() {
                found
            } else {
                match self.inputs.next()? {
                    Input::Path(path) => self.start(path),
                    Input::Stream(stream, holds) => self.open_stream(stream, holds),
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

impl Entry {
    fn new(entry: &DirEntry) -> Self {
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_symlink() => Kind::of_link(&entry.path()),
            Ok(kind) if kind.is_dir() => Kind::Folder,
            Ok(kind) => Kind::of_file(kind),
            Err(error) => Kind::Broken(error),
        };
        Self { name: entry.file_name(), kind }
    }

    /// Sorts a folder's name as if it ended in `/`, so that whole paths come in byte order.
    fn sort_key(&self) -> impl Iterator<Item = &u8> {
        let is_folder = matches!(self.kind, Kind::Folder | Kind::LinkedFolder);
        self.name.as_encoded_bytes().iter().chain(is_folder.then_some(&b'/'))
    }
}

impl Kind {
    fn of_file(kind: FileType) -> Self {
        if kind.is_file() { Self::File } else { Self::Special }
    }

    fn of_link(path: &Path) -> Self {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Self::LinkedFolder,
            Ok(metadata) => Self::of_file(metadata.file_type()),
            Err(error) => Self::Broken(error),
        }
    }
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
