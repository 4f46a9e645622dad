//! Lines of posts that say again what the thread is called: "Re: The roof leaks". They lead to the post itself, and are
//! the heading of no more than it.

use crate::blocks::{Shape, words};
use crate::classify::{Label, Page};
use crate::record::Role;

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
    let leads = |index: usize| {
        !blocks.links(index).is_empty() || matches!(blocks.get(index).shape, Shape::Heading(_))
    };
    let subjects: Vec<usize> = (title + 1..labels.len())
        .filter(|at| matches!(labels[*at].role, Role::Body | Role::Teaser | Role::Menu))
        .filter(|at| leads(*at) && says(*at))
        .collect();
    if subjects.len() >= POSTS {
        for at in subjects {
            labels[at] = Label { role: Role::Other, score: 0.7, rule: "subject" };
        }
    }
}
