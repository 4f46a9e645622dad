//! Comment blocks to comments: one an element that holds one, with author and date where shown.

mod head;
mod holders;
mod opening;
mod plain;
mod remark;
mod told;

use super::Page;
use crate::blocks::words;
use crate::classify::phrases::{self, PHRASE_WORDS};
use crate::classify::{addresses, cues};
use crate::document::{Attr, NodeId, Tag};
use crate::record::{Comment, Role};
use head::{foot, head};
use holders::{Siblings, holder};
use opening::{Opening, bare_name};
use plain::{Plain, Signed};
use remark::{LABELLED, Place, Remarks};
use std::collections::HashMap;
use told::{date, own_nodes};

/// Most words of a commenter's name.
const NAME_WORDS: usize = 5;

/// Most words of a line that says who wrote a comment and when.
const OPENING_WORDS: usize = 14;

pub(super) fn arrange(page: &Page) -> Vec<Comment> {
    let mut siblings = Siblings::default();
    let blocks: Vec<(usize, Option<NodeId>)> = page
        .shown_with_role(Role::Comments)
        .filter(|index| !page.labels.is_reply_form(*index))
        .map(|index| {
            let named = holder(page, index).or_else(|| siblings.named(page, index));
            (index, named.or_else(|| siblings.signed(page, index)))
        })
        .collect();
    let lines: Vec<usize> = blocks.iter().map(|(index, _)| *index).collect();
    let plain = Plain::of(page, &lines);
    let remarks = Remarks::of(page, &blocks);
    let mut writer = Writer { page, remarks, plain, out: Vec::new(), places: HashMap::new() };
    for (index, holder) in blocks {
        writer.block(index, holder);
    }
    let said = |comment: &Comment| {
        words::has_letters(&comment.text) || (is_opened(comment) && !comment.text.trim().is_empty())
    };
    let mut out = writer.out;
    out.retain(|own| said(&own.comment));
    drop_chrome(&mut out);
    if repeat_text(page, &out) {
        return Vec::new();
    }
    out.into_iter().map(|own| own.comment).collect()
}

/// Words of a comment of which it is looked whether it begins a part of the text: fewer say the same by chance.
const REPEATED_WORDS: usize = 5;

/// Whether most comments are the beginnings of what stands in the text, and not two that it quotes: a list of the posts of a
/// thread beside it.
fn repeat_text(page: &Page, out: &[Written]) -> bool {
    let mut text: Vec<&str> = page.with_role(Role::Body).map(|index| page.blocks.text(index)).collect();
    text.sort_unstable();
    let long: Vec<&str> = (out.iter().map(|own| own.comment.text.trim_end_matches(['.', '…', ' '])))
        .filter(|own| words::count(own) >= REPEATED_WORDS)
        .collect();
    // In order, what begins so stands right behind it.
    let behind = |own: &str| text.get(text.partition_point(|block| *block < own));
    let repeated =
        long.iter().filter(|own| behind(own).is_some_and(|block| block.starts_with(**own))).count();
    repeated >= LABELLED && repeated * 2 > long.len()
}

/// Lines of a remark that tells who, where and when in lines of their own.
const REMARK_LINES: usize = 4;

/// Lines that no element holds and of which it is not told who wrote them, or when, are comments if they are long
/// or sentences, and not there again and again; where fewer than one in [`REMARK_LINES`] speaks, they are filters
/// and counts. Scripts without full stops, and writers without them, speak at length alone, in several lines.
fn drop_chrome(out: &mut Vec<Written>) {
    let is_bare = |own: &Written| own.holder.is_none() && !is_opened(&own.comment);
    let mut shown: HashMap<String, usize> = HashMap::new();
    for own in out.iter().filter(|own| is_bare(own)) {
        *shown.entry(own.comment.text.clone()).or_default() += 1;
    }
    out.retain(|own| !is_bare(own) || shown.get(&own.comment.text).is_none_or(|count| *count < LABELLED));
    let bare = || out.iter().filter(|own| is_bare(own)).map(|own| own.comment.text.as_str());
    let sentences = bare().filter(|text| words::ends_sentence(text)).count();
    let is_long = |text: &&str| words::count(text) > OPENING_WORDS && !words::ends_sentence(text);
    let long = Some(bare().filter(is_long).count()).filter(|long| *long > 1).unwrap_or_default();
    let kept = (sentences + long) * REMARK_LINES >= bare().count();
    out.retain(|own| !is_bare(own) || (kept && remark::speaks(&own.comment.text)));
}

