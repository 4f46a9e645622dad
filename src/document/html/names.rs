//! Names of elements as the tree rules know them: more than later steps ask for, each with the
//! classes that the rules put it in.

use super::keys::{Key, Names, WORD, key};
use super::scan;
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

/// How the end tag of an element is written after `</`, as far as it is: in lower case and with nothing
/// after the name. Two numbers for the bytes that are compared and what they are.
const fn close_of(name: &str, classes: u8) -> (u64, u64) {
    let bytes = name.as_bytes();
    let (mut mask, mut close, mut at) = (0, 0, 0);
    if bytes.len() >= WORD || bytes.is_empty() || classes & (class::PLAIN | class::FORMATTING) == 0 {
        return (0, 1); // Never the same.
    }
    while at <= bytes.len() {
        mask |= 0xff << (8 * at);
        close |= (if at < bytes.len() { bytes[at] } else { b'>' } as u64) << (8 * at);
        at += 1;
    }
    (mask, close)
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
    /// Closed by its end tag, where it is the innermost element of the body, and nothing more.
    pub(crate) const PLAIN: u8 = 128;
}

macro_rules! names {
    ($($variant:ident $name:literal $($class:ident)*,)*) => {
        /// The name of an element. [`Name::Unknown`] and [`Name::Custom`] stand for all that nothing
        /// here knows, without and with a hyphen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Name { $($variant),* }

        static NAMES: Names<Name, { Name::COUNT }> = Names::new([$(($name, Name::$variant)),*]);
        impl Name {
            /// All of them.
            pub(super) const ALL: &[Name] = &[$(Name::$variant),*];
            /// How many there are.
            pub(super) const COUNT: usize = Self::ALL.len();
        }

        static TAGS: [Tag; Name::COUNT] = [$(tag_of($name)),*];
        static WRITTEN: [&str; Name::COUNT] = [$($name),*];
        static CLASSES: [u8; Name::COUNT] = [$(0 $(| class::$class)*),*];
        static CLOSES: [(u64, u64); Name::COUNT] = [$(close_of($name, 0 $(| class::$class)*)),*];
    };
}

