//! Places in a show of pictures: "1 / 5" over the first of five, "2 / 5" over the next.

use crate::blocks::{Blocks, Shape};
use crate::classify::features::Features;
use crate::classify::{Label, Page, Rule};
use crate::record::Role;

/// Fewest places that follow each other: "1/2" may be a measure.
const FEWEST: usize = 3;

/// Most letters of the word between the two numbers: "of", "von", "sur", "из".
const MAX_OF: usize = 4;

/// Most pictures of a show: "5 July 2020" is a day.
const MOST: u32 = 999;

/// Leaves them out of the content. They tell nothing where the pictures stand under each other.
pub(super) fn leave(page: &Page, features: &Features, labels: &mut [Label]) {
    // A heading over text is all that parts it from the one before.
    let heads =
        |at: usize| page.blocks.is_heading(at) && features.stats.get(at + 1).is_some_and(|below| below.prose);
    let mut run: Vec<usize> = Vec::new();
    let mut before = None;
    for index in 0..labels.len() {
        let own =
            if labels[index].role == Role::Body && !heads(index) { place(page.blocks, index) } else { None };
        let Some((number, all)) = own else { continue };
        if before != Some((number - 1, all)) {
            settle(labels, &mut run);
        }
        before = Some((number, all));
        run.push(index);
    }
    settle(labels, &mut run);
}

fn settle(labels: &mut [Label], run: &mut Vec<usize>) {
    let counted = run.len() >= FEWEST;
    for at in run.drain(..).filter(|_| counted) {
        labels[at] = Label::of(Role::Other, 0.8, Rule::Counter);
    }
}

/// The place that a block tells and nothing else, and of how many.
fn place(blocks: &Blocks, index: usize) -> Option<(u32, u32)> {
    if blocks.get(index).shape == Shape::Cell {
        return None;
    }
    let text = blocks.text(index);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = text[digits..].trim_start();
    let of = behind.find(|c: char| c.is_numeric() || c.is_whitespace())?;
    let sign = &behind[..of];
    let is_sign = matches!(sign, "/" | "／") || (!sign.is_empty() && sign.chars().all(char::is_alphabetic));
    if !is_sign || sign.chars().count() > MAX_OF {
        return None;
    }
    let (number, all) = (text[..digits].parse().ok()?, behind[of..].trim_start().parse().ok()?);
    (all <= MOST && (1..=all).contains(&number)).then_some((number, all))
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::blocks::Blocks;
    use crate::document::html;

    #[test]
    fn a_place_is_a_number_of_another() {
        let of = |text: &str| place(&Blocks::of(&html::parse(&format!("<p>{text}"))), 0);
        assert_eq!(of("1 / 5"), Some((1, 5)));
        assert_eq!(of("2/5"), Some((2, 5)));
        assert_eq!(of("3 von 12"), Some((3, 12)));
        for text in ["7 / 5", "1 / 5 kg", "5 July 2020", "1 + 5", "of 5", "15"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
