//! Trails over the article of a dump, on one line or a step a line.

use super::Lines;
use super::said::is_neighbour;
use crate::blocks::words;
use crate::classify::title::bare;
use crate::classify::trail::{self, STEP_WORDS};
use std::ops::Range;

/// Most steps of a trail that stand on lines of their own: with more, "Home" began a menu.
const STEPS: usize = 6;

/// Most steps of a trail without marks, from "Home" to the line over the title: of seven such runs that readers
/// looked at all were trails, the longest with four; a menu that began so had eight lines.
const STEPS_UNMARKED: usize = 4;

/// Most of them where the page begins with "Home".
const STEPS_AT_TOP: usize = 2;

/// Lines over the trail of a page, at the least: its menu. "Home" in the first lines begins one.
const MENU_LINES: usize = 3;

/// Lines of a trail with a mark between each two steps and at the end.
const LINES: usize = 2 * STEPS;

/// Lines over the text among which trails are looked for: they stand near it, and no dump takes long.
const ABOVE: usize = 100;

/// Fewest marks that show a trail by themselves, on lines of their own or at the ends of lines.
const MARKS: usize = 2;

/// Lines under the title down to which its trail may stand.
const UNDER_TITLE: usize = 4;

/// Lines between the title and a trail of names without marks.
const NEAR_TITLE: usize = 3;