names! {
    Unknown "" PLAIN,
    Custom "-" PLAIN,
    A "a" FORMATTING,
    Abbr "abbr" PLAIN,
    Address "address" SPECIAL LOOSE PLAIN,
    AmpAd "amp-ad" PLAIN,
    AmpImg "amp-img" PLAIN,
    AnnotationXml "annotation-xml" PLAIN,
    Applet "applet" SPECIAL SCOPE,
    Area "area" SPECIAL PLAIN,
    Article "article" SPECIAL PLAIN,
    Aside "aside" SPECIAL PLAIN,
    Audio "audio" PLAIN,
    B "b" FORMATTING,
    Base "base" SPECIAL PLAIN,
    Basefont "basefont" SPECIAL PLAIN,
    Bgsound "bgsound" SPECIAL PLAIN,
    Big "big" FORMATTING,
    Blockquote "blockquote" SPECIAL PLAIN,
    Body "body" SPECIAL,
    Br "br" SPECIAL,
    Button "button" SPECIAL PLAIN,
    Canvas "canvas" PLAIN,
    Caption "caption" SPECIAL SCOPE THOROUGH,
    Center "center" SPECIAL PLAIN,
    Cite "cite" PLAIN,
    Code "code" FORMATTING,
    Col "col" SPECIAL,
    Colgroup "colgroup" SPECIAL THOROUGH,
    Datalist "datalist" PLAIN,
    Dd "dd" SPECIAL IMPLIED PLAIN,
    Del "del" PLAIN,
    Desc "desc" PLAIN,
    Details "details" SPECIAL PLAIN,
    Dialog "dialog" PLAIN,
    Dir "dir" SPECIAL PLAIN,
    Div "div" SPECIAL LOOSE PLAIN,
    Dl "dl" SPECIAL PLAIN,
    Dt "dt" SPECIAL IMPLIED PLAIN,
    Em "em" FORMATTING,
    Embed "embed" SPECIAL PLAIN,
    Fieldset "fieldset" SPECIAL PLAIN,
    Figcaption "figcaption" SPECIAL PLAIN,
    Figure "figure" SPECIAL PLAIN,
    Font "font" FORMATTING,
    Footer "footer" SPECIAL PLAIN,
    Foreignobject "foreignobject" PLAIN,
    Form "form" SPECIAL,
    Frame "frame" SPECIAL,
    Frameset "frameset" SPECIAL,
    H1 "h1" SPECIAL HEADING PLAIN,
    H2 "h2" SPECIAL HEADING PLAIN,
    H3 "h3" SPECIAL HEADING PLAIN,
    H4 "h4" SPECIAL HEADING PLAIN,
    H5 "h5" SPECIAL HEADING PLAIN,
    H6 "h6" SPECIAL HEADING PLAIN,
    Head "head" SPECIAL,
    Header "header" SPECIAL PLAIN,
    Hgroup "hgroup" SPECIAL PLAIN,
    Hr "hr" SPECIAL PLAIN,
    Html "html" SPECIAL SCOPE,
    I "i" FORMATTING,
    Iframe "iframe" SPECIAL PLAIN,
    Image "image" PLAIN,
    Img "img" SPECIAL PLAIN,
    Input "input" SPECIAL PLAIN,
    Ins "ins" PLAIN,
    Isindex "isindex" SPECIAL PLAIN,
    Kbd "kbd" PLAIN,
    Keygen "keygen" PLAIN,
    Label "label" PLAIN,
    Legend "legend" PLAIN,
    Li "li" SPECIAL IMPLIED PLAIN,
    Link "link" SPECIAL PLAIN,
    Listing "listing" SPECIAL PLAIN,
    Main "main" SPECIAL PLAIN,
    Malignmark "malignmark" PLAIN,
    Map "map" PLAIN,
    Mark "mark" PLAIN,
    Marquee "marquee" SPECIAL SCOPE,
    Math "math" PLAIN,
    Menu "menu" SPECIAL PLAIN,
    Meta "meta" SPECIAL PLAIN,
    Mglyph "mglyph" PLAIN,
    Mi "mi" PLAIN,
    Mn "mn" PLAIN,
    Mo "mo" PLAIN,
    Ms "ms" PLAIN,
    Mtext "mtext" PLAIN,
    Nav "nav" SPECIAL PLAIN,
    Nobr "nobr" FORMATTING,
    Noembed "noembed" SPECIAL PLAIN,
    Noframes "noframes" SPECIAL PLAIN,
    Noscript "noscript" SPECIAL PLAIN,
    Object "object" SPECIAL SCOPE,
    Ol "ol" SPECIAL PLAIN,
    Optgroup "optgroup" IMPLIED PLAIN,
    Option "option" IMPLIED PLAIN,
    P "p" SPECIAL IMPLIED LOOSE PLAIN,
    Param "param" SPECIAL PLAIN,
    Picture "picture" PLAIN,
    Plaintext "plaintext" SPECIAL PLAIN,
    Pre "pre" SPECIAL PLAIN,
    Q "q" PLAIN,
    Rb "rb" IMPLIED PLAIN,
    Rp "rp" IMPLIED PLAIN,
    Rt "rt" IMPLIED PLAIN,
    Rtc "rtc" IMPLIED PLAIN,
    Ruby "ruby" PLAIN,
    S "s" FORMATTING,
    Samp "samp" PLAIN,
    Script "script" SPECIAL PLAIN,
    Search "search" PLAIN,
    Section "section" SPECIAL PLAIN,
    Select "select" SPECIAL SCOPE PLAIN,
    Small "small" FORMATTING,
    Source "source" SPECIAL PLAIN,
    Span "span" PLAIN,
    Strike "strike" FORMATTING,
    Strong "strong" FORMATTING,
    Style "style" SPECIAL PLAIN,
    Sub "sub" PLAIN,
    Summary "summary" SPECIAL PLAIN,
    Sup "sup" PLAIN,
    Svg "svg" PLAIN,
    Table "table" SPECIAL SCOPE,
    Tbody "tbody" SPECIAL THOROUGH,
    Td "td" SPECIAL SCOPE THOROUGH,
    Template "template" SPECIAL SCOPE,
    Textarea "textarea" SPECIAL PLAIN,
    Tfoot "tfoot" SPECIAL THOROUGH,
    Th "th" SPECIAL SCOPE THOROUGH,
    Thead "thead" SPECIAL THOROUGH,
    Time "time" PLAIN,
    Title "title" SPECIAL PLAIN,
    Tr "tr" SPECIAL THOROUGH,
    Track "track" SPECIAL PLAIN,
    Tt "tt" FORMATTING,
    U "u" FORMATTING,
    Ul "ul" SPECIAL PLAIN,
    Var "var" PLAIN,
    Video "video" PLAIN,
    Wbr "wbr" SPECIAL PLAIN,
    Xmp "xmp" SPECIAL PLAIN,
}

