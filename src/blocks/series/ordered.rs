//! Series from `<ol>` elements.

use super::{Item, Scope, Series};
use crate::blocks::numbering::{self, Form, Marker};
use crate::blocks::{Blocks, apparatus, list_style};
use crate::document::{Attr, Document, NodeId, Tag};

/// Series from `<ol>`, those of one item included: numbers in the text may go on with them. Also, for each block, whether one of them holds it.
pub(super) fn ordered_lists(
    document: &Document,
    blocks: &Blocks,
    scope: &[Scope],
) -> (Vec<Series>, Vec<bool>) {
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
                    // What stands under a heading between them is of the next section.
                    last.end = (last.end..from).find(|at| blocks.is_heading(*at)).unwrap_or(from);
                }
                series.items.extend(items);
            }
            None => found.push(Series { items, heading: None }),
        }
    }
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
