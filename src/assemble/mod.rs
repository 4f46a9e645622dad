//! Roles to record: arranges what was decided. No block gets another role here.
//!
//! In: blocks with their labels. Out: the parts of a record that come from blocks. What a role leaves open is decided
//! where the part is made: which headings begin a section (`headings`), which block or link of a teaser is its title,
//! its snippet or its picture and which is no teaser (`teasers`), which lines are a comment's words and which its author,
//! date or buttons (`comments`), which link leads to the page before and after (`neighbours`), which step of a trail
//! is none (`navigation`).

mod advice_lists;
mod article;
mod comments;
mod headings;
mod inside;
mod marks;
mod navigation;
mod neighbours;
mod pictures;
mod programs;
mod tables;
mod teasers;

use crate::blocks::{Block, Blocks, words};
use crate::classify::Labels;
use crate::document::{Attr, Document, NodeId, Tag};
use crate::record::{AdviceList, BlockRecord, Comment, Format, Link, Navigation, Role, Section, Teaser};
use url::{Position, Url};

/// What assembling is given.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The parsed page.
    pub document: &'a Document,
    /// Its blocks.
    pub blocks: &'a Blocks,
    /// What they are.
    pub labels: &'a Labels,
    /// The page's address, as far as it is known.
    pub address: Option<&'a Url>,
    /// What links are resolved against.
    pub base: Option<&'a Url>,
    /// The trail that the page declares in its data, addresses as written.
    pub declared_trail: &'a [Link],
    /// Elements that a site rule names as the links to the page before and the page after.
    pub previous: Option<NodeId>,
    /// See `previous`.
    pub next: Option<NodeId>,
}

/// The parts of a record that come from blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Words of the title's block.
    pub title: Option<String>,
    /// Those behind an element of their own that it begins with: a badge, a label.
    pub title_behind_label: Option<String>,
    /// See [`crate::record::PageRecord::text`]; the title is not in it.
    pub body: String,
    /// See [`crate::record::PageRecord::sections`].
    pub sections: Vec<Section>,
    /// See [`crate::record::PageRecord::advice_lists`].
    pub advice_lists: Vec<AdviceList>,
    /// See [`crate::record::PageRecord::navigation`].
    pub navigation: Navigation,
    /// See [`crate::record::PageRecord::teasers`].
    pub teasers: Vec<Teaser>,
    /// See [`crate::record::PageRecord::comments`].
    pub comments: Vec<Comment>,
}

/// Arranges the blocks of a page.
pub fn assemble(page: &Page) -> Parts {
    let mut titles = page.with_role(Role::Title);
    let title = match page.document.format {
        Format::Html => titles.next(),
        // A dump shows the title with the site's name behind it and without: the shorter line is the title.
        Format::Text => titles.min_by_key(|index| page.blocks.text(*index).len()),
    };
    let title_behind_label = title.and_then(|index| behind_label(page, index));
    let title = title.map(|index| page.blocks.text(index).replace('\n', " "));
    let article = article::arrange(page);
    let advice_lists = advice_lists::arrange(page, &article);
    Parts {
        title,
        title_behind_label,
        body: article.text,
        sections: article.sections,
        advice_lists,
        navigation: navigation::arrange(page),
        teasers: teasers::arrange(page),
        comments: comments::arrange(page),
    }
}

/// The words of a title behind the element in it that it begins with.
fn behind_label(page: &Page, index: usize) -> Option<String> {
    let block = page.blocks.get(index);
    let text = page.blocks.text(index).replace('\n', " ");
    let mut inside =
        page.document.ancestors(block.first).take_while(|node| *node != block.node && *node != 0);
    let behind = |node| text.strip_prefix(&page.document.words(node)).map(str::trim_start).map(str::to_owned);
    inside.find_map(|node| behind(node).filter(|rest| words::has_letters(rest)))
}

/// Every block with its role, for `--blocks`.
pub fn block_records(page: &Page) -> Vec<BlockRecord> {
    let record = |index: usize| {
        let label = page.labels.labels[index];
        let block = page.blocks.get(index);
        BlockRecord {
            role: label.role,
            score: label.score,
            rule: label.rule.name().to_owned(),
            text: page.blocks.text(index).to_owned(),
            links: page.links(index).collect(),
            path: path(page.document, block),
            hidden: block.hidden,
        }
    };
    (0..page.blocks.len()).map(record).collect()
}

/// Most steps of a path: what stands deeper is named by its innermost elements.
const PATH_STEPS: usize = 12;

fn path(document: &Document, block: &Block) -> String {
    if document.tag(block.node).is_none() {
        return format!("line {}", block.node);
    }
    let up = std::iter::once(block.node).chain(document.ancestors(block.node));
    let mut steps: Vec<&str> =
        up.filter_map(|node| document.tag(node)).take(PATH_STEPS).map(Tag::name).collect();
    steps.reverse();
    steps.join("/")
}

impl<'a> Page<'a> {
    /// Whether the page's text stands in a `<noscript>`: what is hidden there is shown to those who run no scripts.
    fn is_scriptless(&self) -> bool {
        let content = (0..self.blocks.len()).filter(|index| self.labels.is_content(*index));
        let (mut scriptless, mut all) = (0, 0);
        for index in content {
            let hidden = self.blocks.get(index).hidden;
            scriptless += usize::from(hidden && self.stands_in(index, Tag::Noscript));
            all += 1;
        }
        scriptless * 2 > all
    }

