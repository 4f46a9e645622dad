//! Numbered series to advice lists, each with the words that introduce it.

mod introductions;

use super::Page;
use super::article::Article;
use super::inside::{self, Unmarked};
use super::tables::Tables;
use crate::blocks::series::{Item, Series};
use crate::blocks::{HEADING_WORDS as LINE_WORDS, words};
use crate::classify::phrases::{self, Phrase};
use crate::document::{NodeId, Tag};
use crate::record::{AdviceItem, AdviceList, Format, Role};
use introductions::{ends_other_list, introduction, is_source, right_over};

/// Most words of a heading: more are a paragraph in the dress of one.
const HEADING_WORDS: usize = 30;

/// Fewest items that a heading announces by their number: two and three stand in too many headings.
const ANNOUNCED: usize = 4;

pub(super) fn arrange(page: &Page, article: &Article) -> Vec<AdviceList> {
    let mut above = Above { page, at: 0, nearest: None, headings: [None; LEVELS] };
    let mut items = Items { page, unmarked: Unmarked::of(page), tables: Tables::default() };
    page.labels
        .series
        .iter()
        .map(|series| AdviceList {
            heading: above.heading(series),
            section: article.section_of.get(series.range().start).copied().unwrap_or_default(),
            items: items.of(series),
        })
        .collect()
}

/// Writes items.
struct Items<'a> {
    page: &'a Page<'a>,
    unmarked: Unmarked<'a>,
    tables: Tables,
}

impl Items<'_> {
    fn of(&mut self, series: &Series) -> Vec<AdviceItem> {
        let titled = titled(self.page, series);
        series.items.iter().map(|item| self.advice(series, item, titled)).collect()
    }

    fn advice(&mut self, series: &Series, item: &Item, titled: Option<bool>) -> AdviceItem {
        let page = self.page;
        let heads = |index: usize, own: &str| match titled {
            Some(titled) => titled && words::count(own) <= HEADING_WORDS,
            None => page.blocks.is_heading(index),
        };
        let mut title = None;
        let mut text = String::new();
        let mut listing = false;
        for part in inside::parts(page, &self.unmarked, &mut self.tables, item.start..item.end) {
            let first = part.start == item.start;
            let own = if first { part.text[item.marker..].trim() } else { &part.text };
            // A number may stand in a block of its own over the heading.
            let opens = first || (title.is_none() && text.is_empty());
            let (own, line) = match first.then(|| bold_line(page, item, own)).flatten() {
                Some((line, rest)) => (rest, Some(line)),
                None => (own, None),
            };
            title = line.map(|line| line.replace('\n', " ")).or(title);
            if line.is_none() && opens && heads(part.start, own) {
                title = Some(own.replace('\n', " ")).filter(|title| !title.is_empty());
            } else if !own.is_empty() {
                text.push_str(match (text.is_empty(), listing && part.mark.is_some()) {
                    (true, _) => "",
                    // Entries of one list in the item.
                    (_, true) => "\n",
                    (_, false) => "\n\n",
                });
                text.extend(part.mark.iter().flat_map(|mark| [mark, " "]));
                text.push_str(own);
                listing = part.mark.is_some();
            }
        }
        let items = inner_series(page, series, item).into_iter().flat_map(|own| self.of(own)).collect();
        AdviceItem { number: item.number, label: item.label.clone(), title, text, items }
    }
}

/// The first line of an item, where the page shows it in bold letters over the text of the item, and that text.
fn bold_line<'a>(page: &Page, item: &Item, own: &'a str) -> Option<(&'a str, &'a str)> {
    let (line, rest) = own.split_once('\n')?;
    let document = page.document;
    // One that holds more than this block says nothing of its line, and its words would be read for each item.
    let of_block = |node: &NodeId| {
        let held = page.blocks.within(document, *node);
        held.start >= item.start && held.end <= item.start + 1
    };
    let bold = |node: &NodeId| matches!(document.tag(*node), Some(Tag::B | Tag::Strong)) && of_block(node);
    let first = page.blocks.get(item.start).first;
    let around = document.ancestors(first).take(BOLD_DEPTH).find(bold);
    let node = around.or_else(|| (first + 1..document.len().min(first + 1 + BOLD_NEAR)).find(bold))?;
    let shown = document.words(node);
    let whole = shown
        .strip_suffix([':', '：', '.'])
        .unwrap_or(&shown)
        .ends_with(line.trim_end_matches([':', '：', '.']));
    (whole && !line.is_empty() && words::count(line) <= LINE_WORDS).then(|| (line.trim(), rest.trim()))
}

