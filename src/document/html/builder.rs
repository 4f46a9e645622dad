//! Tokens to tree: the insertion modes of the HTML standard.
//!
//! In: tokens. Out: nodes in a [`Tree`]. This file holds what all modes share; each group of modes has a
//! file of its own beside it. Only what changes nodes, words or kept attributes is followed: comments,
//! errors and the states of scripts leave no trace in a document. The terms are those of the standard.

use super::body::{Way, way};
use super::budget::Budget;
use super::formatting::{Active, Formatting};
use super::keys::WORD;
use super::names::{Name, class};
use super::stack::{Namespace, Position, Stack};
use super::tokenizer::{EndTag, StartTag};
use super::tree::{NONE, Place, Tree};
use crate::document::{Document, NodeId};

/// What the page is in the middle of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    InTable,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    InFrameset,
    AfterFrameset,
    AfterAfterBody,
    AfterAfterFrameset,
}

/// How the source goes on after a start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Markup,
    /// With raw text, the words of this element.
    RawText(Name, NodeId),
    /// With nothing but words up to its end.
    PlainText,
}

/// Builds the tree of a page.
#[derive(Debug)]
pub(super) struct Builder<'s> {
    pub(super) source: &'s str,
    pub(super) tree: Tree<'s>,
    pub(super) open: Stack,
    pub(super) formatting: Formatting,
    pub(super) budget: Budget,
    pub(super) mode: Mode,
    /// The modes of the open templates.
    pub(super) template_modes: Vec<Mode>,
    pub(super) head: NodeId,
    pub(super) form: NodeId,
    /// Whether a frameset may still take the body's place.
    pub(super) frameset_ok: bool,
    pub(super) quirks: bool,
    /// Whether what belongs in a table's cells goes before the table.
    pub(super) foster: bool,
    /// Whether a line feed that comes next is left out.
    pub(super) skip_line_feed: bool,
    /// A text that is resolved before it is known where it goes.
    pub(super) resolved: String,
    /// Words that stand between the parts of a table: where they go is known once they end.
    pub(super) table_words: String,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            tree: Tree::new(source),
            open: Stack::new(),
            formatting: Formatting::default(),
            budget: Budget::new(source.len()),
            mode: Mode::Initial,
            template_modes: Vec::new(),
            head: NONE,
            form: NONE,
            frameset_ok: true,
            quirks: false,
            foster: false,
            skip_line_feed: false,
            resolved: String::new(),
            table_words: String::new(),
        }
    }

    /// A start tag. It comes by value, so that it need not be written anywhere for the elements that are
    /// opened here.
    #[inline(always)]
    pub(super) fn start(&mut self, tag: StartTag) -> Next {
        self.settle_words();
        // Most start tags open an element where they stand, and no rule says more of it.
        if matches!(self.mode, Mode::InBody | Mode::InCell)
            && self.open.top().is_some_and(|top| top.namespace == Namespace::Html)
        {
            let (is_plain, goes_on) = match way(tag.name) {
                Way::Block => (!self.open.has(Name::P) || self.end_innermost_p(), false),
                Way::Inline => (self.formatting.is_settled(), false),
                Way::Formatting => (self.formatting.is_settled(), true),
                Way::Link => (self.makes_way_for_link(), true),
                Way::Item => {
                    self.frameset_ok = false;
                    (!self.open.has(Name::P) && self.item_before(tag.name).is_none(), false)
                }
                Way::Void if self.formatting.is_settled() => {
                    self.frameset_ok = false;
                    let attributes = self.attributes(&tag, false);
                    self.tree.element(Place::In(self.open.holder()), tag.name.tag(), attributes);
                    return Next::Markup;
                }
                Way::Void | Way::Ruled => (false, false),
            };
            if is_plain {
                let node = self.insert_in(Place::In(self.open.holder()), &tag);
                if goes_on {
                    self.formatting.push(self.source, Active::new(node, &tag));
                }
                return Next::Markup;
            }
        }
        let ruled = tag;
        self.start_again(&ruled)
    }

    /// Closes the innermost element if it is a `p`, as a block that begins does; whether it is.
    fn end_innermost_p(&mut self) -> bool {
        let is_p = self.open.is_in(Name::P);
        if is_p {
            self.pop_plain();
        }
        is_p
    }

    /// Whether a link may begin where it stands, after the innermost element was ended if it is one.
    #[inline]
    fn makes_way_for_link(&mut self) -> bool {
        if !self.formatting.has(Name::A) {
            return self.formatting.is_settled();
        }
        let ends = self.end_innermost_link();
        if ends {
            self.reconstruct();
        }
        ends
    }

    /// A start tag, perhaps once more after it has changed the mode.
    pub(super) fn start_again(&mut self, tag: &StartTag) -> Next {
        if self.open.is_foreign() && self.is_foreign_start(tag) {
            return self.start_foreign(tag);
        }
        if self.mode == Mode::InBody { self.start_in_body(tag) } else { self.start_html(tag) }
    }

    /// A start tag, by the rules for HTML.
    pub(super) fn start_html(&mut self, tag: &StartTag) -> Next {
        match self.mode {
            Mode::InBody => self.start_in_body(tag),
            Mode::InCell => self.start_in_cell(tag),
            Mode::InTable => self.start_in_table(tag),
            Mode::InTableBody => self.start_in_table_body(tag),
            Mode::InRow => self.start_in_row(tag),
            Mode::InCaption => self.start_in_caption(tag),
            Mode::InColumnGroup => self.start_in_column_group(tag),
            Mode::InTemplate => self.start_in_template(tag),
            Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead => self.start_before_head(tag),
            Mode::InHead => self.start_in_head(tag),
            Mode::InHeadNoscript => self.start_in_head_noscript(tag),
            Mode::AfterHead => self.start_after_head(tag),
            Mode::AfterBody | Mode::AfterAfterBody => self.start_after_body(tag),
            Mode::InFrameset | Mode::AfterFrameset | Mode::AfterAfterFrameset => self.start_in_frameset(tag),
        }
    }

    /// Closes the innermost element if these are the bytes of its end tag after `</`, and no rule says more
    /// of it, which is so of most; returns how many they are.
    #[inline(always)]
    pub(super) fn end_innermost(&mut self, bytes: &[u8; WORD]) -> Option<usize> {
        if !matches!(self.mode, Mode::InBody | Mode::InCell) {
            return None;
        }
        let top = self.open.top().filter(|top| top.namespace == Namespace::Html)?;
        let len = top.name.is_closed_by(bytes)?;
        if top.name.is(class::FORMATTING) && !self.formatting.pop_last(top.node) {
            return None;
        }
        self.skip_line_feed = false;
        self.pop_plain();
        Some(len)
    }

    /// An end tag.
    pub(super) fn end(&mut self, tag: EndTag) {
        self.settle_words();
        // Most end tags close the innermost element, and no rule says more of it.
        if matches!(self.mode, Mode::InBody | Mode::InCell | Mode::InCaption)
            && self.open.top().is_some_and(|top| top.key == tag.key && top.has(class::PLAIN))
        {
            self.pop_plain();
            return;
        }
        if self.open.is_foreign() {
            return self.end_foreign(tag);
        }
        self.end_html(tag);
    }

    /// An end tag, by the rules for HTML.
    pub(super) fn end_html(&mut self, tag: EndTag) {
        match self.mode {
            Mode::InBody => self.end_in_body(tag),
            Mode::InCell => self.end_in_cell(tag),
            Mode::InTable => self.end_in_table(tag),
            Mode::InTableBody => self.end_in_table_body(tag),
            Mode::InRow => self.end_in_row(tag),
            Mode::InCaption => self.end_in_caption(tag),
            Mode::InColumnGroup => self.end_in_column_group(tag),
            Mode::InTemplate => self.end_in_template(tag),
            Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead => self.end_before_head(tag),
            Mode::InHead | Mode::InHeadNoscript | Mode::AfterHead => self.end_around_head(tag),
            Mode::AfterBody | Mode::AfterAfterBody => self.end_after_body(tag),
            Mode::InFrameset | Mode::AfterFrameset | Mode::AfterAfterFrameset => self.end_in_frameset(tag),
        }
    }

    /// A doctype counts before everything else alone.
    pub(super) fn doctype(&mut self, quirks: bool) {
        self.skip_line_feed = false;
        if self.mode == Mode::Initial {
            self.quirks = quirks;
            self.mode = Mode::BeforeHtml;
        }
    }

    /// A comment is not kept, but parts the texts around it.
    pub(super) fn comment(&mut self) {
        self.settle_words();
        let holder = match self.mode {
            _ if self.open.is_foreign() => self.open.top().map(|top| top.holder),
            Mode::Initial | Mode::BeforeHtml | Mode::AfterAfterBody | Mode::AfterAfterFrameset => return,
            Mode::AfterBody => self.open.get(0).map(|html| html.holder),
            _ => self.open.top().map(|top| top.holder),
        };
        if let Some(holder) = holder {
            self.tree.seal(holder);
        }
    }

    /// The document, after the last token.
    pub(super) fn finish(mut self, truncated: bool) -> Document {
        self.settle_words();
        while self.open.has(Name::Template) && !self.template_modes.is_empty() {
            self.close_template();
        }
        // Without a body there is one all the same, but a frameset has none.
        self.leave_head();
        for open in self.open.iter().filter(|open| open.node == open.holder) {
            self.tree.close(open.node);
        }
        self.tree.finish(truncated, self.budget.is_spent())
    }

    /// What comes after words that were put off.
    #[inline]
    fn settle_words(&mut self) {
        self.skip_line_feed = false;
        if !self.table_words.is_empty() {
            self.place_table_words();
        }
    }

    /// Closes the innermost element.
    #[inline]
    pub(super) fn pop(&mut self) {
        let formatting = self.open.top().filter(|top| top.has(class::FORMATTING)).map(|top| top.node);
        self.pop_plain();
        if let Some(node) = formatting {
            self.formatting.closed(node);
        }
    }

    /// Closes the innermost element, when that says nothing of active formatting.
    #[inline(always)]
    pub(super) fn pop_plain(&mut self) {
        if let Some(open) = self.open.pop()
            && open.node == open.holder
        {
            self.tree.close(open.node);
        }
    }

    /// Closes an element; what is open in it stays open.
    pub(super) fn close_alone(&mut self, at: Position) {
        if at as usize + 1 == self.open.len() {
            return self.pop();
        }
        self.tree.outgrow();
        self.open.remove(at);
    }

    /// Closes the elements from this place on.
    #[inline]
    pub(super) fn close_from(&mut self, at: Position) {
        while self.open.len() as Position > at.max(0) {
            self.pop();
        }
    }

    /// Closes the innermost element of this name, and all in it.
    #[inline]
    pub(super) fn close(&mut self, name: Name) {
        self.close_from(self.open.position(name));
    }

    /// Closes what needs no end tag, up to an element of HTML of the name `but`.
    #[inline]
    pub(super) fn close_implied(&mut self, but: Option<Name>) {
        while self.open.top().is_some_and(|top| top.has(class::IMPLIED) && Some(top.name) != but) {
            self.pop();
        }
    }

    /// Closes a `p` in button scope.
    #[inline]
    pub(super) fn close_p(&mut self) {
        if self.open.p_in_button_scope() {
            self.close(Name::P);
        }
    }

    /// The mode that the open elements call for.
    pub(super) fn reset_mode(&mut self) {
        const MODES: [(Name, Mode); 12] = [
            (Name::Td, Mode::InCell),
            (Name::Th, Mode::InCell),
            (Name::Tr, Mode::InRow),
            (Name::Tbody, Mode::InTableBody),
            (Name::Thead, Mode::InTableBody),
            (Name::Tfoot, Mode::InTableBody),
            (Name::Caption, Mode::InCaption),
            (Name::Colgroup, Mode::InColumnGroup),
            (Name::Table, Mode::InTable),
            (Name::Head, Mode::InHead),
            (Name::Body, Mode::InBody),
            (Name::Frameset, Mode::InFrameset),
        ];
        let template = self.template_modes.last().map(|mode| (Name::Template, *mode));
        // The outermost element is none of these.
        let mut innermost = (0, None);
        for (name, mode) in MODES.into_iter().chain(template) {
            let at = self.open.position(name);
            if at > innermost.0 {
                innermost = (at, Some(mode));
            }
        }
        self.mode = match innermost.1 {
            Some(mode) => mode,
            None if self.head == NONE => Mode::BeforeHead,
            None => Mode::AfterHead,
        };
    }
}
