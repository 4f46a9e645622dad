//! Addresses that a page declares, made absolute.

use super::{Declared, Origin, Sourced};
use url::Url;

/// Letters of an extension, `.xhtml` being the longest of pages.
const LONGEST_EXTENSION: usize = 5;

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

/// The last step of an address's path, read as words, without its file's extension.
pub(super) fn last_step(url: &Url) -> Option<String> {
    let step = url.path_segments()?.rfind(|step| !step.is_empty())?;
    let words = percent_encoding::percent_decode_str(step).decode_utf8().ok()?;
    let bare = words.rsplit_once('.').filter(|(_, extension)| extension.len() <= LONGEST_EXTENSION);
    Some(bare.map_or(&*words, |(bare, _)| bare).to_owned())
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
