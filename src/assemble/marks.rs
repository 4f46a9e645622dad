//! Marks that tools leave around the words of a line when they dump a page: bullets, numbers of links, links in Markdown.

use crate::blocks::BULLETS;

/// The words of a line, and the address that stands with them: "* [5]Ten ways", "[Ten ways](/ten)", "## Ten ways".
pub(super) fn without_marks(line: &str) -> (&str, Option<&str>) {
    let mut bare = line.trim();
    if let Some(rest) = bare.strip_prefix(BULLETS).filter(|rest| rest.starts_with(char::is_whitespace)) {
        bare = rest.trim_start();
    }
    let heading = bare.trim_start_matches('#');
    if heading.len() < bare.len() && heading.starts_with(' ') {
        bare = heading.trim_start();
    }
    bare = without_number(bare);
    let linked = bare.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')?.split_once("]("));
    match linked.filter(|(words, url)| !words.is_empty() && !words.contains('[') && !url.contains(' ')) {
        Some((words, url)) => (words.trim(), Some(url)),
        None => (bare, None),
    }
}

/// Most digits of the number of a link: four are a year's, "[2024]Ten ways".
const LINK_DIGITS: usize = 3;

/// A line without the number that lynx gives its link: "[12]Ten ways".
fn without_number(line: &str) -> &str {
    let Some((number, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return line;
    };
    let digits =
        (1..=LINK_DIGITS).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    if digits && rest.starts_with(|c: char| !c.is_whitespace() && c != '(') { rest } else { line }
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn marks_are_no_words() {
        assert_eq!(without_marks("* [5]Ten ways"), ("Ten ways", None));
        assert_eq!(without_marks("• [Ten ways](/ten)"), ("Ten ways", Some("/ten")));
        assert_eq!(without_marks("## Ten ways"), ("Ten ways", None));
        assert_eq!(without_marks("#MeToo at ten"), ("#MeToo at ten", None));
        assert_eq!(without_marks("[Video] Ten ways"), ("[Video] Ten ways", None));
        assert_eq!(without_marks("[2024]Ten ways"), ("[2024]Ten ways", None));
        assert_eq!(without_marks("[12] Moss 2020"), ("[12] Moss 2020", None));
    }
}
