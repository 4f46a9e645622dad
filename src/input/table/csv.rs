//! CSV and TSV with a header row, a row a page. A field may hold line ends, so the listing reads the rows.

use super::{Columns, ContainerFile, Damage, Jobs, Row, Use, broken as broken_stream, longest_row};
use crate::input::job::{Found, Job, Place, Position};
use crate::input::packed::Entered;
use crate::rejects::{Failure, Reject, RejectCode};
use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};
use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::Arc;

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

/// A stream that fails when a row grows too long, for an unclosed quote would take in the whole file; it keeps
/// the row as it is written, so that one can be seen.
struct Bounded {
    inner: Stream,
    /// What was read before and is read again, and how far that has come.
    again: io::Cursor<Vec<u8>>,
    /// Whether all of that was read, and more from the stream.
    is_past: bool,
    /// Bytes that the row may still have.
    left: u64,
    /// What was read since the row began.
    raw: Vec<u8>,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match self.again.read(into)? {
            0 => {
                self.is_past = true;
                self.inner.read(into)?
            }
            read => read,
        };
        self.raw.extend_from_slice(&into[..read]);
        if self.left == 0 && read > 0 {
            return Err(io::Error::other(TOO_LONG));
        }
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

impl Bounded {
    fn new(inner: Stream) -> Self {
        Self { inner, again: io::Cursor::default(), is_past: false, left: 0, raw: Vec::new() }
    }

    /// Goes back to byte `at` of the row.
    fn back_to(&mut self, at: usize) {
        if self.is_past {
            self.again = io::Cursor::new(self.raw[at..].to_vec());
            self.is_past = false;
        } else {
            let back = (self.raw.len() - at) as u64;
            self.again.set_position(self.again.position() - back);
        }
        self.raw.clear();
    }
}

/// What is told of a row that outgrows the largest page.
const TOO_LONG: &str = "a row is longer than a page may be; is a quote left open?";

fn reader(stream: Bounded, delimiter: u8) -> Reader<Bounded> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        // With line ends of two bytes the reader would stand between the two, and its count of lines behind.
        .terminator(Terminator::Any(b'\n'))
        .flexible(true)
        .from_reader(stream)
}

/// Where a row as it is written has a quote that closes a field and stands in the midst of it, or lacks one: the
/// reader of rows takes the rows up to the next quote for one then.
fn misplaced_quote(row: &[u8], delimiter: u8) -> Option<usize> {
    let mut at = 0;
    while at < row.len() {
        if row[at] != b'"' {
            at += memchr::memchr2(delimiter, b'\n', &row[at..])? + 1;
            continue;
        }
        at += 1;
        loop {
            let Some(quote) = memchr::memchr(b'"', &row[at..]) else { return Some(row.len()) };
            at += quote + 1;
            match row.get(at) {
                Some(b'"') => at += 1,
                None | Some(b'\r' | b'\n') => break,
                Some(byte) if *byte == delimiter => break,
                Some(_) => return Some(at - 1),
            }
        }
        at += 1;
    }
    None
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
    let mut reader = reader(Bounded { left: longest_row(limit), ..Bounded::new(stream) }, delimiter);
    let mut names = ByteRecord::new();
    reader.read_byte_record(&mut names).map_err(|error| broken_stream(&told(error), 0))?;
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
    let stream = Bounded { left: longest_row(limit), ..Bounded::new(entered.stream) };
    let mut reader = reader(stream, header.delimiter);
    if from.offset == 0 {
        // The header, which was read before.
        reader.read_byte_record(&mut ByteRecord::new()).map_err(|error| broken_stream(&told(error), 0))?;
        let size = reader.position().byte() as usize;
        reader.get_mut().raw.drain(..size);
    }
    let base = (from.offset, from.inside);
    let (file, uses, crlf, delimiter) = (file.clone(), uses.into(), header.crlf, header.delimiter);
    let (reader, ahead) = (Some(reader), VecDeque::new());
    let mut rows = Rows { file, uses, crlf, delimiter, reader, base, at: base, ahead, limit };
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
    limit: u64,
}

