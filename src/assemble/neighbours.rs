//! Blocks that lead around to the page before, the page after and the parts of this page.

mod drawn;
mod plain;
mod titles;

use super::Page;
use crate::blocks::words;
use crate::classify::addresses;
use crate::classify::phrases::{self, Phrase};
use crate::document::{Attr, NodeId};
use crate::record::{Format, Link, Role};
use crate::wordlists::NO_NEIGHBOUR;
use foldhash::{HashSet, HashSetExt};
use std::cell::LazyCell;
use titles::title_in;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Previous,
    Next,
}

/// One candidate for previous or next.
struct Candidate {
    direction: Option<Direction>,
    link: Link,
}

/// Previous, next and the numbered parts, from the blocks that lead around; `trail` leads to this page.
pub(super) fn find(page: &Page, trail: &[Link]) -> (Option<Link>, Option<Link>, Vec<Link>) {
    let mut search = Search {
        page,
        trail,
        rooted: LazyCell::new(|| is_rooted(page)),
        numbered: page.with_role(Role::PrevNext).filter(|index| has_page_number(page, *index)).collect(),
        label: None,
        found: Vec::new(),
        pagination: Vec::new(),
        known: HashSet::new(),
        named: Vec::new(),
    };
    let plain = page.document.format == Format::Text;
    for index in page.with_role(Role::PrevNext) {
        if plain {
            search.found.extend(plain::leads(page, index));
        } else {
            search.read_block(index);
        }
    }
    let Search { found, pagination, named, .. } = search;
    let (mut previous, mut next) = choose(found);
    for own in [&mut previous, &mut next].into_iter().flatten().filter(|own| is_bare_label(&own.text)) {
        if let Some((_, title)) = named.iter().find(|(url, _)| *url == own.url) {
            own.text.clone_from(title);
        }
    }
    // "There is no next page" leads nowhere.
    let leads = |link: &Link| plain || link.url.is_some();
    let (previous, next) = (previous.filter(leads), next.filter(leads));
    let drawn = |wanted| drawn::pictured(page, wanted).or_else(|| drawn::unworded(page, wanted, &pagination));
    let previous = previous.or_else(|| drawn(Direction::Previous));
    let next = next.or_else(|| drawn(Direction::Next));
    (previous, next, pagination)
}

/// What is known while the blocks that lead around are read one by one.
struct Search<'a, R> {
    page: &'a Page<'a>,
    trail: &'a [Link],
    /// Whether addresses begin at the site's root.
    rooted: LazyCell<bool, R>,
    /// The blocks with numbers of pages.
    numbered: Vec<usize>,
    /// "Previous" in a block of its own names the direction of the links that follow.
    label: Option<Direction>,
    found: Vec<Candidate>,
    pagination: Vec<Link>,
    /// Addresses of what is found: a second link to one of them belongs to the first.
    known: HashSet<Option<String>>,
    /// What links say of themselves beside their words.
    named: Vec<(Option<String>, String)>,
}

impl<R: FnOnce() -> bool> Search<'_, R> {
    fn read_block(&mut self, index: usize) {
        let text = self.page.blocks.text(index);
        let links = worded_links(self.page, index);
        if links.is_empty() {
            let own = direction(text);
            let untitled =
                self.found.last_mut().filter(|last| own.is_none() && is_bare_label(&last.link.text));
            match untitled {
                Some(last) => last.link.text = text.to_owned(),
                None => self.label = own.or(self.label),
            }
        }
        for (link, words, worded) in links {
            self.read_link(index, link, words, worded);
        }
    }

    /// Reads a link of a block, its words and the element that holds them.
    fn read_link(&mut self, index: usize, link: NodeId, words: String, worded: NodeId) {
        let page = self.page;
        let url = page.address(link);
        // "Next" beside page numbers leads to the next part of this page.
        if is_page_number(&words) || (is_bare_label(&words) && is_near(&self.numbered, index)) {
            self.pagination.push(Link { text: words, url });
            return;
        }
        let is_link =
            |label: &str| page.blocks.links(index).iter().any(|own| page.blocks.link_text(own) == label);
        let told = told(page, link, label_before(page.blocks.text(index), &words, &is_link), &words);
        let over = self.label.take();
        // A title under its label leads where the label does.
        let astray = || leads_up(page, link, self.trail) || leaves(page, link, *self.rooted);
        if told.or(over).is_none() && !self.known.contains(&url) && astray() {
            return;
        }
        let direction = told.or_else(|| by_class(page, link)).or(over);
        let text = title_in(page, worded, words);
        self.known.insert(url.clone());
        self.named.extend(titles::of_attribute(page, link).map(|title| (url.clone(), title)));
        merge(&mut self.found, Candidate { direction, link: Link { text, url } });
    }
}

