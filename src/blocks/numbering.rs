//! Every form that a list's number takes at the start of a text.
//!
//! A marker says only how a text begins ("1.", "Step 3:", "④", "First,"); whether it belongs to a
//! list is told by the markers around it.

mod han;
mod worded;

use super::spelled;
use crate::wordlists::NUMBER_JOINTS;
use han::{circled, han_digit, han_number, han_numeral, han_ordinal};
use worded::worded;

/// A number at the start of a text, with the form it has there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker<'a> {
    /// The number.
    pub number: i64,
    /// The marker as written: "1.", "Step 3:", "④".
    pub label: &'a str,
    /// What the numbers of one list have in common.
    pub form: Form<'a>,
    /// Bytes from the start of the text to the first word after the marker.
    pub len: usize,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form<'a> {
    /// "1.", "1．"
    Dot,
    /// "1)", "1）"
    Paren,
    /// "(1)", "（1）", "[1]", "【1】"
    Enclosed,
    /// "1、"
    Comma,
    /// "1:", "1 -", "1 –", "1- "
    Colon,
    /// "1/"
    Slash,
    /// "#1", "№ 1", "No. 1"
    Hash,
    /// "①", "❶", "⑴", "⒈"
    Circled,
    /// "Step 1:", "Tip 2 –", "第3步": the word before the number.
    Word(&'a str),
    /// "First, …", "Zweitens: …"
    Ordinal,
    /// "One: …", "Two. …"
    Cardinal,
    /// "一、"
    Han,
    /// "（二）": it stands under "一、" in one outline, so that neither goes on with the other.
    HanEnclosed,
    /// "1º", "2ª", "3°"
    Degree,
    /// "(a)", "b)"
    Letter,
    /// "4 After": a number whose mark got lost; it can only go on with a list.
    Bare,
    /// "1" and nothing else.
    Alone,
    /// "4" in an element of its own before the words of a heading; told by the markup alone.
    Apart,
}

/// Most digits of a list's number: four are a year.
const MAX_DIGITS: usize = 3;

/// Most letters of the word before a number ("Recommendation 3:" has 14).
const MAX_WORD: usize = 16;

/// The marker that a text begins with, if it begins with one.
pub fn marker(text: &str) -> Option<Marker<'_>> {
    let first = text.chars().next()?;
    let found = match first {
        _ if digit(first).is_some() => digits_first(text),
        // Most texts begin with one of these, so that the rarer signs are not asked for first.
        'a'..='z' | 'A'..='Z' => worded_first(text),
        '(' | '（' | '[' | '【' | '［' => enclosed(text),
        '#' | '＃' | '№' => hash(text),
        '第' => han_ordinal(text),
        _ if circled(first).is_some() => {
            circled(first).map(|number| (number, first.len_utf8(), Form::Circled))
        }
        _ if han_digit(first).is_some() => han_numeral(text),
        _ if first.is_alphabetic() => worded_first(text),
        _ => None,
    };
    let (number, end, form) = found?;
    let rest = &text[end..];
    let len = end + (rest.len() - rest.trim_start().len());
    Some(Marker { number, label: text[..end].trim_end(), form, len })
}

/// The marker of the item that closes a list of ordinals ("Finally, …") behind the item with this number.
pub fn closing(text: &str, last: i64) -> Option<Marker<'_>> {
    let end = spelled::closing(text)?;
    let len = end + (text[end..].len() - text[end..].trim_start().len());
    Some(Marker { number: last + 1, label: &text[..end], form: Form::Ordinal, len })
}

/// A number that begins with a letter.
fn worded_first(text: &str) -> Found<'_> {
    letter(text).or_else(|| spelled::read(text)).or_else(|| worded(text))
}

pub(super) type Found<'a> = Option<(i64, usize, Form<'a>)>;

/// Reads a number of at most [`MAX_DIGITS`] digits, ASCII, full-width or Arabic; returns it with its length.
fn number(text: &str) -> Option<(i64, usize)> {
    let (mut value, mut end, mut digits) = (0, 0, 0);
    for letter in text.chars() {
        let Some(digit) = digit(letter) else { break };
        value = value * 10 + digit;
        end += letter.len_utf8();
        digits += 1;
        if digits > MAX_DIGITS {
            return None;
        }
    }
    (digits > 0).then_some((value, end))
}

