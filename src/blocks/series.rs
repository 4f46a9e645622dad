//! Numbered series: blocks whose numbers follow each other.
//!
//! In: the blocks that may belong to an article. Out: every [`Series`], from `<ol>` elements and from
//! numbers written in text and headings, with the blocks that each item spans. One number proves
//! nothing; two that follow each other in the same form do.

mod extent;

use super::numbering::{self, Form, Marker};
use super::{Blocks, Shape, apparatus, list_style, words};
use crate::document::{Attr, Document, NodeId, Tag};
use crate::record::Format;

/// Most blocks between two numbers of one series: items of long listicles stay below.
const MAX_GAP: usize = 60;

/// The same between numbers in headings: what is reviewed in a listicle brings tables of its own.
const MAX_HEADING_GAP: usize = 200;

/// Fewest numbers of a series that does not begin at 1: it shows a part of a list.
pub(super) const MIN_EXCERPT: usize = 3;

/// Levels of series in series; what is nested deeper is text of the items around it. Records repeat
/// an item's words at each level above it, so that nesting without a bound would have no bound either.
const MAX_NESTING: usize = 8;

/// Blocks whose numbers follow each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The items in the order of the page.
    pub items: Vec<Item>,
    /// Level of the headings that hold the numbers; `None` when they stand in text or come from `<ol>`.
    pub heading: Option<u8>,
}

/// One item of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its number as shown.
    pub number: i64,
    /// Its marker as shown, "3." for a bare `<ol>`.
    pub label: String,
    /// Index of its first block.
    pub start: usize,
    /// One past the index of its last block.
    pub end: usize,
    /// Bytes of the first block's text that the marker takes.
    pub marker: usize,
}

/// Whether a block may belong to a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// It is no part of the article.
    Outside,
    /// It is part of the article.
    Inside,
    /// It is known to be part of a list, so that a number without any mark begins an item.
    Listed,
}

impl Series {
    /// The blocks from the first item's start to the last item's end.
    pub fn range(&self) -> std::ops::Range<usize> {
        let start = self.items.first().map_or(0, |item| item.start);
        let end = self.items.last().map_or(0, |item| item.end);
        start..end
    }
}

/// Finds all series among the blocks in scope (one entry a block), in document order.
pub fn find(document: &Document, blocks: &Blocks, scope: &[Scope]) -> Vec<Series> {
    let (mut found, listed) = ordered_lists(document, blocks, scope);
    let (outlines, lists): (Vec<_>, Vec<_>) =
        written(document, blocks, scope, &listed).into_iter().partition(|(_, form)| *form == Form::Han);
    found.extend(lists.into_iter().map(|(series, _)| series));
    // "一、二、三、" over lists of their own number the parts of a document.
    let plain = |outline: &Series| !found.iter().any(|own| outline.range().contains(&own.range().start));
    let outlines: Vec<Series> = outlines.into_iter().map(|(series, _)| series).filter(plain).collect();
    found.extend(outlines);
    found.retain(|series| {
        !apparatus::is_reference(blocks, series.range().start) && says_something(blocks, series)
    });
    found.sort_by_key(|series| (series.range().start, std::cmp::Reverse(series.range().end)));
    let mut around: Vec<usize> = Vec::new();
    found.retain(|series| {
        let range = series.range();
        around.retain(|end| *end > range.start);
        let shallow = around.len() < MAX_NESTING;
        if shallow {
            around.push(range.end);
        }
        shallow
    });
    found
}

/// Whether most numbers of a series have anything to number. Under a number alone, "9.1" and the "of 15" that
/// stands under the one before as well are nothing.
fn says_something(blocks: &Blocks, series: &Series) -> bool {
    let mut before = None;
    let says = |item: &&Item| {
        let own = &blocks.text(item.start)[item.marker..];
        if item.end == item.start + 1 || words::has_letters_or_digits(own) {
            return words::has_letters_or_digits(own);
        }
        let under = (item.end == item.start + 2).then(|| blocks.text(item.start + 1));
        let again = under.is_some() && std::mem::replace(&mut before, under) == under;
        !again && (item.start + 1..item.end).any(|index| blocks.text(index).contains(char::is_alphabetic))
    };
    series.items.iter().filter(says).count() * 2 > series.items.len()
}

