//! Groups of links under a heading outside of the text, whatever the heading says: links as long as titles, or with
//! words or dates beside them, show other pages; so do short ones where the heading names posts.

use super::rules::DATE_WORDS;
use crate::blocks::{Shape, names_references, words};
use crate::classify::cues::Cue;
use crate::classify::features::{Features, TEXT_LINK_SHARE};
use crate::classify::phrases::{self, Phrase};
use crate::classify::{Headed, Label, Page, Rule, addresses, cards};
use crate::document::{Attr, NodeId};
use crate::record::Role;
use std::ops::Range;

/// Fewest pages of a group.
const PAGES: usize = 2;

/// The same where nothing is told of them, no picture shows them and the heading names no pages.
const UNNAMED_PAGES: usize = 3;

/// Words that titles have in the mean, at the least: parts of a site and its services have names of up to four.
const TITLE_WORDS: usize = 5;

/// The same where something is told of most of the pages: buttons have names of one word or two.
const TOLD_WORDS: usize = 2;

/// Fewest words of a snippet.
const SNIPPET_WORDS: u32 = 5;

/// Most words of a heading that names a group.
const NAME_WORDS: u32 = 9;

/// The same of a line that is no heading for machines.
const LINE_WORDS: u32 = 5;

/// Elements between such a line and its box.
const LINE_STEPS: usize = 4;

/// How addresses end of what is no page.
const FILES: [&str; 9] = [".pdf", ".zip", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".mp3", ".ics"];

/// How sentences end, and no titles.
const STOPS: [char; 2] = ['.', '。'];

/// Blocks of a group that are looked at; bounds the cost, for each heading looks on its own.
const GROUP_BLOCKS: usize = 64;

/// The groups of links behind a text that show other pages.
pub(super) fn find(
    page: &Page,
    features: &Features,
    cue_of: &[Option<Cue>],
    labels: &[Label],
) -> Vec<Headed> {
    let groups = Groups { page, features, cue_of, labels };
    let content = |at: &usize| matches!(labels[*at].role, Role::Body | Role::Numbered);
    let Some(first) = (0..labels.len()).find(content) else { return Vec::new() };
    let last =
        (first..labels.len()).rev().find(|at| content(at) && features.stats[*at].prose).unwrap_or(first);
    let mut found = Vec::new();
    let mut index = first + 1;
    while index < labels.len() {
        // Amid the text, what is left of a section is none of other pages.
        let apart = index > last || cue_of[index] == Some(Cue::Aside);
        let group = Some(index).filter(|_| apart).and_then(|index| groups.under(index));
        let group = group.filter(|group| groups.shows_pages(index, group.clone()));
        let end = group.as_ref().map_or(index + 1, |group| group.end);
        found.extend(group.map(|blocks| groups.headed(index, blocks)));
        index = end;
    }
    found
}

/// What stands under a heading over the latest comments of a whole site is none of other pages.
pub(in crate::classify) fn leave_remarks(page: &Page, labels: &mut [Label]) {
    for heading in 0..labels.len() {
        let named = page.blocks.is_heading(heading) && labels[heading].role != Role::Body;
        if !named || !phrases::says(page.blocks.text(heading), Phrase::Remarks) {
            continue;
        }
        let end = cards::end_of_box(page.document, page.blocks, heading).min(heading + 1 + GROUP_BLOCKS);
        let under = (heading + 1..end).take_while(|at| !page.blocks.is_heading(*at));
        // Those of this page may be the latest, too.
        let elsewhere = are_of_several_pages(page, heading + 1..end);
        for at in std::iter::once(heading).chain(under) {
            let remark = elsewhere && labels[at].role == Role::Comments;
            if remark || matches!(labels[at].role, Role::Teaser | Role::Menu) {
                labels[at] = Label::of(Role::Other, 0.7, Rule::Remarks);
            }
        }
    }
}

/// Whether links lead to comments on more than one page.
fn are_of_several_pages(page: &Page, blocks: Range<usize>) -> bool {
    let mut links = blocks.flat_map(|at| page.blocks.links(at));
    let mut first = None;
    links.any(|link| {
        let href = page.document.attr(link.node, Attr::Href).unwrap_or_default();
        match href.split_once("#comment") {
            Some((on, _)) => *first.get_or_insert(on) != on,
            None => false,
        }
    })
}

