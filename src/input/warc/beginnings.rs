//! Whether a member of a packed archive begins at a byte, seen without unpacking what is before it.

use super::source::is_beginning;
use crate::input::packing::Packing;
use std::io::Read;

/// Packed bytes that show what a member begins with: a block of zstd, 128 KiB, comes out whole or not at all.
pub(super) const SHOWING_BYTES: usize = 192 << 10;

/// Unpacked bytes that are looked at: what may stand before a record, and its beginning.
const LOOKED_AT: u64 = 64;

impl Packing {
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
