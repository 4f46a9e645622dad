//! What a page says of itself, and not of others: that it is paid for what its readers buy.

use super::table::TABLE;
use super::{Phrase, sentences};

/// Marks between which somebody else speaks.
const QUOTES: [(char, char); 5] = [('“', '”'), ('„', '“'), ('«', '»'), ('「', '」'), ('"', '"')];

/// Whether what stands behind a text is quoted: a mark was opened and not closed.
fn is_quoted(before: &str) -> bool {
    let count = |mark: char| before.matches(mark).count();
    // In German the second of the marks closes.
    let closes_here = |mark: char| mark == '“' && before.contains('„');
    QUOTES.iter().filter(|(open, _)| !closes_here(*open)).any(|(open, close)| {
        if open == close {
            count(*open) % 2 == 1
        } else {
            before.rfind(*open).is_some_and(|at| !before[at..].contains(*close))
        }
    })
}

/// Whether a sentence says this of the page that it stands on: it names the page, or what its readers buy. Others write about
/// the thing, or quote it.
pub fn tells_of_itself(text: &str, phrase: Phrase) -> bool {
    let lower = text.to_lowercase();
    let marks = |text: &str| {
        TABLE.anywhere.iter().any(|own| own.row.phrase == Phrase::Own && own.places(text).next().is_some())
    };
    let mut from = 0;
    sentences(&lower).any(|own| {
        let start = from;
        from += own.len();
        from += lower[from..].chars().next().map_or(0, char::len_utf8);
        let mut rows = TABLE.anywhere.iter().filter(|row| row.row.phrase == phrase);
        rows.any(|row| {
            row.places(own).any(|at| {
                let (before, behind) = (&own[..at], &own[at + row.row.words.len()..]);
                !is_quoted(&lower[..start + at]) && (marks(before) || marks(behind))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Phrase, tells_of_itself};

    #[test]
    fn who_is_paid_names_the_page_or_what_is_bought() {
        let tells = |text: &str| tells_of_itself(text, Phrase::Disclosure);
        for text in [
            "This post contains affiliate links.",
            "We test all tools. If you buy through our links, we may earn a commission.",
            "As an Amazon Associate I earn from qualifying purchases.",
            "Dieser Beitrag enthält Affiliate-Links.",
            "„So nicht“, sagt Ada. Dieser Beitrag enthält Affiliate-Links.",
            "本文包含联盟链接",
        ] {
            assert!(tells(text), "{text}");
        }
        for text in [
            "We earn a commission only when your house is sold.",
            "A post that contains affiliate links must say so.",
            "Write “we may earn a commission when you buy through our links” at the head of it.",
            "We earn from qualifying purchases about as much as we pay for eggs.",
        ] {
            assert!(!tells(text), "{text}");
        }
    }
}
