//! Series that may still go on, and which of them are lists.
//!
//! In: numbers as they come. Out: whether a number goes on with a series, and whether a whole one is a list.

use super::{Form, Item, MAX_GAP, MAX_HEADING_GAP, MIN_EXCERPT, sections};
use crate::blocks::numbering::Marker;
use crate::blocks::{Blocks, apparatus};
use crate::document::NodeId;
use crate::wordlists::EXAMPLES;

/// A number as it is met.
pub(super) struct Met<'a> {
    pub(super) marker: Marker<'a>,
    /// Its block.
    pub(super) index: usize,
    pub(super) heading: Option<u8>,
    pub(super) goes_on: bool,
    pub(super) line: bool,
    pub(super) alone: bool,
    /// The element around its paragraph, where the number stands in bold letters.
    pub(super) bold_in: Option<NodeId>,
}

/// A series that may still go on.
pub(super) struct Open<'a> {
    pub(super) form: Form<'a>,
    pub(super) heading: Option<u8>,
    /// Whether a heading is a guess by its length, as in plain text: a longer one goes on all the same.
    pub(super) plain: bool,
    /// Whether its first number stands alone in its block.
    pub(super) alone: bool,
    /// Whether its first number stands before a line as titles are. In plain text, that tells an outer list from the
    /// one in its item.
    pub(super) line: bool,
    /// Whether sentences go on behind the numbers: "Part 1 covers …".
    pub(super) goes_on: bool,
    /// The element around the paragraphs whose numbers stand in bold letters.
    pub(super) bold_in: Option<NodeId>,
    /// +1 or -1 once two numbers are known, else 0.
    pub(super) step: i64,
    pub(super) items: Vec<Item>,
    /// How many items have another mark than the list: "1." and "2)".
    pub(super) slips: usize,
    /// Whether the last item is one of them.
    pub(super) slipped: bool,
    /// The `<ol>` that begins it, by its place among those of the page.
    pub(super) begun: Option<usize>,
}

impl<'a> Open<'a> {
    /// One that begins with this number, without its item.
    pub(super) fn new(met: &Met<'a>, plain: bool) -> Self {
        let &Met { marker, heading, goes_on, line, alone, bold_in, .. } = met;
        let (form, items) = (marker.form, Vec::new());
        Self {
            form,
            heading,
            plain,
            alone,
            line,
            goes_on,
            bold_in,
            step: 0,
            items,
            slips: 0,
            slipped: false,
            begun: None,
        }
    }
}

impl Open<'_> {
    /// Takes in an item.
    pub(super) fn push(&mut self, item: Item) {
        if self.slipped && self.items.last().is_some_and(|last| last.number == item.number) {
            self.items.pop();
            self.slips -= 1;
        }
        self.slipped = false;
        let step = self.items.last().map_or(0, |last| (item.number - last.number).signum());
        if step != 0 {
            self.step = step;
        }
        self.items.push(item);
    }

    /// Takes in an item with another mark.
    pub(super) fn slip(&mut self, item: Item) {
        self.push(item);
        self.slips += 1;
        self.slipped = true;
    }

    /// Whether a number shows that the one before it, which has another mark, is none of this series: "2.", "3) is the
    /// size", "3.".
    fn takes_back(&self, Met { marker, heading, .. }: &Met) -> bool {
        let same = self.items.last().is_some_and(|last| last.number == marker.number);
        self.slipped && same && marker.form == self.form && (self.heading == *heading || self.plain)
    }

    /// Whether a block is near enough to go on with this series.
    pub(super) fn reaches(&self, index: usize) -> bool {
        let most = if self.heading.is_some() { MAX_HEADING_GAP } else { MAX_GAP };
        self.items.last().is_some_and(|last| index - last.start <= most)
    }

    pub(super) fn takes(&self, met: &Met) -> bool {
        self.takes_as(met, self.heading == met.heading || self.plain)
    }

    /// Whether a number goes on with this series that stands in the same dress, and for its words alone looks like a heading
    /// where the others do not: "2. Size:" among "1. Price: …" and "3. Weight: …".
    pub(super) fn mixes(&self, met: &Met) -> bool {
        let next =
            self.step >= 0 && self.items.last().is_some_and(|last| last.number + 1 == met.marker.number);
        next && self.bold_in.is_some() && self.bold_in == met.bold_in && self.takes_as(met, true)
    }

    /// Whether a number goes on with this series, given that both stand in text or both in headings.
    fn takes_as(&self, met: &Met, alike: bool) -> bool {
        let &Met { ref marker, heading, goes_on, .. } = met;
        let Some(last) = self.items.last() else { return false };
        let step = marker.number - last.number;
        // "3 colours" goes on with no "Step 2".
        // A count under an item that has its words beside its number goes on with nothing.
        let lone = (marker.form == Form::Bare || (marker.form == Form::Alone && self.alone))
            && marker.form != self.form
            && !matches!(self.form, Form::Word(_));
        let same = alike && (marker.form == self.form || lone);
        let follows = if self.step == 0 { step == 1 || (step == -1 && !lone) } else { step == self.step };
        // A number that the page lost: 1, 2, 4.
        let skips = self.step == 1 && step == 2 && !lone;
        // A heading with a number that the page gave twice: 8, 9, 9.
        let twice = step == 0 && marker.number > 1 && !lone && !self.plain && heading.is_some();
        self.takes_back(met)
            || same
                && self.goes_on == goes_on
                && (follows || skips || (twice && self.items.len() >= MIN_EXCERPT))
    }

    /// Whether a number is the last one of this series once more, right behind it, in plain text.
    pub(super) fn repeats(&self, Met { marker, index, line, .. }: &Met) -> bool {
        let last = self.items.last();
        let same = marker.form == self.form && self.line == *line;
        let again = last.is_some_and(|last| last.number == marker.number && last.start + 1 == *index);
        self.plain && same && again && self.step == 1 && self.items.len() >= MIN_EXCERPT
    }

    /// Whether a number goes on with this series but for its mark, which the page has wrong: "1.", "2)", "3.".
    pub(super) fn slips_to(&self, Met { marker, heading, .. }: &Met) -> bool {
        let alike = self.heading == *heading || self.plain;
        let next = self.items.last().is_some_and(|last| last.number + 1 == marker.number);
        alike && next && self.step >= 0 && is_marked(self.form) && is_marked(marker.form)
    }
}

