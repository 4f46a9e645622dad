//! A packed archive to jobs: beginnings of members are looked for, nothing is unpacked if it can be helped.

use super::batch::{Batch, Spot};
use super::beginnings::SHOWING_BYTES;
use super::head::Head;
use super::item::Item;
use super::member::MemberRecords;
use super::segment::Segment;
use super::steps::Steps;
use crate::input::container::ContainerFile;
use crate::input::job::{Job, Place};
use crate::input::packing::{Packing, SIGNATURE_BYTES};
use crate::input::scan::Scan;
use crate::rejects::RejectCode;
use std::io::{self, BufRead};
use std::sync::Arc;

/// Packed bytes of small members that make one job: a job for each request and metadata record would cost
/// more than its reading.
const GROUP_BYTES: usize = 32 << 10;

/// Packed bytes without another beginning from which on a member is unpacked by the listing as a stream.
/// Pages of a megabyte, where crawlers cut, pack to less; archives packed as one giant member have more.
const GIANT_BYTES: usize = 1 << 20;

/// Bytes before the place where a giant member was found to be damaged in which the next member may begin:
/// unpacking goes on in what is none of its bytes until something contradicts, which is a block or two.
pub(super) const LOOK_BACK_BYTES: usize = 1 << 20;

/// The jobs of a packed archive.
pub(super) struct Members {
    file: Arc<ContainerFile>,
    packing: Packing,
    limit: u64,
    state: State,
    /// Unpacked bytes to pass over in the first member.
    inside: u64,
    /// Whether nothing was found yet, from the archive's beginning on.
    bare: bool,
}

enum State {
    /// Looking for members.
    Scan(Scan),
    /// Unpacking the giant member at a byte.
    Giant(Box<MemberRecords<'static, Steps<Scan>>>, u64),
    Ended,
}

/// A job of a packed archive.
pub(super) enum MemberJob {
    Segment(Segment),
    Batch(Batch),
}

impl Members {
    /// The members from where the scan stands.
    pub(super) fn new(file: Arc<ContainerFile>, packing: Packing, scan: Scan, limit: u64) -> Self {
        Self { file, packing, limit, state: State::Scan(scan), inside: 0, bare: false }
    }

    /// The same from a place of the archive on, the archive's beginning if it is none.
    pub(super) fn from(self, place: &Place) -> Self {
        Self { inside: place.inside, bare: place.offset == 0 && place.inside == 0, ..self }
    }

