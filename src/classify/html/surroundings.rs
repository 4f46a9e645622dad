//! What the elements around each block say of it, weighed against what they hold.

use crate::blocks::{Shape, words};
use crate::classify::cues::{self, Cue};
use crate::classify::features::Features;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Page, cards};
use crate::document::{Attr, NodeId, Tag};
use foldhash::HashSet;
use std::ops::Range;

/// Share of the page's running text beyond which no element is boilerplate, whatever it calls itself.
pub(super) const TOO_MUCH_TO_DROP: f32 = 0.4;

/// Most words of a byline with whatever stands in its element: a portrait's text, a role, dates.
const BYLINE_WORDS: u32 = 60;

/// Most blocks of an entry in a list of pages, with a foot of its own: a card's six, and the foot's two.
const ENTRY_BLOCKS: usize = 8;

/// Elements between the foot of an entry and the entry: a wrapper or two; the site's foot is further from an `<li>`.
const ENTRY_STEPS: usize = 4;

/// Most words of what serves a text and is none: trails, pagers, tags, share lines.
const SMALL_WORDS: u32 = 150;

/// Most blocks of links that lead around: each is asked for its words.
const AROUND_BLOCKS: usize = 40;

/// Most pages to which the links lead that stand around an article: before, after, the list of all.
const MOST_AROUND: usize = 3;

/// The cue that counts for each block: the nearest one above it that fits, but comments and teasers
/// over all that stands in them.
pub(super) fn block_cues(page: &Page, features: &Features) -> Vec<Option<Cue>> {
    let document = page.document;
    let all = 0..page.blocks.len();
    let total = features.prose(&all).max(1) as f32;
    // What buyers say of a product is no part of what the page says of it.
    let product = page.is_product();
    let mut cue_of = vec![None; page.blocks.len()];
    let mut reader = cues::Reader::default();
    let mut around = Around::default();
    let main = page.main_part();
    let mut node = 1;
    while node < document.len() {
        let range = if document.tag(node).is_some() { page.blocks.within(document, node) } else { 0..0 };
        if range.is_empty() {
            // Nothing below it is a block either.
            node = if document.tag(node).is_some() { document.node(node).end } else { node + 1 };
            continue;
        }
        let cue = match document.tag(node) {
            // Their class names speak of the whole site: "comments-open".
            Some(Tag::Html | Tag::Body) => None,
            // Those in code speak of its words, "hljs-comment", and those of a picture of how it is shown: "lightbox".
            Some(Tag::Pre | Tag::Code | Tag::Figure | Tag::Figcaption) => None,
            _ if product && cues::is_reviews(document, node) => Some(Cue::Comments),
            _ => reader.cue(document, node).map(|cue| as_headed(cue, page, &range)),
        };
        if let Some(cue) = cue
            && fits(cue, page, &range, features, total)
            && !(is_beside(cue) && main.is_some_and(|main| document.descendants(node).contains(&main)))
            && !(cue == Cue::Footer && is_of_entry(page, node))
            && !(cue == Cue::Menu && is_plain_item(page, node, &range))
            && (!matches!(cue, Cue::PrevNext | Cue::Pagination) || around.leads(page, &range))
            // A name tells whose line it is, however long; other parts of a line speak of themselves.
            && (matches!(cue, Cue::Byline | Cue::Tags) || !begins_only(page, node, &range))
        {
            let answers = if cue == Cue::Footer { answers(page, features, node) } else { 0..0 };
            for at in range {
                let cue = if answers.contains(&at) { Cue::Content } else { cue };
                cue_of[at] = Some(stronger(cue_of[at], cue));
            }
        }
        node += 1;
    }
    cue_of
}

/// Whether a cue speaks of what stands around or beside a page's main part: no element that holds the main part is that.
fn is_beside(cue: Cue) -> bool {
    matches!(cue, Cue::Menu | Cue::Footer | Cue::Aside | Cue::Promo | Cue::Teasers)
}

/// The questions and answers in an article's `<footer>`, with their heading: they are of the text, while the rest is about it.
fn answers(page: &Page, features: &Features, footer: NodeId) -> Range<usize> {
    let document = page.document;
    let within = |node: NodeId| page.blocks.within(document, node);
    let in_article = || document.ancestors(footer).any(|node| document.tag(node) == Some(Tag::Article));
    if document.tag(footer) != Some(Tag::Footer) || features.prose(&within(footer)) == 0 || !in_article() {
        return 0..0;
    }
    let parts = |node: NodeId| document.children(node).filter(move |own| !within(*own).is_empty());
    let mut whole = footer;
    while let (Some(only), None) = (parts(whole).next(), parts(whole).nth(1)) {
        whole = only;
    }
    let is_answer = |node: NodeId| {
        let says = || document.attr(node, Attr::Itemprop).is_some_and(|own| own.contains("Answer"));
        (document.tag(node) == Some(Tag::Details) || says()) && features.prose(&within(node)) > 0
    };
    let mut answering = parts(whole).filter(|part| document.descendants(*part).any(is_answer)).map(within);
    let Some(first) = answering.next() else { return 0..0 };
    first.start..answering.last().map_or(first.end, |last| last.end)
}

/// Whether the foot of an element is that of an entry: who wrote a card, the source of a picture.
fn is_of_entry(page: &Page, node: NodeId) -> bool {
    let is_entry = |own: &NodeId| {
        matches!(page.document.tag(*own), Some(Tag::Article | Tag::Li | Tag::Figure))
            && page.blocks.within(page.document, *own).len() <= ENTRY_BLOCKS
    };
    page.document.ancestors(node).take(ENTRY_STEPS).any(|own| is_entry(&own))
}

