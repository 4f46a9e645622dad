//! Trails without markup: "Home > Women > Care".

use super::phrases::{self, Phrase};
use crate::blocks::words;

/// Most bytes of a trail.
const MAX_BYTES: usize = 240;

/// Most words of a step.
const STEP_WORDS: usize = 10;

/// Most words of the label before a trail: "You are here:".
const LABEL_WORDS: usize = 4;

/// Marks between the steps; a slash stands in too many other texts to count without a known start.
const MARKS: &[char] = &['>', '＞', '›', '»', '‹', '/'];

/// Whether a text is a trail: at least two steps, the first one known, or three in all.
pub(super) fn is_trail(text: &str) -> bool {
    if text.len() > MAX_BYTES || !text.contains(MARKS) {
        return false;
    }
    let label = text.find([':', '：']).filter(|at| words::count(&text[..*at]) <= LABEL_WORDS);
    let trail = label.map_or(text, |at| text[at..].trim_start_matches([':', '：']));
    let steps: Vec<&str> = trail.split(MARKS).map(str::trim).collect();
    let whole = steps.iter().all(|step| (1..=STEP_WORDS).contains(&words::count(step)));
    let pointed = || !trail.contains('/') && !trail.contains('\n');
    let says_home = |text: &str| phrases::says(text, Phrase::Home);
    let known = says_home(steps[0]) || label.is_some_and(|at| says_home(&text[..at]));
    whole && steps.len() >= 2 && (known || (steps.len() >= 3 && pointed()))
}
