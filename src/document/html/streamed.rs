//! Parts that React sends behind the page, put where a browser shows them.
//!
//! A page that is written while its data comes in holds `<template id="B:0"></template>` where a part is to
//! stand, and the part at its end, `<div hidden id="S:0">…</div>`; a script moves it. Two of a hundred pages of the
//! WCXB development split are sent so, some of them with the whole article in such a part. Parts in elements other
//! than `<div>` (rows of tables, SVG) stay where they are.

use memchr::memmem;
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How a part begins, as sent and as a browser writes it again.
const PARTS: [&str; 2] = ["<div hidden id=\"S:", "<div hidden=\"\" id=\"S:"];

/// What both ways end with: nearly all pages are told by it to have no parts.
const PART_NAME: &[u8] = b"\"S:";

/// How the place of a part begins: one that shows something until the part is there, and one that does not.
const PLACES: [&str; 2] = ["<template id=\"B:", "<template id=\"P:"];

/// The end of a place.
const PLACE_END: &str = "</template>";

/// What surrounds words that stand in a place until its part is there.
const MEANWHILE: [&str; 2] = ["<!--$", "<!--/$-->"];

/// How the calls begin that move a part, what stands between its two names, and whether the place comes first.
const CALLS: [(&str, &str, bool); 3] =
    [("$RC(\"B:", "\",\"S:", true), ("$RR(\"B:", "\",\"S:", true), ("$RS(\"S:", "\",\"P:", false)];

/// Most letters of a name, a number.
const NAME_LEN: usize = 8;

/// What holds no markup: how it begins and ends.
const UNMARKED: [(&[u8], &[u8]); 5] = [
    (b"<!--", b"-->"),
    (b"<script", b"</script"),
    (b"<style", b"</style"),
    (b"<textarea", b"</textarea"),
    (b"<title", b"</title"),
];

/// The page with its parts in their places; a page without such parts as it is. A part without a place stays, and
/// what stood in a place before its part came goes, as in a browser.
pub fn arrange(source: Cow<'_, str>) -> Cow<'_, str> {
    arranged(&source).map_or(source, Cow::Owned)
}

fn arranged(source: &str) -> Option<String> {
    let mut names = memmem::find_iter(source.as_bytes(), PART_NAME);
    if !names.any(|at| PARTS.iter().any(|start| source[..at + PART_NAME.len()].ends_with(start))) {
        return None;
    }
    let page = Page { source, unmarked: unmarked(source.as_bytes()) };
    let (order, parts) = page.parts();
    let pairs = pairs(source);
    let mut placed = HashSet::new();
    let mut from = 0;
    while let Some(place) = page.next_place(from..source.len()) {
        placed.insert(place.part(&pairs));
        from = place.end;
    }
    let order: Vec<_> = order.into_iter().filter(|(name, _)| placed.contains(name)).collect();
    if order.is_empty() {
        return None;
    }
    let mut writer = Writer { page, parts, pairs, out: String::with_capacity(source.len()) };
    let mut from = 0;
    for (_, whole) in &order {
        writer.write(from..whole.start);
        from = whole.end;
    }
    writer.write(from..source.len());
    // Parts whose places stand in each other.
    for (name, whole) in order {
        if writer.parts.contains_key(name) {
            writer.out.push_str(&source[whole]);
        }
    }
    Some(writer.out)
}

/// For each place, by its kind and name, the name of its part. A page whose scripts are gone has none.
fn pairs(source: &str) -> HashMap<(usize, &str), &str> {
    let mut found = HashMap::new();
    for (kind, (start, between, place_first)) in CALLS.into_iter().enumerate() {
        for at in memmem::find_iter(source.as_bytes(), start.as_bytes()) {
            let pair = || {
                let one = name_at(source, at + start.len())?;
                let behind = at + start.len() + one.len();
                let other = source.get(behind..)?.starts_with(between).then(|| behind + between.len())?;
                Some((one, name_at(source, other)?))
            };
            let Some((one, other)) = pair() else { continue };
            let (place, part) = if place_first { (one, other) } else { (other, one) };
            found.insert((usize::from(kind == CALLS.len() - 1), place), part);
        }
    }
    found
}

/// A name and a stretch of the page.
type Named<'a> = (&'a str, Range<usize>);

