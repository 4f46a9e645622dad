//! CSV and TSV with a header row, a row a page. A field may hold line ends, so the listing finds where rows end;
//! workers make fields of them.

mod splitter;

use super::{Columns, ContainerFile, Damage, Jobs, Row, Use, broken as broken_stream, longest_row};
use crate::input::job::{Found, Job, Place, Position};
use crate::input::packed::Entered;
use crate::rejects::{Failure, Reject, RejectCode};
use splitter::{At, BYTE_ORDER_MARK, Piece, Splitter, Written};
use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::Arc;

/// Rows running that show where rows begin.
const SETTLED_ROWS: usize = 3;

type Stream = Box<dyn Read + Send>;

/// The header of a table, and how the table is written.
pub(super) struct Header {
    names: Vec<String>,
    delimiter: u8,
    /// Whether lines end in CR LF, by the header's own end.
    crlf: bool,
}

/// Reads the header of a table.
pub(super) fn header(
    file: &ContainerFile,
    stream: Stream,
    delimiter: u8,
    limit: u64,
) -> Result<Header, Failure> {
    let mut splitter = Splitter::new(stream, file.path.clone(), delimiter, longest_row(limit), (0, 0));
    let row = next_row(&mut splitter)?;
    let row = row.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&row);
    let names = splitter::fields(row, delimiter);
    let crlf = names.last().is_some_and(|name| name.ends_with(b"\r"));
    let names = names.iter().map(|name| String::from_utf8_lossy(name.trim_ascii()).into_owned()).collect();
    Ok(Header { names, delimiter, crlf })
}

/// The first row that is not blank, which is the header; empty where there is none.
fn next_row(splitter: &mut Splitter) -> Result<Vec<u8>, Failure> {
    loop {
        match splitter.next() {
            Piece::Turn => {}
            Piece::Row(row) if is_blank(&row.bytes) => {}
            Piece::Row(row) => return Ok(row.bytes),
            Piece::End => return Ok(Vec::new()),
            Piece::Failed(error) => return Err(broken_stream(&error, 0)),
            Piece::TooLong(..) | Piece::Broken { .. } => {
                let message = "the header row has a quote too few or too many, or is longer than a page may be; \
                               double the quotes in quoted fields";
                return Err(Failure::new(RejectCode::NoColumn, message));
            }
        }
    }
}

/// Whether a row is an empty line.
fn is_blank(row: &[u8]) -> bool {
    matches!(row, b"\n" | b"\r\n" | b"\r")
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
    let names = || header.names.iter().map(String::as_str);
    if !columns.hold_pages(names(), file.in_folder) {
        return Err(Columns::none_of(names()));
    }
    let at = (from.offset, from.inside);
    let mut splitter =
        Splitter::new(entered.stream, file.path.clone(), header.delimiter, longest_row(limit), at);
    if from.offset == 0 {
        // The header, which was read before.
        next_row(&mut splitter)?;
    }
    let table = Table {
        file: file.clone(),
        uses: names().map(|name| columns.use_of(name)).collect(),
        delimiter: header.delimiter,
        crlf: header.crlf,
        limit,
    };
    let settling = entered.behind_break.then(|| Settling::behind(None, splitter.at));
    let at = splitter.at;
    let rows =
        Rows { table: Arc::new(table), splitter: Some(splitter), at, ahead: VecDeque::new(), settling };
    Ok(Box::new(rows))
}

/// What all rows have in common.
struct Table {
    file: Arc<ContainerFile>,
    uses: Vec<Option<Use>>,
    delimiter: u8,
    crlf: bool,
    limit: u64,
}

struct Rows {
    table: Arc<Table>,
    /// `None` where nothing more can be read.
    splitter: Option<Splitter>,
    /// Bytes and lines before the next row.
    at: At,
    /// What was read ahead behind a break.
    ahead: VecDeque<ReadRow>,
    /// The break behind which rows are looked for.
    settling: Option<Settling>,
}

/// A row that was read, and the bytes and lines before and behind it.
struct ReadRow {
    row: Result<Written, Break>,
    at: At,
    end: At,
}

/// Why a row is none.
enum Break {
    TooLong(u64, usize),
    /// A quote is missing or too many; whether it is one that nothing closes.
    Quote(bool),
    Stream(io::Error),
}

