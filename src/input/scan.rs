//! A packed file as it is scanned for the beginnings of members: a window of bytes that moves on.

use super::counted::{CHUNK_BYTES, read_ready};
use super::packing::{Packing, SIGNATURE_BYTES};
use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// The bytes of a packed file from a place on.
pub(super) struct Scan {
    inner: Inner,
    window: Vec<u8>,
    from: usize,
    /// Byte of the file at which the window begins.
    pub(super) offset: u64,
    ended: bool,
    /// Whether the file itself failed, and not what was made of it.
    pub(super) broken: bool,
}

enum Inner {
    File(File),
    /// Something that cannot go back, and how many bytes are kept behind the place where it is read, so that
    /// it can go back as far.
    Stream(Box<dyn Read + Send>, usize),
}

impl Scan {
    /// A file that stands at byte `offset`.
    pub(super) fn file(file: File, offset: u64) -> Self {
        Self::new(Inner::File(file), offset)
    }

    /// A stream of which `offset` bytes were taken, and which can go back by `kept` bytes.
    pub(super) fn stream(stream: Box<dyn Read + Send>, offset: u64, kept: usize) -> Self {
        Self::new(Inner::Stream(stream, kept), offset)
    }

    fn new(inner: Inner, offset: u64) -> Self {
        Self { inner, window: Vec::new(), from: 0, offset, ended: false, broken: false }
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
            Inner::File(_) | Inner::Stream(..) => {
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

    /// Whether what is at hand is the file's end.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Takes one more chunk into the window; false when there is none.
    pub(super) fn grow(&mut self) -> io::Result<bool> {
        let kept = if let Inner::Stream(_, kept) = self.inner { kept } else { 0 };
        // Seldom, so that what is kept is not moved for every chunk.
        if self.from > kept + kept.max(CHUNK_BYTES) {
            self.window.drain(..self.from - kept);
            self.from = kept;
        }
        let chunk = CHUNK_BYTES as u64;
        let read = match &mut self.inner {
            _ if self.ended => Ok(0),
            Inner::File(file) => file.take(chunk).read_to_end(&mut self.window),
            Inner::Stream(stream, _) => stream.take(chunk).read_to_end(&mut self.window),
        };
        self.broken |= read.is_err();
        self.ended |= !matches!(read, Ok(1..));
        Ok(read? > 0)
    }

    /// Goes on to the next byte at which something that may be a member begins and counts, seen with `shown`
    /// bytes where the file has so many; false when none does.
    pub(super) fn find_member(
        &mut self,
        packing: &Packing,
        shown: usize,
        counts: impl Fn(&Self) -> bool,
    ) -> io::Result<bool> {
        loop {
            let Some(at) = packing.first(self.window(), 0) else {
                let passed = self.window().len().saturating_sub(SIGNATURE_BYTES);
                self.consume(passed);
                if !self.grow()? {
                    return Ok(false);
                }
                continue;
            };
            self.consume(at);
            while self.window().len() < shown && self.grow()? {}
            // At the end of what was at hand the last bytes may have looked like a beginning.
            if packing.first(self.window(), 0) == Some(0) && counts(self) {
                return Ok(true);
            }
            self.consume(1);
        }
    }

    /// Passes over what pads tapes and block devices.
    pub(super) fn skip_nuls(&mut self) -> io::Result<()> {
        while self.fill_buf()?.first() == Some(&0) {
            let nuls = self.window().iter().take_while(|byte| **byte == 0).count();
            self.consume(nuls);
        }
        Ok(())
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
