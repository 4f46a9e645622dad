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

/// Surnames of two letters; without one a name has two or three: four are a newspaper's or an agency's.
const LONG_SURNAMES: [&str; 7] = ["남궁", "황보", "선우", "제갈", "독고", "사공", "서문"];

/// The end of a department's name: "team", "department".
const DEPARTMENTS: [char; 2] = ['팀', '부'];

/// The name with which a text is signed as Korean newspapers do, and where that begins. Where the kind of a reporter or
/// a house stands in its place the name is behind or before it: "citizen reporter Lee Young-hee".
pub(super) fn reporter(text: &str) -> Option<(usize, &str)> {
    let own = REPORTER.captures(text)?;
    let (whole, name) = (own.get(0)?, own.name("name")?);
    let called = name.as_str();
    let is_kind = |word: &str| {
        let letters = word.chars().count();
        let department = word.ends_with(DEPARTMENTS) && letters > 2;
        let house = letters > 3 && !LONG_SURNAMES.iter().any(|own| word.starts_with(own));
        REPORTER_KINDS.contains(&word) || department || house || DATE_LABELS.contains(&word)
    };
    let is_named = |word: &&str| is_name_alone(word) && !is_kind(word);
    // Of two letters and a name of three behind them, the second is the name.
    let behind = text[name.end()..].split_whitespace().find(|word| !word.ends_with("기자")).filter(is_named);
    if !is_kind(called) && (called.chars().count() != 2 || behind.is_none()) {
        return Some((whole.start(), called));
    }
    let before = || text[..name.start()].split_whitespace().next_back().filter(is_named);
    let before = || before().and_then(|word| Some((text[..name.start()].rfind(word)?, word)));
    behind.map(|word| (whole.start(), word)).or_else(before)
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
        assert_eq!(signed(&["홍길동 중앙일보 기자"]).as_deref(), Some("홍길동"));
        assert_eq!(signed(&["남궁민수 기자"]).as_deref(), Some("남궁민수"));
        for kind in ["본지 기자", "연합뉴스 기자", "온라인 기자", "전직 기자", "신입 기자"]
        {
            assert_eq!(signed(&[kind]), None, "{kind}");
        }
    }
}
