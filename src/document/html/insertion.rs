//! Where elements go, and how they get there.

use super::attributes;
use super::builder::{Builder, Next};
use super::names::{Name, class};
use super::stack::{Open, Position};
use super::tokenizer::StartTag;
use super::tree::{Attributes, Place};
use crate::document::NodeId;

impl Builder<'_> {
    /// Whether words and elements that go into the innermost element go before the table instead.
    #[inline]
    pub(super) fn place(&mut self) -> Place {
        let Some(top) = self.open.top() else { return Place::In(0) };
        if self.foster && Self::is_table_part(top) { self.foster_place() } else { Place::In(top.holder) }
    }

    /// Whether an element is a table or a part of one that holds no words.
    pub(super) fn is_table_part(open: &Open) -> bool {
        let is_part = matches!(open.name, Name::Table | Name::Tbody | Name::Tfoot | Name::Thead | Name::Tr);
        is_part && open.has(class::SPECIAL)
    }

    /// The "foster parent": what is wrongly in a table goes right before it.
    fn foster_place(&mut self) -> Place {
        // What is open in the table may still grow after what goes elsewhere.
        self.tree.link();
        let (table, template) = (self.open.position(Name::Table), self.open.position(Name::Template));
        let holder = |at: Position| self.open.get(at).map_or(0, |open| open.holder);
        if template > table {
            return Place::In(holder(template));
        }
        match self.open.get(table) {
            Some(table) => Place::Before(table.node),
            None => Place::In(holder(0)),
        }
    }

    /// A tag's attributes, for the element that is made next.
    #[inline(always)]
    pub(super) fn attributes(&mut self, tag: &StartTag, foreign: bool) -> Attributes {
        let (mut last, mut seen) = (tag.last, tag.seen);
        if tag.seen.has_foreign() && !foreign {
            attributes::drop_foreign(
                self.source.as_bytes(),
                tag.from as usize,
                tag.first as usize,
                &mut self.tree,
            );
            last = self.tree.attributes();
            seen = seen.without_foreign();
        }
        Attributes { first: tag.first, last, facts: seen.facts() }
    }

    /// Inserts an element and opens it.
    pub(super) fn insert(&mut self, tag: &StartTag) -> NodeId {
        let place = self.place();
        self.insert_in(place, tag)
    }

    #[inline(always)]
    pub(super) fn insert_in(&mut self, place: Place, tag: &StartTag) -> NodeId {
        let attributes = self.attributes(tag, false);
        let (node, holder) = self.tree.open_element(place, tag.name.tag(), attributes);
        self.open.push(Open::html(node, holder, tag.name, tag.key));
        node
    }

    /// Inserts an element that holds nothing.
    #[inline(always)]
    pub(super) fn insert_void(&mut self, tag: &StartTag) -> NodeId {
        let attributes = self.attributes(tag, false);
        let place = self.place();
        self.tree.element(place, tag.name.tag(), attributes)
    }

    /// Inserts and opens an element that no tag stands for.
    pub(super) fn insert_implied(&mut self, name: Name) -> NodeId {
        let place = self.place();
        let (node, holder) = self.tree.open_element(place, name.tag(), Attributes::default());
        self.open.push(Open::html(node, holder, name, name.key()));
        node
    }

    /// Inserts an element whose words are raw text.
    pub(super) fn insert_raw(&mut self, tag: &StartTag) -> Next {
        let node = self.insert_void(tag);
        Next::RawText(tag.name, node)
    }
}
