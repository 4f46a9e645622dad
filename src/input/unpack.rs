//! A page's file to its bytes: gzip and zstd unpacked, everything bounded before memory is taken.
//!
//! In: a readable stream. Out: all its bytes, or the failure with the place. The first bytes choose
//! the format, never the name: crawls hold many `.gz` that a server unpacked already.

use super::counted::{CHUNK_BYTES, Counted};
use super::gzip::unpack_whole;
use super::packing::Packing;
use crate::rejects::{Failure, RejectCode};
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// What came out of a file: the bytes, whole or up to where they broke.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// Bytes that were unpacked.
    pub(super) bytes: Vec<u8>,
    /// Why they are not all.
    pub(super) failure: Option<Failure>,
    /// Whether they were packed.
    pub(super) packed: bool,
}

/// Reads a stream whose size on disk is `size` to its end, or until a page of more than `limit`
/// bytes has come out.
pub(super) fn unpack(stream: impl Read, size: u64, limit: u64) -> Unpacked {
    let mut source = Counted::new(stream);
    let packing = match source.fill_buf() {
        Ok(head) => Packing::of(head),
        Err(error) => {
            return Unpacked { bytes: Vec::new(), failure: Some(unreadable(&error)), packed: false };
        }
    };
    let mut page = Page { bytes: Vec::new(), limit };
    let packed = packing.is_some();
    let result = match packing {
        Some(Packing::Gzip) if size <= limit => {
            // What fails here fails again in the stream, which knows how to tell of it.
            let mut file = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
            let read = source.by_ref().take(size.saturating_add(1)).read_to_end(&mut file);
            if let Some(bytes) = read.ok().and_then(|_| unpack_whole(&file, limit)) {
                return Unpacked { bytes, failure: None, packed: true };
            }
            gunzip(Counted::new(file.as_slice().chain(source)), &mut page)
        }
        Some(Packing::Gzip) => gunzip(source, &mut page),
        Some(Packing::Zstd(_)) => unzstd(source, &mut page),
        None => plain(source, size, &mut page),
    };
    Unpacked { bytes: page.bytes, failure: result.err(), packed }
}

fn plain(mut source: impl Read, size: u64, page: &mut Page) -> Result<(), Failure> {
    if size > page.limit {
        return Err(page.too_large(Some(size)));
    }
    // One byte more than the page, so that its end is seen without growing.
    page.bytes.reserve_exact(usize::try_from(size).unwrap_or(0).saturating_add(1));
    match page.fill(&mut source) {
        Ok(true) => Ok(()),
        Ok(false) => Err(page.too_large(None)),
        Err(error) => Err(unreadable(&error)),
    }
}

/// All members of a gzip file, one after the other. They are read one by one, because a decoder
/// that runs over all of them cannot say which is damaged, and one that stops after the first
/// loses the rest without a word.
fn gunzip<R: Read>(mut source: Counted<R>, page: &mut Page) -> Result<(), Failure> {
    for member in 1.. {
        let start = source.read;
        let mut decoder = GzDecoder::new(source);
        match page.fill(&mut decoder) {
            Ok(true) => source = decoder.into_inner(),
            Ok(false) => return Err(page.too_large(None)),
            Err(error) => {
                let place = format!("member {member} of the gzip data, at byte {start},");
                return Err(damaged(&place, decoder.get_ref(), &error));
            }
        }
        // Tapes and block devices pad with NULs, and gzip itself passes over them.
        if source.skip_nuls().map_err(|error| unreadable(&error))? {
            return Ok(());
        }
    }
    Ok(())
}

/// All frames of a zstd file.
fn unzstd<R: Read>(source: Counted<R>, page: &mut Page) -> Result<(), Failure> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(source).map_err(|error| unreadable(&error))?;
    match page.fill(&mut decoder) {
        Ok(true) => Ok(()),
        Ok(false) => Err(page.too_large(None)),
        Err(error) => Err(damaged("the zstd data", decoder.get_ref(), &error)),
    }
}

fn damaged<R>(place: &str, source: &Counted<R>, error: &io::Error) -> Failure {
    if source.broken {
        return unreadable(error);
    }
    let what = if error.kind() == io::ErrorKind::UnexpectedEof { "is cut off" } else { "is damaged" };
    Failure::new(
        RejectCode::Damaged,
        format!("{place} {what} near byte {} of the file ({error}): fetch the file again", source.read),
    )
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::new(RejectCode::Unreadable, format!("reading failed: {error}"))
}

/// The bytes of a page, never more than its limit.
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    pub(super) limit: u64,
}

