//! Which blocks are content, learned from labelled pages.
//!
//! In: a page's blocks, what the rules' evidence says of them, the elements above them. Out: for each
//! block how likely it is content, and which blocks to take. What is known of a block is a fixed list
//! of numbers ([`Observation`]); training reads the numbers that this very code writes, so that there
//! is no second list. The weights are data, made by `train/`.

mod bytes;
mod containers;
mod cutoff;
mod elements;
pub mod kinds;
mod list;
mod model;
mod names;
mod own;
mod place;
mod reasons;
mod sequence;
mod sink;
pub(super) mod slots;
mod tally;
#[cfg(test)]
mod tests;
mod tokens;
mod trees;
mod twins;
mod vocabulary;
mod whole;

use super::Page;
use super::cues::Cue;
use super::features::Features;
use crate::record::Format;
pub use cutoff::Favor;
pub use model::{Model, ModelError, Models};
pub(super) use reasons::reasons;
pub use reasons::{Reason, Reasons};

use containers::Containers;
use elements::{Elements, reach_names};
use place::Landmarks;
use sequence::Sequence;
use sink::{Columns, Names, Sink};
use std::ops::Range;
use std::sync::LazyLock;
use tally::Tally;
use tokens::Scores;
use trees::{Pruned, ROWS};

/// Most words of a block that its markup settles: longer ones in menus and footers may be the page's only text.
const SETTLED_WORDS: u32 = 5;

/// Cues of blocks that their markup settles.
const SETTLED_CUES: [Cue; 5] = [Cue::Menu, Cue::Footer, Cue::Share, Cue::Pagination, Cue::PrevNext];

/// Version of the list of features; it stands in the weights, which fit no other list.
pub const FEATURES_VERSION: u32 = 1;

static REACH_NAMES: LazyLock<Vec<String>> = LazyLock::new(|| reach_names().collect());

/// What the rules have found out before: evidence like any other.
pub(super) struct Known<'a> {
    /// The cue that counts for each block; empty in plain text.
    pub cue_of: &'a [Option<Cue>],
    /// The block that carries the title.
    pub title: Option<usize>,
    /// The blocks among which most of the text stands.
    pub root: Range<usize>,
    /// Whether it reads as what several people wrote.
    pub forum: bool,
}

/// The features of a page, as training reads them.
#[derive(Debug, Clone, Default)]
pub struct Observation {
    /// Names of the features, one a column.
    pub names: Vec<String>,
    /// A row for each block.
    pub values: Vec<f32>,
    /// For each block, places in the table of names.
    pub name_places: Vec<Vec<u32>>,
    /// For each block, places in the table of texts.
    pub text_places: Vec<Vec<u32>>,
    /// The heading over each block.
    pub headings: Vec<Option<usize>>,
    /// The block that carries the title.
    pub title: Option<usize>,
    /// Words of each block.
    pub words: Vec<u32>,
    /// Whether each block is settled by its markup: the model is not asked, and it is no content.
    pub settled: Vec<bool>,
    /// For each block how likely it is content; empty without a model.
    pub chances: Vec<f32>,
}

/// Everything about a page that features are written from.
struct View<'a> {
    page: &'a Page<'a>,
    features: &'a Features,
    known: &'a Known<'a>,
    tally: Tally,
    sentences: Vec<bool>,
    sequence: Sequence,
    landmarks: Landmarks,
}

impl<'a> View<'a> {
    fn of(
        page: &'a Page<'a>,
        features: &'a Features,
        known: &'a Known<'a>,
        elements: Option<&Elements>,
    ) -> Self {
        let tally = Tally::of(page.blocks, features);
        Self {
            sentences: features.stats.iter().map(|own| own.sentence).collect(),
            sequence: Sequence::of(page.blocks, &tally),
            landmarks: Landmarks::of(&tally, &features.stats, elements, known.title, known.root.clone()),
            page,
            features,
            known,
            tally,
        }
    }

    /// What lines alone tell.
    fn write_lines(&self, index: usize, sink: &mut impl Sink) {
        let stats = &self.features.stats[index];
        sink.group("text");
        own::write_text(&self.tally.counts[index], stats, sink);
        sink.group("sequence");
        self.sequence.write(&self.tally, &self.sentences, index, sink);
        sink.group("place");
        self.landmarks.write(&self.tally, index, sink);
    }

    /// What only pages without markup need.
    fn write_plain(&self, index: usize, sink: &mut impl Sink) {
        sink.group("sequence");
        Sequence::write_windows(&self.tally, index, sink);
    }

