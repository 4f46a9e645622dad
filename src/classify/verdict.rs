//! The model's choice of content, laid over what the rules say.
//!
//! Whether a block is content is the model's to say. What a block is that is no content is the rules':
//! they found it a menu, a teaser, a byline. Where they had taken it for content, its links tell.

mod alike;
mod apart;
mod beside;
mod between;
mod boxes;
mod calls;
mod captions;
mod closing;
mod counters;
mod left_out;
mod notices;
mod posts;

use super::features::{Features, LINKS_ONLY_SHARE};
use super::learned::Decision;
use super::phrases::{self, Phrase};
use super::{Label, Page, Rule, rows, scope};
use crate::blocks::Shape;
use crate::blocks::series::{self, Scope, Series};
use crate::record::{Format, Role};
use left_out::left_out;

/// Fewest words of a link that is another page's title.
const TITLE_WORDS: u32 = 6;

/// Fewest links of a block that lists pages.
const ROW_LINKS: usize = 4;

/// Most words of a snippet under a teaser's title.
const SNIPPET_WORDS: u32 = 60;

/// Blocks behind a teaser's title that may be its snippet, as long as they are taken for teasers themselves.
const SNIPPET_REACH: usize = 3;

/// Chance from which a block is content although the rules found it something else. Those roles are shown
/// in places of their own, and one that stands in the text is shown nowhere else; below these chances the
/// rules are right at least as often (measured out of fold).
const MENU_CHANCE: f32 = 0.5;
/// The same for tables of contents and what stands over them.
const TOC_CHANCE: f32 = 0.65;
/// The same for teasers and other lists of links: at 0.5 three snippets in a hundred more are lost to the
/// text, and 0.1 points of F1 are won on wcxb-dev, in its listings.
const TEASER_CHANCE: f32 = 0.7;
/// The same for comments.
const COMMENTS_CHANCE: f32 = 0.5;
/// The same for boxes to sign up, and offers.
const PROMO_CHANCE: f32 = 0.65;
/// The same for what a phrase says is a button, a share line, a "read more".
const PHRASE_CHANCE: f32 = 0.75;

/// The same for what a class name hides: appeals read like the text around them.
const HIDDEN_CHANCE: f32 = 0.9;

/// Chance from which a block that the rules take for content stays content. The cut-off of a page is made
/// for its F1 and lets a block go whose loss costs little; above this chance it is content more often than
/// the figures of a single block say. It keeps 1.4 points more of gold-dev's body blocks in the text for
/// 0.1 points of F1 on wcxb-dev.
const CONTENT_CHANCE: f32 = 0.3;
/// The same in a dump further down than right behind the last block that the model chose, where boxes read like more of
/// the text.
const BEHIND_CHANCE: f32 = 0.5;
/// The same for captions: those of pictures in the text are content by the gold's convention, and are not
/// in the texts of news-dev (0.3 points of its F1).
const CAPTION_CHANCE: f32 = 0.1;

/// The same under the name of a product, where its price and its rating stand.
const PRODUCT_CHANCE: f32 = 0.1;

/// Blocks under the name of a product among which they stand.
const PRODUCT_HEAD: usize = 6;

/// Most words of the notices that a site puts under an article.
const NOTICE_WORDS: u32 = 60;

/// Share of the expected F1 of the model's choice that must be left when the rules' menus and teasers keep their
/// role. Where less is left, as on listings whose tiles look like a box of teasers, they had taken the content for
/// its surroundings: +.24 points of F1 on wcxb-dev, .15 on its dumps; from 0.5 to 0.85 it makes little difference.
const LEAST_LEFT: f32 = 0.7;

/// The same in plain text, where the rules see less: at .7 wcxb-dev's dumps have .34 points of F1 less, and the body of
/// gold-dev's .19 more; at 1, by the model before, they had .09 more, and four snippets in a hundred were lost to the text.
const LEAST_LEFT_PLAIN: f32 = 0.95;

