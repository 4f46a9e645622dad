//! A stream that counts what was taken of it, so that damage can be told with its place.

use std::io::{self, BufRead, BufReader, Read};

/// Bytes read from a file at a time, and memory taken at first for a page of unknown size.
pub(super) const CHUNK_BYTES: usize = 64 * 1024;

/// Reads what a stream has ready: how streams that show their bytes are read from.
pub(super) fn read_ready(stream: &mut impl BufRead, into: &mut [u8]) -> io::Result<usize> {
    let ready = stream.fill_buf()?;
    let count = ready.len().min(into.len());
    into[..count].copy_from_slice(&ready[..count]);
    stream.consume(count);
    Ok(count)
}

/// A stream that knows how far it was read, and whether its end of things failed.
pub(super) struct Counted<R> {
    inner: BufReader<R>,
    /// Bytes that were taken.
    pub(super) read: u64,
    /// Whether the stream itself failed, and not what was made of it.
    pub(super) broken: bool,
}

impl<R: Read> Counted<R> {
    pub(super) fn new(stream: R) -> Self {
        Self { inner: BufReader::with_capacity(CHUNK_BYTES, stream), read: 0, broken: false }
    }

    /// Passes over NUL bytes; true when the stream ends with them.
    pub(super) fn skip_nuls(&mut self) -> io::Result<bool> {
        loop {
            let ready = self.fill_buf()?;
            if ready.is_empty() {
                return Ok(true);
            }
            let nuls = ready.iter().take_while(|byte| **byte == 0).count();
            let all = nuls == ready.len();
            self.consume(nuls);
            if !all {
                return Ok(false);
            }
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let result = self.inner.read(into);
        match &result {
            Ok(count) => self.read += *count as u64,
            Err(error) => self.broken |= error.kind() != io::ErrorKind::Interrupted,
        }
        result
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let result = self.inner.fill_buf();
        if let Err(error) = &result {
            self.broken |= error.kind() != io::ErrorKind::Interrupted;
        }
        result
    }

    fn consume(&mut self, count: usize) {
        self.read += count as u64;
        self.inner.consume(count);
    }
}
