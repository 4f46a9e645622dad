//! What the words of one class name say together.

use super::Cue;
use crate::classify::word_table::Words;

/// Most letters of a style guide's prefix: "c-card", "wpb-card".
const PREFIX: usize = 3;

/// What the words of a name say together.
pub(super) struct Sense {
    /// The cue of the first word that has one, unless the name speaks of a state of the page.
    pub cue: Option<Cue>,
    /// Whether it speaks of the pages before and after: "theme-prev-next-nav", "navigation-next".
    pub leads_around: bool,
}

impl Sense {
    pub fn of(name: &[u8], cues: &Words<Cue>) -> Self {
        let (mut cue, mut state) = (None, false);
        let (mut previous, mut next, mut navigation) = (false, false, false);
        let (mut component, mut stuck, mut short) = (false, false, 0);
        for (at, word) in name.split(|byte| *byte == b'-').enumerate() {
            match word {
                b"prev" | b"previous" => previous = true,
                b"next" => next = true,
                b"nav" | b"navigation" => navigation = true,
                b"enabled" | b"disabled" => state = true,
                // "card-footer" is the foot of a card.
                b"footer" | b"foot" if component || stuck => continue,
                _ if at == 0 => state = word.len() < name.len() && begins_state(word),
                _ => {}
            }
            component |= at <= short && is_component(word);
            // "sticky-footer" is how a page is laid out: its parts may be called "sticky-footer__header". What is stuck to the
            // foot of the screen is a bar.
            stuck = matches!(word, b"sticky" | b"fixed");
            // "c-card-footer": the prefix of a style guide.
            short += usize::from(at == 0 && word.len() <= PREFIX);
            cue = cue.or_else(|| cues.get(word));
        }
        let leads_around = (previous && next) || ((previous || next) && navigation);
        Self { cue: cue.filter(|_| !state), leads_around }
    }
}

/// Whether a word names a part of a page of which there are many.
fn is_component(word: &[u8]) -> bool {
    matches!(
        word,
        b"card"
            | b"tile"
            | b"panel"
            | b"flyout"
            | b"product"
            | b"quote"
            | b"blockquote"
            | b"testimonial"
            | b"review"
            | b"accordion"
            | b"feature"
            | b"highlights"
            | b"slide"
    )
}

/// Whether a name that begins with this word speaks of a state or an option of the page, and not of what the element
/// is for: "has-sidebar", "no-comments", "enable-ad-slots".
fn begins_state(word: &[u8]) -> bool {
    matches!(
        word,
        b"has" | b"no" | b"with" | b"is" | b"enable" | b"disable" | b"filter" | b"show" | b"hide" | b"allow"
    )
}

#[cfg(test)]
mod tests {
    use super::Sense;
    use crate::classify::cues::{Cue, VOCABULARY};

    #[test]
    fn parts_of_a_component_and_states_are_no_parts_of_the_page() {
        let cue = |name: &str| Sense::of(name.as_bytes(), &VOCABULARY.words).cue;
        assert_eq!(cue("site-footer"), Some(Cue::Footer));
        assert_eq!(cue("footer-cards"), Some(Cue::Footer));
        assert_eq!(cue("shop-card-footer"), Some(Cue::Footer), "where cards of the site stand");
        assert_eq!(cue("card-footer"), None);
        assert_eq!(cue("c-tile-footer"), None);
        assert_eq!(cue("sticky-footer-header"), None);
        assert_eq!(cue("mobile-fixed-footer"), None);
        assert_eq!(cue("sticky-footer-ad"), Some(Cue::Promo));
        assert_eq!(cue("cta-enabled"), None);
        assert_eq!(cue("cta-box"), Some(Cue::Promo));
    }
}
