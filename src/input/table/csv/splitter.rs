//! The bytes of a table to its rows as they are written.
//!
//! In: a stream. Out: one row after the other, whole or with what is wrong with it. Quotes decide where a row
//! ends, so that one too few may take in all that follows: a row that outgrows the largest page is followed to
//! its end without being held, and what is read again is one line, or once in a file all that is left of it.

use super::Stream;
use crate::input::counted::CHUNK_BYTES;
use crate::input::packed;
use std::io::{self, Read};
use std::path::PathBuf;

/// Bytes that are looked at in one go, some milliseconds of work: between two a stop of the run is heard.
const TURN_BYTES: u64 = 4 << 20;

/// What is before the first row of some tables.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Bytes and lines before a row; a break of the stream counts as a byte.
pub(super) type At = (u64, u64);

/// Rows of a stream.
pub(super) struct Splitter {
    stream: Stream,
    /// The file, for going back farther than bytes are held.
    path: PathBuf,
    delimiter: u8,
    /// Bytes of the longest row that is held.
    longest: u64,
    window: Vec<u8>,
    /// Where in the window the held bytes of the row begin, and how far they were looked at.
    from: usize,
    scan: usize,
    ended: bool,
    /// The error of the stream, which comes behind what is in the window.
    failed: Option<io::Error>,
    /// Whether no quote that a line leaves open is closed behind it: one was looked for up to the end.
    none_closes: bool,
    /// Bytes looked at since the last turn.
    looked: u64,
    /// Bytes and lines before the row.
    pub(super) at: At,
    row: Row,
}

/// What is known of the row that is being read.
struct Row {
    state: State,
    /// Bytes of it that were let go.
    passed: u64,
    /// Line ends in it.
    lines: u64,
    /// Where in the window the line begins that is looked at; `None` where that was let go.
    line: Option<usize>,
    /// The byte of the file at which its second line begins.
    second: Option<u64>,
    fields: usize,
    is_clean: bool,
}

#[derive(Clone, Copy)]
enum State {
    FieldBegins,
    Bare,
    Quoted,
    /// Behind a quote that closes the field, if it is not the first of two.
    Closing,
    /// Behind a quote that should not be there, on the way to the line's end.
    Lost,
}

/// A row, or what comes instead.
pub(super) enum Piece {
    Row(Written),
    /// More than the longest row: its bytes and its fields.
    TooLong(u64, usize),
    /// A quote is missing or too many; whether it is one that nothing closes up to the end of the file.
    Broken {
        unclosed: bool,
    },
    /// The stream broke off within the row, or before it.
    Failed(io::Error),
    /// Nothing yet: there is more to look at.
    Turn,
    End,
}

/// A row as it is written.
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    pub(super) fields: usize,
    /// Whether no quote stands in a field without quotes, where strict tables have none.
    pub(super) is_clean: bool,
    /// Whether a line end closes it.
    pub(super) ends_line: bool,
}

/// What a look at the window came to.
enum Seen {
    All,
    RowEnd,
    Misplaced,
    LineEnd,
}

impl Row {
    fn at(index: usize) -> Self {
        let (state, line) = (State::FieldBegins, Some(index));
        Self { state, passed: 0, lines: 0, line, second: None, fields: 1, is_clean: true }
    }
}

impl Splitter {
    /// The rows of a file's stream that was opened behind so many bytes and lines.
    pub(super) fn new(stream: Stream, path: PathBuf, delimiter: u8, longest: u64, at: At) -> Self {
        Self {
            stream,
            path,
            delimiter,
            longest,
            window: Vec::new(),
            from: 0,
            scan: 0,
            ended: false,
            failed: None,
            none_closes: false,
            looked: 0,
            at,
            row: Row::at(0),
        }
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Piece {
        loop {
            if self.looked >= TURN_BYTES {
                self.looked = 0;
                return Piece::Turn;
            }
            let before = self.scan;
            let seen = self.look();
            self.looked += (self.scan - before) as u64;
            match seen {
                Seen::RowEnd => return self.whole(true),
                Seen::LineEnd => {
                    let unclosed = matches!(self.row.state, State::Quoted);
                    let lines = if unclosed { self.row.lines } else { self.row.lines + 1 };
                    return self.broken(self.scan, lines, unclosed);
                }
                Seen::Misplaced => match self.row.line.filter(|_| self.row.lines > 0) {
                    // The next row may begin with the line of the quote.
                    Some(line) => return self.broken(line, self.row.lines, false),
                    None => self.row.state = State::Lost,
                },
                Seen::All if self.grow() => {}
                Seen::All => return self.at_end(),
            }
        }
    }

    /// Looks at what is in the window and was not yet looked at.
    fn look(&mut self) -> Seen {
        while let Some(rest) = self.window.get(self.scan..).filter(|rest| !rest.is_empty()) {
            let row = &mut self.row;
            let hit = match row.state {
                State::FieldBegins | State::Closing => Some(0),
                State::Bare => memchr::memchr3(self.delimiter, b'\n', b'"', rest),
                State::Quoted => memchr::memchr2(b'\n', b'"', rest),
                State::Lost => memchr::memchr(b'\n', rest),
            };
            let Some(hit) = hit else {
                self.scan = self.window.len();
                break;
            };
            let byte = rest[hit];
            self.scan += hit + 1;
            match (row.state, byte) {
                (State::FieldBegins | State::Closing, b'"') => row.state = State::Quoted,
                (State::Quoted, b'"') => row.state = State::Closing,
                (State::Quoted, _) => {
                    row.lines += 1;
                    row.line = Some(self.scan);
                    let held = (self.scan - self.from) as u64;
                    row.second.get_or_insert(self.at.0 + row.passed + held);
                    if self.none_closes {
                        return Seen::LineEnd;
                    }
                }
                (State::Lost, _) => return Seen::LineEnd,
                (_, b'\n') => return Seen::RowEnd,
                (State::Bare, b'"') => row.is_clean = false,
                (_, byte) if byte == self.delimiter => {
                    row.fields += 1;
                    row.state = State::FieldBegins;
                }
                (State::FieldBegins, _) | (State::Closing, b'\r') => row.state = State::Bare,
                (State::Closing | State::Bare, _) => return Seen::Misplaced,
            }
        }
        Seen::All
    }

    /// Takes more into the window; false at the end of the stream.
    fn grow(&mut self) -> bool {
        if (self.window.len() - self.from) as u64 > self.longest {
            // Of a row that is too long only the line is held at which reading may have to go on.
            let room = usize::try_from(self.longest).unwrap_or(usize::MAX);
            self.row.line = self.row.line.filter(|line| self.window.len() - line <= room);
            let kept = self.row.line.unwrap_or(self.window.len());
            self.row.passed += (kept - self.from) as u64;
            self.from = kept;
        }
        self.window.drain(..self.from);
        self.scan -= self.from;
        self.row.line = self.row.line.map(|line| line - self.from);
        self.from = 0;
        if self.ended || self.failed.is_some() {
            return false;
        }
        let read = self.stream.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut self.window);
        let is_first = self.at.0 == 0 && self.row.passed == 0 && self.scan == 0;
        if is_first && self.window.starts_with(BYTE_ORDER_MARK) {
            self.scan = BYTE_ORDER_MARK.len();
        }
        match read {
            Ok(count) => self.ended = count == 0,
            Err(error) => self.failed = Some(error),
        }
        self.scan < self.window.len()
    }