impl Page {
    /// Reads to the end; false when the page grows past its limit.
    pub(super) fn fill(&mut self, source: &mut impl Read) -> io::Result<bool> {
        loop {
            if self.bytes.len() == self.bytes.capacity() {
                // A page of just the limit must still be told from a larger one: one byte more.
                let limit = usize::try_from(self.limit).unwrap_or(usize::MAX).saturating_add(1);
                let room = limit.saturating_sub(self.bytes.len());
                self.bytes.reserve_exact(self.bytes.len().max(CHUNK_BYTES).min(room));
            }
            let free = (self.bytes.capacity() - self.bytes.len()) as u64;
            let read = source.by_ref().take(free.max(1)).read_to_end(&mut self.bytes)? as u64;
            if self.bytes.len() as u64 > self.limit {
                return Ok(false);
            }
            if read < free.max(1) {
                return Ok(true);
            }
        }
    }

    pub(super) fn too_large(&self, size: Option<u64>) -> Failure {
        let size = size.map_or("it unpacks to more".to_owned(), |size| format!("it has {size}"));
        Failure::new(
            RejectCode::TooLarge,
            format!("the page may have {} bytes, and {size}; raise --max-page-bytes to keep it", self.limit),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).expect("memory");
        encoder.finish().expect("memory")
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        zstd::encode_all(text, 3).expect("memory")
    }

    fn all(file: &[u8], limit: u64) -> Result<Vec<u8>, Failure> {
        let Unpacked { bytes, failure, .. } = unpack(file, file.len() as u64, limit);
        failure.map_or(Ok(bytes), Err)
    }

    fn code(file: &[u8], limit: u64) -> RejectCode {
        all(file, limit).expect_err("a failure").code
    }

    #[test]
    fn plain_gzip_and_zstd_give_the_same_bytes() {
        let page = b"<p>words and more words</p>".repeat(10_000);
        for file in [page.clone(), gzip(&page), zstd(&page)] {
            assert_eq!(all(&file, 1 << 20).as_deref(), Ok(&*page));
        }
        assert_eq!(all(b"", 10), Ok(Vec::new()));
    }

    #[test]
    fn members_that_are_alike_are_both_read() {
        let one = gzip(&b"words ".repeat(50));
        let both = b"words ".repeat(100);
        assert_eq!(all(&[one.clone(), one].concat(), 1 << 20).as_deref(), Ok(&*both));
    }

    #[test]
    fn all_members_and_frames_are_read() {
        let members = [gzip(b"one "), gzip(b"two "), gzip(b"three"), vec![0; 512]].concat();
        assert_eq!(all(&members, 100), Ok(b"one two three".to_vec()));
        let frames = [zstd(b"one "), zstd(b"two")].concat();
        assert_eq!(all(&frames, 100), Ok(b"one two".to_vec()));
    }

    #[test]
    fn a_page_may_reach_its_limit_and_not_pass_it() {
        let page = vec![b'a'; 200_000];
        for file in [page.clone(), gzip(&page), zstd(&page)] {
            assert_eq!(all(&file, 200_000).map(|bytes| bytes.len()), Ok(200_000));
            assert_eq!(code(&file, 199_999), RejectCode::TooLarge);
            assert_eq!(code(&file, 0), RejectCode::TooLarge);
        }
    }

    #[test]
    fn a_bomb_takes_no_more_memory_than_the_limit() {
        let bomb = gzip(&vec![0; 50 << 20]);
        let unpacked = unpack(&*bomb, bomb.len() as u64, 1 << 20);
        assert_eq!(unpacked.failure.map(|failure| failure.code), Some(RejectCode::TooLarge));
        assert!(unpacked.bytes.capacity() <= (1 << 20) + 1);
    }

    #[test]
    fn a_damaged_member_is_reported_with_its_place() {
        let first = gzip(b"whole");
        let mut second = gzip(&b"broken ".repeat(100));
        let checksum = second.len() - 6;
        second[checksum] ^= 0xff;
        let unpacked = unpack(&*[first.clone(), second].concat(), 0, 10_000);
        let failure = unpacked.failure.expect("damage");
        assert_eq!(failure.code, RejectCode::Damaged);
        let place = format!("member 2 of the gzip data, at byte {},", first.len());
        assert!(failure.message.starts_with(&place), "{failure}");
        assert!(unpacked.bytes.starts_with(b"wholebroken"));
    }

    #[test]
    fn every_cut_of_packed_data_is_damage() {
        for file in [gzip(&b"some words ".repeat(30)), zstd(&b"some words ".repeat(30))] {
            for end in 4..file.len() {
                assert_eq!(code(&file[..end], 10_000), RejectCode::Damaged, "cut at {end}");
            }
        }
        assert_eq!(code(&[gzip(b"a"), b"rest".to_vec()].concat(), 100), RejectCode::Damaged);
        assert_eq!(code(&[zstd(b"a"), b"rest".to_vec()].concat(), 100), RejectCode::Damaged);
    }

    #[test]
    fn a_stream_that_fails_is_unreadable_and_not_damaged() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("bad sector"))
            }
        }
        let half = gzip(b"some words");
        let stream = half[..12].chain(Failing);
        let failure = unpack(stream, 100, 100).failure.expect("a failure");
        assert_eq!(failure.code, RejectCode::Unreadable);
        assert!(failure.message.contains("bad sector"));
    }
}
