//! How long the stages of a run take, summed over the threads that do them.

use std::iter;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tamis::input::{Found, Job, Place, Position};
use tamis::rejects::{Failure, Reject};
use tamis::summary::Seconds;

/// Time by stage.
#[derive(Debug, Default)]
pub struct Clock {
    reading: Stage,
    pub extracting: Stage,
    pub encoding: Stage,
    pub writing: Stage,
}

impl Clock {
    /// The times so far, added to those of the processes before; `packing` and the time of the whole run
    /// are measured elsewhere.
    pub fn added_to(&self, before: Seconds, packing: Duration, total: Duration) -> Seconds {
        Seconds {
            total: before.total + total.as_secs_f64(),
            reading: before.reading + self.reading.seconds(),
            extracting: before.extracting + self.extracting.seconds(),
            encoding: before.encoding + self.encoding.seconds(),
            packing: before.packing + packing.as_secs_f64(),
            writing: before.writing + self.writing.seconds(),
        }
    }
}

impl Clock {
    /// Jobs whose reading is timed; what the listing itself reads and unpacks to find them is reading, too.
    pub fn timed<'a, J: Job>(
        &'a self,
        mut jobs: impl Iterator<Item = J> + Send + 'a,
    ) -> impl Iterator<Item = Timed<'a, J>> + Send {
        iter::from_fn(move || self.reading.time(|| jobs.next()).map(|job| Timed { job, clock: self }))
    }
}

/// Time of one stage.
#[derive(Debug, Default)]
pub struct Stage(AtomicU64);

impl Stage {
    /// Does some work and adds its time.
    pub fn time<T>(&self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        self.add(begun.elapsed());
        done
    }

    fn add(&self, time: Duration) {
        // A run of five hundred years would not fit.
        self.0.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
    }

    fn seconds(&self) -> f64 {
        Duration::from_nanos(self.0.load(Ordering::Relaxed)).as_secs_f64()
    }
}

/// A job whose reading is timed, without what is done with its pages in between.
pub struct Timed<'a, J> {
    pub job: J,
    pub clock: &'a Clock,
}

impl<J: Job> Job for Timed<'_, J> {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let (begun, mut elsewhere) = (Instant::now(), Duration::ZERO);
        self.job.read(max_page_bytes, &mut |found| {
            let left = Instant::now();
            each(found);
            elsewhere += left.elapsed();
        });
        self.clock.reading.add(begun.elapsed().saturating_sub(elsewhere));
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.job.reject(failure)
    }

    fn begin(&self) -> Position {
        self.job.begin()
    }

    fn place(&self) -> Place {
        self.job.place()
    }
}
