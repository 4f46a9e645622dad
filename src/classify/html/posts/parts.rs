//! Names of the parts of a post by which the programs that run forums give themselves away.

use super::{has_name, is_number};
use crate::document::{Attr, Document, NodeId};
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

/// What all of those names hold; most others are passed over with it.
static POST: LazyLock<Finder> = LazyLock::new(|| Finder::new("post"));

/// Whether an element is called as only the posts of a forum are.
pub(super) fn are_in(document: &Document) -> bool {
    let told = |node: NodeId, attr| {
        document.attr(node, attr).filter(|value| POST.find(value.as_bytes()).is_some()).unwrap_or_default()
    };
    let numbered = |id: &str| POST_IDS.iter().any(|start| id.strip_prefix(start).is_some_and(is_number));
    (1..document.len()).any(|node| {
        document.tag(node).is_some()
            && (has_name(told(node, Attr::Class), POST_PARTS) || numbered(told(node, Attr::Id)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html;

    #[test]
    fn posts_of_known_programs_make_a_thread() {
        for page in [
            "<div class='postprofile'>Ada",
            "<td id=post_message_41>It leaks.",
            "<div class='a message--post'>b",
        ] {
            assert!(are_in(&html::parse(page)), "{page}");
        }
        assert!(!are_in(&html::parse("<div class='post blockposts' id=post_message_box>It leaks.")));
    }
}
