//! Where the text of a dump ends: the last list, the last paragraph.
//!
//! The model is the less sure of a line the nearer it is to the end of the page, and hardly any page that it was trained
//! on ends with its text. What counts on from the text, and a paragraph with nothing behind it but the foot, are the
//! text's all the same. Short sentences are not: most are the site's.

use super::between::{is_content, is_left_out, put};
use crate::blocks::numbering::{self, Form, Marker};
use crate::blocks::{HEADING_WORDS, names_references, words};
use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Page, Rule};
use crate::record::Role;
use crate::wordlists::SITE_NOTICES;
use std::ops::{Range, RangeInclusive};

/// Fewest items that tell of a list; one may stand in the text already.
const ITEMS: usize = 2;

/// Chance that items have on an average which count on from the text: below it they are the entries of a menu.
const ITEMS_CHANCE: f32 = 0.04;

/// Chance that a list has which begins behind the text: portals number the titles in their boxes, too.
const LIST_CHANCE: f32 = 0.15;

/// Most lines behind them that name parts of the site, and the words of one: behind a text stand a few of them or a
/// menu, and over a menu stands what a site says of itself.
const SITE_LINES: usize = 4;
const SITE_WORDS: u32 = 3;

/// Words of a closing paragraph: what sites say of themselves, and their readers of them, is shorter, and legal notices
/// are longer.
const CLOSING_WORDS: RangeInclusive<u32> = 15..=60;

/// Most words of a wish.
const WISH_WORDS: u32 = 8;

/// Digits that a number of a telephone has.
const PHONE_DIGITS: usize = 6;

/// Chance from which a closing sentence is the text's. In languages that the model has read little of, last paragraphs
/// have no more.
const CLOSING_CHANCE: f32 = 0.03;

/// Gives the role of content to lists and the paragraph that close a text or a part of it.
pub(super) fn take(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    let page = Closing { page, features, decision };
    let mut index = 1;
    while index < labels.len() {
        let end = if is_content(&labels[index - 1]) { page.list(index, labels) } else { index };
        (index..end).for_each(|at| put(labels, at, decision, Rule::Learned));
        index = end.max(index + 1);
    }
    if let Some(last) = labels.iter().rposition(|label| label.role == Role::Body) {
        let paragraph = page.paragraph(last + 1, labels);
        paragraph.for_each(|at| put(labels, at, decision, Rule::Learned));
    }
}

struct Closing<'a> {
    page: &'a Page<'a>,
    features: &'a Features,
    decision: &'a Decision,
}

