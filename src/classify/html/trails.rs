//! Trails that no markup names: steps that point to the next one, and the way home under the title.

use super::rules::Rules;
use crate::blocks::words;
use crate::classify::cues::Cue;
use crate::classify::features::LINKS_ONLY_SHARE;
use crate::classify::{Label, Rule, addresses, trail};
use crate::document::{Attr, NodeId, Tag};
use crate::record::Role;

/// Fewest steps in blocks of their own: one with a mark behind it is a button that points.
const STEPS: usize = 2;

/// Most steps of a trail.
const MOST_STEPS: usize = 10;

/// Blocks under the title among which a trail stands.
const UNDER_TITLE: usize = 4;

/// Blocks over the title among which a trail ends.
const OVER_TITLE: usize = 4;

/// Elements between a step and the list of all.
const LIST_STEPS: usize = 3;

impl Rules<'_> {
    /// Steps in blocks of their own, one after the other, and the last one behind them.
    pub(super) fn stepwise_trails(&mut self) {
        let end = self.title.map_or(self.labels.len(), |title| self.labels.len().min(title + UNDER_TITLE));
        let mut index = 0;
        while index < end {
            let own = self.list_of(index);
            let run = (index..end).take_while(|at| self.is_step(*at) && self.list_of(*at) == own).count();
            // The last step points nowhere; in a menu all entries do.
            let last = index + run < end && self.list_of(index + run) == own;
            let pointing = last && self.points_on(index);
            if own.is_some() && run >= STEPS && (pointing || self.leads_home(index)) {
                for label in &mut self.labels[index..index + run + usize::from(pointing)] {
                    *label = Label::of(Role::Breadcrumb, 0.7, Rule::StepwiseTrail);
                }
            }
            index += run.max(1);
        }
    }

    /// "You are here:" over a list whose last step is the title is a trail, wherever it stands.
    pub(super) fn announced_trails(&mut self) {
        let Some(title) = self.title else { return };
        let blocks = self.page.blocks;
        let letters = |index: usize| words::letters(blocks.text(index));
        let name = letters(title);
        let one_link = |at: usize| blocks.links(at).len() == 1;
        for index in 0..self.labels.len().saturating_sub(1) {
            // Most blocks are told by what follows them.
            if !one_link(index + 1) || !trail::is_label(blocks.text(index).trim_end_matches([':', '：'])) {
                continue;
            }
            let end = self.labels.len().min(index + 1 + MOST_STEPS);
            let linked = |at: &usize| one_link(*at) && self.list_of(*at).is_some();
            let steps = (index + 1..end).take_while(linked).count();
            let last = index + 1 + steps;
            // The title itself is no step.
            let unlinked =
                |at: usize| at != title && blocks.links(at).is_empty() && self.list_of(at).is_some();
            let ends = last < end && unlinked(last) && letters(last) == name;
            if steps > 0 && ends {
                self.labels[index + 1..=last].fill(Label::of(Role::Breadcrumb, 0.8, Rule::AnnouncedTrail));
            }
        }
    }

    /// Whether a block is one link that points to the next step, or one in the list right under the title.
    fn is_step(&self, index: usize) -> bool {
        let linked = self.features.stats[index].link_share >= LINKS_ONLY_SHARE;
        let words = self.features.stats[index].words as usize;
        let href = |node| self.page.document.attr(node, Attr::Href).unwrap_or_default();
        linked
            && matches!(self.page.blocks.links(index), [link] if !addresses::stays_here(href(link.node)))
            && words <= trail::STEP_WORDS
            && (self.points_on(index) || self.title.is_some_and(|title| index > title))
    }

    fn points_on(&self, index: usize) -> bool {
        trail::leads_on(self.page.blocks.text(index))
    }

    /// Whether a list under the title begins with the site's first page: menus stand elsewhere.
    fn leads_home(&self, index: usize) -> bool {
        let own = self.list_of(index);
        self.title.is_some_and(|title| index > title)
            && trail::says_home(self.page.blocks.text(index))
            && index.checked_sub(1).is_none_or(|before| self.list_of(before) != own)
    }

    fn list_of(&self, index: usize) -> Option<NodeId> {
        self.page.list_of(index, LIST_STEPS + 1)
    }

    /// Whether the links of a block are the steps of a trail, with nothing but marks between them.
    pub(super) fn is_linked_trail(&self, index: usize) -> bool {
        let blocks = self.page.blocks;
        if blocks.links(index).len() < STEPS {
            return false;
        }
        let links: Vec<&str> = blocks.links(index).iter().map(|link| blocks.link_text(link)).collect();
        let over = match self.title {
            None => Some(""),
            Some(title) => Some(blocks.text(title)).filter(|_| index < title),
        };
        trail::joins(blocks.text(index), &links, over) || self.leads_down(index, &links)
    }

    /// Whether the links of a block right over the title lead from the site's first page down, each to a part of the page
    /// before, with nothing between them: pictures of arrows stand there.
    fn leads_down(&self, index: usize, links: &[&str]) -> bool {
        let near = self.title.is_some_and(|title| index < title && title <= index + OVER_TITLE);
        if !near || links.len() > MOST_STEPS || !trail::says_home(links[0]) {
            return false;
        }
        let path = |node| {
            let href = self.page.document.attr(node, Attr::Href)?;
            let path = addresses::path_on_host(href);
            path.starts_with('/').then_some(path)
        };
        let paths: Option<Vec<String>> =
            self.page.blocks.links(index).iter().map(|link| path(link.node)).collect();
        let grows = |pair: &[String]| pair[1].len() > pair[0].len() && pair[1].starts_with(pair[0].as_str());
        let joined: usize = links.iter().map(|words| words.len()).sum();
        // "Home Blog" in a navigation is a menu, unless the page is a part of both.
        let holds_page =
            |last: &String| self.page.address.is_some_and(|own| own.path().starts_with(last.as_str()));
        let document = self.page.document;
        let in_menu = || {
            self.cue_of[index] == Some(Cue::Menu)
                || document
                    .ancestors(self.page.blocks.get(index).node)
                    .any(|node| matches!(document.tag(node), Some(Tag::Nav | Tag::Header)))
        };
        let bare = self.page.blocks.text(index).len() <= joined + links.len();
        let leads = |paths: &[String]| {
            paths.windows(2).all(grows)
                && (paths.len() > STEPS || paths.last().is_some_and(holds_page) || !in_menu())
        };
        bare && paths.is_some_and(|paths| leads(&paths))
    }

    /// A short list right over the title whose entries lead elsewhere, but for the last one, which is the title, is a trail
    /// whatever it calls itself.
    pub(super) fn titled_trails(&mut self) {
        let Some(title) = self.title else { return };
        let blocks = self.page.blocks;
        let letters = |index: usize| words::letters(blocks.text(index));
        let name = letters(title);
        let start = title.saturating_sub(OVER_TITLE);
        let is_last = |at: &usize| blocks.links(*at).is_empty() && letters(*at) == name;
        let Some(last) = (start..title).find(is_last) else { return };
        let Some(list) = self.list_of(last) else { return };
        let range = blocks.within(self.page.document, list);
        let linked = |at: usize| blocks.links(at).len() == 1 && self.list_of(at) == Some(list);
        let steps = range.start..last;
        // Tabs lead to pages that are no parts of each other.
        let href = |at: usize| self.page.document.attr(blocks.links(at).first()?.node, Attr::Href);
        let holds = |at: usize| {
            let pair = href(at).zip(href(at + 1));
            pair.is_some_and(|(own, next)| {
                next.len() > own.len() && next.starts_with(own.trim_end_matches('/'))
            })
        };
        let holds_page = || {
            let path = href(steps.start).filter(|path| path.starts_with('/'));
            self.page.address.zip(path).is_some_and(|(own, path)| own.path().starts_with(path))
        };
        let leads = || {
            trail::says_home(blocks.text(steps.start))
                || (steps.len() >= STEPS && steps.clone().take(steps.len() - 1).all(holds))
                || holds_page()
        };
        if (1..=MOST_STEPS).contains(&steps.len())
            && range.end == last + 1
            && steps.clone().all(linked)
            && leads()
        {
            let label = Label::of(Role::Breadcrumb, 0.8, Rule::TitledTrail);
            self.labels[steps.start..=last].fill(label);
        }
    }
}
