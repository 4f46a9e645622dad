//! The inputs as jobs, in a stable order, from the beginning or from a place in it.

use super::changed::Changed;
use super::container::{ContainerFile, Kind, unpacked_head};
use super::files::{PageFile, unreadable};
use super::job::{Found, Job, Place};
use super::single::{End, Entry, STREAM, Single};
use super::table::{self, Columns};
use super::unpack::{Unpacked, unpack};
use super::walk::{Stream, Walk, walk};
use super::{Input, Jobs, RawPage, SkipReason, bundle, warc};
use crate::record::Container;
use crate::rejects::{Failure, RejectCode};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

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
    open: Option<Open>,
    columns: Arc<Columns>,
    max_page_bytes: u64,
}

/// An archive or table that is being read.
struct Open {
    file: Arc<ContainerFile>,
    jobs: Jobs,
    /// Whether it was found to hold anything.
    holds_something: bool,
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

    /// Begins behind a place, once all else is set: what is done is listed, so that it is counted as it was, but not opened.
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
            Entry::Stream(_) if within => Err(Changed::Stream),
            Entry::File(file) if within => {
                let (now, modified) = size_and_time(&file.path);
                if now != place.size {
                    return Err(Changed::Size { name: file.id, before: place.size, now });
                }
                if modified != place.modified {
                    return Err(Changed::Time { name: file.id });
                }
                self.open = self.container(file, place).ok();
                if let Some(open) = &mut self.open {
                    open.holds_something = true;
                }
                Ok(self)
            }
            Entry::File(_) | Entry::Stream(_) | Entry::Read(..) | Entry::Failed(_) => Ok(self),
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

    /// A file that holds many pages, opened; the file itself when it is a page.
    fn container(&self, file: PageFile, from: &Place) -> Result<Open, PageFile> {
        let Some(kind) = Kind::of_file(&file) else { return Err(file) };
        let (size, modified) = size_and_time(&file.path);
        let shared = Arc::new(ContainerFile {
            number: self.number(),
            id: file.id,
            path: file.path,
            size,
            modified,
            container: kind.container(),
            in_folder: self.walk.is_in_folder(),
        });
        if size == 0 {
            // What was listed may have gone meanwhile.
            let failure = match fs::metadata(&shared.path) {
                Ok(_) => Failure::new(RejectCode::Empty, "the file is empty; fetch it again"),
                Err(error) => unreadable(&shared.path, &error),
            };
            return Ok(failed(&shared, failure));
        }
        let limit = self.max_page_bytes;
        let opened = guarded(|| match kind {
            Kind::Warc => {
                warc::open(shared.clone(), from, limit).map_err(|error| unreadable(&shared.path, &error))
            }
            Kind::Jsonl | Kind::Csv(_) | Kind::Parquet => {
                table::open(shared.clone(), kind, &self.columns, from, limit)
            }
            Kind::Tar | Kind::Zip => bundle::open(&shared, kind, from, limit),
        });
        Ok(match opened.and_then(|opened| opened) {
            Ok(jobs) => Open { file: shared, jobs, holds_something: false },
            Err(failure) if failure.code == RejectCode::NoColumn && shared.in_folder => {
                skipped(&shared, SkipReason::NoPageColumn, &failure)
            }
            Err(failure) => failed(&shared, failure),
        })
    }

    /// Pages on standard input, opened.
    fn stream(&self, Stream { bytes, is_page }: Stream) -> Open {
        let number = self.number();
        let shared = |container| {
            let (id, path) = (STREAM.into(), PathBuf::new());
            Arc::new(ContainerFile { number, id, path, size: 0, modified: 0, container, in_folder: false })
        };
        let (head, stream) = match super::path_list::peeked(bytes) {
            Ok(peeked) => peeked,
            Err(error) => return failed(&shared(Container::File), told(&error)),
        };
        let kind = if is_page { None } else { Kind::of_stream(&head) };
        let limit = self.max_page_bytes;
        let file = shared(kind.map_or(Container::File, Kind::container));
        let opened = match kind {
            Some(Kind::Warc) => warc::stream(file.clone(), stream, limit),
            Some(Kind::Jsonl) => table::stream(file.clone(), &self.columns, stream, limit),
            None => match unpacked_head(&head).filter(|_| !is_page).and_then(|head| table::needs_file(&head))
            {
                Some(failure) => return failed(&file, failure),
                None => Ok(one_page(&file, stream, limit)),
            },
            Some(_) => {
                let what = "standard input holds a bundle or a table that is read from a file only: save it, and give its path";
                return failed(&file, Failure::new(RejectCode::Unreadable, what));
            }
        };
        match opened {
            Ok(jobs) => Open { file, jobs, holds_something: false },
            Err(error) => failed(&file, told(&error)),
        }
    }

