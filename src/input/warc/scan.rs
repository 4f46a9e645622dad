//! A packed archive as it is scanned for the beginnings of members: a window of bytes that moves on.

use crate::input::counted::{CHUNK_BYTES, read_ready};
use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// Bytes of a stream that are kept behind the place where it is read, so that it can go back as far.
const KEPT_BYTES: usize = super::members::LOOK_BACK_BYTES;

/// The bytes of an archive from a place on.
pub(super) struct Scan {
    inner: Inner,
    window: Vec<u8>,
    from: usize,
    /// Byte of the archive at which the window begins.
    pub(super) offset: u64,
    ended: bool,
}

enum Inner {
    File(File),
    Stream(Box<dyn Read + Send>),
}

impl Scan {
    /// A file that stands at byte `offset`.
    pub(super) fn file(file: File, offset: u64) -> Self {
        Self { inner: Inner::File(file), window: Vec::new(), from: 0, offset, ended: false }
    }

    /// A stream of which `offset` bytes were taken.
    pub(super) fn stream(stream: Box<dyn Read + Send>, offset: u64) -> Self {
        Self { inner: Inner::Stream(stream), window: Vec::new(), from: 0, offset, ended: false }
    }

    /// Whether it can go back.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.inner, Inner::File(_))
    }

    /// Goes to another byte; a stream goes no farther than its bytes are at hand.
    pub(super) fn go_to(&mut self, offset: u64) -> io::Result<()> {
        let first = self.offset - self.from as u64;
        let at_hand = first..=first + self.window.len() as u64;
        match &mut self.inner {
            Inner::File(file) if !at_hand.contains(&offset) => {
                file.seek(SeekFrom::Start(offset))?;
                self.window.clear();
                (self.from, self.offset, self.ended) = (0, offset, false);
            }
            Inner::File(_) | Inner::Stream(_) => {
                self.offset = offset.clamp(first, *at_hand.end());
                self.from = usize::try_from(self.offset - first).unwrap_or(0);
            }
        }
        Ok(())
    }

    /// The bytes at hand.
    pub(super) fn window(&self) -> &[u8] {
        &self.window[self.from..]
    }

    /// Takes one more chunk into the window; false when there is none.
    pub(super) fn grow(&mut self) -> io::Result<bool> {
        let kept = if self.is_file() { 0 } else { KEPT_BYTES };
        // Seldom, so that what is kept is not moved for every chunk.
        if self.from > kept + kept.max(CHUNK_BYTES) {
            self.window.drain(..self.from - kept);
            self.from = kept;
        }
        let chunk = CHUNK_BYTES as u64;
        let read = match &mut self.inner {
            _ if self.ended => 0,
            Inner::File(file) => file.take(chunk).read_to_end(&mut self.window)?,
            Inner::Stream(stream) => stream.take(chunk).read_to_end(&mut self.window)?,
        };
        self.ended |= read == 0;
        Ok(read > 0)
    }
}

impl Read for Scan {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_ready(self, into)
    }
}

impl BufRead for Scan {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.window().is_empty() {
            self.grow()?;
        }
        Ok(self.window())
    }

    fn consume(&mut self, count: usize) {
        self.from += count;
        self.offset += count as u64;
    }
}