/// The search for rows behind a break.
struct Settling {
    /// The break, where it is to be told.
    broken: Option<Break>,
    /// Bytes and lines before the row that it cost.
    at: At,
    /// Whether something was passed over.
    passed: bool,
}

impl Settling {
    fn behind(broken: Option<Break>, at: At) -> Self {
        Self { broken, at, passed: false }
    }
}

impl Rows {
    /// The next row that is not blank; `None` at the end, and nothing in it where there is more to look at.
    fn read(&mut self) -> Option<Option<ReadRow>> {
        let splitter = self.splitter.as_mut()?;
        loop {
            let at = splitter.at;
            let row = match splitter.next() {
                Piece::Turn => return Some(None),
                Piece::Row(row) if is_blank(&row.bytes) => continue,
                Piece::Row(row) => Ok(row),
                Piece::TooLong(bytes, fields) => Err(Break::TooLong(bytes, fields)),
                Piece::Broken { unclosed } => Err(Break::Quote(unclosed)),
                Piece::Failed(error) => Err(Break::Stream(error)),
                Piece::End => {
                    self.at = splitter.at;
                    self.splitter = None;
                    return None;
                }
            };
            let end = splitter.at;
            if matches!(&row, Err(Break::Stream(error)) if Damage::of(error).is_none()) {
                self.splitter = None;
            }
            return Some(Some(ReadRow { row, at, end }));
        }
    }

    /// Whether a row may show where rows begin: it has as many fields as the header. In a table of one column
    /// any line has, and only quotes tell.
    fn fits(&self, row: &ReadRow) -> bool {
        let columns = self.table.uses.len();
        match &row.row {
            Ok(row) => row.fields == columns && (columns > 1 || row.bytes.starts_with(b"\"")),
            Err(Break::TooLong(_, fields)) => *fields == columns,
            Err(Break::Quote(_) | Break::Stream(_)) => false,
        }
    }

    /// Passes over what may be the rest of a broken row, up to rows that fit: one alone may be a line in the
    /// midst of a field. False where there is more to look at.
    fn settle(&mut self, settling: &mut Settling) -> bool {
        while self.ahead.len() < SETTLED_ROWS {
            match self.read() {
                Some(None) => return false,
                Some(Some(row)) if self.fits(&row) => self.ahead.push_back(row),
                Some(Some(row)) if matches!(row.row, Err(Break::Stream(_))) => {
                    self.ahead.push_back(row);
                    break;
                }
                Some(Some(_)) => {
                    self.ahead.clear();
                    settling.passed = true;
                }
                None => {
                    self.keep_last(settling);
                    break;
                }
            }
        }
        true
    }

    /// At the end of the file fewer rows must do: those that strict tables may have. A file that ends within a
    /// line was cut off, and what stands behind an open quote is the page that the cut went through.
    fn keep_last(&mut self, settling: &Settling) {
        let is_cut = self.ahead.back().is_some_and(|row| matches!(&row.row, Ok(row) if !row.ends_line));
        if is_cut && matches!(settling.broken, Some(Break::Quote(true))) {
            self.ahead.clear();
        }
        let is_loose = |row: &ReadRow| matches!(&row.row, Ok(row) if !row.is_clean);
        let in_doubt = settling.passed || matches!(settling.broken, Some(Break::Quote(_)));
        while in_doubt && self.ahead.iter().any(is_loose) {
            self.ahead.pop_front();
        }
    }

    /// What a break costs, once it is known where reading goes on.
    fn lost(&self, broken: &Break, from: At) -> (u64, Failure) {
        match broken {
            Break::Stream(error) => (0, broken_stream(error, from.1)),
            Break::TooLong(bytes, _) => {
                let message = format!(
                    "the row at line {} has {bytes} bytes, more than a page of {} may take; raise --max-page-bytes",
                    from.1 + 1,
                    self.table.limit
                );
                (*bytes, Failure::new(RejectCode::TooLarge, message))
            }
            Break::Quote(_) => {
                let (bytes, is_end) = (self.at.0 - from.0, self.splitter.is_none() && self.ahead.is_empty());
                let rest = if is_end { ", the rest of the file" } else { "" };
                let message = format!(
                    "the row at line {} has a quote too few or too many, or is cut off; lines {0} to {} are lost \
                     with it ({bytes} bytes{rest}); double the quotes in quoted fields",
                    from.1 + 1,
                    self.at.1.max(from.1 + 1)
                );
                (bytes, Failure::new(RejectCode::Damaged, message))
            }
        }
    }

