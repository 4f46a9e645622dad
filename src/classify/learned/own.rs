//! What a block says by itself, and what the rules' evidence says of it.

use super::sink::Sink;
use super::tally::{Counts, Tally};
use crate::blocks::{Blocks, Shape, numbering};
use crate::classify::cues::Cue;
use crate::classify::features::Stats;
use crate::classify::phrases::{self, PHRASE_WORDS, Phrase};

const CUES: [(Cue, &str); 16] = [
    (Cue::Content, "content"),
    (Cue::Menu, "menu"),
    (Cue::Header, "header"),
    (Cue::Footer, "footer"),
    (Cue::Aside, "aside"),
    (Cue::Comments, "comments"),
    (Cue::Teasers, "teasers"),
    (Cue::Share, "share"),
    (Cue::Promo, "promo"),
    (Cue::Breadcrumb, "breadcrumb"),
    (Cue::Pagination, "pagination"),
    (Cue::PrevNext, "prev_next"),
    (Cue::Toc, "toc"),
    (Cue::Byline, "byline"),
    (Cue::Tags, "tags"),
    (Cue::Unseen, "unseen"),
];

const PHRASES: [(Phrase, &str); 12] = [
    (Phrase::Teasers, "teasers"),
    (Phrase::Comments, "comments"),
    (Phrase::Previous, "previous"),
    (Phrase::Next, "next"),
    (Phrase::Share, "share"),
    (Phrase::Promo, "promo"),
    (Phrase::Toc, "toc"),
    (Phrase::Tags, "tags"),
    (Phrase::Byline, "byline"),
    (Phrase::More, "more"),
    (Phrase::Footer, "footer"),
    (Phrase::Home, "home"),
];

/// Counts and shares of a block's own text.
pub(super) fn write_text(blocks: &Blocks, tally: &Tally, index: usize, stats: &Stats, sink: &mut impl Sink) {
    let own = &tally.counts[index];
    let letters = own.letters.max(1) as f32;
    sink.put("words", own.words as f32);
    sink.put("letters", own.letters as f32);
    sink.put("stops", own.stops as f32);
    sink.put("commas", own.commas as f32);
    sink.put("stops_per_word", own.stops as f32 / (own.words + 1) as f32);
    sink.put("commas_per_word", own.commas as f32 / (own.words + 1) as f32);
    sink.put("letters_per_word", letters / (own.words + 1) as f32);
    sink.put("digits", own.digits as f32 / letters);
    sink.put("capitals", own.capitals as f32 / letters);
    sink.put("dense", own.dense as f32 / letters);
    sink.put("foreign", own.foreign as f32 / letters);
    sink.put("marks", own.marks as f32);
    sink.put("lines", own.lines as f32);
    sink.flag("sentence", stats.sentence);
    sink.flag("cut_off", stats.cut_off);
    sink.flag("price", own.price);
    sink.flag("year", own.year);
    sink.flag("rights", own.rights);
    sink.flag("colon", own.colon);
    sink.flag("question", own.question);
    sink.flag("lower_start", own.lower_start);
    sink.put("heading", f32::from(own.heading));
    sink.flag("numbered", numbering::marker(blocks.text(index)).is_some());
}

/// What only markup tells of a block by itself.
pub(super) fn write_markup(blocks: &Blocks, own: &Counts, index: usize, stats: &Stats, sink: &mut impl Sink) {
    sink.put("link_share", own.link_share());
    sink.put("links", own.links as f32);
    sink.flag("hidden", blocks.get(index).hidden);
    sink.flag("counts_as_hidden", stats.hidden);
    sink.flag("item", blocks.get(index).shape == Shape::Item);
    sink.flag("cell", blocks.get(index).shape == Shape::Cell);
    sink.flag("code", blocks.get(index).shape == Shape::Code);
    sink.flag("caption", blocks.get(index).shape == Shape::Caption);
}

/// What a block's cue is.
pub(super) fn write_cue(cue: Option<Cue>, sink: &mut impl Sink) {
    for (own, name) in CUES {
        sink.flag(name, cue == Some(own));
    }
}

/// What a short block's words say of it.
pub(super) fn phrase_of(blocks: &Blocks, index: usize, stats: &Stats) -> Option<Phrase> {
    (stats.words as usize <= PHRASE_WORDS).then(|| phrases::phrase(blocks.text(index))).flatten()
}

/// What a block's phrase is.
pub(super) fn write_phrase(phrase: Option<Phrase>, sink: &mut impl Sink) {
    for (own, name) in PHRASES {
        sink.flag(name, phrase == Some(own));
    }
}
