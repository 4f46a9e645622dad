//! What stands around a title: who wrote the text and when, its standfirst; and who wrote it, told behind the text.

use super::rules::{DATE_WORDS, Rules};
use super::surroundings::is_open;
use crate::blocks::{Shape, numbering, words};
use crate::classify::cues::Cue;
use crate::classify::features::{DATED_WORDS, LINKS_ONLY_SHARE};
use crate::classify::phrases::{self, PHRASE_WORDS, Phrase};
use crate::classify::{Label, Rule, addresses};
use crate::dates;
use crate::people;
use crate::record::Role;
use std::ops::Range;

/// Most blocks of running text between a title and the names under it: the standfirst.
const STANDFIRSTS: usize = 1;

/// Most words of an author's name.
const NAME_WORDS: u32 = 4;

/// Blocks under a title among which its standfirst stands: a byline, a date, a picture's text between them.
const STANDFIRST_REACH: usize = 6;

/// Fewest words of a heading that is one sentence, and fewest of one without a full stop, to say what a text is about.
const SENTENCE_WORDS: u32 = 9;
const LONG_HEADING_WORDS: u32 = 24;

/// Fewest words of a standfirst; fewer are the title again.
const STANDFIRST_WORDS: u32 = 4;

/// Most words of a line of a thread that tells who posted and when; where it begins as such lines do, of those beside the
/// moment.
const POSTED_WORDS: u32 = 8;

/// Blocks from a title to the names under it.
const NAMED_REACH: usize = 8;

/// Blocks behind a text among which it is told when it was written: a box about the author, tags, buttons between them.
const SIGNED_REACH: usize = 8;

/// Words from which a sentence behind the text tells who wrote it; fewer are a role: "Editor of the paper."
const BIOGRAPHY_WORDS: u32 = 8;

