//! End tags in the body.

use super::builder::{Builder, Mode};
use super::names::{Name, class};
use super::tokenizer::{EndTag, StartTag};
use super::tree::NONE;

/// Names whose elements an end tag closes where they stand innermost, with no other rule.
const HEADINGS: [Name; 6] = [Name::H1, Name::H2, Name::H3, Name::H4, Name::H5, Name::H6];

impl Builder<'_> {
    pub(super) fn end_in_body(&mut self, tag: EndTag) {
        use Name::*;
        match tag.name {
            Address | Article | Aside | Blockquote | Button | Center | Details | Dialog | Dir | Div | Dl
            | Fieldset | Figcaption | Figure | Footer | Header | Hgroup | Listing | Main | Menu | Nav
            | Ol | Pre | Search | Section | Select | Summary | Ul | Dd | Dt => {
                if self.open.in_scope(tag.name) {
                    self.close(tag.name);
                }
            }
            A | B | Big | Code | Em | Font | I | Nobr | S | Small | Strike | Strong | Tt | U => {
                self.end_formatting(tag);
            }
            P => {
                if !self.open.p_in_button_scope() {
                    self.insert_implied(P);
                }
                self.close(P);
            }
            Li => {
                if self.open.li_in_list_scope() {
                    self.close(Li);
                }
            }
            H1 | H2 | H3 | H4 | H5 | H6 => {
                let at = HEADINGS.map(|name| self.open.position(name)).into_iter().max().unwrap_or(-1);
                if at >= 0 && at >= self.open.scope() {
                    self.close_from(at);
                }
            }
            Form => self.end_form(),
            Applet | Marquee | Object => {
                if self.open.in_scope(tag.name) {
                    self.close(tag.name);
                    self.formatting.clear_to_marker();
                }
            }
            Br => {
                self.start_in_body(&StartTag::implied(Br));
            }
            Body => {
                if self.open.in_scope(Body) {
                    self.mode = Mode::AfterBody;
                }
            }
            Html => {
                if self.open.in_scope(Body) {
                    self.mode = Mode::AfterAfterBody;
                }
            }
            Template => self.end_template(),
            _ => self.end_any(tag),
        }
    }

    /// An end tag without a rule of its own closes the innermost element of its name, if no special one
    /// stands between them.
    pub(super) fn end_any(&mut self, tag: EndTag) {
        let special = self.open.special();
        let mut at = self.open.position(tag.name);
        if matches!(tag.name, Name::Unknown | Name::Custom) {
            // Elements without a rule share these names.
            while at > special && self.open.get(at).is_some_and(|open| open.key != tag.key) {
                if !self.budget.take(1) {
                    return;
                }
                at = self.open.outer(at);
            }
        }
        if at >= 0 && at >= special {
            self.close_from(at);
        }
    }

    fn end_form(&mut self) {
        if self.open.has(Name::Template) {
            if self.open.in_scope(Name::Form) {
                self.close(Name::Form);
            }
            return;
        }
        let form = std::mem::replace(&mut self.form, NONE);
        let at = self.open.position_of(form, Name::Form);
        if form == NONE || at < 0 || at < self.open.scope() {
            return;
        }
        self.close_implied(None);
        self.close_alone(at);
    }

    pub(super) fn end_template(&mut self) {
        if self.open.has(Name::Template) {
            self.close_template();
        }
    }

    /// Closes the innermost template.
    pub(super) fn close_template(&mut self) {
        while self.open.top().is_some_and(|top| top.has(class::IMPLIED | class::THOROUGH)) {
            self.pop();
        }
        self.close(Name::Template);
        self.formatting.clear_to_marker();
        self.template_modes.pop();
        self.reset_mode();
    }
}
