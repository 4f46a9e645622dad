//! The table of phrases, ordered by how they begin.

use super::{Phrase, Phrases, begins};
use foldhash::{HashMap, HashMapExt};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// How a phrase must stand in a block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The block is the phrase and nothing else.
    Whole,
    /// The block begins with the phrase.
    Start,
    /// The block begins with a number and the phrase: "3 thoughts on …"; without the number it is a title.
    Counted,
    /// The block begins with the phrase, and somebody's name and nothing else follows: "Words by Ada Cole".
    Named,
    /// The block holds the phrase somewhere; such phrases are only asked for by name.
    Inside,
    /// A sentence of the block begins with the phrase; asked for by name, too.
    Opens,
    /// The block is a few letters that end with the phrase: "光明网版权所有".
    Ends,
}

/// One phrase of the table.
#[derive(Clone)]
pub(super) struct Row {
    pub phrase: Phrase,
    pub place: Place,
    pub words: String,
}

/// A phrase that may stand anywhere in a text.
pub(super) struct Anywhere {
    pub row: Row,
    finder: Finder<'static>,
}

impl Anywhere {
    fn new(row: Row) -> Self {
        Self { finder: Finder::new(&row.words).into_owned(), row }
    }

    /// Where it stands in a text and is no part of a longer word.
    pub fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let words = &self.row.words;
        let apart = |at: usize| !words.is_ascii() || !text[..at].ends_with(char::is_alphanumeric);
        self.finder.find_iter(text.as_bytes()).filter(move |at| apart(*at) && begins(&text[*at..], words))
    }
}

/// How a phrase begins: its first letter, and its second unless it has but one.
type Start = (char, Option<char>);

/// How a text begins, its letters made small.
fn start_of(text: &str) -> Option<Start> {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    letters.next().map(|first| (first, letters.next()))
}

/// Rows that begin alike, and what they say.
#[derive(Default)]
struct Alike {
    rows: Vec<Row>,
    phrases: Phrases,
}

/// Rows that begin as a text does.
#[derive(Clone, Copy)]
pub(super) struct Rows([&'static [Row]; 2]);

impl Rows {
    pub fn is_empty(self) -> bool {
        self.0.iter().all(|rows| rows.is_empty())
    }

    pub fn all(self) -> impl Iterator<Item = &'static Row> {
        self.0.into_iter().flatten()
    }
}

/// The phrases by how they begin, so that a block meets a few and not hundreds, and those that are found
/// otherwise.
pub(super) struct Table {
    starts: HashMap<Start, Alike>,
    /// What phrases say that begin with a letter of ASCII: most texts begin with another.
    firsts: [Phrases; 128],
    /// What texts end with, and what that says.
    pub endings: Vec<Row>,
    pub ends: Phrases,
    /// What may stand anywhere.
    pub anywhere: Vec<Anywhere>,
    /// Of those, what opens a sentence, by how it begins.
    openings: HashMap<Start, Vec<usize>>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        starts: HashMap::new(),
        firsts: [Phrases::default(); 128],
        endings: Vec::new(),
        ends: Phrases::default(),
        anywhere: Vec::new(),
        openings: HashMap::new(),
    };
    rows().into_iter().for_each(|row| table.add(row));
    table
});

impl Table {
    fn add(&mut self, row: Row) {
        match row.place {
            Place::Inside => self.anywhere.push(Anywhere::new(row)),
            Place::Opens => {
                let Some(start) = start_of(&row.words) else { return };
                self.openings.entry(start).or_default().push(self.anywhere.len());
                self.anywhere.push(Anywhere::new(row));
            }
            Place::Ends => {
                self.ends.add(row.phrase);
                self.endings.push(row);
            }
            Place::Whole | Place::Start | Place::Counted | Place::Named => {
                let Some(start) = start_of(&row.words) else { return };
                if let Some(phrases) = self.firsts.get_mut(start.0 as usize) {
                    phrases.add(row.phrase);
                }
                let alike = self.starts.entry(start).or_default();
                alike.phrases.add(row.phrase);
                alike.rows.push(row);
            }
        }
    }

    /// The rows of what opens a sentence that begin as a text does, its letters made small.
    pub fn openings(&'static self, text: &str) -> impl Iterator<Item = &'static Row> {
        let found = start_of(text).and_then(|start| self.openings.get(&start));
        found.into_iter().flatten().map(|at| &self.anywhere[*at].row)
    }

    /// The rows that begin as a text does, its letters made small; none where no wanted phrase is among them.
    pub fn rows(&'static self, text: &str, wanted: Phrases) -> Rows {
        let none: &[Row] = &[];
        let Some((first, second)) = start_of(text) else { return Rows([none; 2]) };
        if self.firsts.get(first as usize).is_some_and(|phrases| !phrases.meets(wanted)) {
            return Rows([none; 2]);
        }
        let rows = |second| match self.starts.get(&(first, second)) {
            Some(alike) if alike.phrases.meets(wanted) => &alike.rows,
            _ => none,
        };
        // A text of one letter has both alike.
        Rows([rows(second), if second.is_some() { rows(None) } else { none }])
    }
}

/// All rows.
fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut section = None;
    for line in include_str!("../phrases.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix('[') {
            section = section_of(head.trim_end_matches(']'));
            continue;
        }
        for words in line.split('|').filter(|words| !words.is_empty()) {
            let words = words.replace('_', " ");
            let Some((phrase, place)) = section else { continue };
            let row = Row { phrase, place, words };
            if phrase == Phrase::Posts {
                rows.push(Row { phrase: Phrase::Teasers, ..row.clone() });
            }
            rows.push(row);
        }
    }
    rows
}

