//! Class names that hide an element, as style sheets do.

use super::{class, normal};
use crate::document::{Document, NodeId};

/// Most letters of what stands before the word in the name of a state: "is-hidden", "ipsHide"; "overflow-hidden" cuts off
/// what does not fit.
pub(super) const PREFIX: usize = 3;

/// Whether a class name says that an element is hidden. Some screens show what others
/// hide, and some readers hear it: "hidden md:block", "sm-hidden", "sr-hidden".
pub fn is_hidden_by_name(document: &Document, node: NodeId) -> bool {
    let hides = |name: &str| {
        let mut buffer = [0_u8; 64];
        let own = normal(name, &mut buffer).unwrap_or_default();
        let prefix = own.strip_suffix(b"hidden").or_else(|| own.strip_suffix(b"hide"));
        !name.contains(':')
            && prefix.is_some_and(|prefix| match prefix.split_last() {
                Some((b'-', word)) => {
                    (2..=PREFIX).contains(&word.len())
                        && !matches!(word, b"xs" | b"sm" | b"md" | b"lg" | b"xl" | b"xxl" | b"sr" | b"ada")
                }
                Some(_) => false,
                None => true,
            })
    };
    let shown = |name: &str| name.contains(':') && !name.ends_with("hidden");
    let names = || class(document, node).split_ascii_whitespace();
    names().any(hides) && !names().any(shown)
}

#[cfg(test)]
mod tests {
    use super::is_hidden_by_name;
    use crate::document::html;

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
        ] {
            assert!(!hides(class), "{class}");
        }
    }
}
