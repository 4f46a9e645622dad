//! The alternative texts of pictures in the body: what content pictures show is part of a section, though readers do not
//! see the words.

use super::Page;
use crate::blocks::{Shape, words};
use crate::classify::addresses;
use crate::document::{Attr, NodeId, Tag};
use foldhash::HashSet;

/// Most pictures between two blocks whose alternative texts are read.
const MAX_PICTURES: usize = 1000;

/// Fewest words that say what a picture shows: "Big grin", "Leaf icon" name a sign, "Our team" an ornament.
const FEWEST_WORDS: usize = 4;

/// Elements between a picture and a link, a button or a figure around it.
const STEPS: usize = 4;

/// Most blocks of a figure.
const FIGURE_BLOCKS: usize = 12;

/// How the addresses of pictures end.
const ENDINGS: &[&str] = &[".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"];

/// Parts of the classes and addresses of pictures that stand for words or for a name.
const SIGNS: &[&str] = &[
    "smilie",
    "smiley",
    "smilies",
    "emoji",
    "emoticon",
    "emoticons",
    "icon",
    "icons",
    "logo",
    "logos",
    "avatar",
    "avatars",
    "gravatar",
    "badge",
    "badges",
    "sprite",
    "spacer",
];

/// Alternative texts that say what pictures of the content show.
#[derive(Default)]
pub(super) struct AltTexts {
    /// Those told already: a picture that waits for a script stands there again for those who run none.
    told: HashSet<String>,
}

impl AltTexts {
    /// Those of the pictures before a block, where both neighbours are body.
    pub fn before(&mut self, page: &Page, index: usize) -> Vec<String> {
        let inside = index > 0 && page.is_body(index) && page.is_body(index - 1);
        if !inside {
            return Vec::new();
        }
        let pictures = page.blocks.pictures();
        let from = pictures.partition_point(|picture| (picture.block as usize) < index);
        let here = pictures[from..].iter().take_while(|picture| picture.block as usize == index);
        let tells = |node| {
            let alt = page.document.attr(node, Attr::Alt).unwrap_or_default();
            let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
            let shown = [index - 1, index].iter().any(|at| page.blocks.text(*at).contains(&alt));
            let told = words::count(&alt) >= FEWEST_WORDS && !shown && !stands_for_more(page, node);
            told.then_some(alt)
        };
        let all = here.take(MAX_PICTURES).filter_map(|picture| tells(picture.node));
        all.filter(|alt| self.told.insert(alt.clone())).collect()
    }
}

/// Whether a picture is a sign, leads away, or has a caption that readers see.
fn stands_for_more(page: &Page, picture: NodeId) -> bool {
    let document = page.document;
    let above = || document.ancestors(picture).take(STEPS);
    let tagged = |tag: Tag| above().find(|node| document.tag(*node) == Some(tag));
    tagged(Tag::Button).is_some()
        || is_sign(page, picture)
        || leads_away(page, picture)
        || tagged(Tag::Figure).is_some_and(|figure| has_caption(page, figure))
}

/// Whether a picture's class or address calls it a sign.
fn is_sign(page: &Page, picture: NodeId) -> bool {
    let values = [Attr::Class, Attr::Src, Attr::DataSrc].map(|attr| page.document.attr(picture, attr));
    // A picture that stands in its own address tells nothing by it.
    let values = values.into_iter().flatten().filter(|value| !value.starts_with("data:"));
    let is_sign = |part: &str| SIGNS.iter().any(|sign| part.eq_ignore_ascii_case(sign));
    let mut named = values.flat_map(|value| value.rsplit('/').enumerate());
    // A folder is one by its whole name: "icons", and not "merit-badge-day".
    named.any(|(folder, name)| match folder {
        0 => name.split(|own: char| !own.is_ascii_alphanumeric()).any(is_sign),
        _ => is_sign(name),
    })
}

fn has_caption(page: &Page, figure: NodeId) -> bool {
    let own = page.blocks.within(page.document, figure);
    own.take(FIGURE_BLOCKS).any(|at| page.blocks.get(at).shape == Shape::Caption)
}

/// Whether a picture is a link to anything but a larger picture: an advertisement, a button.
fn leads_away(page: &Page, picture: NodeId) -> bool {
    let mut above = page.document.ancestors(picture).take(STEPS);
    let link = above.find_map(|node| page.document.attr(node, Attr::Href));
    link.is_some_and(|href| {
        let path = addresses::path(href).to_ascii_lowercase();
        !ENDINGS.iter().any(|ending| path.ends_with(ending))
    })
}
