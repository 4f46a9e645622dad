//! The trees as one page asks them.
//!
//! Half of all questions ask for what the page is, and all of its blocks answer them alike: they are answered once,
//! and what stands behind the other answer is not asked at all.

use super::{Bins, LEAVES, Lane, NODES, Question, ROWS, Tree, Trees, VECTORS, Values};
use crate::step::{self, Vector, WIDE, Work};
use std::ops::Range;

/// Trees whose leaves are added one after the other before a sum is put back.
const TOGETHER: usize = 4;

/// The places of a tree when every question is asked.
const EACH_AT_HOME: [u8; NODES] = {
    let mut place = [0; NODES];
    let mut at = 0;
    while at < NODES {
        place[at] = at as u8;
        at += 1;
    }
    place
};

/// The trees without the questions that all blocks of a page answer alike.
pub(in super::super) struct Pruned<'a> {
    start: f32,
    trees: Vec<Branches<'a>>,
    /// Those of all trees.
    pub(super) questions: Vec<Asked>,
}

/// A question that is asked, and where its answers go.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked {
    question: Question,
    to: u8,
}

/// A question that all blocks of a page answer alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole {
    column: u16,
    passed: u8,
    /// Its tree, and its place among the questions there.
    tree: u16,
    at: u8,
    /// The bits of its tree's questions that are left when the answer is no, and when it is yes.
    left: [u32; 2],
}

/// What is left of a tree.
struct Branches<'a> {
    leaves: &'a [f32; LEAVES],
    questions: Range<usize>,
    /// Where its answers stand: at its last question, or at a leaf where none is left.
    root: u8,
}

impl Trees {
    /// The trees for the blocks of a page; the thresholds are counted of what is the same for all of them. A wrong
    /// guess costs the machine more than a question, so that nothing branches by what is answered.
    pub fn pruned(&self, bins: &Bins) -> Pruned<'_> {
        // For each tree the questions that are left, and of those for the page the ones that it answers with yes.
        let mut answered: Vec<[u32; 2]> = self.trees.iter().map(|tree| [tree.all(), 0]).collect();
        for own in &self.whole {
            let yes = bins[usize::from(own.column)][0][0] > own.passed;
            let [left, said_yes] = &mut answered[usize::from(own.tree)];
            *left &= own.left[usize::from(yes)];
            *said_yes |= u32::from(yes) << own.at;
        }
        let count: u32 = answered.iter().map(|[left, _]| left.count_ones()).sum();
        let mut questions = Vec::with_capacity(count as usize);
        let trees = self.trees.iter().zip(answered).map(|(tree, answered)| {
            let first = questions.len();
            let root = tree.keep(answered, &mut questions);
            Branches { leaves: &tree.leaves, questions: first..questions.len(), root }
        });
        Pruned { start: self.start, trees: trees.collect(), questions }
    }
}

impl Tree {
    /// The bits of all questions.
    fn all(&self) -> u32 {
        (1 << self.questions.len()) - 1
    }

    /// What the answers to the questions about the page leave of this tree, the one in this place.
    pub(super) fn cuts(&self, tree: usize) -> Vec<Whole> {
        // For each place the bits of the questions from there down; none at a leaf.
        let mut from = [0_u32; NODES];
        let mut cuts = Vec::new();
        for (at, question) in self.questions.iter().enumerate() {
            let [no, yes] = [question.no, question.yes].map(|below| from[usize::from(below)]);
            from[LEAVES + at] = no | yes | 1 << at;
            if self.whole >> at & 1 == 1 {
                let Question { column, passed, .. } = *question;
                cuts.push(Whole { column, passed, tree: tree as u16, at: at as u8, left: [!yes, !no] });
            }
        }
        cuts
    }

    /// Keeps the questions that are left and that blocks answer differently; gives the place where the answers of
    /// the tree stand.
    fn keep(&self, [mut left, said_yes]: [u32; 2], kept: &mut Vec<Asked>) -> u8 {
        // From the leaves up: where the answers of a question stand that the page answers, and of all others.
        let mut place = EACH_AT_HOME;
        let (mut own, mut count) = ([Asked::default(); LEAVES], 0);
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let Question { column, passed, no, yes } = self.questions[at];
            let (no, yes) = (place[usize::from(no) % NODES], place[usize::from(yes) % NODES]);
            let to = (LEAVES + at) % NODES;
            let is_whole = self.whole >> at & 1 == 1;
            let said = if said_yes >> at & 1 == 1 { yes } else { no };
            place[to] = if is_whole { said } else { to as u8 };
            own[count % LEAVES] = Asked { question: Question { column, passed, no, yes }, to: to as u8 };
            count += usize::from(!is_whole);
        }
        kept.extend_from_slice(&own[..count]);
        self.questions.len().checked_sub(1).map_or(0, |root| place[(LEAVES + root) % NODES])
    }
}

impl Pruned<'_> {
    /// The sums of all trees.
    pub fn sums(&self, bins: &Bins) -> Values {
        step::wide(Summing { trees: self, bins })
    }
}

struct Summing<'a> {
    trees: &'a Pruned<'a>,
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
        let (together, rest) = self.trees.trees.as_chunks::<TOGETHER>();
        for trees in together {
            self.add::<V, _>(trees, &mut answers, &mut sums);
        }
        for tree in rest {
            self.add::<V, _>(std::array::from_ref(tree), &mut answers, &mut sums);
        }
        sums
    }
}

impl Summing<'_> {
    /// Adds the leaves of some trees, in their order.
    #[inline(always)]
    fn add<V: Vector, const N: usize>(
        &self,
        trees: &[Branches; N],
        answers: &mut [Lane; NODES],
        sums: &mut Values,
    ) {
        let mut leaf_of = [Lane::default(); N];
        for at in 0..N {
            leaf_of[at] = self.answer::<V>(&trees[at], answers);
        }
        for vector in 0..VECTORS {
            for lane in 0..WIDE {
                let mut sum = sums[vector * WIDE + lane];
                for at in 0..N {
                    sum += trees[at].leaves[usize::from(leaf_of[at][vector][lane]) % LEAVES];
                }
                sums[vector * WIDE + lane] = sum;
            }
        }
    }

    /// The leaf of each block.
    #[inline(always)]
    fn answer<V: Vector>(&self, tree: &Branches, answers: &mut [Lane; NODES]) -> Lane {
        for Asked { question, to } in &self.trees.questions[tree.questions.clone()] {
            let bins = &self.bins[usize::from(question.column)];
            let (no, yes) = (usize::from(question.no) % NODES, usize::from(question.yes) % NODES);
            // Closures would not be compiled for the instructions of the vectors.
            for vector in 0..VECTORS {
                let (no, yes) = (V::load(&answers[no][vector]), V::load(&answers[yes][vector]));
                let chosen = V::load(&bins[vector]).choose(question.passed, yes, no);
                chosen.store(&mut answers[usize::from(*to) % NODES][vector]);
            }
        }
        answers[usize::from(tree.root) % NODES]
    }
}
