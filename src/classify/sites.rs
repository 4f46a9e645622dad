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
}