/// Makes teasers of such groups.
pub(in crate::classify) fn take(features: &Features, groups: &[Headed], labels: &mut [Label]) {
    for Headed { heading, blocks, posts } in groups {
        let rule = if *posts { Rule::HeadedPosts } else { Rule::Headed };
        for at in blocks.clone() {
            let button = matches!(labels[at].rule, Rule::Phrase | Rule::Control);
            if !features.stats[at].hidden && !button {
                labels[at] = Label::of(Role::Teaser, 0.6, rule);
            }
        }
        if labels[*heading].role != Role::Teaser {
            labels[*heading] = Label::of(Role::Teaser, 0.6, Rule::GroupHeading);
        }
    }
}

/// A page that a group shows.
struct Shown<'a> {
    href: &'a str,
    /// Words of the first link to it that has any.
    words: usize,
    /// Whether that is a sentence: what a site says of itself.
    stops: bool,
    /// Whether its snippet or its date stands beside its title.
    told: bool,
}

/// Where groups are looked for.
struct Groups<'a> {
    page: &'a Page<'a>,
    features: &'a Features,
    cue_of: &'a [Option<Cue>],
    labels: &'a [Label],
}

impl<'a> Groups<'a> {
    /// The blocks under a heading that were left aside, up to what is something else.
    fn under(&self, index: usize) -> Option<Range<usize>> {
        if !self.names_group(index) {
            return None;
        }
        let end =
            cards::end_of_box(self.page.document, self.page.blocks, index).min(index + 1 + GROUP_BLOCKS);
        let heading = |at: usize| {
            self.page.blocks.is_heading(at)
                && self.page.blocks.links(at).is_empty()
                && cards::link(self.page.document, self.page.blocks, at).is_none()
        };
        let goes_on = |at: &usize| self.is_left(*at) && !heading(*at);
        let group = index + 1..index + 1 + (index + 1..end).take_while(goes_on).count();
        // What was known for teasers is left as it is.
        let known = |at: usize| self.labels[at].role == Role::Teaser;
        (!group.is_empty() && !group.clone().any(known)).then_some(group)
    }

    /// Whether a block may name a group.
    fn names_group(&self, index: usize) -> bool {
        let text = self.page.blocks.text(index);
        let plain = || matches!(phrases::phrase(text), None | Some(Phrase::Teasers | Phrase::Posts));
        (self.page.blocks.is_heading(index) || self.opens_box(index))
            && self.is_left(index)
            // The second line of a heading goes on in small letters.
            && !text.starts_with(char::is_lowercase)
            && self.features.stats[index].words <= NAME_WORDS
            && self.page.blocks.links(index).is_empty()
            && words::has_letters(text)
            && plain()
            && !names_references(text)
    }

    /// Whether a short line that is no heading for machines stands first in a box and nothing but links behind it.
    fn opens_box(&self, index: usize) -> bool {
        let (document, blocks) = (self.page.document, self.page.blocks);
        let short = self.features.stats[index].words <= LINE_WORDS && !self.features.stats[index].sentence;
        let linked = || {
            blocks.get(index).shape == Shape::Paragraph
                && index + 1 < blocks.len()
                && !blocks.links(index + 1).is_empty()
        };
        let around = || document.ancestors(blocks.get(index).node).take(LINE_STEPS);
        short
            && linked()
            && around().map(|node| blocks.within(document, node)).find(|own| own.len() > 1).is_some_and(
                |own| own.start == index && own.end == cards::end_of_box(document, blocks, index),
            )
    }

    /// Whether a block was left aside, in what calls itself no menu and no footer.
    fn is_left(&self, index: usize) -> bool {
        matches!(self.cue_of[index], None | Some(Cue::Content | Cue::Aside | Cue::Teasers))
            && matches!(self.labels[index].role, Role::Menu | Role::Other | Role::Byline | Role::Teaser)
    }

