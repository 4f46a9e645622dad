//! How Korean newspapers sign: the name, and behind it what the person is.
//!
//! In: a line. Out: the name in it. What stands in the name's place may be the kind of the reporter as well.

use super::names::is_name_alone;
use crate::wordlists::{DATE_LABELS, REPORTER_KINDS};
use regex::Regex;
use std::sync::LazyLock;

/// What Korean newspapers sign with: the name, and behind it what the person is. Names have two to four letters.
static REPORTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x) (?:^|[\s|/·=\]]) (?P<name>\p{Hangul}{2,4}) \s? (?:(?:선임|수석|인턴|전문)\s?)? (?:기자|특파원|논설위원) (?:$|[\s|/·=(\[])")
        .expect("the pattern is a constant")
});

/// The end of a department's name: "team", "department".
const DEPARTMENTS: [char; 2] = ['팀', '부'];

/// The name with which a text is signed as Korean newspapers do, and where that begins. Behind the kind of a reporter
/// the name comes last: "citizen reporter Lee Young-hee".
pub(super) fn reporter(text: &str) -> Option<(usize, &str)> {
    let own = REPORTER.captures(text)?;
    let (whole, name) = (own.get(0)?, own.name("name")?);
    let called = name.as_str();
    let is_kind = |word: &str| {
        let department = word.ends_with(DEPARTMENTS) && word.chars().count() > 2;
        REPORTER_KINDS.contains(&word) || department || DATE_LABELS.contains(&word)
    };
    let behind = text[name.end()..].split_whitespace().find(|word| !word.ends_with("기자"));
    // Of two letters and a name of three behind them, the second is the name.
    let named = behind.filter(|word| is_name_alone(word) && !is_kind(word));
    let kind = is_kind(called) || (called.chars().count() == 2 && named.is_some());
    Some((whole.start(), if kind { named? } else { called }))
}

/// Whether a line is signed as Korean newspapers do: a name, and that it is a reporter's.
pub fn is_reporter(text: &str) -> bool {
    reporter(text).is_some_and(|(start, _)| start == 0)
}

#[cfg(test)]
mod tests {
    use crate::people::signed;

    #[test]
    fn the_kind_of_a_reporter_is_no_name() {
        assert_eq!(signed(&["박철수 기자"]).as_deref(), Some("박철수"));
        assert_eq!(signed(&["시민기자 이영희"]).as_deref(), Some("이영희"));
        assert_eq!(signed(&["교육팀 기자 이영희"]).as_deref(), Some("이영희"));
        assert_eq!(signed(&["여행 기자 김철수"]).as_deref(), Some("김철수"));
        assert_eq!(signed(&["탁재훈 기자 입력 2024.03.05"]).as_deref(), Some("탁재훈"));
        assert_eq!(signed(&["허준 기자"]).as_deref(), Some("허준"));
        assert_eq!(signed(&["본지 기자"]), None);
    }
}
