//! From what a source says about authors to single names.
//!
//! In: "By Jane Doe, MD and John Roe | The Daily". Out: "Jane Doe", "John Roe". Accounts, addresses
//! and job titles are no names.

use super::letters;
use crate::decode::clean;
use crate::wordlists::{
    ABOUT_LINKS, ACCOUNTS, ARTICLES, BESIDE_NAMES, BYLINE_LABELS, CREDENTIALS, HOUSE_PARTS, HOUSES, JOBS,
    JOBS_AND_NAMES, NO_FIRST_NAMES, NO_NAMES, OTHER_WORKS, PARTICLES, PROGRAM_MAKERS,
};
use std::collections::HashSet;

/// Bytes of a value that are looked at; a paper with a hundred authors has less.
const LONGEST_VALUE: usize = 4000;

/// Characters that a name can have; longer values are sentences.
const LONGEST_NAME: usize = 60;

/// Words that a name can have, organisations included.
const MOST_WORDS: usize = 7;

/// Labels that are headings of other things as well: a name follows behind a colon.
const TEXT_LABELS: [&str; 6] = ["text", "texte", "testo", "texto", "words", "文"];

/// Whether a word or two say that a name follows: "Written by", "Autor:", "Text:".
pub fn is_label(text: &str) -> bool {
    let own = text.trim().trim_end_matches([':', '：']);
    let (lower, marked) = (own.trim().to_lowercase(), own.len() < text.trim().len());
    BYLINE_LABELS.contains(&lower.as_str()) && (marked || !TEXT_LABELS.contains(&lower.as_str()))
}

/// The names in one value, in order, without repeats.
pub fn split(value: &str) -> Vec<String> {
    let value = clean(whole_names(value));
    let mut out: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    if value.contains("://") || value.starts_with("www.") {
        return out;
    }
    let value = without_brackets(&value);
    let value = without_lead(without_label(without_glued_by(once(value.trim()))));
    for group in value.split([';', '|', '、', '；', '•', '·', '\n']) {
        for name in group_names(group) {
            if is_name(&name) && known.insert(letters(&name)) {
                out.push(name);
            }
        }
    }
    out
}

/// The names of a value that are looked at, none of them cut.
fn whole_names(value: &str) -> &str {
    let looked_at = &value[..value.floor_char_boundary(LONGEST_VALUE)];
    if looked_at.len() == value.len() {
        return value;
    }
    looked_at.rsplit_once([',', ';', '|', '、', '；', '，']).map_or(looked_at, |(names, _)| names)
}

/// Names between the stronger separators: parted by commas and "and".
fn group_names(group: &str) -> Vec<String> {
    let parts: Vec<&str> = group.split([',', '，']).map(str::trim).filter(|part| !part.is_empty()).collect();
    // "Doe, Jane": one word on each side is one person, family name first.
    if let [family, given] = parts[..]
        && words(family) == 1
        && (words(given) == 1 || words(given) == 2 && given.ends_with('.'))
        && !is_credential(given)
        && family.is_ascii()
    {
        return vec![format!("{given} {family}")];
    }
    let mut out = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let part = without_house(behind_colon(part));
        let part = part.strip_prefix("and ").or_else(|| part.strip_prefix("& ")).unwrap_or(part);
        if place > 0 && (is_credential(part) || is_job(part)) {
            continue;
        }
        out.extend(people(part).into_iter().map(|name| trimmed(name).to_owned()));
    }
    out
}

/// Parts "A and B" where both look like people; "Food and Agriculture Organization" stays whole.
pub(super) fn people(part: &str) -> Vec<&str> {
    const JOINTS: [&str; 10] = [" and ", " & ", " und ", " et ", " y ", " e ", " и ", " i ", " och ", " og "];
    let mut pieces = vec![part];
    for joint in JOINTS {
        pieces = pieces
            .iter()
            .flat_map(|piece| {
                let parts: Vec<&str> = piece.split(joint).collect();
                if parts.iter().all(|part| looks_like_person(part)) { parts } else { vec![*piece] }
            })
            .collect();
    }
    pieces
}

/// Two to five capitalised words, particles such as "van der" aside.
pub fn looks_like_person(text: &str) -> bool {
    const MOST: usize = 5;
    let mut capitals = 0;
    let mut count = 0;
    for word in text.split_whitespace() {
        count += 1;
        if count == 1 && word == "The" || word.contains('/') {
            return false;
        }
        let first = without_elision(word).trim_start_matches(['‘', '’', '\'', '“', '"']).chars().next();
        if first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()) && !word.contains(char::is_numeric) {
            capitals += 1;
        } else if !is_particle(word) {
            return false;
        }
    }
    capitals >= 2 && count <= MOST
}