/// The links of a block, each with its words and the element that holds them: a link without words has those that it is
/// laid over.
fn worded_links(page: &Page, index: usize) -> Vec<(NodeId, String, NodeId)> {
    let links = page.blocks.links(index).iter();
    let links = links.map(|link| (link.node, page.blocks.link_text(link).replace('\n', " "), link.node));
    let words = || page.blocks.text(index).replace('\n', " ");
    let over = drawn::overlaid(page, index).map(|link| (link, words(), page.blocks.get(index).node));
    links.chain(over).collect()
}

/// Where a link leads: a label for readers goes before its relation ("Newer post", `rel=prev`), a title comes last.
fn told(page: &Page, link: NodeId, label: &str, words: &str) -> Option<Direction> {
    Some(words)
        .filter(|words| is_bare_label(words))
        .and_then(direction)
        .or_else(|| direction(label))
        .or_else(|| by_rel(page, link))
        .or_else(|| direction(words))
}

/// Most words of what stands in place of a title.
const NOTHING_WORDS: usize = 6;

fn says_nothing(title: &str) -> bool {
    let lower = title.to_lowercase();
    let whole =
        |word: &str| lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    words::count(title) <= NOTHING_WORDS && NO_NEIGHBOUR.iter().any(|word| whole(word))
}

/// Numbers in a row that are those of pages: "previous 1 2 3 … 95 next".
const PAGE_NUMBERS: usize = 3;

fn numbers_pages(title: &str) -> bool {
    title.split_whitespace().filter(|word| is_page_number(word)).count() >= PAGE_NUMBERS
}

/// Most blocks between a page number and the "Next" that belongs to it.
const PAGER_REACH: usize = 3;

/// Whether a block stands near one of others, which are in the order of the page.
fn is_near(others: &[usize], index: usize) -> bool {
    let first = others.get(others.partition_point(|other| other + PAGER_REACH < index));
    first.is_some_and(|other| *other <= index + PAGER_REACH)
}

fn has_page_number(page: &Page, index: usize) -> bool {
    page.blocks.links(index).iter().any(|link| is_page_number(page.blocks.link_text(link)))
}

/// What stands before a link in its line, if that is a label and no link of its own: "Previous: " before a linked title.
fn label_before<'a>(text: &'a str, words: &str, is_link: &dyn Fn(&str) -> bool) -> &'a str {
    let before = text.find(words).map_or("", |at| &text[..at]);
    let own = before.rsplit(['\n', '|']).next().unwrap_or_default();
    if is_bare_label(own) && !is_link(own.trim()) { own } else { "" }
}

/// Whether a link leads to the list that holds this page: it says so, or it is a step of the trail.
fn leads_up(page: &Page, link: NodeId, trail: &[Link]) -> bool {
    const UP: &[&str] = &["parent", "up", "contents"];
    let rel = page.document.attr(link, Attr::Rel).unwrap_or_default();
    let url = page.address(link);
    rel.split_ascii_whitespace().any(|word| UP.iter().any(|up| word.eq_ignore_ascii_case(up)))
        || (url.is_some() && trail.iter().any(|step| step.url == url))
}

/// Whether links to the page's own site are those without a host: its address is not known, and it has some that
/// begin at the root.
fn is_rooted(page: &Page) -> bool {
    let mut links = (0..page.blocks.len()).flat_map(|index| page.blocks.links(index));
    let href = |node| page.document.attr(node, Attr::Href).unwrap_or_default();
    page.address.is_none()
        && links.any(|link| addresses::host(href(link.node)).is_none() && href(link.node).starts_with('/'))
}

/// Whether a link leads to another site.
fn leaves(page: &Page, link: NodeId, rooted: bool) -> bool {
    let has_host = page.document.attr(link, Attr::Href).is_some_and(|href| addresses::host(href).is_some());
    (rooted && has_host) || addresses::leaves(page.document, page.address, link)
}

/// Adds a candidate; a second link to the same address carries the title of the first, or its label. Labels that count
/// their clicks have a query of their own.
fn merge(found: &mut Vec<Candidate>, new: Candidate) {
    let lead_alike = |one: &Link, other: &Link| {
        one.url
            .as_deref()
            .zip(other.url.as_deref())
            .is_some_and(|(one, other)| addresses::lead_alike(one, other))
    };
    let leads_alike = |old: &Candidate| {
        let titles = || is_bare_label(&old.link.text) && !is_bare_label(&new.link.text);
        old.link.url == new.link.url || (titles() && lead_alike(&old.link, &new.link))
    };
    let same = found.iter_mut().rev().take(2).find(|old| old.link.url.is_some() && leads_alike(old));
    match same {
        Some(old) => {
            if is_bare_label(&old.link.text) && !is_bare_label(&new.link.text) {
                old.link.text = new.link.text;
            }
            old.direction = old.direction.or(new.direction);
        }
        None => found.push(new),
    }
}

