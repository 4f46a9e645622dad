//! What class names hide until a script shows it.

use super::rules::Rules;
use super::second_look::is_undecided;
use crate::classify::features::VISIBLE_SHARE;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Rule, cards, cues};
use crate::document::{Attr, Document, NodeId, Tag};
use crate::record::Role;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Elements between the words of a block and the class name that hides it.
const HIDING_STEPS: usize = 3;

/// The same for the name of a note, which stands around its frame and its arrow.
const TIP_STEPS: usize = 5;

/// Most blocks and words of a note; what has more holds a part of the page, and notes in it.
const TIP_BLOCKS: usize = 3;
const TIP_WORDS: u32 = 60;

/// Nodes and blocks of an element that are looked at: appeals are short, and this bounds the cost of nested ones.
const APPEAL_NODES: usize = 512;
const APPEAL_BLOCKS: usize = 32;

/// Most bytes of a button: "Continue reading".
const MORE_BYTES: usize = 80;

impl Rules<'_> {
    /// A hidden note that is shown to who points at a word is no part of the text, though it reads like it.
    pub(super) fn tips(&mut self) {
        let document = self.page.document;
        for (at, label) in self.labels.iter_mut().enumerate().filter(|(_, label)| label.rule == Rule::Hidden)
        {
            let mut around = self.page.around(at).take(TIP_STEPS);
            let short = |node: NodeId| {
                let own = self.page.blocks.within(document, node);
                own.len() <= TIP_BLOCKS && self.features.words(&own) <= TIP_WORDS
            };
            if around.any(|node| cues::is_tip(document, node) && short(node)) {
                *label = Label::of(Role::Other, 0.9, Rule::Tip);
            }
        }
    }

    /// What a class name hides until a script shows it is no part of the text where it asks for something or is a box of the
    /// site's: appeals. Where it is much of the page's, the script shows it to all.
    pub(super) fn hidden_by_name(&mut self) {
        let document = self.page.document;
        let hider = |at: usize| {
            let mut around = self.page.around(at).take(HIDING_STEPS);
            around.find(|node| cues::is_hidden_by_name(document, *node))
        };
        let hidden: Vec<(usize, NodeId)> =
            (0..self.labels.len()).filter_map(|at| Some((at, hider(at)?))).collect();
        let prose = |own: &(usize, NodeId)| self.features.prose(&(own.0..own.0 + 1));
        let total = self.features.prose(&(0..self.labels.len())) as f32;
        if hidden.iter().map(prose).sum::<u32>() as f32 > (1.0 - VISIBLE_SHARE) * total {
            return;
        }
        let mut folded: HashMap<NodeId, HashSet<NodeId>> = HashMap::new();
        let mut appeals: HashMap<NodeId, bool> = HashMap::new();
        for (at, node) in hidden {
            if self.labels[at].role != Role::Body && !is_undecided(&self.labels[at]) {
                continue;
            }
            let parent = document.node(node).parent;
            let beside = folded.entry(parent).or_insert_with(|| folded_in(document, parent));
            let appeals = appeals.entry(node).or_insert_with(|| {
                !is_folded(document, node, beside) && (self.asks(node) || is_component(document, node))
            });
            if *appeals {
                self.labels[at] = Label::of(Role::Other, 0.7, Rule::HiddenByName);
            }
        }
    }

    /// Whether an element leads somewhere, or says so in words; mere text, a part of the page's own that somebody left
    /// out or shows later, does not.
    fn asks(&self, node: NodeId) -> bool {
        let document = self.page.document;
        let leads = |node: NodeId| {
            document.attr(node, Attr::Href).is_some()
                || matches!(document.tag(node), Some(Tag::Button | Tag::Form | Tag::Input))
        };
        let says = |at: usize| {
            let text = self.page.blocks.text(at);
            phrases::says(text, Phrase::Promo)
                || phrases::sentences(text).any(|own| {
                    [Phrase::Call, Phrase::Urge].into_iter().any(|call| phrases::opens_with(own, call))
                })
        };
        document.descendants(node).take(APPEAL_NODES).any(leads)
            || self.page.blocks.within(document, node).take(APPEAL_BLOCKS).any(says)
    }
}

