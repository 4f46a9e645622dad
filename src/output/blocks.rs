//! What is written in blocks: lines or rows gathered, handed to threads that pack them, taken back in order.
//!
//! A block ends with the page that makes it long enough, so that its bytes depend on the pages alone, not on
//! time or threads. Only [`BLOCKS_UNDER_WAY`] blocks of a file are being packed at once, which bounds memory:
//! whoever writes waits for the oldest then.

use super::packing::Packing;
use super::parquet::{self, Group};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Blocks of one file that are packed at once. Four keep up with a dozen workers and more: a core packs
/// several times as fast as it extracts.
const BLOCKS_UNDER_WAY: usize = 4;

/// What becomes of the blocks of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// They are packed lines.
    Lines(Packing),
    /// They are the row groups of a Parquet file.
    Rows,
}

/// A block as it stands in its file.
#[derive(Debug)]
pub(super) enum Packed {
    Lines(Vec<u8>),
    Rows(Group),
}

impl Form {
    /// Bytes that make a block.
    fn block_bytes(self) -> usize {
        match self {
            Self::Lines(_) => Packing::BLOCK,
            Self::Rows => parquet::GROUP_BYTES,
        }
    }

    pub fn pack(self, block: &[u8]) -> Result<Packed, String> {
        match self {
            Self::Lines(packing) => Ok(Packed::Lines(packing.pack(block))),
            Self::Rows => parquet::group(block).map(Packed::Rows).map_err(|error| error.to_string()),
        }
    }
}

/// The threads that pack, apart from the workers, so that no page waits while its worker packs a block.
/// None where nothing is packed.
#[derive(Debug, Clone, Default)]
pub(super) struct Packers {
    pool: Option<Arc<ThreadPool>>,
    /// Nanoseconds that packing took, on all threads together.
    time: Arc<AtomicU64>,
}

impl Packers {
    /// As many threads as there are workers, and no more than a file can keep busy.
    pub fn new(threads: usize) -> Result<Self, ThreadPoolBuildError> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads.min(BLOCKS_UNDER_WAY))
            .thread_name(|number| format!("tamis-pack-{number}"));
        Ok(Self { pool: Some(Arc::new(pool.build()?)), ..Self::default() })
    }

    /// Does some work, later or, without threads, at once.
    fn spawn(&self, work: impl FnOnce() + Send + 'static) {
        let time = Arc::clone(&self.time);
        let timed = move || {
            let begun = Instant::now();
            work();
            time.fetch_add(begun.elapsed().as_nanos() as u64, Ordering::Relaxed);
        };
        match &self.pool {
            Some(pool) => pool.spawn_fifo(timed),
            None => timed(),
        }
    }

    /// How long packing took, on all threads together.
    pub fn time(&self) -> Duration {
        Duration::from_nanos(self.time.load(Ordering::Relaxed))
    }
}

/// The blocks of a file that are not in it yet.
#[derive(Debug)]
pub(super) struct Blocks {
    form: Form,
    packers: Packers,
    /// The block that is being gathered.
    open: Vec<u8>,
    /// Blocks that are being packed, the oldest first.
    under_way: VecDeque<Receiver<thread::Result<Result<Packed, String>>>>,
}

impl Blocks {
    /// Blocks of this form, the first of which begins with `open`.
    pub fn new(form: Form, packers: Packers, open: Vec<u8>) -> Self {
        Self { form, packers, open, under_way: VecDeque::new() }
    }

    /// The block that is being gathered.
    pub fn open(&self) -> &[u8] {
        &self.open
    }

    /// Adds what a page adds, and gives the blocks that are packed by now, in order.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Packed>, String> {
        self.open.extend_from_slice(bytes);
        if self.open.len() >= self.form.block_bytes() {
            self.hand_over();
        }
        let mut packed = Vec::new();
        while let Some(oldest) = self.under_way.front() {
            let done = match oldest.try_recv() {
                Ok(done) => done,
                Err(_) if self.under_way.len() > BLOCKS_UNDER_WAY => wait(oldest),
                Err(_) => break,
            };
            self.under_way.pop_front();
            packed.push(done.unwrap_or_else(|payload| resume_unwind(payload))?);
        }
        Ok(packed)
    }

    /// Waits for the blocks that are being packed.
    pub fn settle(&mut self) -> Result<Vec<Packed>, String> {
        let blocks = self.under_way.drain(..);
        blocks.map(|block| wait(&block).unwrap_or_else(|payload| resume_unwind(payload))).collect()
    }

    /// Ends the block that is being gathered, and waits for all.
    pub fn close(&mut self) -> Result<Vec<Packed>, String> {
        if !self.open.is_empty() {
            self.hand_over();
        }
        self.settle()
    }

    fn hand_over(&mut self) {
        let (form, block) = (self.form, std::mem::take(&mut self.open));
        let (sender, receiver) = channel();
        self.packers.spawn(move || {
            let packed = catch_unwind(AssertUnwindSafe(|| form.pack(&block)));
            // Nobody waits for it when the writer has failed meanwhile.
            let _ = sender.send(packed);
        });
        self.under_way.push_back(receiver);
    }
}

/// A block once it is packed; its sender always sends, for panics are caught.
fn wait(block: &Receiver<thread::Result<Result<Packed, String>>>) -> thread::Result<Result<Packed, String>> {
    block.recv().unwrap_or_else(|_| Ok(Err("a block was given up".to_owned())))
}