/// Elements between the words of a title and what makes them bold: a span, a link and the bold element itself.
const BOLD_DEPTH: usize = 3;

/// Nodes behind an item's number among which its bold title begins: right behind it, or within one more element.
const BOLD_NEAR: NodeId = 2;

/// Fewest items of which one may have nothing under its title.
const TITLED: usize = 3;

/// Whether the numbered lines of a list are titles, in plain text, where a single line does not tell: they are where
/// there is more in the items, and none where there is not. In markup, short lines are that are no sentences and all
/// have text under them. `None` where each line is to be asked.
fn titled(page: &Page, series: &Series) -> Option<bool> {
    if page.document.format != Format::Text {
        let is_title = |item: &Item| {
            let own = &page.blocks.text(item.start)[item.marker..];
            item.start + 1 < item.end
                && words::has_letters(own)
                && words::count(own) <= LINE_WORDS
                && !own.contains('\n')
                && !own.trim_end().ends_with([':', '：', ',', ';'])
                && !words::ends_sentence(own)
                && words::count(page.blocks.text(item.start + 1)) > words::count(own)
        };
        return series.items.iter().all(is_title).then_some(true);
    }
    let count = series.items.len();
    let line = |item: &Item| {
        let own = &page.blocks.text(item.start)[item.marker..];
        // Under a number alone stands the line.
        let alone = own.trim().is_empty() && item.start + 1 < item.end;
        if alone { (item.start + 1, page.blocks.text(item.start + 1)) } else { (item.start, own) }
    };
    let lines: Vec<_> = series.items.iter().map(|item| (line(item), item.end)).collect();
    let under = lines.iter().filter(|((at, _), end)| at + 1 < *end).count();
    let short = lines.iter().filter(|((_, line), _)| words::count(line) <= LINE_WORDS).count();
    let all = under + usize::from(count >= TITLED) >= count;
    match (all && short * 2 > count, under * 2 < count) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// The series right inside an item: those that no other series inside the item holds.
fn inner_series<'a>(page: &Page<'a>, outer: &Series, item: &Item) -> Vec<&'a Series> {
    let mut found: Vec<&Series> = Vec::new();
    // Series are in the order of their starts, so what those found so far span ends at one place.
    let mut end = 0;
    let all = &page.labels.series;
    let from = all.partition_point(|series| series.range().start < item.start);
    for series in all[from..].iter().take_while(|series| series.range().start <= item.end) {
        let range = series.range();
        let smaller = range.len() < outer.range().len();
        if range.end <= item.end && smaller && range.start >= end {
            end = range.end;
            found.push(series);
        }
    }
    found
}

/// Levels of headings, with 0 for the title.
const LEVELS: usize = 7;

/// What stands above the series, which come in the order of the page.
struct Above<'a> {
    page: &'a Page<'a>,
    /// The block up to which all was seen.
    at: usize,
    /// The last block of the content.
    nearest: Option<usize>,
    /// The last heading of each level.
    headings: [Option<usize>; LEVELS],
}

