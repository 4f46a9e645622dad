//! Lines that count what others say: "3 comments", "20 replies to this topic", "3 thoughts on “Ten ways to …”".

use super::table::{Place, Row, TABLE};
use super::{Phrase, Phrases, begins};
use crate::blocks::words;
use crate::wordlists::{OWN_TOPICS, REMARK_WORDS};

/// Whether a text, however long, counts what others say of a title in it: "3 thoughts on “Ten ways to …”".
pub fn counts_remarks(text: &str) -> bool {
    if !text.starts_with(|c: char| c == '(' || c.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_lowercase();
    counted(&lower).is_some_and(|rest| {
        let rows = TABLE.rows(rest, Phrases::of(Phrase::Comments));
        rows.all().any(|row| heads_remarks(rest, row))
    })
}

/// Marks before the title that was remarked on.
const TITLE_MARKS: [char; 9] = ['“', '”', '„', '«', '"', '‘', '’', '\'', '「'];

/// Whether what follows a number heads what others say: "answers to “Naps”", or nothing behind it; "10 answers to your
/// questions" is a title itself, "10 comments on naps" is none.
pub(super) fn heads_remarks(rest: &str, row: &Row) -> bool {
    let behind =
        || rest[row.words.len()..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.'));
    let named =
        || REMARK_WORDS.iter().any(|word| row.words.contains(word)) || row.words.chars().any(words::is_dense);
    row.place == Place::Counted
        && begins(rest, &row.words)
        && (named()
            || behind().is_empty()
            || behind().starts_with(TITLE_MARKS)
            || OWN_TOPICS.iter().any(|own| behind().starts_with(own)))
}

/// What follows the number at the start of a text: "3 comments", "1.2K followers", "(12) Kommentare";
/// the number of a list's item ("3. Comments") is none.
pub(super) fn counted(text: &str) -> Option<&str> {
    let bare = text.trim_start_matches('(');
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let number = &bare[..bare.len() - rest.len()];
    let rest = rest.trim_start_matches(['k', 'm']).trim_start_matches(')');
    (number.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(char::is_whitespace))
        .then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::counts_remarks;
    use crate::classify::phrases::{Phrase, phrase};

    #[test]
    fn a_count_heads_remarks_where_a_title_in_marks_or_nothing_follows() {
        for text in [
            "3 thoughts on “Naps”",
            "20 replies to this topic",
            "2 réflexions sur « Siestes »",
            "4 responses to:",
        ] {
            assert!(counts_remarks(text) && phrase(text) == Some(Phrase::Comments), "{text}");
        }
        for text in ["5 thoughts on night feeds", "10 respuestas a tus dudas", "10 Antworten auf Ihre Fragen"]
        {
            assert!(!counts_remarks(text) && phrase(text) != Some(Phrase::Comments), "{text}");
        }
    }
}