/// The series among the near ones that a number goes on with: the nearest that is like it, where plain text shows no
/// levels, or that it repeats.
pub(super) fn taker(open: &[Open], near: &[usize], met: &Met) -> Option<usize> {
    let mut takers = near.iter().copied().rev().filter(|place| open[*place].takes(met));
    let nearest = takers.next();
    let alike = |place: &usize| !open[*place].plain || open[*place].line == met.line;
    let again = || near.iter().copied().rev().find(|place| open[*place].repeats(met));
    let mixed = || near.iter().copied().rev().find(|place| open[*place].mixes(met));
    nearest.filter(alike).or_else(|| takers.find(alike)).or_else(again).or(nearest).or_else(mixed)
}

/// The series that are lists. Where headings number the sections of a document, they number no list.
pub(super) fn lists<'a>(
    blocks: &Blocks,
    open: Vec<Open<'a>>,
    alone: &[usize],
    sectioned: bool,
) -> impl Iterator<Item = Open<'a>> {
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
    let parts_document = move |series: &Open| {
        (sectioned && series.heading.is_some())
            || sections::number_articles(series.form)
            || sections::number_sections(blocks, &series.items)
            || sections::number_paragraphs(blocks, &series.items)
    };
    open.into_iter().filter(move |series| {
        let other = || {
            parts_document(series)
                || named(series)
                || shows_examples(series)
                || (series.form == Form::Alone && counts(series, alone))
        };
        (is_list(blocks, series) || pair(series)) && !other()
    })
}

/// Forms of a number with a mark behind it, any of which may slip in for another.
pub(super) fn is_marked(form: Form) -> bool {
    matches!(form, Form::Dot | Form::Paren | Form::Comma | Form::Colon)
}

/// Whether a series is a pair of examples, which explain what stands around them: "Example 1", "Example 2".
fn shows_examples(series: &Open) -> bool {
    let Form::Word(word) = series.form else { return false };
    series.items.len() < MIN_EXCERPT
        && (series.plain || series.heading.is_none())
        && EXAMPLES.contains(&word.to_lowercase().as_str())
}

/// Whether numbers that stand alone are counts, of votes and replies, that happen to follow each other: they
/// begin at 0, or more of others stand among them. A ranking has some, too: "up 2".
fn counts(series: &Open, alone: &[usize]) -> bool {
    let (Some(first), Some(last)) = (series.items.first(), series.items.last()) else { return false };
    let from = alone.partition_point(|index| *index < first.start);
    let to = alone.partition_point(|index| *index <= last.start);
    first.number == 0 || (to - from).saturating_sub(series.items.len()) > series.items.len()
}

/// Fewest rising figures in headings that are a part of a list: fewer follow each other by chance ("3 boats", "4
/// keepers"). Falling ones count down.
const MIN_APART: usize = 2 * MIN_EXCERPT;

/// Whether the numbers read as a list: from 1 on, a countdown, or a longer part of one.
fn is_list(blocks: &Blocks, series: &Open) -> bool {
    let items = &series.items;
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return false };
    let count = items.len();
    if series.slips > 0 && series.slips * 2 >= count {
        return false;
    }
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
    let apart = series.form == Form::Apart;
    let pair = sure && !apart;
    let excerpt = if apart && series.step == 1 { MIN_APART } else { MIN_EXCERPT };
    let fewest = if pair && !(named && series.step == -1) { 2 } else { MIN_EXCERPT };
    (whole && count >= fewest) || (sure && !named && count >= excerpt && !dates())
}
