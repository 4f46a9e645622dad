//! How far the items of a written series reach.
//!
//! In: the blocks that begin with the numbers. Out: the same items with all their blocks.

use super::{Form, Item, MIN_EXCERPT, Open, Scope, Series};
use crate::blocks::{Blocks, Shape, words};
use crate::document::{Document, NodeId, Tag};
use crate::record::Format;
use std::collections::HashMap;
use std::ops::Range;

/// Gives each item the blocks up to the next number, and the last one as many as the others have:
/// what follows the list without a heading closes the article.
pub(super) fn extend(document: &Document, blocks: &Blocks, scope: &[Scope], open: Open) -> Series {
    let Open { form, heading, mut items, .. } = open;
    // "Solution 2" names itself.
    let nameless = !matches!(form, Form::Word(_));
    // Under a number in a block of its own stands the item's heading.
    let under = match items.first() {
        Some(first) if heading.is_some() => rank(document, blocks, first.start),
        Some(first) => heading_under(document, blocks, first),
        None => None,
    };
    let from =
        |item: &Item| item.start + if under.is_some() && nameless && is_alone(blocks, item) { 2 } else { 1 };
    // Two numbers may head anything: there a line in bold letters begins something new.
    let few = items.len() < MIN_EXCERPT;
    let stops = |index: usize| match (rank(document, blocks, index), under) {
        (Some(BOLD_RANK), Some(_)) if few => true,
        (Some(level), Some(own)) => level <= own,
        (Some(_), None) => true,
        (None, _) => false,
    };
    let starts: Vec<usize> = items.iter().map(|item| item.start).collect();
    let (mut lengths, mut step) = (Vec::new(), 0);
    for (item, next) in items.iter_mut().zip(starts.iter().skip(1)) {
        // Plain text has no levels: a short line inside an item is none of the list's own headings.
        let stop = || (from(item)..*next).find(|index| stops(*index));
        let end = if document.format == Format::Text { *next } else { stop().unwrap_or(*next) };
        item.end = quotation(document, blocks, item.start, *next).map_or(end, |quoted| end.min(quoted));
        lengths.push(item.end - item.start);
        step = step.max(longest_gap(&scope[item.start..item.end]));
    }
    let longest = lengths.iter().copied().max().unwrap_or(1);
    let fewest = lengths.iter().copied().min().unwrap_or(1);
    if let Some((last, others)) = items.split_last_mut() {
        let free = heading.is_some() && others.len() + 1 < MIN_EXCERPT;
        let steps_over = under.is_some() && !few && document.format == Format::Html;
        let tail = Tail {
            document,
            blocks,
            scope,
            first: last.start,
            // What every other item of the list has as well, the last one has, too.
            shortest: last.start + shortest(document, blocks, others, fewest),
            stepped: last.start + fewest,
            step: if steps_over { step } else { 0 },
            again: Again::of(blocks, others),
        };
        let limit = if free { blocks.len() } else { (last.start + longest).min(blocks.len()) };
        let held = end_of_holder(document, blocks, starts[0], last.start);
        let limit = held.filter(|held| *held >= last.start + fewest).map_or(limit, |held| limit.min(held));
        let end = tail.end(from(last), limit, &stops);
        let stopped = end < blocks.len() && stops(end);
        let end = end - usize::from(stopped && leaves_label(document, blocks, others, last.start..end));
        let inside = (last.start..end).rev().find(|index| scope[*index] != Scope::Outside);
        last.end = inside.unwrap_or(last.start) + 1;
        last.end = before_quotation(document, blocks, others, last);
        last.end -= usize::from(document.format == Format::Text && leaves_name(blocks, others, last));
    }
    Series { items, heading }
}

/// The first block of the quotation that holds a block and not one before it: a number in it is quoted, and so is what
/// stands over the number, but not what answers to the number before.
fn quotation(document: &Document, blocks: &Blocks, before: usize, index: usize) -> Option<usize> {
    let around = document.ancestors(blocks.get(index).node);
    let apart = around
        .filter(|node| document.tag(*node) == Some(Tag::Blockquote))
        .map(|node| blocks.within(document, node).start)
        .filter(|start| *start > before);
    apart.last()
}

/// One past the last block of the last item; where the numbers stand in quotations, the next one begins something else.
fn before_quotation(document: &Document, blocks: &Blocks, others: &[Item], last: &Item) -> usize {
    let quoted = others.last().and_then(|item| quotation(document, blocks, item.start, last.start));
    let begins = |at: &usize| quotation(document, blocks, last.start, *at) == Some(*at);
    quoted.and_then(|_| (last.start + 1..last.end).find(begins)).unwrap_or(last.end)
}