    /// The job of a row, or of what stands for it, behind which `self.at` is.
    fn job(&self, content: Content, at: At) -> Box<dyn Job> {
        let file = &self.table.file;
        let ended = self.splitter.is_none() && self.ahead.is_empty();
        let place = if ended { file.end() } else { file.place(self.at.0, self.at.1) };
        Box::new(RowJob { table: self.table.clone(), content, at, place })
    }

    fn reject(&self, at: At, (bytes, failure): (u64, Failure)) -> Box<dyn Job> {
        let file = &self.table.file;
        let reject = file.reject(Some(file.numbered(at.1 + 1)), None, at.0, bytes, failure);
        self.job(Content::Reject(reject), at)
    }

    /// A job of nothing: between two jobs a stop is heard.
    fn turn(&self, at: At) -> Box<dyn Job> {
        let place = self.table.file.place(at.0, at.1);
        Box::new(RowJob { table: self.table.clone(), content: Content::Nothing, at, place })
    }
}

impl Iterator for Rows {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(mut settling) = self.settling.take() {
                if !self.settle(&mut settling) {
                    let at = settling.at;
                    self.settling = Some(settling);
                    return Some(self.turn(at));
                }
                self.at = self.ahead.front().map_or(self.at, |row| row.at);
                let Settling { broken, at, .. } = settling;
                if let Some(broken) = broken {
                    return Some(self.reject(at, self.lost(&broken, at)));
                }
            }
            let next = self.ahead.pop_front().map(Some).or_else(|| self.read());
            let Some(ReadRow { row, at, end }) = next? else { return Some(self.turn(self.at)) };
            self.at = end;
            let columns = self.table.uses.len();
            return Some(match row {
                Ok(row) if row.fields == columns => self.job(Content::Row(row.bytes), at),
                Ok(row) => {
                    let cut =
                        if row.ends_line { "" } else { ", or fetch the file again if it was cut off there" };
                    let message = format!(
                        "line {} has {} fields and the header {columns}; quote fields that hold delimiters or line \
                         ends{cut}",
                        at.1 + 1,
                        row.fields,
                    );
                    self.reject(at, (end.0 - at.0, Failure::new(RejectCode::Damaged, message)))
                }
                Err(broken @ Break::TooLong(..)) => self.reject(at, self.lost(&broken, at)),
                Err(broken @ Break::Stream(_)) if self.splitter.is_none() => {
                    self.reject(at, self.lost(&broken, at))
                }
                Err(broken) => {
                    self.settling = Some(Settling::behind(Some(broken), at));
                    continue;
                }
            });
        }
    }
}

/// One row, or what stands for it.
struct RowJob {
    table: Arc<Table>,
    content: Content,
    /// Bytes and lines before it.
    at: At,
    place: Place,
}

enum Content {
    /// A row as it is written.
    Row(Vec<u8>),
    Reject(Box<Reject>),
    Nothing,
}

impl Job for RowJob {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let Table { file, uses, delimiter, crlf, .. } = &*self.table;
        let written = match &self.content {
            Content::Nothing => return,
            Content::Reject(reject) => return each(Found::Reject(reject.clone())),
            Content::Row(written) => written,
        };
        let mut row = Row::default();
        for (number, (used, mut value)) in uses.iter().zip(splitter::fields(written, *delimiter)).enumerate()
        {
            if *crlf && number + 1 == uses.len() && value.ends_with(b"\r") {
                value.pop();
            }
            if let Some(used) = used {
                row.take(*used, value.into());
            }
        }
        // The header has a page.
        each(row.found(file, (self.at.1 + 1, self.at.0), max_page_bytes, Vec::new));
    }

    fn held(&self) -> usize {
        if let Content::Row(written) = &self.content { written.len() } else { 0 }
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        let file = &self.table.file;
        file.reject(Some(file.numbered(self.at.1 + 1)), None, self.at.0, 0, failure)
    }

    fn begin(&self) -> Position {
        self.table.file.position(self.at.0, self.at.1)
    }

    fn place(&self) -> Place {
        self.place.clone()
    }
}
