//! Byte scans, sixteen bytes a step.
//!
//! In: a slice and a place in it. Out: the next place of interest, or the slice's length. The scans
//! are for runs that mostly end within a few dozen bytes; for long ones `memchr` is better, and
//! [`find`] hands over to it. What a step does with SSE2, and without, stands in `src/step.rs`.

use super::keys::WORD;
use crate::step::{Bytes, STEP, Steps};

/// Steps after which a quoted value is long, so that starting `memchr` pays.
const SHORT_STEPS: usize = 8;

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
        let ends =
            bytes.at_most(b' ').or(bytes.equal(b'/')).or(bytes.equal(b'>')).or(bytes.equal(b'=')).mask();
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

/// Where white space ends that begins here, if there is any.
pub(super) fn spaces(source: &[u8], mut at: usize) -> usize {
    while let Some(bytes) = source[at..].first_chunk::<STEP>() {
        let bytes = Bytes::new(bytes);
        let line_ends = bytes.equal(b'\n').or(bytes.equal(b'\r')).or(bytes.equal(b'\x0c'));
        let spaces = bytes.equal(b' ').or(bytes.equal(b'\t')).or(line_ends).mask().trailing_ones() as usize;
        at += spaces;
        if spaces < STEP {
            return at;
        }
    }
    source[at..].iter().position(|byte| !is_space(*byte)).map_or(source.len(), |more| at + more)
}

/// A name that begins here and is not empty, up to the first white space, `/` or `>`: its length and its
/// first bytes as a number. `None` where the name is longer than these, holds a control character or
/// stands at the end of the source.
#[inline(always)]
pub(super) fn tag_name(source: Steps, at: usize) -> Option<(u64, usize)> {
    let step = source.at(at)?;
    let bytes = Bytes::new(step);
    let ends = bytes.at_most(b' ').or(bytes.equal(b'/')).or(bytes.equal(b'>')).mask();
    let len = ends.trailing_zeros() as usize;
    if len > WORD || (step[len] < b' ' && !is_space(step[len])) {
        return None;
    }
    Some((first_bytes(step, len), len))
}

/// A space, an attribute's name, `=` and a quote, as most attributes are written: the step that they
/// begin, the name's length, and the quote. `None` where they are written in another way, the name is
/// too long for a step or holds a control character, or the source ends before the step.
#[inline(always)]
pub(super) fn quoted_name(source: Steps<'_>, at: usize) -> Option<(&[u8; STEP], usize, u8)> {
    const QUOTED: usize = STEP - " ='".len();
    let step = source.at(at)?;
    let bytes = Bytes::new(step);
    let ends = bytes.at_most(b' ').or(bytes.equal(b'/')).or(bytes.equal(b'>')).or(bytes.equal(b'=')).mask();
    // What begins with `=` is for others.
    let len = (ends >> 1).trailing_zeros() as usize;
    if step[0] != b' ' || len == 0 || len > QUOTED || step[len + 1] != b'=' {
        return None;
    }
    let quote = step[len + 2];
    matches!(quote, b'"' | b'\'').then_some((step, len, quote))
}

/// The same for a name of more than `longest` bytes, whatever they are: where the value begins, and the
/// quote.
#[inline(never)]
pub(super) fn quoted_long_name(source: &[u8], at: usize, longest: usize) -> Option<(usize, u8)> {
    if source.get(at) != Some(&b' ') {
        return None;
    }
    let end = name(source, at + 1);
    match source.get(end..)? {
        [b'=', quote @ (b'"' | b'\''), ..] if end > at + 1 + longest => Some((end + "='".len(), *quote)),
        _ => None,
    }
}

/// Bytes that begin something to resolve: a reference, a carriage return or a NUL.
#[inline(always)]
pub(super) fn marks(step: Bytes) -> Bytes {
    step.equal(b'&').or(step.equal(b'\r')).or(step.equal(b'\0'))
}

/// The same and some others, line feeds and tabs among them, which are rare in values: they take one
/// comparison less.
#[inline(always)]
pub(super) fn marks_and_more(step: Bytes) -> Bytes {
    step.equal(b'&').or(step.at_most(b'\r'))
}

