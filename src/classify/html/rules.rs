//! The rules, in the order in which they are tried: a first look at each block by itself, then at
//! cards, runs of links and what stands under the headings of boxes.

use super::surroundings::TOO_MUCH_TO_DROP;
use super::{ARTICLE_TYPES, apart, controls, declares};
use crate::blocks::Shape;
use crate::blocks::words;
use crate::classify::cues::Cue;
use crate::classify::features::{DATED_WORDS, Features, LINKS_ONLY_SHARE, TEXT_LINK_SHARE};
use crate::classify::phrases::{self, PHRASE_WORDS, Phrase};
use crate::classify::{Label, Page, REPLY_FORM, cards, rows, trail};
use crate::document::{Attr, Tag};
use crate::record::Role;
use std::ops::Range;

/// Fewest words of a title; categories and services are named with fewer.
const FEWEST_TITLE_WORDS: u32 = 4;

/// Share of the body's words beyond which cards are not beside the page's text but the text itself.
const CARDS_SHARE: f32 = 0.12;

/// Most words of a link to the page before or after: a label and a title.
const NEIGHBOUR_WORDS: u32 = 40;

/// Link-only blocks in a row that are a list of links and no part of a text.
const LINK_RUN: usize = 3;

/// Rule of the blocks that a heading takes along.
const UNDER_HEADING: &str = "under_heading";

/// A page's blocks on their way to roles.
pub(super) struct Rules<'a> {
    pub page: &'a Page<'a>,
    pub features: &'a Features,
    /// The cue that counts for each block.
    pub cue_of: &'a [Option<Cue>],
    /// Whether the page is one text to read.
    pub article: bool,
    /// Whether it is what several people wrote.
    pub forum: bool,
    /// The blocks of the article's root.
    pub range: Range<usize>,
    /// The block that carries the title.
    pub title: Option<usize>,
    pub labels: Vec<Label>,
    /// The blocks of each card, of every group of cards.
    pub groups: Vec<Vec<Range<usize>>>,
}