/// Gives every block the role that follows from the model's choice.
pub(super) fn apply(
    page: &Page,
    features: &Features,
    decision: &Decision,
    title: Option<usize>,
    forum: bool,
    labels: &mut [Label],
) {
    debug_assert_eq!(page.blocks.len(), decision.taken.len(), "a decision for every block");
    let was_body: Vec<bool> = labels.iter().map(|label| label.role == Role::Body).collect();
    let scope: Vec<Scope> = labels.iter().map(|label| scope(label.role)).collect();
    let series = series::find(page.document, page.blocks, &scope);
    let taken = with_whole_series(page, features, decision, &series, labels, title);
    let last = taken.iter().rposition(|taken| *taken).unwrap_or_default();
    // A button under the last of several parts is not the end of the text, and a heading leads what follows it.
    let leads_on = |at: &usize| {
        let label = &labels[*at];
        (label.role == Role::Other && label.rule == Rule::Phrase)
            || (was_body[*at] && page.blocks.is_heading(*at))
    };
    let next = (last + 1..labels.len()).find(|at| !leads_on(at)).unwrap_or(labels.len());
    let choice = Choice { page, features, decision, title, forum, taken: &taken, next, was_body: &was_body };
    let by_rules = labels.to_vec();
    choice.lay_over(labels, &|index, label| choice.keeps_role(index, label));
    if choice.leaves_too_little(labels, choice.least_left()) {
        labels.clone_from_slice(&by_rules);
        let boxes = |label: &Label| matches!(label.role, Role::Menu | Role::Teaser | Role::Toc);
        // What was cut off stands whole somewhere else.
        let told = |index: usize, label: &Label| {
            is_named(label) || features.stats[index].cut_off || label.rule == Rule::BeforeCutOff
        };
        let gives_way = |index, label: &Label| boxes(label) && !told(index, label);
        choice.lay_over(labels, &|index, label| !gives_way(index, label) && choice.keeps_role(index, label));
        // The cards of a listing are cut off, too.
        if choice.is_plain() && choice.leaves_too_little(labels, LEAST_LEFT) {
            labels.clone_from_slice(&by_rules);
            let gives_way = |label: &Label| boxes(label) && !is_named(label);
            choice.lay_over(labels, &|index, label| !gives_way(label) && choice.keeps_role(index, label));
        }
    }
    leave_notices(page, features, labels);
    beside::take(page, features, decision, labels, &was_body, forum);
    alike::take(page, features, decision, labels);
    between::take(page, features, decision, labels);
    if choice.is_plain() {
        closing::take(page, features, decision, labels);
    }
    captions::settle(page, features, labels, &was_body);
    apart::leave(page, features, title, labels);
    apart::leave_title(page, title, labels);
    counters::leave(page, features, labels);
    if !forum {
        calls::leave(page, features, decision, &series, labels);
        notices::leave(page, features, labels);
        boxes::leave(page, features, decision, labels);
    }
}

/// What the model chose on a page.
struct Choice<'a> {
    page: &'a Page<'a>,
    features: &'a Features,
    decision: &'a Decision,
    title: Option<usize>,
    forum: bool,
    /// The blocks chosen, numbered lists whole.
    taken: &'a [bool],
    /// The block right behind the last of them, but for buttons and headings.
    next: usize,
    /// What the rules had taken for content.
    was_body: &'a [bool],
}

