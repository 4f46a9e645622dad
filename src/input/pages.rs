//! The inputs as jobs, in a stable order, from the beginning or from a place in it.

use super::files::PageFile;
use super::job::{Found, Job, Place, Position};
use super::walk::{Walk, walk};
use super::{Input, SkipReason};
use crate::rejects::{Failure, Reject};
use std::collections::BTreeMap;
use std::path::Path;

/// The pages of all inputs, in the order of the inputs, as jobs for workers. With exactly one input that
/// is a folder, a page's id is its path below it; otherwise its path as typed.
pub fn pages(inputs: Vec<Input>) -> Pages {
    Pages { walk: walk(inputs), entries: 0 }
}

/// The jobs of all inputs; see [`pages`].
pub struct Pages {
    walk: Walk,
    /// Entries of the walk that were begun.
    entries: u64,
}

/// A listing in which a place is not found again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Changed {
    /// Another entry stands where the place lies.
    #[error(
        "the inputs are not those of the run before: file number {number} was {before:?} and is now {now:?}; \
         put the inputs back as they were, or begin anew"
    )]
    Entry {
        /// Number of the entry, from 1.
        number: u64,
        /// Its name in the place.
        before: String,
        /// Its name now.
        now: String,
    },
    /// There are fewer entries.
    #[error(
        "the inputs are not those of the run before: there were at least {before} files and there are now \
         {now}; put the inputs back as they were, or begin anew"
    )]
    Fewer {
        /// How many there were at least.
        before: u64,
        /// How many there are.
        now: u64,
    },
}

impl Pages {
    /// Leaves a folder below the inputs out: the one that the run writes to. It need not exist yet.
    pub fn leaving_out(mut self, folder: &Path) -> Self {
        self.walk = self.walk.leaving_out(folder);
        self
    }

    /// How many files and folders were passed over so far, by reason. Skips inside archives are not among
    /// them: they are [`Found`] by the jobs.
    pub fn skipped(&self) -> &BTreeMap<SkipReason, u64> {
        self.walk.skipped()
    }

    /// Begins behind a place: what is done is listed, so that it is counted as it was, but not opened.
    ///
    /// # Errors
    /// When the listing has changed since.
    pub fn starting_at(mut self, place: &Place) -> Result<Self, Changed> {
        let mut last = String::new();
        while self.entries < place.entries {
            let Some(entry) = self.walk.next() else {
                return Err(Changed::Fewer { before: place.entries, now: self.entries });
            };
            self.entries += 1;
            last = name(&entry).to_owned();
        }
        if last != place.name {
            return Err(Changed::Entry { number: self.entries, before: place.name.clone(), now: last });
        }
        Ok(self)
    }

    /// Reads every job in its order on the calling thread.
    pub fn read(self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        for mut job in self {
            job.read(max_page_bytes, each);
        }
    }
}

impl Iterator for Pages {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.walk.next()?;
        self.entries += 1;
        Some(Box::new(Entry { number: self.entries - 1, found }))
    }
}

/// An entry of the walk that is one page, or none at all.
struct Entry {
    number: u64,
    found: Result<PageFile, Box<Reject>>,
}

/// The name of an entry, which no other entry has.
fn name(found: &Result<PageFile, Box<Reject>>) -> &str {
    found.as_ref().map_or_else(|reject| &reject.id, |file| &file.id)
}

impl Job for Entry {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let found = match &self.found {
            Ok(file) => file.read(max_page_bytes),
            Err(reject) => Err(reject.clone()),
        };
        each(found.map_or_else(Found::Reject, Found::Page));
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        match &self.found {
            Ok(file) => file.reject(failure, 0),
            Err(reject) => {
                let Reject { id, url, source, .. } = (**reject).clone();
                Box::new(failure.into_reject(id, url, source))
            }
        }
    }

    fn begin(&self) -> Position {
        Position { entry: self.number, ..Position::default() }
    }

    fn place(&self) -> Place {
        Place { entries: self.number + 1, name: name(&self.found).to_owned(), ..Place::default() }
    }
}
