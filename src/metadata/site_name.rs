//! The name of the site.
//!
//! In: what the page declares, its titles, and the places outside of the article in which sites write
//! their names. Out: one name. A declared name is believed; any other needs two signs of different
//! kinds, for each alone stands on many pages for something else: the end of a title may be a
//! section, the link home may say "Start", a line under the sign of copyright may name a publisher.

use super::title::{LONGEST_SITE_NAME, SiteNames, pieces};
use super::{Declared, Evidence, Origin, Sourced};
use crate::people::letters;
use crate::wordlists::PLACES_IN_SITES;
use std::borrow::Cow;

/// Words that a name has at most where it is not declared.
const MOST_WORDS: usize = 6;

/// Signs of different kinds that make a name: see the head of this file.
const SIGNS: usize = 2;

/// Letters from which on a name may be the beginning of another: "Nestling" of "Nestling Media".
const LEAST_OF_A_BEGINNING: usize = 4;

/// Where, outside of the article, a site may write its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first line of a dump, in which the title of the browser's window is left.
    WindowTitle,
    /// Words or logo of a link to the site's first page.
    HomeLink,
    /// Such a link as a step of the trail.
    Trail,
    /// One of the page's first links, wherever it leads.
    FirstLink,
    /// A line that is no link.
    Line,
    /// A line with a sign of copyright.
    Rights,
}

/// Words in such a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'a> {
    /// The place.
    pub place: Place,
    /// The words.
    pub words: Cow<'a, str>,
}

/// What speaks for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// It is an end of the window's title, cut at a separator.
    TitleEnd,
    /// It stands there behind the title of the article.
    TitleRest,
    /// It is what a place holds.
    In(Place),
    /// The page's host has it.
    Host,
}

/// Words that may be the name, and what speaks for them.
struct Candidate {
    words: String,
    letters: String,
    signs: Vec<Sign>,
    origin: Origin,
}

/// Candidates, the best places for its spelling first.
#[derive(Default)]
struct Candidates {
    list: Vec<Candidate>,
}

impl Candidates {
    fn add(&mut self, words: &str, sign: Sign, origin: Origin) {
        let words = words.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '?' | ')' | '.'));
        let own = bare(words);
        if own.is_empty() || !may_be_name(words) {
            return;
        }
        match self.list.iter_mut().find(|candidate| candidate.letters == own) {
            Some(known) if known.signs.contains(&sign) => {}
            Some(known) => known.signs.push(sign),
            None => {
                self.list.push(Candidate { words: words.to_owned(), letters: own, signs: vec![sign], origin })
            }
        }
    }
}

/// Name of the site.
pub(super) fn choose(
    declared: &Declared,
    evidence: &Evidence,
    known: &SiteNames,
    title: Option<&str>,
) -> Option<Sourced<String>> {
    let fits = |name: &&Sourced<String>| {
        name.value.chars().count() <= LONGEST_SITE_NAME && !name.value.contains("://")
    };
    if let Some(name) = declared.site_names.iter().find(fits) {
        return Some(name.clone());
    }
    let mut found = Candidates::default();
    let windows = declared.titles.iter().filter(|title| title.origin == Origin::TitleElement);
    let windows = windows.map(|window| (window.value.as_str(), Origin::TitleElement));
    let first_lines = places(evidence, Place::WindowTitle).map(|words| (words, Origin::Heading));
    let heads: Vec<String> = evidence.title.into_iter().chain(title).map(letters).collect();
    for (window, origin) in windows.chain(first_lines) {
        from_title(window, origin, &heads, known, &mut found);
    }
    for place in [Place::HomeLink, Place::Trail] {
        for words in places(evidence, place) {
            found.add(words, Sign::In(place), Origin::HomeLink);
        }
    }
    let holders: Vec<&str> = places(evidence, Place::Rights).flat_map(holders).collect();
    for holder in &holders {
        found.add(holder, Sign::In(Place::Rights), Origin::Footer);
    }
    for words in places(evidence, Place::FirstLink).filter(|words| known.is_exactly(words)) {
        found.add(words, Sign::In(Place::FirstLink), Origin::HomeLink);
    }
    for words in places(evidence, Place::Line).filter(|words| known.is_exactly(words)) {
        found.add(words, Sign::Host, Origin::Footer);
    }
    for candidate in &mut found.list {
        weigh(candidate, evidence, &holders, known);
    }
    let of_article = |candidate: &Candidate| heads.iter().any(|head| bare(head) == candidate.letters);
    found
        .list
        .into_iter()
        .filter(|candidate| is_named(&candidate.signs) && !of_article(candidate))
        .reduce(|best, next| if next.signs.len() > best.signs.len() { next } else { best })
        .map(|best| Sourced::new(best.words, best.origin))
}

/// Whether signs of two kinds speak for a name. A line repeats many a link home ("Services"), so that
/// these two are one.
fn is_named(signs: &[Sign]) -> bool {
    let linked = signs.iter().any(|sign| matches!(sign, Sign::In(Place::HomeLink | Place::Trail)));
    let lines = signs.iter().filter(|sign| **sign == Sign::In(Place::Line)).count();
    signs.len() - if linked { lines } else { 0 } >= SIGNS
}

