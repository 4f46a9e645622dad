//! What a block of a remark is: its words, or what stands before or behind them.
//!
//! In: the blocks of all remarks, each with the element that holds its remark. Out: the [`Place`] of each, and
//! which lines only label a remark.

use super::head::is_link;
use super::opening::Opening;
use super::{NAME_WORDS, OPENING_WORDS, is_label, is_name};
use crate::assemble::Page;
use crate::blocks::words;
use crate::classify::cards::Make;
use crate::classify::{cards, cues, phrases};
use crate::dates;
use crate::document::{Attr, NodeId, Tag};
use std::collections::{HashMap, HashSet};

/// How the class names of an element end that holds the words of a remark.
const CONTENT_NAMES: &[&str] = &["content", "body", "text", "message"];

/// Properties of such an element.
const CONTENT_PROPERTIES: &[&str] = &["text", "commentText", "reviewBody"];

/// Most words of a line before them: a name, a date, a count.
pub(super) const LINE_WORDS: usize = 5;

/// Remarks that show the same line from which it labels them: what two people say may be the same.
pub(super) const LABELLED: usize = 3;

/// Where a block stands in its remark.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before the words.
    Head,
    /// In the element that holds the words and nothing else.
    Words,
    /// Somewhere behind the head.
    Behind,
}

/// The lines of a remark, those that tell who and when aside.
#[derive(Default)]
struct Lines {
    /// Whether one that labels no other remark is there.
    worded: bool,
    /// Whether such a one is long or a sentence.
    speaks: bool,
    /// Short lines that may label the remark.
    labels: usize,
    /// Sentences among them.
    sentences: usize,
}

/// The remarks of a page.
pub(super) struct Remarks<'a> {
    page: &'a Page<'a>,
    /// Elements that hold the words of a remark and nothing else.
    contents: HashMap<NodeId, bool>,
    /// What such elements look like that hold but a short line: where somebody is, beside what is said elsewhere.
    mute: HashSet<Make<'a>>,
    /// For each remark its first block with words, and whether an element is named after them.
    begins: HashMap<NodeId, (usize, bool)>,
    /// Remarks in which several elements have one name for the words: it is that of any line ("theme-text").
    several: HashSet<NodeId>,
    /// For each remark its last block that is long or a sentence.
    ends: HashMap<NodeId, usize>,
    /// Lines that several remarks show.
    labels: HashSet<&'a str>,
    /// What the lines are of remarks that show some which may label them.
    lines: HashMap<NodeId, Lines>,
}

impl<'a> Remarks<'a> {
    pub fn of(page: &'a Page<'a>, blocks: &[(usize, Option<NodeId>)]) -> Self {
        let mut remarks = Self {
            page,
            contents: HashMap::new(),
            mute: HashSet::new(),
            begins: HashMap::new(),
            several: HashSet::new(),
            ends: HashMap::new(),
            labels: HashSet::new(),
            lines: HashMap::new(),
        };
        remarks.find_mute(blocks);
        let mut shown: HashMap<&str, HashSet<NodeId>> = HashMap::new();
        let mut nodes: HashMap<(NodeId, &str), NodeId> = HashMap::new();
        for (index, holder) in held(blocks) {
            let text = page.blocks.text(index);
            if let Some(node) = remarks.named(index, holder)
                && let Some(name) = content_name(page, node)
                && *nodes.entry((holder, name)).or_insert(node) != node
            {
                remarks.several.insert(holder);
            }
            let named = remarks.is_named(index, holder);
            if named {
                remarks.begins.entry(holder).and_modify(|own| *own = if own.1 { *own } else { (index, true) })
            } else {
                shown.entry(text).or_default().insert(holder);
                remarks.begins.entry(holder)
            }
            .or_insert((index, named));
        }
        remarks.labels =
            shown.into_iter().filter(|(_, own)| own.len() >= LABELLED).map(|(text, _)| text).collect();
        remarks.begin_with_words(blocks);
        remarks.find_lines(blocks);
        remarks
    }