    /// What markup tells besides.
    fn write_markup(&self, elements: &Elements, index: usize, sink: &mut impl Sink) {
        let stats = &self.features.stats[index];
        sink.group("markup");
        own::write_markup(self.page.blocks, &self.tally.counts[index], index, stats, sink);
        sink.group("cue");
        own::write_cue(self.known.cue_of[index], sink);
        sink.group("links");
        Sequence::write_links(&self.tally, index, sink);
        sink.group("above");
        self.landmarks.write_above(elements, index, sink);
        sink.group("reach");
        let reach = elements.home(index).reach.iter().map(|steps| f32::from(*steps));
        sink.put_all("", REACH_NAMES.iter().map(String::as_str), reach);
    }
}

/// A page with everything that its features are written from.
struct Reading<'a> {
    view: &'a View<'a>,
    elements: Option<&'a Elements<'a>>,
    containers: Option<Containers<'a>>,
    /// The features that are the same for all blocks.
    whole: Vec<f32>,
}

impl<'a> Reading<'a> {
    fn of(view: &'a View<'a>, elements: Option<&'a Elements<'a>>) -> Self {
        let blocks = view.page.blocks;
        let containers = elements.map(|own| Containers::of(blocks, own, &view.tally));
        let mut reading = Self { view, elements, containers, whole: Vec::new() };
        let mut whole = Vec::new();
        reading.write_whole(&mut whole);
        reading.whole = whole;
        reading
    }

    fn write_whole(&self, sink: &mut impl Sink) {
        let view = self.view;
        sink.group("page");
        whole::write_text(&view.tally, sink);
        if let Some(elements) = self.elements {
            sink.group("whole");
            whole::write_markup(view.page, view.known, &view.tally, elements, sink);
        }
    }

    fn write_block(&mut self, index: usize, sink: &mut impl Sink) {
        self.view.write_lines(index, sink);
        if let (Some(elements), Some(containers)) = (self.elements, &mut self.containers) {
            self.view.write_markup(elements, index, sink);
            containers.write(index, sink);
        } else {
            self.view.write_plain(index, sink);
        }
    }

    /// The same for some blocks at once, part after part, so that what is written stays in the nearest
    /// cache.
    fn write_rows(&mut self, blocks: &[usize], columns: &mut Columns) {
        columns.begin();
        columns.each_row(blocks, |index, columns| self.view.write_lines(index, columns));
        if let (Some(elements), Some(containers)) = (self.elements, &mut self.containers) {
            columns.each_row(blocks, |index, columns| self.view.write_markup(elements, index, columns));
            columns.each_row(blocks, |index, columns| containers.write(index, columns));
        } else {
            columns.each_row(blocks, |index, columns| self.view.write_plain(index, columns));
        }
    }

    fn names(&mut self) -> Vec<String> {
        let mut names = Names::default();
        if self.view.tally.len() > 0 {
            self.write_block(0, &mut names);
            self.write_whole(&mut names);
        }
        names.names
    }

    /// The row of a block.
    fn row(&mut self, index: usize, values: &mut Vec<f32>) {
        self.write_block(index, values);
        values.extend_from_slice(&self.whole);
    }
}

fn elements_of<'a>(page: &Page<'a>) -> Option<Elements<'a>> {
    (page.document.format == Format::Html).then(|| Elements::of(page))
}

/// The features of a page, for training.
pub(super) fn observe(page: &Page, features: &Features, known: &Known, model: Option<&Model>) -> Observation {
    let elements = elements_of(page);
    let view = View::of(page, features, known, elements.as_ref());
    let mut reading = Reading::of(&view, elements.as_ref());
    let mut seen = Observation {
        names: reading.names(),
        title: known.title,
        chances: model.map(|own| chances(page, features, known, own).0).unwrap_or_default(),
        words: features.stats.iter().map(|own| own.words).collect(),
        settled: (0..page.blocks.len()).map(|index| is_settled(features, known, index)).collect(),
        ..Observation::default()
    };
    for index in 0..page.blocks.len() {
        reading.row(index, &mut seen.values);
        let mut own = Vec::new();
        if let Some(elements) = &elements {
            tokens::each_name(elements, index, |reach, place| {
                own.push((reach * names::PLACES as usize) as u32 + u32::from(place));
            });
        }
        seen.name_places.push(own);
        let mut own = Vec::new();
        tokens::each_word(page.blocks, index, |place| own.push(u32::from(place)));
        seen.text_places.push(own);
        seen.headings.push(view.sequence.heading(index));
    }
    seen
}

/// What the model says of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Decision {
    /// For each block how likely it is content.
    pub chances: Vec<f32>,
    /// Which blocks to take.
    pub taken: Vec<bool>,
    /// The F1 to be expected of that choice.
    pub confidence: f32,
    /// The features that are the same for all blocks.
    whole: Vec<f32>,
}

