//! A packed file as it is scanned for the beginnings of members: a window of bytes that moves on.

use super::counted::{CHUNK_BYTES, read_ready};
use super::packing::{Packing, SIGNATURE_BYTES};
use std::io::{self, BufRead, Read};

/// Bytes that are kept behind the place that was reached. A decoder runs on into the next member before it
/// sees that its own was cut off: by one stored block of deflate at most, if nothing else stops it sooner.
const LOOK_BACK: usize = 64 << 10;

/// Packed bytes by which a beginning is tried: more than most pages have that are packed for themselves, for
/// such a page may stand in the damaged member as it is.
const TRIED_BYTES: usize = 256 << 10;

/// The bytes of a packed file from a place on.
pub(super) struct Scan {
    inner: Box<dyn Read + Send>,
    window: Vec<u8>,
    from: usize,
    /// Byte of the file at which the window begins.
    pub(super) offset: u64,
    ended: bool,
    /// Whether the file itself failed, and not what was made of it.
    pub(super) broken: bool,
}

impl Scan {
    /// A file or a stream that stands at its beginning.
    pub(super) fn new(inner: Box<dyn Read + Send>) -> Self {
        Self { inner, window: Vec::new(), from: 0, offset: 0, ended: false, broken: false }
    }

    /// The bytes at hand.
    pub(super) fn window(&self) -> &[u8] {
        &self.window[self.from..]
    }

    /// Takes one more chunk into the window; false when there is none.
    pub(super) fn grow(&mut self) -> io::Result<bool> {
        if self.from > LOOK_BACK + CHUNK_BYTES {
            self.window.drain(..self.from - LOOK_BACK);
            self.from = LOOK_BACK;
        }
        let chunk = CHUNK_BYTES as u64;
        let inner = &mut self.inner;
        let read = if self.ended { Ok(0) } else { inner.take(chunk).read_to_end(&mut self.window) };
        self.broken |= read.is_err();
        self.ended |= !matches!(read, Ok(1..));
        Ok(read? > 0)
    }

    /// Passes over what pads tapes and block devices.
    pub(super) fn skip_nuls(&mut self) -> io::Result<()> {
        while self.fill_buf()?.first() == Some(&0) {
            let nuls = self.window().iter().take_while(|byte| **byte == 0).count();
            self.consume(nuls);
        }
        Ok(())
    }

    /// Goes to the next member behind one that began at byte `start` and broke where the scan stands; false
    /// when there is none. A beginning counts when it unpacks and nothing but members stands behind it: by
    /// chance three bytes look like one every 100 MB, and packed pages may stand inside of a member.
    pub(super) fn next_member(&mut self, packing: &Packing, start: u64) -> io::Result<bool> {
        let seen = self.offset;
        let member = usize::try_from(seen.saturating_sub(start + 1)).unwrap_or(usize::MAX);
        let back = self.from.min(LOOK_BACK).min(member);
        self.from -= back;
        self.offset -= back as u64;
        loop {
            while self.window().len() < TRIED_BYTES && self.grow()? {}
            let Some(at) = packing.first(self.window(), 0) else {
                let passed = self.window().len().saturating_sub(SIGNATURE_BYTES);
                self.consume(passed);
                if !self.grow()? {
                    return Ok(false);
                }
                continue;
            };
            self.consume(at);
            while self.window().len() < TRIED_BYTES && self.grow()? {}
            // One that is cut off at the file's end is none of those that the damaged member ran into.
            let may_be_cut = !self.ended || self.offset >= seen;
            if packing.unpacks(self.window(), may_be_cut) {
                return Ok(true);
            }
            self.consume(1);
        }
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
