//! Links that stand in several teasers alike, and name none of the pages.

use crate::assemble::Page;
use crate::blocks::words;
use crate::classify::cards::{self, CARD_BLOCKS};
use crate::document::NodeId;
use crate::record::Role;
use std::collections::{HashMap, HashSet};

/// Cards from which a link that stands in each of them is their author or category and no title.
const SHARED_CARDS: usize = 3;

/// Most words of such a link: a title that several boxes show has more.
const SHARED_WORDS: usize = 4;

/// Pages from which words that lead to each of them are a button, and no title: "Check the price".
const LABELLED_PAGES: usize = 3;

/// Most words of such a button: titles with more are those of one thread, or of several editions.
const LABEL_WORDS: usize = 5;

/// Most words of a category that is a heading over each title.
const KICKER_WORDS: usize = 2;

/// Elements between a title and the card that such a button leads from.
const CARD_STEPS: usize = 4;

/// Words that lead to several pages, each of which has another name in its card: a title without a link over them, or
/// other words that lead there. Several pages may have one title.
fn labels(page: &Page) -> HashSet<String> {
    let blocks = page.blocks;
    let mut names: HashMap<String, HashSet<String>> = HashMap::new();
    let mut pages: HashMap<String, HashMap<String, bool>> = HashMap::new();
    let mut titled = false;
    let mut before = None;
    for index in page.with_role(Role::Teaser) {
        let heading = blocks.is_heading(index);
        titled |= heading && blocks.links(index).is_empty();
        titled &= before.is_none_or(|before| index - before <= CARD_BLOCKS);
        before = Some(index);
        // Behind another link in one line it is that one's.
        let mut led = false;
        for link in blocks.links(index) {
            let words = blocks.link_text(link).replace('\n', " ");
            let Some(url) = page.address(link.node) else { continue };
            // Places on one page are those of one title.
            let url = url.split('#').next().unwrap_or_default().to_owned();
            names.entry(url.clone()).or_default().insert(words.clone());
            if !heading && words::count(&words) <= LABEL_WORDS {
                let own = pages.entry(words).or_default().entry(url).or_default();
                *own |= std::mem::take(&mut titled) || led;
            }
            led = true;
        }
    }
    let named = |own: (&String, &bool)| *own.1 || names.get(own.0).is_some_and(|names| names.len() > 1);
    let is_label = |pages: &HashMap<String, bool>| {
        pages.len() >= LABELLED_PAGES && pages.iter().filter(|own| named(*own)).count() * 2 > pages.len()
    };
    pages.into_iter().filter(|(_, pages)| is_label(pages)).map(|(words, _)| words).collect()
}

/// Whether headings of a word or two lead to several pages each: they are categories over titles, and so are the others
/// of the page.
fn has_kickers(page: &Page) -> bool {
    let blocks = page.blocks;
    let mut pages: HashMap<String, Option<String>> = HashMap::new();
    let headings = page.with_role(Role::Teaser).filter(|at| blocks.is_heading(*at));
    for link in headings.flat_map(|at| blocks.links(at)) {
        let (words, url) = (blocks.link_text(link), page.address(link.node));
        if words::count(words) <= KICKER_WORDS
            && *pages.entry(words.to_owned()).or_insert_with(|| url.clone()) != url
        {
            return true;
        }
    }
    false
}

/// What several teasers of a page show alike.
pub(super) struct Repeated {
    /// Words and addresses of links that stand in several teasers.
    links: HashSet<(String, String)>,
    /// Words that lead to several pages.
    labels: HashSet<String>,
    /// Whether categories are headings over the titles.
    kickers: bool,
}

impl Repeated {
    pub fn of(page: &Page) -> Self {
        let mut counts: HashMap<(String, String), usize> = HashMap::new();
        for link in page.with_role(Role::Teaser).flat_map(|index| page.blocks.links(index)) {
            if let Some(url) = page.address(link.node) {
                *counts.entry((page.blocks.link_text(link).replace('\n', " "), url)).or_default() += 1;
            }
        }
        let labels = labels(page);
        let is_name = |words: &str| words::count(words) <= SHARED_WORDS;
        let shared =
            counts.into_iter().filter(|((words, _), count)| *count >= SHARED_CARDS && is_name(words));
        Self { links: shared.map(|(link, _)| link).collect(), labels, kickers: has_kickers(page) }
    }

    /// Whether a link is the author or the category of several teasers.
    pub fn is_shared(&self, words: &str, url: Option<&str>) -> bool {
        url.is_some_and(|url| self.links.contains(&(words.to_owned(), url.to_owned())))
    }

    /// Whether categories are headings over the titles.
    pub fn has_kickers(&self) -> bool {
        self.kickers
    }

    /// Whether words lead to several pages.
    pub fn is_label(&self, words: &str) -> bool {
        self.labels.contains(words)
    }

    /// The link of the card that a heading without a link heads, where such words are all that leads from there.
    pub fn labelled(&self, page: &Page, heading: usize) -> Option<NodeId> {
        let (document, blocks) = (page.document, page.blocks);
        for card in document.ancestors(blocks.get(heading).node).take(CARD_STEPS) {
            let mut range = blocks.within(document, card);
            let is_other = |at: usize| at != heading && blocks.is_heading(at);
            if card == 0 || range.len() > CARD_BLOCKS || range.any(is_other) {
                return None;
            }
            let mut links = document.descendants(card).filter(|node| cards::is_link(document, *node));
            if let Some(first) = links.next() {
                let is_label = |link: NodeId| self.is_label(&document.words(link));
                let alike = |link: NodeId| page.address(link) == page.address(first);
                return Some(first)
                    .filter(|first| is_label(*first) && links.all(|link| alike(link) && is_label(link)));
            }
        }
        None
    }
}
