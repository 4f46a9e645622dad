//! What a page declares about itself in head, JSON-LD and microdata.
//!
//! In: the parsed page. Out: [`Declared`], every candidate with its origin, strongest first. One
//! pass over the nodes; plain text declares nothing.

use super::json_ld::{self, Facts};
use super::microdata::Microdata;
use super::times::Times;
use super::{Origin, Sourced};
use crate::decode::clean;
use crate::document::{Attr, Document, NodeId, Tag};
use crate::record::{Format, Link};

/// Bytes of JSON-LD that are read; more is a shop's whole catalogue.
const MOST_JSON_LD: usize = 1 << 20;

/// Candidates kept of one kind; a page with more of them is a list of other pages.
pub(super) const MOST_CANDIDATES: usize = 16;

/// Nodes inside a link that can be a name; more make it a card.
const MOST_LINK_NODES: u32 = 16;

/// Words of a name in a link that only its address makes an author's link.
const MOST_NAME_WORDS: usize = 4;

/// Bytes that an author's link can have.
const LONGEST_NAME: usize = 80;

/// What head, JSON-LD and microdata declare, before any block has been classified.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Declared {
    /// Candidate titles, strongest first, with the site's name where the page wrote it.
    pub titles: Vec<Sourced<String>>,
    /// schema.org and Open Graph types, as written but for the vocabulary's address.
    pub types: Vec<String>,
    /// The trail that the page declares; addresses as written.
    pub breadcrumbs: Vec<Link>,
    /// `<base href>`, as written.
    pub base: Option<String>,
    /// Addresses that the page calls its own, as written, strongest first.
    pub canonical: Vec<Sourced<String>>,
    /// Candidate authors, strongest first; each entry is what one source says, names unsplit.
    pub authors: Vec<Sourced<Vec<String>>>,
    /// Names of organisations, the publisher among them.
    pub houses: Vec<String>,
    /// Dates of publication as written, strongest first.
    pub published: Vec<Sourced<String>>,
    /// The date of the first remark as written, which on a thread is the first post.
    pub first_remark: Option<String>,
    /// Dates of the last change as written, strongest first.
    pub modified: Vec<Sourced<String>>,
    /// Language tags, strongest first.
    pub languages: Vec<Sourced<String>>,
    /// Names of the site, strongest first.
    pub site_names: Vec<Sourced<String>>,
    /// Summaries of the page, strongest first.
    pub descriptions: Vec<Sourced<String>>,
    /// Addresses of lead pictures as written, strongest first.
    pub images: Vec<Sourced<String>>,
}

/// What head, JSON-LD and microdata declare, before any block has been classified.
pub fn declared(document: &Document) -> Declared {
    if document.format == Format::Text {
        return Declared::default();
    }
    let mut pass = Pass::default();
    for id in document.descendants(0) {
        if let Some(tag) = document.tag(id) {
            pass.visit(document, id, tag);
        }
    }
    pass.finish(document)
}

/// What the walk over the nodes collects, by source.
#[derive(Debug, Default)]
struct Pass {
    meta: Vec<(String, String)>,
    scripts: Vec<NodeId>,
    microdata: Microdata,
    title: Option<String>,
    html_lang: Option<String>,
    base: Option<String>,
    canonical: Option<String>,
    authors: Vec<String>,
    author_links: Vec<String>,
    times: Times,
    first_h1: Option<NodeId>,
    shows_film: bool,
}

