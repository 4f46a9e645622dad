//! Dates in `<time>` elements, gathered while the page is walked once.
//!
//! In: the elements in document order. Out: the date of publication and that of the last change, as written, by what the
//! elements call themselves, the words before them, and where they stand.

use super::declared::MOST_CANDIDATES;
use crate::dates::tells_change;
use crate::document::{Attr, Document, NodeId, Tag};

/// A date in a `<time>` element.
#[derive(Debug)]
struct Time {
    id: NodeId,
    written: String,
    published: bool,
    modified: bool,
}

/// The dates of a page, in document order.
#[derive(Debug, Default)]
pub(super) struct Times {
    own: Vec<Time>,
    /// The first date of a comment or a review, as written: where a page is a thread it is that of the first post.
    of_remark: Option<String>,
}

impl Times {
    /// Takes in one element.
    pub fn visit(&mut self, document: &Document, id: NodeId) {
        if self.own.len() >= MOST_CANDIDATES {
            return;
        }
        let written = match document.attr(id, Attr::Datetime).filter(|own| !own.trim().is_empty()) {
            Some(own) => own.trim().to_owned(),
            None => document.words(id),
        };
        if is_of_remark(document, id) {
            self.of_remark.get_or_insert(written);
            return;
        }
        let hints = [Attr::Class, Attr::Itemprop].into_iter().filter_map(|name| document.attr(id, name));
        let hints = hints.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| hints.contains(word));
        let published = says(&["publish", "entry-date", "post-date", "posted", "created", "pubdate"]);
        let modified =
            !published && (says(&["updated", "modif"]) || tells_change(words_before(document, id)));
        self.own.push(Time { id, written, published, modified });
    }

    /// The first that says it is of the publication, else the one at the heading.
    pub fn published(&self, heading: Option<NodeId>) -> Option<&str> {
        let own = self.own.iter().find(|time| time.published).or_else(|| self.leading(heading));
        own.map(|time| time.written.as_str())
    }

    /// The first that says it is of a change.
    pub fn modified(&self) -> Option<&str> {
        self.own.iter().find(|time| time.modified).map(|time| time.written.as_str())
    }

    /// The first date of a remark.
    pub fn of_remark(&self) -> Option<&str> {
        self.of_remark.as_deref()
    }

    /// The first date under the page's heading; without a heading, a date among few.
    fn leading(&self, heading: Option<NodeId>) -> Option<&Time> {
        const FEW: usize = 3;
        // Day and time of a change may stand in elements of their own.
        let goes_on = |time: &Time| {
            let same = |own: &Time| own.modified && own.id < time.id && own.written == time.written;
            self.own.iter().any(same)
        };
        let mut plain = self.own.iter().filter(|time| !time.modified && !goes_on(time));
        match heading {
            Some(h1) => plain.find(|time| time.id > h1),
            None => plain.next().filter(|_| self.own.len() <= FEW),
        }
    }
}

/// Elements above a date among which the one is that holds a remark.
const REMARK_STEPS: usize = 12;

/// Names of elements that hold what readers and buyers say.
const REMARK_NAMES: [&str; 7] =
    ["comment", "comments", "comment-list", "commentlist", "comments-area", "reviews", "review-list"];

/// Words in the names of their dates; "preview-date" and "reviewed-on" are the page's.
const REMARK_WORDS: [&str; 5] = ["comment", "comments", "commentdate", "review", "reviews"];

/// Whether a date is that of a comment or a review: it says so, or the element around it does.
fn is_of_remark(document: &Document, id: NodeId) -> bool {
    let names = |node| {
        let written = [Attr::Class, Attr::Id].into_iter().filter_map(move |name| document.attr(node, name));
        written.flat_map(str::split_ascii_whitespace)
    };
    let word = |name: &str| name.split(['-', '_']).any(|word| REMARK_WORDS.contains(&word));
    let own = names(id).any(word);
    let holds_remark = |node: NodeId| {
        matches!(document.attr(node, Attr::Itemprop), Some("comment" | "review"))
            || names(node).any(|name| REMARK_NAMES.contains(&name))
    };
    // A magazine's part of the site may be named so: "reviews".
    let is_page =
        |node: &NodeId| matches!(document.tag(*node), None | Some(Tag::Main | Tag::Body | Tag::Html));
    own || document.ancestors(id).take(REMARK_STEPS).take_while(|node| !is_page(node)).any(holds_remark)
}

/// Nodes before an element among which the words are that lead it in.
const LEAD_NODES: u32 = 4;

/// Elements between the words of a heading and the heading: a link, a part in bold.
const HEADING_STEPS: usize = 4;

/// Bytes of them: "This page was last modified on ".
const LONGEST_LEAD: usize = 40;

/// The words right before an element, up to another date or the end of a sentence; those of a heading over it speak of
/// the text: "Travel rules updated".
fn words_before(document: &Document, id: NodeId) -> &str {
    let mut texts = (id.saturating_sub(LEAD_NODES)..id).rev().filter(|node| document.text(*node).is_some());
    let last = texts.find(|node| document.text(*node).is_some_and(|text| !text.trim().is_empty()));
    let is_heading = |node: NodeId| {
        matches!(document.tag(node), Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6))
    };
    let over = |node: &NodeId| {
        let mut around = document.ancestors(*node).take(HEADING_STEPS);
        around.any(|around| is_heading(around) && document.node(around).end <= id)
    };
    let text = last.filter(|node| !over(node)).and_then(|node| document.text(node)).unwrap_or_default();
    let text = text.trim_end();
    let from = (text.len().saturating_sub(LONGEST_LEAD)..=text.len()).find(|at| text.is_char_boundary(*at));
    let text = &text[from.unwrap_or_default()..];
    let ends = |own: char| own.is_ascii_digit() || matches!(own, '.' | '|' | '•' | '·' | ';');
    text.rsplit(ends).next().unwrap_or_default()
}
