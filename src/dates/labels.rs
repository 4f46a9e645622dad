//! Words before a date that say what it is the date of.
//!
//! In: what stands before a date. Out: whether it is that of a change, or of somebody's membership.

use crate::wordlists::{CHANGED, JOINED};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Words between those of a membership and the date: "since", "on", the day of the week.
const BETWEEN: &str = "on in at the since am seit im le depuis el desde 于 時間 时间 日期 \
    mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday \
    mo di mi do fr sa so lun mar mer jeu ven sam dim пн вт ср чт пт сб вс";

/// What finds the words for a change; bylines and footers are searched for all of them.
static FINDERS: LazyLock<Vec<Finder>> = LazyLock::new(|| CHANGED.iter().map(Finder::new).collect());

/// Where the first word for a change that fits ends, in the text as it is in lower case.
pub fn behind_change(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    FINDERS.iter().find_map(|word| {
        let mut places = word.find_iter(lower.as_bytes());
        places.find(|at| begins_word(text, &lower, *at)).map(|at| at + word.needle().len())
    })
}

/// Whether a text speaks of a change.
pub fn tells_change(text: &str) -> bool {
    behind_change(text).is_some()
}

/// Whether the words right before a date say that somebody became a member then.
pub fn tells_joining(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut rest = lower.as_str();
    loop {
        rest = rest.trim_end_matches(|own: char| !own.is_alphanumeric());
        let ends = |word: &&str| rest.ends_with(*word) && begins_word(text, &lower, rest.len() - word.len());
        if JOINED.iter().any(ends) {
            return true;
        }
        match BETWEEN.split_whitespace().find(ends) {
            Some(word) => rest = &rest[..rest.len() - word.len()],
            None => return false,
        }
    }
}

/// Whether a word begins at a place of a text in lower case: "accredited" holds no "edited". Chinese has no gaps
/// between words, and a capital shows a gap that the markup lost: "DoeUpdated".
fn begins_word(text: &str, lower: &str, at: usize) -> bool {
    let parted = !lower[..at].ends_with(char::is_alphabetic);
    let cased = lower[at..].starts_with(char::is_lowercase);
    let capital =
        || text.len() == lower.len() && text.get(at..).is_some_and(|own| own.starts_with(char::is_uppercase));
    parted || !cased || capital()
}
