//! Lists, teasers, links and roles against pages whose every part is labelled.

use super::labels::{List, StructureLabels, Teaser};
use super::share;
use super::words::{agreement, bare, f1, matched, words};
use crate::record::{self, PageRecord};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display};

/// F1 from which an item of the right number is the labelled one.
const SAME_ITEM: f64 = 0.75;

/// F1 from which titles of teasers, and words of links, are the labelled ones.
const SAME_TITLE: f64 = 0.8;

/// F1 from which a snippet, or a list's heading, is the labelled one.
const SAME_TEXT: f64 = 0.7;

/// Fewest words of a block that is looked for in the text: shorter ones stand anywhere.
const BLOCK_WORDS: usize = 4;

/// Things found, labelled and both; as JSON with its F1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Labelled and found.
    pub matched: usize,
    /// Labelled.
    pub labelled: usize,
    /// Found.
    pub found: usize,
}

impl Tally {
    fn add(&mut self, matched: usize, labelled: usize, found: usize) {
        self.matched += matched;
        self.labelled += labelled;
        self.found += found;
    }

    /// F1; 1 where nothing was labelled and nothing found.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let all = self.labelled + self.found;
        if all == 0 { 1.0 } else { 2.0 * self.matched as f64 / all as f64 }
    }
}

/// A part of a whole; as JSON with its share.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Part {
    /// Those that hold.
    pub held: usize,
    /// All.
    pub all: usize,
}

impl Part {
    fn add(&mut self, holds: bool) {
        self.held += usize::from(holds);
        self.all += 1;
    }

    /// The share that holds; 0 of nothing.
    #[must_use]
    pub fn share(&self) -> f64 {
        share(self.held, self.all)
    }
}

/// How well the structure of records agrees with labels, over all pages together.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Structure {
    /// Numbered items: the right number and the right words.
    pub items: Tally,
    /// Lists found whole: every item, in order, in one list.
    pub lists_whole: Part,
    /// Lists with a labelled heading that carry it.
    pub list_headings: Part,
    /// Teasers, by the words of their titles.
    pub teasers: Tally,
    /// Matched teasers with a labelled snippet that carry it.
    pub snippets: Part,
    /// Matched teasers with a labelled address that carry it.
    pub teaser_urls: Part,
    /// Links to the pages before and after.
    pub prev_next: Tally,
    /// Steps of trails.
    pub breadcrumbs: Tally,
    /// Mean of the pages' word-bag F1 of `text` against title, body and numbered items.
    pub body_f1: f64,
    /// For each labelled role, the blocks of four words or more that stand in `text`.
    pub in_text: BTreeMap<String, Part>,
}

/// What has been counted so far.
#[derive(Debug, Default)]
pub(super) struct Sum {
    pages: usize,
    body: f64,
    own: Structure,
}

impl Sum {
    /// Takes in a page; returns the F1 of its text.
    pub fn add(&mut self, labels: &StructureLabels, record: Option<&PageRecord>) -> f64 {
        self.pages += 1;
        self.add_items(&labels.numbered_lists, record.map_or(&[], |record| &record.advice_lists));
        self.add_teasers(&labels.teasers, record.map_or(&[], |record| &record.teasers));
        self.add_links(labels, record.map(|record| &record.navigation));
        let f1 = self.add_text(labels, record.map_or("", |record| &record.text));
        self.body += f1;
        f1
    }