impl<'a> Closing<'a> {
    fn text(&self, index: usize) -> &'a str {
        self.page.blocks.text(index)
    }

    fn marker(&self, index: usize) -> Option<Marker<'a>> {
        // A number alone, or without its mark, may count anything.
        numbering::marker(self.text(index)).filter(|own| !matches!(own.form, Form::Alone | Form::Bare))
    }

    /// Where the numbered lines end that were left out right behind content, with the heading over them or as the rest
    /// of the list before; the line itself if there are none.
    fn list(&self, index: usize, labels: &[Label]) -> usize {
        let goes_on = |before: Option<Marker>, at: usize| {
            let own = self.marker(at).filter(|_| at < labels.len() && is_left_out(&labels[at]));
            let first = |own: &Marker| own.number == 1;
            let next =
                |own: &Marker, before: Marker| own.form == before.form && own.number == before.number + 1;
            own.filter(|own| before.map_or_else(|| first(own), |before| next(own, before)))
        };
        let before = self.marker(index - 1);
        let counted = before.filter(|before| goes_on(Some(*before), index).is_some());
        let headed = counted.is_none() && index + 1 < labels.len() && self.is_heading(index, labels);
        let start = if headed && self.marker(index).is_none() { index + 1 } else { index };
        let (mut last, mut end) = (counted, start);
        while end < labels.len() {
            let Some(own) = goes_on(last, end) else { break };
            (last, end) = (Some(own), end + 1);
        }
        let chances = self.decision.chances[start..end].iter().sum::<f32>();
        let items = end - start;
        let told = items + usize::from(counted.is_some()) >= ITEMS;
        // The first of a box may have been taken for text; no box counts its titles in letters.
        let goes_on = counted.is_some_and(|own| own.number > 1);
        let lettered = self.marker(start).is_some_and(|own| own.form == Form::Letter);
        let least = if goes_on || lettered { ITEMS_CHANCE } else { LIST_CHANCE };
        let led = counted.is_none() && self.leads_in(index - 1, labels);
        let says = |at: usize| {
            let stats = &self.features.stats[at];
            let no_title = stats.words > HEADING_WORDS as u32;
            lettered || no_title || (stats.sentence && !words::asks(self.text(at)))
        };
        // What the text leads in is its own; boxes have headings that were left out, and titles under them.
        let own = goes_on || led || ((counted.is_some() || headed) && (start..end).any(says));
        if items > 0 && told && own && chances >= least * items as f32 { end } else { index }
    }

    /// Whether a line of the text leads in what stands under it, by its colon or as a heading.
    fn leads_in(&self, index: usize, labels: &[Label]) -> bool {
        let stats = &self.features.stats[index];
        let heading = stats.words <= HEADING_WORDS as u32 && !stats.sentence && !stats.dated;
        labels[index].role == Role::Body && (heading || words::leads(self.text(index)))
    }

    /// Whether a line that was left out can be the heading of what stands under it.
    fn is_heading(&self, index: usize, labels: &[Label]) -> bool {
        let stats = &self.features.stats[index];
        let text = self.text(index);
        is_left_out(&labels[index])
            && stats.words <= HEADING_WORDS as u32
            && (!stats.sentence || words::asks(text))
            && !stats.dated
            && words::has_letters(text)
            && phrases::phrase(text).is_none()
            && !names_references(text)
            && !says_of_site(text)
    }

    /// The last paragraph, which stands right behind the text or under a heading, and a wish, down to the foot or the end of
    /// the page.
    fn paragraph(&self, start: usize, labels: &[Label]) -> Range<usize> {
        let left = (start..labels.len()).take_while(|at| is_left_out(&labels[*at])).count();
        let run = start..start + left;
        let reads = |at: usize| run.contains(&at) && self.is_closing_paragraph(at);
        let read = if reads(start) {
            start + 1
        } else if reads(start + 1) && self.is_heading(start, labels) {
            start + 2
        } else {
            start
        };
        let end = if run.contains(&read) && self.wishes(read) { read + 1 } else { read };
        let names_site = |at: usize| {
            let stats = &self.features.stats[at];
            // "Get well soon!"
            stats.words <= SITE_WORDS && (labels[at].role == Role::Menu || stats.sentence)
        };
        let mut behind = end..run.end;
        let alone = behind.len() <= SITE_LINES && behind.all(names_site);
        if alone { start..end } else { start..start }
    }

    /// Whether a line wishes readers well: "Good luck!"
    fn wishes(&self, index: usize) -> bool {
        self.features.stats[index].words <= WISH_WORDS && phrases::opens_with(self.text(index), Phrase::Wish)
    }

    fn is_closing_paragraph(&self, index: usize) -> bool {
        let (stats, text) = (&self.features.stats[index], self.text(index));
        stats.sentence
            && CLOSING_WORDS.contains(&stats.words)
            && !(stats.cut_off || stats.dated || words::asks(text))
            && !holds_phone(text)
            && self.decision.chances[index] >= CLOSING_CHANCE
            && words::has_letters(text)
            && phrases::phrase(text).is_none()
            && !says_of_site(text)
    }
}

/// Whether a text holds the number of a telephone.
fn holds_phone(text: &str) -> bool {
    let part = |own: char| own.is_ascii_digit() || matches!(own, ' ' | '-' | '/' | '(' | ')' | '+');
    let digits = |run: &str| run.bytes().filter(u8::is_ascii_digit).count();
    text.split(|own| !part(own)).any(|run| digits(run) >= PHONE_DIGITS)
}

/// Whether a line tells of the site rather than of what the text is about.
fn says_of_site(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.contains(['@', '©']) || SITE_NOTICES.iter().any(|part| lower.contains(part))
}

#[cfg(test)]
mod tests {
    use super::says_of_site;

    #[test]
    fn sites_tell_of_themselves_and_texts_of_something_else() {
        for own in ["Get our Newsletter every week.", "Diese Seite nutzt Cookies.", "未经授权，版权所有。"]
        {
            assert!(says_of_site(own), "{own}");
        }
        for text in ["Get well soon!", "Gute Besserung!", "祝您早日康复！"] {
            assert!(!says_of_site(text), "{text}");
        }
    }
}
