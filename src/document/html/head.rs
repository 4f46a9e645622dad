//! The modes up to the body: what stands before, in and after the head.

use super::builder::{Builder, Mode, Next};
use super::names::Name;
use super::tokenizer::{EndTag, StartTag};
use super::tree::NONE;

impl Builder<'_> {
    /// Goes on to the body, as words and most tags do that stand before it.
    pub(super) fn leave_head(&mut self) {
        if self.mode == Mode::Initial {
            self.quirks = true;
            self.mode = Mode::BeforeHtml;
        }
        if self.mode == Mode::BeforeHtml {
            self.insert_implied(Name::Html);
            self.mode = Mode::BeforeHead;
        }
        if self.mode == Mode::BeforeHead {
            self.head = self.insert_implied(Name::Head);
            self.mode = Mode::InHead;
        }
        if self.mode == Mode::InHeadNoscript {
            self.pop();
            self.mode = Mode::InHead;
        }
        if self.mode == Mode::InHead {
            self.pop();
            self.mode = Mode::AfterHead;
        }
        if self.mode == Mode::AfterHead {
            self.insert_implied(Name::Body);
            self.mode = Mode::InBody;
        }
    }

    pub(super) fn start_before_head(&mut self, tag: &StartTag) -> Next {
        if self.mode == Mode::Initial {
            self.quirks = true;
            self.mode = Mode::BeforeHtml;
        }
        if self.mode == Mode::BeforeHtml {
            self.mode = Mode::BeforeHead;
            if tag.name == Name::Html {
                self.insert(tag);
                return Next::Markup;
            }
            self.insert_implied(Name::Html);
        }
        match tag.name {
            Name::Html => self.late_html(tag),
            Name::Head => {
                self.head = self.insert(tag);
                self.mode = Mode::InHead;
            }
            _ => {
                self.head = self.insert_implied(Name::Head);
                self.mode = Mode::InHead;
                return self.start_again(tag);
            }
        }
        Next::Markup
    }

    pub(super) fn start_in_head(&mut self, tag: &StartTag) -> Next {
        match tag.name {
            Name::Html => self.late_html(tag),
            Name::Base | Name::Basefont | Name::Bgsound | Name::Link | Name::Meta => {
                self.insert_void(tag);
            }
            Name::Title | Name::Noframes | Name::Style | Name::Script => return self.insert_raw(tag),
            Name::Noscript => {
                self.insert(tag);
                self.mode = Mode::InHeadNoscript;
            }
            Name::Template => self.open_template(tag),
            Name::Head => {}
            _ => {
                self.pop();
                self.mode = Mode::AfterHead;
                return self.start_again(tag);
            }
        }
        Next::Markup
    }

    pub(super) fn start_in_head_noscript(&mut self, tag: &StartTag) -> Next {
        match tag.name {
            Name::Html => self.late_html(tag),
            Name::Basefont | Name::Bgsound | Name::Link | Name::Meta | Name::Noframes | Name::Style => {
                return self.start_in_head(tag);
            }
            Name::Head | Name::Noscript => {}
            _ => {
                self.pop();
                self.mode = Mode::InHead;
                return self.start_again(tag);
            }
        }
        Next::Markup
    }

    pub(super) fn start_after_head(&mut self, tag: &StartTag) -> Next {
        match tag.name {
            Name::Html => self.late_html(tag),
            Name::Body => {
                self.insert(tag);
                self.frameset_ok = false;
                self.mode = Mode::InBody;
            }
            Name::Frameset => {
                self.insert(tag);
                self.mode = Mode::InFrameset;
            }
            Name::Base
            | Name::Basefont
            | Name::Bgsound
            | Name::Link
            | Name::Meta
            | Name::Noframes
            | Name::Script
            | Name::Style
            | Name::Template
            | Name::Title => return self.start_in_closed_head(tag),
            Name::Head => {}
            _ => {
                self.leave_head();
                return self.start_again(tag);
            }
        }
        Next::Markup
    }

    /// What belongs in the head goes there, even after its end.
    fn start_in_closed_head(&mut self, tag: &StartTag) -> Next {
        self.tree.reopen(self.head);
        let holder = self.tree.holder(self.head);
        self.open.push(super::stack::Open::html(self.head, holder, Name::Head, Name::Head.key()));
        let next = self.start_in_head(tag);
        if matches!(next, Next::RawText(_, node) if self.tree.keeps_words(node)) {
            self.tree.outgrow();
        }
        self.close_alone(self.open.position(Name::Head));
        next
    }

    pub(super) fn end_before_head(&mut self, tag: EndTag) {
        let is_kept = matches!(tag.name, Name::Head | Name::Body | Name::Html | Name::Br);
        if self.mode == Mode::Initial {
            self.quirks = true;
            self.mode = Mode::BeforeHtml;
        }
        if !is_kept {
            return;
        }
        if self.mode == Mode::BeforeHtml {
            self.insert_implied(Name::Html);
        }
        self.head = self.insert_implied(Name::Head);
        self.mode = Mode::InHead;
        self.end_around_head(tag);
    }

    pub(super) fn end_around_head(&mut self, tag: EndTag) {
        match (self.mode, tag.name) {
            (Mode::InHead, Name::Head) => {
                self.pop();
                self.mode = Mode::AfterHead;
            }
            (Mode::InHeadNoscript, Name::Noscript) => {
                self.pop();
                self.mode = Mode::InHead;
            }
            (Mode::InHeadNoscript, Name::Br)
            | (Mode::InHead | Mode::AfterHead, Name::Body | Name::Html | Name::Br) => {
                self.leave_head();
                self.end_html(tag);
            }
            (Mode::InHead | Mode::AfterHead, Name::Template) => self.end_template(),
            _ => {}
        }
    }

    /// A second `<html>` adds the attributes that the first has not.
    pub(super) fn late_html(&mut self, tag: &StartTag) {
        if !self.open.has(Name::Template) {
            let html = self.open.get(0).map_or(NONE, |html| html.node);
            self.late_attributes(tag, html);
        }
    }

    pub(super) fn late_attributes(&mut self, tag: &StartTag, node: super::NodeId) {
        let attributes = self.attributes(tag, false);
        if node != NONE && attributes.first < attributes.last {
            self.tree.attributes_if_missing(node, attributes);
        }
    }
}
