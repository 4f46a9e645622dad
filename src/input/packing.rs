//! How a file is packed, and its unpacking member by member.
//!
//! A gzip file is a row of members, a zstd file a row of frames; web archives pack each record as one.
//! They are read one by one, because a decoder that runs over all of them cannot say where one begins,
//! and gives up all that is behind a damaged one.

use super::counted::Counted;
pub(super) use super::member::Member;

use super::gzip::unpack_whole;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use zstd::bulk::Decompressor;
use zstd::dict::DecoderDictionary;
use zstd::stream::read::Decoder as ZstdDecoder;
use zstd::zstd_safe;

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
/// A skippable frame of zstd in which web archives keep their dictionary, as IIPC's proposal has it.
const DICTIONARY: &[u8] = b"\x5d\x2a\x4d\x18";
/// Largest dictionary; those in use have some hundred kilobytes.
const DICTIONARY_BYTES: u64 = 16 << 20;

/// Unpacked bytes by which the beginning of a member is tried.
const TRIED_UNPACKED: u64 = 4 << 20;

/// How a file is packed.
#[derive(Clone)]
pub(super) enum Packing {
    /// Members of gzip.
    Gzip,
    /// Frames of zstd, which may share a dictionary.
    Zstd(Option<Arc<Dictionary>>),
}

/// The dictionary of a zstd file.
pub(super) struct Dictionary {
    bytes: Vec<u8>,
    prepared: DecoderDictionary<'static>,
}

impl fmt::Debug for Packing {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "Gzip",
            Self::Zstd(_) => "Zstd",
        })
    }
}

/// Bytes of the head of a frame that decoders pass over: what it is, and how long.
const NOTE_HEAD: usize = 8;

/// Whether a frame of zstd begins here that decoders pass over: some programs write their own notes so, pzstd
/// one before each frame.
fn is_note(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

impl Packing {
    /// The packing that a file's first bytes show.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(GZIP) {
            Some(Self::Gzip)
        } else if head.starts_with(ZSTD) || is_note(head) {
            Some(Self::Zstd(None))
        } else {
            None
        }
    }

    /// The packing of a web archive, with the dictionary that it may begin with; what was read of the
    /// source ends right behind that.
    pub(super) fn of_archive<R: Read>(source: &mut Counted<R>) -> io::Result<Option<Self>> {
        let head = source.fill_buf()?;
        if !head.starts_with(DICTIONARY) {
            return Ok(Self::of(head));
        }
        let mut frame = [0; 8];
        source.read_exact(&mut frame)?;
        let size = u64::from(u32::from_le_bytes([frame[4], frame[5], frame[6], frame[7]]));
        let mut bytes = Vec::new();
        source.by_ref().take(size.min(DICTIONARY_BYTES)).read_to_end(&mut bytes)?;
        if bytes.starts_with(ZSTD) {
            let mut unpacked = Vec::new();
            ZstdDecoder::with_buffer(bytes.as_slice())?.take(DICTIONARY_BYTES).read_to_end(&mut unpacked)?;
            bytes = unpacked;
        }
        let prepared = DecoderDictionary::copy(&bytes);
        Ok(Some(Self::Zstd(Some(Arc::new(Dictionary { bytes, prepared })))))
    }

    /// The unpacked bytes of one member, at whose beginning the source is.
    pub(super) fn member<R: BufRead>(&self, source: R) -> io::Result<Member<'_, R>> {
        match self {
            Self::Zstd(Some(dictionary)) => Member::zstd_prepared(source, &dictionary.prepared),
            _ => self.owned_member(source),
        }
    }

    /// The same, with a dictionary of its own: for a member that is read for long.
    pub(super) fn owned_member<R: BufRead>(&self, source: R) -> io::Result<Member<'static, R>> {
        match self {
            Self::Gzip => Ok(Member::gzip(source)),
            Self::Zstd(dictionary) => {
                Member::zstd(source, dictionary.as_ref().map_or(&[], |dictionary| &dictionary.bytes))
            }
        }
    }

    /// What begins here, as far as is tried. `may_be_cut` says whether a member may break off where the bytes
    /// end, `more` whether the file has more than these.
    pub(super) fn tried(&self, bytes: &[u8], may_be_cut: bool, more: bool) -> Tried {
        let Ok(mut member) = self.member(bytes) else { return Tried::Within };
        match io::copy(&mut member.by_ref().take(TRIED_UNPACKED), &mut io::sink()) {
            Ok(TRIED_UNPACKED) => Tried::Alone,
            Ok(_) => {
                let behind = member.into_inner();
                let nuls = behind.iter().take_while(|byte| **byte == 0).count();
                let behind = &behind[nuls..];
                let is_end = if more { behind.len() < SIGNATURE_BYTES } else { behind.is_empty() };
                if is_end || self.goes_on(behind) { Tried::Alone } else { Tried::Within }
            }
            Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Tried::Damaged,
            Err(_) if may_be_cut => Tried::Alone,
            Err(_) => Tried::Within,
        }
    }

    /// Bytes of the note that stands here, a frame of zstd that holds no data; `None` where none does.
    pub(super) fn note(&self, bytes: &[u8]) -> Option<u64> {
        let head = bytes
            .first_chunk::<NOTE_HEAD>()
            .filter(|head| matches!(self, Self::Zstd(_)) && is_note(*head))?;
        let [.., a, b, c, d] = *head;
        Some(NOTE_HEAD as u64 + u64::from(u32::from_le_bytes([a, b, c, d])))
    }

    /// Whether a file may go on so behind a member or a note.
    pub(super) fn goes_on(&self, bytes: &[u8]) -> bool {
        self.first(bytes, 0) == Some(0) || (matches!(self, Self::Zstd(_)) && is_note(bytes))
    }

    /// The member at the beginning of these bytes unpacked at once, and how many of them it takes; `None` when
    /// it is not whole, does not say how large it is, or has more than `limit` bytes, and when more than one
    /// member of gzip may stand here.
    pub(super) fn whole(&self, bytes: &[u8], limit: u64) -> Option<(Vec<u8>, usize)> {
        let dictionary = match self {
            Self::Gzip => return unpack_whole(bytes, limit).map(|unpacked| (unpacked, bytes.len())),
            Self::Zstd(dictionary) => dictionary,
        };
        let size = zstd_safe::get_frame_content_size(bytes).ok()??;
        let member = bytes.get(..zstd_safe::find_frame_compressed_size(bytes).ok()?)?;
        if size > limit {
            return None;
        }
        let mut decoder = match dictionary {
            None => Decompressor::new(),
            Some(dictionary) => Decompressor::with_prepared_dictionary(&dictionary.prepared),
        }
        .ok()?;
        let unpacked = decoder.decompress(member, usize::try_from(size).ok()?).ok()?;
        Some((unpacked, member.len()))
    }

    /// Where in `bytes` anything that may be a member begins, from `from` on.
    pub(super) fn first(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let magic: &[u8] = match self {
            Self::Gzip => b"\x1f\x8b\x08",
            Self::Zstd(_) => ZSTD,
        };
        let mut at = from;
        while let Some(hit) = bytes.get(at..).and_then(|rest| memchr::memmem::find(rest, magic)) {
            let start = at + hit;
            // At the very end nothing speaks against it.
            if bytes.len() - start < SIGNATURE_BYTES || self.signature(&bytes[start..]).is_some() {
                return Some(start);
            }
            at = start + 1;
        }
        None
    }

    /// What members of this file begin with, seen at one of them.
    pub(super) fn signature(&self, member: &[u8]) -> Option<Signature> {
        match self {
            Self::Gzip => Signature::gzip(member),
            Self::Zstd(_) => member.starts_with(ZSTD).then_some(Signature::Zstd),
        }
    }
}

