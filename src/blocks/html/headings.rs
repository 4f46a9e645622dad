//! Headings that the markup does not tell of: bold lines, and how much of a heading element is one.

use super::{Frame, Segmenter};
use crate::blocks::{Shape, words};
use crate::document::{NodeId, Tag};

/// Words of a cell from which its table is the page's layout and not data: a cell of a comparison
/// holds a paragraph at most, a cell of a layout the article.
pub(crate) const LAYOUT_CELL_WORDS: usize = 150;

/// Most bytes of a heading that is a bold line, in any script; so that long blocks are not counted
/// at every break in them.
const BOLD_BYTES: usize = 400;

/// Most words of such a heading; longer bold text is emphasis.
const BOLD_WORDS: usize = 16;

impl Segmenter<'_> {
    /// Whether an element holds more words than these. A word takes two bytes, the space between it and
    /// the next or the end of a text among them, so that most elements need no count.
    pub(super) fn holds_more(&self, id: NodeId, words: usize) -> bool {
        let texts = (self.document.node(id).end - id) as usize;
        let bytes = self.document.words_len(id) + texts;
        bytes > 2 * words && words::count(&self.document.words(id)) > words
    }

    /// Whether the block that is being written is a heading that no heading element says to be one.
    pub(super) fn reads_as_heading(&self) -> bool {
        let fits = match self.here.shape {
            None => true,
            Some(Shape::Cell) => self.bold && self.stands_as_heading() && self.lays_out(),
            Some(_) => false,
        };
        fits && self.bold && self.stands_as_heading()
    }

    /// A short bold paragraph without a full stop: what many editors use for a heading.
    fn stands_as_heading(&self) -> bool {
        let text = &self.out.text[self.start..];
        if text.len() > BOLD_BYTES {
            return false;
        }
        let stopped = words::ends_sentence(text) && !text.ends_with(['?', '？', '!', '！']);
        let linked = self.links_from < self.out.links.len();
        (1..=BOLD_WORDS).contains(&words::count(text)) && !stopped && !text.ends_with([',', ';']) && !linked
    }

    /// Whether the cell around is a column of the page and no cell of data.
    fn lays_out(&self) -> bool {
        let is_cell = |frame: &&Frame| matches!(self.document.tag(frame.node), Some(Tag::Td));
        let cell = std::iter::once(&self.here).chain(self.around.iter().rev()).find(is_cell);
        cell.is_some_and(|cell| self.holds_more(cell.node, LAYOUT_CELL_WORDS))
    }
}
