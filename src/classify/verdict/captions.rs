//! Captions: who made a picture is no part of the text, and what the pictures show is in it for all of them or for none.

use super::LEARNED;
use crate::blocks::Shape;
use crate::classify::features::{Features, TEXT_LINK_SHARE};
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Page};
use crate::record::Role;

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
        if page.blocks.get(index).shape != Shape::Caption || !(left || labels[index].role == Role::Body) {
            continue;
        }
        let words = features.stats[index].words;
        if words <= CREDIT_WORDS && is_credit(page.blocks.text(index), words) {
            labels[index] = Label { role: Role::Other, score: SCORE, rule: "credit" };
            continue;
        }
        all += words;
        taken += if left { 0 } else { words };
        open.push(index);
    }
    if taken * 2 > all {
        for index in open {
            if labels[index].role != Role::Body {
                labels[index] = Label { role: Role::Body, score: SCORE, rule: LEARNED };
            }
        }
    }
}

/// Whether a short caption says who made the picture, and nothing else before it: "The mill at dawn. Photo: Ann Reed" does.
fn is_credit(text: &str, words: u32) -> bool {
    let told = || phrases::sentences(text).filter(|own| !own.trim().is_empty()).count();
    phrases::opens_with(text, Phrase::Credit)
        || (words <= AGENCY_WORDS && told() == 1 && phrases::holds(text, Phrase::Credit))
}

#[cfg(test)]
mod tests {
    use super::is_credit;

    #[test]
    fn credits_name_who_made_a_picture() {
        for text in [
            "Photo: Ann Reed",
            "Photo courtesy of the mill",
            "© Ann Reed / Getty Images",
            "Foto: privat",
            "Crédit photo : A. Roseau",
        ] {
            assert!(is_credit(text, 5), "{text}");
        }
        for text in [
            "Photographs of the mill hang in the hall",
            "The mill at dawn",
            "The mill at dawn. Photo: Ann Reed",
            "It rains. © Ann Reed",
            "Photos from the mill’s early days",
        ] {
            assert!(!is_credit(text, 5), "{text}");
        }
    }
}
