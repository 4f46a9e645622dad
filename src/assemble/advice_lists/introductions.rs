//! What stands right before a list: the paragraph or the heading that introduces it, and what leads to no list.

use super::super::Page;
use super::HEADING_WORDS;
use crate::blocks::series::Series;
use crate::blocks::{Shape, words};
use crate::document::{NodeId, Tag};
use crate::record::Format;

/// Most words of a paragraph that introduces a list as a whole: people hold a paragraph of that length together with its list.
const INTRODUCTION_WORDS: usize = 90;

/// Most words of a sentence that introduces a list.
const LEAD_IN_WORDS: usize = 45;

/// Lists before another that are looked at, inner ones included.
const LISTS_BEFORE: usize = 16;

/// Whether a block belongs to a list that is over where this one begins.
pub(super) fn ends_other_list(page: &Page, series: &Series, block: usize) -> bool {
    let (start, all) = (series.range().start, &page.labels.series);
    // They are in the order of their starts: those that hold the block are among the last that begin before it.
    let before = &all[..all.partition_point(|other| other.range().start <= block)];
    let mut near = before.iter().rev().take(LISTS_BEFORE).map(Series::range);
    near.any(|other| other.contains(&block) && other.end <= start)
}

/// A heading right over the first of a list's headings, of whatever level; a line in bold letters must lead to it.
pub(super) fn right_over(page: &Page, series: &Series, nearest: usize) -> Option<String> {
    let text = page.blocks.text(nearest);
    let heads = page.blocks.is_heading(nearest) && page.is_body(nearest);
    let tag = |node| page.document.tag(node).and_then(Tag::heading_level);
    let marked = page.above(nearest).any(|node| tag(node).is_some()) || words::leads(text.trim_end());
    let leveled = series.heading.is_some() && page.document.format == Format::Html && marked;
    (leveled && heads && words::count(text) <= HEADING_WORDS).then(|| text.replace('\n', " "))
}

/// Whether a paragraph asks readers whether they want something and links to it.
fn is_call(page: &Page, index: usize) -> bool {
    let text = page.blocks.text(index);
    let question = text.find(['?', '？', '؟', '.', '。', ':', '：']).map_or("", |at| &text[at..]);
    let leads = words::leads(text.trim_end());
    question.starts_with(['?', '？', '؟']) && !leads && !page.blocks.links(index).is_empty()
}

/// Whether a block is an entry of another list, which leads to none behind it but with a colon.
fn is_entry(page: &Page, series: &Series, index: usize) -> bool {
    let list = |node: &NodeId| matches!(page.document.tag(*node), Some(Tag::Ul | Tag::Ol));
    let leads = words::leads(page.blocks.text(index).trim_end());
    let own = page.above(index).find(list).map(|list| page.blocks.within(page.document, list));
    !leads && own.is_some_and(|entries| !entries.contains(&series.range().start))
}

/// The paragraph right before a list, whole when it is short, else the sentence that leads to it.
pub(super) fn introduction(page: &Page, series: &Series, nearest: usize) -> Option<String> {
    let nearest = match is_call(page, nearest) {
        true => nearest.checked_sub(1).filter(|before| !ends_other_list(page, series, *before))?,
        false => nearest,
    };
    let text = page.blocks.text(nearest);
    let shape = page.blocks.get(nearest).shape;
    let running = matches!(shape, Shape::Paragraph | Shape::Cell | Shape::Item) && page.is_body(nearest);
    if !running || (shape == Shape::Item && is_entry(page, series, nearest)) {
        return None;
    }
    if words::count(text) <= INTRODUCTION_WORDS {
        return Some(text.replace('\n', " "));
    }
    let sentence = last_sentence(text);
    let leads = words::leads(sentence.trim_end());
    ((leads || series.heading.is_some()) && words::count(sentence) <= LEAD_IN_WORDS)
        .then(|| sentence.to_owned())
}

/// The last sentence of a text.
fn last_sentence(text: &str) -> &str {
    let body = text.trim_end().trim_end_matches([':', '：', '.', '。', '!', '?']);
    let stops = [". ", "! ", "? ", "。", "！", "？", "\n"];
    let cut = stops.iter().filter_map(|stop| body.rfind(stop).map(|at| at + stop.len())).max();
    text[cut.unwrap_or(0)..].trim()
}

/// Whether a block says where something comes from and leads to nothing: a link in brackets under a picture, the name over
/// a quotation.
pub(super) fn is_source(page: &Page, index: usize) -> bool {
    let (text, first) = (page.blocks.text(index), page.blocks.get(index).first);
    let credit = || match page.blocks.links(index) {
        [link] => {
            text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))
                == Some(page.blocks.link_text(link))
        }
        _ => false,
    };
    let cite = page
        .document
        .ancestors(first)
        .take(CITE_DEPTH)
        .find(|node| page.document.tag(*node) == Some(Tag::Cite));
    let whole = |cite: NodeId| words::count(&page.document.words(cite)) >= words::count(text);
    credit() || cite.is_some_and(whole)
}

/// Elements between the words of a quotation's source and what marks them as such.
const CITE_DEPTH: usize = 3;

#[cfg(test)]
mod tests {
    use super::last_sentence;

    #[test]
    fn the_last_sentence_introduces_a_list() {
        assert_eq!(last_sentence("It hurts. Try these steps:"), "Try these steps:");
        assert_eq!(last_sentence("Try these steps:"), "Try these steps:");
        assert_eq!(last_sentence("很疼。请注意："), "请注意：");
    }
}
