//! CSV and TSV with a header row, a row a page. A field may hold line ends, so the listing reads the rows.

use super::{Columns, ContainerFile, Jobs, Row, Use, broken, longest_row};
use crate::input::job::{Found, Job, Place, Position};
use crate::rejects::{Failure, Reject, RejectCode};
use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Names of columns told when none of them is known.
const NAMES_TOLD: usize = 12;

type Stream = Box<dyn Read + Send>;

/// The header of a table, and how the table is written.
pub(super) struct Header {
    names: ByteRecord,
    delimiter: u8,
    /// Whether lines end in CR LF, by the header's own end.
    crlf: bool,
}

/// A stream that fails when a row grows too long, for an unclosed quote would take in the whole file.
struct Bounded {
    inner: Stream,
    left: Arc<AtomicU64>,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 && read > 0 {
            return Err(io::Error::other("a row is longer than a page may be; is a quote left open?"));
        }
        self.left.store(left.saturating_sub(read as u64), Ordering::Relaxed);
        Ok(read)
    }
}

fn reader(stream: Stream, delimiter: u8, left: &Arc<AtomicU64>) -> Reader<Bounded> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        // With line ends of two bytes the reader would stand between the two, and its count of lines behind.
        .terminator(Terminator::Any(b'\n'))
        .flexible(true)
        .from_reader(Bounded { inner: stream, left: left.clone() })
}

/// Reads the header of a table.
pub(super) fn header(stream: Stream, delimiter: u8, limit: u64) -> Result<Header, Failure> {
    let mut reader = reader(stream, delimiter, &Arc::new(AtomicU64::new(longest_row(limit))));
    let mut names = ByteRecord::new();
    reader.read_byte_record(&mut names).map_err(|error| broken(&error.into()))?;
    let crlf = names.iter().next_back().is_some_and(|name| name.ends_with(b"\r"));
    Ok(Header { names, delimiter, crlf })
}

/// The jobs of a table whose stream was opened at a place.
pub(super) fn rows(
    file: &Arc<ContainerFile>,
    columns: &Columns,
    header: &Header,
    stream: Stream,
    from: &Place,
    limit: u64,
) -> Result<Jobs, Failure> {
    let name = |name: &[u8]| {
        let name = name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name);
        String::from_utf8_lossy(name.trim_ascii()).into_owned()
    };
    let uses: Vec<Option<Use>> = header.names.iter().map(|column| columns.use_of(&name(column))).collect();
    if !uses.iter().any(|used| matches!(used, Some(Use::Page(..)))) {
        let told: Vec<String> = header.names.iter().take(NAMES_TOLD).map(name).collect();
        return Err(Columns::none_of(&told.join(", ")));
    }
    let left = Arc::new(AtomicU64::new(longest_row(limit)));
    let mut reader = reader(stream, header.delimiter, &left);
    if from.offset == 0 {
        // The header, which was read before.
        reader.read_byte_record(&mut ByteRecord::new()).map_err(|error| broken(&error.into()))?;
    }
    let base = (from.offset, from.inside);
    let (file, uses, crlf) = (file.clone(), uses.into(), header.crlf);
    let mut rows = Rows { file, uses, crlf, reader: Some(reader), base, at: base, left, limit };
    rows.at = rows.reached();
    Ok(Box::new(rows))
}

struct Rows {
    file: Arc<ContainerFile>,
    uses: Arc<[Option<Use>]>,
    crlf: bool,
    reader: Option<Reader<Bounded>>,
    /// Bytes and lines before the stream.
    base: (u64, u64),
    /// Bytes and lines before the next row.
    at: (u64, u64),
    left: Arc<AtomicU64>,
    limit: u64,
}

/// One row, or what stands for it.
struct RowJob {
    file: Arc<ContainerFile>,
    uses: Arc<[Option<Use>]>,
    crlf: bool,
    row: Result<ByteRecord, Box<Reject>>,
    /// Byte and line before it.
    at: (u64, u64),
    place: Place,
}

impl Rows {
    /// Bytes and lines before what the reader comes to next.
    fn reached(&self) -> (u64, u64) {
        let Some(reader) = &self.reader else { return self.at };
        let position = reader.position();
        (self.base.0 + position.byte(), self.base.1 + position.line() - 1)
    }
}

/// Whether a row is an empty line.
fn is_blank(row: &ByteRecord) -> bool {
    row.len() == 1 && matches!(&row[0], b"" | b"\r")
}

impl Iterator for Rows {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let (mut row, mut at) = (ByteRecord::new(), self.at);
        let read = loop {
            self.left.store(longest_row(self.limit), Ordering::Relaxed);
            let read = self.reader.as_mut()?.read_byte_record(&mut row);
            self.at = self.reached();
            if !matches!(read, Ok(true)) || !is_blank(&row) {
                break read;
            }
            at = self.at;
        };
        let id = || Some(self.file.numbered(at.1 + 1));
        let row = match read {
            Ok(false) => {
                self.reader = None;
                return None;
            }
            Ok(true) if row.len() != self.uses.len() => {
                let message = format!(
                    "line {} has {} fields and the header {}; quote fields that hold delimiters or line ends",
                    at.1 + 1,
                    row.len(),
                    self.uses.len()
                );
                let failure = Failure::new(RejectCode::Damaged, message);
                Err(self.file.reject(id(), None, at.0, self.at.0 - at.0, failure))
            }
            Ok(true) => Ok(row),
            Err(error) => {
                self.reader = None;
                Err(self.file.reject(id(), None, at.0, 0, broken(&error.into())))
            }
        };
        let place = match self.reader {
            Some(_) => self.file.place(self.at.0, self.at.1),
            None => self.file.end(),
        };
        let (file, uses, crlf) = (self.file.clone(), self.uses.clone(), self.crlf);
        Some(Box::new(RowJob { file, uses, crlf, row, at, place }))
    }
}

impl Job for RowJob {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        each(match &self.row {
            Err(reject) => Found::Reject(reject.clone()),
            Ok(fields) => {
                let mut row = Row::default();
                for (number, (used, value)) in self.uses.iter().zip(fields).enumerate() {
                    if let Some(used) = used {
                        let ends_line = self.crlf && number + 1 == fields.len();
                        let bare = value.strip_suffix(b"\r").filter(|_| ends_line).unwrap_or(value);
                        row.take(*used, bare.into());
                    }
                }
                row.found(&self.file, self.at.1 + 1, self.at.0, max_page_bytes)
            }
        });
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.file.reject(Some(self.file.numbered(self.at.1 + 1)), None, self.at.0, 0, failure)
    }

    fn begin(&self) -> Position {
        self.file.position(self.at.0, self.at.1)
    }

    fn place(&self) -> Place {
        self.place.clone()
    }
}