impl Decision {
    /// The F1 to be expected of another choice of blocks.
    pub fn expected_f1(&self, features: &Features, is_taken: impl Fn(usize) -> bool) -> f32 {
        let (mut content, mut taken, mut right) = (0.0, 0.0, 0.0);
        for (index, (chance, stats)) in self.chances.iter().zip(&features.stats).enumerate() {
            let words = f64::from(stats.words);
            content += f64::from(*chance) * words;
            if is_taken(index) {
                taken += words;
                right += f64::from(*chance) * words;
            }
        }
        (2.0 * right / (content + taken).max(f64::MIN_POSITIVE)) as f32
    }
}

/// Expected F1 below which it is unsure what a page's content is, as on listings and shops.
const UNSURE: f32 = 0.6;

/// Share of the cut-off that slots of such pages need. They are content all together or not at all, and the cut-off
/// is made for blocks that are right or wrong each by itself: +.15 points of F1 on wcxb-dev (1.6 in its listings),
/// -.2 on zh-dev; with 0.9 +.11. On pages that are sure it takes teasers into articles (-.13 on news-dev).
const SLOT_CUTOFF: f32 = 0.8;

/// Expected F1 below which a dump's lines are taken from a lower chance on: where the model is unsure of a page, its
/// lines are right or wrong together, and the cut-off, which takes each by itself, lies too high.
const UNSURE_PLAIN: f32 = 0.7;

/// That chance, as a share of the cut-off: +.17 points of F1 on wcxb-dev's dumps and on the body of gold-dev's; from .6 to .9
/// it makes little difference. On pages with markup the rules take as much, and it brings nothing.
const PLAIN_CUTOFF: f32 = 0.8;

/// Decides which blocks of a page are content.
pub(super) fn decide(
    page: &Page,
    features: &Features,
    known: &Known,
    model: &Model,
    favor: Favor,
) -> Decision {
    let (mut chances, whole) = chances(page, features, known, model);
    let plain = page.document.format == Format::Text;
    if !plain {
        twins::settle(page, features, &mut chances);
    }
    let words: Vec<u32> = features.stats.iter().map(|own| own.words).collect();
    let choice = cutoff::choose(&chances, &words, favor);
    let mut in_slot = vec![false; chances.len()];
    if !plain {
        slots::settle(page, &words, &mut chances, &mut in_slot);
    }
    let lowered = |whether, by| choice.cutoff * if whether { by } else { 1.0 };
    let of_slots = lowered(choice.expected_f1 < UNSURE && !known.forum, SLOT_CUTOFF);
    let of_others = lowered(choice.expected_f1 < UNSURE_PLAIN && plain, PLAIN_CUTOFF);
    let cutoff = |in_slot: bool| if in_slot { of_slots } else { of_others };
    let taken: Vec<bool> =
        chances.iter().zip(&in_slot).map(|(chance, own)| *chance >= cutoff(*own)).collect();
    Decision { chances, taken, confidence: model.confidence.at(choice.expected_f1), whole }
}

/// Whether a block's markup says that it is no content: short lines of menus, footers and the like are 37 of a
/// hundred blocks, and hold a quarter of a percent of the words that are content. The model is not asked for them.
fn is_settled(features: &Features, known: &Known, index: usize) -> bool {
    features.stats[index].words <= SETTLED_WORDS
        && known.cue_of.get(index).copied().flatten().is_some_and(|cue| SETTLED_CUES.contains(&cue))
}

/// How likely each block is content, and the features that are the same for all of them.
fn chances(page: &Page, features: &Features, known: &Known, model: &Model) -> (Vec<f32>, Vec<f32>) {
    let elements = elements_of(page);
    let view = View::of(page, features, known, elements.as_ref());
    let mut reading = Reading::of(&view, elements.as_ref());
    let mut scores = Scores::new(&model.tables, page.blocks, elements.as_ref());
    let mut chances = vec![0.0; page.blocks.len()];
    let asked: Vec<usize> =
        (0..page.blocks.len()).filter(|index| !is_settled(features, known, *index)).collect();
    let mut columns = Columns::new(model.features);
    let mut bins = model.trees.bins();
    let mut trees: Option<Pruned> = None;
    for asked in asked.chunks(ROWS) {
        reading.write_rows(asked, &mut columns);
        let whole = columns.all_rows(&reading.whole);
        columns.each_row(asked, |index, columns| {
            scores.of(index, view.sequence.heading(index)).for_each(|score| columns.put("", score));
        });
        debug_assert!(columns.is_full(), "the model fits the features");
        // What is the same for all blocks is asked once.
        let trees = trees.get_or_insert_with(|| {
            model.trees.bin(&columns.values, whole.clone(), &mut bins);
            model.trees.pruned(&bins)
        });
        model.trees.bin(&columns.values, 0..whole.start, &mut bins);
        model.trees.bin(&columns.values, whole.end..model.features, &mut bins);
        let sums = trees.sums(&bins);
        for (index, sum) in asked.iter().zip(sums) {
            chances[*index] = model.chances.at(sum);
        }
    }
    let whole = reading.whole;
    (chances, whole)
}
