//! What goes with the content beside it: cells, headings, sections.

use super::posts;
use crate::blocks::{Shape, words};
use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::phrases;
use crate::classify::{Label, Page, Rule};
use crate::document::{NodeId, Tag};
use crate::record::{Format, Role};

/// Chance from which a block goes with the heading over it that is content and has no other under it: +.02 points of F1 on wcxb-dev, +.04 on
/// news-dev; to leave the heading out instead costs .06.
const SECTION_CHANCE: f32 = 0.2;

/// Gives the role of content to what goes with content beside it.
pub(super) fn take(
    page: &Page,
    features: &Features,
    decision: &Decision,
    labels: &mut [Label],
    was_body: &[bool],
    forum: bool,
) {
    take_cells(page, labels, was_body);
    take_rows(page, features, labels);
    if forum {
        posts::take(page, features, decision, labels, was_body);
    }
    take_code(page, features, decision, labels);
    take_introduced(page, decision, labels, was_body);
    if page.document.format == Format::Html && !forum {
        take_lists_apart(page, features, labels);
    }
    take_headings(page, features, decision, labels, was_body);
    take_sections(page, decision, labels, was_body);
    take_links(page, features, labels);
}

/// Fewest words of a question on a button; fewer tell what the button does.
const QUESTION_WORDS: usize = 4;

/// Elements between a question and its button.
const BUTTON_STEPS: usize = 2;

/// Elements between the words that name a quotation's source and the quotation.
const QUOTE_STEPS: usize = 6;

/// Cells, and the source under a quotation, go with the content before or after them, and the cells behind those: a
/// table without its head is no table. Captions do not, for that cost 0.4 points of F1 on news-dev, nor do other lines of quotations (0.1).
fn take_cells(page: &Page, labels: &mut [Label], was_body: &[bool]) {
    for index in 0..labels.len() {
        let block = page.blocks.get(index);
        let source = || {
            let tag = |node: &NodeId| page.document.tag(*node);
            let up = page.document.ancestors(block.first).take(QUOTE_STEPS);
            let mut outer = up.skip_while(|node| !matches!(tag(node), Some(Tag::Footer | Tag::Cite)));
            outer.any(|node| tag(&node) == Some(Tag::Blockquote))
        };
        let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
        let beside_content = || beside.filter_map(|at| labels.get(at)).any(|label| label.role == Role::Body);
        let left = was_body[index] && labels[index].role != Role::Body;
        if left && (block.shape == Shape::Cell || source()) && beside_content() {
            labels[index] = Label::of(Role::Body, 1.0 - labels[index].score, Rule::Learned);
        }
    }
}

/// Most cells of a row that stand or fall together: rows that long are calendars, and lists laid out in one line.
const ROW_CELLS: usize = 64;

/// A row of which half the cells are content is content as a whole: a name without its value says nothing.
fn take_rows(page: &Page, features: &Features, labels: &mut [Label]) {
    let is_left = |label: &Label| {
        label.role == Role::Other
            && matches!(label.rule, Rule::Learned | Rule::Outside | Rule::Control | Rule::Phrase)
    };
    for node in 1..page.document.len() {
        if page.document.tag(node) != Some(Tag::Tr) {
            continue;
        }
        let row = page.blocks.within(page.document, node);
        if !(2..=ROW_CELLS).contains(&row.len())
            || row.clone().any(|at| page.blocks.get(at).shape != Shape::Cell)
        {
            continue;
        }
        let taken = labels[row.clone()].iter().filter(|label| label.role == Role::Body);
        let Some(own) = taken.clone().next().copied().filter(|_| taken.count() * 2 >= row.len()) else {
            continue;
        };
        for at in row.filter(|at| !features.stats[*at].hidden) {
            if is_left(&labels[at]) {
                labels[at] = Label { rule: Rule::Row, ..own };
            }
        }
    }
}

/// Chance from which the items of a list go with the line that introduces it.
const INTRODUCED_CHANCE: f32 = 0.15;

/// A list that a line of content with a colon at its end introduces goes with it as a whole.
fn take_introduced(page: &Page, decision: &Decision, labels: &mut [Label], was_body: &[bool]) {
    let document = page.document;
    let list_of = |index: usize| page.list_of(index, usize::MAX);
    for start in 1..labels.len() {
        let introduced = labels[start - 1].role == Role::Body
            && words::leads(page.blocks.text(start - 1))
            && page.blocks.get(start).shape == Shape::Item;
        let list =
            introduced.then(|| list_of(start)).flatten().map(|list| page.blocks.within(document, list));
        let Some(list) = list.filter(|list| list.start == start) else { continue };
        for index in list {
            let chance = decision.chances[index];
            if was_body[index] && labels[index].role != Role::Body && chance >= INTRODUCED_CHANCE {
                labels[index] = Label::of(Role::Body, chance, Rule::Learned);
            }
        }
    }
}

