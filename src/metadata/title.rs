//! The article's title without the site's name.
//!
//! In: the titles that the page declares, the title block, the names of the site, the address. Out: one title.
//! A declared title is cut at its separators (" - ", " | ", …) where a piece is the site's name;
//! the title block wins when it says the same as a declared title, unless the page is no article and the
//! address speaks for the declared one.

use super::{Declared, Evidence, Origin, Sourced, addresses};
use crate::classify::phrases::{self, Phrase};
use crate::dates;
use crate::people::{letters, letters_of};
use url::Url;

/// What stands between a title and a site's name. A hyphen or a colon needs white space around it.
const SEPARATORS: [&str; 18] = [
    " | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " › ", " ‹ ", " ~ ", " / ", "｜", "_",
    "|", " : ", " @ ",
];

/// The first bytes of them, the last that of `｜`: most of a title needs no further look.
const SEPARATORS_BEGIN: [u8; 4] = [b' ', b'_', b'|', 0xEF];

/// Separators that part a title from a site's name even when the name is not known.
const STRONG_SEPARATORS: [&str; 7] = [" | ", " :: ", " » ", " « ", "｜", "_", "|"];

/// Words that an unknown site's name can have behind a strong separator.
const MOST_SITE_WORDS: usize = 4;

/// Characters that a name of a site can have.
pub(super) const LONGEST_SITE_NAME: usize = 60;

/// Most bytes of a title that is cut: who cuts off the ends looks at the rest again each time.
const LONGEST_TITLE: usize = 2000;

/// Share of words that two titles must have in common to be the same title.
const SAME_TITLE: f32 = 0.8;

/// Share of words from which on a title block speaks about what the head speaks about.
const SAME_MATTER: f32 = 0.3;

/// Words from which on the last step of an address says something: one is a section's name or a number.
const LEAST_STEP_WORDS: usize = 2;

/// Digits of a year.
const YEAR_DIGITS: usize = 4;

/// How much more of its words a declared title must share with the address than the shown one, which is else
/// the better: of 556 undated pages of wcxb-dev 15 titles come right by it, from .05 on 12, from .2 on 8.
const CLEARLY_MORE: f32 = 0.1;

/// Names that the site goes by, for telling them from title and authors.
pub(super) struct SiteNames {
    /// Letters and digits of every known name, lower case.
    names: Vec<String>,
    /// The host's own label: `example` of `www.example.co.uk`.
    label: String,
    /// Letters and digits of the whole host.
    host: String,
}

impl SiteNames {
    /// Collects the names from what the page declares, from its address, and from the links to the
    /// site's first page that a declared title begins or ends with.
    pub fn gather(declared: &Declared, evidence: &Evidence) -> Self {
        let url = addresses::known(declared, evidence.url);
        let host = url.as_ref().and_then(addresses::host).unwrap_or_default();
        let domain = psl::domain_str(host).unwrap_or(host);
        let suffix = psl::suffix_str(domain).map_or(0, |suffix| suffix.len() + 1);
        let label = letters(domain.get(..domain.len().saturating_sub(suffix)).unwrap_or_default());
        let short = declared.site_names.iter().filter(|name| name.value.chars().count() <= LONGEST_SITE_NAME);
        let at_end = |home: &&&str| {
            let ends = |title: &Sourced<String>| {
                let pieces = pieces(&title.value);
                pieces.len() > 1
                    && [&pieces[0], &pieces[pieces.len() - 1]].iter().any(|end| same(end.words, home))
            };
            declared.titles.iter().any(ends)
        };
        let linked = evidence.home_links.iter().filter(at_end).map(|home| letters(home));
        let names = short.map(|name| letters(&name.value)).chain(linked);
        let names = names.filter(|name| !name.is_empty()).collect();
        Self { names, label, host: letters(host) }
    }

    /// Whether these words are the site's name, in one of the forms that sites use.
    pub fn is_name(&self, words: &str) -> bool {
        let own = letters(words);
        let own = own.strip_prefix("the").filter(|rest| rest.len() > 2).unwrap_or(&own);
        if own.is_empty() {
            return false;
        }
        let known = self.names.iter().any(|name| {
            let name = name.strip_prefix("the").filter(|rest| rest.len() > 2).unwrap_or(name);
            name == own
                || (own.len() >= 4 && name.starts_with(own))
                || (name.len() >= 4 && own.starts_with(name))
        });
        known || self.is_host(own, words)
    }

    fn is_host(&self, own: &str, words: &str) -> bool {
        const LEAST: usize = 3;
        if self.label.len() < LEAST {
            return !self.host.is_empty() && own == self.host;
        }
        let short = words.split_whitespace().count() <= MOST_SITE_WORDS + 1;
        own == self.host
            || own == self.label
            || short && (own.contains(&self.label) || own.len() > LEAST && self.label.contains(own))
            || short && abbreviates(&self.label, own)
    }
}

