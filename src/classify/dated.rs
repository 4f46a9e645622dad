//! Lines that say when a text was written, and others with a year in them.
//!
//! In: a short line with a year. Out: whether it tells a day, and whether it says more than that.

use super::phrases::{self, Phrase};
use crate::blocks::words;
use crate::dates;
use crate::wordlists::CHECKED;

/// Numbers of a date that is written in figures.
const DATE_PARTS: usize = 3;

/// The last day of a month, and the last month of a year.
const LAST_DAY: u32 = 31;
const LAST_MONTH: u32 = 12;

/// Most letters of a word that joins the parts of a date.
const JOINT_LETTERS: usize = 2;

/// Words of the label before a date: "Mis à jour".
const LABEL_WORDS: usize = 3;

/// Most words beside the day in a line that tells who wrote, when, and in which part of a site.
const BESIDE_WORDS: usize = 8;

/// Whether a line with a year in it tells when: a year alone stands in names and titles, too ("World Cup 2026", "Ten
/// trends for 2026").
pub fn tells_when(text: &str) -> bool {
    // The order of the numbers in "3/4/2024" is not known here.
    let parts =
        |word: &str| word.split(|own: char| !own.is_numeric()).filter(|part| !part.is_empty()).count();
    let words: Vec<&str> =
        text.split(|own: char| !own.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // "onMay 31", as it stands where only a style sheet parts the words.
    let month = |word: &str| {
        let own = &word[word.rfind(char::is_uppercase).unwrap_or_default()..];
        dates::month(&own.to_lowercase()).is_some()
    };
    let number = |word: &str| word.starts_with(char::is_numeric);
    let beside = |pair: &[&str]| month(pair[0]) && number(pair[1]) || number(pair[0]) && month(pair[1]);
    dates::first_moment(text).is_some()
        || text.contains(['年', '년'])
        || dates::tells_joining(text.trim_end_matches(char::is_numeric))
        || words.windows(2).any(beside)
        || text.split_whitespace().any(|word| parts(word) >= DATE_PARTS)
        || tells_check(text)
        || has_numbers_of_date(&words)
}

/// Whether a line says that a text was changed or read over, with the year behind: "Last reviewed: 2024".
fn tells_check(text: &str) -> bool {
    let label = text.trim_end_matches(char::is_numeric).to_lowercase();
    let bare = label.trim_end_matches(|own: char| !own.is_alphabetic());
    bare.len() < text.len()
        && (dates::tells_change(&label) || CHECKED.iter().any(|word| bare.ends_with(word)))
}

/// Whether the numbers of a line are those of a date, in a language whose months are not known here or without one: a day
/// and a year with a word between ("5. mája 2024", "5 de maig de 2024"), a number beside the year ("05/2024", "No. 3, 2024").
fn has_numbers_of_date(words: &[&str]) -> bool {
    let number = |word: &str| word.parse::<u32>().ok();
    let is_day = |word: &str| number(word).is_some_and(|own| (1..=LAST_DAY).contains(&own));
    let is_month = |word: &str| number(word).is_some_and(|own| (1..=LAST_MONTH).contains(&own));
    let is_year = |word: &str| words::has_year(word);
    let beside =
        |pair: &[&str]| (is_day(pair[0]) && is_year(pair[1])) || (is_year(pair[0]) && is_month(pair[1]));
    if words.windows(2).any(beside) {
        return true;
    }
    // "de", "г.", "m."
    let long: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| number(word).is_some() || word.chars().count() > JOINT_LETTERS)
        .collect();
    match long[..] {
        // "5 मई 2024"
        [day, year] if words.len() > long.len() => is_day(day) && is_year(year),
        [day, month, year] if is_year(year) => is_day(day) && number(month).is_none(),
        [year, month, day] if is_year(year) => is_day(day) && number(month).is_none(),
        _ => false,
    }
}

/// Whether a line with a day in it says something else than when the text was written: a sentence ("On 2 May 2024 I got
/// this letter from the owner of the house:"), or who wrote a post that is quoted ("— Ann Reed (@annreed) 2 May 2024"). What
/// begins as bylines do is no such sentence, however long.
pub fn tells_other(text: &str) -> bool {
    let ends = words::ends_sentence(text) || words::leads(text.trim_end());
    let label = || text.split_whitespace().take(LABEL_WORDS).collect::<Vec<_>>().join(" ");
    let beside = |place: std::ops::Range<usize>| {
        words::count(&text[..place.start]) + words::count(&text[place.end..]) > BESIDE_WORDS
    };
    let quoted = text.trim_start().starts_with(['—', '–', '―']) && text.contains("(@");
    let in_sentence = ends
        && dates::first_moment(text).is_some_and(|(_, place)| beside(place))
        && !phrases::says(&label(), Phrase::Byline);
    quoted || in_sentence
}

#[cfg(test)]
mod tests {
    use super::{tells_other, tells_when};

    #[test]
    fn days_in_any_language_tell_when_and_years_in_titles_do_not() {
        let days = [
            "5 मई 2024",
            "5. mája 2024",
            "5 de maig de 2024",
            "2024 m. gegužės 5 d.",
            "05/2024",
            "2024-05",
            "Last reviewed: 2024",
        ];
        for day in days.into_iter().chain(["Issue 3/2024", "Vol. 12, No. 3, 2024"]) {
            assert!(tells_when(day), "{day}");
        }
        for none in ["World Cup 2026", "Ten trends for 2026", "10 trends for 2026", "Season 2023/24"] {
            assert!(!tells_when(none), "{none}");
        }
    }

    #[test]
    fn a_day_in_a_sentence_is_not_when_it_was_written() {
        assert!(tells_other("On 2 May 2024 I got this letter from the owner of the house:"));
        assert!(tells_other("— Ann Reed (@annreed) May 2, 2024"));
        for line in [
            "Published on 2 May 2024 by the editors of the Garden Times in the spring issue.",
            "Ada Moss wrote this on 2 May 2024.",
            "By Ada Moss, Head of Gardens and Parks at the town of Leeds, 2 May 2024",
        ] {
            assert!(!tells_other(line), "{line}");
        }
    }
}
