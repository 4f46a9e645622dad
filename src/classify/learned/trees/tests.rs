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
    let trees = Trees::new(1.0, &stored, 0..0).expect("they are trees");
    assert_eq!(trees.columns.len(), 3);
    let mut bins = trees.bins();
    let features: [Values; 2] = [
        std::array::from_fn(|row| row as f32 / 4.0),
        std::array::from_fn(|row| f32::from(u8::from(row % 3 != 0)) * 2.0),
    ];
    trees.bin(&features, 0..1, &mut bins);
    trees.bin(&features, 1..2, &mut bins);
    for (row, sum) in trees.pruned(&bins).sums(&bins).into_iter().enumerate() {
        let values = features.map(|own| own[row]);
        let expected = stored.iter().fold(1.0, |sum, nodes| sum + walk(nodes, &values));
        assert_eq!(sum, expected, "block {row}");
        let shares = trees.shares(&values);
        let apart = shares.of.iter().fold(shares.mean, |sum, (_, share)| sum + share);
        assert!((sum - apart).abs() < 1e-3, "block {row}: {sum} is not {apart}, the sum of its shares");
    }
}

#[test]
fn what_all_blocks_answer_alike_is_asked_once() {
    let trees = |whole| Trees::new(1.0, &[stored(), stored()], whole).expect("they are trees");
    let (all, pruned) = (trees(0..0), trees(1..2));
    for (alike, left) in [(0.0, 0), (2.0, 2)] {
        let features: [Values; 2] = [std::array::from_fn(|row| row as f32 / 4.0), [alike; ROWS]];
        let mut bins = all.bins();
        all.bin(&features, 0..2, &mut bins);
        let (all, pruned) = (all.pruned(&bins), pruned.pruned(&bins));
        assert_eq!((all.questions.len(), pruned.questions.len()), (4, left));
        assert_eq!(pruned.sums(&bins), all.sums(&bins));
    }
}

#[test]
fn a_share_is_that_of_the_feature_that_was_asked_for() {
    let trees = Trees::new(0.5, &[stored()], 0..0).expect("it is a tree");
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
        assert!(Trees::new(0.0, &[nodes], 0..0).is_none(), "{child}");
    }
}
