//! Records that the listing has read, as a job; and what a record is for the run.

use super::http::{Body, Media, charset};
use super::item::{Item, Piece, RawRecord};
use crate::input::container::ContainerFile;
use crate::input::files::sniff_format;
use crate::input::job::{Found, Job, Place, Position};
use crate::input::{RawPage, SkipReason};
use crate::record::{Container, Format, Warning, WarningCode};
use crate::rejects::{Failure, Reject, RejectCode};
use std::sync::Arc;

/// Items of a job without a page: skipped records are many and cost little.
const MOST_ITEMS: usize = 256;

/// Where an item stands: the byte of the file at which it can be reached, and the unpacked byte behind that.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spot {
    pub(super) offset: u64,
    pub(super) inside: u64,
}

/// Items that the listing has read.
pub(super) struct Batch {
    pub(super) file: Arc<ContainerFile>,
    pub(super) items: Vec<(Spot, Item)>,
    pub(super) begin: Position,
    pub(super) place: Place,
    /// Whether it is all of the archive, and nothing.
    pub(super) is_bare: bool,
}

impl Batch {
    /// Takes items until a page is among them; `None` at the end. `spot` says where a byte of the stream
    /// of records stands in the file.
    pub(super) fn of(
        file: &Arc<ContainerFile>,
        pieces: &mut impl Iterator<Item = Piece>,
        spot: impl Fn(u64) -> Spot,
    ) -> Option<Self> {
        let (mut items, mut begin, mut end) = (Vec::new(), None, 0);
        while items.len() < MOST_ITEMS {
            let Some(piece) = pieces.next() else { break };
            begin.get_or_insert(piece.begin);
            end = piece.end;
            let full = matches!(piece.item, Item::Record(_));
            items.push((spot(piece.begin), piece.item));
            if full {
                break;
            }
        }
        let (begin, end) = (spot(begin?), spot(end));
        Some(Self {
            begin: file.position(begin.offset, begin.inside),
            place: file.place(end.offset, end.inside),
            file: file.clone(),
            items,
            is_bare: false,
        })
    }

    /// The job of an archive in which nothing was found.
    pub(super) fn bare(file: &Arc<ContainerFile>) -> Self {
        let (items, begin) = (Vec::new(), file.position(0, 0));
        Self { begin, place: file.end(), file: file.clone(), items, is_bare: true }
    }

    /// Whether nothing is in it but what archives say of themselves.
    pub(super) fn has_nothing(&self) -> bool {
        self.items.iter().all(|(_, item)| matches!(item, Item::Skip(SkipReason::RecordWarcinfo)))
    }
}

/// Whether this is no more than what archives say of themselves.
pub(super) fn is_nothing(found: &Found) -> bool {
    matches!(found, Found::Skip(SkipReason::RecordWarcinfo))
}

/// What is told of an archive without records: a crawl of nothing, a download that failed, or no archive.
pub(super) fn no_record(file: &ContainerFile) -> Found {
    let what = format!(
        "{} is a web archive without a record besides what it says of itself; fetch it again, or leave it out",
        file.told_path()
    );
    let failure = Failure::new(RejectCode::Empty, what);
    Found::Reject(file.reject(Some(file.id.clone()), None, 0, 0, failure))
}

impl Job for Batch {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        for (spot, item) in self.items.drain(..) {
            each(item.found(&self.file, spot, max_page_bytes));
        }
        if self.is_bare {
            each(no_record(&self.file));
        }
    }

    fn held(&self) -> usize {
        let body =
            |(_, item): &(Spot, Item)| if let Item::Record(record) = item { record.body.len() } else { 0 };
        self.items.iter().map(body).sum()
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

impl Item {
    /// What an item is for the run.
    pub(super) fn found(self, file: &ContainerFile, spot: Spot, limit: u64) -> Found {
        match self {
            Self::Skip(reason) => Found::Skip(reason),
            Self::Broken { subject, head, code, bytes, what } => {
                let place = match spot.inside {
                    0 => String::new(),
                    inside => format!(", {inside} bytes into what is packed there,"),
                };
                let failure =
                    Failure::new(code, format!("the {subject} at byte {}{place} {what}", spot.offset));
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
        let Body { bytes, broke } = match response.page(body, limit) {
            Ok(page) => page,
            Err(failure) => {
                return Found::Reject(file.reject(Some(id), head.url, spot.offset, size, failure));
            }
        };
        let is_text = head.kind == "conversion";
        let format = match media {
            Media::Page(format) => format,
            // Nobody says that this is a page: it is one if it looks like one.
            _ if sniff_format(&bytes) == Format::Html => Format::Html,
            _ => return Found::Skip(SkipReason::ContentType),
        };
        let mut warnings = Vec::new();
        if let Some(why) = head.truncated {
            let message = format!("the crawler cut the page off (WARC-Truncated: {why})");
            warnings.push(Warning { code: WarningCode::Truncated, message });
        }
        if let Some(where_it_broke) = broke {
            let message = format!("the page breaks off: {where_it_broke} is cut off or damaged");
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
