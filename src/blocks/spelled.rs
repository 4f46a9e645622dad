//! List numbers that are words: "First, …", "Zweitens: …", "One: …".

use super::numbering::{Form, Found};
use crate::wordlists::CLOSINGS;

/// Most bytes of a spelled number: the longest in the tables has 22.
const MAX_SPELLED: usize = 24;

/// Ordinals that open a sentence, then cardinals that stand before a colon or a stop; one row a
/// language, numbers in order.
const ORDINALS: &[&[&str]] = &[
    &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
    &["firstly", "secondly", "thirdly", "fourthly", "fifthly"],
    &["first of all"],
    &["erstens", "zweitens", "drittens", "viertens", "fünftens", "sechstens", "siebtens"],
    &["primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo"],
    &["en primer lugar", "en segundo lugar", "en tercer lugar", "en cuarto lugar", "en quinto lugar"],
    &["em primeiro lugar", "em segundo lugar", "em terceiro lugar", "em quarto lugar", "em quinto lugar"],
    &["in primo luogo", "in secondo luogo", "in terzo luogo", "in quarto luogo", "in quinto luogo"],
    &["en premier lieu", "en second lieu"],
    &["en premier lieu", "en deuxième lieu", "en troisième lieu", "en quatrième lieu"],
    &["premièrement", "deuxièmement", "troisièmement", "quatrièmement", "cinquièmement"],
    &["primeiro", "segundo", "terceiro", "quarto", "quinto"],
    &["primo", "secondo", "terzo", "quarto", "quinto"],
    &["во-первых", "во-вторых", "в-третьих", "в-четвёртых", "в-пятых"],
    &["po pierwsze", "po drugie", "po trzecie", "po czwarte", "po piąte"],
    &["أولا", "ثانيا", "ثالثا", "رابعا", "خامسا"],
    &["أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً"],
    &["첫째", "둘째", "셋째", "넷째", "다섯째"],
];
const CARDINALS: &[&[&str]] = &[
    &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    &["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben"],
    &["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete"],
    &["un", "deux", "trois", "quatre", "cinq", "six", "sept"],
    &["uno", "due", "tre", "quattro", "cinque", "sei", "sette"],
    &["um", "dois", "três", "quatro", "cinco", "seis", "sete"],
];

/// Marks that end a spelled number.
const MARKS: [char; 7] = [',', ':', '.', '，', '：', '、', '،'];

/// Bytes with which one of them begins.
static MAY_MARK: [bool; 256] = {
    let mut may = [false; 256];
    let mut at = 0;
    while at < MARKS.len() {
        may[MARKS[at].encode_utf8(&mut [0; 4]).as_bytes()[0] as usize] = true;
        at += 1;
    }
    may
};

/// The bytes that follow this one, a small letter, where a word of the tables begins with it, one bit each:
/// letters have their own, all bytes beyond ASCII the first.
static BEGINS: [u32; 128] = {
    let mut begins = [0; 128];
    let tables = [ORDINALS, CARDINALS];
    let (mut table, mut row, mut word) = (0, 0, 0);
    while table < tables.len() {
        if row == tables[table].len() {
            (table, row) = (table + 1, 0);
        } else if word == tables[table][row].len() {
            (row, word) = (row + 1, 0);
        } else {
            let bytes = tables[table][row][word].as_bytes();
            if bytes[0].is_ascii() {
                begins[bytes[0] as usize] |= second(bytes[1]);
            }
            word += 1;
        }
    }
    begins
};

/// The bit of [`BEGINS`] that stands for a byte.
const fn second(byte: u8) -> u32 {
    if byte.is_ascii() { 1 << (byte & 31) } else { 1 }
}

/// The number that a word spells at the start of a text.
pub(super) fn read(text: &str) -> Found<'_> {
    let [first, next, ..] = *text.as_bytes() else { return None };
    // Only the letters of ASCII are looked at in this way.
    if BEGINS.get(usize::from(first.to_ascii_lowercase())).is_some_and(|begins| begins & second(next) == 0) {
        return None;
    }
    let (word, end) = opening_word(text)?;
    let mark = text[end..].chars().next()?;
    let place = |table: &[&[&str]]| table.iter().find_map(|row| row.iter().position(|own| *own == word));
    if let Some(at) = place(ORDINALS) {
        return Some((at as i64 + 1, end + mark.len_utf8(), Form::Ordinal));
    }
    // A cardinal before a comma is an ordinary word ("One, two, three").
    let at = place(CARDINALS).filter(|_| !matches!(mark, ',' | '，' | '،'))?;
    Some((at as i64 + 1, end + mark.len_utf8(), Form::Cardinal))
}

/// Most bytes of a cardinal in the tables.
const MAX_CARDINAL: usize = 8;

/// The number that a whole word spells: "two".
pub(super) fn cardinal(word: &str) -> Option<i64> {
    let [first, next, ..] = *word.as_bytes() else { return None };
    let begins = BEGINS.get(usize::from(first.to_ascii_lowercase()))? & second(next.to_ascii_lowercase());
    if begins == 0 || word.len() > MAX_CARDINAL {
        return None;
    }
    let word = word.to_lowercase();
    CARDINALS.iter().find_map(|row| row.iter().position(|own| *own == word)).map(|at| at as i64 + 1)
}

/// Bytes of "Finally," and its like at the start of a text.
pub(super) fn closing(text: &str) -> Option<usize> {
    let (word, end) = opening_word(text)?;
    let mark =
        text[end..].chars().next().filter(|mark| matches!(mark, ',' | '，' | '、' | '،' | ':' | '：'))?;
    CLOSINGS.contains(&word.as_str()).then_some(end + mark.len_utf8())
}

/// The first words of a text up to a mark, in lower case, and where they end.
fn opening_word(text: &str) -> Option<(String, usize)> {
    let start = &text[..text.ceil_char_boundary(MAX_SPELLED + 1)];
    let mut ends = start.bytes().enumerate().filter(|(_, byte)| MAY_MARK[usize::from(*byte)]);
    let end = ends.find_map(|(at, _)| start[at..].starts_with(MARKS).then_some(at))?;
    Some((text[..end].trim_end().to_lowercase(), end))
}
