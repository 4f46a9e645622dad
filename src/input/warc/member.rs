//! A member of a packed archive to its records.
//!
//! In: packed bytes at the beginning of a member. Out: its records, none of them unchecked if that can be.
//! Deflate often goes on behind a damaged bit, with altered text, and the checksum that shows it stands at
//! the member's end: a member that is no larger than a page may be is unpacked before the first record of
//! it is handed on, and where it is damaged they are all rejected. Of larger ones the records come as
//! they are read, and what is found out at the end is told.

use super::head::Head;
use super::item::{Item, Piece};
use super::records::{Broke, FETCH, Records};
use super::source::Stream;
use crate::input::counted::{CHUNK_BYTES, read_ready};
use crate::input::packing::Member;
use crate::input::unpack::Page;
use crate::rejects::RejectCode;
use crate::summary::count;
use std::io::{self, BufRead, Read};

/// What a member may have beyond the largest page: heads of the record and of the response, and other
/// records beside it.
const BESIDE_THE_PAGE: u64 = 1 << 20;

/// The largest member that is held: pages of this size are held, too.
pub(super) fn most_held(limit: u64) -> u64 {
    limit.saturating_add(BESIDE_THE_PAGE)
}

/// How a member ends, as far as that is known.
enum Ending {
    /// Not yet known.
    Ahead,
    /// Whole, its checksum right.
    Whole,
    /// With an error, which everyone meets who reads on.
    Broken(io::ErrorKind, String),
}

impl Ending {
    fn of(error: &io::Error) -> Self {
        Self::Broken(error.kind(), error.to_string())
    }
}

/// The unpacked bytes of a member, all of them or as many as may be held.
struct Unpacked<'a, R: BufRead> {
    held: Vec<u8>,
    at: usize,
    member: Option<Member<'a, R>>,
    ending: Ending,
    /// Whether bytes were let go, so that nobody can go back.
    streamed: bool,
}

impl<'a, R: BufRead> Unpacked<'a, R> {
    fn new(mut member: Member<'a, R>, limit: u64) -> Self {
        let mut page = Page { bytes: Vec::new(), limit: most_held(limit) };
        let ending = match page.fill(&mut member) {
            Ok(true) => Ending::Whole,
            Ok(false) => Ending::Ahead,
            Err(error) => Ending::of(&error),
        };
        let streamed = matches!(ending, Ending::Ahead);
        Self { held: page.bytes, at: 0, member: Some(member), ending, streamed }
    }
}

impl<R: BufRead> Read for Unpacked<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_ready(self, into)
    }
}

impl<R: BufRead> BufRead for Unpacked<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.held.len() {
            match (&self.ending, &mut self.member) {
                (Ending::Broken(kind, told), _) => return Err(io::Error::new(*kind, told.clone())),
                (Ending::Ahead, Some(member)) => {
                    // A buffer of its own size: that of the beginning is large.
                    self.held = vec![0; CHUNK_BYTES];
                    let read = member.read(&mut self.held);
                    (self.at, self.ending) = match &read {
                        Ok(0) => (0, Ending::Whole),
                        Err(error) if error.kind() != io::ErrorKind::Interrupted => (0, Ending::of(error)),
                        _ => (0, Ending::Ahead),
                    };
                    self.held.truncate(read.unwrap_or(0));
                }
                (Ending::Whole | Ending::Ahead, _) => break,
            }
        }
        Ok(&self.held[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
    }
}

impl<R: BufRead> Stream for Unpacked<'_, R> {
    fn end(&self) -> Option<u64> {
        (!self.streamed).then_some(self.held.len() as u64)
    }

    fn go_to(&mut self, at: u64) -> io::Result<()> {
        self.at = usize::try_from(at).map_or(self.held.len(), |at| at.min(self.held.len()));
        Ok(())
    }
}

/// What becomes of the records of a member.
enum Fate {
    /// All is well, or nothing else is known.
    Well,
    /// The member is cut off: those before the cut are right as far as can be known.
    Cut,
    /// Something in it is altered, nobody knows where.
    Damaged(String),
}

/// The records of a member.
pub(super) struct MemberRecords<'a, R: BufRead> {
    records: Records<Unpacked<'a, R>>,
    fate: Fate,
    /// The item behind the last one.
    ahead: Option<Piece>,
    /// How many records came.
    count: u64,
    /// Whether something was said about the damage.
    told: bool,
}

