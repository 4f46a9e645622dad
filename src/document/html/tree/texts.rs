//! Words that go into the tree: as nodes of their own, or joined to the text that they follow.

use super::{NONE, Place, Tree};
use crate::document::html::references;
use crate::document::{Kind, NodeId, Span};
use std::ops::Range;

impl Tree<'_> {
    /// Puts words in a place; they join the text that they follow.
    #[inline]
    pub(in crate::document::html) fn text(&mut self, place: Place, words: &str) {
        let before = match place {
            Place::In(parent) if !self.is_linked() => {
                let last = self.last();
                let joins = self.document.node(last).parent == parent && self.sealed.last() != Some(&last);
                if joins { last } else { NONE }
            }
            place => self.before(place),
        };
        if before != NONE && self.join(before, words) {
            return;
        }
        let span = self.span(words);
        self.add(place, Kind::Text(span));
    }

    /// Where words stand in the document's text: those of the source are there already.
    #[inline]
    fn span(&mut self, words: &str) -> Span {
        let start = words.as_ptr().addr().wrapping_sub(self.source.as_ptr().addr());
        if start < self.source.len() {
            return Span { start: start as u32, end: (start + words.len()) as u32 };
        }
        self.document.keep(words)
    }

    /// Whether words that go into an element become the last of all nodes, and join no other.
    #[inline(always)]
    pub(in crate::document::html) fn takes_words_last(&self, parent: NodeId) -> bool {
        let last = self.document.node(self.last());
        let joins = last.parent == parent && matches!(last.kind, Kind::Text(_));
        !(joins || self.is_linked())
    }

    /// Puts words that stand there in the source into an element, last of all nodes.
    #[inline(always)]
    pub(in crate::document::html) fn words_last(&mut self, parent: NodeId, words: Range<usize>) {
        let span = Span { start: words.start as u32, end: words.end as u32 };
        self.push(parent, Kind::Text(span));
    }

    /// Puts the same words resolved into an element, last of all nodes; `false` where NULs are among them,
    /// which the tree rules ask for.
    pub(in crate::document::html) fn resolved_last(
        &mut self,
        parent: NodeId,
        words: Range<usize>,
        kind: references::Kind,
    ) -> bool {
        if memchr::memchr(b'\0', &self.source.as_bytes()[words.clone()]).is_some() {
            return false;
        }
        let span = self.resolved(words, kind);
        self.push(parent, Kind::Text(span));
        true
    }

    /// The node that one in this place would follow, if a text may join it.
    fn before(&mut self, place: Place) -> NodeId {
        self.link();
        let before = match place {
            Place::In(parent) => self.links[parent as usize].last,
            Place::Before(sibling) => self.links[sibling as usize].previous,
        };
        if before != NONE && self.links[before as usize].sealed { NONE } else { before }
    }

    /// Adds words to a text; `false` when the node is none.
    fn join(&mut self, id: NodeId, words: &str) -> bool {
        let Kind::Text(span) = self.document.node(id).kind else { return false };
        // Its last piece may stand elsewhere.
        let piece = self.links.get(id as usize).map_or(NONE, |links| links.last);
        let (last, span) = match piece {
            NONE => (id, span),
            piece => match self.document.node(piece).kind {
                Kind::Text(span) => (piece, span),
                _ => (id, span),
            },
        };
        let is_last = span.end as usize == self.document.text.len();
        if is_last || span.end as usize <= self.source.len() {
            // What stands in the source is copied once, to the end of the text.
            let start = if is_last { span.start } else { self.document.repeat(span).start };
            let end = self.document.keep(words).end;
            self.document.nodes[last as usize].kind = Kind::Text(Span { start, end });
        } else {
            // Attributes stand between the two: the words become a piece of their own.
            self.link();
            let span = self.span(words);
            self.add(Place::In(id), Kind::Text(span));
        }
        true
    }
}
