//! What in a dump is one thing, and is decided as one.

use super::{equal, rest};
use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::{Label, Page};

/// Gives one role to what is one thing, once it is known what sort of page it is: the kinds were learned over the roles
/// before, and over these three dumps of wcxb-dev in 498 are told to be of another kind, and wrongly. What closes with a
/// paragraph is no thread, and no list of other pages.
pub(in crate::classify) fn pool(
    page: &Page,
    features: &Features,
    decision: &Decision,
    closes: bool,
    labels: &mut [Label],
) {
    equal::settle(page, features, decision, labels);
    if closes {
        rest::leave(features, decision, labels);
    }
}