/// Series from `<ol>`; also, for each block, whether one of them holds it.
fn ordered_lists(document: &Document, blocks: &Blocks, scope: &[Scope]) -> (Vec<Series>, Vec<bool>) {
    let mut found: Vec<Series> = Vec::new();
    let mut listed = vec![false; blocks.len()];
    let lists = document.descendants(0).filter(|node| document.tag(*node) == Some(Tag::Ol));
    let counts =
        |node: &NodeId| !apparatus::holds_notes(document, *node) && !apparatus::holds_posts(document, *node);
    for node in lists.filter(counts) {
        let items = list_items(document, blocks, scope, node);
        let Some(first) = items.first() else { continue };
        let (from, number) = (first.start, first.number);
        for item in &items {
            listed[item.start..item.end].fill(true);
        }
        let goes_on = |series: &&mut Series| {
            let last = series.items.last();
            last.is_some_and(|last| number > 1 && last.number + 1 == number && last.end <= from)
        };
        match found.last_mut().filter(goes_on) {
            Some(series) => {
                if let Some(last) = series.items.last_mut() {
                    last.end = from;
                }
                series.items.extend(items);
            }
            None => found.push(Series { items, heading: None }),
        }
    }
    found.retain(|series| series.items.len() > 1);
    (found, listed)
}

fn list_items(document: &Document, blocks: &Blocks, scope: &[Scope], list: NodeId) -> Vec<Item> {
    let entries: Vec<NodeId> =
        document.children(list).filter(|node| document.tag(*node) == Some(Tag::Li)).collect();
    let integer = |node, attr| document.attr(node, attr).and_then(|value| value.trim().parse::<i32>().ok());
    let reversed = document.attr(list, Attr::Reversed).is_some();
    let first = if reversed { entries.len() as i32 } else { 1 };
    let mut number = i64::from(integer(list, Attr::Start).unwrap_or(first));
    let style = document.attr(list, Attr::Type).unwrap_or_default();
    let mut items = Vec::new();
    for entry in entries {
        number = integer(entry, Attr::Value).map_or(number, i64::from);
        let range = blocks.within(document, entry);
        if range.clone().any(|index| scope[index] != Scope::Outside) {
            items.push(list_item(blocks, range, number, style));
        }
        number += if reversed { -1 } else { 1 };
    }
    items
}

fn list_item(blocks: &Blocks, range: std::ops::Range<usize>, number: i64, style: &str) -> Item {
    let own = numbering::marker(blocks.text(range.start)).filter(|marker| marker.number == number);
    let (label, marker) = match own {
        // A number in a block of its own is the list's, written by hand.
        Some(Marker { form: Form::Alone, len, .. }) if range.len() > 1 => {
            (format!("{}.", list_style::written(number, style)), len)
        }
        Some(Marker { form: Form::Bare | Form::Alone, .. }) | None => {
            (format!("{}.", list_style::written(number, style)), 0)
        }
        Some(marker) => (marker.label.to_owned(), marker.len),
    };
    Item { number, label, start: range.start, end: range.end, marker }
}

/// A series that may still go on.
struct Open<'a> {
    form: Form<'a>,
    heading: Option<u8>,
    /// Whether a heading is a guess by its length, as in plain text: a longer one goes on all the same.
    plain: bool,
    /// Whether sentences go on behind the numbers: "Part 1 covers …".
    goes_on: bool,
    /// +1 or -1 once two numbers are known, else 0.
    step: i64,
    items: Vec<Item>,
}

impl Open<'_> {
    /// Whether a block is near enough to go on with this series.
    fn reaches(&self, index: usize) -> bool {
        let most = if self.heading.is_some() { MAX_HEADING_GAP } else { MAX_GAP };
        self.items.last().is_some_and(|last| index - last.start <= most)
    }

    fn takes(&self, marker: &Marker, heading: Option<u8>, goes_on: bool) -> bool {
        let Some(last) = self.items.last() else { return false };
        let step = marker.number - last.number;
        // "3 colours" goes on with no "Step 2".
        let lone = matches!(marker.form, Form::Bare | Form::Alone)
            && marker.form != self.form
            && !matches!(self.form, Form::Word(_));
        let alike = self.heading == heading || self.plain;
        let same = alike && (marker.form == self.form || lone);
        let follows = if self.step == 0 { step == 1 || (step == -1 && !lone) } else { step == self.step };
        // A number that the page lost: 1, 2, 4.
        let skips = self.step == 1 && step == 2 && !lone;
        // A heading with a number that the page gave twice: 8, 9, 9.
        let twice = step == 0 && marker.number > 1 && !lone && !self.plain && heading.is_some();
        same && self.goes_on == goes_on && (follows || skips || (twice && self.items.len() >= MIN_EXCERPT))
    }
}

