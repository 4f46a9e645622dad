//! The modes of templates, of framesets, and of what follows the body.

use super::builder::{Builder, Mode, Next};
use super::names::Name;
use super::tokenizer::{EndTag, StartTag};

impl Builder<'_> {
    pub(super) fn open_template(&mut self, tag: &StartTag) {
        self.insert(tag);
        self.formatting.mark();
        self.frameset_ok = false;
        self.mode = Mode::InTemplate;
        self.template_modes.push(Mode::InTemplate);
    }

    /// The first tag in a template says what it is a template of.
    pub(super) fn start_in_template(&mut self, tag: &StartTag) -> Next {
        use Name::*;
        let mode = match tag.name {
            Base | Basefont | Bgsound | Link | Meta | Noframes | Script | Style | Template | Title => {
                return self.start_in_head(tag);
            }
            Caption | Colgroup | Tbody | Tfoot | Thead => Mode::InTable,
            Col => Mode::InColumnGroup,
            Tr => Mode::InTableBody,
            Td | Th => Mode::InRow,
            _ => Mode::InBody,
        };
        self.template_modes.pop();
        self.template_modes.push(mode);
        self.mode = mode;
        self.start_again(tag)
    }

    pub(super) fn end_in_template(&mut self, tag: EndTag) {
        if tag.name == Name::Template {
            self.end_template();
        }
    }

    /// What follows the body goes into it after all.
    pub(super) fn start_after_body(&mut self, tag: &StartTag) -> Next {
        if tag.name == Name::Html {
            self.late_html(tag);
            return Next::Markup;
        }
        self.mode = Mode::InBody;
        self.start_again(tag)
    }

    pub(super) fn end_after_body(&mut self, tag: EndTag) {
        if tag.name == Name::Html && self.mode == Mode::AfterBody {
            self.mode = Mode::AfterAfterBody;
            return;
        }
        self.mode = Mode::InBody;
        self.end_html(tag);
    }

    pub(super) fn start_in_frameset(&mut self, tag: &StartTag) -> Next {
        match (tag.name, self.mode) {
            (Name::Html, _) => self.late_html(tag),
            (Name::Frameset, Mode::InFrameset) => {
                self.insert(tag);
            }
            (Name::Frame, Mode::InFrameset) => {
                self.insert_void(tag);
            }
            (Name::Noframes, _) => return self.start_in_head(tag),
            _ => {}
        }
        Next::Markup
    }

    pub(super) fn end_in_frameset(&mut self, tag: EndTag) {
        match (tag.name, self.mode) {
            (Name::Frameset, Mode::InFrameset) if self.open.len() > 1 => {
                self.pop();
                if !self.open.is_in(Name::Frameset) {
                    self.mode = Mode::AfterFrameset;
                }
            }
            (Name::Html, Mode::AfterFrameset) => self.mode = Mode::AfterAfterFrameset,
            _ => {}
        }
    }
}
