//! Names of elements as the tree rules know them: more than later steps ask for, each with the
//! classes that the rules put it in.

use super::keys::{Key, PLACES, find, key_of, places};
use crate::document::Tag;

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The tag that later steps know this name by.
const fn tag_of(name: &str) -> Tag {
    let mut at = 0;
    while at < Tag::ALL.len() {
        if same(name, Tag::NAMES[at]) {
            return Tag::ALL[at];
        }
        at += 1;
    }
    let bytes = name.as_bytes();
    at = 0;
    while at < bytes.len() {
        if bytes[at] == b'-' {
            return Tag::Custom;
        }
        at += 1;
    }
    Tag::Unknown
}

/// Bits of [`Name::classes`].
pub(super) mod class {
    /// Ends the search for an element "in scope".
    pub(crate) const SCOPE: u8 = 1;
    /// "Special": ends the search of an end tag for its element.
    pub(crate) const SPECIAL: u8 = 2;
    /// Closed without an end tag by what follows.
    pub(crate) const IMPLIED: u8 = 4;
    /// Kept in the list of active formatting elements.
    pub(crate) const FORMATTING: u8 = 8;
    /// Closed without an end tag where a template ends.
    pub(crate) const THOROUGH: u8 = 16;
    /// `address`, `div` and `p`: special, but an `li` looks through them.
    pub(crate) const LOOSE: u8 = 32;
    /// The six headings.
    pub(crate) const HEADING: u8 = 64;
}

macro_rules! names {
    ($($variant:ident $name:literal $($class:ident)*,)*) => {
        /// The name of an element. [`Name::Unknown`] and [`Name::Custom`] stand for all that nothing
        /// here knows, without and with a hyphen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Name { $($variant),* }

        const ALL: &[Name] = &[$(Name::$variant),*];
        const KEYS: [Key; ALL.len()] = [$(key_of($name)),*];
        static TAGS: [Tag; ALL.len()] = [$(tag_of($name)),*];
        static WRITTEN: [&str; ALL.len()] = [$($name),*];
        static CLASSES: [u8; ALL.len()] = [$(0 $(| class::$class)*),*];
    };
}

names! {
    Unknown "",
    Custom "-",
    A "a" FORMATTING,
    Abbr "abbr",
    Address "address" SPECIAL LOOSE,
    AnnotationXml "annotation-xml",
    Applet "applet" SPECIAL SCOPE,
    Area "area" SPECIAL,
    Article "article" SPECIAL,
    Aside "aside" SPECIAL,
    Audio "audio",
    B "b" FORMATTING,
    Base "base" SPECIAL,
    Basefont "basefont" SPECIAL,
    Bgsound "bgsound" SPECIAL,
    Big "big" FORMATTING,
    Blockquote "blockquote" SPECIAL,
    Body "body" SPECIAL,
    Br "br" SPECIAL,
    Button "button" SPECIAL,
    Canvas "canvas",
    Caption "caption" SPECIAL SCOPE THOROUGH,
    Center "center" SPECIAL,
    Cite "cite",
    Code "code" FORMATTING,
    Col "col" SPECIAL,
    Colgroup "colgroup" SPECIAL THOROUGH,
    Datalist "datalist",
    Dd "dd" SPECIAL IMPLIED,
    Del "del",
    Desc "desc",
    Details "details" SPECIAL,
    Dialog "dialog",
    Dir "dir" SPECIAL,
    Div "div" SPECIAL LOOSE,
    Dl "dl" SPECIAL,
    Dt "dt" SPECIAL IMPLIED,
    Em "em" FORMATTING,
    Embed "embed" SPECIAL,
    Fieldset "fieldset" SPECIAL,
    Figcaption "figcaption" SPECIAL,
    Figure "figure" SPECIAL,
    Font "font" FORMATTING,
    Footer "footer" SPECIAL,
    Foreignobject "foreignobject",
    Form "form" SPECIAL,
    Frame "frame" SPECIAL,
    Frameset "frameset" SPECIAL,
    H1 "h1" SPECIAL HEADING,
    H2 "h2" SPECIAL HEADING,
    H3 "h3" SPECIAL HEADING,
    H4 "h4" SPECIAL HEADING,
    H5 "h5" SPECIAL HEADING,
    H6 "h6" SPECIAL HEADING,
    Head "head" SPECIAL,
    Header "header" SPECIAL,
    Hgroup "hgroup" SPECIAL,
    Hr "hr" SPECIAL,
    Html "html" SPECIAL SCOPE,
    I "i" FORMATTING,
    Iframe "iframe" SPECIAL,
    Image "image",
    Img "img" SPECIAL,
    Input "input" SPECIAL,
    Ins "ins",
    Kbd "kbd",
    Keygen "keygen" SPECIAL,
    Label "label",
    Legend "legend",
    Li "li" SPECIAL IMPLIED,
    Link "link" SPECIAL,
    Listing "listing" SPECIAL,
    Main "main" SPECIAL,
    Malignmark "malignmark",
    Map "map",
    Mark "mark",
    Marquee "marquee" SPECIAL SCOPE,
    Math "math",
    Menu "menu" SPECIAL,
    Meta "meta" SPECIAL,
    Mglyph "mglyph",
    Mi "mi",
    Mn "mn",
    Mo "mo",
    Ms "ms",
    Mtext "mtext",
    Nav "nav" SPECIAL,
    Nobr "nobr" FORMATTING,
    Noembed "noembed" SPECIAL,
    Noframes "noframes" SPECIAL,
    Noscript "noscript" SPECIAL,
    Object "object" SPECIAL SCOPE,
    Ol "ol" SPECIAL,
    Optgroup "optgroup" IMPLIED,
    Option "option" IMPLIED,
    P "p" SPECIAL IMPLIED LOOSE,
    Param "param" SPECIAL,
    Picture "picture",
    Plaintext "plaintext" SPECIAL,
    Pre "pre" SPECIAL,
    Q "q",
    Rb "rb" IMPLIED,
    Rp "rp" IMPLIED,
    Rt "rt" IMPLIED,
    Rtc "rtc" IMPLIED,
    Ruby "ruby",
    S "s" FORMATTING,
    Samp "samp",
    Script "script" SPECIAL,
    Search "search" SPECIAL,
    Section "section" SPECIAL,
    Select "select" SPECIAL SCOPE,
    Small "small" FORMATTING,
    Source "source" SPECIAL,
    Span "span",
    Strike "strike" FORMATTING,
    Strong "strong" FORMATTING,
    Style "style" SPECIAL,
    Sub "sub",
    Summary "summary" SPECIAL,
    Sup "sup",
    Svg "svg",
    Table "table" SPECIAL SCOPE,
    Tbody "tbody" SPECIAL THOROUGH,
    Td "td" SPECIAL SCOPE THOROUGH,
    Template "template" SPECIAL SCOPE,
    Textarea "textarea" SPECIAL,
    Tfoot "tfoot" SPECIAL THOROUGH,
    Th "th" SPECIAL SCOPE THOROUGH,
    Thead "thead" SPECIAL THOROUGH,
    Time "time",
    Title "title" SPECIAL,
    Tr "tr" SPECIAL THOROUGH,
    Track "track" SPECIAL,
    Tt "tt" FORMATTING,
    U "u" FORMATTING,
    Ul "ul" SPECIAL,
    Var "var",
    Video "video",
    Wbr "wbr" SPECIAL,
    Xmp "xmp" SPECIAL,
}

