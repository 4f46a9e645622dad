//! Zip files: their entries, by the directory at the end; each is read by its job.
//!
//! The directory is read entry by entry and never held. The crate's pass over it borrows the archive, so a
//! thread of its own makes the pass and hands the entries to the listing.

use super::entry::{EntryJob, entry, path_of, unknown_packing};
use crate::input::Jobs;
use crate::input::container::ContainerFile;
use crate::input::files::unreadable;
use crate::input::job::{Found, Job, Place};
use crate::rejects::{Failure, RejectCode};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use zip::read::{Config, ZipFileEntry};
use zip::result::{ZipError, ZipResult};
use zip::unstable::read::ZipIterable;
use zip::{CompressionMethod, ZipReadOptions};

/// Entries of the directory that are read ahead: some ten kilobytes of them, so that the listing seldom waits.
const ENTRIES_AHEAD: usize = 64;

/// How an entry of a directory begins.
const ENTRY: &[u8; 4] = b"PK\x01\x02";

/// What stands in a directory.
type Listed = ZipResult<ZipFileEntry<'static>>;

/// The entries of a zip file from a place on.
pub(super) fn open(file: &Arc<ContainerFile>, from: &Place, limit: u64) -> Result<Jobs, Failure> {
    let mut source = Source { path: file.path.clone(), open: None };
    source.opened().map_err(|error| unreadable(&file.path, &error))?;
    let archive = ZipIterable::try_new(source, Config::default())
        .map_err(|error| failure("this is no zip file that could be read", error))?;
    let (count, next) = (archive.len() as u64, from.offset);
    let (sender, listed) = sync_channel(ENTRIES_AHEAD);
    let passed = usize::try_from(next).unwrap_or(usize::MAX);
    thread::Builder::new()
        .name(format!("{}zip", crate::panics::WORKER))
        .spawn(move || list(archive, passed, &sender))
        .map_err(|error| unreadable(&file.path, &error))?;
    Ok(Box::new(Entries { file: file.clone(), listed, next, count, limit }))
}

/// Hands the entries behind the first ones to whoever takes them, up to what cannot be read.
fn list(mut archive: ZipIterable<Source>, passed: usize, taker: &SyncSender<Listed>) {
    match archive.files() {
        Ok(files) => {
            for entry in files.by_ref().skip(passed) {
                let broken = entry.is_err();
                if taker.send(entry).is_err() || broken {
                    return;
                }
            }
            let mut behind = [0; ENTRY.len()];
            if files.reader_mut().read_exact(&mut behind).is_ok() && behind == *ENTRY {
                let _ = taker
                    .send(Err(ZipError::InvalidArchive("it goes on behind as many as it tells of".into())));
            }
        }
        Err(error) => {
            // Nobody takes it when the run has ended.
            let _ = taker.send(Err(error));
        }
    }
}

/// What is told of an error: not all that cannot be read is damaged.
fn failure(what: &str, error: ZipError) -> Failure {
    match error {
        ZipError::UnsupportedArchive(_)
        | ZipError::InvalidPassword
        | ZipError::CompressionMethodNotSupported(_) => unknown_packing(what, &error),
        // Where the file ends too early the crate says so.
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            Failure::new(RejectCode::Unreadable, format!("{what} ({error}); check the file and its disk"))
        }
        error => Failure::new(RejectCode::Damaged, format!("{what} ({error}); fetch the file again")),
    }
}

/// Whether entries that are packed so can be read.
fn is_known(method: CompressionMethod) -> bool {
    matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated | CompressionMethod::Zstd)
}

/// The file of an archive, opened when it is first read: entries are read by whoever has the job, side by side.
struct Source {
    path: PathBuf,
    open: Option<BufReader<File>>,
}

impl Source {
    fn opened(&mut self) -> io::Result<&mut BufReader<File>> {
        if self.open.is_none() {
            self.open = Some(BufReader::new(File::open(&self.path)?));
        }
        self.open.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.opened()?.read(into)
    }
}

impl Seek for Source {
    /// Entries of the directory stand behind one another: what is in the buffer is kept where it can be.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let file = self.opened()?;
        let SeekFrom::Start(at) = to else { return file.seek(to) };
        match at.checked_signed_diff(file.stream_position()?) {
            Some(distance) => file.seek_relative(distance).map(|()| at),
            None => file.seek(to),
        }
    }
}

