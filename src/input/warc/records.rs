//! A stream to its records, one after the other; damage is a value and the stream goes on behind it.
//!
//! In: unpacked bytes. Out: the block of each record that may hold a page, why others are passed over,
//! and what is broken. A length that is wrong is mended where the beginning of the next record shows
//! where this one ends. Blocks that are no pages, and those that are too large, are never held.

use super::head::Head;
use super::http::{Media, Response, media};
use super::source::Source;
use crate::input::SkipReason;
use crate::rejects::RejectCode;
use memchr::memmem;
use std::io::{self, BufRead};

/// Longest head, of a record or of a response. Browsers give up at a quarter of a megabyte.
const HEAD_BYTES: u64 = 256 << 10;

/// What a body may have beyond the largest page: the marks of its chunks.
const CHUNK_MARKS: u64 = 64 << 10;

/// Bytes by which the beginning of a record is told: an empty line and its version.
const BEGINNING_BYTES: u64 = 12;

/// A record that may hold a page.
#[derive(Debug)]
pub(super) struct RawRecord {
    pub(super) head: Head,
    /// The head of the response; empty where there was none.
    pub(super) response: Response,
    /// What the content type says.
    pub(super) media: Media,
    pub(super) body: Vec<u8>,
    /// Whether the length that the head told was wrong.
    pub(super) wrong_length: bool,
}

/// What stands in a stream.
#[derive(Debug)]
pub(super) enum Item {
    Record(Box<RawRecord>),
    Skip(SkipReason),
    /// Something broken: `what` goes on from "the record at byte 17 ".
    Broken {
        head: Box<Head>,
        code: RejectCode,
        bytes: u64,
        what: String,
    },
}

/// An item and where it stands in the unpacked stream.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) begin: u64,
    pub(super) end: u64,
    pub(super) item: Item,
}

/// The records of a stream.
pub(super) struct Records<R> {
    source: Source<R>,
    limit: u64,
    ended: bool,
    /// Where a record begins that was passed over in belief of a wrong length; for whoever can go back.
    pub(super) passed: Option<u64>,
}

impl<R: BufRead> Records<R> {
    /// The records of a stream of which `at` bytes were passed over; pages have at most `limit` bytes.
    pub(super) fn new(stream: R, at: u64, limit: u64) -> Self {
        Self { source: Source::new(stream, at), limit, ended: false, passed: None }
    }

    /// The stream, once it ended.
    pub(super) fn into_inner(self) -> R {
        self.source.into_inner()
    }

    /// The next item; `None` at the end of the stream, or behind its breaking off.
    pub(super) fn next(&mut self) -> Option<Piece> {
        if self.ended {
            return None;
        }
        let (mut begin, mut head) = (self.source.at, Head::default());
        match self.item(&mut begin, &mut head) {
            Ok(item) => {
                self.ended = item.is_none();
                Some(Piece { begin, end: self.source.at, item: item? })
            }
            Err(error) => {
                self.ended = true;
                let what = if error.kind() == io::ErrorKind::UnexpectedEof {
                    format!("is cut off ({error}); fetch the archive again")
                } else {
                    format!("is damaged ({error}); fetch the archive again")
                };
                let bytes = self.source.at - begin;
                let item = Item::Broken { head: Box::new(head), code: RejectCode::Damaged, bytes, what };
                Some(Piece { begin, end: self.source.at, item })
            }
        }
    }

    fn item(&mut self, begin: &mut u64, head: &mut Head) -> io::Result<Option<Item>> {
        if !self.source.reaches_record()? {
            let item = self.lost("is none: no head of a record is here")?;
            return Ok(Some(item));
        }
        *begin = self.source.at;
        if self.source.peek(1)?.is_empty() {
            return Ok(None);
        }
        let mut lines = Vec::new();
        if !self.source.head(HEAD_BYTES, &mut lines)? {
            return self.lost("has a head without an end").map(Some);
        }
        *head = Head::parse(&lines);
        let Some(length) = head.length else {
            return self.broken(std::mem::take(head), "has no Content-Length").map(Some);
        };
        let end = self.source.at.saturating_add(length);
        let mut wanted = match head.skipped() {
            Some(reason) => Err(Item::Skip(reason)),
            None => self.response(head, length)?,
        };
        let left = end.saturating_sub(self.source.at);
        let bound = self.limit.saturating_add(self.limit / 8).saturating_add(CHUNK_MARKS);
        if wanted.is_ok() && left > bound {
            let what = format!(
                "has {left} bytes, and a page may have {}; raise --max-page-bytes to keep it",
                self.limit
            );
            let head = Box::new(head.named());
            wanted = Err(Item::Broken { head, code: RejectCode::TooLarge, bytes: left, what });
        }
        match wanted {
            Ok((response, media)) => self.record(head, response, media, left, bound).map(Some),
            Err(item) => self.pass(left, item).map(Some),
        }
    }

