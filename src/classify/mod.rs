//! Block to role: the one place where it is decided what a block is.
//!
//! In: the blocks of a page, what its markup says ([`cues`]), what its words say ([`phrases`]) and
//! numbers about both ([`features`]). Out: one [`Label`] a block, the numbered series of the body, the cards of a page
//! that lists others, and the kind of the page.
//!
//! 1. Rules give every block a role, in one of two rooms: pages with markup ([`html`]) or plain text ([`text`]).
//! 2. A trained model ([`learned`]), one for each of the two, chooses the content, and [`verdict`] lays its choice over
//!    the rules' roles. Without a model the rules' roles stay.
//! 3. A few rules look once more at what was chosen: boxes that read like the text, names of groups, threads of dumps,
//!    [`copies`].
//! 4. What rules for single sites mark wins over all of this.
//! 5. The kind of the page: a thread if it was read post by post, else what the page's program names, else what a model
//!    of its own ([`kinds`]) or, without one, the rules say.
//! 6. What hangs on the kind: the cards and links of [`listing`]s and collections, groups of links behind articles.
//! 7. Numbered series are looked for in the body; their blocks become `numbered`.

pub mod addresses;
pub mod cards;
mod copies;
pub mod cues;
mod dated;
pub mod features;
mod html;
mod label;
pub mod learned;
mod listing;
mod page;
pub mod phrases;
pub mod rows;
mod siblings;
mod text;
pub mod title;
pub mod trail;
mod verdict;
mod word_table;

use crate::blocks::Blocks;
use crate::blocks::series::{self, Scope, Series};
use crate::document::{Document, NodeId};
use crate::record::{Format, PageKind, Role};
use features::Features;
pub use label::{Label, Rule};
use learned::kinds::{self, KindModel, KindObservation};
use learned::{Decision, Favor, Models, Observation, Reasons};
use std::ops::Range;
pub use text::Candidate as TitleCandidate;

/// Everything that was decided about a page.
#[derive(Debug, Clone)]
pub struct Labels {
    /// One label a block.
    pub labels: Vec<Label>,
    /// The numbered series of the body.
    pub series: Vec<Series>,
    /// On a page that lists others, the blocks of each card, group by group.
    pub cards: Vec<Vec<Range<usize>>>,
    /// What sort of page it is.
    pub kind: PageKind,
    /// Whether what several people wrote was read as the text, post by post.
    pub is_thread: bool,
    /// How sure the choice of content is, 0 to 1.
    pub confidence: f32,
}

/// What the rooms find, before site rules have their say.
struct Found {
    labels: Vec<Label>,
    kind: PageKind,
    /// The kind that the program names which made the page.
    told: Option<PageKind>,
    /// Groups of cards, side by side or in each other: the blocks of each card.
    groups: Vec<Vec<Range<usize>>>,
    /// Groups of links outside of the text that show other pages if the page is an article.
    headed: Vec<Headed>,
    /// The model's, when one was asked.
    decision: Option<Decision>,
}

/// A heading and the links under it.
struct Headed {
    heading: usize,
    blocks: Range<usize>,
    /// Whether the heading names posts, and each link is the title of one.
    posts: bool,
}

/// What the classifier is told of a page.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The parsed page.
    pub document: &'a Document,
    /// Its blocks.
    pub blocks: &'a Blocks,
    /// Titles that the page declares, strongest first.
    pub titles: &'a [String],
    /// What the page declares as its summary; many show it under their title.
    pub summaries: &'a [String],
    /// The page's address, as far as it is known.
    pub address: Option<&'a url::Url>,
    /// Whether it was crawled as the first page of its site; articles say wrongly that they are, and "/?p=12" is none.
    pub is_home: bool,
    /// Types that the page declares (schema.org, Open Graph).
    pub types: &'a [String],
    /// Roles that a site rule gives to elements; they win over all else.
    pub marks: &'a [(NodeId, Role)],
    /// The models that choose the content; without them the rules do.
    pub models: Option<&'a Models>,
    /// What to prefer when in doubt.
    pub favor: Favor,
}

