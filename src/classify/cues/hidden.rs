//! Class names that hide an element, as style sheets do.

use super::{class, normal};
use crate::document::{Attr, Document, NodeId};

/// What stands before the word in the name of a state: "is-hidden", "ipsHide". Other words say where or what it hides, or
/// that it does not: "overflow-hidden", "mob-hide", "sr-hidden", "en-hide", "un-hide".
const STATES: [&[u8]; 3] = [b"is", b"js", b"ips"];

/// Whether a class name says that an element is hidden. Some screens show what others hide: "hidden md:block".
pub fn is_hidden_by_name(document: &Document, node: NodeId) -> bool {
    let ends_in = |name: &str, word: &[u8]| {
        name.len().checked_sub(word.len()).is_some_and(|at| name.as_bytes()[at..].eq_ignore_ascii_case(word))
    };
    let hides = |name: &str| {
        // Most names end otherwise, and need no further look.
        if !ends_in(name, b"hidden") && !ends_in(name, b"hide") {
            return false;
        }
        let mut buffer = [0_u8; 64];
        let own = normal(name, &mut buffer).unwrap_or_default();
        let prefix = own.strip_suffix(b"hidden").or_else(|| own.strip_suffix(b"hide"));
        !name.contains(':')
            && prefix.is_some_and(|prefix| match prefix.split_last() {
                Some((b'-', word)) => STATES.contains(&word),
                Some(_) => false,
                None => true,
            })
    };
    let shown = |name: &str| name.contains(':') && !name.ends_with("hidden");
    let names = || class(document, node).split_ascii_whitespace();
    names().any(hides) && !names().any(shown)
}

/// Words in the class name of a note that is shown to who points at a word.
const TIPS: [&str; 5] = ["tooltip", "tooltips", "tooltiptext", "popover", "infotip"];

/// Words in the class name of what has such notes in it, or opens them: "has-tooltips", "js-tooltip-scope".
const TIPPED: [&str; 8] = ["has", "js", "with", "container", "scope", "enabled", "trigger", "toggle"];

/// Whether an element says that it is such a note.
pub fn is_tip(document: &Document, node: NodeId) -> bool {
    let has = |name: &str, words: &[&str]| {
        let mut own = name.split(|c: char| !c.is_ascii_alphanumeric());
        own.any(|word| words.iter().any(|tip| word.eq_ignore_ascii_case(tip)))
    };
    let is_name = |name: &str| has(name, &TIPS) && !has(name, &TIPPED);
    document.attr(node, Attr::Role) == Some("tooltip")
        || class(document, node).split_ascii_whitespace().any(is_name)
}

#[cfg(test)]
mod tests {
    use super::{is_hidden_by_name, is_tip};
    use crate::document::html;

    #[test]
    fn notes_are_not_what_has_notes() {
        let tip = |class: &str| {
            let document = html::parse(&format!("<div class='{class}'>Ash</div>"));
            (1..document.len()).any(|node| is_tip(&document, node))
        };
        assert!(tip("tooltip") && tip("term__tooltip") && tip("tip popover-body"));
        assert!(!tip("doc has-tooltips") && !tip("js-tooltip-scope") && !tip("tooltip-container"));
    }

    #[test]
    fn class_names_hide_from_all_or_from_some() {
        let hides = |class: &str| {
            let document = html::parse(&format!("<div class='{class}'>Give</div>"));
            (1..document.len()).any(|node| is_hidden_by_name(&document, node))
        };
        for class in ["hidden", "box hide", "is-hidden", "ipsHide", "hidden focus:hidden"] {
            assert!(hides(class), "{class}");
        }
        for class in [
            "overflow-hidden",
            "hidden md:block",
            "md:hidden",
            "sm-hidden",
            "sr-hidden",
            "hideaway",
            "hide-sm",
            "mob-hide",
            "tab-hide",
            "pc-hidden",
            "un-hide",
            "en-hide",
        ] {
            assert!(!hides(class), "{class}");
        }
    }
}
