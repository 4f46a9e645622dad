//! Members of a packed archive, unpacked by a worker.
//!
//! In: the bytes between beginnings that the listing found. Out: their records. A member is unpacked whole
//! where it says how large it is, and as a stream where it says something else. Bytes that look like a
//! beginning may stand inside a member, or a note: one that goes on behind its segment is read on from the file, and
//! this job then reaches behind the next ones, which are void by that.

use super::batch::{Spot, is_nothing, no_record};
use super::head::Head;
use super::item::Item;
use super::member::{MemberRecords, most_held};
use super::members::{MemberJob, Members};
use super::steps::Steps;
use crate::input::container::ContainerFile;
use crate::input::job::{Found, Job, Place, Position};
use crate::input::packing::{Packing, SIGNATURE_BYTES};
use crate::input::scan::Scan;
use crate::rejects::{Failure, Reject, RejectCode};
use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::sync::Arc;

/// Members that stand behind one another.
pub(super) struct Segment {
    file: Arc<ContainerFile>,
    packing: Packing,
    offset: u64,
    bytes: Vec<u8>,
    /// Where members seem to begin.
    starts: Vec<usize>,
    /// Whether it is all of the archive.
    alone: bool,
    /// The byte of the archive behind the last member; known once it was read.
    reached: u64,
}

impl Segment {
    pub(super) fn new(
        file: Arc<ContainerFile>,
        packing: Packing,
        offset: u64,
        bytes: Vec<u8>,
        starts: Vec<usize>,
        alone: bool,
    ) -> Self {
        let reached = offset + bytes.len() as u64;
        Self { file, packing, offset, bytes, starts, alone, reached }
    }

    fn end(&self) -> u64 {
        self.offset + self.bytes.len() as u64
    }

    /// Reads the members from byte `at` of the segment on; says which byte of the archive was reached.
    fn read_from(&self, mut at: usize, limit: u64, each: &mut dyn FnMut(Found)) -> u64 {
        while at < self.bytes.len() {
            if self.bytes[at] == 0 {
                at += 1;
                continue;
            }
            let next = self.starts.iter().copied().find(|start| *start > at).unwrap_or(self.bytes.len());
            let offset = self.offset + at as u64;
            if let Some((unpacked, taken)) = self.packing.whole(&self.bytes[at..next], most_held(limit)) {
                let mut records = MemberRecords::<&[u8]>::whole(unpacked, limit);
                self.hand_on(&mut records, offset, limit, each);
                at += taken;
                continue;
            }
            let reached = self.behind_note(at).or_else(|| self.streamed(at, limit, each));
            match reached {
                Some(end) if end > self.end() => return self.read_on(end, limit, each),
                Some(end) => at = usize::try_from(end - self.offset).unwrap_or(next),
                None => at = self.behind_damage(at, next),
            }
        }
        self.end()
    }

    /// The byte of the archive behind the note at `at`, where one stands there that leads to a member, another
    /// note or the archive's end: a wrong length would lead over records without a word.
    fn behind_note(&self, at: usize) -> Option<u64> {
        let end = self.offset + at as u64 + self.packing.note(&self.bytes[at..])?;
        if end > self.file.size {
            return None;
        }
        let held = usize::try_from(end - self.offset).ok().and_then(|end| self.bytes.get(end..));
        let held = held.unwrap_or_default();
        let mut behind = held[..held.len().min(SIGNATURE_BYTES)].to_vec();
        if behind.is_empty() {
            let rest = FileFrom { file: &self.file, at: end, open: None };
            rest.take(SIGNATURE_BYTES as u64).read_to_end(&mut behind).ok()?;
        }
        (matches!(behind.first(), None | Some(0)) || self.packing.goes_on(&behind)).then_some(end)
    }

    fn hand_on<R: BufRead>(
        &self,
        records: &mut MemberRecords<R>,
        offset: u64,
        limit: u64,
        each: &mut dyn FnMut(Found),
    ) {
        for piece in records {
            each(piece.item.found(&self.file, Spot { offset, inside: piece.begin }, limit));
        }
    }

