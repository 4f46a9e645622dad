//! How much may be under way in a run, so that its memory hangs on its threads and not on its inputs.
//!
//! Three things are counted: jobs, the bytes that they hold before they are read, and the bytes that
//! outcomes stand for until they are written. Whoever wants more waits, but for the oldest job: it always
//! goes on, so that the run cannot wait for itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Jobs under way per thread: waiting, running, or done and waiting for an older page to be written.
/// Eight let the other workers go on for a while beside a page that takes many times the usual; what
/// waits is a file's name before the work and one page's output after it, so memory stays small.
pub const JOBS_AHEAD: usize = 8;

/// Bytes per thread that jobs may hold before they are read: the largest page where nothing is said. The
/// usual job holds some ten kilobytes, so that this counts for tables and bundles of large pages alone.
const UNREAD_BYTES: usize = 32 << 20;

/// Bytes per thread that outcomes may stand for which wait to be written. Half a worker's share of a usual
/// machine's memory would do as well; what is said of this must hold beside the pages that are being read.
const UNWRITTEN_BYTES: usize = 16 << 20;

/// What may be under way.
pub(super) struct Room {
    threads: usize,
    used: Mutex<Used>,
    changed: Condvar,
}

#[derive(Default)]
struct Used {
    jobs: usize,
    unread: usize,
    unwritten: usize,
    /// Turn of the oldest job that was not written to its end.
    oldest: u64,
    /// Whether nothing is written any more.
    closed: bool,
}

impl Room {
    pub(super) fn new(threads: usize) -> Self {
        Self { threads, used: Mutex::default(), changed: Condvar::new() }
    }

    /// Takes a place for a job, once there is one; false when the run is over.
    pub(super) fn take_place(&self) -> bool {
        let mut used = self.wait_while(|used| used.jobs >= self.threads * JOBS_AHEAD);
        used.jobs += 1;
        !used.closed
    }

    /// Takes room for the bytes that a job holds which has a place; one that is alone has it in any case.
    pub(super) fn take_unread(&self, bytes: usize) -> bool {
        let most = self.threads * UNREAD_BYTES;
        let mut used = self.wait_while(|used| used.jobs > 1 && used.unread.saturating_add(bytes) > most);
        used.unread += bytes;
        !used.closed
    }

    /// Takes room for outcomes of the job of this turn; the oldest has it in any case.
    pub(super) fn take_unwritten(&self, turn: u64, bytes: usize) -> bool {
        let most = self.threads * UNWRITTEN_BYTES;
        let mut used =
            self.wait_while(|used| used.oldest != turn && used.unwritten.saturating_add(bytes) > most);
        used.unwritten += bytes;
        !used.closed
    }

    /// Gives back what a job held that was read.
    pub(super) fn was_read(&self, bytes: usize) {
        self.used().unread -= bytes;
        self.changed.notify_all();
    }

    /// Gives back what outcomes took that were written.
    pub(super) fn were_written(&self, bytes: usize) {
        self.used().unwritten -= bytes;
        self.changed.notify_all();
    }

    /// The oldest job was written to its end.
    pub(super) fn next_turn(&self) {
        let mut used = self.used();
        used.oldest += 1;
        used.jobs -= 1;
        drop(used);
        self.changed.notify_all();
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        // What is counted is whole between any two lines.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while(&self, full: impl Fn(&Used) -> bool) -> MutexGuard<'_, Used> {
        self.changed
            .wait_while(self.used(), |used| !used.closed && full(used))
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes the room when the writer leaves, in whatever way, so that nobody waits for it; where it has not written
/// all, by an error or a panic, it calls off the work and the listing as well.
pub(super) struct Writer<'a> {
    pub(super) room: &'a Room,
    /// Set for the workers.
    pub(super) given_up: &'a AtomicBool,
    /// Set for the listing, which looks at it while it waits for its input.
    pub(super) stop: &'a AtomicBool,
    /// Whether all was written.
    pub(super) done: bool,
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.given_up.store(true, Ordering::Relaxed);
            self.stop.store(true, Ordering::Relaxed);
        }
        self.room.used().closed = true;
        self.room.changed.notify_all();
    }
}
