//! Comments of a dump: no element holds them, and who wrote one stands on a line of its own over the day, or under the words.

use super::head::is_age;
use super::opening::{Opening, TIME_WORDS, bare_name};
use super::remark::LABELLED;
use super::{NAME_WORDS, OPENING_WORDS, Writer, is_opened};
use crate::assemble::Page;
use crate::blocks::words;
use crate::classify::phrases;
use crate::dates;
use crate::record::Format;
use crate::wordlists::BEFORE_AGE;

/// Letters behind the number of a comment: "2楼", "3F".
const FLOORS: [&str; 4] = ["楼", "樓", "F", "L"];

/// Numbers of a day in figures.
const DAY_NUMBERS: usize = 3;

/// How the comments of a dump are signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signed {
    /// In another way, or not at all.
    Otherwise,
    /// Who and when stand over the words.
    Above,
    /// Who and when stand under the words.
    Below,
}

/// What is known of the comments of a dump.
pub(super) struct Plain {
    pub signed: Signed,
    /// Whether who wrote stands before a day in figures: one such line may be an update.
    signs_days: bool,
}

impl Plain {
    pub fn of(page: &Page, lines: &[usize]) -> Self {
        let signed = lines.iter().filter(|at| name_before_unclear_day(page.blocks.text(**at)).is_some());
        Self { signs_days: signed.count() >= LABELLED, signed: Signed::of(page, lines) }
    }
}

impl Signed {
    /// How comments are signed whose lines these are: by the first of them, and the last.
    pub fn of(page: &Page, lines: &[usize]) -> Self {
        if page.document.format != Format::Text {
            return Self::Otherwise;
        }
        let said = |at: &&usize| phrases::phrase(page.blocks.text(**at)).is_none();
        let (first, last) = (lines.iter().find(said), lines.iter().rfind(said));
        let names = |at: &usize| name_over_day(page, *at).is_some();
        match (first, last) {
            (Some(first), _) if names(first) || tells_when(page.blocks.text(*first)) => Self::Above,
            (Some(_), Some(last)) if last.checked_sub(1).is_some_and(|at| names(&at)) => Self::Below,
            _ => Self::Above,
        }
    }
}

impl Writer<'_> {
    /// Takes in a line of a dump that says who wrote a comment, or how long ago; tells whether it does.
    pub(super) fn signs(&mut self, index: usize) -> bool {
        let text = self.page.blocks.text(index);
        let age = || phrases::tells_how_long_ago(text).then(|| name_before_age(text));
        match self.plain.signed {
            Signed::Otherwise => return false,
            Signed::Above => {
                if let Some(name) = name_over_day(self.page, index) {
                    let at = self.begin(None);
                    self.out[at].comment.author = Some(name);
                    return true;
                }
                let unclear = || (is_unclear_day(text) || is_age(text)).then_some(None);
                let signed = || name_before_unclear_day(text).filter(|_| self.plain.signs_days);
                let named = || signed().map(Some);
                let Some(name) = age().or_else(unclear).or_else(named) else { return false };
                let waits = |own: &super::Written| is_opened(&own.comment) && own.comment.text.is_empty();
                if name.is_some() || !self.out.last().is_some_and(waits) {
                    let at = self.begin(None);
                    self.out[at].comment.author = name;
                }
                if let Some(own) = self.out.last_mut() {
                    own.dated = true;
                }
            }
            Signed::Below => {
                let under = index.checked_sub(1).and_then(|above| name_over_day(self.page, above));
                let name = name_over_day(self.page, index);
                let Some(last) = self.out.last_mut().filter(|_| name.is_some() || under.is_some()) else {
                    return false;
                };
                if name.is_some() {
                    last.comment.author = name;
                } else {
                    last.comment.published = Opening::dated(text, "").and_then(|own| own.published);
                    self.begin(None);
                }
            }
        }
        true
    }
}

