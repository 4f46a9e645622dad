//! A packed archive to jobs: beginnings of members are looked for, nothing is unpacked if it can be helped.

use super::records::{Item, Piece, Records};
use super::scan::Scan;
use super::segment::Segment;
use super::{Batch, ContainerFile, Head, Spot};
use crate::input::counted::CHUNK_BYTES;
use crate::input::job::Job;
use crate::input::packing::{Member, Packing, SIGNATURE_BYTES};
use crate::rejects::RejectCode;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

/// Packed bytes of small members that make one job: a job for each request and metadata record would cost
/// more than its reading.
const GROUP_BYTES: usize = 32 << 10;

/// Packed bytes without another beginning from which on a member is unpacked by the listing as a stream.
/// Pages of a megabyte, where crawlers cut, pack to less; archives packed as one giant member have more.
const GIANT_BYTES: usize = 1 << 20;

type MemberRecords = Records<BufReader<Member<'static, Scan>>>;

/// The jobs of a packed archive.
pub(super) struct Members {
    file: Arc<ContainerFile>,
    packing: Packing,
    limit: u64,
    state: State,
    /// Unpacked bytes to pass over in the first member.
    inside: u64,
}

enum State {
    /// Looking for members.
    Scan(Scan),
    /// Unpacking the giant member at a byte.
    Giant(Box<MemberRecords>, u64),
    Ended,
}

/// A job of a packed archive.
pub(super) enum MemberJob {
    Segment(Segment),
    Batch(Batch),
}

impl Members {
    /// The members from where the scan stands; of the first `inside` unpacked bytes are passed over.
    pub(super) fn new(
        file: Arc<ContainerFile>,
        packing: Packing,
        scan: Scan,
        limit: u64,
        inside: u64,
    ) -> Self {
        Self { file, packing, limit, state: State::Scan(scan), inside }
    }

    /// The next job; its kind matters to a segment that finds itself cut short.
    pub(super) fn next_job(&mut self) -> Option<MemberJob> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return None,
                State::Giant(mut records, offset) => {
                    let spot = |inside| Spot { offset, inside };
                    if let Some(batch) = Batch::of(&self.file, &mut records, spot) {
                        self.state = State::Giant(records, offset);
                        return Some(MemberJob::Batch(batch));
                    }
                    self.state = self.behind(*records, offset);
                }
                State::Scan(scan) => {
                    let offset = scan.offset;
                    match self.scanned(scan) {
                        Ok(Some(job)) => return Some(job),
                        Ok(None) => {}
                        Err(error) => return Some(self.unreadable(offset, &error)),
                    }
                }
            }
        }
    }

    /// Looks for the next group of members; `None` with a state to go on from.
    fn scanned(&mut self, mut scan: Scan) -> io::Result<Option<MemberJob>> {
        while scan.fill_buf()?.first() == Some(&0) {
            let nuls = scan.window().iter().take_while(|byte| **byte == 0).count();
            scan.consume(nuls);
        }
        while scan.window().len() < SIGNATURE_BYTES && scan.grow()? {}
        if scan.window().is_empty() {
            return Ok(None);
        }
        let signature = self.packing.signature(scan.window());
        if self.inside > 0 || !scan.is_file() {
            return self.giant(scan).map(|()| None);
        }
        let mut starts = vec![0];
        let end = loop {
            let last = starts[starts.len() - 1];
            let next = match signature {
                Some(signature) => signature.find(scan.window(), last + 1),
                None => self.packing.any(scan.window(), last + 1),
            };
            match next {
                Some(next) if next >= GROUP_BYTES => break next,
                Some(next) => starts.push(next),
                None if scan.window().len() - last >= GIANT_BYTES && last > 0 => break last,
                None if scan.window().len() >= GIANT_BYTES => return self.giant(scan).map(|()| None),
                None => {
                    if !scan.grow()? {
                        break scan.window().len();
                    }
                }
            }
        };
        starts.retain(|start| *start < end);
        let (bytes, offset) = (scan.window()[..end].to_vec(), scan.offset);
        scan.consume(end);
        self.state = State::Scan(scan);
        let (file, packing) = (self.file.clone(), self.packing.clone());
        Ok(Some(MemberJob::Segment(Segment::new(file, packing, offset, bytes, starts))))
    }

    /// Begins to unpack the member at which the scan stands.
    fn giant(&mut self, scan: Scan) -> io::Result<()> {
        let offset = scan.offset;
        let member = self.packing.owned_member(scan)?;
        let mut stream = BufReader::with_capacity(CHUNK_BYTES, member);
        let inside = std::mem::take(&mut self.inside);
        io::copy(&mut stream.by_ref().take(inside), &mut io::sink())?;
        self.state = State::Giant(Box::new(Records::new(stream, inside, self.limit)), offset);
        Ok(())
    }

    /// Where to go on behind a giant member: behind its end, or at the next beginning where it broke.
    fn behind(&self, records: MemberRecords, offset: u64) -> State {
        let mut stream = records.into_inner();
        let whole = matches!(stream.read(&mut [0]), Ok(0));
        let mut scan = stream.into_inner().into_inner();
        if whole {
            return State::Scan(scan);
        }
        let next = scan.go_to(offset + 1).and_then(|()| next_member(&mut scan, &self.packing));
        match next {
            Ok(true) => State::Scan(scan),
            Ok(false) | Err(_) => State::Ended,
        }
    }

    /// The job that tells of a failure in reading the archive itself.
    fn unreadable(&self, offset: u64, error: &io::Error) -> MemberJob {
        let what = format!("and all behind it cannot be read ({error}); check the file and its disk");
        let item =
            Item::Broken { head: Box::new(Head::default()), code: RejectCode::Unreadable, bytes: 0, what };
        let piece = Piece { begin: offset, end: offset, item };
        MemberJob::Batch(Batch {
            begin: self.file.position(offset, 0),
            place: self.file.end(),
            file: self.file.clone(),
            items: vec![(Spot { offset, inside: 0 }, piece.item)],
        })
    }
}

/// Goes to the next beginning of a member; false when there is none.
fn next_member(scan: &mut Scan, packing: &Packing) -> io::Result<bool> {
    loop {
        if let Some(at) = packing.any(scan.window(), 0) {
            scan.consume(at);
            return Ok(true);
        }
        let passed = scan.window().len().saturating_sub(SIGNATURE_BYTES);
        scan.consume(passed);
        if !scan.grow()? {
            return Ok(false);
        }
    }
}

impl Iterator for Members {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.next_job()? {
            MemberJob::Segment(segment) => Box::new(segment),
            MemberJob::Batch(batch) => Box::new(batch),
        })
    }
}

impl Packing {
    /// Where in `bytes` anything that may be a member begins, from `from` on.
    pub(super) fn any(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let magic: &[u8] = match self {
            Self::Gzip => b"\x1f\x8b\x08",
            Self::Zstd(_) => b"\x28\xb5\x2f\xfd",
        };
        let mut at = from;
        while let Some(hit) = bytes.get(at..).and_then(|rest| memchr::memmem::find(rest, magic)) {
            let start = at + hit;
            // At the very end nothing speaks against it.
            if bytes.len() - start < SIGNATURE_BYTES || self.signature(&bytes[start..]).is_some() {
                return Some(start);
            }
            at = start + 1;
        }
        None
    }
}
