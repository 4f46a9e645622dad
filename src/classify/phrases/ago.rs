//! How long ago something was, in the words of many languages.

use super::{Phrase, TABLE};
use crate::blocks::words;

/// Most words of a line that tells how long ago something was: "News • 3 hours ago".
const AGO_WORDS: usize = 6;

/// Most digits of the number in it: four are a year.
const AGO_DIGITS: usize = 3;

/// Whether a short text ends with how long ago something was: "3 hours ago", "vor 2 Tagen", "5小時前".
pub fn tells_how_long_ago(text: &str) -> bool {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) || words::count(text) > AGO_WORDS {
        return false;
    }
    let lower = text.trim().to_lowercase();
    let mut rows = TABLE.anywhere.iter().filter(|own| own.row.phrase == Phrase::Ago);
    rows.any(|own| {
        let words = &own.row.words;
        own.places(&lower).any(|at| counts_back(&lower[..at], words, &lower[at + words.len()..]))
    })
}

/// Whether a number stands where a phrase wants it: before "hours ago", one word before "sedan", behind "vor".
fn counts_back(before: &str, phrase: &str, behind: &str) -> bool {
    let is_number =
        |word: &str| (1..=AGO_DIGITS).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words = before.split_whitespace().rev();
    let (last, above) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut behind = behind.split_whitespace();
    match (behind.next(), behind.next(), behind.next()) {
        (None, ..) if phrase.is_ascii() && !phrase.contains(' ') => is_number(above),
        // "5小時前" has no space before it.
        (None, ..) => is_number(above) || is_number(last.trim_start_matches(|c: char| !c.is_ascii_digit())),
        (Some(number), Some(_), None) => is_number(number),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago_is_told_with_a_number() {
        for text in ["3 hours ago", "News • 5 小時前", "vor 2 Tagen", "il y a 4 heures"] {
            assert!(tells_how_long_ago(text), "{text}");
        }
        for text in [
            "Long ago",
            "Civic 2019 Sedan",
            "Il y a 7 raisons d'aimer",
            "10 Tipps vor der Reise",
            "A dragon lived here 300 years before and was never seen again",
        ] {
            assert!(!tells_how_long_ago(text), "{text}");
        }
    }
}