/// Series from numbers written in text and headings.
fn written<'a>(
    document: &Document,
    blocks: &'a Blocks,
    scope: &[Scope],
    listed: &[bool],
) -> Vec<(Series, Form<'a>)> {
    let mut open: Vec<Open> = Vec::new();
    // Places in `open` of the series that are near enough to go on: at most one a block of the gap.
    let mut near: Vec<usize> = Vec::new();
    for index in (0..blocks.len()).filter(|index| scope[*index] != Scope::Outside && !listed[*index]) {
        let closes = || closing(blocks.text(index), index, near.iter().map(|place| &open[*place]));
        let Some(marker) = numbering::marker(blocks.text(index)).or_else(closes) else { continue };
        if apparatus::is_counter(document, blocks, index, &marker) {
            continue;
        }
        let heading = match blocks.get(index).shape {
            Shape::Heading(level) => Some(level),
            Shape::Code | Shape::Caption => continue,
            _ => None,
        };
        let item = Item {
            number: marker.number,
            label: marker.label.to_owned(),
            start: index,
            end: index + 1,
            marker: marker.len,
        };
        let goes_on = apparatus::goes_on(blocks, index, &marker);
        near.retain(|place| open[*place].reaches(index));
        let found = near.iter().rev().find(|place| open[**place].takes(&marker, heading, goes_on));
        match found.map(|place| &mut open[*place]) {
            Some(series) => {
                let last = series.items.last().map_or(0, |last| last.number);
                if marker.number != last {
                    series.step = (marker.number - last).signum();
                }
                series.items.push(item);
            }
            None if marker.form == Form::Bare && scope[index] != Scope::Listed => {}
            None => {
                near.push(open.len());
                let plain = document.format == Format::Text;
                open.push(Open { form: marker.form, heading, plain, goes_on, step: 0, items: vec![item] });
            }
        }
    }
    let kept = lists(blocks, open, has_section_numbers(blocks, scope));
    kept.map(|series| (series.form, series))
        .map(|(form, series)| (extent::extend(document, blocks, scope, series), form))
        .collect()
}

/// The series that are lists. Where headings number the sections of a document, they number no list.
fn lists<'a>(blocks: &Blocks, open: Vec<Open<'a>>, sectioned: bool) -> impl Iterator<Item = Open<'a>> {
    let named = |series: &Open| {
        let items = &series.items;
        matches!(series.form, Form::Word(_))
            && (((series.plain || series.heading.is_none()) && apparatus::begin_posts(blocks, items))
                || apparatus::are_joined(blocks, items)
                || (series.goes_on && !apparatus::are_steps(blocks, items)))
    };
    let lettered = |series: &Open| series.form == Form::Letter && is_list(blocks, series);
    let letters: Vec<_> = open.iter().filter(|series| lettered(series)).map(|own| own.heading).collect();
    // "a) …, b) …" where longer lists of the page are written so.
    let pair = move |series: &Open| {
        let whole = series.items.len() > 1 && series.items.first().is_some_and(|first| first.number == 1);
        series.form == Form::Letter && whole && letters.contains(&series.heading)
    };
    open.into_iter().filter(move |series| {
        (is_list(blocks, series) || pair(series))
            && !(sectioned && series.heading.is_some())
            && !named(series)
    })
}

/// The marker of "Finally, …" right behind the last item of a series of ordinals.
fn closing<'a, 'b>(
    text: &'a str,
    index: usize,
    mut near: impl DoubleEndedIterator<Item = &'b Open<'b>>,
) -> Option<Marker<'a>> {
    let last = |series: &Open| series.items.last().filter(|last| last.end == index).map(|last| last.number);
    let series = near.rfind(|series| series.form == Form::Ordinal && last(series).is_some())?;
    numbering::closing(text, last(series)?)
}