impl Labels {
    /// Whether a block belongs to the form in which readers write.
    pub fn is_reply_form(&self, index: usize) -> bool {
        self.labels[index].rule == Rule::ReplyForm
    }

    /// Whether a short line of a dump names the box of teasers under it.
    pub fn names_box(&self, index: usize) -> bool {
        self.labels[index].rule == Rule::OverTitle
    }

    /// Whether a block that may be no heading names the teasers under it.
    pub fn names_group(&self, index: usize) -> bool {
        self.labels[index].rule == Rule::GroupHeading
    }

    /// Whether a block is part of a group of other pages, and not the name of one.
    pub fn is_headed(&self, index: usize) -> bool {
        matches!(self.labels[index].rule, Rule::Headed | Rule::HeadedPosts)
    }

    /// Whether the link of a block is the title of a post, however short.
    pub fn is_post(&self, index: usize) -> bool {
        self.labels[index].rule == Rule::HeadedPosts
    }

    /// Whether a block is the summary under the title.
    pub fn is_standfirst(&self, index: usize) -> bool {
        self.labels[index].rule == Rule::Standfirst
    }

    /// The role of a block.
    pub fn role(&self, index: usize) -> Role {
        self.labels[index].role
    }

    /// Whether a block is part of the article's text, its title included.
    pub fn is_content(&self, index: usize) -> bool {
        matches!(self.role(index), Role::Title | Role::Body | Role::Numbered)
    }
}

/// What is known of every block, as training reads it.
pub fn observe(page: &Page) -> Observation {
    let features = Features::of(page.blocks);
    match page.document.format {
        Format::Html => {
            let outline = html::Outline::of(page, &features);
            learned::observe(page, &features, &outline.known(), page.models.map(|own| &own.html))
        }
        Format::Text => {
            let outline = text::Outline::of(page, &features);
            learned::observe(page, &features, &outline.known(), page.models.and_then(|own| own.text.as_ref()))
        }
    }
}

/// What the model says of every block, and why; `None` for blocks that it is not asked for.
pub fn reasons(page: &Page) -> Vec<Option<Reasons>> {
    let features = Features::of(page.blocks);
    let unasked = || vec![None; page.blocks.len()];
    match (page.document.format, page.models) {
        (Format::Html, Some(models)) => {
            learned::reasons(page, &features, &html::Outline::of(page, &features).known(), &models.html)
        }
        (Format::Text, Some(Models { text: Some(model), .. })) => {
            learned::reasons(page, &features, &text::Outline::of(page, &features).known(), model)
        }
        _ => unasked(),
    }
}

/// The lines of a page of plain text that may be its title, with what is measured of them.
pub fn title_candidates(page: &Page) -> Vec<TitleCandidate> {
    text::title_candidates(page, &Features::of(page.blocks))
}

/// What is known of a page as a whole, as training reads it; `None` without a model that chooses its content.
pub fn observe_kind(page: &Page) -> Option<KindObservation> {
    let features = Features::of(page.blocks);
    let found = find(page, &features);
    Some(decided(page, &features, &found)?.observe(kind_model(page)))
}

fn find(page: &Page, features: &Features) -> Found {
    match page.document.format {
        Format::Html => html::label(page, features),
        Format::Text => text::label(page, features),
    }
}

/// A page behind all other decisions, if a model made them.
fn decided<'a>(page: &'a Page, features: &'a Features, found: &'a Found) -> Option<kinds::Decided<'a>> {
    found.decision.as_ref().map(|decision| kinds::Decided {
        format: page.document.format,
        blocks: page.blocks,
        features,
        labels: &found.labels,
        decision,
        by_rules: found.kind,
    })
}

