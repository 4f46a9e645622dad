//! Navigation blocks to links: breadcrumbs, menu, footer; [`neighbours`] finds previous and next.

use super::{Page, neighbours};
use crate::blocks::words;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{rows, title, trail};
use crate::document::{Attr, NodeId, Tag};
use crate::record::{Format, Link, Navigation, Role};
use foldhash::{HashSet, HashSetExt};

/// Marks that stand between the steps of a trail.
const TRAIL_MARKS: &[char] =
    &['>', '＞', '›', '»', '«', '‹', '<', '/', '→', '←', '|', '·', '▸', '❯', '➔', '•', '\n'];

/// Marks at the start of a link that leads back and is no step.
const BACK_MARKS: &[char] = &['<', '←', '‹', '⟵'];

/// Fewest steps of a trail that the page declares and does not show: the site's first page and the page itself,
/// as many programs write them, lead nowhere.
const DECLARED_STEPS: usize = 3;

/// Most elements between the words of a step and the list that holds the trail.
const STEP_DEPTH: usize = 4;

/// Steps whose lists are compared.
const STEPS_ASKED: usize = 16;

pub(super) fn arrange(page: &Page) -> Navigation {
    let breadcrumbs = breadcrumbs(page);
    let (mut previous, mut next, pagination) = neighbours::find(page, &breadcrumbs);
    if let Some(node) = page.previous {
        previous = Some(rule_link(page, node));
    }
    if let Some(node) = page.next {
        next = Some(rule_link(page, node));
    }
    let unnamed = |own: &Option<Link>| own.as_ref().is_none_or(|own| neighbours::is_bare_label(&own.text));
    let declared = if unnamed(&previous) || unnamed(&next) { titled(page) } else { Vec::new() };
    // The head names the page that "Next" leads to.
    for (own, rel) in [(&mut previous, "prev"), (&mut next, "next")] {
        if let Some(own) = own.as_mut().filter(|own| neighbours::is_bare_label(&own.text))
            && let Some(link) = declared_link(page, &declared, rel)
            && link.url.is_some()
            && link.url == own.url
        {
            own.text = link.text;
        }
    }
    Navigation {
        previous: previous.or_else(|| declared_link(page, &declared, "prev")),
        next: next.or_else(|| declared_link(page, &declared, "next")),
        breadcrumbs,
        pagination,
        menu: all(page, Role::Menu),
        footer: all(page, Role::Footer),
    }
}

fn rule_link(page: &Page, node: NodeId) -> Link {
    let inner = (node..page.document.node(node).end).find(|id| page.document.attr(*id, Attr::Href).is_some());
    Link { text: page.document.words(node), url: inner.and_then(|id| page.address(id)) }
}

/// Every `<link title="…">`; without a title there are no words to show.
fn titled(page: &Page) -> Vec<NodeId> {
    let document = page.document;
    let has_title =
        |node: &NodeId| document.attr(*node, Attr::Title).is_some_and(|own| !own.trim().is_empty());
    let links = document.descendants(0).filter(|node| document.tag(*node) == Some(Tag::Link));
    links.filter(has_title).collect()
}

/// `<link rel="prev" title="…">`.
fn declared_link(page: &Page, titled: &[NodeId], rel: &str) -> Option<Link> {
    let attr = |node, name| page.document.attr(node, name).unwrap_or_default();
    let node = *titled.iter().find(|node| attr(**node, Attr::Rel).eq_ignore_ascii_case(rel))?;
    Some(Link { text: attr(node, Attr::Title).trim().to_owned(), url: page.address(node) })
}

/// All links of the blocks with a role; in plain text, the lines themselves.
fn all(page: &Page, role: Role) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for index in page.with_role(role) {
        match page.document.format {
            Format::Html => links.extend(page.links(index)),
            // A line of rights leads nowhere.
            Format::Text if phrases::claims_rights(page.blocks.text(index)) => {}
            Format::Text => links.extend(lines(page.blocks.text(index))),
        }
    }
    let mut seen = HashSet::with_capacity(links.len());
    let first: Vec<bool> = links.iter().map(|link| seen.insert((&link.text, &link.url))).collect();
    let mut first = first.into_iter();
    links.retain(|_| first.next().unwrap_or(false));
    links
}

/// What a line of plain text names: the names of a row, else the line itself.
fn lines(text: &str) -> Vec<Link> {
    let link = |text: &str| Link { text: text.to_owned(), url: None };
    match rows::names(text) {
        names if names.is_empty() => vec![link(text)],
        names => names.into_iter().map(link).collect(),
    }
}

