//! Lines before the words of a remark: who wrote it, and when.

use super::{NAME_WORDS, OPENING_WORDS, bare_name, date, is_name};
use crate::assemble::Page;
use crate::blocks::{Shape, words};
use crate::classify::phrases;
use crate::document::Attr;
use crate::metadata;
use crate::record::Comment;

/// Takes in a line before the words of a comment: who wrote it, or when. Tells whether it is none of the words:
/// labels are none, and nothing is before an element `named` after them.
pub(super) fn head(page: &Page, index: usize, comment: &mut Comment, label: bool, named: bool) -> bool {
    let text = page.blocks.text(index);
    let count = words::count(text);
    if let Some(moment) = moment(page, index) {
        comment.published.get_or_insert(moment);
        return true;
    }
    if phrases::tells_how_long_ago(text) {
        return true;
    }
    let names = is_name(page, index, text, count);
    let first = comment.text.is_empty() && comment.author.is_none();
    if first && (names || (!label && may_be_name(page, index, text, count))) {
        let bare = bare_name(text);
        comment.author = Some(if bare.is_empty() { text.trim().to_owned() } else { bare });
        return true;
    }
    label || named
}

/// Whether a short line may be a name though nothing says so.
fn may_be_name(page: &Page, index: usize, text: &str, count: usize) -> bool {
    let heading = matches!(page.blocks.get(index).shape, Shape::Heading(_));
    count <= NAME_WORDS
        && text.contains(char::is_alphabetic)
        && !text.contains([',', ':', '(', '，', '：', '（'])
        && !words::ends_sentence(text)
        && !words::has_year(text)
        && phrases::phrase(text).is_none()
        && !heading
}

/// The day that a short line names, or that an element in it or around it names for those who point at it.
fn moment(page: &Page, index: usize) -> Option<String> {
    let text = page.blocks.text(index);
    if words::count(text) > OPENING_WORDS || words::ends_sentence(text) {
        return None;
    }
    let document = page.document;
    let node = page.blocks.get(index).node;
    let titles = (node..document.node(node).end).filter_map(|node| document.attr(node, Attr::Title));
    let named = |text: &str| metadata::first_moment(text).map(|(moment, _)| moment);
    named(text).or_else(|| date(page, node)).or_else(|| titles.into_iter().find_map(named))
}
