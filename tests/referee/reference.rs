//! html5ever's tree as an outline: what the document of a page must be equal to.

use super::outline::{KEPT, Line, Node};
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use tamis::document::{Attr, Tag};

type Id = usize;
const NONE: Id = Id::MAX;
const ROOT: Id = 0;

struct Slot {
    parent: Id,
    first: Id,
    last: Id,
    previous: Id,
    next: Id,
    data: Data,
}

enum Data {
    Root,
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
        integrates: bool,
    },
    Text(StrTendril),
    /// Comments hold their place and nothing else.
    Other,
}

/// Parses a page by html5ever, scripting off. Returns its outline and whether the source ended inside a
/// tag, a comment or a script.
pub fn parse(source: &str) -> (Vec<Line>, bool) {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
        ..Default::default()
    };
    let tree = html5ever::parse_document(Tree::new(), options).one(source);
    let truncated = tree.truncated.get();
    (tree.outline(), truncated)
}

struct Tree {
    slots: RefCell<Vec<Slot>>,
    truncated: Cell<bool>,
}

impl Tree {
    fn new() -> Self {
        let tree = Self { slots: RefCell::default(), truncated: Cell::new(false) };
        tree.add(Data::Root);
        tree
    }

    fn add(&self, data: Data) -> Id {
        let mut slots = self.slots.borrow_mut();
        slots.push(Slot { parent: NONE, first: NONE, last: NONE, previous: NONE, next: NONE, data });
        slots.len() - 1
    }

    /// Takes a node out of its place and puts it before `sibling`, or last where that is `NONE`.
    fn insert(&self, child: Id, parent: Id, sibling: Id) {
        self.detach(child);
        let mut slots = self.slots.borrow_mut();
        let before = match sibling {
            NONE => std::mem::replace(&mut slots[parent].last, child),
            sibling => std::mem::replace(&mut slots[sibling].previous, child),
        };
        match before {
            NONE => slots[parent].first = child,
            before => slots[before].next = child,
        }
        let slot = &mut slots[child];
        (slot.parent, slot.previous, slot.next) = (parent, before, sibling);
    }

    fn detach(&self, child: Id) {
        let mut slots = self.slots.borrow_mut();
        let Slot { parent, previous, next, .. } = slots[child];
        if parent == NONE {
            return;
        }
        match previous {
            NONE => slots[parent].first = next,
            id => slots[id].next = next,
        }
        match next {
            NONE => slots[parent].last = previous,
            id => slots[id].previous = previous,
        }
        let slot = &mut slots[child];
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
                NONE => slots[parent].last,
                id => slots[id].previous,
            };
            if before != NONE
                && let Data::Text(text) = &mut slots[before].data
            {
                text.push_tendril(&words);
                return;
            }
        }
        let id = self.add(Data::Text(words));
        self.insert(id, parent, sibling);
    }

    /// The tree in document order, without comments and without the words of scripts and styles.
    fn outline(self) -> Vec<Line> {
        let slots = self.slots.into_inner();
        let mut lines = Vec::new();
        let (mut at, mut depth) = (slots[ROOT].first, 1);
        while at != NONE {
            let slot = &slots[at];
            let mut descends = false;
            match &slot.data {
                Data::Element { name, attributes, .. } => {
                    let (tag, attributes) = (Tag::from_name(&name.local), kept(attributes));
                    descends = keeps_content(tag, &attributes) && slot.first != NONE;
                    lines.push(Line { depth, node: Node::Element { tag, attributes } });
                }
                Data::Text(words) => lines.push(Line { depth, node: Node::Text(words.to_string()) }),
                Data::Root | Data::Other => {}
            }
            if descends {
                (at, depth) = (slot.first, depth + 1);
                continue;
            }
            while at != NONE && slots[at].next == NONE {
                (at, depth) = (slots[at].parent, depth.saturating_sub(1));
            }
            at = if at == NONE { NONE } else { slots[at].next };
        }
        lines
    }
}

/// The attributes that documents keep, the first of each name, in the order of [`KEPT`].
fn kept(attributes: &[Attribute]) -> Vec<(Attr, String)> {
    let find = |kept: &&str| {
        // Scripts that load pictures late have several names for one thing; the first in the tag counts.
        let own = Attr::from_name(kept)?;
        let is_own = |attribute: &&Attribute| Attr::from_name(&attribute.name.local) == Some(own);
        Some((own, attributes.iter().find(is_own)?.value.to_string()))
    };
    KEPT.iter().filter_map(find).collect()
}

/// Scripts and styles hold no words of the page; JSON-LD is a script that later steps read.
fn keeps_content(tag: Tag, attributes: &[(Attr, String)]) -> bool {
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
struct Named<'a>(Ref<'a, QualName>);

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
        Named(Ref::map(self.slots.borrow(), |slots| match &slots[*target].data {
            Data::Element { name, .. } => name,
            _ => unreachable!("html5ever asks for the names of elements alone"),
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Id {
        self.add(Data::Element {
            name,
            attributes,
            integrates: flags.mathml_annotation_xml_integration_point,
        })
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
        let parent = self.slots.borrow()[*sibling].parent;
        self.place(parent, *sibling, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        if self.slots.borrow()[*element].parent == NONE {
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
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn is_mathml_annotation_xml_integration_point(&self, target: &Id) -> bool {
        matches!(self.slots.borrow()[*target].data, Data::Element { integrates: true, .. })
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        let mut slots = self.slots.borrow_mut();
        let Data::Element { attributes: own, .. } = &mut slots[*target].data else { return };
        for attribute in attributes {
            if !own.iter().any(|own| own.name == attribute.name) {
                own.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, from: &Id, to: &Id) {
        loop {
            let child = self.slots.borrow()[*from].first;
            if child == NONE {
                return;
            }
            self.insert(child, *to, NONE);
        }
    }
}
