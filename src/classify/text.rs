//! Rules for plain-text dumps: no markup, only lines and their neighbours.
//!
//! 1. The stretch of lines with the largest sum of evidence is taken to be the article: running text speaks for it,
//!    cut-off snippets, names of boxes and runs of short lines against it. The model is told where the stretch lies, and
//!    without a model the stretch is the text.
//! 2. The title is the line that fits best what the model chose ([`titles`]).
//! 3. Each line gets a role: title, what its phrase says, what it and its neighbours show, else by its place.
//! 4. Boxes around the text, cards, links to the pages before and after, comments and the table of contents are told.
//! 5. The model's choice of content is laid over these roles ([`verdict`]).
//! 6. Then come, in turn, boxes that name themselves and read like the text, threads post by post, consent to cookies,
//!    the date under the text, boxes with a rhythm, and copies.

mod asides;
mod behind;
mod boxes;
mod contents;
mod foot;
mod head;
mod open_box;
mod remarks;
mod rhythm;
mod said;
mod stretch;
mod threads;
mod title_line;
mod titles;
mod trails;

use super::features::{Features, Stats};
use super::learned::{self, Decision, Known};
use super::phrases::{self, Phrase};
use super::title::bare as bare_title;
use super::{Found, Label, Page, Rule, copies, rows, trail, verdict};
use crate::blocks::numbering;
use crate::blocks::{UNDER_HEADING_WORDS, words};
use crate::people;
use crate::record::{PageKind, Role};
use said::{has_counterpart, is_neighbour, phrases_of};
use std::ops::Range;
pub use titles::Candidate;

/// Lines above the first text among which the title is looked for.
const ABOVE_TEXT: usize = 8;

/// Lines under the title among which the byline stands.
const UNDER_TITLE: usize = 6;

/// Lines above the title among which the page may show it again.
const ABOVE_TITLE: usize = 10;

/// Words that count for a title because the page shows it twice, as dumps of titled pages do.
const SHOWN_TWICE: u32 = 6;

/// Fewest words of a line in a box of teasers; shorter ones are labels and menus.
const TEASER_WORDS: u32 = 4;

/// Most words of a button that stands among the lines of a text; longer ones may be its items.
const ALONE_WORDS: u32 = 2;

/// Words from which a line that begins with "Learn more" is a sentence of the text: buttons say as much as "Learn more
/// about our work".
const MORE_WORDS: u32 = 8;

/// Most words of a line that names a part of the site; longer lines are notices and slogans.
const MENU_WORDS: u32 = 6;

/// Fewest words of a line that another goes with: as many as stand under a heading.
const LED_WORDS: u32 = UNDER_HEADING_WORDS as u32;

/// Most words of an advertisement between the lines of a text.
const OFFER_WORDS: u32 = 40;

/// Most words of a teaser's title.
const TITLE_WORDS: u32 = 25;

/// Chance from which a block that speaks of cookies is the text's: tables of them reach .74 where the model does not know
/// the site, the steps of a recipe have .76 and more.
const SURE_CHANCE: f32 = 0.75;

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
        Known { cue_of: &[], title: self.title, root: self.body.clone(), forum: false }
    }
}

/// The lines of a page that may be its title.
pub(super) fn title_candidates(page: &Page, features: &Features) -> Vec<Candidate> {
    Decided::of(page, features).title_candidates()
}

pub(super) fn label(page: &Page, features: &Features) -> Found {
    let decided = Decided::of(page, features);
    let title = decided.choose_title().or(decided.title);
    let Decided { lines, body, decision, .. } = &decided;
    let mut labels = lines.first_look(body, title);
    // Teasers with whole sentences under their titles read like more of the article.
    let is_content = |index: usize| body.contains(&index) && decided.is_content(index);
    lines.boxes(body, is_content, &mut labels);
    lines.cards(body, is_content, &mut labels);
    lines.between_neighbours(&mut labels);
    lines.tail(body, &mut labels);
    lines.contents(&mut labels);
    if let Some(decision) = decision {
        verdict::apply(page, features, decision, title, false, &mut labels);
    }
    lines.asides(&mut labels);
    let is_thread = lines.is_thread(&labels);
    if is_thread {
        lines.posts(decision.as_ref(), &mut labels);
    }
    let is_sure = |index: usize| decision.as_ref().is_some_and(|own| own.chances[index] >= SURE_CHANCE);
    lines.consent(title, is_sure, &mut labels);
    lines.date_at_foot(&mut labels);
    lines.rhythms(&mut labels);
    copies::leave_out(page, features, &mut labels);
    let kind = match (body.is_empty(), is_thread) {
        (true, _) => PageKind::Other,
        (_, true) => PageKind::Forum,
        _ => PageKind::Article,
    };
    Found { labels, kind, told: None, groups: Vec::new(), headed: Vec::new(), decision: decided.decision }
}

