//! Tables of contents: links that lead to places on the page itself.

use super::rules::Rules;
use crate::classify::{Label, Rule};
use crate::document::{Attr, NodeId};
use crate::record::Role;
use foldhash::{HashMap, HashSet};
use std::ops::Range;

/// Fewest links of a table of contents: one alone skips the menu.
const CONTENTS: usize = 2;

/// Fewest headings that a table of contents without links names.
const HEADINGS: usize = 3;

/// Where the places of a page stand, and how far those of its contents reach.
struct Places<'a> {
    /// The block of each named place.
    blocks: HashMap<&'a str, usize>,
    /// Where the text ends.
    end: usize,
}

impl<'a> Rules<'a> {
    /// A menu in an article whose links all lead to places in it is its table of contents. Menus that follow each
    /// other are looked at together, then list by list.
    pub(super) fn contents(&mut self) {
        let Some(title) = self.title.filter(|_| self.article) else { return };
        let mut places = None;
        let mut headings = None;
        let mut index = title + 1;
        while index < self.labels.len() {
            // What calls itself contents may be part of the text for the model, as long as nothing but its name says so.
            let menu = |at: &usize| {
                let label = &self.labels[*at];
                label.role == Role::Menu || (label.role == Role::Toc && label.rule == Rule::Markup)
            };
            let run = index..index + (index..self.labels.len()).take_while(menu).count();
            index = run.end + 1;
            if run.is_empty() {
                continue;
            }
            if let Some(named) = self.names_headings(run.clone(), &mut headings) {
                self.labels[named].fill(Label::of(Role::Toc, 0.7, Rule::Contents));
                continue;
            }
            let mut parts = vec![run.clone()];
            if !self.is_contents_run(run.clone(), &mut places) {
                // In the text, such lists are part of it.
                parts = if self.range.contains(&run.start) { Vec::new() } else { self.lists(run) };
                parts.retain(|part| self.is_contents_run(part.clone(), &mut places));
            }
            for part in parts {
                self.labels[part].fill(Label::of(Role::Toc, 0.7, Rule::Contents));
            }
        }
    }

    /// The blocks of a run that, without a link, say the same as headings of the page: its script leads there.
    fn names_headings(
        &self,
        run: Range<usize>,
        headings: &mut Option<HashSet<&'a str>>,
    ) -> Option<Range<usize>> {
        let blocks = self.page.blocks;
        let plain = |at: &usize| blocks.links(*at).is_empty();
        if run.clone().filter(plain).count() < HEADINGS {
            return None;
        }
        let all = 0..blocks.len();
        let headings = headings
            .get_or_insert_with(|| all.filter(|at| self.is_heading(*at)).map(|at| blocks.text(at)).collect());
        let named = |at: &usize| plain(at) && !self.is_heading(*at) && headings.contains(blocks.text(*at));
        let (first, last) = (run.clone().find(named)?, run.clone().rfind(named)?);
        let count = (first..=last).filter(named).count();
        (count >= HEADINGS && count * 2 > last - first).then_some(first..last + 1)
    }

    /// The parts of a run that stand in lists of their own.
    fn lists(&self, run: Range<usize>) -> Vec<Range<usize>> {
        let outer = |at: usize| self.page.around(at).filter(|node| self.page.is_list(*node)).last();
        let mut parts: Vec<(Option<NodeId>, Range<usize>)> = Vec::new();
        for at in run {
            let list = outer(at);
            match parts.last_mut().filter(|(own, _)| *own == list) {
                Some((_, part)) => part.end = at + 1,
                None => parts.push((list, at..at + 1)),
            }
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    fn is_contents_run(&self, run: Range<usize>, places: &mut Option<Places<'a>>) -> bool {
        let blocks = self.page.blocks;
        let linked = || run.clone().filter(|at| !blocks.links(*at).is_empty());
        let links: usize = linked().map(|at| blocks.links(at).len()).sum();
        // In one block such links are a line of the text, unless it is headed as contents.
        let headed = || run.start > 0 && self.labels[run.start - 1].role == Role::Toc;
        links >= CONTENTS
            && (linked().count() >= CONTENTS || headed())
            && linked().all(|at| self.leads_here(at))
            && self.names_place(run.clone())
            && self.leads_into_text(run, places.get_or_insert_with(|| self.places()))
    }

    /// The named places of the page, each with the block that stands there.
    fn places(&self) -> Places<'a> {
        let page = self.page;
        let mut blocks = HashMap::default();
        for node in 1..page.document.len() {
            let name = [Attr::Id, Attr::Name].into_iter().find_map(|attr| page.document.attr(node, attr));
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                blocks.entry(name).or_insert(page.blocks.within(page.document, node).start);
            }
        }
        Places { blocks, end: self.range.end.max(self.last_prose() + 1) }
    }

    /// Whether the places to which links lead, as far as the page has them, stand under the title: links that skip
    /// to the text, the search, the foot are no contents.
    fn leads_into_text(&self, run: Range<usize>, places: &Places) -> bool {
        let links = run.flat_map(|at| self.page.blocks.links(at));
        let known: Vec<usize> = links
            .filter_map(|link| self.place_of(link.node).and_then(|place| places.blocks.get(place)).copied())
            .collect();
        let inside = |at: &&usize| self.title.is_some_and(|title| **at >= title) && **at < places.end;
        known.iter().filter(inside).count() * 2 >= known.len()
    }

    /// Whether most blocks of a run lead to places on the page itself, and nowhere else.
    pub(super) fn stays_on_page(&self, run: Range<usize>) -> bool {
        run.clone().filter(|index| self.leads_here(*index)).count() * 2 > run.len() && self.names_place(run)
    }

    fn leads_here(&self, index: usize) -> bool {
        let links = self.page.blocks.links(index);
        !links.is_empty() && links.iter().all(|link| self.place_of(link.node).is_some())
    }

    /// Whether a link leads to a place that has a name; the page's top has none, nor has a button.
    fn names_place(&self, run: Range<usize>) -> bool {
        let mut links = run.flat_map(|index| self.page.blocks.links(index));
        links.any(|link| self.place_of(link.node).is_some_and(|place| !place.is_empty()))
    }

    /// The place on this page to which a link leads.
    fn place_of(&self, link: NodeId) -> Option<&str> {
        self.page.document.attr(link, Attr::Href)?.strip_prefix('#')
    }

    /// Whether a link leads to a place on a page to other places of which the link before or after it leads.
    pub(super) fn leads_to_places(&self, index: usize) -> bool {
        let place = |at: usize| {
            let link = self.page.blocks.links(at).first()?;
            self.page
                .document
                .attr(link.node, Attr::Href)?
                .split_once('#')
                .filter(|(_, place)| !place.is_empty())
        };
        let Some((page, own)) = place(index) else { return false };
        let beside = [index.checked_sub(1), Some(index + 1).filter(|at| *at < self.features.stats.len())];
        let mut others = beside.into_iter().flatten().filter_map(place);
        others.any(|(other, place)| other == page && place != own)
    }
}