/// A comment as far as it is written.
struct Written {
    /// The element that holds it.
    holder: Option<NodeId>,
    comment: Comment,
    /// Whether a line of it told when it was written.
    dated: bool,
    /// The last block of its words.
    last: Option<usize>,
}

impl Written {
    /// Whether it is known who wrote it, or when, and other lines than those of comments stand between its words and a
    /// line.
    fn is_closed(&self, index: usize) -> bool {
        (is_opened(&self.comment) || self.dated) && self.last.is_some_and(|last| last + 1 < index)
    }
}

/// Writes comments, block by block.
struct Writer<'a> {
    page: &'a Page<'a>,
    remarks: Remarks<'a>,
    plain: Plain,
    out: Vec<Written>,
    /// Where in `out` the comment of an element is: it may go on behind a reply.
    places: HashMap<NodeId, usize>,
}

/// Whether a short line tells who said what follows: "Ada Moss, 5 March 2026", "Ada says:".
pub(super) fn tells_who(line: &str) -> bool {
    let opening = Opening::dated(line, "").or_else(|| Opening::spoken(line));
    opening.is_some_and(|own| own.author.is_some() && own.rest.is_empty())
}

impl<'a> Writer<'a> {
    fn block(&mut self, index: usize, holder: Option<NodeId>) {
        let page = self.page;
        let text = page.blocks.text(index);
        // "3 comments" leads to them.
        if leads_to_comments(page, index) || self.signs(index) {
            return;
        }
        let place = holder.map_or(Place::Behind, |holder| self.remarks.place(index, holder));
        let count = words::count(text);
        let opening = Some(text).filter(|_| place != Place::Words).and_then(Opening::of);
        let last = self.out.len().checked_sub(1);
        let known = holder.map(|holder| self.place_of(holder)).or(last);
        let before = known.map(|at| &self.out[at]).filter(|own| is_opened(&own.comment));
        let waits = before.is_some_and(|own| own.holder == holder && own.comment.text.is_empty());
        let labels = || self.remarks.is_label(text, holder, waits);
        let label = opening.is_none() && (is_label(page, index, text, count) || labels());
        // Without an element of its own a comment begins with who and when.
        let unsaid = |own: &&Written| own.comment.published.is_none() && own.comment.text.is_empty();
        // "Ada says:", and under it when.
        let dates =
            opening.as_ref().is_some_and(|own| own.author.is_none()) && before.filter(unsaid).is_some();
        let goes_on = holder.is_some() || dates || (opening.is_none() && (label || before.is_some()));
        let begins = opening.is_some() || !label;
        let Some(at) = known.filter(|_| goes_on).or_else(|| begins.then(|| self.begin(None))) else { return };
        // Behind the buttons under what somebody said stand others, and titles; sentences go on behind "Read more".
        let says = || words::ends_sentence(text) || words::count(text) > OPENING_WORDS;
        let closed = self.plain.signed != Signed::Otherwise && !says() && self.out[at].is_closed(index);
        if self.out[at].holder != holder || closed {
            return;
        }
        let rest = self.words(at, index, place, opening, label);
        let own = &mut self.out[at];
        if !rest.is_empty() {
            own.last = Some(index);
            if !own.comment.text.is_empty() {
                own.comment.text.push_str("\n\n");
            }
        }
        own.comment.text.push_str(rest);
    }

