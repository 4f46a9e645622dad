//! The first look: each block by itself, rule by rule in the order in which they are tried.

use super::controls;
use super::surroundings::waits_for_script;
use crate::blocks::{Shape, numbering};
use crate::classify::cues::Cue;
use crate::classify::dated::{tells_other, tells_when};
use crate::classify::features::{DATED_WORDS, Features, LINKS_ONLY_SHARE, TEXT_LINK_SHARE};
use crate::classify::phrases::{self, PHRASE_WORDS, Phrase};
use crate::classify::{Label, Page, Rule, cards, rows, trail};
use crate::dates;
use crate::document::{Attr, NodeId, Tag};
use crate::people;
use crate::record::Role;
use std::ops::Range;

/// Most words of a button that stands alone.
const ALONE_WORDS: u32 = 2;

/// Blocks under the heading of a box among which its first link stands: a picture's text, a date.
pub(super) const BOX_START: usize = 4;

/// Elements between a text and the button that it stands on.
const BUTTON_STEPS: usize = 2;

/// How texts begin and end that programs write for programs: an object of JSON, a template that nothing has filled in.
const MACHINE_TEXTS: &[(&str, &str)] = &[("{\"", "}"), ("[{\"", "]"), ("{{", "}}")];

/// Most words of a date alone; a title may hold a year.
pub(super) const DATE_WORDS: u32 = 4;

