//! Standard input, read by a thread of its own: a stop is heard while the input is waited for.

use std::io::{self, Cursor, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// Bytes read at a time: what a pipe of Linux holds.
const CHUNK_BYTES: usize = 64 << 10;

/// Chunks that wait to be taken, so that reading and taking overlap.
const CHUNKS_AHEAD: usize = 4;

/// How often a stop is looked for while nothing comes: people take a tenth of a second for at once.
const LOOK: Duration = Duration::from_millis(50);

/// Standard input that ends when the run is stopped. The thread that reads it ends with the program.
pub struct StoppableStdin {
    chunks: Receiver<io::Result<Vec<u8>>>,
    current: Cursor<Vec<u8>>,
    stop: &'static AtomicBool,
}

impl StoppableStdin {
    /// Begins to read.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(stop: &'static AtomicBool) -> io::Result<Self> {
        let (sender, chunks) = sync_channel(CHUNKS_AHEAD);
        thread::Builder::new().name("tamis-stdin".to_owned()).spawn(move || pump(io::stdin(), &sender))?;
        Ok(Self { chunks, current: Cursor::default(), stop })
    }
}

/// Hands over what is read, up to the end or an error, as long as anybody takes it.
fn pump(mut source: impl Read, sender: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut chunk = vec![0; CHUNK_BYTES];
        let read = match source.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => {
                chunk.truncate(count);
                Ok(chunk)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let ended = read.is_err();
        if sender.send(read).is_err() || ended {
            return;
        }
    }
}

impl Read for StoppableStdin {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.current.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            match self.chunks.recv_timeout(LOOK) {
                Ok(chunk) => self.current = Cursor::new(chunk?),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) if self.stop.load(Ordering::Relaxed) => return Ok(0),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}
