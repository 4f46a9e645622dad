//! Text that was encoded twice: its UTF-8 was taken for Latin-1 or Windows-1252 and made UTF-8 again, so
//! that "’" reads "â€™".
//!
//! In: a page's text. Out: the text as it was meant, or nothing where it is not proven that it was encoded
//! twice: right text of any language keeps every character.

/// Characters that only encoding twice leaves which it takes as proof: one may be a slip, or an example.
const LEAST_PROOFS: usize = 3;

/// Characters beyond ASCII that must come right for each one that would not. Of 2,500 pages every one that was
/// encoded twice has no other; pages with a damaged quotation have more than these.
const RIGHT_PER_OTHER: usize = 10;

/// What Windows-1252 has in the places of the control characters; `\0` where it has none.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“',
    '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The byte that begins every character from `À` to `ÿ`, and so every first half of an encoded character.
const BEFORE_LEAD: u8 = 0xC3;

/// A character that stands in the text as the bytes that encode it.
struct Torn {
    whole: char,
    /// Bytes of the text that it takes.
    len: usize,
    /// Whether right text has nothing like it.
    proves: bool,
}

/// The text as it was before it was encoded a second time, and how many characters came right.
pub(super) fn undone(text: &str) -> Option<(String, usize)> {
    let begins = memchr::memchr_iter(BEFORE_LEAD, text.as_bytes());
    let proofs = begins.filter_map(|at| torn(&text[at..])).filter(|torn| torn.proves);
    if proofs.take(LEAST_PROOFS).count() < LEAST_PROOFS {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let (mut right, mut others) = (0, 0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii() {
            let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            out.push_str(&rest[..ascii]);
            rest = &rest[ascii..];
        } else if let Some(torn) = torn(rest) {
            right += 1;
            out.push(torn.whole);
            rest = &rest[torn.len..];
        } else {
            others += 1;
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    (right >= others * RIGHT_PER_OTHER).then_some((out, right))
}

/// The character whose bytes a text begins with, each read as a character of its own.
fn torn(text: &str) -> Option<Torn> {
    let lead = text.chars().next()?;
    let count = match lead {
        'Â'..='ß' => 2,
        'à'..='ï' => 3,
        'ð'..='ô' => 4,
        _ => return None,
    };
    let (mut bytes, mut len) = ([0; 4], 0);
    let mut chars = text.chars();
    for byte in &mut bytes[..count] {
        let own = chars.next()?;
        *byte = byte_of(own)?;
        len += own.len_utf8();
    }
    let whole = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    let read = text[..len].chars();
    let control = read.clone().any(|own| matches!(own, '\u{80}'..='\u{9f}'));
    // A space that does not break stands behind letters in right text: "à\u{a0}»", "5\u{a0}×\u{a0}2".
    let space = read.clone().any(|own| own == '\u{a0}');
    // A sign right behind these two letters is no word's; behind others it closes a quotation: "CAFÉ”".
    let proves = control || !space && (count > 2 || matches!(lead, 'Â' | 'Ã'));
    Some(Torn { whole, len, proves })
}

/// The byte that Latin-1 or Windows-1252 reads as this character.
fn byte_of(own: char) -> Option<u8> {
    match own {
        '\u{80}'..='\u{ff}' => u8::try_from(u32::from(own)).ok(),
        '\0' => None,
        _ => WINDOWS_1252.iter().position(|other| *other == own).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}