/// Letters of most names of Koreans, written as one word; what two letters say is as often something else.
const KOREAN_LETTERS: usize = 3;

/// What stands behind such a name before that of who made the pictures: "글 홍길동 사진 김철수".
const MADE_BESIDE: [&str; 3] = ["사진", "그림", "영상"];

/// Whether a text behind a word that may mean something else, too, is somebody's name and nothing else: "Ada Cole",
/// "홍길동". Names in Arabic begin with no article.
pub fn is_name_alone(text: &str) -> bool {
    let text = text.trim_matches(|own: char| !own.is_alphanumeric() && own != '.');
    if text.starts_with(is_hangul) {
        let mut words = text.split_whitespace();
        let named = words.next().is_some_and(|name| name.chars().count() == KOREAN_LETTERS);
        return named && words.next().is_none_or(|next| MADE_BESIDE.contains(&next));
    }
    looks_like_person(text) && !text.starts_with("ال")
}

fn is_hangul(letter: char) -> bool {
    matches!(letter, '가'..='힣')
}

/// Whether a value is a person's name and none of a house: "Discuz! Team" is.
pub fn calls_person(value: &str) -> bool {
    let mut words = value.split_whitespace().map(letters);
    looks_like_person(value)
        && !words.any(|word| HOUSE_PARTS.contains(&word.as_str()) || PROGRAM_MAKERS.contains(&word.as_str()))
}

/// Small words inside of names.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// "d'Ormesson" without the particle that is written as one with the name.
pub fn without_elision(word: &str) -> &str {
    let rest = word.strip_prefix("d'").or_else(|| word.strip_prefix("d’"));
    rest.filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(word)
}

/// Whether a value can be shown as an author's name.
pub fn is_name(name: &str) -> bool {
    let own = letters(name);
    own.chars().count() >= 2
        && name.chars().count() <= LONGEST_NAME
        && words(name) <= MOST_WORDS
        && !name.contains('@')
        && !name.contains([':', '：', '{', '}', '=', '<', '>'])
        && own.chars().any(char::is_alphabetic)
        && !ACCOUNTS.contains(&own.as_str())
        && !ARTICLES.contains(&name.trim())
        && !stands_beside(name, &own)
}

/// "Senior Member", "Jane Offline", "Sign Up", and "our" of "by our team".
fn stands_beside(name: &str, own: &str) -> bool {
    let mut words = name.split_whitespace().map(letters);
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_else(|| first.clone());
    BESIDE_NAMES.contains(&last.as_str())
        || NO_FIRST_NAMES.contains(&first.as_str())
        || NO_FIRST_NAMES.contains(&own)
        || NO_NAMES.contains(&own)
}

/// Whether a link's words can be somebody's name: no rank, no state, no button.
pub fn can_be_name(text: &str) -> bool {
    is_name(text) && !leads_on(text)
}

/// Whether the words of an author's link are about the link: "View all posts", "Full bio".
pub fn leads_on(text: &str) -> bool {
    let mut words = text.split_whitespace().map(letters);
    words.any(|word| ABOUT_LINKS.contains(&word.as_str()))
        && !BYLINE_LABELS.iter().any(|label| text.to_lowercase().starts_with(&format!("{label} ")))
}

/// Whether a name is that of no person: "News Desk", "Staff".
pub fn is_house(name: &str) -> bool {
    HOUSES.contains(&letters(name).as_str())
}

/// Whether a name is a login rather than what people call somebody: `jdoe42`, `jane.doe`.
pub fn is_login(name: &str) -> bool {
    let small = name.starts_with(|c: char| c.is_ascii_lowercase());
    name.is_ascii()
        && words(name) == 1
        && (small || name.contains(['.', '_']) || name.contains(char::is_numeric))
}

fn without_label(value: &str) -> &str {
    let lower = value.to_lowercase();
    if lower.len() != value.len() {
        return value;
    }
    let fits = |label: &&&str| {
        let after = lower.strip_prefix(**label).and_then(|rest| rest.chars().next());
        after.is_some_and(|c| c.is_whitespace() || c == ':' || c == '：')
    };
    // The longest label that fits, so that "written by" does not leave "by".
    let label = BYLINE_LABELS.iter().filter(fits).max_by_key(|label| label.len());
    // A capital "Di" or "Von" may be a given name; before a colon none is.
    let doubtful = |label: &str| label == "di" || TEXT_LABELS.contains(&label);
    let Some(label) = label.filter(|label| !doubtful(label) || value[label.len()..].starts_with([':', '：']))
    else {
        return value;
    };
    value[label.len()..].trim_start_matches([':', '：', ' '])
}

