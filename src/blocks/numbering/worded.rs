//! Numbers that a word announces, or that a word stands behind: "Step 1:", "Tipp Nr. 2:", "步骤一：", "3단계".

use super::han::{han_digit, han_number};
use super::{Form, Found, MAX_WORD, mark, number};
use crate::blocks::spelled;
use crate::blocks::words::is_dense;
use crate::wordlists::{NUMBER_WORDS, STEPS};

/// Fewest letters of a word for "number" that stands without a sign: "nummer 2"; "no 2" denies.
const NUMBER_LETTERS: usize = 4;

/// Signs behind such a word: "n°", "Nr.", "nº".
const NUMBER_SIGNS: [char; 5] = ['.', '°', 'º', '#', '№'];

/// Words that number days of the week in Chinese writing, and no items.
const WEEKDAYS: &[&str] = &["周", "週", "星期", "礼拜", "禮拜"];

/// Most letters of a word before a number in Chinese writing: "注意事项一：".
const DENSE_WORD: usize = 5;

/// Words right behind a number in scripts without spaces that say what is counted.
const BEHIND: &[&str] = &["단계", "번째", "つ目", "番目", "日目", "位", "步"];

/// "Step 1:", "Schritt 2 –", "ステップ3", "No. 4": any word before a number, in any language.
pub(super) fn worded(text: &str) -> Found<'_> {
    let word = text.bytes().take(MAX_WORD + 1).take_while(u8::is_ascii_alphabetic).count();
    let word = match text.as_bytes().get(word) {
        Some(byte) if !byte.is_ascii() => text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len()),
        _ => word,
    };
    if text[..word].chars().count() > MAX_WORD {
        return None;
    }
    // Most words are followed by another one.
    if matches!(text.as_bytes()[word..], [b' ', next, ..] if next.is_ascii_alphabetic()) {
        return announced(text, word);
    }
    let rest = text[word..].strip_prefix(NUMBER_SIGNS).unwrap_or(&text[word..]).trim_start();
    let rest = rest.strip_prefix(['#', '№']).map_or(rest, str::trim_start);
    let at = text.len() - rest.len();
    let Some((value, len)) = number(rest) else {
        return han_worded(text, word).or_else(|| announced(text, word));
    };
    let name = text[..word].trim_end_matches(['º', 'ª']);
    ended(text, value, at + len, Form::Word(name))
}

/// A number up to here, where what follows it may follow a list's number.
fn ended<'a>(text: &'a str, value: i64, end: usize, form: Form<'a>) -> Found<'a> {
    if counts_parts(&text[end..]) {
        return None;
    }
    Some((value, end + mark(&text[end..])?, form))
}

/// "Tipp Nr. 1:", "Conseil n° 2 :", "Step one:": a second word announces the number or is it.
fn announced(text: &str, word: usize) -> Found<'_> {
    let rest = text[word..].strip_prefix(' ')?;
    let second = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let form = Form::Word(&text[..word]);
    if let Some(value) = spelled::cardinal(&rest[..second]) {
        let end = text.len() - rest.len() + second;
        let behind = text[end..].trim_start();
        // "Only one thing" and "One-Time" count nothing.
        let dashed = behind.strip_prefix(['-', '–', '—']).is_some_and(|more| more.starts_with(' '));
        // "Step One" is all of a heading, and "Apple One" a name.
        let whole = || behind.is_empty() && STEPS.contains(&text[..word].to_lowercase().as_str());
        let clear = dashed || behind.starts_with([':', '：', '.', ')']) || whole();
        return if clear { ended(text, value, end, form) } else { None };
    }
    let name = rest[..second].trim_end_matches('º');
    let behind = &rest[name.len()..];
    // Longer words are no words for "number"; short ones are with a sign behind them: "n°", "no.".
    let announces = behind.starts_with(NUMBER_SIGNS)
        || (behind.starts_with(' ') && name.chars().count() >= NUMBER_LETTERS);
    if name.len() > MAX_WORD || !announces {
        return None;
    }
    let digits = behind.trim_start_matches(NUMBER_SIGNS).trim_start();
    let (value, len) = number(digits)?;
    let known = NUMBER_WORDS.contains(&name.to_lowercase().as_str());
    known.then(|| ended(text, value, text.len() - digits.len() + len, form)).flatten()
}

/// "步骤一：", "误区二 多喝水": a word and a number in Chinese writing.
fn han_worded(text: &str, word: usize) -> Found<'_> {
    let name = text[..word].trim_end_matches(|c| han_digit(c).is_some());
    let digits = &text[name.len()..word];
    let letters = name.chars().take(DENSE_WORD + 1).count();
    if digits.is_empty() || !(1..=DENSE_WORD).contains(&letters) || WEEKDAYS.contains(&name) {
        return None;
    }
    let (value, len) = han_number(digits).filter(|(_, len)| *len == digits.len())?;
    let end = name.len() + len;
    let ends = match text[end..].chars().next() {
        None | Some(' ' | '：' | ':' | '、' | '.' | '．') => true,
        // "其一，"
        Some('，' | ',') => name == "其",
        Some(_) => false,
    };
    ends.then(|| ended(text, value, end, Form::Word(name))).flatten()
}

/// "1단계: …", "3位 …": a number with the word for what it counts behind it; `end` is behind the number.
pub(super) fn counted(text: &str, value: i64, end: usize) -> Found<'_> {
    let rest = &text[end..];
    let word = BEHIND.iter().find(|word| rest.starts_with(**word))?;
    let behind = &rest[word.len()..];
    let apart = !behind.starts_with(is_dense);
    let name = &rest[..word.len()];
    apart.then(|| ended(text, value, end + word.len(), Form::Word(name))).flatten()
}

/// Most letters of the word between two numbers that count parts: "of", "von", "sur", "из".
const MAX_OF: usize = 4;

/// "Part 1 of 2", "Seite 1/3": a part of a whole and no item.
fn counts_parts(rest: &str) -> bool {
    let rest = rest.trim_start();
    let word = rest.find(|c: char| !c.is_alphabetic() && c != '/').unwrap_or(rest.len());
    word > 0 && rest[..word].chars().count() <= MAX_OF && number(rest[word..].trim_start()).is_some()
}