/// Whether a host's label leaves letters out of a name: `nytimes` of "New York Times".
fn abbreviates(label: &str, name: &str) -> bool {
    if label.chars().next() != name.chars().next() || label.len() * 4 < name.len() {
        return false;
    }
    let mut rest = name.chars();
    label.chars().all(|c| rest.any(|own| own == c))
}

/// The page's title.
pub(super) fn choose(
    declared: &Declared,
    block: Option<&str>,
    behind_label: Option<&str>,
    known: &SiteNames,
) -> Option<Sourced<String>> {
    let block = block.map(crate::decode::clean).filter(|words| !words.is_empty());
    let block = block.filter(|words| !known.is_exactly(words) || declared.titles.is_empty());
    let candidates: Vec<Sourced<String>> = declared
        .titles
        .iter()
        .filter(|title| !known.is_exactly(&title.value))
        .map(|title| Sourced::new(without_site(&title.value, block.as_deref(), known), title.origin))
        .filter(|title| !title.value.is_empty())
        // "Home" is what the site calls its first page; what the page shows says more.
        .filter(|title| block.is_none() || !phrases::says(&title.value, Phrase::Home))
        .collect();
    // A badge before the title is none of its words: two declared titles, letter for letter, do without it.
    if let Some(rest) = behind_label
        && candidates.iter().filter(|title| title.value == rest).count() > 1
    {
        return Some(Sourced::new(rest.to_owned(), Origin::Heading));
    }
    // A dump declares nothing, and its title line has the site's name in it.
    let block = match declared.titles.is_empty() {
        true => block.map(|words| without_site(&words, None, known)),
        false => block,
    };
    let Some(block) = block else {
        let bare = candidates.into_iter().next();
        return bare.or_else(|| declared.titles.first().cloned());
    };
    let agrees = candidates.iter().any(|title| agree(&title.value, &block));
    // A title element that begins with the block's words has the block in it, however it is cut.
    let stands_in = declared.titles.iter().any(|title| holds(&title.value, &block));
    // Heads are often written anew for search engines; the page's own words on the same matter win.
    let related = candidates.iter().any(|title| shared_words(&title.value, &block) >= SAME_MATTER);
    if agrees || stands_in || related || candidates.is_empty() {
        let bare = candidates.iter().find(|title| block.strip_prefix(&title.value).is_some_and(tells_month));
        return Some(Sourced::new(bare.map_or(block, |title| title.value.clone()), Origin::Heading));
    }
    // Several sources that say the same outweigh a block that none of them knows.
    let backing =
        |title: &Sourced<String>| candidates.iter().filter(|own| agree(&own.value, &title.value)).count();
    let backed = candidates.iter().find(|title| backing(title) > 1);
    Some(backed.cloned().unwrap_or_else(|| Sourced::new(block, Origin::Heading)))
}

/// Whether the heading says behind the declared title nothing but when: "How wool felts / Dec 2025".
fn tells_month(rest: &str) -> bool {
    let parted = rest.trim_start().starts_with(|own: char| !own.is_alphanumeric());
    let words = words_of(rest);
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = |word: &String| dates::month(word).is_some();
    parted
        && words.iter().any(is_month)
        && words.iter().any(|word| word.len() == YEAR_DIGITS && is_number(word))
        && words.iter().all(|word| is_number(word) || is_month(word))
}

/// A declared title that says what the page's address says, where the chosen one does not. For pages that tell
/// neither their day nor their author: what they sell or explain they show under a slogan, and name it in the
/// head and in the address; articles are named by the heading that they show.
pub(super) fn by_address(
    declared: &Declared,
    url: Option<&Url>,
    chosen: &str,
    known: &SiteNames,
) -> Option<Sourced<String>> {
    let step = addresses::last_step(url?).filter(|step| words_of(step).len() >= LEAST_STEP_WORDS)?;
    let said = |words: &str| shared_words(words, &step);
    let candidates = declared.titles.iter().flat_map(|title| {
        let first = pieces(&title.value)[0].words.to_owned();
        [without_site(&title.value, None, known), first].map(|words| Sourced::new(words, title.origin))
    });
    let mut best: Option<Sourced<String>> = None;
    for candidate in candidates {
        if said(&candidate.value) > best.as_ref().map_or(said(chosen) + CLEARLY_MORE, |own| said(&own.value))
        {
            best = Some(candidate);
        }
    }
    best
}

impl SiteNames {
    /// Whether these words are nothing but a name that the site declares.
    pub fn is_exactly(&self, words: &str) -> bool {
        let is = |name: &String| letters_of(words).eq(name.chars());
        self.names.iter().any(is) || (!self.label.is_empty() && (is(&self.label) || is(&self.host)))
    }
}

