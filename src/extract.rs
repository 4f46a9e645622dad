//! The one pure function in the middle: page in, record or reject out.
//!
//! A page walks through the rooms in their order: decode, document, blocks, classify, assemble, and
//! metadata beside them. Nothing is kept from one page to the next.

mod before;
mod surroundings;

use crate::assemble::{self, Parts};
use crate::blocks::Blocks;
use crate::classify::learned::kinds::KindObservation;
use crate::classify::learned::{Favor, Models, Observation, Reasons};
use crate::classify::{self, Labels, TitleCandidate};
use crate::decode::{Decoded, decode};
use crate::document::{Document, NodeId, html, text};
use crate::input::{RawPage, sniff_format};
use crate::metadata::{self, Declared, Evidence, Metadata};
use crate::record::{Format, PageKind, PageRecord, Role, SCHEMA_VERSION, Source, Warning, WarningCode};
use crate::rejects::{Failure, Reject, RejectCode};
use crate::site_rules::{Applied, Field, SiteRules};
use before::Before;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};
use surroundings::Surroundings;
use url::Url;

/// What a run may spend on a page and what it should write of it.
#[derive(Debug, Clone)]
pub struct Options {
    /// Largest page in bytes, after decompression.
    pub max_page_bytes: u64,
    /// Longest time that a page may take, looked at between its steps; `None` for no limit.
    pub max_page_time: Option<Duration>,
    /// Whether records carry every block and the origins of the metadata.
    pub blocks: bool,
    /// Rules for single sites.
    pub rules: Arc<SiteRules>,
    /// The models that choose the content; without them the rules do.
    pub models: Option<Arc<Models>>,
    /// What to prefer when in doubt whether a block is content.
    pub favor: Favor,
}

impl Options {
    /// The same as by default, but the rules choose alone. The built-in models are not touched, which may
    /// be those of other features while new ones are trained.
    pub fn by_rules() -> Self {
        Self {
            max_page_bytes: 32 << 20,
            max_page_time: Some(Duration::from_secs(20)),
            blocks: false,
            rules: Arc::default(),
            models: None,
            favor: Favor::default(),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { models: Some(Models::built_in()), ..Self::by_rules() }
    }
}

/// One page in, one record or one reject out; nothing else is read and nothing is kept.
///
/// # Errors
/// The reject of the page, with stage, code and message.
pub fn extract(page: &RawPage, options: &Options) -> Result<PageRecord, Box<Reject>> {
    let mut source = source(page);
    read(page, options, &mut source)
        .map_err(|failure| Box::new(failure.into_reject(page.id.clone(), page.url.clone(), source)))
}

fn source(page: &RawPage) -> Source {
    Source {
        path: page.path.clone(),
        format: page.format.unwrap_or_else(|| sniff_format(&page.bytes)),
        container: page.container,
        offset: page.offset,
        bytes: page.bytes.len() as u64,
        charset: None,
        charset_origin: None,
        sha256: Some(digest(&page.bytes)),
    }
}

/// The reject of a page for a failure from without.
pub(crate) fn reject(page: &RawPage, failure: Failure) -> Box<Reject> {
    Box::new(failure.into_reject(page.id.clone(), page.url.clone(), source(page)))
}

/// SHA-256 of a page's bytes, or of any others, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

fn read(page: &RawPage, options: &Options, source: &mut Source) -> Result<PageRecord, Failure> {
    let begun = Instant::now();
    let (decoded, document) = parse(page, options, source)?;
    in_time(begun, options)?;
    let reading = Reading::new(page, options, &decoded, &document);
    in_time(begun, options)?;
    Ok(reading.record(source.clone(), options.blocks))
}

/// Whether a page that was begun then may go on. Every step takes time that grows with the page's length;
/// the limit is for pages in which something was overlooked.
fn in_time(begun: Instant, options: &Options) -> Result<(), Failure> {
    match options.max_page_time.filter(|limit| begun.elapsed() > *limit) {
        None => Ok(()),
        Some(limit) => {
            let message =
                format!("the page took longer than {} s; raise --max-page-seconds", limit.as_secs());
            Err(Failure::new(RejectCode::TooSlow, message))
        }
    }
}

/// What training reads of a page: the features of its blocks, and their texts.
///
/// # Errors
/// The reject of the page, with stage, code and message.
pub fn observe(page: &RawPage, options: &Options) -> Result<(Observation, Vec<String>), Box<Reject>> {
    viewed(page, options, |view| {
        let texts = (0..view.blocks.len()).map(|index| view.blocks.text(index).to_owned()).collect();
        (classify::observe(view), texts)
    })
}

/// What training reads of a page as a whole; `None` without a model that chooses its content.
///
/// # Errors
/// The reject of the page, with stage, code and message.
pub fn observe_kind(page: &RawPage, options: &Options) -> Result<Option<KindObservation>, Box<Reject>> {
    viewed(page, options, classify::observe_kind)
}

/// What the model says of every block of a page, and why; `None` for blocks that it is not asked for.
///
/// # Errors
/// The reject of the page, with stage, code and message.
pub fn reasons(page: &RawPage, options: &Options) -> Result<Vec<Option<Reasons>>, Box<Reject>> {
    viewed(page, options, classify::reasons)
}

/// The lines of a page of plain text that may be its title, with their words, for training.
///
/// # Errors
/// The reject of the page, with stage, code and message.
pub fn title_candidates(
    page: &RawPage,
    options: &Options,
) -> Result<Vec<(TitleCandidate, String)>, Box<Reject>> {
    viewed(page, options, |view| {
        let words = |own: &TitleCandidate| view.blocks.text(own.index).to_owned();
        classify::title_candidates(view).into_iter().map(|own| (own.clone(), words(&own))).collect()
    })
}

/// What is made of a page as the classifier is told of it.
fn viewed<T>(
    page: &RawPage,
    options: &Options,
    make: impl FnOnce(&classify::Page) -> T,
) -> Result<T, Box<Reject>> {
    let mut source = source(page);
    let (_, document) = parse(page, options, &mut source)
        .map_err(|failure| Box::new(failure.into_reject(page.id.clone(), page.url.clone(), source)))?;
    let before = Before::of(page, &document);
    let blocks = Blocks::of(&document);
    Ok(make(&before.view(&document, &blocks, &[], options)))
}

fn parse<'a>(
    page: &'a RawPage,
    options: &Options,
    source: &mut Source,
) -> Result<(Decoded<'a>, Document), Failure> {
    if source.bytes > options.max_page_bytes {
        return Err(Failure::new(
            RejectCode::TooLarge,
            format!(
                "{} bytes are more than the limit of {}; raise --max-page-bytes",
                source.bytes, options.max_page_bytes
            ),
        ));
    }
    let mut decoded = decode(&page.bytes, page.charset.as_deref(), source.format)?;
    source.charset = Some(decoded.charset.to_owned());
    source.charset_origin = Some(decoded.origin);
    let document = match source.format {
        Format::Html => {
            decoded.text = html::arrange(decoded.text);
            html::parse(&decoded.text)
        }
        Format::Text => text::parse(&decoded.text),
    };
    Ok((decoded, document))
}

