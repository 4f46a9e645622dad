//! Teaser blocks to teasers: title, snippet, address, picture, group.
//!
//! Blocks that lead to one address are one teaser, and so are those in one card; plain text is read line by line.

mod facts;
mod parts;
mod pictures;
mod plain;
mod repeated;
mod topics;

use super::Page;
use crate::blocks::{BlockLink, words};
use crate::classify::cards::Shown;
use crate::classify::phrases::{self, Phrase};
use crate::classify::{addresses, cards};
use crate::document::{Attr, NodeId, Tag};
use crate::record::{Format, Role, Teaser};
pub(super) use facts::CURRENCY_SIGNS;
use facts::{is_date, is_dateline, is_moment};
use repeated::Repeated;

/// Fewest words of a snippet; fewer are a date, a category or a button.
const SNIPPET_WORDS: usize = 5;

/// Fewest words of a snippet that is a sentence.
const SENTENCE_WORDS: usize = 3;

/// Most words of a heading over a group of teasers; longer ones are titles or sentences.
const GROUP_WORDS: usize = 10;

/// Most words of such a heading that is a link itself: of titles more are titles of pages.
const LINKED_GROUP_WORDS: usize = 5;

/// Blocks under it among which its titles stand; bounds the cost, for each heading looks on its own.
const BOX_BLOCKS: usize = 64;

pub(super) fn arrange(page: &Page) -> Vec<Teaser> {
    let mut writer = Writer {
        page,
        out: Vec::new(),
        group: None,
        group_end: 0,
        last: None,
        headed: false,
        repeated: Repeated::of(page),
        cards: Shown::of(page.document, page.blocks),
    };
    let mut before = None;
    for index in page.shown_with_role(Role::Teaser) {
        if before.is_some_and(|before| index > before + 1 && writer.is_elsewhere(before, index)) {
            writer.group = None;
        }
        if index >= writer.group_end && page.document.format == Format::Html {
            writer.group = None;
        }
        match page.document.format {
            Format::Html => writer.html(index),
            Format::Text => writer.text(index),
        }
        before = Some(index);
    }
    let mut out = writer.out;
    pictures::leave_out_signs(&mut out);
    for teaser in &mut out {
        teaser.truncated = teaser.snippet.as_deref().is_some_and(words::is_cut_off);
    }
    out
}

/// Most words of a person's name; titles of their pages have more.
const NAME_WORDS: usize = 3;

/// Most words of a category's link in a card.
const CHIP_WORDS: usize = 3;

/// Whether the words of a link are the name of a sign in a font of signs: "play_circle_filled".
fn is_icon(page: &Page, link: NodeId, words: &str) -> bool {
    let named = words.contains('_') && words.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let mut around = (link..page.document.node(link).end).chain(page.document.ancestors(link).take(1));
    named
        && around
            .any(|node| page.document.attr(node, Attr::Class).is_some_and(|class| class.contains("icon")))
}

/// How addresses begin that reach somebody and show no page.
const REACHES: &[&str] = &["mailto:", "tel:", "sms:", "whatsapp:"];

/// Where an address of mail leads that Cloudflare has covered.
const COVERED_MAIL: &str = "/cdn-cgi/l/email-protection";

/// Places on a page where readers speak of it: "146 reviews" leads there.
const REMARKS: &[&str] = &[
    "comments",
    "respond",
    "disqus_thread",
    "reviews",
    "tab-reviews",
    "ratings",
    "kommentare",
    "commentaires",
    "comentarios",
];

/// Fewest words of a title that is a link without an address.
const FEWEST_TITLE_WORDS: usize = 4;

struct Writer<'a> {
    page: &'a Page<'a>,
    out: Vec<Teaser>,
    group: Option<String>,
    /// Where the box ends that the group's name stands over.
    group_end: usize,
    /// Block of the last teaser's title.
    last: Option<usize>,
    /// Whether that is a heading.
    headed: bool,
    /// What several teasers show alike.
    repeated: Repeated,
    /// What the cards around links show.
    cards: Shown<'a>,
}

