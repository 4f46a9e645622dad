//! The picture of a teaser.

use crate::assemble::Page;
use crate::blocks::{Picture, words};
use crate::classify::addresses;
use crate::document::{Attr, NodeId, Tag};
use crate::record::Teaser;
use std::collections::{HashMap, HashSet};

/// Pages from which a picture that is shown with each of them is a sign or a placeholder.
const SIGNED_PAGES: usize = 3;

/// Elements between a link and the card that its picture stands in.
const CARD_STEPS: usize = 4;

/// Most blocks of such a card.
const CARD_BLOCKS: usize = 6;

/// Most nodes of a card among which one may have a picture behind it; bounds the cost.
const CARD_NODES: usize = 96;

/// The picture of a teaser: one below the link, else one in the card around it; where there is none, the one
/// behind an element of the card, or the one that stands behind its words.
pub(super) fn of(page: &Page, index: usize, link: NodeId) -> Option<String> {
    let near = Near::of(page, index, index + 2);
    let cards = || cards(page, link);
    near.source(link)
        .or_else(|| near.source(cards().find(|node| near.below(*node).next().is_some())?))
        .or_else(|| std::iter::once(link).chain(cards()).find_map(|node| behind(page, node)))
        .or_else(|| {
            let far = Near::of(page, index, index + CARD_BLOCKS);
            let own = cards().take_while(|card| shows_one(page, *card, link));
            far.source(own.into_iter().find(|node| far.below(*node).next().is_some())?)
        })
}

/// The pictures around a block.
struct Near<'a> {
    page: &'a Page<'a>,
    pictures: &'a [Picture],
}

impl<'a> Near<'a> {
    /// Those from the blocks before one up to another.
    fn of(page: &'a Page<'a>, index: usize, end: usize) -> Self {
        let pictures = page.blocks.pictures();
        let from = pictures.partition_point(|picture| (picture.block as usize) + 3 < index);
        let to = pictures.partition_point(|picture| (picture.block as usize) < end);
        Self { page, pictures: &pictures[from..to.max(from)] }
    }

    /// Those below an element: pictures are in the order of the page, and so is what stands there.
    fn below(&self, of: NodeId) -> impl Iterator<Item = NodeId> + use<'a> {
        let page = self.page;
        let own = &self.pictures[self.pictures.partition_point(|picture| picture.node < of)..];
        let end = page.document.node(of).end;
        let own = own.iter().map(|picture| picture.node).take_while(move |node| *node < end);
        own.filter(move |picture| !shows_person(page, *picture))
    }

    /// Where the first of them is. A picture that a script loads later stands once more for those without scripts.
    fn source(&self, of: NodeId) -> Option<String> {
        let document = self.page.document;
        let mut shown = self.below(of);
        let first = shown.next()?;
        let scriptless = shown
            .filter(|node| document.ancestors(*node).any(|above| document.tag(above) == Some(Tag::Noscript)));
        std::iter::once(first).chain(scriptless).find_map(|node| written(self.page, node))
    }
}

/// Takes away the pictures that stand with several pages: signs, and what waits for the real ones. A picture that all
/// parts of a series share goes, too: nothing tells it from those.
pub(super) fn leave_out_signs(teasers: &mut [Teaser]) {
    let mut pages: HashMap<&str, HashSet<Option<&str>>> = HashMap::new();
    for teaser in teasers.iter() {
        if let Some(image) = &teaser.image {
            pages.entry(image).or_default().insert(teaser.url.as_deref());
        }
    }
    let signs = pages.iter().filter(|(_, pages)| pages.len() >= SIGNED_PAGES);
    let signs: HashSet<String> = signs.map(|(image, _)| (*image).to_owned()).collect();
    for teaser in teasers {
        teaser.image = teaser.image.take().filter(|image| !signs.contains(image));
    }
}

/// Whether a picture leads to a person: it shows who wrote, and nothing of what was written.
fn shows_person(page: &Page, picture: NodeId) -> bool {
    let is_link = |node: &NodeId| page.document.tag(*node) == Some(Tag::A);
    let link = page.document.ancestors(picture).take(CARD_STEPS).find(is_link);
    link.is_some_and(|link| addresses::leads_to_person(page.document, link))
}

/// The elements around a link that may be its card.
fn cards<'a>(page: &'a Page, link: NodeId) -> impl Iterator<Item = NodeId> + 'a {
    page.document.ancestors(link).take(CARD_STEPS).filter(|node| {
        matches!(page.document.tag(*node), Some(Tag::Li | Tag::Article | Tag::Div | Tag::Section))
            && page.blocks.within(page.document, *node).len() <= CARD_BLOCKS
    })
}

/// Whether an element shows no title of another page than a link does: a picture in it is no other's.
fn shows_one(page: &Page, card: NodeId, link: NodeId) -> bool {
    let own = page.document.attr(link, Attr::Href);
    let mut links =
        page.blocks.within(page.document, card).take(CARD_BLOCKS).flat_map(|at| page.blocks.links(at));
    links.all(|other| {
        words::count(page.blocks.link_text(other)) < super::FEWEST_TITLE_WORDS
            || addresses::leads_to_person(page.document, other.node)
            || page.document.attr(other.node, Attr::Href) == own
    })
}

/// Where a picture is; what a script loads later stands beside an empty one.
fn written(page: &Page, picture: NodeId) -> Option<String> {
    let mut sources =
        [Attr::DataSrc, Attr::Src].into_iter().filter_map(|attr| page.document.attr(picture, attr));
    sources.find_map(|written| page.resolve(written))
}

/// The picture behind an element of a card.
fn behind(page: &Page, card: NodeId) -> Option<String> {
    let end = page.document.node(card).end.min(card + CARD_NODES as NodeId);
    let plays = |node: &NodeId| {
        let tag = page.document.tag(*node);
        matches!(
            tag,
            Some(
                Tag::Iframe | Tag::Video | Tag::Audio | Tag::Source | Tag::Script | Tag::Embed | Tag::Object
            )
        )
    };
    (card..end).filter(|node| !plays(node)).find_map(|node| {
        let late =
            page.document.attr(node, Attr::DataSrc).filter(|_| page.document.tag(node) != Some(Tag::Img));
        let late = late.map(|own| in_style(own).unwrap_or(own)).filter(|address| may_be_picture(address));
        let style = || page.document.attr(node, Attr::Style).and_then(background);
        page.resolve(late.or_else(style)?)
    })
}

/// Whether an address may be that of a picture: it names no kind of file, or one of pictures.
fn may_be_picture(address: &str) -> bool {
    const KINDS: &[&str] = &["jpg", "jpeg", "png", "webp", "gif", "avif", "svg", "bmp", "jfif"];
    // Longer ones are part of a name.
    const KIND_LETTERS: usize = 5;
    let path = addresses::path(address);
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_none_or(|(_, kind)| {
        kind.len() > KIND_LETTERS || KINDS.iter().any(|own| kind.eq_ignore_ascii_case(own))
    })
}

/// The address in a style that puts a picture behind an element.
fn background(style: &str) -> Option<&str> {
    in_style(&style[style.find("background")?..])
}

/// The address in "url('…')".
fn in_style(style: &str) -> Option<&str> {
    let (_, own) = style.split_once("url(")?;
    let written = own.split(')').next()?.trim();
    let bare = written.strip_prefix("&quot;").and_then(|own| own.strip_suffix("&quot;")).unwrap_or(written);
    Some(bare.trim_matches(['"', '\'', ' '])).filter(|own| !own.is_empty())
}