fn digit(letter: char) -> Option<i64> {
    match letter {
        '0'..='9' => Some(letter as i64 - '0' as i64),
        '０'..='９' => Some(letter as i64 - '０' as i64),
        '٠'..='٩' => Some(letter as i64 - '٠' as i64),
        '۰'..='۹' => Some(letter as i64 - '۰' as i64),
        _ => None,
    }
}

fn digits_first(text: &str) -> Found<'_> {
    let (value, end) = number(text)?;
    let rest = &text[end..];
    let mut letters = rest.chars();
    let Some(mark) = letters.next() else { return Some((value, end, Form::Alone)) };
    let after = letters.next();
    let marked = end + mark.len_utf8();
    match mark {
        '.' if matches!(after, Some('º' | 'ª' | '°')) => degree(value, marked, &rest[1..]),
        'º' | 'ª' | '°' => degree(value, end, rest),
        '.' | '．' => {
            // "2.5 kg" and "1.2 Scope" are no list numbers; "1.Wear" is.
            let more = after.is_some_and(|c| digit(c).is_some() || c == '.');
            // "1.)" and "1.-" are marks of two letters.
            let paired = after == Some(')') || (after == Some('-') && letters.next() == Some(' '));
            match (more, paired) {
                (_, true) => Some((value, marked + 1, Form::Dot)),
                (false, false) => Some((value, marked, Form::Dot)),
                _ => None,
            }
        }
        ')' | '）' => Some((value, marked, Form::Paren)),
        '、' => Some((value, marked, Form::Comma)),
        '，' if after.is_some_and(|c| digit(c).is_none()) => Some((value, marked, Form::Comma)),
        // What a fault made of "51、".
        '？' | '\u{fffd}' if after.is_some_and(char::is_alphabetic) => Some((value, marked, Form::Bare)),
        '-' | '–' | '—' => dashed(value, marked, &rest[mark.len_utf8()..]),
        KEYCAP | VARIANT => keycap(value, end, rest),
        // "1/ 2" is a fraction.
        '/' if after.is_none_or(|c| c == ' ' && !letters.next().is_some_and(char::is_numeric)) => {
            Some((value, marked, Form::Slash))
        }
        ':' | '：' if after.is_none_or(|c| digit(c).is_none()) => Some((value, marked, Form::Colon)),
        ' ' => spaced(value, end, rest),
        c if after_bare(c) => worded::counted(text, value, end).or(Some((value, end, Form::Bare))),
        _ => None,
    }
}

/// What a font may make of a sign, and the frame around a digit that makes it a key.
const VARIANT: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';

/// "1️⃣ Wash"
fn keycap(value: i64, end: usize, rest: &str) -> Found<'_> {
    let framed = rest.strip_prefix(VARIANT).unwrap_or(rest).strip_prefix(KEYCAP)?;
    Some((value, end + rest.len() - framed.len(), Form::Circled))
}

/// "1- Wash", "1-اشرب", but not "1-2 cups", "5-axis", "5-Axis" or "1- to 2-year-olds"; `end` is behind the dash.
fn dashed(value: i64, end: usize, rest: &str) -> Found<'_> {
    let own = rest.trim_start();
    let first = own.chars().next()?;
    let opens = if rest.len() == own.len() { after_bare(first) } else { !first.is_numeric() };
    (opens && !hangs(own)).then_some((value, end, Form::Colon))
}

/// Whether what stands behind "1- " is such a word and a number with a hyphen of its own: "to 2-year-olds", but not
/// "en 2 litros".
fn hangs(behind: &str) -> bool {
    let mut words = behind.split_whitespace();
    words.next().is_some_and(|first| NUMBER_JOINTS.contains(&first))
        && words.next().is_some_and(|next| {
            let unit = next.trim_start_matches(char::is_numeric);
            unit.len() < next.len()
                && unit.strip_prefix(['-', '–']).is_some_and(|unit| unit.starts_with(char::is_alphabetic))
        })
}

