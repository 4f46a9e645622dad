//! Which block is the title of the article.

use super::features::Features;
use super::{Page, addresses, cues, trail};
use crate::blocks::{Shape, words};
use crate::document::{Attr, Tag};
use cues::Cue;
use foldhash::{HashSet, HashSetExt};

/// Share of words that a heading and a declared title must have in common to be the same title.
const SAME_TITLE: f32 = 0.6;

/// Declared titles that are looked at, strongest first.
const DECLARED: usize = 3;

/// What stands between a title and the name of its site.
pub(super) const SEPARATORS: &[&str] = &[" - ", " | ", " – ", " — ", "_", " :: ", " » "];

/// Words of running text under the first `<h1>` from which a later heading is one of its sections.
const BEGUN_WORDS: u32 = 30;

/// Blocks before and behind the page's only `<h1>` among which a date makes it the title of an article.
const DATED_REACH: usize = 4;

/// Most words of a title.
const TITLE_WORDS: u32 = 40;

/// The block that carries the title: the heading nearest to what the page declares, else its first
/// `<h1>`; `limit` is the block by which a title must have come.
pub(super) fn find(page: &Page, features: &Features, cue_of: &[Option<Cue>], limit: usize) -> Option<usize> {
    let headings: Vec<usize> = (0..page.blocks.len())
        .filter(|index| {
            let stats = &features.stats[*index];
            matches!(page.blocks.get(*index).shape, Shape::Heading(1..=3))
                && !stats.hidden
                && stats.words <= TITLE_WORDS
        })
        .filter(|index| {
            !matches!(cue_of[*index], Some(Cue::Teasers | Cue::Comments | Cue::Promo | Cue::Footer))
        })
        .collect();
    let titles: Vec<String> = page.titles.iter().take(DECLARED).map(|title| title.to_lowercase()).collect();
    let is_first_level = |index: &usize| page.blocks.get(*index).shape == Shape::Heading(1);
    let own: Vec<usize> = headings.iter().copied().filter(|index| !is_of_site(page, *index)).collect();
    let nearest = nearest(page, &own, &titles);
    // On a site's first page its name may be all the title that there is.
    let (headings, best) = match nearest.is_some() || own.iter().any(is_first_level) {
        true => (own, nearest),
        false => (headings.clone(), self::nearest(page, &headings, &titles)),
    };
    let first_level = headings.iter().copied().find(is_first_level);
    // "Home - Site" names no page, and the heading that repeats it is the site's.
    let named = |title: &String| !sides_of(title).any(trail::says_home);
    let best = best.filter(|_| first_level.is_none_or(|first| first > limit) || titles.iter().any(named));
    if let Some(index) = best {
        if let Some(only) = only_heading_alike(page, &headings, &titles, index) {
            return Some(only);
        }
        // Where the text has begun, no title follows.
        let begun = |first: &usize| *first < index && features.prose(&(*first..index)) >= BEGUN_WORDS;
        if let Some(own) = page_in_work(page, &headings, &titles, index) {
            return Some(own);
        }
        // A side of the declared title is the article's or the site's name, and not for its place to overrule.
        let sides = sides(&titles);
        let exact = |index: usize| {
            let lower = page.blocks.text(index).to_lowercase();
            let own = word_set(&lower);
            sides.iter().any(|side| overlap(&own, side) >= TITLE_WORD_FOR_WORD)
        };
        let is_title =
            |first: &usize| !exact(*first) && (!exact(index) || is_dated_alone(page, features, *first));
        return first_level.filter(begun).filter(is_title).or(Some(index));
    }
    first_level.filter(|index| *index <= limit).or_else(|| same_words(page, features, &titles, limit))
}

/// The heading nearest to a declared title, if one is near; of titles that fit as well the first, the strongest, counts.
fn nearest(page: &Page, headings: &[usize], titles: &[String]) -> Option<usize> {
    let declared: Vec<HashSet<&str>> = titles.iter().map(|title| word_set(title)).collect();
    let alike = headings.iter().filter_map(|index| {
        let lower = page.blocks.text(*index).to_lowercase();
        let own = word_set(&lower);
        let alike = declared.iter().map(|title| overlap(&own, title));
        let (rank, alike) =
            alike.enumerate().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        (alike >= SAME_TITLE).then_some((*index, alike, rank))
    });
    // The first of the best: a title that stands twice is the article's where it stands first.
    let best = alike.reduce(|best, next| {
        let better = next.1 > best.1 || (next.1 == best.1 && next.2 < best.2);
        if better { next } else { best }
    });
    best.map(|(index, ..)| index)
}

/// Whether a heading is the site's own: it leads to the first page, or is no `<h1>` and stands in a navigation or
/// beside the text.
fn is_of_site(page: &Page, index: usize) -> bool {
    let (document, block) = (page.document, page.blocks.get(index));
    let beside = || {
        document.ancestors(block.node).any(|node| matches!(document.tag(node), Some(Tag::Nav | Tag::Aside)))
    };
    let href = |node| document.attr(node, Attr::Href).map(str::trim).unwrap_or_default();
    let leads_home = match page.blocks.links(index) {
        [link] => {
            let path = addresses::path(href(link.node));
            let root = || url::Url::parse(path).is_ok_and(|url| url.has_host() && url.path() == "/");
            let own = || page.address.is_some_and(|address| address.path() == "/");
            page.blocks.link_text(link) == page.blocks.text(index) && !own() && (path == "/" || root())
        }
        _ => false,
    };
    leads_home || (block.shape != Shape::Heading(1) && beside())
}

