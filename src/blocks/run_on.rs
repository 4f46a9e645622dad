//! Lists that run together in one paragraph, split into items.
//!
//! "Do this: 1. Wear a bra. 2. Avoid heat." holds two items, and so do lines that single line breaks
//! part. A split needs a series: the numbers 1, 2, … in order and in one form, each where a sentence
//! or a line begins.

use super::{Block, Blocks, Shape, numbering, words};
use numbering::Form;

/// Fewest items of a series that splits a block.
const MIN_ITEMS: usize = 2;

/// Splits every block that holds a run-on list; all others stay as they are.
pub(super) fn split(mut blocks: Blocks) -> Blocks {
    let cuts: Vec<Vec<usize>> =
        (0..blocks.len()).map(|index| cuts(&blocks.list[index], blocks.text(index))).collect();
    if cuts.iter().all(Vec::is_empty) {
        return blocks;
    }
    let mut list = Vec::with_capacity(blocks.len());
    let mut moved = Vec::with_capacity(blocks.len());
    for (block, cuts) in std::mem::take(&mut blocks.list).into_iter().zip(cuts) {
        moved.push(list.len() as u32);
        cut(&mut blocks, &mut list, block, &cuts);
    }
    for picture in &mut blocks.pictures {
        picture.block = moved.get(picture.block as usize).copied().unwrap_or(list.len() as u32);
    }
    blocks.list = list;
    blocks
}

/// Byte offsets in the block's text at which new blocks begin.
fn cuts(block: &Block, text: &str) -> Vec<usize> {
    if !matches!(block.shape, Shape::Paragraph | Shape::Item | Shape::Cell) || !may_list(text) {
        return Vec::new();
    }
    let mut starts: Vec<(usize, i64, Form)> = Vec::new();
    for at in openings(text) {
        let Some(marker) = numbering::marker(&text[at..]) else { continue };
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
        return Vec::new();
    }
    starts.into_iter().map(|(at, ..)| at).filter(|at| *at > 0).collect()
}

/// Ordinals without a letter beyond ASCII that begin a list in running text.
const OPENERS: &[&str] = &["First", "One:", "Erstens", "Primero", "Primeiro", "Primo"];

/// Bytes of a stretch that is searched for digits as a whole.
const STRETCH: usize = 64;

/// Whether a text can hold a list's number: a quick test that spares most blocks.
fn may_list(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Whole stretches at once: most hold neither.
    let has_digit = |bytes: &[u8]| bytes.iter().fold(false, |has, byte| has | byte.is_ascii_digit());
    if !text.is_ascii() || bytes.chunks(STRETCH).any(has_digit) {
        return true;
    }
    let mut capitals = memchr::memchr_iter(b'E', bytes).chain(memchr::memchr3_iter(b'F', b'O', b'P', bytes));
    capitals.any(|at| OPENERS.iter().any(|opener| bytes[at..].starts_with(opener.as_bytes())))
}

/// Places where a sentence or a line begins.
fn openings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = '\n';
    let mut stopped = true;
    text.char_indices().filter_map(move |(at, letter)| {
        let opens = stopped && !letter.is_whitespace();
        if letter == '\n' {
            stopped = true;
        } else if letter.is_whitespace() {
            stopped = stopped || ends(before);
        } else {
            // Scripts without spaces go on right after the stop.
            stopped = matches!(letter, '。' | '；' | '：' | '！' | '？');
        }
        before = letter;
        opens.then_some(at)
    })
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
    }

    #[test]
    fn a_lone_number_splits_nothing() {
        let one = "We tried it twice. 1. That is all.";
        assert_eq!(texts(one), [one]);
    }
}