/// The first candidate of each direction; two links without a direction are previous, then next.
fn choose(mut found: Vec<Candidate>) -> (Option<Link>, Option<Link>) {
    if found.len() == 2 {
        let other = |direction| match direction {
            Direction::Previous => Direction::Next,
            Direction::Next => Direction::Previous,
        };
        match (found[0].direction, found[1].direction) {
            (None, None) => {
                (found[0].direction, found[1].direction) = (Some(Direction::Previous), Some(Direction::Next))
            }
            (None, Some(known)) => found[0].direction = Some(other(known)),
            (Some(known), None) => found[1].direction = Some(other(known)),
            _ => {}
        }
    }
    let mut take = |direction| {
        let at = found.iter().position(|candidate| candidate.direction == Some(direction))?;
        let Link { text, url } = found.remove(at).link;
        let bare = bare(&text);
        Some(Link { text: if bare.is_empty() { text } else { bare.to_owned() }, url })
    };
    (take(Direction::Previous), take(Direction::Next))
}

/// Arrows before or behind the words of a link.
const ARROWS: &[char] = &['<', '>', '«', '»', '←', '→', '‹', '›', '⟵', '⟶'];

/// "2", "Page 2"
fn is_page_number(text: &str) -> bool {
    let number = text.rsplit(' ').next().unwrap_or_default();
    let digits = !number.is_empty() && number.len() <= 5 && number.bytes().all(|byte| byte.is_ascii_digit());
    digits && (number.len() == text.len() || text.to_lowercase().starts_with("page "))
}

fn by_rel(page: &Page, node: NodeId) -> Option<Direction> {
    let rel = page.document.attr(node, Attr::Rel)?;
    rel.split_ascii_whitespace().find_map(|word| match word.to_ascii_lowercase().as_str() {
        "prev" | "previous" => Some(Direction::Previous),
        "next" => Some(Direction::Next),
        _ => None,
    })
}

/// "nav-previous", "next-post": a class of the link or of an element right above it.
fn by_class(page: &Page, node: NodeId) -> Option<Direction> {
    std::iter::once(node).chain(page.document.ancestors(node).take(3)).find_map(|node| {
        let class = page.document.attr(node, Attr::Class)?.to_ascii_lowercase();
        let (previous, next) = (
            class.contains("prev") || class.contains("older"),
            class.contains("next") || class.contains("newer"),
        );
        match (previous, next) {
            (true, false) => Some(Direction::Previous),
            (false, true) => Some(Direction::Next),
            _ => None,
        }
    })
}

/// The direction that words name at their start, or that an arrow shows at either end.
fn direction(text: &str) -> Option<Direction> {
    let text = text.trim();
    if let Some(way) = phrases::arrowed_label(text) {
        return Some(if way == Phrase::Next { Direction::Next } else { Direction::Previous });
    }
    if text.starts_with(['«', '←', '‹', '⟵']) || text.starts_with("<<") {
        return Some(Direction::Previous);
    }
    if text.ends_with(['»', '→', '›', '⟶'])
        || text.starts_with(['→', '»'])
        || text.starts_with(">>")
        || text.ends_with(">>")
    {
        return Some(Direction::Next);
    }
    let head: String = text.chars().take(40).collect();
    match phrases::neighbour(text).or_else(|| phrases::phrase(&head)) {
        Some(Phrase::Previous) => Some(Direction::Previous),
        Some(Phrase::Next) => Some(Direction::Next),
        _ => None,
    }
}

/// Whether a text says where a link leads and no more: "Next", "Previous post", "»"; "Three words »" are a title.
pub(super) fn is_bare_label(text: &str) -> bool {
    let marks = |c: char| c.is_whitespace() || ARROWS.contains(&c);
    let words = text.trim_matches(marks);
    words::count(text) <= 3 && direction(text).is_some() && (words.is_empty() || direction(words).is_some())
}

/// The title in "<<: Title" and "Previous: Title"; the whole text where there is no such label.
fn bare(text: &str) -> &str {
    let marks = |c: char| c.is_whitespace() || ARROWS.contains(&c) || matches!(c, ':' | '：');
    let trimmed = text.trim_matches(marks);
    match trimmed.find([':', '：']) {
        Some(at) if is_bare_label(&trimmed[..at]) => trimmed[at..].trim_matches(marks),
        _ => trimmed,
    }
}
