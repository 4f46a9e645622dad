//! Character references: `&amp;`, `&#8217;`, `&#x27;`.
//!
//! In: source text. Out: the same with its references resolved, line ends unified and NULs replaced
//! where that is asked for. The names are those of `web_atoms`, which takes them from the standard.

use super::bare_references as bare;
use super::scan;
use web_atoms::NAMED_ENTITIES;

/// Longest name of all: `CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 32;

/// What numbers from 128 to 159 mean: what they are in Windows-1252.
const WINDOWS_1252: [u16; 32] = [
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
    0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
    0x153, 0x9d, 0x17e, 0x178,
];

/// What is to be resolved in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text between tags: references; NULs stay, for the tree rules say what becomes of them.
    Data,
    /// Text of a `title` or `textarea`: references, and NULs become U+FFFD.
    Rcdata,
    /// Text without references; NULs become U+FFFD.
    Raw,
    /// An attribute's value: some references without a semicolon are none.
    Attribute,
    /// Text without references; NULs stay.
    Cdata,
}

/// Appends a text with what is in it resolved.
pub(super) fn resolve(text: &str, kind: Kind, out: &mut String) {
    let bytes = text.as_bytes();
    let references = !matches!(kind, Kind::Raw | Kind::Cdata);
    let mark = if references { b'&' } else { b'\r' };
    let mut at = 0;
    while let Some(end) = scan::find_mark(bytes, at, [mark, b'\r', b'\0']) {
        out.push_str(&text[at..end]);
        at = end;
        match bytes[at] {
            b'&' => at = reference(text, at + 1, kind == Kind::Attribute, out),
            b'\r' => {
                out.push('\n');
                at += if bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
            }
            _ => {
                let nul = if matches!(kind, Kind::Data | Kind::Cdata) { '\0' } else { '\u{fffd}' };
                while bytes.get(at) == Some(&b'\0') {
                    out.push(nul);
                    at += 1;
                }
            }
        }
    }
    out.push_str(&text[at..]);
}

/// Appends what the reference after an ampersand stands for, or the ampersand alone; returns where
/// the text goes on.
fn reference(text: &str, at: usize, attribute: bool, out: &mut String) -> usize {
    let rest = &text[at..];
    if let Some((len, letter)) = usual(rest.as_bytes()) {
        out.push(letter);
        return at + len;
    }
    let found = match rest.strip_prefix('#') {
        Some(number) => numeric(number.as_bytes(), out).map(|len| len + 1),
        None => named(rest, attribute, out),
    };
    at + found.unwrap_or_else(|| {
        out.push('&');
        0
    })
}

/// The most usual names, found without a look-up: the length, and what it stands for.
#[inline]
fn usual(rest: &[u8]) -> Option<(usize, char)> {
    match rest {
        [b'a', b'm', b'p', b';', ..] => Some((4, '&')),
        [b'n', b'b', b's', b'p', b';', ..] => Some((5, '\u{a0}')),
        [b'q', b'u', b'o', b't', b';', ..] => Some((5, '"')),
        [b'l', b't', b';', ..] => Some((3, '<')),
        [b'g', b't', b';', ..] => Some((3, '>')),
        [b'a', b'p', b'o', b's', b';', ..] => Some((5, '\'')),
        _ => None,
    }
}

/// Appends the letter of a number; returns the number's length, its semicolon included.
fn numeric(rest: &[u8], out: &mut String) -> Option<usize> {
    let (marker, radix) = if matches!(rest.first(), Some(b'x' | b'X')) { (1, 16) } else { (0, 10) };
    let digit = |byte: &u8| char::from(*byte).to_digit(radix);
    let mut number = 0_u32;
    let mut len = marker;
    while let Some(value) = rest.get(len).and_then(digit) {
        // Whatever is too large stays too large.
        number = number.saturating_mul(radix).saturating_add(value);
        len += 1;
    }
    if len == marker {
        return None;
    }
    let code = match number {
        0 => 0xfffd,
        0x80..=0x9f => u32::from(WINDOWS_1252[number as usize - 0x80]),
        _ => number,
    };
    out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
    Some(len + usize::from(rest.get(len) == Some(&b';')))
}

/// Appends what a name stands for; returns its length, the semicolon included. Of several names that
/// begin here the longest counts.
fn named(rest: &str, attribute: bool, out: &mut String) -> Option<usize> {
    let bytes = rest.as_bytes();
    let run = bytes.iter().take(LONGEST_NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if bytes.get(run) == Some(&b';')
        && let Some((first, second)) = NAMED_ENTITIES.get(&rest[..=run])
        && *first != 0
    {
        out.extend(char::from_u32(*first));
        out.extend(char::from_u32(*second).filter(|letter| *letter != '\0'));
        return Some(run + 1);
    }
    let (len, letter) = bare::longest(bytes, run)?;
    // In addresses: `?a=1&lt=2` holds no reference.
    let goes_on = bytes.get(len).is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric());
    if attribute && goes_on {
        return None;
    }
    out.push(letter);
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str, kind: Kind) -> String {
        let mut out = String::new();
        resolve(text, kind, &mut out);
        out
    }

    #[test]
    fn references_are_resolved_as_browsers_do() {
        for (source, expected) in [
            ("a &amp; b &lt;c&gt;", "a & b <c>"),
            ("&amp &ampx &notit; &notin; &no", "& &x ¬it; ∉ &no"),
            ("&#65;&#x42&#X43;&#;&#x;&#xg", "ABC&#;&#x;&#xg"),
            ("&#0;&#128;&#x9f;&#xd800;&#99999999999;&#x110000;", "\u{fffd}€Ÿ\u{fffd}\u{fffd}\u{fffd}"),
            ("&NotEqualTilde;&fjlig;&CounterClockwiseContourIntegral;", "≂\u{338}fj∳"),
            ("&unknown; && & &é", "&unknown; && & &é"),
            ("a\r\nb\rc\0", "a\nb\nc\0"),
        ] {
            assert_eq!(resolved(source, Kind::Data), expected, "{source}");
        }
    }

    #[test]
    fn the_names_without_a_semicolon_are_those_of_the_standard() {
        let mut standard: Vec<_> = NAMED_ENTITIES
            .entries()
            .filter(|(name, (first, _))| !name.ends_with(';') && *first != 0)
            .map(|(name, (first, _))| (*name, char::from_u32(*first).expect("a letter")))
            .collect();
        let mut own = bare::NAMES.to_vec();
        standard.sort_unstable();
        own.sort_unstable();
        assert_eq!(own, standard);
        let is_found = |(name, letter): &(&str, char)| {
            bare::longest(name.as_bytes(), name.len()) == Some((name.len(), *letter))
        };
        assert!(own.iter().all(is_found) && own.iter().all(|(name, _)| bare::LENGTHS.contains(&name.len())));
    }

    #[test]
    fn addresses_keep_what_looks_like_a_reference() {
        assert_eq!(resolved("?a=1&lt=2&copy;&copyx&amp&para", Kind::Attribute), "?a=1&lt=2©&copyx&¶");
        assert_eq!(resolved("&amp;\0\r\n", Kind::Raw), "&amp;\u{fffd}\n");
    }
}
