//! The one loop: jobs in, pages read and extracted by workers, outcomes out in the order of the jobs.
//!
//! In comes a lazy iterator of [`Job`]s, which a thread of its own lists, so that a listing that waits for
//! its input holds up nothing; a Rayon worker reads the pages of one, extracts and finishes (turns into
//! bytes, say) each as it is found, and all of them are handed to one writer on the calling thread, in input
//! order: the same outcomes in the same order for any number of threads. Memory stays bounded because only
//! [`JOBS_AHEAD`] jobs per thread are under way at once and no more than some bytes with them
//! (`run/room.rs`), because a page's bytes live only while a worker has it, and because what comes of a job
//! is handed to the writer in pieces, however many pages it holds. A page that makes tamis panic becomes a
//! reject like any other.

mod room;

pub use crate::panics::note_panics;
pub use room::JOBS_AHEAD;

use crate::input::{Found, Job, Place, Position, RawPage, SkipReason};
use crate::panics;
use crate::record::PageRecord;
use crate::rejects::Reject;
use room::{Room, Writer};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Stack of a worker, and of the listing, in bytes. Pages nest deep and records are written by recursion; the system only
/// gives the part of it that is touched.
const WORKER_STACK: usize = 16 << 20;

/// Bytes that outcomes of a job stand for when they are handed to the writer as a piece: those of one large
/// page, or of a hundred of the usual, so that next to no job comes to more than a piece.
const PIECE_BYTES: usize = 1 << 20;

/// Bytes that an outcome takes beside the page that it stands for: rows and lines have names, addresses and
/// keys. Of tiny pages, 150,000 took 350 MB.
const OUTCOME_BYTES: usize = 2 << 10;

/// What extraction makes of a page.
pub type Extracted = Result<PageRecord, Box<Reject>>;

/// What became of something that was found in the inputs.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A page became a record.
    Record(Box<PageRecord>),
    /// A page for which no record could be made.
    Reject(Box<Reject>),
    /// No page.
    Skip(SkipReason),
}

impl From<Extracted> for Outcome {
    fn from(extracted: Extracted) -> Self {
        extracted.map_or_else(Self::Reject, |record| Self::Record(Box::new(record)))
    }
}

/// How pages are worked on.
pub struct Run<'a> {
    /// Number of workers, at least 1.
    pub threads: usize,
    /// Largest page in bytes, after decompression.
    pub max_page_bytes: u64,
    /// What makes a record of a page: [`crate::extract`] with its options.
    pub extract: &'a (dyn Fn(&RawPage) -> Extracted + Sync),
    /// Set from outside to end the run after the pages under way; set by a run whose writer fails.
    pub stop: &'a AtomicBool,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Every job was done.
    Done,
    /// The stop flag was set: the jobs begun were done, the rest were not.
    Stopped,
}

/// Why a run could not go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError<E: std::error::Error + 'static> {
    /// The system gave no threads.
    #[error("cannot start {threads} worker threads: {reason}; try a smaller --threads")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// What the system said.
        reason: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The writer failed.
    #[error(transparent)]
    Write(E),
}

