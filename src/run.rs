//! The one loop: jobs in, pages read and extracted by workers, outcomes out in the order of the jobs.
//!
//! In comes a lazy iterator of [`Job`]s; a Rayon worker reads the pages of one, extracts and finishes
//! (turns into bytes, say) each as it is found, and all of them are handed to one writer on the calling
//! thread, in input order: the same outcomes in the same order for any number of threads. Memory stays
//! bounded because only [`JOBS_AHEAD`] jobs per thread are under way at once, and a page's bytes live only
//! while a worker has it. The oldest job always holds one of those places and runs, so the loop cannot
//! wait for itself. A page that makes tamis panic becomes a reject like any other.

pub use crate::panics::note_panics;

use crate::input::{Found, Job, Place, Position, RawPage, SkipReason};
use crate::panics;
use crate::record::PageRecord;
use crate::rejects::Reject;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Jobs under way per thread: waiting, running, or done and waiting for an older page to be written.
/// Eight let the other workers go on for a while beside a page that takes many times the usual; what
/// waits is a file's name before the work and one page's output after it, so memory stays small.
pub const JOBS_AHEAD: usize = 8;

/// Stack of a worker in bytes. Pages nest deep and records are written by recursion; the system only
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
    /// Set from outside to end the run after the pages under way.
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
        reason: rayon::ThreadPoolBuildError,
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
        jobs: impl Iterator<Item = J>,
        finish: impl Fn(Outcome) -> T + Sync,
        mut write: impl FnMut(Vec<T>, Place) -> Result<(), E>,
    ) -> Result<Ending, RunError<E>> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .stack_size(WORKER_STACK)
            .thread_name(|number| format!("{}{number}", panics::WORKER))
            .build()
            .map_err(|reason| RunError::Threads { threads: self.threads, reason })?;
        let given_up = AtomicBool::new(false);
        pool.in_place_scope_fifo(|scope| {
            let (sender, receiver) = channel();
            let start = |turn: u64, job: J, sender: Sender<Done<T>>| {
                let (finish, given_up) = (&finish, &given_up);
                scope.spawn_fifo(move |_| {
                    if !given_up.load(Ordering::Relaxed) {
                        let result = catch_unwind(AssertUnwindSafe(|| self.work(job, finish)));
                        // No receiver means that the writer has failed: nobody wants the result.
                        let _ = sender.send(Done { turn, result });
                    }
                });
            };
            let result = self.join(jobs, start, &sender, &receiver, &mut write);
            given_up.store(result.is_err(), Ordering::Relaxed);
            result.map_err(RunError::Write)
        })
    }

    /// Starts jobs while there is room, writes results as their turn comes.
    fn join<J, T, E>(
        &self,
        mut jobs: impl Iterator<Item = J>,
        start: impl Fn(u64, J, Sender<Done<T>>),
        sender: &Sender<Done<T>>,
        receiver: &Receiver<Done<T>>,
        write: &mut impl FnMut(Vec<T>, Place) -> Result<(), E>,
    ) -> Result<Ending, E> {
        let room = (self.threads * JOBS_AHEAD) as u64;
        let (mut started, mut more) = (0, true);
        let mut queue = Queue { written: 0, reached: Position::default(), waiting: BTreeMap::new() };
        while more || queue.written < started {
            if self.stop.load(Ordering::Relaxed) {
                more = false;
            }
            if more && started - queue.written < room {
                match jobs.next() {
                    Some(job) => {
                        start(started, job, sender.clone());
                        started += 1;
                    }
                    None => more = false,
                }
                // Whatever is ready meanwhile goes out, so that a slow listing holds nothing up.
                while let Ok(done) = receiver.try_recv() {
                    queue.take(done, write)?;
                }
            } else if queue.written < started {
                // This thread holds a sender itself, so the channel cannot be closed; and every job
                // started sends once, for panics are caught.
                let Ok(done) = receiver.recv() else { break };
                queue.take(done, write)?;
            }
        }
        Ok(if self.stop.load(Ordering::Relaxed) { Ending::Stopped } else { Ending::Done })
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
    /// Takes in a result and writes those whose turn has come.
    fn take<E>(
        &mut self,
        done: Done<T>,
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
        }
        Ok(())
    }
}