/// Fewest words of each item of a list under the title that no heading names: shorter ones tell how long the text takes
/// to read.
const POINT_WORDS: u32 = 4;

/// Lists and tables in an element of their own between the blocks of a text, with their headings, are part of it: of
/// wcxb-dev's such items and cells nine in ten are.
fn take_lists_apart(page: &Page, features: &Features, labels: &mut [Label]) {
    let is_heading = |at: usize| page.blocks.is_heading(at);
    let is_entry = |at: usize| matches!(page.blocks.get(at).shape, Shape::Item | Shape::Cell);
    let is_part = |label: &Label, at: usize| {
        let stats = &features.stats[at];
        label.rule == Rule::Outside
            && label.role == Role::Other
            && (is_heading(at) || is_entry(at))
            && page.blocks.links(at).is_empty()
            && !(stats.hidden || stats.dated)
    };
    let mut index = 1;
    while index < labels.len() {
        let run = index..index + (index..labels.len()).take_while(|at| is_part(&labels[*at], *at)).count();
        index = run.end.max(index + 1);
        // Who wrote the text stands behind what it says in short.
        let points = labels[run.start - 1].role == Role::Title;
        let behind = labels[run.end..].iter().find(|own| !(points && own.role == Role::Byline));
        let between = behind.is_some_and(|label| label.role == Role::Body);
        let named = || match labels[run.start - 1].role {
            Role::Body => true,
            Role::Title => {
                is_heading(run.start) || run.clone().all(|at| features.stats[at].words >= POINT_WORDS)
            }
            _ => false,
        };
        if between && run.clone().any(is_entry) && named() {
            labels[run].fill(Label::of(Role::Body, 0.6, Rule::ListApart));
        }
    }
}

/// Chance from which code goes with the content over it; between content it goes from any.
const CODE_CHANCE: f32 = 0.1;

/// Code that stands between content, or under it, goes with it: what a text shows as code it speaks of. Labels hold as
/// much of it as not, for they end inside some of these pages.
fn take_code(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    let is_code = |index: usize| page.blocks.get(index).shape == Shape::Code;
    let body = |label: &Label| label.role == Role::Body;
    let mut index = 1;
    while index < labels.len() {
        let run = index..index + (index..labels.len()).take_while(|at| is_code(*at)).count();
        if body(&labels[index - 1]) {
            let between = labels.get(run.end).is_some_and(body);
            for at in run.clone() {
                let chance = decision.chances[at];
                let left = matches!(labels[at].role, Role::Other | Role::Teaser | Role::Promo | Role::Menu);
                if left && !features.stats[at].hidden && (between || chance >= CODE_CHANCE) {
                    labels[at] = Label::of(Role::Body, chance, Rule::Code);
                }
            }
        }
        index = run.end.max(index + 1);
    }
}

/// A heading, or a line that ends in a colon, goes with the content right under it: worth 0.1 points of F1
/// on wcxb-dev, and sections keep their names.
fn take_headings(
    page: &Page,
    features: &Features,
    decision: &Decision,
    labels: &mut [Label],
    was_body: &[bool],
) {
    let title = labels.iter().position(|label| label.role == Role::Title).map(|at| page.blocks.text(at));
    for index in (0..labels.len().saturating_sub(1)).rev() {
        let again = || title == Some(page.blocks.text(index));
        let plain = || decision.chances[index] >= SECTION_CHANCE && is_plain_heading(page, features, index);
        let leads = || {
            page.blocks.is_heading(index)
                || is_unfolding(page, index)
                || words::leads(page.blocks.text(index))
                || plain()
        };
        // A class name sets heading and text aside together, and the text is taken.
        let unnamed = || {
            let heading = page.blocks.is_heading(index);
            let own = &labels[index];
            let aside = own.role == Role::Other && own.rule == Rule::Markup && !was_body[index + 1];
            // It had the role of what stood under it.
            let led = own.rule == Rule::HeadingOfThese;
            heading
                && (aside || led || (is_apart(page, features, own, index) && !again()))
                && !features.stats[index].hidden
        };
        let left = labels[index].role != Role::Body && (was_body[index] || unnamed());
        if left && labels[below(page, features, labels, index)].role == Role::Body && leads() {
            labels[index] = Label::of(Role::Body, 1.0 - labels[index].score, Rule::Learned);
        }
    }
}