/// A page after the model, if there is one, has chosen its content.
struct Decided<'a> {
    lines: Lines<'a>,
    body: Range<usize>,
    /// The title that the model was told.
    title: Option<usize>,
    decision: Option<Decision>,
}

impl<'a> Decided<'a> {
    fn of(page: &'a Page, features: &'a Features) -> Self {
        let outline = Outline::of(page, features);
        let model = page.models.and_then(|models| models.text.as_ref());
        let decision =
            model.map(|model| learned::decide(page, features, &outline.known(), model, page.favor));
        let Outline { body, title, phrase_of } = outline;
        Self { lines: Lines { page, features, phrase_of }, body, title, decision }
    }

    fn choose_title(&self) -> Option<usize> {
        self.lines.choose_title(&self.title_candidates(), |index| self.is_content(index))
    }

    fn title_candidates(&self) -> Vec<Candidate> {
        self.lines.title_candidates(|index| self.is_content(index))
    }

    /// Whether the model takes a block, or, without one, the block stands in the article's stretch.
    fn is_content(&self, index: usize) -> bool {
        self.decision.as_ref().map_or(self.body.contains(&index), |decision| decision.taken[index])
    }
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

    fn text(&self, index: usize) -> &str {
        self.page.blocks.text(index)
    }

    fn is_heading(&self, index: usize) -> bool {
        self.page.blocks.is_heading(index)
    }

    /// The block that carries the title, as far as the model is told: of the short lines above the first text, the longest, for
    /// bylines, dates and buttons are shorter; a title that the page shows twice is longer by far.
    fn title(&self, body: &Range<usize>) -> Option<usize> {
        let text_at = body.clone().find(|index| self.stats(*index).prose)?;
        let base = |index: usize| bare_title(self.text(index));
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
        // What stands over the comments is their heading: "Previous" is a button of a slider.
        let counts = |at: usize| self.text(at).starts_with(|c: char| c.is_ascii_digit());
        let heads = self.phrase_of.get(index + 1) == Some(&Some(Phrase::Comments)) && !counts(index + 1);
        label && !heads && self.stats(before).words < TEASER_WORDS && title && self.phrase_of[index].is_none()
    }

    /// Whether a line right under "Advertisement" is what is advertised: in most dumps the text goes on there.
    fn is_offer(&self, index: usize) -> bool {
        let labelled = index > 0 && self.phrase_of[index - 1] == Some(Phrase::Promo);
        labelled && self.stats(index).words <= OFFER_WORDS && phrases::holds(self.text(index), Phrase::Offer)
    }

    /// Whether a short line is numbered like the line before or after it: a table of contents.
    fn in_toc(&self, index: usize) -> bool {
        let number = |at: usize| numbering::marker(self.text(at)).map(|marker| marker.number);
        let Some(own) = number(index) else { return false };
        let next = (index + 1 < self.page.blocks.len()).then(|| number(index + 1)).flatten();
        let before = index.checked_sub(1).and_then(number);
        next.is_some_and(|next| next == own + 1) || before.is_some_and(|before| before + 1 == own)
    }

    fn first_look(&self, body: &Range<usize>, title: Option<usize>) -> Vec<Label> {
        let trails = self.trails(body, title);
        let in_trail = |index: usize| trails.iter().any(|trail| trail.contains(&index));
        (0..self.page.blocks.len())
            .map(|index| {
                if in_trail(index) {
                    return Label::of(Role::Breadcrumb, 0.8, Rule::Trail);
                }
                let by_phrase = || self.by_phrase(index, body, title);
                let by_line = || self.by_line(index, body, title);
                self.by_title(index, body, title)
                    .or_else(by_phrase)
                    .or_else(by_line)
                    .unwrap_or_else(|| self.by_place(index, body, title))
            })
            .collect()
    }

    /// The title, and the line that shows it again over the text.
    fn by_title(&self, index: usize, body: &Range<usize>, title: Option<usize>) -> Option<Label> {
        let bare = |index: usize| bare_title(self.text(index));
        let same = |title: usize| title != index && bare(title) == bare(index);
        // Far above stands a menu in which the page is named, too.
        let near = |title: usize| index <= body.start + 3 && index + ABOVE_TITLE >= title;
        let is_title = title == Some(index) || title.is_some_and(|title| near(title) && same(title));
        is_title.then_some(Label::of(Role::Title, 0.9, Rule::Title))
    }

