//! What addresses tell by themselves: which are of one site, lead to people or to topics, or stay on the page.

use crate::document::{Attr, Document, NodeId};
use url::Url;

/// An address without its query and the place on its page.
pub fn path(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// The same without the host.
pub fn path_on_host(address: &str) -> String {
    Url::parse(address).map_or_else(|_| path(address).to_owned(), |url| url.path().to_owned())
}

/// The host of an address as a link writes it; `None` where it has none, as on the page's own site.
pub fn host(href: &str) -> Option<&str> {
    let href = href.trim();
    let rest = href.strip_prefix("https:").or_else(|| href.strip_prefix("http:")).unwrap_or(href);
    let host = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    Some(host.split_once(':').map_or(host, |(name, _)| name))
}

/// Whether two hosts are of one site: "www.tamis.co.uk" and "blog.tamis.co.uk".
pub fn same(one: &str, other: &str) -> bool {
    // By the list of public suffixes.
    let site = |host| psl::domain_str(host).unwrap_or(host);
    one.eq_ignore_ascii_case(other) || site(one).eq_ignore_ascii_case(site(other))
}

/// Whether a link of the page with this address leads to another site; unknown where the address is.
pub fn leaves(document: &Document, address: Option<&Url>, link: NodeId) -> bool {
    let own = address.and_then(Url::host_str);
    let other = document.attr(link, Attr::Href).and_then(host);
    own.zip(other).is_some_and(|(own, other)| !same(own, other))
}

/// How the keys of queries begin that count who comes from where, and choose no page.
const COUNTERS: [&str; 12] =
    ["utm_", "itm_", "ref", "via", "src", "source", "from", "icid", "cid=", "cmp", "campaign", "trk"];

/// Whether two addresses lead to one page: what counts clicks in their queries aside.
pub fn lead_alike(one: &str, other: &str) -> bool {
    let (one, other) = (split(one), split(other));
    one.0 == other.0 && one.1.eq(other.1)
}

/// The path of an address, and what in its query chooses a page.
fn split(address: &str) -> (&str, impl Iterator<Item = &str>) {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let counts = |part: &&str| part.is_empty() || COUNTERS.iter().any(|key| part.starts_with(key));
    (path, query.split('&').filter(move |part| !counts(part)))
}

/// Parts of an address that lead to the page of a person.
const PERSON_PATHS: &[&str] = &[
    "author",
    "authors",
    "user",
    "users",
    "profile",
    "profiles",
    "people",
    "staff",
    "contributors",
    "by",
    "member",
    "members",
    "memberlist",
    "u",
    "autor",
    "profil",
    "usuario",
];

fn is_person_path(part: &str) -> bool {
    PERSON_PATHS.iter().any(|own| part.eq_ignore_ascii_case(own))
}

/// Whether a link leads to the page of a person, of an author or of a forum's member.
pub fn leads_to_person(document: &Document, link: NodeId) -> bool {
    let attr = |attr| document.attr(link, attr).unwrap_or_default();
    is_of_person(attr(Attr::Href)) || attr(Attr::Rel).split_ascii_whitespace().any(|word| word == "author")
}

/// Whether an address is that of a person: "/author/ann", "/users/7/ann", "/@ann", "/~ann", "member.php?u=7",
/// "/user-7.html"; what they wrote stands further down.
fn is_of_person(address: &str) -> bool {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut parts = path.rsplit('/').filter(|part| !part.is_empty());
    let mut part = || parts.next().unwrap_or_default();
    let (last, above, topmost) = (part(), part(), part());
    let numbered = || {
        let (name, number) =
            last.split_once('.').and_then(|(stem, _)| stem.split_once('-')).unwrap_or_default();
        is_number(number) && is_person_path(name)
    };
    is_person_path(last)
        || is_person_path(above)
        || is_number(above) && is_person_path(topmost)
        || last.starts_with(['@', '~'])
        || numbered()
        || !query.is_empty() && asks_for_person(last, query)
}

/// What stands before the name of a topic in an address.
const TOPIC_PATHS: &[&str] =
    &["tag", "tags", "category", "categories", "kategorie", "categorie", "categoria", "etiqueta", "rubrik"];

/// Whether a link leads to the page of a tag or a category.
pub fn leads_to_topic(document: &Document, link: NodeId) -> bool {
    let address = document.attr(link, Attr::Href).unwrap_or_default();
    let path = path(address);
    let mut parts = path.rsplit('/').filter(|part| !part.is_empty());
    let above = parts.nth(1).unwrap_or_default();
    TOPIC_PATHS.iter().any(|own| above.eq_ignore_ascii_case(own))
}

/// "member.php?u=7", "profile.php?id=7", "index.php?action=profile;u=7", "index.php?members/ann.7/".
fn asks_for_person(program: &str, query: &str) -> bool {
    let mut pairs = query.split(['&', ';']);
    let program = program.split('.').next().unwrap_or_default();
    pairs.any(|pair| match pair.split_once('=') {
        Some((key, value)) => is_number(value) && (is_person_path(key) || is_person_path(program)),
        None => pair.split_once('/').is_some_and(|(first, rest)| is_person_path(first) && !rest.is_empty()),
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|own| own.is_ascii_digit())
}

/// Whether an address leads to no other page: to a place on this one, or to a script.
pub fn stays_here(address: &str) -> bool {
    address.starts_with('#') || address.trim_start().starts_with("javascript:")
}

/// Whether an address calls or writes to somebody.
pub(super) fn reaches_people(address: &str) -> bool {
    ["tel:", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_one_site() {
        for (one, other, is_same) in [
            ("www.tamis.org", "tamis.org", true),
            ("blog.tamis.co.uk", "www.tamis.co.uk", true),
            ("tamis.co.uk", "sieve.co.uk", false),
            ("tamis.org", "sieve.org", false),
            ("www.bbc.com", "bbc.com", true),
            ("one.blogspot.com", "two.blogspot.com", false),
            ("localhost", "localhost", true),
        ] {
            assert_eq!(same(one, other), is_same, "{one} {other}");
        }
        assert_eq!(host("//cdn.tamis.org/a"), Some("cdn.tamis.org"));
        assert_eq!(host("http://tamis.org:8080/a"), Some("tamis.org"));
        assert_eq!(host("/a"), None);
    }

    #[test]
    fn paths_have_no_host_and_no_query() {
        assert_eq!((path("/b?c#d"), path("#d")), ("/b", ""));
        assert_eq!(path_on_host("../kettle.jpg?w=9"), "../kettle.jpg");
        assert_eq!(path_on_host("https://a.example/b?c"), "/b");
    }

    #[test]
    fn counters_lead_nowhere_else() {
        assert!(lead_alike("/a?utm_source=x", "/a") && lead_alike("/a?id=2&ref=top", "/a?id=2"));
        assert!(!lead_alike("/?p=12", "/?p=14") && !lead_alike("/a", "/b"));
    }

    #[test]
    fn addresses_of_people_are_told_from_those_of_pages() {
        let people = [
            "/author/ann",
            "/users/7/ann",
            "/Members/ann.7/",
            "https://a.example/@ann",
            "member.php?u=7",
            "/profile.php?id=7&tab=all",
            "/user-7.html",
            "index.php?action=profile;u=7",
            "index.php?members/ann.7/",
            "/?author=3#top",
        ];
        let pages = [
            "/people-of-the-sea/",
            "/sharer.php?u=https%3A%2F%2Fa.example",
            "/list?sort=author",
            "/user-guide.html",
            "/news/7",
            "/people/of/the-sea",
            "",
        ];
        assert!(people.into_iter().all(is_of_person), "{:?}", people.map(is_of_person));
        assert!(!pages.into_iter().any(is_of_person), "{:?}", pages.map(is_of_person));
    }
}
