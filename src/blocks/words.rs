//! Words of a text, counted in a way that holds for languages without spaces.

/// Han, kana and Thai letters that weigh as much as one word of a language with spaces: Chinese
/// and Japanese words are about two letters long.
const LETTERS_PER_WORD: usize = 2;

/// Number of words: runs of letters and digits; letters of scripts without spaces count by twos.
pub fn count(text: &str) -> usize {
    let (mut words, mut dense, mut inside) = (0_usize, 0_usize, false);
    if text.is_ascii() {
        for &byte in text.as_bytes() {
            let letter = byte.is_ascii_alphanumeric();
            words += usize::from(letter && !inside);
            inside = letter || (inside && byte == b'\'');
        }
        return words;
    }
    for letter in text.chars() {
        if is_dense(letter) {
            dense += 1;
            inside = false;
        } else {
            let own = letter.is_alphanumeric();
            words += usize::from(own && !inside);
            inside = own || (inside && matches!(letter, '\'' | '’'));
        }
    }
    words + dense.div_ceil(LETTERS_PER_WORD)
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

/// Whether a text ends as a sentence does, quotes and brackets after the stop aside.
pub fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | '」' | '』' | ')' | '）' | ']') || c.is_whitespace()
    });
    bare.ends_with(['.', '!', '?', '。', '！', '？', '…', '؟', '۔', '।', '|']) && !bare.ends_with('|')
}

/// Whether a text was cut off in the middle: it ends in dots that stand for more.
pub fn is_cut_off(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ']' | ')' | '»' | '>'));
    bare.ends_with("...") || bare.ends_with('…') || bare.ends_with(". . .") || bare.ends_with("。。")
}

/// Years in which pages of the web were written.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2049;

/// Whether a text holds the number of a year, in Western or Arabic digits.
pub fn has_year(text: &str) -> bool {
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
    fn sentence_ends_survive_quotes() {
        assert!(ends_sentence("He said: \u{201c}rest.\u{201d}"));
        assert!(ends_sentence("多休息。"));
        assert!(!ends_sentence("Causes of leaking milk"));
        assert!(has_year("Publié le 3 octobre 2022 par Élodie") && has_year("١٩ فبراير ٢٠٢٣"));
        assert!(!has_year("Call 20220 or 1899"));
        assert!(is_cut_off("Once menopause comes, both men and women will fee..."));
    }
}