impl Pass {
    fn visit(&mut self, document: &Document, id: NodeId, tag: Tag) {
        let attr = |name| document.attr(id, name);
        match tag {
            Tag::Html => self.html_lang = attr(Attr::Lang).map(str::to_owned),
            Tag::Meta => self.meta(document, id),
            // A drawing inside <svg> may have a <title> too; the page's own comes first.
            Tag::Title if self.title.is_none() => self.title = Some(clean(&document.words(id))),
            Tag::Base if self.base.is_none() => self.base = attr(Attr::Href).map(str::to_owned),
            Tag::Link => {
                let rel = attr(Attr::Rel).unwrap_or_default();
                if rel.eq_ignore_ascii_case("canonical") && self.canonical.is_none() {
                    self.canonical = attr(Attr::Href).map(str::to_owned);
                }
            }
            Tag::Script if attr(Attr::Type).is_some_and(|kind| kind.contains("ld+json")) => {
                self.scripts.push(id)
            }
            Tag::H1 if self.first_h1.is_none() => self.first_h1 = Some(id),
            Tag::A => self.link(document, id),
            Tag::Video => self.shows_film = true,
            Tag::Time => self.times.visit(document, id),
            _ => {}
        }
        self.microdata.visit(document, id);
    }

    fn meta(&mut self, document: &Document, id: NodeId) {
        let Some(content) = document.attr(id, Attr::Content) else { return };
        let keys = [Attr::Property, Attr::Name, Attr::HttpEquiv];
        let Some(key) = keys.into_iter().find_map(|key| document.attr(id, key)) else { return };
        let content = clean(content);
        if !content.is_empty() {
            self.meta.push((key.trim().to_ascii_lowercase(), content));
        }
    }