/// Phrase and place of a section by its head ("teasers start").
fn section_of(head: &str) -> Option<(Phrase, Place)> {
    let (name, place) = head.split_once(' ')?;
    let (_, phrase) = *NAMES.iter().find(|(own, _)| *own == name)?;
    let place = match place {
        "whole" => Place::Whole,
        "counted" => Place::Counted,
        "named" => Place::Named,
        "inside" => Place::Inside,
        "opens" => Place::Opens,
        "ends" => Place::Ends,
        "start" => Place::Start,
        _ => return None,
    };
    Some((phrase, place))
}

/// The sections' names.
const NAMES: &[(&str, Phrase)] = &[
    ("teasers", Phrase::Teasers),
    ("posts", Phrase::Posts),
    ("pages", Phrase::Pages),
    ("remarks", Phrase::Remarks),
    ("reply", Phrase::Reply),
    ("comments", Phrase::Comments),
    ("previous", Phrase::Previous),
    ("next", Phrase::Next),
    ("share", Phrase::Share),
    ("promo", Phrase::Promo),
    ("offer", Phrase::Offer),
    ("call", Phrase::Call),
    ("urge", Phrase::Urge),
    ("plea", Phrase::Plea),
    ("wish", Phrase::Wish),
    ("disclosure", Phrase::Disclosure),
    ("own", Phrase::Own),
    ("bio", Phrase::Bio),
    ("credit", Phrase::Credit),
    ("maker", Phrase::Maker),
    ("redirect", Phrase::Redirect),
    ("toc", Phrase::Toc),
    ("control", Phrase::Control),
    ("tags", Phrase::Tags),
    ("byline", Phrase::Byline),
    ("more", Phrase::More),
    ("back", Phrase::Back),
    ("overview", Phrase::Overview),
    ("footer", Phrase::Footer),
    ("home", Phrase::Home),
    ("trail", Phrase::Trail),
    ("ago", Phrase::Ago),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::words;

    #[test]
    fn every_section_of_the_table_is_known() {
        let heads = include_str!("../phrases.txt").lines().filter_map(|line| line.strip_prefix('['));
        let heads: Vec<_> = heads.map(|head| head.trim_end_matches(']')).collect();
        assert!(heads.len() >= NAMES.len());
        for head in heads {
            assert!(section_of(head).is_some(), "{head}");
        }
    }

    #[test]
    fn no_phrase_is_covered_by_a_shorter_one_of_its_section() {
        let rows = rows();
        let mut covered = Vec::new();
        let names_posts =
            |row: &&Row| rows.iter().any(|own| own.phrase == Phrase::Posts && own.words == row.words);
        for row in rows.iter().filter(|row| row.phrase != Phrase::Teasers || !names_posts(row)) {
            let covers = |other: &&Row| {
                (other.phrase, other.place) == (row.phrase, row.place)
                    && !std::ptr::eq(*other, row)
                    && match row.place {
                        Place::Start => begins(&row.words, &other.words),
                        Place::Inside => Anywhere::new((*other).clone()).places(&row.words).next().is_some(),
                        Place::Ends => row.words.ends_with(&other.words),
                        Place::Opens => row.words.strip_prefix(&other.words).is_some_and(|rest| {
                            !rest.starts_with(|c: char| c.is_alphabetic() && !words::is_dense(c))
                        }),
                        Place::Whole | Place::Counted | Place::Named => row.words == other.words,
                    }
            };
            if let Some(other) = rows.iter().find(covers) {
                covered.push(format!("{:?}: {} by {}", row.phrase, row.words, other.words));
            }
        }
        assert!(covered.is_empty(), "{}", covered.join("\n"));
    }

    #[test]
    fn letters_are_made_small_one_by_one() {
        // As the first of a word and as its last a sigma is another letter; texts end in signs alone that have no case.
        let rows = rows();
        assert!(!rows.iter().any(|row| row.words.chars().nth(1).is_some_and(|own| matches!(own, 'σ' | 'ς'))));
        assert!(
            rows.iter().all(|row| row.place != Place::Ends || !row.words.ends_with(|c: char| c.is_ascii()))
        );
    }
}
