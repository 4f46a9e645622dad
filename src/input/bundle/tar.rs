//! Tar files: their entries, one behind the other.
//!
//! A tar file has no directory; its entries are read as they come. Where blocks are no entry, or a break has cut
//! through one, the next header is looked for.

use super::blocks::{BLOCK, Blocks};
use super::entry::{EntryJob, Find, entry, path_of};
use super::extended::Extended;
use crate::input::container::ContainerFile;
use crate::input::files::unreadable;
use crate::input::job::{Found, Job, Place};
use crate::input::packed::{Damage, entered};
use crate::input::unpack::Page;
use crate::input::{Jobs, SkipReason};
use crate::rejects::{Failure, RejectCode};
use memchr::memmem;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// Longest name that a header in front of an entry may give it.
const LONGEST_NAME: u64 = 1 << 20;

/// What stands in every header since 1988, and where.
const MAGIC: &[u8] = b"ustar";
const MAGIC_AT: usize = 257;

/// The entries of a tar file, packed or not, from a place on.
pub(super) fn open(file: &Arc<ContainerFile>, from: &Place, limit: u64) -> Result<Jobs, Failure> {
    let entered = entered(&file.path, from.offset).map_err(|error| unreadable(&file.path, &error))?;
    let stream = Some(Blocks::new(entered.stream, from.offset));
    Ok(Box::new(Entries {
        file: file.clone(),
        stream,
        owed: None,
        astray: entered.behind_break,
        ended: false,
        limit,
    }))
}

/// What is told of a file that ends behind an entry: nobody can say how many are missing.
const WITHOUT_END: &str = "it ends without the empty blocks that end a tar file";

struct Entries {
    file: Arc<ContainerFile>,
    stream: Option<Blocks>,
    /// What broke the stream off behind an entry that is whole.
    owed: Option<io::Error>,
    /// Whether the stream may stand anywhere, for a break has cut through it.
    astray: bool,
    /// Whether the file's end was told as what it is.
    ended: bool,
    limit: u64,
}

/// Whether a block is the header of an entry.
fn is_header(block: &[u8]) -> bool {
    let mut header = tar::Header::new_old();
    if block.len() != header.as_bytes().len() || block.iter().all(|byte| *byte == 0) {
        return false;
    }
    header.as_mut_bytes().copy_from_slice(block);
    // The sum is made as if blanks stood where it stands.
    let sum = block.iter().enumerate().map(|(at, byte)| match at {
        148..156 => u32::from(b' '),
        _ => u32::from(*byte),
    });
    header.cksum().is_ok_and(|told| told == sum.sum::<u32>())
}

/// Goes to the next header, wherever it stands; to the end where there is none.
fn find_header(stream: &mut Blocks) -> io::Result<()> {
    // Headers that begin in so many bytes show their magic within a block.
    let seen = BLOCK - MAGIC_AT - MAGIC.len() + 1;
    loop {
        let ahead = stream.peek()?;
        if ahead.len() < BLOCK {
            let rest = ahead.len() as u64;
            return stream.pass(rest).map(drop);
        }
        let passed = match memmem::find(&ahead[MAGIC_AT..], MAGIC) {
            Some(0) if is_header(ahead) => return Ok(()),
            Some(0) => 1,
            Some(at) => at,
            None => seen,
        };
        stream.pass(passed as u64)?;
    }
}

/// What stands where a header should.
enum Header {
    Entry(Box<tar::Header>),
    /// So many bytes that are no entry, up to the next header or the file's end.
    Lost(u64),
    /// The empty blocks that end a file, and its end.
    End,
    /// The file's end alone.
    Cut,
}

/// The next header. It stays in the stream where blocks that are none stand before it.
fn header(stream: &mut Blocks) -> io::Result<Header> {
    let (mut lost, mut padding) = (0, false);
    loop {
        let block = stream.peek()?;
        let (size, is_header) = (block.len(), is_header(block));
        if is_header && lost == 0 {
            let mut header = Box::new(tar::Header::new_old());
            stream.read_exact(header.as_mut_bytes())?;
            return Ok(Header::Entry(header));
        }
        let is_empty = block.iter().all(|byte| *byte == 0);
        if !is_header {
            padding |= is_empty && size > 0;
            lost += if is_empty && lost == 0 { 0 } else { size as u64 };
            stream.pass(size as u64)?;
        }
        if is_header || size < BLOCK {
            return Ok(match (lost, padding) {
                (1.., _) => Header::Lost(lost),
                (0, true) => Header::End,
                (0, false) => Header::Cut,
            });
        }
    }
}

/// Takes in what a header in front of an entry tells of it; false for the entry's own. Those that tell of links or
/// of all entries are passed over: their bytes are counted by themselves.
fn tells_of_next(stream: &mut Blocks, header: &tar::Header, extended: &mut Extended) -> io::Result<bool> {
    let kind = header.entry_type();
    let is_taken = kind.is_gnu_longname() || kind.is_pax_local_extensions();
    if !is_taken && !kind.is_gnu_longlink() && !kind.is_pax_global_extensions() {
        return Ok(false);
    }
    let size = header.entry_size()?;
    let padding = size.wrapping_neg() % BLOCK as u64;
    let taken = if is_taken { size.min(LONGEST_NAME) } else { 0 };
    let mut bytes = Vec::new();
    stream.take(taken).read_to_end(&mut bytes)?;
    stream.pass((size - taken).saturating_add(padding))?;
    if kind.is_gnu_longname() {
        extended.name = Some(bytes.strip_suffix(b"\0").unwrap_or(&bytes).to_vec());
    } else {
        extended.take(&bytes);
    }
    Ok(true)
}

