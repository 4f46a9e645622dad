//! A gzip file of one member, unpacked at once.
//!
//! In: the bytes of a file. Out: the page, if the file is what nearly all are: one whole member and nothing
//! behind it. It takes half the time of a stream. Whatever else a file may be is left to the stream, which
//! can say what is wrong with it and where.

use libdeflater::Decompressor;
use memchr::memmem;

/// How a member begins: gzip, packed by deflate.
const MEMBER: &[u8] = b"\x1f\x8b\x08";

/// The page in a file; `None` when it is not one whole member, or has more than `limit` bytes.
pub(super) fn unpack_whole(file: &[u8], limit: u64) -> Option<Vec<u8>> {
    let size = u32::from_le_bytes(*file.last_chunk()?);
    let first = file.strip_prefix(MEMBER)?;
    // The size stands at the end of a member: of the only one, unless another begins somewhere.
    if u64::from(size) > limit || memmem::find(first, MEMBER).is_some() {
        return None;
    }
    let mut page = vec![0; usize::try_from(size).ok()?];
    let written = Decompressor::new().gzip_decompress(file, &mut page).ok()?;
    (written == page.len()).then_some(page)
}
