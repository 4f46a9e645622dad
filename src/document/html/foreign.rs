//! SVG and MathML in a page.

use super::attributes;
use super::builder::{Builder, Next};
use super::names::Name;
use super::stack::{Integration, Namespace, Open};
use super::tokenizer::{EndTag, StartTag};
use super::tree::Tree;

/// Attributes that make a `<font>` one of HTML.
const FONT_ATTRIBUTES: [&str; 3] = ["color", "face", "size"];

impl Builder<'_> {
    pub(super) fn enter_foreign(&mut self, tag: &StartTag) {
        self.reconstruct();
        let namespace = if tag.name == Name::Svg { Namespace::Svg } else { Namespace::MathMl };
        self.insert_foreign(tag, namespace);
    }

    fn insert_foreign(&mut self, tag: &StartTag, namespace: Namespace) {
        let silent = self.open.top().is_some_and(|top| top.silent);
        if silent {
            // A style or a script that holds elements: they are left out when the list is written anew.
            self.tree.link();
        }
        let attributes = self.attributes(tag, true);
        let place = self.place();
        let node = self.tree.element(place, tag.name.tag(), attributes);
        if tag.closes_itself {
            return;
        }
        let integration = self.integration(tag, namespace);
        let holder = self.tree.holder(node);
        let silent = silent || !Tree::keeps_words(&self.tree, node);
        let mut open = Open::html(node, holder, tag.name, tag.key);
        (open.namespace, open.integration, open.silent) = (namespace, integration, silent);
        self.open.push(open);
    }

    fn integration(&self, tag: &StartTag, namespace: Namespace) -> Integration {
        match (namespace, tag.name) {
            (Namespace::Svg, Name::Foreignobject | Name::Desc | Name::Title) => Integration::Html,
            (Namespace::MathMl, Name::Mi | Name::Mo | Name::Mn | Name::Ms | Name::Mtext) => {
                Integration::MathText
            }
            (Namespace::MathMl, Name::AnnotationXml) => {
                let encoding = attributes::value(self.source, tag.written(), "encoding");
                let is_html = |encoding: &String| {
                    encoding.eq_ignore_ascii_case("text/html")
                        || encoding.eq_ignore_ascii_case("application/xhtml+xml")
                };
                if encoding.as_ref().is_some_and(is_html) { Integration::Html } else { Integration::None }
            }
            _ => Integration::None,
        }
    }

    /// Whether a start tag in a foreign element follows the rules for foreign content.
    pub(super) fn is_foreign_start(&self, tag: &StartTag) -> bool {
        let Some(top) = self.open.top() else { return false };
        match top.integration {
            Integration::Html => false,
            Integration::MathText => matches!(tag.name, Name::Mglyph | Name::Malignmark),
            Integration::None => {
                let is_annotation = top.namespace == Namespace::MathMl && top.name == Name::AnnotationXml;
                !(is_annotation && tag.name == Name::Svg)
            }
        }
    }

    /// Whether words in a foreign element follow the rules for foreign content.
    #[inline]
    pub(super) fn is_foreign_text(&self) -> bool {
        self.open
            .top()
            .is_some_and(|top| top.namespace != Namespace::Html && top.integration == Integration::None)
    }

    pub(super) fn start_foreign(&mut self, tag: &StartTag) -> Next {
        if self.breaks_out(tag) {
            self.leave_foreign();
            return self.start_html(tag);
        }
        if let Some(namespace) = self.open.top().map(|top| top.namespace) {
            self.insert_foreign(tag, namespace);
        }
        Next::Markup
    }

    /// Whether a tag of HTML shows that the foreign element was never closed.
    fn breaks_out(&self, tag: &StartTag) -> bool {
        use Name::*;
        match tag.name {
            B | Big | Blockquote | Body | Br | Center | Code | Dd | Div | Dl | Dt | Em | Embed | H1 | H2
            | H3 | H4 | H5 | H6 | Head | Hr | I | Img | Li | Listing | Menu | Meta | Nobr | Ol | P | Pre
            | Ruby | S | Small | Span | Strong | Strike | Sub | Sup | Table | Tt | U | Ul | Var => true,
            Font => {
                let has = |name: &&str| attributes::value(self.source, tag.written(), name).is_some();
                FONT_ATTRIBUTES.iter().any(has)
            }
            _ => false,
        }
    }

    fn leave_foreign(&mut self) {
        while self.open.top().is_some_and(|top| top.namespace != Namespace::Html && !top.integrates_by_name())
        {
            self.pop();
        }
    }

    pub(super) fn end_foreign(&mut self, tag: EndTag) {
        if matches!(tag.name, Name::Br | Name::P) {
            self.leave_foreign();
            return self.end_html(tag);
        }
        let mut at = self.open.len() as i32 - 1;
        while at > 0 {
            let Some(open) = self.open.get(at) else { return };
            if open.namespace == Namespace::Html {
                return self.end_html(tag);
            }
            if open.key == tag.key {
                return self.close_from(at);
            }
            if !self.budget.take(1) {
                return;
            }
            at -= 1;
        }
    }
}
