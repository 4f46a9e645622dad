//! Lists that run together in one paragraph, split into items.
//!
//! "Do this: 1. Wear a bra. 2. Avoid heat." holds two items, and so do lines that single line breaks
//! part. A split needs a series: the numbers 1, 2, … in order and in one form, each where a sentence
//! or a line begins.

use super::series::MIN_EXCERPT;
use super::{Block, Blocks, Shape, apparatus, numbering, words};
use crate::step::{Bytes, Mask, STEP};
use numbering::Form;
use std::ops::Range;

/// Fewest items of a series that splits a block.
const MIN_ITEMS: usize = 2;

/// Splits every block that holds a run-on list; all others stay as they are.
pub(super) fn split(mut blocks: Blocks) -> Blocks {
    let cuts = all_cuts(&blocks);
    if cuts.is_empty() {
        return blocks;
    }
    let mut list = Vec::with_capacity(blocks.len() + cuts.len());
    let mut moved = Vec::with_capacity(blocks.len());
    let mut cuts = cuts.into_iter().peekable();
    for (index, block) in std::mem::take(&mut blocks.list).into_iter().enumerate() {
        moved.push(list.len() as u32);
        let own = cuts.next_if(|(own, _)| *own == index).map_or(Vec::new(), |(_, own)| own);
        cut(&mut blocks, &mut list, block, &own);
    }
    for picture in &mut blocks.pictures {
        picture.block = moved.get(picture.block as usize).copied().unwrap_or(list.len() as u32);
    }
    blocks.list = list;
    blocks
}

/// Most blocks between a list that runs together and the rest of it: a heading, a picture, a paragraph.
const MAX_REST_GAP: usize = 6;

/// The blocks that hold a run-on list, each with the places at which it is cut.
fn all_cuts(blocks: &Blocks) -> Vec<(usize, Vec<usize>)> {
    let mut found = Vec::new();
    let mut last: Option<(usize, i64, Form)> = None;
    for index in (0..blocks.len()).filter(|index| may_split(blocks, *index)) {
        let before = last.filter(|(block, ..)| index - block <= MAX_REST_GAP);
        let starts = starts(blocks.text(index), before.map(|(_, number, form)| (number, form)));
        if let Some(&(_, number, form)) = starts.last() {
            last = Some((index, number, form));
            found.push((index, offsets(&starts)));
        }
    }
    found
}

/// The places at which a block is cut whose items begin at `starts`.
fn offsets(starts: &[(usize, i64, Form)]) -> Vec<usize> {
    starts.iter().map(|(at, ..)| *at).filter(|at| *at > 0).collect()
}

/// Whether a block is of a kind that is split, and may hold a list.
fn may_split(blocks: &Blocks, index: usize) -> bool {
    let Block { shape, text: Range { start, end }, .. } = &blocks.list[index];
    let ahead = &blocks.text.as_bytes()[*start as usize..];
    matches!(shape, Shape::Paragraph | Shape::Item | Shape::Cell) && may_count((end - start) as usize, ahead)
}

/// The byte offsets in a block's text at which the items of a list begin, with their numbers. `before` is the last number
/// of a list that this one may go on with.
fn starts<'a>(text: &'a str, before: Option<(i64, Form)>) -> Vec<(usize, i64, Form<'a>)> {
    // Most texts with a digit are too short for two items.
    if openings(text).nth(MIN_ITEMS - 1).is_none() {
        return Vec::new();
    }
    let mut starts: Vec<(usize, i64, Form)> = Vec::new();
    for at in openings(text) {
        let closes = || closing(&text[at..], starts.last());
        let Some(marker) = numbering::marker(&text[at..]).or_else(closes) else { continue };
        let lone = matches!(marker.form, Form::Bare | Form::Alone);
        match starts.last() {
            Some(&(_, number, form)) if marker.number == number + 1 && (marker.form == form || lone) => {
                starts.push((at, marker.number, form));
            }
            None if marker.number == 1 && !lone => starts.push((at, 1, marker.form)),
            _ => {}
        }
    }
    if starts.len() < MIN_ITEMS {
        starts = numbered_lines(text, before);
    }
    if (1..starts.len()).any(|item| is_number_alone(text, starts[item - 1].0..starts[item].0)) {
        return Vec::new();
    }
    starts
}