impl Run<'_> {
    /// Works through `jobs`. `finish` runs in the workers and makes of each outcome what `write`, on
    /// the calling thread, then gets, in the order of the jobs: what one job came to, or a piece of it; with
    /// the last piece comes the place right behind the job.
    ///
    /// # Errors
    /// When no threads can be had, or with the first error of `write`; later jobs are not written.
    pub fn pages<J: Job, T: Send, E: std::error::Error + 'static>(
        &self,
        jobs: impl Iterator<Item = J> + Send,
        finish: impl Fn(Outcome) -> T + Sync,
        mut write: impl FnMut(Vec<T>, Option<Place>) -> Result<(), E>,
    ) -> Result<Ending, RunError<E>> {
        let (finish, given_up, room) = (&finish, &AtomicBool::new(false), &Room::new(self.threads));
        self.pool()?.in_place_scope_fifo(|workers| {
            // So many that no worker waits while the writer waits for the disk.
            let (sender, receiver) = sync_channel(self.threads * JOBS_AHEAD);
            let start = move |turn, job, held| {
                let sender: SyncSender<Done<T>> = sender.clone();
                workers.spawn_fifo(move |_| {
                    if given_up.load(Ordering::Relaxed) {
                        return;
                    }
                    let pieces = Pieces { turn, sender: &sender, room, begin: Position::default() };
                    let result = catch_unwind(AssertUnwindSafe(|| self.work(job, held, finish, pieces)));
                    if let Err(payload) = result {
                        // No receiver means that the writer has failed: nobody wants the result.
                        let _ = sender.send(Done { turn, result: Err(payload) });
                    }
                });
            };
            thread::scope(move |threads| {
                let mut writer = Writer { room, given_up, stop: self.stop, done: false };
                thread::Builder::new()
                    .name(format!("{}listing", panics::WORKER))
                    .stack_size(WORKER_STACK)
                    .spawn_scoped(threads, move || self.list(jobs, room, start))
                    .map_err(|reason| self.no_threads(reason))?;
                let mut queue =
                    Queue { room, written: 0, reached: Position::default(), waiting: BTreeMap::new() };
                // The listing and each job under way hold a sender: the results end when they have ended.
                let written = receiver.iter().try_for_each(|done| queue.take(done, &mut write));
                writer.done = written.is_ok();
                written.map_err(RunError::Write)
            })
        })?;
        Ok(if self.stop.load(Ordering::Relaxed) { Ending::Stopped } else { Ending::Done })
    }

    fn pool<E: std::error::Error + 'static>(&self) -> Result<rayon::ThreadPool, RunError<E>> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .stack_size(WORKER_STACK)
            .thread_name(|number| format!("{}{number}", panics::WORKER))
            .build()
            .map_err(|reason| self.no_threads(reason))
    }

    fn no_threads<E: std::error::Error + 'static>(
        &self,
        reason: impl std::error::Error + Send + Sync + 'static,
    ) -> RunError<E> {
        RunError::Threads { threads: self.threads, reason: Box::new(reason) }
    }

    /// Starts jobs as they are found, each once there is room for it; ends when there are no more, when the
    /// run is stopped, or when nobody writes any more.
    fn list<J: Job>(&self, mut jobs: impl Iterator<Item = J>, room: &Room, start: impl Fn(u64, J, usize)) {
        let stopped = || self.stop.load(Ordering::Relaxed);
        for turn in 0.. {
            if !room.take_place() || stopped() {
                return;
            }
            let Some(job) = jobs.next() else { return };
            let held = job.held();
            // What was found while the listing was stopped may be cut off.
            if !room.take_unread(held) || stopped() {
                return;
            }
            start(turn, job, held);
        }
    }

    /// Reads a job and extracts its pages one after the other. A panic in reading ends the job with a
    /// reject; one in extracting is the reject of its page.
    fn work<T: Send>(
        &self,
        mut job: impl Job,
        held: usize,
        finish: &impl Fn(Outcome) -> T,
        mut pieces: Pieces<'_, T>,
    ) {
        let (mut results, mut bytes, mut fault) = (Vec::new(), 0, None);
        pieces.begin = job.begin();
        let mut take = |outcome, page_bytes: usize| {
            catch_unwind(AssertUnwindSafe(|| finish(outcome)))
                .map_or_else(|payload| fault = Some(payload), |result| results.push(result));
            bytes += page_bytes + OUTCOME_BYTES;
            if bytes >= PIECE_BYTES {
                pieces.send(std::mem::take(&mut results), std::mem::take(&mut bytes), None);
            }
        };
        let read = catch_unwind(AssertUnwindSafe(|| {
            job.read(self.max_page_bytes, &mut |found| {
                let page_bytes = if let Found::Page(page) = &found { page.bytes.len() } else { 0 };
                take(self.outcome(found), page_bytes);
            });
        }));
        if let Err(payload) = read {
            take(Outcome::Reject(job.reject(panics::failure(&*payload, "", "page"))), 0);
        }
        // A panic outside reading and extracting is a fault of the program, not of a page.
        if let Some(payload) = fault {
            resume_unwind(payload);
        }
        let place = job.place();
        drop(job);
        pieces.room.was_read(held);
        pieces.send(results, bytes, Some(place));
    }

    /// What becomes of one thing found; a panic becomes a reject.
    fn outcome(&self, found: Found) -> Outcome {
        let page = match found {
            Found::Page(page) => page,
            Found::Reject(reject) => return Outcome::Reject(reject),
            Found::Skip(reason) => return Outcome::Skip(reason),
        };
        catch_unwind(AssertUnwindSafe(|| (self.extract)(&page)))
            .unwrap_or_else(|payload| {
                Err(crate::extract::reject(&page, panics::failure(&*payload, "", "page")))
            })
            .into()
    }
}

/// What one job came to, or a piece of it.
struct Worked<T> {
    results: Vec<T>,
    /// Bytes for which room was taken.
    bytes: usize,
    begin: Position,
    /// The place behind the job, with its last piece.
    place: Option<Place>,
}

/// A piece of a job's results and the job's turn; an error when finishing panicked.
struct Done<T> {
    turn: u64,
    result: thread::Result<Worked<T>>,
}

/// The way of a job's results to the writer.
struct Pieces<'a, T> {
    turn: u64,
    begin: Position,
    sender: &'a SyncSender<Done<T>>,
    room: &'a Room,
}

impl<T> Pieces<'_, T> {
    /// Hands over a piece once there is room for it; nobody wants it when the writer has failed.
    fn send(&self, results: Vec<T>, bytes: usize, place: Option<Place>) {
        if self.room.take_unwritten(self.turn, bytes) {
            let worked = Worked { results, bytes, begin: self.begin, place };
            let _ = self.sender.send(Done { turn: self.turn, result: Ok(worked) });
        }
    }
}

/// Results that came before their turn.
struct Queue<'a, T> {
    room: &'a Room,
    written: u64,
    /// The end of the last job that was written.
    reached: Position,
    waiting: BTreeMap<u64, Vec<thread::Result<Worked<T>>>>,
}

impl<T> Queue<'_, T> {
    /// Takes in a piece, writes those whose turn has come, and gives their room back.
    fn take<E>(
        &mut self,
        done: Done<T>,
        write: &mut impl FnMut(Vec<T>, Option<Place>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.waiting.entry(done.turn).or_default().push(done.result);
        while let Some(pieces) = self.waiting.remove(&self.written) {
            for piece in pieces {
                let Worked { results, bytes, begin, place } =
                    piece.unwrap_or_else(|payload| resume_unwind(payload));
                let is_last = place.is_some();
                if begin >= self.reached {
                    self.reached = place.as_ref().map_or(self.reached, Place::position);
                    write(results, place)?;
                }
                self.room.were_written(bytes);
                if is_last {
                    self.written += 1;
                    self.room.next_turn();
                }
            }
        }
        Ok(())
    }
}
