//! Rules for plain-text dumps: no markup, only lines and their neighbours.
//!
//! Running text marks the article; phrases, cut-off snippets and runs of short lines mark what
//! stands around it. The article is the stretch of blocks with the largest sum of evidence.

use super::features::{Features, Stats};
use super::learned::{self, Known};
use super::phrases::{self, PHRASE_WORDS, Phrase};
use super::title::SEPARATORS;
use super::{Found, Label, Page, REPLY_FORM, rows, trail, verdict};
use crate::blocks::{Shape, numbering, words};
use crate::record::{PageKind, Role};
use std::ops::Range;

/// Evidence against the article, in words, of a short line that no text follows: a menu of forty
/// lines outweighs a stray sentence beyond it.
const SHORT_LINE: f32 = -4.0;

/// The same of a line that names a box beside the article ("Related", "Comments").
const BOX_HEADING: f32 = -60.0;

/// The same of a snippet that was cut off.
const CUT_OFF: f32 = -30.0;

/// Most evidence that one block gives, in words: a single long paragraph is no article yet.
const MOST_EVIDENCE: f32 = 60.0;

/// Lines above the first text among which the title is looked for.
const ABOVE_TEXT: usize = 8;

/// Lines under the title among which the byline stands.
const UNDER_TITLE: usize = 6;

/// Words that count for a title because the page shows it twice, as dumps of titled pages do.
const SHOWN_TWICE: u32 = 6;

/// Fewest words of a line in a box of teasers; shorter ones are labels and menus.
const TEASER_WORDS: u32 = 4;

/// Most words of a button that stands among the lines of a text; longer ones may be its items.
const ALONE_WORDS: u32 = 2;

/// Most words of a line that names a part of the site; longer lines are notices and slogans.
const MENU_WORDS: u32 = 6;

/// Short lines in a row that end a box.
const BOX_GAP: usize = 3;

/// Most words of a teaser's title.
const TITLE_WORDS: u32 = 25;

/// What is found out about a page before its blocks are labelled.
pub(super) struct Outline {
    /// The stretch that reads as the article.
    body: Range<usize>,
    /// The block that carries the title.
    title: Option<usize>,
    phrase_of: Vec<Option<Phrase>>,
}

impl Outline {
    pub fn of(page: &Page, features: &Features) -> Self {
        let mut lines = Lines { page, features, phrase_of: phrases_of(page, features) };
        let body = lines.body();
        let title = lines.title(&body);
        Self { body, title, phrase_of: lines.phrase_of }
    }

    /// What of it the model is told.
    pub fn known(&self) -> Known<'_> {
        Known {
            cue_of: &[],
            title: self.title,
            root: self.body.clone(),
            article: !self.body.is_empty(),
            forum: false,
        }
    }
}

pub(super) fn label(page: &Page, features: &Features) -> Found {
    let outline = Outline::of(page, features);
    let model = page.models.and_then(|models| models.text.as_ref());
    let decision = model.map(|model| learned::decide(page, features, &outline.known(), model, page.favor));
    let Outline { body, title, phrase_of } = outline;
    let lines = Lines { page, features, phrase_of };
    let mut labels = lines.first_look(&body, title);
    lines.boxes(&body, &mut labels);
    lines.tail(&body, &mut labels);
    if let Some(decision) = &decision {
        verdict::apply(page, features, decision, title, false, &mut labels);
    }
    let kind = if body.is_empty() { PageKind::Other } else { PageKind::Article };
    Found { labels, kind, cards: Vec::new(), confidence: decision.map(|own| own.confidence) }
}

fn phrases_of(page: &Page, features: &Features) -> Vec<Option<Phrase>> {
    let short = |index: &usize| features.stats[*index].words as usize <= PHRASE_WORDS;
    (0..page.blocks.len())
        .map(|index| {
            // Previous and next carry the other page's title, however long.
            let text = page.blocks.text(index);
            let brief = || Some(index).filter(short).and_then(|_| phrases::phrase(text));
            let rights = || phrases::claims_rights(text).then_some(Phrase::Footer);
            phrases::neighbour(text)
                .or_else(brief)
                .or_else(|| Some(index).filter(short).and_then(|_| rights()))
        })
        .collect()
}

