//! Who wrote the page.
//!
//! In: what head, JSON-LD and microdata say, the byline blocks, the names of the site. Out: names,
//! from the strongest source that names a person.

use super::title::SiteNames;
use super::{Declared, Evidence, Origin, Sourced};
use crate::people::{self, letters};
use std::collections::HashSet;
use std::ops::RangeInclusive;

/// Letters of the Latin script: phonetic signs are the last of the one row, Vietnam's letters stand in the other.
const LATIN: [RangeInclusive<char>; 2] = ['\0'..='\u{36f}', '\u{1e00}'..='\u{1eff}'];

/// The authors, in the order of the page.
pub(super) fn choose(
    declared: &Declared,
    evidence: &Evidence,
    known: &SiteNames,
    title: Option<&str>,
) -> Option<Sourced<Vec<String>>> {
    if let Some(rule) = evidence.rule_authors {
        let names = people::split(rule);
        if !names.is_empty() {
            return Some(Sourced::new(names, Origin::Rule));
        }
    }
    let title = title.map(letters).unwrap_or_default();
    let fits = |name: &str| letters(name) != title && !people::is_house(name);
    let people = |name: &str| fits(name) && !known.is_name(name) && !people::is_login(name);
    // The site's own name stands where no person is named: as house author, or as a personal site.
    let accounts = |name: &str| fits(name) && !known.is_name(name);
    // Of a thread the page may tell machines by which account it was begun.
    let account = || {
        let stated = strongest(declared, evidence, &accounts).filter(|_| evidence.is_thread)?;
        // "robert.wagner" is shown as "Robert Wagner".
        let is_shown = evidence
            .poster
            .is_some_and(|shown| stated.value.iter().all(|own| letters(own) == letters(shown)));
        (!is_shown && matches!(stated.origin, Origin::JsonLd | Origin::Microdata)).then_some(stated)
    };
    strongest(declared, evidence, &people)
        .or_else(account)
        .or_else(|| evidence.poster.map(|name| Sourced::new(vec![name.to_owned()], Origin::Byline)))
        .or_else(|| strongest(declared, evidence, &accounts))
        .or_else(|| {
            let names = linked(evidence, &accounts);
            (!names.is_empty()).then(|| Sourced::new(names, Origin::Byline))
        })
        .or_else(|| strongest(declared, evidence, &fits))
        .or_else(|| {
            let house = people::house(own(evidence)).filter(|_| !evidence.is_thread)?;
            Some(Sourced::new(vec![house], Origin::Byline))
        })
}

/// The bylines that can tell who wrote the page: where it shows other things, only those at its title.
fn own<'a>(evidence: &'a Evidence) -> &'a [&'a str] {
    if evidence.shows_others { evidence.bylines_at_title } else { evidence.bylines }
}

