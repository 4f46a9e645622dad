//! Why the model finds a block likely or unlikely to be content: the features that moved its sum most.
//!
//! Each question of a tree moves the value to be expected, which is the mean of the leaves below; the move
//! is the share of the feature that was asked for (Saabas). It is worked out for who wants to know, block by
//! block, and not where pages are read by the million.

use super::{Features, Known, Page, Reading, Scores, View, elements_of, is_settled, tokens};
use crate::classify::learned::Model;

/// Features that are told of a block.
const TOLD: usize = 3;

/// A feature, and what it added to the sum of the trees: above zero, it spoke for content.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Name of the feature with its group before it: `container.prose_share`.
    pub feature: String,
    /// Its share, in log odds before the curve to chances.
    pub share: f32,
}

/// What the model says of a block, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons {
    /// How likely the block is content, 0 to 1.
    pub chance: f32,
    /// The features with the largest shares, largest first.
    pub strongest: Vec<Reason>,
}

/// The reasons of every block; `None` for those that the model is not asked for.
pub(in crate::classify) fn reasons(
    page: &Page,
    features: &Features,
    known: &Known,
    model: &Model,
) -> Vec<Option<Reasons>> {
    let elements = elements_of(page);
    let view = View::of(page, features, known, elements.as_ref());
    let mut reading = Reading::of(&view, elements.as_ref());
    let mut names = reading.names();
    names.extend(tokens::score_names(page.document.format).iter().map(ToString::to_string));
    let mut scores = Scores::new(&model.tables, page.blocks, elements.as_ref());
    let mut own = |index: usize| {
        let mut values = Vec::with_capacity(names.len());
        reading.row(index, &mut values);
        values.extend(scores.of(index, view.sequence.heading(index)));
        let shares = model.trees.shares(&values);
        let chance = model.chances.at(shares.mean + shares.of.iter().map(|(_, share)| share).sum::<f32>());
        let mut strongest = shares.of;
        strongest.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()).then(one.0.cmp(&other.0)));
        strongest.truncate(TOLD);
        let reason = |(feature, share)| Reason { feature: names[usize::from(feature)].clone(), share };
        Reasons { chance, strongest: strongest.into_iter().map(reason).collect() }
    };
    (0..page.blocks.len()).map(|index| (!is_settled(features, known, index)).then(|| own(index))).collect()
}
