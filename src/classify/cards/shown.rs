//! The page that the card around a link shows.

use super::{CARD_BLOCKS, CARD_STEPS, FEWEST_TITLE_WORDS, Make, is_link, make};
use crate::blocks::{Blocks, words};
use crate::classify::addresses::leads_to_person;
use crate::document::{Attr, Document, NodeId, Tag};
use std::collections::HashMap;

/// Most nodes of a card: a block may be a line of thousands of links, and cards stand in each other.
const CARD_NODES: usize = 10_000;

/// What an element around a link is.
#[derive(Clone, Copy)]
enum Kind<'a> {
    /// A part of a card.
    Part,
    /// A card that shows the page with this address.
    Card(&'a str),
    /// No card: what holds cards or shows several pages.
    Other,
}

/// The pages that the cards of a document show; each card is looked at once.
pub struct Shown<'a> {
    document: &'a Document,
    blocks: &'a Blocks,
    kinds: HashMap<NodeId, Kind<'a>>,
}

impl<'a> Shown<'a> {
    /// Those of a document.
    pub fn of(document: &'a Document, blocks: &'a Blocks) -> Self {
        Self { document, blocks, kinds: HashMap::new() }
    }

    /// The address of the page that the card around a link shows: its heading's, else the one of its picture,
    /// which is also that of words. `None` where it is no card or shows several pages.
    pub fn address(&mut self, link: NodeId) -> Option<&'a str> {
        let (document, blocks) = (self.document, self.blocks);
        for card in document.ancestors(link).take(CARD_STEPS) {
            match self.kinds.entry(card).or_insert_with(|| kind(document, blocks, card)) {
                Kind::Part => {}
                Kind::Card(address) => return Some(address),
                Kind::Other => return None,
            }
        }
        None
    }
}

fn kind<'a>(document: &'a Document, blocks: &Blocks, card: NodeId) -> Kind<'a> {
    let range = blocks.within(document, card);
    let nodes = document.descendants(card);
    if card == 0 || range.len() > CARD_BLOCKS || nodes.len() > CARD_NODES {
        return Kind::Other;
    }
    let href = |node: NodeId| document.attr(node, Attr::Href).filter(|href| !href.starts_with('#'));
    let is_link = |node: &NodeId| is_link(document, *node) && href(*node).is_some();
    let links: Vec<NodeId> = nodes.filter(is_link).collect();
    if is_box(document, card, &links) {
        return Kind::Other;
    }
    let is_heading = |at: &usize| blocks.is_heading(*at);
    let headings = range.clone().filter(is_heading).count();
    let mut titles =
        range.filter(is_heading).flat_map(|at| blocks.links(at)).filter_map(|link| href(link.node));
    if let Some(title) = titles.next() {
        return if titles.all(|other| other == title) { Kind::Card(title) } else { Kind::Other };
    }
    let is_picture = |node| document.tag(node) == Some(Tag::Img);
    // Beside a thread stands the picture of who wrote last.
    let pictured = links
        .iter()
        .filter(|link| !leads_to_person(document, **link) && document.descendants(**link).any(is_picture));
    let mut pictures = pictured.filter_map(|link| href(*link));
    let Some(shown) = pictures.next() else {
        let is_item = |node| matches!(document.tag(node), Some(Tag::Li | Tag::Tr | Tag::Article));
        // An item of a list in it shows a page of its own, unless it says who and when.
        let leads = |node| {
            links
                .iter()
                .any(|link| document.descendants(node).contains(link) && !leads_to_person(document, *link))
        };
        let is_row = is_item(card) && !document.descendants(card).any(|node| is_item(node) && leads(node));
        let mut titles =
            links.iter().filter(|link| is_title(document, **link)).filter_map(|link| href(*link));
        let title = titles.next();
        let by_place = || title_by_place(document, card, &links).and_then(href);
        let title = match title {
            Some(title) => Some(title).filter(|title| is_row && titles.all(|other| other == *title)),
            None => Some(()).filter(|()| is_row).and_then(|()| by_place()),
        };
        return title.map_or(Kind::Part, Kind::Card);
    };
    let titled = || links.iter().any(|link| href(*link) == Some(shown) && is_title(document, *link));
    // The title may be a heading without a link of its own.
    if pictures.all(|other| other == shown) && (headings == 1 || titled()) {
        Kind::Card(shown)
    } else {
        Kind::Other
    }
}

/// Whether the words of a link are as many as those of a title.
fn is_title(document: &Document, link: NodeId) -> bool {
    words::count(&document.words(link)) >= FEWEST_TITLE_WORDS as usize
}

/// Items that are looked at for the place of their title.
const ITEMS_ASKED: usize = 8;

/// The link of an item that stands where the only title of an item of its make stands: titles may have a word or two.
fn title_by_place(document: &Document, item: NodeId, links: &[NodeId]) -> Option<NodeId> {
    let place = |item: NodeId, link: NodeId| {
        let around = document.ancestors(link).take(CARD_STEPS);
        let steps = around.into_iter().position(|node| node == item)?;
        Some((steps, make(document, document.node(link).parent)))
    };
    let own_make = make(document, item);
    let alike =
        document.children(document.node(item).parent).filter(|other| make(document, *other) == own_make);
    let title = alike.take(ITEMS_ASKED).find_map(|other| {
        let is_own = |link: &NodeId| {
            is_link(document, *link) && !leads_to_person(document, *link) && is_title(document, *link)
        };
        let mut titles = document.descendants(other).take(CARD_NODES).filter(is_own);
        let only = titles.next().filter(|_| titles.next().is_none())?;
        place(other, only)
    })?;
    links.iter().copied().find(|link| place(item, *link).is_some_and(|own| own == title))
}

/// Items of one make side by side: the last one that was met, how many there are, and whether a title is in one.
struct Items {
    last: NodeId,
    count: usize,
    titled: bool,
}

/// Whether an element holds several items of one make with links, and a title in one of them: it is a box. The
/// categories of a card are short.
fn is_box(document: &Document, card: NodeId, links: &[NodeId]) -> bool {
    let mut items: HashMap<(NodeId, Make), Items> = HashMap::new();
    for link in links {
        let title = is_title(document, *link);
        let inside = document.ancestors(*link).take_while(|node| *node != card);
        for item in inside {
            let make = make(document, item);
            if document.tag(item) != Some(Tag::Li) && make.1.is_none() {
                continue;
            }
            let parent = document.node(item).parent;
            let own = items.entry((parent, make)).or_insert(Items { last: 0, count: 0, titled: false });
            own.count += usize::from(own.last != item);
            own.last = item;
            own.titled |= title;
        }
    }
    items.values().any(|own| own.count > 1 && own.titled)
}
