//! Words of a text, counted in a way that holds for languages without spaces.

use crate::step::{Bytes, Mask, STEP};

/// Han, kana and Thai letters that weigh as much as one word of a language with spaces: Chinese
/// and Japanese words are about two letters long.
const LETTERS_PER_WORD: usize = 2;

/// Number of words: runs of letters and digits; letters of scripts without spaces count by twos.
pub fn count(text: &str) -> usize {
    let (mut words, mut dense, mut inside) = (0_usize, 0_usize, false);
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        // What is beyond the end is no letter.
        let mut step = [b' '; STEP];
        match rest.first_chunk() {
            Some(whole) => step = *whole,
            None => step[..rest.len()].copy_from_slice(rest),
        }
        if let Some(held) = held_together(&step, inside) {
            words += (held & !(held << 1 | Mask::from(inside))).count_ones() as usize;
            inside = held >> (STEP - 1) == 1;
            at += STEP;
            continue;
        }
        let end = text.ceil_char_boundary(at + STEP);
        for letter in text[at..end].chars() {
            if is_dense(letter) {
                dense += 1;
                inside = false;
            } else {
                let own = letter.is_alphanumeric();
                words += usize::from(own && !inside);
                inside = own || (inside && matches!(letter, '\'' | '’'));
            }
        }
        at = end;
    }
    words + dense.div_ceil(LETTERS_PER_WORD)
}

/// Letters and digits of a step with the apostrophes behind them, which part no words; `None` where a byte is
/// beyond ASCII. `inside` tells whether a word stands right before.
#[inline(always)]
fn held_together(bytes: &[u8; STEP], inside: bool) -> Option<Mask> {
    let step = Bytes::new(bytes);
    let up_to = |byte: u8| step.at_most(byte).mask();
    let small = up_to(b'z') & !up_to(b'a' - 1);
    let capital = up_to(b'Z') & !up_to(b'A' - 1);
    let digit = up_to(b'9') & !up_to(b'0' - 1);
    if up_to(0x7f) != (1 << STEP) - 1 {
        return None;
    }
    let apostrophes = step.equal(b'\'').mask();
    let mut held = small | capital | digit;
    // Mostly there is none, and one in a row.
    while apostrophes & !held & (held << 1 | Mask::from(inside)) != 0 {
        held |= apostrophes & (held << 1 | Mask::from(inside));
    }
    Some(held)
}

/// Whether a letter belongs to a script that writes words without spaces.
pub fn is_dense(letter: char) -> bool {
    matches!(letter,
        '\u{0E00}'..='\u{0E7F}' // Thai
        | '\u{3040}'..='\u{30FF}' // Hiragana and Katakana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{20000}'..='\u{323AF}')
}

/// Whether a text holds a letter of any script.
pub fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Whether there is a letter or a digit among words; mostly the first one is.
#[inline(always)]
pub(super) fn has_letters_or_digits(words: &str) -> bool {
    words.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) || words.contains(char::is_alphanumeric)
}

/// Whether a text ends as a sentence does, quotes and brackets after the stop aside.
pub fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | '」' | '』' | ')' | '）' | ']') || c.is_whitespace()
    });
    bare.ends_with(['.', '!', '?', '。', '！', '？', '…', '؟', '۔', '।', '|']) && !bare.ends_with('|')
}

/// Whether a text ends in a question mark of any script.
pub fn asks(text: &str) -> bool {
    text.ends_with(['?', '？', '؟'])
}

/// Whether a text ends in a full stop, as a sentence does that neither asks nor exclaims.
pub fn is_stopped(text: &str) -> bool {
    ends_sentence(text) && !text.ends_with(['?', '？', '؟', '!', '！'])
}

/// Whether a text ends in a colon, which leads to what stands under it.
pub fn leads(text: &str) -> bool {
    text.ends_with([':', '：'])
}

/// The letters and digits of a text.
pub fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether a text was cut off in the middle: it ends in dots that stand for more.
pub fn is_cut_off(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ']' | ')' | '»' | '>'));
    // Most texts end in a letter or a single stop.
    bare.ends_with(['.', '…', '。'])
        && (bare.ends_with("...") || bare.ends_with('…') || bare.ends_with(". . .") || bare.ends_with("。。"))
}