impl Writer<'_> {
    /// Whether body text stands between two teaser blocks: then they are no group.
    fn is_elsewhere(&self, before: usize, index: usize) -> bool {
        (before + 1..index).any(|at| self.page.labels.is_content(at))
    }

    fn push(&mut self, index: usize, title: String, url: Option<String>, image: Option<String>) {
        let group = self.group.clone();
        self.out.push(Teaser { title, snippet: None, truncated: false, url, image, group });
        self.last = Some(index);
        self.headed = self.page.blocks.is_heading(index);
    }

    fn open_group(&mut self, index: usize, name: String) {
        self.group = Some(name);
        self.group_end = cards::end_of_box(self.page.document, self.page.blocks, index);
        // What stands under it belongs to no card before it.
        self.last = None;
    }

    fn html(&mut self, index: usize) {
        let page = self.page;
        let text = page.blocks.text(index).replace('\n', " ");
        let heading = page.blocks.is_heading(index);
        if let Some(name) = self.named_beside_more(index, &text).filter(|_| heading) {
            return self.open_group(index, name.to_owned());
        }
        let phrase = phrases::phrase(&text);
        let names = page.labels.names_group(index) && page.blocks.links(index).is_empty();
        let named = names || (heading && page.blocks.links(index).is_empty());
        if (phrase == Some(Phrase::More) && !named) || words::count(&text) == 0 {
            return;
        }
        if heading && phrase == Some(Phrase::Teasers) && words::count(&text) <= GROUP_WORDS {
            return self.open_group(index, text);
        }
        if heading
            && let Some(title) = self.beside_topics(index, &text)
            && self.leads_card(index, title)
        {
            return;
        }
        let linked =
            heading && !named && !page.labels.is_headed(index) && words::count(&text) <= LINKED_GROUP_WORDS;
        if linked && (page.labels.names_group(index) || self.heads_topic(index) || self.heads_box(index)) {
            return self.open_group(index, text);
        }
        if page.blocks.links(index).is_empty() {
            let title = heading || page.stands_in(index, Tag::Button);
            let control = phrases::says(facts::once(&text), Phrase::Control);
            let is_card = title && !control && !page.labels.names_group(index) && !self.heads_cards(index);
            if is_card && self.leads_card(index, text.clone()) || heading && self.says_again(&text) {
                return;
            }
            let names_group = heading || phrase == Some(Phrase::Teasers) || page.labels.names_group(index);
            if names_group && words::count(&text) <= GROUP_WORDS {
                self.open_group(index, text);
            } else {
                self.snippet(index, &text);
            }
            return;
        }
        for link in page.blocks.links(index) {
            let words = page.blocks.link_text(link).replace('\n', " ");
            let url = page.address(link.node);
            let shared = self.repeated.is_shared(&words, url.as_deref()) || self.repeated.is_label(&words);
            let once = facts::once(&words);
            let button = [Phrase::More, Phrase::Control].into_iter().any(|own| phrases::says(once, own));
            if shared || button || is_icon(page, link.node, &words) {
                continue;
            }
            let words = facts::told(page, link.node, words);
            let words = facts::without(page, link.node, words);
            if !heading && words::count(&words) <= CHIP_WORDS && self.is_chip(link.node) {
                continue;
            }
            self.linked(index, link.node, words, url, heading);
        }
        self.rest(index, &text);
    }

    /// The name of a box before the link to all of it: "Latest news View all".
    fn named_beside_more<'t>(&self, index: usize, text: &'t str) -> Option<&'t str> {
        let [link] = self.page.blocks.links(index) else { return None };
        let more = self.page.blocks.link_text(link).replace('\n', " ");
        let name = text.strip_suffix(more.as_str())?.trim_end_matches([' ', '|', '-', '–', '·', '›', '»']);
        let short = (1..=GROUP_WORDS).contains(&words::count(name));
        Some(name).filter(|_| short && phrases::says(&more, Phrase::More))
    }

    /// Words behind the title in the same block are its snippet, "Read more" at their end aside.
    fn rest(&mut self, index: usize, text: &str) {
        let wordless = |own: &BlockLink| !self.page.blocks.link_text(own).contains(char::is_alphanumeric);
        let links = self.page.blocks.links(index);
        if !links.is_empty() && links.iter().all(wordless) {
            // "[…]" leads to the rest of a snippet.
            return self.snippet(index, text);
        }
        let mut rest = text;
        let linked: usize = links.iter().map(|link| words::count(self.page.blocks.link_text(link))).sum();
        // The names of other pages are no snippet.
        if links.len() > 1 && words::count(text) < linked + SNIPPET_WORDS {
            return;
        }
        for link in links {
            let words = self.page.blocks.link_text(link).replace('\n', " ");
            if let Some(behind) = rest.trim_start().strip_prefix(words.as_str()) {
                rest = behind;
            } else if phrases::says(&words, Phrase::More) {
                rest = rest.strip_suffix(words.as_str()).unwrap_or(rest);
            }
        }
        let rest = rest.trim_matches([' ', '-', '–', '—', ':', '|']).to_owned();
        if rest.len() < text.len() {
            self.snippet(index, &rest);
        }
    }

    /// A linked block: the title of a new teaser, or more of the one that leads to the same address.
    fn linked(&mut self, index: usize, node: NodeId, words: String, url: Option<String>, heading: bool) {
        if self.is_no_page(node, &words, heading) {
            return;
        }
        let same =
            url.is_some() && self.out.last().is_some_and(|last| last.url == url && self.last.is_some());
        if !same {
            // A date over the title leads to the same page; a person is no page to read.
            if is_moment(&words)
                || (!heading && self.is_author(node))
                || (!heading && (facts::is_figure(&words) || facts::counts(&words)))
                || (is_date(&words) && self.leads_again(index, &url))
                || (!heading
                    && (words::count(&words) <= NAME_WORDS || phrases::says(&words, Phrase::Byline))
                    && addresses::leads_to_person(self.page.document, node))
            {
                return;
            }
            // A topic in a card is none of its pages.
            if words::count(&words) <= CHIP_WORDS && addresses::leads_to_topic(self.page.document, node) {
                return;
            }
            // A category or a date that leads elsewhere is no title.
            let post = heading || self.page.labels.is_post(index);
            let named = post || self.is_told(index, &url);
            if words::count(&words) < 2 && !words.chars().any(words::is_dense) && !named {
                return;
            }
            let image = pictures::of(self.page, index, node);
            return self.push(index, words, url, image);
        }
        // A price in a card is no title and tells nothing, whatever stood before it.
        if facts::is_figure(&words) || is_moment(&words) {
            return;
        }
        let Some(last) = self.out.last_mut() else { return };
        // A category over the title leads there, too; a name over what it is told of is the title.
        let tells = parts::is_sentence(&words) && !self.repeated.is_label(&last.title);
        let short = words::count(&last.title) < 3 && words::count(&words) > words::count(&last.title);
        let named = self.headed && !self.repeated.has_kickers();
        if (short && !tells && !named)
            || (heading && last.snippet.is_none() && words::count(&last.title) < words::count(&words))
        {
            last.title = words;
        } else if last.snippet.is_none()
            && (words::count(&words) >= SNIPPET_WORDS || tells || words::is_cut_off(&words))
            && last.title != words
            && words.contains(char::is_alphanumeric)
            && !is_dateline(&words)
        {
            last.snippet = Some(words);
        }
    }

    /// Whether a link leads to no other page: to a place on this one, to somebody's post or telephone, or, in few words,
    /// to where a script takes it.
    fn is_no_page(&self, link: NodeId, words: &str, heading: bool) -> bool {
        let page = self.page;
        let href = page.document.attr(link, Attr::Href).map(str::trim).unwrap_or_default();
        if href.is_empty() || href.starts_with("javascript:") {
            return !heading && words::count(words) < FEWEST_TITLE_WORDS;
        }
        let place_here = || {
            let (path, _) = href.split_once('#')?;
            Some(path.is_empty() || page.address?.as_str() == page.resolve(path)?)
        };
        let fragment = href.split_once('#').map(|(_, fragment)| fragment);
        let remarks = !heading
            && words::count(words) <= NAME_WORDS
            && fragment.is_some_and(|own| REMARKS.iter().any(|name| own.eq_ignore_ascii_case(name)));
        // An address in words is there to be copied.
        let copied = words.starts_with("http://") || words.starts_with("https://");
        REACHES.iter().any(|scheme| href.starts_with(scheme))
            || href.contains(COVERED_MAIL)
            || facts::is_mail(words)
            || place_here() == Some(true)
            || remarks
            || copied
    }

    /// Whether the next block leads to the same address.
    fn leads_again(&self, index: usize, url: &Option<String>) -> bool {
        let next = index + 1;
        let links = if next < self.page.blocks.len() { self.page.blocks.links(next) } else { &[] };
        url.is_some() && links.iter().any(|link| self.page.address(link.node) == *url)
    }
}
