//! Days in running text: "31 May 2024", "le 31 mai 2024", "2024年5月31日", "31.05.2024".
//!
//! In: a short text such as a byline. Out: the days in it, each with the place where it begins.
//! Words give the day only; a time of day without its zone would say less than it seems to.

use super::clock;
use super::months::month;
use jiff::civil::Date;

/// Bytes of a text that are looked at; bylines are shorter.
const LONGEST_TEXT: usize = 600;

/// Which number comes first in `3/4/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As in the United States.
    MonthFirst,
    /// As nearly everywhere else.
    DayFirst,
    /// Nothing is known: such dates are read only when one reading is possible.
    Unknown,
}

/// A day and the byte at which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub day: Date,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number { value: i32, digits: usize },
    Month(i8),
    Word(String),
    Mark(char),
}

#[derive(Debug)]
struct Placed {
    token: Token,
    start: usize,
    end: usize,
}

/// All days in a text, in order.
pub fn days(text: &str, order: Order) -> Vec<Found> {
    let tokens = tokens(&text[..text.floor_char_boundary(LONGEST_TEXT)]);
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match day_at(&tokens[at..], order) {
            Some((day, length)) => {
                out.push(Found { day, start: tokens[at].start, end: tokens[at + length - 1].end });
                at += length;
            }
            None => at += 1,
        }
    }
    out
}

/// Whether a text is the day of a month without its year, and behind it at most a time: "5. Mai um 10:20 Uhr".
pub fn is_day_of_year(text: &str) -> bool {
    /// Bytes of the longest such line: "11 de septiembre a las 10:20 p.m.".
    const LONGEST_LINE: usize = 40;
    if text.len() > LONGEST_LINE {
        return false;
    }
    let tokens = tokens(text);
    let Some(length) = day_without_year(&tokens) else { return false };
    let behind = &text[tokens[length - 1].end..];
    let end = clock::behind_day(behind).map_or(0, |clock| clock.len);
    !behind[end..].contains(char::is_alphanumeric)
}

/// Whether a text is the name of a month and a year: "March 2025".
pub fn is_month_of_year(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    words.next().is_some_and(|word| month(&word.to_lowercase()).is_some())
        && words.next().is_some_and(is_year)
        && words.next().is_none()
}

/// How many tokens the day of a month takes with which a text begins.
fn day_without_year(tokens: &[Placed]) -> Option<usize> {
    let day = |at: usize| number(tokens, at, 1..=2).filter(|day| (1..=31).contains(day));
    let month = |at: usize| matches!(tokens.get(at)?.token, Token::Month(_)).then_some(at);
    let says = |at: usize, words: &[&str]| {
        matches!(&tokens.get(at)?.token, Token::Word(own) if words.contains(&own.as_str())).then_some(at)
    };
    if month(0).is_some() {
        let at = skip(tokens, 1);
        day(at)?;
        return Some(says(at + 1, &["st", "nd", "rd", "th"]).unwrap_or(at) + 1);
    }
    day(0)?;
    if says(1, &["月", "월"]).is_some() {
        day(2)?;
        return Some(says(3, &["日", "号", "號", "일"])? + 1);
    }
    let dash = usize::from(matches!(mark(tokens, 1), Some('-' | '/')));
    Some(month(skip(tokens, 1 + dash))? + 1)
}

fn tokens(text: &str) -> Vec<Placed> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if let Some(first) = digit(c) {
            let (mut value, mut digits) = (first, 1);
            while let Some((at, next)) = chars.peek().and_then(|(at, c)| Some((*at, digit(*c)?))) {
                value = value.saturating_mul(10).saturating_add(next);
                digits += 1;
                chars.next();
                end = text[at..].chars().next().map_or(end, |c| at + c.len_utf8());
            }
            out.push(Placed { token: Token::Number { value, digits }, start, end });
        } else if c.is_alphabetic() && c < WIDE {
            while let Some((at, next)) = chars.peek().copied().filter(|(_, c)| c.is_alphabetic() && *c < WIDE)
            {
                end = at + next.len_utf8();
                chars.next();
            }
            let word = text[start..end].to_lowercase();
            let token = month(&word).map_or(Token::Word(word), Token::Month);
            out.push(Placed { token, start, end });
        } else if c.is_alphabetic() {
            out.push(Placed { token: Token::Word(c.to_string()), start, end });
        } else {
            out.push(Placed { token: Token::Mark(c), start, end });
        }
    }
    out
}

/// From here on scripts write without spaces, and each character is a token.
const WIDE: char = '\u{2e80}';

/// Value of a digit: European, Arabic, Persian, Devanagari or full width.
fn digit(c: char) -> Option<i32> {
    const ZEROS: [char; 5] = ['0', '٠', '۰', '०', '０'];
    ZEROS.iter().find_map(|zero| {
        let value = (c as u32).checked_sub(*zero as u32).filter(|value| *value <= 9)?;
        Some(value as i32)
    })
}