/// How lines of programs begin, what they hold, and how they end.
const CODE_STARTS: &[&str] = &["// ", ">>> ", "$ "];
const CODE_PARTS: &[&str] = &[" := ", " == ", " != ", " => ", ") {", "();", "</"];
const CODE_ENDS: &[char] = &['{', '}', ';', '('];

/// Whether a line looks like one of a program.
pub fn is_code(line: &str) -> bool {
    // "$ 1.500" is a price.
    let begins = |rest: &str| !rest.starts_with(|own: char| own.is_ascii_digit());
    // Greek questions end in a semicolon.
    (line.ends_with(CODE_ENDS) && line.is_ascii())
        || CODE_STARTS.iter().any(|start| line.strip_prefix(start).is_some_and(begins))
        || CODE_PARTS.iter().any(|part| line.contains(part))
}

/// Years in which pages of the web were written.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2049;

/// Whether a text holds the number of a year, in Western or Arabic digits.
pub fn has_year(text: &str) -> bool {
    /// The byte with which Arabic digits begin in UTF-8.
    const ARABIC: u8 = 0xd9;
    let bytes = text.as_bytes();
    // A year begins with one or two.
    if memchr::memchr3(b'1', b'2', ARABIC, bytes).is_none() {
        return false;
    }
    if memchr::memchr(ARABIC, bytes).is_none() {
        let mut numbers = bytes.split(|byte| !byte.is_ascii_digit()).filter(|run| run.len() == 4);
        let year = |run: &[u8]| run.iter().fold(0, |year, byte| year * 10 + u32::from(byte - b'0'));
        return numbers.any(|run| YEARS.contains(&year(run)));
    }
    let digit = |letter: char| match letter {
        '٠'..='٩' => Some(letter as u32 - '٠' as u32),
        _ => letter.to_digit(10),
    };
    let mut numbers = text.split(|letter| digit(letter).is_none());
    numbers.any(|run| {
        let digits = run.chars().filter_map(digit);
        run.chars().count() == 4 && YEARS.contains(&digits.fold(0, |year, digit| year * 10 + digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_any_script() {
        assert_eq!(count("Don't cut well-kept words."), 5);
        assert_eq!(count("哺乳期护理"), 3);
        assert_eq!(count("喝 2 杯水"), 3);
        assert_eq!(count("… — !"), 0);
    }

    #[test]
    fn words_are_counted_alike_wherever_steps_end() {
        for letter in ['a', 'Z', '9', ' ', '-', '\'', '’', '@', '[', '`', '{', '/', ':', 'é', '中'] {
            for place in 0..40 {
                let mut text = "One two three's four-five 678 nine tenth eleven".to_owned();
                text.insert(text.floor_char_boundary(place), letter);
                let (mut words, mut dense, mut inside) = (0, 0, false);
                for own in text.chars() {
                    let counts = own.is_alphanumeric() && !is_dense(own);
                    words += usize::from(counts && !inside);
                    dense += usize::from(is_dense(own));
                    inside = counts || (inside && matches!(own, '\'' | '’'));
                }
                assert_eq!(count(&text), words + usize::div_ceil(dense, LETTERS_PER_WORD), "{text:?}");
            }
        }
    }

    #[test]
    fn sentence_ends_survive_quotes() {
        assert!(ends_sentence("He said: \u{201c}rest.\u{201d}"));
        assert!(ends_sentence("多休息。"));
        assert!(is_code("if a == b {") && is_code("return 1;") && is_code("$ ls"));
        assert!(!is_code("What to pack (and what not)") && !is_code("Prices: $5 to $7"));
        assert!(!ends_sentence("Causes of leaking milk"));
        assert!(has_year("Publié le 3 octobre 2022 par Élodie") && has_year("١٩ فبراير ٢٠٢٣"));
        assert!(!has_year("Call 20220 or 1899"));
        assert!(is_cut_off("Once menopause comes, both men and women will fee..."));
    }
}
