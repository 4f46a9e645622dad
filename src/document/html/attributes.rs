//! The attributes of a tag.
//!
//! In: the source from the end of a tag's name on. Out: where the tag ends, and where the values stand
//! of the attributes that later steps ask for.

use super::keys::key;
use super::references::{self, Kind};
use super::scan;
use super::tree::Tree;
use super::wanted::{LONGEST, Seen, Wanted};
use crate::step::Steps;
use std::hash::BuildHasher;
use std::num::NonZeroU64;
use std::ops::Range;

/// How a tag ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TagEnd {
    /// Where the source goes on.
    pub at: usize,
    /// Whether the tag closes itself.
    pub closes_itself: bool,
    /// The attributes that were kept.
    pub seen: Seen,
}

/// An attribute as it stands in the source.
struct Written {
    name: Range<usize>,
    value: Range<usize>,
    /// Where the source goes on.
    end: usize,
}

/// What stands between attributes.
enum Between {
    /// An attribute's name begins here.
    Name(usize),
    /// A `>` that ends before this place; whether a `/` stands before it.
    End(usize, bool),
    /// The source ends inside the tag.
    Source,
}

fn between(source: &[u8], mut at: usize) -> Between {
    loop {
        match source.get(at) {
            None => return Between::Source,
            Some(b'>') => return Between::End(at + 1, false),
            Some(b'/') if source.get(at + 1) == Some(&b'>') => return Between::End(at + 2, true),
            Some(b'/') => at += 1,
            Some(byte) if scan::is_space(*byte) => at = scan::spaces(source, at + 1),
            Some(_) => return Between::Name(at),
        }
    }
}

/// The attribute whose name begins here; `None` where the source ends in it.
#[inline(always)]
fn attribute(source: &[u8], start: usize) -> Option<Written> {
    // A name may begin with `=`.
    let name = start..scan::name(source, start + 1);
    let at = if source.get(name.end) == Some(&b'=') { name.end } else { scan::spaces(source, name.end) };
    if source.get(at) != Some(&b'=') {
        return Some(Written { name, value: at..at, end: at });
    }
    let at = scan::spaces(source, at + 1);
    let first = *source.get(at)?;
    if matches!(first, b'"' | b'\'') {
        let end = at + 1 + memchr::memchr(first, &source[at + 1..])?;
        return Some(Written { name, value: at + 1..end, end: end + 1 });
    }
    let end = unquoted(source, at);
    Some(Written { name, value: at..end, end })
}

/// Shows each attribute from `at` on. Returns where the source goes on, and whether the tag closes
/// itself; `None` when the source ends inside the tag.
fn walk(source: &[u8], mut at: usize, mut show: impl FnMut(Written)) -> Option<(usize, bool)> {
    loop {
        match between(source, at) {
            Between::Name(start) => {
                let written = attribute(source, start)?;
                at = written.end;
                show(written);
            }
            Between::End(at, closes_itself) => return Some((at, closes_itself)),
            Between::Source => return None,
        }
    }
}

fn unquoted(source: &[u8], from: usize) -> usize {
    let ends = |byte: &u8| scan::is_space(*byte) || *byte == b'>';
    source[from..].iter().position(ends).map_or(source.len(), |more| from + more)
}

/// Reads a value up to its quote into the tree, unless its attribute was seen before; returns where it ends.
#[inline(always)]
fn value_of(
    wanted: Wanted,
    source: Steps,
    from: usize,
    quote: u8,
    seen: &mut Seen,
    tree: &mut Tree,
) -> Option<usize> {
    let (end, may_resolve) = scan::find_with_marks(source, from, quote, scan::marks_and_more)?;
    if seen.add(wanted) {
        let resolves = may_resolve && scan::has_marks(&source.bytes()[from..end]);
        tree.attribute(wanted.attr, from, end, resolves);
    }
    Some(end)
}