/// Both ends of a window's title, and a piece between them that the host has.
fn from_title(window: &str, origin: Origin, heads: &[String], known: &SiteNames, found: &mut Candidates) {
    let pieces = pieces(window);
    let last = pieces.len() - 1;
    if last == 0 {
        if known.is_exactly(window) {
            found.add(window, Sign::TitleEnd, origin);
            found.add(window, Sign::Host, origin);
        }
        return;
    }
    let begins_with_head = |to: usize| {
        let span = letters(&window[..pieces[to].end]);
        !span.is_empty() && heads.contains(&span)
    };
    for (at, piece) in pieces.iter().enumerate().rev() {
        let at_host = known.is_name(piece.words);
        if at == 0 || at == last || at_host {
            found.add(piece.words, Sign::TitleEnd, origin);
        }
        if at_host {
            found.add(piece.words, Sign::Host, origin);
        }
        // The other way round it may be the page's name, and the article's title the site's own heading.
        if at == last && (0..last).any(begins_with_head) {
            found.add(piece.words, Sign::TitleRest, origin);
        }
    }
}

/// Adds what the page's other places say for a name.
fn weigh(candidate: &mut Candidate, evidence: &Evidence, holders: &[&str], known: &SiteNames) {
    let own = candidate.letters.as_str();
    let first = own.chars().next();
    let same = |words: &str| {
        // Most lines are told apart by their first letter, without a copy.
        let begins = words.chars().find(|c| c.is_alphanumeric());
        let begins = begins.and_then(|c| c.to_lowercase().next());
        (begins == first || begins == Some('t')) && bare(words) == own
    };
    let holds = |holder: &&str| {
        let rest = bare(holder);
        rest == own
            || (own.chars().count() >= LEAST_OF_A_BEGINNING && begins_with_words(holder, &candidate.words))
    };
    let mut more = Vec::new();
    if places(evidence, Place::Line).any(same) {
        more.push(Sign::In(Place::Line));
    }
    if holders.iter().any(holds) {
        more.push(Sign::In(Place::Rights));
    }
    if known.is_exactly(&candidate.words) {
        more.push(Sign::Host);
    }
    more.retain(|sign| !candidate.signs.contains(sign));
    candidate.signs.extend(more);
}

/// Whether a text begins with these words, and does not go on in the middle of one.
fn begins_with_words(text: &str, words: &str) -> bool {
    let rest = text.get(..words.len()).filter(|start| start.eq_ignore_ascii_case(words));
    rest.is_some() && !text[words.len()..].starts_with(char::is_alphanumeric)
}

/// Words in one kind of place.
fn places<'a>(evidence: &Evidence<'a>, place: Place) -> impl Iterator<Item = &'a str> {
    evidence.mentions.iter().filter(move |mention| mention.place == place).map(|mention| &*mention.words)
}

/// Letters of a name, without the article before it.
fn bare(name: &str) -> String {
    const LEAST_BEHIND_THE: usize = 3;
    let own = letters(name);
    match own.strip_prefix("the") {
        Some(rest) if rest.len() >= LEAST_BEHIND_THE => rest.to_owned(),
        _ => own,
    }
}

/// Whether a name can look like this.
fn may_be_name(words: &str) -> bool {
    let generic = |word: &str| PLACES_IN_SITES.contains(&word.to_lowercase().as_str());
    let mut parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    words.chars().count() <= LONGEST_SITE_NAME
        && words.split_whitespace().count() <= MOST_WORDS
        && !words.contains("://")
        && words.chars().any(char::is_alphabetic)
        && !parts.all(generic)
}

/// Who stands before and behind the sign of copyright and its years: "© 2009–2024 Cradle Lane. All …".
fn holders(line: &str) -> impl Iterator<Item = &str> {
    let sign = line.char_indices().find_map(|(at, _)| {
        let rest = &line[at..];
        let ends = |sign: &str| rest.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign));
        ["©", "(c)", "copyright"].into_iter().find(|sign| ends(sign)).map(|sign| (at, at + sign.len()))
    });
    let (start, end) = sign.unwrap_or((0, 0));
    let before = line[..start].rsplit(['|', '•', '·', '.', '\n']).next().unwrap_or_default().trim();
    let is_lead = |c: char| !c.is_alphabetic();
    let mut behind = line[end..].trim_start_matches(is_lead);
    // "Copyright (c) 2024 by …"
    for lead in ["copyright", "c)", "by "] {
        if behind.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead)) {
            behind = behind[lead.len()..].trim_start_matches(is_lead);
        }
    }
    let lower = behind.to_ascii_lowercase();
    let cut = [". ", "|", "•", "·", ",", " - ", " – ", "\n", " all rights", "©", " 19", " 20"];
    let stop = cut.iter().filter_map(|mark| lower.find(mark)).min().unwrap_or(behind.len());
    [before, behind[..stop].trim().trim_end_matches('.')]
        .into_iter()
        .filter(move |holder| end > 0 && !holder.is_empty())
}
