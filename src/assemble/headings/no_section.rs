//! Headings of pages with markup that begin no section: what follows them is not theirs.

use super::super::Page;
use super::boxed::{self, Open};
use crate::blocks::words;
use crate::document::{NodeId, Tag};
use crate::record::BlockKind;
use crate::wordlists::NOTES;

/// Most blocks of a figure: one with more was never closed, or holds a part of the text.
const FIGURE_BLOCKS: usize = 12;

/// Fewest words of a text under a figure's heading that is more than a note: sources and dates of charts have fewer.
const TEXT_WORDS: usize = 20;

/// Most blocks of a box with a note in it.
pub(super) const NOTE_BLOCKS: usize = 30;

/// Most blocks that are passed over for the next one of the body.
pub(super) const REACH: usize = 40;

/// What a heading is that begins no section, in the section that is open there; `None` for all others.
pub(in crate::assemble) fn kind(page: &Page, index: usize, open: &Open) -> Option<BlockKind> {
    if page.labels.is_standfirst(index) || labels_box(page, index) {
        return Some(BlockKind::Paragraph);
    }
    if names_figure(page, index) {
        return Some(BlockKind::Caption);
    }
    boxed::heads_box(page, index, open).then_some(BlockKind::Paragraph)
}

/// Whether a heading says what a figure shows, as over charts and maps.
fn names_figure(page: &Page, index: usize) -> bool {
    let document = page.document;
    let Some(figure) = page.above(index).find(|node| document.tag(*node) == Some(Tag::Figure)) else {
        return false;
    };
    let draws = |node: NodeId| {
        matches!(
            document.tag(node),
            Some(Tag::Img | Tag::AmpImg | Tag::Svg | Tag::Canvas | Tag::Iframe | Tag::Video | Tag::Table)
        )
    };
    let is_heading = |at: &usize| page.blocks.is_heading(*at);
    let own = page.blocks.within(document, figure);
    page.blocks.links(index).is_empty()
        && own.len() <= FIGURE_BLOCKS
        // With several it is a part of the text, and so it is with a text of its own under it, as in a gallery.
        && own.clone().filter(is_heading).count() == 1
        && !(index + 1..own.end).any(|at| words::count(page.blocks.text(at)) >= TEXT_WORDS)
        && document.descendants(figure).any(draws)
}

/// Whether a bold line names the note that stands with it in a box: "Note", "Pros:". Another label in a box heads a part of
/// the text, as page builders put each into a box of its own: "Ingredients:".
fn labels_box(page: &Page, index: usize) -> bool {
    let text = page.blocks.text(index);
    let word = text.trim_end_matches([':', '：', '!', '！']).trim().to_lowercase();
    NOTES.contains(&word.as_str())
        && is_bold_line(page, index)
        && box_of(page, index).is_some_and(|own| page.blocks.within(page.document, own).len() <= NOTE_BLOCKS)
}

/// Whether a heading is one by its bold letters alone.
pub(super) fn is_bold_line(page: &Page, index: usize) -> bool {
    let is_heading = |node: NodeId| page.document.tag(node).is_some_and(|tag| tag.heading_level().is_some());
    page.blocks.is_heading(index) && !page.above(index).any(is_heading)
}

/// The element that begins with a heading and holds what follows it.
fn box_of(page: &Page, index: usize) -> Option<NodeId> {
    let next = next_body(page, index + 1)?;
    let within = |node: &NodeId| page.blocks.within(page.document, *node);
    let around = page.above(index).find(|node| within(node).end > next)?;
    let before = within(&around).start..index;
    (before.len() <= REACH && !before.into_iter().any(|at| page.is_body(at))).then_some(around)
}

fn next_body(page: &Page, from: usize) -> Option<usize> {
    (from..page.blocks.len()).take(REACH).find(|at| page.is_body(*at))
}