    fn add_items(&mut self, lists: &[List], found: &[record::AdviceList]) {
        let wanted: Vec<_> = lists
            .iter()
            .enumerate()
            .flat_map(|(list, own)| {
                own.items.iter().map(move |item| (list, item.number, words(bare(&item.text))))
            })
            .collect();
        let own: Vec<_> = found
            .iter()
            .enumerate()
            .flat_map(|(list, own)| own.items.iter().enumerate().map(move |(at, item)| (list, at, item)))
            .map(|(list, at, item)| {
                let title = item.title.as_deref().unwrap_or_default();
                let parts: Vec<&str> =
                    [title, &item.text].into_iter().filter(|part| !part.is_empty()).collect();
                (list, at, Some(item.number), words(bare(&parts.join(" "))))
            })
            .collect();
        let pairs = matched(&wanted, &own, |a, b| {
            let f1 = if a.1 == b.2 { agreement(&a.2, &b.3).f1 } else { 0.0 };
            if f1 >= SAME_ITEM { f1 } else { 0.0 }
        });
        self.own.items.add(pairs.len(), wanted.len(), own.len());
        for (list, labels) in lists.iter().enumerate() {
            let mut mine: Vec<(usize, usize, usize)> = pairs
                .iter()
                .filter(|(a, _)| wanted[*a].0 == list)
                .map(|(a, b)| (*a, own[*b].0, own[*b].1))
                .collect();
            mine.sort_unstable();
            let in_one = mine.windows(2).all(|pair| pair[0].1 == pair[1].1 && pair[0].2 < pair[1].2);
            self.own.lists_whole.add(!mine.is_empty() && mine.len() == labels.items.len() && in_one);
            if let Some(heading) = labels.heading.as_deref().filter(|heading| !heading.is_empty()) {
                let carried = most(&mine).and_then(|host| found[host].heading.as_deref());
                let host = !mine.is_empty();
                self.own.list_headings.add(host && f1(heading, carried.unwrap_or_default()) >= SAME_TEXT);
            }
        }
    }

    fn add_teasers(&mut self, wanted: &[Teaser], found: &[record::Teaser]) {
        let own_title = |teaser: &record::Teaser| words(&teaser.title);
        let titles: Vec<_> = wanted.iter().map(|teaser| words(&teaser.title)).collect();
        let own: Vec<_> = found.iter().map(own_title).collect();
        let pairs = matched(&titles, &own, |a, b| {
            let f1 = agreement(b, a).f1;
            if f1 >= SAME_TITLE { f1 } else { 0.0 }
        });
        self.own.teasers.add(pairs.len(), wanted.len(), found.len());
        for (a, b) in pairs {
            if let Some(snippet) = wanted[a].snippet.as_deref().filter(|snippet| !snippet.is_empty()) {
                let own = found[b].snippet.as_deref().unwrap_or_default();
                self.own.snippets.add(f1(snippet, own) >= SAME_TEXT);
            }
            let href = path(wanted[a].href.as_deref());
            if !href.is_empty() {
                self.own.teaser_urls.add(path(found[b].url.as_deref()).ends_with(href));
            }
        }
    }

    fn add_links(&mut self, labels: &StructureLabels, navigation: Option<&record::Navigation>) {
        let slots = [
            (&labels.links.previous, navigation.and_then(|own| own.previous.as_ref())),
            (&labels.links.next, navigation.and_then(|own| own.next.as_ref())),
        ];
        for (wanted, found) in slots {
            let agree = wanted.as_ref().zip(found).is_some_and(|(wanted, found)| {
                let (href, url) = (path(wanted.href.as_deref()), path(found.url.as_deref()));
                f1(&wanted.text, &found.text) >= SAME_TITLE || (!href.is_empty() && url.ends_with(href))
            });
            let count = |there: bool| usize::from(there);
            self.own.prev_next.add(count(agree), count(wanted.is_some()), count(found.is_some()));
        }
        let step = |text: &str| Some(words(text).join(" ")).filter(|step| !step.is_empty());
        let wanted: Vec<String> = labels.links.breadcrumbs.iter().filter_map(|text| step(text)).collect();
        let found = navigation.into_iter().flat_map(|own| &own.breadcrumbs);
        let found: Vec<String> = found.filter_map(|link| step(&link.text)).collect();
        let mut left: HashMap<&str, usize> = HashMap::new();
        wanted.iter().for_each(|step| *left.entry(step).or_default() += 1);
        let hits = found.iter().filter(|step| {
            left.get_mut(step.as_str()).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
        });
        self.own.breadcrumbs.add(hits.count(), wanted.len(), found.len());
    }

