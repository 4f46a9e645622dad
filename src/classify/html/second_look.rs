//! The second look: blocks by what stands around them, once each has been looked at by itself.

use super::rules::{DATE_WORDS, Rules};
use super::surroundings::TOO_MUCH_TO_DROP;
use crate::blocks::{Shape, names_references, words};
use crate::classify::cues::Cue;
use crate::classify::features::{LINKS_ONLY_SHARE, TEXT_LINK_SHARE};
use crate::classify::page::ARTICLE_TYPES;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Label, Rule, addresses, cards, rows};
use crate::document::Attr;
use crate::record::Role;
use foldhash::{HashMap, HashSet};
use std::ops::Range;

/// Share of the body's words beyond which cards are not beside the page's text but the text itself.
const CARDS_SHARE: f32 = 0.12;

/// Most links to a snippet in a group of teasers: a title, a picture, a "More".
const MOST_LINKS_TOLD: u32 = 4;

/// Blocks from the heading over a text's sources to the first of them.
const SOURCES_REACH: usize = 3;

/// Fewest words of a sentence that leads in a list: labels of boxes have fewer.
const LEAD_WORDS: u32 = 5;

/// Elements between a link and the list that it stands in.
const LIST_STEPS: usize = 6;

/// Link-only blocks in a row, to as many pages, that are a list of links and no part of a text.
const LINK_RUN: usize = 3;

