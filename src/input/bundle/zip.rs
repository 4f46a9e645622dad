//! Zip files: their entries, by the directory at the end.

use super::entry::{EntryJob, entry, unknown_packing};
use crate::input::Jobs;
use crate::input::container::ContainerFile;
use crate::input::files::unreadable;
use crate::input::job::{Found, Job, Place};
use crate::rejects::{Failure, RejectCode};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::sync::Arc;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// The entries of a zip file from a place on.
pub(super) fn open(file: &Arc<ContainerFile>, from: &Place, limit: u64) -> Result<Jobs, Failure> {
    let source = File::open(&file.path).map_err(|error| unreadable(&file.path, &error))?;
    let archive = ZipArchive::new(BufReader::new(source))
        .map_err(|error| failure("this is no zip file that could be read", error))?;
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

struct Entries {
    file: Arc<ContainerFile>,
    archive: ZipArchive<BufReader<File>>,
    next: u64,
    limit: u64,
}

impl Iterator for Entries {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let number = usize::try_from(self.next).ok().filter(|number| *number < self.archive.len())?;
            let begin = self.file.position(self.next, 0);
            self.next += 1;
            let place = self.file.place(self.next, 0);
            let file = self.file.clone();
            let told = self.archive.name_for_index(number).and_then(Result::ok);
            let name = told.map(|name| format!("{}:{name}", file.id));
            let found = match self.archive.by_index(number) {
                Ok(entry) if entry.is_dir() => continue,
                Ok(mut packed) => {
                    // A name in no known charset is still a name.
                    let name = String::from_utf8_lossy(packed.name_raw()).into_owned();
                    let (at, size) = (packed.header_start(), packed.size());
                    let known = is_known(packed.compression());
                    entry(&file, Path::new(&name), at, size, self.limit, |page| match known {
                        true => page.fill(&mut packed),
                        false => Err(io::ErrorKind::Unsupported.into()),
                    })
                }
                Err(error) => {
                    let failure = failure("the entry cannot be read", error);
                    Found::Reject(file.reject(name, None, number as u64, 0, failure))
                }
            };
            let at = number as u64;
            return Some(Box::new(EntryJob { file, at, found: Some(found), begin, place }));
        }
    }
}
