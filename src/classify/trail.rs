//! Trails without markup: "Home > Women > Care".

use super::phrases::{self, Phrase};
use crate::blocks::words;

/// Most bytes of a trail.
const MAX_BYTES: usize = 240;

/// Most words of a step.
pub(super) const STEP_WORDS: usize = 10;

/// Most words of the label before a trail: "You are here:".
const LABEL_WORDS: usize = 4;

/// Most bytes of the word for a site's first page.
const HOME_BYTES: usize = 24;

/// Marks between the steps; a slash stands in too many other texts to count without a known start.
const MARKS: &[char] = &['>', '＞', '›', '»', '‹', '/'];

/// Of those, the ones that may stand at the start of a step on a line of its own.
const POINTING: &[char] = &['>', '＞', '›', '»'];

/// Arrows that lead on from a site's first page.
const ARROWS: &[char] = &['→', '▸', '❯', '➔'];

/// Marks that stand between other things, too: they part the steps of a trail that ends in the page's title.
const WEAK_MARKS: &[char] = &['|', '→', '·', '•', '▸'];

/// Whether a text is a trail: at least two steps, the first one known, or three in all.
pub(super) fn is_trail(text: &str) -> bool {
    if text.len() > MAX_BYTES {
        return false;
    }
    if !text.contains(MARKS) {
        return leads_from_home(text);
    }
    // "<a href=""> <abbr title="">" are elements.
    let opens = |rest: &str| rest.starts_with(|own: char| own == '/' || own.is_ascii_alphabetic());
    let has_element = || text.contains('>') && text.split('<').skip(1).any(opens);
    if text.contains("=\"") || has_element() {
        return false;
    }
    let (label, trail) = without_label(text);
    // "Home >> Tea >> Pots"
    let single = trail.replace(">>", ">");
    let trail = single.as_str();
    let steps: Vec<&str> = trail.trim_end().trim_end_matches(MARKS).split(MARKS).map(str::trim).collect();
    let pointed = || !trail.contains('/') && !trail.contains('\n');
    let known = says_home(steps[0]) || label.is_some_and(|label| is_label(label) || says_home(label));
    all_steps(&steps) && steps.len() >= 2 && (known || (steps.len() >= 3 && pointed()))
}

/// Whether arrows lead from a site's first page on: elsewhere they part the steps of other things, too.
fn leads_from_home(text: &str) -> bool {
    if !text.contains(ARROWS) {
        return false;
    }
    let (_, trail) = without_label(text);
    let steps: Vec<&str> = trail.trim_end().trim_end_matches(ARROWS).split(ARROWS).map(str::trim).collect();
    steps.len() >= 2 && all_steps(&steps) && says_home(steps[0])
}

/// Whether a line is a step with the mark that leads to it: "> Women".
pub(super) fn is_led_to(line: &str) -> bool {
    let step = line.trim().trim_start_matches(POINTING);
    step.len() < line.trim().len() && step.starts_with(' ') && words::has_letters(step)
}

/// Whether a line is a trail that ends in this title: "Shop | Blog | Ten tips for a clean home".
pub(super) fn ends_in(text: &str, is_title: impl Fn(&str) -> bool) -> bool {
    let marks = |c: char| MARKS.contains(&c) || WEAK_MARKS.contains(&c);
    if text.len() > MAX_BYTES || !text.contains(marks) {
        return false;
    }
    let steps: Vec<&str> = text.split(marks).map(str::trim).collect();
    let (last, before) = steps.split_last().unwrap_or((&"", &[]));
    !before.is_empty() && all_steps(before) && is_title(last)
}

/// Whether these links, in their order, are the steps of a text with nothing but marks between them; behind them
/// the page itself may stand. Two steps are enough where trails stand, over the title; that is given for those.
pub(super) fn joins(text: &str, links: &[&str], over: Option<&str>) -> bool {
    let pointing = |c: char| (MARKS.contains(&c) && c != '/') || c == '→';
    if text.len() > MAX_BYTES || !all_steps(links) {
        return false;
    }
    let Some((before, mut rest)) = links.first().and_then(|first| text.split_once(first)) else {
        return false;
    };
    for link in &links[1..] {
        let Some((between, behind)) = rest.split_once(link) else { return false };
        if !between.trim().starts_with(pointing) || !between.trim().trim_matches(pointing).is_empty() {
            return false;
        }
        rest = behind;
    }
    let last = rest.trim().trim_start_matches(pointing).trim();
    let steps = links.len() + usize::from(!last.is_empty());
    let labelled = before.trim().is_empty() || without_label(before).0.is_some();
    // What follows the links is a step only behind a mark, or if it is the title in a line of its own: forums draw a
    // picture before it.
    let line = over.is_some_and(|title| title.trim() == last);
    let led = last.is_empty() || line || rest.trim_start().starts_with(pointing);
    labelled && led && words::count(last) <= STEP_WORDS && (over.is_some() || steps > 2)
}

/// Whether a line holds nothing but the mark between two steps.
pub(super) fn is_mark(line: &str) -> bool {
    let mut marks = line.trim().chars();
    marks.next().is_some_and(|mark| MARKS.contains(&mark)) && marks.next().is_none()
}

/// Whether a line ends in the mark that leads on to the next step; "List<Item>" is a name.
pub(super) fn leads_on(line: &str) -> bool {
    line.trim_end().ends_with(MARKS) && !is_mark(line) && !line.contains('<')
}

