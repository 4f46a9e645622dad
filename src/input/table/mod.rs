//! Tables of pages: lines of JSON, CSV and TSV, Parquet.
//!
//! In: a file with a row a page. Out: jobs of rows, in order; a bad row is a reject of its own. Which columns
//! hold the page, its address and its id is told on the command line or guessed from their names.

mod csv;
mod in_file;
mod jsonl;
mod parquet;

pub(super) use in_file::needs_file;

use super::container::{ContainerFile, Kind};
use super::files::unreadable;
use super::job::{Found, Place};
use super::packed::{self, Damage, Entered};
use super::{Jobs, RawPage};
use crate::record::{Format, Warning, WarningCode};
use crate::rejects::{Failure, RejectCode};
use serde::Serialize;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

/// Columns that hold pages by their usual names, the best first; `None` where it may be markup or text.
const PAGES: [(&str, Option<Format>); 11] = [
    ("html", Some(Format::Html)),
    ("raw_html", Some(Format::Html)),
    ("html_content", Some(Format::Html)),
    ("page_html", Some(Format::Html)),
    ("content", None),
    ("raw_content", None),
    ("page", None),
    ("body", None),
    ("text", Some(Format::Text)),
    ("plain_text", Some(Format::Text)),
    ("raw_text", Some(Format::Text)),
];
const URLS: [&str; 6] = ["url", "uri", "target_uri", "warc_target_uri", "page_url", "link"];
const IDS: [&str; 7] = ["id", "warc_id", "warc_record_id", "record_id", "page_id", "doc_id", "docid"];

/// So many of them are names that hardly anything else has.
const SURE_PAGES: usize = 4;

/// Names of columns told when none of them is known.
const NAMES_TOLD: usize = 12;

/// Columns as named by the user; what is not named is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Columns {
    /// Column of markup.
    pub html: Option<String>,
    /// Column of plain text.
    pub text: Option<String>,
    /// Column of addresses.
    pub url: Option<String>,
    /// Column of ids.
    pub id: Option<String>,
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A page, by how good a guess the column is: of two, the lower number counts.
    Page(usize, Option<Format>),
    Url(usize),
    Id(usize),
    /// A guessed address that was named as the id.
    UrlAndId(usize),
}

impl Columns {
    /// What the column of this name is for.
    fn use_of(&self, name: &str) -> Option<Use> {
        let is = |told: &Option<String>| told.as_deref() == Some(name);
        let place = |names: &[&str]| names.iter().position(|known| known.eq_ignore_ascii_case(name));
        if is(&self.html) {
            return Some(Use::Page(0, Some(Format::Html)));
        }
        if is(&self.text) {
            return Some(Use::Page(1, Some(Format::Text)));
        }
        if self.html.is_none()
            && self.text.is_none()
            && let Some(place) = PAGES.iter().position(|(known, _)| known.eq_ignore_ascii_case(name))
        {
            return Some(Use::Page(place, PAGES[place].1));
        }
        match (&self.url, &self.id) {
            (Some(url), Some(id)) if url == name && id == name => Some(Use::UrlAndId(0)),
            (Some(url), _) if url == name => Some(Use::Url(0)),
            (None, Some(id)) if id == name && place(&URLS).is_some() => place(&URLS).map(Use::UrlAndId),
            (_, Some(id)) if id == name => Some(Use::Id(0)),
            (None, _) if place(&URLS).is_some() => place(&URLS).map(Use::Url),
            (_, None) => place(&IDS).map(Use::Id),
            _ => None,
        }
    }

    /// Whether columns of these names hold pages. In a folder, where any table may lie, a name that other
    /// tables have as well says so only beside an address.
    fn hold_pages<'a>(&self, names: impl IntoIterator<Item = &'a str>, in_folder: bool) -> bool {
        let sure = !in_folder || self.html.is_some() || self.text.is_some();
        let (mut page, mut address) = (false, false);
        for used in names.into_iter().filter_map(|name| self.use_of(name)) {
            match used {
                Use::Page(rank, _) if sure || rank < SURE_PAGES => return true,
                Use::Page(..) => page = true,
                Use::Url(_) | Use::UrlAndId(_) => address = true,
                Use::Id(_) => {}
            }
        }
        page && address
    }

    /// The remedy for a table without a page.
    fn none_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Failure {
        let names: Vec<&str> = names.into_iter().take(NAMES_TOLD).collect();
        let told = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let message = format!(
            "no column or key here holds pages by its name (there are {told}); name one with --html-column or \
             --text-column"
        );
        Failure::new(RejectCode::NoColumn, message)
    }
}

/// A row as it is put together, column by column; the best of several columns for the same use counts.
#[derive(Debug, Default)]
struct Row {
    page: Option<(usize, Option<Format>, Vec<u8>)>,
    url: Option<(usize, String)>,
    id: Option<(usize, String)>,
    /// What was mended in it.
    warnings: Vec<Warning>,
}

