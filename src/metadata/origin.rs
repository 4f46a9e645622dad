//! Where a piece of metadata was found.

/// The sources of metadata; their names are part of the output and stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A site rule of the tool's user.
    Rule,
    /// A script of JSON-LD.
    JsonLd,
    /// `og:` and `article:` properties.
    OpenGraph,
    /// `twitter:` names.
    Twitter,
    /// `dc.` and `dcterms.` names.
    DublinCore,
    /// Elements with `itemprop`.
    Microdata,
    /// Any other `<meta>` element.
    Meta,
    /// A `<link>` element.
    Link,
    /// The `<title>` element.
    TitleElement,
    /// A `<time>` element.
    TimeElement,
    /// The title block of the page.
    Heading,
    /// A link with `rel=author`, or one that leads to an author's page.
    AuthorLink,
    /// A byline block of the page.
    Byline,
    /// The link to the site's first page, or the first step of the trail.
    HomeLink,
    /// A line of the page's foot or one with a copyright sign.
    Footer,
    /// The page's address.
    Url,
    /// The text of the body.
    Text,
    /// The `lang` of the `<html>` element.
    HtmlLang,
}

impl Origin {
    /// The name that is written to the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::JsonLd => "json_ld",
            Self::OpenGraph => "open_graph",
            Self::Twitter => "twitter",
            Self::DublinCore => "dublin_core",
            Self::Microdata => "microdata",
            Self::Meta => "meta",
            Self::Link => "link",
            Self::TitleElement => "title_element",
            Self::TimeElement => "time_element",
            Self::Heading => "heading",
            Self::AuthorLink => "author_link",
            Self::Byline => "byline",
            Self::HomeLink => "home_link",
            Self::Footer => "footer",
            Self::Url => "url",
            Self::Text => "text",
            Self::HtmlLang => "html_lang",
        }
    }
}

/// A value and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it was found.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// A value of this origin.
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}
