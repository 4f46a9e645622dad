//! html5ever into a tree of our own, and the tree into a flat document.
//!
//! The tree exists because parsing moves nodes (foster parents, the adoption agency); once it is
//! whole, [`Tree::flatten`] writes it in document order.

use super::budget::Budget;
use crate::document::{Attr, Builder, Document, Tag};
use crate::record::Format;
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, ns};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

type Id = u32;
const NONE: Id = Id::MAX;
const ROOT: Id = 0;

struct Slot {
    parent: Id,
    first: Id,
    last: Id,
    previous: Id,
    next: Id,
    depth: u32,
    data: Data,
}

enum Data {
    Root,
    /// Name, and range in the tree's attributes.
    Element {
        name: QualName,
        tag: Tag,
        first: u32,
        last: u32,
    },
    Text(StrTendril),
    /// Comments, doctypes and processing instructions hold their place and nothing else.
    Other,
}

/// The tree that html5ever builds.
pub(super) struct Tree {
    slots: RefCell<Vec<Slot>>,
    /// Attributes of all elements, in the order in which the parser made them.
    attributes: RefCell<Vec<(Attr, StrTendril)>>,
    pub(super) budget: Budget,
    truncated: Cell<bool>,
}

impl Tree {
    pub(super) fn new(bytes: usize) -> Self {
        let tree = Self {
            slots: RefCell::new(Vec::with_capacity(bytes / 64)),
            attributes: RefCell::new(Vec::with_capacity(bytes / 128)),
            budget: Budget::default(),
            truncated: Cell::new(false),
        };
        tree.add(Data::Root);
        tree
    }

    /// Number of nodes made so far.
    pub(super) fn count(&self) -> usize {
        self.slots.borrow().len()
    }

    /// The script or style element that the parser made last, if its words are not kept: what comes
    /// next in the source is then its raw text, up to its end tag.
    pub(super) fn opens_dropped(&self) -> Option<Tag> {
        let slots = self.slots.borrow();
        match slots.last()?.data {
            Data::Element { ref name, tag, first, last } if name.ns == ns!(html) => {
                let kept = keeps_content(tag, &self.attributes.borrow()[first as usize..last as usize]);
                (!kept).then_some(tag)
            }
            _ => None,
        }
    }

    fn add(&self, data: Data) -> Id {
        let mut slots = self.slots.borrow_mut();
        let slot = Slot { parent: NONE, first: NONE, last: NONE, previous: NONE, next: NONE, depth: 0, data };
        slots.push(slot);
        (slots.len() - 1) as Id
    }

    /// Takes a node out of its place and puts it before `sibling`, or last where that is `NONE`.
    fn insert(&self, child: Id, parent: Id, sibling: Id) {
        self.detach(child);
        let mut slots = self.slots.borrow_mut();
        let before = if sibling == NONE {
            std::mem::replace(&mut slots[parent as usize].last, child)
        } else {
            std::mem::replace(&mut slots[sibling as usize].previous, child)
        };
        if before == NONE {
            slots[parent as usize].first = child;
        } else {
            slots[before as usize].next = child;
        }
        let depth = slots[parent as usize].depth + 1;
        let slot = &mut slots[child as usize];
        (slot.parent, slot.previous, slot.next, slot.depth) = (parent, before, sibling, depth);
        self.budget.insert(depth);
    }

    fn detach(&self, child: Id) {
        let mut slots = self.slots.borrow_mut();
        let Slot { parent, previous, next, .. } = slots[child as usize];
        if parent == NONE {
            return;
        }
        match previous {
            NONE => slots[parent as usize].first = next,
            id => slots[id as usize].next = next,
        }
        match next {
            NONE => slots[parent as usize].last = previous,
            id => slots[id as usize].previous = previous,
        }
        let slot = &mut slots[child as usize];
        (slot.parent, slot.previous, slot.next) = (NONE, NONE, NONE);
    }

    /// Puts a node or a text before `sibling`, or last; text joins the text that it follows.
    fn place(&self, parent: Id, sibling: Id, child: NodeOrText<Id>) {
        let words = match child {
            NodeOrText::AppendNode(id) => return self.insert(id, parent, sibling),
            NodeOrText::AppendText(words) => words,
        };
        {
            let mut slots = self.slots.borrow_mut();
            let before = match sibling {
                NONE => slots[parent as usize].last,
                id => slots[id as usize].previous,
            };
            if before != NONE
                && let Data::Text(text) = &mut slots[before as usize].data
            {
                text.push_tendril(&words);
                return;
            }
        }
        let id = self.add(Data::Text(words));
        self.insert(id, parent, sibling);
    }

