//! Pages on which several people write in turn: forum threads, questions with their answers.
//!
//! Their posts are the page's text; who wrote a post and what stands under it are not.

mod parts;
pub(super) mod subjects;

use super::surroundings::is_open;
use crate::classify::cues::Cue;
use crate::classify::features::Features;
use crate::classify::{Page, cards};
use crate::document::{Attr, Document, NodeId, Tag};
use foldhash::{HashMap, HashMapExt};

/// Words in the class or id of `<html>` and `<body>`, and in the generator's name, by which the
/// programs that run forums give themselves away.
const PROGRAMS: &[&str] = &[
    "phpbb",
    "viewtopic",
    "showthread",
    "discourse",
    "xenforo",
    "vbulletin",
    "nodebb",
    "flarum",
    "mybb",
    "smf",
    "viewthread",
];

/// Whole names that say the same, and as a part of a longer name speak of a category or a tag.
const NAMES: &[&str] = &[
    "forum",
    "thread",
    "discussion",
    "question-page",
    "template-thread",
    "ips-forum",
    "bbpress",
    "wpforo",
    "asgaros-forum",
];

/// What a class name of `<body>` begins with that tells the kind of entry which the page shows, as WordPress has it.
const SINGLE: &str = "single-";

/// The kinds of entry that people answer: "single-question". A "health-topic" is none.
const THREADS: &[&str] = &["topic", "thread", "question", "discussion"];

/// The kind among them that editors write, too: a manual has topics.
const TOPIC: &str = "topic";

/// Posts from which a page of topics is a thread: a text names its author at its head and at its foot.
const POSTS: usize = 3;

/// What the kinds of programs for forums begin with: "single-dwqa-question".
const MAKERS: &[&str] = &["dwqa", "fmwp", "bbp", "anspress", "ap", "forum", "community"];

/// Parts of an address that lead to a thread or a question; the next part names it, with its number.
const PATHS: &[&str] =
    &["thread", "threads", "forum", "forums", "discussion", "discussions", "question", "questions"];

/// Parts of an address that hold threads; behind another part for a thread its title needs no number.
const COMMUNITIES: &[&str] = &["forum", "forums", "community"];

/// Parts that lead to a thread in them.
const TOPICS: &[&str] = &["topic", "thread", "question", "t"];

/// How the last part of an address begins that names a thread by its number alone: "thread-214.html".
const NUMBERED: &str = "thread-";

/// How a query begins that does.
const ASKED: &str = "showtopic=";

/// How one begins that may ask for what editors file under a topic, too: "?topic=12".
const TOPIC_ASKED: &str = "topic=";

/// The program that asks for threads so: "index.php?topic=589061.0".
const TOPIC_SCRIPT: &str = "index.php";

/// Programs that show a thread, as parts of an address.
const SCRIPTS: &[&str] = &["viewtopic.php", "showthread.php"];

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
    "postleft",
    "nickname",
];

/// Words that end a class name around what was written: "user-content", "author-post".
const WRITTEN: &[&str] = &["content", "body", "text", "post", "message", "comment", "html", "description"];

/// Class names of what the programs put over and under posts: how many there are, who liked one, that one must log in.
const CHROME: &[&str] = &[
    "bbp-template-notice",
    "bbp-header",
    "bbp-footer",
    "bbp-pagination-count",
    "bbp-no-reply",
    "bbp-no-topic",
    "post-likes",
    "reactionsBar",
];

/// Most words of what a post says about the person who wrote it: name, rank, counts, dates. The
/// longest of the labelled threads has 22.
const POSTER_WORDS: u32 = 30;

/// Most words of a signature: forums limit them to a few lines.
const SIGNATURE_WORDS: u32 = 60;

/// Whether the program that made the page, or its address, is a forum's.
pub(super) fn is_thread(page: &Page) -> bool {
    by_program(page)
        || page.address.is_some_and(by_address)
        || is_topic_with_posts(page)
        || parts::are_in(page.document)
}

/// Whether the page shows a topic, and several posts in it: then it is a thread. That it calls itself an article says nothing,
/// for most programs let every page do so.
fn is_topic_with_posts(page: &Page) -> bool {
    let document = page.document;
    let mut bodies = document.children(0).chain(document.children(1));
    let shows = |node: NodeId| {
        let class = document.attr(node, Attr::Class).unwrap_or_default();
        document.tag(node) == Some(Tag::Body) && has_name(class, &["single-topic"])
    };
    let asks =
        |url: &url::Url| url.query().unwrap_or_default().strip_prefix(TOPIC_ASKED).is_some_and(is_number);
    (bodies.any(shows) || page.address.is_some_and(asks)) && has_posts(document)
}