/// Fewest blocks of the last item: in plain text as many as all others have, but where none of those holds a line that
/// heads something, the first one behind its text closes the list.
fn shortest(document: &Document, blocks: &Blocks, others: &[Item], fewest: usize) -> usize {
    let heads = |index: usize| rank(document, blocks, index).is_some();
    let headed = || others.iter().any(|item| (item.start + 1..item.end).any(heads));
    match document.format {
        Format::Html => 1,
        Format::Text if headed() => fewest,
        Format::Text => fewest.min(WITH_TEXT),
    }
}

/// Blocks of an item with one block of text under its number.
const WITH_TEXT: usize = 2;

/// Whether the last item, up to a heading, ends in what labels that: "FAQ".
fn leaves_label(document: &Document, blocks: &Blocks, others: &[Item], last: Range<usize>) -> bool {
    document.format == Format::Html
        && last.len() >= WITH_LINE
        && !others.iter().any(|item| is_label(blocks, item.end - 1))
        && is_label(blocks, last.end - 1)
}

/// Fewest blocks of an item with text under its number, and a line behind that.
const WITH_LINE: usize = 3;

/// Most words of a line that names what stands under it.
const LINE_WORDS: usize = 8;

/// Fewest words of a sentence behind which such a line is none of a list.
const SENTENCE_WORDS: usize = 8;

/// Whether the last item alone ends in such a line.
fn leaves_name(blocks: &Blocks, others: &[Item], last: &Item) -> bool {
    names_next(blocks, last) && !others.iter().any(|item| names_next(blocks, item))
}

/// Whether an item ends in a short line behind a sentence. Under the last number of a dump that is the heading of what
/// follows the list, or of a box: "More workflows". "Entry: five euros" belongs to the text.
fn names_next(blocks: &Blocks, item: &Item) -> bool {
    if item.end < item.start + WITH_LINE {
        return false;
    }
    let (over, line) = (blocks.text(item.end - 2), blocks.text(item.end - 1));
    words::ends_sentence(over)
        && words::count(over) >= SENTENCE_WORDS
        && words::count(line) <= LINE_WORDS
        && !words::ends_sentence(line)
        && !line.contains([':', '：'])
}

/// One past the last block of the smallest element that holds two blocks, the first and the last number of a list, where
/// the next part of the page begins behind it with a line that heads it. Elsewhere a picture, columns or the builder of a
/// page part an item.
fn end_of_holder(document: &Document, blocks: &Blocks, first: usize, last: usize) -> Option<usize> {
    let mut around = document.ancestors(blocks.get(first).first).map(|node| blocks.within(document, node));
    let holder = around.find(|range| range.contains(&last)).filter(|_| document.format == Format::Html)?;
    let heads =
        |text: &str| words::count(text) <= LINE_WORDS && !words::ends_sentence(text) && !words::leads(text);
    let is_part = |at: usize| match blocks.get(at).shape {
        Shape::Heading(_) => true,
        Shape::Paragraph => heads(blocks.text(at)),
        _ => false,
    };
    (holder.end < blocks.len() && is_part(holder.end)).then_some(holder.end)
}

/// The last item, whose end no number shows.
struct Tail<'a> {
    document: &'a Document,
    blocks: &'a Blocks,
    scope: &'a [Scope],
    /// Its first block.
    first: usize,
    /// The first block at which it may stop.
    shortest: usize,
    /// The block up to which it steps over gaps in any case.
    stepped: usize,
    /// The longest gap that it steps over.
    step: usize,
    again: Again<'a>,
}

