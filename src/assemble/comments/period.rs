//! Comments of a dump come in turn: who, when, the same few lines, the words, the same few lines. What stands in the
//! same place of each comment is none of its words.
//!
//! In: the lines of the comments, and which of them begin one. Out: the lines that are no words.

use super::remark::{LABELLED, LINE_WORDS, is_number};
use crate::assemble::Page;
use crate::blocks::words;
use std::collections::HashSet;
use std::ops::Range;

/// Lines that are no words of the comments in whose turns they stand; a turn begins behind the line that says when.
pub(super) fn around(page: &Page, lines: &[usize], turns: &[Range<usize>]) -> HashSet<usize> {
    let mut out = HashSet::new();
    let Some((last, others)) = turns.split_last().filter(|(_, others)| !others.is_empty()) else {
        return out;
    };
    let text = |at: usize| page.blocks.text(lines[at]);
    let is_short = |at: usize| words::count(text(at)) <= LINE_WORDS && !words::ends_sentence(text(at));
    // Places, numbers, who liked it: as many lines before the words as there are in each turn.
    for place in 0.. {
        let more = turns.iter().all(|turn| turn.len() > place + 1 && is_short(turn.start + place));
        let at = |turn: &Range<usize>| turn.start + place;
        let same = || turns.iter().all(|turn| text(at(turn)) == text(at(&turns[0])));
        let counts = || turns.iter().all(|turn| is_number(text(at(turn))));
        if !more || !(turns.len() >= LABELLED || same() || counts()) {
            break;
        }
        out.extend(turns.iter().map(|turn| lines[at(turn)]));
    }
    // The last turn ends where the others do: at the same line, or at a number. Behind it stands what is no comment.
    let ends: Vec<&str> = others.iter().filter_map(|turn| turn.clone().last()).map(text).collect();
    let is_end = |own: &str| match ends.iter().all(|end| is_number(end)) {
        true => is_number(own),
        false => ends.iter().all(|end| *end == own) && ends.len() > 1,
    };
    if ends.len() == others.len() {
        for turn in others {
            out.extend(turn.clone().last().filter(|at| is_end(text(*at))).map(|at| lines[at]));
        }
        let end = last.clone().skip(1).find(|at| is_end(text(*at)));
        out.extend(end.into_iter().flat_map(|end| end..last.end).map(|at| lines[at]));
    }
    out
}