/// "1º Lave", "2ª - Lave", but not "20 °C" or "1º de maio"; `end` is before the sign.
fn degree(value: i64, end: usize, rest: &str) -> Found<'_> {
    let sign = rest.chars().next()?.len_utf8();
    let behind = &rest[sign..];
    let own = behind.trim_start();
    let mut letters = own.chars();
    let first = letters.next()?;
    let end = end + sign;
    match first {
        '.' | ')' | ':' | '-' | '–' | '—' if letters.next() == Some(' ') => {
            Some((value, end + behind.len() - own.len() + first.len_utf8(), Form::Degree))
        }
        c if own.len() < behind.len()
            && c.is_uppercase()
            && letters.next().is_some_and(char::is_lowercase) =>
        {
            Some((value, end, Form::Degree))
        }
        _ => None,
    }
}

/// "1 - Wash", "1 . Wash", "4 After": what follows a number and a space.
fn spaced(value: i64, end: usize, rest: &str) -> Found<'_> {
    let trimmed = rest.trim_start();
    let skipped = end + (rest.len() - trimmed.len());
    let mut letters = trimmed.chars();
    let mark = letters.next()?;
    let gap = letters.next().is_none_or(|c| c == ' ');
    match mark {
        '-' | '–' | '—' | ':' if gap => Some((value, skipped + mark.len_utf8(), Form::Colon)),
        '.' if gap => Some((value, skipped + 1, Form::Dot)),
        ')' if gap => Some((value, skipped + 1, Form::Paren)),
        c if c.is_uppercase() || after_bare(c) => Some((value, end, Form::Bare)),
        _ => None,
    }
}

/// Letters that may follow a list number without a mark: scripts without capitals.
fn after_bare(letter: char) -> bool {
    letter.is_alphabetic() && !letter.is_lowercase() && !letter.is_uppercase()
}

fn enclosed(text: &str) -> Found<'_> {
    let open = text.chars().next()?;
    let inner = &text[open.len_utf8()..];
    let (value, len, form) = match number(inner) {
        Some((value, len)) => (value, len, Form::Enclosed),
        None => match han_number(inner) {
            Some((value, len)) => (value, len, Form::HanEnclosed),
            None => (lettered(inner)?, 1, Form::Letter),
        },
    };
    let close = inner[len..].chars().next().filter(|c| matches!(c, ')' | '）' | ']' | '】' | '］'))?;
    Some((value, open.len_utf8() + len + close.len_utf8(), form))
}

/// The place of a single Latin letter in the alphabet.
fn lettered(text: &str) -> Option<i64> {
    let first = text.bytes().next().filter(u8::is_ascii_alphabetic)?;
    Some(i64::from(first.to_ascii_lowercase() - b'a') + 1)
}

/// "a) Wash": a letter and a bracket. "A. Wash" is as often somebody's initial.
fn letter(text: &str) -> Found<'_> {
    let value = lettered(text)?;
    text[1..].starts_with(')').then_some((value, 2, Form::Letter))
}

fn hash(text: &str) -> Found<'_> {
    let sign = text.chars().next()?.len_utf8();
    let gap = text[sign..].len() - text[sign..].trim_start().len();
    let (value, len) = number(&text[sign + gap..])?;
    let end = sign + gap + len;
    Some((value, end + mark(&text[end..])?, Form::Hash))
}

