//! Names with a sentence about each.

use crate::classify::Page;
use crate::document::Attr;

/// Whether a name and a sentence about it, one over the other, lead to one page, as the pair before or behind does to
/// another: they show pages, however short the names are.
pub(in crate::classify) fn is_told(page: &Page, index: usize) -> bool {
    let href = |at: usize| page.document.attr(page.blocks.links(at).first()?.node, Attr::Href);
    let stops = |at: usize| page.blocks.text(at).ends_with(['.', '。']);
    let is_pair = |name: usize| {
        let sentence = name + 1;
        sentence < page.blocks.len()
            && href(name).is_some_and(|own| href(sentence) == Some(own))
            && stops(sentence)
            && !stops(name)
    };
    // A category over titles is the same over each.
    let is_other = |name: usize, own: usize| is_pair(name) && page.blocks.text(name) != page.blocks.text(own);
    let name = if stops(index) { index.checked_sub(1) } else { Some(index) };
    name.is_some_and(|name| {
        is_pair(name)
            && (is_other(name + 2, name) || name.checked_sub(2).is_some_and(|before| is_other(before, name)))
    })
}
