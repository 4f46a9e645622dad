//! Which elements part blocks, which run on with the text, which hold no text of the page, which are
//! kept from readers, and which give a text its shape.

use super::Shape;
use crate::document::{Attr, Document, NodeId, Tag};

/// How an element takes part in the flow of text, one bit for each fact. Elements that run on with the
/// text and say nothing of it have none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Flow(u8);

impl Flow {
    /// It parts blocks.
    pub(super) const BLOCK: Self = Self(1);
    /// Neither its words nor its descendants are the page's text.
    pub(super) const SKIPPED: Self = Self(2);
    /// It counts where it stands: a line break, a picture, a rule.
    pub(super) const POINT: Self = Self(4);
    /// It says more of the words in it than that they run on or stand apart.
    pub(super) const MARKED: Self = Self(8);
    /// It gives its words a shape, or takes it from them.
    pub(super) const SHAPED: Self = Self(16);
    /// Where it stands, or what it holds, tells whether it parts blocks.
    pub(super) const BY_PLACE: Self = Self(32);
    /// It runs on with the text and says nothing of it.
    pub(super) const RUNS_ON: Self = Self(0);

    /// How an element of this tag takes part.
    #[inline(always)]
    pub(super) fn of(tag: Tag) -> Self {
        static FLOWS: [Flow; Tag::ALL.len()] = {
            let mut flows = [Flow(0); Tag::ALL.len()];
            let mut at = 0;
            while at < flows.len() {
                let tag = Tag::ALL[at];
                flows[at] = Flow(parts(tag).0 | more(tag));
                at += 1;
            }
            flows
        };
        FLOWS[tag as usize]
    }

    #[inline(always)]
    pub(super) fn has(self, fact: Self) -> bool {
        self.0 & fact.0 != 0
    }

    /// The same, but it parts blocks.
    pub(super) fn parting(self) -> Self {
        Self(self.0 | Self::BLOCK.0)
    }
}

/// What [`Flow`] says of a tag beside whether it parts blocks.
const fn more(tag: Tag) -> u8 {
    match tag {
        Tag::Br | Tag::Hr | Tag::Img | Tag::AmpImg => Flow::POINT.0,
        Tag::A | Tag::B | Tag::Strong => Flow::MARKED.0,
        Tag::Noscript => Flow::MARKED.0 | Flow::BY_PLACE.0,
        Tag::Custom => Flow::BY_PLACE.0,
        Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => Flow::MARKED.0 | Flow::SHAPED.0,
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => Flow::MARKED.0 | Flow::SHAPED.0,
        Tag::Figcaption | Tag::Caption | Tag::Td | Tag::Th | Tag::Li | Tag::Dd | Tag::Dt => Flow::SHAPED.0,
        Tag::Table | Tag::Article | Tag::Main => Flow::SHAPED.0,
        _ => 0,
    }
}

/// Whether an element parts blocks, runs on with the text, or is skipped.
const fn parts(tag: Tag) -> Flow {
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
        | Tag::Title => Flow::SKIPPED,
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
        | Tag::Wbr => Flow(0),
        _ => Flow::BLOCK,
    }
}

/// The shape that an element with [`Flow::SHAPED`] gives to the text in it; `above` is that of the element
/// around.
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

/// Whether an element's attributes keep it from readers.
pub fn hidden_by_attribute(document: &Document, id: NodeId) -> bool {
    document.attributes(id).any(|(attr, value)| match attr {
        Attr::Hidden => true,
        Attr::AriaHidden => value == "true",
        Attr::Style => style_hides(value) && !is_slide(document, id),
        _ => false,
    })
}

/// Ways to show an element apart from the text around it.
const APART: &[&str] = &["block", "flex", "grid", "table", "list-item", "flow-root"];

/// Whether an inline element's own style makes a block of it.
pub(super) fn stands_apart(document: &Document, id: NodeId) -> bool {
    let shows = |rule: &str| {
        let (name, value) = rule.split_once(':').unwrap_or_default();
        let value = value.split('!').next().unwrap_or_default().trim();
        name.trim().eq_ignore_ascii_case("display") && APART.iter().any(|own| value.eq_ignore_ascii_case(own))
    };
    document.attr(id, Attr::Style).is_some_and(|style| style.split(';').any(shows))
}

/// Class names of the slides of a show, and of the lists that hold nothing else, as the programs for shows write them.
const SLIDES: &[&str] = &[
    "slides",
    "slide-content",
    "slide-content-container",
    "flex-slide",
    "swiper-slide",
    "slick-slide",
    "carousel-item",
    "owl-item",
    "splide__slide",
    "glide__slide",
];

/// Elements between the words of a slide and the list of slides.
const SLIDE_STEPS: usize = 2;

/// Whether an element is a slide, or stands right in one: a script shows each in its turn.
fn is_slide(document: &Document, id: NodeId) -> bool {
    let mut around = std::iter::once(id).chain(document.ancestors(id).take(SLIDE_STEPS));
    around.any(|node| {
        let class = document.attr(node, Attr::Class).unwrap_or_default();
        class.split_ascii_whitespace().any(|name| SLIDES.contains(&name))
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