/// Reads the attributes of a tag from `at` on into the tree, the first of each name. Returns where the
/// tag ends; `None` when the source ends inside the tag.
#[inline(always)]
pub(super) fn read(steps: Steps, mut at: usize, tree: &mut Tree) -> Option<TagEnd> {
    let (source, mut seen) = (steps.bytes(), Seen::default());
    loop {
        if source.get(at) == Some(&b'>') {
            return Some(TagEnd { at: at + 1, closes_itself: false, seen });
        }
        if let Some((wanted, len)) = steps.at(at).and_then(Wanted::usual) {
            at = 1 + value_of(wanted, steps, at + len, b'"', &mut seen, tree)?;
            continue;
        }
        let mut quoted = scan::quoted_name(steps, at);
        if quoted.is_none() {
            if let Some((from, quote)) = scan::quoted_long_name(source, at, LONGEST) {
                at = scan::find(steps, from, quote)? + 1;
                continue;
            }
            match between(source, at) {
                Between::Name(start) => {
                    // Attributes on lines of their own have more than one space before them.
                    quoted = if start > at + 1 { scan::quoted_name(steps, start - 1) } else { None };
                    if quoted.is_none() {
                        (at, seen) = rare(source, start, seen, tree)?;
                        continue;
                    }
                    at = start - 1;
                }
                Between::End(at, closes_itself) => return Some(TagEnd { at, closes_itself, seen }),
                Between::Source => return None,
            }
        }
        let Some((step, len, quote)) = quoted else { continue };
        let from = at + " ='".len() + len;
        at = 1 + match Wanted::of_step(step, len) {
            Some(wanted) => value_of(wanted, steps, from, quote, &mut seen, tree)?,
            None => scan::find(steps, from, quote)?,
        };
    }
}

/// Reads an attribute that is not written as most are; returns where the source goes on, and what was seen.
#[inline(never)]
fn rare(source: &[u8], start: usize, mut seen: Seen, tree: &mut Tree) -> Option<(usize, Seen)> {
    let written = attribute(source, start)?;
    if let Some(wanted) = Wanted::of(&source[written.name])
        && seen.add(wanted)
    {
        let Range { start, end } = written.value;
        tree.attribute(wanted.attr, start, end, scan::has_marks(&source[start..end]));
    }
    Some((written.end, seen))
}

/// Where a tag ends of which nothing but that is wanted.
pub(super) fn skip(source: &[u8], at: usize) -> Option<usize> {
    walk(source, at, |_| {}).map(|(at, _)| at)
}

/// Takes out those of a tag's attributes, which begin at `first`, that count in foreign content alone.
#[cold]
pub(super) fn drop_foreign(source: &[u8], tag: usize, first: usize, tree: &mut Tree) {
    let (mut seen, mut at) = (Seen::default(), first);
    walk(source, tag, |written| {
        if let Some(wanted) = Wanted::of(&source[written.name])
            && seen.add(wanted)
        {
            if wanted.foreign { tree.drop_attribute(at) } else { at += 1 }
        }
    });
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
pub(super) const NO_ATTRIBUTES: NonZeroU64 = NonZeroU64::MIN;

/// A number that is the same for tags with the same attributes, in whatever order they stand.
pub(super) fn digest(source: &str, attributes: Range<usize>) -> NonZeroU64 {
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
    if all.is_empty() {
        return NO_ATTRIBUTES;
    }
    let hash = foldhash::fast::FixedState::default().hash_one(all);
    // Zero stands for a digest not yet asked for.
    NonZeroU64::new(hash).unwrap_or(NonZeroU64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Attr;

    fn read_all(tag: &str) -> Option<(Vec<(Attr, String)>, bool)> {
        // Once with room for whole steps behind it, and once without.
        let one = |source: &str| {
            let mut tree = Tree::new(source);
            let end = read(Steps::new(source.as_bytes()), 0, &mut tree)?;
            let named: Vec<_> =
                tree.last_attributes().map(|(attr, value)| (attr, value.to_owned())).collect();
            assert_eq!(end.at, tag.len(), "{tag}");
            Some((named, end.closes_itself))
        };
        let found = one(tag);
        if found.is_some() {
            assert_eq!(one(&format!("{tag}{}", " ".repeat(40))), found, "{tag}");
        }
        found
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
            (
                " id='a&lt;b' title='' class='\u{0}&amp'>",
                &[(Id, "a<b"), (Attr::Title, ""), (Class, "\u{fffd}&")],
                false,
            ),
            (" i\u{0}d='a' id\u{0}='b' =id='c' \u{1}id='d' id='e' id='f'>", &[(Id, "e")], false),
            (" class= >", &[(Class, "")], false),
            (" data-very-long-name='id=a' data-long-name data-longer-name=b id='c'>", &[(Id, "c")], false),
        ] {
            let expected: Vec<_> =
                expected.iter().map(|(attr, value)| (*attr, (*value).to_owned())).collect();
            assert_eq!(read_all(tag), Some((expected, closes)), "{tag}");
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
