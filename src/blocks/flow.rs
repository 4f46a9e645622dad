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
pub(super) fn flow(tag: Tag) -> Flow {
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
pub(super) fn shape(tag: Tag, above: Option<Shape>) -> Option<Shape> {
    if let Some(level) = tag.heading_level() {
        return Some(Shape::Heading(level));
    }
    match (tag, above) {
        (_, Some(Shape::Heading(_) | Shape::Code)) => above,
        (Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext, _) => Some(Shape::Code),
        (Tag::Figcaption | Tag::Caption, _) => Some(Shape::Caption),
        (Tag::Td | Tag::Th, _) => Some(Shape::Cell),
        (Tag::Li | Tag::Dd | Tag::Dt, _) => Some(Shape::Item),
        (Tag::Table | Tag::Article | Tag::Main, _) => None,
        _ => above,
    }
}

/// What the markup alone says of a page's element: is it kept from readers?
pub(super) fn hides(document: &Document, id: NodeId) -> bool {
    document.tag(id) == Some(Tag::Noscript)
        || document.may_hide(id)
            && document.attributes(id).any(|(attr, value)| match attr {
                Attr::Hidden => true,
                Attr::AriaHidden => value == "true",
                Attr::Style => style_hides(value),
                _ => false,
            })
}

/// Whether an element's own style takes it off the page.
fn style_hides(style: &str) -> bool {
    style.as_bytes().split(|byte| *byte == b';').any(|rule| {
        let mut parts = rule.splitn(2, |byte| *byte == b':');
        let (Some(name), Some(value)) = (parts.next(), parts.next()) else { return false };
        let hidden: &[u8] = match name.trim_ascii() {
            name if name.eq_ignore_ascii_case(b"display") => b"none",
            name if name.eq_ignore_ascii_case(b"visibility") => b"hidden",
            _ => return false,
        };
        // An `!important` may follow.
        let value = value.split(|byte| *byte == b'!').next().unwrap_or_default();
        value.trim_ascii().eq_ignore_ascii_case(hidden)
    })
}