/// Whether an item is nothing but its number, as where things are counted up: "Mk1, Mk2, Mk3 and what is new in them".
fn is_number_alone(text: &str, item: Range<usize>) -> bool {
    numbering::marker(&text[item.start..]).is_some_and(|marker| item.start + marker.len >= item.end)
}

/// A part of a list, each item on a line of its own: "4. …", "5. …", "6. …", or two of them that go on with the list
/// before. Empty where the lines hold none.
fn numbered_lines<'a>(text: &'a str, before: Option<(i64, Form)>) -> Vec<(usize, i64, Form<'a>)> {
    let goes_on = before.is_some_and(|(number, form)| {
        numbering::marker(text).is_some_and(|own| (own.number, own.form) == (number + 1, form))
    });
    let fewest = if goes_on { MIN_ITEMS } else { MIN_EXCERPT };
    let breaks = text.bytes().filter(|byte| *byte == b'\n').count();
    if breaks + 1 < fewest {
        return Vec::new();
    }
    let mut found: Vec<(usize, i64, Form)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let marker = numbering::marker(line).filter(|own| !matches!(own.form, Form::Bare | Form::Alone));
        if let Some(marker) = marker {
            let follows = found
                .last()
                .is_some_and(|(_, number, form)| (number + 1, *form) == (marker.number, marker.form));
            if !follows && found.len() < fewest {
                found.clear();
            }
            if follows || found.is_empty() {
                found.push((at, marker.number, marker.form));
            }
        }
        at += line.len();
    }
    let listed = found.len() >= fewest && !are_dates_or_names(text, &found);
    found.truncate(if listed { found.len() } else { 0 });
    found
}

/// Whether numbered lines are days ("19. Mai – Konzert") or names that say no sentence ("Size 10: two left").
fn are_dates_or_names(text: &str, found: &[(usize, i64, Form)]) -> bool {
    let lines = || found.iter().map(|(at, ..)| text[*at..].lines().next().unwrap_or_default());
    let rest = |line| numbering::marker(line).map_or("", |marker: numbering::Marker| &line[marker.len..]);
    let named = matches!(found, [(.., Form::Word(_)), ..]);
    let stops = |line: &str| line.trim_end().ends_with(['.', '!', '?', '。', '！', '？', '؟']);
    lines().all(|line| apparatus::begins_with_month(rest(line)))
        || (named && lines().filter(|line| stops(line)).count() * 2 < found.len())
}

/// The marker of "Finally, …" behind an ordinal.
fn closing<'a>(text: &'a str, last: Option<&(usize, i64, Form)>) -> Option<numbering::Marker<'a>> {
    let &(_, number, form) = last?;
    if form == Form::Ordinal { numbering::closing(text, number) } else { None }
}

/// Ordinals without a letter beyond ASCII that begin a list in running text.
const OPENERS: &[&[u8]] = &[b"First", b"One:", b"Erstens", b"Primero", b"Primeiro", b"Primo"];

/// Whether the first bytes may hold a list: digits, letters that may stand for some, or an opener are among
/// them. What follows them is read with them, in whole steps.
fn may_count(len: usize, ahead: &[u8]) -> bool {
    let text = &ahead[..len];
    let opens = |at: usize| OPENERS.iter().any(|opener| text[at..].starts_with(opener));
    let mut at = 0;
    while at < len {
        let Some(step) = ahead[at..].first_chunk::<STEP>() else {
            let counts = |byte: &u8| byte.is_ascii_digit() || !byte.is_ascii();
            return text[at..].iter().any(counts) || (at..len).any(opens);
        };
        let step = Bytes::new(step);
        let own: Mask = (1 << STEP.min(len - at)) - 1;
        let numbers = step.at_most(b'9').mask() & !step.at_most(b'0' - 1).mask() | !step.at_most(0x7f).mask();
        if numbers & own != 0 {
            return true;
        }
        let mut openers = openers(step) & own;
        while openers != 0 {
            if opens(at + openers.trailing_zeros() as usize) {
                return true;
            }
            openers &= openers - 1;
        }
        at += STEP;
    }
    false
}

