//! Plain-text documents to blocks.
//!
//! Dumps come in habits: a blank line between blocks, one block a line, paragraphs wrapped at a
//! width. What parts two blocks is told from the lines themselves: a line break was a wrap when the
//! next line's first word would not have fitted on the line before it.

use super::white_space::shows_nothing;
use super::{Block, Blocks, Shape, numbering, words};
use crate::document::{Document, NodeId};
use std::ops::Range;

/// Widths, in letters, at which programs and people wrap text.
const WRAP_WIDTHS: Range<usize> = 40..121;

/// Share of the breaks between adjoining lines that must look like wraps before any is taken for
/// one: in dumps that put a block on a line, adjoining lines differ in length without a pattern.
const WRAPPED_SHARE: f32 = 0.6;

/// Fewest such breaks that tell anything.
const WRAP_EVIDENCE: usize = 4;

/// Share of the width from which a line is long, and fewest wraps that tell of a text without blank lines, in which
/// menus and headings adjoin, too: there it is long lines alone that must look like wraps. Where a block stands on a line,
/// one long line in six does by chance.
const LONG_SHARE: f32 = 0.6;
const DENSE_EVIDENCE: usize = 5;

/// Most words of a line that stands as a heading.
pub(crate) const HEADING_WORDS: usize = 14;

/// Most words of a line that names the list of lines under it.
const LIST_NAME_WORDS: usize = 6;

/// Fewest words that the text under a heading has, as a multiple of the heading's.
pub(crate) const HEADING_RATIO: usize = 2;

/// Fewest words of the text under a heading: two short lines in a row are a list.
pub(crate) const UNDER_HEADING_WORDS: usize = 8;

/// Marks of the entries of lists; dumping tools write "+" and "◦" for lists within lists.
pub(crate) const BULLETS: [char; 10] = ['•', '*', '·', '–', '-', '▪', '●', '‣', '◦', '+'];

struct Line<'a> {
    node: NodeId,
    text: &'a str,
    /// Letters up to the last that shows.
    width: usize,
    /// Whether a blank line stands right before.
    apart: bool,
}

pub(super) fn segment(document: &Document) -> Blocks {
    let lines = lines(document);
    let width = wrap_width(&lines);
    let mut out = Blocks::default();
    let mut at = 0;
    while at < lines.len() {
        let from = at;
        at += 1;
        while at < lines.len() && width.is_some_and(|width| continues(&lines[at - 1], &lines[at], width)) {
            at += 1;
        }
        push(&mut out, &lines[from..at]);
    }
    mark_headings(&mut out);
    out
}

fn lines(document: &Document) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut apart = true;
    for node in document.descendants(0) {
        let Some(text) = document.text(node) else { continue };
        if shows_nothing(text) {
            apart = true;
        } else {
            lines.push(Line { node, text, width: text.trim_end().chars().count(), apart });
            apart = false;
        }
    }
    lines
}

/// The width at which the text was wrapped; `None` when its line breaks are breaks between blocks.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    let adjoining = || lines.windows(2).filter(|pair| !pair[1].apart);
    let width = adjoining().map(|pair| pair[0].width).max().filter(|width| WRAP_WIDTHS.contains(width))?;
    let breaks = || adjoining().filter(|pair| !starts_item(pair[1].text));
    let wraps = adjoining().filter(|pair| continues(&pair[0], &pair[1], width)).count();
    let most = |breaks: usize| wraps as f32 >= WRAPPED_SHARE * breaks as f32;
    let is_long =
        |line: &Line| line.width as f32 >= LONG_SHARE * width as f32 && !words::is_cut_off(line.text);
    let long = || breaks().filter(|pair| is_long(&pair[0])).count();
    let told =
        (wraps >= WRAP_EVIDENCE && most(breaks().count())) || (wraps >= DENSE_EVIDENCE && most(long()));
    told.then_some(width)
}

/// Whether a line goes on with the paragraph of the line before it, at this wrapping width.
fn continues(before: &Line, line: &Line, width: usize) -> bool {
    // Programs cut excerpts at a width, too, and nothing of them goes on.
    if line.apart
        || words::is_cut_off(before.text)
        || starts_item(line.text)
        || stands_off(before, line, width)
    {
        return false;
    }
    // Scripts without spaces are wrapped at any letter.
    let letters = |word: &str| if word.starts_with(words::is_dense) { 1 } else { word.chars().count() };
    let first = line.text.split_whitespace().next().map_or(0, letters);
    before.width + 1 + first > width
}

/// Whether a short line that is no sentence stands behind one: a heading, and not the rest of a paragraph.
fn stands_off(before: &Line, line: &Line, width: usize) -> bool {
    words::ends_sentence(before.text)
        && (line.width as f32) < LONG_SHARE * width as f32
        && line.text.trim_start().starts_with(char::is_uppercase)
        && !words::ends_sentence(line.text)
}

fn starts_item(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(BULLETS) || line.starts_with('>') || numbering::marker(line).is_some()
}