    /// Bytes of the row up to an index of the window.
    fn size(&self, end: usize) -> u64 {
        self.row.passed + (end - self.from) as u64
    }

    /// Begins a row at an index of the window.
    fn begin(&mut self, index: usize, at: At) {
        (self.from, self.scan, self.at, self.row) = (index, index, at, Row::at(index));
    }

    /// The row that ends here.
    fn whole(&mut self, ends_line: bool) -> Piece {
        let (size, Row { fields, is_clean, lines, .. }) = (self.size(self.scan), &self.row);
        let (fields, is_clean, lines) = (*fields, *is_clean, lines + u64::from(ends_line));
        let piece = if size > self.longest {
            Piece::TooLong(size, fields)
        } else {
            let bytes = self.window[self.from..self.scan].to_vec();
            Piece::Row(Written { bytes, fields, is_clean, ends_line })
        };
        self.begin(self.scan, (self.at.0 + size, self.at.1 + lines));
        piece
    }

    /// The row is broken, and the next may begin at an index of the window, so many lines on.
    fn broken(&mut self, next: usize, lines: u64, unclosed: bool) -> Piece {
        self.begin(next, (self.at.0 + self.size(next), self.at.1 + lines));
        Piece::Broken { unclosed }
    }

    /// What the row comes to that the end of the stream cuts off, or ends.
    fn at_end(&mut self) -> Piece {
        let end = self.window.len();
        if let Some(error) = self.failed.take() {
            // The break counts as a byte, so that going on from a place tells it once.
            self.begin(end, (self.at.0 + self.size(end) + 1, self.at.1 + self.row.lines));
            return Piece::Failed(error);
        }
        match self.row.state {
            _ if self.size(end) == 0 => Piece::End,
            State::Quoted if !self.none_closes && self.row.second.is_some() => self.line_by_line(),
            State::Quoted => self.broken(end, self.row.lines, true),
            State::Lost => self.broken(end, self.row.lines, false),
            State::FieldBegins | State::Bare | State::Closing => self.whole(false),
        }
    }

    /// Goes back to the second line of a row with a quote that nothing closes. Whatever line leaves a quote open
    /// from here on comes to the same end, which need not be looked for again.
    fn line_by_line(&mut self) -> Piece {
        self.none_closes = true;
        let second = self.row.second.unwrap_or(self.at.0);
        let at = (second, self.at.1 + 1);
        match second.checked_sub(self.at.0 + self.row.passed) {
            Some(held) => self.begin(self.from + held as usize, at),
            None => match packed::entered(&self.path, second) {
                Ok(entered) => {
                    (self.stream, self.ended) = (entered.stream, false);
                    self.window.clear();
                    self.begin(0, at);
                }
                Err(error) => return Piece::Failed(error),
            },
        }
        Piece::Broken { unclosed: true }
    }
}

/// The fields of a row as it is written.
pub(super) fn fields(row: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let mut rest = Some(row.strip_suffix(b"\n").unwrap_or(row));
    let mut fields = Vec::new();
    while let Some(mut left) = rest {
        let mut field = Vec::new();
        if let Some(mut quoted) = left.strip_prefix(b"\"") {
            loop {
                let end = memchr::memchr(b'"', quoted).unwrap_or(quoted.len());
                field.extend_from_slice(&quoted[..end]);
                left = quoted.get(end + 1..).unwrap_or(&[]);
                match left.strip_prefix(b"\"") {
                    Some(more) => quoted = more,
                    None => break,
                }
                field.push(b'"');
            }
        }
        let end = memchr::memchr(delimiter, left);
        field.extend_from_slice(&left[..end.unwrap_or(left.len())]);
        rest = end.map(|end| &left[end + 1..]);
        fields.push(field);
    }
    fields
}