struct Writer<'a> {
    page: Page<'a>,
    /// The words of the parts that are not yet written, by name.
    parts: HashMap<&'a str, Range<usize>>,
    pairs: HashMap<(usize, &'a str), &'a str>,
    out: String,
}

impl Writer<'_> {
    /// Writes a stretch of the page, with each part at its place.
    fn write(&mut self, range: Range<usize>) {
        // With each stretch whether a place in it was met that has no end: none behind it has one.
        let mut open = vec![(range, false)];
        while let Some((Range { start, end }, mut endless)) = open.pop() {
            let Some(place) = self.page.next_place(start..end) else {
                self.out.push_str(&self.page.source[start..end]);
                continue;
            };
            self.out.push_str(&self.page.source[start..place.start]);
            if let Some(part) = self.parts.remove(place.part(&self.pairs)) {
                let meanwhile = (place.shows() && !endless).then(|| self.page.meanwhile(place.end..end));
                endless |= meanwhile == Some(None);
                open.push((meanwhile.flatten().unwrap_or(place.end)..end, endless));
                open.push((part, false));
            } else {
                self.out.push_str(&self.page.source[place.start..place.end]);
                open.push((place.end..end, endless));
            }
        }
    }
}

/// Where a part is to stand.
struct Place<'a> {
    start: usize,
    end: usize,
    /// Index of its kind in [`PLACES`].
    kind: usize,
    name: &'a str,
}

impl<'a> Place<'a> {
    /// Whether it shows something until the part is there.
    fn shows(&self) -> bool {
        self.kind == 0
    }

    /// The name of its part: what a script says, or else its own.
    fn part(&self, pairs: &HashMap<(usize, &'a str), &'a str>) -> &'a str {
        pairs.get(&(self.kind, self.name)).copied().unwrap_or(self.name)
    }
}

struct Page<'a> {
    source: &'a str,
    /// Comments, scripts and the like, in their order: what looks like markup in them is none.
    unmarked: Vec<Range<usize>>,
}

impl<'a> Page<'a> {
    fn is_markup(&self, at: usize) -> bool {
        let next = self.unmarked.partition_point(|own| own.end <= at);
        self.unmarked.get(next).is_none_or(|own| at <= own.start)
    }

    /// The first place in a stretch.
    fn next_place(&self, range: Range<usize>) -> Option<Place<'a>> {
        let own = &self.source[range.clone()];
        let mut starts = memmem::find_iter(own.as_bytes(), b"<template id=\"");
        let (at, kind, name) = starts.find_map(|at| {
            let kind = PLACES.iter().position(|place| own[at..].starts_with(place))?;
            let name = name_at(own, at + PLACES[kind].len())?;
            self.is_markup(range.start + at).then_some((at, kind, name))
        })?;
        let end = at + memmem::find(&own.as_bytes()[at..], PLACE_END.as_bytes())? + PLACE_END.len();
        Some(Place { start: range.start + at, end: range.start + end, kind, name })
    }

    /// The end of what stands in a place until its part is there.
    fn meanwhile(&self, range: Range<usize>) -> Option<usize> {
        let own = &self.source[range.clone()];
        let mut depth = 1;
        for at in memmem::find_iter(own.as_bytes(), b"<!--") {
            if own[at..].starts_with(MEANWHILE[1]) {
                depth -= 1;
                if depth == 0 {
                    return Some(range.start + at + MEANWHILE[1].len());
                }
            } else if own[at..].starts_with(MEANWHILE[0]) {
                depth += 1;
            }
        }
        None
    }

    /// The parts of a page in their order, and by name.
    fn parts(&self) -> (Vec<Named<'a>>, HashMap<&'a str, Range<usize>>) {
        let (mut order, mut parts) = (Vec::new(), HashMap::new());
        let source = self.source;
        let mut end = 0;
        for at in memmem::find_iter(source.as_bytes(), b"<div hidden") {
            let start = PARTS.iter().find(|start| source[at..].starts_with(**start));
            let Some(name_from) = start.filter(|_| at >= end && self.is_markup(at)).map(|own| at + own.len())
            else {
                continue;
            };
            let Some(name) = name_at(source, name_from) else { continue };
            let Some(open) = memchr::memchr(b'>', &source.as_bytes()[name_from..]) else { break };
            let open = name_from + open + 1;
            let Some(inner_end) = self.closing(open) else { break };
            end = inner_end + "</div>".len();
            if let Entry::Vacant(entry) = parts.entry(name) {
                entry.insert(open..inner_end);
                order.push((name, at..end));
            }
        }
        (order, parts)
    }

    /// Where the `<div>` closes that has been opened right before.
    fn closing(&self, from: usize) -> Option<usize> {
        let mut depth = 1;
        for at in memchr::memchr_iter(b'<', &self.source.as_bytes()[from..]).map(|at| from + at) {
            let rest = &self.source.as_bytes()[at..];
            let opens = || rest.starts_with(b"<div") && !rest.get(4).is_some_and(u8::is_ascii_alphanumeric);
            if rest.starts_with(b"</div>") && self.is_markup(at) {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            } else if opens() && self.is_markup(at) {
                depth += 1;
            }
        }
        None
    }
}

