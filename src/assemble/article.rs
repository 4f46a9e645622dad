//! The body: sections, their blocks, and the plain text.

use super::Page;
use super::headings::boxed::Open;
use super::headings::{Headings, no_section};
use super::inside::{self, Unmarked};
use super::pictures::AltTexts;
use super::programs::{self, Programs};
use super::tables::{self, Tables};
use crate::blocks::series::Item;
use crate::blocks::{Shape, holds_posts};
use crate::document::{NodeId, Tag};
use crate::record::{BlockKind, Format, Role, Section, SectionBlock};
use std::collections::HashMap;
use std::ops::Range;

/// Most blocks of a post among which a line says who wrote it or when.
const POST_BLOCKS: usize = 12;

/// What stands before the number of an item in an item.
const NESTED: &str = "   ";

/// The body, arranged.
pub(super) struct Article {
    pub sections: Vec<Section>,
    pub text: String,
    /// For each block of the page, the section that holds it.
    pub section_of: Vec<u32>,
}

pub(super) fn arrange(page: &Page) -> Article {
    let plain = || page.document.format == Format::Text;
    let mut writer = Writer {
        page,
        starts: Starts::of(page),
        tables: Tables::default(),
        alt_texts: AltTexts::default(),
        counted: HashMap::new(),
        sections: vec![Section::default()],
        section_of: vec![0; page.blocks.len()],
        headings: plain().then(|| Headings::of(page.blocks, |index| page.labels.role(index))),
        programs: plain().then(|| Programs::of(page)),
        open: Open::of(page),
        entry: None,
    };
    let mut index = 0;
    while index < page.blocks.len() {
        writer.pictures(index);
        index = if page.is_body(index) { writer.block(index) } else { index + 1 };
    }
    let Writer { mut sections, mut section_of, .. } = writer;
    // The first section stands for text before any heading; without such text there is none.
    if sections.len() > 1 && sections[0].blocks.is_empty() {
        sections.remove(0);
        section_of.iter_mut().for_each(|section| *section = section.saturating_sub(1));
    } else if sections.len() == 1 && sections[0].blocks.is_empty() {
        sections.clear();
    }
    let text = text(&sections);
    Article { sections, text, section_of }
}

/// Sections as plain text: paragraphs parted by a blank line. Alternative texts are not in it, for
/// readers do not see them.
fn text(sections: &[Section]) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for section in sections {
        parts.extend(section.heading.as_deref());
        parts.extend(
            section.blocks.iter().filter(|block| !is_alt_text(block)).map(|block| block.text.as_str()),
        );
    }
    parts.join("\n\n")
}

/// Captions made of alternative text carry it in `items` too, so that the two can be told apart.
fn is_alt_text(block: &SectionBlock) -> bool {
    block.kind == BlockKind::Caption && !block.items.is_empty()
}

/// For each block, the item that begins there, so that no block searches the series of a page.
struct Starts<'a> {
    /// Of series without headings of their own: series, and place of the item in it.
    listed: Vec<Option<(u32, u32)>>,
    unmarked: Unmarked<'a>,
}

impl<'a> Starts<'a> {
    fn of(page: &Page<'a>) -> Self {
        let count = page.blocks.len();
        let mut listed = vec![None; count];
        for (list, series) in page.labels.series.iter().enumerate() {
            for (at, item) in series.items.iter().enumerate().filter(|_| series.heading.is_none()) {
                listed[item.start].get_or_insert((list as u32, at as u32));
            }
        }
        Self { listed, unmarked: Unmarked::of(page) }
    }
}

struct Writer<'a> {
    page: &'a Page<'a>,
    starts: Starts<'a>,
    tables: Tables,
    alt_texts: AltTexts,
    /// For each `<ol>` met so far, its entries up to a node.
    counted: HashMap<NodeId, (usize, NodeId)>,
    sections: Vec<Section>,
    section_of: Vec<u32>,
    /// In dumps, the lines that begin sections.
    headings: Option<Headings<'a>>,
    /// The section that is written.
    open: Open,
    /// The entry of a list that was written last.
    entry: Option<NodeId>,
    /// The same of programs.
    programs: Option<Programs>,
}

