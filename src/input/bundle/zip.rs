//! Zip files: their entries, by the directory at the end; each is read by its job.

use super::entry::{EntryJob, entry, path_of, unknown_packing};
use crate::input::Jobs;
use crate::input::container::ContainerFile;
use crate::input::files::unreadable;
use crate::input::job::{Found, Job, Place};
use crate::rejects::{Failure, RejectCode};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// The entries of a zip file from a place on.
pub(super) fn open(file: &Arc<ContainerFile>, from: &Place, limit: u64) -> Result<Jobs, Failure> {
    let mut source = Source { path: file.path.clone(), open: None };
    source.opened().map_err(|error| unreadable(&file.path, &error))?;
    let archive =
        ZipArchive::new(source).map_err(|error| failure("this is no zip file that could be read", error))?;
    Ok(Box::new(Entries { file: file.clone(), archive, next: from.offset, limit }))
}

/// What is told of an error: not all that cannot be read is damaged.
fn failure(what: &str, error: ZipError) -> Failure {
    match error {
        ZipError::UnsupportedArchive(_)
        | ZipError::InvalidPassword
        | ZipError::CompressionMethodNotSupported(_) => unknown_packing(what, &error),
        error => Failure::new(RejectCode::Damaged, format!("{what} ({error}); fetch the file again")),
    }
}

/// Whether entries that are packed so can be read.
fn is_known(method: CompressionMethod) -> bool {
    matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated | CompressionMethod::Zstd)
}

/// The file of an archive, which each copy opens for itself when it is first read: entries are read by
/// whoever has the job, side by side.
struct Source {
    path: PathBuf,
    open: Option<BufReader<File>>,
}

impl Source {
    fn opened(&mut self) -> io::Result<&mut BufReader<File>> {
        if self.open.is_none() {
            self.open = Some(BufReader::new(File::open(&self.path)?));
        }
        self.open.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Clone for Source {
    fn clone(&self) -> Self {
        Self { path: self.path.clone(), open: None }
    }
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.opened()?.read(into)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.opened()?.seek(to)
    }
}

struct Entries {
    file: Arc<ContainerFile>,
    archive: ZipArchive<Source>,
    next: u64,
    limit: u64,
}

impl Iterator for Entries {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let is_folder = |name: &str| name.ends_with(['/', '\\']);
        let (number, name) = loop {
            let number = usize::try_from(self.next).ok().filter(|number| *number < self.archive.len())?;
            let name = self.archive.name_for_index(number).and_then(Result::ok);
            self.next += 1;
            if !name.as_deref().is_some_and(is_folder) {
                break (number, name.map(Cow::into_owned));
            }
        };
        let (file, mut archive, limit) = (self.file.clone(), self.archive.clone(), self.limit);
        let at = number as u64;
        Some(Box::new(EntryJob {
            begin: self.file.position(at, 0),
            place: self.file.place(self.next, 0),
            file: self.file.clone(),
            at,
            find: Some(Box::new(move || found(&file, &mut archive, number, name.as_deref(), limit))),
        }))
    }
}

/// What the entry of this number is.
fn found(
    file: &ContainerFile,
    archive: &mut ZipArchive<Source>,
    number: usize,
    name: Option<&str>,
    limit: u64,
) -> Found {
    match archive.by_index(number) {
        Ok(mut packed) => {
            let name = path_of(packed.name_raw());
            let (at, size) = (packed.header_start(), packed.size());
            let known = is_known(packed.compression());
            entry(file, &name, at, size, limit, |page| match known {
                true => page.fill(&mut packed),
                false => Err(io::ErrorKind::Unsupported.into()),
            })
        }
        Err(error) => {
            let failure = failure("the entry cannot be read", error);
            let id = name.map(|name| format!("{}:{name}", file.id));
            Found::Reject(file.reject(id, None, number as u64, 0, failure))
        }
    }
}