    /// Of the makes of elements that are named after the words those that never hold a sentence or a long line name
    /// something else, if another does: "location-text" beside "comment-content".
    fn find_mute(&mut self, blocks: &[(usize, Option<NodeId>)]) {
        let mut says: HashMap<Make, bool> = HashMap::new();
        for (index, holder) in held(blocks) {
            if let Some(node) = self.named(index, holder) {
                *says.entry(cards::make(self.page.document, node)).or_default() |=
                    speaks(self.page.blocks.text(index));
            }
        }
        if says.values().any(|says| *says) {
            self.mute = says.into_iter().filter(|(_, says)| !says).map(|(make, _)| make).collect();
        }
    }

    /// Where no element is named after them, the words begin with the first line that is long or a sentence.
    fn begin_with_words(&mut self, blocks: &[(usize, Option<NodeId>)]) {
        let mut begun: HashSet<NodeId> = HashSet::new();
        for (index, holder) in held(blocks) {
            let text = self.page.blocks.text(index);
            let count = words::count(text);
            let dated = || {
                count <= OPENING_WORDS
                    && (words::has_year(text) && dates::first_moment(text).is_some()
                        || dates::is_day_of_year(text))
            };
            // "Mo L." is no sentence.
            let named = || {
                count <= NAME_WORDS && (is_link(self.page, index) || is_name(self.page, index, text, count))
            };
            if !speaks(text) || (!words::ends_sentence(text) && dated()) || named() {
                continue;
            }
            self.ends.insert(holder, index);
            if let Some((first, false)) = self.begins.get_mut(&holder)
                && begun.insert(holder)
            {
                *first = index;
            }
        }
    }

    /// Where a block stands in its remark.
    pub fn place(&mut self, index: usize, holder: NodeId) -> Place {
        match self.begins.get(&holder).copied() {
            Some((_, true)) if self.is_named(index, holder) => Place::Words,
            Some((first, _)) if index < first => Place::Head,
            _ => Place::Behind,
        }
    }

    /// Whether a block stands behind all that is long or a sentence in its remark.
    pub fn is_behind(&self, index: usize, holder: NodeId) -> bool {
        self.ends.get(&holder).is_some_and(|end| *end < index)
    }

    /// Whether an element of the remark is named after its words.
    pub fn names_words(&self, holder: NodeId) -> bool {
        self.begins.get(&holder).is_some_and(|(_, named)| *named)
    }

    /// Whether an element of the remark is named after its words, and no other is so, too.
    pub fn names_words_once(&self, holder: NodeId) -> bool {
        self.names_words(holder) && !self.several.contains(&holder)
    }

    /// Counts the lines of remarks that show some which may label them.
    fn find_lines(&mut self, blocks: &[(usize, Option<NodeId>)]) {
        let page = self.page;
        let labelled: HashSet<NodeId> = held(blocks)
            .filter(|(index, _)| self.may_label(page.blocks.text(*index)))
            .map(|(_, holder)| holder)
            .collect();
        for (index, holder) in held(blocks).filter(|(_, holder)| labelled.contains(holder)) {
            let text = page.blocks.text(index);
            let count = words::count(text);
            let tells = || {
                is_label(page, index, text, count)
                    || phrases::tells_how_long_ago(text)
                    || dates::is_day_of_year(text)
                    || Opening::of(text).is_some_and(|opening| opening.rest.is_empty())
            };
            let named = self.is_named(index, holder);
            if !named && tells() {
                continue;
            }
            let may_label = !named && self.may_label(text);
            let lines = self.lines.entry(holder).or_default();
            if may_label {
                lines.labels += usize::from(count <= LINE_WORDS);
                lines.sentences += usize::from(count <= LINE_WORDS && words::ends_sentence(text));
            } else {
                lines.worded = true;
                lines.speaks |= named || speaks(text);
            }
        }
    }

    /// Whether a line may label a remark: several show it, or it is a number.
    fn may_label(&self, text: &str) -> bool {
        self.labels.contains(text) || is_number(text)
    }

