//! Names of elements and attributes that later steps know, as small numbers.

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident: $($variant:ident $name:literal)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each variant is the name it stands for")]
        pub enum $kind { $($variant),* }

        impl $kind {
            pub(crate) const ALL: &'static [$kind] = &[$($kind::$variant),*];
            pub(super) const NAMES: &'static [&'static str] = &[$($name),*];

            /// The name in lower case, as HTML writes it.
            pub fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }

            fn find(name: &str) -> Option<Self> {
                Self::NAMES.iter().position(|own| *own == name).map(|index| Self::ALL[index])
            }
        }
    };
}

names! {
    /// An element's name. [`Tag::Unknown`] is any that no step asks for; [`Tag::Custom`] is a custom
    /// element, whose name holds a hyphen.
    Tag:
    Unknown "" Custom "-" AmpAd "amp-ad" AmpImg "amp-img" A "a" Abbr "abbr" Address "address" Article "article" Aside "aside" Audio "audio" B "b"
    Base "base" Big "big" Blockquote "blockquote" Body "body" Br "br" Button "button" Canvas "canvas"
    Caption "caption" Center "center" Cite "cite" Code "code" Datalist "datalist" Dd "dd" Del "del"
    Details "details" Dialog "dialog" Dir "dir" Div "div" Dl "dl" Dt "dt" Em "em" Embed "embed"
    Fieldset "fieldset" Figcaption "figcaption" Figure "figure" Font "font" Footer "footer" Form "form"
    Frame "frame" Frameset "frameset" H1 "h1" H2 "h2" H3 "h3" H4 "h4" H5 "h5" H6 "h6" Head "head"
    Header "header" Hgroup "hgroup" Hr "hr" Html "html" I "i" Iframe "iframe" Img "img" Input "input"
    Ins "ins" Kbd "kbd" Label "label" Legend "legend" Li "li" Link "link" Listing "listing" Main "main"
    Map "map" Mark "mark" Marquee "marquee" Math "math" Menu "menu" Meta "meta" Nav "nav"
    Noscript "noscript" Object "object" Ol "ol" Optgroup "optgroup" Option "option" P "p"
    Picture "picture" Plaintext "plaintext" Pre "pre" Q "q" Rp "rp" Rt "rt" Ruby "ruby" S "s"
    Samp "samp" Script "script" Search "search" Section "section" Select "select" Small "small"
    Source "source" Span "span" Strike "strike" Strong "strong" Style "style" Sub "sub"
    Summary "summary" Sup "sup" Svg "svg" Table "table" Tbody "tbody" Td "td" Template "template"
    Textarea "textarea" Tfoot "tfoot" Th "th" Thead "thead" Time "time" Title "title" Tr "tr"
    Tt "tt" U "u" Ul "ul" Var "var" Video "video" Wbr "wbr" Xmp "xmp"
}

names! {
    /// An attribute's name. What no step asks for is not kept.
    Attr:
    Alt "alt" AriaHidden "aria-hidden" AriaLabel "aria-label" Charset "charset" Class "class"
    Colspan "colspan" Content "content" DataSrc "data-src" Datetime "datetime" Dir "dir" Hidden "hidden" Href "href"
    Hreflang "hreflang" HttpEquiv "http-equiv" Id "id" Itemprop "itemprop" Itemscope "itemscope"
    Itemtype "itemtype" Lang "lang" Name "name" Property "property" Rel "rel" Reversed "reversed"
    Role "role" Src "src" Srcset "srcset" Start "start" Style "style" Title "title" Type "type"
    Value "value"
}

/// Other names under which scripts that load pictures late keep a picture's address.
pub(super) const LATE_SOURCES: [(&str, Attr); 3] =
    [("data-lazy-src", Attr::DataSrc), ("data-original", Attr::DataSrc), ("data-bg", Attr::DataSrc)];

impl Tag {
    /// The tag of this name; the name must be in lower case, as parsers give it.
    pub fn from_name(name: &str) -> Self {
        Self::find(name).unwrap_or_else(|| if name.contains('-') { Self::Custom } else { Self::Unknown })
    }

    /// Level of a heading, 1 to 6; `None` for other elements.
    pub fn heading_level(self) -> Option<u8> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }
}

impl Attr {
    /// The attribute of this name in lower case; `None` when no step asks for it.
    pub fn from_name(name: &str) -> Option<Self> {
        let late = || LATE_SOURCES.iter().find(|(own, _)| *own == name).map(|(_, attr)| *attr);
        Self::find(name).or_else(late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_own_variant() {
        for (name, tag) in Tag::NAMES.iter().zip(Tag::ALL) {
            assert_eq!(Tag::from_name(name), *tag, "{name}");
            assert_eq!(tag.name(), *name);
        }
        for (name, attr) in Attr::NAMES.iter().zip(Attr::ALL) {
            assert_eq!(Attr::from_name(name), Some(*attr), "{name}");
        }
        assert_eq!(Tag::from_name("my-widget"), Tag::Custom);
        assert_eq!(Attr::from_name("onclick"), None);
    }
}
