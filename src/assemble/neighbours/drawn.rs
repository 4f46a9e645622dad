//! Links to the page before and after that show an arrow and no words.

use super::{Direction, by_rel, direction, is_bare_label};
use crate::assemble::Page;
use crate::classify::addresses;
use crate::document::{Attr, NodeId, Tag};
use crate::record::Link;

/// Elements between words and the box over which their link lies.
const OVERLAY_STEPS: usize = 3;

/// Most blocks of such a box: a label and a title.
const OVERLAY_BLOCKS: usize = 2;

/// The link without words that lies over a block without links: the only one of a small box.
pub(super) fn overlaid(page: &Page, index: usize) -> Option<NodeId> {
    let document = page.document;
    if !page.blocks.links(index).is_empty() {
        return None;
    }
    for around in page.above(index).take(OVERLAY_STEPS) {
        if page.blocks.within(document, around).len() > OVERLAY_BLOCKS {
            return None;
        }
        let mut links =
            document.descendants(around).filter(|node| document.attr(*node, Attr::Href).is_some());
        if let Some(first) = links.next() {
            return Some(first).filter(|link| links.next().is_none() && document.words_len(*link) == 0);
        }
    }
    None
}

/// A picture of an arrow: a link without words whose alternative text says "Next" and no more.
pub(super) fn pictured(page: &Page, wanted: Direction) -> Option<Link> {
    page.blocks.pictures().iter().find_map(|picture| {
        let text = page.document.attr(picture.node, Attr::Alt)?.trim();
        let link =
            page.document.ancestors(picture.node).find(|node| page.document.tag(*node) == Some(Tag::A))?;
        let says = is_bare_label(text) && direction(text) == Some(wanted);
        let url = (says && page.document.words(link).is_empty()).then(|| page.address(link))??;
        Some(Link { text: text.to_owned(), url: Some(url) })
    })
}

/// An arrow that a font or a style sheet draws: a link without words whose name for screen readers says "Next page" and
/// no more. Beside page numbers, or with another query alone, it leads to the next part of this page, on a slider to a
/// place on it, and in a gallery to a picture.
pub(super) fn unworded(page: &Page, wanted: Direction, pagination: &[Link]) -> Option<Link> {
    if !pagination.is_empty() {
        return None;
    }
    let document = page.document;
    let stays_here = |link| document.attr(link, Attr::Href).is_none_or(addresses::stays_here);
    (1..document.len()).filter(|node| document.tag(*node) == Some(Tag::A)).find_map(|link| {
        let name =
            [Attr::AriaLabel, Attr::Title].into_iter().find_map(|attr| document.attr(link, attr))?.trim();
        // "Previous chapter" in any language, by the link's relation.
        let says = match by_rel(page, link) {
            Some(way) => way == wanted,
            None => is_bare_label(name) && direction(name) == Some(wanted),
        };
        let url =
            (says && !stays_here(link) && document.words(link).is_empty()).then(|| page.address(link))??;
        let leads_on = {
            let other = addresses::path_on_host(&url);
            !is_picture(&other) && !is_part(page.address.map(url::Url::path), &other)
        };
        leads_on.then(|| Link { text: name.to_owned(), url: Some(url) })
    })
}

/// Whether a path leads to a picture or a film.
fn is_picture(path: &str) -> bool {
    const ENDINGS: [&str; 10] = ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "mp4", "webm", "mov"];
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.iter().any(|own| ending.eq_ignore_ascii_case(own))
}

/// Whether a path leads to a part of the page at another: the same, with a number behind, or "page/2" of any list.
fn is_part(own: Option<&str>, other: &str) -> bool {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect()
    };
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (own, other) = (own.map(parts), parts(other));
    let behind = match &other[..] {
        [.., page, number] if page == "page" && is_number(number) => return true,
        [page @ .., number] if is_number(number) => page,
        _ => &other[..],
    };
    own.is_some_and(|own| own == other || own == behind)
}

#[cfg(test)]
mod tests {
    use super::{is_part, is_picture};

    #[test]
    fn arrows_lead_to_parts_and_pictures_too() {
        for (own, other) in [
            ("/blog/", "/blog/page/2/"),
            ("/blog/page/2", "/blog/page/3"),
            ("/dye", "/dye/2"),
            ("/dye/", "/dye"),
        ] {
            assert!(is_part(Some(own), other), "{own} {other}");
        }
        for (own, other) in [("/dye", "/wash"), ("/strip/12", "/strip/13"), ("/knots/dark", "/knots/wet-2")] {
            assert!(!is_part(Some(own), other), "{own} {other}");
        }
        assert!(is_part(None, "/blog/page/2") && !is_part(None, "/"));
        assert!(is_picture("/media/kettle-2.JPG") && !is_picture("/kettle-2.html"));
    }
}
