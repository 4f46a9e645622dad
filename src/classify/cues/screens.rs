//! Class names that show an element on some screens alone, as the style sheets of common frameworks have them.

use super::class;
use crate::document::{Document, NodeId};

/// On which screens an element is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// On wide ones: "d-none d-lg-block".
    Wide,
    /// On narrow ones: "d-lg-none".
    Narrow,
}

/// How frameworks name the widths of screens, from narrow to wide.
const NARROW: [&str; 6] = ["xs", "sm", "small", "phone", "mobile", "tablet"];
const WIDE: [&str; 7] = ["md", "lg", "xl", "xxl", "medium", "large", "desktop"];

/// Words that hide, and words that show.
const HIDES: [&str; 5] = ["hidden", "hide", "none", "hide-for", "hide-on"];
const SHOWS: [&str; 5] = ["visible", "show", "only", "show-for", "show-on"];

/// Ways to show behind a width: "md:flex". Before one they tell how large a thing is: "grid-small".
const DISPLAYS: [&str; 4] = ["block", "flex", "grid", "inline"];

/// On which screens alone class names show an element; `None` where they do not say, or say both.
pub fn screen(document: &Document, node: NodeId) -> Option<Screen> {
    let class = class(document, node);
    let told = || class.split_ascii_whitespace().filter_map(|name| of_name(name, class));
    let first = told().next()?;
    told().all(|own| own == first).then_some(first)
}

/// What one class name among others says: a width, and whether it is shown there.
fn of_name(name: &str, all: &str) -> Option<Screen> {
    let is = |name: &str, words: &[&str]| words.iter().any(|own| name.eq_ignore_ascii_case(own));
    let has = |name: &str| all.split_ascii_whitespace().any(|own| own == name);
    // Tailwind: "hidden md:block" and "md:hidden"; Bootstrap: "d-none d-md-block" and "d-md-none". From that width on.
    let from = name.split_once(':').or_else(|| name.strip_prefix("d-").and_then(|own| own.split_once('-')));
    if let Some((width, display)) = from {
        let known = is(width, &WIDE) || is(width, &NARROW);
        let hidden_else = || has("hidden") || has("d-none");
        return match display {
            _ if !known => None,
            "hidden" | "none" if !hidden_else() => Some(Screen::Narrow),
            _ if is(display, &DISPLAYS) && hidden_else() => Some(Screen::Wide),
            _ => None,
        };
    }
    let name = name.strip_prefix("elementor-").unwrap_or(name);
    // "hide-for-small-only", "visible-xs-block"; but "mobile-only" says so itself.
    let ends = ["-only", "-up", "-block"];
    let bare = ends.iter().find_map(|end| name.strip_suffix(end).filter(|own| own.contains('-')));
    let name = bare.unwrap_or(name);
    let (first, last) = name.rsplit_once('-')?;
    let screens = |word: &str| match () {
        () if is(word, &NARROW) => Some(Screen::Narrow),
        () if is(word, &WIDE) => Some(Screen::Wide),
        () => None,
    };
    let other = |own: Screen| if own == Screen::Wide { Screen::Narrow } else { Screen::Wide };
    match (screens(last), screens(first)) {
        (Some(own), _) if is(first, &HIDES) => Some(other(own)),
        (Some(own), _) if is(first, &SHOWS) => Some(own),
        (_, Some(own)) if is(last, &HIDES) => Some(other(own)),
        (_, Some(own)) if last.eq_ignore_ascii_case("only") => Some(own),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Screen, screen};
    use crate::document::html;

    #[test]
    fn class_names_tell_on_which_screens_an_element_is_shown() {
        let of = |class: &str| {
            let document = html::parse(&format!("<div class='{class}'>Wash</div>"));
            (1..document.len()).find_map(|node| screen(&document, node))
        };
        for class in [
            "box d-none d-lg-block",
            "hidden md:flex",
            "hidden-xs hidden-sm",
            "visible-lg-block",
            "elementor-hidden-mobile",
            "hide-for-small-only",
            "desktop-only",
            "hide-on-mobile",
        ] {
            assert_eq!(of(class), Some(Screen::Wide), "{class}");
        }
        for class in ["box d-lg-none", "md:hidden", "visible-xs", "elementor-hidden-desktop", "mobile-only"] {
            assert_eq!(of(class), Some(Screen::Narrow), "{class}");
        }
        for class in [
            "hidden",
            "d-none",
            "d-flex",
            "col-md",
            "text-lg",
            "hidden-xs hidden-lg",
            "lg:text-xl",
            "grid-large",
            "block-sm",
            "flex-md",
        ] {
            assert_eq!(of(class), None, "{class}");
        }
    }
}
