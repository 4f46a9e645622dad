//! Title, authors, dates, language and the rest of what a record says about its page.
//!
//! In: the parsed page, then what the classifier made of it. Out: [`Metadata`], each value with
//! the name of the source that it came from. There are two steps because the page's own
//! declarations are wanted before any block has a role, and the blocks' words decide afterwards:
//! [`declared`] reads head, JSON-LD and microdata; [`settle`] weighs them against title block,
//! bylines, body and address.

mod addresses;
mod authors;
mod dates;
mod declared;
mod json_ld;
mod json_repair;
mod language;
mod microdata;
mod origin;
mod site_name;
mod times;
mod title;

#[cfg(test)]
mod tests;

pub use addresses::base;
pub use declared::{Declared, declared};
pub use origin::{Origin, Sourced};
pub use site_name::{Mention, Place};

use crate::people::letters;
use crate::record::FieldOrigin;
use url::Url;

/// What the rest of the page has to say, after its blocks have been classified.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// Text of the title block, if the classifier found one.
    pub title: Option<&'a str>,
    /// What stands in it behind an element of its own that it begins with.
    pub title_behind_label: Option<&'a str>,
    /// Texts of the byline blocks up to the end of the text, in document order.
    pub bylines: &'a [&'a str],
    /// Those parts of the bylines at the title that lead to the pages of people.
    pub linked: &'a [&'a str],
    /// Texts of those behind it, where others' names and dates stand, too.
    pub bylines_behind: &'a [&'a str],
    /// Whether the page is a forum's thread, where each post is signed.
    pub is_thread: bool,
    /// On such a page, who wrote the first post.
    pub poster: Option<&'a str>,
    /// Text of the body; its language is the page's language.
    pub body: &'a str,
    /// Whether the dates that the page shows are those of other things: of cards, of reviews.
    pub dates_of_others: bool,
    /// Whether the names are, too.
    pub shows_others: bool,
    /// Those of the bylines that stand right at the title.
    pub bylines_at_title: &'a [&'a str],
    /// Texts of the page's foot.
    pub footers: &'a [&'a str],
    /// Words of the links that lead to the site's first page.
    pub home_links: &'a [&'a str],
    /// Places outside of the article in which a site writes its name.
    pub mentions: &'a [Mention<'a>],
    /// Address of the page, or the best known base of its links.
    pub url: Option<&'a Url>,
    /// Day of the crawl, `YYYY-MM-DD`; nothing on the page is dated after it.
    pub crawled: Option<&'a str>,
    /// What a site rule selected as authors; wins over all else.
    pub rule_authors: Option<&'a str>,
    /// What a site rule selected as the date of publication; wins over all else.
    pub rule_date: Option<&'a str>,
}

/// What is known about a page besides its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Title of the article, without the site's name.
    pub title: Option<String>,
    /// Names of the authors, in the order of the page.
    pub authors: Vec<String>,
    /// Day or time of publication, ISO 8601.
    pub published: Option<String>,
    /// Day or time of the last change, ISO 8601.
    pub modified: Option<String>,
    /// Language of the text, as an ISO 639-1 code.
    pub language: Option<String>,
    /// Name of the site.
    pub site_name: Option<String>,
    /// The page's own summary of itself.
    pub description: Option<String>,
    /// The address that the page calls its own.
    pub canonical_url: Option<String>,
    /// Address of the page's lead picture.
    pub image: Option<String>,
    /// Which source each value came from, in the order of the fields.
    pub origins: Vec<FieldOrigin>,
}

/// Chooses one value for each field among what the page declares and what its blocks show.
pub fn settle(declared: &Declared, evidence: &Evidence) -> Metadata {
    let mut origins = Vec::new();
    let language = note(&mut origins, "language", language::choose(declared, evidence.body));
    let known = title::SiteNames::gather(declared, evidence);
    let mut title = title::choose(declared, evidence.title, evidence.title_behind_label, &known);
    let said = title.as_ref().map(|title| title.value.as_str());
    let authors = authors::choose(declared, evidence, &known, said);
    let span = dates::choose(declared, evidence, language.as_deref());
    if authors.is_none() && span.published.is_none() {
        let url = addresses::known(declared, evidence.url);
        title = title::by_address(declared, url.as_ref(), said.unwrap_or_default(), &known).or(title);
    }
    let title = note(&mut origins, "title", title);
    let site_name =
        note(&mut origins, "site_name", site_name::choose(declared, evidence, &known, title.as_deref()));
    let authors = note(&mut origins, "authors", authors).unwrap_or_default();
    let published = note(&mut origins, "published", span.published);
    let modified = note(&mut origins, "modified", span.modified);
    let description = note(&mut origins, "description", description(declared, title.as_deref()));
    let base = addresses::base(declared, evidence.url);
    let canonical = addresses::first_absolute(&declared.canonical, base.as_ref());
    let canonical_url = note(&mut origins, "canonical_url", canonical);
    let image = note(&mut origins, "image", addresses::first_absolute(&declared.images, base.as_ref()));
    origins.sort_by_key(|origin| FIELDS.iter().position(|field| *field == origin.field));
    Metadata {
        title,
        authors,
        published,
        modified,
        language,
        site_name,
        description,
        canonical_url,
        image,
        origins,
    }
}

/// The strongest summary that says more than the title.
fn description(declared: &Declared, title: Option<&str>) -> Option<Sourced<String>> {
    let titles = declared.titles.iter().map(|title| title.value.as_str()).chain(title);
    let titles: Vec<String> = titles.map(letters).collect();
    let says_more = |summary: &&Sourced<String>| !titles.contains(&letters(&summary.value));
    declared.descriptions.iter().find(says_more).cloned()
}

/// Names of the fields in the order of the record.
const FIELDS: [&str; 9] = [
    "title",
    "authors",
    "published",
    "modified",
    "language",
    "site_name",
    "description",
    "canonical_url",
    "image",
];

/// Writes down where a value came from and hands the value on.
fn note<T>(origins: &mut Vec<FieldOrigin>, field: &'static str, chosen: Option<Sourced<T>>) -> Option<T> {
    let chosen = chosen?;
    origins.push(FieldOrigin { field: field.to_owned(), origin: chosen.origin.name().to_owned() });
    Some(chosen.value)
}