/// Most words of a link to the page before or after: a label and a title.
const NEIGHBOUR_WORDS: u32 = 40;

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
        self.second_look();
    }

    fn first_look(&self, index: usize) -> Label {
        let by_words = || self.by_words(index);
        self.by_markup(index).or_else(by_words).unwrap_or_else(|| self.by_place(index))
    }

    /// What the page's markup says of a block.
    fn by_markup(&self, index: usize) -> Option<Label> {
        let sure = |role, rule| Some(Label::of(role, 0.9, rule));
        let stats = &self.features.stats[index];
        if self.title == Some(index) {
            return sure(Role::Title, Rule::Title);
        }
        if let Some(rule) = self.standfirst(index) {
            return sure(Role::Body, rule);
        }
        if let Some(label) = self.by_cue(index) {
            return Some(label);
        }
        if stats.hidden {
            return sure(Role::Other, Rule::Hidden);
        }
        if self.is_related(index) {
            return sure(Role::PrevNext, Rule::Rel);
        }
        if self.is_trail(index) || self.is_linked_trail(index) {
            return Some(Label::of(Role::Breadcrumb, 0.8, Rule::Trail));
        }
        if stats.words <= NEIGHBOUR_WORDS && stats.link_share > 0.0 && self.is_neighbour(index) {
            return sure(Role::PrevNext, Rule::Neighbour);
        }
        if self.is_labelled(index) {
            return sure(Role::PrevNext, Rule::Labelled);
        }
        None
    }

    /// What a block's own words, and where they stand, say of it.
    fn by_words(&self, index: usize) -> Option<Label> {
        let found = |role, score, rule| Some(Label::of(role, score, rule));
        let stats = &self.features.stats[index];
        let text = self.page.blocks.text(index);
        if self.is_machine_text(index) {
            return found(Role::Other, 0.9, Rule::MachineText);
        }
        // Advice begins with any word: "Share the room", "Follow the lamp".
        let shape = self.page.blocks.get(index).shape;
        let advice = shape == Shape::Item && self.page.blocks.links(index).is_empty();
        let short = stats.words as usize <= PHRASE_WORDS;
        let phrase = Some(text).filter(|_| short && !advice).and_then(phrases::phrase);
        let phrase = phrase.filter(|_| !self.is_datum(index));
        if let Some(label) = phrase.and_then(|phrase| self.by_phrase(index, phrase)) {
            return Some(label);
        }
        if self.redirects(index) {
            return found(Role::Other, 0.8, Rule::Redirect);
        }
        if controls::is_control(self.page, self.features, index) {
            return found(Role::Other, 0.7, Rule::Control);
        }
        if self.forum && shape == Shape::Paragraph && controls::is_counter(text, stats.words) {
            return found(Role::Other, 0.7, Rule::Counter);
        }
        let line = !matches!(shape, Shape::Heading(_) | Shape::Caption) || self.is_day_heading(index);
        // In a forum each post has its date.
        // "Heat 2000 ml of water." tells no day, nor does "The best shoes of 2025".
        let tells_day = || {
            let told = if stats.sentence { dates::first_moment(text).is_some() } else { tells_when(text) };
            told && !tells_other(text)
        };
        let dated = ((stats.dated && tells_day()) || self.is_timed(index)) && !self.is_dated_title(index);
        let posted = self.forum && (self.is_timed(index) || self.is_posted(index));
        if dated && line && (self.near_title(index) || posted) {
            return found(Role::Byline, 0.7, Rule::DatedLine);
        }
        let ago = || self.leads_to_person(index) && phrases::tells_how_long_ago(text);
        let signed = || people::is_reporter(text) || (stats.words <= DATED_WORDS && ago());
        if line && !stats.sentence && self.near_title(index) && signed() {
            return found(Role::Byline, 0.7, Rule::SignedLine);
        }
        let button = self.article && stats.words as usize <= PHRASE_WORDS && !self.is_heading(index);
        if button && rows::is_button(self.page, self.features, index) {
            return found(Role::Promo, 0.7, Rule::Button);
        }
        if self.article && self.is_under_title(index) {
            let role = if self.leads_to_person(index) { Role::Byline } else { Role::Other };
            return found(role, 0.6, Rule::UnderTitle);
        }
        None
    }

    /// What is left: body inside the article's root, links and the rest outside.
    fn by_place(&self, index: usize) -> Label {
        let stats = &self.features.stats[index];
        let text = self.page.blocks.text(index);
        let lead = self.title.is_some_and(|title| title < index) && index < self.range.start && stats.prose;
        if self.range.contains(&index) || lead {
            let before = self.title.is_some_and(|title| index < title);
            return match (before, stats.prose) {
                (true, false) if stats.link_share >= LINKS_ONLY_SHARE => {
                    Label::of(Role::Menu, 0.7, Rule::LinksBeforeTitle)
                }
                (true, false) => Label::of(Role::Other, 0.6, Rule::BeforeTitle),
                (_, true) => Label::of(Role::Body, 0.9, Rule::ArticleRoot),
                (_, false) => Label::of(Role::Body, 0.7, Rule::ArticleRoot),
            };
        }
        if index >= self.range.end && rows::is_link_row(self.page, index) {
            return Label::of(Role::Footer, 0.7, Rule::LinkRow);
        }
        // Licences of Chinese sites: "京ICP备19029304号", each in a link of its own.
        let behind = index >= self.range.end && !stats.prose;
        if behind && !text.is_ascii() && phrases::holds(text, Phrase::Footer) {
            return Label::of(Role::Footer, 0.8, Rule::Licence);
        }
        if stats.link_share >= LINKS_ONLY_SHARE {
            return Label::of(Role::Menu, 0.7, Rule::LinksOutside);
        }
        Label::of(Role::Other, 0.6, Rule::Outside)
    }

    /// What the markup around a block says, unless the block itself reads otherwise.
    fn by_cue(&self, index: usize) -> Option<Label> {
        let sure = |role| Some(Label::of(role, 0.9, Rule::Markup));
        let inside = self.range.contains(&index);
        match self.cue_of[index]? {
            Cue::Menu | Cue::Header if self.is_trail(index) => sure(Role::Breadcrumb),
            Cue::Menu | Cue::Header | Cue::Comments if self.is_linked_trail(index) => sure(Role::Breadcrumb),
            Cue::Menu | Cue::Comments if self.is_labelled(index) => sure(Role::PrevNext),
            Cue::Aside | Cue::Footer if self.is_labelled_aside(index) => sure(Role::PrevNext),
            Cue::Menu | Cue::Aside | Cue::Footer | Cue::Comments if self.leads_around(index) => {
                sure(Role::PrevNext)
            }
            Cue::Menu | Cue::Footer | Cue::Aside if self.heads_titles(index) => {
                Some(Label::of(Role::Teaser, 0.8, Rule::Phrase))
            }
            Cue::Menu => sure(Role::Menu),
            Cue::Footer if self.is_byline(index) && self.begins_text(index) => sure(Role::Byline),
            Cue::Footer => sure(Role::Footer),
            Cue::Comments => sure(Role::Comments),
            // What leads to places on the page itself shows no other.
            Cue::Teasers if self.is_contents(index) => sure(Role::Toc),
            Cue::Teasers | Cue::Aside if self.is_paid(index) => sure(Role::Promo),
            Cue::Teasers => sure(Role::Teaser),
            Cue::Tags if self.is_byline(index) => sure(Role::Byline),
            Cue::Header if !inside && self.is_byline(index) => sure(Role::Byline),
            Cue::Share | Cue::Tags | Cue::Unseen => sure(Role::Other),
            Cue::Promo if self.is_signed(index) => sure(Role::Byline),
            Cue::Promo => sure(Role::Promo),
            Cue::Breadcrumb if self.is_date(index) && self.near_title(index) => sure(Role::Byline),
            Cue::Breadcrumb if self.is_no_step(index) => sure(Role::Other),
            Cue::Breadcrumb => sure(Role::Breadcrumb),
            Cue::Pagination | Cue::PrevNext => sure(Role::PrevNext),
            Cue::Toc => sure(Role::Toc),
            Cue::Byline => sure(Role::Byline),
            Cue::Aside if self.names_topics(index) => sure(Role::Menu),
            Cue::Aside if self.features.stats[index].link_share >= TEXT_LINK_SHARE => {
                // Beside the article stand titles of other pages and lists of categories.
                sure(match rows::lists_titles(self.page, self.features, index, self.is_lone_link(index)) {
                    Some(true) if self.is_own_button(index) => Role::Promo,
                    Some(true) => Role::Teaser,
                    Some(false) => Role::Menu,
                    None => Role::Other,
                })
            }
            Cue::Aside => sure(Role::Other),
            Cue::Header if inside || self.heads_entry(index) => None,
            Cue::Header if self.features.stats[index].link_share >= TEXT_LINK_SHARE => sure(Role::Menu),
            Cue::Content if self.answers(index) => {
                sure(Role::Body).map(|own| Label { rule: Rule::Answers, ..own })
            }
            Cue::Header | Cue::Content => None,
        }
    }

    fn by_phrase(&self, index: usize, phrase: Phrase) -> Option<Label> {
        let label = |role| Some(Label::of(role, 0.8, Rule::Phrase));
        let heading = self.page.blocks.is_heading(index);
        let linked = self.features.stats[index].link_share >= TEXT_LINK_SHARE;
        let sentence = self.features.stats[index].sentence;
        match phrase {
            // A button to sort or to filter by: "Recommended use".
            Phrase::Teasers if self.is_button(index) || waits_for_script(self.page, index) => {
                label(Role::Other)
            }
            Phrase::Teasers
                if (heading && self.leads_elsewhere(index) && !self.heads_text(index))
                    || (!heading && !sentence && !linked) =>
            {
                label(Role::Teaser)
            }
            Phrase::Comments if !self.forum && (heading || linked) => label(Role::Comments),
            Phrase::Reply if !sentence => Some(Label::of(Role::Comments, 0.8, Rule::ReplyForm)),
            Phrase::Control if !sentence && self.is_control_place(index, linked) => label(Role::Other),
            Phrase::Previous | Phrase::Next
                if linked && !heading && self.ends_with_link(index) && self.ends_label(index, phrase) =>
            {
                label(Role::PrevNext)
            }
            Phrase::Share if !heading && !sentence => label(Role::Other),
            Phrase::Promo if !sentence => label(Role::Promo),
            Phrase::Toc if !linked && !sentence => label(Role::Toc),
            Phrase::Tags if !heading && !sentence => label(Role::Other),
            Phrase::Byline
                if !heading && self.near_title(index) && !people::runs_on(self.page.blocks.text(index)) =>
            {
                label(Role::Byline)
            }
            Phrase::More if linked => label(Role::Other),
            Phrase::Footer if !heading => label(Role::Footer),
            _ => None,
        }
    }

    /// Whether one of the next blocks is a link or a cut-off snippet, as under the heading of a box.
    fn leads_elsewhere(&self, index: usize) -> bool {
        let below = (index..self.features.stats.len()).filter(|at| !self.features.stats[*at].hidden);
        below.take(1 + BOX_START).any(|at| {
            let own = &self.features.stats[at];
            let titled = || at > index && self.is_heading(at);
            own.link_share >= TEXT_LINK_SHARE
                || own.cut_off
                || (titled() && cards::link(self.page.document, self.page.blocks, at).is_some())
        })
    }

    /// Whether a block is what programs write for programs, and no example of it.
    fn is_machine_text(&self, index: usize) -> bool {
        let (document, block) = (self.page.document, self.page.blocks.get(index));
        let text = self.page.blocks.text(index);
        let written = MACHINE_TEXTS.iter().any(|(start, end)| text.starts_with(start) && text.ends_with(end));
        let shown = || {
            let code = |node: NodeId| {
                matches!(document.tag(node), Some(Tag::Code | Tag::Kbd | Tag::Samp | Tag::Pre))
            };
            document.descendants(block.node).any(code) || document.ancestors(block.first).any(code)
        };
        written && !matches!(block.shape, Shape::Code | Shape::Cell) && !shown()
    }

    /// Whether the name of a control can be one where it stands: in a forum anywhere, elsewhere on a
    /// link or alone; a section ("Options"), an item ("Go to bed") or a cell is none.
    fn is_control_place(&self, index: usize, linked: bool) -> bool {
        let alone = self.features.stats[index].words <= ALONE_WORDS;
        let numbered = numbering::marker(self.page.blocks.text(index)).is_some();
        match self.page.blocks.get(index).shape {
            Shape::Paragraph => !numbered && (linked || alone || self.forum),
            Shape::Heading(_) => self.forum,
            _ => false,
        }
    }

    /// Whether a line over the title says that the page is elsewhere, and leads there.
    fn redirects(&self, index: usize) -> bool {
        let before = self.title.is_some_and(|title| index < title);
        let stats = &self.features.stats[index];
        let leads = stats.sentence && stats.words <= NEIGHBOUR_WORDS && stats.link_share > 0.0;
        before && leads && phrases::holds(self.page.blocks.text(index), Phrase::Redirect)
    }

    /// A trail stands over the article.
    fn is_trail(&self, index: usize) -> bool {
        self.title.is_none_or(|title| index < title + 4) && trail::is_trail(self.page.blocks.text(index))
    }

    /// Whether the block's links say that somebody pays for them.
    fn is_paid(&self, index: usize) -> bool {
        self.links_say(index, &["sponsored"]) && self.features.stats[index].link_share >= LINKS_ONLY_SHARE
    }

    /// Whether each link of a block that is no running text has one of these relations.
    pub(super) fn links_say(&self, index: usize, relations: &[&str]) -> bool {
        let links = self.page.blocks.links(index);
        let related = |node| {
            let rel = self.page.document.attr(node, Attr::Rel).unwrap_or_default();
            rel.split_ascii_whitespace().any(|word| relations.contains(&word))
        };
        let stats = &self.features.stats[index];
        !stats.prose && !links.is_empty() && links.iter().all(|link| related(link.node))
    }

    pub(super) fn is_heading(&self, index: usize) -> bool {
        self.page.blocks.is_heading(index)
    }

    fn is_button(&self, index: usize) -> bool {
        let document = self.page.document;
        let node = self.page.blocks.get(index).node;
        let mut around = std::iter::once(node).chain(document.ancestors(node).take(BUTTON_STEPS));
        around.any(|node| document.tag(node) == Some(Tag::Button))
    }

    /// Whether a block in what calls itself teasers is a table of contents or its heading.
    fn is_contents(&self, index: usize) -> bool {
        let linked = !self.page.blocks.links(index).is_empty();
        let named = || phrases::says(self.page.blocks.text(index), Phrase::Toc);
        if linked { self.stays_on_page(index..index + 1) || self.leads_to_places(index) } else { named() }
    }

    /// Whether a block in a trail is none of its steps: a date, a button, a name that no program has filled in.
    fn is_no_step(&self, index: usize) -> bool {
        self.is_date(index) || self.is_button(index) || self.page.blocks.text(index).starts_with("{{")
    }

    /// Whether a block is a date without a link: "5 May 2024", "Posted on 5 May 2024".
    pub(super) fn is_date(&self, index: usize) -> bool {
        let stats = &self.features.stats[index];
        let says = || phrases::says(self.page.blocks.text(index), Phrase::Byline);
        stats.dated && self.page.blocks.links(index).is_empty() && (stats.words <= DATE_WORDS || says())
    }
}
