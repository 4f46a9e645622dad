//! Who wrote the page.
//!
//! In: what head, JSON-LD and microdata say, the byline blocks, the names of the site. Out: names,
//! from the strongest source that names a person.

use super::title::{SiteNames, letters};
use super::{Declared, Evidence, Origin, Sourced, author_names, bylines};
use std::collections::HashSet;

/// The authors, in the order of the page.
pub(super) fn choose(
    declared: &Declared,
    evidence: &Evidence,
    known: &SiteNames,
    title: Option<&str>,
) -> Option<Sourced<Vec<String>>> {
    if let Some(rule) = evidence.rule_authors {
        let names = author_names::split(rule);
        if !names.is_empty() {
            return Some(Sourced::new(names, Origin::Rule));
        }
    }
    let title = title.map(letters).unwrap_or_default();
    let people = |name: &str| !known.is_name(name) && !author_names::is_login(name) && letters(name) != title;
    // The site's own name stands where no person is named: as house author, or as a personal site.
    let anybody = |name: &str| letters(name) != title;
    let accounts = |name: &str| !known.is_name(name) && letters(name) != title;
    strongest(declared, evidence, &people)
        .or_else(|| strongest(declared, evidence, &accounts))
        .or_else(|| strongest(declared, evidence, &anybody))
}

/// The strongest source with a name that fits.
fn strongest(
    declared: &Declared,
    evidence: &Evidence,
    fits: &dyn Fn(&str) -> bool,
) -> Option<Sourced<Vec<String>>> {
    let read = |values: &[String]| -> Vec<String> {
        let mut seen = HashSet::new();
        let names = values.iter().flat_map(|value| author_names::split(value)).filter(|name| fits(name));
        names.filter(|name| seen.insert(letters(name))).collect()
    };
    let shown = bylines::people(evidence.bylines).map(|text| read(&[text])).unwrap_or_default();
    let mut stated = declared.authors.iter().map(|source| Sourced::new(read(&source.value), source.origin));
    let strong = stated.find(|source| !source.value.is_empty() && source.origin != Origin::AuthorLink);
    match strong {
        // A head that names one of several authors, or a first name alone, is made whole by the byline.
        Some(strong) if holds(&shown, &strong.value) && letters_in(&shown) > letters_in(&strong.value) => {
            Some(Sourced::new(shown, Origin::Byline))
        }
        Some(strong) => Some(strong),
        None if !shown.is_empty() => Some(Sourced::new(shown, Origin::Byline)),
        None => {
            let links = declared.authors.iter().filter(|source| source.origin == Origin::AuthorLink);
            let mut links = links.map(|source| Sourced::new(read(&source.value), source.origin));
            links.find(|source| !source.value.is_empty())
        }
    }
}

/// Whether each of some names is one of all, or the first name of one.
fn holds(all: &[String], some: &[String]) -> bool {
    let first = |own: &str| own.split_whitespace().next().map(letters);
    let is = |own: &str, name: &str| letters(own) == letters(name) || first(own) == Some(letters(name));
    some.iter().all(|name| all.iter().any(|own| is(own, name)))
}

fn letters_in(names: &[String]) -> usize {
    names.iter().map(|name| letters(name).chars().count()).sum()
}
