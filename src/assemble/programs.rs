//! Programs in the text of a dump: which of its lines are one, and what they say with their spaces.
//!
//! No markup holds such lines together there, and the spaces at their beginnings are part of what they say. Of the lines joined
//! on wcxb-dev's dumps, seven of eight stand in the code of the same pages with markup (when this was built; prompts and notes
//! count for less since), and most others are code that the markup calls none. Texts of data and of commands, whose lines look like others', and what
//! says nothing but a semicolon, are left out.

use super::Page;
use crate::blocks::words;
use crate::document::NodeId;
use crate::record::Role;
use std::ops::Range;

/// Fewest lines of a program that look like nothing else, and how many others make up for a second one.
const SURE_LINES: usize = 2;
const LIKELY_LINES: usize = 3;

/// Spaces from which a line is set in, where paragraphs are not.
const SET_IN: usize = 2;

/// One paragraph in so many may be set in.
const FEW: usize = 10;

/// Words of a paragraph, and from which a sentence is no line of a program.
const PARAGRAPH_WORDS: usize = 12;
const SENTENCE_WORDS: usize = 9;
const LONG_SENTENCE_WORDS: usize = 25;

/// Most words of what a line of a program sets.
const NAME_WORDS: usize = 4;

/// How much a line looks like one of a program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    Other,
    Likely,
    Sure,
}

/// The programs in the body of a dump, in the order of the page.
pub(super) struct Programs(Vec<Range<usize>>);

impl Programs {
    pub fn of(page: &Page) -> Self {
        let sets_in = sets_paragraphs_in(page);
        let looks: Vec<Look> = (0..page.blocks.len()).map(|at| look(page, at, sets_in)).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < looks.len() {
            let end = if looks[at] == Look::Other { at + 1 } else { end(page, &looks, at) };
            let own = &looks[at..end];
            let sure = own.iter().filter(|look| **look == Look::Sure).count();
            let likely = own.iter().filter(|look| **look > Look::Other).count();
            if sure >= SURE_LINES || (sure > 0 && likely >= LIKELY_LINES) {
                found.push(at..end);
            }
            at = end;
        }
        Self(found)
    }

    /// The end of the program that begins at a block.
    pub fn end(&self, index: usize) -> Option<usize> {
        let at = self.0.binary_search_by_key(&index, |own| own.start).ok()?;
        Some(self.0[at].end)
    }
}

/// Where the lines of a program end that begins with this one: a line between two of them may be any short one that heads
/// nothing.
fn end(page: &Page, looks: &[Look], start: usize) -> usize {
    let mut end = start + 1;
    let mut at = end;
    while at < looks.len() && is_free(page, at) {
        if looks[at] > Look::Other {
            end = at + 1;
        } else if at > end || is_sentence(page.blocks.text(at)) || heads(page, at) {
            break;
        }
        at += 1;
    }
    end
}

/// Whether a line leads in what follows, or stands as a heading where paragraphs begin.
fn heads(page: &Page, index: usize) -> bool {
    words::leads(page.blocks.text(index)) || (page.blocks.is_heading(index) && !is_set_in(page, index))
}

/// Whether a block is content, and no item of a list.
fn is_free(page: &Page, index: usize) -> bool {
    page.labels.role(index) == Role::Body
}

fn is_sentence(text: &str) -> bool {
    words::count(text) >= SENTENCE_WORDS && words::ends_sentence(text)
}

/// Whether more than a few paragraphs of a page begin with spaces: then nothing follows from them.
fn sets_paragraphs_in(page: &Page) -> bool {
    let reads = |at: &usize| {
        let text = page.blocks.text(*at);
        words::count(text) >= PARAGRAPH_WORDS && words::ends_sentence(text)
    };
    let paragraphs = || (0..page.blocks.len()).filter(reads);
    paragraphs().filter(|at| is_set_in(page, *at)).count() * FEW > paragraphs().count()
}

fn is_set_in(page: &Page, index: usize) -> bool {
    let line = page.document.text(page.blocks.get(index).first).unwrap_or_default();
    let spaces = line.len() - line.trim_start().len();
    spaces >= SET_IN || line.starts_with('\t')
}

fn look(page: &Page, index: usize, sets_in: bool) -> Look {
    let text = page.blocks.text(index);
    let says = words::count(text) >= LONG_SENTENCE_WORDS && words::ends_sentence(text);
    if !is_free(page, index) || says {
        Look::Other
    } else if is_sure(text) {
        Look::Sure
    } else if is_likely(text) || (!sets_in && is_set_in(page, index) && !is_sentence(text)) {
        Look::Likely
    } else {
        Look::Other
    }
}