    /// The head of the response, where the record holds one and its page is wanted.
    fn response(&mut self, head: &Head, length: u64) -> io::Result<Result<(Response, Media), Item>> {
        let block = head.content_type.as_deref().unwrap_or_default();
        let mut response = Response::default();
        if block.starts_with("application/http") {
            if self.source.peek(5)? == b"HTTP/" {
                let mut lines = Vec::new();
                let whole = self.source.head(HEAD_BYTES.min(length), &mut lines)?;
                if !whole && length > HEAD_BYTES {
                    let what = "holds an HTTP head without an end".to_owned();
                    let head = Box::new(head.named());
                    return Ok(Err(Item::Broken { head, code: RejectCode::Damaged, bytes: length, what }));
                }
                response = Response::parse(&lines);
            }
        } else {
            response.content_type.clone_from(&head.content_type);
        }
        if response.status.is_some_and(|status| !(200..300).contains(&status)) {
            return Ok(Err(Item::Skip(SkipReason::HttpStatus)));
        }
        let media = match media(response.content_type.as_deref()) {
            // What the crawler found out by looking.
            Media::Unknown => media(head.identified.as_deref()),
            media => media,
        };
        Ok(if media == Media::Other {
            Err(Item::Skip(SkipReason::ContentType))
        } else {
            Ok((response, media))
        })
    }

    /// Takes a body of `length` bytes and mends that where it is wrong.
    fn record(
        &mut self,
        head: &mut Head,
        response: Response,
        media: Media,
        length: u64,
        bound: u64,
    ) -> io::Result<Item> {
        let mut body = Vec::new();
        self.source.body(length, &mut body)?;
        let short = (body.len() as u64) < length;
        let mut wrong_length = false;
        if short || !self.source.reaches_record()? {
            wrong_length = true;
            // The beginning of the next record may stand half in the body and half behind it.
            self.source.body(BEGINNING_BYTES, &mut body)?;
            if let Some(at) = beginning_within(&body) {
                self.source.give_back(body.split_off(at));
            } else if short {
                return Err(io::ErrorKind::UnexpectedEof.into());
            } else {
                let mut over = false;
                self.source.skip_to_record(&mut |piece| {
                    over |= (body.len() + piece.len()) as u64 > bound;
                    if !over {
                        body.extend_from_slice(piece);
                    }
                })?;
                if over {
                    let what = format!(
                        "has more bytes than its Content-Length of {length} and than --max-page-bytes allows"
                    );
                    let (head, code) = (Box::new(head.named()), RejectCode::TooLarge);
                    return Ok(Item::Broken { head, code, bytes: body.len() as u64, what });
                }
            }
            body.truncate(body.trim_ascii_end().len());
        }
        let head = std::mem::take(head);
        Ok(Item::Record(Box::new(RawRecord { head, response, media, body, wrong_length })))
    }

    /// Passes over a block; where that did not lead to the next record, its length was wrong.
    fn pass(&mut self, length: u64, item: Item) -> io::Result<Item> {
        let start = self.source.at;
        let passed = self.source.pass(length)?;
        if passed < length || !self.source.reaches_record()? {
            self.passed = Some(start);
            if passed == length {
                self.source.skip_to_record(&mut |_| {})?;
            }
        }
        Ok(item)
    }

    /// Gives up what is here up to the next record, which has no head that could be read.
    fn lost(&mut self, what: &str) -> io::Result<Item> {
        self.broken(Head::default(), what)
    }

    fn broken(&mut self, head: Head, what: &str) -> io::Result<Item> {
        let mut bytes = 0;
        self.source.skip_to_record(&mut |piece| bytes += piece.len() as u64)?;
        let what = format!("{what}; {bytes} bytes up to the next record are passed over");
        Ok(Item::Broken { head: Box::new(head), code: RejectCode::Damaged, bytes, what })
    }
}

/// Where in a block the next record begins: behind an empty line, which pages that show a record hardly
/// have right where their own length is wrong, too.
fn beginning_within(body: &[u8]) -> Option<usize> {
    let at = |line: &[u8], skip: usize| memmem::find(body, line).map(|at| at + skip);
    let (crlf, lf) = (at(b"\r\n\r\nWARC/1.", 4), at(b"\n\nWARC/1.", 2));
    crlf.into_iter().chain(lf).min()
}
