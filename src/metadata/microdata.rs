//! Facts in `itemprop` attributes, gathered while the page is walked once.
//!
//! In: the elements of the page in document order. Out: what stands in the scope of the thing that
//! the page is about, and the trail of a microdata BreadcrumbList. Scopes of comments, reviews,
//! other articles and people are kept apart.

use crate::decode::clean;
use crate::document::{Attr, Document, NodeId, Tag};
use crate::record::Link;

/// Nodes looked at inside one property; a name is short, a property around the body is not.
const MOST_NODES: u32 = 64;

/// Bytes that a title or a name can have.
const LONGEST_VALUE: usize = 400;

/// Types that are kept; real pages have a handful.
pub(super) const MOST_TYPES: usize = 64;

/// What an `itemscope` is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// An article, a question, a page: a text that the page may be.
    Text,
    /// A product, a video, a review: what the page may be about. When it was made says nothing of the page.
    Thing,
    /// A step of a trail, or the whole trail.
    Trail,
    /// Anything else: a person, a picture, a comment.
    Side,
}

/// Values in document order, as written.
#[derive(Debug, Default)]
pub(super) struct Microdata {
    pub types: Vec<String>,
    pub headlines: Vec<String>,
    pub names: Vec<String>,
    pub authors: Vec<String>,
    pub published: Vec<String>,
    pub created: Vec<String>,
    pub modified: Vec<String>,
    pub descriptions: Vec<String>,
    pub images: Vec<String>,
    pub languages: Vec<String>,
    pub breadcrumbs: Vec<Link>,
    /// Open scopes: where they end and what they are about.
    open: Vec<(NodeId, Scope)>,
}

impl Microdata {
    /// Takes in one element; must be called in document order.
    pub fn visit(&mut self, document: &Document, id: NodeId) {
        while self.open.last().is_some_and(|(end, _)| id >= *end) {
            self.open.pop();
        }
        let own = |attr| matches!(attr, Attr::Itemprop | Attr::Itemtype | Attr::Itemscope);
        if !document.attribute_names(id).any(own) {
            return;
        }
        let outer = self.open.last().map(|(_, scope)| *scope);
        let property = document.attr(id, Attr::Itemprop);
        let kind = document.attr(id, Attr::Itemtype);
        if let Some(property) = property {
            for name in property.split_whitespace() {
                match outer {
                    None | Some(Scope::Text) => self.take(document, id, name),
                    Some(Scope::Thing) if name == "dateCreated" => {}
                    Some(Scope::Thing) => self.take(document, id, name),
                    Some(Scope::Trail) => self.step(document, id, name),
                    Some(Scope::Side) => {}
                }
            }
        }
        if kind.is_some() || document.attr(id, Attr::Itemscope).is_some() {
            let scope = self.scope(kind.unwrap_or_default(), property.unwrap_or_default(), outer);
            self.open.push((document.node(id).end, scope));
        }
    }

    fn scope(&mut self, kind: &str, property: &str, outer: Option<Scope>) -> Scope {
        let kind = kind.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or_default();
        if kind == "BreadcrumbList" || kind == "Breadcrumb" {
            return Scope::Trail;
        }
        if outer == Some(Scope::Trail) {
            return Scope::Trail;
        }
        if outer == Some(Scope::Side) {
            return Scope::Side;
        }
        let leads_on = matches!(property, "" | "mainEntity" | "mainEntityOfPage" | "blogPost" | "blogPosts");
        let main = leads_on
            && !matches!(kind, "Person" | "Organization" | "ImageObject" | "WebSite")
            && !kind.starts_with("WP")
            && !matches!(kind, "Comment" | "UserComments" | "Answer" | "ItemList" | "SiteNavigationElement")
            && (kind.ends_with("Article")
                || kind.ends_with("Posting")
                || kind.ends_with("Page")
                || matches!(
                    kind,
                    "Blog"
                        | "Product"
                        | "Recipe"
                        | "Question"
                        | "CreativeWork"
                        | "VideoObject"
                        | "Event"
                        | "Review"
                ));
        if main {
            if self.types.len() < MOST_TYPES && !self.types.iter().any(|own| own == kind) {
                self.types.push(kind.to_owned());
            }
            match kind {
                "Product" | "VideoObject" | "Event" | "Review" => Scope::Thing,
                _ => Scope::Text,
            }
        } else {
            Scope::Side
        }
    }