    /// What of a block are words of its comment; the rest tells who wrote it, and when.
    fn words(
        &mut self,
        at: usize,
        index: usize,
        place: Place,
        opening: Option<Opening<'a>>,
        label: bool,
    ) -> &'a str {
        let (page, text) = (self.page, self.page.blocks.text(index));
        let own = &mut self.out[at];
        let holder = own.holder;
        match opening {
            _ if place == Place::Words => text,
            Some(opening) if own.comment.text.is_empty() => {
                own.dated |= opening.published.is_some();
                let comment = &mut own.comment;
                let linked = || opening.published.as_ref().and_then(|_| person(page, index));
                comment.author = comment.author.take().or_else(linked).or(opening.author);
                let shown = || date(page.document, own_nodes(page, index)).or(opening.published);
                comment.published = comment.published.take().or_else(shown);
                opening.rest
            }
            _ if place == Place::Head && head(page, index, own, label, &self.remarks) => "",
            _ if place == Place::Behind && foot(page, index, own, &self.remarks) => "",
            // Where one element is named after the words, lines behind it that say nothing are counts and buttons.
            _ if place == Place::Behind
                && !remark::speaks(text)
                && holder.is_some_and(|holder| self.remarks.names_words_once(holder)) =>
            {
                ""
            }
            _ if label => {
                // A short line before the name is a title or the letters in place of a picture.
                let before =
                    own.comment.text.is_empty() || (holder.is_some() && !remark::speaks(&own.comment.text));
                let name = before && is_name(page, index, text, words::count(text));
                if name && own.comment.author.is_none() {
                    own.comment.author = Some(bare_name(text)).filter(|name| !name.is_empty());
                }
                ""
            }
            _ => text,
        }
    }

    /// The place of the comment that an element holds.
    fn place_of(&mut self, holder: NodeId) -> usize {
        let known = self.places.get(&holder).copied();
        known.unwrap_or_else(|| {
            let at = self.begin(Some(holder));
            self.places.insert(holder, at);
            at
        })
    }

    /// Begins the comment of an element, or one without, and tells its place.
    fn begin(&mut self, holder: Option<NodeId>) -> usize {
        let document = self.page.document;
        let (author, published) = holder.map(|holder| told::of(document, holder)).unwrap_or_default();
        let comment = Comment { author, published, text: String::new() };
        self.out.push(Written { holder, comment, dated: false, last: None });
        self.out.len() - 1
    }
}

/// Whether a short line is a link to the place of all comments, on this page or another.
fn leads_to_comments(page: &Page, index: usize) -> bool {
    let leads = |node| {
        let href = page.document.attr(node, Attr::Href).unwrap_or_default();
        href.split_once('#').is_some_and(|(_, place)| place.starts_with("comments") || place == "respond")
    };
    let links = page.blocks.links(index);
    !links.is_empty()
        && words::count(page.blocks.text(index)) <= NAME_WORDS
        && links.iter().all(|link| leads(link.node))
}

/// Whether it is known who wrote a comment, or when: then the blocks that follow are more of it.
fn is_opened(comment: &Comment) -> bool {
    comment.author.is_some() || comment.published.is_some()
}

/// Names, dates, buttons and headings: what stands around a comment's words.
fn is_label(page: &Page, index: usize, text: &str, count: usize) -> bool {
    let heading = page.blocks.is_heading(index);
    let linked = page.blocks.link_bytes(index) * 2 > text.len();
    let form = [Tag::Form, Tag::Legend, Tag::Label, Tag::Select, Tag::Button]
        .into_iter()
        .any(|tag| page.stands_in(index, tag));
    heading
        || linked
        || form
        || holders::is_of_other(page, index)
        || is_name(page, index, text, count)
        || (count <= PHRASE_WORDS && phrases::phrase(text).is_some())
        || (count <= NAME_WORDS && page.stands_in(index, Tag::Time))
}

/// The name that the only link of a line to a person says.
fn person(page: &Page, index: usize) -> Option<String> {
    let links = page.blocks.links(index).iter();
    let mut people = links.filter(|link| addresses::leads_to_person(page.document, link.node));
    let only = people.next().filter(|_| people.next().is_none())?;
    let name = bare_name(page.blocks.link_text(only));
    Some(name).filter(|name| (1..=NAME_WORDS).contains(&words::count(name)))
}

fn leads_to_person(page: &Page, index: usize) -> bool {
    page.blocks.links(index).iter().any(|link| addresses::leads_to_person(page.document, link.node))
}

/// How the class names of an element end that holds a name.
const NAME_NAMES: &[&str] = &["fn", "user", "name", "username", "nick", "nickname"];

fn is_name(page: &Page, index: usize, text: &str, count: usize) -> bool {
    if count > NAME_WORDS + 2 || text.is_empty() {
        return false;
    }
    let (document, block) = (page.document, page.blocks.get(index));
    let linked = page.blocks.links(index).iter().map(|link| link.node);
    // An element in the line that is the whole of it.
    let whole =
        |node: &NodeId| page.blocks.within(document, *node).len() == 1 && document.words(*node) == text;
    let inside = document.ancestors(block.first).take_while(|node| *node > block.node).filter(whole);
    let says = page.above(index).take(4).chain(linked).chain(inside).any(|node| {
        let class = cues::class(document, node);
        let property = document.attr(node, Attr::Itemprop).unwrap_or_default();
        property == "author"
            || class.contains("author")
            || class.split_ascii_whitespace().any(|name| {
                let last = name.rsplit(|letter: char| !letter.is_ascii_alphanumeric()).next();
                last.is_some_and(|last| NAME_NAMES.contains(&last))
            })
    });
    says || leads_to_person(page, index)
}