/// What bytes are that look like the beginning of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    /// A member that stands for itself: it unpacks, as far as is tried, and behind it is another or the end.
    Alone,
    /// It does not unpack: a member that is damaged, or none.
    Damaged,
    /// Something packed that stands in a member as it is, and has that one's other bytes behind it.
    Within,
}

/// What every member of an archive begins with. One program wrote them all, so that more bytes are alike
/// than the format asks for, and other bytes hardly look like a beginning: by chance one in 2^48.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// Flags, effort and system; the four bytes between are the time.
    Gzip { flags: u8, effort: u8, system: u8 },
    /// Four bytes alone: a false beginning once in 4 GB, which costs a second look and no record.
    Zstd,
}

/// Bytes by which a beginning is told.
pub(super) const SIGNATURE_BYTES: usize = 10;

impl Signature {
    fn gzip(member: &[u8]) -> Option<Self> {
        match member {
            // The upper flags are reserved: with one of them it is no member, or a damaged one.
            [0x1f, 0x8b, 8, flags @ ..0x20, _, _, _, _, effort, system, ..] => {
                Some(Self::Gzip { flags: *flags, effort: *effort, system: *system })
            }
            _ => None,
        }
    }

    /// Whether a member begins with these bytes.
    pub(super) fn begins(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Gzip { .. } => Self::gzip(bytes).as_ref() == Some(self),
            Self::Zstd => bytes.starts_with(ZSTD),
        }
    }

    /// Where in `bytes` the first member begins from `from` on; a beginning is seen with all its bytes only.
    pub(super) fn find(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let magic: &[u8] = match self {
            Self::Gzip { flags, .. } => &[0x1f, 0x8b, 8, *flags],
            Self::Zstd => ZSTD,
        };
        let mut at = from;
        while let Some(hit) = bytes.get(at..).and_then(|rest| memchr::memmem::find(rest, magic)) {
            let start = at + hit;
            if bytes.len() - start < SIGNATURE_BYTES {
                return None;
            }
            if self.begins(&bytes[start..]) {
                return Some(start);
            }
            at = start + 1;
        }
        None
    }
}
