//! Text that a page holds twice: once for large screens and once for small ones, or again for scripts.

use super::cues::{self, Screen};
use super::features::Features;
use super::{Label, Page, Rule};
use crate::blocks::Shape;
use crate::document::NodeId;
use crate::people;
use crate::record::{Format, Role};
use foldhash::{HashMap, HashMapExt, HashSet};
use std::ops::Range;

/// Fewest blocks in a row that say the same as others before them. Lines and paragraphs come twice in texts, too:
/// of single ones that stand twice on the pages of wcxb-dev, the labels hold most twice.
const BLOCKS: usize = 3;

/// Fewest words of running text among them; at this length the labels of 20 pages hold such blocks once, of 10
/// twice. Items, cells and code say the same again on purpose.
const WORDS: u32 = 40;

/// Fewest words of a paragraph that stands twice in a row in a dump.
const LEAD_WORDS: u32 = 20;

/// Leaves the second copy of a stretch of the text out of it. Who quotes another says the same again, and so does a
/// section under a heading of its own, and a refrain in the same element: they are left alone.
pub(super) fn leave_out(page: &Page, features: &Features, labels: &mut [Label]) {
    let body: Vec<usize> = (0..labels.len()).filter(|index| labels[*index].role == Role::Body).collect();
    let text = |at: usize| page.blocks.text(body[at]);
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let Some(first) = seen.insert(text(at), at) else {
            at += 1;
            continue;
        };
        let alike = |step: &usize| first + step < at && text(first + step) == text(at + step);
        let count = (0..body.len() - at).take_while(alike).count();
        let run = &body[at..at + count];
        let running = run.iter().filter(|index| page.blocks.get(**index).shape == Shape::Paragraph);
        let words: u32 = running.map(|index| features.stats[*index].words).sum();
        let quoted = || run.iter().chain(&body[first..first + count]).any(|index| page.is_quoted(*index));
        // "On a phone", "On a tablet": the steps are the same, and so is a refrain.
        let headed = at > 0 && page.blocks.is_heading(body[at - 1]);
        let beside = || {
            page.blocks.get(body[first]).node != page.blocks.get(body[at]).node
                && parent(page, body[first]) == parent(page, body[at])
        };
        // A lead is there again as the first paragraph.
        let lead = page.document.format == Format::Text && first + 1 == at && words >= LEAD_WORDS;
        let again = count >= BLOCKS && words >= WORDS && !beside();
        if (lead || again) && !headed && !quoted() {
            for index in run {
                labels[*index] = Label::of(Role::Other, 0.7, Rule::Copy);
            }
        }
        at += count.max(1);
    }
    if seen.len() < body.len() {
        let mut times: HashMap<&str, usize> = HashMap::with_capacity(seen.len());
        body.iter().for_each(|at| *times.entry(page.blocks.text(*at)).or_default() += 1);
        let twice = body.iter().copied().filter(|at| times[page.blocks.text(*at)] > 1).collect::<Vec<_>>();
        leave_narrow(page, features, &twice, labels);
    }
}

/// Leaves out what stands on the page once for wide screens and once for narrow ones, as class names tell. What is in
/// both says nothing a second time. Asked are the elements around blocks whose text stands `twice`.
fn leave_narrow(page: &Page, features: &Features, twice: &[usize], labels: &mut [Label]) {
    let (document, blocks) = (page.document, page.blocks);
    let is_body = |labels: &[Label], at: usize| labels[at].role == Role::Body;
    let mut around: Vec<NodeId> = Vec::new();
    let mut asked: HashSet<NodeId> = HashSet::default();
    for at in twice {
        let own = blocks.get(*at).node;
        let outwards = std::iter::once(own).chain(document.ancestors(own));
        around.extend(outwards.take_while(|node| asked.insert(*node)));
    }
    around.sort_unstable();
    let mut shown: [Vec<Range<usize>>; 2] = [Vec::new(), Vec::new()];
    for node in around {
        let Some(screen) = cues::screen(document, node) else { continue };
        let own = blocks.within(document, node);
        let others = &mut shown[usize::from(screen == Screen::Narrow)];
        // One in another of its kind says nothing new.
        let outer = others.last().is_some_and(|outer| own.end <= outer.end);
        if !outer && own.clone().any(|at| is_body(labels, at)) {
            others.push(own);
        }
    }
    let [wide, narrow] = shown;
    let mut in_narrow = vec![false; labels.len()];
    narrow.iter().for_each(|own| in_narrow[own.clone()].fill(true));
    let said: HashSet<String> = wide
        .into_iter()
        .flatten()
        .filter(|at| is_body(labels, *at) && !in_narrow[*at])
        .map(|at| people::letters(blocks.text(at)))
        .collect();
    for own in narrow {
        let body = || own.clone().filter(|at| is_body(labels, *at));
        let again: Vec<usize> =
            body().filter(|at| said.contains(&people::letters(blocks.text(*at)))).collect();
        let words = |at: &usize| features.stats[*at].words;
        if again.iter().map(words).sum::<u32>() * 2 > body().map(|at| words(&at)).sum() {
            for at in again {
                labels[at] = Label::of(Role::Other, 0.8, Rule::Copy);
            }
        }
    }
}

/// The element around a block's own.
fn parent(page: &Page, index: usize) -> Option<NodeId> {
    page.document.ancestors(page.blocks.get(index).node).next()
}
