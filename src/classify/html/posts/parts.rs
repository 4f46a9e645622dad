//! Names of the parts of a post by which the programs that run forums give themselves away.

use super::{has_name, has_word, is_number};
use crate::classify::Page;
use crate::classify::cues::Cue;
use crate::classify::features::Features;
use crate::document::{Attr, Document, NodeId, Tag};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Names of the parts of a post that only one program gives them: XenForo, phpBB, FluxBB, MyBB, vBulletin, Discourse.
const POST_PARTS: &[&str] = &[
    "message--post",
    "postprofile",
    "blockpost",
    "post_management_buttons",
    "postbitlegacy",
    "js-post__content-text",
    "crawler-post",
];

/// What the ids of posts begin with, before their number: in vBulletin and Discuz.
const POST_IDS: &[&str] = &["post_message_", "postmessage_"];

/// Letters of the shortest of those names.
const SHORTEST: usize = 9;

/// What all of those names hold; most others are passed over with it.
static POST: LazyLock<Finder> = LazyLock::new(|| Finder::new("post"));

/// Words in the names of what holds remarks on a page: vBulletin writes those under an article as it writes posts.
const REMARKS: &[&str] = &["comments", "commentlist"];

/// Whether an element is called as only the posts of a forum are.
pub(super) fn are_in(document: &Document) -> bool {
    let told = |node: NodeId, attr| {
        let value = document.attr(node, attr).unwrap_or_default();
        if value.len() >= SHORTEST && POST.find(value.as_bytes()).is_some() { value } else { "" }
    };
    let is_remark = |node: NodeId| {
        let mut around = document.ancestors(node).take(POST_STEPS);
        around.any(|node| {
            let names = |attr| document.attr(node, attr).unwrap_or_default();
            has_word(names(Attr::Class), REMARKS) || has_word(names(Attr::Id), REMARKS)
        })
    };
    (1..document.len()).any(|node| {
        matches!(document.tag(node), Some(Tag::Article | Tag::Div | Tag::Dl | Tag::Li | Tag::Td))
            && (has_name(told(node, Attr::Class), POST_PARTS) || is_message_id(told(node, Attr::Id)))
            && !is_remark(node)
    })
}

fn is_message_id(id: &str) -> bool {
    POST_IDS.iter().any(|start| id.strip_prefix(start).is_some_and(is_number))
}

/// Most words of a line around what somebody wrote: a name, a rank, a day, a button, a line of a signature.
const LINE_WORDS: u32 = 12;

/// Elements between the text of a post and the post.
const POST_STEPS: usize = 8;

/// Marks what stands around the numbered texts of posts: before them who wrote, and when; behind them buttons and
/// signatures.
pub(super) fn mark_around(page: &Page, features: &Features, cue_of: &mut [Option<Cue>]) {
    let document = page.document;
    let is_message = |node: &NodeId| is_message_id(document.attr(*node, Attr::Id).unwrap_or_default());
    let messages: Vec<NodeId> = (1..document.len()).filter(is_message).collect();
    // Around a single one stands the whole page.
    if messages.len() < 2 {
        return;
    }
    for (at, message) in messages.iter().enumerate() {
        let before = at.checked_sub(1).map(|other| messages[other]);
        let behind = messages.get(at + 1);
        // The outermost element that holds this text and no other; the first and the last post of a page have as much.
        let holds = |node: NodeId, other: Option<NodeId>| {
            other.is_some_and(|other| document.descendants(node).contains(&other))
        };
        let alone = |node: &NodeId| !holds(*node, before) && !holds(*node, behind.copied());
        let Some(post) = document.ancestors(*message).take(POST_STEPS).take_while(alone).last() else {
            continue;
        };
        let text = page.blocks.within(document, *message);
        for index in page.blocks.within(document, post).filter(|index| !text.contains(index)) {
            let stats = &features.stats[index];
            if !stats.prose && stats.words <= LINE_WORDS {
                cue_of[index] = Some(if index < text.start { Cue::Byline } else { Cue::Unseen });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html;

    #[test]
    fn posts_of_known_programs_make_a_thread() {
        for page in [
            "<div class='postprofile'>Ada",
            "<table><tr><td id=post_message_41>It leaks.",
            "<div class='a message--post'>b",
        ] {
            assert!(are_in(&html::parse(page)), "{page}");
        }
        for page in [
            "<div class='post blockposts' id=post_message_box>It leaks.",
            "<article>Roofs</article><ol id=comments><li class=postbitlegacy>It leaks.",
        ] {
            assert!(!are_in(&html::parse(page)), "{page}");
        }
    }
}
