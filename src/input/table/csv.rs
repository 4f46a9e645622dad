//! CSV and TSV with a header row, a row a page. A field may hold line ends, so the listing reads the rows.

use super::{Columns, ContainerFile, Damage, Jobs, Row, Use, broken, longest_row};
use crate::input::job::{Found, Job, Place, Position};
use crate::input::packed::Entered;
use crate::rejects::{Failure, Reject, RejectCode};
use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};
use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows running that show where rows begin.
const SETTLED_ROWS: usize = 3;

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

/// The error of the stream that the reader came upon.
fn told(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        // Nothing else goes wrong with bytes in rows of any length.
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Reads the header of a table.
pub(super) fn header(stream: Stream, delimiter: u8, limit: u64) -> Result<Header, Failure> {
    let mut reader = reader(stream, delimiter, &Arc::new(AtomicU64::new(longest_row(limit))));
    let mut names = ByteRecord::new();
    reader.read_byte_record(&mut names).map_err(|error| broken(&told(error), 0))?;
    let crlf = names.iter().next_back().is_some_and(|name| name.ends_with(b"\r"));
    Ok(Header { names, delimiter, crlf })
}

/// The jobs of a table whose stream was opened at a place.
pub(super) fn rows(
    file: &Arc<ContainerFile>,
    columns: &Columns,
    header: &Header,
    entered: Entered,
    from: &Place,
    limit: u64,
) -> Result<Jobs, Failure> {
    let name = |name: &[u8]| {
        let name = name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name);
        String::from_utf8_lossy(name.trim_ascii()).into_owned()
    };
    let uses: Vec<Option<Use>> = header.names.iter().map(|column| columns.use_of(&name(column))).collect();
    let names: Vec<String> = header.names.iter().map(name).collect();
    let names = || names.iter().map(String::as_str);
    if !columns.hold_pages(names(), file.in_folder) {
        return Err(Columns::none_of(names()));
    }
    let left = Arc::new(AtomicU64::new(longest_row(limit)));
    let mut reader = reader(entered.stream, header.delimiter, &left);
    if from.offset == 0 {
        // The header, which was read before.
        reader.read_byte_record(&mut ByteRecord::new()).map_err(|error| broken(&told(error), 0))?;
    }
    let base = (from.offset, from.inside);
    let (file, uses, crlf, delimiter) = (file.clone(), uses.into(), header.crlf, header.delimiter);
    let (reader, ahead) = (Some(reader), VecDeque::new());
    let mut rows = Rows { file, uses, crlf, delimiter, reader, base, at: base, ahead, left, limit };
    rows.at = rows.reached();
    if entered.behind_break {
        rows.settle();
    }
    Ok(Box::new(rows))
}

struct Rows {
    file: Arc<ContainerFile>,
    uses: Arc<[Option<Use>]>,
    crlf: bool,
    delimiter: u8,
    reader: Option<Reader<Bounded>>,
    /// Bytes, a break counting as one, and lines before the stream.
    base: (u64, u64),
    /// Bytes and lines before the next row.
    at: (u64, u64),
    /// What was read ahead behind a break.
    ahead: VecDeque<ReadRow>,
    left: Arc<AtomicU64>,
    limit: u64,
}

/// A row as it was read, or why it breaks off, and the bytes and lines before and behind it.
struct ReadRow {
    fields: csv::Result<ByteRecord>,
    at: (u64, u64),
    end: (u64, u64),
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

/// Whether a row is an empty line.
fn is_blank(row: &ByteRecord) -> bool {
    row.len() == 1 && matches!(&row[0], b"" | b"\r")
}

impl Rows {
    /// Bytes and lines before what the reader comes to next.
    fn reached(&self) -> (u64, u64) {
        let Some(reader) = &self.reader else { return self.at };
        let position = reader.position();
        (self.base.0 + position.byte(), self.base.1 + position.line() - 1)
    }

    /// The next row that is not blank; `None` at the end.
    fn read(&mut self) -> Option<ReadRow> {
        let mut fields = ByteRecord::new();
        loop {
            let at = self.at;
            self.left.store(longest_row(self.limit), Ordering::Relaxed);
            let read = self.reader.as_mut()?.read_byte_record(&mut fields);
            self.at = self.reached();
            match read {
                Ok(true) if is_blank(&fields) => {}
                Ok(true) => return Some(ReadRow { fields: Ok(fields), at, end: self.at }),
                Ok(false) => {
                    self.reader = None;
                    return None;
                }
                Err(error) => return Some(ReadRow { fields: Err(error), at, end: self.at }),
            }
        }
    }

    /// What a break costs; reading goes on behind it, where that can be.
    fn broken_off(&mut self, error: &io::Error, at: (u64, u64)) -> Failure {
        let stream = self.reader.take().filter(|_| Damage::of(error).is_some()).map(Reader::into_inner);
        if let Some(stream) = stream {
            // The break counts as a byte, so that going on from a place tells it once.
            self.at.0 += 1;
            self.base = self.at;
            self.reader = Some(reader(stream.inner, self.delimiter, &self.left));
            self.settle();
        }
        broken(error, at.1)
    }

    /// Passes over what may be the rest of a row that a break has cut through, up to rows that have as many
    /// fields as the header: one alone may be a line in the midst of a field.
    fn settle(&mut self) {
        while self.ahead.len() < SETTLED_ROWS {
            let Some(row) = self.read() else { break };
            let fits = row.fields.as_ref().map(|fields| fields.len() == self.uses.len());
            match fits {
                Ok(true) => self.ahead.push_back(row),
                Ok(false) => self.ahead.clear(),
                Err(_) => {
                    self.ahead.push_back(row);
                    break;
                }
            }
        }
        self.at = self.ahead.front().map_or(self.at, |row| row.at);
    }
}

impl Iterator for Rows {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let ReadRow { fields, at, end } = self.ahead.pop_front().or_else(|| self.read())?;
        self.at = end;
        let row = match fields {
            Ok(fields) if fields.len() == self.uses.len() => Ok(fields),
            Ok(fields) => {
                let message = format!(
                    "line {} has {} fields and the header {}; quote fields that hold delimiters or line ends",
                    at.1 + 1,
                    fields.len(),
                    self.uses.len()
                );
                Err((end.0 - at.0, Failure::new(RejectCode::Damaged, message)))
            }
            Err(error) => Err((0, self.broken_off(&told(error), at))),
        };
        let id = || Some(self.file.numbered(at.1 + 1));
        let row = row.map_err(|(bytes, failure)| self.file.reject(id(), None, at.0, bytes, failure));
        let ended = self.reader.is_none() && self.ahead.is_empty();
        let place = if ended { self.file.end() } else { self.file.place(self.at.0, self.at.1) };
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
                // The header has a page.
                row.found(&self.file, (self.at.1 + 1, self.at.0), max_page_bytes, Vec::new)
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
