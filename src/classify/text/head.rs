//! The lines beside the title of a dump: who wrote it, when, and the lead.

use super::{Lines, MENU_WORDS, UNDER_TITLE};
use crate::blocks::words;
use crate::classify::dated::{tells_other, tells_when};
use crate::classify::features::Stats;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Rule};
use crate::dates;
use crate::people;
use crate::record::Role;
use std::ops::{Range, RangeInclusive};

/// Fewest words of a lead under the title; shorter lines are notices and names.
const LEAD_WORDS: u32 = 8;

/// Lines over the title among which its date stands.
const OVER_TITLE_LINES: usize = 2;

/// Words of the label before a date: "Mis à jour".
const LABEL_WORDS: usize = 3;

/// Most words of a line that says who wrote, when, and when it was changed.
const SIGNED_WORDS: u32 = 20;

/// What Korean reporters call themselves.
const REPORTER: &str = "기자";

/// Words of a name.
const NAME_WORDS: RangeInclusive<usize> = 2..=4;

impl Lines<'_> {
    /// What a line over or under the title is.
    pub(super) fn beside_title(&self, index: usize, body: &Range<usize>, title: usize) -> Option<Label> {
        let label = |role, score, rule| Some(Label::of(role, score, rule));
        let stats = self.stats(index);
        let under_title = (title + 1..title + UNDER_TITLE).contains(&index);
        if under_title && stats.dated && tells_when(self.text(index)) && !tells_other(self.text(index)) {
            return label(Role::Byline, 0.7, Rule::DatedLine);
        }
        let over_title = (index + 1..=index + OVER_TITLE_LINES).contains(&title);
        let day = || dates::first_moment(self.text(index)).is_some();
        if over_title && stats.dated && stats.words <= MENU_WORDS && day() {
            return label(Role::Byline, 0.6, Rule::DatedLine);
        }
        // A lead stands right under the title, with who wrote it and when between it and the text. A menu on one line, a
        // caption and a notice end as no sentence does.
        let led = index == title + 1 && index < body.start && body.start <= index + UNDER_TITLE;
        let reads = stats.words >= LEAD_WORDS && stats.sentence;
        if led && reads && self.phrase_of[index].is_none() {
            return label(Role::Body, 0.7, Rule::Standfirst);
        }
        let over_day = || self.stands_over_date(index) && tells_when(self.text(index + 1));
        let labelled = || {
            let text = self.text(index);
            self.is_label(index - 1) && people::looks_like_person(text) && !people::is_job(text)
        };
        if under_title && index > title + 1 && is_name(self.text(index)) && labelled() {
            return label(Role::Byline, 0.7, Rule::UnderLabel);
        }
        // "Ada Moss", "Senior Editor", and when.
        if under_title && self.stands_over_job(index, title + UNDER_TITLE) {
            return label(Role::Byline, 0.6, Rule::OverJob);
        }
        if under_title && over_day() && self.names_author(index, body, title) {
            return label(Role::Byline, 0.6, Rule::OverDate);
        }
        None
    }

    fn stands_over_date(&self, index: usize) -> bool {
        self.features.stats.get(index + 1).is_some_and(|below| below.dated)
    }

    /// Whether a line is the name of a person whose job stands under it, over the date.
    fn stands_over_job(&self, index: usize, end: usize) -> bool {
        let job = |at: usize| {
            at < end
                && self.stats(at).words <= MENU_WORDS
                && !self.stats(at).sentence
                && people::is_job(self.text(at))
        };
        self.page.blocks.len() > index + 2
            && job(index + 1)
            && self.stands_over_date(index + 1)
            && is_name(self.text(index))
            && people::looks_like_person(self.text(index))
            && self.phrase_of[index].is_none()
    }

    /// Whether a line over a date says who wrote the text: a lead may stand over it, but no other date with its text. Names
    /// over dates that come again are those of events and of who belongs to a team.
    fn names_author(&self, index: usize, body: &Range<usize>, title: usize) -> bool {
        let names = if body.contains(&index) {
            !self.is_heading(index) && is_name(self.text(index))
        } else {
            self.stats(index).words <= MENU_WORDS
        };
        let between = |is: fn(&Stats) -> bool| (title + 1..index).any(|at| is(self.stats(at)));
        let again = |at: usize| self.stands_over_date(at) && is_name(self.text(at));
        names
            && self.phrase_of[index].is_none()
            && !(between(|own| own.prose) && between(|own| own.dated))
            && !(index + 2..body.end).any(again)
    }
}

/// Whether a line, however long, begins as bylines do and says when: "Publié le 14/01/2021 à 08h30 - Mis à jour le …"; or
/// is a Korean reporter's.
pub(super) fn is_signature(text: &str, stats: &Stats) -> bool {
    let opens = || {
        let label: Vec<&str> = text.split_whitespace().take(LABEL_WORDS).collect();
        phrases::says(&label.join(" "), Phrase::Byline)
    };
    let dated = || stats.dated && opens() && dates::first_moment(text).is_some();
    let brief = !stats.prose && !stats.sentence && stats.words <= SIGNED_WORDS;
    brief && (dated() || (stats.words <= MENU_WORDS && text.contains(REPORTER) && people::is_reporter(text)))
}

/// Whether a line can be a person's name: a few words, each with a capital.
fn is_name(text: &str) -> bool {
    NAME_WORDS.contains(&words::count(text))
        && text.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}