/// The day that begins with the first token, and how many tokens it takes.
fn day_at(tokens: &[Placed], order: Order) -> Option<(Date, usize)> {
    match tokens.first()?.token {
        Token::Month(month) => month_day_year(tokens, month),
        Token::Number { value, digits: 4 } => year_first(tokens, value),
        Token::Number { value, digits: 1 | 2 } => {
            day_month_year(tokens, value).or_else(|| figures(tokens, value, order))
        }
        _ => None,
    }
}

/// "May 31, 2024", "May 31st 2024".
fn month_day_year(tokens: &[Placed], month: i8) -> Option<(Date, usize)> {
    let mut at = skip(tokens, 1);
    let day = number(tokens, at, 1..=2)?;
    at = skip(tokens, at + 1);
    let year = number(tokens, at, 4..=4)?;
    Some((date(year, month.into(), day)?, at + 1))
}

/// "31 May 2024", "31. Mai 2024", "1er mai 2024", "31 de mayo de 2024", "31-may-2024".
fn day_month_year(tokens: &[Placed], day: i32) -> Option<(Date, usize)> {
    let dash = |at: usize| usize::from(matches!(mark(tokens, at), Some('-' | '/')));
    let mut at = skip(tokens, 1 + dash(1));
    let Token::Month(month) = tokens.get(at)?.token else { return None };
    at = skip(tokens, at + 1 + dash(at + 1));
    let year = number(tokens, at, 4..=4)?;
    Some((date(year, month.into(), day)?, at + 1))
}

/// "2024-05-31", "2024/5/31", "2024年5月31日", "2024년 5월 31일", "2024. május 31."
fn year_first(tokens: &[Placed], year: i32) -> Option<(Date, usize)> {
    let word = |at: usize| match &tokens.get(at)?.token {
        Token::Word(word) => Some(word.as_str()),
        _ => None,
    };
    if matches!(word(1), Some("年" | "년")) && matches!(word(3), Some("月" | "월")) {
        let (month, day) = (number(tokens, 2, 1..=2)?, number(tokens, 4, 1..=2)?);
        let length = if matches!(word(5), Some("日" | "号" | "號" | "일")) { 6 } else { 5 };
        return Some((date(year, month, day)?, length));
    }
    let at = skip(tokens, 1);
    if let Some(Token::Month(month)) = tokens.get(at).map(|placed| &placed.token) {
        let at = skip(tokens, at + 1);
        return Some((date(year, (*month).into(), number(tokens, at, 1..=2)?)?, at + 1));
    }
    let mark = mark(tokens, 1)?;
    let (month, day) = (number(tokens, 2, 1..=2)?, number(tokens, 4, 1..=2)?);
    (self::mark(tokens, 3)? == mark).then_some(())?;
    Some((date(year, month, day)?, 5))
}

/// "31.05.2024", "31/05/2024", "05/31/2024".
fn figures(tokens: &[Placed], first: i32, order: Order) -> Option<(Date, usize)> {
    let mark = mark(tokens, 1)?;
    let (second, year) = (number(tokens, 2, 1..=2)?, number(tokens, 4, 4..=4)?);
    (self::mark(tokens, 3)? == mark).then_some(())?;
    let day_first = match order {
        _ if mark == '.' || first > 12 => true,
        _ if second > 12 => false,
        Order::DayFirst => true,
        Order::MonthFirst => false,
        Order::Unknown if first == second => true,
        Order::Unknown => return None,
    };
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    Some((date(year, month, day)?, 5))
}

/// Past commas, dots and the small words that stand inside dates.
fn skip(tokens: &[Placed], mut at: usize) -> usize {
    const INSIDE: [&str; 13] = ["de", "del", "di", "of", "den", "st", "nd", "rd", "th", "er", "ª", "º", "г"];
    while let Some(placed) = tokens.get(at) {
        match &placed.token {
            Token::Mark(',' | '.' | '،' | '°') => at += 1,
            Token::Word(word) if INSIDE.contains(&word.as_str()) => at += 1,
            _ => break,
        }
    }
    at
}

fn number(tokens: &[Placed], at: usize, length: std::ops::RangeInclusive<usize>) -> Option<i32> {
    match tokens.get(at)?.token {
        Token::Number { value, digits } if length.contains(&digits) => Some(value),
        _ => None,
    }
}

fn mark(tokens: &[Placed], at: usize) -> Option<char> {
    match tokens.get(at)?.token {
        Token::Mark(mark @ ('-' | '/' | '.' | '‑' | '–')) => Some(mark),
        _ => None,
    }
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
