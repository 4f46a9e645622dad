//! Numbered series: blocks whose numbers follow each other.
//!
//! In: the blocks that may belong to an article. Out: every [`Series`], from `<ol>` elements and from
//! numbers written in text and headings, with the blocks that each item spans. One number proves
//! nothing; two that follow each other in the same form do.

mod apart;
mod extent;
mod open;
mod ordered;
mod sections;

use super::numbering::{self, Form, Marker};
use super::{Blocks, HEADING_WORDS, Shape, apparatus, words};
use crate::document::{Document, NodeId, Tag};
use crate::record::Format;
use open::{Met, Open, lists};
use ordered::ordered_lists;
use sections::has_section_numbers;

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
    let (outlines, lists): (Vec<_>, Vec<_>) = written(document, blocks, scope, &listed, &mut found)
        .into_iter()
        .partition(|(_, form)| matches!(form, Form::Han | Form::HanEnclosed));
    found.retain(|series| series.items.len() > 1);
    found.extend(lists.into_iter().map(|(series, _)| series));
    // "一、二、三、" over lists of their own, or over "（一）（二）（三）", number the parts of a document.
    let (inner, outer): (Vec<_>, Vec<_>) =
        outlines.into_iter().partition(|(_, form)| *form == Form::HanEnclosed);
    for outlines in [inner, outer] {
        let plain = |outline: &Series| !found.iter().any(|own| outline.range().contains(&own.range().start));
        let plain: Vec<Series> = outlines.into_iter().map(|(series, _)| series).filter(plain).collect();
        found.extend(plain);
    }
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

/// Series from numbers written in text and headings. Where they go on with an `<ol>`, it is emptied.
fn written<'a>(
    document: &Document,
    blocks: &'a Blocks,
    scope: &[Scope],
    listed: &[bool],
    ordered: &mut [Series],
) -> Vec<(Series, Form<'a>)> {
    let mut open: Vec<Open> = Vec::new();
    // Places in `open` of the series that are near enough to go on: at most one a block of the gap.
    let mut near: Vec<usize> = Vec::new();
    let mut alone: Vec<usize> = Vec::new();
    for index in (0..blocks.len()).filter(|index| scope[*index] != Scope::Outside && !listed[*index]) {
        let closes = || closing(blocks.text(index), index, near.iter().map(|place| &open[*place]));
        let Some(marker) = read(document, blocks, index).or_else(closes) else { continue };
        if marker.form == Form::Alone {
            alone.push(index);
        }
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
        let met = meet(document, blocks, index, marker, heading);
        near.retain(|place| open[*place].reaches(index));
        if let Some(place) = open::taker(&open, &near, &met) {
            if open[place].heading != heading && !open[place].plain {
                open[place].heading = None;
            }
            open[place].push(item);
            continue;
        }
        if marker.form == Form::Bare && scope[index] != Scope::Listed {
            continue;
        }
        // What has another mark than the list before it may as well begin one: what comes shows it.
        if let Some(place) = near.iter().rev().find(|place| open[**place].slips_to(&met)) {
            open[*place].slip(item.clone());
        }
        near.push(open.len());
        let mut own = Open::new(&met, document.format == Format::Text);
        if let Some(place) = begun(blocks, ordered, &marker, index) {
            own.items.clone_from(&ordered[place].items);
            own.begun = Some(place);
        }
        own.push(item);
        open.push(own);
    }
    let kept: Vec<Open> = lists(blocks, open, &alone, has_section_numbers(blocks, scope)).collect();
    whole(document, blocks, scope, kept, ordered)
}

/// The lists with the blocks that their items span. The `<ol>` that one began with is emptied.
fn whole<'a>(
    document: &Document,
    blocks: &Blocks,
    scope: &[Scope],
    lists: Vec<Open<'a>>,
    ordered: &mut [Series],
) -> Vec<(Series, Form<'a>)> {
    for place in lists.iter().filter_map(|series| series.begun) {
        ordered[place].items.clear();
    }
    lists
        .into_iter()
        .map(|series| (series.form, series))
        .map(|(form, series)| (extent::extend(document, blocks, scope, series), form))
        .collect()
}

/// What tells to which series a number belongs.
fn meet<'a>(
    document: &Document,
    blocks: &Blocks,
    index: usize,
    marker: Marker<'a>,
    heading: Option<u8>,
) -> Met<'a> {
    let text = blocks.text(index);
    Met {
        marker,
        index,
        heading,
        goes_on: apparatus::goes_on(blocks, index, &marker),
        line: is_line(&text[marker.len..]),
        alone: marker.len == text.len(),
        bold_in: bold_in(document, blocks, index),
    }
}