/// Where the next byte like this one stands, and whether one of these marks stands before it. `None` when
/// there is none.
#[inline(always)]
pub(super) fn find_with_marks(
    source: Steps,
    from: usize,
    byte: u8,
    marks: impl Fn(Bytes) -> Bytes,
) -> Option<(usize, bool)> {
    let (mut at, mut resolves) = (from, false);
    for _ in 0..SHORT_STEPS {
        let Some(bytes) = source.at(at) else { break };
        let bytes = Bytes::new(bytes);
        let ends = bytes.equal(byte).mask();
        let marks = marks(bytes).mask();
        if ends != 0 {
            // Marks below the lowest end.
            let before = marks & (ends ^ ends.wrapping_sub(1)) != 0;
            return Some((at + ends.trailing_zeros() as usize, resolves | before));
        }
        resolves |= marks != 0;
        at += STEP;
    }
    find_far(source.bytes(), at, byte).map(|end| (end, resolves || has_marks(&source.bytes()[at..end])))
}

/// Where the next byte like this one stands.
#[inline(always)]
pub(super) fn find(source: Steps, from: usize, byte: u8) -> Option<usize> {
    let mut at = from;
    for _ in 0..SHORT_STEPS {
        let Some(bytes) = source.at(at) else { break };
        let ends = Bytes::new(bytes).equal(byte).mask();
        if ends != 0 {
            return Some(at + ends.trailing_zeros() as usize);
        }
        at += STEP;
    }
    find_far(source.bytes(), at, byte)
}

#[inline(never)]
fn find_far(source: &[u8], at: usize, byte: u8) -> Option<usize> {
    Some(at + memchr::memchr(byte, &source[at..])?)
}

/// Where the next of three bytes stands: for runs that mostly end within a few steps.
#[inline]
pub(super) fn find_mark(source: &[u8], from: usize, marks: [u8; 3]) -> Option<usize> {
    let mut at = from;
    for _ in 0..SHORT_STEPS {
        let Some(bytes) = source[at..].first_chunk::<STEP>() else { break };
        let bytes = Bytes::new(bytes);
        let found = bytes.equal(marks[0]).or(bytes.equal(marks[1])).or(bytes.equal(marks[2])).mask();
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize);
        }
        at += STEP;
    }
    Some(at + memchr::memchr3(marks[0], marks[1], marks[2], &source[at..])?)
}

/// Whether something to resolve stands in a stretch.
pub(super) fn has_marks(bytes: &[u8]) -> bool {
    memchr::memchr3(b'&', b'\r', b'\0', bytes).is_some()
}

/// So many of the first bytes as a number, which are from one to eight; none where there are no eight.
#[inline(always)]
pub(super) fn first_bytes(bytes: &[u8], len: usize) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes)) & FIRST[len]
}

/// For each number of bytes, what masks so many of the first of eight.
pub(super) static FIRST: [u64; WORD + 1] = {
    let mut masks = [0; WORD + 1];
    let mut len = 1;
    while len <= WORD {
        masks[len] = masks[len - 1] << 8 | 0xff;
        len += 1;
    }
    masks
};

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
                let end = source.iter().position(|own| *own == b'"');
                let before = |end: usize| source[..end].iter().any(|own| b"&\r\0".contains(own));
                let found = find_with_marks(Steps::new(&source), 0, b'"', marks);
                assert_eq!(found, end.map(|end| (end, before(end))), "{byte} at {place}");
                assert_eq!(find(Steps::new(&source), 0, b'"'), end, "{byte} at {place}");
            }
        }
        let short = Steps::new(b"abc");
        assert_eq!((find(short, 0, b'"'), find_with_marks(short, 0, b'"', marks)), (None, None));
    }

    #[test]
    fn short_names_end_where_long_ones_do() {
        for byte in 0..=u8::MAX {
            for place in 1..STEP {
                let mut source = [b'a'; 40];
                source[place] = byte;
                source[20] = b'>';
                let end = source.iter().position(|own| ends_tag_name(*own)).unwrap_or(40);
                if let Some((word, len)) = tag_name(Steps::new(&source), 0) {
                    assert_eq!((word, len), (lower_word(&source, 0, len), end), "{byte} at {place}");
                } else {
                    assert!(end > WORD || source[..end].iter().any(|own| *own < b' '), "{byte} at {place}");
                }
                (source[0], source[place], source[place + 1]) = (b' ', b'=', byte);
                let quoted = quoted_name(Steps::new(&source), 0).map(|(_, len, quote)| (len, quote));
                let fits = (2..STEP - 1).contains(&place) && matches!(byte, b'"' | b'\'');
                assert_eq!(quoted, fits.then_some((place - 1, byte)), "{byte} after {place}");
            }
        }
        assert_eq!(tag_name(Steps::new(b"a>"), 0), None);
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
