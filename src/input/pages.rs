//! The inputs as jobs, in a stable order, from the beginning or from a place in it.

use super::container::{ContainerFile, Kind};
use super::files::{PageFile, unreadable};
use super::job::{Found, Job, Place, Position};
use super::table::{self, Columns};
use super::unpack::{Unpacked, unpack};
use super::walk::{Walk, walk};
use super::{Input, Jobs, RawPage, SkipReason, bundle, warc};
use crate::record::Container;
use crate::rejects::{Failure, Reject, RejectCode};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest page where nothing is said.
const MAX_PAGE_BYTES: u64 = 32 << 20;

/// The pages of all inputs, in the order of the inputs, as jobs for workers. With exactly one input that
/// is a folder, a page's id is its path below it; otherwise its path as typed.
pub fn pages(inputs: Vec<Input>) -> Pages {
    Pages {
        walk: walk(inputs),
        entries: 0,
        open: None,
        columns: Arc::default(),
        max_page_bytes: MAX_PAGE_BYTES,
    }
}

/// The jobs of all inputs; see [`pages`].
pub struct Pages {
    walk: Walk,
    /// Entries of the walk that were begun.
    entries: u64,
    /// The archive or table that is being read.
    open: Option<Jobs>,
    columns: Arc<Columns>,
    max_page_bytes: u64,
}

/// Something that the walk came upon.
enum Entry {
    /// A file.
    File(PageFile),
    /// A stream of pages.
    Stream(Box<dyn Read + Send>),
    /// A page that was read already.
    Read(Option<Box<Found>>),
    /// What could not be opened.
    Failed(Box<Reject>),
}

/// Name of standard input in records.
pub(super) const STREAM: &str = "-";

impl Entry {
    /// The name of an entry, which no other entry has.
    fn name(&self) -> &str {
        match self {
            Self::File(file) => &file.id,
            Self::Stream(_) | Self::Read(_) => STREAM,
            Self::Failed(reject) => &reject.id,
        }
    }
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
    /// The file in which the place lies has another size.
    #[error(
        "{name:?} is not what it was in the run before: it had {before} bytes and has now {now}; put it back \
         as it was, or begin anew"
    )]
    Size {
        /// Name of the entry.
        name: String,
        /// Its size in the place.
        before: u64,
        /// Its size now.
        now: u64,
    },
    /// The place lies in a stream.
    #[error("pages on standard input cannot be gone on with: save them to a file first, or begin anew")]
    Stream,
}

impl Pages {
    /// Leaves a folder below the inputs out: the one that the run writes to. It need not exist yet.
    pub fn leaving_out(mut self, folder: &Path) -> Self {
        self.walk = self.walk.leaving_out(folder);
        self
    }

    /// Reads tables by these columns.
    pub fn with_columns(mut self, columns: Columns) -> Self {
        self.columns = Arc::new(columns);
        self
    }

