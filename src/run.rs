//! The one loop: jobs in, pages read and extracted by workers, outcomes out in the order of the jobs.
//!
//! In comes a lazy iterator of [`Job`]s (or of rejects, where listing failed already); each job is read,
//! extracted and finished (turned into bytes, say) by a Rayon worker, and handed to one writer on the
//! calling thread, in input order: the same outcomes in the same order for any number of threads.
//! Memory stays bounded because only [`PAGES_AHEAD`] jobs per thread are under way at once, and a page's
//! bytes live only while a worker has it. The oldest job always holds one of those places and runs, so
//! the loop cannot wait for itself. A page that makes tamis panic becomes a reject like any other.

mod panics;

pub use panics::note_panics;

use crate::input::{PageFile, RawPage};
use crate::record::PageRecord;
use crate::rejects::{Failure, Reject, RejectCode};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Jobs under way per thread: waiting, running, or done and waiting for an older page to be written.
/// Eight let the other workers go on for a while beside a page that takes many times the usual; what
/// waits is a file's name before the work and one page's output after it, so memory stays small.
pub const PAGES_AHEAD: usize = 8;

/// Stack of a worker in bytes. Pages nest deep and records are written by recursion; the system only
/// gives the part of it that is touched.
const WORKER_STACK: usize = 16 << 20;

/// What became of a page.
pub type Outcome = Result<PageRecord, Box<Reject>>;

/// A page that waits to be read.
pub trait Job: Send {
    /// The page itself, read and unpacked; a worker calls this.
    ///
    /// # Errors
    /// The reject of the page, when it cannot be read or is larger than `max_page_bytes`.
    fn read(&self, max_page_bytes: u64) -> Result<RawPage, Box<Reject>>;

    /// The reject of the page for a failure before it was read.
    fn reject(&self, failure: Failure) -> Box<Reject>;
}

impl Job for PageFile {
    fn read(&self, max_page_bytes: u64) -> Result<RawPage, Box<Reject>> {
        self.read(max_page_bytes)
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.reject(failure, 0)
    }
}

/// How pages are worked on.
pub struct Run<'a> {
    /// Number of workers, at least 1.
    pub threads: usize,
    /// Largest page in bytes, after decompression.
    pub max_page_bytes: u64,
    /// What makes a record of a page: [`crate::extract`] with its options.
    pub extract: &'a (dyn Fn(&RawPage) -> Outcome + Sync),
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
    /// the calling thread, then gets in the order of the jobs.
    ///
    /// # Errors
    /// When no threads can be had, or with the first error of `write`; later pages are not written.
    pub fn pages<J: Job, T: Send, E: std::error::Error + 'static>(
        &self,
        jobs: impl Iterator<Item = Result<J, Box<Reject>>>,
        finish: impl Fn(Outcome) -> T + Sync,
        mut write: impl FnMut(T) -> Result<(), E>,
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
            let start = |place: u64, job: Result<J, Box<Reject>>, sender: Sender<Done<T>>| {
                let (finish, given_up) = (&finish, &given_up);
                scope.spawn_fifo(move |_| {
                    if !given_up.load(Ordering::Relaxed) {
                        let result = catch_unwind(AssertUnwindSafe(|| finish(self.outcome(job))));
                        // No receiver means that the writer has failed: nobody wants the result.
                        let _ = sender.send(Done { place, result });
                    }
                });
            };
            let result = self.join(jobs, start, &sender, &receiver, &mut write);
            given_up.store(result.is_err(), Ordering::Relaxed);
            result.map_err(RunError::Write)
        })
    }

    /// Starts jobs while there is room, writes results as their turn comes.
    fn join<I, T, E>(
        &self,
        mut jobs: impl Iterator<Item = I>,
        start: impl Fn(u64, I, Sender<Done<T>>),
        sender: &Sender<Done<T>>,
        receiver: &Receiver<Done<T>>,
        write: &mut impl FnMut(T) -> Result<(), E>,
    ) -> Result<Ending, E> {
        let room = (self.threads * PAGES_AHEAD) as u64;
        let (mut started, mut more) = (0, true);
        let mut queue = Queue { written: 0, waiting: BTreeMap::new() };
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

    /// What becomes of one job; a panic becomes a reject.
    fn outcome<J: Job>(&self, job: Result<J, Box<Reject>>) -> Outcome {
        let job = job?;
        let page = catch_unwind(AssertUnwindSafe(|| job.read(self.max_page_bytes)))
            .unwrap_or_else(|payload| Err(job.reject(panic_failure(&*payload))))?;
        catch_unwind(AssertUnwindSafe(|| (self.extract)(&page))).unwrap_or_else(|payload| {
            let mut reject = job.reject(panic_failure(&*payload));
            reject.url.clone_from(&page.url);
            reject.source.offset = page.offset;
            reject.source.bytes = page.bytes.len() as u64;
            reject.source.sha256 = Some(crate::extract::digest(&page.bytes));
            Err(reject)
        })
    }
}

/// A job's result and its place in the order; the result is an error when finishing it panicked.
struct Done<T> {
    place: u64,
    result: thread::Result<T>,
}

/// Results that came before their turn.
struct Queue<T> {
    written: u64,
    waiting: BTreeMap<u64, thread::Result<T>>,
}

impl<T> Queue<T> {
    /// Takes in a result and writes those whose turn has come.
    fn take<E>(&mut self, done: Done<T>, write: &mut impl FnMut(T) -> Result<(), E>) -> Result<(), E> {
        self.waiting.insert(done.place, done.result);
        while let Some(result) = self.waiting.remove(&self.written) {
            // A panic outside reading and extracting is a fault of the program, not of a page.
            write(result.unwrap_or_else(|payload| resume_unwind(payload)))?;
            self.written += 1;
        }
        Ok(())
    }
}

/// The failure that stands for a panic.
fn panic_failure(payload: &(dyn std::any::Any + Send)) -> Failure {
    let said = panics::message(payload);
    Failure::new(
        RejectCode::Panic,
        format!("a fault of tamis itself: {said}; please report it together with the page"),
    )
}
