//! Web archives: WARC 1.0 and 1.1, of pages or of their texts (WET), plain or packed by gzip or zstd.
//!
//! In: a file or a stream. Out: jobs of records, in order. A plain archive is read by the listing, record
//! by record. Of a packed one the listing only looks for the beginnings of members and hands the bytes
//! between them to workers, which unpack them; what is one giant member the listing unpacks itself. The
//! reader is our own because every other that was tried gives up an archive at its first damaged member.

mod head;
mod http;
mod members;
mod records;
mod scan;
mod segment;
mod source;

use super::container::ContainerFile;
use super::counted::{CHUNK_BYTES, Counted};
use super::job::{Found, Job, Place, Position};
use super::packing::Packing;
use super::{Jobs, RawPage, files::sniff_format};
use crate::record::{Container, Format, Warning, WarningCode};
use crate::rejects::{Failure, Reject};
use head::Head;
use http::{Media, charset};
use members::Members;
use records::{Item, RawRecord, Records};
use scan::Scan;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

/// Items of a job without a page: skipped records are many and cost little.
const MOST_ITEMS: usize = 256;

/// The jobs of an archive from a place in it.
pub(super) fn open(file: Arc<ContainerFile>, from: &Place, limit: u64) -> io::Result<Jobs> {
    let mut start = Counted::new(File::open(&file.path)?);
    let packing = Packing::of_archive(&mut start)?;
    let mut archive = File::open(&file.path)?;
    let at = from.offset.max(if packing.is_some() { start.read } else { 0 });
    archive.seek(SeekFrom::Start(at))?;
    Ok(match packing {
        None => {
            let records = Records::new(BufReader::with_capacity(CHUNK_BYTES, archive), at, limit);
            Box::new(Plain { file, records: Some(records), limit })
        }
        Some(packing) => Box::new(Members::new(file, packing, Scan::file(archive, at), limit, from.inside)),
    })
}

/// The jobs of an archive that comes as a stream.
pub(super) fn stream(file: Arc<ContainerFile>, stream: Box<dyn Read + Send>, limit: u64) -> io::Result<Jobs> {
    let mut source = Counted::new(stream);
    let packing = Packing::of_archive(&mut source)?;
    let at = source.read;
    Ok(match packing {
        None => {
            let records = Records::new(source, at, limit);
            Box::new(Plain { file, records: Some(records), limit })
        }
        Some(packing) => Box::new(Members::new(file, packing, Scan::stream(Box::new(source), at), limit, 0)),
    })
}

/// Where an item stands: the byte of the file at which it can be reached, and the unpacked byte behind that.
#[derive(Debug, Clone, Copy, Default)]
struct Spot {
    offset: u64,
    inside: u64,
}

/// Items that the listing has read.
struct Batch {
    file: Arc<ContainerFile>,
    items: Vec<(Spot, Item)>,
    begin: Position,
    place: Place,
}

impl Batch {
    /// Takes items until a page is among them; `None` at the end. `spot` says where a byte of the stream
    /// of records stands in the file.
    fn of<R: io::BufRead>(
        file: &Arc<ContainerFile>,
        records: &mut Records<R>,
        spot: impl Fn(u64) -> Spot,
    ) -> Option<Self> {
        let (mut items, mut begin, mut end) = (Vec::new(), None, 0);
        while items.len() < MOST_ITEMS {
            let Some(piece) = records.next() else { break };
            begin.get_or_insert(piece.begin);
            end = piece.end;
            let full = matches!(piece.item, Item::Record(_));
            items.push((spot(piece.begin), piece.item));
            if full || records.passed.is_some() {
                break;
            }
        }
        let (begin, end) = (spot(begin?), spot(end));
        Some(Self {
            begin: file.position(begin.offset, begin.inside),
            place: file.place(end.offset, end.inside),
            file: file.clone(),
            items,
        })
    }
}

impl Job for Batch {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        for (spot, item) in self.items.drain(..) {
            each(item.found(&self.file, spot, max_page_bytes));
        }
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.file.reject(None, None, self.begin.offset, 0, failure)
    }

    fn begin(&self) -> Position {
        self.begin
    }

    fn place(&self) -> Place {
        self.place.clone()
    }
}

/// The jobs of an archive that is not packed.
struct Plain<R> {
    file: Arc<ContainerFile>,
    records: Option<Records<R>>,
    limit: u64,
}

