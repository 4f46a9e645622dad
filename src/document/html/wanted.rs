//! The attributes that later steps ask for, found by their names.

use super::keys::{Names, WORD, key};
use super::scan;
use crate::document::{Attr, Facts, LATE_SOURCES};
use crate::step::STEP;

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

const WANTED: usize = Attr::ALL.len() + PREFIXED.len() + LATE_SOURCES.len();

/// Bytes of the longest of their names, `data-lazy-src`.
pub(super) const LONGEST: usize = 13;

/// All of them with their names.
const ALL: [(&str, Wanted); WANTED] = {
    let mut all = [("", Wanted { attr: Attr::ALL[0], foreign: false }); WANTED];
    let mut at = 0;
    while at < WANTED {
        all[at] = match at.checked_sub(Attr::ALL.len()) {
            None => (Attr::NAMES[at], Wanted { attr: Attr::ALL[at], foreign: false }),
            Some(other) if other < PREFIXED.len() => {
                (PREFIXED[other].0, Wanted { attr: PREFIXED[other].1, foreign: true })
            }
            Some(other) => {
                let (name, attr) = LATE_SOURCES[other - PREFIXED.len()];
                (name, Wanted { attr, foreign: false })
            }
        };
        at += 1;
    }
    all
};

static NAMES: Names<Wanted, WANTED> = Names::new(ALL);

/// For each byte the lengths of the wanted names that begin with it, one bit a length: it spares most
/// others the look-up.
static LENGTHS: [u16; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < WANTED {
        let name = ALL[at].0.as_bytes();
        lengths[name[0] as usize] |= 1 << name.len();
        lengths[name[0].to_ascii_uppercase() as usize] |= 1 << name.len();
        at += 1;
    }
    lengths
};

/// How more than half of all attributes begin.
const USUAL: [(&str, Attr); 3] = [(" class=\"", Attr::Class), (" href=\"", Attr::Href), (" id=\"", Attr::Id)];

impl Wanted {
    /// The attribute with this name; `None` when no step asks for it.
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        let lengths = u32::from(LENGTHS[usize::from(*name.first()?)]);
        let may_be = lengths.checked_shr(name.len() as u32).is_some_and(|lengths| lengths & 1 == 1);
        if may_be { NAMES.find(key(name, 0, name.len())) } else { None }
    }

    /// The same for a name without control characters that begins with the second byte of a step.
    #[inline(always)]
    pub(super) fn of_step(step: &[u8; STEP], len: usize) -> Option<Self> {
        if LENGTHS[usize::from(step[1])] >> (len & (STEP - 1)) & 1 == 0 {
            return None;
        }
        if len > WORD {
            return Self::of(&step[1..STEP.min(1 + len)]);
        }
        NAMES.find_word(scan::first_bytes(&step[1..], len))
    }

    /// The attribute that begins here in one of these ways, and in how many bytes.
    #[inline(always)]
    pub(super) fn usual(step: &[u8; STEP]) -> Option<(Self, usize)> {
        let begins = |(text, _): (&str, Attr)| {
            scan::first_bytes(step, text.len()) == scan::lower_word(text.as_bytes(), 0, text.len())
        };
        let [first, second, third] = USUAL;
        let found = if begins(first) {
            first
        } else if begins(second) {
            second
        } else if begins(third) {
            third
        } else {
            return None;
        };
        Some((Self { attr: found.1, foreign: false }, found.0.len()))
    }
}

/// Sets of attributes have one bit a name; those with a prefix have the upper half, for they may stand
/// beside those without.
const FOREIGN_BITS: u32 = u64::BITS / 2;
const _: () = assert!(Attr::ALL.len() <= FOREIGN_BITS as usize);

/// The attributes that a tag has, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Seen(u64);

impl Seen {
    /// Adds an attribute; `false` when it was there before.
    #[inline(always)]
    pub(super) fn add(&mut self, wanted: Wanted) -> bool {
        let bit = 1 << (wanted.attr as u32 + if wanted.foreign { FOREIGN_BITS } else { 0 });
        let is_new = self.0 & bit == 0;
        self.0 |= bit;
        is_new
    }

    /// Whether some of them count in foreign content alone.
    #[inline(always)]
    pub(super) fn has_foreign(self) -> bool {
        self.0 >> FOREIGN_BITS != 0
    }

    /// All others.
    pub(super) fn without_foreign(self) -> Self {
        Self(self.0 & (u64::MAX >> FOREIGN_BITS))
    }

    /// What they say of their element.
    #[inline(always)]
    pub(super) fn facts(self) -> Facts {
        const HIDING: u64 = 1 << Attr::Hidden as u32 | 1 << Attr::AriaHidden as u32 | 1 << Attr::Style as u32;
        const LEADING: u64 = 1 << Attr::Href as u32 | 1 << (Attr::Href as u32 + FOREIGN_BITS);
        Facts::default().with(Facts::MAY_HIDE, self.0 & HIDING != 0).with(Facts::LEADS, self.0 & LEADING != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_is_found() {
        assert_eq!(ALL.iter().map(|(name, _)| name.len()).max(), Some(LONGEST));
        for attr in Attr::ALL {
            let name = Attr::NAMES[*attr as usize].to_uppercase();
            assert_eq!(Wanted::of(name.as_bytes()), Some(Wanted { attr: *attr, foreign: false }));
        }
        assert_eq!(Wanted::of(b"xlink:href"), Some(Wanted { attr: Attr::Href, foreign: true }));
        assert_eq!(Wanted::of(b"onclick"), None);
        assert_eq!(Wanted::of(&[b'a'; 40]), None);
    }
}
