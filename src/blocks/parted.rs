//! Words of a block that only a style sheet parts: `<span>Ada Lind</span><time>May 5, 2021</time>`.
//!
//! In: a block of a page with markup. Out: its text with a space where two elements meet and their words cannot be one:
//! "Ada LindMay 5, 2021" is shown as two. What reads names and days asks for it; the text itself stays as it is written.

use super::Blocks;
use crate::document::Document;
use std::borrow::Cow;

/// Marks that part names and days.
const MARKS: &[char] = &['·', '•', '|', '–', '—'];

impl Blocks {
    /// The words of a block, with a space where elements meet without one.
    pub fn parted<'a>(&'a self, document: &Document, index: usize) -> Cow<'a, str> {
        let text = self.text(index);
        let cuts = self.seams(document, index).unwrap_or_default();
        if cuts.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + cuts.len());
        let mut from = 0;
        for cut in cuts {
            out.push_str(&text[from..cut]);
            out.push(' ');
            from = cut;
        }
        out.push_str(&text[from..]);
        Cow::Owned(out)
    }

    /// The places of a block's text at which two elements meet; `None` where the text is not that of its nodes.
    fn seams(&self, document: &Document, index: usize) -> Option<Vec<usize>> {
        let text = self.text(index);
        let nodes = self.get(index).first..self.end(document, index);
        let mut cuts = Vec::new();
        let mut at = 0;
        for own in nodes.filter_map(|node| document.text(node)) {
            let mut words = own.chars().filter(|letter| !letter.is_whitespace()).peekable();
            if words.peek().is_some() && at > 0 && at < text.len() && meet(&text[..at], &text[at..]) {
                cuts.push(at);
            }
            for letter in words {
                let rest = &text[at..];
                let shown = rest.trim_start();
                at += rest.len() - shown.len() + shown.strip_prefix(letter).map(|_| letter.len_utf8())?;
            }
        }
        Some(cuts)
    }
}

/// Whether what ends and what begins cannot be one word: "Lind|May", "2021|Ada", "日|监". A capital alone begins one.
fn meet(before: &str, behind: &str) -> bool {
    let mut last = before.chars().rev();
    let (Some(end), Some(start)) = (last.next(), behind.chars().next()) else { return false };
    let alone = last.next().is_none_or(char::is_whitespace);
    let wide = |own: char| own.is_alphabetic() && !own.is_lowercase() && !own.is_uppercase();
    let word = !alone && (end.is_lowercase() || wide(end));
    match (end, start) {
        _ if end.is_whitespace() || start.is_whitespace() => false,
        _ if MARKS.contains(&end) || MARKS.contains(&start) => true,
        _ if word => start.is_uppercase() || wide(start) || start.is_ascii_digit(),
        _ if end.is_ascii_digit() => start.is_uppercase() || wide(start),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html;

    #[test]
    fn names_and_days_of_elements_of_their_own_are_parted() {
        for (page, text) in [
            ("<p><b>Ada Lind</b><time>May 5, 2021</time>", "Ada Lind May 5, 2021"),
            ("<p><b>Ada Lind</b><i>·</i><time>5 May</time>", "Ada Lind · 5 May"),
            ("<p><a>Ada</a><i>Editor</i><i>2023-05-30</i>", "Ada Editor 2023-05-30"),
            ("<p><i>2023年6月1日</i><i>王帆</i>", "2023年6月1日 王帆"),
            ("<p><b>A</b>da <i>Lind</i> 1<sup>st</sup>", "Ada Lind 1st"),
            ("<p>Ada <i>Lind</i>, 2021", "Ada Lind, 2021"),
        ] {
            let document = html::parse(page);
            assert_eq!(Blocks::of(&document).parted(&document, 0), text);
        }
    }
}
