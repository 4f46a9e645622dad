//! Boosted trees, asked of many blocks at once.
//!
//! A question compares a feature with a threshold. What matters of a feature is therefore only how many
//! of its thresholds it passes: [`Trees::bin`] counts them once for [`ROWS`] blocks, and each question
//! then compares bytes side by side, without a branch to guess or an address to wait for. A tree is
//! answered from its leaves up, all questions of it that blocks of the page answer differently
//! ([`Pruned`]), which costs less than to walk down. Sums go from the first tree to the last, so the
//! digits are the same on every machine.

mod pruned;
#[cfg(test)]
mod tests;

use crate::step::{self, WIDE};
pub(super) use pruned::Pruned;
use pruned::Whole;
use std::collections::BTreeMap;
use std::ops::Range;

/// Blocks that are looked at together: their bytes fill a few vector registers, and their features stay
/// in the nearest cache while they are written.
pub(super) const ROWS: usize = 2 * WIDE;

/// Vectors that hold a byte of each.
const VECTORS: usize = ROWS / WIDE;

/// Nodes of a tree as it is stored, unused ones included.
pub(super) const NODES: usize = 64;

/// Most leaves of a tree with so many nodes.
const LEAVES: usize = NODES / 2;

/// Most thresholds of a column: how many of them a value passes is kept in a byte.
const MAX_THRESHOLDS: usize = 255;

/// A node as it is stored: a question, or a leaf, whose children are itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Node {
    /// What the feature is compared with; a leaf's value.
    pub threshold: f32,
    pub feature: u16,
    /// Where to go when the feature is at most the threshold, and when it is more.
    pub children: [u8; 2],
}

impl Node {
    /// Whether it is a leaf in this place.
    fn is_leaf(&self, at: usize) -> bool {
        self.children.iter().all(|child| usize::from(*child) == at)
    }
}

/// A feature with some of its thresholds: all of them, unless it has more than fit.
#[derive(Debug, Clone)]
struct Column {
    feature: u16,
    /// In rising order.
    thresholds: Vec<f32>,
}

/// Whether more than so many thresholds of a column are passed.
#[derive(Debug, Clone, Copy, Default)]
struct Question {
    column: u16,
    passed: u8,
    /// Where the answers stand: first those of the leaves, then those of the questions before this one.
    no: u8,
    yes: u8,
}

#[derive(Debug, Clone)]
struct Tree {
    /// From the leaves up, the root last.
    questions: Vec<Question>,
    /// A bit for each question that all blocks of a page answer alike.
    whole: u32,
    leaves: [f32; LEAVES],
}

/// All trees.
#[derive(Debug, Clone)]
pub(super) struct Trees {
    start: f32,
    columns: Vec<Column>,
    trees: Vec<Tree>,
    /// The questions that all blocks of a page answer alike.
    whole: Vec<Whole>,
}

/// A byte for each of [`ROWS`] blocks.
type Lane = [[u8; WIDE]; VECTORS];

/// For each column, how many of its thresholds each block passes.
pub(super) type Bins = Vec<Lane>;

/// A feature of [`ROWS`] blocks.
pub(super) type Values = [f32; ROWS];

impl Trees {
    /// The trees in the form in which they are asked; `None` when their nodes make no tree.
    /// Some features, `whole`, are the same for all blocks of a page.
    pub fn new(start: f32, stored: &[[Node; NODES]], whole: Range<usize>) -> Option<Self> {
        let columns = columns(stored)?;
        let trees =
            stored.iter().map(|nodes| Tree::new(nodes, &columns, &whole)).collect::<Option<Vec<_>>>()?;
        let whole = trees.iter().enumerate().flat_map(|(at, tree)| tree.cuts(at)).collect();
        Some(Self { start, columns, trees, whole })
    }

    /// Bins of which nothing is counted yet.
    pub fn bins(&self) -> Bins {
        vec![Lane::default(); self.columns.len()]
    }

    /// Counts the passed thresholds of some features.
    pub fn bin(&self, values: &[Values], features: Range<usize>, bins: &mut Bins) {
        let at = |feature: usize| self.columns.partition_point(|own| usize::from(own.feature) < feature);
        let own = at(features.start)..at(features.end);
        for (column, bins) in self.columns[own.clone()].iter().zip(&mut bins[own]) {
            column.bin(&values[usize::from(column.feature)], bins);
        }
    }

