//! A rule on a page: which nodes of the document its selectors match.
//!
//! Selectors need the parser's own tree, which the document does not keep. So the page is parsed
//! again by `scraper`, as `document/html` parses it, and the n-th element of that tree is the n-th
//! element of the document. Few pages have a rule, so that no other page pays for it.

use super::{Field, SiteRule};
use crate::document::{Document, NodeId, Tag};
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, driver};
use scraper::node::Element;
use scraper::{ElementRef, Html, HtmlTreeSink};
use std::collections::HashMap;

/// What a rule says of one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The element that a selector matched.
    pub node: NodeId,
    /// What it is.
    pub field: Field,
}

/// What came of a rule on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Marked nodes in document order.
    pub marks: Vec<Mark>,
    /// Fields of the rule that marked nothing on this page.
    pub unmatched: Vec<Field>,
}

impl SiteRule {
    /// Matches the rule's selectors on a page; `document` must be built from the same `source`.
    pub fn apply(&self, source: &str, document: &Document) -> Applied {
        let html = parse(source);
        let mut wanted: HashMap<_, Vec<Field>> = HashMap::new();
        for (field, selectors) in &self.selectors {
            for element in selectors.iter().flat_map(|selector| html.select(selector)) {
                let fields = wanted.entry(element.id()).or_default();
                if fields.last() != Some(field) {
                    fields.push(*field);
                }
            }
        }
        let mut marks = Vec::new();
        pair(&html, document, |element, node| {
            let fields = wanted.get(&element.id()).map(Vec::as_slice).unwrap_or_default();
            marks.extend(fields.iter().map(|field| Mark { node, field: *field }));
        });
        let is_marked = |field: &&Field| marks.iter().any(|mark| mark.field == **field);
        let unmatched = self.selectors.keys().filter(|field| !is_marked(field)).copied().collect();
        Applied { marks, unmatched }
    }
}

/// Parses with the options of `document/html`, so that both trees hold the same elements.
fn parse(source: &str) -> Html {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
        ..Default::default()
    };
    driver::parse_document(HtmlTreeSink::new(Html::new_document()), options).one(source)
}

/// Shows each element together with its node in the document, in document order. Stops where the
/// two are not the same: a rule that marks too little is reported, one that marks wrong is not.
fn pair<'a>(html: &'a Html, document: &Document, mut show: impl FnMut(ElementRef<'a>, NodeId)) {
    let mut nodes = document.descendants(0).filter_map(|node| Some((node, document.tag(node)?)));
    let mut at = html.tree.root().first_child();
    while let Some(here) = at {
        let mut inner = here.first_child();
        if let Some(element) = ElementRef::wrap(here) {
            let tag = Tag::from_name(element.value().name());
            match nodes.next() {
                Some((node, same)) if same == tag => show(element, node),
                _ => return,
            }
            inner = inner.filter(|_| keeps_content(tag, element.value()));
        }
        at = inner.or_else(|| {
            let mut up = here;
            loop {
                match up.next_sibling() {
                    Some(next) => return Some(next),
                    None => up = up.parent()?,
                }
            }
        });
    }
}

/// Documents leave out what stands in scripts and styles; inside SVG that can be elements.
fn keeps_content(tag: Tag, element: &Element) -> bool {
    match tag {
        Tag::Style => false,
        Tag::Script => {
            element.attrs.iter().any(|(name, value)| &*name.local == "type" && value.contains("ld+json"))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Attr, html};

    /// Every element of the page pairs with a node of the same tag and the same id.
    fn assert_pairs(source: &str) {
        let document = html::parse(source);
        let mut pairs = 0;
        pair(&parse(source), &document, |element, node| {
            pairs += 1;
            assert_eq!(document.attr(node, Attr::Id), element.attr("id"), "{source}");
        });
        let elements = document.descendants(0).filter(|node| document.tag(*node).is_some()).count();
        assert_eq!(pairs, elements, "{source}");
    }

    #[test]
    fn both_trees_hold_the_same_elements_in_the_same_order() {
        let pages = [
            "",
            "<p id=a>one<p id=b>two",
            "<div id=a><template id=b><p id=c>in</p><template id=d><b id=e></b></template></template><p id=f>",
            "<head><template id=a><meta id=b></template><title id=c>t</title></head><body id=d>",
            "<table id=a><div id=b>out</div><tr id=c><b id=d>foster<td id=e>in</table><p id=f>",
            "<table id=a><p id=b><i id=c>x<table id=d><tr id=e><td id=f><span id=g></table><form id=h>",
            "<table id=a><template id=b><td id=c>x</td></template><select id=d><option id=e></table>",
            "<head><noscript id=a><link id=b><style id=c>x</style></noscript><p id=d>ends the head",
            "<noscript id=a><img id=b><p id=c>in</noscript><p id=d>",
            "<svg id=a><style id=b><g id=c></g></style><g id=d><title id=e><p id=f>x</p></title></g></svg><p id=g>",
            "<svg id=a><script id=b><g id=c/></script><script id=d type='application/ld+json'><g id=e/></script></svg>",
            "<svg id=a><template id=b><path id=c /></template><foreignObject id=d><div id=e>x</div></svg>",
            "<math id=a><mi id=b><p id=c>x</p></mi><annotation-xml id=d encoding=text/html><b id=e>",
            "<b id=a><i id=b><p id=c>x</b>y</i>z<p id=d><u id=e>",
            "<a id=a><div id=b><a id=c>x</a></div></a><p id=d><b id=e><div id=f></b><b id=g>",
            "<body id=a><p id=b><body id=c class=x><html id=d lang=en><frameset id=e>",
            "<frameset id=a><frame id=b></frameset><noframes id=c><p id=d></noframes>",
            "<ul id=a><li id=b><li id=c><ul id=d><li id=e></ul><dd id=f><dt id=g>",
            "<select id=a><option id=b><optgroup id=c><option id=d></select><textarea id=e><p></textarea>",
            "<script id=a>'<p>'</script><style id=b><p></style><script type=application/ld+json id=c>{}</script><p id=d>",
            "</p id=a></br><p id=b></table></template><image id=c><isindex id=d><plaintext id=e><p>",
            "<!-- a --><?pi?><!doctype html><html id=a><!-- b --><p id=b></html><p id=c><!-- c -->",
            "<table id=a><caption id=b><p id=c></caption><colgroup id=d><col id=e><tbody id=f><th id=g></table>",
        ];
        pages.into_iter().for_each(assert_pairs);
    }
}
