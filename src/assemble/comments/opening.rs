//! Who and when, at the start of a comment.

use super::{NAME_WORDS, OPENING_WORDS};
use crate::blocks::words;
use crate::dates;
use crate::wordlists::{BEFORE_COMMENTERS, BEFORE_DATED, BEHIND_COMMENTERS};

/// Most words that a time of day takes: "um 12 Uhr".
pub(super) const TIME_WORDS: usize = 2;

/// Who and when, at the start of a comment: "Ada, 5 May 2021", "Ada says:".
pub(super) struct Opening<'a> {
    pub author: Option<String>,
    pub published: Option<String>,
    /// The comment's words behind it.
    pub rest: &'a str,
}

impl<'a> Opening<'a> {
    pub fn of(text: &'a str) -> Option<Self> {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        Self::dated(line, rest).or_else(|| Self::spoken(text)).or_else(|| Self::signed(text))
    }

    /// A short line with a date in it; a name stands before the date.
    pub fn dated(line: &str, rest: &'a str) -> Option<Self> {
        if words::count(line) > OPENING_WORDS || words::ends_sentence(line) {
            return None;
        }
        let (moment, range) = dates::first_moment(line)?;
        // Behind the date may stand a time in words ("um 12 Uhr"); more words are what somebody says.
        let letters = |word: &&str| word.chars().any(char::is_alphabetic);
        if line[range.end..].split_whitespace().filter(letters).count() > TIME_WORDS {
            return None;
        }
        let name = line[..range.start].split(['|', '•', '·', '★']).next().unwrap_or_default();
        // "5/5" behind a name is what its bearer gives.
        let rated = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('/');
        let name = name
            .split_whitespace()
            .find(|word| rated(word))
            .map_or(name, |word| name.split(word).next().unwrap_or_default());
        // A date behind it shows that it signs.
        let name = name.trim_start();
        let name = bare_name(BEFORE_DATED.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name));
        let author = Some(name).filter(|name| (1..=NAME_WORDS).contains(&words::count(name)));
        Some(Self { author, published: Some(moment), rest })
    }

    /// "… – Ada, 5 May 2021" in one block.
    fn signed(text: &'a str) -> Option<Self> {
        let (rest, signature) = text.rsplit_once(" – ").or_else(|| text.rsplit_once(" — "))?;
        let signed = Self::dated(signature, "").filter(|signed| signed.author.is_some())?;
        Some(Self { rest: rest.trim(), ..signed })
    }

    /// "Ada says: …" in one block.
    pub fn spoken(text: &'a str) -> Option<Self> {
        let (head, rest) = text.split_once([':', '：'])?;
        let name = bare_name(head);
        let names = name.split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
        // Quotes before it ("“Pros: …") and whom it speaks to ("@Ada: …") are none that says.
        let says = head.starts_with(char::is_alphanumeric)
            && name.len() < without_badge(head).trim_end().len()
            && words::count(&name) <= NAME_WORDS
            && !name.is_empty()
            && names;
        says.then(|| Self { author: Some(name), published: None, rest: rest.trim() })
    }
}

/// What stands behind a name in brackets is a number or a badge: "Ada (127135)", "Ada (verified owner)".
fn without_badge(line: &str) -> &str {
    let name = line.split(['(', '（', '[']).next().unwrap_or_default();
    if name.contains(char::is_alphanumeric) { name } else { line }
}

/// A name without the words that stand before it, and between it and what follows.
pub(super) fn bare_name(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim_start();
    let bare = |word: &&str| line.strip_prefix(word.trim_end())?.strip_prefix([' ', ':', '：']);
    let line = BEFORE_COMMENTERS
        .iter()
        .find_map(|word| line.strip_prefix(word).or_else(|| bare(word)))
        .unwrap_or(line);
    let mut name = without_badge(line);
    loop {
        let bare = name.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let cut = BEHIND_COMMENTERS.iter().find_map(|word| bare.strip_suffix(word));
        match cut {
            Some(shorter) => name = shorter,
            None => return bare.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Opening;

    #[test]
    fn sentences_are_no_openings() {
        for text in [
            "I planted mine on 5 May 2020 and it died.",
            "What my neighbour said: water it daily.",
            "“Pros: they last for years.",
            "@Mo Lind, said: several users and permissions.",
        ] {
            assert!(Opening::of(text).is_none(), "{text}");
        }
        let opening = Opening::of("Ada Lind, 5 May 2021 at 8:30 am\nIt worked.").expect("a name and a date");
        assert_eq!((opening.author.as_deref(), opening.rest), (Some("Ada Lind"), "It worked."));
        let opening = Opening::of("Mo says: it rained.").expect("a name that says");
        assert_eq!((opening.author.as_deref(), opening.rest), (Some("Mo"), "it rained."));
        for name in ["von Berg", "Par Lind"] {
            assert_eq!(super::bare_name(name), name);
        }
        let opening = Opening::of("Par Ada Lind, 5 May 2021").expect("a name and a date");
        assert_eq!(opening.author.as_deref(), Some("Ada Lind"));
        for text in ["by Ada Lind (4711)", "Ada Lind (verified owner) –", "Ada Lind"] {
            assert_eq!(super::bare_name(text), "Ada Lind", "{text}");
        }
    }
}