impl Name {
    /// How many names there are.
    pub(super) const COUNT: usize = ALL.len();

    /// The name with this key; the name's bytes tell a custom element.
    #[inline(always)]
    pub(super) fn of(key: Key, bytes: &[u8]) -> Self {
        static TABLE: [u8; PLACES] = places(&KEYS);
        match find(key, &KEYS, &TABLE) {
            Some(index) => ALL[index],
            None if bytes.contains(&b'-') => Self::Custom,
            None => Self::Unknown,
        }
    }

    /// The tag that later steps know it by.
    #[inline(always)]
    pub(super) fn tag(self) -> Tag {
        TAGS[self as usize]
    }

    /// The name in lower case, where it is neither unknown nor custom.
    pub(super) fn written(self) -> &'static str {
        WRITTEN[self as usize]
    }

    /// The key of a name that is neither unknown nor custom.
    pub(super) fn key(self) -> Key {
        KEYS[self as usize]
    }

    /// Whether the rules put it, as an element of HTML, in one of these classes.
    #[inline(always)]
    pub(super) fn is(self, classes: u8) -> bool {
        CLASSES[self as usize] & classes != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::keys::key;

    #[test]
    fn every_name_is_found_in_either_case_and_has_the_tag_of_its_letters() {
        let names = ["div", "TEXTAREA", "Blockquote", "figcaption", "annotation-xml", "foreignObject", "h1"];
        let found = names.map(|name| Name::of(key(name.as_bytes(), 0, name.len()), name.as_bytes()));
        let expected = [
            Name::Div,
            Name::Textarea,
            Name::Blockquote,
            Name::Figcaption,
            Name::AnnotationXml,
            Name::Foreignobject,
            Name::H1,
        ];
        assert_eq!(found, expected);
        for tag in Tag::ALL {
            let name = tag.name().as_bytes();
            assert_eq!(Name::of(key(name, 0, name.len()), name).tag(), *tag);
        }
        for (name, tag) in [("my-widget", Tag::Custom), ("annotation-xml", Tag::Custom), ("divs", Tag::Unknown)] {
            assert_eq!(Name::of(key(name.as_bytes(), 0, name.len()), name.as_bytes()).tag(), tag);
        }
    }
}
