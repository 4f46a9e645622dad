//! Nodes that move: the links between them, and the list written anew in their order.

use super::{Links, NONE, Place, ROOT, Tree};
use crate::document::html::MAX_DEPTH;
use crate::document::{Kind, Node, NodeId, Span};

impl Tree<'_> {
    /// Puts a node that has no place in one.
    pub(super) fn insert(&mut self, id: NodeId, place: Place) {
        let (parent, next) = match place {
            Place::In(parent) => (parent, NONE),
            Place::Before(sibling) => (self.document.node(sibling).parent, sibling),
        };
        let before = match next {
            NONE => std::mem::replace(&mut self.links[parent as usize].last, id),
            next => std::mem::replace(&mut self.links[next as usize].previous, id),
        };
        match before {
            NONE => self.links[parent as usize].first = id,
            before => self.links[before as usize].next = id,
        }
        let links = &mut self.links[id as usize];
        (links.previous, links.next) = (before, next);
        let depth = self.document.node(parent).depth + 1;
        let node = &mut self.document.nodes[id as usize];
        (node.parent, node.depth) = (parent, depth);
    }

    /// Takes a node out of its place.
    pub(in crate::document::html) fn detach(&mut self, id: NodeId) {
        self.link();
        let parent = self.document.node(id).parent;
        if parent == NONE {
            return;
        }
        let Links { previous, next, .. } = self.links[id as usize];
        match previous {
            NONE => self.links[parent as usize].first = next,
            previous => self.links[previous as usize].next = next,
        }
        match next {
            NONE => self.links[parent as usize].last = previous,
            next => self.links[next as usize].previous = previous,
        }
        self.document.nodes[id as usize].parent = NONE;
    }

    /// Moves a node to another place.
    pub(in crate::document::html) fn relocate(&mut self, id: NodeId, place: Place) {
        self.detach(id);
        self.insert(id, place);
    }

    /// Moves all children of an element to the end of another.
    pub(in crate::document::html) fn move_children(&mut self, from: NodeId, to: NodeId) {
        self.link();
        while let Some(child) = Some(self.links[from as usize].first).filter(|child| *child != NONE) {
            self.relocate(child, Place::In(to));
        }
    }

    /// Writes the list anew, in document order.
    pub(super) fn reorder(&mut self) {
        let mut ordered = Vec::with_capacity(self.document.nodes.len());
        ordered.push(self.document.nodes[ROOT as usize]);
        // Where the children of each node go in the new list.
        let mut holders = vec![ROOT; self.document.nodes.len()];
        let mut at = self.links[ROOT as usize].first;
        while at != NONE {
            let node = *self.document.node(at);
            let parent = holders[node.parent as usize];
            let id = ordered.len() as NodeId;
            let depth = ordered[parent as usize].depth + 1;
            let is_text = matches!(node.kind, Kind::Text(_));
            let kind = if is_text { Kind::Text(self.joined(at)) } else { node.kind };
            ordered.push(Node { parent, end: id + 1, depth, kind });
            holders[at as usize] = if depth < MAX_DEPTH { id } else { parent };
            let first = self.links[at as usize].first;
            let descends = first != NONE && !is_text && self.keeps_words(at);
            self.document.depth_capped |= descends && depth >= MAX_DEPTH;
            at = if descends { first } else { self.following(at) };
        }
        self.document.nodes = ordered;
    }

    /// A text with its further pieces, as one.
    fn joined(&mut self, id: NodeId) -> Span {
        let Kind::Text(own) = self.document.node(id).kind else { return Span::default() };
        let mut piece = self.links[id as usize].first;
        if piece == NONE {
            return own;
        }
        let start = self.document.text.len() as u32;
        self.document.repeat(own);
        while piece != NONE {
            if let Kind::Text(span) = self.document.node(piece).kind {
                self.document.repeat(span);
            }
            piece = self.links[piece as usize].next;
        }
        Span { start, end: self.document.text.len() as u32 }
    }

    /// The next node in document order after a whole subtree.
    fn following(&self, mut at: NodeId) -> NodeId {
        while at != ROOT {
            match self.links[at as usize].next {
                NONE => at = self.document.node(at).parent,
                next => return next,
            }
        }
        NONE
    }
}
