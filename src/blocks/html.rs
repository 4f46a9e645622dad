//! HTML documents to blocks.
//!
//! One walk over the nodes. Block-level elements, two line breaks in a row and rules part blocks;
//! inline elements do not. Words that an inline element hides inside a visible block stand right
//! after it, as a hidden block of their own.

mod code;
mod headings;
mod inline;
mod links;

pub(crate) use headings::LAYOUT_CELL_WORDS;

use super::flow::{Flow, hidden_by_attribute, shape};
use super::frame::{Frame, Marks};
use super::white_space::{leading_spaces, push_collapsed, push_space, shows_nothing, trim_end};
use super::{Block, Blocks, Picture, Shape, words};
use crate::document::{Attr, Content, Document, Facts, NodeId, Tag};

/// Level of a heading that is a bold paragraph: below those that the markup calls headings.
const BOLD_LEVEL: u8 = 5;

/// Most words of a heading that was closed where it ends.
const HEADING_WORDS: usize = 60;

/// Elements around a node for which there is room at first: few pages are deeper.
const DEEP: usize = 64;

pub(super) fn segment(document: &Document) -> Blocks {
    let mut segmenter = Segmenter::new(document);
    let mut id = 1;
    while let Some(node) = document.get(id) {
        segmenter.leave(id);
        id = match document.content(node) {
            Some(Content::Element(tag, facts)) => segmenter.enter(id, node.end, tag, facts),
            Some(Content::Words(len, ahead)) => {
                segmenter.text(id, len, ahead);
                id + 1
            }
            None => id + 1,
        };
    }
    segmenter.leave(document.len());
    segmenter.flush();
    segmenter.out
}

struct Segmenter<'a> {
    document: &'a Document,
    out: Blocks,
    /// The innermost open element; the root at first.
    here: Frame,
    /// Those around it, the outermost first.
    around: Vec<Frame>,
    /// Where the block that is being written begins.
    start: usize,
    first: NodeId,
    links_from: usize,
    /// The open link and where its words begin in this block.
    link: Option<(NodeId, usize)>,
    breaks: u32,
    /// Whether all words of this block so far are bold.
    bold: bool,
    /// Words of hidden inline elements, kept until the block ends.
    aside: String,
}

