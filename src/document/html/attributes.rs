//! The attributes of a tag.
//!
//! In: the source from the end of a tag's name on. Out: where the tag ends, and where the values stand
//! of the attributes that later steps ask for. Values are copied when an element is made of the tag.

use super::keys::{Key, PLACES, find, key, key_of, places};
use super::references::{self, Kind};
use super::scan;
use crate::document::Attr;
use std::hash::BuildHasher;
use std::ops::Range;

/// An attribute that is kept. In foreign content some names have a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    /// What later steps call it.
    pub attr: Attr,
    /// Whether it counts in foreign content alone.
    pub foreign: bool,
}

const PREFIXED: [(&str, Attr); 5] = [
    ("xlink:href", Attr::Href),
    ("xlink:role", Attr::Role),
    ("xlink:title", Attr::Title),
    ("xlink:type", Attr::Type),
    ("xml:lang", Attr::Lang),
];

const WANTED: usize = Attr::ALL.len() + PREFIXED.len();

/// Bytes of the longest of their names, `aria-hidden`.
const LONGEST_WANTED: usize = 11;

const WANTED_KEYS: [Key; WANTED] = {
    let mut keys = [0; WANTED];
    let mut at = 0;
    while at < WANTED {
        keys[at] = match at.checked_sub(Attr::ALL.len()) {
            None => key_of(Attr::NAMES[at]),
            Some(prefixed) => key_of(PREFIXED[prefixed].0),
        };
        at += 1;
    }
    keys
};

impl Wanted {
    /// The attribute with this key; `None` when no step asks for it.
    #[inline(always)]
    pub(super) fn of(key: Key) -> Option<Self> {
        static TABLE: [u8; PLACES] = places(&WANTED_KEYS);
        let index = find(key, &WANTED_KEYS, &TABLE)?;
        Some(match index.checked_sub(Attr::ALL.len()) {
            None => Self { attr: Attr::ALL[index], foreign: false },
            Some(prefixed) => Self { attr: PREFIXED[prefixed].1, foreign: true },
        })
    }
}

/// Sets of attributes have one bit a name; those with a prefix have the upper half, for they may stand
/// beside those without.
const FOREIGN_BITS: u32 = u64::BITS / 2;
const _: () = assert!(Attr::ALL.len() <= FOREIGN_BITS as usize);

/// Where a wanted attribute's value stands.
#[derive(Debug, Clone)]
pub(super) struct RawAttribute {
    pub wanted: Wanted,
    pub value: Range<u32>,
    /// Whether references, line ends or NULs in the value may have to be resolved.
    pub resolve: bool,
}

/// An attribute as it stands in the source.
struct Written {
    name: Range<usize>,
    value: Range<usize>,
    /// Whether references, line ends or NULs in the value may have to be resolved.
    resolves: bool,
}

/// What ends a walk over attributes.
enum End {
    /// A `>` that ends before this place; whether a `/` stands before it.
    Tag(usize, bool),
    /// The source ends inside the tag.
    Source,
}

/// Shows each attribute from `at` on.
#[inline(always)]
fn walk(source: &[u8], mut at: usize, mut show: impl FnMut(Written)) -> End {
    loop {
        match source.get(at) {
            None => return End::Source,
            Some(b'>') => return End::Tag(at + 1, false),
            Some(b'/') if source.get(at + 1) == Some(&b'>') => return End::Tag(at + 2, true),
            Some(byte) if *byte == b'/' || scan::is_space(*byte) => {
                at += 1;
                continue;
            }
            Some(_) => {}
        }
        // A name may begin with `=`.
        let name = at..scan::name(source, at + 1);
        at = if source.get(name.end) == Some(&b'=') { name.end } else { skip_spaces(source, name.end) };
        if source.get(at) != Some(&b'=') {
            show(Written { name, value: at..at, resolves: false });
            continue;
        }
        at = skip_spaces(source, at + 1);
        let Some(first) = source.get(at) else { return End::Source };
        let (value, resolves) = match first {
            b'"' | b'\'' => {
                let Some((end, resolves)) = scan::find(source, at + 1, *first) else { return End::Source };
                (at + 1..end, resolves)
            }
            _ => {
                let value = at..unquoted(source, at);
                (value.clone(), scan::has_marks(&source[value]))
            }
        };
        at = if matches!(first, b'"' | b'\'') { value.end + 1 } else { value.end };
        show(Written { name, value, resolves });
    }
}

#[inline(always)]
fn skip_spaces(source: &[u8], mut at: usize) -> usize {
    while source.get(at).is_some_and(|byte| scan::is_space(*byte)) {
        at += 1;
    }
    at
}

fn unquoted(source: &[u8], from: usize) -> usize {
    let ends = |byte: &u8| scan::is_space(*byte) || *byte == b'>';
    source[from..].iter().position(ends).map_or(source.len(), |more| from + more)
}