impl Tail<'_> {
    /// One past its last block: where something stops it, or at the limit that the length of the other items sets.
    fn end(&self, from: usize, mut limit: usize, stops: &dyn Fn(usize) -> bool) -> usize {
        let again = |index: usize| self.again.rest(self.blocks.text(index));
        let is_end = |index: usize| index >= self.earliest(index) && stops(index) && again(index).is_none();
        let mut met: Vec<&str> = Vec::new();
        limit += usize::from(from == limit && from < self.blocks.len() && self.goes_on(from));
        // Up to a heading within the limit all is the item's.
        let stepped = if self.step > 0 && (from..limit).any(is_end) { limit } else { self.stepped };
        let (mut index, mut outside) = (from, 0);
        while index < limit {
            outside = if self.scope[index] == Scope::Outside { outside + 1 } else { 0 };
            let left = outside > if index < stepped { self.step } else { 0 };
            if left || is_end(index) {
                return index;
            }
            let text = self.blocks.text(index);
            if let Some(rest) = again(index).filter(|_| !met.contains(&text)) {
                met.push(text);
                limit = limit.max(index + rest).min(self.blocks.len());
            }
            index += 1;
            if index == limit && index < self.blocks.len() && self.goes_on(index) {
                limit += 1;
            }
        }
        // A heading whose text is left behind closes the article.
        if limit > from && self.blocks.is_heading(limit - 1) && again(limit - 1).is_none() {
            limit -= 1;
        }
        // A number alone that ends the page has no heading under it.
        limit.max(from).min(self.blocks.len())
    }

    /// The first block at which this one may stop it. In plain text a short line with a colon leads on in the item.
    fn earliest(&self, index: usize) -> usize {
        let leads = || words::leads(self.blocks.text(index).trim_end());
        if self.document.format == Format::Text && leads() { self.stepped } else { self.shortest }
    }

    /// Whether a block goes on with what the one before it begins: a list, a table, what a colon leads to.
    fn goes_on(&self, index: usize) -> bool {
        let before = index - 1;
        // Under a number with a colon and no more stands the item's list.
        let listed = self.document.format == Format::Html && self.blocks.get(index).shape == Shape::Item;
        if before < self.first + usize::from(!listed) || self.scope[before] == Scope::Outside {
            return false;
        }
        let leads = words::leads(self.blocks.text(before).trim_end());
        (leads && !self.blocks.is_heading(index)) || self.shares_list(before, index)
    }

    /// Whether two blocks stand in one list or table that begins inside the item.
    fn shares_list(&self, before: usize, index: usize) -> bool {
        let whole = |tag: Tag| matches!(tag, Tag::Ul | Tag::Ol | Tag::Table);
        let around = |at: usize| {
            let mut above = self.document.ancestors(self.blocks.get(at).node);
            above.find(|node| self.document.tag(*node).is_some_and(whole))
        };
        let begins_inside = |list: &NodeId| *list > self.blocks.get(self.first).first;
        around(before)
            .filter(begins_inside)
            .is_some_and(|list| self.blocks.within(self.document, list).contains(&index))
    }
}

/// Most words of a line that labels what comes.
const LABEL_WORDS: usize = 4;

/// Whether a block is a few words and no sentence, as those over a heading are.
fn is_label(blocks: &Blocks, index: usize) -> bool {
    let text = blocks.text(index);
    blocks.get(index).shape == Shape::Paragraph
        && words::count(text) <= LABEL_WORDS
        && !words::ends_sentence(text)
        && !words::leads(text)
}

/// Items in which a line stands that belongs to each item of the list: "Pros", "Price: …".
const EACH: usize = 2;

/// Lines that stand in several items of a list.
struct Again<'a>(HashMap<&'a str, Line>);

/// A line in items.
struct Line {
    /// How many items hold it.
    items: usize,
    /// The last of them.
    last: usize,
    /// Most blocks from it to the end of its item.
    rest: usize,
}

impl<'a> Again<'a> {
    fn of(blocks: &'a Blocks, items: &[Item]) -> Self {
        let mut lines: HashMap<&str, Line> = HashMap::new();
        // Two items are needed to tell.
        let items = if items.len() < EACH { &[] } else { items };
        for (place, item) in items.iter().enumerate() {
            let worded = |index: &usize| blocks.text(*index).contains(char::is_alphabetic);
            for index in (item.start + 1..item.end).filter(worded) {
                let rest = item.end - index;
                let line =
                    lines.entry(blocks.text(index)).or_insert(Line { items: 0, last: usize::MAX, rest });
                line.items += usize::from(line.last != place);
                line.last = place;
                line.rest = line.rest.max(rest);
            }
        }
        Self(lines)
    }

    /// Most blocks from a line on that other items hold, where several of them hold the line.
    fn rest(&self, text: &str) -> Option<usize> {
        self.0.get(text).filter(|line| line.items >= EACH).map(|line| line.rest)
    }
}

/// Most blocks in a row inside an item that are no part of the article: a picture's credit, a button.
fn longest_gap(scope: &[Scope]) -> usize {
    let (mut gap, mut longest) = (0, 0);
    for own in scope {
        if *own == Scope::Outside {
            gap += 1;
        } else {
            longest = longest.max(std::mem::take(&mut gap));
        }
    }
    longest
}

