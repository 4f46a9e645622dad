//! Links to the page before and after that show an arrow and no words.

use super::{Direction, direction, is_bare_label};
use crate::assemble::Page;
use crate::classify::rows;
use crate::document::{Attr, Tag};
use crate::record::Link;

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
/// no more. Beside page numbers, or with another query alone, it leads to the next part of this page, and on a slider to a
/// place on it.
pub(super) fn unworded(page: &Page, wanted: Direction, pagination: &[Link]) -> Option<Link> {
    if !pagination.is_empty() {
        return None;
    }
    let document = page.document;
    let stays_here = |link| document.attr(link, Attr::Href).is_none_or(rows::stays_here);
    (1..document.len()).filter(|node| document.tag(*node) == Some(Tag::A)).find_map(|link| {
        let name =
            [Attr::AriaLabel, Attr::Title].into_iter().find_map(|attr| document.attr(link, attr))?.trim();
        let says = is_bare_label(name) && direction(name) == Some(wanted);
        let url =
            (says && document.words_len(link) == 0 && !stays_here(link)).then(|| page.address(link))??;
        let path = |url: &str| url::Url::parse(url).ok().map(|url| url.path().to_owned());
        let is_part = page.address.is_some_and(|own| path(&url).is_some_and(|path| path == own.path()));
        (!is_part).then(|| Link { text: name.to_owned(), url: Some(url) })
    })
}
