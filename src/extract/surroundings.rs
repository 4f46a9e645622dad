//! What stands around the article and says something about the page as a whole.
//!
//! In: the blocks and what they are. Out: bylines, foot, links home, and the places in which a site
//! writes its name, for the metadata to weigh.

use crate::blocks::{BlockLink, Blocks};
use crate::classify::{Labels, addresses, cues};
use crate::dates;
use crate::document::{Attr, Document, NodeId, Tag};
use crate::metadata::{Mention, Place};
use crate::people;
use crate::record::{Format, Role};
use std::borrow::Cow;
use url::Url;

/// Bytes of a line that can be a site's name; Chinese needs three for a letter.
const LONGEST_LINE: usize = 120;

/// Bytes of a line with a sign of copyright that are looked at.
const LONGEST_RIGHTS: usize = 300;

/// Links home that are looked at: head, trail and foot have one each.
const MOST_HOME_LINKS: usize = 12;

/// Links at the beginning of a page among which its logo stands.
const FIRST_LINKS: usize = 8;

/// Blocks before and behind the title among which its byline stands.
const TITLE_REACH: usize = 3;

/// Signed or dated entries from which on a page without a byline of its own is made of them. Of 25 pages of wcxb-dev
/// that are no forums one is labelled with the name or the day of its first entry.
const SIGNED_ENTRIES: usize = 4;

/// Most words beside a member's name: the letter of a picture, "thread starter".
const WORDS_BESIDE_NAME: usize = 2;

/// Elements between the words of a name and the one that is called the author.
const NAME_STEPS: usize = 3;

/// Class names of the element that holds the author's name and nothing else; the words of a name are joined by any mark.
const NAME_NAMES: &[&str] = &[
    "author",
    "authorname",
    "authorlink",
    "authorsname",
    "entryauthor",
    "entryauthorname",
    "postauthor",
    "postauthorname",
    "articleauthor",
    "articleauthorname",
    "bylineauthor",
    "bylinename",
    "bylineauthorname",
    "metaauthor",
    "metaauthorname",
    "pauthor",
];

/// Ways of writing the address of a site's first page without its host.
const HOMES: &[&str] =
    &["/", "./", "../", "index.html", "/index.html", "index.php", "./index.php", "/index.php"];

/// A page whose blocks have their roles.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub document: &'a Document,
    pub blocks: &'a Blocks,
    pub labels: &'a Labels,
    /// What relative addresses are relative to.
    pub base: Option<&'a Url>,
}