    /// The sum of all trees for one block, taken apart. What is to be expected at a question is the plain mean of
    /// the leaves below it, for how many blocks of training came by is not stored.
    pub fn shares(&self, values: &[f32]) -> Shares {
        let mut mean = self.start;
        let mut of: BTreeMap<u16, f32> = BTreeMap::new();
        for tree in &self.trees {
            let expected = tree.expected();
            let mut at = expected.len() - 1;
            mean += expected[at];
            while let Some(question) = at.checked_sub(LEAVES).map(|at| &tree.questions[at]) {
                let column = &self.columns[usize::from(question.column)];
                let more =
                    values[usize::from(column.feature)] > column.thresholds[usize::from(question.passed)];
                let next = usize::from(if more { question.yes } else { question.no });
                *of.entry(column.feature).or_default() += expected[next] - expected[at];
                at = next;
            }
        }
        Shares { mean, of: of.into_iter().collect() }
    }
}

/// What moved the sum of all trees for a block.
pub(super) struct Shares {
    /// What is to be expected before anything is asked.
    pub mean: f32,
    /// For each feature that was asked for, how far its questions moved the sum.
    pub of: Vec<(u16, f32)>,
}

/// The nodes of a tree that are in use; `None` when a child does not stand behind its parent.
fn in_use(nodes: &[Node; NODES]) -> Option<Vec<usize>> {
    let mut used = [false; NODES];
    used[0] = true;
    for (at, node) in nodes.iter().enumerate() {
        if used[at] && !node.is_leaf(at) {
            for child in node.children.map(usize::from) {
                // A node below two others is none of a tree's.
                *used.get_mut(child).filter(|used| child > at && !**used)? = true;
            }
        }
    }
    Some((0..NODES).filter(|at| used[*at]).collect())
}

/// The columns of all questions, by feature; `None` when the nodes make no trees.
fn columns(stored: &[[Node; NODES]]) -> Option<Vec<Column>> {
    let mut asked: Vec<(u16, f32)> = Vec::new();
    for nodes in stored {
        let questions = in_use(nodes)?.into_iter().filter(|at| !nodes[*at].is_leaf(*at));
        asked.extend(questions.map(|at| (nodes[at].feature, nodes[at].threshold)));
    }
    asked.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
    asked.dedup();
    let features = asked.chunk_by(|one, other| one.0 == other.0);
    let parts = features.flat_map(|own| own.chunks(MAX_THRESHOLDS));
    let thresholds = |own: &[(u16, f32)]| own.iter().map(|(_, threshold)| *threshold).collect();
    Some(parts.map(|own| Column { feature: own[0].0, thresholds: thresholds(own) }).collect())
}

/// The column that has a question's threshold, and the place there.
fn place(columns: &[Column], node: &Node) -> Option<(u16, u8)> {
    let first = columns.partition_point(|own| own.feature < node.feature);
    let own = columns.iter().enumerate().skip(first).take_while(|(_, own)| own.feature == node.feature);
    own.filter_map(|(at, own)| {
        let place = own.thresholds.iter().position(|threshold| *threshold == node.threshold)?;
        Some((at as u16, place as u8))
    })
    .next()
}

impl Column {
    /// How many thresholds each value passes.
    fn bin(&self, values: &Values, bins: &mut Lane) {
        for (values, bins) in values.as_chunks().0.iter().zip(bins) {
            *bins = step::passed(values, &self.thresholds);
        }
    }
}

impl Tree {
    /// `None` when the nodes make no tree, or have more leaves than fit.
    fn new(nodes: &[Node; NODES], columns: &[Column], whole: &Range<usize>) -> Option<Self> {
        let mut tree = Self { questions: Vec::new(), whole: 0, leaves: [0.0; LEAVES] };
        let (mut answer_at, mut leaves) = ([0_u8; NODES], 0);
        for at in in_use(nodes)?.into_iter().rev() {
            let node = &nodes[at];
            if node.is_leaf(at) {
                *tree.leaves.get_mut(leaves)? = node.threshold;
                answer_at[at] = leaves as u8;
                leaves += 1;
            } else {
                let [no, yes] = node.children.map(|child| answer_at[usize::from(child)]);
                let (column, passed) = place(columns, node)?;
                tree.whole |= u32::from(whole.contains(&usize::from(node.feature))) << tree.questions.len();
                answer_at[at] = (LEAVES + tree.questions.len()) as u8;
                tree.questions.push(Question { column, passed, no, yes });
            }
        }
        Some(tree)
    }

    /// What is to be expected at each place: at leaves their value, behind them at each question the mean of the
    /// leaves below. A tree without questions ends in its leaf.
    fn expected(&self) -> Vec<f32> {
        if self.questions.is_empty() {
            return vec![self.leaves[0]];
        }
        let mut sums: Vec<(f32, f32)> = self.leaves.iter().map(|leaf| (*leaf, 1.0)).collect();
        for question in &self.questions {
            let [no, yes] = [question.no, question.yes].map(|below| sums[usize::from(below)]);
            sums.push((no.0 + yes.0, no.1 + yes.1));
        }
        sums.into_iter().map(|(sum, leaves)| sum / leaves).collect()
    }
}