/// A row as it was read, or why it breaks off, and the bytes and lines before and behind it.
struct ReadRow {
    fields: Result<ByteRecord, Break>,
    at: (u64, u64),
    end: (u64, u64),
}

/// Why a row breaks off.
enum Break {
    /// A quote is missing or too many; what is told of it.
    Quote(String),
    Stream(io::Error),
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
            let reader = self.reader.as_mut()?;
            reader.get_mut().left = longest_row(self.limit);
            let read = reader.read_byte_record(&mut fields);
            self.at = self.reached();
            let size = usize::try_from(self.at.0 - at.0).unwrap_or(usize::MAX);
            let raw = &mut self.reader.as_mut()?.get_mut().raw;
            let broken = match read {
                Ok(false) => {
                    self.reader = None;
                    return None;
                }
                Ok(true) => match misplaced_quote(&raw[..size], self.delimiter) {
                    None => {
                        raw.drain(..size);
                        if is_blank(&fields) {
                            continue;
                        }
                        return Some(ReadRow { fields: Ok(fields), at, end: self.at });
                    }
                    Some(quote) if quote == size => self.restart(at, None),
                    Some(quote) => self.restart(at, Some(quote)),
                },
                Err(error) => match told(error) {
                    error if error.to_string() == TOO_LONG => self.restart(at, None),
                    error => Break::Stream(error),
                },
            };
            return Some(ReadRow { fields: Err(broken), at, end: self.at });
        }
    }

    /// Goes back in a row whose quotes do not match: to the beginning of the line with the one that should not
    /// be there, where the next row may begin, or to the row's second line.
    fn restart(&mut self, at: (u64, u64), quote: Option<usize>) -> Break {
        let mut stream = self.reader.take().map(Reader::into_inner);
        let raw = stream.as_ref().map_or(&[][..], |stream| &stream.raw);
        let line = quote.and_then(|quote| memchr::memrchr(b'\n', &raw[..quote]));
        let line = line.or_else(|| memchr::memchr(b'\n', raw)).map(|end| end + 1);
        // In a table of one column any line looks like a row.
        if let Some(line) = line.filter(|_| self.uses.len() > 1) {
            self.at = (at.0 + line as u64, at.1 + memchr::memchr_iter(b'\n', &raw[..line]).count() as u64);
            self.base = self.at;
            self.reader = stream.take().map(|mut stream| {
                stream.back_to(line);
                reader(stream, self.delimiter)
            });
        }
        let rest = if self.reader.is_some() { "what cannot be told from it" } else { "the rest of the file" };
        Break::Quote(format!(
            "the row at line {} has a quote too few or too many, or is cut off; it is lost with {rest}; double the \
             quotes in quoted fields",
            at.1 + 1
        ))
    }

    /// What a break costs; reading goes on behind it, where that can be.
    fn broken_off(&mut self, broken: Break, at: (u64, u64)) -> Failure {
        let error = match broken {
            Break::Quote(message) => {
                self.settle();
                return Failure::new(RejectCode::Damaged, message);
            }
            Break::Stream(error) => error,
        };
        let stream = self.reader.take().filter(|_| Damage::of(&error).is_some()).map(Reader::into_inner);
        if let Some(stream) = stream {
            // The break counts as a byte, so that going on from a place tells it once.
            self.at.0 += 1;
            self.base = self.at;
            self.reader = Some(reader(Bounded::new(stream.inner), self.delimiter));
            self.settle();
        }
        broken_stream(&error, at.1)
    }

    /// Passes over what may be the rest of a broken row, up to rows that have as many fields as the header: one
    /// alone may be a line in the midst of a field.
    fn settle(&mut self) {
        let mut passed = false;
        while self.ahead.len() < SETTLED_ROWS {
            let Some(row) = self.read() else {
                if passed {
                    self.ahead.clear();
                }
                break;
            };
            match &row.fields {
                Ok(fields) if fields.len() == self.uses.len() => self.ahead.push_back(row),
                Ok(_) | Err(Break::Quote(_)) => {
                    self.ahead.clear();
                    passed = true;
                }
                Err(Break::Stream(_)) => {
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
            Err(broken) => Err((0, self.broken_off(broken, at))),
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
