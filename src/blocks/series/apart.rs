//! Numbers that the markup alone tells from the words behind them.

use super::{Form, Marker};
use crate::blocks::Blocks;
use crate::document::Document;
use crate::record::Format;

/// Most digits of such a number.
const MAX_DIGITS: usize = 3;

/// Marks that open a quoted name: "8 'The Lake'".
const QUOTES: [char; 10] = ['\'', '"', '‘', '“', '„', '«', '‹', '「', '《', '('];

/// The number that stands without a mark in an element of its own before the words of a heading: "11 The long way".
pub(super) fn marker<'a>(document: &Document, blocks: &'a Blocks, index: usize) -> Option<Marker<'a>> {
    let block = blocks.get(index);
    let text = blocks.text(index);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let heads = blocks.is_heading(index) && document.format == Format::Html;
    if !heads || !(1..=MAX_DIGITS).contains(&digits) {
        return None;
    }
    let own = document.text(block.first)?;
    let around = document.ancestors(block.first).next().and_then(|node| document.tag(node));
    let apart = own.trim() == &text[..digits] && around.is_some_and(|tag| tag.heading_level().is_none());
    let rest = text[digits..].trim_start();
    // "01 / 7" counts pictures, "16 + 2" and "20 %" are no places in a list.
    let opens = |c: char| c.is_alphabetic() || QUOTES.contains(&c);
    let worded = rest.starts_with(opens) && !text[digits..].starts_with(char::is_alphanumeric);
    (apart && worded).then(|| Marker {
        number: text[..digits].parse().unwrap_or_default(),
        label: &text[..digits],
        form: Form::Apart,
        len: text.len() - rest.len(),
    })
}