/// Reads the attributes of a tag from `at` on into `out`, the first of each name. Returns where the
/// source goes on and whether the tag closes itself; `None` when the source ends inside the tag.
#[inline]
pub(super) fn read(source: &[u8], at: usize, out: &mut Vec<RawAttribute>) -> Option<(usize, bool)> {
    let mut seen = 0_u64;
    let end = walk(source, at, |written| {
        if written.name.len() > LONGEST_WANTED {
            return;
        }
        let Some(wanted) = Wanted::of(key(source, written.name.start, written.name.end)) else { return };
        let bit = 1_u64 << (wanted.attr as u32 + if wanted.foreign { FOREIGN_BITS } else { 0 });
        if seen & bit == 0 {
            seen |= bit;
            let value = written.value.start as u32..written.value.end as u32;
            out.push(RawAttribute { wanted, value, resolve: written.resolves });
        }
    });
    match end {
        End::Tag(at, closes) => Some((at, closes)),
        End::Source => None,
    }
}

/// Where a tag ends of which nothing but that is wanted.
pub(super) fn skip(source: &[u8], at: usize) -> Option<usize> {
    match walk(source, at, |_| {}) {
        End::Tag(at, _) => Some(at),
        End::Source => None,
    }
}

/// The value of any attribute in a stretch of source that `read` has passed over.
pub(super) fn value(source: &str, attributes: Range<usize>, name: &str) -> Option<String> {
    let bytes = &source.as_bytes()[..attributes.end];
    let mut found = None;
    walk(bytes, attributes.start, |written| {
        if found.is_none() && bytes[written.name].eq_ignore_ascii_case(name.as_bytes()) {
            let mut value = String::new();
            references::resolve(&source[written.value], Kind::Attribute, &mut value);
            found = Some(value);
        }
    });
    found
}

/// The digest of tags without attributes.
pub(super) const NO_ATTRIBUTES: u64 = 0;

/// A number that is the same for tags with the same attributes, in whatever order they stand.
pub(super) fn digest(source: &str, attributes: Range<usize>) -> u64 {
    let bytes = &source.as_bytes()[..attributes.end];
    let mut all = Vec::new();
    walk(bytes, attributes.start, |written| {
        let mut value = String::new();
        references::resolve(&source[written.value], Kind::Attribute, &mut value);
        all.push((key(bytes, written.name.start, written.name.end), value));
    });
    // The first of each name counts, and the sort keeps their order.
    all.sort_by_key(|(name, _)| *name);
    all.dedup_by_key(|(name, _)| *name);
    if all.is_empty() { NO_ATTRIBUTES } else { foldhash::fast::FixedState::default().hash_one(all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_is_found() {
        for attr in Attr::ALL {
            let name = Attr::NAMES[*attr as usize].to_uppercase();
            let wanted = Wanted::of(key(name.as_bytes(), 0, name.len()));
            assert_eq!(wanted, Some(Wanted { attr: *attr, foreign: false }));
        }
        let prefixed = Wanted::of(key(b"xlink:href", 0, 10));
        assert_eq!(prefixed, Some(Wanted { attr: Attr::Href, foreign: true }));
        assert_eq!(Wanted::of(key(b"onclick", 0, 7)), None);
    }

    fn read_all(tag: &str) -> Option<(Vec<(Attr, &str)>, bool)> {
        let mut raw = Vec::new();
        let (end, closes) = read(tag.as_bytes(), 0, &mut raw)?;
        assert_eq!(end, tag.len(), "{tag}");
        let named =
            |raw: &RawAttribute| (raw.wanted.attr, &tag[raw.value.start as usize..raw.value.end as usize]);
        Some((raw.iter().map(named).collect(), closes))
    }

    #[test]
    fn attributes_are_cut_where_browsers_cut_them() {
        use Attr::{Alt, Class, Href, Id, Src};
        for (tag, expected, closes) in [
            (" id=a class='b c' href=\"d>e\">", &[(Id, "a"), (Class, "b c"), (Href, "d>e")][..], false),
            ("ID = a/b / SRC=c/>", &[(Id, "a/b"), (Src, "c/")], false),
            ("/id/alt='x'/>", &[(Id, ""), (Alt, "x")], true),
            (" id=a id=b =id=c \"id='d' id=>", &[(Id, "a")], false),
            (" id='a'class=b\n>", &[(Id, "a"), (Class, "b")], false),
            (" class= >", &[(Class, "")], false),
        ] {
            assert_eq!(read_all(tag), Some((expected.to_vec(), closes)), "{tag}");
        }
        for cut in ["", " id", " id=", " id='a", " id=a", " /"] {
            assert_eq!(read_all(cut), None, "{cut}");
        }
    }

    #[test]
    fn digests_tell_tags_with_other_attributes() {
        let of = |tag: &str| digest(tag, 0..tag.len());
        assert_eq!(of(" a=1 b='2'"), of(" B=2\na=\"1\" a=3"));
        assert_ne!(of(" a=1"), of(" a=2"));
        assert_ne!(of(" a=1 b=2"), of(" a=2 b=1"));
        assert_eq!(value(" Color='&lt;x'", 0..14, "color").as_deref(), Some("<x"));
    }
}
