//! Elements that take part in the flow of text otherwise than their names tell: where they stand, what they hold
//! or their own style says more.

use super::{Segmenter, code};
use crate::blocks::flow::{Flow, stands_apart};
use crate::blocks::frame::Marks;
use crate::blocks::{Shape, words};
use crate::document::{Attr, Facts, NodeId, Tag};

/// Most nodes of an element that stands in a sentence.
const INLINE_NODES: NodeId = 64;

/// Fewest bytes of each of two names that stand side by side; shorter ones may be parts of one: "iPhone".
const GLUED_BYTES: usize = 4;

impl Segmenter<'_> {
    /// How an element takes part in the flow where it stands.
    #[inline(always)]
    pub(super) fn flow(&mut self, id: NodeId, end: NodeId, tag: Tag, facts: Facts) -> Flow {
        let flow = Flow::of(tag);
        if tag == Tag::Span && self.may_be_glued() && self.is_glued(id) {
            self.push_space();
        }
        let unusual = facts.has(Facts::MAY_HIDE) || flow.has(Flow::BY_PLACE);
        if unusual || self.here.marks.has(Marks::PRE) { self.flow_here(id, end, tag, flow) } else { flow }
    }

    #[inline(never)]
    fn flow_here(&mut self, id: NodeId, end: NodeId, tag: Tag, flow: Flow) -> Flow {
        if self.here.marks.has(Marks::PRE) {
            return if tag == Tag::Span && code::is_no_code(self.document, id) {
                Flow::SKIPPED
            } else {
                flow
            };
        }
        if flow.has(Flow::BY_PLACE) {
            let runs_on = match tag {
                Tag::Noscript => self.only_draws(id, end),
                _ => self.stands_in_sentence(id, end),
            };
            return if runs_on { Flow::RUNS_ON } else { flow };
        }
        let inline = !flow.has(Flow::BLOCK) && !flow.has(Flow::SKIPPED) && !flow.has(Flow::POINT);
        if !inline || end == id + 1 || !stands_apart(self.document, id) {
            return flow;
        }
        if matches!(self.here.shape, Some(Shape::Heading(_))) {
            // The lines of a heading are one heading.
            self.push_space();
            return flow;
        }
        flow.parting()
    }

    /// Whether what is written so far ends in the middle of a line, after a small letter or a digit.
    #[inline(always)]
    fn may_be_glued(&self) -> bool {
        let last = self.out.text.as_bytes()[self.start..].last();
        last.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || !byte.is_ascii())
            && !self.here.marks.has(Marks::PRE)
    }

    /// Whether an element and the one before it are two things that their style sets apart, as a brand and a product: both
    /// have a class of their own, and a large letter follows a small one without a space.
    #[inline(never)]
    fn is_glued(&self, id: NodeId) -> bool {
        let document = self.document;
        let before = document.node(id - 1).parent;
        let is_sibling = document.tag(before) == Some(Tag::Span)
            && document.node(before).end == id
            && document.node(before).parent == document.node(id).parent;
        let class = |node| document.attr(node, Attr::Class).filter(|class| !class.is_empty());
        let named = || class(before).is_some() && class(id).is_some() && class(before) != class(id);
        let text = |node| if node < document.len() { document.text(node).unwrap_or_default() } else { "" };
        let goes_on = |own: char| own.is_lowercase() || own.is_numeric();
        text(id + 1).starts_with(char::is_uppercase)
            && self.out.text.ends_with(goes_on)
            && is_sibling
            && named()
            && text(id - 1).trim_start().len() >= GLUED_BYTES
            && text(id + 1).len() >= GLUED_BYTES
    }

    /// Whether an element holds pictures and no words: the same pictures again, for those who run no scripts.
    fn only_draws(&self, id: NodeId, end: NodeId) -> bool {
        end - id <= INLINE_NODES
            && (id + 1..end).all(|node| match self.document.tag(node) {
                Some(tag) => !Flow::of(tag).has(Flow::BLOCK),
                None => self.document.text(node).is_none_or(|text| text.trim_ascii().is_empty()),
            })
    }

    /// Whether an element that only its page knows is part of a sentence: the sentence goes on behind it, or leads to it.
    /// What follows a whole sentence, or stands before one, may be a button or the name of an icon.
    fn stands_in_sentence(&self, id: NodeId, end: NodeId) -> bool {
        let document = self.document;
        let parent = document.node(id).parent;
        let sibling = document.get(end).filter(|next| next.parent == parent).and_then(|_| document.text(end));
        let after = sibling.unwrap_or_default().trim_start();
        let before = self.out.text[self.start..].trim_end();
        let holder = document.tag(parent);
        let goes_on = |text: &str| text.starts_with(|own: char| own.is_lowercase() || ",.;:)".contains(own));
        let reads = match (before.is_empty(), after.is_empty()) {
            (true, true) => false,
            (true, false) => holder == Some(Tag::P) && goes_on(after),
            (false, true) => holder == Some(Tag::P) && !words::ends_sentence(before),
            (false, false) => holder.is_some_and(is_line_of_text) || !words::ends_sentence(before),
        };
        let parts =
            |node| document.tag(node).is_some_and(|tag| tag != Tag::Custom && Flow::of(tag).has(Flow::BLOCK));
        reads && end - id <= INLINE_NODES && !(id + 1..end).any(parts)
    }
}

