//! Comment blocks to comments: one an element that holds one, with author and date where shown.

use super::Page;
use crate::blocks::words;
use crate::classify::phrases::{self, PHRASE_WORDS};
use crate::document::{Attr, NodeId, Tag};
use crate::record::{Comment, Role};

/// Most words of a commenter's name.
const NAME_WORDS: usize = 5;

pub(super) fn arrange(page: &Page) -> Vec<Comment> {
    let mut out: Vec<(Option<NodeId>, Comment)> = Vec::new();
    for index in page.with_role(Role::Comments).filter(|index| !page.blocks.get(*index).hidden) {
        let text = page.blocks.text(index);
        let count = words::count(text);
        let holder = holder(page, index);
        let new = holder.is_none() || out.last().is_none_or(|(last, _)| *last != holder);
        let label = is_label(page, index, text, count);
        if new && !(holder.is_none() && label) {
            let published = holder.and_then(|node| date(page, node));
            out.push((holder, Comment { author: None, published, text: String::new() }));
        }
        let Some((_, comment)) = out.last_mut().filter(|_| holder.is_some() || !label) else { continue };
        if label {
            let name = is_name(page, index, text, count) && comment.text.is_empty();
            if name && comment.author.is_none() {
                comment.author = Some(bare_name(text));
            }
            continue;
        }
        if !comment.text.is_empty() {
            comment.text.push_str("\n\n");
        }
        comment.text.push_str(text);
    }
    out.into_iter().map(|(_, comment)| comment).filter(|comment| !comment.text.is_empty()).collect()
}

/// The innermost element that says it is one comment.
fn holder(page: &Page, index: usize) -> Option<NodeId> {
    page.above(index).find(|node| {
        let id = page.document.attr(*node, Attr::Id).unwrap_or_default();
        let class = page.document.attr(*node, Attr::Class).unwrap_or_default();
        let kind = page.document.attr(*node, Attr::Itemtype).unwrap_or_default();
        let numbered =
            (id.starts_with("comment-") || id.starts_with("li-comment-") || id.starts_with("div-comment-"))
                && id.ends_with(|c: char| c.is_ascii_digit());
        let classed = class.split_ascii_whitespace().any(|name| name == "comment" || name == "comment-item");
        numbered || classed || kind.ends_with("/Comment") || kind.ends_with("/UserComments")
    })
}

/// Names, dates, buttons and headings: what stands around a comment's words.
fn is_label(page: &Page, index: usize, text: &str, count: usize) -> bool {
    let heading = matches!(page.blocks.get(index).shape, crate::blocks::Shape::Heading(_));
    let linked = page.blocks.link_bytes(index) * 2 > text.len();
    let form = page.stands_in(index, Tag::Form) || page.stands_in(index, Tag::Button);
    heading
        || linked
        || form
        || is_name(page, index, text, count)
        || (count <= PHRASE_WORDS && phrases::phrase(text).is_some())
        || (count <= NAME_WORDS && page.stands_in(index, Tag::Time))
}

fn is_name(page: &Page, index: usize, text: &str, count: usize) -> bool {
    let says = page.above(index).take(4).any(|node| {
        let class = page.document.attr(node, Attr::Class).unwrap_or_default();
        let property = page.document.attr(node, Attr::Itemprop).unwrap_or_default();
        property == "author"
            || class.contains("author")
            || class.split_ascii_whitespace().any(|name| name == "fn" || name == "user" || name == "name")
    });
    says && count <= NAME_WORDS + 2 && !text.is_empty()
}

/// A name without the words that some themes put behind it.
fn bare_name(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    [" says", " said", " on ", " wrote"]
        .iter()
        .filter_map(|tail| line.find(tail))
        .min()
        .map_or(line, |at| &line[..at])
        .trim_end_matches([':', ' '])
        .to_owned()
}

fn date(page: &Page, holder: NodeId) -> Option<String> {
    let mut times =
        page.document.descendants(holder).filter(|node| page.document.tag(*node) == Some(Tag::Time));
    let written = times.find_map(|node| page.document.attr(node, Attr::Datetime))?.trim();
    let day = written.get(..10)?;
    day.parse::<jiff::civil::Date>().is_ok().then(|| written.to_owned())
}