/// The name of who wrote, if it is a line of its own over one that says when.
fn name_over_day(page: &Page, index: usize) -> Option<String> {
    let text = page.blocks.text(index);
    let under = Some(index + 1).filter(|under| *under < page.blocks.len())?;
    let can_name = !words::ends_sentence(text)
        && !words::has_year(text)
        && !phrases::tells_how_long_ago(text)
        && phrases::phrase(text).is_none()
        && tells_when(page.blocks.text(under));
    can_name.then(|| bare_name(without_floor(text))).filter(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    (1..=NAME_WORDS).contains(&words::count(name)) && words::has_letters(name)
}

/// Whether a line says when, and nothing else.
fn tells_when(text: &str) -> bool {
    let dated = || Opening::dated(text, "").is_some_and(|own| own.author.is_none());
    dated()
        || is_unclear_day(text)
        || is_age(text)
        || (phrases::tells_how_long_ago(text) && name_before_age(text).is_none())
}

/// Whether a line is a day in figures of which it is not known which one is the month: "4/03/2021 a las 10:15", or a
/// month.
fn is_unclear_day(text: &str) -> bool {
    if dates::is_month_of_year(text) {
        return true;
    }
    let mut words = text.split_whitespace();
    let numbers = |word: &str| word.split(['/', '.', '-']).filter(|own| own.parse::<u32>().is_ok()).count();
    dates::first_moment(text).is_none()
        && words.next().is_some_and(|day| numbers(day) == DAY_NUMBERS && words::has_year(day))
        && words.all(|word| !word.starts_with(char::is_uppercase))
        && words::count(text) <= OPENING_WORDS
}

/// Who stands before such a day and nothing but its time: "Ada Moss 4/03/2021 at 1:28am".
fn name_before_unclear_day(text: &str) -> Option<String> {
    let at = text.find(|own: char| own.is_ascii_digit())?;
    let name = Some(bare_name(&text[..at])).filter(|name| is_name(name))?;
    let words =
        |text: &str| text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    (is_unclear_day(&text[at..]) && words(&text[at..]) <= TIME_WORDS).then_some(name)
}

/// Who stands before how long ago: "Ada, Leeds, 2 days ago".
pub(super) fn name_before_age(text: &str) -> Option<String> {
    let before = text.split(|own: char| own.is_ascii_digit()).next()?;
    let name = before.split([',', '|', '•', '·', '，']).next().unwrap_or_default().trim();
    let lower = name.to_lowercase();
    // "Trevor" ends in no word.
    let whole =
        |word: &&&str| lower.strip_suffix(**word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
    let word = BEFORE_AGE.iter().find(whole);
    let name = word.and_then(|word| name.get(..name.len() - word.len())).unwrap_or(name);
    // "Mine began 3 months ago" is said, and signed by nobody.
    let is_called = |name: &String| !name.split_whitespace().any(|word| word.starts_with(char::is_lowercase));
    Some(bare_name(name)).filter(|name| is_name(name)).filter(is_called)
}

/// A name without the number of the comment before it.
fn without_floor(text: &str) -> &str {
    let Some((number, rest)) = text.trim().split_once(char::is_whitespace) else { return text };
    let mark = number.trim_start_matches(|own: char| own.is_ascii_digit());
    let counts = mark.len() < number.len() && FLOORS.contains(&mark) || number.starts_with('#');
    if counts { rest.trim() } else { text }
}

#[cfg(test)]
mod tests {
    use super::{name_before_age, name_before_unclear_day, without_floor};

    #[test]
    fn who_stands_before_how_long_ago() {
        for (line, name) in [
            ("Ada, Leeds, 2 days ago", Some("Ada")),
            ("Ada Moss • 3 hours ago", Some("Ada Moss")),
            ("Ada vor 2 Tagen", Some("Ada")),
            ("Trevor 2 days ago", Some("Trevor")),
            ("vor 2 Tagen", None),
            ("Mine began 3 months ago", None),
            ("Ich hatte das vor 2 Jahren", None),
            ("il y a 4 heures", None),
            ("2 days ago", None),
        ] {
            assert_eq!(name_before_age(line).as_deref(), name, "{line}");
        }
        for (line, name) in [
            ("Ada Moss 4/03/2021 at 1:28am", Some("Ada Moss")),
            ("Ada Moss 4/23/2021 at 1:28am", None),
            ("Since 4/03/2021 The roof has leaked", None),
            ("Update 4/03/2021 still going strong", None),
            ("4/03/2021", None),
        ] {
            assert_eq!(name_before_unclear_day(line).as_deref(), name, "{line}");
        }
        assert_eq!(without_floor("2楼 小红"), "小红");
        assert_eq!(without_floor("2 Unlimited"), "2 Unlimited");
    }
}
