//! Rules for pages with markup.
//!
//! 1. Every element may say what it is for ([`super::cues`]); the nearest sign above a block that fits what
//!    the element holds counts.
//! 2. The article's root is the smallest element that holds most of the page's running text.
//! 3. Blocks in the root are body unless their cue, their phrase or their links say otherwise;
//!    blocks outside are what their cue says.
//! 4. The model's choice of content is laid over these roles ([`super::verdict`]).

mod asides;
mod bylines;
mod contents;
mod controls;
mod entries;
mod headed;
mod headings;
mod hidden;
mod names;
mod neighbours;
mod posts;
pub(super) mod programs;
mod rules;
mod second_look;
mod surroundings;
mod tables;
mod trails;
pub(super) mod units;

use super::cues::Cue;
use super::features::Features;
use super::learned::{self, Known};
use super::page::ARTICLE_TYPES;
use super::{Found, Label, Page, cards, copies, listing, title, verdict};
use crate::document::{NodeId, Tag};
use crate::record::{PageKind, Role};
pub(super) use headed::take as take_headed;
use rules::Rules;
use std::ops::Range;
use surroundings::{block_cues, is_open, weight};

/// Share of the page's running text that an element must hold to be the root: lower shares cut
/// articles that are split over siblings, higher ones take sidebars in.
const ROOT_SHARE: f32 = 0.7;

/// Words of running text from which a page is read as one article.
const ARTICLE_WORDS: u32 = 80;

/// Share of all words outside menus that must be running text for the same.
const ARTICLE_SHARE: f32 = 0.3;

/// Share of a page's running text in cards from which the page is a list of other pages.
const LISTING_SHARE: f32 = 0.6;

/// Types that declare posts of several people.
const FORUM_TYPES: &[&str] = &["DiscussionForumPosting", "QAPage"];

/// What is found out about a page before its blocks are labelled.
pub(super) struct Outline {
    /// The cue that counts for each block.
    pub cue_of: Vec<Option<Cue>>,
    /// Whether the page is one text to read.
    pub article: bool,
    /// Whether it is what several people wrote.
    pub forum: bool,
    /// The kind of page that its program names.
    pub told: Option<PageKind>,
    /// The blocks of the article's root, as the model knows it.
    core: Range<usize>,
    /// The same with all sections of the text.
    pub range: Range<usize>,
    /// The block that carries the title.
    pub title: Option<usize>,
    /// Groups of cards: the blocks of each card.
    groups: Vec<Vec<Range<usize>>>,
}

impl Outline {
    pub fn of(page: &Page, features: &Features) -> Self {
        let mut cue_of = block_cues(page, features);
        let forum = is_forum(page, features, &cue_of);
        if forum {
            // What people wrote is the text of a forum; remarks on a question and its answers are not.
            let (comments, others) = split_prose(features, &cue_of);
            let remarks = page.declares(&["QAPage"]) && comments <= others && posts::has_answers(page);
            if !remarks {
                cue_of.iter_mut().filter(|cue| **cue == Some(Cue::Comments)).for_each(|cue| *cue = None);
            }
            posts::mark(page, features, &mut cue_of);
        }
        let weigh = |index: usize| weight(features, &cue_of, index);
        let prose: u32 = (0..page.blocks.len()).map(weigh).sum();
        let open_words =
            |index: usize| if is_open(features, &cue_of, index) { features.stats[index].words } else { 0 };
        let visible: u32 = (0..page.blocks.len()).map(open_words).sum();
        let groups = cards::groups(page, features);
        let in_cards: u32 = cards::apart(&groups).flat_map(|cards| cards::span(cards)).map(weigh).sum();
        let enough = prose >= ARTICLE_WORDS
            && prose as f32 >= ARTICLE_SHARE * visible as f32
            && in_cards as f32 <= LISTING_SHARE * prose as f32;
        let told = programs::kind(page);
        let article = !told.is_some_and(listing::lists_others)
            && (enough || (prose > 0 && page.declares(ARTICLE_TYPES)));
        let root = root(page, if article { &weigh } else { &open_words }, &open_words);
        let mut core = page.blocks.within(page.document, root.core);
        let whole = if forum { posts::all(page, features, &cue_of, root.whole) } else { root.whole };
        let mut range = page.blocks.within(page.document, whole);
        let first = core.clone().find(|index| weigh(*index) > 0).unwrap_or(core.start);
        let title = title::find(page, features, &cue_of, first);
        if let Some(title) = title.filter(|_| page.is_product()) {
            // Between a product's name and its description stand its price and its state.
            core.start = core.start.min(title);
            range.start = range.start.min(title);
        }
        Self { cue_of, article, forum, told, core, range, title, groups }
    }

    /// What of it the model is told.
    pub fn known(&self) -> Known<'_> {
        Known { cue_of: &self.cue_of, title: self.title, root: self.core.clone(), forum: self.forum }
    }
}

