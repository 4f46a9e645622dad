//! A stream to its records, one after the other; damage is a value and the stream goes on behind it.
//!
//! In: unpacked bytes. Out: the block of each record that may hold a page, why others are passed over,
//! and what is broken. A length that is wrong is mended where the beginning of the next record shows
//! where this one ends. Blocks that are no pages, and those that are too large, are never held.

use super::head::Head;
use super::http::{Media, Response, media};
use super::item::{Item, Piece, RawRecord};
use super::source::{Source, Stream};
use crate::input::SkipReason;
use crate::rejects::RejectCode;
use memchr::memmem;
use std::io;

/// Longest head, of a record or of a response. Browsers give up at a quarter of a megabyte.
const HEAD_BYTES: u64 = 256 << 10;

/// What a body may have beyond the largest page: the marks of its chunks.
const CHUNK_MARKS: u64 = 64 << 10;

/// Bytes by which the beginning of a record is told: an empty line and its version.
const BEGINNING_BYTES: u64 = 12;

/// Bytes given back from which on lengths are not believed any more: no archive whose writer counted wrong now
/// and then comes to it, and an archive of nothing but huge lengths would take the square of its own.
const DISTRUST_BYTES: u64 = 256 << 20;

/// What to do about damage.
pub(super) const FETCH: &str = "fetch the archive again";
/// What to do about bytes that are no records.
const MAYBE_NO_ARCHIVE: &str = "fetch the archive again, or give the file the name of what it is";

/// What stands behind every record.
const TRAILER: &[u8] = b"\r\n\r\n";

/// Where a stream broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broke {
    /// In a record.
    Within,
    /// Behind one, and before the next.
    Between {
        /// Whether more bytes should have come.
        cut: bool,
    },
}

/// The records of a stream.
pub(super) struct Records<R> {
    source: Source<R>,
    limit: u64,
    ended: bool,
    /// Whether a record is being read.
    within: bool,
    /// Bytes of other records that were taken for one by its length, and given back.
    given_back: u64,
    /// Where the stream broke off; the item that came last tells of it.
    pub(super) broke: Option<Broke>,
}

impl<R: Stream> Records<R> {
    /// The records of a stream of which `at` bytes were passed over; pages have at most `limit` bytes.
    pub(super) fn new(stream: R, at: u64, limit: u64) -> Self {
        Self {
            source: Source::new(stream, at),
            limit,
            ended: false,
            within: false,
            given_back: 0,
            broke: None,
        }
    }

    /// Whether nothing follows; false where that cannot be known before the next item is asked for.
    pub(super) fn is_over(&mut self) -> bool {
        self.ended || self.source.peek(1).is_ok_and(<[u8]>::is_empty)
    }

    /// The stream, once it ended.
    pub(super) fn into_inner(self) -> R {
        self.source.into_inner()
    }

    fn item(&mut self, begin: &mut u64, head: &mut Head) -> io::Result<Option<Item>> {
        self.within = false;
        if !self.source.reaches_record()? {
            self.within = true;
            let what = "is none: no head of a record is here";
            return self.broken(Head::default(), what, MAYBE_NO_ARCHIVE).map(Some);
        }
        *begin = self.source.at;
        if self.source.peek(1)?.is_empty() {
            return Ok(None);
        }
        self.within = true;
        let mut lines = Vec::new();
        if !self.source.head(HEAD_BYTES, &mut lines)? {
            return self.broken(Head::default(), "has a head without an end", FETCH).map(Some);
        }
        *head = Head::parse(&lines);
        let Some(length) = head.length else {
            return self.broken(std::mem::take(head), "has no Content-Length", FETCH).map(Some);
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
            wanted = Err(Item::broken(head.named(), RejectCode::TooLarge, left, what));
        }
        match wanted {
            Ok((response, media)) => self.record(head, response, media, left, bound).map(Some),
            Err(item) => self.pass(head, left, item).map(Some),
        }
    }

