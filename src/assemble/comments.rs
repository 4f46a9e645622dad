//! Comment blocks to comments: one an element that holds one, with author and date where shown.

mod head;
mod remark;

use super::Page;
use crate::blocks::words;
use crate::classify::cards::{self, Make};
use crate::classify::phrases::{self, PHRASE_WORDS};
use crate::classify::rows;
use crate::document::{Attr, NodeId, Tag};
use crate::metadata;
use crate::record::{Comment, Role};
use head::head;
use remark::{LINE_WORDS, Place, Remarks};
use std::collections::HashMap;

/// Most words of a commenter's name.
const NAME_WORDS: usize = 5;

/// Most words of a line that says who wrote a comment and when.
const OPENING_WORDS: usize = 14;

pub(super) fn arrange(page: &Page) -> Vec<Comment> {
    let mut siblings = Siblings::default();
    let shown = |index: &usize| !page.blocks.get(*index).hidden && !page.labels.is_reply_form(*index);
    let blocks: Vec<(usize, Option<NodeId>)> = page
        .with_role(Role::Comments)
        .filter(shown)
        .map(|index| (index, holder(page, index).or_else(|| siblings.signed(page, index))))
        .collect();
    let mut writer = Writer { page, remarks: Remarks::of(page, &blocks), out: Vec::new() };
    for (index, holder) in blocks {
        writer.block(index, holder);
    }
    let said = |comment: &Comment| {
        words::has_letters(&comment.text) || (is_opened(comment) && !comment.text.trim().is_empty())
    };
    let mut out = writer.out;
    out.retain(|(_, comment)| said(comment));
    drop_chrome(&mut out);
    out.into_iter().map(|(_, comment)| comment).collect()
}

/// Lines of a remark that tells who, where and when in lines of their own.
const REMARK_LINES: usize = 4;

/// Lines that no element holds and of which it is not told who wrote them, or when, are comments if they are long
/// or sentences; where fewer than one in [`REMARK_LINES`] is a sentence, they are filters and counts.
fn drop_chrome(out: &mut Vec<(Option<NodeId>, Comment)>) {
    let is_bare = |(holder, comment): &(Option<NodeId>, Comment)| holder.is_none() && !is_opened(comment);
    let bare: Vec<&str> =
        out.iter().filter(|own| is_bare(own)).map(|(_, comment)| comment.text.as_str()).collect();
    let kept = bare.iter().filter(|text| words::ends_sentence(text)).count() * REMARK_LINES >= bare.len();
    let speaks = |text: &str| words::count(text) > LINE_WORDS || words::ends_sentence(text);
    out.retain(|own| !is_bare(own) || (kept && speaks(&own.1.text)));
}

/// Writes comments, block by block.
struct Writer<'a> {
    page: &'a Page<'a>,
    remarks: Remarks<'a>,
    /// Each with the element that holds it.
    out: Vec<(Option<NodeId>, Comment)>,
}

impl Writer<'_> {
    fn block(&mut self, index: usize, holder: Option<NodeId>) {
        let page = self.page;
        let text = page.blocks.text(index);
        // "3 comments" leads to them.
        if leads_to_comments(page, index) {
            return;
        }
        let place = holder.map_or(Place::Behind, |holder| self.remarks.place(index, holder));
        let count = words::count(text);
        let opening = Some(text).filter(|_| place != Place::Words).and_then(Opening::of);
        let label = opening.is_none() && (is_label(page, index, text, count) || self.remarks.is_label(text));
        let new = match holder {
            Some(_) => self.out.last().is_none_or(|(last, _)| *last != holder),
            // Without an element of its own a comment begins with who and when.
            None => opening.is_some() || (!label && self.out.last().is_none_or(|(_, last)| !is_opened(last))),
        };
        if new {
            let published = holder.and_then(|node| date(page, node));
            self.out.push((holder, Comment { author: None, published, text: String::new() }));
        }
        let Some((_, comment)) = self.out.last_mut().filter(|(last, _)| *last == holder) else { return };
        let named = holder.is_some_and(|holder| self.remarks.names_words(holder));
        let rest = match opening {
            _ if place == Place::Words => text,
            Some(opening) if comment.text.is_empty() => {
                comment.author = comment.author.take().or(opening.author);
                let shown = || date(page, page.blocks.get(index).node).or(opening.published);
                comment.published = comment.published.take().or_else(shown);
                opening.rest
            }
            _ if place == Place::Head && head(page, index, comment, label, named) => "",
            _ if label => {
                let name = is_name(page, index, text, count) && comment.text.is_empty();
                if name && comment.author.is_none() {
                    comment.author = Some(bare_name(text));
                }
                ""
            }
            _ => text,
        };
        if !comment.text.is_empty() && !rest.is_empty() {
            comment.text.push_str("\n\n");
        }
        comment.text.push_str(rest);
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

/// Most words that a time of day takes: "um 12 Uhr".
const TIME_WORDS: usize = 2;

/// Who and when, at the start of a comment: "Ada, 5 May 2021", "Ada says:".
struct Opening<'a> {
    author: Option<String>,
    published: Option<String>,
    /// The comment's words behind it.
    rest: &'a str,
}