impl<'a> Segmenter<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            document,
            out: Blocks::with_room(document),
            here: Frame { node: 0, end: NodeId::MAX, block: 0, shape: None, marks: Marks::BLOCK },
            around: Vec::with_capacity(DEEP),
            start: 0,
            first: 0,
            links_from: 0,
            link: None,
            breaks: 0,
            bold: true,
            aside: String::new(),
        }
    }

    /// Closes the elements that end at or before this node.
    #[inline(always)]
    fn leave(&mut self, id: NodeId) {
        while self.here.end <= id {
            self.close();
        }
    }

    #[inline(always)]
    fn close(&mut self) {
        if self.here.marks.has(Marks::BLOCK) {
            self.flush();
        } else if self.here.marks.has(Marks::LINE) {
            self.end_code_line();
        }
        if let Some((node, from)) = self.link
            && self.here.node == node
        {
            self.end_link(node, from);
            self.link = None;
        }
        if let Some(outer) = self.around.pop() {
            self.here = outer;
        }
    }

    /// Opens an element; returns the node to go on with.
    #[inline(always)]
    fn enter(&mut self, id: NodeId, end: NodeId, tag: Tag, facts: Facts) -> NodeId {
        let flow = self.flow(id, end, tag, facts);
        let skipped = match tag {
            Tag::A => self.is_permalink(id, end),
            Tag::Span | Tag::Button => self.is_heading_tool(id, tag),
            _ => false,
        };
        if skipped || flow.has(Flow::SKIPPED) {
            return end;
        }
        let is_line = flow.has(Flow::BLOCK) && self.here.marks.has(Marks::CODE) && code::is_line(tag);
        if flow.has(Flow::POINT) {
            self.point(id, tag);
        } else if is_line {
            self.end_code_line();
        } else if flow.has(Flow::BLOCK) {
            self.flush();
        }
        if end > id + 1 {
            self.open(id, end, tag, flow, facts, is_line);
        }
        id + 1
    }

    /// An element that counts where it stands.
    fn point(&mut self, id: NodeId, tag: Tag) {
        match tag {
            Tag::Br => self.line_break(),
            Tag::Hr => self.flush(),
            _ => self.picture(id),
        }
    }

    #[inline(always)]
    fn open(&mut self, id: NodeId, end: NodeId, tag: Tag, flow: Flow, facts: Facts, is_line: bool) {
        let outer = self.here;
        let is_block = flow.has(Flow::BLOCK) && !is_line;
        let (mut block, mut above) = (outer.block, outer.shape);
        if is_block {
            block = id;
            if outer.marks.has(Marks::RUNAWAY) && matches!(outer.shape, Some(Shape::Heading(_))) {
                above = None;
            }
        }
        let bold = outer.marks.and(Marks::BOLD_OR_BLOCK) == Marks::BOLD;
        let marks = outer.marks.and(Marks::INHERITED).with(Marks::BLOCK, is_block).with(Marks::LINE, is_line);
        let marks = marks.with(Marks::BOLD, bold);
        let shape = if flow.has(Flow::SHAPED) { shape(tag, above) } else { above };
        self.around.push(outer);
        self.here = Frame { node: id, end, block, shape, marks };
        if facts.has(Facts::MAY_HIDE) && hidden_by_attribute(self.document, id) {
            self.hide();
        }
        if flow.has(Flow::MARKED) {
            self.mark(id, tag, facts);
        }
    }

    /// Says that the element is kept from readers.
    fn hide(&mut self) {
        let (marks, is_block) = (self.here.marks, self.here.marks.has(Marks::BLOCK));
        let marks = marks.with(Marks::HIDDEN_WITHIN, is_block && marks.has(Marks::HIDDEN));
        self.here.marks = marks.with(if is_block { Marks::HIDDEN } else { Marks::ASIDE }, true);
    }

    /// What the element says of the words in it.
    fn mark(&mut self, id: NodeId, tag: Tag, facts: Facts) {
        let mark = match tag {
            Tag::A if facts.has(Facts::LEADS) => return self.begin_link(id),
            Tag::A => return,
            Tag::Noscript => return self.hide(),
            Tag::B | Tag::Strong => Marks::BOLD,
            Tag::Pre if self.holds_code(id) => Marks::PRE_CODE,
            Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => Marks::PRE,
            // A heading that was never closed holds what follows it: only its own words are a heading.
            _ if self.holds_more(id, HEADING_WORDS) => Marks::RUNAWAY,
            _ => return,
        };
        self.here.marks = self.here.marks.with(mark, true);
    }

    fn line_break(&mut self) {
        if self.here.marks.has(Marks::CODE) {
            return self.code_break();
        }
        self.breaks += 1;
        // A bold line that ends here stands over the lines that follow.
        let heads =
            self.out.text.len() > self.start && !self.here.marks.has(Marks::BOLD) && self.reads_as_heading();
        if self.breaks >= 2 || heads {
            self.flush();
        } else if self.out.text.len() > self.start {
            self.trim();
            self.out.text.push('\n');
        }
    }

    fn picture(&mut self, id: NodeId) {
        let has = |attr| self.document.attr(id, attr).is_some_and(|value| !value.trim().is_empty());
        if has(Attr::Alt) || has(Attr::Src) || has(Attr::DataSrc) {
            self.out.pictures.push(Picture { node: id, block: self.out.list.len() as u32 });
        }
        self.push_space();
    }

    #[inline(always)]
    fn text(&mut self, id: NodeId, len: usize, ahead: &[u8]) {
        if self.here.marks.has(Marks::UNUSUAL) {
            return self.unusual_text(id);
        }
        let spaces = leading_spaces(len, ahead);
        if spaces > 0 {
            self.push_space();
        }
        if spaces == len {
            return;
        }
        let Some(words) = self.document.text(id).map(|words| &words[spaces..]) else { return };
        self.note_words(id, words);
        push_collapsed(&mut self.out.text, self.start, words, &ahead[spaces..]);
    }

    /// Words that are preformatted or hidden.
    fn unusual_text(&mut self, id: NodeId) {
        let Some(words) = self.document.text(id) else { return };
        if self.here.marks.has(Marks::ASIDE) {
            self.aside.push_str(words);
            self.aside.push(' ');
            return;
        }
        if !words.trim_ascii().is_empty() {
            self.note_words(id, words);
        }
        self.out.text.push_str(words);
    }

    /// What words say of the block that they go into.
    #[inline(always)]
    fn note_words(&mut self, id: NodeId, words: &str) {
        self.breaks = 0;
        if self.out.text.len() == self.start {
            self.first = id;
            self.bold = true;
        }
        // A mark behind the bold words ("<b>Before</b>:") is still part of them.
        self.bold = self.bold && (self.here.marks.has(Marks::BOLD) || !words::has_letters_or_digits(words));
    }

    #[inline(always)]
    fn push_space(&mut self) {
        push_space(&mut self.out.text, self.start);
    }

    /// Ends the block that is being written, if it has any words.
    #[inline]
    fn flush(&mut self) {
        self.breaks = 0;
        if self.out.text.len() > self.start || !self.aside.is_empty() {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        self.trim();
        if let Some((node, from)) = self.link {
            self.end_link(node, from);
        }
        if shows_nothing(&self.out.text[self.start..]) {
            self.out.text.truncate(self.start);
            self.out.links.truncate(self.links_from);
        } else {
            let marks = self.here.marks;
            self.push_block(self.first, marks.has(Marks::HIDDEN), marks.has(Marks::HIDDEN_WITHIN));
        }
        self.flush_aside();
        self.start = self.out.text.len();
        self.links_from = self.out.links.len();
        self.link = self.link.map(|(node, _)| (node, self.out.text.len()));
    }

    fn flush_aside(&mut self) {
        if self.aside.is_empty() {
            return;
        }
        let words = std::mem::take(&mut self.aside);
        self.start = self.out.text.len();
        self.links_from = self.out.links.len();
        push_collapsed(&mut self.out.text, self.start, &words, words.as_bytes());
        self.trim();
        if shows_nothing(&self.out.text[self.start..]) {
            self.out.text.truncate(self.start);
        } else {
            let first = self.out.list.last().map_or(self.first, |block| block.first);
            self.push_block(first, true, self.here.marks.has(Marks::HIDDEN));
        }
    }

    fn push_block(&mut self, first: NodeId, hidden: bool, hidden_within: bool) {
        let shape = match self.here.shape {
            None | Some(Shape::Cell) if self.bold && self.reads_as_heading() => Shape::Heading(BOLD_LEVEL),
            shape => shape.unwrap_or(Shape::Paragraph),
        };
        let (start, end) = (self.start as u32, self.out.text.len() as u32);
        self.out.list.push(Block {
            node: self.here.block,
            first,
            shape,
            hidden,
            hidden_within,
            text: start..end,
            links: self.links_from as u32..self.out.links.len() as u32,
        });
    }

    /// Takes the white space off the end of the block that is being written, and of its links.
    fn trim(&mut self) {
        let end = self.start + trim_end(&self.out.text[self.start..]).len();
        self.out.text.truncate(end);
        // Links are in the order of their ends, so only the last ones can reach beyond the text.
        for link in self.out.links[self.links_from..].iter_mut().rev() {
            if link.text.end <= end as u32 {
                break;
            }
            link.text.end = end as u32;
            link.text.start = link.text.start.min(link.text.end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn texts(source: &str) -> Vec<String> {
        let document = crate::document::html::parse(source);
        let blocks = segment(&document);
        (0..blocks.len()).map(|i| blocks.text(i).to_owned()).collect()
    }

    #[test]
    fn two_line_breaks_part_blocks_and_one_does_not() {
        assert_eq!(texts("<p>One<br>two<br> <br>three</p>"), ["One\ntwo", "three"]);
    }

    #[test]
    fn a_bold_line_stands_over_the_lines_that_follow() {
        assert_eq!(texts("<p><b>Rest</b><br>Lie down.<br>Sleep.</p>"), ["Rest", "Lie down.\nSleep."]);
        assert_eq!(texts("<p><b>All bold<br>in two lines</b></p>"), ["All bold\nin two lines"]);
        assert_eq!(texts("<ul><li><b>Rest</b><br>Lie down.</li></ul>"), ["Rest\nLie down."]);
    }

    #[test]
    fn words_hidden_inside_a_sentence_do_not_cut_it() {
        assert_eq!(texts("<p>Drink <span hidden>ad</span> water.</p>"), ["Drink water.", "ad"]);
    }

    #[test]
    fn a_link_around_blocks_is_a_link_of_each() {
        let document = crate::document::html::parse("<a href=x><h3>Title</h3><p>Snippet</p></a>");
        let blocks = segment(&document);
        let links: Vec<_> = (0..blocks.len()).map(|i| blocks.link_text(&blocks.links(i)[0])).collect();
        assert_eq!(links, ["Title", "Snippet"]);
    }
}