impl<'a, R: BufRead> MemberRecords<'a, R> {
    /// The records of a member that is not yet unpacked; pages have at most `limit` bytes.
    pub(super) fn new(member: Member<'a, R>, limit: u64) -> Self {
        Self::of(Unpacked::new(member, limit), limit)
    }

    /// The records of a member that was unpacked and is whole.
    pub(super) fn whole(held: Vec<u8>, limit: u64) -> Self {
        let ending = Ending::Whole;
        Self::of(Unpacked { held, at: 0, member: None, ending, streamed: false }, limit)
    }

    fn of(unpacked: Unpacked<'a, R>, limit: u64) -> Self {
        let fate = match &unpacked.ending {
            Ending::Whole | Ending::Ahead => Fate::Well,
            Ending::Broken(io::ErrorKind::UnexpectedEof, _) => Fate::Cut,
            Ending::Broken(_, told) => Fate::Damaged(told.clone()),
        };
        let records = Records::new(unpacked, 0, limit);
        Self { records, fate, ahead: None, count: 0, told: false }
    }

    /// Passes over what ends at or before an unpacked byte: what a run before has done.
    pub(super) fn pass_over(&mut self, inside: u64) {
        // Read and not jumped over, so that all that is told of the records is as it was.
        let _ = inside > 0 && self.any(|piece| piece.end >= inside);
    }

    /// Whether nothing follows; false where that cannot be known before the next item is asked for.
    pub(super) fn is_over(&mut self) -> bool {
        self.ahead.is_none() && self.records.is_over()
    }

    /// The source, and whether the member was whole, so that it stands right behind that.
    pub(super) fn into_inner(self) -> Option<(R, bool)> {
        let unpacked = self.records.into_inner();
        let whole = matches!(unpacked.ending, Ending::Whole);
        unpacked.member.map(|member| (member.into_inner(), whole))
    }

    /// Lays damage that was seen beforehand to the records of the member.
    fn blame(&mut self, item: Item) -> Item {
        self.ahead = self.records.next();
        // Where a member breaks off between records, the last one takes the blame.
        let between = matches!(self.records.broke, Some(Broke::Between { .. }));
        let at_break = self.ahead.take_if(|_| between).and_then(|piece| piece.item.told());
        let what = match (&self.fate, &item, at_break) {
            (Fate::Damaged(told), Item::Record(_), None) => {
                format!("may be altered, for its member is damaged ({told}); {FETCH}")
            }
            // What ends so may have had more.
            (Fate::Damaged(told), Item::Record(_), Some(_)) => {
                format!(
                    "may be altered, and others behind it lost, for its member is damaged ({told}); {FETCH}"
                )
            }
            (Fate::Damaged(_), Item::Skip(_), Some(what)) if !self.told => what,
            (Fate::Cut, Item::Record(_) | Item::Skip(_), Some(what)) => what,
            _ => return item,
        };
        let (head, bytes) = match item {
            Item::Record(record) => (record.head.named(), record.body.len() as u64),
            _ => (Head::default(), 0),
        };
        Item::broken(head, RejectCode::Damaged, bytes, what)
    }
}

impl<R: BufRead> Iterator for MemberRecords<'_, R> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let mut piece = self.ahead.take().or_else(|| self.records.next())?;
        if !matches!(self.fate, Fate::Well) {
            piece.item = self.blame(piece.item);
        }
        let broke = self.records.broke.filter(|_| self.ahead.is_none());
        let Item::Broken { subject, what, head, .. } = &mut piece.item else {
            self.count += 1;
            return Some(piece);
        };
        if let Some(Broke::Between { cut }) = broke
            && head.id.is_none()
        {
            // Where all records were rejected for what they are, none is left that may be altered.
            if self.told && self.count == 0 && !cut {
                return None;
            }
            *subject = "member";
        }
        if broke.is_some() && self.count > 0 && !matches!(self.fate, Fate::Damaged(_)) {
            let before = count(self.count, "record");
            what.push_str(&format!(": {before} of its member came before, unchecked, and may be altered"));
        }
        self.told = true;
        Some(piece)
    }
}