/// The strongest source with a name that fits.
fn strongest(
    declared: &Declared,
    evidence: &Evidence,
    fits: &dyn Fn(&str) -> bool,
) -> Option<Sourced<Vec<String>>> {
    let read = |values: &[String]| -> Vec<String> {
        let mut seen = HashSet::new();
        let names = values.iter().flat_map(|value| people::split(value)).filter(|name| fits(name));
        let mut names: Vec<String> = names.filter(|name| seen.insert(letters(name))).collect();
        if names.iter().any(|name| !people::is_other_work(name)) {
            names.retain(|name| !people::is_other_work(name));
        }
        names
    };
    let behind = if evidence.shows_others { &[] } else { evidence.bylines_behind };
    let shown = match (people::shown(own(evidence)), people::shown(behind)) {
        (Some(own), Some(bare)) if people::adds_job(&own, &bare) => Some(bare),
        (own, behind) => own.or(behind),
    };
    let shown = shown.map(|text| read(&[text])).unwrap_or_default();
    let part = || if shown.is_empty() { linked(evidence, fits) } else { Vec::new() };
    let of_page = |source: &&Sourced<Vec<String>>| {
        !evidence.shows_others || !matches!(source.origin, Origin::AuthorLink | Origin::Microdata)
    };
    let stated = declared.authors.iter().filter(of_page);
    let mut stated = stated.map(|source| Sourced::new(read(&source.value), source.origin));
    let (mut strong, mut link) = (None, None);
    for source in stated.by_ref().filter(|source| !source.value.is_empty()) {
        let place = if source.origin == Origin::AuthorLink { &mut link } else { &mut strong };
        place.get_or_insert(source);
    }
    let leads = |link: &Sourced<Vec<String>>| shown.iter().all(|name| link.value.contains(name));
    let signed = || match &link {
        // A link to the page of the person whom the byline names says as much as "by".
        Some(link) if leads(link) => shown.clone(),
        _ => people::signed(own(evidence)).map(|text| read(&[text])).unwrap_or_default(),
    };
    match strong {
        // A head that names one of several authors, or a first name alone, is made whole by the byline.
        Some(strong)
            if (!evidence.is_thread && completed(&strong.value, &shown))
                || overruled(declared, &strong.value, &shown) =>
        {
            Some(Sourced::new(shown, Origin::Byline))
        }
        Some(strong) if overruled(declared, &strong.value, &part()) => {
            Some(Sourced::new(part(), Origin::Byline))
        }
        Some(strong) if !evidence.is_thread && contradicted(&strong.value, &signed()) => {
            Some(Sourced::new(signed(), Origin::Byline))
        }
        Some(strong) => Some(strong),
        None if evidence.poster.is_some() => None,
        None if !shown.is_empty() => Some(Sourced::new(shown, Origin::Byline)),
        None => link,
    }
}

/// What of a byline leads to the page of a person: "Jane Doe The Daily" is no name, and its link is.
fn linked(evidence: &Evidence, fits: &dyn Fn(&str) -> bool) -> Vec<String> {
    let names = evidence.linked.iter().filter(|_| !evidence.is_thread);
    names.flat_map(|name| people::split(name)).filter(|name| fits(name)).collect()
}

/// Whether the byline tells the stated names better: more of them, a family name, no job behind.
fn completed(stated: &[String], shown: &[String]) -> bool {
    let jobs = |long: &[String], short: &[String]| match (long, short) {
        ([long], [short]) => people::adds_job(long, short),
        _ => false,
    };
    let more = holds(shown, stated) && letters_in(shown) > letters_in(stated) && !jobs(shown, stated);
    more || jobs(stated, shown)
}

/// Whether what readers are shown wins over the stated authors: these are houses, or they are written in another
/// script, as editors' names are where a site has one editing system for all its languages.
fn overruled(declared: &Declared, stated: &[String], shown: &[String]) -> bool {
    let houses: Vec<String> = declared.houses.iter().map(|house| letters(house)).collect();
    let are_houses = stated.iter().all(|name| houses.contains(&letters(name)));
    contradicted(stated, shown) && (are_houses || is_latin(stated) != is_latin(shown))
}

/// Whether the page signs with people of whom no word is stated. In wcxb-dev it does five times, and is right.
fn contradicted(stated: &[String], shown: &[String]) -> bool {
    let words = |names: &[String]| -> HashSet<String> {
        names.iter().flat_map(|name| name.split_whitespace()).map(letters).collect()
    };
    let people = shown.iter().all(|name| people::looks_like_person(name) || !is_latin(shown));
    !shown.is_empty() && people && words(stated).is_disjoint(&words(shown))
}

/// Whether names are written in Latin letters.
fn is_latin(names: &[String]) -> bool {
    let mut letters = names.iter().flat_map(|name| name.chars()).filter(|own| own.is_alphabetic());
    letters.all(|own| LATIN.iter().any(|row| row.contains(&own)))
}

/// Whether each of some names is one of all, or the first name of one.
fn holds(all: &[String], some: &[String]) -> bool {
    let first = |own: &str| own.split_whitespace().next().map(letters);
    let titled = |own: &str, name: &str| own.strip_suffix(name).is_some_and(|title| title.ends_with(' '));
    let is = |own: &str, name: &str| {
        letters(own) == letters(name) || first(own) == Some(letters(name)) || titled(own, name)
    };
    some.iter().all(|name| all.iter().any(|own| is(own, name)))
}

fn letters_in(names: &[String]) -> usize {
    names.iter().map(|name| letters(name).chars().count()).sum()
}