    /// What the phrase at the start of a line says of it.
    fn by_phrase(&self, index: usize, body: &Range<usize>, title: Option<usize>) -> Option<Label> {
        let stats = self.stats(index);
        let label = |role, score| Some(Label::of(role, score, Rule::Phrase));
        match self.phrase_of[index]? {
            // Above the text stand menus and sliders.
            Phrase::Previous | Phrase::Next if index > body.start => label(Role::PrevNext, 0.9),
            Phrase::Footer if index >= body.end => label(Role::Footer, 0.8),
            _ if stats.prose => None,
            // "By region" in a menu.
            Phrase::Byline if !self.may_bear_byline(index, body, title) => None,
            Phrase::Byline => label(Role::Byline, 0.8),
            Phrase::Footer => label(Role::Footer, 0.8),
            Phrase::Reply if index > body.end => Some(Label::of(Role::Comments, 0.8, Rule::ReplyForm)),
            Phrase::Control if stats.words <= ALONE_WORDS || !body.contains(&index) => {
                label(Role::Other, 0.7)
            }
            // "Read more: ten ways to …" in a text is part of it.
            Phrase::More
                if body.contains(&index) && (self.names_title(index) || stats.words >= MORE_WORDS) =>
            {
                None
            }
            Phrase::Share | Phrase::Tags | Phrase::More => label(Role::Other, 0.7),
            Phrase::Promo => label(Role::Promo, 0.7),
            Phrase::Toc => label(Role::Toc, 0.7),
            _ => None,
        }
    }

    /// Whether a byline may stand on a line: near the title, in the text or behind it.
    fn may_bear_byline(&self, index: usize, body: &Range<usize>, title: Option<usize>) -> bool {
        let near = |title: usize| index.abs_diff(title) <= UNDER_TITLE;
        let said = people::runs_on(self.text(index)) || words::is_code(self.text(index));
        !said && (index >= body.start || title.is_none_or(near))
    }

    /// Whether a label and the title behind it stand on a line: "Read more: ten ways to …".
    fn names_title(&self, index: usize) -> bool {
        let behind = self.text(index).split_once([':', '：']).map_or("", |(_, behind)| behind);
        words::count(behind) >= TEASER_WORDS as usize
    }

    /// What a line and its neighbours show.
    fn by_line(&self, index: usize, body: &Range<usize>, title: Option<usize>) -> Option<Label> {
        let label = |role, score, rule| Some(Label::of(role, score, rule));
        let text = self.text(index);
        if let Some(label) = title.and_then(|title| self.beside_title(index, body, title)) {
            return Some(label);
        }
        if self.is_offer(index) {
            return label(Role::Promo, 0.7, Rule::Offer);
        }
        if self.titles_neighbour(index, body) {
            return label(Role::PrevNext, 0.8, Rule::UnderLabel);
        }
        if self.phrase_of[index].is_none() && !rows::names(text).is_empty() {
            return label(if index >= body.end { Role::Footer } else { Role::Menu }, 0.7, Rule::Row);
        }
        // "fn first<A: Clone>(a: A) -> A {"
        // In the text and behind it what begins at no first page is a formula, or a row of names.
        let may_lead = index <= body.start + UNDER_TITLE || trail::begins(text);
        let is_trail = may_lead && trail::is_trail(text) && !words::is_code(text);
        if is_trail { label(Role::Breadcrumb, 0.8, Rule::Trail) } else { None }
    }

    /// What is left: body in the article's stretch, names of parts of the site and the rest outside.
    fn by_place(&self, index: usize, body: &Range<usize>, title: Option<usize>) -> Label {
        let stats = self.stats(index);
        if body.contains(&index) && title.is_none_or(|title| index > title) {
            return Label::of(Role::Body, if stats.prose { 0.9 } else { 0.7 }, Rule::Stretch);
        }
        // The numbers of pages stand alone.
        if index < body.start && words::has_letters(self.text(index)) && self.in_toc(index) {
            return Label::of(Role::Toc, 0.7, Rule::NumberedLines);
        }
        // A line over a longer one names a box and no part of the site.
        let leads = self.features.stats.get(index + 1).is_some_and(|below| below.words >= LED_WORDS);
        let named = stats.words <= MENU_WORDS && !(self.is_heading(index) && leads);
        let role = if named && words::has_letters(self.text(index)) { Role::Menu } else { Role::Other };
        Label::of(role, 0.6, Rule::Outside)
    }
}