/// Whether elements of one class tell who wrote, time and again, and no comments.
fn has_posts(document: &Document) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let classes = (1..document.len()).filter_map(|node| document.attr(node, Attr::Class));
    let mut posters = classes.filter(|class| names_poster(class) && !has_word(class, &["comment"]));
    posters.any(|class| {
        let count = counts.entry(class).or_default();
        *count += 1;
        *count == POSTS
    })
}

fn by_program(page: &Page) -> bool {
    let document = page.document;
    let named = |node: NodeId, attr| {
        document
            .attr(node, attr)
            .is_some_and(|value| has_word(value, PROGRAMS) || has_name(value, NAMES) || shows_thread(value))
    };
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
    let numbered = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    let query = url.query().unwrap_or_default();
    let last = parts.last().copied().unwrap_or_default();
    HOSTS.contains(&label)
        || parts.iter().any(|part| SCRIPTS.contains(part))
        || parts.windows(2).any(|pair| PATHS.contains(&pair[0]) && numbered(pair[1]))
        || parts.windows(3).any(|three| COMMUNITIES.contains(&three[0]) && TOPICS.contains(&three[1]))
        || last.strip_prefix(NUMBERED).is_some_and(is_number)
        || query.strip_prefix(ASKED).is_some_and(is_number)
        || (last == TOPIC_SCRIPT && query.strip_prefix(TOPIC_ASKED).is_some_and(is_number))
}

/// Whether it begins as the number of a thread: "214", "214.html", "214-1-1.html", but no "2-needles".
fn is_number(text: &str) -> bool {
    let mut numbers = text.split(['.', '&']).next().unwrap_or_default().split('-');
    numbers.all(|own| !own.is_empty() && own.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a class name says that the page shows one entry of a kind that people answer.
fn shows_thread(list: &str) -> bool {
    let mut kinds = list.split_ascii_whitespace().filter_map(|name| name.strip_prefix(SINGLE));
    let is = |word: &str, words: &[&str]| words.iter().any(|own| word.eq_ignore_ascii_case(own));
    kinds.any(|kind| match kind.split_once(['-', '_']) {
        Some((maker, kind)) => is(maker, MAKERS) && is(kind, THREADS),
        None => is(kind, THREADS) && !kind.eq_ignore_ascii_case(TOPIC),
    })
}

/// Whether an element tells who wrote a post, or when: what is called the signature then stands at its head.
fn tells_post(document: &Document, node: NodeId) -> bool {
    document.descendants(node).any(|inner| {
        document.tag(inner) == Some(Tag::Time) || document.attr(inner, Attr::Itemprop) == Some("author")
    })
}

/// Whether a class name speaks of the person who wrote, and not of what the person wrote.
fn names_poster(class: &str) -> bool {
    let written = |name: &str| {
        let last = name.rsplit(['-', '_']).next().unwrap_or_default();
        // "user-id-235" says whose the whole post is.
        let is_number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
        is_number || WRITTEN.iter().any(|word| last.eq_ignore_ascii_case(word))
    };
    // "post--by-user" is the whole post.
    let whose = |name: &str| {
        let mut words = name.split(['-', '_']);
        words.next().is_some_and(|first| has_word(first, WRITTEN))
            && words.any(|word| word.eq_ignore_ascii_case("by"))
    };
    class.split_ascii_whitespace().any(|name| has_word(name, POSTER) && !written(name) && !whose(name))
}

/// Whether class names are those of a whole entry, by the microformat that most programs for blogs write.
fn is_entry(class: &str) -> bool {
    has_name(class, &["hentry"])
}

/// Whether one of the names stands in a list of class names.
fn has_name(list: &str, names: &[&str]) -> bool {
    list.split_ascii_whitespace().any(|own| names.iter().any(|name| own.eq_ignore_ascii_case(name)))
}

/// Whether one of the words stands in a list of class names; hyphens, underscores and marks part words too: "Discuz!".
fn has_word(names: &str, words: &[&str]) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let is = |part: &str| words.iter().any(|word| part.eq_ignore_ascii_case(word));
        is(name) || name.split(['-', '_', '!']).any(is)
    })
}

/// Whether the markup tells answers apart, so that comments are remarks on them and no posts.
pub(super) fn has_answers(page: &Page) -> bool {
    let document = page.document;
    document
        .descendants(0)
        .any(|node| document.attr(node, Attr::Itemtype).is_some_and(|kind| kind.ends_with("/Answer")))
}

/// Most posts of a page that are looked at; bounds the cost.
const MOST_POSTS: usize = 64;

/// Elements between the text of the longest post and the post.
const POST_STEPS: usize = 8;