    /// Never holds more of a record or a row than a page of this size takes.
    pub fn with_max_page_bytes(mut self, max_page_bytes: u64) -> Self {
        self.max_page_bytes = max_page_bytes;
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
    /// When the listing has changed since, or the place lies in a stream.
    pub fn starting_at(mut self, place: &Place) -> Result<Self, Changed> {
        let within = place.offset > 0 || place.inside > 0;
        let mut last = None;
        while self.entries < place.entries + u64::from(within) {
            let Some(entry) = self.entry() else {
                return Err(Changed::Fewer { before: place.entries, now: self.entries });
            };
            last = Some(entry);
        }
        let Some(entry) = last else { return Ok(self) };
        if entry.name() != place.name {
            let now = entry.name().to_owned();
            return Err(Changed::Entry { number: self.entries, before: place.name.clone(), now });
        }
        match entry {
            Entry::Stream(_) => Err(Changed::Stream),
            Entry::File(file) if within => {
                let now = fs::metadata(&file.path).map_or(0, |metadata| metadata.len());
                if now != place.size {
                    return Err(Changed::Size { name: file.id, before: place.size, now });
                }
                self.open = self.container(file, place).ok();
                Ok(self)
            }
            Entry::File(_) | Entry::Read(_) | Entry::Failed(_) => Ok(self),
        }
    }

    /// Reads every job in its order on the calling thread.
    pub fn read(self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        for mut job in self.with_max_page_bytes(max_page_bytes) {
            job.read(max_page_bytes, each);
        }
    }

    /// What the walk comes upon next.
    fn entry(&mut self) -> Option<Entry> {
        let found = self.walk.next()?;
        self.entries += 1;
        Some(match (self.walk.take_stream(), found) {
            (Some(stream), _) => Entry::Stream(stream),
            (None, Ok(file)) => Entry::File(file),
            (None, Err(reject)) => Entry::Failed(reject),
        })
    }

    /// The number of the entry that was begun last.
    fn number(&self) -> u64 {
        self.entries - 1
    }

    /// The jobs of a file that holds many pages; the file itself when it is a page.
    fn container(&self, file: PageFile, from: &Place) -> Result<Jobs, PageFile> {
        let Some(kind) = Kind::of_file(&file) else { return Err(file) };
        let size = fs::metadata(&file.path).map_or(0, |metadata| metadata.len());
        let container = kind.container();
        let shared = Arc::new(ContainerFile {
            number: self.number(),
            id: file.id.clone(),
            path: file.path.clone(),
            size,
            container,
        });
        let limit = self.max_page_bytes;
        if size == 0 {
            let failure = Failure::new(RejectCode::Empty, "the file is empty; fetch it again");
            return Ok(failed(&shared, failure));
        }
        let opened = match kind {
            Kind::Warc => {
                warc::open(shared.clone(), from, limit).map_err(|error| unreadable(&file.path, &error))
            }
            Kind::Jsonl | Kind::Csv(_) | Kind::Parquet => {
                table::open(shared.clone(), kind, &self.columns, from, limit)
            }
            Kind::Tar | Kind::Zip => bundle::open(&shared, kind, from, limit),
        };
        Ok(opened.unwrap_or_else(|failure| failed(&shared, failure)))
    }

    /// The jobs of pages on standard input.
    fn stream(&self, stream: Box<dyn Read + Send>) -> Jobs {
        let number = self.number();
        let shared = |container| {
            Arc::new(ContainerFile { number, id: STREAM.into(), path: PathBuf::new(), size: 0, container })
        };
        let (head, stream) = match super::path_list::peeked(stream) {
            Ok(peeked) => peeked,
            Err(error) => return failed(&shared(Container::File), told(&error)),
        };
        let limit = self.max_page_bytes;
        let opened = match Kind::of_stream(&head) {
            Some(Kind::Warc) => warc::stream(shared(Container::Warc), stream, limit),
            Some(Kind::Jsonl) => table::stream(shared(Container::Jsonl), &self.columns, stream, limit),
            // A page by its first bytes: nothing else is taken for a stream.
            _ => Ok(one_page(&shared(Container::File), stream, limit)),
        };
        opened.unwrap_or_else(|error| failed(&shared(Container::File), told(&error)))
    }
}

/// The one page that standard input is.
fn one_page(file: &Arc<ContainerFile>, stream: Box<dyn Read + Send>, limit: u64) -> Jobs {
    let Unpacked { bytes, failure, .. } = unpack(stream, 0, limit);
    let found = match failure {
        Some(failure) => {
            Found::Reject(file.reject(Some(file.id.clone()), None, 0, bytes.len() as u64, failure))
        }
        None => Found::Page(RawPage {
            id: file.id.clone(),
            url: None,
            path: file.told_path(),
            container: Container::File,
            offset: None,
            format: None,
            charset: None,
            crawled: None,
            bytes,
            warnings: Vec::new(),
        }),
    };
    let job = Single { number: file.number, entry: Entry::Read(Some(Box::new(found))) };
    Box::new(std::iter::once(Box::new(job) as _))
}

fn told(error: &io::Error) -> Failure {
    Failure::new(RejectCode::Unreadable, format!("standard input cannot be read: {error}"))
}

/// One reject for a file that cannot be begun.
fn failed(file: &Arc<ContainerFile>, failure: Failure) -> Jobs {
    let reject = file.reject(Some(file.id.clone()), None, 0, 0, failure);
    Box::new(std::iter::once(Box::new(Single { number: file.number, entry: Entry::Failed(reject) }) as _))
}

impl Iterator for Pages {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(jobs) = &mut self.open {
                if let Some(job) = jobs.next() {
                    return Some(job);
                }
                self.open = None;
            }
            let entry = self.entry()?;
            let single = match entry {
                Entry::File(file) => match self.container(file, &Place::default()) {
                    Ok(jobs) => {
                        self.open = Some(jobs);
                        continue;
                    }
                    Err(file) => Entry::File(file),
                },
                Entry::Stream(stream) => {
                    self.open = Some(self.stream(stream));
                    continue;
                }
                Entry::Read(_) | Entry::Failed(_) => entry,
            };
            return Some(Box::new(Single { number: self.number(), entry: single }));
        }
    }
}

/// An entry that is one page, or none at all.
struct Single {
    number: u64,
    entry: Entry,
}

impl Job for Single {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let read = match &mut self.entry {
            Entry::File(file) => Some(file.read(max_page_bytes).map_or_else(Found::Reject, Found::Page)),
            Entry::Failed(reject) => Some(Found::Reject(reject.clone())),
            Entry::Read(found) => found.take().map(|found| *found),
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
            Entry::Stream(_) | Entry::Read(_) => {
                PageFile { id: STREAM.into(), path: STREAM.into() }.reject(failure, 0)
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
