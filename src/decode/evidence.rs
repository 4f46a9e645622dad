//! What the bytes themselves say about their charset.

use encoding_rs::{DecoderResult, Encoding, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Good UTF-8 sequences that must stand against each bad one for UTF-8 to be kept where it is
/// declared: text of another charset reads as UTF-8 in fewer than one sequence of five by chance.
const DECLARED_GOOD_PER_BAD: usize = 1;

/// The same where UTF-8 is not declared, or something else is.
const UNDECLARED_GOOD_PER_BAD: usize = 8;

/// Places damaged in a text whose few characters beyond ASCII are surely UTF-8.
const MOST_DAMAGED: usize = 1;

/// Good sequences that it takes at least to call damaged bytes UTF-8 unasked.
const UNDECLARED_GOOD: usize = 3;

/// Letters beyond ASCII that must stand against each unreadable place for a declared charset to be
/// believed: a page in its own charset is damaged in a place or two, a wrong one breaks everywhere.
const LETTERS_PER_BAD: usize = 20;

/// Bytes looked at for UTF-16; even, so that no unit is cut.
const UTF16_SAMPLE_BYTES: usize = 4096;

/// Share of units, one in so many, with a NUL as their high byte that makes bytes UTF-16: markup
/// and Latin text reach nearly all, Chinese text with markup about half.
const UTF16_UNITS_PER_NUL: usize = 10;

/// How much rarer NULs must be in the other half of the units.
const UTF16_LOPSIDED: usize = 20;

/// Bytes read in one charset.
pub(super) struct Reading<'a> {
    pub(super) encoding: &'static Encoding,
    pub(super) text: Cow<'a, str>,
    /// Places that could not be read; each is a U+FFFD in the text.
    pub(super) bad: usize,
    /// Offset of the first of them.
    pub(super) first_bad: Option<usize>,
    /// Whether the last of them is a character cut off by the end.
    cut: bool,
}

impl<'a> Reading<'a> {
    /// Text that needed no decoding.
    pub(super) fn clean(encoding: &'static Encoding, text: &'a str) -> Self {
        Self { encoding, text: Cow::Borrowed(text), bad: 0, first_bad: None, cut: false }
    }

    /// Reads all bytes, which bear no byte order mark, and counts what cannot be read.
    pub(super) fn new(encoding: &'static Encoding, bytes: &'a [u8]) -> Self {
        if encoding == encoding_rs::UTF_8
            && let Ok(text) = simdutf8::basic::from_utf8(bytes)
        {
            return Self::clean(encoding, text);
        }
        let mut decoder = encoding.new_decoder_without_bom_handling();
        // Enough for Latin text; the loop asks for more where it is not.
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 8 + 16);
        let (mut at, mut bad, mut first_bad, mut cut) = (0, 0, None, false);
        loop {
            let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut text, true);
            at += read;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => text.reserve((bytes.len() - at) / 2 + 64),
                DecoderResult::Malformed(length, after) => {
                    bad += 1;
                    first_bad.get_or_insert(at.saturating_sub(usize::from(length) + usize::from(after)));
                    cut = at == bytes.len();
                    text.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
        Self { encoding, text: Cow::Owned(text), bad, first_bad, cut }
    }

    /// Whether so few places are unreadable that the charset may still be right.
    pub(super) fn is_tolerable(&self) -> bool {
        let bad = self.bad - usize::from(self.cut);
        bad == 0 || bad * LETTERS_PER_BAD <= self.text.chars().filter(|c| !c.is_ascii()).count()
    }
}

/// How well bytes that are not wholly valid read as UTF-8.
pub(super) struct Utf8Evidence {
    /// Characters of two bytes and more.
    good: usize,
    /// Those of them that other charsets next to never make: of three bytes and more, and signs such as "©".
    sure: usize,
    /// Places that are invalid; a character cut off by the end is none.
    bad: usize,
}

/// Whether next to no text of another charset reads as this character in UTF-8: it is none of the letters that two bytes
/// write, whose first byte alone is a letter in most charsets.
fn is_sure(letter: char) -> bool {
    matches!(letter, '\u{a0}'..='\u{bf}' | '\u{800}'..)
}

impl Utf8Evidence {
    pub(super) fn count(bytes: &[u8]) -> Self {
        let (mut good, mut sure, mut bad) = (0, 0, 0);
        for chunk in bytes.utf8_chunks() {
            sure += chunk.valid().chars().filter(|c| is_sure(*c)).count();
            good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            bad += usize::from(!chunk.invalid().is_empty());
        }
        let tail = &bytes[bytes.len().saturating_sub(4)..];
        let cut = (0..tail.len()).any(|at| {
            std::str::from_utf8(&tail[at..])
                .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
        });
        Self { good, sure, bad: bad - usize::from(cut) }
    }

    /// Whether a declaration of UTF-8 should be believed.
    pub(super) fn supports_claim(&self) -> bool {
        self.good >= DECLARED_GOOD_PER_BAD * self.bad
    }

    /// Whether this is UTF-8 although nobody says so.
    pub(super) fn overrules_claims(&self) -> bool {
        let enough = self.good >= UNDECLARED_GOOD && self.good >= UNDECLARED_GOOD_PER_BAD * self.bad;
        // A page with little beyond ASCII and one byte that was damaged.
        enough || (self.bad <= MOST_DAMAGED && self.sure > 0)
    }
}

/// UTF-16 by its NUL bytes: those of Latin letters all stand in the high half of their units.
pub(super) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(UTF16_SAMPLE_BYTES)];
    memchr::memchr(0, sample)?;
    let units = sample.len() / 2;
    let first = sample.chunks_exact(2).filter(|unit| unit[0] == 0).count();
    let second = sample.chunks_exact(2).filter(|unit| unit[1] == 0).count();
    let (encoding, high, low) =
        if first > second { (UTF_16BE, first, second) } else { (UTF_16LE, second, first) };
    let lopsided = high * UTF16_UNITS_PER_NUL >= units && low * UTF16_LOPSIDED <= high;
    (lopsided && reads_as_text(encoding, &sample[..units * 2])).then_some(encoding)
}

/// Tables of small numbers have their NULs in one half too, but they hold control characters.
fn reads_as_text(encoding: &'static Encoding, sample: &[u8]) -> bool {
    let reading = Reading::new(encoding, sample);
    let odd = |c: &char| c.is_control() && !c.is_ascii_whitespace() || matches!(c, '\u{e000}'..='\u{f8ff}');
    let count = reading.text.chars().count();
    reading.is_tolerable() && reading.text.chars().filter(odd).count() * LETTERS_PER_BAD <= count
}
