//! What a reader hands to a worker: a job, which may hold one page or many, and its place in the order.

use super::single::STREAM;
use super::{RawPage, SkipReason};
use crate::rejects::{Failure, Reject};
use serde::{Deserialize, Serialize};

/// Pages that wait to be read by a worker: a file of its own, or a piece of an archive or a table.
pub trait Job: Send {
    /// Reads and unpacks the pages, and hands each to `each` before it reads the next, so that only one
    /// page's bytes live at a time. A page larger than `max_page_bytes` is a reject. Called once.
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found));

    /// Bytes that it holds before it is read, as far as they count: of those only so many wait at once.
    fn held(&self) -> usize {
        0
    }

    /// The reject of the job for a failure in reading it.
    fn reject(&self, failure: Failure) -> Box<Reject>;

    /// Where the job begins.
    fn begin(&self) -> Position;

    /// The place right behind the job, once it was read. A job that begins before the place that the one
    /// before it reached is void: what it took for its own were bytes of that job.
    fn place(&self) -> Place;
}

impl<J: Job + ?Sized> Job for Box<J> {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        (**self).read(max_page_bytes, each);
    }

    fn held(&self) -> usize {
        (**self).held()
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        (**self).reject(failure)
    }

    fn begin(&self) -> Position {
        (**self).begin()
    }

    fn place(&self) -> Place {
        (**self).place()
    }
}

/// What a job holds, one by one.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A page to extract.
    Page(RawPage),
    /// A page that could not be read.
    Reject(Box<Reject>),
    /// Something that is no page.
    Skip(SkipReason),
}

/// How far a listing is done, right behind a job: all that is needed to go on from there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Entries of the listing that are done: files, and what could not be opened.
    pub entries: u64,
    /// Name of the entry in which the place lies; of the last one done, where it lies in none.
    pub name: String,
    /// Size in bytes of the file in which the place lies; 0 where it lies in none.
    pub size: u64,
    /// When that file was changed last, in milliseconds since 1970; 0 where nobody knows.
    pub modified: u64,
    /// What of that entry comes next: a byte of the file for archives and tables of text, the number of
    /// a row or an entry for others; 0 where the place lies in no entry.
    pub offset: u64,
    /// What comes next behind `offset`, in unpacked bytes, where a file can only be entered there.
    pub inside: u64,
}

impl Place {
    /// The place in the order of the listing.
    pub fn position(&self) -> Position {
        Position { entry: self.entries, offset: self.offset, inside: self.inside }
    }

    /// Whether the place lies among pages that came on standard input, which come but once.
    pub fn is_in_stream(&self) -> bool {
        self.name == STREAM && (self.offset > 0 || self.inside > 0)
    }
}

/// A place in the order of a listing, for comparing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Number of the entry, from 0.
    pub entry: u64,
    /// See [`Place::offset`].
    pub offset: u64,
    /// See [`Place::inside`].
    pub inside: u64,
}
