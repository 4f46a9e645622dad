//! A file that holds many pages: what all its jobs share, and which kind it is.

use super::files::PageFile;
use super::job::{Place, Position};
use super::names::{container_format, id_of};
use super::packed::{self, Damage};
use crate::record::{Container, Format, Source};
use crate::rejects::{Failure, Reject};
use std::io::{self, Read};
use std::path::PathBuf;

/// Bytes of a file that tell what it holds: tar writes its name at byte 257 of a file's first block.
const MAGIC_BYTES: usize = 512;

/// What a file that holds many pages is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A web archive, of pages or of their texts.
    Warc,
    /// An object of JSON a line.
    Jsonl,
    /// A table whose fields are parted by this byte.
    Csv(u8),
    /// A table in columns.
    Parquet,
    /// Files behind one another.
    Tar,
    /// Packed files with a directory at the end.
    Zip,
}

impl Kind {
    /// What the first bytes of unpacked data say.
    pub(super) fn of_bytes(head: &[u8]) -> Option<Self> {
        let starts = |magic: &[u8]| head.starts_with(magic);
        let object = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        if starts(b"WARC/") {
            Some(Self::Warc)
        } else if starts(b"PAR1") {
            Some(Self::Parquet)
        } else if starts(b"PK\x03\x04") {
            Some(Self::Zip)
        } else if head.get(257..262) == Some(b"ustar") {
            Some(Self::Tar)
        } else if object.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"")) {
            Some(Self::Jsonl)
        } else {
            None
        }
    }

    /// What a stream holds by its first bytes, packed or not; `None` for a page or a list of paths. Not all
    /// that it holds can be read from a stream.
    pub(super) fn of_stream(head: &[u8]) -> Option<Self> {
        Self::of_bytes(&unpacked_head(head)?)
    }

    /// Whether a stream is a page, packed or not: no list of paths begins so.
    pub(super) fn is_page(head: &[u8]) -> bool {
        unpacked_head(head).is_some_and(|head| {
            head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start().starts_with(b"<")
        })
    }

    /// What a file holds: by its name, and where that says nothing by its first bytes, packed or not.
    pub(super) fn of_file(file: &PageFile) -> Option<Self> {
        let name = file.path.file_name()?;
        if let Some(kind) = container_format(name) {
            return Some(kind);
        }
        // A page's name is taken at its word.
        if super::names::page_format(name).is_some() {
            return None;
        }
        let head = packed::entered(&file.path, 0).and_then(|entered| head_of(entered.stream)).ok()?;
        Self::of_bytes(&head)
    }

    /// The word for it in records.
    pub(super) fn container(self) -> Container {
        match self {
            Self::Warc => Container::Warc,
            Self::Jsonl => Container::Jsonl,
            Self::Csv(_) => Container::Csv,
            Self::Parquet => Container::Parquet,
            Self::Tar => Container::Tar,
            Self::Zip => Container::Zip,
        }
    }
}

/// The first bytes of what a stream holds that begins so, packed or not.
pub(super) fn unpacked_head(head: &[u8]) -> Option<Vec<u8>> {
    // A packed head ends in the midst of a member: what comes before is enough.
    packed::stream(Box::new(io::Cursor::new(head.to_vec()))).and_then(head_of).ok()
}

/// The first bytes of a stream, as far as they can be had.
fn head_of(mut stream: Box<dyn Read + Send>) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    match stream.by_ref().take(MAGIC_BYTES as u64).read_to_end(&mut head) {
        Err(error) if Damage::of(&error).is_none() => Err(error),
        _ => Ok(head),
    }
}

/// A file that holds many pages.
#[derive(Debug)]
pub(super) struct ContainerFile {
    /// Its number in the listing.
    pub(super) number: u64,
    /// Its name in the listing.
    pub(super) id: String,
    /// Where it is; empty for standard input.
    pub(super) path: PathBuf,
    /// Its size.
    pub(super) size: u64,
    /// See [`Place::modified`].
    pub(super) modified: u64,
    /// What it is.
    pub(super) container: Container,
    /// Whether it was come upon in a folder, and not named.
    pub(super) in_folder: bool,
}

impl ContainerFile {
    /// A place in the order of the listing.
    pub(super) fn position(&self, offset: u64, inside: u64) -> Position {
        Position { entry: self.number, offset, inside }
    }

    /// A place in this file.
    pub(super) fn place(&self, offset: u64, inside: u64) -> Place {
        let Self { number, ref id, size, modified, .. } = *self;
        Place { entries: number, name: id.clone(), size, modified, offset, inside }
    }

    /// The place behind this file.
    pub(super) fn end(&self) -> Place {
        Place { entries: self.number + 1, name: self.id.clone(), ..Place::default() }
    }

    /// The path as records tell it.
    pub(super) fn told_path(&self) -> String {
        if self.path.as_os_str().is_empty() { "-".into() } else { id_of(&self.path) }
    }

    /// The id of what has none of its own, by its number or its place.
    pub(super) fn numbered(&self, number: u64) -> String {
        format!("{}:{number}", self.id)
    }

    /// The reject of something in this file.
    pub(super) fn reject(
        &self,
        id: Option<String>,
        url: Option<String>,
        offset: u64,
        bytes: u64,
        failure: Failure,
    ) -> Box<Reject> {
        let source = Source {
            path: self.told_path(),
            format: Format::Html,
            container: self.container,
            offset: Some(offset),
            bytes,
            charset: None,
            charset_origin: None,
            sha256: None,
        };
        let id = id.unwrap_or_else(|| self.numbered(offset));
        Box::new(failure.into_reject(id, url, source))
    }
}