impl Row {
    /// Takes in the value of a column; one of blanks is none, but for the page's a better one than nothing.
    fn take(&mut self, used: Use, value: Cow<[u8]>) {
        let better = |slot: &Option<(usize, String)>, rank| {
            !value.trim_ascii().is_empty() && slot.as_ref().is_none_or(|known| rank < known.0)
        };
        match used {
            Use::Page(rank, format) => {
                let is_blank = |page: &[u8]| page.trim_ascii().is_empty();
                let known = self.page.as_ref();
                if known.is_none_or(|known| is_blank(&known.2) || (rank < known.0 && !is_blank(&value))) {
                    self.page = Some((rank, format, value.into_owned()));
                }
            }
            Use::Url(rank) if better(&self.url, rank) => self.url = Some((rank, self.name(&value))),
            Use::Id(rank) if better(&self.id, rank) => self.id = Some((rank, self.name(&value))),
            Use::UrlAndId(rank) => {
                self.take(Use::Id(0), Cow::Borrowed(&value));
                self.take(Use::Url(rank), value);
            }
            Use::Url(_) | Use::Id(_) => {}
        }
    }

    /// An id or an address as text, mended where it is none.
    fn name(&mut self, value: &[u8]) -> String {
        let name = String::from_utf8_lossy(value.trim_ascii());
        if matches!(name, Cow::Owned(_)) && self.warnings.is_empty() {
            let message =
                "characters of the id or the address are none; they were replaced by U+FFFD".to_owned();
            self.warnings.push(Warning { code: WarningCode::InvalidBytes, message });
        }
        name.into_owned()
    }

    /// The page of the row, whose number stands in for an id, and which stands at `offset`.
    /// `names` are those of all columns.
    fn found(
        self,
        file: &ContainerFile,
        (number, offset): (u64, u64),
        limit: u64,
        names: impl FnOnce() -> Vec<String>,
    ) -> Found {
        let id = self.id.map_or_else(|| file.numbered(number), |id| id.1);
        let url = self.url.map(|url| url.1);
        let Some((_, format, bytes)) = self.page else {
            let failure = Columns::none_of(names().iter().map(String::as_str));
            return Found::Reject(file.reject(Some(id), url, offset, 0, failure));
        };
        if bytes.len() as u64 > limit {
            let size = bytes.len() as u64;
            let failure = super::unpack::Page { bytes: Vec::new(), limit }.too_large(Some(size));
            return Found::Reject(file.reject(Some(id), url, offset, size, failure));
        }
        Found::Page(RawPage {
            id,
            url,
            path: file.told_path(),
            container: file.container,
            offset: Some(offset),
            format,
            charset: None,
            crawled: None,
            bytes,
            warnings: self.warnings,
        })
    }
}

/// The jobs of a table from a place in it.
pub(super) fn open(
    file: Arc<ContainerFile>,
    kind: Kind,
    columns: &Arc<Columns>,
    from: &Place,
    limit: u64,
) -> Result<Jobs, Failure> {
    let unreadable = |error: io::Error| unreadable(&file.path, &error);
    if kind == Kind::Parquet {
        let source = File::open(&file.path).map_err(unreadable)?;
        return parquet::open(&file, source, columns, from, limit);
    }
    let entered = |offset| packed::entered(&file.path, offset).map_err(unreadable);
    match kind {
        Kind::Csv(delimiter) => {
            let header = csv::header(&file, entered(0)?.stream, delimiter, limit)?;
            csv::rows(&file, columns, &header, entered(from.offset)?, from, limit)
        }
        _ if file.in_folder && from.offset == 0 && !jsonl::hold_pages(entered(0)?, columns) => {
            Err(Columns::none_of(["none of the usual ones in its first lines"]))
        }
        _ => Ok(jsonl::lines(file.clone(), columns.clone(), entered(from.offset)?, from, limit)),
    }
}

/// The jobs of lines of JSON that come as a stream.
pub(super) fn stream(
    file: Arc<ContainerFile>,
    columns: &Arc<Columns>,
    stream: Box<dyn Read + Send>,
    limit: u64,
) -> io::Result<Jobs> {
    let entered = Entered { stream: packed::stream(stream)?, behind_break: false };
    Ok(jsonl::lines(file, columns.clone(), entered, &Place::default(), limit))
}

/// Longest row: the page and what its writing adds to it, quotes and escapes, and the other columns.
fn longest_row(limit: u64) -> u64 {
    limit.saturating_mul(2).saturating_add(1 << 20)
}

/// The failure of a stream that breaks off in a line or row of a table with so many lines before it.
fn broken(error: &io::Error, lines: u64) -> Failure {
    if let Some(damage) = Damage::of(error) {
        return Failure::new(
            RejectCode::Damaged,
            format!(
                "line {} breaks off, {lines} lines before it were read: {damage}; what the damage cuts through \
                 is lost with it; fetch the file again",
                lines + 1
            ),
        );
    }
    let message =
        format!("the table cannot be read from line {} on ({error}); fetch the file again", lines + 1);
    Failure::new(RejectCode::Damaged, message)
}