impl Rules<'_> {
    pub(super) fn is_timed(&self, index: usize) -> bool {
        self.page.is_timed(self.features, index)
    }

    /// Bylines stand right under the title.
    pub(super) fn near_title(&self, index: usize) -> bool {
        self.title
            .is_some_and(|title| (title..title + 8).contains(&index) || (index..index + 4).contains(&title))
    }

    /// Whether a line of a thread tells the day of a post: a year, another number, hardly a word, or it
    /// says so.
    pub(super) fn is_posted(&self, index: usize) -> bool {
        let stats = &self.features.stats[index];
        let numbers = self.page.blocks.text(index).split(|own: char| !own.is_alphanumeric());
        let numbers = numbers.filter(|part| part.starts_with(|own: char| own.is_ascii_digit()));
        // "By 2024 we had replaced 3 of the 12 gutters" tells no moment.
        let says = || phrases::says(self.page.blocks.text(index), Phrase::Byline) && self.is_moment(index);
        let short = || stats.words <= POSTED_WORDS || says();
        stats.dated && !stats.sentence && short() && numbers.count() > 1
    }

    /// Whether a line tells a day, and hardly a word beside it; what a mark parts from it are other labels:
    /// "Posted 5 May 2024 | Only this author | Reading mode".
    fn is_moment(&self, index: usize) -> bool {
        let mut parts = self.page.blocks.text(index).split(['|', '·', '•', '»']);
        parts.any(|part| {
            dates::first_moment(part).is_some_and(|(_, place)| {
                let beside = words::count(&part[..place.start]) + words::count(&part[place.end..]);
                beside <= POSTED_WORDS as usize
            })
        })
    }

    /// Whether a heading is nothing but a day, right over the title or right under it, as a blog writes above its posts. That
    /// of an event has its day of the week and stands over what happens then, and a diary has several.
    pub(super) fn is_day_heading(&self, index: usize) -> bool {
        let shape = self.page.blocks.get(index).shape;
        let moment = |at: usize| {
            let stats = &self.features.stats[at];
            let short = stats.dated && stats.words <= DATE_WORDS;
            dates::first_moment(self.page.blocks.text(at)).filter(|_| short)
        };
        let other =
            |at: usize| at != index && self.page.blocks.get(at).shape == shape && moment(at).is_some();
        let text = self.page.blocks.text(index);
        let bare =
            |place: Range<usize>| !words::has_letters(&[&text[..place.start], &text[place.end..]].concat());
        // Under the name of an event its day heads a part of the text as others do.
        let alone =
            || !(0..self.page.blocks.len()).any(|at| at != index && self.page.blocks.get(at).shape == shape);
        let placed = |place| {
            self.title
                .is_some_and(|title| title == index + 1 || (title + 1 == index && bare(place) && alone()))
        };
        self.is_heading(index)
            && moment(index).is_some_and(|(_, place)| placed(place))
            && !(0..self.page.blocks.len()).any(other)
    }

    /// Whether a line near the title, whatever calls itself a head or tags, says who wrote the text, or when.
    pub(super) fn is_byline(&self, index: usize) -> bool {
        let stats = &self.features.stats[index];
        let behind = self.title.is_some_and(|title| index > title);
        let says = || phrases::says(self.page.blocks.text(index), Phrase::Byline);
        let linked = || stats.words <= DATED_WORDS && self.leads_to_person(index);
        behind
            && self.near_title(index)
            && !stats.prose
            && (says() || stats.dated || self.is_timed(index) || linked())
    }

    /// Whether a line near the title is a name and a day, as in what calls itself the author's box.
    pub(super) fn is_signed(&self, index: usize) -> bool {
        let stats = &self.features.stats[index];
        stats.dated
            && stats.words <= DATED_WORDS
            && self.is_byline(index)
            && people::shown(&[&self.page.blocks.parted(self.page.document, index)]).is_some()
    }

    /// Whether running text follows: then the foot of a part is not the page's.
    pub(super) fn begins_text(&self, index: usize) -> bool {
        let is_text = |at: usize| self.features.stats[at].prose && is_open(self.features, self.cue_of, at);
        (index + 1..self.features.stats.len()).any(is_text)
    }

    /// Who wrote a text stands in brackets at its end, as in Chinese news: "[作者: 刘满仓]". Within it lines in brackets begin
    /// with the same words: "[Updated figures are below]". Right behind it stands without brackets when that was:
    /// "Posted on 5 May 2024".
    pub(super) fn signatures(&mut self) {
        const PAIRS: [(char, char); 4] = [('[', ']'), ('【', '】'), ('(', ')'), ('（', '）')];
        let behind = self.last_prose() + 1;
        let end = if self.article { behind + SIGNED_REACH } else { behind };
        for index in behind..self.labels.len() {
            let text = self.page.blocks.text(index);
            let stats = &self.features.stats[index];
            let bracketed =
                PAIRS.iter().any(|(open, close)| text.starts_with(*open) && text.ends_with(*close));
            let told = || stats.dated || (bracketed && text.contains([':', '：']));
            if (bracketed || index < end)
                && told()
                && matches!(self.labels[index].rule, Rule::ArticleRoot | Rule::Outside)
                && stats.words as usize <= PHRASE_WORDS
                && !self.is_heading(index)
                && phrases::phrase(text) == Some(Phrase::Byline)
            {
                self.labels[index] = Label::of(Role::Byline, 0.8, Rule::Phrase);
            }
        }
        self.signed_behind(behind);
    }

    /// Behind an article stands who wrote it, and when: "Written by Ann Reed", "5 May 2024". The titles of others may
    /// follow, with who wrote those.
    fn signed_behind(&mut self, behind: usize) {
        let end = (behind + SIGNED_REACH).min(self.labels.len());
        let is_open =
            |label: &Label| matches!(label.rule, Rule::ArticleRoot | Rule::Outside | Rule::LinksOutside);
        let others = |at: &usize| self.labels[*at].role == Role::Teaser;
        let end = (behind..end).find(others).unwrap_or(end);
        let tells = |at: usize| {
            let text = self.page.blocks.text(at);
            self.features.stats[at].words as usize <= PHRASE_WORDS
                && phrases::phrase(text) == Some(Phrase::Byline)
                && !people::begins_with_writer(text)
                && people::signed(&[text])
                    .is_some_and(|own| people::split(&own).iter().any(|name| people::calls_person(name)))
        };
        let signed = (behind..end).find(|at| is_open(&self.labels[*at]) && tells(*at));
        if let Some(at) = signed.filter(|_| self.article && !self.forum) {
            let dated = |at: &usize| is_open(&self.labels[*at]) && self.is_date(*at);
            let dated = Some(at + 1).filter(|at| *at < end).filter(dated);
            for own in std::iter::once(at).chain(dated) {
                self.labels[own] = Label::of(Role::Byline, 0.7, Rule::SignedBehind);
            }
        }
    }

    /// A name alone under the title: behind a line that says "By"; beside another that says when, if it begins with that
    /// word or the person's job stands under it. Kickers, places and buttons stand there, too.
    pub(super) fn names_at_title(&mut self) {
        let Some(title) = self.title.filter(|_| self.article && !self.forum) else { return };
        let end = (title + NAMED_REACH).min(self.labels.len());
        for index in title + 1..end {
            let text = self.page.blocks.text(index).trim();
            let is_line = matches!(self.page.blocks.get(index).shape, Shape::Paragraph)
                && matches!(self.labels[index].rule, Rule::ArticleRoot | Rule::Outside);
            if !is_line || self.features.stats[index].words > NAME_WORDS || !people::can_be_name(text) {
                continue;
            }
            let is_byline = |at: usize| self.labels.get(at).is_some_and(|label| label.role == Role::Byline);
            let labelled = people::is_label(self.page.blocks.text(index - 1)) && !people::is_house(text);
            // The day may stand over the title.
            let over = || index == title + 1 && title.checked_sub(1).is_some_and(is_byline);
            let beside = || is_byline(index - 1) || is_byline(index + 1) || is_byline(index + 2) || over();
            if labelled || (beside() && self.is_known(index)) {
                self.labels[index] = Label::of(Role::Byline, 0.7, Rule::Name);
            }
        }
    }

    /// Whether a line is the name of a person whose job stands under it, or one to which "by" is glued.
    fn is_known(&self, index: usize) -> bool {
        let blocks = self.page.blocks;
        let text = blocks.text(index).trim();
        let job = || index + 1 < blocks.len() && people::is_job(blocks.text(index + 1));
        people::names_writer(text) || (people::calls_person(text) && job())
    }

    /// The rule of a block under the title that is what the page declares as its summary, or reads as one.
    pub(super) fn standfirst(&self, index: usize) -> Option<Rule> {
        let stats = &self.features.stats[index];
        let under = self.title.is_some_and(|title| (title + 1..=title + STANDFIRST_REACH).contains(&index));
        let part = matches!(
            self.cue_of[index],
            Some(Cue::Comments | Cue::Promo | Cue::Teasers | Cue::Unseen | Cue::Menu | Cue::Footer)
        );
        if !under
            || part
            || stats.hidden
            || stats.words < STANDFIRST_WORDS
            || stats.link_share >= LINKS_ONLY_SHARE
        {
            return None;
        }
        if self.reads_as_standfirst(index) {
            return Some(Rule::Standfirst);
        }
        let own = words::letters(self.page.blocks.text(index));
        let declared =
            self.page.summaries.iter().filter(|summary| words::count(summary) >= STANDFIRST_WORDS as usize);
        let mut found = None;
        // A summary may be cut off, or go on with the text: then a heading is the first of the sections.
        for summary in declared.map(|summary| words::letters(summary)) {
            if own.starts_with(&summary) || (summary.starts_with(&own) && !self.is_heading(index)) {
                return Some(Rule::Standfirst);
            }
            found = found.or(summary.starts_with(&own).then_some(Rule::Excerpt));
        }
        found
    }

    /// Whether a heading between an article's title and its text is a sentence that says what the text is about. Where
    /// other headings of its level are sentences too, it is the first of the sections.
    fn reads_as_standfirst(&self, index: usize) -> bool {
        let (blocks, stats) = (self.page.blocks, &self.features.stats);
        let shape = blocks.get(index).shape;
        let text = blocks.text(index);
        let tells = |at: usize| {
            let own = blocks.text(at);
            (words::is_stopped(own) && stats[at].words >= SENTENCE_WORDS)
                || (stats[at].words >= LONG_HEADING_WORDS && !own.ends_with([':', '：', '?', '？']))
        };
        let begun = || (self.title.unwrap_or(index)..index).any(|at| stats[at].prose && !self.is_heading(at));
        let said = || self.title.is_some_and(|title| blocks.text(title) == text);
        let is_other =
            |at: usize| at != index && blocks.get(at).shape == shape && blocks.text(at) != text && tells(at);
        self.article
            && !self.forum
            && self.is_heading(index)
            && blocks.links(index).is_empty()
            && numbering::marker(text).is_none()
            && (tells(index) || self.is_over_byline(index))
            && !begun()
            && !said()
            && !(0..blocks.len()).any(is_other)
    }

    /// Whether who wrote the text stands right under a line behind the title: it heads nothing.
    fn is_over_byline(&self, index: usize) -> bool {
        self.title.is_some_and(|title| title + 1 == index)
            && self.cue_of.get(index + 1) == Some(&Some(Cue::Byline))
            && self.cue_of[index].is_none_or(|cue| matches!(cue, Cue::Header | Cue::Content))
    }

    /// Who wrote the text stands at the title; where a sentence behind it tells more of them, it is a box about them.
    /// In a thread each post has such a line, and somebody's words behind it.
    pub(super) fn author_boxes(&mut self) {
        if self.forum {
            return;
        }
        let is_byline = |label: &Label| label.role == Role::Byline && label.rule == Rule::Markup;
        let mut index = self.last_prose() + 1;
        while index < self.labels.len() {
            let run = (index..self.labels.len()).take_while(|at| is_byline(&self.labels[*at])).count();
            let tells = |at: usize| {
                let stats = &self.features.stats[at];
                stats.prose || (stats.sentence && stats.words >= BIOGRAPHY_WORDS)
            };
            if (index..index + run).any(tells) {
                self.labels[index..index + run].fill(Label::of(Role::Promo, 0.7, Rule::AuthorBox));
            }
            index += run.max(1);
        }
    }

    /// Whether a line between title and text is a link of a few words or has none: a name, an icon.
    pub(super) fn is_under_title(&self, index: usize) -> bool {
        let stats = &self.features.stats[index];
        let between = self.title.is_some_and(|title| (title + 1..title + 8).contains(&index))
            && (0..=index)
                .rev()
                .take_while(|at| Some(*at) != self.title)
                .filter(|at| self.features.stats[*at].prose)
                .count()
                <= STANDFIRSTS;
        let linked = stats.link_share >= LINKS_ONLY_SHARE && stats.words <= NAME_WORDS;
        // A number in a table is a figure, and links in a list are its items.
        let shape = self.page.blocks.get(index).shape;
        let line = !matches!(shape, Shape::Heading(_) | Shape::Cell | Shape::Item);
        between && line && (linked || !words::has_letters(self.page.blocks.text(index)))
    }

    /// Whether the address of a block's link is that of a person's page.
    pub(super) fn leads_to_person(&self, index: usize) -> bool {
        self.page
            .blocks
            .links(index)
            .iter()
            .any(|link| addresses::leads_to_person(self.page.document, link.node))
    }
}