impl Choice<'_> {
    /// Makes content of the blocks chosen, but for those that keep their role, and of no others.
    fn lay_over(&self, labels: &mut [Label], keeps_role: &dyn Fn(usize, &Label) -> bool) {
        let Self { page, features, decision, title, .. } = *self;
        let plain = page.document.format == Format::Text;
        // The last teaser with a link, or in dumps the last that the rules found, as long as nothing else stands behind it.
        let mut titled: Option<usize> = None;
        for (index, label) in labels.iter_mut().enumerate() {
            let chance = decision.chances[index];
            if self.taken[index] && !keeps_role(index, label) {
                let rule = if label.rule == Rule::Standfirst { Rule::Standfirst } else { Rule::Learned };
                *label = Label::of(Role::Body, chance, rule);
            } else if self.was_body[index]
                && !self.taken[index]
                && !matches!(label.rule, Rule::Standfirst | Rule::Excerpt | Rule::Answers)
                && chance < self.content_chance(index)
            {
                let near = titled.is_some_and(|titled| index - titled <= SNIPPET_REACH);
                let snippet = near && features.stats[index].words <= SNIPPET_WORDS;
                let role = if snippet { Role::Teaser } else { left_out(page, features, index, title) };
                *label = Label::of(role, 1.0 - chance, Rule::Learned);
            }
            titled = match label.role {
                Role::Teaser if !page.blocks.links(index).is_empty() => Some(index),
                Role::Teaser if plain && label.rule != Rule::Learned => Some(index),
                Role::Teaser => titled,
                _ => None,
            };
        }
    }

    /// The chance from which a block that the rules take for content stays content.
    fn content_chance(&self, index: usize) -> f32 {
        let behind = self.page.document.format == Format::Text && index > self.next;
        if behind { BEHIND_CHANCE } else { content_chance(self.page, index, self.title) }
    }

    /// Whether a role stays although the model chose the block.
    fn keeps_role(&self, index: usize, label: &Label) -> bool {
        let chance = self.decision.chances[index];
        let plain = self.page.document.format == Format::Text;
        keeps_role(self.page, self.features, index, label, chance, self.forum)
            || (plain && keeps_role_in_text(label))
    }

    fn is_plain(&self) -> bool {
        self.page.document.format == Format::Text
    }

    fn least_left(&self) -> f32 {
        if self.is_plain() { LEAST_LEFT_PLAIN } else { LEAST_LEFT }
    }

    /// Whether the content that is left says much less than the model's choice.
    fn leaves_too_little(&self, labels: &[Label], least: f32) -> bool {
        let left = self.decision.expected_f1(self.features, |index| labels[index].role == Role::Body);
        left < least * self.decision.expected_f1(self.features, |index| self.taken[index])
    }
}

/// Behind the links to the pages before and after and a box of teasers, a little text without a heading of its
/// own is the site's.
fn leave_notices(page: &Page, features: &Features, labels: &mut [Label]) {
    let body = |label: &Label| label.role == Role::Body;
    let Some(first) = labels.iter().position(body) else { return };
    let Some(around) = (first..labels.len()).find(|at| labels[*at].role == Role::PrevNext) else { return };
    let is_box = |label: &Label| label.role == Role::Teaser && label.rule == Rule::Phrase;
    let Some(boxed) = (around..labels.len()).find(|at| is_box(&labels[*at])) else { return };
    let left = |at: &usize| labels[*at].role == Role::Body;
    let notices: Vec<usize> = (boxed..labels.len()).filter(left).collect();
    let words: u32 = notices.iter().map(|at| features.stats[*at].words).sum();
    if words <= NOTICE_WORDS && !notices.iter().any(|at| page.blocks.is_heading(*at)) {
        for at in notices {
            labels[at] = Label::of(Role::Other, 0.6, Rule::BehindBoxes);
        }
    }
}

/// The model's choice, with every numbered list whole: a list of which most is taken, or stays without being taken, is
/// taken, since an item less is a number missing.
fn with_whole_series(
    page: &Page,
    features: &Features,
    decision: &Decision,
    series: &[Series],
    labels: &[Label],
    title: Option<usize>,
) -> Vec<bool> {
    let mut taken = decision.taken.clone();
    // In dumps the ranks of a table look like the numbers of a list.
    let plain = page.document.format == Format::Text;
    let stays = |index: &usize| {
        let own = || labels[*index].role == Role::Body;
        let chance = || decision.chances[*index] >= content_chance(page, *index, title);
        decision.taken[*index] || (!plain && own() && chance())
    };
    for series in series {
        let blocks = || series.items.iter().flat_map(|item| item.start..item.end);
        let words = |index: usize| features.stats[index].words;
        let all: u32 = blocks().map(words).sum();
        let chosen: u32 = blocks().filter(stays).map(words).sum();
        if chosen * 2 > all {
            // A button in an item is none of its words.
            let own = |index: &usize| {
                decision.chances[*index] >= CONTENT_CHANCE || !rows::is_button(page, features, *index)
            };
            for index in blocks().filter(own).filter(|index| labels[*index].role == Role::Body) {
                taken[index] = true;
            }
        }
    }
    taken
}