/// A page on its way from document to record.
struct Reading<'a> {
    page: &'a RawPage,
    document: &'a Document,
    blocks: Blocks,
    labels: Labels,
    declared: Declared,
    address: Option<Url>,
    base: Option<Url>,
    applied: Applied,
    warnings: Vec<Warning>,
}

impl<'a> Reading<'a> {
    fn new(page: &'a RawPage, options: &Options, decoded: &Decoded, document: &'a Document) -> Self {
        let before = Before::of(page, document);
        let own = before.address();
        let rule =
            own.and_then(|url| options.rules.find(url.as_str())).filter(|_| document.format == Format::Html);
        // The parser behind the selectors takes time that grows with the square of the depth.
        let shallow = rule.filter(|_| !document.depth_capped);
        let applied = shallow.map(|rule| rule.apply(&decoded.text, document)).unwrap_or_default();
        let blocks = Blocks::of(document);
        let marks: Vec<(NodeId, Role)> =
            applied.marks.iter().map(|mark| (mark.node, role_of(mark.field))).collect();
        let labels = classify::classify(&before.view(document, &blocks, &marks, options));
        let address = before.address().cloned();
        let Before { declared, base, .. } = before;
        let mut warnings = page.warnings.clone();
        warnings.extend_from_slice(&decoded.warnings);
        if document.truncated {
            warnings
                .push(warning(WarningCode::Truncated, "the markup ends inside a tag, a comment or a script"));
        }
        if document.depth_capped {
            warnings.push(warning(
                WarningCode::DepthCapped,
                "elements are nested too deep, or formatting is left open too often: some stand beside those \
                 that they should stand in, and no site rule is applied",
            ));
        }
        for field in &applied.unmatched {
            let rule = rule.map_or("", |rule| rule.name.as_str());
            let message = format!("rule {rule}: the selector of `{}` matches nothing here", field.name());
            warnings.push(warning(WarningCode::RuleUnmatched, &message));
        }
        Self { page, document, blocks, labels, declared, address, base, applied, warnings }
    }

