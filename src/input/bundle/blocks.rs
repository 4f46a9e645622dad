//! The bytes of a tar file, of which a block can be looked at before it is taken.

use crate::input::counted::CHUNK_BYTES;
use std::io::{self, BufRead, BufReader, Read};

/// Size of what a tar file consists of.
pub(super) const BLOCK: usize = 512;

/// A stream that knows how far it was read, with a block before it that was looked at.
pub(super) struct Blocks {
    stream: BufReader<Box<dyn Read + Send>>,
    ahead: Vec<u8>,
    /// Bytes that were taken.
    pub(super) at: u64,
}

impl Blocks {
    /// A stream that stands at byte `at`.
    pub(super) fn new(stream: Box<dyn Read + Send>, at: u64) -> Self {
        let ahead = Vec::with_capacity(BLOCK);
        Self { stream: BufReader::with_capacity(CHUNK_BYTES, stream), ahead, at }
    }

    /// The next block; less of it at the end of the stream.
    pub(super) fn peek(&mut self) -> io::Result<&[u8]> {
        let missing = (BLOCK - self.ahead.len()) as u64;
        self.stream.by_ref().take(missing).read_to_end(&mut self.ahead)?;
        Ok(&self.ahead)
    }

    /// Passes over so many bytes, fewer at the end of the stream; how many there were.
    pub(super) fn pass(&mut self, count: u64) -> io::Result<u64> {
        let known = usize::try_from(count).map_or(self.ahead.len(), |count| count.min(self.ahead.len()));
        self.ahead.drain(..known);
        self.at += known as u64;
        let mut passed = known as u64;
        while passed < count {
            let ready = self.stream.fill_buf()?.len();
            let taken = usize::try_from(count - passed).map_or(ready, |left| left.min(ready));
            if taken == 0 {
                break;
            }
            self.stream.consume(taken);
            self.at += taken as u64;
            passed += taken as u64;
        }
        Ok(passed)
    }

    /// Passes over what was looked at and not taken.
    pub(super) fn pass_ahead(&mut self) {
        self.at += self.ahead.len() as u64;
        self.ahead.clear();
    }
}

impl Read for Blocks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = if self.ahead.is_empty() {
            self.stream.read(into)?
        } else {
            let count = into.len().min(self.ahead.len());
            into[..count].copy_from_slice(&self.ahead[..count]);
            self.ahead.drain(..count);
            count
        };
        self.at += read as u64;
        Ok(read)
    }
}