/// The page's only `<h1>` where it says much the same as the heading found, which is none: sections say it again. One
/// that ends in the other's words has a label or a number before them, and where a title is declared letter for letter
/// the `<h1>` names the site.
fn only_heading_alike(page: &Page, headings: &[usize], titles: &[String], found: usize) -> Option<usize> {
    let is_first_level = |index: &usize| page.blocks.get(*index).shape == Shape::Heading(1);
    let mut all = headings.iter().copied().filter(is_first_level);
    let only = all.next().filter(|_| all.next().is_none() && !is_first_level(&found))?;
    let lower = |index: usize| page.blocks.text(index).to_lowercase();
    let (one, other) = (lower(only), lower(found));
    let alike = overlap(&word_set(&one), &word_set(&other)) >= SAME_TITLE;
    let declared = || titles.iter().any(|title| words::letters(title) == words::letters(&other));
    (alike && !one.ends_with(other.as_str()) && !declared()).then_some(only)
}

/// Whether a heading is the only `<h1>` that readers see and has a date beside it: such a one is no site's name.
fn is_dated_alone(page: &Page, features: &Features, first: usize) -> bool {
    let is_shown = |at: usize| page.blocks.get(at).shape == Shape::Heading(1) && !page.blocks.get(at).hidden;
    let near = first.saturating_sub(DATED_REACH)..(first + DATED_REACH + 1).min(page.blocks.len());
    (0..page.blocks.len()).filter(|at| is_shown(*at)).count() == 1
        && near.into_iter().any(|at| features.stats[at].dated)
}

/// A heading behind the one found which is the first side of a declared title where the one found is its other side:
/// "Page | Book" under the book's name. A site whose name comes first in its titles has it on top of the page, too.
fn page_in_work(page: &Page, headings: &[usize], titles: &[String], found: usize) -> Option<usize> {
    let lower = |index: usize| page.blocks.text(index).to_lowercase();
    let is =
        |index: usize, words: &HashSet<&str>| overlap(&word_set(&lower(index)), words) >= TITLE_WORD_FOR_WORD;
    titles.iter().find_map(|title| {
        let (first, other) = SEPARATORS.iter().find_map(|mark| title.split_once(mark))?;
        let (first, other) = (word_set(first), word_set(other));
        let mut behind = headings.iter().copied().filter(|at| *at > found);
        // One word is a section: "Opinion | Page".
        let fits = first.len() > 1 && is(found, &other);
        if fits { behind.find(|at| is(*at, &first)) } else { None }
    })
}

/// Share of words in common from which a block without a heading's markup has the title's words.
const TITLE_WORD_FOR_WORD: f32 = 0.9;

/// The longest block that is no heading but has the words of a declared title, or of one side of a
/// separator in it: the other side is the site's name.
fn same_words(page: &Page, features: &Features, titles: &[String], limit: usize) -> Option<usize> {
    let declared = sides(titles);
    let end = page.blocks.len().min(limit.saturating_add(1));
    let fits = |index: &usize| {
        let stats = &features.stats[*index];
        (2..=TITLE_WORDS).contains(&stats.words) && !stats.hidden && {
            let lower = page.blocks.text(*index).to_lowercase();
            let own = word_set(&lower);
            declared.iter().any(|title| overlap(&own, title) >= TITLE_WORD_FOR_WORD)
        }
    };
    (0..end).filter(fits).max_by_key(|index| (features.stats[*index].words, std::cmp::Reverse(*index)))
}

/// The words of titles in lower case, and of what stands on either side of a separator in them.
fn sides(titles: &[String]) -> Vec<HashSet<&str>> {
    titles
        .iter()
        .flat_map(|title| std::iter::once(title.as_str()).chain(sides_of(title)))
        .map(word_set)
        .collect()
}

/// What stands on either side of a separator in a title.
fn sides_of(title: &str) -> impl Iterator<Item = &str> {
    let parts = SEPARATORS.iter().filter_map(|mark| title.split_once(mark));
    parts.flat_map(|(one, other)| [one.trim(), other.trim()])
}

/// The words of a text in lower case; letters of scripts without spaces count one by one.
fn word_set(lower: &str) -> HashSet<&str> {
    let mut set = HashSet::new();
    for run in lower.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
        if run.chars().any(words::is_dense) {
            set.extend(run.char_indices().map(|(at, letter)| &run[at..at + letter.len_utf8()]));
        } else {
            set.insert(run);
        }
    }
    set
}

/// Words in common over the words of the smaller set, damped when the sizes differ much: a site's
/// name at the end of a declared title does not count against it.
fn overlap(one: &HashSet<&str>, other: &HashSet<&str>) -> f32 {
    let (small, large) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if small.is_empty() {
        return 0.0;
    }
    let common = small.iter().filter(|word| large.contains(*word)).count() as f32;
    let size = small.len() as f32 / large.len() as f32;
    common / small.len() as f32 * (0.5 + 0.5 * size)
}

/// A title without the site's name behind it, in lower case.
pub fn bare(text: &str) -> String {
    let cut = SEPARATORS.iter().filter_map(|mark| text.rfind(mark)).max();
    // A cut that leaves a word or two was no site's name.
    let kept = cut.filter(|at| *at >= text.len() / 3).map_or(text, |at| &text[..at]);
    kept.trim().to_lowercase()
}