impl Lines<'_> {
    /// The lines of the trails that lead to this page. They stand over its text.
    pub(super) fn trails(&self, body: &Range<usize>, title: Option<usize>) -> Vec<Range<usize>> {
        let end = title.map_or(body.start, |title| body.start.max(title + UNDER_TITLE));
        let mut found: Vec<Range<usize>> = Vec::new();
        for index in end.saturating_sub(ABOVE)..end.min(self.page.blocks.len()) {
            if found.last().is_some_and(|last| index < last.end) {
                continue;
            }
            let trail = self
                .trail_line(index, title)
                .or_else(|| self.trail_under_home(index, title))
                .or_else(|| self.trail_with_marks(index, title))
                .or_else(|| self.trail_of_led_steps(index, title));
            let is_labelled = |start: usize| start > 0 && trail::is_label(self.page.blocks.text(start - 1));
            found.extend(trail.map(|own| own.start - usize::from(is_labelled(own.start))..own.end));
        }
        found
    }

    /// Whether a line is a trail to a title that stands near it, and so is no title.
    pub(super) fn leads_to_title(&self, index: usize) -> bool {
        let text = self.page.blocks.text(index);
        let near = index.saturating_sub(NEAR_TITLE)..self.page.blocks.len().min(index + NEAR_TITLE + 1);
        let is_near =
            |step: &str| near.clone().any(|at| at != index && bare(self.page.blocks.text(at)) == bare(step));
        trail::is_trail(text) || leads_to(text, is_near)
    }

    /// Whether a line right above is a trail that ends in this one.
    pub(super) fn is_led_to(&self, index: usize) -> bool {
        let title = self.page.blocks.text(index);
        (index.saturating_sub(NEAR_TITLE)..index)
            .any(|at| leads_to(self.page.blocks.text(at), |step| step == title))
    }

    /// A trail on one line; one that ends in a mark goes on with the line under it.
    fn trail_line(&self, index: usize, title: Option<usize>) -> Option<Range<usize>> {
        let text = self.page.blocks.text(index);
        if title == Some(index) || words::is_code(text) {
            return None;
        }
        let is_title = |step: &str| self.is_title(step, title);
        if trail::ends_in(text, is_title) {
            return Some(index..index + 1);
        }
        if trail::is_trail(text) {
            let under = (index + 1 < self.page.blocks.len()).then(|| self.page.blocks.text(index + 1));
            let goes_on = trail::leads_on(text) && under.is_some_and(|under| !is_title(under));
            return Some(index..index + if goes_on && self.is_step(index + 1) { 2 } else { 1 });
        }
        let steps = trail::side_by_side(text, |step| self.page.blocks.has_line(step), is_title)?;
        // A menu on one line is made of names, too.
        let near = title.is_some_and(|title| title.abs_diff(index) <= NEAR_TITLE);
        (near || steps.last().is_some_and(|last| is_title(last))).then_some(index..index + 1)
    }

    /// "Home", then a step a line down to the page's title, with or without marks on lines of their own.
    fn trail_under_home(&self, index: usize, title: Option<usize>) -> Option<Range<usize>> {
        let begins = |at: usize| {
            let text = self.page.blocks.text(at);
            trail::says_home(text) || trail::is_label(text)
        };
        if !begins(index) {
            return None;
        }
        let (mut steps, mut marks) = (0, 0);
        for at in index + 1..self.page.blocks.len().min(index + LINES + 1) {
            let text = self.page.blocks.text(at);
            if title == Some(at) {
                // A menu, too, may stand right over a title; it has more names, or begins the page.
                let home = trail::says_home(self.page.blocks.text(index)) && index >= MENU_LINES;
                let shown = marks >= MARKS || (home && steps <= STEPS_UNMARKED);
                // The title that stands twice in a row is the last step, and then the title.
                let last =
                    at + 1 < self.page.blocks.len() && self.is_title(self.page.blocks.text(at + 1), title);
                return (steps > 0 && shown).then_some(index..at + usize::from(last));
            } else if self.is_title(text, title) {
                // A page that begins with "Home" begins with its menu, which several names show.
                let menu = index < MENU_LINES && steps > STEPS_AT_TOP;
                return (marks >= MARKS || (steps <= STEPS_UNMARKED && !menu)).then_some(index..at + 1);
            } else if trail::is_mark(text) {
                marks += 1;
            } else {
                steps += 1;
                if steps > STEPS || begins(at) || !self.is_step(at) {
                    return None;
                }
            }
        }
        None
    }

    /// Steps and marks in turn, or steps that end in marks.
    fn trail_with_marks(&self, index: usize, title: Option<usize>) -> Option<Range<usize>> {
        let text = |at: usize| self.page.blocks.text(at);
        let (mut start, mut at, mut marks, mut ends) = (index, index, 0, 0);
        let end = self.page.blocks.len().min(index + LINES);
        while at < end && title != Some(at) && self.is_step(at) {
            if trail::says_home(text(at)) {
                (start, marks, ends) = (at, 0, 0);
            }
            let between = at + 1 < self.page.blocks.len() && trail::is_mark(text(at + 1));
            if !between && !trail::leads_on(text(at)) {
                at += 1;
                break;
            }
            (marks, ends) = if between { (marks + 1, ends) } else { (marks, ends + 1) };
            at += if between { 2 } else { 1 };
        }
        // Buttons, too, end in arrows.
        let to_title =
            || (at < self.page.blocks.len() && title == Some(at)) || self.is_title(text(at - 1), title);
        let shown = marks >= MARKS || (ends >= MARKS && to_title());
        shown.then_some(start..at)
    }

    /// Steps on lines of their own, each behind the first with its mark before it, over the title: vBulletin has them so. Who
    /// quotes has the mark on every line, and no title under it.
    fn trail_of_led_steps(&self, index: usize, title: Option<usize>) -> Option<Range<usize>> {
        let text = |at: usize| self.page.blocks.text(at);
        let end = self.page.blocks.len().min(index + STEPS + 1);
        let led = (index + 1..end).take_while(|at| trail::is_led_to(text(*at)) && self.is_step(*at)).count();
        let behind = index + 1 + led;
        let over_title = title.is_some_and(|title| (behind..behind + NEAR_TITLE).contains(&title));
        let begins = || self.is_step(index) && !trail::is_led_to(text(index)) && title != Some(index);
        (led >= MARKS && over_title && begins()).then_some(index..behind)
    }

    /// Whether a line can be a step: short, and no sentence.
    fn is_step(&self, index: usize) -> bool {
        let Some(stats) = self.features.stats.get(index) else { return false };
        // "Home" stands beside "Next" in the head of manuals; "Python »" is a step with its mark.
        let bare = || self.page.blocks.text(index).chars().all(char::is_alphabetic);
        let around = is_neighbour(self.phrase_of[index]) && stats.words == 1 && bare();
        (1..=STEP_WORDS).contains(&(stats.words as usize))
            && !stats.prose
            && !stats.cut_off
            && !stats.dated
            && !around
    }

    /// Whether these are the words of the page's title.
    fn is_title(&self, text: &str, title: Option<usize>) -> bool {
        title.is_some_and(|title| bare(text) == bare(self.page.blocks.text(title)))
    }
}

/// Whether a line is a trail that ends in this title, with marks between its steps or without.
fn leads_to(line: &str, is_title: impl Fn(&str) -> bool) -> bool {
    trail::ends_in(line, &is_title) || trail::side_by_side(line, |_| false, is_title).is_some()
}
