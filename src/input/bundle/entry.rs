//! An entry of a file of pages: its name decides what it is, its bytes are read only where it is a page.

use crate::input::container::ContainerFile;
use crate::input::files::sniff_format;
use crate::input::job::{Found, Job, Place, Position};
use crate::input::names::{id_of, page_format};
use crate::input::packing::Packing;
use crate::input::unpack::{Page, Unpacked, unpack};
use crate::input::{RawPage, SkipReason};
use crate::rejects::{Failure, Reject, RejectCode};
use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Finds out what an entry is.
pub(super) type Find = Box<dyn FnOnce() -> Found + Send>;

/// One entry.
pub(super) struct EntryJob {
    pub(super) file: Arc<ContainerFile>,
    /// Where the entry stands.
    pub(super) at: u64,
    /// Bytes of it that were read already.
    pub(super) held: usize,
    /// Taken by the reading, which is done once; a folder has nothing to find out, and shows that the file holds
    /// something.
    pub(super) find: Option<Find>,
    pub(super) begin: Position,
    pub(super) place: Place,
}

impl Job for EntryJob {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let Some(find) = self.find.take() else { return };
        each(match find() {
            Found::Page(page) => unpacked(page, &self.file, max_page_bytes),
            found => found,
        });
    }

    fn held(&self) -> usize {
        self.held
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.file.reject(None, None, self.at, 0, failure)
    }

    fn begin(&self) -> Position {
        self.begin
    }

    fn place(&self) -> Place {
        self.place.clone()
    }
}

/// What an entry is by its name; its bytes are read only where it is a page.
pub(super) fn entry(
    file: &ContainerFile,
    name: &Path,
    at: u64,
    size: u64,
    limit: u64,
    read: impl FnOnce(&mut Page) -> io::Result<bool>,
) -> Found {
    let id = format!("{}:{}", file.id, id_of(name));
    let base = name.file_name().unwrap_or(OsStr::new(""));
    if base.as_encoded_bytes().starts_with(b".") {
        return Found::Skip(SkipReason::Hidden);
    }
    if page_format(base).is_none() {
        return Found::Skip(SkipReason::OtherExtension);
    }
    let mut page = Page { bytes: Vec::new(), limit };
    let failure = if size > limit {
        page.too_large(Some(size))
    } else {
        match read(&mut page) {
            Ok(true) => {
                return Found::Page(RawPage {
                    id,
                    url: None,
                    path: file.told_path(),
                    container: file.container,
                    offset: Some(at),
                    format: page_format(base),
                    charset: None,
                    crawled: None,
                    bytes: page.bytes,
                    warnings: Vec::new(),
                });
            }
            Ok(false) => page.too_large(None),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                unknown_packing("the entry cannot be read", &error)
            }
            Err(error) => {
                let message = format!("the entry is damaged or cut off ({error}); fetch the file again");
                Failure::new(RejectCode::Damaged, message)
            }
        }
    };
    Found::Reject(file.reject(Some(id), None, at, page.bytes.len() as u64, failure))
}

/// What is told of what is whole and cannot be read for all that.
pub(super) fn unknown_packing(what: &str, error: &dyn fmt::Display) -> Failure {
    let message = format!(
        "{what}: it is packed or locked in a way that tamis does not know ({error}); unpack the file and give the \
         folder"
    );
    Failure::new(RejectCode::Unreadable, message)
}

/// The name of an entry as a path, whatever its bytes: other names are other pages.
#[cfg(unix)]
pub(super) fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(name))
}

/// The name of an entry as a path, as far as the system can write it.
#[cfg(not(unix))]
pub(super) fn path_of(name: &[u8]) -> PathBuf {
    String::from_utf8_lossy(name).into_owned().into()
}

/// The page of an entry that is packed itself.
fn unpacked(mut page: RawPage, file: &ContainerFile, limit: u64) -> Found {
    if Packing::of(&page.bytes).is_some() {
        let size = page.bytes.len() as u64;
        let Unpacked { bytes, failure, .. } = unpack(page.bytes.as_slice(), size, limit);
        if let Some(failure) = failure {
            let count = bytes.len() as u64;
            return Found::Reject(file.reject(Some(page.id), None, page.offset.unwrap_or(0), count, failure));
        }
        page.bytes = bytes;
    }
    page.format = page.format.or_else(|| Some(sniff_format(&page.bytes)));
    Found::Page(page)
}
