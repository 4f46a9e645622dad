//! Where a block stands to the title and to the element that holds most of the text.

use super::elements::Elements;
use super::sink::Sink;
use super::tally::{Sum, Tally};
use crate::classify::features::Stats;
use crate::document::Tag;
use std::ops::Range;

/// What is above both the title and any element: share of the words, steps up.
type Common = (f32, f32);

/// Landmarks of a page.
pub(super) struct Landmarks {
    title: Option<usize>,
    root: Range<usize>,
    root_share: f32,
    /// For each block, headings of the first level, headings of the title's level and dated lines before
    /// it: a page that goes on with the next article shows them again.
    openings: Vec<[u32; 3]>,
    /// For each element, the nearest one above that also holds the title, and the root.
    with_title: Vec<Common>,
    with_root: Vec<Common>,
    /// For each element, whether the nearest article around it also holds the title: 1 yes, -1 no, 0 when
    /// there is none.
    article_holds_title: Vec<f32>,
}

impl Landmarks {
    pub fn of(
        tally: &Tally,
        stats: &[Stats],
        elements: Option<&Elements>,
        title: Option<usize>,
        root: Range<usize>,
    ) -> Self {
        let page = tally.page().get(Sum::Words).max(1.0);
        let common = |range: Option<Range<usize>>| {
            let (Some(elements), Some(range)) = (elements, range) else { return Vec::new() };
            let mut found: Vec<Common> = Vec::with_capacity(elements.list.len());
            for (slot, element) in elements.list.iter().enumerate() {
                let own = element.range.start <= range.start && range.end <= element.range.end;
                found.push(if own || slot == 0 {
                    (tally.totals(&element.range).get(Sum::Words) / page, 0.0)
                } else {
                    let above = found[element.parent as usize];
                    (above.0, above.1 + 1.0)
                });
            }
            found
        };
        let level = title.map_or(0, |at| tally.counts[at].heading);
        let mut openings = vec![[0; 3]];
        for (own, stats) in tally.counts.iter().zip(stats) {
            let mut next = openings[openings.len() - 1];
            next[0] += u32::from(own.heading == 1 && !stats.hidden);
            next[1] += u32::from(own.heading > 0 && own.heading == level);
            next[2] += u32::from(stats.dated);
            openings.push(next);
        }
        Self {
            openings,
            with_title: common(title.map(|at| at..at + 1)),
            with_root: common(Some(root.clone())),
            article_holds_title: elements.map_or_else(Vec::new, |own| articles_with(own, title)),
            root_share: tally.totals(&root).get(Sum::Words) / page,
            title,
            root,
        }
    }

    pub fn write(&self, tally: &Tally, index: usize, sink: &mut impl Sink) {
        let steps = |to: usize| index as f32 - to as f32;
        sink.put("title", self.title.map_or(-999.0, steps));
        sink.put("title_words", self.title.map_or(-1.0, |at| between(tally, at, index, Sum::Words)));
        sink.put("title_good", self.title.map_or(-1.0, |at| between(tally, at, index, Sum::GoodWords)));
        let from = self.title.map_or([0; 3], |at| self.openings[(at + 1).min(index + 1)]);
        for (at, name) in ["first_levels", "title_levels", "dated_lines"].into_iter().enumerate() {
            sink.put(name, (self.openings[index + 1][at] - from[at]) as f32);
        }
        sink.put("root", self.to_root(index));
        sink.put("root_share", self.root_share);
    }

    /// What only elements tell.
    pub fn write_above(&self, elements: &Elements, index: usize, sink: &mut impl Sink) {
        let home = elements.home[index] as usize;
        let title = self.with_title.get(home).copied().unwrap_or((-1.0, -1.0));
        let root = self.with_root.get(home).copied().unwrap_or((-1.0, -1.0));
        sink.put("with_title_share", title.0);
        sink.put("with_title_steps", title.1);
        sink.put("with_root_share", root.0);
        sink.put("with_root_steps", root.1);
        sink.put("article_holds_title", self.article_holds_title[home]);
        sink.put("depth", elements.at(home as u32).depth as f32);
    }

    /// Blocks before the root as a negative, behind it as a positive number; 0 inside.
    fn to_root(&self, index: usize) -> f32 {
        if index < self.root.start {
            index as f32 - self.root.start as f32
        } else if index >= self.root.end {
            (index - self.root.end + 1) as f32
        } else {
            0.0
        }
    }
}

/// For each element, whether the nearest article around it holds the title. Each is asked once, after the one
/// above: asking for each block anew would walk up all levels of a deep page.
fn articles_with(elements: &Elements, title: Option<usize>) -> Vec<f32> {
    let mut held = Vec::with_capacity(elements.list.len());
    for element in &elements.list {
        held.push(match title {
            Some(title) if element.tag == Some(Tag::Article) => {
                if element.range.contains(&title) {
                    1.0
                } else {
                    -1.0
                }
            }
            // The first element is the page itself, above which there is none.
            _ => held.get(element.parent as usize).copied().unwrap_or(0.0),
        });
    }
    held
}

/// A sum from one block up to another; negative backwards.
fn between(tally: &Tally, from: usize, to: usize, sum: Sum) -> f32 {
    if to >= from { tally.totals(&(from..to)).get(sum) } else { -tally.totals(&(to..from)).get(sum) }
}
