//! The open elements, and the questions that the tree rules ask of them.
//!
//! Every question is answered in a step or two, however many elements are open: each name knows its
//! innermost element, and each element the innermost of the classes that end a search.

use super::keys::Key;
use super::names::{Name, class};
use super::tree::NONE;
use crate::document::NodeId;

/// Place of an element among the open ones, 0 being the outermost; negative for none.
pub(super) type Position = i32;

/// The language that an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Namespace {
    Html,
    Svg,
    MathMl,
}

/// How far HTML goes on inside an element of a foreign language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Integration {
    None,
    /// Words and start tags are HTML.
    Html,
    /// So are they here, but for two tags of MathML.
    MathText,
}

/// An element that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub node: NodeId,
    /// Where its children go.
    pub holder: NodeId,
    pub key: Key,
    pub name: Name,
    pub namespace: Namespace,
    pub integration: Integration,
    /// Whether its words are not kept.
    pub silent: bool,
    /// The next element outwards of the same name.
    outer: Position,
    /// The innermost elements, from this one outwards, that end a search in scope, one for any end tag,
    /// and one for the list item around.
    scope: Position,
    special: Position,
    barrier: Position,
}

impl Open {
    /// An element of HTML.
    #[inline]
    pub(super) fn html(node: NodeId, holder: NodeId, name: Name, key: Key) -> Self {
        Self {
            node,
            holder,
            key,
            name,
            namespace: Namespace::Html,
            integration: Integration::None,
            silent: false,
            outer: -1,
            scope: -1,
            special: -1,
            barrier: -1,
        }
    }

    /// Whether words in it are kept, and follow the rules for HTML.
    #[inline(always)]
    pub(super) fn takes_words(&self) -> bool {
        self.namespace == Namespace::Html && !self.silent
    }

    /// Whether it is an element of HTML of this name.
    #[inline]
    pub(super) fn is(&self, name: Name) -> bool {
        self.name == name && self.namespace == Namespace::Html
    }

    /// Whether it is an element of HTML in one of these classes.
    #[inline]
    pub(super) fn has(&self, classes: u8) -> bool {
        self.namespace == Namespace::Html && self.name.is(classes)
    }

    /// Ends the searches that an element of HTML in this place ends.
    #[inline(always)]
    fn end_searches(&mut self, at: Position) {
        if self.name.is(class::SCOPE) {
            self.scope = at;
        }
        if self.name.is(class::SPECIAL) {
            self.special = at;
            if !self.name.is(class::LOOSE) {
                self.barrier = at;
            }
        }
    }

    /// Whether HTML begins anew in it by its name, so that a search in scope ends here and tags of HTML
    /// do not break out of it.
    pub(super) fn integrates_by_name(&self) -> bool {
        match self.namespace {
            Namespace::Html => false,
            Namespace::Svg => matches!(self.name, Name::Foreignobject | Name::Desc | Name::Title),
            Namespace::MathMl => {
                matches!(self.name, Name::Mi | Name::Mo | Name::Mn | Name::Ms | Name::Mtext)
            }
        }
    }
}

/// The open elements.
#[derive(Debug)]
pub(super) struct Stack {
    /// The innermost one, which most questions are about; the page itself while none is open.
    here: Open,
    /// Those around it: the page itself, then the elements from the outermost on.
    around: Vec<Open>,
    /// The innermost element of HTML of each name.
    innermost: [Position; Name::COUNT],
}

impl Stack {
    pub(super) fn new() -> Self {
        let here = Open::html(NONE, 0, Name::Unknown, Name::Unknown.key());
        Self { here, around: Vec::with_capacity(64), innermost: [-1; Name::COUNT] }
    }

    pub(super) fn len(&self) -> usize {
        self.around.len()
    }

    /// The innermost element.
    #[inline]
    pub(super) fn top(&self) -> Option<&Open> {
        if self.around.is_empty() { None } else { Some(&self.here) }
    }

    /// Where the children of the innermost element go.
    #[inline(always)]
    pub(super) fn holder(&self) -> NodeId {
        self.here.holder
    }

    /// The element in this place.
    pub(super) fn get(&self, at: Position) -> Option<&Open> {
        let at = usize::try_from(at).ok()? + 1;
        if at == self.around.len() { Some(&self.here) } else { self.around.get(at) }
    }

    #[inline]
    pub(super) fn push(&mut self, mut open: Open) {
        let at = self.around.len() as Position;
        // Copied where it goes, and not to the stack of calls first.
        self.around.extend_from_slice(std::slice::from_ref(&self.here));
        (open.scope, open.special, open.barrier) = (self.here.scope, self.here.special, self.here.barrier);
        if open.namespace == Namespace::Html {
            open.outer = std::mem::replace(&mut self.innermost[open.name as usize], at);
            if open.name.is(class::SPECIAL | class::SCOPE) {
                open.end_searches(at);
            }
        } else if open.integrates_by_name() {
            open.scope = at;
        }
        self.here = open;
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = std::mem::replace(&mut self.here, self.around.pop()?);
        if open.namespace == Namespace::Html {
            self.innermost[open.name as usize] = open.outer;
        }
        Some(open)
    }

