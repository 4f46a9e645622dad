//! Sentences that begin as bylines do: "By planning ahead you save time", "Posted on the wall was a list".
//!
//! In: a short line. Out: whether what stands behind its first words is neither a name nor a date.

use super::names::is_particle;
use crate::dates;
use crate::wordlists::{BY, DONE, HOUSE_ARTICLES, HOUSE_WRITERS, IN_NAMES};

/// Words between what was done to a text and a date or a place.
const AT: [&str; 12] = ["on", "in", "at", "under", "am", "um", "le", "el", "em", "il", "en", "à"];

/// Words behind "by" among which one is that houses call their writers by.
const WRITER_REACH: usize = 4;

/// Fewest words behind "by" of a sentence that shows no end.
const FEWEST_WORDS: usize = 3;

/// The same behind "posted": categories may be a few small words, "Posted by admin in tips and tricks".
const FEWEST_WORDS_DONE: usize = 6;

/// Fewest small words of one that shows an end: "by hand." may be meant.
const FEWEST_SMALL: usize = 2;

/// Whether a line that begins as a byline does goes on as a sentence.
pub fn runs_on(line: &str) -> bool {
    let words = line.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let mut words = words.skip_while(|word| word.is_empty()).peekable();
    let is = |word: Option<&&str>, list: &[&str]| {
        word.is_some_and(|word| list.contains(&word.to_lowercase().as_str()))
    };
    let done = is(words.peek(), &DONE);
    if done {
        words.next();
    }
    if is(words.peek(), &BY) || (done && is(words.peek(), &AT)) {
        words.next();
    } else if !done {
        return false;
    }
    let rest: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if rest.iter().any(|word| word.starts_with(char::is_numeric)) || dates::first_moment(line).is_some() {
        return false;
    }
    let small = |word: &&&str| {
        word.starts_with(char::is_lowercase) && !is_particle(word) && !IN_NAMES.contains(*word)
    };
    let count = rest.iter().filter(small).count();
    let fewest = if done { FEWEST_WORDS_DONE } else { FEWEST_WORDS };
    let ends = line.trim_end().ends_with(['.', ';', '!', '?', ':']);
    // "By our special correspondent"
    let of_house = is(rest.first(), &HOUSE_ARTICLES) || is(rest.first(), &HOUSE_WRITERS);
    if of_house && !ends && rest.iter().take(WRITER_REACH).any(|word| is(Some(word), &HOUSE_WRITERS)) {
        return false;
    }
    let begins_small = !done && rest.first().as_ref().is_some_and(small);
    (ends && count >= FEWEST_SMALL)
        || (rest.len() >= fewest && count * 2 > rest.len())
        || (begins_small && rest.len() >= FEWEST_WORDS && count * 2 >= rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_no_bylines() {
        for line in [
            "By establishing and sharing a well-articulated process;",
            "By planning ahead, you save time.",
            "By Monday all teams must reply.",
            "Posted on the wall was a list of names",
            "Por eso vale la pena leerlo.",
            "Par exemple, une liste de mots",
            "By clicking and subscribing you agree to our",
            "Written by hand, these letters are rare.",
        ] {
            assert!(runs_on(line), "{line}");
        }
        for line in [
            "By Jane Doe",
            "By Jane Doe.",
            "by jsteinhardt",
            "By Maria de la Cruz and the Green Garden Collective",
            "Posted in Home Safety",
            "posted 3 weeks ago in rings and other things",
            "By the editors of Garden Monthly",
            "By our special correspondent",
            "By a staff writer in Leeds",
            "Par notre envoyé spécial à Leeds",
            "Posted in tips and tricks",
            "Posted by admin in general news",
            "Published by admin under crafts",
            "Von der Leyen, Ursula",
            "Updated on Monday at 3:00 PM",
            "作者：张三",
            "Author: Jane Doe",
        ] {
            assert!(!runs_on(line), "{line}");
        }
    }
}
