//! Which elements part blocks, which run on with the text, which hold no text of the page, which are
//! kept from readers, and which give a text its shape.

use super::Shape;
use crate::document::{Attr, Document, NodeId, Tag};

/// How an element takes part in the flow of text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Block,
    Inline,
    /// Neither its words nor its descendants are the page's text.
    Skipped,
}

/// How an element of this tag takes part.
#[inline(always)]
pub(super) fn flow(tag: Tag) -> Flow {
    static FLOWS: [Flow; Tag::ALL.len()] = {
        let mut flows = [Flow::Block; Tag::ALL.len()];
        let mut at = 0;
        while at < flows.len() {
            flows[at] = flow_of(Tag::ALL[at]);
            at += 1;
        }
        flows
    };
    FLOWS[tag as usize]
}

const fn flow_of(tag: Tag) -> Flow {
    match tag {
        Tag::Head
        | Tag::Script
        | Tag::Style
        | Tag::Template
        | Tag::Svg
        | Tag::Iframe
        | Tag::Object
        | Tag::Embed
        | Tag::Canvas
        | Tag::Audio
        | Tag::Video
        | Tag::Map
        | Tag::Textarea
        | Tag::Select
        | Tag::Datalist
        | Tag::Optgroup
        | Tag::Option
        | Tag::Title => Flow::Skipped,
        Tag::A
        | Tag::Abbr
        | Tag::AmpImg
        | Tag::B
        | Tag::Big
        | Tag::Cite
        | Tag::Code
        | Tag::Del
        | Tag::Em
        | Tag::Font
        | Tag::I
        | Tag::Img
        | Tag::Input
        | Tag::Ins
        | Tag::Kbd
        | Tag::Label
        | Tag::Mark
        | Tag::Math
        | Tag::Picture
        | Tag::Q
        | Tag::Rp
        | Tag::Rt
        | Tag::Ruby
        | Tag::S
        | Tag::Samp
        | Tag::Small
        | Tag::Source
        | Tag::Span
        | Tag::Strike
        | Tag::Strong
        | Tag::Sub
        | Tag::Sup
        | Tag::Time
        | Tag::Tt
        | Tag::U
        | Tag::Unknown
        | Tag::Var
        | Tag::Wbr => Flow::Inline,
        _ => Flow::Block,
    }
}

/// The shape that an element gives to the text in it; `above` is that of the element around.
#[inline]
pub(super) fn shape(tag: Tag, above: Option<Shape>) -> Option<Shape> {
    match tag {
        Tag::H1 => Some(Shape::Heading(1)),
        Tag::H2 => Some(Shape::Heading(2)),
        Tag::H3 => Some(Shape::Heading(3)),
        Tag::H4 => Some(Shape::Heading(4)),
        Tag::H5 => Some(Shape::Heading(5)),
        Tag::H6 => Some(Shape::Heading(6)),
        _ if matches!(above, Some(Shape::Heading(_) | Shape::Code)) => above,
        Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => Some(Shape::Code),
        Tag::Figcaption | Tag::Caption => Some(Shape::Caption),
        Tag::Td | Tag::Th => Some(Shape::Cell),
        Tag::Li | Tag::Dd | Tag::Dt => Some(Shape::Item),
        Tag::Table | Tag::Article | Tag::Main => None,
        _ => above,
    }
}

/// What the markup alone says of a page's element: is it kept from readers?
#[inline]
pub(super) fn hides(document: &Document, id: NodeId, tag: Tag) -> bool {
    tag == Tag::Noscript || document.may_hide(id) && hidden_by_attribute(document, id)
}

fn hidden_by_attribute(document: &Document, id: NodeId) -> bool {
    document.attributes(id).any(|(attr, value)| match attr {
        Attr::Hidden => true,
        Attr::AriaHidden => value == "true",
        Attr::Style => style_hides(value),
        _ => false,
    })
}

/// Whether an element's own style takes it off the page.
fn style_hides(style: &str) -> bool {
    let mut rest = style.as_bytes();
    while !rest.is_empty() {
        let end = memchr::memchr(b';', rest).unwrap_or(rest.len());
        if rule_hides(&rest[..end]) {
            return true;
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    false
}

fn rule_hides(rule: &[u8]) -> bool {
    let rule = rule.trim_ascii_start();
    // Most rules are about other things.
    let hidden: &[u8] = match rule.first() {
        Some(b'd' | b'D') => b"none",
        Some(b'v' | b'V') => b"hidden",
        _ => return false,
    };
    let mut parts = rule.splitn(2, |byte| *byte == b':');
    let (Some(name), Some(value)) = (parts.next(), parts.next()) else { return false };
    let name = name.trim_ascii_end();
    // An `!important` may follow.
    let value = value.split(|byte| *byte == b'!').next().unwrap_or_default();
    (name.eq_ignore_ascii_case(b"display") || name.eq_ignore_ascii_case(b"visibility"))
        && value.trim_ascii().eq_ignore_ascii_case(hidden)
}