/// A piece of a title and the separator before it.
pub(super) struct Piece<'a> {
    pub words: &'a str,
    before: &'static str,
    pub start: usize,
    pub end: usize,
}

/// A title cut at its separators; a title without any is one piece, and so is one that is too long for a title.
pub(super) fn pieces(title: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let (mut start, mut at, mut before) = (0, 0, "");
    while at < title.len() && title.len() <= LONGEST_TITLE {
        let found = match title.as_bytes()[at] {
            byte if SEPARATORS_BEGIN.contains(&byte) => {
                let found = SEPARATORS.iter().find(|own| title[at..].starts_with(**own));
                found.filter(|own| **own != "_" || !joins_names(title, at))
            }
            _ => None,
        };
        match found {
            Some(separator) => {
                out.push(Piece { words: title[start..at].trim(), before, start, end: at });
                at += separator.len();
                (start, before) = (at, separator);
            }
            None => at += 1,
        }
    }
    out.push(Piece { words: title[start..].trim(), before, start, end: title.len() });
    out
}

/// Whether an underscore stands inside a name of a program: "ngx_http_rewrite_module".
fn joins_names(title: &str, at: usize) -> bool {
    let start = title[..at].rfind(' ').map_or(0, |space| space + 1);
    let end = title[at..].find(' ').map_or(title.len(), |space| at + space);
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    title[start..end].bytes().all(plain) && start < at && at + 1 < end
}

/// Cuts the site's name off both ends of a title.
fn without_site(title: &str, block: Option<&str>, known: &SiteNames) -> String {
    let pieces = pieces(title);
    let (mut first, mut last) = (0, pieces.len() - 1);
    let span = |first: usize, last: usize| title[pieces[first].start..pieces[last].end].trim();
    while first < last {
        if block.is_some_and(|block| same(span(first, last), block)) {
            break;
        }
        let (head, tail) = (&pieces[first], &pieces[last]);
        if known.is_name(tail.words) || tail.words.is_empty() {
            last -= 1;
        } else if known.is_exactly(head.words) || head.words.is_empty() {
            first += 1;
        } else if block.is_some_and(|block| same(span(first, last - 1), block)) {
            last -= 1;
        } else if block.is_some_and(|block| same(span(first + 1, last), block)) {
            first += 1;
        } else if ends_in_site(span(first, last - 1), tail) {
            last -= 1;
        } else {
            break;
        }
    }
    span(first, last).to_owned()
}

/// Whether a piece behind a strong separator is short beside what stands before it.
fn ends_in_site(before: &str, tail: &Piece) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    STRONG_SEPARATORS.contains(&tail.before)
        && words(tail.words) <= MOST_SITE_WORDS
        && letters(tail.words).len() < letters(before).len()
}

/// Whether two titles are the same but for punctuation and case.
fn same(a: &str, b: &str) -> bool {
    letters(a) == letters(b)
}

/// Whether a long title holds a shorter one word for word.
fn holds(long: &str, short: &str) -> bool {
    const LEAST: usize = 8;
    let short = letters(short);
    short.len() >= LEAST && letters(long).contains(&short)
}

/// Whether two titles say the same: nearly the same words, or one is the other cut off.
pub(super) fn agree(a: &str, b: &str) -> bool {
    const LEAST_OF_A_CUT_TITLE: usize = 12;
    let (x, y) = (letters(a), letters(b));
    if x.is_empty() || y.is_empty() {
        return false;
    }
    if x == y {
        return true;
    }
    let (short, long) = if x.len() < y.len() { (&x, &y) } else { (&y, &x) };
    if short.len() >= LEAST_OF_A_CUT_TITLE && long.starts_with(short.as_str()) {
        return true;
    }
    shared_words(a, b) >= SAME_TITLE
}

/// Share of the words of both that both have, 0 to 1.
fn shared_words(a: &str, b: &str) -> f32 {
    let (mut own, mut other) = (words_of(a), words_of(b));
    let total = own.len() + other.len();
    own.sort_unstable();
    other.sort_unstable();
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < own.len() && j < other.len() {
        match own[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    if total == 0 { 0.0 } else { 2.0 * shared as f32 / total as f32 }
}

fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_separator_is_passed_over() {
        for separator in SEPARATORS {
            assert!(SEPARATORS_BEGIN.contains(&separator.as_bytes()[0]), "{separator}");
            let title = format!("Ünder — all{separator}Sky");
            assert_eq!(pieces(&title).last().map(|piece| piece.words), Some("Sky"), "{separator}");
        }
        let program = pieces("Module ngx_http_rewrite_module").len();
        assert_eq!(program, 1, "an underscore in a program's name parts nothing");
    }
}