impl Entries {
    /// The next entry, or what was lost before it; `None` at the end. Within, `None` stands for a folder or a device.
    /// Every entry ends the call, so that what was told of one never counts for the next.
    fn found(&mut self, stream: &mut Blocks) -> io::Result<Option<Option<Found>>> {
        if let Some(error) = self.owed.take() {
            return Err(error);
        }
        if std::mem::take(&mut self.astray) {
            find_header(stream)?;
            if stream.peek()?.is_empty() {
                return Ok(None);
            }
        }
        let mut extended = Extended::default();
        loop {
            let at = stream.at;
            let header = match header(stream)? {
                Header::Entry(header) => header,
                Header::End => return Ok(None),
                Header::Cut => return Err(io::Error::other(WITHOUT_END)),
                Header::Lost(lost) => {
                    let message = format!("{lost} bytes are no entry of a tar file; fetch the file again");
                    let failure = Failure::new(RejectCode::Damaged, message);
                    self.ended = stream.peek()?.is_empty();
                    return Ok(Some(Some(Found::Reject(self.file.reject(None, None, at, lost, failure)))));
                }
            };
            if tells_of_next(stream, &header, &mut extended)? {
                continue;
            }
            let kind = header.entry_type();
            let size = extended.size.map_or_else(|| header.entry_size(), Ok)?;
            let padding = size.wrapping_neg() % BLOCK as u64;
            let name = path_of(&extended.name.unwrap_or_else(|| header.path_bytes().into_owned()));
            let has_holes = extended.has_holes || kind.is_gnu_sparse();
            if (kind.is_file() || kind.is_contiguous()) && !has_holes {
                return Ok(Some(Some(self.entry(stream, &name, at, size, padding))));
            }
            stream.pass(size.saturating_add(padding))?;
            if kind.is_hard_link() || kind.is_symlink() {
                return Ok(Some(Some(Found::Skip(SkipReason::Link))));
            }
            if has_holes {
                let holes =
                    |_: &mut Page| Err(io::Error::new(io::ErrorKind::Unsupported, "a file with holes"));
                return Ok(Some(Some(entry(&self.file, &name, at, size, self.limit, holes))));
            }
            return Ok(Some(None));
        }
    }

    /// The entry whose bytes come next.
    fn entry(&mut self, stream: &mut Blocks, name: &Path, at: u64, size: u64, padding: u64) -> Found {
        let (begin, mut broken) = (stream.at, false);
        let found = entry(&self.file, name, at, size, self.limit, |page| {
            let whole = page.fill(&mut stream.take(size));
            broken = whole.as_ref().is_err_and(|error| Damage::of(error).is_some());
            match whole {
                Ok(true) if stream.at - begin < size => {
                    self.ended = true;
                    Err(io::ErrorKind::UnexpectedEof.into())
                }
                whole => whole,
            }
        });
        if broken {
            self.step_over_break(stream);
        } else if !self.ended {
            let left = size - (stream.at - begin);
            // An end in the midst of it shows where the next header should be.
            self.owed = stream.pass(left.saturating_add(padding)).err();
        }
        found
    }

    /// A break counts as a byte, so that going on from a place tells it once.
    fn step_over_break(&mut self, stream: &mut Blocks) {
        stream.pass_ahead();
        stream.at += 1;
        self.astray = true;
    }

    /// What a stream that broke off between entries costs; whether it can be gone on with.
    fn broken_off(&mut self, stream: &mut Blocks, error: &io::Error) -> (Found, bool) {
        let at = stream.at;
        let goes_on = Damage::of(error).is_some();
        let message = match Damage::of(error) {
            Some(damage) => {
                format!("the entries before this place were read: {damage}; fetch the file again")
            }
            None => format!("the file cannot be read from here on ({error}); fetch it again"),
        };
        if goes_on {
            self.step_over_break(stream);
        }
        let failure = Failure::new(RejectCode::Damaged, message);
        (Found::Reject(self.file.reject(None, None, at, 0, failure)), goes_on)
    }
}

impl Iterator for Entries {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.stream.take()?;
        let at = stream.at;
        let (found, goes_on) = match self.found(&mut stream) {
            Ok(found) => (found?, !self.ended),
            Err(error) => {
                let (found, goes_on) = self.broken_off(&mut stream, &error);
                (Some(found), goes_on)
            }
        };
        let place = if goes_on { self.file.place(stream.at, 0) } else { self.file.end() };
        self.stream = goes_on.then_some(stream);
        let begin = self.file.position(at, 0);
        let held = if let Some(Found::Page(page)) = &found { page.bytes.len() } else { 0 };
        let find = found.map(|found| -> Find { Box::new(move || found) });
        Some(Box::new(EntryJob { file: self.file.clone(), at, held, find, begin, place }))
    }
}