    fn link(&mut self, document: &Document, id: NodeId) {
        let rel = document.attr(id, Attr::Rel).unwrap_or_default();
        let declared = rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("author"));
        let list = if declared { &mut self.authors } else { &mut self.author_links };
        if list.len() >= MOST_CANDIDATES
            || !declared && !leads_to_author(document.attr(id, Attr::Href).unwrap_or_default())
        {
            return;
        }
        if document.node(id).end - id > MOST_LINK_NODES {
            return;
        }
        let name = clean(&document.words(id));
        let words = name.split_whitespace().count();
        if !declared && words > MOST_NAME_WORDS || crate::people::leads_on(&name) {
            return;
        }
        if !name.is_empty() && name.len() <= LONGEST_NAME && !list.contains(&name) {
            list.push(name);
        }
    }

    fn finish(self, document: &Document) -> Declared {
        let read = Reader { meta: &self.meta };
        let hint = read.first(&["og:title"]).or(self.title.as_deref());
        let mut room = MOST_JSON_LD;
        let mut scripts = Vec::new();
        for script in self.scripts.iter().flat_map(|id| document.descendants(*id)) {
            let text = document.text(script).unwrap_or_default();
            if text.len() <= room {
                room -= text.len();
                scripts.push(text);
            }
        }
        let facts = json_ld::read(&scripts, hint, self.shows_film);
        let mut out = Declared { base: self.base.clone(), ..Declared::default() };
        self.titles(&mut out, &read, &facts);
        self.people(&mut out, &read, &facts);
        self.dates(&mut out, &read, &facts);
        self.site(&mut out, &read, &facts);
        out.types = facts.types;
        out.houses = facts.houses;
        let others = read.all(&["og:type"]).map(str::to_owned).chain(self.microdata.types);
        for kind in others {
            if !out.types.contains(&kind) {
                out.types.push(kind);
            }
        }
        out.breadcrumbs = if facts.breadcrumbs.is_empty() {
            self.microdata.breadcrumbs.into_iter().filter(|link| !link.text.is_empty()).collect()
        } else {
            facts.breadcrumbs
        };
        out
    }

    fn titles(&self, out: &mut Declared, read: &Reader, facts: &Facts) {
        let list = &mut out.titles;
        push(list, Origin::JsonLd, facts.headline.as_deref());
        push(list, Origin::OpenGraph, read.first(&["og:title"]));
        push(list, Origin::Twitter, read.first(&["twitter:title"]));
        push(list, Origin::Microdata, self.microdata.headlines.first().map(String::as_str));
        push(list, Origin::DublinCore, read.first(&["dc.title", "dcterms.title"]));
        let names = ["citation_title", "sailthru.title", "parsely-title", "title"];
        push(list, Origin::Meta, read.first(&names));
        push(list, Origin::TitleElement, self.title.as_deref());
        push(list, Origin::JsonLd, facts.page_name.as_deref());
        push(list, Origin::Microdata, self.microdata.names.first().map(String::as_str));
    }

    fn people(&self, out: &mut Declared, read: &Reader, facts: &Facts) {
        let mut add = |origin, names: Vec<String>| {
            if !names.is_empty() {
                out.authors.push(Sourced::new(names, origin));
            }
        };
        let program = read.first(&["generator"]).and_then(first_word).unwrap_or_default();
        // Who made the program is no author of its pages: "Discuz! Team". People are called as programs are: "Nikola Petrović".
        let made_it = |value: &&str| {
            program.len() >= LEAST_PROGRAM
                && first_word(value).is_some_and(|word| word.eq_ignore_ascii_case(program))
                && !crate::people::calls_person(value)
        };
        let meta = |names: &[&str]| {
            read.all(names).filter(|value| !made_it(value)).map(str::to_owned).collect::<Vec<_>>()
        };
        add(Origin::JsonLd, facts.authors.clone());
        add(Origin::Meta, meta(&["citation_author"]));
        add(Origin::Meta, meta(&["author", "byl", "parsely-author", "sailthru.author", "article.author"]));
        add(Origin::DublinCore, meta(&["dc.creator", "dcterms.creator", "dc.creator.author"]));
        add(Origin::OpenGraph, meta(&["article:author", "og:article:author", "og:author", "book:author"]));
        // Comments without a scope of their own follow the article's author.
        let own = &self.microdata.authors;
        let of_article =
            if few(own).is_empty() { own.iter().take(1).cloned().collect() } else { own.clone() };
        add(Origin::Microdata, of_article);
        add(Origin::AuthorLink, few(&self.authors));
        add(Origin::AuthorLink, few(&self.author_links));
        let card = read.first(&["twitter:label1"]).zip(read.first(&["twitter:data1"]));
        if let Some((_, name)) = card.filter(|(label, _)| crate::people::is_label(label)) {
            add(Origin::Twitter, vec![name.to_owned()]);
        }
    }

    fn dates(&self, out: &mut Declared, read: &Reader, facts: &Facts) {
        let list = &mut out.published;
        push(list, Origin::JsonLd, facts.published.as_deref());
        push(
            list,
            Origin::OpenGraph,
            read.first(&["article:published_time", "og:article:published_time", "og:pubdate"]),
        );
        push(list, Origin::Meta, read.first(&PUBLISHED_NAMES));
        let Microdata { published, created, .. } = &self.microdata;
        push(list, Origin::Microdata, published.first().or(created.first()).map(String::as_str));
        push(
            list,
            Origin::DublinCore,
            read.first(&[
                "dc.date.issued",
                "dcterms.issued",
                "dcterms.created",
                "dc.date",
                "dcterms.date",
                "dcterms.available",
            ]),
        );
        push(list, Origin::Meta, read.first(&["date", "article.created", "last_published"]));
        push(list, Origin::TimeElement, self.times.published(self.first_h1));
        out.first_remark = self.times.of_remark().map(str::to_owned);
        let list = &mut out.modified;
        push(list, Origin::JsonLd, facts.modified.as_deref());
        push(
            list,
            Origin::OpenGraph,
            read.first(&["article:modified_time", "og:updated_time", "og:article:modified_time"]),
        );
        push(list, Origin::Microdata, self.microdata.modified.first().map(String::as_str));
        push(list, Origin::DublinCore, read.first(&["dcterms.modified", "dc.date.modified"]));
        push(list, Origin::Meta, read.first(&["last-modified", "lastmod", "revised", "article.updated"]));
        push(list, Origin::TimeElement, self.times.modified());
    }

    fn site(&self, out: &mut Declared, read: &Reader, facts: &Facts) {
        push(&mut out.site_names, Origin::OpenGraph, read.first(&["og:site_name"]));
        push(&mut out.site_names, Origin::JsonLd, facts.site_name.as_deref());
        push(
            &mut out.site_names,
            Origin::Meta,
            read.first(&["application-name", "apple-mobile-web-app-title"]),
        );
        push(&mut out.site_names, Origin::DublinCore, read.first(&["dc.publisher", "dcterms.publisher"]));
        push(&mut out.descriptions, Origin::OpenGraph, read.first(&["og:description"]));
        push(&mut out.descriptions, Origin::Meta, read.first(&["description"]));
        push(&mut out.descriptions, Origin::Twitter, read.first(&["twitter:description"]));
        push(&mut out.descriptions, Origin::JsonLd, facts.description.as_deref());
        push(
            &mut out.descriptions,
            Origin::DublinCore,
            read.first(&["dc.description", "dcterms.description"]),
        );
        push(
            &mut out.descriptions,
            Origin::Microdata,
            self.microdata.descriptions.first().map(String::as_str),
        );
        push(
            &mut out.images,
            Origin::OpenGraph,
            read.first(&["og:image", "og:image:secure_url", "og:image:url"]),
        );
        push(&mut out.images, Origin::Twitter, read.first(&["twitter:image", "twitter:image:src"]));
        push(&mut out.images, Origin::JsonLd, facts.image.as_deref());
        push(&mut out.images, Origin::Microdata, self.microdata.images.first().map(String::as_str));
        push(&mut out.canonical, Origin::Link, self.canonical.as_deref());
        push(&mut out.canonical, Origin::OpenGraph, read.first(&["og:url"]));
        push(&mut out.canonical, Origin::JsonLd, facts.url.as_deref());
        push(&mut out.languages, Origin::HtmlLang, self.html_lang.as_deref());
        push(&mut out.languages, Origin::Meta, read.first(&["content-language", "language"]));
        push(&mut out.languages, Origin::OpenGraph, read.first(&["og:locale"]));
        push(&mut out.languages, Origin::JsonLd, facts.language.as_deref());
        push(&mut out.languages, Origin::DublinCore, read.first(&["dc.language", "dcterms.language"]));
        push(&mut out.languages, Origin::Microdata, self.microdata.languages.first().map(String::as_str));
    }
}

