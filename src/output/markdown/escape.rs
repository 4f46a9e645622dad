//! Words that stay words: a backslash before what Markdown would take for markup, and nowhere else.

/// Digits that a list's number may have.
const MOST_DIGITS: usize = 9;

/// Whether digits are a number that opens an item of a list.
pub(super) fn is_list_number(text: &str) -> bool {
    (1..=MOST_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A line of running text.
pub(super) fn line(text: &str) -> String {
    let text = text.trim();
    let mut escaped = String::with_capacity(text.len());
    let rest = match opener(text) {
        Some(at) => {
            escaped.push_str(&text[..at]);
            escaped.push('\\');
            let rest = &text[at..];
            let mark = rest.chars().next().map_or(0, char::len_utf8);
            escaped.push_str(&rest[..mark]);
            &rest[mark..]
        }
        None => text,
    };
    escaped.push_str(&inline(rest));
    escaped
}

/// The text of a heading, on one line.
pub(super) fn heading(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = inline(&text);
    if escaped.ends_with('#') {
        // Number signs at its end would close the heading.
        escaped.insert(escaped.len() - 1, '\\');
    }
    escaped
}

/// The text of a table's cell.
pub(super) fn cell(text: &str) -> String {
    inline(text.trim()).replace('|', "\\|")
}

/// Where in a line the mark stands that would make it something else than running text.
fn opener(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let marks = text.len() - text.trim_start_matches(first).len();
    let ends = |at: usize| text[at..].is_empty() || text[at..].starts_with([' ', '\t']);
    let is_rule = || text.chars().all(|c| c == first || c == ' ' || c == '\t');
    match first {
        '#' => (marks <= 6 && ends(marks)).then_some(0),
        '>' => Some(0),
        '-' | '+' | '*' => (ends(1) || is_rule()).then_some(0),
        '=' | '_' => is_rule().then_some(0),
        '~' => (marks >= 3).then_some(0),
        // A table's dividing line below a line with bars.
        '|' | ':' => text.chars().all(|c| matches!(c, '|' | ':' | '-' | ' ' | '\t')).then_some(0),
        '[' => text.contains("]:").then_some(0),
        '0'..='9' => {
            let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let is_marker = text[number..].starts_with(['.', ')']) && ends(number + 1);
            (is_marker && number <= MOST_DIGITS).then_some(number)
        }
        _ => None,
    }
}

/// Text within a line.
fn inline(text: &str) -> String {
    let has_links = ["](", "]["].iter().any(|link| text.contains(link));
    let strikes = text.matches('~').count() > 1;
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().next().unwrap_or(' ');
        let alone = before.is_whitespace() && after.is_whitespace();
        let is_markup = match c {
            '`' => true,
            '\\' => after.is_ascii_punctuation() || rest.is_empty(),
            '*' => !alone,
            '_' => !(alone || before.is_alphanumeric() && after.is_alphanumeric()),
            '~' => strikes,
            '[' => has_links,
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '&' => is_reference(rest),
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// Whether what stands behind an ampersand makes it a character reference.
fn is_reference(rest: &str) -> bool {
    let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '#').next().unwrap_or_default();
    !name.is_empty() && rest[name.len()..].starts_with(';')
}
