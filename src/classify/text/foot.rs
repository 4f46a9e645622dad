//! The lines right behind the text of a dump that say when it was written.

use super::Lines;
use crate::blocks::words;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Rule};
use crate::dates;
use crate::record::Role;
use crate::wordlists::{OF_THE_PAGE, POINTING};

/// Lines behind the text among which its date stands: tags and a button may stand over it.
const FOOT_LINES: usize = 4;

/// Most words of such a line: "This page was last modified on 5 May 2024 by the editors of the handbook."
const FOOT_WORDS: u32 = 16;

impl Lines<'_> {
    /// The day under the text is its own where words say so, or its tags stand beside it. Others are those of
    /// comments and of teasers.
    pub(super) fn date_at_foot(&self, labels: &mut [Label]) {
        let content = |label: &Label| matches!(label.role, Role::Body | Role::Numbered);
        let Some(last) = labels.iter().rposition(content) else { return };
        // In manuals the links to the pages before and after stand between.
        let below = (last + 1..labels.len()).filter(|index| labels[*index].role != Role::PrevNext);
        for index in below.take(FOOT_LINES).collect::<Vec<_>>() {
            if !matches!(labels[index].role, Role::Menu | Role::Other | Role::Byline) {
                return;
            }
            if self.stats(index).words <= FOOT_WORDS && self.tells_own_day(index) {
                labels[index] = Label::of(Role::Byline, 0.7, Rule::DateAtFoot);
                return;
            }
        }
    }

    /// Whether a line tells a day and says of what: "Last modified on 5 May 2024", "5 May 2024 | Tags: wool".
    fn tells_own_day(&self, index: usize) -> bool {
        let text = self.text(index);
        let Some((_, day)) = dates::first_moment(text) else { return false };
        let (label, behind) = (&text[..day.start], &text[day.end..]);
        let beside = || behind.split(['|', '·', '•']).any(|part| phrases::says(part, Phrase::Tags));
        let over = || {
            let label = index.checked_sub(1).filter(|over| self.phrase_of[*over] == Some(Phrase::Byline));
            label.is_some_and(|over| !self.stats(over).dated)
        };
        // Over text stands the day of a comment, or of the next entry.
        let leads = || self.features.stats.get(index + 1).is_some_and(|below| below.prose);
        let said = || {
            phrases::says(label, Phrase::Byline)
                || (!label.contains(char::is_alphanumeric) && over())
                || beside()
        };
        tells_own_change(label) || (said() && !leads())
    }
}

/// Whether a label speaks of a change of the page: "Exchange rates updated on" tells of something else.
fn tells_own_change(label: &str) -> bool {
    let own = label.rsplit(['|', '·', '•']).next().unwrap_or_default().to_lowercase();
    if !dates::tells_change(&own) || own.chars().any(words::is_dense) {
        return dates::tells_change(&own);
    }
    let words = own.split(|own: char| !own.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words = words.skip_while(|word| POINTING.contains(word));
    let first = words.next().unwrap_or_default();
    let verb_later = || own.split_once(first).is_some_and(|(_, behind)| dates::tells_change(behind));
    OF_THE_PAGE.contains(&first) || !verb_later()
}

#[cfg(test)]
mod tests {
    use super::tells_own_change;

    #[test]
    fn pages_change_and_so_do_rates() {
        for own in [
            "Updated on ",
            "Last updated: ",
            "This page was last modified on ",
            "Zuletzt geändert am ",
            "更新时间：",
        ] {
            assert!(tells_own_change(own), "{own}");
        }
        for other in ["Exchange rates updated on ", "Prices last updated ", "Tags: "] {
            assert!(!tells_own_change(other), "{other}");
        }
    }
}