impl<'a> Opening<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        Self::dated(line, rest).or_else(|| Self::spoken(text)).or_else(|| Self::signed(text))
    }

    /// A short line with a date in it; a name stands before the date.
    fn dated(line: &str, rest: &'a str) -> Option<Self> {
        if words::count(line) > OPENING_WORDS || words::ends_sentence(line) {
            return None;
        }
        let (moment, range) = metadata::first_moment(line)?;
        // Behind the date may stand a time in words ("um 12 Uhr"); more words are what somebody says.
        let letters = |word: &&str| word.chars().any(char::is_alphabetic);
        if line[range.end..].split_whitespace().filter(letters).count() > TIME_WORDS {
            return None;
        }
        let name = line[..range.start].split(['|', '•', '·', '★']).next().unwrap_or_default();
        // "5/5" behind a name is what its bearer gives.
        let rated = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('/');
        let name = name
            .split_whitespace()
            .find(|word| rated(word))
            .map_or(name, |word| name.split(word).next().unwrap_or_default());
        let name = bare_name(name);
        let author = Some(name).filter(|name| (1..=NAME_WORDS).contains(&words::count(name)));
        Some(Self { author, published: Some(moment), rest })
    }

    /// "… – Ada, 5 May 2021" in one block.
    fn signed(text: &'a str) -> Option<Self> {
        let (rest, signature) = text.rsplit_once(" – ").or_else(|| text.rsplit_once(" — "))?;
        let signed = Self::dated(signature, "").filter(|signed| signed.author.is_some())?;
        Some(Self { rest: rest.trim(), ..signed })
    }

    /// "Ada says: …" in one block.
    fn spoken(text: &'a str) -> Option<Self> {
        let (head, rest) = text.split_once([':', '：'])?;
        let name = bare_name(head);
        let names = name.split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
        let says = name.len() < head.trim_end().len()
            && words::count(&name) <= NAME_WORDS
            && !name.is_empty()
            && names;
        says.then(|| Self { author: Some(name), published: None, rest: rest.trim() })
    }
}

/// The innermost element that says it is one comment.
fn holder(page: &Page, index: usize) -> Option<NodeId> {
    page.above(index).find(|node| {
        let id = page.document.attr(*node, Attr::Id).unwrap_or_default();
        let class = page.document.attr(*node, Attr::Class).unwrap_or_default();
        let kind = page.document.attr(*node, Attr::Itemtype).unwrap_or_default();
        let numbered =
            (id.starts_with("comment-") || id.starts_with("li-comment-") || id.starts_with("div-comment-"))
                && id.ends_with(|c: char| c.is_ascii_digit());
        let classed = class.split_ascii_whitespace().any(|name| name == "comment" || name == "comment-item");
        numbered || classed || kind.ends_with("/Comment") || kind.ends_with("/UserComments")
    })
}

/// Elements of one make side by side, counted once for each parent.
#[derive(Default)]
struct Siblings<'a> {
    counts: HashMap<NodeId, HashMap<Make<'a>, usize>>,
}

/// Most blocks of an element that holds one comment.
const HOLDER_BLOCKS: usize = 24;

/// Elements above a block among which the one is that holds its comment.
const HOLDER_STEPS: usize = 12;

impl<'a> Siblings<'a> {
    /// The innermost of several alike elements in which it is told who wrote, or when: a comment that no name says
    /// is one.
    fn signed(&mut self, page: &Page<'a>, index: usize) -> Option<NodeId> {
        page.above(index)
            .take(HOLDER_STEPS)
            .find(|node| self.is_one_of_several(page, *node) && is_signed(page, *node))
    }

    fn is_one_of_several(&mut self, page: &Page<'a>, node: NodeId) -> bool {
        let document = page.document;
        let Some(parent) = document.ancestors(node).next() else { return false };
        let counts = self.counts.entry(parent).or_insert_with(|| {
            let mut counts = HashMap::new();
            for child in document.children(parent).filter(|child| document.tag(*child).is_some()) {
                *counts.entry(cards::make(document, child)).or_default() += 1;
            }
            counts
        });
        counts.get(&cards::make(document, node)).is_some_and(|count| *count > 1)
    }
}

