//! Boosted trees, asked of many blocks at once.
//!
//! A question compares a feature with a threshold. What matters of a feature is therefore only how many
//! of its thresholds it passes: [`Trees::bin`] counts them once for [`ROWS`] blocks, and each question
//! then compares bytes side by side, without a branch to guess or an address to wait for. A tree is
//! answered from its leaves up, all questions of it, which costs less than to walk down. Sums go from
//! the first tree to the last, so the digits are the same on every machine.

use crate::step::{self, Vector, WIDE, Work};
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
#[derive(Debug, Clone, Copy)]
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
    leaves: [f32; LEAVES],
}

/// All trees.
#[derive(Debug, Clone)]
pub(super) struct Trees {
    start: f32,
    columns: Vec<Column>,
    trees: Vec<Tree>,
}

/// A byte for each of [`ROWS`] blocks.
type Lane = [[u8; WIDE]; VECTORS];

/// For each column, how many of its thresholds each block passes.
pub(super) type Bins = Vec<Lane>;

/// A feature of [`ROWS`] blocks.
pub(super) type Values = [f32; ROWS];

impl Trees {
    /// The trees in the form in which they are asked; `None` when their nodes make no tree.
    pub fn new(start: f32, stored: &[[Node; NODES]]) -> Option<Self> {
        let columns = columns(stored)?;
        let trees = stored.iter().map(|nodes| Tree::new(nodes, &columns)).collect::<Option<_>>()?;
        Some(Self { start, columns, trees })
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

    /// The sums of all trees.
    pub fn sums(&self, bins: &Bins) -> Values {
        step::wide(Summing { trees: self, bins })
    }
}

/// What moved the sum of all trees for a block.
pub(super) struct Shares {
    /// What is to be expected before anything is asked.
    pub mean: f32,
    /// For each feature that was asked for, how far its questions moved the sum.
    pub of: Vec<(u16, f32)>,
}

struct Summing<'a> {
    trees: &'a Trees,
    bins: &'a Bins,
}

impl Work for Summing<'_> {
    type Done = Values;

    #[inline(always)]
    fn run<V: Vector>(self) -> Values {
        let mut sums = [self.trees.start; ROWS];
        let mut answers = [Lane::default(); NODES];
        for (leaf, answer) in answers.iter_mut().enumerate().take(LEAVES) {
            *answer = [[leaf as u8; WIDE]; VECTORS];
        }
        for tree in &self.trees.trees {
            let leaf_of = tree.answer::<V>(self.bins, &mut answers);
            for vector in 0..VECTORS {
                for lane in 0..WIDE {
                    let leaf = usize::from(leaf_of[vector][lane]) % LEAVES;
                    sums[vector * WIDE + lane] += tree.leaves[leaf];
                }
            }
        }
        sums
    }
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
    fn new(nodes: &[Node; NODES], columns: &[Column]) -> Option<Self> {
        let mut tree = Self { questions: Vec::new(), leaves: [0.0; LEAVES] };
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

    /// The leaf of each block.
    #[inline(always)]
    fn answer<V: Vector>(&self, bins: &Bins, answers: &mut [Lane; NODES]) -> Lane {
        let mut last = 0;
        for (at, question) in self.questions.iter().enumerate() {
            let bins = &bins[usize::from(question.column)];
            let (no, yes) = (usize::from(question.no) % NODES, usize::from(question.yes) % NODES);
            last = (LEAVES + at) % NODES;
            // Closures would not be compiled for the instructions of the vectors.
            for vector in 0..VECTORS {
                let (no, yes) = (V::load(&answers[no][vector]), V::load(&answers[yes][vector]));
                V::load(&bins[vector]).choose(question.passed, yes, no).store(&mut answers[last][vector]);
            }
        }
        answers[last]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree as a table, walked down for one block.
    fn walk(nodes: &[Node; NODES], values: &[f32]) -> f32 {
        let mut at = 0;
        loop {
            let node = &nodes[at];
            if node.children == [at as u8; 2] {
                return node.threshold;
            }
            at = usize::from(node.children[usize::from(values[usize::from(node.feature)] > node.threshold)]);
        }
    }

    fn leaf(at: u8, value: f32) -> Node {
        Node { threshold: value, feature: 0, children: [at, at] }
    }

    fn stored() -> [Node; NODES] {
        let mut nodes = [Node::default(); NODES];
        nodes[0] = Node { threshold: 1.5, feature: 1, children: [1, 2] };
        nodes[1] = leaf(1, -0.25);
        nodes[2] = Node { threshold: 0.5, feature: 0, children: [3, 4] };
        nodes[3] = leaf(3, 0.125);
        nodes[4] = leaf(4, 2.0);
        nodes
    }

    #[test]
    fn blocks_side_by_side_come_out_as_by_a_walk_down_the_tree() {
        // More thresholds of one feature than fit in a column, and a tree that is a leaf alone.
        let many = (0..300_u16).map(|step| {
            let mut nodes = stored();
            nodes[2].threshold = f32::from(step) / 40.0;
            nodes[4].threshold = 1.0 / (1.0 + f32::from(step));
            nodes
        });
        let mut alone = [Node::default(); NODES];
        alone[0] = leaf(0, 0.3);
        let stored: Vec<[Node; NODES]> = many.chain([alone]).collect();
        let trees = Trees::new(1.0, &stored).expect("they are trees");
        assert_eq!(trees.columns.len(), 3);
        let mut bins = trees.bins();
        let features: [Values; 2] = [
            std::array::from_fn(|row| row as f32 / 4.0),
            std::array::from_fn(|row| f32::from(u8::from(row % 3 != 0)) * 2.0),
        ];
        trees.bin(&features, 0..1, &mut bins);
        trees.bin(&features, 1..2, &mut bins);
        for (row, sum) in trees.sums(&bins).into_iter().enumerate() {
            let values = features.map(|own| own[row]);
            let expected = stored.iter().fold(1.0, |sum, nodes| sum + walk(nodes, &values));
            assert_eq!(sum, expected, "block {row}");
            let shares = trees.shares(&values);
            let apart = shares.of.iter().fold(shares.mean, |sum, (_, share)| sum + share);
            assert!((sum - apart).abs() < 1e-3, "block {row}: {sum} is not {apart}, the sum of its shares");
        }
    }

    #[test]
    fn a_share_is_that_of_the_feature_that_was_asked_for() {
        let trees = Trees::new(0.5, &[stored()]).expect("it is a tree");
        // The leaves below the first question: -0.25 on one side, 0.125 and 2 on the other.
        let mean = (-0.25 + 0.125 + 2.0) / 3.0;
        let shares = trees.shares(&[9.0, 1.0]);
        assert_eq!((shares.mean, shares.of), (0.5 + mean, vec![(1, -0.25 - mean)]));
        let shares = trees.shares(&[0.0, 2.0]);
        let second = (0.125 + 2.0) / 2.0;
        assert_eq!(shares.of, [(0, 0.125 - second), (1, second - mean)]);
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        for child in [0, 1, NODES as u8] {
            let mut nodes = stored();
            nodes[2].children[0] = child;
            assert!(Trees::new(0.0, &[nodes]).is_none(), "{child}");
        }
    }
}