/// The steps of a line that has no marks between them: the word for the first page, then names that stand in
/// lines of their own elsewhere on the page ("HomeBlogFitness"), or whatever leads up to the page's title.
pub fn side_by_side(
    line: &str,
    is_name: impl Fn(&str) -> bool,
    is_title: impl Fn(&str) -> bool,
) -> Option<Vec<&str>> {
    if line.len() > MAX_BYTES || line.contains(MARKS) || line.contains('\n') {
        return None;
    }
    let home = bounds(line).take_while(|at| *at <= HOME_BYTES).filter(|at| says_home(&line[..*at])).last()?;
    let rest = line[home..].trim_start();
    if rest.is_empty() {
        return None;
    }
    let mut steps = vec![line[..home].trim_end()];
    if let Some(names) = names(rest, &is_name) {
        steps.extend(names);
        return Some(steps);
    }
    let at = bounds(rest).chain([0]).filter(|at| is_title(rest[*at..].trim())).min()?;
    let (between, title) = (rest[..at].trim(), rest[at..].trim());
    if words::count(between) > STEP_WORDS {
        return None;
    }
    match names(between, &is_name) {
        Some(names) => steps.extend(names),
        None => steps.extend(Some(between).filter(|between| !between.is_empty())),
    }
    steps.push(title);
    Some(steps)
}

/// The names that a text consists of, the longest first; a choice is not taken back, so that no text takes long.
fn names<'a>(mut text: &'a str, is_name: &impl Fn(&str) -> bool) -> Option<Vec<&'a str>> {
    let mut all = Vec::new();
    while !text.is_empty() {
        let ends: Vec<usize> = bounds(text).chain([text.len()]).collect();
        let end = ends.into_iter().rev().find(|end| is_name(text[..*end].trim()))?;
        all.push(text[..end].trim());
        text = text[end..].trim_start();
    }
    Some(all)
}

/// Where words begin in a text, whether a space stands before them or not: "HomeBlog", "首页新闻".
fn bounds(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before: Option<char> = None;
    text.char_indices().filter_map(move |(at, letter)| {
        let last = before.replace(letter)?;
        let begins = last.is_whitespace()
            || (letter.is_uppercase() && !last.is_uppercase())
            || (!letter.is_ascii() && !letter.is_lowercase() && letter.is_alphanumeric());
        begins.then_some(at)
    })
}

/// A label before a trail ("You are here:"), and the trail.
pub fn without_label(text: &str) -> (Option<&str>, &str) {
    match text.find([':', '：']).filter(|at| words::count(&text[..*at]) <= LABEL_WORDS) {
        Some(at) => (Some(&text[..at]), text[at..].trim_start_matches([':', '：'])),
        None => (None, text),
    }
}

fn all_steps(steps: &[&str]) -> bool {
    steps.iter().all(|step| (1..=STEP_WORDS).contains(&words::count(step)))
}

/// Whether a text names a site's first page.
pub(super) fn says_home(text: &str) -> bool {
    phrases::says(text, Phrase::Home)
}

/// Whether a trail begins at a site's first page, or a label stands before it.
pub(super) fn begins(text: &str) -> bool {
    let (label, trail) = without_label(text);
    let first = trail.trim_start_matches(MARKS).split(MARKS).next().unwrap_or_default();
    says_home(first.trim()) || label.is_some()
}

/// Whether a text announces a trail: "You are here".
pub fn is_label(text: &str) -> bool {
    phrases::says(text, Phrase::Trail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trails_are_told_from_other_lines() {
        for line in
            ["Home > Women > Care", "首页> 旅游中国> 滚动新闻>", "You are here: Shop › Tea", "A › B › C"]
        {
            assert!(is_trail(line), "{line}");
        }
        assert!(is_trail("Home >> Tea >> Pots"));
        assert!(begins("Home > Tea") && begins("Path: Shop > Tea") && !begins("ONNX > CoreML > TFLite"));
        let elements = "<a href=\"\" title=\"\"> <abbr title=\"\"> <b>";
        for line in ["1/2 cup of milk", "Salt / pepper", "More »", "He said: yes > no", elements] {
            assert!(!is_trail(line), "{line}");
        }
        let title = |step: &str| step == "Ten tips";
        assert!(ends_in("Shop | Blog | Ten tips", title) && ends_in("Blog » Ten tips", title));
        assert!(!ends_in("Shop | Blog | Nine tips", title) && !ends_in("Ten tips", title));
    }

    #[test]
    fn links_with_marks_between_them_are_steps() {
        let two = ["Handbook", "Second edition"];
        let over = Some("Brooms");
        assert!(joins("Handbook > Second edition\nBrooms", &two, over));
        assert!(!joins("Handbook > Second edition\n5 minutes to read", &two, over));
        assert!(joins("Handbook → Second edition", &two, over));
        assert!(!joins("Handbook → Second edition", &two, None), "under the title two links are not enough");
        assert!(joins("Here: Handbook > Second edition > Drawers", &two, None));
        assert!(!joins("Handbook > and > Second edition", &two, over));
        assert!(!joins("Handbook > Second edition, sold out", &two, over));
        assert!(!joins("Handbook / Second edition", &two, over));
    }

    #[test]
    fn steps_without_marks_are_names_of_the_page_or_lead_to_its_title() {
        let name = |step: &str| ["Blog", "Fitness", "Latest News"].contains(&step);
        let title = |step: &str| step == "A home gym";
        let steps = |line| side_by_side(line, name, title);
        assert_eq!(
            steps("Home Blog Fitness A home gym"),
            Some(vec!["Home", "Blog", "Fitness", "A home gym"])
        );
        assert_eq!(steps("HomeBlogLatest News"), Some(vec!["Home", "Blog", "Latest News"]));
        assert_eq!(steps("Home Sports & more A home gym"), Some(vec!["Home", "Sports & more", "A home gym"]));
        assert_eq!(steps("Home of the brave"), None);
        assert_eq!(steps("Homeowners and their gardens"), None);
        assert_eq!(steps("Blog Fitness"), None);
    }
}