impl<'a> Surroundings<'a> {
    /// Texts of the blocks of a role, in document order.
    pub fn texts(&self, role: Role) -> Vec<&'a str> {
        let own = (0..self.blocks.len()).filter(|index| self.labels.role(*index) == role);
        own.map(|index| self.blocks.text(index)).collect()
    }

    /// The bylines up to the last block of the text, and those behind it: readers are told there, too, who wrote
    /// the text, but also who wrote other pages, and when.
    pub fn bylines(&self) -> (Vec<Cow<'a, str>>, Vec<Cow<'a, str>>) {
        let last = (0..self.blocks.len()).rev().find(|index| self.labels.is_content(*index));
        let title = (0..self.blocks.len()).find(|index| self.labels.role(*index) == Role::Title);
        let near = |index: usize| title.is_none_or(|title| title.abs_diff(index) <= TITLE_REACH);
        let all = (0..self.blocks.len()).filter(|index| self.labels.role(*index) == Role::Byline);
        // What is hidden far from the title belongs to a box that opens: whom to write to, how to sign in.
        let is_own = |index: &usize| !self.blocks.get(*index).hidden && !self.signs_opinion(*index, title);
        let all = all.filter(|index| near(*index) || is_own(index));
        let (mut own, behind): (Vec<_>, Vec<_>) =
            all.partition(|index| last.is_none_or(|last| *index < last));
        if self.labels.is_thread {
            // Over a thread stand the day of today and the visitor's own name.
            own.sort_by_key(|index| title.is_some_and(|title| *index < title));
        }
        let texts = |list: Vec<usize>| {
            list.into_iter().map(|index| self.blocks.parted(self.document, index)).collect()
        };
        (texts(own), texts(behind))
    }

    /// Whether a block stands in what calls itself a buyer's or a guest's opinion, and not the whole page.
    fn signs_opinion(&self, index: usize, title: Option<usize>) -> bool {
        let node = self.blocks.get(index).node;
        let title = title.map(|title| self.blocks.get(title).node);
        let holds_title =
            |own: NodeId| title.is_some_and(|title| self.document.descendants(own).contains(&title));
        let praises = |own: NodeId| {
            self.document.attr(own, Attr::Class).is_some_and(|class| class.contains("testimonial"))
        };
        let around = std::iter::once(node).chain(self.document.ancestors(node));
        let mut around = around.take_while(|own| !holds_title(*own));
        around.any(|own| cues::is_reviews(self.document, own) || praises(own))
    }

    /// Whether the page is made of entries that are signed or dated each for itself, and has no byline of its own.
    pub fn has_signed_entries(&self) -> bool {
        let role = |index: usize| self.labels.role(index);
        let Some(title) = (0..self.blocks.len()).find(|index| role(*index) == Role::Title) else {
            return false;
        };
        let near = title.saturating_sub(TITLE_REACH)..(title + TITLE_REACH + 1).min(self.blocks.len());
        if near.into_iter().any(|index| role(index) == Role::Byline) {
            return false;
        }
        let last = (0..self.blocks.len()).rev().find(|index| self.labels.is_content(*index));
        let (mut entries, mut signed) = (0, false);
        for index in title..=last.unwrap_or(title) {
            match role(index) {
                Role::Byline => signed = true,
                Role::Body | Role::Numbered | Role::Teaser => {
                    entries += usize::from(signed);
                    signed = false;
                }
                _ => {}
            }
        }
        entries >= SIGNED_ENTRIES
    }

    /// Who wrote the first post of a thread: the first line that is hardly more than a link to a member's page, but
    /// for those who changed it.
    pub fn poster(&self) -> Option<&'a str> {
        let title = (0..self.blocks.len()).find(|index| self.labels.role(*index) == Role::Title)?;
        let bylines = (title + 1..self.blocks.len()).filter(|index| self.labels.role(*index) == Role::Byline);
        let mut before = "";
        for index in bylines {
            if let Some(member) = self.member(index).filter(|_| !dates::tells_change(before)) {
                return Some(member);
            }
            before = self.blocks.text(index);
        }
        None
    }

    /// The member to whose page a line leads, if it says hardly more.
    fn member(&self, index: usize) -> Option<&'a str> {
        let words = |text: &str| text.split_whitespace().count();
        let all = words(self.blocks.text(index));
        let leads = |link: &&BlockLink| addresses::leads_to_person(self.document, link.node);
        let names =
            self.blocks.links(index).iter().filter(leads).map(|link| self.blocks.link_text(link).trim());
        names.filter(|name| people::can_be_name(name)).find(|name| all <= words(name) + WORDS_BESIDE_NAME)
    }

    /// The bylines right before and right behind the title, with nothing else between.
    pub fn bylines_at_title(&self) -> Vec<Cow<'a, str>> {
        self.at_title().map(|index| self.blocks.parted(self.document, index)).collect()
    }

    fn at_title(&self) -> impl Iterator<Item = usize> {
        let is = move |index: &usize, role| self.labels.role(*index) == role;
        let end = self.blocks.len();
        let title = (0..end).find(|index| is(index, Role::Title)).unwrap_or(end);
        let before = (0..title).rev().take_while(|index| title < end && is(index, Role::Byline)).count();
        let behind = (title + 1..end).take_while(move |index| is(index, Role::Byline));
        (title - before..title).chain(behind)
    }

    /// Names in the bylines at the title that lead to the pages of people who wrote.
    pub fn linked_people(&self) -> Vec<&'a str> {
        let names = |index: usize| {
            let text = self.blocks.text(index);
            let leads = |link: &&BlockLink| addresses::leads_to_person(self.document, link.node);
            let names = self.blocks.links(index).iter().filter(leads);
            names.map(|link| self.blocks.link_text(link).trim()).filter(move |name| {
                let end = text.find(name).map_or(0, |at| at + name.len());
                people::can_be_name(name) && !people::is_other_work(&text[..end])
            })
        };
        self.at_title().flat_map(names).collect()
    }

    /// Names in those bylines of which the markup says that they are the author's.
    pub fn marked_people(&self) -> Vec<String> {
        let document = self.document;
        let names = |index: usize| {
            let block = self.blocks.get(index);
            let around = document.ancestors(block.first).take(NAME_STEPS);
            let around = around.filter(move |node| self.blocks.within(document, *node) == (index..index + 1));
            let inside = block.first..self.blocks.end(document, index);
            let names = around.chain(inside).filter(|node| names_author(document, *node));
            names.map(move |node| (index, node))
        };
        let mut out: Vec<String> = Vec::new();
        for (index, node) in self.at_title().flat_map(names) {
            let name = document.words(node);
            let text = self.blocks.text(index);
            let end = text.find(&name).map_or(0, |at| at + name.len());
            let is_one = people::can_be_name(&name)
                && people::calls_person(&name)
                && !people::is_label(&name)
                && !people::is_other_work(&text[..end]);
            if is_one && !out.iter().any(|own| own.contains(&name)) {
                out.push(name);
            }
        }
        out
    }

    /// Words of the links that lead to the site's first page.
    pub fn home_links(&self) -> Vec<&'a str> {
        let links = (0..self.blocks.len()).flat_map(|index| self.blocks.links(index));
        let home = links.filter(|link: &&BlockLink| self.leads_home(link.node));
        home.map(|link| self.blocks.link_text(link)).collect()
    }

    fn leads_home(&self, link: NodeId) -> bool {
        let href = self.document.attr(link, Attr::Href).unwrap_or_default();
        let path = &href[..memchr::memchr2(b'?', b'#', href.as_bytes()).unwrap_or(href.len())];
        let is_root = || {
            Url::parse(path)
                .is_ok_and(|url| url.path() == "/" && self.base.is_some_and(|base| base.host() == url.host()))
        };
        HOMES.contains(&path) || (may_be_root(path) && is_root())
    }

    /// The places outside of the article in which the site may have written its name.
    pub fn mentions(&self) -> Vec<Mention<'a>> {
        let mut out = Vec::new();
        self.linked(&mut out);
        if self.document.format == Format::Text && !self.blocks.is_empty() {
            out.push(Mention { place: Place::WindowTitle, words: Cow::Borrowed(self.blocks.text(0)) });
        }
        let links = (0..self.blocks.len()).flat_map(|index| self.blocks.links(index)).take(FIRST_LINKS);
        let words = links.map(|link| self.blocks.link_text(link)).filter(|words| words.len() <= LONGEST_LINE);
        out.extend(words.map(|words| Mention { place: Place::FirstLink, words: Cow::Borrowed(words) }));
        for index in 0..self.blocks.len() {
            let text = self.blocks.text(index);
            let others = matches!(self.labels.role(index), Role::Teaser | Role::Comments);
            // A block of nothing but links names other pages.
            if self.labels.is_content(index) || others || self.blocks.link_bytes(index) >= text.len() {
                continue;
            }
            for line in text.lines().map(str::trim) {
                if line.len() <= LONGEST_RIGHTS && has_copyright(line) {
                    out.push(Mention { place: Place::Rights, words: Cow::Borrowed(line) });
                } else if (1..=LONGEST_LINE).contains(&line.len()) {
                    out.push(Mention { place: Place::Line, words: Cow::Borrowed(line) });
                }
            }
        }
        out
    }

    /// Words and logos of the links to the site's first page.
    fn linked(&self, out: &mut Vec<Mention<'a>>) {
        let links = (0..self.document.len()).filter(|node| self.document.tag(*node) == Some(Tag::A));
        for link in links.filter(|link| self.leads_home(*link)).take(MOST_HOME_LINKS) {
            let block = self.blocks.within(self.document, link).next();
            let in_trail = block.is_some_and(|index| self.labels.role(index) == Role::Breadcrumb);
            let place = if in_trail { Place::Trail } else { Place::HomeLink };
            let words = self.document.words(link);
            let pictures =
                self.document.descendants(link).filter_map(|node| self.document.attr(node, Attr::Alt));
            out.extend(pictures.map(|alt| Mention { place, words: Cow::Owned(without_logo(alt)) }));
            if words.len() <= LONGEST_LINE {
                out.push(Mention { place, words: Cow::Owned(words) });
            }
        }
    }
}

