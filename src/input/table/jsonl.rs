//! Lines of JSON, an object a page.
//!
//! The listing only looks for line ends; workers read the objects, and of those only the columns that count.

use super::{Columns, ContainerFile, Damage, Jobs, Row, broken, longest_row};
use crate::input::counted::CHUNK_BYTES;
use crate::input::job::{Found, Job, Place, Position};
use crate::input::packed::Entered;
use crate::record::{Warning, WarningCode};
use crate::rejects::{Failure, Reject, RejectCode};
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

/// Bytes of lines that make one job.
const JOB_BYTES: usize = 64 << 10;

/// What helps where a line is none.
const REMEDY: &str = "each line must be a whole object, in UTF-8; write it anew, or fetch the file again";

type Source = BufReader<Box<dyn Read + Send>>;

/// The jobs of a stream that was opened at a place.
pub(super) fn lines(
    file: Arc<ContainerFile>,
    columns: Arc<Columns>,
    entered: Entered,
    from: &Place,
    limit: u64,
) -> Jobs {
    let (source, broken_into) = (BufReader::with_capacity(CHUNK_BYTES, entered.stream), entered.behind_break);
    let (at, line) = (from.offset, from.inside);
    Box::new(Lines { file, columns, source: Some(source), at, line, broken_into, limit })
}

struct Lines {
    file: Arc<ContainerFile>,
    columns: Arc<Columns>,
    source: Option<Source>,
    /// Unpacked bytes, a break counting as one, and lines before the next line.
    at: u64,
    line: u64,
    /// Whether the next line stands behind a break, which may have cut through it.
    broken_into: bool,
    limit: u64,
}

/// Some lines; behind them perhaps one that is no line to read.
struct LinesJob {
    file: Arc<ContainerFile>,
    columns: Arc<Columns>,
    bytes: Vec<u8>,
    at: u64,
    line: u64,
    /// Whether a break may have cut through the first line.
    broken_into: bool,
    /// Whether a break has cut through the last line.
    broken_off: bool,
    failed: Option<(u64, u64, Failure)>,
    place: Place,
}

impl Lines {
    fn too_long(&self, bytes: u64) -> Failure {
        let message = format!(
            "the line has {bytes} bytes, more than a page of {} may take; raise --max-page-bytes",
            self.limit
        );
        Failure::new(RejectCode::TooLarge, message)
    }

    /// Takes a line; one that is too long is passed over unheld. How many bytes were read, and whether they
    /// were too many.
    fn line(source: &mut Source, bytes: &mut Vec<u8>, bound: u64) -> (u64, io::Result<bool>) {
        let start = bytes.len();
        let result = source.by_ref().take(bound).read_until(b'\n', bytes);
        let mut read = (bytes.len() - start) as u64;
        if result.is_err() || read < bound || bytes.ends_with(b"\n") {
            return (read, result.map(|_| false));
        }
        bytes.truncate(start);
        loop {
            let ready = match source.fill_buf() {
                Ok(ready) => ready,
                Err(error) => return (read, Err(error)),
            };
            let end = memchr::memchr(b'\n', ready);
            let taken = end.map_or(ready.len(), |at| at + 1);
            source.consume(taken);
            read += taken as u64;
            if end.is_some() || taken == 0 {
                return (read, Ok(true));
            }
        }
    }
}

impl Lines {
    /// The next lines; `None` at the end.
    fn lines(&mut self) -> Option<LinesJob> {
        let (at, line) = (self.at, self.line);
        let broken_into = std::mem::take(&mut self.broken_into);
        let (mut bytes, mut failed, mut broken_off) = (Vec::new(), None, false);
        while bytes.len() < JOB_BYTES && failed.is_none() {
            let Some(source) = &mut self.source else { break };
            let (read, result) = Self::line(source, &mut bytes, longest_row(self.limit));
            let (line, begin) = (self.line, self.at);
            self.at += read;
            self.line += u64::from(read > 0);
            match result {
                Ok(_) if read == 0 => {
                    self.source = None;
                    break;
                }
                Ok(false) => {}
                Ok(true) => failed = Some((line + 1, begin, self.too_long(read))),
                Err(error) => {
                    failed = Some((line + 1, begin, broken(&error, line)));
                    broken_off = read > 0;
                    // The break counts as a byte, so that going on from a place tells it once.
                    self.at += 1;
                    self.broken_into = Damage::of(&error).is_some();
                    if !self.broken_into {
                        self.source = None;
                        break;
                    }
                }
            }
        }
        if bytes.is_empty() && failed.is_none() {
            return None;
        }
        let place = match &failed {
            // Nothing comes behind a stream that cannot be read.
            Some(_) if self.source.is_none() => self.file.end(),
            _ => self.file.place(self.at, self.line),
        };
        let (file, columns) = (self.file.clone(), self.columns.clone());
        Some(LinesJob { file, columns, bytes, at, line, broken_into, broken_off, failed, place })
    }
}