/// Whether the numbers read as a list: from 1 on, a countdown, or a longer part of one.
fn is_list(blocks: &Blocks, series: &Open) -> bool {
    let items = &series.items;
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return false };
    let count = items.len();
    let whole = (series.step == 1 && first.number <= 1) || (series.step == -1 && last.number == 1);
    let sure = !matches!(series.form, Form::Alone | Form::Letter | Form::Ordinal);
    // "iPhone 12, iPhone 13": a word and its number name many things, but for headings over texts, each number once.
    let once = || items.windows(2).all(|pair| pair[0].number != pair[1].number);
    let heads = || items.iter().filter(|item| apparatus::heads_part(blocks, item)).count() * 2 > count;
    let named = matches!(series.form, Form::Word(_))
        && !items.iter().all(|item| apparatus::is_marked(&item.label))
        && !(once() && heads());
    let dates =
        || items.iter().all(|item| apparatus::begins_with_month(&blocks.text(item.start)[item.marker..]));
    let fewest = if sure && !(named && series.step == -1) { 2 } else { MIN_EXCERPT };
    (whole && count >= fewest) || (sure && !named && count >= MIN_EXCERPT && !dates())
}

/// Whether headings are numbered as the sections of a document are ("1.1", "2.3.1").
fn has_section_numbers(blocks: &Blocks, scope: &[Scope]) -> bool {
    let headings = (0..blocks.len())
        .filter(|i| scope[*i] != Scope::Outside && matches!(blocks.get(*i).shape, Shape::Heading(_)));
    let sections = headings.filter(|index| {
        let mut parts = blocks.text(*index).split(' ').next().unwrap_or_default().split('.');
        let numeric = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.next().is_some_and(numeric) && parts.next().is_some_and(numeric)
    });
    sections.count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{html, text};

    fn numbers(document: &Document) -> Vec<Vec<i64>> {
        let blocks = Blocks::of(document);
        let found = find(document, &blocks, &vec![Scope::Inside; blocks.len()]);
        found.iter().map(|series| series.items.iter().map(|item| item.number).collect()).collect()
    }

    fn of_html(source: &str) -> Vec<Vec<i64>> {
        numbers(&html::parse(source))
    }

    #[test]
    fn attributes_of_ordered_lists_count() {
        assert_eq!(of_html("<ol start=3><li>a<li>b<li value=9>c<li>d</ol>"), [[3, 4, 9, 10]]);
        assert_eq!(of_html("<ol reversed><li>a<li>b<li>c</ol>"), [[3, 2, 1]]);
        assert_eq!(of_html("<ol><li>a<li>b</ol><p>x</p><ol start=3><li>c</ol>"), [[1, 2, 3]]);
    }

    #[test]
    fn numbers_in_text_are_series_when_they_follow_each_other() {
        let lost_dot = "1. Wash\n\n2. Rinse\n\n3 Dry it well\n\n1. Fold\n\n2. Store";
        assert_eq!(numbers(&text::parse(lost_dot)), [vec![1, 2, 3], vec![1, 2]]);
        assert_eq!(numbers(&text::parse("1. Alone\n\nNothing else.")), Vec::<Vec<i64>>::new());
        assert_eq!(of_html("<h2>3. C</h2><p>x<h2>2. B</h2><p>y<h2>1. A</h2><p>z"), [[3, 2, 1]]);
    }

    #[test]
    fn a_heading_with_a_number_given_twice_goes_on() {
        let headings: String = [1, 2, 3, 3].iter().map(|at| format!("<h2>{at}. A</h2><p>x")).collect();
        assert_eq!(of_html(&headings), [[1, 2, 3, 3]]);
    }

    #[test]
    fn a_pair_of_letters_is_a_list_beside_a_longer_one() {
        let pair = "<p>a) Wool<p>b) Felt";
        assert_eq!(of_html(pair), Vec::<Vec<i64>>::new());
        assert_eq!(
            of_html(&format!("<p>a) Tin<p>b) Zinc<p>c) Lead<p>Then:{pair}")),
            [vec![1, 2, 3], vec![1, 2]]
        );
    }

    #[test]
    fn the_last_ordinal_may_be_a_word_for_the_last() {
        let run_on = "Sleep well. First, shower. Second, open a window. Finally, lie down.";
        assert_eq!(numbers(&text::parse(run_on)), [[1, 2, 3]]);
        let arabic = "نصائح: أولا، اشرب الماء. ثانيا، نم مبكرا. وأخيرا، امش قليلا.";
        assert_eq!(numbers(&text::parse(arabic)), [[1, 2, 3]]);
        let alone = "First, shower. Second, open a window.\n\nMore text.\n\nFinally, lie down.";
        assert_eq!(numbers(&text::parse(alone)), Vec::<Vec<i64>>::new());
    }
}