    /// All of them, the innermost first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Open> {
        std::iter::once(&self.here).chain(self.around.iter().rev()).take(self.len())
    }

    /// Takes out the elements from this place on, the outermost first.
    pub(super) fn split_off(&mut self, at: Position) -> Vec<Open> {
        let mut taken = Vec::new();
        while self.len() as Position > at.max(0) {
            taken.extend(self.pop());
        }
        taken.reverse();
        taken
    }

    /// Takes an element out from among the others.
    pub(super) fn remove(&mut self, at: Position) {
        let above = self.split_off(at);
        above.into_iter().skip(1).for_each(|open| self.push(open));
    }

    /// The innermost element of HTML of this name.
    #[inline]
    pub(super) fn position(&self, name: Name) -> Position {
        self.innermost[name as usize]
    }

    /// Whether an element of HTML of this name is open.
    #[inline]
    pub(super) fn has(&self, name: Name) -> bool {
        self.position(name) >= 0
    }

    /// The place of a node among the open elements of its name.
    pub(super) fn position_of(&self, node: NodeId, name: Name) -> Position {
        let mut at = self.position(name);
        while let Some(open) = self.get(at).filter(|open| open.node != node) {
            at = open.outer;
        }
        at
    }

    /// The next element outwards of the same name.
    pub(super) fn outer(&self, at: Position) -> Position {
        self.get(at).map_or(-1, |open| open.outer)
    }

    /// The innermost element that ends a search in scope.
    #[inline]
    pub(super) fn scope(&self) -> Position {
        self.top().map_or(-1, |top| top.scope)
    }

    /// The innermost special element.
    #[inline]
    pub(super) fn special(&self) -> Position {
        self.top().map_or(-1, |top| top.special)
    }

    /// The innermost special element that an `li` does not look through.
    pub(super) fn barrier(&self) -> Option<&Open> {
        self.get(self.top()?.barrier)
    }

    /// Whether there is such an element in scope.
    #[inline]
    pub(super) fn in_scope(&self, name: Name) -> bool {
        self.has(name) && self.position(name) >= self.scope()
    }

    /// Whether there is a `p` in button scope.
    #[inline]
    pub(super) fn p_in_button_scope(&self) -> bool {
        self.has(Name::P) && self.position(Name::P) >= self.scope().max(self.position(Name::Button))
    }

    /// Whether there is an `li` in list item scope.
    pub(super) fn li_in_list_scope(&self) -> bool {
        let ends = self.scope().max(self.position(Name::Ol)).max(self.position(Name::Ul));
        self.has(Name::Li) && self.position(Name::Li) >= ends
    }

    /// Whether there is such an element in table scope.
    pub(super) fn in_table_scope(&self, name: Name) -> bool {
        let ends = self.position(Name::Table).max(self.position(Name::Template));
        self.has(name) && self.position(name) >= ends
    }

    /// Whether the innermost element is not one of HTML.
    #[inline]
    pub(super) fn is_foreign(&self) -> bool {
        self.top().is_some_and(|top| top.namespace != Namespace::Html)
    }

    /// Whether the innermost element is one of HTML of this name.
    #[inline]
    pub(super) fn is_in(&self, name: Name) -> bool {
        self.top().is_some_and(|top| top.is(name))
    }

    /// The innermost element's node.
    pub(super) fn node(&self) -> NodeId {
        self.top().map_or(NONE, |top| top.node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(names: &[Name]) -> Stack {
        let mut stack = Stack::new();
        for (node, name) in names.iter().enumerate() {
            stack.push(Open::html(node as NodeId, node as NodeId, *name, name.key()));
        }
        stack
    }

    #[test]
    fn scopes_end_where_the_standard_ends_them() {
        let open = stack(&[Name::Html, Name::Body, Name::P, Name::Button, Name::Ul, Name::Li, Name::Span]);
        assert!(open.in_scope(Name::P) && !open.p_in_button_scope());
        assert!(open.li_in_list_scope());
        let open = stack(&[Name::Html, Name::Body, Name::Li, Name::P, Name::Ol, Name::Table, Name::Td]);
        assert!(!open.in_scope(Name::P) && !open.li_in_list_scope());
        assert!(open.in_table_scope(Name::Td) && open.in_table_scope(Name::Table));
        assert!(!open.in_table_scope(Name::Li));
    }

    #[test]
    fn an_element_taken_out_leaves_the_others_findable() {
        let mut open = stack(&[Name::Html, Name::Body, Name::Form, Name::Div, Name::Form, Name::B]);
        open.remove(open.position_of(2, Name::Form));
        assert_eq!(open.position(Name::Form), 3);
        assert_eq!(open.outer(3), -1);
        assert_eq!(open.position(Name::B), 4);
        open.pop();
        open.pop();
        assert!(!open.has(Name::Form) && open.is_in(Name::Div));
    }
}