/// Whether a line looks like one of a program and like nothing else.
fn is_sure(text: &str) -> bool {
    if is_note(text) {
        return false;
    }
    // "foo(3); // three" may end as a sentence does.
    let notes = ["; //", "; #"].iter().any(|part| text.contains(part));
    // Sentences about programs hold parts of them: "It stands between <a> and </a>."
    let says = words::ends_sentence(text) && !text.ends_with(')') && !words::is_cut_off(text);
    // "the date of birth;": the entries of a list of papers, and the lines of a poem, end so, too.
    let entry = text.ends_with(';') && !text.contains(['=', '{', '<']) && !calls(text.trim_end_matches(';'));
    let closes = text.chars().all(|own| matches!(own, '}' | ')' | ']' | ';' | ','));
    // "def f(x):", "print('a')"
    let defines = text.ends_with("):") && text.contains('(') && !text.contains(" (");
    notes || (!says && ((words::is_code(text) && !entry) || closes || defines || quotes(text)))
}

/// Whether a line calls a name: "area(2, 3)".
fn calls(text: &str) -> bool {
    let is_name = |own: &str| !own.is_empty() && own.bytes().all(|byte| !byte.is_ascii_whitespace());
    text.ends_with(')') && text.split_once('(').is_some_and(|(name, _)| is_name(name))
}

/// Whether a text in quotes stands in brackets right behind a name; behind a space it tells how a thing is called:
/// "between Moss Limited ("we") and you".
fn quotes(text: &str) -> bool {
    let of_name = |at: usize| {
        let before = &text[..at];
        // "Choose Open("Öffnen")" tells what a button is called.
        before.ends_with(|own: char| own.is_ascii_alphanumeric() || own == '_')
            && (!before.contains(' ') || before.contains(['=', '.']) || text.ends_with(';'))
    };
    text.is_ascii() && ["(\"", "('"].iter().any(|open| text.match_indices(open).any(|(at, _)| of_name(at)))
}

/// Whether a line begins as a note or a prompt of a program does; pages put such marks before notices and links, too.
fn is_note(text: &str) -> bool {
    ["// ", ">>> "].iter().any(|start| text.starts_with(start))
}

/// Whether a line may be one of a program: it sets a name, calls one, or is a tag.
fn is_likely(text: &str) -> bool {
    if !text.is_ascii() || words::ends_sentence(text) {
        return false;
    }
    let sets = text.split_once(" = ").is_some_and(|(name, _)| words::count(name) <= NAME_WORDS);
    let tag = text.starts_with('<') && text.ends_with('>');
    sets || calls(text)
        || tag
        || is_note(text)
        || text.ends_with([',', ';', '[', '\\', '|'])
        || text.ends_with("&&")
        || text.ends_with("->")
}

/// The lines of some blocks as the dump has them, with the spaces at their beginnings and with the empty lines between
/// them, but where one stands between all.
pub(super) fn lines(page: &Page, blocks: Range<usize>) -> String {
    let next = page.blocks.iter().nth(blocks.end).map_or(page.document.len(), |block| block.first);
    let from = page.blocks.get(blocks.start).first;
    let all = |node: NodeId| page.document.text(node).unwrap_or_default().trim_end();
    let shown = (from..next).rev().find(|node| !all(*node).is_empty()).unwrap_or(from);
    let lines: Vec<&str> = (from..=shown).map(all).collect();
    let empty = lines.iter().filter(|line| line.is_empty()).count();
    let apart = (empty + 1) * 2 > lines.len();
    let kept: Vec<&str> = lines.into_iter().filter(|line| !apart || !line.is_empty()).collect();
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{is_likely, is_sure};

    #[test]
    fn lines_of_programs_are_told_from_entries_and_headings() {
        for line in ["def f(x):", "foo(3); // three", "});", "print('a')", "if ok {"] {
            assert!(is_sure(line), "{line}");
        }
        for line in [
            "Choosing a platform that the team can use;",
            "Prices (per month):",
            "Sleep",
            "a well, and",
            "precio del alquiler;",
            "the landlord's name and address;",
            "The wind's a friend to those who dare;",
            "This is between Moss Limited (\"we\") and you",
            "A link stands between <a> and </a>, with its address in it.",
            "You may write 1 < x and x == y in one line.",
            "$ 1.500",
            ">>> All prices at a glance",
            "// Tickets at the door",
            "Choose Open(\"Save\")",
        ] {
            assert!(!is_sure(line), "{line}");
        }
        assert!(is_likely("x = 3") && is_likely("area(2, 3)") && is_likely("<li>Tea</li>"));
        assert!(!is_likely("Tea (green)") && !is_likely("Sleep well."));
    }
}