    fn add_text(&mut self, labels: &StructureLabels, text: &str) -> f64 {
        let own = words(text);
        let content = |role: &str| matches!(role, "title" | "body" | "numbered");
        let wanted = labels.blocks.iter().filter(|block| content(&block.role));
        let wanted: Vec<String> = wanted.flat_map(|block| words(&block.text)).collect();
        let flat = format!(" {} ", own.join(" "));
        for block in &labels.blocks {
            let words = words(&block.text);
            if words.len() >= BLOCK_WORDS {
                let stands = flat.contains(&format!(" {} ", words.join(" ")));
                self.own.in_text.entry(block.role.clone()).or_default().add(stands);
            }
        }
        agreement(&wanted, &own).f1
    }

    /// The figures; `None` without pages.
    pub fn finish(self) -> Option<Structure> {
        (self.pages > 0).then(|| Structure { body_f1: self.body / self.pages as f64, ..self.own })
    }
}

/// The list found that holds most of these items; of two with as many, the one met first.
fn most(items: &[(usize, usize, usize)]) -> Option<usize> {
    let count = |list: usize| items.iter().filter(|item| item.1 == list).count();
    items.iter().map(|item| item.1).rev().max_by_key(|list| count(*list))
}

/// What of an address tells one page of a site from another.
fn path(address: Option<&str>) -> &str {
    let address = address.unwrap_or_default();
    let bare = address.strip_prefix("https:").or_else(|| address.strip_prefix("http:")).unwrap_or(address);
    let path = match bare.strip_prefix("//") {
        Some(rest) => rest.find('/').map_or("", |at| &rest[at..]),
        None => address,
    };
    path.split('#').next().unwrap_or_default().trim_end_matches('/').trim_start_matches(['.', '/'])
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut own = to.serialize_struct("Tally", 4)?;
        own.serialize_field("f1", &self.f1())?;
        own.serialize_field("matched", &self.matched)?;
        own.serialize_field("labelled", &self.labelled)?;
        own.serialize_field("found", &self.found)?;
        own.end()
    }
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut own = to.serialize_struct("Part", 3)?;
        own.serialize_field("share", &self.share())?;
        own.serialize_field("held", &self.held)?;
        own.serialize_field("all", &self.all)?;
        own.end()
    }
}

impl Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let Self { matched, labelled, found } = *self;
        if labelled + found == 0 {
            return write!(out, "–  (none labelled, none found)");
        }
        let (precision, recall) = (share(matched, found), share(matched, labelled));
        write!(out, "F1 {:.3}  P {precision:.3}  R {recall:.3}  ", self.f1())?;
        write!(out, "({matched} of {labelled} labelled, {found} found)")
    }
}

impl Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.all {
            0 => write!(out, "–"),
            all => write!(out, "{:.3} ({} of {all})", self.share(), self.held),
        }
    }
}

impl Display for Structure {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        writeln!(out, "numbered items   {}", self.items)?;
        writeln!(out, "numbered lists   whole {}  headings {}", self.lists_whole, self.list_headings)?;
        writeln!(out, "teasers          {}", self.teasers)?;
        writeln!(out, "  of these       snippets {}  urls {}", self.snippets, self.teaser_urls)?;
        writeln!(out, "prev/next        {}", self.prev_next)?;
        writeln!(out, "breadcrumbs      {}", self.breadcrumbs)?;
        writeln!(out, "body             F1 {:.4}", self.body_f1)?;
        let parts = self.in_text.iter().map(|(role, part)| format!("{role} {:.3}", part.share()));
        writeln!(out, "in the text      {}", parts.collect::<Vec<_>>().join("  "))
    }
}
