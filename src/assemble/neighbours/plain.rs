//! The pages before and after in a dump: lines without links.

use super::{
    Candidate, Direction, bare, direction, is_bare_label, is_page_number, numbers_pages, says_nothing,
};
use crate::assemble::Page;
use crate::assemble::marks::without_marks;
use crate::blocks::words;
use crate::classify::phrases::{self, Phrase};
use crate::record::{Link, Role};
use crate::wordlists::DENSE_LABELS;

/// What a line of plain text leads to.
pub(super) fn leads(page: &Page, index: usize) -> Vec<Candidate> {
    let (text, _) = without_marks(page.blocks.text(index));
    if labels_alone(text) {
        return Vec::new();
    }
    if is_bare_label(text) { under_label(page, index).into_iter().collect() } else { lines(text) }
}

/// The candidates in a line of plain text: "<<: Title", or both on one line, "← Title | Title →".
fn lines(text: &str) -> Vec<Candidate> {
    let both =
        direction(text) == Some(Direction::Previous) && text.trim_end().ends_with(['→', '»', '›', '>']);
    let pair = Some(text).filter(|_| both).and_then(|text| text.split_once(" | ")).or_else(|| at_next(text));
    let parts = pair.map_or(vec![text], |(first, second)| vec![first, second]);
    let candidate = |part: &str| {
        let (direction, title) = (direction(part)?, behind_label(bare(part)));
        let part_of_line = |c: char| matches!(c, '|' | '｜') || c.is_whitespace();
        let title = title.trim_matches(part_of_line);
        let link = Link { text: title.to_owned(), url: None };
        (words::has_letters(title) && !says_nothing(title) && !numbers_pages(title))
            .then_some(Candidate { direction: Some(direction), link })
    };
    parts.into_iter().filter_map(candidate).collect()
}

/// A line parted where the label of the next page stands in it: "Previous: Tea Next: Salt", "上一篇：茶下一篇：盐".
fn at_next(text: &str) -> Option<(&str, &str)> {
    if direction(text) != Some(Direction::Previous) {
        return None;
    }
    // "Previous: What comes next: the harvest" is one title; labels have capitals alike.
    let large = text.starts_with(char::is_uppercase);
    let is_next =
        |label: &str| phrases::says(label, Phrase::Next) && !(large && label.starts_with(char::is_lowercase));
    text.match_indices([':', '：']).skip(1).find_map(|(colon, _)| {
        let before = text[..colon].trim_end();
        let words = before.rmatch_indices(char::is_whitespace).map(|(at, space)| at + space.len());
        let letters = before.char_indices().rev().nth(DENSE_LABEL - 1).map(|(at, _)| at);
        let dense = letters.filter(|at| before[*at..].chars().all(words::is_dense));
        // "Next article:" before "article:".
        let starts = dense.into_iter().chain(words.take(LABEL_WORDS));
        let start = starts.filter(|at| is_next(&text[*at..colon])).last()?;
        Some((&text[..start], &text[start..]))
    })
}

/// Letters of a label in a script without spaces: "下一篇".
const DENSE_LABEL: usize = 3;

/// Whether a line is two labels and nothing else: "Previous Post Next Post".
fn labels_alone(text: &str) -> bool {
    let mut spaces = text.match_indices(' ');
    (LABEL_WORDS + 1..=2 * (LABEL_WORDS + 1)).contains(&words::count(text))
        && !is_bare_label(text)
        && !text.contains([':', '：'])
        && spaces.any(|(at, _)| {
            let (first, second) = (text[..at].trim(), text[at..].trim());
            let leads = |part: &str, wanted| is_bare_label(part) && direction(part) == Some(wanted);
            leads(first, Direction::Previous) && leads(second, Direction::Next)
        })
}

/// The title behind a label without a colon.
fn behind_label(title: &str) -> &str {
    let opened = title.trim_start_matches(['【', '[', '「']);
    if let Some(rest) = DENSE_LABELS.iter().find_map(|label| opened.strip_prefix(label)) {
        let parted = rest.trim_start_matches(|c: char| matches!(c, '】' | ']' | '」') || c.is_whitespace());
        return if parted.len() < rest.len() && !parted.is_empty() { parted } else { title };
    }
    title
}

/// What a label alone on its line leads to: the title on the line under it; where labels stand side by side
/// they have no titles, and say what they are ("Previous post").
fn under_label(page: &Page, index: usize) -> Option<Candidate> {
    let line = |at: usize| (at < page.blocks.len()).then(|| page.blocks.text(at));
    let label = line(index)?;
    let candidate = |text: &str| {
        Some(Candidate { direction: direction(label), link: Link { text: text.to_owned(), url: None } })
    };
    if let Some(title) = in_turn(page, index) {
        return candidate(title);
    }
    let before = index.checked_sub(1).and_then(line).unwrap_or_default();
    let under = line(index + 1).filter(|_| !page.labels.is_content(index + 1)).unwrap_or_default();
    // A label is often there twice, for the eye and for screen readers: the second one leads.
    if under == label {
        return None;
    }
    let before = if before == label { "" } else { before };
    if is_bare_label(before) || is_bare_label(under) {
        return candidate(label).filter(|_| words::count(label) == LABEL_WORDS);
    }
    let count = words::count(under);
    let told = index + 1 < page.blocks.len() && page.labels.role(index + 1) == Role::PrevNext;
    let titled = words::has_letters(under) && (2..=TITLE_WORDS).contains(&count)
        || (count == 1 && told && words::count(label) == LABEL_WORDS);
    // "Por qué tosen los niños"
    let said = phrases::phrase(under).filter(|own| *own != Phrase::Byline || !phrases::asks_why(under));
    let heads_comments = || index + 2 < page.blocks.len() && page.labels.role(index + 2) == Role::Comments;
    let leads = titled && direction(under).is_none() && said.is_none() && !heads_comments();
    if leads && !is_page_number(before) { candidate(under) } else { None }
}

/// Words of a label that says which page it leads to: "Next article"; sliders say "Next" alone, or more.
const LABEL_WORDS: usize = 2;

/// Most words of the title of another page.
const TITLE_WORDS: usize = 25;

/// Labels that manuals put in a row over as many titles: "Prev", "Up", "Next".
const IN_TURN: usize = 3;

/// The title of a label in such a row.
fn in_turn<'a>(page: &Page<'a>, index: usize) -> Option<&'a str> {
    let is = |at: usize, wanted| {
        at < page.blocks.len()
            && is_bare_label(page.blocks.text(at))
            && direction(page.blocks.text(at)) == Some(wanted)
    };
    let last = IN_TURN - 1;
    let begins = is(index, Direction::Previous) && is(index + last, Direction::Next);
    let ends = || {
        let first = index.checked_sub(last);
        is(index, Direction::Next) && first.is_some_and(|first| is(first, Direction::Previous))
    };
    let start = if begins { index } else { index.checked_sub(last).filter(|_| ends())? };
    let row = start..start + 2 * IN_TURN;
    let leads = |at| page.labels.role(at) == Role::PrevNext;
    (row.end <= page.blocks.len() && row.into_iter().all(leads)).then(|| page.blocks.text(index + IN_TURN))
}