struct Entries {
    file: Arc<ContainerFile>,
    listed: Receiver<Listed>,
    /// Number of the next entry, and how many there are.
    next: u64,
    count: u64,
    limit: u64,
}

impl Iterator for Entries {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let number = self.next;
        match self.listed.recv() {
            Ok(Ok(entry)) => {
                self.next += 1;
                Some(self.job(number, entry))
            }
            Ok(Err(error)) => {
                let what = self.lost_behind(number);
                Some(self.lost(number, failure(&what, error)))
            }
            Err(_) if number >= self.count => None,
            // The thread that lists has gone without a word.
            Err(_) => {
                let what = self.lost_behind(number);
                let message =
                    format!("a fault of tamis itself: {what}; please report it together with the file");
                Some(self.lost(number, Failure::new(RejectCode::Panic, message)))
            }
        }
    }
}

impl Entries {
    fn job(&self, number: u64, listed: ZipFileEntry<'static>) -> Box<dyn Job> {
        let (file, limit) = (self.file.clone(), self.limit);
        let is_folder = listed.name_raw().ends_with(b"/") || listed.name_raw().ends_with(b"\\");
        Box::new(EntryJob {
            begin: self.file.position(number, 0),
            place: self.file.place(self.next, 0),
            file: self.file.clone(),
            at: number,
            held: 0,
            find: match is_folder {
                true => None,
                false => Some(Box::new(move || found(&file, number, listed, limit))),
            },
        })
    }

    /// What a directory costs that cannot be read from this entry on.
    fn lost_behind(&self, number: u64) -> String {
        let lost = match self.count.saturating_sub(number) {
            0 => "those".to_owned(),
            left => left.to_string(),
        };
        format!("the directory breaks off behind {number} entries, and {lost} behind them are lost")
    }

    /// What stands for all entries from this one on.
    fn lost(&mut self, number: u64, failure: Failure) -> Box<dyn Job> {
        self.next = self.count.max(number);
        let found = Found::Reject(self.file.reject(None, None, number, 0, failure));
        Box::new(EntryJob {
            begin: self.file.position(number, 0),
            place: self.file.end(),
            file: self.file.clone(),
            at: number,
            held: 0,
            find: Some(Box::new(move || found)),
        })
    }
}

/// What an entry is.
fn found(file: &ContainerFile, number: u64, listed: ZipFileEntry<'_>, limit: u64) -> Found {
    let name = listed.name().ok().map(|name| format!("{}:{name}", file.id));
    let mut source = Source { path: file.path.clone(), open: None };
    match listed.with_reader(&mut source, ZipReadOptions::new()) {
        Ok(mut packed) => {
            let name = path_of(packed.name_raw());
            let (at, size) = (packed.header_start(), packed.size());
            let known = is_known(packed.compression());
            entry(file, &name, at, size, limit, |page| match known {
                true => page.fill(&mut packed),
                false => Err(io::ErrorKind::Unsupported.into()),
            })
        }
        Err(error) => {
            let failure = failure("the entry cannot be read", error);
            Found::Reject(file.reject(name, None, number, 0, failure))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Container;

    #[test]
    fn a_listing_that_goes_without_a_word_is_told_as_a_fault_of_tamis() {
        let file = Arc::new(ContainerFile {
            number: 0,
            id: "a.zip".to_owned(),
            path: PathBuf::from("a.zip"),
            size: 9,
            modified: 0,
            container: Container::Zip,
            in_folder: false,
        });
        let (_, listed) = sync_channel(1);
        let (mut told, mut jobs) = (Vec::new(), 0);
        for mut job in (Entries { file, listed, next: 2, count: 5, limit: 1 }) {
            job.read(1, &mut |found| told.push(found));
            jobs += 1;
        }
        let [Found::Reject(reject)] = &told[..] else { panic!("{told:?}") };
        assert_eq!((jobs, reject.code), (1, RejectCode::Panic));
        let is_told =
            reject.message.contains("fault of tamis") && reject.message.contains("3 behind them are lost");
        assert!(is_told, "{}", reject.message);
    }
}
