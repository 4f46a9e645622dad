//! Rules for pages with markup.
//!
//! 1. Every element may say what it is for ([`cues`]); the nearest sign above a block that fits what
//!    the element holds counts.
//! 2. The article's root is the smallest element that holds most of the page's running text.
//! 3. Blocks in the root are body unless their cue, their phrase or their links say otherwise;
//!    blocks outside are what their cue says.

use super::cues::{self, Cue};
use super::features::{Features, LINKS_ONLY_SHARE, TEXT_LINK_SHARE};
use super::phrases::{self, PHRASE_WORDS, Phrase};
use super::{Label, Page, cards, rows, title, trail};
use crate::blocks::Shape;
use crate::document::{Attr, NodeId, Tag};
use crate::record::{PageKind, Role};
use std::ops::Range;

/// Share of the page's running text that an element must hold to be the root: lower shares cut
/// articles that are split over siblings, higher ones take sidebars in.
const ROOT_SHARE: f32 = 0.7;

/// Share of the page's running text beyond which no element is boilerplate, whatever it calls itself.
const TOO_MUCH_TO_DROP: f32 = 0.4;

/// Words of running text from which a page is read as one article.
const ARTICLE_WORDS: u32 = 80;

/// Share of all words outside menus that must be running text for the same.
const ARTICLE_SHARE: f32 = 0.3;

/// Fewest words of a title; categories and services are named with fewer.
const TITLE_WORDS: u32 = 4;

/// Share of the body's words beyond which cards are not beside the page's text but the text itself.
const CARDS_SHARE: f32 = 0.12;

/// Most words of a link to the page before or after: a label and a title.
const NEIGHBOUR_WORDS: u32 = 40;

/// Link-only blocks in a row that are a list of links and no part of a text.
const LINK_RUN: usize = 3;

/// Types of schema.org that declare one text to read.
const ARTICLE_TYPES: &[&str] = &[
    "Article",
    "NewsArticle",
    "BlogPosting",
    "Report",
    "MedicalWebPage",
    "ScholarlyArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "LiveBlogPosting",
    "TechArticle",
    "HowTo",
    "Recipe",
];

/// Types that declare posts of several people.
const FORUM_TYPES: &[&str] = &["DiscussionForumPosting", "QAPage"];

/// Whether the page says that it is of one of these types.
fn declares(page: &Page, types: &[&str]) -> bool {
    page.types.iter().any(|own| types.iter().any(|name| own.eq_ignore_ascii_case(name)))
}

pub(super) fn label(page: &Page, features: &Features) -> (Vec<Label>, PageKind) {
    let mut cue_of = block_cues(page, features);
    let forum = is_forum(page, features, &cue_of);
    if forum {
        // What people wrote is the text of a forum.
        cue_of.iter_mut().filter(|cue| **cue == Some(Cue::Comments)).for_each(|cue| *cue = None);
    }
    let weigh = |index: usize| weight(features, &cue_of, index);
    let prose: u32 = (0..page.blocks.len()).map(weigh).sum();
    let visible: u32 = (0..page.blocks.len())
        .filter(|i| is_open(features, &cue_of, *i))
        .map(|i| features.stats[i].words)
        .sum();
    let enough = prose >= ARTICLE_WORDS && prose as f32 >= ARTICLE_SHARE * visible as f32;
    let article = enough || (prose > 0 && declares(page, ARTICLE_TYPES));
    let root = if article {
        root(page, &weigh)
    } else {
        root(page, &|index| if is_open(features, &cue_of, index) { features.stats[index].words } else { 0 })
    };
    let range = page.blocks.within(page.document, root);
    let first = range.clone().find(|index| weigh(*index) > 0).unwrap_or(range.start);
    let title = title::find(page, features, &cue_of, first);
    let mut rules =
        Rules { page, features, cue_of: &cue_of, article, forum, range, title, labels: Vec::new() };
    rules.run();
    let kind = if forum { PageKind::Forum } else { kind(page, article, &rules.labels) };
    (rules.labels, kind)
}

/// Whether the page's text is what several people wrote: it says so, or there is hardly any other.
fn is_forum(page: &Page, features: &Features, cue_of: &[Option<Cue>]) -> bool {
    let prose = |own: fn(Option<Cue>) -> bool| -> u32 {
        let blocks = cue_of.iter().zip(&features.stats);
        blocks.filter(|(cue, stats)| stats.prose && own(**cue)).map(|(_, stats)| stats.words).sum()
    };
    let comments = prose(|cue| cue == Some(Cue::Comments));
    let others = prose(|cue| matches!(cue, None | Some(Cue::Content | Cue::Header)));
    declares(page, FORUM_TYPES) || (others < ARTICLE_WORDS && comments > others)
}

/// The cue that counts for each block: the nearest one above it that fits, but comments and teasers
/// over all that stands in them.
fn block_cues(page: &Page, features: &Features) -> Vec<Option<Cue>> {
    let document = page.document;
    let all = 0..page.blocks.len();
    let total = features.prose(&all).max(1) as f32;
    let mut cue_of = vec![None; page.blocks.len()];
    let mut node = 1;
    while node < document.len() {
        let range = if document.tag(node).is_some() { page.blocks.within(document, node) } else { 0..0 };
        if range.is_empty() {
            // Nothing below it is a block either.
            node = if document.tag(node).is_some() { document.node(node).end } else { node + 1 };
            continue;
        }
        if let Some(cue) = cues::cue(document, node)
            && fits(cue, &range, features, total)
        {
            for slot in &mut cue_of[range] {
                *slot = Some(stronger(*slot, cue));
            }
        }
        node += 1;
    }
    cue_of
}

