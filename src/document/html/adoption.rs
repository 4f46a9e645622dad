//! The adoption agency: what becomes of `<b><p>x</b>y</p>`, where a formatting element ends inside a
//! block that began in it.

use super::builder::Builder;
use super::formatting::{Active, Entry};
use super::names::{Name, class};
use super::stack::{Open, Position};
use super::tokenizer::EndTag;
use super::tree::Place;
use crate::document::NodeId;

/// Rounds that an end tag goes through at most, as the standard says.
const ROUNDS: usize = 8;

/// Elements between a formatting element and the block that are made anew, as the standard says.
const REMADE: usize = 3;

/// What a round leads to.
enum Round {
    Done,
    Again,
}

impl Builder<'_> {
    /// The end tag of a formatting element.
    pub(super) fn end_formatting(&mut self, tag: EndTag) {
        let top = self.open.node();
        if self.open.is_in(tag.name) && self.formatting.pop_last(top) {
            self.pop_plain();
            return;
        }
        if self.open.is_in(tag.name) && self.formatting.position(top).is_none() {
            self.pop();
            return;
        }
        for _ in 0..ROUNDS {
            if matches!(self.adopt(tag), Round::Done) {
                return;
            }
        }
    }

    fn adopt(&mut self, tag: EndTag) -> Round {
        let Some((at, &Active { node, open, .. })) = self.formatting.last(tag.name) else {
            self.end_any(tag);
            return Round::Done;
        };
        if !open {
            self.formatting.remove(at);
            return Round::Done;
        }
        let position = self.open.position_of(node, tag.name);
        if position < self.open.scope() {
            return Round::Done;
        }
        if self.open.special() < position {
            self.close_from(position);
            self.formatting.remove(at);
            return Round::Done;
        }
        if !self.budget.take(self.open.len() - position as usize) {
            self.formatting.remove(at);
            return Round::Done;
        }
        self.move_block(at, position);
        Round::Again
    }

    /// Takes the outermost block out of a formatting element, and puts a new such element into it.
    fn move_block(&mut self, mut at: usize, position: Position) {
        let mut open = self.open.split_off(position);
        let mut block = open.iter().position(|open| open.has(class::SPECIAL)).unwrap_or(open.len() - 1);
        let furthest = open[block].node;
        let formatting = open[0];
        // Where the new entry goes in the list of active formatting elements.
        let mut bookmark = at;
        let mut inner = furthest;
        let mut index = block;
        let mut seen = 0;
        while index > 1 {
            index -= 1;
            seen += 1;
            let listed = self.formatting.position(open[index].node);
            match listed {
                Some(listed) if seen <= REMADE => {
                    let node = self.twin(open[index].node, open[index].name);
                    self.formatting.replace(listed, node);
                    (open[index].node, open[index].holder) = (node, node);
                    if inner == furthest {
                        bookmark = listed + 1;
                    }
                    self.tree.relocate(inner, Place::In(node));
                    inner = node;
                }
                listed => {
                    if let Some(listed) = listed {
                        self.formatting.remove(listed);
                        at -= usize::from(listed < at);
                        bookmark -= usize::from(listed < bookmark);
                    }
                    open.remove(index);
                    block -= 1;
                }
            }
        }
        // What is innermost now is the formatting element's parent.
        let place = self.place();
        self.tree.relocate(inner, place);
        let node = self.twin(formatting.node, formatting.name);
        self.tree.move_children(furthest, node);
        self.tree.relocate(node, Place::In(furthest));
        let mut entry = self.formatting.remove(at);
        bookmark -= usize::from(at < bookmark);
        if let Entry::Element(active) = &mut entry {
            active.node = node;
        }
        self.formatting.insert(bookmark, entry);
        open.insert(block + 1, Open::html(node, node, formatting.name, formatting.key));
        open.into_iter().skip(1).for_each(|open| self.open.push(open));
    }

    /// A new element like this one, not placed yet.
    fn twin(&mut self, node: NodeId, name: Name) -> NodeId {
        let attributes = self.tree.attributes_of(node);
        self.tree.loose_element(name.tag(), attributes)
    }
}
