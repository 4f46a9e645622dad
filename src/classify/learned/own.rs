//! What a block says by itself, and what the rules' evidence says of it.

use super::sink::Sink;
use super::tally::Counts;
use crate::blocks::{Blocks, Shape};
use crate::classify::cues::Cue;
use crate::classify::features::Stats;

/// Cues that tell something; the others are few, or their blocks are [settled](super::is_settled).
const CUES: [(Cue, &str); 8] = [
    (Cue::Content, "content"),
    (Cue::Menu, "menu"),
    (Cue::Footer, "footer"),
    (Cue::Comments, "comments"),
    (Cue::Teasers, "teasers"),
    (Cue::Promo, "promo"),
    (Cue::Byline, "byline"),
    (Cue::Unseen, "unseen"),
];

/// Counts and shares of a block's own text.
pub(super) fn write_text(own: &Counts, stats: &Stats, sink: &mut impl Sink) {
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
    sink.flag("year", own.year);
    sink.flag("colon", own.colon);
    sink.put("heading", f32::from(own.heading));
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
