//! The title of another page in the words of a link that leads there.

use super::{bare, direction, is_bare_label};
use crate::assemble::Page;
use crate::classify::phrases::{self, Phrase};
use crate::document::{Attr, NodeId};

/// The words of a link without the labels and arrows that stand in elements of their own before and behind the
/// title.
pub(super) fn title_in(page: &Page, link: NodeId, words: String) -> String {
    let document = page.document;
    let mut around = link;
    while let Some(only) = only_child(page, around) {
        around = only;
    }
    let mut leaves: Vec<String> = Vec::new();
    for child in document.children(around) {
        let whole = document.words(child);
        // "Previous <b>post</b>" is one label.
        if is_bare_label(&whole) {
            leaves.push(whole);
        } else {
            leaves
                .extend((child..document.node(child).end).filter_map(|node| document.text(node)).map(joined));
        }
    }
    leaves.retain(|leaf| !leaf.is_empty());
    let button = phrases::says(&words, Phrase::Control);
    let title = Some(words.as_str()).filter(|_| !button).and_then(|words| between_labels(words, &leaves));
    title.map(str::to_owned).unwrap_or(words)
}

/// The title of the other page that a link bears as an attribute: "Installing", but not what a click does: "Go to the
/// next chapter", "Shortcut: Alt+N", "Open in a new tab". Addresses do not tell: "?p=1201".
pub(super) fn of_attribute(page: &Page, link: NodeId) -> Option<String> {
    let title = bare(page.document.attr(link, Attr::Title)?.trim());
    let leads = title.split_whitespace().any(|word| direction(word).is_some());
    let does = title.contains('+') || phrases::says(title, Phrase::Control);
    (title.contains(char::is_alphabetic) && !leads && !does).then(|| title.to_owned())
}

/// What a label may call the other page, in small letters.
const PAGE_NOUNS: [&str; 6] = ["post", "posts", "article", "articles", "entry", "page"];

/// The element that holds all words of another.
fn only_child(page: &Page, node: NodeId) -> Option<NodeId> {
    let document = page.document;
    let mut worded = document.children(node).filter(|child| document.words_len(*child) > 0);
    let first = worded.next().filter(|child| document.tag(*child).is_some())?;
    worded.next().is_none().then_some(first)
}

/// A text without its line breaks.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is left of a link's words when labels and arrows are taken from both ends, leaf by leaf; `None` when that is
/// nothing.
fn between_labels<'a>(words: &'a str, mut leaves: &[String]) -> Option<&'a str> {
    let goes = |leaf: &str| !leaf.contains(char::is_alphanumeric) || is_bare_label(leaf);
    let mut rest = words.trim();
    while let [first, more @ ..] = leaves
        && goes(first)
        && let Some(behind) = rest.strip_prefix(first.as_str())
    {
        (rest, leaves) = (behind.trim_start(), more);
    }
    while let [more @ .., last] = leaves
        && goes(last)
        && let Some(before) = rest.strip_suffix(last.as_str())
    {
        (rest, leaves) = (before.trim_end(), more);
    }
    // "Older post": what is left goes on with the label.
    let goes_on = PAGE_NOUNS.contains(&bare(rest));
    Some(rest).filter(|rest| !goes_on && rest.contains(char::is_alphanumeric))
}