    /// Indices of the blocks with this role that readers see.
    fn shown_with_role(&self, role: Role) -> impl Iterator<Item = usize> + 'a {
        let (blocks, scriptless) = (self.blocks, self.is_scriptless());
        self.with_role(role).filter(move |index| scriptless || !blocks.get(*index).hidden)
    }

    /// Indices of the blocks with this role.
    fn with_role(&self, role: Role) -> impl Iterator<Item = usize> + 'a {
        let labels = self.labels;
        (0..self.blocks.len()).filter(move |index| labels.role(*index) == role)
    }

    /// Whether a block is part of the body.
    fn is_body(&self, index: usize) -> bool {
        matches!(self.labels.role(index), Role::Body | Role::Numbered)
    }

    /// The links of a block, resolved.
    fn links(&self, index: usize) -> impl Iterator<Item = Link> + '_ {
        self.blocks.links(index).iter().map(|link| Link {
            text: self.blocks.link_text(link).replace('\n', " "),
            url: self.address(link.node),
        })
    }

    /// Where an `<a>` leads.
    fn address(&self, node: NodeId) -> Option<String> {
        self.resolve(self.document.attr(node, Attr::Href)?)
    }

    /// An address as written, resolved against the page's base; `None` for scripts and empty ones.
    fn resolve(&self, written: &str) -> Option<String> {
        resolve(self.base, written)
    }

    /// Whether any element above a block has this tag.
    fn stands_in(&self, index: usize, tag: Tag) -> bool {
        self.above(index).any(|node| self.document.tag(node) == Some(tag))
    }

    /// The element of a block and those above it, nearest first.
    fn above(&self, index: usize) -> impl Iterator<Item = NodeId> + '_ {
        let node = self.blocks.get(index).node;
        std::iter::once(node).chain(self.document.ancestors(node)).filter(|node| *node != 0)
    }
}

/// An address as written, resolved against a base; without a base it stays as it is.
pub fn resolve(base: Option<&Url>, written: &str) -> Option<String> {
    let written = written.trim();
    let scheme = &written[..memchr::memchr(b':', written.as_bytes()).unwrap_or(written.len())];
    if written.is_empty()
        || written == "#"
        || scheme.eq_ignore_ascii_case("javascript")
        || scheme.eq_ignore_ascii_case("data")
    {
        return None;
    }
    match base {
        Some(base) => plain(base, written).or_else(|| base.join(written).ok().map(String::from)),
        None => Some(written.to_owned()),
    }
}

/// An address that stands as it should, without the work of taking it apart: a path from the root, or a
/// host in small letters with a path. `None` for every other.
fn plain(base: &Url, written: &str) -> Option<String> {
    /// Bytes that stay as they are in a path, and in a query.
    static PATH: [bool; 256] = letters_and(b"/-_.~,=&+:@;!");
    static QUERY: [bool; 256] = letters_and(b"/-_.~=&+%");
    if !matches!(base.scheme(), "http" | "https") {
        return None;
    }
    let colon = written.find(':').filter(|at| written[*at..].starts_with("://"));
    let host_at = colon.map_or(0, |at| at + "://".len());
    let path_at = host_at + written[host_at..].find('/')?;
    let (path, query) = written[path_at..].split_once('?').unwrap_or((&written[path_at..], ""));
    let plain = path.bytes().all(|byte| PATH[usize::from(byte)])
        && query.bytes().all(|byte| QUERY[usize::from(byte)]);
    // Steps of dots are taken out; two slashes at the start begin a host.
    let dotted = || path.as_bytes().windows(2).any(|pair| pair == b"/.");
    if !plain || path.starts_with("//") || dotted() {
        return None;
    }
    match &written[..host_at] {
        "" if path_at == 0 => Some([&base[..Position::BeforePath], written].concat()),
        "http://" | "https://" if is_plain_host(&written[host_at..path_at]) => Some(written.to_owned()),
        _ => None,
    }
}

/// A table of the letters and digits of ASCII, and some other bytes.
const fn letters_and(others: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < others.len() {
        table[others[at] as usize] = true;
        at += 1;
    }
    table
}

/// Whether a host is a name in small letters: no number, no port, nothing that is spelled in another way.
fn is_plain_host(host: &str) -> bool {
    let (name, last) = host.rsplit_once('.').unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    name.bytes().all(plain)
        && !host.contains("xn--")
        && !name.is_empty()
        && !last.is_empty()
        && last.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_addresses_come_out_as_by_taking_them_apart() {
        let base = Url::parse("https://u:p@a.example:8080/b/c?d#e").expect("an address");
        let kept =
            ["/", "/f/g-h_i.html?j=k&l=%20", "https://m.example/n//o", "http://p-q.example/?r", "/s:t@u"];
        for written in kept {
            assert_eq!(plain(&base, written), base.join(written).ok().map(String::from), "{written}");
            assert!(plain(&base, written).is_some(), "{written}");
        }
        let others = [
            "f",
            "//g.example/h",
            "/../i",
            "/./j",
            "/k l",
            "/m\\n",
            "/o#p",
            "/q?r'",
            "?s",
            "#t",
            "HTTP://u.example/",
            "http://V.example/",
            "http://1.2.3.4/",
            "http://0x7f.1/",
            "http://w.example:80/",
            "http://x@y.example/",
            "http://xn--nxa.example/",
            "http://localhost/",
            "https:///z.example/",
            "ftp://a.example/",
            "/b\u{e9}",
            "http://c.example",
            "http://.example/",
            "/d/%2e%2e/",
            "mailto:a@b.example",
            "http:/f/http://g.example/",
        ];
        for written in others {
            assert_eq!(plain(&base, written), None, "{written}");
        }
    }
}
