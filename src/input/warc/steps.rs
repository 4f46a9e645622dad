//! Packed bytes in steps that are alike in every run.
//!
//! A decoder that meets damage loses what it made of the bytes that it was shown last. Shown other bytes by
//! a run that goes on, or begins elsewhere in the file, it would lose other records.

use crate::input::counted::read_ready;
use std::io::{self, BufRead, Read};

/// Bytes shown at a time: few, so that little is lost before damage.
const STEP_BYTES: usize = 8 << 10;

/// The bytes of a stream from the beginning of a member on.
pub(super) struct Steps<R> {
    inner: R,
    step: Vec<u8>,
    at: usize,
    /// Bytes that were taken.
    pub(super) read: u64,
}

impl<R: Read> Steps<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, step: Vec::with_capacity(STEP_BYTES), at: 0, read: 0 }
    }

    /// The stream, which may have been read beyond what was taken.
    pub(super) fn into_inner(self) -> R {
        self.inner
    }
}

impl<R: Read> Read for Steps<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_ready(self, into)
    }
}

impl<R: Read> BufRead for Steps<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.step.len() {
            self.step.clear();
            self.at = 0;
            self.inner.by_ref().take(STEP_BYTES as u64).read_to_end(&mut self.step)?;
        }
        Ok(&self.step[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
        self.read += count as u64;
    }
}
