//! Parts that React sends behind the page, put where a browser shows them.
//!
//! A page that is written while its data comes in holds `<template id="B:0"></template>` where a part is to
//! stand, and the part at its end, `<div hidden id="S:0">…</div>`; a script moves it. Two of a hundred pages of the
//! WCXB development split are sent so, some of them with the whole article in such a part.

use memchr::memmem;
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How a part begins, as sent and as a browser writes it again.
const PARTS: [&str; 2] = ["<div hidden id=\"S:", "<div hidden=\"\" id=\"S:"];

/// How the place of a part begins: one that shows something until the part is there, and one that does not.
const PLACES: [&str; 2] = ["<template id=\"B:", "<template id=\"P:"];

/// The end of a place.
const PLACE_END: &str = "</template>";

/// What surrounds words that stand in a place until its part is there.
const MEANWHILE: [&str; 2] = ["<!--$", "<!--/$-->"];

/// Most letters of a part's name, a number.
const NAME_LEN: usize = 8;

/// The page with its parts in their places; a page without such parts as it is. Nothing is lost: a part without a
/// place stays, and what stood in a place before its part came is what a browser takes away.
pub fn arrange(source: &str) -> Cow<'_, str> {
    let (order, parts) = parts(source);
    if order.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut places = HashSet::new();
    let mut from = 0;
    while let Some(place) = next_place(source, from..source.len()) {
        places.insert(place.name);
        from = place.end;
    }
    let mut writer = Writer { source, parts, endless: false, out: String::with_capacity(source.len()) };
    let mut from = 0;
    for (_, whole) in order.iter().filter(|(name, _)| places.contains(name)) {
        writer.write(from..whole.start);
        from = whole.end;
    }
    writer.write(from..source.len());
    // Parts whose places stand in each other.
    for (name, whole) in order.iter().filter(|(name, _)| places.contains(name)) {
        if writer.parts.contains_key(name) {
            writer.out.push_str(&source[whole.clone()]);
        }
    }
    Cow::Owned(writer.out)
}

struct Writer<'a> {
    source: &'a str,
    /// The words of the parts that are not yet written, by name.
    parts: HashMap<&'a str, Range<usize>>,
    /// Whether a place was met that has no end.
    endless: bool,
    out: String,
}

impl Writer<'_> {
    /// Writes a stretch of the page, with each part at its place.
    fn write(&mut self, range: Range<usize>) {
        let mut open = vec![range];
        while let Some(Range { start, end }) = open.pop() {
            let Some(place) = next_place(self.source, start..end) else {
                self.out.push_str(&self.source[start..end]);
                continue;
            };
            self.out.push_str(&self.source[start..place.start]);
            if let Some(part) = self.parts.remove(place.name) {
                let behind = if place.shows { self.behind_meanwhile(place.end..end) } else { place.end };
                open.push(behind..end);
                open.push(part);
            } else {
                self.out.push_str(&self.source[place.start..place.end]);
                open.push(place.end..end);
            }
        }
    }

    /// The end of what stands in a place until its part is there.
    fn behind_meanwhile(&mut self, range: Range<usize>) -> usize {
        let own = if self.endless { "" } else { &self.source[range.clone()] };
        let mut depth = 1;
        for at in memmem::find_iter(own.as_bytes(), b"<!--") {
            if own[at..].starts_with(MEANWHILE[1]) {
                depth -= 1;
                if depth == 0 {
                    return range.start + at + MEANWHILE[1].len();
                }
            } else if own[at..].starts_with(MEANWHILE[0]) {
                depth += 1;
            }
        }
        self.endless = true;
        range.start
    }
}

/// Where a part is to stand.
struct Place<'a> {
    start: usize,
    end: usize,
    /// The name of its part.
    name: &'a str,
    /// Whether it shows something until the part is there.
    shows: bool,
}

/// The first place in a stretch.
fn next_place(source: &str, range: Range<usize>) -> Option<Place<'_>> {
    let own = &source[range.clone()];
    let mut starts = memmem::find_iter(own.as_bytes(), b"<template id=\"");
    let (at, kind, name) = starts.find_map(|at| {
        let kind = PLACES.iter().position(|place| own[at..].starts_with(place))?;
        Some((at, kind, name_at(own, at + PLACES[kind].len())?))
    })?;
    let end = at + memmem::find(&own.as_bytes()[at..], PLACE_END.as_bytes())? + PLACE_END.len();
    Some(Place { start: range.start + at, end: range.start + end, name, shows: kind == 0 })
}

/// The name that stands here, up to a quotation mark.
fn name_at(source: &str, from: usize) -> Option<&str> {
    let rest = &source.as_bytes()[from..];
    let len = memchr::memchr(b'"', &rest[..rest.len().min(NAME_LEN + 1)])?;
    source.get(from..from + len)
}

/// The parts of a page in their order, and by name.
fn parts(source: &str) -> (Vec<(&str, Range<usize>)>, HashMap<&str, Range<usize>>) {
    let (mut order, mut parts) = (Vec::new(), HashMap::new());
    let mut end = 0;
    for at in memmem::find_iter(source.as_bytes(), b"<div hidden") {
        let start = PARTS.iter().find(|start| at >= end && source[at..].starts_with(**start));
        let Some(name_from) = start.map(|start| at + start.len()) else { continue };
        let Some(name) = name_at(source, name_from) else { continue };
        let Some(open) = memchr::memchr(b'>', &source.as_bytes()[name_from..]) else { break };
        let open = name_from + open + 1;
        let Some(inner_end) = closing(source, open) else { break };
        end = inner_end + "</div>".len();
        if let Entry::Vacant(entry) = parts.entry(name) {
            entry.insert(open..inner_end);
            order.push((name, at..end));
        }
    }
    (order, parts)
}

/// Where the `<div>` closes that has been opened right before; scripts are passed over.
fn closing(source: &str, from: usize) -> Option<usize> {
    let mut depth = 1;
    let mut script_end = from;
    for at in memchr::memchr_iter(b'<', &source.as_bytes()[from..]).map(|at| from + at) {
        let rest = &source.as_bytes()[at..];
        if at < script_end {
            continue;
        } else if rest.starts_with(b"<script") {
            script_end = at + memmem::find(rest, b"</script")?;
        } else if rest.starts_with(b"</div>") {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        } else if rest.starts_with(b"<div") && rest.get(4).is_some_and(|own| !own.is_ascii_alphanumeric()) {
            depth += 1;
        }
    }
    None
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
        assert_eq!(arrange(page), shown);
    }

    #[test]
    fn nothing_is_lost() {
        for page in [
            "<div hidden id=\"S:0\">no place</div>",
            "<template id=\"B:0\"></template>no part",
            "<template id=\"B:0\"></template><div hidden id=\"S:0\">no end",
        ] {
            assert_eq!(arrange(page), page);
        }
        let around = "<div hidden id=\"S:0\"><template id=\"B:1\"></template>a</div>\
                      <div hidden id=\"S:1\"><template id=\"B:0\"></template>b</div>";
        let out = arrange(around);
        assert!(out.contains('a') && out.contains('b'), "{out}");
    }
}