struct Lines<'a> {
    page: &'a Page<'a>,
    features: &'a Features,
    phrase_of: Vec<Option<Phrase>>,
}

impl Lines<'_> {
    fn stats(&self, index: usize) -> &Stats {
        &self.features.stats[index]
    }

    fn is_heading(&self, index: usize) -> bool {
        matches!(self.page.blocks.get(index).shape, Shape::Heading(_))
    }

    /// The stretch of blocks with the largest sum of evidence.
    fn body(&mut self) -> Range<usize> {
        let (mut best, mut best_sum) = (0..0, 0.0);
        let (mut start, mut sum) = (0, 0.0);
        for index in 0..self.page.blocks.len() {
            sum += self.evidence(index);
            if sum <= 0.0 {
                (start, sum) = (index + 1, 0.0);
            } else if sum > best_sum {
                (best, best_sum) = (start..index + 1, sum);
            }
        }
        best
    }

    fn evidence(&self, index: usize) -> f32 {
        let stats = self.stats(index);
        let words = stats.words as f32;
        match self.phrase_of[index] {
            Some(Phrase::Teasers | Phrase::Comments | Phrase::Reply | Phrase::Footer) if !stats.prose => {
                return BOX_HEADING;
            }
            Some(Phrase::Previous | Phrase::Next) => return BOX_HEADING / 2.0,
            Some(Phrase::Control) => {}
            Some(_) if !stats.prose => return SHORT_LINE * 2.0,
            _ => {}
        }
        if stats.cut_off && words < 40.0 {
            return CUT_OFF;
        }
        let numbered = numbering::marker(self.page.blocks.text(index)).is_some();
        if stats.prose {
            words.min(MOST_EVIDENCE)
        } else if self.is_heading(index) || numbered {
            // Neutral: it goes with what stands around it.
            if numbered && stats.sentence { words } else { 0.0 }
        } else {
            SHORT_LINE
        }
    }

    /// The block that carries the title: of the short lines above the first text, the longest, for
    /// bylines, dates and buttons are shorter; a title that the page shows twice is longer by far.
    fn title(&self, body: &Range<usize>) -> Option<usize> {
        let text_at = body.clone().find(|index| self.stats(*index).prose)?;
        let base = |index: usize| bare_title(self.page.blocks.text(index));
        let weight = |index: usize| {
            let own = base(index);
            // Without the site's name, so that the line that lacks it wins.
            let words = words::count(&own) as u32;
            let twice =
                words >= TEASER_WORDS && (0..text_at).any(|other| other != index && base(other) == own);
            if twice { words + SHOWN_TWICE } else { words }
        };
        let short = |index: &usize| {
            let stats = self.stats(*index);
            (2..=TITLE_WORDS).contains(&stats.words)
                && !stats.prose
                && !stats.cut_off
                && self.phrase_of[*index].is_none()
                && !self.in_toc(*index)
        };
        let above = (text_at.saturating_sub(ABOVE_TEXT)..text_at).rev().filter(short);
        // A dump begins with the page's title, with or without the site's name.
        let opening = Some(0).filter(|first| *first < text_at && short(first));
        let nearest = above.max_by_key(|index| (weight(*index), *index));
        nearest.or(opening)
    }

    /// Whether a line is the title under a label of its own: "Previous post", then the title.
    fn titles_neighbour(&self, index: usize, body: &Range<usize>) -> bool {
        let Some(before) = index.checked_sub(1).filter(|before| *before >= body.end) else { return false };
        let label = matches!(self.phrase_of[before], Some(Phrase::Previous | Phrase::Next));
        let stats = self.stats(index);
        let title = (TEASER_WORDS..=TITLE_WORDS).contains(&stats.words) && !stats.cut_off;
        label && self.stats(before).words < TEASER_WORDS && title && self.phrase_of[index].is_none()
    }

    /// Whether a short line is numbered like the line before or after it: a table of contents.
    fn in_toc(&self, index: usize) -> bool {
        let number = |at: usize| numbering::marker(self.page.blocks.text(at)).map(|marker| marker.number);
        let Some(own) = number(index) else { return false };
        let next = (index + 1 < self.page.blocks.len()).then(|| number(index + 1)).flatten();
        let before = index.checked_sub(1).and_then(number);
        next.is_some_and(|next| next == own + 1) || before.is_some_and(|before| before + 1 == own)
    }

    fn first_look(&self, body: &Range<usize>, title: Option<usize>) -> Vec<Label> {
        let same_title = |index: usize| {
            title.is_some_and(|title| {
                title != index
                    && bare_title(self.page.blocks.text(title)) == bare_title(self.page.blocks.text(index))
            })
        };
        (0..self.page.blocks.len())
            .map(|index| {
                let stats = self.stats(index);
                let label = |role, score, rule| Label { role, score, rule };
                if title == Some(index) || (index <= body.start + 3 && same_title(index)) {
                    return label(Role::Title, 0.9, "title");
                }
                match self.phrase_of[index] {
                    // Above the text stand menus and sliders.
                    Some(Phrase::Previous | Phrase::Next) if index > body.start => {
                        return label(Role::PrevNext, 0.9, "phrase");
                    }
                    Some(Phrase::Byline) if !stats.prose => return label(Role::Byline, 0.8, "phrase"),
                    Some(Phrase::Footer) if !stats.prose => return label(Role::Footer, 0.8, "phrase"),
                    Some(Phrase::Reply) if !stats.prose && index > body.end => {
                        return label(Role::Comments, 0.8, REPLY_FORM);
                    }
                    Some(Phrase::Control)
                        if !stats.prose && (stats.words <= ALONE_WORDS || !body.contains(&index)) =>
                    {
                        return label(Role::Other, 0.7, "phrase");
                    }
                    Some(Phrase::Share | Phrase::Tags | Phrase::More) if !stats.prose => {
                        return label(Role::Other, 0.7, "phrase");
                    }
                    Some(Phrase::Promo) if !stats.prose => return label(Role::Promo, 0.7, "phrase"),
                    Some(Phrase::Toc) if !stats.prose => return label(Role::Toc, 0.7, "phrase"),
                    _ => {}
                }
                let under_title =
                    title.is_some_and(|title| (title + 1..title + UNDER_TITLE).contains(&index));
                if stats.dated && under_title {
                    return label(Role::Byline, 0.7, "dated_line");
                }
                if self.titles_neighbour(index, body) {
                    return label(Role::PrevNext, 0.8, "under_label");
                }
                let below = index >= body.end;
                if self.phrase_of[index].is_none() && !rows::names(self.page.blocks.text(index)).is_empty() {
                    return label(if below { Role::Footer } else { Role::Menu }, 0.7, "row");
                }
                if trail::is_trail(self.page.blocks.text(index)) {
                    return label(Role::Breadcrumb, 0.8, "trail");
                }
                if body.contains(&index) && title.is_none_or(|title| index > title) {
                    let score = if stats.prose { 0.9 } else { 0.7 };
                    return label(Role::Body, score, "stretch");
                }
                if index < body.start && self.in_toc(index) {
                    return label(Role::Toc, 0.7, "numbered_lines");
                }
                let named = stats.words <= MENU_WORDS && words::has_letters(self.page.blocks.text(index));
                let role = if named { Role::Menu } else { Role::Other };
                label(role, 0.6, "outside")
            })
            .collect()
    }

    /// Boxes around the article: what their heading says holds for the titles and snippets under it,
    /// until another box begins or short lines show that it has ended.
    fn boxes(&self, body: &Range<usize>, labels: &mut [Label]) {
        let mut open: Option<Role> = None;
        let mut misses = 0;
        for index in 0..labels.len() {
            let free = matches!(labels[index].role, Role::Menu | Role::Other);
            let put = |labels: &mut [Label], role, rule| labels[index] = Label { role, score: 0.8, rule };
            match self.phrase_of[index] {
                _ if body.contains(&index) => open = None,
                Some(Phrase::Teasers) if self.leads_box(index) => {
                    (open, misses) = (Some(Role::Teaser), 0);
                    put(labels, Role::Teaser, "phrase");
                }
                Some(Phrase::Comments) if index > body.end => {
                    (open, misses) = (Some(Role::Comments), 0);
                    put(labels, Role::Comments, "phrase");
                }
                Some(Phrase::More) if free && self.leads_snippets(index) => {
                    put(labels, Role::Teaser, "phrase")
                }
                Some(Phrase::Footer | Phrase::Reply | Phrase::Previous | Phrase::Next) => open = None,
                None if self.stats(index).cut_off => {
                    put(labels, Role::Teaser, "cut_off");
                    self.title_of_snippet(index, body, labels);
                }
                None if free && open == Some(Role::Comments) => put(labels, Role::Comments, "under_heading"),
                None if free && open.is_some() => {
                    misses = if self.stats(index).words < TEASER_WORDS { misses + 1 } else { 0 };
                    if misses >= BOX_GAP {
                        open = None;
                    } else if misses == 0 {
                        put(labels, Role::Teaser, "under_heading");
                    }
                }
                _ => {}
            }
        }
    }

    /// Below the text, short lines next to the site's rights and terms are its footer too.
    fn tail(&self, body: &Range<usize>, labels: &mut [Label]) {
        let footer = |label: &Label| label.role == Role::Footer;
        let put = |label: &mut Label| *label = Label { role: Role::Footer, score: 0.6, rule: "tail" };
        for index in body.end + 1..labels.len() {
            if labels[index].role == Role::Menu && footer(&labels[index - 1]) {
                put(&mut labels[index]);
            }
        }
        for index in (body.end..labels.len().saturating_sub(1)).rev() {
            // Over a line of rights alone may stand anything.
            let rights = phrases::claims_rights(self.page.blocks.text(index + 1));
            if labels[index].role == Role::Menu && footer(&labels[index + 1]) && !rights {
                put(&mut labels[index]);
            }
        }
    }

    /// Whether the lines right under a heading can be titles.
    fn leads_box(&self, index: usize) -> bool {
        let end = self.page.blocks.len().min(index + 3);
        (index + 1..end).any(|below| self.stats(below).words >= TEASER_WORDS)
    }

    /// Whether a title and a cut-off snippet stand right under a line.
    fn leads_snippets(&self, index: usize) -> bool {
        index + 2 < self.page.blocks.len() && self.stats(index + 2).cut_off && !self.stats(index + 1).cut_off
    }

    /// The line over a cut-off snippet is its title.
    fn title_of_snippet(&self, index: usize, body: &Range<usize>, labels: &mut [Label]) {
        let Some(before) = index.checked_sub(1) else { return };
        if matches!(labels[before].role, Role::Menu | Role::Other) && self.stats(before).words <= TITLE_WORDS
        {
            labels[before] = Label { role: Role::Teaser, score: 0.8, rule: "before_cut_off" };
            // A short line over the first title of a box below the text names the box.
            if let Some(over) = before.checked_sub(1).filter(|over| *over >= body.end)
                && matches!(labels[over].role, Role::Menu | Role::Other)
                && self.stats(over).words < TEASER_WORDS
                && self.phrase_of[over].is_none()
            {
                labels[over] = Label { role: Role::Teaser, score: 0.6, rule: "over_title" };
            }
        }
    }
}

/// A title without the site's name behind it, in lower case.
fn bare_title(text: &str) -> String {
    let cut = SEPARATORS.iter().filter_map(|mark| text.rfind(mark)).max();
    // A cut that leaves a word or two was no site's name.
    let kept = cut.filter(|at| *at >= text.len() / 3).map_or(text, |at| &text[..at]);
    kept.trim().to_lowercase()
}