    /// Whether a line only labels a remark. Where it is known who wrote, or when, so that the remark `waits` for
    /// words, one short line is its words if it has no others: "Thank you!", "10/10".
    pub fn is_label(&self, text: &str, holder: Option<NodeId>, waits: bool) -> bool {
        let Some(holder) = holder else { return is_number(text) && !waits };
        if !self.may_label(text) {
            return false;
        }
        let may_speak = words::count(text) <= LINE_WORDS && text.contains(char::is_alphanumeric);
        let says = |lines: &Lines| match words::ends_sentence(text) {
            true => !lines.speaks && lines.sentences == 1,
            false => !lines.worded && lines.sentences == 0 && lines.labels == 1,
        };
        !waits || !may_speak || !self.lines.get(&holder).is_some_and(says)
    }

    /// Whether a block is made as the words of its remark are, where no element is named after them.
    pub fn looks_like_words(&self, index: usize, holder: NodeId) -> bool {
        let make = |at: usize| cards::make(self.page.document, self.page.blocks.get(at).node);
        self.begins.get(&holder).is_some_and(|(first, named)| !named && make(index) == make(*first))
    }

    fn is_named(&mut self, index: usize, holder: NodeId) -> bool {
        let named = self.named(index, holder);
        named.is_some_and(|node| !self.mute.contains(&cards::make(self.page.document, node)))
    }

    /// The element around a block, in its remark, that is named after the words and holds neither author nor date.
    fn named(&mut self, index: usize, holder: NodeId) -> Option<NodeId> {
        let (document, blocks) = (self.page.document, self.page.blocks);
        // A menu over a button is content, too.
        if self.page.stands_in(index, Tag::Button) {
            return None;
        }
        let contents = &mut self.contents;
        self.page.above(index).take_while(|node| *node != holder).find(|node| {
            let node = *node;
            *contents.entry(node).or_insert_with(|| {
                if document.attr(node, Attr::Itemprop).is_some_and(|own| CONTENT_PROPERTIES.contains(&own)) {
                    return true;
                }
                let class = cues::class(document, node);
                let mut names = class.split_ascii_whitespace();
                // One that is named so, too, and holds most of them, holds them closer, unless it stands in their line.
                let several = blocks.within(document, node).len() > 1;
                let holds_words = |inner: NodeId| {
                    several && inner != node && document.words_len(inner) * 2 > document.words_len(node) && {
                        cues::class(document, inner).split_ascii_whitespace().any(is_content_name)
                    }
                };
                let tells = |node: NodeId| {
                    holds_words(node)
                        || document.tag(node) == Some(Tag::Time)
                        || document.attr(node, Attr::Itemprop) == Some("author")
                        || cues::class(document, node).contains("author")
                };
                names.any(is_content_name) && !document.descendants(node).any(tells)
            })
        })
    }
}

/// Whether a class name ends in a word for what was written: "comment-body", "commentText"; "text-muted" does not.
pub(super) fn is_content_name(name: &str) -> bool {
    // In typography a text is any line.
    name != "Text"
        && CONTENT_NAMES.iter().any(|word| {
            let Some(at) = name.len().checked_sub(word.len()).filter(|at| name.is_char_boundary(*at)) else {
                return false;
            };
            let (before, end) = name.split_at(at);
            let begins = end.starts_with(|letter: char| letter.is_ascii_uppercase());
            end.eq_ignore_ascii_case(word) && (begins || !before.ends_with(char::is_alphanumeric))
        })
}

/// The class name by which an element is named after the words.
fn content_name<'a>(page: &Page<'a>, node: NodeId) -> Option<&'a str> {
    page.document.attr(node, Attr::Class)?.split_ascii_whitespace().find(|name| is_content_name(name))
}

/// The blocks of remarks, each with the element that holds its remark.
fn held(blocks: &[(usize, Option<NodeId>)]) -> impl Iterator<Item = (usize, NodeId)> {
    blocks.iter().filter_map(|(index, holder)| Some((*index, (*holder)?)))
}

/// Whether a line is long or a sentence.
pub(super) fn speaks(text: &str) -> bool {
    words::ends_sentence(text) || words::count(text) > LINE_WORDS
}

/// Whether a line is a number: a count, a grade.
pub(super) fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
}