    /// The next job; its kind matters to a segment that finds itself cut short.
    pub(super) fn next_job(&mut self) -> Option<MemberJob> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => {
                    let bare = std::mem::take(&mut self.bare);
                    return bare.then(|| MemberJob::Batch(Batch::bare(&self.file)));
                }
                State::Giant(records, offset) => {
                    if let Some(batch) = self.batch(records, offset) {
                        return Some(MemberJob::Batch(batch));
                    }
                }
                State::Scan(scan) => {
                    let offset = scan.offset;
                    match self.scanned(scan) {
                        Ok(Some(segment)) => return Some(MemberJob::Segment(segment)),
                        Ok(None) => {}
                        Err(error) => return Some(self.unreadable(offset, &error)),
                    }
                }
            }
        }
    }

    /// The next records of a giant member. The place behind the last ones is the next member: what broke
    /// the member would be met a second time by a run that goes on within it.
    fn batch(&mut self, mut records: Box<MemberRecords<'static, Steps<Scan>>>, offset: u64) -> Option<Batch> {
        let batch = Batch::of(&self.file, &mut *records, |inside| Spot { offset, inside });
        let (over, mut broken) = (records.is_over(), false);
        if !over {
            self.state = State::Giant(records, offset);
        } else if let Some((steps, whole)) = records.into_inner() {
            (self.state, broken) = (self.behind(steps, whole, offset), !whole);
        }
        let mut batch = batch?;
        if over {
            let (place, next) = match &self.state {
                State::Scan(scan) => {
                    let next = format!("reading goes on at byte {}", scan.offset);
                    (self.file.place(scan.offset, 0), next)
                }
                State::Giant(..) | State::Ended => (self.file.end(), "no member follows".to_owned()),
            };
            batch.place = place;
            if broken && let Some((_, Item::Broken { what, .. })) = batch.items.last_mut() {
                what.push_str("; ");
                what.push_str(&next);
            }
        }
        let at_end = match &mut self.state {
            State::Scan(scan) => matches!(scan.fill_buf(), Ok([])),
            State::Giant(..) => false,
            State::Ended => true,
        };
        batch.is_bare = std::mem::take(&mut self.bare) && at_end && batch.has_nothing();
        Some(batch)
    }

    /// Looks for the next group of members; `None` with a state to go on from.
    fn scanned(&mut self, mut scan: Scan) -> io::Result<Option<Segment>> {
        scan.skip_nuls()?;
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
                None => self.packing.first(scan.window(), last + 1),
            };
            // What is a giant must not hang on how many bytes are in the window.
            let ahead = scan.window().len() - last;
            match next.filter(|next| next - last < GIANT_BYTES) {
                Some(next) if next >= GROUP_BYTES => break next,
                Some(next) => starts.push(next),
                None if ahead < GIANT_BYTES + SIGNATURE_BYTES => {
                    if !scan.grow()? {
                        break scan.window().len();
                    }
                }
                None if last > 0 => break last,
                None => return self.giant(scan).map(|()| None),
            }
        };
        starts.retain(|start| *start < end);
        let (bytes, offset) = (scan.window()[..end].to_vec(), scan.offset);
        scan.consume(end);
        let alone = std::mem::take(&mut self.bare) && scan.fill_buf()?.is_empty();
        self.state = State::Scan(scan);
        let (file, packing) = (self.file.clone(), self.packing.clone());
        Ok(Some(Segment::new(file, packing, offset, bytes, starts, alone)))
    }

    /// Begins to unpack the member at which the scan stands.
    fn giant(&mut self, scan: Scan) -> io::Result<()> {
        let offset = scan.offset;
        let mut records = MemberRecords::new(self.packing.owned_member(Steps::new(scan))?, self.limit);
        records.pass_over(std::mem::take(&mut self.inside));
        self.state = State::Giant(Box::new(records), offset);
        Ok(())
    }

    /// Where to go on behind the giant member at a byte: behind its end, or at the next beginning where it
    /// broke. An error of the archive itself will be met again, and told.
    fn behind(&self, steps: Steps<Scan>, whole: bool, offset: u64) -> State {
        let reached = offset + steps.read;
        let mut scan = steps.into_inner();
        let next = scan
            .go_to(reached)
            .and_then(|()| if whole { Ok(true) } else { next_member(&mut scan, &self.packing, offset) });
        if matches!(next, Ok(false)) { State::Ended } else { State::Scan(scan) }
    }

    /// The job that tells of a failure in reading the archive itself.
    fn unreadable(&mut self, offset: u64, error: &io::Error) -> MemberJob {
        self.bare = false;
        let what = format!("and all behind it cannot be read ({error}); check the file and its disk");
        let item = Item::broken(Head::default(), RejectCode::Unreadable, 0, what);
        MemberJob::Batch(Batch {
            begin: self.file.position(offset, 0),
            place: self.file.end(),
            file: self.file.clone(),
            items: vec![(Spot { offset, inside: 0 }, item)],
            is_bare: false,
        })
    }
}

/// Goes from where the member at byte `offset` broke to the next one; false when there is none.
fn next_member(scan: &mut Scan, packing: &Packing, offset: u64) -> io::Result<bool> {
    // Never at the same byte again: a decoder may fail before it has taken any.
    if scan.offset > offset {
        while scan.window().len() < SHOWING_BYTES && scan.grow()? {}
        if packing.first(scan.window(), 0) == Some(0) && packing.shows_record(scan.window()) {
            return Ok(true);
        }
    }
    let from = scan.offset.saturating_sub(LOOK_BACK_BYTES as u64).max(offset + 1);
    scan.go_to(from)?;
    scan.find_member(packing, SHOWING_BYTES, |scan| packing.shows_record(scan.window()))
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