impl Above<'_> {
    /// The words that introduce the list right before it, else the heading over it.
    fn heading(&mut self, series: &Series) -> Option<String> {
        self.pass(series.range().start);
        let page = self.page;
        let announced = self.announcement(series);
        let before = || self.nearest.filter(|nearest| !ends_other_list(page, series, *nearest));
        let titled = || self.title(series);
        let line = || self.line_over(series);
        let introduced = || introduction(page, series, before()?);
        let right_over = || right_over(page, series, before()?);
        announced.or_else(titled).or_else(line).or_else(introduced).or_else(right_over).or_else(|| {
            // In plain text all headings look alike: the last one may be that of an item around the list.
            let leveled = series.heading.filter(|_| page.document.format == Format::Html);
            let levels = leveled.map_or(LEVELS, usize::from);
            let over = self.headings[..levels].iter().flatten().max()?;
            Some(page.blocks.text(*over).replace('\n', " "))
        })
    }

    /// The heading of the section that announces as many as there are items: "10 ways to …". A later paragraph that
    /// does so, too, is nearer, but for the one right under the heading, which the heading is over.
    fn announcement(&self, series: &Series) -> Option<String> {
        let over = *self.headings[1..].iter().flatten().max()?;
        let text = self.page.blocks.text(over);
        let nearer = self.nearest.is_some_and(|nearest| {
            let text = self.page.blocks.text(nearest);
            let between = (over + 1..nearest).any(|index| self.page.is_body(index));
            let leads = words::leads(text.trim_end());
            let right_before = nearest > over && nearest + 1 == series.range().start;
            (leads && right_before) || ((between || leads) && announces(text, series))
        });
        (announces(text, series) && self.page.is_body(over) && !nearer).then(|| text.replace('\n', " "))
    }

    /// In plain text, a short line that announces them over a paragraph that does so, too: a heading that ends as a
    /// sentence does is told from one by nothing else.
    fn line_over(&self, series: &Series) -> Option<String> {
        let nearest = self.nearest.filter(|_| self.page.document.format != Format::Html)?;
        let over = nearest.checked_sub(1)?;
        let (text, under) = (self.page.blocks.text(over), self.page.blocks.text(nearest));
        let short = words::count(text) <= LINE_WORDS && self.page.labels.role(over) == Role::Body;
        let leads = words::leads(under.trim_end());
        let alike = || counts_alike(text, under, series.items.len());
        let both = announces(text, series) && announces(under, series) && alike();
        (short && both && !leads).then(|| text.replace('\n', " "))
    }

    /// The title that announces them, where no heading stands between and what does stands over the byline: it
    /// leads to the text and not to the list.
    fn title(&self, series: &Series) -> Option<String> {
        let (title, labels) = (self.headings[0]?, &self.page.labels);
        let text = self.page.blocks.text(title);
        let free = self.headings[1..].iter().flatten().all(|over| *over <= title);
        let over = self.nearest.is_some_and(|nearest| {
            (nearest..series.range().start).any(|index| labels.role(index) == Role::Byline)
        });
        (free && over && announces(text, series)).then(|| text.replace('\n', " "))
    }

    /// Takes in the blocks before this one.
    fn pass(&mut self, start: usize) {
        // A heading that was left out names the list under it all the same.
        let names = |index: &usize| {
            let block = self.page.blocks.get(*index);
            let left = self.page.labels.role(*index) == Role::Other && !block.hidden;
            self.page.labels.is_content(*index) || (left && self.page.blocks.is_heading(*index))
        };
        let labels = &self.page.labels;
        for index in self.at..start {
            // What somebody else wrote leads to nothing behind it; how many did so is part of the page.
            let ends_post = match labels.role(index) {
                Role::Comments => !phrases::says(self.page.blocks.text(index), Phrase::Comments),
                Role::Byline => labels.is_thread,
                _ => false,
            };
            if ends_post {
                self.nearest = None;
                self.headings[2..].fill(None);
            }
            if !names(&index) {
                continue;
            }
            if !is_source(self.page, index) {
                self.nearest = Some(index);
            }
            let text = self.page.blocks.text(index);
            if let Some(level) = self.page.blocks.level(index)
                && words::count(text) <= HEADING_WORDS
            {
                self.headings[usize::from(level)] = Some(index);
            }
            if self.page.labels.role(index) == Role::Title {
                self.headings[0] = Some(index);
            }
        }
        self.at = self.at.max(start);
    }
}

/// Whether a text names the number of a list's items.
fn announces(text: &str, series: &Series) -> bool {
    series.items.len() >= ANNOUNCED && after_number(text, series.items.len()).is_some()
}

/// What stands behind a number in a text; a part of "2.5", "9:05" or "1/4" is none.
fn after_number(text: &str, number: usize) -> Option<&str> {
    let mut at = 0;
    loop {
        let start = at + text[at..].find(|c: char| c.is_ascii_digit())?;
        let end =
            text[start..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |length| start + length);
        let joins = |c: char| matches!(c, '.' | ',' | ':' | '/');
        let joined = text[..start].ends_with(joins)
            || text[end..]
                .strip_prefix(joins)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if !joined && text[start..end].parse() == Ok(number) {
            return Some(&text[end..]);
        }
        at = end;
    }
}

/// Fewest letters of a word that tells what is counted.
const COUNTED_LETTERS: usize = 4;

/// Whether a line counts what the text under it is about: the word behind its number stands there, too.
fn counts_alike(line: &str, under: &str, number: usize) -> bool {
    let behind = after_number(line, number).unwrap_or_default().to_lowercase();
    let counted = behind.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    counted.is_some_and(|word| word.chars().count() >= COUNTED_LETTERS && under.to_lowercase().contains(word))
}