fn push(out: &mut Blocks, lines: &[Line]) {
    let start = out.text.len() as u32;
    for line in lines {
        let joined = out.text.len() as u32 > start && {
            // No space stands between the letters of these scripts, and their marks fill a letter's width.
            let is_wide = |own: char| {
                words::is_dense(own) || matches!(own, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}')
            };
            let first = line.text.trim_start().chars().next();
            out.text.chars().next_back().is_some_and(is_wide) && first.is_some_and(is_wide)
        };
        for (place, word) in line.text.split_whitespace().enumerate() {
            if out.text.len() as u32 > start && !(joined && place == 0) {
                out.text.push(' ');
            }
            out.text.push_str(word);
        }
    }
    let end = out.text.len() as u32;
    let node = lines[0].node;
    out.list.push(Block {
        node,
        first: node,
        shape: Shape::Paragraph,
        hidden: false,
        hidden_within: false,
        text: start..end,
        links: 0..0,
    });
}

/// A short line without a full stop stands as a heading over longer text, over a number, and between
/// text and a list of lines.
fn mark_headings(out: &mut Blocks) {
    let counts: Vec<usize> = (0..out.len()).map(|index| words::count(out.text(index))).collect();
    for index in 0..out.len().saturating_sub(1) {
        if is_short_line(out.text(index), counts[index])
            && !is_bulleted(out.text(index))
            && (leads_text(out, &counts, index) || leads_lines(out, &counts, index))
        {
            out.list[index].shape = Shape::Heading(2);
        }
    }
}

/// Whether a line bears the mark of a list's entry.
fn is_bulleted(line: &str) -> bool {
    line.trim_start().starts_with(BULLETS) && line.contains(' ')
}

fn is_short_line(text: &str, count: usize) -> bool {
    let stopped = words::ends_sentence(text) && !words::asks(text);
    (1..=HEADING_WORDS).contains(&count) && !stopped && !words::is_cut_off(text)
}

/// Whether text follows a line, or the first number of a list.
fn leads_text(out: &Blocks, counts: &[usize], index: usize) -> bool {
    let (text, below) = (out.text(index), out.text(index + 1));
    let long = counts[index + 1] >= UNDER_HEADING_WORDS.max(counts[index] * HEADING_RATIO);
    // A longer line that is no sentence may be the next entry of a list.
    let reads = counts[index + 1] > HEADING_WORDS
        || words::ends_sentence(below)
        || words::is_cut_off(below)
        || words::leads(below);
    let numbered = numbering::marker(below).is_some() && numbering::marker(text).is_none();
    (long && reads) || numbered
}

/// Whether a line stands right between a sentence and two lines that are none: it names their list.
fn leads_lines(out: &Blocks, counts: &[usize], index: usize) -> bool {
    let prose = |at: &usize| counts[*at] >= UNDER_HEADING_WORDS && words::ends_sentence(out.text(*at));
    let entry = |at: usize| at < out.len() && is_short_line(out.text(at), counts[at]);
    index.checked_sub(1).as_ref().is_some_and(prose)
        && counts[index] <= LIST_NAME_WORDS
        && numbering::marker(out.text(index)).is_none()
        && entry(index + 1)
        && entry(index + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        let blocks = segment(&crate::document::text::parse(source));
        (0..blocks.len()).map(|i| blocks.text(i).to_owned()).collect()
    }

    #[test]
    fn wrapped_paragraphs_are_joined_and_their_items_are_not() {
        let source = "Warm milk before bed helps some children to\nfall asleep, and a steady hour helps nearly\nall of them, whatever the season may bring.\n\n\
            1. Dim the lights half an hour before the\n   child goes to bed, every single evening.\n2. Read one short story and then stop there,\n   even when another one is asked for.\n";
        let blocks = texts(source);
        assert_eq!(blocks.len(), 3, "{blocks:#?}");
        assert!(blocks[1].starts_with("1. Dim") && blocks[1].ends_with("evening."));
    }

    #[test]
    fn a_line_between_a_sentence_and_a_list_of_lines_is_a_heading() {
        let source = "Choose a cold day in winter and start right after breakfast.\nWhat you need\nTwo trays\n\
            A scraper of wood, never a knife made of metal\nTowels\nIt takes an hour.\n";
        let blocks = segment(&crate::document::text::parse(source));
        let headings: Vec<_> = (0..blocks.len())
            .filter(|index| blocks.is_heading(*index))
            .map(|index| blocks.text(index))
            .collect();
        assert_eq!(headings, ["What you need"]);
    }

    #[test]
    fn lines_that_show_nothing_are_no_blocks() {
        assert_eq!(
            texts("Sow early.\n\u{200d}\n\u{feff} \u{200b}\nWater late.\n"),
            ["Sow early.", "Water late."]
        );
    }

    #[test]
    fn excerpts_that_were_cut_off_at_a_width_do_not_go_on() {
        let source =
            "A title of the first of these pages\nThe first of them begins with a sentence like ...\n"
                .repeat(8);
        assert_eq!(texts(&source).len(), 16);
    }

    #[test]
    fn lines_of_a_dump_are_blocks_of_their_own() {
        assert_eq!(
            texts("Home\nAbout\nA longer line that says something.\nNext"),
            ["Home", "About", "A longer line that says something.", "Next"]
        );
    }
}