/// The name that stands here, up to a quotation mark.
fn name_at(source: &str, from: usize) -> Option<&str> {
    let rest = source.as_bytes().get(from..)?;
    let len = memchr::memchr(b'"', &rest[..rest.len().min(NAME_LEN + 1)])?;
    source.get(from..from + len)
}

/// Comments, scripts and the like; one without an end reaches to the end of the page.
fn unmarked(source: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'<', &source[from..]).map(|at| from + at) {
        let begins = UNMARKED.iter().find(|(start, _)| source[at..].starts_with(start));
        from = match begins {
            Some((start, end)) => {
                let inner = at + start.len();
                let end = memmem::find(&source[inner..], end).map_or(source.len(), |len| inner + len);
                found.push(at..end);
                end
            }
            None => at + 1,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_where_a_browser_shows_them() {
        let page = "<main><!--$?--><template id=\"B:0\"></template><p>Loading</p><!--/$--></main><footer>end</footer>\
                    <div hidden id=\"S:0\"><div>one</div><template id=\"P:1\"></template></div><script>$RC()</script>\
                    <div hidden id=\"S:1\"><p>two</p></div>";
        let shown =
            "<main><!--$?--><div>one</div><p>two</p></main><footer>end</footer><script>$RC()</script>";
        assert_eq!(arranged(page).as_deref(), Some(shown));
    }

    #[test]
    fn scripts_say_which_part_goes_where() {
        let page = "<!--$?--><template id=\"B:0\"></template><!--/$--><!--$?--><template id=\"B:1\"></template><!--/$-->\
                    <div hidden id=\"S:0\">a<template id=\"P:1\"></template></div><script>$RC(\"B:0\",\"S:0\")</script>\
                    <div hidden id=\"S:1\">b</div><script>$RS(\"S:1\",\"P:1\")</script>\
                    <div hidden id=\"S:2\">c</div><script>$RC(\"B:1\",\"S:2\")</script>";
        let out = arranged(page).unwrap();
        assert!(out.starts_with("<!--$?-->ab<!--$?-->c<script>"), "{out}");
    }

    #[test]
    fn nothing_is_lost() {
        for page in [
            "<div hidden id=\"S:0\">no place</div>",
            "<template id=\"B:0\"></template>no part",
            "<template id=\"B:0\"></template><div hidden id=\"S:0\">no end",
            "<!-- <template id=\"B:0\"></template> --><div hidden id=\"S:0\">no place but in a comment</div>",
            "<template id=\"B:0\"></template><script>\"<div hidden id=\\\"S:0\\\">no part</div>\"</script>",
        ] {
            assert_eq!(arranged(page), None);
        }
        let around = "<div hidden id=\"S:0\"><template id=\"B:1\"></template>a</div>\
                      <div hidden id=\"S:1\"><template id=\"B:0\"></template>b</div>";
        let out = arranged(around).unwrap();
        assert!(out.contains('a') && out.contains('b'), "{out}");
    }
}