/// The element that holds all posts of a thread, where one of them holds most of its words; else the root itself.
pub(super) fn all(page: &Page, features: &Features, cue_of: &[Option<Cue>], root: NodeId) -> NodeId {
    let document = page.document;
    // A post says something, and who wrote it.
    let says = |node: NodeId| {
        let own = || page.blocks.within(document, node);
        own().any(|at| features.stats[at].prose && is_open(features, cue_of, at))
            && own().any(|at| cue_of[at] == Some(Cue::Byline))
    };
    let is_post = |node: NodeId, other: NodeId| {
        other != node
            && document.attr(node, Attr::Class).is_some()
            && document.tag(other).is_some()
            && cards::are_alike(document, node, other)
    };
    let has_other = |node: &NodeId| {
        let parent = document.node(*node).parent;
        let mut others = document.children(parent).take(MOST_POSTS);
        says(*node) && others.any(|other| is_post(*node, other) && says(other))
    };
    // Posts in the root already.
    if root == 0 || document.children(root).take(MOST_POSTS).any(|node| has_other(&node)) {
        return root;
    }
    let around = std::iter::once(root).chain(document.ancestors(root)).take(POST_STEPS);
    let post = around.take_while(|node| *node != 0).find(has_other);
    post.map_or(root, |post| document.node(post).parent)
}

/// Marks who wrote each post, and the signatures.
pub(super) fn mark(page: &Page, features: &Features, cue_of: &mut [Option<Cue>]) {
    parts::mark_around(page, features, cue_of);
    let document = page.document;
    for node in 1..document.len() {
        if document.tag(node).is_none() {
            continue;
        }
        let Some(class) = document.attr(node, Attr::Class) else { continue };
        let range = page.blocks.within(document, node);
        let words = features.words(&range);
        let byline = |cue: &Option<Cue>| *cue == Some(Cue::Byline);
        let cue = match () {
            () if range.is_empty() => continue,
            // "topic-author" of a whole post says who wrote it, not what it is; its parts speak for themselves below.
            () if is_entry(class) => {
                cue_of[range].iter_mut().filter(|cue| byline(cue)).for_each(|cue| *cue = None);
                continue;
            }
            // The site's own entries for its members.
            () if matches!(cue_of[range.start], Some(Cue::Menu | Cue::Footer)) => continue,
            () if words <= SIGNATURE_WORDS
                && has_word(class, &["signature", "sig", "postsignature"])
                && !tells_post(document, node) =>
            {
                Cue::Unseen
            }
            () if words <= SIGNATURE_WORDS && has_name(class, CHROME) => Cue::Unseen,
            () if words <= POSTER_WORDS && features.prose(&range) == 0 && names_poster(class) => Cue::Byline,
            () => continue,
        };
        cue_of[range].fill(Some(cue));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html;

    #[test]
    fn addresses_of_threads_need_a_number_or_a_community() {
        let is_thread = |address: &str| by_address(&url::Url::parse(address).expect("an address"));
        for address in [
            "https://reed.example/forums/topic/the-roof-leaks/",
            "https://reed.example/thread-214.html",
            "https://reed.example/thread-214-1-1.html",
            "https://reed.example/index.php?topic=589061.0",
            "https://reed.example/question/81/roofs",
            "https://forum.reed.example/anything",
        ] {
            assert!(is_thread(address), "{address}");
        }
        for address in [
            "https://reed.example/topic/roofs/",
            "https://reed.example/thread-and-needle.html",
            "https://reed.example/search?topic=roofs",
            "https://reed.example/library?topic=12",
            "https://reed.example/support/roofs",
        ] {
            assert!(!is_thread(address), "{address}");
        }
    }

    #[test]
    fn a_topic_is_a_thread_by_its_posts() {
        let posts = |count: usize| "<div class=post-author>Ada</div><p>It leaks.</p>".repeat(count);
        assert!(has_posts(&html::parse(&posts(POSTS))));
        assert!(!has_posts(&html::parse(&posts(POSTS - 1))));
        assert!(!has_posts(&html::parse(&posts(POSTS).replace("post-", "comment-"))));
    }

    #[test]
    fn bodies_say_which_kind_of_entry_they_show() {
        assert!(shows_thread("wp-singular single single-question postid-7"));
        assert!(shows_thread("single single-dwqa-question"));
        assert!(!shows_thread("single single-post postid-7") && !shows_thread("single single-topic"));
        assert!(!shows_thread("single-column topic"));
        assert!(has_word("Flarum! 1.8", PROGRAMS) && !has_word("Discuz! X3.3", PROGRAMS));
        assert!(names_poster("author-name") && !names_poster("post-12 reply user-id-235"));
        assert!(!names_poster("post post--by-start-user"));
        assert!(is_entry("post-12 reply topic-author hentry") && !is_entry("entry-author"));
    }
}