impl Rules<'_> {
    /// Gives every block its label.
    pub fn run(&mut self) {
        self.labels = (0..self.page.blocks.len()).map(|index| self.first_look(index)).collect();
        rows::promo_boxes(self.page, &mut self.labels);
        self.cards();
        self.link_runs();
        self.follow_headings();
        self.orphaned_headings();
    }

    fn first_look(&self, index: usize) -> Label {
        let sure = |role, rule| Label { role, score: 0.9, rule };
        let stats = &self.features.stats[index];
        if self.title == Some(index) {
            return sure(Role::Title, "title");
        }
        if let Some(label) = self.by_cue(index) {
            return label;
        }
        if stats.hidden {
            return sure(Role::Other, "hidden");
        }
        if self.is_related(index) {
            return sure(Role::PrevNext, "rel");
        }
        if self.is_trail(index) {
            return Label { role: Role::Breadcrumb, score: 0.8, rule: "trail" };
        }
        if stats.words <= NEIGHBOUR_WORDS
            && phrases::neighbour(self.page.blocks.text(index)).is_some()
            && stats.link_share > 0.0
        {
            return sure(Role::PrevNext, "neighbour");
        }
        let phrase = if stats.words as usize <= PHRASE_WORDS {
            phrases::phrase(self.page.blocks.text(index))
        } else {
            None
        };
        if let Some(label) = phrase.and_then(|phrase| self.by_phrase(index, phrase)) {
            return label;
        }
        if controls::is_control(self.page, self.features, index) {
            return Label { role: Role::Other, score: 0.7, rule: "control" };
        }
        if self.forum && !words::has_letters(self.page.blocks.text(index)) {
            return Label { role: Role::Other, score: 0.7, rule: "counter" };
        }
        if (stats.dated || self.is_timed(index)) && self.near_title(index) && !self.is_heading(index) {
            return Label { role: Role::Byline, score: 0.7, rule: "dated_line" };
        }
        let lead = self.title.is_some_and(|title| title < index) && index < self.range.start && stats.prose;
        if self.range.contains(&index) || lead {
            let before = self.title.is_some_and(|title| index < title);
            return match (before, stats.prose) {
                (true, false) => Label { role: Role::Other, score: 0.6, rule: "before_title" },
                _ => Label {
                    role: Role::Body,
                    score: if stats.prose { 0.9 } else { 0.7 },
                    rule: "article_root",
                },
            };
        }
        if index >= self.range.end && rows::is_link_row(self.page, index) {
            return Label { role: Role::Footer, score: 0.7, rule: "link_row" };
        }
        if stats.link_share >= LINKS_ONLY_SHARE {
            return Label { role: Role::Menu, score: 0.7, rule: "links_outside" };
        }
        Label { role: Role::Other, score: 0.6, rule: "outside" }
    }

    /// What the markup around a block says, unless the block itself reads otherwise.
    fn by_cue(&self, index: usize) -> Option<Label> {
        let sure = |role| Some(Label { role, score: 0.9, rule: "markup" });
        let inside = self.range.contains(&index);
        match self.cue_of[index]? {
            Cue::Menu | Cue::Header if self.is_trail(index) => sure(Role::Breadcrumb),
            Cue::Menu | Cue::Aside | Cue::Comments if self.leads_around(index) => sure(Role::PrevNext),
            Cue::Menu => sure(Role::Menu),
            Cue::Footer => sure(Role::Footer),
            Cue::Comments => sure(Role::Comments),
            Cue::Teasers => sure(Role::Teaser),
            Cue::Share | Cue::Tags | Cue::Unseen => sure(Role::Other),
            Cue::Promo => sure(Role::Promo),
            Cue::Breadcrumb => sure(Role::Breadcrumb),
            Cue::Pagination | Cue::PrevNext => sure(Role::PrevNext),
            Cue::Toc => sure(Role::Toc),
            Cue::Byline => sure(Role::Byline),
            Cue::Aside if self.features.stats[index].link_share >= TEXT_LINK_SHARE => {
                // Beside the article stand titles of other pages and lists of categories.
                sure(if self.is_titled(index) { Role::Teaser } else { Role::Menu })
            }
            Cue::Aside => sure(Role::Other),
            Cue::Header if !inside && self.features.stats[index].link_share >= TEXT_LINK_SHARE => {
                sure(Role::Menu)
            }
            Cue::Header | Cue::Content => None,
        }
    }

    /// Whether a linked block has as many words as titles have.
    fn is_titled(&self, index: usize) -> bool {
        self.features.stats[index].words >= FEWEST_TITLE_WORDS
    }

    fn by_phrase(&self, index: usize, phrase: Phrase) -> Option<Label> {
        let label = |role| Some(Label { role, score: 0.8, rule: "phrase" });
        let heading = matches!(self.page.blocks.get(index).shape, Shape::Heading(_));
        let linked = self.features.stats[index].link_share >= TEXT_LINK_SHARE;
        let sentence = self.features.stats[index].sentence;
        match phrase {
            Phrase::Teasers if heading || (!sentence && !linked) => label(Role::Teaser),
            Phrase::Comments if !self.forum && (heading || linked) => label(Role::Comments),
            Phrase::Reply if !sentence => Some(Label { role: Role::Comments, score: 0.8, rule: REPLY_FORM }),
            Phrase::Control if !sentence => label(Role::Other),
            Phrase::Previous | Phrase::Next if linked && !heading => label(Role::PrevNext),
            Phrase::Share if !heading && !sentence => label(Role::Other),
            Phrase::Promo if !sentence => label(Role::Promo),
            Phrase::Toc if !linked && !sentence => label(Role::Toc),
            Phrase::Tags if !heading && !sentence => label(Role::Other),
            Phrase::Byline if !heading && self.near_title(index) => label(Role::Byline),
            Phrase::More if linked => label(Role::Other),
            Phrase::Footer if !heading => label(Role::Footer),
            _ => None,
        }
    }

    /// A trail stands over the article.
    fn is_trail(&self, index: usize) -> bool {
        self.title.is_none_or(|title| index < title + 4) && trail::is_trail(self.page.blocks.text(index))
    }

    /// Whether a block in a menu names the page before or after, title and all.
    fn leads_around(&self, index: usize) -> bool {
        let stats = &self.features.stats[index];
        let named =
            || matches!(phrases::phrase(self.page.blocks.text(index)), Some(Phrase::Previous | Phrase::Next));
        stats.words > 2 && stats.link_share >= TEXT_LINK_SHARE && (self.is_related(index) || named())
    }

    /// Whether the block's links say `rel=prev` or `rel=next`.
    fn is_related(&self, index: usize) -> bool {
        let links = self.page.blocks.links(index);
        let related = |node| {
            let rel = self.page.document.attr(node, Attr::Rel).unwrap_or_default();
            rel.split_ascii_whitespace().any(|word| matches!(word, "prev" | "next"))
        };
        let stats = &self.features.stats[index];
        !stats.prose && !links.is_empty() && links.iter().all(|link| related(link.node))
    }

    /// Whether a line of few words holds a moment that the markup tells.
    fn is_timed(&self, index: usize) -> bool {
        let (document, blocks) = (self.page.document, &self.page.blocks);
        let node = blocks.get(index).node;
        let stats = &self.features.stats[index];
        !stats.prose
            && stats.words <= DATED_WORDS
            && blocks.within(document, node).len() == 1
            && document.descendants(node).any(|node| document.tag(node) == Some(Tag::Time))
    }

    fn is_heading(&self, index: usize) -> bool {
        matches!(self.page.blocks.get(index).shape, Shape::Heading(_))
    }

    /// Bylines stand right under the title.
    fn near_title(&self, index: usize) -> bool {
        self.title
            .is_some_and(|title| (title..title + 8).contains(&index) || (index..index + 4).contains(&title))
    }

    /// Groups of cards beside an article show other pages.
    fn cards(&mut self) {
        if !self.article || self.forum {
            return;
        }
        let groups: Vec<Range<usize>> = self.groups.iter().map(|cards| cards::span(cards)).collect();
        let body = |range: Range<usize>| -> u32 {
            let own = range.filter(|index| self.labels[*index].role == Role::Body);
            own.map(|index| self.features.stats[index].words).sum()
        };
        let total = body(0..self.labels.len()) as f32;
        let carded: u32 = groups.iter().map(|group| body(group.clone())).sum();
        // A page whose body is mostly cards is a list of them.
        if carded as f32 > CARDS_SHARE * total && !declares(self.page, ARTICLE_TYPES) {
            return;
        }
        let prose = self.features.prose(&(0..self.labels.len())) as f32;
        for group in groups {
            if self.features.prose(&group) as f32 > TOO_MUCH_TO_DROP * prose {
                continue;
            }
            for label in &mut self.labels[group] {
                if label.role == Role::Body || is_undecided(label) {
                    *label = Label { role: Role::Teaser, score: 0.7, rule: "cards" };
                }
            }
        }
    }

    /// On a page that lists others, the cards that are its text; their dates are no part of it.
    pub fn listed(&mut self) -> Vec<Vec<Range<usize>>> {
        let groups = std::mem::take(&mut self.groups);
        let is_text = |cards: &&Vec<Range<usize>>| {
            let body = cards
                .iter()
                .filter(|card| (**card).clone().any(|index| self.labels[index].role == Role::Body));
            body.count() * 2 > cards.len()
        };
        let listed: Vec<_> = apart(&groups).filter(is_text).cloned().collect();
        for index in listed.iter().flatten().flat_map(Clone::clone) {
            let stats = &self.features.stats[index];
            if self.labels[index].role == Role::Body
                && !self.is_heading(index)
                && (stats.dated || self.is_timed(index))
            {
                self.labels[index] = Label { role: Role::Byline, score: 0.7, rule: "card_date" };
            }
        }
        listed
    }

    /// Runs of link-only blocks in an article are lists of other pages.
    fn link_runs(&mut self) {
        if !self.article {
            return;
        }
        let mut index = 0;
        while index < self.labels.len() {
            let run = (index..self.labels.len()).take_while(|i| self.is_link_item(*i)).count();
            if run >= LINK_RUN {
                let after_title = self.title.is_none_or(|title| index > title);
                let role = match (self.stays_on_page(index..index + run), after_title) {
                    (true, _) => Role::Toc,
                    (false, true) => Role::Teaser,
                    (false, false) => Role::Menu,
                };
                for label in &mut self.labels[index..index + run] {
                    *label = Label { role, score: 0.7, rule: "link_run" };
                }
            }
            index += run.max(1);
        }
    }

    fn is_link_item(&self, index: usize) -> bool {
        self.labels[index].role == Role::Body
            && self.features.stats[index].link_share >= LINKS_ONLY_SHARE
            && !matches!(self.page.blocks.get(index).shape, Shape::Cell)
    }

    /// Whether most blocks of a run lead to places on the page itself.
    fn stays_on_page(&self, run: Range<usize>) -> bool {
        let leads_here = |index: &usize| {
            let mut links = self.page.blocks.links(*index).iter();
            links.any(|link| {
                self.page.document.attr(link.node, Attr::Href).is_some_and(|href| href.starts_with('#'))
            })
        };
        run.clone().filter(leads_here).count() * 2 > run.len()
    }

    fn last_prose(&self) -> usize {
        (0..self.labels.len())
            .rev()
            .find(|index| self.labels[*index].role == Role::Body && self.features.stats[*index].prose)
            .unwrap_or(0)
    }

    /// A heading over teasers or comments takes what follows it along, up to the next text.
    fn follow_headings(&mut self) {
        let last_prose = self.last_prose();
        let mut open: Option<Role> = None;
        let mut rule = UNDER_HEADING;
        for index in 0..self.labels.len() {
            let label = self.labels[index];
            let heading = matches!(self.page.blocks.get(index).shape, Shape::Heading(_));
            if label.rule == "phrase" && matches!(label.role, Role::Teaser | Role::Comments) {
                // "84 comments" under the title is a link to them and not their heading.
                let linked = self.features.stats[index].link_share >= TEXT_LINK_SHARE;
                let named = label.role == Role::Teaser || heading || (index > last_prose && !linked);
                open = named.then_some(label.role).or(open);
                rule = UNDER_HEADING;
            } else if label.rule == "phrase" && heading {
                open = None;
            } else if label.rule == REPLY_FORM && heading {
                (open, rule) = (Some(Role::Comments), REPLY_FORM);
            } else if (label.role == Role::Body || is_undecided(&label))
                && let Some(role) = open
            {
                if rows::is_link_row(self.page, index) {
                    let role = if index > last_prose { Role::Footer } else { Role::Menu };
                    self.labels[index] = Label { role, score: 0.7, rule: "link_row" };
                    continue;
                }
                let stats = &self.features.stats[index];
                let linked = stats.link_share >= TEXT_LINK_SHARE;
                let ends = match role {
                    Role::Comments => false,
                    _ => (heading && !linked) || (stats.prose && !stats.cut_off),
                };
                if ends {
                    open = None;
                } else {
                    self.labels[index] = Label { role, score: 0.7, rule };
                }
            }
        }
    }

    /// A heading goes the way of what stands under it.
    fn orphaned_headings(&mut self) {
        let mut below: Option<Role> = None;
        for index in (0..self.labels.len()).rev() {
            let heading = matches!(self.page.blocks.get(index).shape, Shape::Heading(_));
            let role = self.labels[index].role;
            // An aside's heading names what stands in the aside.
            let named = role == Role::Other && self.cue_of[index] == Some(Cue::Aside);
            if !(heading && (role == Role::Body || named)) {
                below = Some(role);
            } else if let Some(
                next @ (Role::Teaser | Role::Comments | Role::Promo | Role::Footer | Role::Toc),
            ) = below
            {
                self.labels[index] = Label { role: next, score: 0.7, rule: "heading_of_these" };
            }
        }
    }
}
/// Whether a block was left aside for want of any sign.
fn is_undecided(label: &Label) -> bool {
    matches!(label.rule, "outside" | "links_outside")
}
