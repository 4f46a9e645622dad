//! Start tags in the body.

use super::builder::{Builder, Mode, Next};
use super::names::{Name, class};
use super::tokenizer::{EndTag, StartTag};

/// How a start tag in the body opens its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It ends a paragraph.
    Block,
    /// It goes where it stands.
    Inline,
    /// The same, and it goes on in the next block.
    Formatting,
    /// The same, and it ends a link that is open.
    Link,
    /// It goes where it stands and holds nothing.
    Void,
    /// It ends a paragraph, and the item before it.
    Item,
    /// By a rule of its own.
    Ruled,
}

/// How a start tag of this name opens its element.
#[inline(always)]
pub(super) fn way(name: Name) -> Way {
    static WAYS: [Way; Name::COUNT] = {
        let mut ways = [Way::Ruled; Name::COUNT];
        let mut at = 0;
        while at < Name::COUNT {
            ways[at] = way_of(Name::ALL[at]);
            at += 1;
        }
        ways
    };
    WAYS[name as usize]
}

const fn way_of(name: Name) -> Way {
    use Name::*;
    match name {
        Address | Article | Aside | Blockquote | Center | Details | Dialog | Dir | Div | Dl | Fieldset
        | Figcaption | Figure | Footer | Header | Hgroup | Main | Menu | Nav | Ol | P | Search | Section
        | Summary | Ul => Way::Block,
        B | Big | Code | Em | Font | I | S | Small | Strike | Strong | Tt | U => Way::Formatting,
        Area | Br | Embed | Img | Keygen | Wbr => Way::Void,
        A => Way::Link,
        Dd | Dt | Li => Way::Item,
        Applet | Base | Basefont | Bgsound | Body | Button | Caption | Col | Colgroup | Form | Frame
        | Frameset | H1 | H2 | H3 | H4 | H5 | H6 | Head | Hr | Html | Iframe | Image | Input | Link
        | Listing | Marquee | Math | Meta | Nobr | Noembed | Noframes | Object | Optgroup | Option
        | Param | Plaintext | Pre | Rb | Rp | Rt | Rtc | Script | Select | Source | Style | Svg | Table
        | Tbody | Td | Template | Textarea | Tfoot | Th | Thead | Title | Tr | Track | Xmp => Way::Ruled,
        _ => Way::Inline,
    }
}

