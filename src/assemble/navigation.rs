//! Navigation blocks to links: previous and next, breadcrumbs, pagination, menu, footer.

use super::Page;
use crate::blocks::words;
use crate::classify::phrases::{self, Phrase};
use crate::document::{Attr, NodeId, Tag};
use crate::record::{Format, Link, Navigation, Role};

/// Marks that stand between the steps of a trail.
const TRAIL_MARKS: &[char] = &['>', '›', '»', '/', '→', '|', '·', '»', '▸', '•', '\n'];

pub(super) fn arrange(page: &Page) -> Navigation {
    let (mut previous, mut next, pagination) = neighbours(page);
    if let Some(node) = page.previous {
        previous = Some(rule_link(page, node));
    }
    if let Some(node) = page.next {
        next = Some(rule_link(page, node));
    }
    Navigation {
        previous: previous.or_else(|| declared(page, "prev")),
        next: next.or_else(|| declared(page, "next")),
        breadcrumbs: breadcrumbs(page),
        pagination,
        menu: all(page, Role::Menu),
        footer: all(page, Role::Footer),
    }
}

fn rule_link(page: &Page, node: NodeId) -> Link {
    let inner = (node..page.document.node(node).end).find(|id| page.document.attr(*id, Attr::Href).is_some());
    Link { text: page.document.words(node), url: inner.and_then(|id| page.address(id)) }
}

/// `<link rel="prev" title="…">` in the head; without a title there are no words to show.
fn declared(page: &Page, rel: &str) -> Option<Link> {
    let node = page.document.descendants(0).find(|node| {
        page.document.tag(*node) == Some(Tag::Link)
            && page.document.attr(*node, Attr::Rel).is_some_and(|own| own.eq_ignore_ascii_case(rel))
            && page.document.attr(*node, Attr::Title).is_some_and(|title| !title.trim().is_empty())
    })?;
    let text = page.document.attr(node, Attr::Title)?.trim().to_owned();
    Some(Link { text, url: page.address(node) })
}

/// All links of the blocks with a role; in plain text, the lines themselves.
fn all(page: &Page, role: Role) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for index in page.with_role(role) {
        let own: Vec<Link> = match page.document.format {
            Format::Html => page.links(index).collect(),
            Format::Text => vec![Link { text: page.blocks.text(index).to_owned(), url: None }],
        };
        for link in own {
            if seen.insert((link.text.clone(), link.url.clone())) {
                links.push(link);
            }
        }
    }
    links
}

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

/// Previous, next and the numbered parts, from the blocks that lead around.
fn neighbours(page: &Page) -> (Option<Link>, Option<Link>, Vec<Link>) {
    let mut pagination = Vec::new();
    let mut found: Vec<Candidate> = Vec::new();
    // "Previous" in a block of its own names the direction of the links that follow.
    let mut label: Option<Direction> = None;
    for index in page.with_role(Role::PrevNext) {
        let text = page.blocks.text(index);
        if page.blocks.links(index).is_empty() {
            let own = direction(text);
            let title = bare(text);
            if page.document.format == Format::Text && own.is_some() && !title.is_empty() {
                found.push(Candidate { direction: own, link: Link { text: title.to_owned(), url: None } });
            } else if let Some(last) =
                found.last_mut().filter(|last| own.is_none() && is_bare_label(&last.link.text))
            {
                last.link.text = text.to_owned();
            } else {
                label = own.or(label);
            }
            continue;
        }
        for link in page.blocks.links(index) {
            let words = page.blocks.link_text(link).replace('\n', " ");
            let url = page.address(link.node);
            if is_page_number(&words) {
                pagination.push(Link { text: words, url });
                continue;
            }
            let own = by_rel(page, link.node)
                .or_else(|| direction(&words))
                .or_else(|| by_class(page, link.node))
                .or(label.take());
            merge(&mut found, Candidate { direction: own, link: Link { text: words, url } });
        }
    }
    let (previous, next) = choose(found);
    (previous, next, pagination)
}

/// Adds a candidate; a second link to the same address carries the title of the first, or its label.
fn merge(found: &mut Vec<Candidate>, new: Candidate) {
    let same =
        found.iter_mut().rev().take(2).find(|old| old.link.url.is_some() && old.link.url == new.link.url);
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

fn is_page_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
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
    match phrases::phrase(&head) {
        Some(Phrase::Previous) => Some(Direction::Previous),
        Some(Phrase::Next) => Some(Direction::Next),
        _ => None,
    }
}

/// Whether a text says where a link leads and no more: "Next", "Previous post".
fn is_bare_label(text: &str) -> bool {
    words::count(text) <= 3 && direction(text).is_some()
}

/// The title in "<<: Title" and "Previous: Title"; the whole text where there is no such label.
fn bare(text: &str) -> &str {
    let marks = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '«' | '»' | '←' | '→' | '‹' | '›' | ':' | '：')
    };
    let trimmed = text.trim_matches(marks);
    match trimmed.find([':', '：']) {
        Some(at) if direction(&trimmed[..at]).is_some() => trimmed[at..].trim_matches(marks),
        _ => trimmed,
    }
}

/// The trail that readers see, else the one that the page declares.
fn breadcrumbs(page: &Page) -> Vec<Link> {
    let mut trail: Vec<Link> = Vec::new();
    let mut before: Option<usize> = None;
    for index in page.with_role(Role::Breadcrumb).filter(|index| !page.blocks.get(*index).hidden) {
        // A page shows its trail at the top and again at its foot.
        if before.is_some_and(|before| index > before + 3) && trail.len() > 1 {
            break;
        }
        steps(page, index, &mut trail);
        before = Some(index);
    }
    if trail.len() > 1 || page.declared_trail.is_empty() {
        return trail;
    }
    page.declared_trail
        .iter()
        .map(|step| Link {
            text: step.text.clone(),
            url: step.url.as_deref().and_then(|url| page.resolve(url)),
        })
        .collect()
}

/// The steps of one block: its links, and the words between them.
fn steps(page: &Page, index: usize, trail: &mut Vec<Link>) {
    let text = page.blocks.text(index);
    let mut push = |words: &str, url: Option<String>| {
        let words = words.trim().trim_matches(TRAIL_MARKS).trim();
        let again = trail.last().is_some_and(|last| last.text == words);
        if words.chars().any(char::is_alphanumeric) && !again {
            trail.push(Link { text: words.to_owned(), url });
        }
    };
    let mut rest = text;
    for link in page.blocks.links(index) {
        let words = page.blocks.link_text(link);
        if let Some(at) = rest.find(words) {
            push(&rest[..at], None);
            rest = &rest[at + words.len()..];
        }
        push(words, page.address(link.node));
    }
    let cuts: &[char] = if page.document.format == Format::Text || rest.len() == text.len() {
        TRAIL_MARKS
    } else {
        &['>', '›', '»']
    };
    for step in rest.split(cuts) {
        push(step, None);
    }
}