    fn take(&mut self, document: &Document, id: NodeId, name: &str) {
        let (list, value) = match name {
            "headline" => (&mut self.headlines, words(document, id)),
            // Outside of any scope a name may be anything's.
            "name" if !self.open.is_empty() => (&mut self.names, words(document, id)),
            "author" | "creator" => (&mut self.authors, person(document, id)),
            "datePublished" => (&mut self.published, date(document, id)),
            "dateCreated" => (&mut self.created, date(document, id)),
            "dateModified" => (&mut self.modified, date(document, id)),
            "description" => (&mut self.descriptions, document.attr(id, Attr::Content).map(clean)),
            "image" => (&mut self.images, address(document, id)),
            "inLanguage" => (&mut self.languages, words(document, id)),
            _ => return,
        };
        list.extend(value.filter(|value| !value.is_empty()));
    }

    /// A property of a trail or of one of its steps.
    fn step(&mut self, document: &Document, id: NodeId, name: &str) {
        match name {
            "name" | "title" => {
                let Some(text) = words(document, id).filter(|text| !text.is_empty()) else { return };
                match self.breadcrumbs.last_mut() {
                    Some(last) if last.text.is_empty() => last.text = text,
                    _ => self.breadcrumbs.push(Link { text, url: None }),
                }
            }
            "item" | "url" => {
                let Some(url) = address(document, id) else { return };
                match self.breadcrumbs.last_mut() {
                    // "<span itemprop=name>…</span><link itemprop=item href=…>"
                    Some(last)
                        if last.url.is_none()
                            && !last.text.is_empty()
                            && document.tag(id) != Some(Tag::A) =>
                    {
                        last.url = Some(url);
                    }
                    _ => self.breadcrumbs.push(Link { text: String::new(), url: Some(url) }),
                }
                // "<a itemprop=url><span itemprop=title>" and "<a itemprop=item>words</a>"
                if document.tag(id) == Some(Tag::A) && !holds_property(document, id) {
                    let text = words(document, id).unwrap_or_default();
                    if let Some(last) = self.breadcrumbs.last_mut().filter(|last| last.text.is_empty()) {
                        last.text = text;
                    }
                }
            }
            _ => {}
        }
    }
}

/// The nodes of a property, as many as are looked at.
fn near(document: &Document, id: NodeId) -> std::ops::Range<NodeId> {
    id + 1..document.node(id).end.min(id + 1 + MOST_NODES)
}

fn holds_property(document: &Document, id: NodeId) -> bool {
    near(document, id).any(|inner| document.attr(inner, Attr::Itemprop).is_some())
}

fn words(document: &Document, id: NodeId) -> Option<String> {
    if let Some(content) = document.attr(id, Attr::Content) {
        return Some(clean(content));
    }
    if document.node(id).end - id > MOST_NODES {
        return None;
    }
    Some(document.words(id)).filter(|words| words.len() <= LONGEST_VALUE)
}

/// The name inside an author: its own `name` property, else its words.
fn person(document: &Document, id: NodeId) -> Option<String> {
    let name = near(document, id).find(|inner| document.attr(*inner, Attr::Itemprop) == Some("name"));
    words(document, name.unwrap_or(id))
}

fn date(document: &Document, id: NodeId) -> Option<String> {
    let written = document.attr(id, Attr::Content).or_else(|| document.attr(id, Attr::Datetime));
    match written.filter(|written| !written.trim().is_empty()) {
        Some(written) => Some(written.trim().to_owned()),
        None => words(document, id),
    }
}

fn address(document: &Document, id: NodeId) -> Option<String> {
    let written = [Attr::Href, Attr::Src, Attr::Content].into_iter().find_map(|attr| document.attr(id, attr));
    written.map(|written| written.trim().to_owned()).filter(|written| !written.is_empty())
}
