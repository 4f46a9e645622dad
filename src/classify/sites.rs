//! Which addresses are of one site.

use crate::document::{Attr, Document, NodeId};
use url::Url;

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
    fn counters_lead_nowhere_else() {
        assert!(lead_alike("/a?utm_source=x", "/a") && lead_alike("/a?id=2&ref=top", "/a?id=2"));
        assert!(!lead_alike("/?p=12", "/?p=14") && !lead_alike("/a", "/b"));
    }
}