impl Writer<'_> {
    /// Writes the block, list or table that begins here; returns where to go on.
    fn block(&mut self, index: usize) -> usize {
        let blocks = self.page.blocks;
        let shape = blocks.get(index).shape;
        self.section_of[index] = (self.sections.len() - 1) as u32;
        let groups = &self.page.labels.cards;
        if let Ok(at) = groups.binary_search_by_key(&index, |cards| cards[0].start) {
            return self.cards(&groups[at]);
        }
        if let Some((list, from)) = self.series_at(index) {
            return self.numbered(list, from);
        }
        if let Some(end) = self.programs.as_ref().and_then(|programs| programs.end(index)) {
            return self.program(index..end);
        }
        let plain_text = self.headings.is_some();
        let is_heading = !plain_text && matches!(shape, Shape::Heading(_));
        let other_kind = is_heading.then(|| no_section::kind(self.page, index, &self.open)).flatten();
        let level = match (&self.headings, shape) {
            (Some(headings), _) => headings.level(index),
            (None, Shape::Heading(level)) if other_kind.is_none() => Some(level),
            _ => None,
        };
        if let Some(level) = level {
            let heading = Some(blocks.text(index).replace('\n', " "));
            self.sections.push(Section { heading, level, blocks: Vec::new() });
            self.section_of[index] = (self.sections.len() - 1) as u32;
            self.open.over = Some(index);
            return index + 1;
        }
        match shape {
            Shape::Item => return self.items(index),
            Shape::Cell => {
                if let Some(table) = self.tables.at(self.page, index) {
                    return self.table(index, table);
                }
            }
            _ => {}
        }
        let kind = other_kind.unwrap_or_else(|| match shape {
            Shape::Code => BlockKind::Code,
            Shape::Caption => BlockKind::Caption,
            _ => self.kind_of_text(index),
        });
        self.push(SectionBlock { kind, text: blocks.text(index).to_owned(), items: Vec::new(), list: None });
        index + 1
    }

    /// Running text, or somebody else's words.
    fn kind_of_text(&self, index: usize) -> BlockKind {
        if self.page.stands_in(index, Tag::Blockquote) { BlockKind::Quote } else { BlockKind::Paragraph }
    }

    fn push(&mut self, block: SectionBlock) {
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(block);
        }
    }

    /// Writes the cards of a page that lists others; returns where to go on.
    fn cards(&mut self, cards: &[Range<usize>]) -> usize {
        let page = self.page;
        let lines = |card: &Range<usize>| {
            let own = card.clone().filter(|index| page.is_body(*index)).map(|index| page.blocks.text(index));
            own.collect::<Vec<_>>().join("\n")
        };
        let items: Vec<String> = cards
            .iter()
            .map(lines)
            .filter(|lines| !lines.is_empty())
            .map(|lines| format!("- {lines}"))
            .collect();
        let (start, end) = (cards[0].start, cards[cards.len() - 1].end);
        self.section_of[start..end].fill((self.sections.len() - 1) as u32);
        self.push(SectionBlock { kind: BlockKind::List, text: items.join("\n"), items, list: None });
        end
    }

    /// Writes the lines of a program in a dump; returns where to go on.
    fn program(&mut self, lines: Range<usize>) -> usize {
        let end = lines.end;
        self.section_of[lines.clone()].fill((self.sections.len() - 1) as u32);
        let text = programs::lines(self.page, lines);
        self.push(SectionBlock { kind: BlockKind::Code, text, items: Vec::new(), list: None });
        end
    }

    /// The series, without headings of its own, of which an item begins at this block.
    fn series_at(&self, index: usize) -> Option<(usize, usize)> {
        self.starts.listed[index].map(|(list, at)| (list as usize, at as usize))
    }

    /// Writes the items of a series from this one on, as far as they follow each other directly.
    fn numbered(&mut self, list: usize, from: usize) -> usize {
        let series = &self.page.labels.series[list];
        let mut items = Vec::new();
        let mut end = series.items[from].start;
        for item in &series.items[from..] {
            if item.start != end {
                break;
            }
            items.push(self.item_text(item));
            self.section_of[item.start..item.end].fill((self.sections.len() - 1) as u32);
            end = item.end;
        }
        let text = items.join("\n");
        self.push(SectionBlock { kind: BlockKind::List, text, items, list: Some(list as u32) });
        end
    }

    fn item_text(&mut self, item: &Item) -> String {
        let mut lines = Vec::new();
        // A number in a block of its own goes before what it numbers.
        let mut apart = false;
        for part in inside::parts(self.page, &self.starts.unmarked, &mut self.tables, item.start..item.end) {
            if part.start == item.start && item.marker == part.text.len() {
                apart = true;
            } else if (part.start == item.start && item.marker == 0) || std::mem::take(&mut apart) {
                lines.push(format!("{} {}", item.label, part.text));
            } else if let Some(mark) = part.mark {
                lines.push(format!("{NESTED}{mark} {}", part.text));
            } else {
                lines.push(part.text);
            }
        }
        if apart {
            lines.push(item.label.clone());
        }
        lines.join("\n")
    }

    /// An unordered list: all items that stand below the same outermost list.
    fn items(&mut self, index: usize) -> usize {
        let page = self.page;
        let is_list = |node: &NodeId| {
            matches!(page.document.tag(*node), Some(Tag::Ul | Tag::Ol | Tag::Dl | Tag::Menu | Tag::Dir))
        };
        let in_post = page.above(index).take_while(|node| !self.holds_post(*node));
        let list = in_post.filter(is_list).last();
        // The rest of an entry whose first part is written has no bullet of its own.
        let Some(list) = list.filter(|_| !self.goes_on(self.entry_of(index))) else {
            let text = page.blocks.text(index).to_owned();
            self.push(SectionBlock { kind: self.kind_of_text(index), text, items: Vec::new(), list: None });
            return index + 1;
        };
        let range = page.blocks.within(page.document, list);
        let mut items: Vec<String> = Vec::new();
        let (mut entry_before, mut tag_before) = (None, None);
        let mut at = index;
        while at < range.end {
            if page.blocks.is_heading(at) && page.is_body(at) || self.series_at(at).is_some() {
                break;
            }
            if page.is_body(at) {
                self.section_of[at] = (self.sections.len() - 1) as u32;
                let entry = self.entry_of(at);
                let tag = entry.and_then(|node| page.document.tag(node));
                // A definition belongs to the term over it, and so does a second term.
                let more = tag == Some(Tag::Dd) || (tag, tag_before) == (Some(Tag::Dt), Some(Tag::Dt));
                match items.last_mut().filter(|_| entry == entry_before || more) {
                    Some(item) => {
                        item.push('\n');
                        item.push_str(page.blocks.text(at));
                    }
                    None if tag == Some(Tag::Dt) => items.push(page.blocks.text(at).to_owned()),
                    None => items.push(format!("{} {}", self.bullet(entry), page.blocks.text(at))),
                }
                (self.entry, entry_before, tag_before) = (entry, entry, tag);
            }
            at += 1;
        }
        self.push(SectionBlock { kind: BlockKind::List, text: items.join("\n"), items, list: None });
        at.max(index + 1)
    }

    /// Whether an entry of a list is no item but a post, with who wrote it or when beside its text, or by its list's name.
    fn holds_post(&self, node: NodeId) -> bool {
        let page = self.page;
        let signed = || {
            let mut head = page.blocks.within(page.document, node).take(POST_BLOCKS);
            head.any(|at| page.labels.role(at) == Role::Byline)
        };
        let listed = || {
            let mut above = page.document.ancestors(node);
            above.next().is_some_and(|list| holds_posts(page.document, list))
        };
        page.document.tag(node) == Some(Tag::Li) && (signed() || listed())
    }

    /// The entry of a list that holds a block.
    fn entry_of(&self, index: usize) -> Option<NodeId> {
        let is_entry = |tag: Option<Tag>| matches!(tag, Some(Tag::Li | Tag::Dt | Tag::Dd));
        self.page.above(index).find(|node| is_entry(self.page.document.tag(*node)))
    }

    /// Whether an entry is written in part: a list or a heading in it parts its text.
    fn goes_on(&self, entry: Option<NodeId>) -> bool {
        let (Some(entry), Some(last)) = (entry, self.entry) else { return false };
        (entry..self.page.document.node(entry).end).contains(&last)
    }

    /// What stands before an entry: a number where an `<ol>` that is no advice list shows one.
    fn bullet(&mut self, entry: Option<NodeId>) -> String {
        entry.and_then(|entry| self.ordinal(entry)).map_or("-".to_owned(), |number| format!("{number}."))
    }

    /// The number of an entry in its `<ol>`; entries are asked for in the order of the page.
    fn ordinal(&mut self, entry: NodeId) -> Option<usize> {
        let document = self.page.document;
        let list = document.ancestors(entry).next().filter(|node| document.tag(*node) == Some(Tag::Ol))?;
        let (number, next) = self.counted.entry(list).or_insert((0, list + 1));
        while *next <= entry {
            *number += usize::from(document.tag(*next) == Some(Tag::Li));
            *next = document.node(*next).end;
        }
        Some(*number)
    }

    fn table(&mut self, index: usize, table: NodeId) -> usize {
        let page = self.page;
        let end = page.blocks.within(page.document, table).end;
        self.section_of[index..end].fill((self.sections.len() - 1) as u32);
        let rows = tables::rows(page, index..end);
        self.push(SectionBlock { kind: BlockKind::Table, text: rows.join("\n"), items: rows, list: None });
        end.max(index + 1)
    }

    /// Writes the alternative texts of the pictures before this block.
    fn pictures(&mut self, index: usize) {
        for alt in self.alt_texts.before(self.page, index) {
            let items = vec![alt.clone()];
            self.push(SectionBlock { kind: BlockKind::Caption, text: alt, items, list: None });
        }
    }
}
