//! Lists of words that rules ask for, read from one file.
//!
//! In: `wordlists.txt`. Out: each of its lists, under its name. What belongs there: words that say something only to the
//! rule that asks for them. What says of a block what it is, to every rule, is a phrase (`classify/phrases.txt`); a few
//! words stay beside their rule, and so do names of classes, of types and parts of addresses.

use std::sync::LazyLock;

/// The words of one list in the order of the file.
type Words = LazyLock<&'static [&'static str]>;

/// Makes a list of each name; one that no rule asks for is dead code to the compiler.
macro_rules! lists {
    ($($name:ident)*) => {
        $(pub(crate) static $name: Words = LazyLock::new(|| list(stringify!($name)));)*

        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

lists! {
    COUNTED_ELSEWHERE PERIODS REFERENCE_HEADINGS ADDRESS_BUTTONS NUMBER_JOINTS NUMBER_WORDS STEPS EXAMPLES
    LAW_ARTICLES CLOSINGS
    REMARK_WORDS OWN_TOPICS CHECKED ABOUT_AUTHOR ASKED ASKED_DENSE CONSENT PAGES_ABOVE SEARCHES
    OF_THE_PAGE POINTING SAYS FORM_TRAPS POST_BUTTONS MAIL BETWEEN_MAKERS SITE_NOTICES BEFORE_WRITERS
    QUESTIONS FIGURES PICTURE_CREDITS NOTES NO_NEIGHBOUR DENSE_LABELS CURRENCIES AGE_UNITS DENSE_UNITS
    BEHIND_COMMENTERS BEFORE_COMMENTERS BEFORE_DATED BEFORE_AGE
    ACCOUNTS HOUSES BESIDE_NAMES NO_NAMES NO_FIRST_NAMES ARTICLES CREDENTIALS JOBS JOBS_AND_NAMES
    HOUSE_PARTS PROGRAM_MAKERS OTHER_WORKS BYLINE_LABELS OTHER_WORK_BY AFTER_NAME DATE_LABELS BEFORE_DATE
    WIDE_LABELS PARTICLES ABOUT_LINKS BY DONE IN_NAMES HOUSE_ARTICLES HOUSE_WRITERS REPORTER_KINDS
    PLACES_IN_SITES
    CHANGED JOINED
}

/// All lists of the file with their names.
static LISTS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let mut lists: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in include_str!("wordlists.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix('[') {
            lists.push((head.trim_end_matches(']'), Vec::new()));
        } else if let Some((_, words)) = lists.last_mut() {
            words.extend(line.split('|').filter(|word| !word.is_empty()).map(with_spaces));
        }
    }
    lists
});

/// A word with its spaces; the few that have some live as long as the program.
fn with_spaces(word: &'static str) -> &'static str {
    if word.contains('_') { word.replace('_', " ").leak() } else { word }
}

/// The words of a list; none where the file has no such list, which a test rules out.
fn list(name: &str) -> &'static [&'static str] {
    LISTS.iter().find(|(own, _)| *own == name).map_or(&[], |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::{LISTS, NAMES, list};
    use std::collections::HashSet;

    #[test]
    fn every_list_asked_for_is_in_the_file_and_every_list_of_the_file_is_asked_for() {
        let heads: Vec<_> = LISTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(heads, NAMES);
    }

    #[test]
    fn lists_have_words_each_of_them_once() {
        for (name, words) in LISTS.iter() {
            assert!(!words.is_empty(), "{name}");
            let mut seen = HashSet::new();
            assert!(words.iter().all(|word| seen.insert(word) && !word.trim().is_empty()), "{name}");
        }
        assert_eq!(LISTS.iter().map(|(name, _)| name).collect::<HashSet<_>>().len(), LISTS.len());
    }

    #[test]
    fn spaces_at_the_ends_of_words_are_kept() {
        assert!(list("BEHIND_COMMENTERS").contains(&" says"));
        assert!(list("BEFORE_COMMENTERS").contains(&"by "));
    }
}
