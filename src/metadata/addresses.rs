//! Addresses that a page declares, made absolute.

use super::{Declared, Origin, Sourced};
use url::Url;

/// What relative addresses are relative to: `<base href>` on top of the page's own address, or
/// on top of the canonical address when the crawl did not tell.
pub fn base(declared: &Declared, page: Option<&Url>) -> Option<Url> {
    let own = page.cloned().or_else(|| {
        declared.canonical.iter().find_map(|link| Url::parse(link.value.trim()).ok().filter(is_web))
    });
    match (&declared.base, own) {
        (Some(written), Some(own)) => Some(own.join(written.trim()).ok().filter(is_web).unwrap_or(own)),
        (Some(written), None) => Url::parse(written.trim()).ok().filter(is_web),
        (None, own) => own,
    }
}

/// The first of these that is, or can be made, an absolute web address.
pub(super) fn first_absolute(candidates: &[Sourced<String>], base: Option<&Url>) -> Option<Sourced<String>> {
    candidates.iter().find_map(|candidate| {
        let url = resolve(&candidate.value, base)?;
        Some(Sourced::<String>::new(url, candidate.origin))
    })
}

/// Host name without `www.`, in lower case.
pub(super) fn host(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host))
}

/// The best known address of the page for reading its words: its own, else what it declares.
pub(super) fn known(declared: &Declared, page: Option<&Url>) -> Option<Url> {
    page.cloned().or_else(|| {
        let mut candidates = declared.canonical.iter().filter(|link| link.origin != Origin::Meta);
        candidates.find_map(|link| Url::parse(link.value.trim()).ok().filter(is_web))
    })
}

fn resolve(written: &str, base: Option<&Url>) -> Option<String> {
    let written = written.trim();
    if written.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(written).ok()?,
        None => Url::parse(written).ok()?,
    };
    is_web(&url).then(|| url.into())
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}