    fn record(mut self, source: Source, with_blocks: bool) -> PageRecord {
        let view = assemble::Page {
            document: self.document,
            blocks: &self.blocks,
            labels: &self.labels,
            address: self.address.as_ref(),
            base: self.base.as_ref(),
            declared_trail: &self.declared.breadcrumbs,
            previous: self.marked(Field::Previous),
            next: self.marked(Field::Next),
        };
        let parts = assemble::assemble(&view);
        let metadata = self.metadata(&parts);
        let blocks = if with_blocks { assemble::block_records(&view) } else { Vec::new() };
        if parts.body.is_empty() {
            self.warnings
                .push(warning(WarningCode::NoContent, "no block was found to be the article's text"));
        }
        // A title over nothing is no text of the page; it stands in `title`.
        let shown = parts.title.as_deref().or(metadata.title.as_deref()).filter(|_| !parts.body.is_empty());
        let shown = shown.unwrap_or_default();
        let text =
            [shown, &parts.body].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
        let url = self.page.url.clone();
        PageRecord {
            schema: SCHEMA_VERSION,
            id: self.page.id.clone(),
            host: url.as_deref().and_then(|url| Url::parse(url).ok()?.host_str().map(str::to_owned)),
            url,
            source,
            title: metadata.title,
            authors: metadata.authors,
            published: metadata.published,
            modified: metadata.modified,
            language: metadata.language,
            site_name: metadata.site_name,
            description: metadata.description,
            canonical_url: metadata.canonical_url,
            image: metadata.image,
            page_kind: self.labels.kind,
            text,
            sections: parts.sections,
            advice_lists: parts.advice_lists,
            navigation: parts.navigation,
            teasers: parts.teasers,
            comments: parts.comments,
            confidence: self.labels.confidence,
            warnings: self.warnings,
            blocks,
            origins: if with_blocks { metadata.origins } else { Vec::new() },
        }
    }

    fn metadata(&self, parts: &Parts) -> Metadata {
        let surroundings = Surroundings {
            document: self.document,
            blocks: &self.blocks,
            labels: &self.labels,
            base: self.base.as_ref(),
        };
        let (bylines, behind) = surroundings.bylines();
        let at_title = surroundings.bylines_at_title();
        let marked = surroundings.marked_people();
        let mut linked = surroundings.linked_people();
        if linked.is_empty() {
            linked.extend(marked.iter().map(String::as_str));
        }
        let is_forum = self.labels.is_thread;
        let entries = !is_forum && surroundings.has_signed_entries();
        let home_links = surroundings.home_links();
        let named = !self.declared.site_names.is_empty();
        let mentions = if named { Vec::new() } else { surroundings.mentions() };
        let words = |field| self.marked(field).map(|node| self.document.words(node));
        let (authors, date) = (words(Field::Author), words(Field::Date));
        metadata::settle(
            &self.declared,
            &Evidence {
                title: parts.title.as_deref(),
                title_behind_label: parts.title_behind_label.as_deref(),
                bylines: &lines(&bylines),
                linked: &linked,
                body: &parts.body,
                bylines_behind: &lines(&behind),
                is_thread: is_forum,
                poster: surroundings.poster().filter(|_| is_forum),
                dates_of_others: entries || matches!(self.labels.kind, PageKind::Listing | PageKind::Product),
                shows_others: entries || self.labels.kind == PageKind::Listing,
                bylines_at_title: &lines(&at_title),
                footers: &surroundings.texts(Role::Footer),
                home_links: &home_links,
                mentions: &mentions,
                url: self.base.as_ref(),
                crawled: self.page.crawled.as_deref(),
                rule_authors: authors.as_deref(),
                rule_date: date.as_deref(),
            },
        )
    }

    /// The first element that a site rule marks with this field.
    fn marked(&self, field: Field) -> Option<NodeId> {
        self.applied.marks.iter().find(|mark| mark.field == field).map(|mark| mark.node)
    }
}

fn lines<'a>(texts: &'a [Cow<str>]) -> Vec<&'a str> {
    texts.iter().map(Cow::as_ref).collect()
}

/// What a site rule's field makes of the blocks it marks.
fn role_of(field: Field) -> Role {
    match field {
        Field::Title => Role::Title,
        Field::Body => Role::Body,
        Field::Author | Field::Date => Role::Byline,
        Field::Strip => Role::Other,
        Field::Previous | Field::Next => Role::PrevNext,
        Field::Breadcrumbs => Role::Breadcrumb,
        Field::Teasers => Role::Teaser,
        Field::AdviceLists => Role::Numbered,
    }
}

fn warning(code: WarningCode, message: &str) -> Warning {
    Warning { code, message: message.to_owned() }
}