    /// Unpacks the member at `at` piece by piece, on into the file if need be; the byte of the archive behind
    /// it, or `None` where it broke off.
    fn streamed(&self, at: usize, limit: u64, each: &mut dyn FnMut(Found)) -> Option<u64> {
        let offset = self.offset + at as u64;
        let rest = FileFrom { file: &self.file, at: self.end(), open: None };
        let source = Steps::new((&self.bytes[at..]).chain(rest));
        if self.packing.first(&self.bytes, at) != Some(at) {
            let what =
                "is none: no packed data begin here; the bytes up to the next beginning are passed over";
            let item = Item::broken(Head::default(), RejectCode::Damaged, 0, what.to_owned());
            each(item.found(&self.file, Spot { offset, inside: 0 }, limit));
            return None;
        }
        let member = match self.packing.member(source) {
            Ok(member) => member,
            Err(error) => {
                let what = format!("cannot be unpacked: {error}");
                let item = Item::broken(Head::default(), RejectCode::Unreadable, 0, what);
                each(item.found(&self.file, Spot { offset, inside: 0 }, limit));
                return None;
            }
        };
        let mut records = MemberRecords::new(member, limit);
        self.hand_on(&mut records, offset, limit, each);
        let (source, whole) = records.into_inner()?;
        whole.then_some(offset + source.read)
    }

    /// Where the member begins behind a damaged one: at the next beginning of the usual kind, or before that
    /// at one of another kind, as archives have that were joined, if it shows a record.
    fn behind_damage(&self, at: usize, next: usize) -> usize {
        let bytes = &self.bytes[..next];
        let mut others = std::iter::successors(self.packing.first(bytes, at + 1), |other| {
            self.packing.first(bytes, other + 1)
        });
        others.find(|other| self.packing.shows_record(&self.bytes[*other..])).unwrap_or(next)
    }

    /// What follows a member that ended behind this segment: the rest of the segment in which it ended,
    /// whose own job is void. The listing is repeated, so that both agree where segments end.
    fn read_on(&self, mut reached: u64, limit: u64, each: &mut dyn FnMut(Found)) -> u64 {
        let Ok(file) = File::open(&self.file.path) else { return reached };
        let mut scan = Scan::file(file, 0);
        if scan.go_to(self.end()).is_err() {
            return reached;
        }
        let mut members = Members::new(self.file.clone(), self.packing.clone(), scan, limit);
        while let Some(job) = members.next_job() {
            match job {
                MemberJob::Segment(segment) if segment.offset >= reached => break,
                MemberJob::Segment(segment) if segment.end() > reached => {
                    let at = usize::try_from(reached - segment.offset).unwrap_or(usize::MAX);
                    reached = segment.read_from(at, limit, each);
                }
                MemberJob::Batch(batch) if batch.begin().offset >= reached => break,
                MemberJob::Segment(_) | MemberJob::Batch(_) => {}
            }
        }
        reached
    }
}

impl Job for Segment {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let mut nothing = self.alone;
        self.reached = self.read_from(0, max_page_bytes, &mut |found| {
            nothing &= is_nothing(&found);
            each(found);
        });
        if nothing {
            each(no_record(&self.file));
        }
    }

    fn held(&self) -> usize {
        self.bytes.len()
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.file.reject(None, None, self.offset, 0, failure)
    }

    fn begin(&self) -> Position {
        self.file.position(self.offset, 0)
    }

    fn place(&self) -> Place {
        self.file.place(self.reached, 0)
    }
}

/// The archive from a byte on, opened when it is asked for.
struct FileFrom<'a> {
    file: &'a ContainerFile,
    at: u64,
    open: Option<File>,
}

impl Read for FileFrom<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.open.is_none() {
            let mut file = File::open(&self.file.path)?;
            file.seek(SeekFrom::Start(self.at))?;
            self.open = Some(file);
        }
        self.open.as_mut().map_or(Ok(0), |file| file.read(into))
    }
}
