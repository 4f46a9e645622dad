//! What sort of page it is, learned from pages whose kind people have labelled.
//!
//! In: what the page as a whole says (the model of content has read it already), what its blocks were taken for, its
//! words. Out: one of [`KINDS`]. Asked once a page, behind the choice of content; what lists others takes its cards for text
//! (see `listing`), and articles alone have groups of links under any name.

mod model;

use super::list::whole_names;
use super::sink::{Names, Sink};
use super::{Decision, tokens};
use crate::blocks::Blocks;
use crate::classify::Label;
use crate::classify::features::Features;
use crate::record::{Format, PageKind, Role};
pub use model::KindModel;

/// The kinds that pages are labelled with, in the order of the model's sums. A page without content is of none.
pub const KINDS: [PageKind; 7] = [
    PageKind::Article,
    PageKind::Documentation,
    PageKind::Service,
    PageKind::Forum,
    PageKind::Collection,
    PageKind::Listing,
    PageKind::Product,
];

/// Names of the kinds' sums of weighed words.
const WORD_SUMS: [&str; KINDS.len()] = [
    "words.article",
    "words.documentation",
    "words.service",
    "words.forum",
    "words.collection",
    "words.listing",
    "words.product",
];

/// What another kind's sum must have ahead of an article's where the rules see one, too, or too little: among labelled pages
/// there are more of the rarer kinds than in a crawl. Out of fold 98 of 100 articles of wcxb-dev are told as such with it,
/// instead of 96, and .856 of all pages are right instead of .867.
const LEAD: f32 = 0.75;

/// The same in plain text, where all that tells the kind is words, and those of other languages than the labelled pages'
/// say nothing: 97 instead of 94 of 100 articles, .753 instead of .794 of all pages; of dumps that are told to be something
/// else three in four are, instead of seven in ten.
const PLAIN_LEAD: f32 = 1.25;

/// Words of a short page: of the labelled articles six in 793 have less than 100 in all.
const SHORT_WORDS: u32 = 150;

/// Places whose bits stand in one number.
const ROW: usize = u64::BITS as usize;

/// Roles, with the names of their numbers.
const ROLES: [(Role, &str); 13] = [
    (Role::Title, "title"),
    (Role::Byline, "byline"),
    (Role::Body, "body"),
    (Role::Numbered, "numbered"),
    (Role::Toc, "toc"),
    (Role::Menu, "menu"),
    (Role::Breadcrumb, "breadcrumb"),
    (Role::PrevNext, "prev_next"),
    (Role::Teaser, "teaser"),
    (Role::Comments, "comments"),
    (Role::Promo, "promo"),
    (Role::Footer, "footer"),
    (Role::Other, "other"),
];

/// What is known of a page as a whole, as training reads it.
#[derive(Debug, Clone, Default)]
pub struct KindObservation {
    /// Names of the values.
    pub names: Vec<String>,
    /// The values; behind them come the sums of the words' weights.
    pub values: Vec<f32>,
    /// The page's words: places in the table, each once, in rising order.
    pub words: Vec<u16>,
    /// The model's sums, one a kind; empty without a model.
    pub sums: Vec<f32>,
}

/// A page behind all other decisions.
pub(in crate::classify) struct Decided<'a> {
    pub format: Format,
    pub blocks: &'a Blocks,
    pub features: &'a Features,
    pub labels: &'a [Label],
    pub decision: &'a Decision,
    /// What the rules say of the kind.
    pub by_rules: PageKind,
}

impl Decided<'_> {
    /// What sort of page it is.
    pub fn kind(&self, model: &KindModel) -> PageKind {
        let content = |label: &Label| matches!(label.role, Role::Body | Role::Numbered);
        if !self.labels.iter().any(content) {
            return PageKind::Other;
        }
        let mut sums = model.sums(&self.values(), &self.words());
        if matches!(self.by_rules, PageKind::Article | PageKind::Other) || self.is_short() {
            sums[0] += if self.format == Format::Text { PLAIN_LEAD } else { LEAD };
        }
        // A forum is read post by post; what was not is none, and short pages in any language look like one.
        let others = (1..KINDS.len()).filter(|at| KINDS[*at] != PageKind::Forum);
        KINDS[others.fold(0, |best, at| if sums[at] > sums[best] { at } else { best })]
    }

    /// Whether a page says so little that its kind can hardly be told; to the rules such pages are lists.
    fn is_short(&self) -> bool {
        self.features.stats.iter().map(|own| own.words).sum::<u32>() < SHORT_WORDS
    }

    /// What training reads.
    pub fn observe(&self, model: Option<&KindModel>) -> KindObservation {
        KindObservation {
            names: names(self.format),
            values: self.values(),
            words: self.words(),
            sums: model.map(|model| model.sums(&self.values(), &self.words()).to_vec()).unwrap_or_default(),
        }
    }

    fn values(&self) -> Vec<f32> {
        let mut values = Vec::new();
        self.write(&mut values);
        values.extend_from_slice(&self.decision.whole);
        values
    }

    fn write(&self, sink: &mut impl Sink) {
        let of_role = |role: Role| {
            let own = self.labels.iter().zip(&self.features.stats).filter(|(label, _)| label.role == role);
            own.fold((0_u32, 0_u32), |(words, blocks), (_, stats)| (words + stats.words, blocks + 1))
        };
        let sums = ROLES.map(|(role, _)| of_role(role));
        let all = sums.iter().map(|(words, _)| words).sum::<u32>().max(1) as f32;
        sink.group("role");
        for ((_, name), (words, blocks)) in ROLES.iter().zip(sums) {
            sink.put_in("words_", name, words as f32 / all);
            sink.put_in("blocks_", name, blocks as f32);
        }
        let ((words, blocks), (more_words, more_blocks)) = (of_role(Role::Body), of_role(Role::Numbered));
        let (content, parts) = ((words + more_words) as f32, (blocks + more_blocks) as f32);
        sink.group("content");
        sink.put("words", content);
        sink.put("words_each", content / parts.max(1.0));
        sink.put("confidence", self.decision.confidence);
    }

    /// The places of the page's words.
    fn words(&self) -> Vec<u16> {
        // A bit a place: most places have no word, and whole rows of them are passed over at once.
        let mut rows = vec![0_u64; tokens::TEXT_PLACES / ROW];
        for index in 0..self.blocks.len() {
            tokens::each_word(self.blocks, index, |place| {
                rows[usize::from(place) / ROW] |= 1 << (usize::from(place) % ROW);
            });
        }
        let mut words = Vec::new();
        for (first, mut row) in (0..).step_by(ROW).zip(rows) {
            while row != 0 {
                words.push(first + row.trailing_zeros() as u16);
                row &= row - 1;
            }
        }
        words
    }
}

/// The names of the values of pages in a format.
fn names(format: Format) -> Vec<String> {
    let (blocks, decision) = (Blocks::default(), Decision::default());
    let features = Features::of(&blocks);
    let mut own = Names::default();
    Decided {
        format,
        blocks: &blocks,
        features: &features,
        labels: &[],
        decision: &decision,
        by_rules: PageKind::Other,
    }
    .write(&mut own);
    own.names.into_iter().chain(whole_names(format)).collect()
}
