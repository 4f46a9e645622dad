//! What the page as a whole says: sums, what it declares, its address.

use super::elements::Elements;
use super::sink::Sink;
use super::tally::{Sum, Tally};
use super::{Known, vocabulary};
use crate::classify::{Page, addresses};
use crate::document::Tag;
use url::Url;

/// Declared types that belong together.
const TYPES: [(&str, &[&str]); 7] = [
    ("article", &["article", "newsarticle", "blogposting", "report", "scholarlyarticle"]),
    ("product", &["product", "productgroup", "offer", "aggregateoffer"]),
    ("list", &["itemlist", "collectionpage", "searchresultspage"]),
    ("forum", &["discussionforumposting", "qapage", "question", "answer", "comment"]),
    ("service", &["service", "softwareapplication", "professionalservice"]),
    ("page", &["webpage"]),
    ("website", &["website"]),
];

/// Words of addresses that belong together.
const ADDRESSES: [(&str, &[&str]); 6] = [
    ("blog", &["blog", "news", "article", "articles", "story", "stories", "post", "posts", "magazine"]),
    ("product", &["product", "products", "item", "p", "dp", "shop", "store", "buy"]),
    ("collection", &["collection", "collections", "category", "categories", "c", "catalog", "catalogue"]),
    (
        "forum",
        &[
            "forum",
            "forums",
            "thread",
            "threads",
            "topic",
            "t",
            "viewtopic",
            "question",
            "questions",
            "discussion",
            "community",
            "r",
        ],
    ),
    (
        "docs",
        &[
            "docs",
            "doc",
            "documentation",
            "api",
            "reference",
            "guide",
            "guides",
            "manual",
            "wiki",
            "tutorial",
            "tutorials",
            "learn",
            "help",
            "support",
        ],
    ),
    (
        "list",
        &[
            "tag",
            "tags",
            "best",
            "top",
            "list",
            "lists",
            "search",
            "jobs",
            "events",
            "directory",
            "archive",
            "page",
        ],
    ),
];

/// Tags that are counted.
const TAGS: [(Tag, &str); 12] = [
    (Tag::Article, "articles"),
    (Tag::Section, "sections"),
    (Tag::P, "paragraphs"),
    (Tag::Li, "items"),
    (Tag::Tr, "rows"),
    (Tag::Form, "forms"),
    (Tag::Button, "buttons"),
    (Tag::Main, "mains"),
    (Tag::Pre, "code"),
    (Tag::Figure, "figures"),
    (Tag::Dl, "definitions"),
    (Tag::Details, "details"),
];

/// Rows of the vocabulary that are counted.
const ROWS: [&str; 18] = [
    "comment", "article", "post", "product", "price", "card", "grid", "message", "review", "user", "code",
    "service", "wiki", "cart", "filter", "hero", "builder", "event",
];

/// The values of a page, the same for all of its blocks.
pub(super) fn write_text(tally: &Tally, sink: &mut impl Sink) {
    let (page, count) = (tally.page(), tally.len().max(1) as f32);
    let longest = tally.counts.iter().map(|own| own.words).max().unwrap_or(0);
    sink.put("words", page.get(Sum::Words));
    sink.put("blocks", count);
    sink.put("good", page.share(Sum::GoodWords, Sum::Words));
    sink.put("long", page.get(Sum::LongBlocks));
    sink.put("sentences", page.get(Sum::Sentences) / count);
    sink.put("headings", page.get(Sum::Headings));
    sink.put("words_per_block", page.get(Sum::Words) / count);
    sink.put("short", page.get(Sum::ShortBlocks) / count);
    sink.put("prices", page.get(Sum::Prices));
    sink.put("years", page.get(Sum::Years));
    sink.put("longest", longest as f32);
    sink.put("good_words_each", page.share(Sum::GoodWords, Sum::LongBlocks));
}

/// What only markup tells.
pub(super) fn write_markup(
    page: &Page,
    known: &Known,
    tally: &Tally,
    elements: &Elements,
    sink: &mut impl Sink,
) {
    let totals = tally.page();
    sink.put("link_share", totals.share(Sum::LinkBytes, Sum::Bytes));
    sink.put("plain", totals.share(Sum::PlainWords, Sum::Words));
    sink.put("hidden", totals.share(Sum::HiddenWords, Sum::Words));
    sink.put("nodes", page.document.len() as f32);
    sink.put("pictures", page.blocks.pictures().len() as f32);
    let level = |wanted| tally.counts.iter().filter(|own| own.heading == wanted).count() as f32;
    sink.put("first_level", level(1));
    sink.put("second_level", level(2));
    sink.flag("reads_as_forum", known.forum);
    let mut tags = [0_u32; TAGS.len()];
    let mut rows = [0_u32; vocabulary::COUNT];
    for element in &elements.list {
        if let Some(at) = TAGS.iter().position(|(tag, _)| element.tag == Some(*tag)) {
            tags[at] += 1;
        }
        let mut own = element.names[0].rows | element.names[1].rows;
        while own != 0 {
            rows[own.trailing_zeros() as usize] += 1;
            own &= own - 1;
        }
    }
    for ((_, name), count) in TAGS.iter().zip(tags) {
        sink.put_in("tag_", name, count as f32);
    }
    for (name, count) in vocabulary::names().zip(rows).filter(|(name, _)| ROWS.contains(name)) {
        sink.put_in("word_", name, count as f32);
    }
    write_types(page.types, sink);
    write_address(page.address.map(Url::as_str), sink);
}

fn write_types(types: &[String], sink: &mut impl Sink) {
    for (name, own) in TYPES {
        let count = types.iter().filter(|declared| own.iter().any(|one| one.eq_ignore_ascii_case(declared)));
        sink.put_in("type_", name, count.count() as f32);
    }
    sink.put_in("type_", "any", types.len() as f32);
}

fn write_address(address: Option<&str>, sink: &mut impl Sink) {
    let rest = address.and_then(|own| own.split_once("://")).map_or("", |parts| parts.1);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let steps: Vec<&str> = addresses::path(path).split('/').collect();
    let steps: Vec<&str> = steps.into_iter().filter(|step| !step.is_empty()).collect();
    let last = steps.last().copied().unwrap_or_default();
    let mut put = |name: &str, value: f32| sink.put_in("address_", name, value);
    put("steps", steps.len() as f32);
    put("hyphens", last.matches(['-', '_']).count() as f32);
    put("digits", path.bytes().filter(u8::is_ascii_digit).count() as f32);
    for (name, words) in ADDRESSES {
        let count = |text: &str| {
            let parts = text.split(|letter: char| !letter.is_ascii_alphanumeric());
            parts.filter(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part))).count()
        };
        put(name, (count(path) + 2 * count(host)) as f32);
    }
}