/// Length of the mark after a number that a word or a sign announces; `None` when the number goes on
/// in a way that no list number does ("#1st", "Step 2b" is fine to lose).
fn mark(rest: &str) -> Option<usize> {
    let trimmed = rest.trim_start();
    let gap = rest.len() - trimmed.len();
    match trimmed.chars().next() {
        None => Some(0),
        Some(c @ (':' | '：' | '.' | '．' | ')' | '）' | '、' | '-' | '–' | '—' | '|' | ',' | '，')) =>
        {
            let after = trimmed[c.len_utf8()..].chars().next();
            let clear = gap > 0 || after.is_none_or(|c| digit(c).is_none());
            clear.then_some(gap + c.len_utf8())
        }
        Some(_) if gap > 0 => Some(0),
        Some(c) if super::words::is_dense(c) => Some(0),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        for (text, number, label, form) in [
            ("1. Wash", 1, "1.", Form::Dot),
            ("1.Wash", 1, "1.", Form::Dot),
            ("２．洗手", 2, "２．", Form::Dot),
            ("3) Rinse", 3, "3)", Form::Paren),
            ("(4) Dry", 4, "(4)", Form::Enclosed),
            ("【5】晾干", 5, "【5】", Form::Enclosed),
            ("6、晾干", 6, "6、", Form::Comma),
            ("7: Rest", 7, "7:", Form::Colon),
            ("7 – Rest", 7, "7 –", Form::Colon),
            ("01/", 1, "01/", Form::Slash),
            ("2/ Rinse", 2, "2/", Form::Slash),
            ("#8 Sleep", 8, "#8", Form::Hash),
            ("#8: Sleep", 8, "#8:", Form::Hash),
            ("⑨睡觉", 9, "⑨", Form::Circled),
            ("Step 10: Enjoy", 10, "Step 10:", Form::Word("Step")),
            ("Schritt 2 – Rühren", 2, "Schritt 2 –", Form::Word("Schritt")),
            ("No. 3 Bananas", 3, "No. 3", Form::Word("No")),
            ("第3步：搅拌", 3, "第3步：", Form::Word("步")),
            ("第一，多喝水", 1, "第一，", Form::Word("第")),
            ("十二、睡觉", 12, "十二、", Form::Han),
            ("（三）休息", 3, "（三）", Form::HanEnclosed),
            ("1- Wash", 1, "1-", Form::Colon),
            ("1- lavar a 40 graus", 1, "1-", Form::Colon),
            ("2- en 2 litros de agua", 2, "2-", Form::Colon),
            ("3-اشرب الماء", 3, "3-", Form::Colon),
            ("٢. نم", 2, "٢.", Form::Dot),
            ("1º Lave", 1, "1º", Form::Degree),
            ("2ª - Lave", 2, "2ª -", Form::Degree),
            ("3.º Lave", 3, "3.º", Form::Degree),
            ("4，晾干", 4, "4，", Form::Comma),
            ("2️⃣ Rinse", 2, "2️⃣", Form::Circled),
            ("N°1 : Laver", 1, "N°1 :", Form::Word("N")),
            ("Conseil n° 1 : laver", 1, "Conseil n° 1 :", Form::Word("Conseil")),
            ("Tipp Nr. 2: Waschen", 2, "Tipp Nr. 2:", Form::Word("Tipp")),
            ("Dica nº 3: lavar", 3, "Dica nº 3:", Form::Word("Dica")),
            ("Rule No. 4: wash", 4, "Rule No. 4:", Form::Word("Rule")),
            ("Совет № 5: мыть", 5, "Совет № 5:", Form::Word("Совет")),
            ("Step two: rinse", 2, "Step two:", Form::Word("Step")),
            ("Étape deux : rincer", 2, "Étape deux :", Form::Word("Étape")),
            ("步骤一：搅拌", 1, "步骤一：", Form::Word("步骤")),
            ("误区十二 多喝水", 12, "误区十二", Form::Word("误区")),
            ("1단계: 씻기", 1, "1단계:", Form::Word("단계")),
            ("Second, rinse it.", 2, "Second,", Form::Ordinal),
            ("Two: rinse it.", 2, "Two:", Form::Cardinal),
            ("4 After childbirth", 4, "4", Form::Bare),
            ("4", 4, "4", Form::Alone),
            ("(b) Rinse", 2, "(b)", Form::Letter),
            ("c) Dry", 3, "c)", Form::Letter),
            ("2.- La botella", 2, "2.-", Form::Dot),
            ("First of all: rest", 1, "First of all:", Form::Ordinal),
        ] {
            let marker = marker(text).unwrap_or_else(|| panic!("no marker in {text:?}"));
            assert_eq!((marker.number, marker.label, marker.form), (number, label, form), "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_markers_are_left_alone() {
        for text in [
            "2.5 kg of flour",
            "1.2 Scope",
            "2024. A year",
            "12:30 lunch",
            "3 apples",
            "5% off",
            "10,000 steps",
            "01/02/2024",
            "1/ 2 cup",
            "One, two, three",
            "Part 1 of 2: Getting ready",
            "Teil 2 von 3",
            "A. Smith wrote this",
            "1-2 cups",
            "1- to 2-year-olds",
            "3- und 4-Zimmer-Wohnungen",
            "3-inch nails",
            "5-Axis Stabilisation",
            "20° C",
            "1º de maio",
            "星期一：休息",
            "Only one thing",
            "Nothing no 1",
            "JMGO N1 Specs",
            "Why One-Time passwords fail",
            "Ask Five",
            "Ask one-on-one",
        ] {
            assert_eq!(marker(text).map(|found| found.label), None, "{text}");
        }
    }
}
