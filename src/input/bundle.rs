//! Files of pages packed together: tar and zip.
//!
//! In: a file. Out: a job an entry whose name is that of a page, packed ones unpacked; other entries are
//! skipped and counted. The listing reads the entries, because either format is read from its beginning or
//! through its directory.

use super::container::{ContainerFile, Kind};
use super::files::{sniff_format, unreadable};
use super::job::{Found, Job, Place, Position};
use super::names::{id_of, page_format};
use super::packing::Packing;
use super::unpack::{Page, Unpacked, unpack};
use super::{Jobs, RawPage, SkipReason};
use crate::rejects::{Failure, Reject, RejectCode};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use zip::ZipArchive;

/// Size of what a tar file consists of.
const BLOCK: u64 = 512;

/// Longest name that a header in front of an entry may give it.
const LONGEST_NAME: u64 = 1 << 20;

/// The jobs of a file from a place in it.
pub(super) fn open(file: &Arc<ContainerFile>, kind: Kind, from: &Place, limit: u64) -> Result<Jobs, Failure> {
    let unreadable = |error: io::Error| unreadable(&file.path, &error);
    let mut source = BufReader::new(File::open(&file.path).map_err(unreadable)?);
    let (file, offset) = (file.clone(), from.offset);
    if kind == Kind::Zip {
        let archive = ZipArchive::new(source).map_err(|error| {
            let message = format!("this is no zip file that could be read ({error}); fetch it again");
            Failure::new(RejectCode::Damaged, message)
        })?;
        return Ok(Box::new(ZipEntries { file, archive, next: offset, limit }));
    }
    let stream = io::BufRead::fill_buf(&mut source).map(Packing::of).and_then(|packing| {
        let mut stream: Box<dyn Read + Send> = match packing {
            None => Box::new(source),
            Some(packing) => packing.open(source)?,
        };
        io::copy(&mut stream.by_ref().take(offset), &mut io::sink())?;
        Ok(stream)
    });
    let stream = Some(stream.map_err(|error| super::files::unreadable(&file.path, &error))?);
    Ok(Box::new(TarEntries { file, stream, at: offset, limit }))
}

/// One entry.
struct EntryJob {
    file: Arc<ContainerFile>,
    /// Where the entry stands, and its name.
    at: u64,
    name: Option<String>,
    found: Option<Found>,
    begin: Position,
    place: Place,
}

impl Job for EntryJob {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        each(match self.found.take() {
            Some(Found::Page(page)) => unpacked(page, &self.file, max_page_bytes),
            Some(found) => found,
            None => return,
        });
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.file.reject(self.name.clone(), None, self.at, 0, failure)
    }

    fn begin(&self) -> Position {
        self.begin
    }

    fn place(&self) -> Place {
        self.place.clone()
    }
}

/// What an entry is by its name; its bytes are read only where it is a page.
fn entry(
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
            Err(error) => {
                let message = format!("the entry is damaged or cut off ({error}); fetch the file again");
                Failure::new(RejectCode::Damaged, message)
            }
        }
    };
    Found::Reject(file.reject(Some(id), None, at, page.bytes.len() as u64, failure))
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

/// The entries of a zip file, by the directory at its end.
struct ZipEntries {
    file: Arc<ContainerFile>,
    archive: ZipArchive<BufReader<File>>,
    next: u64,
    limit: u64,
}

impl Iterator for ZipEntries {
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
                    entry(&file, Path::new(&name), at, size, self.limit, |page| page.fill(&mut packed))
                }
                Err(error) => {
                    let message = format!("the entry cannot be read ({error}); fetch the file again");
                    let failure = Failure::new(RejectCode::Damaged, message);
                    Found::Reject(file.reject(name, None, number as u64, 0, failure))
                }
            };
            let at = number as u64;
            return Some(Box::new(EntryJob { file, at, name: None, found: Some(found), begin, place }));
        }
    }
}

/// The entries of a tar file, one behind the other.
struct TarEntries {
    file: Arc<ContainerFile>,
    stream: Option<Box<dyn Read + Send>>,
    at: u64,
    limit: u64,
}