/// Names of `<meta>` elements that hold the day of publication.
const PUBLISHED_NAMES: [&str; 14] = [
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "publication_date",
    "publication-date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "published_time",
    "date_published",
];

/// Looks up `<meta>` elements.
struct Reader<'a> {
    meta: &'a [(String, String)],
}

impl<'a> Reader<'a> {
    /// The value of the first of these names that the page has.
    fn first(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.all(&[name]).next())
    }

    fn all(&self, names: &[&str]) -> impl Iterator<Item = &'a str> {
        self.meta
            .iter()
            .filter(move |(own, _)| names.contains(&own.as_str()))
            .map(|(_, value)| value.as_str())
    }
}

fn push(list: &mut Vec<Sourced<String>>, origin: Origin, value: Option<&str>) {
    if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
        list.push(Sourced::new(value.to_owned(), origin));
    }
}

/// Bytes of the name of a program from which it is no person's first name: "Hugo" is one.
const LEAST_PROGRAM: usize = 5;

/// The first word of a text, without the marks around it.
fn first_word(text: &str) -> Option<&str> {
    text.split(|own: char| !own.is_alphanumeric()).find(|word| !word.is_empty())
}

/// Names of links, unless there are so many that they belong to several articles.
fn few(names: &[String]) -> Vec<String> {
    const MOST_AUTHORS: usize = 3;
    if names.len() <= MOST_AUTHORS { names.to_vec() } else { Vec::new() }
}

/// Whether an address has a step such as `/author/`, as most editing systems build it.
fn leads_to_author(href: &str) -> bool {
    const STEPS: [&str; 8] =
        ["author", "authors", "autor", "autoren", "auteur", "auteurs", "contributor", "contributors"];
    let path = &href[..memchr::memchr2(b'?', b'#', href.as_bytes()).unwrap_or(href.len())];
    let mut steps = path.split('/').skip_while(|step| !STEPS.contains(step));
    // All of them hold "ut", and few addresses do.
    memchr::memmem::find(path.as_bytes(), b"ut").is_some()
        && steps.next().is_some()
        && steps.any(|step| !step.is_empty())
}