/// Whether an element can be what it says, by what it holds.
fn fits(cue: Cue, range: &Range<usize>, features: &Features, total: f32) -> bool {
    let (words, prose) = (features.words(range), features.prose(range) as f32);
    match cue {
        Cue::Content => true,
        Cue::Byline => words <= 60,
        Cue::Share | Cue::Breadcrumb | Cue::Pagination | Cue::PrevNext | Cue::Tags | Cue::Unseen => {
            words <= 150
        }
        Cue::Comments => true,
        _ => prose <= TOO_MUCH_TO_DROP * total,
    }
}

/// Of the cue above and the nearer one, the one that counts.
fn stronger(above: Option<Cue>, near: Cue) -> Cue {
    match (above, near) {
        // What stands in these belongs to them, whatever it is called inside.
        (
            Some(
                Cue::Comments
                | Cue::Teasers
                | Cue::Breadcrumb
                | Cue::Pagination
                | Cue::PrevNext
                | Cue::Toc
                | Cue::Unseen,
            ),
            _,
        ) => above.unwrap_or(near),
        // A menu or a footer stays one through its columns; teasers and sharing stand in them too.
        (Some(Cue::Footer), Cue::Menu) => Cue::Footer,
        (
            Some(Cue::Menu | Cue::Footer | Cue::Promo),
            Cue::Header | Cue::Aside | Cue::Content | Cue::Tags | Cue::Byline,
        ) => above.unwrap_or(near),
        (Some(Cue::Aside), Cue::Header | Cue::Content) => Cue::Aside,
        _ => near,
    }
}

/// Whether a block may be content as far as its surroundings say.
fn is_open(features: &Features, cue_of: &[Option<Cue>], index: usize) -> bool {
    !features.stats[index].hidden && matches!(cue_of[index], None | Some(Cue::Content | Cue::Header))
}

fn weight(features: &Features, cue_of: &[Option<Cue>], index: usize) -> u32 {
    let stats = &features.stats[index];
    match cue_of[index] {
        None | Some(Cue::Content | Cue::Header) if stats.prose => stats.words,
        _ => 0,
    }
}

/// The smallest element that holds [`ROOT_SHARE`] of the weight.
fn root(page: &Page, weigh: &dyn Fn(usize) -> u32) -> NodeId {
    let mut sums = vec![0_u32; page.blocks.len() + 1];
    for index in 0..page.blocks.len() {
        sums[index + 1] = sums[index] + weigh(index);
    }
    let weight = |range: Range<usize>| sums[range.end] - sums[range.start];
    let total = weight(0..page.blocks.len()) as f32;
    let mut root = 0;
    loop {
        let heavy = page
            .document
            .children(root)
            .filter(|child| page.document.tag(*child).is_some_and(|tag| !matches!(tag, Tag::P | Tag::Li)))
            .find(|child| weight(page.blocks.within(page.document, *child)) as f32 >= ROOT_SHARE * total);
        match heavy {
            Some(child) if total > 0.0 => root = child,
            _ => return root,
        }
    }
}

struct Rules<'a> {
    page: &'a Page<'a>,
    features: &'a Features,
    cue_of: &'a [Option<Cue>],
    article: bool,
    forum: bool,
    range: Range<usize>,
    title: Option<usize>,
    labels: Vec<Label>,
}

impl Rules<'_> {
    fn run(&mut self) {
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
        self.features.stats[index].words >= TITLE_WORDS
    }

    fn by_phrase(&self, index: usize, phrase: Phrase) -> Option<Label> {
        let label = |role| Some(Label { role, score: 0.8, rule: "phrase" });
        let heading = matches!(self.page.blocks.get(index).shape, Shape::Heading(_));
        let linked = self.features.stats[index].link_share >= TEXT_LINK_SHARE;
        let sentence = self.features.stats[index].sentence;
        match phrase {
            Phrase::Teasers if heading || (!sentence && !linked) => label(Role::Teaser),
            Phrase::Comments if !self.forum && (heading || linked) => label(Role::Comments),
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
        let named = || matches!(phrases::phrase(self.page.blocks.text(index)), Some(Phrase::Previous | Phrase::Next));
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
        let groups = cards::groups(self.page, self.features);
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
        for index in 0..self.labels.len() {
            let label = self.labels[index];
            let heading = matches!(self.page.blocks.get(index).shape, Shape::Heading(_));
            if label.rule == "phrase" && matches!(label.role, Role::Teaser | Role::Comments) {
                // "84 comments" under the title is a link to them and not their heading.
                let named = label.role == Role::Teaser || heading || index > last_prose;
                open = named.then_some(label.role).or(open);
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
                    self.labels[index] = Label { role, score: 0.7, rule: "under_heading" };
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

/// What sort of page it is, by what it declares and how its text is spread.
fn kind(page: &Page, article: bool, labels: &[Label]) -> PageKind {
    let declares =
        |names: &[&str]| page.types.iter().any(|own| names.iter().any(|name| own.eq_ignore_ascii_case(name)));
    if declares(&["DiscussionForumPosting", "QAPage"]) {
        return PageKind::Forum;
    }
    if declares(&["Article", "NewsArticle", "BlogPosting", "Report", "MedicalWebPage", "ScholarlyArticle"])
        && article
    {
        return PageKind::Article;
    }
    if declares(&["Product", "ProductGroup", "product", "og:product"]) {
        return PageKind::Product;
    }
    if declares(&["TechArticle", "APIReference"]) {
        return PageKind::Documentation;
    }
    if declares(&["CollectionPage", "ItemList", "SearchResultsPage"]) && !article {
        return PageKind::Listing;
    }
    match (article, labels.iter().any(|label| label.role == Role::Body)) {
        (true, _) => PageKind::Article,
        (false, true) => PageKind::Listing,
        (false, false) => PageKind::Other,
    }
}