/// Whether an element holds a text and no parts of a page.
fn is_line_of_text(tag: Tag) -> bool {
    tag == Tag::P || tag.heading_level().is_some() || !Flow::of(tag).has(Flow::BLOCK)
}

#[cfg(test)]
mod tests {
    use crate::blocks::html::tests::texts;

    #[test]
    fn elements_that_a_page_made_up_do_not_cut_its_sentences() {
        assert_eq!(
            texts("<p>Ask <x-note>the miller</x-note>, or <x-n>Ada</x-n>.</p>"),
            ["Ask the miller, or Ada."]
        );
        assert_eq!(texts("<p><x-n>Ada</x-n> and a hen</p>"), ["Ada and a hen"]);
        assert_eq!(texts("<p>It rains.<x-share>Share</x-share></p>"), ["It rains.", "Share"]);
        assert_eq!(texts("<p><x-icon>home</x-icon>Come in</p>"), ["home", "Come in"]);
        assert_eq!(texts("<p>Look at <x-box><p>a box</p></x-box></p>"), ["Look at", "a box"]);
        assert_eq!(texts("<div><x-a>One</x-a><x-a>Two</x-a></div>"), ["One", "Two"]);
    }

    #[test]
    fn pictures_for_those_without_scripts_do_not_cut_sentences() {
        let picture = "<a href=x><img src=a><noscript><img src=b alt=B></noscript></a>";
        assert_eq!(texts(&format!("<p>Wool {picture} is warm.</p>")), ["Wool is warm."]);
        assert_eq!(texts("<p>Wool</p><noscript>No scripts</noscript>"), ["Wool", "No scripts"]);
    }

    #[test]
    fn lines_that_stand_apart_by_their_style_are_blocks() {
        assert_eq!(
            texts("<div><span style='display: block'>3 minutes</span>Wool</div>"),
            ["3 minutes", "Wool"]
        );
        assert_eq!(
            texts("<h2><b style='display:block'>Wool</b><b style='display:block'>felt</b></h2>"),
            ["Wool felt"]
        );
        assert_eq!(texts("<pre><code><span style='display:flex'>a\n</span><b>b</b></code></pre>"), ["a\nb"]);
        assert_eq!(texts("<p>Wool <b style='display:inline-block'>is</b> warm</p>"), ["Wool is warm"]);
    }

    #[test]
    fn names_that_their_style_sets_apart_are_two() {
        assert_eq!(
            texts("<a href=x><span class=b>Ravn</span><span class=t>Winter hat</span></a>"),
            ["Ravn Winter hat"]
        );
        assert_eq!(texts("<p><span class=b>Ravn</span><span class=b>Holm</span></p>"), ["RavnHolm"]);
        assert_eq!(texts("<p><span class=i>i</span><span class=t>Spoon</span></p>"), ["iSpoon"]);
    }

    #[test]
    fn lines_that_no_reader_sees_are_no_code() {
        assert_eq!(texts("<pre><code><span class='boring'>fn main() {\n</span>a();</code></pre>"), ["a();"]);
        assert_eq!(texts("<pre><span class='lineno'>1 </span>a();</pre>"), ["a();"]);
    }
}
