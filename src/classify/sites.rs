//! Which addresses are of one site.

use crate::document::{Attr, Document, NodeId};
use url::Url;

/// Most letters of a name in a host that is none of a site: "co", "com", "gov".
const SHORT_NAME: usize = 3;

/// The host of an address as a link writes it; `None` where it has none, as on the page's own site.
pub fn host(href: &str) -> Option<&str> {
    let href = href.trim();
    let rest = href.strip_prefix("https:").or_else(|| href.strip_prefix("http:")).unwrap_or(href);
    rest.strip_prefix("//")?.split(['/', '?', '#']).next()
}

/// Whether two hosts are of one site: "www.tamis.co.uk" and "blog.tamis.co.uk".
pub fn same(one: &str, other: &str) -> bool {
    site(one).eq_ignore_ascii_case(site(other))
}

/// Whether a link of the page with this address leads to another site; unknown where the address is.
pub fn leaves(document: &Document, address: Option<&Url>, link: NodeId) -> bool {
    let own = address.and_then(Url::host_str);
    let other = document.attr(link, Attr::Href).and_then(host);
    own.zip(other).is_some_and(|(own, other)| !same(own, other))
}

/// What the hosts of one site have in common: the last two names, or three where the last but one is as short as in
/// "co.uk".
fn site(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (last, second, third) = (dots.next(), dots.next(), dots.next());
    let from = match (last, second, third) {
        (Some(last), Some(second), third) if last - second <= SHORT_NAME + 1 => third.map_or(0, |at| at + 1),
        (_, Some(second), _) => second + 1,
        _ => 0,
    };
    &host[from..]
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
            ("localhost", "localhost", true),
        ] {
            assert_eq!(same(one, other), is_same, "{one} {other}");
        }
        assert_eq!(host("//cdn.tamis.org/a"), Some("cdn.tamis.org"));
        assert_eq!(host("/a"), None);
    }
}
