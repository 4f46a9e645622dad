//! What a listing comes upon, and jobs that are one thing: a page, a reject, a skip, or the end of a file.

use super::files::PageFile;
use super::job::{Found, Job, Place, Position};
use super::walk::Stream;
use crate::rejects::{Failure, Reject};

/// Something that the walk came upon.
pub(super) enum Entry {
    /// A file.
    File(PageFile),
    /// A stream of pages.
    Stream(Stream),
    /// What was read already, and the entry's name.
    Read(String, Option<Box<Found>>),
    /// What could not be opened.
    Failed(Box<Reject>),
}

/// Name of standard input in records.
pub(super) const STREAM: &str = "-";

impl Entry {
    /// The name of an entry, which no other entry has.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::File(file) => &file.id,
            Self::Stream(_) => STREAM,
            Self::Read(name, _) => name,
            Self::Failed(reject) => &reject.id,
        }
    }
}

/// An entry that is one page, or none at all.
pub(super) struct Single {
    pub(super) number: u64,
    pub(super) entry: Entry,
}

impl Job for Single {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let read = match &mut self.entry {
            Entry::File(file) => Some(file.read(max_page_bytes).map_or_else(Found::Reject, Found::Page)),
            Entry::Failed(reject) => Some(Found::Reject(reject.clone())),
            Entry::Read(_, found) => found.take().map(|found| *found),
            // Streams are opened by the listing.
            Entry::Stream(_) => None,
        };
        read.into_iter().for_each(each);
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        match &self.entry {
            Entry::File(file) => file.reject(failure, 0),
            Entry::Failed(reject) => {
                let Reject { id, url, source, .. } = (**reject).clone();
                Box::new(failure.into_reject(id, url, source))
            }
            Entry::Stream(_) | Entry::Read(..) => {
                let name = self.entry.name();
                PageFile { id: name.to_owned(), path: name.into() }.reject(failure, 0)
            }
        }
    }

    fn begin(&self) -> Position {
        Position { entry: self.number, ..Position::default() }
    }

    fn place(&self) -> Place {
        Place { entries: self.number + 1, name: self.entry.name().to_owned(), ..Place::default() }
    }
}

/// The end of a file that holds many pages, once all of it was read: what comes behind it can then be gone on
/// with, whatever became of the file, and a stream comes but once.
pub(super) struct End {
    /// Name of the file.
    pub(super) name: String,
    /// The place behind it.
    pub(super) place: Place,
    /// What ended it early. It counts here, since nobody knows how far the jobs before it will reach.
    pub(super) broken: Option<Box<Reject>>,
}

impl Job for End {
    fn read(&mut self, _: u64, each: &mut dyn FnMut(Found)) {
        self.broken.take().map(Found::Reject).into_iter().for_each(each);
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        PageFile { id: self.name.clone(), path: self.name.clone().into() }.reject(failure, 0)
    }

    fn begin(&self) -> Position {
        self.place.position()
    }

    fn place(&self) -> Place {
        self.place.clone()
    }
}