/// Elements between a number and its paragraph.
const BOLD_DEPTH: usize = 3;

/// The element around a paragraph that begins in bold letters.
fn bold_in(document: &Document, blocks: &Blocks, index: usize) -> Option<NodeId> {
    let block = blocks.get(index);
    let is_bold = |node: NodeId| matches!(document.tag(node), Some(Tag::B | Tag::Strong));
    let mut inner = document.ancestors(block.first).take(BOLD_DEPTH).take_while(|node| *node != block.node);
    let paragraph = document.tag(block.node) == Some(Tag::P) && inner.any(is_bold);
    paragraph.then(|| document.ancestors(block.node).next()).flatten()
}

/// Whether what a number stands before is a line as titles are, and no sentence.
fn is_line(text: &str) -> bool {
    words::count(text) <= HEADING_WORDS && !words::ends_sentence(text)
}

/// The number that a block begins with.
fn read<'a>(document: &Document, blocks: &'a Blocks, index: usize) -> Option<Marker<'a>> {
    let found = numbering::marker(blocks.text(index));
    match found {
        None | Some(Marker { form: Form::Bare, .. }) => apart::marker(document, blocks, index).or(found),
        found => found,
    }
}

/// Most blocks between an `<ol>` and the number in the text that goes on with it: they belong to its last item.
const MAX_BEGUN_GAP: usize = 3;

/// The place of the `<ol>` that ends right before a number and one short of it: editors write the rest by hand.
fn begun(blocks: &Blocks, ordered: &[Series], marker: &Marker, index: usize) -> Option<usize> {
    if marker.number < 2 || !open::is_marked(marker.form) {
        return None;
    }
    let place = ordered.partition_point(|series| series.range().start < index).checked_sub(1)?;
    let last = ordered[place].items.last()?;
    let between = last.end..index;
    let near = last.end <= index && between.len() <= MAX_BEGUN_GAP;
    let parted = || between.clone().any(|at| blocks.is_heading(at));
    (last.number + 1 == marker.number && near && !parted()).then_some(place)
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
    fn an_ordered_list_goes_on_with_numbers_in_the_text() {
        assert_eq!(of_html("<ol><li>a</ol><p>2. b<p>3. c"), [[1, 2, 3]]);
        assert_eq!(of_html("<ol><li>a<li>b</ol><h2>More</h2><p>3. c"), [[1, 2]], "another section");
    }

    #[test]
    fn numbers_in_bold_letters_are_one_list_though_one_looks_like_a_heading() {
        let list = "<p><b>1. Wood:</b> dry<p><b>2. Sizes:</b><ul><li>x</ul><p><b>3. Help:</b> near";
        assert_eq!(of_html(list), [[1, 2, 3]]);
    }

    #[test]
    fn numbers_in_brackets_stand_over_texts_and_behind_equations() {
        let texts = ["Tie the threads to the beam first.", "Wind them on with sticks.", "Cut the ends."];
        let of_texts = |over: &str| {
            let part = |(at, text): (usize, &str)| format!("{over}<p>({})<p>{text}", at + 1);
            of_html(&format!("<h2>Steps</h2>{}", texts.into_iter().enumerate().map(part).collect::<String>()))
        };
        assert_eq!(of_texts(""), [[1, 2, 3]]);
        assert!(of_texts("<p>a = b + c").is_empty());
    }

    #[test]
    fn a_mark_may_slip() {
        assert_eq!(numbers(&text::parse("1. Wash it.\n\n2) Rinse it.\n\n3. Dry it.")), [[1, 2, 3]]);
        assert_eq!(
            numbers(&text::parse("1. Alone.\n\n2) Wash.\n\n3) Dry.\n\n4) Fold.")),
            [[2, 3, 4]],
            "a list of its own"
        );
    }

    #[test]
    fn a_number_in_an_element_of_its_own_counts_headings() {
        let headings = |between: &str| {
            let part = |at: i64| format!("<h2><b>{at}</b>{between}Lake</h2><p>x");
            of_html(&[3, 2, 1].map(part).concat())
        };
        assert_eq!(headings(" "), [[3, 2, 1]]);
        assert!(headings(" / 7 ").is_empty(), "places in a show of pictures");
    }

    #[test]
    fn counts_of_votes_and_reviews_are_no_list() {
        let votes = "0\n\nUse grease.\n\n1\n\nUse brass.\n\n2\n\nUse paint.";
        assert!(numbers(&text::parse(votes)).is_empty());
        assert!(of_html("<p>Rope<p>(1)<p>Twine<p>(2)<p>String<p>(3)").is_empty());
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
