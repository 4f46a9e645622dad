//! The one loop: jobs in, pages read and extracted by workers, outcomes out in the order of the jobs.
//!
//! In comes a lazy iterator of [`Job`]s, which a thread of its own lists, so that a listing that waits for
//! its input holds up nothing; a Rayon worker reads the pages of one, extracts and finishes (turns into
//! bytes, say) each as it is found, and all of them are handed to one writer on the calling thread, in input
//! order: the same outcomes in the same order for any number of threads. Memory stays bounded because only
//! [`JOBS_AHEAD`] jobs per thread are under way at once, and a page's bytes live only while a worker has
//! it. The oldest job always holds one of those places and runs, so the run cannot wait for itself. A page
//! that makes tamis panic becomes a reject like any other.

pub use crate::panics::note_panics;

use crate::input::{Found, Job, Place, Position, RawPage, SkipReason};
use crate::panics;
use crate::record::PageRecord;
use crate::rejects::Reject;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// Jobs under way per thread: waiting, running, or done and waiting for an older page to be written.
/// Eight let the other workers go on for a while beside a page that takes many times the usual; what
/// waits is a file's name before the work and one page's output after it, so memory stays small.
pub const JOBS_AHEAD: usize = 8;

/// Stack of a worker, and of the listing, in bytes. Pages nest deep and records are written by recursion; the system only
/// gives the part of it that is touched.
const WORKER_STACK: usize = 16 << 20;

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
    /// the calling thread, then gets: all that one job came to, and the place right behind it, in the
    /// order of the jobs.
    ///
    /// # Errors
    /// When no threads can be had, or with the first error of `write`; later jobs are not written.
    pub fn pages<J: Job, T: Send, E: std::error::Error + 'static>(
        &self,
        jobs: impl Iterator<Item = J> + Send,
        finish: impl Fn(Outcome) -> T + Sync,
        mut write: impl FnMut(Vec<T>, Place) -> Result<(), E>,
    ) -> Result<Ending, RunError<E>> {
        let (finish, given_up) = (&finish, &AtomicBool::new(false));
        self.pool()?.in_place_scope_fifo(|workers| {
            let (sender, receiver) = channel();
            let (take_place, places) = sync_channel(self.threads * JOBS_AHEAD);
            let start = move |turn, job| {
                let sender: Sender<Done<T>> = sender.clone();
                workers.spawn_fifo(move |_| {
                    if !given_up.load(Ordering::Relaxed) {
                        let result = catch_unwind(AssertUnwindSafe(|| self.work(job, finish)));
                        // No receiver means that the writer has failed: nobody wants the result.
                        let _ = sender.send(Done { turn, result });
                    }
                });
            };
            thread::scope(move |threads| {
                thread::Builder::new()
                    .name(format!("{}listing", panics::WORKER))
                    .stack_size(WORKER_STACK)
                    .spawn_scoped(threads, move || self.list(jobs, &take_place, start))
                    .map_err(|reason| self.no_threads(reason))?;
                let mut queue = Queue { written: 0, reached: Position::default(), waiting: BTreeMap::new() };
                // The listing and each job under way hold a sender: the results end when they have ended.
                let written = receiver.iter().try_for_each(|done| queue.take(done, &places, &mut write));
                if written.is_err() {
                    given_up.store(true, Ordering::Relaxed);
                    // A listing that waits for its input looks at this flag.
                    self.stop.store(true, Ordering::Relaxed);
                }
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

    /// Starts jobs as they are found, each once it has a place; ends when there are no more, when the run
    /// is stopped, or when nobody gives places back.
    fn list<J>(
        &self,
        mut jobs: impl Iterator<Item = J>,
        take_place: &SyncSender<()>,
        start: impl Fn(u64, J),
    ) {
        let stopped = || self.stop.load(Ordering::Relaxed);
        for turn in 0.. {
            if take_place.send(()).is_err() || stopped() {
                return;
            }
            match jobs.next() {
                // What was found while the listing was stopped may be cut off.
                Some(job) if !stopped() => start(turn, job),
                _ => return,
            }
        }
    }

    /// Reads a job and extracts its pages one after the other. A panic in reading ends the job with a
    /// reject; one in extracting is the reject of its page.
    fn work<T>(&self, mut job: impl Job, finish: &impl Fn(Outcome) -> T) -> Worked<T> {
        let (mut results, mut fault) = (Vec::new(), None);
        let begin = job.begin();
        let mut take = |outcome| {
            catch_unwind(AssertUnwindSafe(|| finish(outcome)))
                .map_or_else(|payload| fault = Some(payload), |result| results.push(result));
        };
        let read = catch_unwind(AssertUnwindSafe(|| {
            job.read(self.max_page_bytes, &mut |found| take(self.outcome(found)));
        }));
        if let Err(payload) = read {
            take(Outcome::Reject(job.reject(panics::failure(&*payload, "", "page"))));
        }
        // A panic outside reading and extracting is a fault of the program, not of a page.
        if let Some(payload) = fault {
            resume_unwind(payload);
        }
        Worked { results, begin, place: job.place() }
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

/// What one job came to.
struct Worked<T> {
    results: Vec<T>,
    begin: Position,
    place: Place,
}

/// A job's result and its turn; the result is an error when finishing it panicked.
struct Done<T> {
    turn: u64,
    result: thread::Result<Worked<T>>,
}

/// Results that came before their turn.
struct Queue<T> {
    written: u64,
    /// The end of the last job that was written.
    reached: Position,
    waiting: BTreeMap<u64, thread::Result<Worked<T>>>,
}

impl<T> Queue<T> {
    /// Takes in a result, writes those whose turn has come, and gives their places back.
    fn take<E>(
        &mut self,
        done: Done<T>,
        places: &Receiver<()>,
        write: &mut impl FnMut(Vec<T>, Place) -> Result<(), E>,
    ) -> Result<(), E> {
        self.waiting.insert(done.turn, done.result);
        while let Some(result) = self.waiting.remove(&self.written) {
            let Worked { results, begin, place } = result.unwrap_or_else(|payload| resume_unwind(payload));
            if begin >= self.reached {
                self.reached = place.position();
                write(results, place)?;
            }
            self.written += 1;
            // Each job has taken one.
            let _ = places.try_recv();
        }
        Ok(())
    }
}