impl TarEntries {
    /// The next header; `None` at the end. Blocks that are none are passed over.
    fn header(&mut self, stream: &mut dyn Read) -> io::Result<Option<(tar::Header, u64)>> {
        let (mut passed, mut header) = (0, tar::Header::new_old());
        loop {
            let mut block = Vec::new();
            stream.take(BLOCK).read_to_end(&mut block)?;
            self.at += block.len() as u64;
            if block.len() < header.as_bytes().len() {
                return Ok(None);
            }
            header.as_mut_bytes().copy_from_slice(&block);
            let sum = block.iter().enumerate().map(|(at, byte)| match at {
                148..156 => u32::from(b' '),
                _ => u32::from(*byte),
            });
            if block.iter().all(|byte| *byte == 0) {
                continue;
            }
            if header.cksum().is_ok_and(|told| told == sum.sum::<u32>()) {
                return Ok(Some((header, passed)));
            }
            passed += BLOCK;
        }
    }

    /// The next entry with its name and size, or how many bytes were lost before it.
    fn found(&mut self, stream: &mut dyn Read) -> io::Result<Option<Found>> {
        let mut long_name: Option<Vec<u8>> = None;
        loop {
            let at = self.at;
            let Some((header, lost)) = self.header(stream)? else { return Ok(None) };
            let size = header.entry_size()?;
            let padded = size.next_multiple_of(BLOCK);
            if lost > 0 {
                self.pass(stream, padded)?;
                let message =
                    format!("{lost} bytes are no entry of a tar file, and the one behind them is lost");
                let failure = Failure::new(RejectCode::Damaged, message);
                return Ok(Some(Found::Reject(self.file.reject(None, None, at, lost, failure))));
            }
            let kind = header.entry_type();
            if kind.is_gnu_longname() || kind.is_pax_local_extensions() {
                let mut bytes = Vec::new();
                stream.take(size.min(LONGEST_NAME)).read_to_end(&mut bytes)?;
                self.at += bytes.len() as u64;
                self.pass(stream, padded.saturating_sub(bytes.len() as u64))?;
                long_name = if kind.is_gnu_longname() {
                    Some(bytes.strip_suffix(b"\0").unwrap_or(&bytes).to_vec())
                } else {
                    pax_path(&bytes).or(long_name)
                };
                continue;
            }
            if !kind.is_file() {
                self.pass(stream, padded)?;
                long_name = None;
                continue;
            }
            let name = long_name.unwrap_or_else(|| header.path_bytes().into_owned());
            let name = String::from_utf8_lossy(&name).into_owned();
            let mut taken = 0;
            let found = entry(&self.file, Path::new(&name), at, size, self.limit, |page| {
                let whole = page.fill(&mut stream.take(size));
                taken = page.bytes.len() as u64;
                match whole {
                    Ok(true) if taken < size => Err(io::ErrorKind::UnexpectedEof.into()),
                    whole => whole,
                }
            });
            self.at += taken;
            self.pass(stream, padded - taken)?;
            return Ok(Some(found));
        }
    }

    fn pass(&mut self, stream: &mut dyn Read, count: u64) -> io::Result<()> {
        self.at += io::copy(&mut stream.take(count), &mut io::sink())?;
        Ok(())
    }
}

/// The path in a pax header: lines of "length key=value".
fn pax_path(header: &[u8]) -> Option<Vec<u8>> {
    let mut lines = header.split(|byte| *byte == b'\n');
    lines.find_map(|line| {
        let line = &line[memchr::memchr(b' ', line)? + 1..];
        Some(line.strip_prefix(b"path=")?.to_vec())
    })
}

impl Iterator for TarEntries {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let (mut stream, at) = (self.stream.take()?, self.at);
        let found = match self.found(&mut *stream) {
            Ok(found) => {
                self.stream = Some(stream);
                found?
            }
            Err(error) => {
                let message = format!("the file cannot be read from here on ({error}); fetch it again");
                let failure = Failure::new(RejectCode::Damaged, message);
                Found::Reject(self.file.reject(None, None, at, 0, failure))
            }
        };
        let place = if self.stream.is_some() { self.file.place(self.at, 0) } else { self.file.end() };
        let begin = self.file.position(at, 0);
        Some(Box::new(EntryJob { file: self.file.clone(), at, name: None, found: Some(found), begin, place }))
    }
}
