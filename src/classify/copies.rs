//! Text that a page holds twice: once for large screens and once for small ones, or again for scripts.

use super::features::Features;
use super::{Label, Page};
use crate::blocks::Shape;
use crate::document::{NodeId, Tag};
use crate::record::{Format, Role};
use foldhash::{HashMap, HashMapExt};

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
        let quoted = || run.iter().chain(&body[first..first + count]).any(|index| is_quoted(page, *index));
        // "On a phone", "On a tablet": the steps are the same, and so is a refrain.
        let headed = at > 0 && matches!(page.blocks.get(body[at - 1]).shape, Shape::Heading(_));
        let beside = || {
            page.blocks.get(body[first]).node != page.blocks.get(body[at]).node
                && parent(page, body[first]) == parent(page, body[at])
        };
        // A lead is there again as the first paragraph.
        let lead = page.document.format == Format::Text && first + 1 == at && words >= LEAD_WORDS;
        let again = count >= BLOCKS && words >= WORDS && !beside();
        if (lead || again) && !headed && !quoted() {
            for index in run {
                labels[*index] = Label { role: Role::Other, score: 0.7, rule: "copy" };
            }
        }
        at += count.max(1);
    }
}

/// The element around a block's own.
fn parent(page: &Page, index: usize) -> Option<NodeId> {
    page.document.ancestors(page.blocks.get(index).node).next()
}

fn is_quoted(page: &Page, index: usize) -> bool {
    let mut around = page.document.ancestors(page.blocks.get(index).first);
    around.any(|node| page.document.tag(node) == Some(Tag::Blockquote))
}
