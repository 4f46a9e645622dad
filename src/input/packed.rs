//! The unpacked bytes of a packed file, over all its members and over damage in them.
//!
//! In: a file or a stream that is packed by gzip or zstd. Out: its bytes; where they break, one error that
//! tells what is lost, and behind it the bytes of the next member. A member of gzip, or a frame of zstd,
//! cannot be entered behind its damage: what is behind depends on what was before.

use super::counted::CHUNK_BYTES;
use super::member::Member;
use super::packing::{Packing, Signature, Tried};
use super::scan::Scan;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Bytes that are kept behind the place that was reached. A decoder runs on into the next member before it
/// sees that its own was cut off: by one stored block of deflate at most, if nothing else stops it sooner.
const LOOK_BACK: usize = 64 << 10;

/// Packed bytes by which a beginning is tried: more than most pages have that are packed for themselves, for
/// such a page may stand in the damaged member as it is, and what is behind it must be seen.
const TRIED_BYTES: usize = 256 << 10;

/// The unpacked bytes of a packed file.
pub(super) struct Packed {
    packing: Packing,
    state: State,
    /// Byte of the file at which the open member begins.
    start: u64,
    /// What members of this file begin with, by the last whose beginning was whole.
    signature: Option<Signature>,
    /// Bytes that came out of it.
    unpacked: u64,
    /// Whether what was read last was a break.
    behind_break: bool,
}

enum State {
    Member(Box<Member<'static, Scan>>),
    Between(Scan),
    Ended,
}

/// Damage in a packed file: an error behind which reading may go on.
#[derive(Debug)]
pub(super) struct Damage {
    /// Byte of the file at which the packed data begin.
    start: u64,
    /// How many bytes of them were unpacked. Where in the file that was depends on how much was asked for.
    unpacked: u64,
    what: String,
    cut: bool,
    /// Byte of the file at which reading goes on.
    next: Option<u64>,
}

impl Damage {
    /// The damage that an error tells of; `None` where reading itself failed.
    pub(super) fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { start, unpacked, what, cut, next } = self;
        let how = if *cut { "are cut off" } else { "are damaged" };
        write!(
            f,
            "the packed data that begin at byte {start} of the file {how} behind {unpacked} unpacked bytes: {what}; "
        )?;
        if !cut {
            f.write_str("what was read just before may be wrong as well; ")?;
        }
        match next {
            Some(next) => write!(
                f,
                "the rest of them cannot be unpacked, and reading goes on at byte {next}, where others begin"
            ),
            None => f.write_str("the rest of the file cannot be unpacked"),
        }
    }
}

impl std::error::Error for Damage {}

impl Packed {
    /// All members from where the scan stands.
    pub(super) fn new(packing: Packing, scan: Scan) -> Self {
        let start = scan.offset;
        let (state, signature) = (State::Between(scan), None);
        Self { packing, state, start, signature, unpacked: 0, behind_break: false }
    }

    /// Passes over the first bytes as they were read before, a break counting as one of them; to the end
    /// where there are not so many.
    fn pass(&mut self, count: u64) -> io::Result<()> {
        let (mut left, mut piece) = (count, vec![0; CHUNK_BYTES]);
        while left > 0 {
            let wanted = usize::try_from(left).map_or(piece.len(), |left| left.min(piece.len()));
            left -= match self.read(&mut piece[..wanted]) {
                Ok(0) => break,
                Ok(read) => read as u64,
                Err(error) if Damage::of(&error).is_some() => 1,
                Err(error) => return Err(error),
            };
        }
        Ok(())
    }

    /// Goes to what follows damage.
    fn damage(&mut self, mut scan: Scan, error: &io::Error) -> io::Error {
        self.behind_break = true;
        let next = match self.next_member(&mut scan) {
            Ok(true) => Some(scan.offset),
            Ok(false) | Err(_) => None,
        };
        if next.is_some() {
            self.state = State::Between(scan);
        }
        let cut = error.kind() == io::ErrorKind::UnexpectedEof;
        io::Error::other(Damage {
            start: self.start,
            unpacked: self.unpacked,
            what: error.to_string(),
            cut,
            next,
        })
    }

    /// Goes to the next member behind the one that broke where the scan stands; false when there is none. By
    /// chance three bytes look like a beginning every 100 MB, and packed pages may stand inside of a member:
    /// what unpacks must stand alone. What does not is the next damaged member where it begins as those of
    /// this file do to the last byte; it is read up to its damage, and told for itself.
    fn next_member(&self, scan: &mut Scan) -> io::Result<bool> {
        let seen = scan.offset;
        let member = usize::try_from(seen.saturating_sub(self.start + 1)).unwrap_or(usize::MAX);
        scan.go_to(seen - LOOK_BACK.min(member) as u64)?;
        scan.find_member(&self.packing, TRIED_BYTES, |scan| {
            let tried = &scan.window()[..scan.window().len().min(TRIED_BYTES)];
            let more = !scan.has_ended() || tried.len() < scan.window().len();
            // One that is cut off at the file's end is none of those that the damaged member ran into.
            match self.packing.tried(tried, more || scan.offset >= seen, more) {
                Tried::Alone => true,
                Tried::Damaged => self.signature.is_some_and(|signature| signature.begins(tried)),
                Tried::Within => false,
            }
        })
    }
}

impl Read for Packed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !into.is_empty() {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(mut scan) => {
                    scan.skip_nuls()?;
                    if scan.window().is_empty() {
                        return Ok(0);
                    }
                    (self.start, self.unpacked) = (scan.offset, 0);
                    self.signature = self.packing.signature(scan.window()).or(self.signature);
                    self.state = State::Member(Box::new(self.packing.owned_member(scan)?));
                }
                State::Member(mut member) => match member.read(into) {
                    Ok(0) => self.state = State::Between(member.into_inner()),
                    Ok(read) => {
                        self.behind_break = false;
                        self.unpacked += read as u64;
                        self.state = State::Member(member);
                        return Ok(read);
                    }
                    // The file itself: nothing behind it can be had.
                    Err(error) if member.get_ref().broken => return Err(error),
                    Err(error) => return Err(self.damage(member.into_inner(), &error)),
                },
            }
        }
        Ok(0)
    }
}

/// The unpacked bytes of a file from a place on.
pub(super) struct Entered {
    pub(super) stream: Box<dyn Read + Send>,
    /// Whether the place lies right behind a break.
    pub(super) behind_break: bool,
}

/// Opens a file at one of its unpacked bytes, a break counting as one of them.
pub(super) fn entered(path: &Path, offset: u64) -> io::Result<Entered> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(4).read_to_end(&mut head)?;
    let packing = Packing::of(&head);
    file.seek(SeekFrom::Start(if packing.is_some() { 0 } else { offset }))?;
    Ok(match packing {
        None => Entered { stream: Box::new(file), behind_break: false },
        Some(packing) => {
            let mut packed = Packed::new(packing, Scan::stream(Box::new(file), 0, LOOK_BACK));
            packed.pass(offset)?;
            Entered { behind_break: packed.behind_break, stream: Box::new(packed) }
        }
    })
}

/// The unpacked bytes of a stream.
pub(super) fn stream(stream: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut source = BufReader::new(stream);
    Ok(match Packing::of(source.fill_buf()?) {
        None => Box::new(source),
        Some(packing) => Box::new(Packed::new(packing, Scan::stream(Box::new(source), 0, LOOK_BACK))),
    })
}
