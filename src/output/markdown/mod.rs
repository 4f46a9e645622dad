//! Pages as Markdown: what a reader of the article sees, headings, lists, tables, quotes and code included.
//!
//! One JSON object a line, not one file a page: a crawl has millions of pages, whose names are no file names,
//! and no file system or reader likes a folder of that many. Lists keep the numbers that the page shows;
//! numbers in a form that Markdown does not know ("Step 3:", "③") stand in the items of a bulleted list.
//! Words are escaped where they would be taken for markup (`escape.rs`), and only there. Alternative texts
//! of pictures are left out, as they are of `text`.

mod escape;

use crate::record::{AdviceList, BlockKind, PageRecord, Section, SectionBlock};
use escape::{cell, heading, line};
use serde::Serialize;

/// A line of `markdown.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<'a> {
    /// The record's `id`.
    pub id: &'a str,
    /// Address as crawled; null when unknown.
    pub url: Option<&'a str>,
    /// Title of the article.
    pub title: Option<&'a str>,
    /// Title and body; empty when the page has no body.
    pub markdown: String,
}

impl<'a> Page<'a> {
    /// The page of a record.
    pub fn of(record: &'a PageRecord) -> Self {
        Self {
            id: &record.id,
            url: record.url.as_deref(),
            title: record.title.as_deref(),
            markdown: markdown(record),
        }
    }
}

/// Spaces by which an item of an item is set off in a list's text.
const NESTED: &str = "   ";

/// What ends a line within a paragraph.
const LINE_BREAK: &str = "  \n";

/// Title and body of a page; empty when it has no body.
fn markdown(record: &PageRecord) -> String {
    let mut parts = Vec::new();
    if let Some(title) = record.title.as_deref().filter(|_| !record.text.is_empty()) {
        parts.push(format!("# {}", heading(title)));
    }
    for section in &record.sections {
        parts.extend(section_heading(section, !parts.is_empty()));
        parts.extend(section.blocks.iter().filter_map(|block| self::block(block, &record.advice_lists)));
    }
    parts.join("\n\n")
}

/// The heading of a section, one level below the title at least.
fn section_heading(section: &Section, below_title: bool) -> Option<String> {
    let level = usize::from(section.level.clamp(if below_title { 2 } else { 1 }, 6));
    section.heading.as_deref().map(|text| format!("{} {}", "#".repeat(level), heading(text)))
}

/// A block, if it is one that readers see.
fn block(block: &SectionBlock, lists: &[AdviceList]) -> Option<String> {
    let text = match block.kind {
        BlockKind::Paragraph => paragraph(&block.text, LINE_BREAK),
        BlockKind::List => {
            let list = block.list.and_then(|index| lists.get(index as usize));
            block.items.iter().map(|text| item(text, list)).collect::<Vec<_>>().join("\n")
        }
        BlockKind::Table => table(&block.items),
        BlockKind::Quote => format!("> {}", paragraph(&block.text, "  \n> ")),
        BlockKind::Code => code(&block.text),
        BlockKind::Caption if block.items.is_empty() => format!("*{}*", paragraph(&block.text, LINE_BREAK)),
        BlockKind::Caption => return None,
    };
    Some(text)
}

/// Lines of running text, with this between them.
fn paragraph(text: &str, between: &str) -> String {
    text.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(between)
}

/// An item of a list, with the items and paragraphs in it.
fn item(text: &str, list: Option<&AdviceList>) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let (marker, rest) = marker(first, list).unwrap_or(("-".to_owned(), first));
    let indent = " ".repeat(marker.len() + 1);
    let mut item = format!("{marker} {}", line(rest));
    let mut nested_before = false;
    for own in lines.filter(|own| !own.trim().is_empty()) {
        let nested = own.strip_prefix(NESTED).and_then(|own| self::marker(own, None));
        // A number can only open a list behind a blank line.
        item.push_str(match (&nested, nested_before) {
            (Some(_), true) => "\n",
            (Some(_), false) | (None, true) => "\n\n",
            (None, false) => LINE_BREAK,
        });
        item.push_str(&indent);
        match &nested {
            Some((marker, rest)) => item.push_str(&format!("{marker} {}", line(rest))),
            None => item.push_str(&line(own)),
        }
        nested_before = nested.is_some();
    }
    item
}

/// The marker of an item as Markdown writes it, and what stands behind it; `None` where the item has none
/// that Markdown knows. A bare number is one if the list says that it is the item's.
fn marker<'a>(text: &'a str, list: Option<&AdviceList>) -> Option<(String, &'a str)> {
    if let Some(rest) = text.strip_prefix("- ") {
        return Some(("-".to_owned(), rest));
    }
    let (label, rest) = text.split_once(' ')?;
    let number = label.strip_suffix(['.', ')']).unwrap_or(label);
    if !escape::is_list_number(number) {
        return None;
    }
    if number.len() < label.len() {
        return Some((label.to_owned(), rest));
    }
    let labels = list.map(|list| list.items.as_slice()).unwrap_or_default();
    labels.iter().any(|item| item.label == label).then(|| (format!("{label}."), rest))
}

/// Rows whose cells are parted by tabs; the first is the head, for Markdown has no table without one.
fn table(rows: &[String]) -> String {
    let columns = rows.iter().map(|row| row.split('\t').count()).max().unwrap_or_default();
    let line = |row: &String| {
        let mut cells: Vec<String> = row.split('\t').map(cell).collect();
        cells.resize(columns, String::new());
        format!("| {} |", cells.join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(lines.len().min(1), format!("|{}", " --- |".repeat(columns)));
    lines.join("\n")
}

/// A fence around code, longer than any in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{text}\n{fence}")
}

#[cfg(test)]
mod tests;