/// Whether an item by the name of those in menus leads nowhere: page builders call any item so.
fn is_plain_item(page: &Page, node: NodeId, range: &Range<usize>) -> bool {
    page.document.tag(node) == Some(Tag::Li)
        && range.len() == 1
        && page.blocks.links(range.start).is_empty()
        && !page.document.descendants(node).any(|own| page.document.tag(own) == Some(Tag::Button))
}

/// A list by the name of comments is one of other pages if its first words say so.
fn as_headed(cue: Cue, page: &Page, range: &Range<usize>) -> Cue {
    let teasers = || {
        phrases::says(page.blocks.text(range.start), Phrase::Teasers) && !waits_for_script(page, range.start)
    };
    if cue == Cue::Comments && teasers() { Cue::Teasers } else { cue }
}

/// Whether a heading stands alone in a box that its class name hides until a script has filled it: it names nothing
/// that follows.
pub(super) fn waits_for_script(page: &Page, index: usize) -> bool {
    let document = page.document;
    let around = page.around(index);
    let mut alone = around.take_while(|node| *node != 0 && page.blocks.within(document, *node).len() == 1);
    alone.any(|node| cues::is_hidden_by_name(document, node))
}

/// Whether an element inside of a block holds, with others of its make, the first of its words and no more than half
/// of them.
fn begins_only(page: &Page, node: NodeId, range: &Range<usize>) -> bool {
    let (document, block) = (page.document, page.blocks.get(range.start));
    if range.len() > 1 || node <= block.node || node >= document.node(block.node).end {
        return false;
    }
    let end = page.blocks.end(document, range.start);
    let make = cards::make(document, node);
    let mut len = 0;
    let mut at = node;
    while at < end {
        if document.tag(at).is_some() && cards::make(document, at) == make {
            len += document.words_len(at);
            at = document.node(at).end;
        } else {
            at += 1;
        }
    }
    len * 2 < page.blocks.text(range.start).len()
}

/// Whether an element can be what it says, by what it holds.
fn fits(cue: Cue, page: &Page, range: &Range<usize>, features: &Features, total: f32) -> bool {
    let (words, prose) = (features.words(range), features.prose(range) as f32);
    let small = words <= SMALL_WORDS;
    match cue {
        Cue::Content => true,
        Cue::Byline => words <= BYLINE_WORDS,
        Cue::Pagination | Cue::PrevNext => small && range.len() <= AROUND_BLOCKS,
        // A cell that holds nothing else says so to all: "Yes" behind a tick.
        Cue::Unseen if range.len() == 1 && page.blocks.get(range.start).shape == Shape::Cell => false,
        Cue::Share | Cue::Breadcrumb | Cue::Tags | Cue::Unseen => small,
        Cue::Comments => true,
        _ => prose <= TOO_MUCH_TO_DROP * total,
    }
}

/// Whether the links of elements lead around; wrappers hold the same blocks and are asked once.
#[derive(Default)]
struct Around {
    last: Option<(Range<usize>, bool)>,
}

impl Around {
    fn leads(&mut self, page: &Page, range: &Range<usize>) -> bool {
        match &self.last {
            Some((own, leads)) if own == range => *leads,
            _ => self.last.insert((range.clone(), leads_around(page, range))).1,
        }
    }
}

/// Whether the links of some blocks can lead to the pages before and after, or to the parts of this one: they are
/// few, or they say so.
fn leads_around(page: &Page, range: &Range<usize>) -> bool {
    let links = || range.clone().flat_map(|index| page.blocks.links(index));
    let pages: HashSet<&str> = links().filter_map(|link| page.document.attr(link.node, Attr::Href)).collect();
    let says = |text: &str| {
        !words::has_letters(text)
            || matches!(phrases::phrase(text), Some(Phrase::Previous | Phrase::Next))
            || phrases::neighbour(text).is_some()
    };
    pages.len() <= MOST_AROUND
        || links().any(|link| says(page.blocks.link_text(link)))
        || range.clone().any(|index| says(page.blocks.text(index)))
}

/// Of the cue above and the nearer one, the one that counts.
fn stronger(above: Option<Cue>, near: Cue) -> Cue {
    match (above, near) {
        // The buttons that plugins put under every excerpt.
        (Some(Cue::Teasers), Cue::Share) => Cue::Share,
        // What stands in these belongs to them, whatever it is called inside.
        (
            Some(
                Cue::Comments
                | Cue::Teasers
                | Cue::Breadcrumb
                | Cue::Pagination
                | Cue::PrevNext
                | Cue::Toc
                | Cue::Unseen,
            ),
            _,
        ) => above.unwrap_or(near),
        // A menu or a footer stays one through its columns; teasers and sharing stand in them too.
        (Some(Cue::Footer), Cue::Menu) => Cue::Footer,
        // A bar at the foot of a small screen stands in the head of the page.
        (Some(Cue::Header), Cue::Footer) => Cue::Header,
        (
            Some(Cue::Menu | Cue::Footer | Cue::Promo),
            Cue::Header | Cue::Aside | Cue::Content | Cue::Tags | Cue::Byline,
        ) => above.unwrap_or(near),
        (Some(Cue::Aside), Cue::Header | Cue::Content) => Cue::Aside,
        _ => near,
    }
}

/// Whether a block may be content as far as its surroundings say.
pub(super) fn is_open(features: &Features, cue_of: &[Option<Cue>], index: usize) -> bool {
    !features.stats[index].hidden && matches!(cue_of[index], None | Some(Cue::Content | Cue::Header))
}

pub(super) fn weight(features: &Features, cue_of: &[Option<Cue>], index: usize) -> u32 {
    let stats = &features.stats[index];
    match cue_of[index] {
        None | Some(Cue::Content | Cue::Header) if stats.prose => stats.words,
        _ => 0,
    }
}
