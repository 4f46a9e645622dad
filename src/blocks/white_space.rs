//! White space of a page, collapsed as browsers do.

use crate::step::{Bytes, Mask, STEP};

/// White space of HTML in a step.
#[inline(always)]
fn plain_spaces(step: Bytes) -> Mask {
    let line_ends = step.equal(b'\n').or(step.equal(b'\r')).or(step.equal(b'\x0c'));
    step.equal(b' ').or(step.equal(b'\t')).or(line_ends).mask()
}

/// How many of the first bytes are white space of HTML, up to the first other one. What follows them is read
/// with them, in whole steps, for most white space is shorter than one.
#[inline(always)]
pub(super) fn leading_spaces(len: usize, ahead: &[u8]) -> usize {
    let mut at = 0;
    while let Some(step) = ahead[at..].first_chunk::<STEP>() {
        let spaces = plain_spaces(Bytes::new(step)).trailing_ones() as usize;
        at += spaces;
        if at >= len || spaces < STEP {
            return at.min(len);
        }
    }
    at + ahead[at..len].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Appends white space, as [`push_collapsed`] does.
#[inline]
pub(super) fn push_space(text: &mut String, start: usize) {
    if text.len() > start && !text.ends_with([' ', '\n']) {
        text.push(' ');
    }
}

/// Appends words with white space collapsed to single spaces; none at the start of a block or line.
/// Letters that show nothing (soft hyphens, zero-width spaces) are left out, so that words stay whole.
/// `ahead` begins with the words, and is read in whole steps.
pub(super) fn push_collapsed(text: &mut String, start: usize, words: &str, ahead: &[u8]) {
    let mut from = 0;
    while let Some(at) = gap(words, from, ahead) {
        text.push_str(&words[from..at]);
        let (gap, spaced) = measure(&words[at..], &ahead[at..]);
        if spaced {
            push_space(text, start);
        }
        from = at + gap;
    }
    text.push_str(&words[from..]);
}

/// Whether a text is more than white space; mostly its first byte is.
#[inline]
pub(super) fn has_words(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim_start().is_empty()
}

/// Whether a text shows nothing: white space, letters that join or part others, and those that only a font of the
/// page's own draws, as its icons. Programs that build pages write them into empty paragraphs.
#[inline]
pub(super) fn shows_nothing(text: &str) -> bool {
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.chars().all(is_unseen)
}

/// Whether a letter by itself shows nothing on any other page.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || is_void(letter)
        || matches!(letter,
            // Joiners, marks of direction, invisible operators, the blanks of Hangul and of Braille.
            '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
            // For private use.
            | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// A text without the white space at its end; mostly there is one space at most.
#[inline]
pub(super) fn trim_end(text: &str) -> &str {
    let text = text.strip_suffix(' ').unwrap_or(text);
    if text.as_bytes().last().is_some_and(u8::is_ascii_graphic) { text } else { text.trim_end() }
}

/// Length of the gap that a text begins with, and whether there is any white space in it.
fn measure(text: &str, ahead: &[u8]) -> (usize, bool) {
    let mut end = leading_spaces(text.len(), ahead);
    let mut spaced = end > 0;
    while let Some(byte) = text.as_bytes().get(end).filter(|byte| MAY_BE_GAP[usize::from(**byte)]) {
        // Line ends and indentation are most of it.
        if byte.is_ascii() {
            spaced = true;
            end += 1;
            continue;
        }
        match text[end..].chars().next() {
            Some(letter) if is_space(letter) || is_void(letter) => {
                spaced |= is_space(letter);
                end += letter.len_utf8();
            }
            _ => break,
        }
    }
    (end, spaced)
}

/// Where the first gap from here on begins that is not just one space between two words: these are
/// most of a text, and are copied together with their words.
#[inline(always)]
fn gap(text: &str, from: usize, ahead: &[u8]) -> Option<usize> {
    let bytes = text.as_bytes();
    let word_at = |at: usize| bytes.get(at).is_some_and(|byte| !MAY_BE_GAP[usize::from(*byte)]);
    let mut at = from;
    loop {
        at = candidate(bytes, at, ahead)?;
        match bytes[at] {
            b' ' if at > from && word_at(at + 1) && word_at(at - 1) => {}
            byte if byte.is_ascii() && MAY_BE_GAP[usize::from(byte)] => return Some(at),
            _ if text[at..].starts_with(|letter| is_space(letter) || is_void(letter)) => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

/// The next byte that may begin a gap, or another control character; of single spaces between words most
/// are passed over.
#[inline(always)]
fn candidate(bytes: &[u8], mut at: usize, ahead: &[u8]) -> Option<usize> {
    while at < bytes.len() {
        let Some(step) = ahead[at..].first_chunk::<STEP>() else {
            return Some(at + bytes[at..].iter().position(|byte| MAY_BE_GAP[usize::from(*byte)])?);
        };
        let step = Bytes::new(step);
        let spaces = step.equal(b' ').mask();
        let letters = step.equal(0xc2).or(step.equal(0xe2)).or(step.equal(0xe3)).or(step.equal(0xef));
        let others = letters.or(step.at_most(b'\r')).mask();
        // What stands beside the first and the last byte is not seen here.
        let beside = ((spaces | others) << 1) | ((spaces | others) >> 1) | 1 | (1 << (STEP - 1));
        let found = others | (spaces & beside);
        if found != 0 {
            at += found.trailing_zeros() as usize;
            return (at < bytes.len()).then_some(at);
        }
        at += STEP;
    }
    None
}

/// Bytes with which a letter of [`is_space`] or [`is_void`] begins.
static MAY_BE_GAP: [bool; 256] = {
    let mut table = [false; 256];
    let first = b" \n\t\r\x0c\xc2\xe2\xe3\xef";
    let mut at = 0;
    while at < first.len() {
        table[first[at] as usize] = true;
        at += 1;
    }
    table
};

/// White space between words, no-break and ideographic spaces among it.
fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\n' | '\t' | '\r' | '\u{c}' | '\u{a0}' | '\u{2003}' | '\u{3000}')
}

/// Letters that are there for line breaking alone.
fn is_void(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_spaces_are_counted_whatever_follows_them() {
        for letter in ['a', ' ', '\n', '\u{b}', '\u{a0}'] {
            for place in 0..40 {
                let mut ahead = " \t\n\r\u{c}".repeat(8);
                ahead.insert(place, letter);
                for end in (0..=ahead.len()).filter(|end| ahead.is_char_boundary(*end)) {
                    let spaces = end - ahead[..end].trim_ascii_start().len();
                    assert_eq!(leading_spaces(end, ahead.as_bytes()), spaces, "{letter:?} at {place}");
                }
            }
        }
    }

    #[test]
    fn what_shows_nothing_is_no_block() {
        let texts = |document: &crate::document::Document| {
            let blocks = crate::blocks::Blocks::of(document);
            (0..blocks.len()).map(|at| blocks.text(at).to_owned()).collect::<Vec<_>>()
        };
        let blanks = "<p>\u{200d}</p><p>\u{feff} \u{2800}</p><a href=x><i>\u{e001}</i></a><p>&nbsp;&shy;</p>";
        let source = format!("<p>Sift.</p>{blanks}<p>\u{e001} Rest <span hidden>\u{200d}</span>well.</p>");
        assert_eq!(texts(&crate::document::html::parse(&source)), ["Sift.", "\u{e001} Rest well."]);
        assert!(shows_nothing("\u{f04b}") && !shows_nothing("☼") && !shows_nothing("."));
    }

    #[test]
    fn white_space_is_collapsed_wherever_it_stands() {
        // Each letter at each place of a text that is longer than a step, alone and between spaces.
        for letter in
            ['a', ' ', '\n', '\t', '\u{1}', '\u{b}', '\u{a0}', '\u{200b}', '\u{2019}', '\u{3000}', '\u{fc}']
        {
            for place in 0..40 {
                for around in ["", " "] {
                    let mut words = "one two three four five six seven eight nine".to_owned();
                    words.insert_str(words.floor_char_boundary(place), &format!("{around}{letter}{around}"));
                    let mut plain = String::new();
                    for own in words.chars().filter(|own| !is_void(*own)) {
                        match is_space(own) {
                            true => push_space(&mut plain, 0),
                            false => plain.push(own),
                        }
                    }
                    let mut text = String::new();
                    push_collapsed(&mut text, 0, &words, words.as_bytes());
                    let ahead = format!("{words} and more that is not theirs");
                    let mut again = String::new();
                    push_collapsed(&mut again, 0, &words, ahead.as_bytes());
                    assert_eq!(again, text, "{words:?}");
                    assert_eq!(text, plain, "{words:?}");
                }
            }
        }
    }
}
