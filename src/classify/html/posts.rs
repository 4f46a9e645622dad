//! Pages on which several people write in turn: forum threads, questions with their answers.
//!
//! Their posts are the page's text; who wrote a post and what stands under it are not.

use crate::classify::Page;
use crate::classify::cues::Cue;
use crate::classify::features::Features;
use crate::document::{Attr, NodeId, Tag};

/// Words in the class or id of `<html>` and `<body>`, and in the generator's name, by which the
/// programs that run forums give themselves away.
const PROGRAMS: &[&str] = &[
    "phpbb",
    "viewtopic",
    "showthread",
    "forum",
    "forums",
    "discourse",
    "xenforo",
    "vbulletin",
    "nodebb",
    "flarum",
    "mybb",
    "smf",
    "vanilla",
    "thread",
    "discussion",
    "question-page",
    "invision",
];

/// Parts of an address that lead to a thread or to a question; another part must follow them.
const PATHS: &[&str] = &[
    "viewtopic.php",
    "showthread.php",
    "thread",
    "threads",
    "forum",
    "forums",
    "discussion",
    "discussions",
    "question",
    "questions",
];

/// First labels of hosts that hold nothing but threads.
const HOSTS: &[&str] = &["forum", "forums", "discuss", "discourse"];

/// Words of class names around the person who wrote a post.
const POSTER: &[&str] = &[
    "postprofile",
    "profile",
    "user",
    "userinfo",
    "poster",
    "author",
    "avatar",
    "member",
    "username",
    "usercard",
    "postauthor",
    "nickname",
];

/// Most words of what a post says about the person who wrote it: name, rank, counts, dates.
const POSTER_WORDS: u32 = 30;

/// Most words of a signature.
const SIGNATURE_WORDS: u32 = 60;

/// Whether the program that made the page, or its address, is a forum's.
pub(super) fn is_thread(page: &Page) -> bool {
    by_program(page) || page.address.is_some_and(by_address)
}

fn by_program(page: &Page) -> bool {
    let document = page.document;
    let named = |node: NodeId, attr| document.attr(node, attr).is_some_and(|value| has_word(value, PROGRAMS));
    let below = |tag: Tag| {
        document.children(0).chain(document.children(1)).filter(move |node| document.tag(*node) == Some(tag))
    };
    let classed = |node: NodeId| named(node, Attr::Class) || named(node, Attr::Id);
    let generated = |head: NodeId| {
        let mut children = document.children(head);
        children
            .any(|node| document.attr(node, Attr::Name) == Some("generator") && named(node, Attr::Content))
    };
    below(Tag::Html).chain(below(Tag::Body)).any(classed) || below(Tag::Head).any(generated)
}

fn by_address(url: &url::Url) -> bool {
    let label = url.host_str().and_then(|host| host.split('.').next()).unwrap_or_default();
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let followed = |at: usize| at + 1 < parts.len() || url.query().is_some();
    HOSTS.contains(&label) || parts.iter().enumerate().any(|(at, part)| PATHS.contains(part) && followed(at))
}

/// Whether one of the words stands in a list of class names; hyphens and underscores part words too.
fn has_word(names: &str, words: &[&str]) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let is = |part: &str| words.iter().any(|word| part.eq_ignore_ascii_case(word));
        is(name) || name.split(['-', '_']).any(is)
    })
}

/// Whether the markup tells answers apart, so that comments are remarks on them and no posts.
pub(super) fn has_answers(page: &Page) -> bool {
    let document = page.document;
    let kinds = document.descendants(0).filter_map(|node| document.attr(node, Attr::Itemtype));
    kinds.into_iter().any(|kind| kind.ends_with("/Answer"))
}

/// Marks who wrote each post, and the signatures.
pub(super) fn mark(page: &Page, features: &Features, cue_of: &mut [Option<Cue>]) {
    let document = page.document;
    for node in 1..document.len() {
        if document.tag(node).is_none() {
            continue;
        }
        let Some(class) = document.attr(node, Attr::Class) else { continue };
        let range = page.blocks.within(document, node);
        let words = features.words(&range);
        let cue = match () {
            () if range.is_empty() => continue,
            () if words <= SIGNATURE_WORDS && has_word(class, &["signature", "sig"]) => Cue::Unseen,
            () if words <= POSTER_WORDS && features.prose(&range) == 0 && has_word(class, POSTER) => {
                Cue::Byline
            }
            () => continue,
        };
        cue_of[range].fill(Some(cue));
    }
}
