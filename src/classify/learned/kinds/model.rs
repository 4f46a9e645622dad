//! The trained weights of the kinds: read once from bytes that `train/kinds.py` wrote.
//!
//! The format, all numbers little-endian: `TAMIS-KINDS` and a zero byte; version of the features, number of values,
//! digest of their names; the step of the words' weights, the number of words that have some and for each its place and a
//! byte a kind; the number of trees, which sum up for one kind after the other, and for each its number of nodes and these,
//! the root first.

use super::{KINDS, WORD_SUMS, names};
use crate::classify::learned::bytes::Reader;
use crate::classify::learned::model::ModelError;
use crate::classify::learned::names::hash;
use crate::record::Format;

const MAGIC: &[u8] = b"TAMIS-KINDS\0";

/// A question, or a leaf, whose children are itself.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// What the value is compared with; a leaf's own.
    threshold: f32,
    value: u16,
    /// Where to go when the value is at most the threshold, and when it is more.
    children: [u8; 2],
}

/// What training made.
#[derive(Debug, Clone)]
pub struct KindModel {
    step: f32,
    /// The words that tell something, by place, each with its weight for every kind. Words of other languages are none of
    /// them, and say nothing.
    words: Vec<(u16, [i8; KINDS.len()])>,
    trees: Vec<Vec<Node>>,
}

impl KindModel {
    /// Reads the weights for pages in a format.
    ///
    /// # Errors
    /// The bytes are no model of kinds, or one for other values.
    pub fn read(bytes: &[u8], format: Format) -> Result<Self, ModelError> {
        let mut reader = Reader::behind(MAGIC, bytes)?;
        let ours: Vec<String> =
            names(format).into_iter().chain(WORD_SUMS.iter().map(ToString::to_string)).collect();
        let features = reader.check_features(ours.len(), hash(ours.join("\n").as_bytes()))?;
        let step = reader.float()?;
        let count = reader.whole()?;
        let words = (0..count).map(|_| word(&mut reader)).collect::<Result<Vec<_>, _>>()?;
        if !words.is_sorted_by_key(|(place, _)| *place) {
            return Err(ModelError::Damaged);
        }
        let count = reader.whole()?;
        let trees = (0..count).map(|_| tree(&mut reader, features)).collect::<Result<_, _>>()?;
        reader.end()?;
        Ok(Self { step, words, trees })
    }

    /// How much a page with these values and words is of each kind; the first is the article.
    pub(super) fn sums(&self, values: &[f32], words: &[u16]) -> [f32; KINDS.len()] {
        let mut values = values.to_vec();
        values.extend(self.word_sums(words));
        let mut sums = [0.0_f32; KINDS.len()];
        for (at, tree) in self.trees.iter().enumerate() {
            sums[at % KINDS.len()] += leaf(tree, &values);
        }
        sums
    }

    /// For each kind, what the words say for it. A word counts for less where there are many: length is no kind.
    fn word_sums(&self, words: &[u16]) -> [f32; KINDS.len()] {
        let mut sums = [0_i32; KINDS.len()];
        for place in words {
            if let Ok(at) = self.words.binary_search_by_key(place, |(own, _)| *own) {
                sums.iter_mut().zip(self.words[at].1).for_each(|(sum, weight)| *sum += i32::from(weight));
            }
        }
        let length = (words.len().max(1) as f32).sqrt();
        sums.map(|sum| sum as f32 * self.step / length)
    }
}

/// Where a page ends up in a tree.
fn leaf(tree: &[Node], values: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        let node = tree[at];
        let next = usize::from(node.children[usize::from(values[usize::from(node.value)] > node.threshold)]);
        if next == at {
            return node.threshold;
        }
        at = next;
    }
}

fn word(reader: &mut Reader) -> Result<(u16, [i8; KINDS.len()]), ModelError> {
    let place = u16::from_le_bytes(reader.take()?);
    Ok((place, reader.take::<{ KINDS.len() }>()?.map(|byte| byte as i8)))
}

fn tree(reader: &mut Reader, values: usize) -> Result<Vec<Node>, ModelError> {
    let [count] = reader.take()?;
    let nodes = (0..count).map(|at| {
        let (threshold, value, children) =
            (reader.float()?, u16::from_le_bytes(reader.take()?), reader.take()?);
        // Down a tree the places rise, so that every walk ends.
        let falls = |child: &u8| *child >= count || *child < at;
        let leaf = children.iter().all(|child| *child == at);
        let loops = !leaf && children.contains(&at);
        if usize::from(value) >= values || children.iter().any(falls) || loops {
            return Err(ModelError::Damaged);
        }
        Ok(Node { threshold, value, children })
    });
    let nodes = nodes.collect::<Result<Vec<_>, _>>()?;
    if nodes.is_empty() { Err(ModelError::Damaged) } else { Ok(nodes) }
}