/// Fewest letters of the words that name a component: a framework's styles have shorter ones, "mt-4", "text-sm".
const NAME_LETTERS: usize = 4;

/// Words that name a component: "sale-info", "support__message". One alone may be the page's own: "answer".
const NAME_WORDS: usize = 2;

/// Whether an element has another name of several words: a box of the site's.
fn is_component(document: &Document, node: NodeId) -> bool {
    let class = document.attr(node, Attr::Class).unwrap_or_default();
    let long = |name: &str| {
        let words = name.split(|c: char| !c.is_alphabetic());
        words.filter(|word| word.len() >= NAME_LETTERS).count() >= NAME_WORDS
    };
    class.split_ascii_whitespace().any(long)
}

/// Whether an element is a part of something that is shown and opens where it stands: an item of a list, or one of those
/// that its siblings tell.
fn is_folded(document: &Document, node: NodeId, beside: &HashSet<NodeId>) -> bool {
    let listed =
        matches!(document.tag(node), Some(Tag::Li | Tag::Tr | Tag::Td | Tag::Th | Tag::Dd | Tag::Dt));
    listed || beside.contains(&node)
}

/// What a class name hides right below an element and its siblings show to be folded: an answer under its question, the
/// text of a tab of which another is open, the rest of a text over "Read more".
fn folded_in(document: &Document, parent: NodeId) -> HashSet<NodeId> {
    let hides = |node: NodeId| cues::is_hidden_by_name(document, node);
    let elements = || document.children(parent).filter(|node| document.tag(*node).is_some());
    let shown: HashSet<cards::Make> =
        elements().filter(|node| !hides(*node)).map(|node| cards::make(document, node)).collect();
    let is_button = |own: NodeId| document.tag(own) == Some(Tag::Button);
    let is_heading = |own: NodeId| document.tag(own).is_some_and(|tag| tag.heading_level().is_some());
    let more = |own: NodeId| {
        document.words_len(own) <= MORE_BYTES && phrases::says(&document.words(own), Phrase::More)
    };
    let mut folded = HashSet::new();
    let mut before: Option<NodeId> = None;
    for node in elements() {
        if let Some(over) = before {
            let heads = !hides(over) && (is_button(over) || is_heading(over));
            if hides(node) && heads {
                folded.insert(node);
            }
            if hides(over) && (is_button(node) || more(node)) {
                folded.insert(over);
            }
        }
        if hides(node) && shown.contains(&cards::make(document, node)) {
            folded.insert(node);
        }
        before = Some(node);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{cues, folded_in, is_component, is_folded};
    use crate::document::html;

    #[test]
    fn parts_of_what_is_shown_are_folded() {
        let folded = |source: &str| {
            let document = html::parse(source);
            let hides = |node: &u32| cues::is_hidden_by_name(&document, *node);
            (1..document.len()).rev().find(hides).is_some_and(|node| {
                is_folded(&document, node, &folded_in(&document, document.node(node).parent))
            })
        };
        for source in [
            "<ol><li>Wash<li class=hidden>Dry</ol>",
            "<h3>Why?</h3><div class='answer hidden'>So</div>",
            "<div class='tab on'>Wash</div><div class='tab hidden'>Dry</div>",
            "<p>Wash</p><div class='more hide'>Dry</div><a href=/>Read more</a>",
        ] {
            assert!(folded(source), "{source}");
        }
        for source in [
            "<p>Wash</p><div class=hidden>Give</div><p>Dry</p>",
            "<h4 class=hidden>Us</h4><div class='ask hide'>Give</div>",
        ] {
            assert!(!folded(source), "{source}");
        }
    }

    #[test]
    fn boxes_have_names_of_their_own() {
        let named = |class: &str| {
            let document = html::parse(&format!("<div class='{class}'>Give</div>"));
            (1..document.len()).any(|node| is_component(&document, node))
        };
        assert!(named("hidden support__message") && named("sale-info hide"));
        assert!(!named("hidden mt-4 text-sm") && !named("answer hidden") && !named("hide"));
    }
}