/// Whether a heading stands apart from the text that it is right over, in an element of its own. One over another of its
/// rank heads nothing.
fn is_apart(page: &Page, features: &Features, own: &Label, index: usize) -> bool {
    let level = |at: usize| page.blocks.level(at);
    let heads = || level(index + 1).is_none_or(|below| level(index).is_some_and(|own| own < below));
    own.rule == Rule::Outside
        && page.document.format == Format::Html
        && heads()
        && page.blocks.links(index).is_empty()
        && !features.stats[index].dated
        && !phrases::tells_how_long_ago(page.blocks.text(index))
}

/// Most words of a line that tells when a text was written.
const DATE_WORDS: u32 = 4;

/// What stands under a block: when it was written stands between a heading and its text.
fn below(page: &Page, features: &Features, labels: &[Label], index: usize) -> usize {
    let own = &features.stats[index + 1];
    let headed = page.blocks.is_heading(index);
    let dated = headed && own.dated && own.words <= DATE_WORDS && labels[index + 1].role != Role::Body;
    if dated && index + 2 < labels.len() { index + 2 } else { index + 1 }
}

/// Most words of a heading that is none by its markup; what stands under it has more.
const PLAIN_HEADING_WORDS: u32 = 8;

/// Whether a short line without a link stands over running text, as a heading does.
fn is_plain_heading(page: &Page, features: &Features, index: usize) -> bool {
    let (own, below) = (&features.stats[index], &features.stats[index + 1]);
    own.words <= PLAIN_HEADING_WORDS
        && (below.prose || below.words > PLAIN_HEADING_WORDS)
        && page.blocks.get(index).shape == Shape::Paragraph
        && page.blocks.links(index).is_empty()
        && !(own.sentence || own.dated || own.hidden)
}

/// Whether a block stands on a button that unfolds what is under it: a question and its answer.
fn is_unfolding(page: &Page, index: usize) -> bool {
    let node = page.blocks.get(index).node;
    let mut around = std::iter::once(node).chain(page.document.ancestors(node).take(BUTTON_STEPS));
    let text = page.blocks.text(index);
    let button = |node| match page.document.tag(node) {
        Some(Tag::Summary) => true,
        Some(Tag::Button) => words::asks(text),
        _ => false,
    };
    around.any(button) && words::count(text) >= QUESTION_WORDS
}

/// What stands under a heading that is taken, and is left out as a whole, goes with it from a lower chance: a
/// heading without a section says nothing.
fn take_sections(page: &Page, decision: &Decision, labels: &mut [Label], was_body: &[bool]) {
    let level = |index: usize| page.blocks.level(index);
    for index in 0..labels.len() {
        let taken = labels[index].role == Role::Body && labels[index].rule == Rule::Learned;
        let Some(own) = level(index).filter(|_| taken) else { continue };
        let end = (index + 1..labels.len()).find(|at| level(*at).is_some_and(|level| level <= own));
        let section = index + 1..end.unwrap_or(labels.len());
        if section.clone().any(|at| labels[at].role == Role::Body) {
            continue;
        }
        for at in section.filter(|at| was_body[*at] && decision.chances[*at] >= SECTION_CHANCE) {
            labels[at] = Label::of(Role::Body, decision.chances[at], Rule::Learned);
        }
    }
}

/// Fewest words of a block of such a link that says something.
const HEAD_WORDS: u32 = 3;

/// Blocks in one link, as a card that is a link as a whole, go with its heading, or its longest block, if that is content.
fn take_links(page: &Page, features: &Features, labels: &mut [Label]) {
    let link_of = |index: usize| match page.blocks.links(index) {
        [link] => Some(link.node),
        _ => None,
    };
    let mut index = 0;
    while index < labels.len() {
        let Some(link) = link_of(index) else {
            index += 1;
            continue;
        };
        let card = index..index + (index..labels.len()).take_while(|at| link_of(*at) == Some(link)).count();
        index = card.end;
        let is_heading = |at: &usize| page.blocks.is_heading(*at);
        let words = |at: &usize| features.stats[*at].words;
        let head = card.clone().find(is_heading).or_else(|| card.clone().rev().max_by_key(words));
        let Some(head) = head.filter(|at| labels[*at].role == Role::Body && words(at) >= HEAD_WORDS) else {
            continue;
        };
        let head = labels[head];
        for at in card {
            // Fewer words are a price, a category, a button.
            let told = words(&at) >= HEAD_WORDS && !features.stats[at].hidden;
            let left = matches!(labels[at].role, Role::Menu | Role::Teaser | Role::Other);
            if left && told {
                labels[at] = Label { rule: Rule::SameLink, ..head };
            }
        }
    }
}