fn kind_model<'a>(page: &Page<'a>) -> Option<&'a KindModel> {
    let models = page.models?;
    let own = match page.document.format {
        Format::Html => &models.html_kinds,
        Format::Text => &models.text_kinds,
    };
    own.as_ref()
}

/// Decides what every block of a page is.
pub fn classify(page: &Page) -> Labels {
    let features = Features::of(page.blocks);
    let mut found = find(page, &features);
    apply_marks(page, &mut found.labels);
    // What was read post by post is a thread, whatever else it looks like.
    let is_thread = found.kind == PageKind::Forum;
    let learned = || Some(decided(page, &features, &found)?.kind(kind_model(page)?));
    let kind = match found.told {
        _ if is_thread => PageKind::Forum,
        Some(told) => told,
        None => html::programs::checked(page, &found, learned().unwrap_or(found.kind)),
    };
    let Found { mut labels, groups, headed, decision, .. } = found;
    let mut cards = Vec::new();
    if listing::lists_others(kind) {
        listing::give_way(page, decision.as_ref(), &mut labels);
        cards = listing::cards(&groups, &labels);
        listing::leave_dates(page, &features, &cards, &mut labels);
    }
    if kind == PageKind::Article {
        html::take_headed(&features, &headed, &mut labels);
    }
    if page.document.format == Format::Html {
        html::units::settle(page, &mut labels);
    }
    let scope: Vec<Scope> = labels.iter().map(|label| scope(label.role)).collect();
    let series = series::find(page.document, page.blocks, &scope);
    for item in series.iter().flat_map(|series| &series.items) {
        for label in &mut labels[item.start..item.end] {
            if label.role == Role::Body {
                *label = Label { role: Role::Numbered, rule: Rule::NumberedSeries, ..*label };
            }
        }
    }
    let confidence = decision.map_or_else(|| mean_score(&labels, &features), |own| own.confidence);
    Labels { labels, series, cards, kind, is_thread, confidence: round(confidence) }
}

/// Where numbered series are looked for.
fn scope(role: Role) -> Scope {
    match role {
        Role::Body => Scope::Inside,
        // At this point only a site rule has said so.
        Role::Numbered => Scope::Listed,
        _ => Scope::Outside,
    }
}

/// A site rule's word is final. A body mark also says that what lies outside is no body.
fn apply_marks(page: &Page, labels: &mut [Label]) {
    let sure = |role| Label::of(role, 1.0, Rule::SiteRule);
    let content = |role| matches!(role, Role::Body | Role::Numbered);
    if page.marks.iter().any(|(_, role)| content(*role)) {
        for label in labels.iter_mut().filter(|label| content(label.role)) {
            *label = sure(Role::Other);
        }
    }
    if page.marks.iter().any(|(_, role)| *role == Role::Title) {
        for label in labels.iter_mut().filter(|label| label.role == Role::Title) {
            *label = sure(Role::Other);
        }
    }
    // Body first, so that what a rule strips from it is stripped.
    let (body, others): (Vec<_>, Vec<_>) = page.marks.iter().copied().partition(|(_, role)| content(*role));
    for (node, role) in body.into_iter().chain(others) {
        for label in &mut labels[page.blocks.within(page.document, node)] {
            *label = sure(role);
        }
    }
}

/// Confidence is written in thousandths: finer digits would only be noise in the output.
const CONFIDENCE_STEPS: f32 = 1000.0;

/// How sure the rules are: the mean score of the words, those of the body and of what was left out alike.
fn mean_score(labels: &[Label], features: &Features) -> f32 {
    let mut total = 0.0;
    let mut sure = 0.0;
    for (label, stats) in labels.iter().zip(&features.stats) {
        total += stats.words as f32;
        sure += stats.words as f32 * label.score;
    }
    if total > 0.0 { sure / total } else { 0.0 }
}

fn round(confidence: f32) -> f32 {
    (confidence * CONFIDENCE_STEPS).round() / CONFIDENCE_STEPS
}
