//! Lines of posts that say again what the thread is called: "Re: The roof leaks". They lead to the post itself, and are
//! the heading of no more than it. And lines that number or count posts.

use crate::blocks::{Shape, words};
use crate::classify::cards::{self, Make};
use crate::classify::{Label, Page, Rule};
use crate::record::Role;
use foldhash::{HashMap, HashMapExt};

/// Fewest words of a title by which a line is told.
const TITLE_WORDS: usize = 3;

/// Most words beside it: "Replied by Ada Moss on topic …".
const MORE_WORDS: usize = 6;

/// Fewest posts with such a line.
const POSTS: usize = 2;

/// Leaves out the subjects of posts under the title of a thread.
pub(in crate::classify::html) fn leave_out(page: &Page, title: Option<usize>, labels: &mut [Label]) {
    let blocks = page.blocks;
    let Some(title) = title else { return };
    let names = page.titles.iter().map(String::as_str).chain([blocks.text(title)]);
    let names: Vec<(&str, usize)> =
        names.map(|name| (name, words::count(name))).filter(|(_, count)| *count >= TITLE_WORDS).collect();
    let says = |index: usize| {
        let text = blocks.text(index);
        let brief = |count: usize| words::count(text) <= count + MORE_WORDS;
        names.iter().any(|(name, count)| text.contains(name) && brief(*count))
    };
    let leads = |index: usize| !blocks.links(index).is_empty() || blocks.is_heading(index);
    let subjects: Vec<usize> = (title + 1..labels.len())
        .filter(|at| matches!(labels[*at].role, Role::Body | Role::Teaser | Role::Menu))
        .filter(|at| leads(*at) && says(*at))
        .collect();
    if subjects.len() >= POSTS {
        for at in subjects {
            labels[at] = Label::of(Role::Other, 0.7, Rule::Subject);
        }
    }
}

/// Fewest posts that show a number in the same place.
const NUMBERED: usize = 3;

/// Leaves out lines of one make that are nothing but numbers, post after post: "#12", "0", "2026-02-01 18:12".
pub(in crate::classify::html) fn leave_numbers(page: &Page, labels: &mut [Label]) {
    let mut of_make: HashMap<Make, Vec<usize>> = HashMap::new();
    for (index, label) in labels.iter().enumerate() {
        let (block, text) = (page.blocks.get(index), page.blocks.text(index));
        let is_number =
            text.contains(|own: char| own.is_ascii_digit()) && !text.contains(char::is_alphabetic);
        let plain = matches!(block.shape, Shape::Paragraph | Shape::Heading(_));
        if label.role == Role::Body && is_number && plain {
            of_make.entry(cards::make(page.document, block.node)).or_default().push(index);
        }
    }
    for at in of_make.into_values().filter(|own| own.len() >= NUMBERED).flatten() {
        labels[at] = Label::of(Role::Other, 0.7, Rule::AroundPosts);
    }
}
