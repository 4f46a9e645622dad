//! Which blocks of a page to take, given how likely each is content.

/// Expected F1 below which nothing is taken: such pages hold no content more often than not. Between 0.15
/// and 0.25 it makes no difference; without it, F1 on wcxb-dev is 0.3 points lower.
const LEAST_EXPECTED: f32 = 0.15;

/// What to prefer when in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Favor {
    /// Neither: the cut-off that maximises F1.
    #[default]
    Balance,
    /// Less text, surer.
    Precision,
    /// More text, less sure.
    Recall,
}

impl Favor {
    /// Square of how many times recall counts as much as precision; a half and twice are usual.
    fn beta(self) -> f64 {
        match self {
            Self::Balance => 1.0,
            Self::Precision => 0.25,
            Self::Recall => 4.0,
        }
    }
}

/// A choice of blocks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// Chance from which blocks are taken.
    pub cutoff: f32,
    /// The F1 that the choice has if the chances are right.
    pub expected_f1: f32,
}

/// The cut-off that maximises the expected F of a page's words. It needs no parameter, and beat every
/// fixed cut-off in cross-validation.
pub(super) fn choose(chances: &[f32], words: &[u32], favor: Favor) -> Choice {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|one, other| chances[*other].total_cmp(&chances[*one]).then(one.cmp(other)));
    let weigh = |index: usize| f64::from(words[index]);
    let content: f64 = order.iter().map(|index| f64::from(chances[*index]) * weigh(*index)).sum();
    let beta = favor.beta();
    let (mut taken, mut right) = (0.0, 0.0);
    let (mut best, mut choice) = (0.0, Choice { cutoff: f32::INFINITY, expected_f1: 0.0 });
    for index in order {
        taken += weigh(index);
        right += f64::from(chances[index]) * weigh(index);
        let score = (1.0 + beta) * right / (beta * content + taken).max(f64::MIN_POSITIVE);
        if score > best {
            let expected_f1 = (2.0 * right / (content + taken).max(f64::MIN_POSITIVE)) as f32;
            (best, choice) = (score, Choice { cutoff: chances[index], expected_f1 });
        }
    }
    if choice.expected_f1 < LEAST_EXPECTED && favor != Favor::Recall {
        choice.cutoff = f32::INFINITY;
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cutoff_follows_the_words_at_stake() {
        let chances = [0.9, 0.4, 0.35, 0.1];
        assert_eq!(choose(&chances, &[100, 10, 10, 10], Favor::Balance).cutoff, 0.9);
        let unsure = [0.5, 0.4, 0.35, 0.1];
        assert_eq!(choose(&unsure, &[10, 10, 10, 50], Favor::Balance).cutoff, 0.35);
        assert_eq!(choose(&unsure, &[10, 10, 10, 50], Favor::Precision).cutoff, 0.4);
        assert_eq!(choose(&[], &[], Favor::Balance).expected_f1, 0.0);
    }
}