pub(super) fn label(page: &Page, features: &Features) -> Found {
    let outline = Outline::of(page, features);
    let decision =
        page.models.map(|models| learned::decide(page, features, &outline.known(), &models.html, page.favor));
    let Outline { cue_of, article, forum, told, range, title, groups, .. } = outline;
    let mut rules =
        Rules { page, features, cue_of: &cue_of, article, forum, range, title, labels: Vec::new(), groups };
    rules.run();
    if let Some(decision) = &decision {
        verdict::apply(page, features, decision, title, forum, &mut rules.labels);
    }
    names::settle(page, features, &mut rules.labels);
    names::name_groups(page, features, forum, &mut rules.labels);
    headed::leave_remarks(page, &mut rules.labels);
    if forum {
        posts::subjects::leave_out(page, title, &mut rules.labels);
        posts::subjects::leave_numbers(page, &mut rules.labels);
    }
    copies::leave_out(page, features, &mut rules.labels);
    let by_rules = || told.unwrap_or_else(|| kind(page, article, &rules.labels));
    let kind = if forum { PageKind::Forum } else { by_rules() };
    if kind == PageKind::Listing {
        let cards = listing::cards(&rules.groups, &rules.labels);
        listing::leave_dates(page, features, &cards, &mut rules.labels);
    }
    let headed = if forum { Vec::new() } else { headed::find(page, features, &cue_of, &rules.labels) };
    Found { labels: rules.labels, kind, told, groups: rules.groups, headed, decision }
}

/// Whether the page's text is what several people wrote: it says so, or there is hardly any other.
fn is_forum(page: &Page, features: &Features, cue_of: &[Option<Cue>]) -> bool {
    let (comments, others) = split_prose(features, cue_of);
    let is_talk = || others < ARTICLE_WORDS && comments > others;
    // What buyers say of a product is longer than what the shop says, often enough.
    page.declares(FORUM_TYPES) || posts::is_thread(page) || (!page.is_product() && is_talk())
}

/// Words of running text in what calls itself comments, and in what may be content.
fn split_prose(features: &Features, cue_of: &[Option<Cue>]) -> (u32, u32) {
    let prose = |own: fn(Option<Cue>) -> bool| -> u32 {
        let blocks = cue_of.iter().zip(&features.stats);
        blocks.filter(|(cue, stats)| stats.prose && own(**cue)).map(|(_, stats)| stats.words).sum()
    };
    let comments = prose(|cue| cue == Some(Cue::Comments));
    (comments, prose(|cue| matches!(cue, None | Some(Cue::Content | Cue::Header))))
}

/// Words from which what stands under a heading is a section and no button.
const SECTION_WORDS: u32 = 12;

/// Share of a section's words that another has which is no `<section>`: boxes beside a text may be of its make.
const SECTION_SHARE: f32 = 0.2;

/// Where the article stands.
#[derive(Clone, Copy)]
struct Root {
    /// The smallest element that holds [`ROOT_SHARE`] of the weight; the model learned with it.
    core: NodeId,
    /// The same, but with all sections of a text: the first of them may hold most of the words.
    whole: NodeId,
}

fn root(page: &Page, weigh: &dyn Fn(usize) -> u32, open_words: &dyn Fn(usize) -> u32) -> Root {
    let mut sums = vec![0_u32; page.blocks.len() + 1];
    for index in 0..page.blocks.len() {
        sums[index + 1] = sums[index] + weigh(index);
    }
    let weight = |range: Range<usize>| sums[range.end] - sums[range.start];
    let total = weight(0..page.blocks.len()) as f32;
    let mut root = Root { core: 0, whole: 0 };
    loop {
        let heavy = page
            .document
            .children(root.core)
            .filter(|child| page.document.tag(*child).is_some_and(|tag| !matches!(tag, Tag::P | Tag::Li)))
            .filter(|child| !tables::is_data(page, *child))
            .find(|child| weight(page.blocks.within(page.document, *child)) as f32 >= ROOT_SHARE * total);
        match heavy {
            Some(child) if total > 0.0 => {
                if root.whole == root.core && !is_one_section(page, root.core, child, open_words) {
                    root.whole = child;
                }
                root.core = child;
            }
            _ => return root,
        }
    }
}

/// Whether an element is one of the sections of a text: another of its make stands beside it, under a heading of the same
/// level, and says something as well.
fn is_one_section(page: &Page, parent: NodeId, own: NodeId, open_words: &dyn Fn(usize) -> u32) -> bool {
    let document = page.document;
    let level = |node| page.blocks.within(document, node).next().and_then(|at| page.blocks.level(at));
    let Some(heading) = level(own).filter(|_| matches!(document.tag(own), Some(Tag::Section | Tag::Div)))
    else {
        return false;
    };
    let words = |node: NodeId| page.blocks.within(document, node).map(open_words).sum::<u32>();
    let least = match document.tag(own) {
        Some(Tag::Section) => SECTION_WORDS,
        _ => SECTION_WORDS.max((SECTION_SHARE * words(own) as f32) as u32),
    };
    document.children(parent).any(|other| {
        other != own
            && document.tag(other).is_some()
            && cards::are_alike(document, own, other)
            && level(other) == Some(heading)
            && words(other) >= least
    })
}

/// What sort of page it is, by what it declares and how its text is spread.
fn kind(page: &Page, article: bool, labels: &[Label]) -> PageKind {
    if article && page.declares(ARTICLE_TYPES) {
        return PageKind::Article;
    }
    if page.is_product() {
        return PageKind::Product;
    }
    if page.declares(&["TechArticle", "APIReference"]) {
        return PageKind::Documentation;
    }
    if !article && page.declares(&["CollectionPage", "ItemList", "SearchResultsPage"]) {
        return PageKind::Listing;
    }
    match (article, labels.iter().any(|label| label.role == Role::Body)) {
        (true, _) => PageKind::Article,
        (false, true) => PageKind::Listing,
        (false, false) => PageKind::Other,
    }
}