/// The trail that readers see, else the one that the page declares.
fn breadcrumbs(page: &Page) -> Vec<Link> {
    let trail = shown_trail(page);
    if trail.len() > 1 || page.declared_trail.len() < DECLARED_STEPS {
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

/// The trail of the first box that holds one: pages show it again at their foot and for small screens.
fn shown_trail(page: &Page) -> Vec<Link> {
    let mut blocks: Vec<usize> = page.shown_with_role(Role::Breadcrumb).collect();
    if blocks.is_empty() {
        // A trail for machines alone is the page's trail, too.
        blocks.extend(page.with_role(Role::Breadcrumb));
    }
    let list = list_of_steps(page, &blocks);
    let parting = parting_marks(page, &blocks);
    let mut trail: Vec<Link> = Vec::new();
    let mut before: Option<usize> = None;
    for index in blocks {
        if list.is_some_and(|list| !page.blocks.within(page.document, list).contains(&index)) {
            continue;
        }
        if before.is_some_and(|before| index > before + 3) && trail.len() > 1 {
            break;
        }
        let known = trail.len();
        match page.document.format {
            Format::Html => steps(page, index, &parting, list.is_some(), &mut trail),
            Format::Text => trail.extend(steps_of_line(page, index)),
        }
        let again = |step: &Link| step.url.is_some() && trail[..known].contains(step);
        if known > 1 && trail[known..].first().is_some_and(again) {
            trail.truncate(known);
            break;
        }
        before = Some(index);
    }
    trail
}

/// The list in which the first step stands; one alone in its list is a button beside the trail.
fn list_of_steps(page: &Page, blocks: &[usize]) -> Option<NodeId> {
    let is_list = |node: &NodeId| matches!(page.document.tag(*node), Some(Tag::Ul | Tag::Ol));
    let list_of = |index: usize| page.above(index).take(STEP_DEPTH).find(is_list);
    let mut linked = blocks.iter().copied().filter(|index| !page.blocks.links(*index).is_empty());
    let first = list_of(linked.next()?)?;
    let holds_steps = |list: &NodeId| {
        let held = page.blocks.within(page.document, *list);
        blocks.iter().filter(|index| held.contains(index)).count() > 1
    };
    let lists = linked.take(STEPS_ASKED).filter_map(list_of);
    Some(std::iter::once(first).chain(lists).find(holds_steps).unwrap_or(first))
}

/// The mark at the start of a link that leads back and is no step: "< All articles"; "<table>" is a name.
fn back_mark(words: &str) -> Option<char> {
    words.chars().next().filter(|first| BACK_MARKS.contains(first) && !words.ends_with('>'))
}

/// Marks with which several links of a trail begin: they part its steps.
fn parting_marks(page: &Page, blocks: &[usize]) -> Vec<char> {
    let mut first: Vec<(char, &str)> = Vec::new();
    let mut parting = Vec::new();
    for link in blocks.iter().flat_map(|index| page.blocks.links(*index)) {
        let words = page.blocks.link_text(link);
        let Some(mark) = back_mark(words) else { continue };
        match first.iter().find(|(own, _)| *own == mark) {
            // Trails are shown again, and so are their links back.
            Some((_, other)) if *other != words => parting.push(mark),
            Some(_) => {}
            None => first.push((mark, words)),
        }
    }
    parting
}

/// Whether words lead back and are no step: they name a list or the first page, or none stands before them;
/// "Back to School" may be a step.
fn leads_back(words: &str, first: bool) -> bool {
    phrases::says(words, Phrase::Back) && (first || phrases::holds(words, Phrase::Overview))
}

/// The steps of one block: its links, and the words between them. `parting` marks stand before steps; `listed`
/// steps are those of a list.
fn steps(page: &Page, index: usize, parting: &[char], listed: bool, trail: &mut Vec<Link>) {
    let text = page.blocks.text(index);
    let before = if listed { 0 } else { trail.len() };
    let mut push = |words: &str, url: Option<String>| {
        let words = words.trim().trim_matches(TRAIL_MARKS).trim();
        // "You are here:" is no step.
        if url.is_none() && words::leads(words) || leads_back(words, trail.len() == before) {
            return;
        }
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
        if back_mark(words).is_none_or(|mark| parting.contains(&mark)) {
            push(words, page.address(link.node));
        }
    }
    let cuts: &[char] = if rest.len() == text.len() { TRAIL_MARKS } else { &['>', '›', '»'] };
    for step in rest.split(cuts) {
        push(step, None);
    }
}

/// The steps on a line of plain text; the page's title is one, whatever marks it holds.
fn steps_of_line(page: &Page, index: usize) -> Vec<Link> {
    let line = page.blocks.text(index);
    let is_title = |step: &str| {
        page.with_role(Role::Title).any(|at| title::bare(page.blocks.text(at)) == title::bare(step))
    };
    let steps = if is_title(line) {
        vec![line]
    } else {
        trail::side_by_side(line, |step| page.blocks.has_line(step), is_title).unwrap_or_else(|| {
            let unlabelled = trail::without_label(line).1;
            let marked = if unlabelled.contains(TRAIL_MARKS) { unlabelled } else { line };
            marked.split(TRAIL_MARKS).collect()
        })
    };
    let words = steps.into_iter().map(|step| step.trim().trim_matches(TRAIL_MARKS).trim());
    let named = words.filter(|step| step.chars().any(char::is_alphanumeric) && !trail::is_label(step));
    named.map(|step| Link { text: step.to_owned(), url: None }).collect()
}
