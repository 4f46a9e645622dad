//! Captions: who made a picture is no part of the text, and what the pictures show is in it for all of them or for none.

use crate::blocks::{Shape, words};
use crate::classify::features::{Features, TEXT_LINK_SHARE};
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Page, Rule};
use crate::document::{Attr, Document, NodeId, Tag};
use crate::people;
use crate::record::Role;
use crate::wordlists::BETWEEN_MAKERS;

/// Most words of a caption that says nothing but who made the picture. Of 223 such captions that were taken for content,
/// 4 are in the labels.
const CREDIT_WORDS: u32 = 12;

/// The same of one that names an agency at its end: "Ann Reed / Staff via Getty Images".
const AGENCY_WORDS: u32 = 7;

/// Score of captions that go with the others of their page.
const SCORE: f32 = 0.6;

/// Leaves out credits, and gives the other captions the role that most of their words have.
pub(super) fn settle(page: &Page, features: &Features, labels: &mut [Label], was_body: &[bool]) {
    let mut open = Vec::new();
    let (mut taken, mut all) = (0, 0);
    for index in 0..labels.len() {
        let linked = features.stats[index].link_share >= TEXT_LINK_SHARE;
        let left = was_body[index] && labels[index].role == Role::Other && !linked;
        if labels[index].role == Role::Body && is_line_of_picture(page, features, index) {
            labels[index] = Label::of(Role::Other, SCORE, Rule::Credit);
        }
        if page.blocks.get(index).shape != Shape::Caption || !(left || labels[index].role == Role::Body) {
            continue;
        }
        let words = features.stats[index].words;
        // A table's caption names its data.
        let of_table = page.document.tag(page.blocks.get(index).node) == Some(Tag::Caption);
        if !of_table && words <= CREDIT_WORDS && is_credit(page.blocks.text(index), words) {
            labels[index] = Label::of(Role::Other, SCORE, Rule::Credit);
            continue;
        }
        all += words;
        taken += if left { 0 } else { words };
        open.push(index);
    }
    if taken * 2 > all {
        for index in open {
            if labels[index].role != Role::Body {
                labels[index] = Label::of(Role::Body, SCORE, Rule::Learned);
            }
        }
    }
}

/// Elements between a credit and its picture's element.
const PICTURE_STEPS: usize = 4;

/// Most blocks of a picture with its caption; more is a figure of several parts.
const PICTURE_BLOCKS: usize = 4;

/// Most words of a line beside a caption that is none: whose the picture is, "Agency/Ann Reed".
const BESIDE_WORDS: u32 = 6;

/// Whether a paragraph of a few words says who made a picture: it begins so, in what is called a caption, or stands in a
/// picture's element beside the caption.
fn is_line_of_picture(page: &Page, features: &Features, index: usize) -> bool {
    let (document, words) = (page.document, features.stats[index].words);
    if page.blocks.get(index).shape != Shape::Paragraph || words > CREDIT_WORDS {
        return false;
    }
    let node = page.blocks.get(index).node;
    let around = || std::iter::once(node).chain(document.ancestors(node).take(PICTURE_STEPS));
    let figure = || around().find(|node| document.tag(*node) == Some(Tag::Figure));
    let text = page.blocks.text(index);
    if is_credit(text, words) {
        return figure().is_some() || around().take(2).any(|node| is_called_caption(document, node));
    }
    let beside = |figure: NodeId| {
        let own = page.blocks.within(document, figure);
        let caption = |at: usize| page.blocks.get(at).shape == Shape::Caption;
        own.len() <= PICTURE_BLOCKS && own.into_iter().any(caption) && is_picture(document, figure)
    };
    words <= BESIDE_WORDS
        && !features.stats[index].sentence
        && names_maker(text)
        && figure().is_some_and(beside)
}

/// Whether a figure shows a picture, and no quote, code or table: beside those stand who said them, names of files, and
/// what they are about.
fn is_picture(document: &Document, figure: NodeId) -> bool {
    let tags = || document.descendants(figure).filter_map(|node| document.tag(node));
    let draws = |tag| matches!(tag, Tag::Img | Tag::AmpImg | Tag::Picture | Tag::Svg | Tag::Video);
    let says = |tag| matches!(tag, Tag::Pre | Tag::Blockquote | Tag::Table);
    tags().any(draws) && !tags().any(says)
}

/// Whether a class name calls an element a caption or a credit.
fn is_called_caption(document: &Document, node: NodeId) -> bool {
    let class = document.attr(node, Attr::Class).unwrap_or_default();
    let mut words = class.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|own| ["caption", "credit", "credits"].iter().any(|name| own.eq_ignore_ascii_case(name)))
}

/// Whether a short caption says who made the picture, and nothing else: "The mill at dawn. Photo: Ann Reed" says what it
/// shows.
fn is_credit(text: &str, words: u32) -> bool {
    let told = || phrases::sentences(text).filter(|own| !own.trim().is_empty()).count();
    phrases::opens_with(text, Phrase::Credit)
        || phrases::behind_opening(text, Phrase::Maker).is_some_and(names_maker)
        || (words <= AGENCY_WORDS && told() == 1 && phrases::holds(text, Phrase::Credit))
}

/// Most words of who made a picture.
const MAKER_WORDS: usize = 8;

/// Most letters of a name in scripts without spaces.
const DENSE_NAME: usize = 4;

/// Whether what stands behind "Photo:" is names, or a word alone ("private"), and not what the picture shows.
fn names_maker(behind: &str) -> bool {
    let dense = behind.chars().filter(|own| words::is_dense(*own)).count();
    if dense > 0 {
        return dense <= DENSE_NAME || phrases::holds(behind, Phrase::Credit);
    }
    let mut own = behind.split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | '|' | '&' | ':'));
    let is_small =
        |word: &str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_lowercase);
    let names = |word: &str| !is_small(word) || people::is_particle(word) || BETWEEN_MAKERS.contains(&word);
    let begins_small = is_small(behind.trim_start());
    let count = words::count(behind);
    count <= 1
        || phrases::opens_with(behind, Phrase::Credit)
        || (count <= MAKER_WORDS && !begins_small && own.all(names))
}

#[cfg(test)]
mod tests {
    use super::is_credit;
    use crate::blocks::words;

    #[test]
    fn credits_name_who_made_a_picture() {
        let is_credit = |text: &str| is_credit(text, words::count(text) as u32);
        for text in [
            "Photo: Ann Reed",
            "Photo courtesy of the mill",
            "Photo: courtesy of the mill",
            "© Ann Reed / Getty Images",
            "Ann Reed / Staff via Getty Images",
            "Foto: privat",
            "Crédit photo : A. Roseau",
            "Photo by Ann Reed for the Daily Fold",
            "摄影：张三",
            "图：李四",
        ] {
            assert!(is_credit(text), "{text}");
        }
        for text in [
            "Photographs of the mill hang in the hall",
            "The mill at dawn",
            "The mill at dawn. Photo: Ann Reed",
            "It rains. © Ann Reed",
            "Photos from the mill’s early days",
            "Photo by the lake at dawn",
            "Source: the spring above the village, where fleeces were washed",
            "Graphic: rainfall in the hills",
            "Bild: So sieht ein fertiges Vlies aus",
            "Imagen de la plaza mayor antes de la reforma",
            "Foto di gruppo dei tosatori",
            "摄影爱好者在牧场拍摄羊群",
            "图：剪羊毛的三个步骤",
            "撮影会に集まった羊飼いたち",
        ] {
            assert!(!is_credit(text), "{text}");
        }
    }
}