/// Letters of a step that begin one of [`OPENERS`].
#[inline(always)]
fn openers(step: Bytes) -> Mask {
    step.equal(b'F').or(step.equal(b'O')).or(step.equal(b'E')).or(step.equal(b'P')).mask()
}

/// Places where a sentence or a line begins.
fn openings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut from = Some(0);
    std::iter::from_fn(move || {
        let from_here = from?;
        let is_word = text.as_bytes().get(from_here).is_some_and(u8::is_ascii_graphic);
        let at = if is_word { from_here } else { text.len() - text[from_here..].trim_start().len() };
        from = next_stop(text, at);
        (at < text.len()).then_some(at)
    })
}

/// Where the next stop ends from here on: what follows it, white space aside, opens a sentence.
fn next_stop(text: &str, mut from: usize) -> Option<usize> {
    loop {
        let at = may_stop(text.as_bytes(), from)?;
        let letter = text[at..].chars().next()?;
        from = at + letter.len_utf8();
        // Scripts without spaces go on right after the stop.
        let stops = match letter {
            '\n' | '。' | '；' | '：' | '！' | '？' => true,
            _ => letter.is_whitespace() && text[..at].chars().next_back().is_some_and(ends),
        };
        if stops {
            return Some(from);
        }
    }
}

/// The next byte that may begin a letter that [`next_stop`] stops at. Sixteen bytes at a time, for every
/// paragraph with a date in it is searched: letter by letter that was a tenth of a page's parsing.
fn may_stop(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(step) = bytes[at..].first_chunk::<STEP>() {
        let step = Bytes::new(step);
        let beyond_ascii = !step.at_most(0x7f).mask();
        // A space counts behind a mark. What stands before the first byte is not seen here.
        let marks = step.at_most(b'?').mask() | beyond_ascii;
        let mut found = step.equal(b'\n').mask() | (step.at_most(b' ').mask() & (marks << 1 | 1));
        if beyond_ascii & ((1 << STEP) - 1) != 0 {
            let wide = step.equal(0xe2).or(step.equal(0xe3)).or(step.equal(0xef));
            found |= wide.or(step.equal(0xc2)).or(step.equal(0xe1)).mask();
        }
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize);
        }
        at += STEP;
    }
    let may = |byte: &u8| matches!(byte, 0..=b' ' | 0xc2 | 0xe1..=0xe3 | 0xef);
    Some(at + bytes[at..].iter().position(may)?)
}

/// Letters after which, a space later, an item may begin.
fn ends(letter: char) -> bool {
    matches!(letter, '.' | ':' | ';' | '!' | '?' | '。' | '；' | '：' | ',' | ')' | '"' | '”' | '…')
}