impl Builder<'_> {
    #[inline]
    pub(super) fn start_in_body(&mut self, tag: &StartTag) -> Next {
        match way(tag.name) {
            Way::Block => {
                self.close_p();
                self.insert(tag);
            }
            Way::Inline => {
                self.reconstruct();
                self.insert(tag);
            }
            Way::Formatting => self.insert_formatting(tag),
            Way::Link => self.start_link(tag),
            Way::Void => self.start_void(tag),
            Way::Item => self.start_item(tag),
            Way::Ruled => return self.start_ruled(tag),
        }
        Next::Markup
    }

    /// Start tags that no way of many says all of.
    fn start_ruled(&mut self, tag: &StartTag) -> Next {
        use Name::*;
        match tag.name {
            Base | Basefont | Bgsound | Link | Meta | Noframes | Script | Style | Template | Title => {
                return self.start_in_head(tag);
            }
            H1 | H2 | H3 | H4 | H5 | H6 => {
                self.close_p();
                if self.open.top().is_some_and(|top| top.has(class::HEADING)) {
                    self.pop();
                }
                self.insert(tag);
            }
            Pre | Listing => {
                self.close_p();
                self.insert(tag);
                self.skip_line_feed = true;
                self.frameset_ok = false;
            }
            Param | Source | Track => {
                self.insert_void(tag);
            }
            Table => {
                if !self.quirks {
                    self.close_p();
                }
                self.insert(tag);
                self.frameset_ok = false;
                self.mode = Mode::InTable;
            }
            Math | Svg => self.enter_foreign(tag),
            Html => self.late_html(tag),
            Caption | Col | Colgroup | Frame | Head | Tbody | Td | Tfoot | Th | Thead | Tr => {}
            Image => return self.start_in_body(&StartTag { name: Img, key: Img.key(), ..*tag }),
            _ => return self.start_rare(tag),
        }
        Next::Markup
    }

    /// Start tags with rules of their own that are not the most frequent.
    fn start_rare(&mut self, tag: &StartTag) -> Next {
        match tag.name {
            Name::Body => self.late_body(tag),
            Name::Frameset => self.start_late_frameset(tag),
            Name::Form => self.start_form(tag),
            Name::Button => self.start_button(tag),
            Name::Nobr => self.start_nobr(tag),
            Name::Applet | Name::Marquee | Name::Object => {
                self.reconstruct();
                self.insert(tag);
                self.formatting.mark();
                self.frameset_ok = false;
            }
            Name::Input => self.start_input(tag),
            Name::Hr => self.start_rule(tag),
            Name::Select => self.start_select(tag),
            Name::Option => self.start_option(tag, Some(Name::Optgroup)),
            Name::Optgroup => self.start_option(tag, None),
            Name::Rb | Name::Rtc => self.start_ruby(tag, None),
            Name::Rp | Name::Rt => self.start_ruby(tag, Some(Name::Rtc)),
            Name::Plaintext => {
                self.close_p();
                self.insert(tag);
                return Next::PlainText;
            }
            Name::Textarea => {
                self.skip_line_feed = true;
                self.frameset_ok = false;
                return self.insert_raw(tag);
            }
            Name::Xmp => {
                self.close_p();
                self.reconstruct();
                self.frameset_ok = false;
                return self.insert_raw(tag);
            }
            Name::Iframe => {
                self.frameset_ok = false;
                return self.insert_raw(tag);
            }
            _ => return self.insert_raw(tag), // noembed
        }
        Next::Markup
    }

    fn start_void(&mut self, tag: &StartTag) {
        self.reconstruct();
        self.insert_void(tag);
        self.frameset_ok = false;
    }

    /// Closes the innermost element if it is an active link; whether it is.
    pub(super) fn end_innermost_link(&mut self) -> bool {
        let is_link = self.open.is_in(Name::A) && self.formatting.pop_last(self.open.node());
        if is_link {
            self.pop_plain();
        }
        is_link
    }

    /// A link in a link ends the one around it.
    fn start_link(&mut self, tag: &StartTag) {
        if !self.end_innermost_link()
            && let Some((_, around)) = self.formatting.last(Name::A)
        {
            let node = around.node;
            self.end_formatting(EndTag { name: Name::A, key: Name::A.key() });
            if let Some(at) = self.formatting.position(node) {
                self.formatting.remove(at);
            }
            let at = self.open.position_of(node, Name::A);
            if at >= 0 {
                self.close_alone(at);
            }
        }
        self.insert_formatting(tag);
    }

    fn start_nobr(&mut self, tag: &StartTag) {
        self.reconstruct();
        if self.open.in_scope(Name::Nobr) {
            self.end_formatting(EndTag { name: Name::Nobr, key: Name::Nobr.key() });
        }
        self.insert_formatting(tag);
    }

    /// An item ends the one before it, unless a list of its own stands between them.
    fn start_item(&mut self, tag: &StartTag) {
        self.frameset_ok = false;
        if let Some(before) = self.item_before(tag.name) {
            self.close(before);
        }
        self.close_p();
        self.insert(tag);
    }

    /// The item that one of this name ends.
    #[inline]
    pub(super) fn item_before(&self, name: Name) -> Option<Name> {
        let before = self.open.barrier().filter(|barrier| barrier.has(class::SPECIAL))?.name;
        let ends = match name {
            Name::Li => before == Name::Li,
            _ => matches!(before, Name::Dd | Name::Dt),
        };
        ends.then_some(before)
    }

    /// A second `<body>` adds the attributes that the first has not.
    fn late_body(&mut self, tag: &StartTag) {
        let Some(body) = self.open.get(1).filter(|body| body.is(Name::Body)).map(|body| body.node) else {
            return;
        };
        if !self.open.has(Name::Template) {
            self.frameset_ok = false;
            self.late_attributes(tag, body);
        }
    }

    /// A frameset takes the place of a body without words.
    fn start_late_frameset(&mut self, tag: &StartTag) {
        let body = self.open.get(1).filter(|body| body.is(Name::Body)).map(|body| body.node);
        let Some(body) = body.filter(|_| self.frameset_ok) else { return };
        self.tree.detach(body);
        self.close_from(1);
        self.insert(tag);
        self.mode = Mode::InFrameset;
    }

    fn start_form(&mut self, tag: &StartTag) {
        let in_template = self.open.has(Name::Template);
        if self.form != super::tree::NONE && !in_template {
            return;
        }
        self.close_p();
        let form = self.insert(tag);
        if !in_template {
            self.form = form;
        }
    }

    fn start_button(&mut self, tag: &StartTag) {
        if self.open.in_scope(Name::Button) {
            self.close(Name::Button);
        }
        self.reconstruct();
        self.insert(tag);
        self.frameset_ok = false;
    }

    fn start_input(&mut self, tag: &StartTag) {
        if self.open.in_scope(Name::Select) {
            self.close(Name::Select);
        }
        self.reconstruct();
        self.insert_void(tag);
        self.frameset_ok = self.frameset_ok && self.is_hidden_input(tag);
    }

    fn start_rule(&mut self, tag: &StartTag) {
        self.close_p();
        if self.open.in_scope(Name::Select) {
            self.close_implied(None);
        }
        self.insert_void(tag);
        self.frameset_ok = false;
    }

    /// A select in a select ends the one around it, and is none itself.
    fn start_select(&mut self, tag: &StartTag) {
        if self.open.in_scope(Name::Select) {
            return self.close(Name::Select);
        }
        self.reconstruct();
        self.insert(tag);
        self.frameset_ok = false;
    }

    fn start_option(&mut self, tag: &StartTag, but: Option<Name>) {
        if self.open.in_scope(Name::Select) {
            self.close_implied(but);
        } else if self.open.is_in(Name::Option) {
            self.pop();
        }
        self.reconstruct();
        self.insert(tag);
    }

    fn start_ruby(&mut self, tag: &StartTag, but: Option<Name>) {
        if self.open.in_scope(Name::Ruby) {
            self.close_implied(but);
        }
        self.insert(tag);
    }
}
