//! Trails without markup: "Home > Women > Care".

use super::phrases::{self, Phrase};

/// Most bytes of a trail.
const MAX_BYTES: usize = 240;

/// Marks between the steps; a slash stands in too many other texts to count without a known start.
const MARKS: &[char] = &['>', '›', '»', '/'];

/// Whether a text is a trail: at least two steps, the first one known or three in all.
pub(super) fn is_trail(text: &str) -> bool {
    if text.len() > MAX_BYTES || !text.contains(MARKS) {
        return false;
    }
    let steps: Vec<&str> = text.split(MARKS).map(str::trim).collect();
    let whole = steps.iter().all(|step| !step.is_empty());
    whole
        && steps.len() >= 2
        && (phrases::says(steps[0], Phrase::Home) || (steps.len() >= 3 && text.contains(" > ")))
}