impl Name {
    /// A name that is written in these bytes, which no control character is among; the bytes that
    /// follow it in the number are zero. The second value tells names that nothing here knows.
    #[inline(always)]
    pub(super) fn of_word(word: u64) -> (Self, Key) {
        match NAMES.find_word(word) {
            Some(name) => (name, name.key()),
            None => Self::without_rule(scan::lower(word), &word.to_le_bytes()),
        }
    }

    /// A name of any length, as it is written.
    #[cold]
    pub(super) fn of(bytes: &[u8]) -> (Self, Key) {
        let key = key(bytes, 0, bytes.len());
        match NAMES.find(key) {
            Some(name) => (name, name.key()),
            None => Self::without_rule(key, bytes),
        }
    }

    #[cold]
    fn without_rule(key: Key, bytes: &[u8]) -> (Self, Key) {
        (if bytes.contains(&b'-') { Self::Custom } else { Self::Unknown }, key)
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

    /// What stands for the key of a name that is neither unknown nor custom. No unknown name of up to
    /// eight bytes has it for a key, for it is no text.
    #[inline(always)]
    pub(super) fn key(self) -> Key {
        !(self as Key)
    }

    /// Whether the bytes after `</` are this name and `>`, where its element may be closed by that alone;
    /// how many they are.
    #[inline(always)]
    pub(super) fn is_closed_by(self, bytes: &[u8; WORD]) -> Option<usize> {
        let (mask, close) = CLOSES[self as usize];
        (u64::from_le_bytes(*bytes) & mask == close).then(|| self.written().len() + ">".len())
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

    #[test]
    fn every_name_is_found_in_either_case_and_has_the_tag_of_its_letters() {
        let names = ["div", "TEXTAREA", "Blockquote", "figcaption", "annotation-xml", "foreignObject", "h1"];
        let found = names.map(|name| Name::of(name.as_bytes()).0);
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
        // The first has no name of its own.
        for tag in &Tag::ALL[1..] {
            assert_eq!(Name::of(tag.name().as_bytes()).0.tag(), *tag);
        }
        for (name, tag) in
            [("my-widget", Tag::Custom), ("annotation-xml", Tag::Custom), ("divs", Tag::Unknown)]
        {
            assert_eq!(Name::of(name.as_bytes()).0.tag(), tag);
        }
    }

    #[test]
    fn short_names_are_found_as_long_ones_are() {
        let of_word = |name: &str| {
            let mut word = [0; WORD];
            word[..name.len()].copy_from_slice(name.as_bytes());
            Name::of_word(u64::from_le_bytes(word))
        };
        for name in WRITTEN.iter().filter(|name| (1..=WORD).contains(&name.len())) {
            assert_eq!(of_word(name), Name::of(name.as_bytes()), "{name}");
            assert_eq!(of_word(&name.to_uppercase()), Name::of(name.as_bytes()), "{name}");
        }
        for name in ["k", "DIVS", "x-y", "h7", "h\u{11}", "amp\ram", "é"] {
            assert_eq!(of_word(name), Name::of(name.as_bytes()), "{name}");
        }
    }
}