/// Where a line in bold letters ranks: below every heading.
const BOLD_RANK: u8 = 7;

/// How high a heading ranks, 1 the highest; `None` for what is no heading.
fn rank(document: &Document, blocks: &Blocks, index: usize) -> Option<u8> {
    let block = blocks.get(index);
    let level = blocks.level(index)?;
    let mut around = std::iter::once(block.node).chain(document.ancestors(block.node));
    let marked = document.format == Format::Text
        || around.any(|node| document.tag(node).is_some_and(|tag| tag.heading_level().is_some()));
    Some(if marked { level } else { BOLD_RANK })
}

/// Whether a number stands alone in its block.
fn is_alone(blocks: &Blocks, item: &Item) -> bool {
    item.marker == blocks.text(item.start).len()
}

/// How high the heading ranks that stands under a number alone in its block.
fn heading_under(document: &Document, blocks: &Blocks, item: &Item) -> Option<u8> {
    let under = Some(item.start + 1).filter(|under| is_alone(blocks, item) && *under < blocks.len())?;
    rank(document, blocks, under)
}

#[cfg(test)]
mod tests {
    use super::super::{Scope, find};
    use crate::blocks::Blocks;
    use crate::document::html;

    /// The blocks of each item of the first series.
    fn spans(source: &str) -> Vec<std::ops::Range<usize>> {
        let document = html::parse(source);
        let blocks = Blocks::of(&document);
        let found = find(&document, &blocks, &vec![Scope::Inside; blocks.len()]);
        found.iter().take(1).flat_map(|series| &series.items).map(|item| item.start..item.end).collect()
    }

    #[test]
    fn a_number_in_a_block_of_its_own_has_the_heading_under_it() {
        let steps = ["Wash", "Dry", "Fold"].iter().enumerate();
        let source: String =
            steps.map(|(at, step)| format!("<div>{}</div><h3>{step}</h3><p>Slowly.</p>", at + 1)).collect();
        assert_eq!(spans(&format!("{source}<h2>End</h2><p>x")), [0..3, 3..6, 6..9]);
        assert!(spans("<p>1<p>2<p>3<p>4").is_empty(), "numbers of nothing");
        assert!(spans("<p>1<p>of 3<p>2<p>of 3<p>3<p>of 3").is_empty(), "places in a show of pictures");
    }

    #[test]
    fn an_item_under_a_heading_spans_all_blocks_to_the_next() {
        let source = "<h2>1. A</h2><p>x<p>y<h2>2. B</h2><p>z<p>w<h2>End</h2>";
        assert_eq!(spans(source), [0..3, 3..6]);
    }

    #[test]
    fn the_last_item_has_its_list_whole_and_no_heading_of_what_follows() {
        let item = |at: usize, more: &str| format!("<h2>{at}. A</h2><p>x<ul><li>y<li>z{more}</ul>");
        let list = [item(1, ""), item(2, ""), item(3, "<li>w<li>v")].concat();
        assert_eq!(spans(&format!("{list}<p>End.")), [0..4, 4..8, 8..14]);
        let closed = [item(1, "<li>w"), item(2, "<li>w"), item(3, "")].concat();
        assert_eq!(spans(&format!("{closed}<h3>End</h3><p>x")), [0..5, 5..10, 10..14]);
    }

    #[test]
    fn the_last_item_ends_where_the_element_ends_that_holds_the_list() {
        let list = "<div><h3>1. A</h3><p>x<p>y</div><div><h3>2. B</h3><p>x<p>y</div>";
        let next = "<section><p>What is next<p>w<p>v</section>";
        assert_eq!(spans(&format!("<section>{list}</section>{next}")), [0..3, 3..6]);
        let list = "<h3>1. A</h3><p>x<p>y<h3>2. B</h3><p>x<h3>3. C</h3><p>x";
        let rest = "<div><p>It goes on in a column of its own.<p>w</div>";
        assert_eq!(spans(&format!("<div>{list}</div>{rest}")), [0..3, 3..5, 5..8], "parted by its columns");
    }

    #[test]
    fn the_last_item_goes_on_from_a_line_that_the_others_have_as_well() {
        let item = |at: usize, more: &str| format!("<h2>{at}. A</h2><p>x{at}{more}<p>Pros<p>y{at}");
        let list = [item(1, ""), item(2, ""), item(3, "<p>z")].concat();
        assert_eq!(spans(&format!("{list}<p>End.")), [0..4, 4..8, 8..13]);
    }
}