    /// Whether the links of a group show other pages.
    fn shows_pages(&self, heading: usize, group: Range<usize>) -> bool {
        let Some(pages) = self.pages(group.clone()) else { return false };
        let words: usize = pages.iter().map(|page| page.words).sum();
        let told = pages.iter().filter(|page| page.told).count();
        let most_told = told * 2 > pages.len() && words >= TOLD_WORDS * pages.len();
        if pages.len() < PAGES || pages.iter().filter(|page| page.stops).count() * 2 > pages.len() {
            return false;
        }
        if !self.page.blocks.is_heading(heading) {
            return most_told && told == pages.len();
        }
        let text = self.page.blocks.text(heading);
        let posts = || phrases::says(text, Phrase::Posts);
        // "Ready to start?" stands over two buttons, "Rights" over two notices.
        let named = || posts() || phrases::says(text, Phrase::Teasers);
        if pages.len() < UNNAMED_PAGES && told == 0 && !named() && !self.has_pictures(heading, &group) {
            return false;
        }
        most_told || words >= TITLE_WORDS * pages.len() || (posts() && self.is_plain(group))
    }

    /// Whether as many pictures stand under a heading, over or beside its links, as a group has pages at the least.
    fn has_pictures(&self, heading: usize, group: &Range<usize>) -> bool {
        let blocks = self.page.blocks;
        let (start, end) = (blocks.get(heading).node, blocks.get(group.end - 1).node);
        let drawn = |own: NodeId| {
            let address = self.page.document.attr(own, Attr::Src).unwrap_or_default();
            addresses::path(address).ends_with(".svg")
        };
        let within = |own: &NodeId| (start..end).contains(own) && !drawn(*own);
        blocks.pictures().iter().map(|own| own.node).filter(within).count() >= PAGES
    }

    /// A group that shows other pages.
    fn headed(&self, heading: usize, blocks: Range<usize>) -> Headed {
        let named = phrases::says(self.page.blocks.text(heading), Phrase::Posts);
        Headed { heading, posts: named && self.is_plain(blocks.clone()), blocks }
    }

    /// Whether a group is links and their dates, and nothing else.
    fn is_plain(&self, mut group: Range<usize>) -> bool {
        let dated = |at: usize| self.features.stats[at].dated;
        group.all(|at| !self.page.blocks.links(at).is_empty() || self.features.stats[at].hidden || dated(at))
    }

    /// The pages to which the blocks of a group lead, each with one link or card; `None` where one leads elsewhere, or
    /// links stand in running text.
    fn pages(&self, group: Range<usize>) -> Option<Vec<Shown<'a>>> {
        let (document, blocks) = (self.page.document, self.page.blocks);
        let mut pages: Vec<Shown> = Vec::new();
        for at in group.filter(|at| !self.features.stats[*at].hidden) {
            let stats = &self.features.stats[at];
            let links = blocks.links(at);
            if !links.iter().all(|link| self.may_show(link.node, blocks.link_text(link)))
                || (!links.is_empty() && stats.link_share < TEXT_LINK_SHARE && !blocks.begins_with_link(at))
            {
                return None;
            }
            let mut known = links.is_empty();
            for link in links.iter().filter(|link| !addresses::leads_to_person(document, link.node)) {
                let href = document.attr(link.node, Attr::Href).unwrap_or_default();
                let text = blocks.link_text(link);
                let own =
                    Shown { href, words: words::count(text), stops: text.ends_with(STOPS), told: false };
                match pages.last_mut().filter(|page| page.href == href) {
                    Some(page) if page.words > 0 => known = true,
                    Some(page) => *page = own,
                    None => pages.push(own),
                }
            }
            let dated = stats.dated && stats.words <= DATE_WORDS;
            if let Some(page) = pages.last_mut().filter(|_| known) {
                page.told |= dated || stats.words >= SNIPPET_WORDS;
            }
        }
        Some(pages)
    }

    /// Whether a link may be one to a page that is shown: not to a topic, a file, a place on this page or another site.
    fn may_show(&self, link: NodeId, text: &str) -> bool {
        let document = self.page.document;
        let href = document.attr(link, Attr::Href).unwrap_or_default();
        let said = phrases::phrase(text);
        !(addresses::leads_to_topic(document, link)
            || addresses::stays_here(href)
            || addresses::reaches_people(href)
            || leads_to_file(href)
            || addresses::leaves(document, self.page.address, link)
            || matches!(said, Some(Phrase::Footer | Phrase::Share | Phrase::Promo | Phrase::Tags)))
    }
}

fn leads_to_file(address: &str) -> bool {
    let path = addresses::path(address);
    let ends = |own: &&str| {
        let from = path.len().checked_sub(own.len());
        from.and_then(|from| path.get(from..)).is_some_and(|end| end.eq_ignore_ascii_case(own))
    };
    FILES.iter().any(ends)
}
