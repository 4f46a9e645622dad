//! Numbers in Chinese writing, and those that are one sign.

use super::{Form, Found, number};

/// Circled and bracketed numbers that are one character.
pub(super) fn circled(letter: char) -> Option<i64> {
    let code = letter as i64;
    let from = |first: char, number: i64| Some(code - first as i64 + number);
    match letter {
        '①'..='⑳' => from('①', 1),
        '⑴'..='⒇' => from('⑴', 1),
        '⒈'..='⒛' => from('⒈', 1),
        '❶'..='❿' => from('❶', 1),
        '➀'..='➉' => from('➀', 1),
        '➊'..='➓' => from('➊', 1),
        '㉑'..='㉟' => from('㉑', 21),
        '🔟' => Some(10),
        _ => None,
    }
}

pub(super) fn han_digit(letter: char) -> Option<i64> {
    "一二三四五六七八九十".chars().position(|c| c == letter).map(|at| at as i64 + 1)
}

/// A number up to 99 in Han numerals.
pub(super) fn han_number(text: &str) -> Option<(i64, usize)> {
    let mut values = text.chars().map_while(han_digit).take(3);
    let (first, second, third) = (values.next()?, values.next(), values.next());
    let (value, letters) = match (first, second, third) {
        (10, Some(unit @ 1..=9), _) => (10 + unit, 2),
        (tens @ 2..=9, Some(10), Some(unit @ 1..=9)) => (tens * 10 + unit, 3),
        (tens @ 2..=9, Some(10), _) => (tens * 10, 2),
        (unit, None, _) => (unit, 1),
        _ => return None,
    };
    Some((value, letters * '一'.len_utf8()))
}

pub(super) fn han_numeral(text: &str) -> Found<'_> {
    let (value, len) = han_number(text)?;
    let mark = text[len..].chars().next().filter(|c| matches!(c, '、' | '.' | '．' | '：' | ':' | '，'))?;
    Some((value, len + mark.len_utf8(), Form::Han))
}

/// Letters behind "第一个" among which a mark ends what is counted: "第一个方法：".
const COUNTED_LETTERS: usize = 8;

/// "第一，", "第3步：", "第二步"
pub(super) fn han_ordinal(text: &str) -> Found<'_> {
    let start = '第'.len_utf8();
    let (value, len) = han_number(&text[start..]).or_else(|| number(&text[start..]))?;
    let mut end = start + len;
    let unit = text[end..].chars().next().filter(|c| {
        matches!(c, '步' | '招' | '点' | '點' | '条' | '條' | '种' | '種' | '个' | '個' | '位' | '名')
    });
    end += unit.map_or(0, char::len_utf8);
    let word = if unit.is_some() { &text[end - unit.map_or(0, char::len_utf8)..end] } else { "第" };
    let mark = text[end..].chars().next().filter(|c| matches!(c, '、' | '，' | ',' | '：' | ':' | '.' | ' '));
    // "第二个人说": what is counted goes on as a sentence, where no mark ends it soon.
    let counted = matches!(unit, Some('个' | '個' | '位' | '名')) && !text[end..].is_empty();
    let ended = || {
        text[end..].chars().take(COUNTED_LETTERS).any(|c| matches!(c, '：' | ':' | '（' | '(' | '—' | '–'))
    };
    if mark.is_none() && (unit.is_none() || (counted && !ended())) {
        return None;
    }
    Some((value, end + mark.filter(|c| *c != ' ').map_or(0, char::len_utf8), Form::Word(word)))
}
