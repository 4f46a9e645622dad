//! Calls to action: "Get a free trial", "Follow us".

use crate::blocks::Shape;
use crate::blocks::series::Series;
use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Page, Rule};
use crate::record::{Format, Role};

/// Chance from which a call is content all the same. About half of the words of such blocks are in the labels of
/// wcxb-dev, so that its F1 is the same without them, with .8 as with .9; of gold-dev's promo a sixth less stands in
/// the text.
const CONTENT_CHANCE: f32 = 0.9;

/// The same in plain text, where the model is less sure of short lines: advice begins as calls do ("Get a free test at
/// your pharmacy"), and nothing but the words is there to tell them apart.
const CONTENT_CHANCE_PLAIN: f32 = 0.5;

/// Most words of a text that begins with a call; a longer one says something besides.
const CALL_WORDS: u32 = 40;

/// Most words of a text with a call in a later sentence: longer ones tell of something first.
const LATER_CALL_WORDS: u32 = 16;

/// Leaves out of the content what asks its readers for something and is not surely content. What stands in numbered
/// lists, and headings over content, say what readers are to do without the site.
pub(super) fn leave(
    page: &Page,
    features: &Features,
    decision: &Decision,
    series: &[Series],
    labels: &mut [Label],
) {
    let mut listed = vec![false; labels.len()];
    for items in series.iter().map(|series| &series.items) {
        items.iter().for_each(|item| listed[item.start] = true);
        // The last item may run to the end of the page.
        items.iter().rev().skip(1).for_each(|item| listed[item.start..item.end].fill(true));
    }
    let plain = page.document.format == Format::Text;
    let content_chance = if plain { CONTENT_CHANCE_PLAIN } else { CONTENT_CHANCE };
    for index in (0..labels.len()).rev() {
        let doubtful = labels[index].role == Role::Body && decision.chances[index] < content_chance;
        let stands_alone = || match page.blocks.get(index).shape {
            Shape::Paragraph => true,
            Shape::Heading(_) => {
                exclaims(page.blocks.text(index))
                    || labels.get(index + 1).is_none_or(|below| below.role != Role::Body)
            }
            _ => false,
        };
        // All that stands under a heading of the text.
        let told = || {
            let over = index
                .checked_sub(1)
                .filter(|at| page.blocks.is_heading(*at) && labels[*at].role == Role::Body);
            over.is_some() && features.stats[index].words > LATER_CALL_WORDS
        };
        let calls = || calls(page.blocks.text(index), features.stats[index].words) && !told();
        if doubtful && !listed[index] && stands_alone() && calls() {
            labels[index] = Label::of(Role::Promo, 1.0 - decision.chances[index], Rule::Call);
        }
    }
}

/// Whether a text asks its readers for something.
fn calls(text: &str, words: u32) -> bool {
    // Somebody in a story says so.
    if text.trim_start().starts_with(['"', '“', '”', '„', '«', '»', '‘', '「', '—', '–']) {
        return false;
    }
    let urges = exclaims(text);
    let call = |sentence| {
        phrases::opens_with(sentence, Phrase::Call) || (urges && phrases::opens_with(sentence, Phrase::Urge))
    };
    if words <= LATER_CALL_WORDS {
        return phrases::sentences(text).any(call);
    }
    words <= CALL_WORDS && call(text)
}

/// Whether a text ends with an exclamation mark.
fn exclaims(text: &str) -> bool {
    text.trim_end().ends_with(['!', '！'])
}

#[cfg(test)]
mod tests {
    use super::calls;

    #[test]
    fn a_call_opens_a_short_text_or_one_of_its_sentences() {
        assert!(calls("Follow us on the channel for more.", 7));
        assert!(calls("Ready? Get a free trial.", 5));
        assert!(calls("Abonnez-vous à notre lettre.", 5));
        assert!(calls("CONTACT US", 2) && !calls("Contact US customs first.", 4) && !calls("“Join us!”", 2));
        assert!(!calls("They follow us on the channel.", 6) && !calls("Contact used needles never.", 4));
        assert!(!calls("Sign up for a class with a friend.", 8) && calls("Sign up for the guide!", 5));
        let long = "It rains. Get a free trial.";
        assert!(calls(long, 6) && !calls(long, 20) && !calls("Get a free trial and read on.", 41));
    }
}