    /// The next job of the open file, or what stands for it when there was none at all.
    fn next_of_open(&mut self) -> Option<Box<dyn Job>> {
        let open = self.open.as_mut()?;
        let broken = match guarded(|| open.jobs.next()) {
            Ok(Some(job)) => {
                open.holds_something = true;
                return Some(job);
            }
            Ok(None) if !open.holds_something => {
                self.open = Some(nothing_in(&open.file));
                return self.next_of_open();
            }
            Ok(None) => None,
            Err(failure) => Some(open.file.reject(Some(open.file.id.clone()), None, 0, 0, failure)),
        };
        let (name, place) = (open.file.id.clone(), open.file.end());
        self.open = None;
        Some(Box::new(End { name, place, broken }))
    }
}

/// Size of a file, and when it was changed last, as a [`Place`] holds them.
fn size_and_time(path: &Path) -> (u64, u64) {
    let Ok(metadata) = fs::metadata(path) else { return (0, 0) };
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let millis = since.and_then(|since| u64::try_from(since.as_millis()).ok());
    (metadata.len(), millis.unwrap_or(0))
}

/// A listing of a file that makes tamis panic is the end of that file, and not of the run.
fn guarded<T>(list: impl FnOnce() -> T) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(list))
        .map_err(|payload| crate::panics::failure(&*payload, ", which ends this file", "file"))
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
    once(file, Entry::Read(file.id.clone(), Some(Box::new(found))))
}

fn told(error: &io::Error) -> Failure {
    Failure::new(RejectCode::Unreadable, format!("standard input cannot be read: {error}"))
}

/// The one job of a file.
fn once(file: &Arc<ContainerFile>, entry: Entry) -> Jobs {
    Box::new(std::iter::once(Box::new(Single { number: file.number, entry }) as _))
}

/// One reject for a file that cannot be begun.
fn failed(file: &Arc<ContainerFile>, failure: Failure) -> Open {
    let reject = file.reject(Some(file.id.clone()), None, 0, 0, failure);
    Open { file: file.clone(), jobs: once(file, Entry::Failed(reject)), holds_something: true }
}

/// One skip for a file that is none to read.
fn skipped(file: &Arc<ContainerFile>, reason: SkipReason, why: &Failure) -> Open {
    log::info!("skipped {:?}: {why}", file.id);
    let found = Some(Box::new(Found::Skip(reason)));
    let jobs = once(file, Entry::Read(file.id.clone(), found));
    Open { file: file.clone(), jobs, holds_something: true }
}

/// What stands for a file that has bytes and nothing in it. Jobs that write tables leave empty ones behind.
fn nothing_in(file: &Arc<ContainerFile>) -> Open {
    let (what, is_table) = match file.container {
        Container::Jsonl | Container::Csv | Container::Parquet => ("row", true),
        Container::Tar | Container::Zip => ("entry", false),
        _ => ("record", false),
    };
    let message = format!(
        "the file has {} bytes and not one {what} in them; if it should have some, fetch or write it again",
        file.size
    );
    let failure = Failure::new(RejectCode::Empty, message);
    if is_table && file.in_folder {
        skipped(file, SkipReason::EmptyTable, &failure)
    } else {
        failed(file, failure)
    }
}

impl Iterator for Pages {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(job) = self.next_of_open() {
                return Some(job);
            }
            let single = match self.entry()? {
                Entry::File(file) => match self.container(file, &Place::default()) {
                    Ok(open) => {
                        self.open = Some(open);
                        continue;
                    }
                    Err(file) => Entry::File(file),
                },
                Entry::Stream(stream) => {
                    self.open = Some(self.stream(stream));
                    continue;
                }
                entry @ (Entry::Read(..) | Entry::Failed(_)) => entry,
            };
            return Some(Box::new(Single { number: self.number(), entry: single }));
        }
    }
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
