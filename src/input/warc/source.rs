//! A stream of records that can be looked ahead in, given bytes back, and gone back in where it allows that.

use crate::input::counted::{CHUNK_BYTES, Counted, read_ready};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// What no record begins with and what stands between records: line ends, and the NULs of tapes.
const BETWEEN: &[u8] = b"\r\n\0 ";
/// Bytes of it that are looked at together; there hardly are more than four.
const BETWEEN_SEEN: usize = 64;
/// How every record begins.
pub(super) const BEGINNING: &[u8] = b"WARC/";

/// Bytes from which on a jump costs less than reading them: it throws away what is in the buffer.
const FAR_BYTES: u64 = 4 * CHUNK_BYTES as u64;

/// Most bytes that are reserved for a body before they are there, for a length can be wrong.
const MOST_RESERVED: usize = 1 << 20;

/// Where records come from.
pub(super) trait Stream: BufRead {
    /// Where it ends; told by those alone that can go back.
    fn end(&self) -> Option<u64> {
        None
    }

    /// Goes to a byte up to its end; an error of those that cannot.
    fn go_to(&mut self, _: u64) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

impl Stream for BufReader<File> {
    fn end(&self) -> Option<u64> {
        self.get_ref().metadata().ok().map(|file| file.len())
    }

    fn go_to(&mut self, at: u64) -> io::Result<()> {
        self.seek(SeekFrom::Start(at)).map(|_| ())
    }
}

impl Stream for Counted<Box<dyn Read + Send>> {}

/// Whether a stream that begins with these bytes begins with a record.
pub(super) fn is_beginning(bytes: &[u8]) -> bool {
    let between = bytes.iter().take_while(|byte| BETWEEN.contains(byte)).count();
    bytes[between..].starts_with(BEGINNING)
}

/// A stream with bytes before it that were read already.
pub(super) struct Source<R> {
    ahead: Vec<u8>,
    from: usize,
    inner: R,
    /// Bytes taken so far.
    pub(super) at: u64,
}

impl<R: BufRead> Source<R> {
    /// A stream that begins at byte `at` of its archive.
    pub(super) fn new(inner: R, at: u64) -> Self {
        Self { ahead: Vec::new(), from: 0, inner, at }
    }

    /// The stream behind what was looked at.
    pub(super) fn into_inner(self) -> R {
        self.inner
    }

    /// The next bytes, `count` of them unless the stream ends or breaks off before; an error where it breaks
    /// off right here.
    pub(super) fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.from == self.ahead.len() && self.inner.fill_buf()?.len() >= count {
            return Ok(&self.inner.fill_buf()?[..count]);
        }
        while self.ahead.len() - self.from < count {
            let held = self.from < self.ahead.len();
            let more = match self.inner.fill_buf() {
                Ok([]) => break,
                Ok(more) => more,
                // What is there comes first; who takes it meets the error.
                Err(_) if held => break,
                Err(error) => return Err(error),
            };
            let taken = more.len().min(count - (self.ahead.len() - self.from));
            self.ahead.extend_from_slice(&more[..taken]);
            self.inner.consume(taken);
        }
        let end = self.ahead.len().min(self.from + count);
        Ok(&self.ahead[self.from..end])
    }

    /// Gives back the last bytes that were taken.
    pub(super) fn give_back(&mut self, mut bytes: Vec<u8>) {
        self.at -= bytes.len() as u64;
        // What was taken from among these goes back to where it was: they may be many.
        if let Some(from) = self.from.checked_sub(bytes.len()) {
            self.ahead[from..self.from].copy_from_slice(&bytes);
            self.from = from;
            return;
        }
        bytes.extend_from_slice(&self.ahead[self.from..]);
        (self.ahead, self.from) = (bytes, 0);
    }

    /// Whether a record or the end can follow here, behind what stands between records; nothing is taken, and
    /// of long padding only the beginning is seen.
    pub(super) fn may_reach_record(&mut self) -> io::Result<bool> {
        let ready = self.peek(BETWEEN_SEEN)?;
        let between = ready.iter().take_while(|byte| BETWEEN.contains(byte)).count();
        let (behind, cut) = (&ready[between..], ready.len() == BETWEEN_SEEN);
        Ok(behind.is_empty() || behind.starts_with(BEGINNING) || (cut && BEGINNING.starts_with(behind)))
    }

    /// Passes over what stands between records; whether a record or the end follows. Where it is neither,
    /// nothing but long padding is passed over.
    pub(super) fn reaches_record(&mut self) -> io::Result<bool> {
        loop {
            let ready = self.peek(BETWEEN_SEEN)?;
            let between = ready.iter().take_while(|byte| BETWEEN.contains(byte)).count();
            let (behind, end) = (&ready[between..], ready.len() < BETWEEN_SEEN);
            // What stands between is short: four bytes, or padding alone.
            let settled = behind.len() >= BEGINNING.len() || end;
            let reached = behind.starts_with(BEGINNING) || (behind.is_empty() && end);
            if settled && !reached && between < ready.len() {
                return Ok(false);
            }
            let done = reached || ready.is_empty();
            self.consume(between);
            if done {
                return Ok(true);
            }
        }
    }

