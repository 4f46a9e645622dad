//! Headings over a text's sources: "References", "Notes & Sources".

use crate::blocks::Blocks;
use crate::wordlists::REFERENCE_HEADINGS;

/// What joins two names of references.
const JOINTS: &[&str] = &[" & ", " and ", " und ", " et ", " y ", " e ", " i ", " и ", "与", "及"];

/// Whether the block before this one is a heading over references.
pub(in crate::blocks) fn is_reference(blocks: &Blocks, start: usize) -> bool {
    start.checked_sub(1).is_some_and(|before| names_references(blocks.text(before)))
}

/// Whether a heading says that sources stand under it: "References", "Notes & Sources".
pub(crate) fn names_references(heading: &str) -> bool {
    let text = heading.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_name = |part: &str| REFERENCE_HEADINGS.contains(&part);
    let mut parts = JOINTS.iter().filter_map(|joint| text.split_once(*joint));
    is_name(&text) || parts.any(|(one, other)| is_name(one) && is_name(other))
}