    /// The tree in document order, without comments and without the text of scripts and styles.
    pub(super) fn flatten(self, source: &str) -> Document {
        let truncated = self.truncated.get();
        let (slots, all) = (self.slots.into_inner(), self.attributes.into_inner());
        let mut builder = Builder::new(Format::Html, source.len());
        let mut at = slots[ROOT as usize].first;
        while at != NONE {
            let slot = &slots[at as usize];
            let mut descend = false;
            match &slot.data {
                Data::Element { tag, first, last, .. } => {
                    let attributes = &all[*first as usize..*last as usize];
                    builder.open(*tag, attributes.iter().map(|(attr, value)| (*attr, &**value)));
                    descend = keeps_content(*tag, attributes) && slot.first != NONE;
                    if !descend {
                        builder.close();
                    }
                }
                Data::Text(words) => builder.text(words),
                Data::Root | Data::Other => {}
            }
            at = if descend { slot.first } else { Self::following(&slots, at, &mut builder) };
        }
        let mut document = builder.finish();
        document.truncated = truncated;
        document
    }

    /// The next node in document order after a whole subtree; closes the elements that end there.
    fn following(slots: &[Slot], mut at: Id, builder: &mut Builder) -> Id {
        while at != ROOT {
            let slot = &slots[at as usize];
            if slot.next != NONE {
                return slot.next;
            }
            at = slot.parent;
            if at == NONE {
                return NONE;
            }
            builder.close();
        }
        NONE
    }
}

/// Scripts and styles hold no words of the page; JSON-LD is a script that later steps read.
fn keeps_content(tag: Tag, attributes: &[(Attr, StrTendril)]) -> bool {
    match tag {
        Tag::Style => false,
        Tag::Script => {
            attributes.iter().any(|(attr, value)| *attr == Attr::Type && value.contains("ld+json"))
        }
        _ => true,
    }
}

/// The name of an element, borrowed from the tree.
#[derive(Debug)]
pub(super) struct Named<'a>(Ref<'a, QualName>);

impl ElemName for Named<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Tree {
    type Handle = Id;
    type Output = Self;
    type ElemName<'a> = Named<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        if message.starts_with("Saw EOF in state") {
            self.truncated.set(true);
        }
    }

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Named<'a> {
        self.budget.look();
        Named(Ref::map(self.slots.borrow(), |slots| match &slots[*target as usize].data {
            Data::Element { name, .. } => name,
            _ => unreachable!("html5ever asks for the names of elements alone"),
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.budget.create();
        let tag = Tag::from_name(&name.local);
        let mut all = self.attributes.borrow_mut();
        let first = all.len() as u32;
        for attribute in attributes {
            if let Some(attr) = Attr::from_name(&attribute.name.local) {
                all.push((attr, attribute.value));
            }
        }
        self.add(Data::Element { name, tag, first, last: all.len() as u32 })
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Data::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.place(*parent, NONE, child);
    }

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let parent = self.slots.borrow()[*sibling as usize].parent;
        self.place(parent, *sibling, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        if self.slots.borrow()[*element as usize].parent == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        self.budget.look();
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        let mut slots = self.slots.borrow_mut();
        let Data::Element { first, last, .. } = &mut slots[*target as usize].data else { return };
        let mut all = self.attributes.borrow_mut();
        // The element's attributes move to the end, where there is room for more.
        let mut own = all[*first as usize..*last as usize].to_vec();
        for attribute in attributes {
            if let Some(attr) = Attr::from_name(&attribute.name.local)
                && !own.iter().any(|(name, _)| *name == attr)
            {
                own.push((attr, attribute.value));
            }
        }
        *first = all.len() as u32;
        all.append(&mut own);
        *last = all.len() as u32;
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, from: &Id, to: &Id) {
        loop {
            let child = self.slots.borrow()[*from as usize].first;
            if child == NONE {
                return;
            }
            self.insert(child, *to, NONE);
        }
    }
}