/// The chance from which a block that the rules take for content stays content, wherever it stands.
fn content_chance(page: &Page, index: usize, title: Option<usize>) -> f32 {
    let under_name = title.is_some_and(|title| (title..title + PRODUCT_HEAD).contains(&index));
    if page.blocks.get(index).shape == Shape::Caption {
        CAPTION_CHANCE
    } else if under_name && page.is_product() {
        PRODUCT_CHANCE
    } else {
        CONTENT_CHANCE
    }
}

/// Roles that the record shows in a place of their own, whatever the model thinks of their words.
fn keeps_role(
    page: &Page,
    features: &Features,
    index: usize,
    label: &Label,
    chance: f32,
    forum: bool,
) -> bool {
    let cut_off = features.stats[index].cut_off;
    let named = is_named(label);
    match label.role {
        Role::Title | Role::PrevNext | Role::Breadcrumb | Role::Byline => true,
        Role::Menu if matches!(label.rule, Rule::Cards | Rule::LinkRun) => chance < TEASER_CHANCE,
        Role::Menu if is_row_of_links(page, features, index) => chance < TEASER_CHANCE,
        Role::Menu => chance < MENU_CHANCE,
        // What leads to places on the page is its contents, whatever the chance of a single entry.
        Role::Toc
            if matches!(
                label.rule,
                Rule::Cards | Rule::LinkRun | Rule::Contents | Rule::Echo | Rule::Chapters
            ) =>
        {
            true
        }
        Role::Toc => chance < TOC_CHANCE,
        // A heading that says so, and texts that were cut off, are teasers in any surroundings.
        Role::Teaser => cut_off || named || chance < TEASER_CHANCE,
        // In forums the rules call no post a comment.
        Role::Comments => forum || named || chance < COMMENTS_CHANCE,
        Role::Other if matches!(label.rule, Rule::Counter | Rule::Redirect | Rule::Tip) => true,
        Role::Other if label.rule == Rule::HiddenByName => chance < HIDDEN_CHANCE,
        Role::Other if matches!(label.rule, Rule::Phrase | Rule::MachineText) => chance < PHRASE_CHANCE,
        Role::Promo if label.rule == Rule::Button => chance < PHRASE_CHANCE,
        Role::Promo if is_worded_promo(page, index, label) => chance < PROMO_CHANCE,
        _ => false,
    }
}

/// Whether a heading or the block's own words say what it is.
fn is_named(label: &Label) -> bool {
    matches!(label.rule, Rule::Phrase | Rule::UnderHeading | Rule::Chapters)
}

/// Whether an advertisement says so in words. What class names alone call one, the model knows better.
fn is_worded_promo(page: &Page, index: usize, label: &Label) -> bool {
    let first = || page.blocks.text(index).lines().next().unwrap_or_default();
    matches!(label.rule, Rule::Phrase | Rule::PromoBox | Rule::Offer) || phrases::says(first(), Phrase::Promo)
}

/// Whether a block is several links and nothing else.
fn is_row_of_links(page: &Page, features: &Features, index: usize) -> bool {
    features.stats[index].link_share >= LINKS_ONLY_SHARE && page.blocks.links(index).len() >= ROW_LINKS
}

/// Roles that stay in plain text besides: there a line's own words ("Advertisement", "Tags: …"), or the
/// snippet under a title, are all that there is to see, and the model sees less than on a page with markup.
fn keeps_role_in_text(label: &Label) -> bool {
    let worded = matches!(label.rule, Rule::Phrase | Rule::Offer)
        && matches!(label.role, Role::Other | Role::Promo | Role::Footer);
    worded || label.rule == Rule::BeforeCutOff
}
