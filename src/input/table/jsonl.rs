//! Lines of JSON, an object a page.
//!
//! The listing only looks for line ends; workers read the objects, and of those only the columns that count.

use super::{Columns, ContainerFile, Jobs, Row, broken, longest_row};
use crate::input::counted::CHUNK_BYTES;
use crate::input::job::{Found, Job, Place, Position};
use crate::rejects::{Failure, Reject, RejectCode};
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

/// Bytes of lines that make one job.
const JOB_BYTES: usize = 64 << 10;

type Source = BufReader<Box<dyn Read + Send>>;

/// The jobs of a stream that was opened at a place.
pub(super) fn lines(
    file: Arc<ContainerFile>,
    columns: Arc<Columns>,
    stream: Box<dyn Read + Send>,
    from: &Place,
    limit: u64,
) -> Jobs {
    let source = BufReader::with_capacity(CHUNK_BYTES, stream);
    Box::new(Lines { file, columns, source: Some(source), at: from.offset, line: from.inside, limit })
}

struct Lines {
    file: Arc<ContainerFile>,
    columns: Arc<Columns>,
    source: Option<Source>,
    /// Unpacked bytes and lines before the next line.
    at: u64,
    line: u64,
    limit: u64,
}

/// Some lines; behind them perhaps one that is no line to read.
struct LinesJob {
    file: Arc<ContainerFile>,
    columns: Arc<Columns>,
    bytes: Vec<u8>,
    at: u64,
    line: u64,
    failed: Option<(u64, u64, Failure)>,
    place: Place,
}

impl Lines {
    /// Takes a line; one that is too long is passed over unheld.
    fn line(source: &mut Source, bytes: &mut Vec<u8>, bound: u64) -> io::Result<(u64, bool)> {
        let start = bytes.len();
        let mut read = source.by_ref().take(bound).read_until(b'\n', bytes)? as u64;
        if read < bound || bytes.ends_with(b"\n") {
            return Ok((read, false));
        }
        bytes.truncate(start);
        loop {
            let ready = source.fill_buf()?;
            let end = memchr::memchr(b'\n', ready);
            let taken = end.map_or(ready.len(), |at| at + 1);
            source.consume(taken);
            read += taken as u64;
            if end.is_some() || taken == 0 {
                return Ok((read, true));
            }
        }
    }
}

impl Iterator for Lines {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let source = self.source.as_mut()?;
        let (at, line) = (self.at, self.line);
        let (mut bytes, mut failed) = (Vec::new(), None);
        while bytes.len() < JOB_BYTES && failed.is_none() {
            match Self::line(source, &mut bytes, longest_row(self.limit)) {
                Ok((0, _)) => {
                    self.source = None;
                    break;
                }
                Ok((read, too_long)) => {
                    if too_long {
                        let message = format!(
                            "the line has {read} bytes, more than a page of {} may take; raise --max-page-bytes",
                            self.limit
                        );
                        let failure = Failure::new(RejectCode::TooLarge, message);
                        failed = Some((self.line + 1, self.at, failure));
                    }
                    self.at += read;
                    self.line += 1;
                }
                Err(error) => {
                    failed = Some((self.line + 1, self.at, broken(&error)));
                    self.source = None;
                    break;
                }
            }
        }
        if bytes.is_empty() && failed.is_none() {
            return None;
        }
        let place = match &failed {
            // Nothing comes behind a stream that broke off.
            Some(_) if self.source.is_none() => self.file.end(),
            _ => self.file.place(self.at, self.line),
        };
        let (file, columns) = (self.file.clone(), self.columns.clone());
        Some(Box::new(LinesJob { file, columns, bytes, at, line, failed, place }))
    }
}

impl Job for LinesJob {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let (mut at, mut number) = (self.at, self.line);
        for line in self.bytes.split_inclusive(|byte| *byte == b'\n') {
            number += 1;
            // What stands behind the byte order mark, which some write.
            let object = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
            if !object.is_empty() {
                each(match row(object, &self.columns) {
                    Ok(row) => row.found(&self.file, number, at, max_page_bytes),
                    Err(error) => {
                        let message = format!("line {number} is no object of JSON: {error}");
                        let failure = Failure::new(RejectCode::Damaged, message);
                        let id = Some(self.file.numbered(number));
                        Found::Reject(self.file.reject(id, None, at, line.len() as u64, failure))
                    }
                });
            }
            at += line.len() as u64;
        }
        if let Some((number, at, failure)) = self.failed.take() {
            let id = Some(self.file.numbered(number));
            each(Found::Reject(self.file.reject(id, None, at, 0, failure)));
        }
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

/// The columns of an object that count.
fn row(object: &[u8], columns: &Columns) -> serde_json::Result<Row> {
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