/// What stands behind a colon, if it is a person who wrote: "Texte : Marie Dupont", "文・写真：山田太郎".
fn behind_colon(part: &str) -> &str {
    let Some((label, name)) = part.rsplit_once([':', '：']) else { return part };
    let lower = label.to_lowercase();
    let mut words = lower.split(|own: char| !own.is_alphanumeric());
    let wrote = words.clone().any(|word| BYLINE_LABELS.contains(&word));
    let did_else = words.any(|word| OTHER_WORKS.contains(&word));
    let person = looks_like_person(name) || is_wide_name(name.trim());
    if person && (wrote || !did_else) { name.trim() } else { part }
}

/// Whether a word is as long as a name in a script without capitals and gaps.
pub fn is_wide_name(word: &str) -> bool {
    const LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;
    let wide = |own: char| own.is_alphabetic() && !own.is_lowercase() && !own.is_uppercase();
    LENGTHS.contains(&word.chars().count()) && word.chars().all(wide)
}

/// "ByJane Doe", as it stands where only a style sheet parts the words.
fn without_glued_by(value: &str) -> &str {
    let rest = value.strip_prefix("By").filter(|rest| rest.starts_with(char::is_uppercase));
    rest.filter(|rest| looks_like_person(rest)).unwrap_or(value)
}

/// Whether a line is a person's name to which the word for "by" is glued: "ByJane Doe".
pub fn names_writer(line: &str) -> bool {
    let own = without_glued_by(line.trim());
    own.len() < line.trim().len() && calls_person(own)
}

/// "Articles by Jane Doe" and "More from Jane Doe" without the words that lead to the name.
fn without_lead(value: &str) -> &str {
    const LEADS: [&str; 6] =
        ["articles by ", "posts by ", "stories by ", "more from ", "all posts by ", "about "];
    let starts = |lead: &&&str| value.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead));
    LEADS.iter().find(starts).map_or(value, |lead| &value[lead.len()..])
}

/// "Jane Doe - The Daily" without what follows the dash.
fn without_house(part: &str) -> &str {
    let cut = [" - ", " – ", " — "].iter().filter_map(|dash| part.find(dash)).min();
    cut.map(|cut| &part[..cut]).filter(|name| looks_like_person(name)).unwrap_or(part)
}

/// Whether a value is another with a job behind it: "Jane Doe Senior Editor".
pub fn adds_job(value: &str, name: &str) -> bool {
    let rest = value.strip_prefix(name).filter(|rest| rest.starts_with(' '));
    rest.and_then(|rest| rest.split_whitespace().next_back()).is_some_and(is_job)
}

/// A name that stands there twice, as for two screens, once; a word that does may be a name: "Duran Duran".
fn once(value: &str) -> &str {
    let (first, second) = value.split_at_checked(value.len() / 2).unwrap_or_default();
    let twice = second.strip_prefix(' ') == Some(first);
    if twice && (words(first) > 1 || is_wide_name(first)) { first } else { value }
}

/// Drops "(Reuters)", "[email]" and the like.
pub fn without_brackets(value: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '(' | '[' | '（' | '【' => depth += 1,
            ')' | ']' | '）' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 && !(c == ' ' && out.ends_with(' ')) => out.push(c),
            _ => {}
        }
    }
    out
}

fn trimmed(name: &str) -> &str {
    let name =
        name.trim().trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '/' | '"' | '*'));
    name.trim()
}

fn is_credential(part: &str) -> bool {
    part.split_whitespace().all(|word| CREDENTIALS.contains(&letters(word).as_str()))
}

/// Whether a text says what somebody does: "Senior Editor".
pub fn is_job(part: &str) -> bool {
    let own: Vec<String> = part.split_whitespace().map(letters).collect();
    let is = |word: &String| JOBS.contains(&word.as_str());
    match &own[..] {
        [first, last] if JOBS_AND_NAMES.contains(&last.as_str()) && looks_like_person(part) => {
            is(first) || HOUSE_PARTS.contains(&first.as_str())
        }
        own => own.iter().any(is),
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