impl Iterator for Lines {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let job = self.lines()?;
            // Empty lines alone are no job, so that a file of nothing else is told.
            if job.failed.is_some() || !job.bytes.trim_ascii_start().is_empty() {
                return Some(Box::new(job));
            }
        }
    }
}

impl Job for LinesJob {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let (mut at, mut number) = (self.at, self.line);
        for line in self.bytes.split_inclusive(|byte| *byte == b'\n') {
            number += 1;
            // What stands behind the byte order mark, which some write.
            let object = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
            let is_cut = (self.broken_into && at == self.at)
                || (self.broken_off && at + line.len() as u64 == self.at + self.bytes.len() as u64);
            match row(object, &self.columns) {
                Ok(row) => {
                    each(row.found(&self.file, (number, at), max_page_bytes, || keys(object)));
                }
                // Blank; or told by the reject of the break.
                Err(_) if object.is_empty() || is_cut => {}
                Err(error) => {
                    let message = format!("line {number} is no object of JSON ({error}); {REMEDY}");
                    let failure = Failure::new(RejectCode::Damaged, message);
                    let id = Some(self.file.numbered(number));
                    each(Found::Reject(self.file.reject(id, None, at, line.len() as u64, failure)));
                }
            }
            at += line.len() as u64;
        }
        if let Some((number, at, failure)) = self.failed.take() {
            let id = Some(self.file.numbered(number));
            each(Found::Reject(self.file.reject(id, None, at, 0, failure)));
        }
    }

    fn held(&self) -> usize {
        self.bytes.len()
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.file.reject(Some(self.file.numbered(self.line + 1)), None, self.at, 0, failure)
    }

    fn begin(&self) -> Position {
        self.file.position(self.at, self.line)
    }

    fn place(&self) -> Place {
        self.place.clone()
    }
}

/// Whether keys of the first lines hold pages; a stream without a whole line among its first bytes may.
pub(super) fn hold_pages(entered: Entered, columns: &Columns) -> bool {
    let mut head = Vec::new();
    // What breaks off is told by the reading of the lines.
    let _ = entered.stream.take(JOB_BYTES as u64).read_to_end(&mut head);
    let whole = memchr::memrchr(b'\n', &head).map_or(head.as_slice(), |end| &head[..end]);
    let mut objects = whole.split(|byte| *byte == b'\n').map(keys).filter(|keys| !keys.is_empty()).peekable();
    objects.peek().is_none() || objects.any(|keys| columns.hold_pages(keys.iter().map(String::as_str), true))
}

/// The keys of an object; none of what is no object.
fn keys(object: &[u8]) -> Vec<String> {
    let object = object.strip_prefix(b"\xef\xbb\xbf").unwrap_or(object);
    let object: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_slice(object).ok();
    object.into_iter().flatten().map(|(key, _)| key).collect()
}

/// The columns of an object that count. One bad character does not cost the line.
fn row(object: &[u8], columns: &Columns) -> serde_json::Result<Row> {
    read(object, columns).or_else(|error| {
        let mut row = read(mended(object).as_bytes(), columns).map_err(|_| error)?;
        let message = "characters of the line are none; they were replaced by U+FFFD".to_owned();
        row.warnings.push(Warning { code: WarningCode::InvalidBytes, message });
        Ok(row)
    })
}

/// The line with U+FFFD for bytes that are no UTF-8, and for halves of surrogate pairs, which Python writes.
fn mended(object: &[u8]) -> String {
    let text = String::from_utf8_lossy(object);
    let mut mended = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        let (first, second) = (surrogate(rest), rest.get(ESCAPE_BYTES..).and_then(surrogate));
        let (kept, replaced) = match (first, second) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => (2 * ESCAPE_BYTES, 0),
            (Some(0xd800..0xe000), _) => (0, ESCAPE_BYTES),
            // A backslash and what it stands before, which may be another one.
            _ => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), 0),
        };
        mended.push_str(&rest[..kept]);
        mended.push_str(if replaced > 0 { "\u{fffd}" } else { "" });
        rest = &rest[kept + replaced..];
    }
    mended.push_str(rest);
    mended
}

/// Bytes of `\u1234`.
const ESCAPE_BYTES: usize = 6;

/// The number of an escape at the beginning of a text.
fn surrogate(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

fn read(object: &[u8], columns: &Columns) -> serde_json::Result<Row> {
    let mut reader = serde_json::Deserializer::from_slice(object);
    let row = reader.deserialize_map(Keys(columns))?;
    reader.end()?;
    Ok(row)
}

struct Keys<'a>(&'a Columns);

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut row = Row::default();
        while let Some(key) = map.next_key::<Cow<str>>()? {
            let Some(used) = self.0.use_of(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            match map.next_value()? {
                serde_json::Value::String(text) => row.take(used, text.into_bytes().into()),
                serde_json::Value::Number(number) => row.take(used, number.to_string().into_bytes().into()),
                // What is empty, and what is no page.
                _ => row.take(used, Cow::Borrowed(b"")),
            }
        }
        Ok(row)
    }
}
