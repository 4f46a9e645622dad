//! Boosted trees as a table.
//!
//! Every tree is a block of [`NODES`] nodes, so that an index in one byte is always inside. A leaf is a
//! node whose children are itself: all blocks then take the same number of steps, and several walk side
//! by side without a branch to guess. Sums go from the first tree to the last, so the digits are the
//! same on every machine.

/// Nodes of a tree, unused ones included.
pub(super) const NODES: usize = 64;

/// Blocks that walk side by side: enough to hide how long a step waits for the one before.
const LANES: usize = 8;

/// A question, or a leaf.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Node {
    /// What the feature is compared with; a leaf's value.
    pub threshold: f32,
    pub feature: u16,
    /// Where to go when the feature is at most the threshold, and when it is more.
    pub children: [u8; 2],
}

/// One tree.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub nodes: [Node; NODES],
    /// Steps from the root to the deepest leaf.
    pub depth: u8,
}

/// All trees.
#[derive(Debug, Clone)]
pub(super) struct Trees {
    pub start: f32,
    pub trees: Vec<Tree>,
}

impl Trees {
    /// The sum of all trees for every row of features.
    pub fn sums(&self, values: &[f32], width: usize) -> Vec<f32> {
        let rows = values.len().checked_div(width).unwrap_or(0);
        let mut sums = vec![self.start; rows];
        let whole = rows - rows % LANES;
        for (lanes, own) in sums[..whole].chunks_exact_mut(LANES).enumerate() {
            let from = lanes * LANES * width;
            let rows: [&[f32]; LANES] =
                std::array::from_fn(|lane| &values[from + lane * width..from + (lane + 1) * width]);
            for tree in &self.trees {
                tree.walk(&rows, own);
            }
        }
        for (row, own) in sums.iter_mut().enumerate().skip(whole) {
            let values = [&values[row * width..(row + 1) * width]];
            for tree in &self.trees {
                tree.walk(&values, std::slice::from_mut(own));
            }
        }
        sums
    }
}

impl Tree {
    fn walk<const N: usize>(&self, rows: &[&[f32]; N], sums: &mut [f32]) {
        let mut at = [0_u8; N];
        for _ in 0..self.depth {
            for (at, row) in at.iter_mut().zip(rows) {
                let node = &self.nodes[usize::from(*at) % NODES];
                let more = row[usize::from(node.feature)] > node.threshold;
                *at = node.children[usize::from(more)];
            }
        }
        for (sum, at) in sums.iter_mut().zip(at) {
            *sum += self.nodes[usize::from(at) % NODES].threshold;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_side_by_side_come_out_as_alone() {
        let mut nodes = [Node::default(); NODES];
        nodes[0] = Node { threshold: 1.5, feature: 1, children: [1, 2] };
        nodes[1] = Node { threshold: -0.25, feature: 0, children: [1, 1] };
        nodes[2] = Node { threshold: 0.5, feature: 0, children: [3, 4] };
        nodes[3] = Node { threshold: 0.125, feature: 0, children: [3, 3] };
        nodes[4] = Node { threshold: 2.0, feature: 0, children: [4, 4] };
        let trees = Trees { start: 1.0, trees: vec![Tree { nodes, depth: 2 }; 2] };
        let rows: Vec<f32> =
            (0..11).flat_map(|row| [row as f32 / 10.0, f32::from(row % 3 != 0) * 2.0]).collect();
        let sums = trees.sums(&rows, 2);
        let alone: Vec<f32> = rows.chunks(2).flat_map(|row| trees.sums(row, 2)).collect();
        assert_eq!(sums, alone);
        assert_eq!((sums[0], sums[1], sums[10]), (0.5, 1.25, 5.0));
    }
}
