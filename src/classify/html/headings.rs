//! Headings and what stands under them: a heading that names a box takes the box along, and one that names
//! nothing goes the way of what follows it.

use super::names;
use super::rules::{BOX_START, Rules};
use super::second_look::is_undecided;
use super::surroundings::TOO_MUCH_TO_DROP;
use crate::blocks::Shape;
use crate::classify::cues::Cue;
use crate::classify::features::TEXT_LINK_SHARE;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Rule, cards, rows};
use crate::record::Role;

/// Fewest words of a heading that begins as those of boxes do and may be a section's.
const SECTION_WORDS: u32 = 2;

/// Most words of a snippet that ends as a sentence does, as for those that the model leaves out.
const SNIPPET_WORDS: u32 = 60;

/// Most words of what stands between the heading of a box and its first title: a button, the name of a tab.
const BUTTON_WORDS: u32 = 3;

/// Blocks back from a snippet among which its title stands: a date, a category and a name between them.
const TITLE_REACH: usize = 4;

/// A box that a heading has opened.
#[derive(Clone, Copy)]
struct Open {
    /// The heading.
    at: usize,
    role: Role,
    rule: Rule,
    /// Where the element ends that holds the heading and what it names.
    end: usize,
}

impl Rules<'_> {
    /// A heading over teasers or comments takes what follows it along, up to the next text.
    pub(super) fn follow_headings(&mut self) {
        let last_prose = self.last_prose();
        let mut open: Option<Open> = None;
        for index in 0..self.labels.len() {
            let label = self.labels[index];
            let heading = self.is_heading(index);
            open = open.filter(|own| index < own.end);
            let opens = |role, rule| {
                let end = match role {
                    Role::Teaser => cards::end_of_box(self.page.document, self.page.blocks, index),
                    _ => self.labels.len(),
                };
                Some(Open { at: index, role, rule, end })
            };
            if label.rule == Rule::Phrase && matches!(label.role, Role::Teaser | Role::Comments) {
                // "84 comments" under the title is a link to them and not their heading.
                let linked = self.features.stats[index].link_share >= TEXT_LINK_SHARE;
                let named = label.role == Role::Teaser || heading || (index > last_prose && !linked);
                open = if named { opens(label.role, Rule::UnderHeading) } else { open };
            } else if label.rule == Rule::Phrase && heading {
                // What stands under the name of a control is part of it.
                open = if label.role == Role::Other { opens(Role::Other, Rule::UnderHeading) } else { None };
            } else if label.rule == Rule::ReplyForm && heading {
                open = opens(Role::Comments, Rule::ReplyForm);
            } else if let Some(own) = open.filter(|own| self.may_follow(index, *own, last_prose)) {
                if rows::is_link_row(self.page, index) {
                    let role = if index > last_prose { Role::Footer } else { Role::Menu };
                    self.labels[index] = Label::of(role, 0.7, Rule::LinkRow);
                } else if self.ends_box(index, own) {
                    open = None;
                } else {
                    self.labels[index] = Label::of(own.role, 0.7, own.rule);
                }
            } else if open.is_some_and(|own| own.role == Role::Teaser) && self.goes_on_in_menu(index) {
                open = None;
            }
        }
    }

    /// Whether a block under a heading may be what the heading says: nothing else was said of it, or of its
    /// links no more than that they are a list.
    fn may_follow(&self, index: usize, open: Open, last_prose: usize) -> bool {
        let label = &self.labels[index];
        let listed = || match label.rule {
            // Within the text, the model may know better.
            Rule::LinkRun | Rule::Cards => {
                index > last_prose && matches!(label.role, Role::Teaser | Role::Menu)
            }
            Rule::Markup if label.role == Role::Other => self.is_heading(index) && self.heads_card(index),
            Rule::Markup => {
                matches!(label.role, Role::Menu | Role::Footer)
                    && (self.is_title_in_list(index) || self.is_title_under(open.at, index))
            }
            _ => false,
        };
        label.role == Role::Body || is_undecided(label) || (open.role == Role::Teaser && listed())
    }

    /// Whether other parts of a menu or a footer begin here: a box of teasers is over.
    fn goes_on_in_menu(&self, index: usize) -> bool {
        let label = &self.labels[index];
        let menu = label.rule == Rule::Markup && matches!(label.role, Role::Menu | Role::Footer);
        // The link to a category stands over its title.
        let linked = !self.page.blocks.links(index).is_empty();
        let titled = linked && index + 1 < self.labels.len() && self.is_title_in_list(index + 1);
        // Another heading beside the article, or a line over a list, names another box.
        let beside = label.rule == Rule::Markup && label.role == Role::Other && !linked;
        let names =
            || names::names_list(self.page, index) || (self.is_heading(index) && !self.heads_card(index));
        // "Learn more" at the foot of a card.
        let more = || phrases::says(self.page.blocks.text(index), Phrase::More);
        (menu && !titled && !more()) || (beside && names())
    }

    /// Whether a block is a link in a list whose links are as long as titles.
    fn is_title_in_list(&self, index: usize) -> bool {
        let alone = self.page.blocks.links(index).len() == 1;
        let linked = alone && self.features.stats[index].link_share >= TEXT_LINK_SHARE;
        linked && rows::lists_titles(self.page, self.features, index, false) == Some(true)
    }

    /// Whether a line in a menu, a footer or an aside names a box of other pages and the links under it are titles.
    pub(super) fn heads_titles(&self, index: usize) -> bool {
        let named = || phrases::says(self.page.blocks.text(index), Phrase::Teasers);
        let linked = |at: &usize| self.features.stats[*at].link_share >= TEXT_LINK_SHARE;
        let end = self.features.stats.len().min(index + 1 + BOX_START);
        let titled = |at: usize| {
            let headed = || self.is_heading(at) && self.features.stats[at].words >= rows::LONE_WORDS;
            (linked(&at) && (self.is_title_in_list(at) || self.is_title_under(index, at)))
                || (headed() && cards::link(self.page.document, self.page.blocks, at).is_some())
        };
        (self.is_heading(index) || self.page.blocks.links(index).is_empty())
            && named()
            && (index + 1..end).any(titled)
    }

    /// Whether running text without a link stands right under a heading: "Recommended settings".
    pub(super) fn heads_text(&self, index: usize) -> bool {
        let below = self.features.stats.get(index + 1);
        self.features.stats[index].words >= SECTION_WORDS
            && below.is_some_and(|own| own.prose && !own.cut_off)
            && self.page.blocks.links(index + 1).is_empty()
            && self.page.blocks.get(index + 1).shape == Shape::Paragraph
            && self.range.contains(&index)
            && !self.heads_links(index)
    }

    /// Whether links stand under the first line behind a heading, up to the next heading of its box: the line leads them
    /// in.
    fn heads_links(&self, index: usize) -> bool {
        let end = cards::end_of_box(self.page.document, self.page.blocks, index);
        let below = index + 2..end.min(index + 2 + BOX_START);
        below
            .take_while(|at| !self.is_heading(*at) || !self.page.blocks.links(*at).is_empty())
            .any(|at| self.features.stats[at].link_share >= TEXT_LINK_SHARE)
    }

    /// Whether a link as long as a title stands in a small box under the line that names the box.
    fn is_title_under(&self, heading: usize, index: usize) -> bool {
        let (document, blocks) = (self.page.document, self.page.blocks);
        let around = self.page.around(index).map(|node| blocks.within(document, node));
        self.features.stats[index].words >= rows::LONE_WORDS
            && around
                .into_iter()
                .find(|range| range.contains(&heading))
                .is_some_and(|own| own.len() <= cards::CARD_BLOCKS)
    }

    /// Whether a box ends at a block: at the heading of something else, and at running text.
    fn ends_box(&self, index: usize, open: Open) -> bool {
        let stats = &self.features.stats[index];
        let linked = stats.link_share >= TEXT_LINK_SHARE;
        let text = stats.prose && !stats.cut_off && !self.is_led(index);
        match open.role {
            Role::Comments => false,
            // Where cards are the page's text, its titles and snippets are none of a box.
            Role::Teaser if self.article && self.is_heading(index) && !linked => !self.heads_card(index),
            Role::Teaser if self.article => text && !self.is_snippet(index, open.at),
            _ => (self.is_heading(index) && !linked) || text,
        }
    }

    /// Whether a heading without a link is the title of a card: the link is around the picture or says "More",
    /// or it says the title again.
    fn heads_card(&self, index: usize) -> bool {
        let blocks = self.page.blocks;
        let text = blocks.text(index);
        let below = index + 1..self.labels.len().min(index + 1 + BOX_START);
        let again = |at| blocks.links(at).iter().any(|link| blocks.link_text(link) == text);
        cards::link(self.page.document, blocks, index).is_some() || below.into_iter().any(again)
    }

    /// Whether running text stands in one card with the title over it, apart from the heading of the box.
    fn is_snippet(&self, index: usize, heading: usize) -> bool {
        let (document, blocks) = (self.page.document, self.page.blocks);
        let is_title = |at: &usize| {
            let linked = self.features.stats[*at].link_share >= TEXT_LINK_SHARE;
            self.labels[*at].role == Role::Teaser && (linked || self.is_heading(*at))
        };
        let Some(title) = (heading + 1..index).rev().take(TITLE_REACH).find(is_title) else { return false };
        let card = self
            .page
            .around(index)
            .map(|node| blocks.within(document, node))
            .find(|range| range.contains(&title));
        let all = 0..self.features.stats.len();
        let behind = self.features.prose(&(heading..all.end)) as f32;
        self.features.stats[index].words <= SNIPPET_WORDS
            // Where more of the page's text follows, its own sections may be among it.
            && behind <= TOO_MUCH_TO_DROP * self.features.prose(&all) as f32
            && card.is_some_and(|card| {
                !card.contains(&heading)
                    && card.len() <= cards::CARD_BLOCKS
                    && self.features.words(&card) as usize <= cards::CARD_WORDS
            })
    }

    /// Whether a block is a snippet with "More" at its end, whatever else stands in it.
    fn is_led(&self, index: usize) -> bool {
        let blocks = self.page.blocks;
        blocks.links(index).iter().any(|link| phrases::says(blocks.link_text(link), Phrase::More))
    }

    /// A heading goes the way of what stands under it.
    pub(super) fn orphaned_headings(&mut self) {
        let mut below: Option<Role> = None;
        for index in (0..self.labels.len()).rev() {
            let heading = self.is_heading(index);
            let role = self.labels[index].role;
            let label = &self.labels[index];
            let small = matches!(role, Role::Other | Role::Promo)
                && (label.rule == Rule::Phrase || self.features.stats[index].words <= BUTTON_WORDS);
            if small && !heading && below == Some(Role::Teaser) {
                // "See all" beside the heading of a box.
                continue;
            }
            // An aside's heading names what stands in the aside, and "Subscribers' picks" sells nothing.
            let named = (role == Role::Other
                && (self.cue_of[index] == Some(Cue::Aside) || is_undecided(label)))
                || (role == Role::Promo && label.rule == Rule::Phrase && below == Some(Role::Teaser));
            if !(heading && (role == Role::Body || named)) {
                below = Some(role);
            } else if let Some(
                next @ (Role::Teaser | Role::Comments | Role::Promo | Role::Footer | Role::Toc),
            ) = below
            {
                self.labels[index] = Label::of(next, 0.7, Rule::HeadingOfThese);
            }
        }
    }
}
