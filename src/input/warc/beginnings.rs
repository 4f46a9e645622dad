//! Where members of a packed archive begin, found without unpacking what is before them.

use super::source::is_beginning;
use crate::input::packing::{Packing, SIGNATURE_BYTES};
use memchr::memmem;
use std::io::Read;

/// Packed bytes that show what a member begins with: a block of zstd, 128 KiB, comes out whole or not at all.
pub(super) const SHOWING_BYTES: usize = 192 << 10;

/// Unpacked bytes that are looked at: what may stand before a record, and its beginning.
const LOOKED_AT: u64 = 64;

impl Packing {
    /// Where in `bytes` anything that may be a member begins, from `from` on.
    pub(super) fn any(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let magic: &[u8] = match self {
            Self::Gzip => b"\x1f\x8b\x08",
            Self::Zstd(_) => b"\x28\xb5\x2f\xfd",
        };
        let mut at = from;
        while let Some(hit) = bytes.get(at..).and_then(|rest| memmem::find(rest, magic)) {
            let start = at + hit;
            // At the very end nothing speaks against it.
            if bytes.len() - start < SIGNATURE_BYTES || self.signature(&bytes[start..]).is_some() {
                return Some(start);
            }
            at = start + 1;
        }
        None
    }

    /// Whether a member begins here that begins with a record: among the bytes of a damaged member, three or
    /// four alike are not enough, for in a gigabyte there are dozens by chance.
    pub(super) fn shows_record(&self, bytes: &[u8]) -> bool {
        let shown = &bytes[..bytes.len().min(SHOWING_BYTES)];
        let mut unpacked = Vec::new();
        if let Ok(member) = self.member(shown) {
            // What comes out before an error is enough.
            let _ = member.take(LOOKED_AT).read_to_end(&mut unpacked);
        }
        is_beginning(&unpacked)
    }
}