/// Whether it is told in an element of several blocks who wrote what stands there, or when.
fn is_signed(page: &Page, node: NodeId) -> bool {
    let range = page.blocks.within(page.document, node);
    let tells = |index: usize| {
        let text = page.blocks.text(index);
        page.stands_in(index, Tag::Time)
            || (words::count(text) <= OPENING_WORDS && words::has_year(text))
            || phrases::tells_how_long_ago(text)
            || leads_to_person(page, index)
    };
    (2..=HOLDER_BLOCKS).contains(&range.len()) && range.into_iter().any(tells)
}

/// Names, dates, buttons and headings: what stands around a comment's words.
fn is_label(page: &Page, index: usize, text: &str, count: usize) -> bool {
    let heading = matches!(page.blocks.get(index).shape, crate::blocks::Shape::Heading(_));
    let linked = page.blocks.link_bytes(index) * 2 > text.len();
    let form = [Tag::Form, Tag::Legend, Tag::Label, Tag::Select, Tag::Button]
        .into_iter()
        .any(|tag| page.stands_in(index, tag));
    heading
        || linked
        || form
        || is_name(page, index, text, count)
        || (count <= PHRASE_WORDS && phrases::phrase(text).is_some())
        || (count <= NAME_WORDS && page.stands_in(index, Tag::Time))
}

fn leads_to_person(page: &Page, index: usize) -> bool {
    page.blocks.links(index).iter().any(|link| rows::leads_to_person(page.document, link.node))
}

/// How the class names of an element end that holds a name.
const NAME_NAMES: &[&str] = &["fn", "user", "name", "username", "nick", "nickname"];

fn is_name(page: &Page, index: usize, text: &str, count: usize) -> bool {
    let linked = page.blocks.links(index).iter().map(|link| link.node);
    let says = page.above(index).take(4).chain(linked).any(|node| {
        let class = page.document.attr(node, Attr::Class).unwrap_or_default();
        let property = page.document.attr(node, Attr::Itemprop).unwrap_or_default();
        property == "author"
            || class.contains("author")
            || class.split_ascii_whitespace().any(|name| {
                let last = name.rsplit(|letter: char| !letter.is_ascii_alphanumeric()).next();
                last.is_some_and(|last| NAME_NAMES.contains(&last))
            })
    });
    (says || leads_to_person(page, index)) && count <= NAME_WORDS + 2 && !text.is_empty()
}

/// Words between a name and a date, or between a name and what it says.
const BETWEEN: &[&str] = &[
    " says",
    " said",
    " wrote",
    " on",
    " at",
    " posted",
    " schrieb",
    " sagt",
    " sagte",
    " am",
    " dice",
    " dijo",
    " el",
    " a dit",
    " a écrit",
    " dit",
    " le",
    " em",
    " disse",
    " diz",
    " ha scritto",
    " il",
    " napisał",
    " пишет",
    " 于",
    " 於",
    " 说道",
    " 写道",
    " يقول",
    ",",
];

/// A name without the words that stand between it and what follows.
fn bare_name(text: &str) -> String {
    let mut name = text.lines().next().unwrap_or_default();
    loop {
        let bare = name.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let cut = BETWEEN.iter().find_map(|word| bare.strip_suffix(word));
        match cut {
            Some(shorter) => name = shorter,
            None => return bare.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned(),
        }
    }
}

fn date(page: &Page, holder: NodeId) -> Option<String> {
    let mut times =
        page.document.descendants(holder).filter(|node| page.document.tag(*node) == Some(Tag::Time));
    let written = times.find_map(|node| page.document.attr(node, Attr::Datetime))?.trim();
    let day = written.get(..10)?;
    day.parse::<jiff::civil::Date>().is_ok().then(|| written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Opening;

    #[test]
    fn sentences_are_no_openings() {
        for text in ["I planted mine on 5 May 2020 and it died.", "What my neighbour said: water it daily."] {
            assert!(Opening::of(text).is_none(), "{text}");
        }
        let opening = Opening::of("Ada Lind, 5 May 2021 at 8:30 am\nIt worked.").expect("a name and a date");
        assert_eq!((opening.author.as_deref(), opening.rest), (Some("Ada Lind"), "It worked."));
        let opening = Opening::of("Mo says: it rained.").expect("a name that says");
        assert_eq!((opening.author.as_deref(), opening.rest), (Some("Mo"), "it rained."));
    }
}
