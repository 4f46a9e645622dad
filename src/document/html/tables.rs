//! The modes of tables: what belongs in them, and what goes before them.

use super::attributes;
use super::builder::{Builder, Mode, Next};
use super::names::Name;
use super::stack::Position;
use super::tokenizer::{EndTag, StartTag};
use super::tree::NONE;

impl Builder<'_> {
    /// Closes elements up to the innermost of these; the outermost one of all stays.
    fn clear_to(&mut self, names: &[Name]) {
        let at = names.iter().map(|name| self.open.position(*name)).max().unwrap_or(-1);
        self.close_from(at.max(0) + 1);
    }

    fn clear_to_table(&mut self) {
        self.clear_to(&[Name::Table, Name::Template]);
    }

    fn clear_to_table_body(&mut self) {
        self.clear_to(&[Name::Tbody, Name::Tfoot, Name::Thead, Name::Template]);
    }

    fn clear_to_row(&mut self) {
        self.clear_to(&[Name::Tr, Name::Template]);
    }

    pub(super) fn start_in_table(&mut self, tag: &StartTag) -> Next {
        match tag.name {
            Name::Caption => {
                self.clear_to_table();
                self.formatting.mark();
                self.insert(tag);
                self.mode = Mode::InCaption;
            }
            Name::Colgroup => {
                self.clear_to_table();
                self.insert(tag);
                self.mode = Mode::InColumnGroup;
            }
            Name::Col => {
                self.clear_to_table();
                self.insert_implied(Name::Colgroup);
                self.mode = Mode::InColumnGroup;
                return self.start_again(tag);
            }
            Name::Tbody | Name::Tfoot | Name::Thead => {
                self.clear_to_table();
                self.insert(tag);
                self.mode = Mode::InTableBody;
            }
            Name::Td | Name::Th | Name::Tr => {
                self.clear_to_table();
                self.insert_implied(Name::Tbody);
                self.mode = Mode::InTableBody;
                return self.start_again(tag);
            }
            Name::Table => {
                if self.open.in_table_scope(Name::Table) {
                    self.close(Name::Table);
                    self.reset_mode();
                    return self.start_again(tag);
                }
            }
            Name::Style | Name::Script | Name::Template => return self.start_in_head(tag),
            Name::Input if self.is_hidden_input(tag) => {
                self.insert_void(tag);
            }
            Name::Form => {
                if self.form == NONE && !self.open.has(Name::Template) {
                    self.form = self.insert_void(tag);
                }
            }
            _ => {
                self.foster = true;
                let next = self.start_in_body(tag);
                self.foster = false;
                return next;
            }
        }
        Next::Markup
    }

    pub(super) fn is_hidden_input(&self, tag: &StartTag) -> bool {
        attributes::value(self.source, tag.written(), "type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"))
    }

    pub(super) fn end_in_table(&mut self, tag: EndTag) {
        use Name::*;
        match tag.name {
            Table => {
                if self.open.in_table_scope(Table) {
                    self.close(Table);
                    self.reset_mode();
                }
            }
            Body | Caption | Col | Colgroup | Html | Tbody | Td | Tfoot | Th | Thead | Tr => {}
            Template => self.end_template(),
            _ => {
                self.foster = true;
                self.end_in_body(tag);
                self.foster = false;
            }
        }
    }

    pub(super) fn start_in_table_body(&mut self, tag: &StartTag) -> Next {
        match tag.name {
            Name::Tr => {
                self.clear_to_table_body();
                self.insert(tag);
                self.mode = Mode::InRow;
                Next::Markup
            }
            Name::Th | Name::Td => {
                self.clear_to_table_body();
                self.insert_implied(Name::Tr);
                self.mode = Mode::InRow;
                self.start_again(tag)
            }
            Name::Caption | Name::Col | Name::Colgroup | Name::Tbody | Name::Tfoot | Name::Thead => {
                if self.close_table_body() { self.start_again(tag) } else { Next::Markup }
            }
            _ => self.start_in_table(tag),
        }
    }

    /// Closes the part of the table that is open; `false` when there is none. Without a table, in a
    /// template, html5ever forgets `thead` here, and so do we.
    fn close_table_body(&mut self) -> bool {
        let parts = [Name::Table, Name::Tbody, Name::Tfoot];
        let is_open = parts.into_iter().any(|name| self.open.in_table_scope(name));
        if is_open {
            self.clear_to_table_body();
            self.pop();
            self.mode = Mode::InTable;
        }
        is_open
    }

    pub(super) fn end_in_table_body(&mut self, tag: EndTag) {
        use Name::*;
        match tag.name {
            Tbody | Tfoot | Thead => {
                if self.open.in_table_scope(tag.name) {
                    self.clear_to_table_body();
                    self.pop();
                    self.mode = Mode::InTable;
                }
            }
            Table => {
                if self.close_table_body() {
                    self.end_html(tag);
                }
            }
            Body | Caption | Col | Colgroup | Html | Td | Th | Tr => {}
            _ => self.end_in_table(tag),
        }
    }

    pub(super) fn start_in_row(&mut self, tag: &StartTag) -> Next {
        match tag.name {
            Name::Th | Name::Td => {
                self.clear_to_row();
                self.insert(tag);
                self.mode = Mode::InCell;
                self.formatting.mark();
                Next::Markup
            }
            Name::Caption
            | Name::Col
            | Name::Colgroup
            | Name::Tbody
            | Name::Tfoot
            | Name::Thead
            | Name::Tr => {
                if self.close_row() {
                    self.start_again(tag)
                } else {
                    Next::Markup
                }
            }
            _ => self.start_in_table(tag),
        }
    }

    /// Closes the row that is open; `false` when there is none.
    fn close_row(&mut self) -> bool {
        let is_open = self.open.in_table_scope(Name::Tr);
        if is_open {
            self.clear_to_row();
            self.pop();
            self.mode = Mode::InTableBody;
        }
        is_open
    }

    pub(super) fn end_in_row(&mut self, tag: EndTag) {
        use Name::*;
        match tag.name {
            Tr => {
                self.close_row();
            }
            Table => {
                if self.close_row() {
                    self.end_html(tag);
                }
            }
            Tbody | Tfoot | Thead => {
                if self.open.in_table_scope(tag.name) && self.close_row() {
                    self.end_html(tag);
                }
            }
            Body | Caption | Col | Colgroup | Html | Td | Th => {}
            _ => self.end_in_table(tag),
        }
    }

    pub(super) fn start_in_cell(&mut self, tag: &StartTag) -> Next {
        use Name::*;
        match tag.name {
            Caption | Col | Colgroup | Tbody | Td | Tfoot | Th | Thead | Tr => {
                if self.open.in_table_scope(Td) || self.open.in_table_scope(Th) {
                    self.close_cell();
                    return self.start_again(tag);
                }
                Next::Markup
            }
            _ => self.start_in_body(tag),
        }
    }

    fn close_cell(&mut self) {
        let cell: Position = self.open.position(Name::Td).max(self.open.position(Name::Th));
        self.close_from(cell);
        self.formatting.clear_to_marker();
        self.mode = Mode::InRow;
    }

    pub(super) fn end_in_cell(&mut self, tag: EndTag) {
        use Name::*;
        match tag.name {
            Td | Th => {
                if self.open.in_table_scope(tag.name) {
                    self.close(tag.name);
                    self.formatting.clear_to_marker();
                    self.mode = Mode::InRow;
                }
            }
            Body | Caption | Col | Colgroup | Html => {}
            Table | Tbody | Tfoot | Thead | Tr => {
                if self.open.in_table_scope(tag.name) {
                    self.close_cell();
                    self.end_html(tag);
                }
            }
            _ => self.end_in_body(tag),
        }
    }

    pub(super) fn start_in_caption(&mut self, tag: &StartTag) -> Next {
        use Name::*;
        match tag.name {
            Caption | Col | Colgroup | Tbody | Td | Tfoot | Th | Thead | Tr => {
                if self.close_caption() {
                    self.start_again(tag)
                } else {
                    Next::Markup
                }
            }
            _ => self.start_in_body(tag),
        }
    }

    fn close_caption(&mut self) -> bool {
        let is_open = self.open.in_table_scope(Name::Caption);
        if is_open {
            self.close(Name::Caption);
            self.formatting.clear_to_marker();
            self.mode = Mode::InTable;
        }
        is_open
    }

    pub(super) fn end_in_caption(&mut self, tag: EndTag) {
        use Name::*;
        match tag.name {
            Caption => {
                self.close_caption();
            }
            Table => {
                if self.close_caption() {
                    self.end_html(tag);
                }
            }
            Body | Col | Colgroup | Html | Tbody | Td | Tfoot | Th | Thead | Tr => {}
            _ => self.end_in_body(tag),
        }
    }

    pub(super) fn start_in_column_group(&mut self, tag: &StartTag) -> Next {
        match tag.name {
            Name::Html => self.late_html(tag),
            Name::Col => {
                self.insert_void(tag);
            }
            Name::Template => return self.start_in_head(tag),
            _ => {
                if self.close_column_group() {
                    return self.start_again(tag);
                }
            }
        }
        Next::Markup
    }

    pub(super) fn close_column_group(&mut self) -> bool {
        let is_open = self.open.is_in(Name::Colgroup);
        if is_open {
            self.pop();
            self.mode = Mode::InTable;
        }
        is_open
    }

    pub(super) fn end_in_column_group(&mut self, tag: EndTag) {
        match tag.name {
            Name::Colgroup => {
                self.close_column_group();
            }
            Name::Col => {}
            Name::Template => self.end_template(),
            _ => {
                if self.close_column_group() {
                    self.end_html(tag);
                }
            }
        }
    }
}