    /// Takes lines up to an empty one, at most `most` bytes; whether the empty line was reached.
    pub(super) fn head(&mut self, most: u64, head: &mut Vec<u8>) -> io::Result<bool> {
        loop {
            let start = head.len();
            let left = most.saturating_sub(start as u64);
            let read = self.by_ref().take(left).read_until(b'\n', head)?;
            match head[start..] {
                [b'\n'] | [b'\r', b'\n'] => return Ok(true),
                [.., b'\n'] => {}
                _ if read as u64 == left => return Ok(false),
                _ => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
    }

    /// Takes up to `count` bytes; fewer at the stream's end.
    pub(super) fn body(&mut self, count: u64, body: &mut Vec<u8>) -> io::Result<()> {
        body.reserve(usize::try_from(count).unwrap_or(0).min(MOST_RESERVED));
        let mut left = count;
        while left > 0 {
            let ready = self.fill_buf()?;
            if ready.is_empty() {
                break;
            }
            let taken = usize::try_from(left).map_or(ready.len(), |left| left.min(ready.len()));
            body.extend_from_slice(&ready[..taken]);
            self.consume(taken);
            left -= taken as u64;
        }
        Ok(())
    }

    /// Takes bytes up to the next beginning of a record at the start of a line, or to the end; each piece
    /// goes to `each`.
    pub(super) fn skip_to_record(&mut self, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        const LINE: &[u8] = b"\nWARC/1.";
        loop {
            let ready = self.peek(LINE.len())?;
            if ready.len() < LINE.len() {
                each(ready);
                let rest = ready.len();
                self.consume(rest);
                return Ok(());
            }
            if ready == LINE {
                each(b"\n");
                self.consume(1);
                return Ok(());
            }
            let ready = self.fill_buf()?;
            // The last bytes may be the beginning of a beginning.
            let hit = memchr::memmem::find(ready, LINE);
            let taken = hit.unwrap_or_else(|| ready.len().saturating_sub(LINE.len() - 1)).max(1);
            each(&ready[..taken]);
            self.consume(taken);
        }
    }

    /// Takes `count` bytes without keeping them; how many there were.
    fn run_over(&mut self, count: u64) -> io::Result<u64> {
        let mut left = count;
        while left > 0 {
            let ready = self.fill_buf()?.len();
            if ready == 0 {
                break;
            }
            let taken = usize::try_from(left).map_or(ready, |left| left.min(ready));
            self.consume(taken);
            left -= taken as u64;
        }
        Ok(count - left)
    }
}

impl<R: Stream> Source<R> {
    /// Passes over `count` bytes; how many there were.
    pub(super) fn pass(&mut self, count: u64) -> io::Result<u64> {
        let Some(end) = self.inner.end() else { return self.run_over(count) };
        let count = count.min(end.saturating_sub(self.at));
        if count < FAR_BYTES {
            return self.run_over(count);
        }
        self.go_to(self.at + count)?;
        Ok(count)
    }

    /// Whether it can go back.
    pub(super) fn can_go_back(&self) -> bool {
        self.inner.end().is_some()
    }

    /// Goes to another byte.
    pub(super) fn go_to(&mut self, at: u64) -> io::Result<()> {
        self.inner.go_to(at)?;
        self.ahead.clear();
        (self.from, self.at) = (0, at);
        Ok(())
    }
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_ready(self, into)
    }
}

impl<R: BufRead> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.from < self.ahead.len() { Ok(&self.ahead[self.from..]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, count: usize) {
        self.at += count as u64;
        if self.from < self.ahead.len() {
            // Nobody takes more than was shown.
            self.from += count;
            if self.from == self.ahead.len() {
                self.ahead.clear();
                self.from = 0;
            }
        } else {
            self.inner.consume(count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that shows a few bytes at a time.
    fn source(bytes: &[u8], capacity: usize) -> Source<io::BufReader<&[u8]>> {
        Source::new(io::BufReader::with_capacity(capacity, bytes), 0)
    }

    #[test]
    fn a_record_is_found_however_the_bytes_come() {
        let bytes = b"junk WARC/1. no\r\nWARC/1.0\r\nrest";
        for capacity in 1..bytes.len() + 1 {
            let mut source = source(bytes, capacity);
            let mut passed = Vec::new();
            source.skip_to_record(&mut |piece| passed.extend_from_slice(piece)).expect("memory");
            assert_eq!((passed.as_slice(), source.at), (&bytes[..17], 17));
            assert!(source.reaches_record().expect("memory"));
            source.give_back(b"ARC\n".to_vec());
            assert_eq!(source.peek(9).expect("memory"), b"ARC\nWARC/");
        }
    }

    #[test]
    fn padding_is_passed_over_and_nothing_else() {
        for (bytes, reached, at) in [
            (&b"\r\n\r\nWARC/1.0"[..], true, 4),
            (b"\r\n\r\n", true, 4),
            (b"", true, 0),
            (b"\r\nWARC", false, 0),
            (b"\r\nrest", false, 0),
            (&[0; 500], true, 500),
        ] {
            for capacity in [1, 3, 1000] {
                let mut source = source(bytes, capacity);
                assert_eq!(source.may_reach_record().expect("memory"), reached, "{bytes:?}");
                assert_eq!((source.reaches_record().expect("memory"), source.at), (reached, at), "{bytes:?}");
            }
        }
    }
}