/// Writes the pieces of one block; links go with the piece in which they begin.
fn cut(blocks: &mut Blocks, list: &mut Vec<Block>, block: Block, cuts: &[usize]) {
    let base = block.text.start;
    let mut bounds = vec![0];
    bounds.extend(cuts.iter().map(|at| *at as u32));
    bounds.push(block.text.end - base);
    let mut link = block.links.start;
    for pair in bounds.windows(2) {
        let (start, end) = (base + pair[0], base + pair[1]);
        let kept = blocks.text[start as usize..end as usize].trim_end().len() as u32;
        let from = link;
        while link < block.links.end && blocks.links[link as usize].text.start < end {
            let own = &mut blocks.links[link as usize].text;
            own.end = own.end.min(start + kept).max(own.start);
            link += 1;
        }
        if words::count(&blocks.text[start as usize..end as usize]) > 0 {
            list.push(Block { text: start..start + kept, links: from..link, ..block.clone() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_count_where_a_letter_by_letter_search_says_so() {
        let pieces = ["7", "é", "First", "Firs", "One:", "One", "Primo", "Eve", "x"];
        for piece in pieces {
            for place in 0..40 {
                let mut text = "an apple a day keeps the nurse away, they say.".to_owned();
                text.insert_str(place, piece);
                let has = |opener: &&[u8]| text.as_bytes().windows(opener.len()).any(|own| own == *opener);
                let numbers = !text.is_ascii() || text.contains(|c: char| c.is_ascii_digit());
                let expected = numbers || OPENERS.iter().any(has);
                assert_eq!(may_count(text.len(), text.as_bytes()), expected, "{text:?}");
                let ahead = format!("{text} 1. First é");
                assert_eq!(may_count(text.len(), ahead.as_bytes()), expected, "{text:?}");
            }
        }
    }

    fn texts(source: &str) -> Vec<String> {
        let blocks = Blocks::of(&crate::document::text::parse(source));
        (0..blocks.len()).map(|i| blocks.text(i).to_owned()).collect()
    }

    #[test]
    fn items_that_run_together_are_parted() {
        assert_eq!(
            texts("You can do this: 1. Wear a soft bra. 2. Avoid heat for 2. days. 3. Rest."),
            ["You can do this:", "1. Wear a soft bra.", "2. Avoid heat for 2. days.", "3. Rest."]
        );
        assert_eq!(texts("方法：1、多喝水。2、多休息。"), ["方法：", "1、多喝水。", "2、多休息。"]);
        let counted = "Mk1, Mk2 and a Mk-X frame";
        assert_eq!(texts(counted), [counted], "names that are counted up have no text of their own");
        let part = "Places 4 to 6:\n4. Wool\n5. Felt\n6. Silk";
        let cuts = offsets(&starts(part, None));
        assert_eq!(cuts.iter().map(|at| &part[*at..*at + 2]).collect::<Vec<_>>(), ["4.", "5.", "6."]);
    }

    #[test]
    fn two_lines_go_on_with_the_list_before() {
        let before = Some((3, Form::Dot));
        assert_eq!(offsets(&starts("4. Set the oven\n5. Set the clock", before)), [16]);
        assert!(starts("5. Set the oven\n6. Set the clock", before).is_empty(), "4 is missing");
        assert!(starts("4. Set the oven\n5. Set the clock", None).is_empty(), "goes on with nothing");
    }

    #[test]
    fn lines_of_days_and_sizes_are_no_items() {
        for lines in [
            "Im Haus:\n19. Mai – Konzert\n20. Mai – Lesung\n21. Mai – Tanz",
            "In stock:\nSize 10: two left\nSize 11: three left\nSize 12: none",
        ] {
            assert!(starts(lines, None).is_empty(), "{lines}");
        }
        for lines in [
            "Then:\n4. Set the oven\n5. Set the clock\n6. Set the table",
            "Then:\nStep 4: Sand it.\nStep 5: Oil it.\nStep 6: Wait.",
        ] {
            assert_eq!(offsets(&starts(lines, None)).len(), 3, "{lines}");
        }
    }

    #[test]
    fn openings_are_where_a_letter_by_letter_search_finds_them() {
        let marks =
            ["a", " ", "\n", ". ", "? ", "。", "：", "” ", "… ", "\u{a0}", ".\u{2003}", "é ", "\u{b}", "．"];
        for mark in marks {
            for place in 0..40 {
                let mut text = "one two, three four\tfive six seven eight nine.".to_owned();
                text.insert_str(text.floor_char_boundary(place), mark);
                let (mut before, mut stopped, mut plain) = ('\n', true, Vec::new());
                for (at, letter) in text.char_indices() {
                    if stopped && !letter.is_whitespace() {
                        plain.push(at);
                    }
                    stopped = match letter {
                        '\n' | '。' | '；' | '：' | '！' | '？' => true,
                        _ => letter.is_whitespace() && (stopped || ends(before)),
                    };
                    before = letter;
                }
                assert_eq!(openings(&text).collect::<Vec<_>>(), plain, "{text:?}");
            }
        }
    }

    #[test]
    fn a_lone_number_splits_nothing() {
        let one = "We tried it twice. 1. That is all.";
        assert_eq!(texts(one), [one]);
    }
}