    /// The head of the response, where the record holds one and its page is wanted.
    fn response(&mut self, head: &Head, length: u64) -> io::Result<Result<(Response, Media), Item>> {
        let block = head.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
        let mut response = Response::default();
        // A record of a response that says nothing of its block may hold it with its head.
        if block.starts_with("application/http") || (block.is_empty() && head.kind == "response") {
            if self.source.peek(5)? == b"HTTP/" {
                let mut lines = Vec::new();
                let whole = self.source.head(HEAD_BYTES.min(length), &mut lines)?;
                if !whole && length > HEAD_BYTES {
                    let what = format!("holds an HTTP head without an end; {FETCH}");
                    return Ok(Err(Item::broken(head.named(), RejectCode::Damaged, length, what)));
                }
                if !whole && !self.ends() {
                    // The length is wrong, and what is told so far is not what the server answered.
                    self.source.head(HEAD_BYTES, &mut lines)?;
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
        let taken = match self.given_back > DISTRUST_BYTES {
            true => self.take_up_to_the_next(head, &mut body, length, bound)?,
            false => self.take(head, &mut body, length, bound)?,
        };
        Ok(match taken {
            Ok(wrong_length) => {
                let head = std::mem::take(head);
                Item::Record(Box::new(RawRecord { head, response, media, body, wrong_length }))
            }
            Err(item) => item,
        })
    }

    /// Takes a body as its length has it, or up to the next record where that shows the length to be wrong;
    /// whether it is wrong, or what is told of a body that is too large.
    fn take(
        &mut self,
        head: &Head,
        body: &mut Vec<u8>,
        length: u64,
        bound: u64,
    ) -> io::Result<Result<bool, Item>> {
        self.source.body(length, body)?;
        let short = (body.len() as u64) < length;
        if !short && self.ends() {
            return Ok(Ok(false));
        }
        // The beginning of the next record may stand half in the body and half behind it.
        let end = body.len();
        self.source.body(BEGINNING_BYTES, body)?;
        if let Some(at) = beginning_within(body) {
            let others = body.split_off(at);
            self.given_back += others.len() as u64;
            self.source.give_back(others);
        } else if short {
            return Err(io::ErrorKind::UnexpectedEof.into());
        } else {
            // Where the length is a few bytes short, half of the next beginning was taken.
            self.source.give_back(body.split_off(end));
            if let Some(item) = self.run_on(head, body, length, bound)? {
                return Ok(Err(item));
            }
        }
        body.truncate(body.trim_ascii_end().len());
        Ok(Ok(true))
    }

    /// The same where lengths have led astray time and again: the body goes up to the next record, whatever
    /// its head says, so that no byte is taken twice.
    fn take_up_to_the_next(
        &mut self,
        head: &Head,
        body: &mut Vec<u8>,
        length: u64,
        bound: u64,
    ) -> io::Result<Result<bool, Item>> {
        if let Some(item) = self.run_on(head, body, length, bound)? {
            return Ok(Err(item));
        }
        let wrong_length = body.len() as u64 != length + TRAILER.len() as u64;
        let kept = if wrong_length { body.trim_ascii_end().len() } else { length as usize };
        body.truncate(kept);
        Ok(Ok(wrong_length))
    }

    /// Takes on into a body what stands before the next record; what is told where that is too much.
    fn run_on(
        &mut self,
        head: &Head,
        body: &mut Vec<u8>,
        length: u64,
        bound: u64,
    ) -> io::Result<Option<Item>> {
        let mut over = false;
        self.source.skip_to_record(&mut |piece| {
            over |= (body.len() + piece.len()) as u64 > bound;
            if !over {
                body.extend_from_slice(piece);
            }
        })?;
        let what =
            || format!("has more bytes than its Content-Length of {length} and than --max-page-bytes allows");
        Ok(over.then(|| Item::broken(head.named(), RejectCode::TooLarge, body.len() as u64, what())))
    }

    /// Whether a block ends here. What always stands behind a record shows that its length is right,
    /// whatever follows that. Where the stream breaks off behind it, the block is whole all the same, and
    /// the next item tells of the rest.
    fn ends(&mut self) -> bool {
        match self.source.may_reach_record() {
            Ok(false) => self.source.peek(TRAILER.len()).is_ok_and(|behind| behind == TRAILER),
            Ok(true) => {
                // Where padding is all that is here, or the stream breaks off, the next item tells of it.
                let _ = self.source.reaches_record();
                true
            }
            Err(_) => true,
        }
    }

    /// Passes over a block. Where that does not lead to its end, the length is wrong, or the stream is cut
    /// off: where it can go back, reading goes on at the first record behind the block's beginning.
    fn pass(&mut self, head: &Head, length: u64, item: Item) -> io::Result<Item> {
        let start = self.source.at;
        let passed = self.source.pass(length)?;
        let cut = passed < length;
        if !cut && self.ends() {
            return Ok(item);
        }
        if !self.source.can_go_back() {
            return self.passed_blindly(head, length, passed);
        }
        // The line end before the block may be the one before a record.
        self.source.go_to(start - 1)?;
        self.source.skip_to_record(&mut |_| {})?;
        if !self.source.peek(1)?.is_empty() {
            return Ok(item);
        }
        // No record follows: what stands behind the block is for the next item.
        self.source.go_to(start + passed)?;
        Ok(match item {
            Item::Skip(_) if cut => {
                let what = format!("is cut off: of {length} bytes {passed} are there; {FETCH}");
                Item::broken(head.named(), RejectCode::Damaged, passed, what)
            }
            item => item,
        })
    }

    /// What a length that was wrong has led over, in a stream that cannot go back to it.
    fn passed_blindly(&mut self, head: &Head, length: u64, passed: u64) -> io::Result<Item> {
        let mut bytes = passed;
        self.source.skip_to_record(&mut |piece| bytes += piece.len() as u64)?;
        let how = if passed < length { "is cut off, or its" } else { "has the wrong length: its" };
        let what = format!(
            "{how} Content-Length of {length} does not lead to the next record; {bytes} bytes are passed over \
             with all records in them; give the archive as a file that is not packed to have them read"
        );
        Ok(Item::broken(head.named(), RejectCode::Damaged, bytes, what))
    }

    /// Gives up what is here up to the next record.
    fn broken(&mut self, head: Head, what: &str, remedy: &str) -> io::Result<Item> {
        let mut bytes = 0;
        self.source.skip_to_record(&mut |piece| bytes += piece.len() as u64)?;
        let what = format!("{what}; {bytes} bytes up to the next record are passed over; {remedy}");
        Ok(Item::broken(head, RejectCode::Damaged, bytes, what))
    }
}

impl<R: Stream> Iterator for Records<R> {
    type Item = Piece;

    /// The next item; `None` at the end of the stream, or behind its breaking off.
    fn next(&mut self) -> Option<Piece> {
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
                let cut = error.kind() == io::ErrorKind::UnexpectedEof;
                self.broke = Some(if self.within { Broke::Within } else { Broke::Between { cut } });
                let how = if cut { "cut off" } else { "damaged" };
                let what = format!("is {how} ({error}); {FETCH}");
                let bytes = self.source.at - begin;
                let item = Item::broken(head, RejectCode::Damaged, bytes, what);
                Some(Piece { begin, end: self.source.at, item })
            }
        }
    }
}

/// Where in a block the next record begins: behind an empty line, which pages that show a record hardly
/// have right where their own length is wrong, too.
fn beginning_within(body: &[u8]) -> Option<usize> {
    let at = |line: &[u8], skip: usize| memmem::find(body, line).map(|at| at + skip);
    let (crlf, lf) = (at(b"\r\n\r\nWARC/1.", 4), at(b"\n\nWARC/1.", 2));
    crlf.into_iter().chain(lf).min()
}