impl Rules<'_> {
    /// Every rule that looks at more than one block, in turn.
    pub(super) fn second_look(&mut self) {
        self.tips();
        self.hidden_by_name();
        rows::promo_boxes(self.page, &mut self.labels);
        self.cards();
        self.link_runs();
        self.stepwise_trails();
        self.announced_trails();
        self.titled_trails();
        self.contents();
        self.posts_in_menus();
        self.titles_of_snippets();
        self.snippets_beside();
        self.names_at_title();
        self.signatures();
        self.author_boxes();
        self.follow_headings();
        self.orphaned_headings();
        self.tag_rows();
        self.page_foot();
    }

    /// A row of two links or more that ends the page is its footer, with whatever else it says.
    fn page_foot(&mut self) {
        let Some(last) = (0..self.labels.len()).rev().find(|index| !self.features.stats[*index].hidden)
        else {
            return;
        };
        let label = &mut self.labels[last];
        // A teaser begins with its link.
        let named = !self.page.blocks.begins_with_link(last);
        let open =
            is_undecided(label) || (named && (label.role, label.rule) == (Role::Teaser, Rule::UnderHeading));
        if open && self.range.end <= last && rows::ends_in_link_row(self.page, last) {
            *label = Label::of(Role::Footer, 0.6, Rule::PageFoot);
        }
    }

    /// Groups of cards beside an article show other pages.
    fn cards(&mut self) {
        if !self.article || self.forum {
            return;
        }
        let titled = self.groups.iter().filter(|own| !cards::are_sentences(self.page, self.features, own));
        let groups: Vec<Range<usize>> = titled.map(|cards| cards::span(cards)).collect();
        let body = |range: Range<usize>| -> u32 {
            let own = range.filter(|index| self.labels[*index].role == Role::Body);
            own.map(|index| self.features.stats[index].words).sum()
        };
        let total = body(0..self.labels.len()) as f32;
        let carded: u32 = groups.iter().map(|group| body(group.clone())).sum();
        // A page whose body is mostly cards is a list of them.
        if carded as f32 > CARDS_SHARE * total && !self.page.declares(ARTICLE_TYPES) {
            return;
        }
        let prose = self.features.prose(&(0..self.labels.len())) as f32;
        let last = self.last_prose();
        for group in groups {
            let kept = self.lists_sources(&group) || self.is_led_in(&group, last);
            let kept = kept || self.folds_answers(&group);
            if self.features.prose(&group) as f32 > TOO_MUCH_TO_DROP * prose || kept {
                continue;
            }
            let role = match (self.stays_on_page(group.clone()), self.shows_titles(group.clone())) {
                (true, _) => Role::Toc,
                (false, true) => Role::Teaser,
                (false, false) => Role::Menu,
            };
            for label in &mut self.labels[group] {
                if label.role == Role::Body || is_undecided(label) {
                    *label = Label::of(role, 0.7, Rule::Cards);
                }
            }
        }
    }

    /// Whether the links of a group lead to places on the page and text stands under them: questions that unfold their
    /// answers.
    fn folds_answers(&self, group: &Range<usize>) -> bool {
        let linked = |at: &usize| self.features.stats[*at].link_share >= LINKS_ONLY_SHARE;
        let mut links = group.clone().filter(linked).peekable();
        self.features.prose(group) > 0
            && links.peek().is_some()
            && links.all(|at| self.stays_on_page(at..at + 1))
    }

    /// Whether the heading over a group says that the text's sources stand there.
    fn lists_sources(&self, group: &Range<usize>) -> bool {
        let heading = (0..group.start).rev().take(SOURCES_REACH).find(|at| self.is_heading(*at));
        heading.is_some_and(|at| names_references(self.page.blocks.text(at)))
    }

    /// Whether a sentence of the text that ends with a colon leads in the list of a group: both stand side by side, no
    /// heading or box parts them, and the text goes on behind them. One that speaks of pages leads to them: "You may want
    /// to read these posts:".
    fn is_led_in(&self, group: &Range<usize>, last_prose: usize) -> bool {
        let (document, blocks) = (self.page.document, self.page.blocks);
        let Some(lead) = group.start.checked_sub(1) else { return false };
        let stats = &self.features.stats[lead];
        // The list may be the last of the text: then nothing says that its links show pages of the site.
        let says = (group.end <= last_prose || (lead == last_prose && self.leaves_all(group)))
            && !self.stays_on_page(group.clone())
            && self.labels[lead].role == Role::Body
            && stats.words >= LEAD_WORDS
            && blocks.get(lead).shape == Shape::Paragraph
            && !(self.shows_titles(group.clone()) && phrases::holds(blocks.text(lead), Phrase::Pages))
            && words::leads(blocks.text(lead));
        let parent = document.node(blocks.get(lead).node).parent;
        says && self.page.list_of(group.start, LIST_STEPS).is_some_and(|list| {
            document.node(list).parent == parent && blocks.within(document, list).end >= group.end
        })
    }

    /// Whether all blocks of a group lead to other sites.
    fn leaves_all(&self, group: &Range<usize>) -> bool {
        group.clone().all(|at| self.leaves_site(at))
    }

    /// Cards in a menu that show dates or text that was cut off are posts and no parts of the site. Names there with a sentence
    /// about each are its parts: of 18 such in gold-dev none is labelled a teaser.
    fn posts_in_menus(&mut self) {
        let groups = std::mem::take(&mut self.groups);
        for cards in &groups {
            let span = cards::span(cards);
            let in_menu = self.labels[span.clone()].iter().all(|label| {
                label.rule == Rule::Markup && matches!(label.role, Role::Menu | Role::Other | Role::Byline)
            });
            let is_post = |card: &&Range<usize>| {
                let told = |at: usize| {
                    let own = &self.features.stats[at];
                    let dated = own.dated && own.words <= DATE_WORDS;
                    own.cut_off || dated || phrases::tells_how_long_ago(self.page.blocks.text(at))
                };
                (2..=cards::CARD_BLOCKS).contains(&card.len()) && (*card).clone().any(told)
            };
            if in_menu && cards.iter().filter(is_post).count() * 2 > cards.len() {
                self.labels[span].fill(Label::of(Role::Teaser, 0.7, Rule::PostsInMenu));
            }
        }
        self.groups = groups;
    }

    /// A short title beside the article, over a snippet that leads to the same page, is no name in a list.
    fn titles_of_snippets(&mut self) {
        let leads_to = |at: usize| {
            let link = self.page.blocks.links(at).first()?;
            self.page.document.attr(link.node, Attr::Href)
        };
        for index in 0..self.labels.len().saturating_sub(1) {
            let (title, below) = (self.labels[index], self.labels[index + 1]);
            let stats = &self.features.stats[index + 1];
            if title.role == Role::Menu
                && self.cue_of[index] == Some(Cue::Aside)
                && below.role == Role::Teaser
                && (stats.cut_off || stats.sentence)
                && leads_to(index).is_some_and(|page| leads_to(index + 1) == Some(page))
            {
                self.labels[index] = below;
            }
        }
    }

    /// Beside the article, a text that was cut off is the snippet of the title over it.
    fn snippets_beside(&mut self) {
        for index in 1..self.labels.len() {
            let label = self.labels[index];
            let aside = label.role == Role::Other
                && label.rule == Rule::Markup
                && self.cue_of[index] == Some(Cue::Aside);
            let above = self.labels[index - 1];
            if aside && self.features.stats[index].cut_off && above.role == Role::Teaser {
                self.labels[index] = above;
            }
        }
    }

    /// Runs of link-only blocks in an article are lists of other pages; those that lead to other sites, amid the text,
    /// are its sources.
    fn link_runs(&mut self) {
        if !self.article || self.forum {
            return;
        }
        let pages = |run: Range<usize>| {
            let links = run.flat_map(|at| self.page.blocks.links(at));
            links.map(|link| self.page.document.attr(link.node, Attr::Href)).collect::<HashSet<_>>().len()
        };
        let last = self.last_prose();
        let mut index = 0;
        while index < self.labels.len() {
            let run = (index..self.labels.len()).take_while(|i| self.is_link_item(*i)).count();
            // Title, picture and button of one card are one link.
            let elsewhere = || index + run <= last && (index..index + run).all(|at| self.leaves_site(at));
            let sources = || self.lists_sources(&(index..index + run));
            let led_in = || self.is_led_in(&(index..index + run), last);
            if run >= LINK_RUN
                && pages(index..index + run) >= LINK_RUN
                && !elsewhere()
                && !sources()
                && !led_in()
            {
                let after_title = self.title.is_none_or(|title| index > title);
                let titles = after_title && self.shows_titles(index..index + run);
                let role = match (self.stays_on_page(index..index + run), titles) {
                    (true, _) => Role::Toc,
                    (false, true) => Role::Teaser,
                    (false, false) => Role::Menu,
                };
                for label in &mut self.labels[index..index + run] {
                    *label = Label::of(role, 0.7, Rule::LinkRun);
                }
            }
            index += run.max(1);
        }
    }

    /// Whether all links of a block lead to other sites.
    fn leaves_site(&self, index: usize) -> bool {
        let mut links = self.page.blocks.links(index).iter();
        links.all(|link| addresses::leaves(self.page.document, self.page.address, link.node))
    }

    /// Whether the pages that links lead to have names as long as titles in the mean, or words of their own beside them;
    /// shorter ones name parts of the site. Of a card's title, price and button the longest is its name.
    fn shows_titles(&self, group: Range<usize>) -> bool {
        let (document, blocks) = (self.page.document, self.page.blocks);
        let address = |link| document.attr(link, Attr::Href);
        let mut titles: HashMap<&str, u32> = HashMap::default();
        let (mut links, mut told) = (0, 0);
        for index in group {
            let stats = &self.features.stats[index];
            told += u32::from(stats.cut_off || stats.prose);
            let page = if stats.link_share >= TEXT_LINK_SHARE {
                links += 1;
                blocks.links(index).first().and_then(|link| address(link.node))
            } else if self.is_heading(index) {
                cards::link(document, blocks, index).and_then(address)
            } else {
                None
            };
            let Some(page) = page else { continue };
            let longest = titles.entry(page).or_default();
            *longest = stats.words.max(*longest);
        }
        told * MOST_LINKS_TOLD >= links
            || titles.values().sum::<u32>() >= rows::TITLE_WORDS * titles.len() as u32
    }

    fn is_link_item(&self, index: usize) -> bool {
        self.labels[index].role == Role::Body
            && self.features.stats[index].link_share >= LINKS_ONLY_SHARE
            && !matches!(self.page.blocks.get(index).shape, Shape::Cell)
    }

    pub(super) fn last_prose(&self) -> usize {
        (0..self.labels.len())
            .rev()
            .find(|index| self.labels[*index].role == Role::Body && self.features.stats[*index].prose)
            .unwrap_or(0)
    }

    /// Short links in a row behind the last text of an article are its tags.
    fn tag_rows(&mut self) {
        let last = self.last_prose();
        if !self.article || last == 0 {
            return;
        }
        for index in last + 1..self.labels.len() {
            let linked = self.features.stats[index].link_share >= LINKS_ONLY_SHARE;
            if self.labels[index].role == Role::Body && linked && rows::is_link_row(self.page, index) {
                self.labels[index] = Label::of(Role::Other, 0.7, Rule::TagRow);
            }
        }
    }
}

/// Whether a block was left aside for want of any sign.
pub(super) fn is_undecided(label: &Label) -> bool {
    matches!(label.rule, Rule::Outside | Rule::LinksOutside)
}