impl<R: Reopened + Send> Iterator for Plain<R> {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let records = self.records.as_mut()?;
        let batch = Batch::of(&self.file, records, |at| Spot { offset: at, inside: 0 });
        // A length that was wrong has led over records: back to the first of them, where that can be.
        if let Some(at) = records.passed.take()
            && let Some(found) = R::next_record(&self.file, at)
            && batch.as_ref().is_none_or(|batch| found < batch.place.offset)
            && let Some(source) = R::reopened(&self.file, found)
        {
            self.records = Some(Records::new(source, found, self.limit));
            return batch.map(|mut batch| {
                batch.place.offset = found;
                Box::new(batch) as _
            });
        }
        Some(Box::new(batch?))
    }
}

/// A source that may be opened again at another place.
trait Reopened: io::BufRead + Sized {
    /// The source from a byte on.
    fn reopened(_: &ContainerFile, _: u64) -> Option<Self> {
        None
    }

    /// Where the first record behind a byte begins.
    fn next_record(file: &ContainerFile, at: u64) -> Option<u64> {
        let mut source = source::Source::new(Self::reopened(file, at)?, at);
        source.skip_to_record(&mut |_| {}).ok()?;
        Some(source.at)
    }
}

impl Reopened for BufReader<File> {
    fn reopened(file: &ContainerFile, at: u64) -> Option<Self> {
        let mut archive = File::open(&file.path).ok()?;
        archive.seek(SeekFrom::Start(at)).ok()?;
        Some(Self::with_capacity(CHUNK_BYTES, archive))
    }
}

impl Reopened for Counted<Box<dyn Read + Send>> {}

impl Item {
    /// What an item is for the run.
    fn found(self, file: &ContainerFile, spot: Spot, limit: u64) -> Found {
        match self {
            Self::Skip(reason) => Found::Skip(reason),
            Self::Broken { head, code, bytes, what } => {
                let place = match spot.inside {
                    0 => String::new(),
                    inside => format!(", {inside} bytes into what is packed there,"),
                };
                let failure = Failure::new(code, format!("the record at byte {}{place} {what}", spot.offset));
                let id = head.id.unwrap_or_else(|| unnamed(file, spot));
                Found::Reject(file.reject(Some(id), head.url, spot.offset, bytes, failure))
            }
            Self::Record(record) => record.found(file, spot, limit),
        }
    }
}

/// The id of a record that has none.
fn unnamed(file: &ContainerFile, spot: Spot) -> String {
    match spot.inside {
        0 => file.numbered(spot.offset),
        inside => format!("{}+{inside}", file.numbered(spot.offset)),
    }
}

impl RawRecord {
    fn found(self, file: &ContainerFile, spot: Spot, limit: u64) -> Found {
        let Self { head, response, media, body, wrong_length } = self;
        let id = head.id.unwrap_or_else(|| unnamed(file, spot));
        let size = body.len() as u64;
        let bytes = match response.page(body, limit) {
            Ok(bytes) => bytes,
            Err(failure) => {
                return Found::Reject(file.reject(Some(id), head.url, spot.offset, size, failure));
            }
        };
        let is_text = head.kind == "conversion";
        let format = match media {
            Media::Page(format) => format,
            // Nobody says that this is a page: it is one if it looks like one.
            _ if sniff_format(&bytes) == Format::Html => Format::Html,
            _ => return Found::Skip(super::SkipReason::ContentType),
        };
        let mut warnings = Vec::new();
        if let Some(why) = head.truncated {
            let message = format!("the crawler cut the page off (WARC-Truncated: {why})");
            warnings.push(Warning { code: WarningCode::Truncated, message });
        }
        if wrong_length {
            let message = "the record's Content-Length is wrong; it was read up to the next record".into();
            warnings.push(Warning { code: WarningCode::WrongLength, message });
        }
        Found::Page(RawPage {
            id,
            url: head.url,
            path: file.told_path(),
            container: if is_text { Container::Wet } else { Container::Warc },
            offset: Some(spot.offset),
            format: Some(format),
            // The standard has texts in UTF-8.
            charset: charset(response.content_type.as_deref()).or(is_text.then(|| "utf-8".into())),
            crawled: head.day,
            bytes,
            warnings,
        })
    }
}
