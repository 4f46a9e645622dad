//! Byte scans, sixteen bytes a step.
//!
//! In: a slice and a place in it. Out: the next place of interest, or the slice's length. The scans
//! are for runs that mostly end within a few dozen bytes; for long ones `memchr` is better, and
//! [`quoted`] hands over to it. What a step does with SSE2, and without, stands in `step.rs`.

use super::step::{Bytes, STEP};

/// Steps after which a quoted value is long, so that starting `memchr` pays.
const SHORT_STEPS: usize = 4;

/// The white space of HTML.
#[inline(always)]
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}

/// Whether a byte ends a tag's name.
#[inline(always)]
pub(super) const fn ends_tag_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

/// Where the first white space, `/`, `>` or `=` stands: the end of an attribute's name. A tag's name
/// may hold `=`, so that its caller goes on.
#[inline(always)]
pub(super) fn name(source: &[u8], mut at: usize) -> usize {
    while let Some(bytes) = source[at..].first_chunk::<STEP>() {
        let bytes = Bytes::new(bytes);
        let ends = bytes.at_most(b' ').or(bytes.equal(b'/')).or(bytes.equal(b'>')).or(bytes.equal(b'=')).mask();
        if ends == 0 {
            at += STEP;
            continue;
        }
        at += ends.trailing_zeros() as usize;
        if source[at] >= b' ' || is_space(source[at]) {
            return at;
        }
        // Another control character belongs to the name.
        at += 1;
    }
    let ends = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>' | b'=');
    source[at..].iter().position(ends).map_or(source.len(), |more| at + more)
}

/// Where the quote stands that ends a value, and whether there is a `&` before it. `None` when the
/// value is never closed.
#[inline(always)]
pub(super) fn quoted(source: &[u8], from: usize, quote: u8) -> Option<(usize, bool)> {
    let (mut at, mut references) = (from, false);
    for _ in 0..SHORT_STEPS {
        let Some(bytes) = source[at..].first_chunk::<STEP>() else { break };
        let bytes = Bytes::new(bytes);
        let (ends, marks) = (bytes.equal(quote).mask(), bytes.equal(b'&').mask());
        if ends != 0 {
            let before = (ends & ends.wrapping_neg()) - 1;
            return Some((at + ends.trailing_zeros() as usize, references || marks & before != 0));
        }
        references |= marks != 0;
        at += STEP;
    }
    let end = at + memchr::memchr(quote, &source[at..])?;
    Some((end, references || memchr::memchr(b'&', &source[at..end]).is_some()))
}

/// Where the text ends that begins here, at a `<`, and whether there is a `&` in it.
#[inline(always)]
pub(super) fn text(source: &[u8], from: usize) -> (usize, bool) {
    quoted(source, from, b'<').unwrap_or_else(|| {
        (source.len(), memchr::memchr(b'&', &source[from..]).is_some())
    })
}

/// The first eight bytes from here as a number, ASCII letters in lower case, bytes from `len` on zero.
#[inline(always)]
pub(super) fn lower_word(source: &[u8], at: usize, len: usize) -> u64 {
    let word = match source[at..].first_chunk::<8>() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => {
            let mut bytes = [0; 8];
            bytes[..source.len() - at].copy_from_slice(&source[at..]);
            u64::from_le_bytes(bytes)
        }
    };
    let kept = if len >= 8 { word } else { word & ((1 << (8 * len)) - 1) };
    lower(kept)
}

/// ASCII letters of eight bytes in lower case.
#[inline(always)]
pub(super) const fn lower(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let low = word & (0x7f * EACH);
    // The top bit of each byte tells `A` and above, and above `Z`.
    let from_a = low + (0x80 - b'A' as u64) * EACH;
    let over_z = low + (0x7f - b'Z' as u64) * EACH;
    let upper = (from_a & !over_z & !word) & (0x80 * EACH);
    word | (upper >> 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scan_stops_where_a_plain_one_does() {
        // Each byte at each place of a run that crosses steps, between letters.
        for byte in 0..=u8::MAX {
            for place in 0..80 {
                let mut source = [b'a'; 90];
                source[place] = byte;
                let plain = |ends: &dyn Fn(u8) -> bool| source.iter().position(|own| ends(*own));
                let end = plain(&|own| is_space(own) || b"/>=".contains(&own));
                assert_eq!(name(&source, 0), end.unwrap_or(source.len()), "{byte} at {place}");
                source[85] = b'"';
                let end = source.iter().position(|own| *own == b'"').map(|end| (end, source[..end].contains(&b'&')));
                assert_eq!(quoted(&source, 0, b'"'), end, "{byte} at {place}");
            }
        }
        assert_eq!(quoted(b"abc", 0, b'"'), None);
    }

    #[test]
    fn letters_alone_become_small() {
        for byte in 0..=u8::MAX {
            let word = u64::from_le_bytes([byte; 8]);
            assert_eq!(lower(word), u64::from_le_bytes([byte.to_ascii_lowercase(); 8]), "{byte}");
        }
        assert_eq!(lower_word(b"DIV", 0, 2), lower_word(b"diet", 0, 2));
    }
}