/// Whether an address with a host may lead to its root: nothing but dots and slashes stands behind the
/// host. Few do, and to take each apart would cost more than all else that is done with the links.
fn may_be_root(address: &str) -> bool {
    let bytes = address.as_bytes();
    let Some(rest) = memchr::memchr(b':', bytes).and_then(|at| address[at + 1..].strip_prefix("//")) else {
        return false;
    };
    let rest = rest.trim_start_matches(['/', '\\']);
    let path = memchr::memchr2(b'/', b'\\', rest.as_bytes()).map_or("", |at| &rest[at..]);
    path.bytes().all(|own| matches!(own, b'.' | b'/' | b'\\' | b'%' | b'2' | b'e' | b'E' | b'\0'..=b' '))
}

/// Whether an element is called after the author's name: "author-name", "byline__author", "entryAuthorName".
fn names_author(document: &Document, node: NodeId) -> bool {
    let is = |name: &str| {
        let letters = || name.bytes().filter(u8::is_ascii_alphanumeric).map(|own| own.to_ascii_lowercase());
        NAME_NAMES.iter().any(|own| letters().eq(own.bytes()))
    };
    document.attr(node, Attr::Class).is_some_and(|class| class.split_ascii_whitespace().any(is))
}

/// A picture's alternative text without the word that says what it shows.
fn without_logo(alt: &str) -> String {
    let words = alt.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("logo"));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a line bears a sign of copyright.
fn has_copyright(line: &str) -> bool {
    const WORDS: [(u8, u8, &[u8]); 2] = [(b'(', b'(', b"(c)"), (b'c', b'C', b"copyright")];
    let written = |(first, other, word): (u8, u8, &[u8])| {
        let mut places = memchr::memchr2_iter(first, other, line.as_bytes());
        places.any(|at| {
            line.as_bytes()[at..].get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word))
        })
    };
    line.contains('©') || WORDS.into_iter().any(written)
}
