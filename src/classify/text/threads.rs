//! Threads of forums in dumps: the same few lines stand around every post.
//!
//! Asked line by line, the model takes some posts and not others, and with them who wrote them, their number and their
//! buttons. What comes again post after post belongs to no post, and what reads between is one.

use super::Lines;
use crate::blocks::words;
use crate::classify::learned::Decision;
use crate::classify::phrases;
use crate::classify::phrases::Phrase;
use crate::classify::{Label, Rule};
use crate::dates;
use crate::people;
use crate::record::Role;
use crate::wordlists::POST_BUTTONS;
use foldhash::{HashMap, HashMapExt, HashSet};
use std::ops::Range;

/// Most words of the line over a post: who, when, which number.
const HEAD_WORDS: u32 = 10;

/// Lines between the number of a post and its date.
const NUMBER_REACH: usize = 2;

/// Fewest posts that are content, and how many words of them: under an article stand as many comments, which are none.
/// The 20 dumps of wcxb-dev with as many that answer each other or are counted are all threads.
const POSTS: usize = 4;
const POST_WORDS: u32 = 10;

/// Fewest posts that count on from the one before, with the first: their numbers.
const MARKS: usize = 3;

/// Lines over and under the head of a post between which who wrote it stands.
const WRITER_REACH: usize = 2;

/// Fewest people that write in a thread: a diary, or a list of changes, has one writer, and buttons under each entry, too.
const WRITERS: usize = 2;

/// Most letters of a name without a gap.
const LOGIN_LETTERS: usize = 24;

/// Chance from which a sentence is part of a post, and behind the buttons of one, where the forum appeals to its readers.
const SAID_CHANCE: f32 = 0.03;
const BEHIND_CHANCE: f32 = 0.17;

/// Most lines of the last post of a page down to its button.
const LAST_LINES: usize = 16;

/// Most words of a button of a post with its count: "2 Likes".
const MARK_WORDS: u32 = 3;

/// Most words of a line that stands around every post, and how often it does at the least.
const AROUND_WORDS: u32 = 5;
const AROUND_TIMES: usize = 3;

/// Most lines under the head of a post, down to its text, that tell of who wrote it: name, ranks, place, counters. The last
/// of them comes again under other heads.
const HEAD_LINES: usize = 8;

/// Fewest words of a sentence that is part of a post.
const SAID_WORDS: u32 = 6;

impl Lines<'_> {
    /// Whether a page is a thread, several posts of which are content: most of those have a button, or are counted, and
    /// say who of several people wrote them. Dated entries of a chronicle say so of none, whatever stands under it.
    pub(super) fn is_thread(&self, labels: &[Label]) -> bool {
        let heads = self.heads();
        let taken = |post: &Range<usize>| {
            let content = post.clone().filter(|at| labels[*at].role == Role::Body);
            content.map(|at| self.stats(at).words).sum::<u32>() >= POST_WORDS
        };
        let posts: Vec<Range<usize>> = self.between(&heads).filter(taken).collect();
        if posts.len() < POSTS {
            return false;
        }
        let answered = posts.iter().filter(|post| (*post).clone().any(|at| self.answers(at))).count();
        self.is_counted(&heads) || (answered * 2 > posts.len() && self.has_writers(&posts))
    }

    /// Whether most posts are numbered, or say in the same place who wrote them, several people in all.
    fn has_writers(&self, posts: &[Range<usize>]) -> bool {
        let head = |post: &Range<usize>| post.start - 1;
        let numbered =
            |post: &&Range<usize>| self.lines_at(head(post)).any(|at| post_number(self.text(at)).is_some());
        if posts.iter().filter(numbered).count() * 2 > posts.len() {
            return true;
        }
        let heads: Vec<usize> = posts.iter().map(head).collect();
        self.writers_at(&heads).is_some()
    }

    /// The lines that say who wrote the posts under some heads, in the same place of most, several people in all: the
    /// place where most people stand, and only where nobody stands over the posts one under their heads.
    fn writers_at(&self, heads: &[usize]) -> Option<Vec<usize>> {
        let of_place = |place: usize| {
            let at = |head: &usize| (head + place).checked_sub(WRITER_REACH);
            let lines: Vec<usize> = heads.iter().filter_map(at).collect();
            let writers: Vec<&str> = lines.iter().filter_map(|at| self.writer(*at)).collect();
            let people = writers.iter().collect::<HashSet<_>>().len();
            (writers.len() * 2 > heads.len() && people >= WRITERS).then_some((people, lines))
        };
        let most = |places: Range<usize>| {
            let people = places.rev().filter_map(of_place).max_by_key(|(people, _)| *people);
            people.map(|(_, lines)| lines)
        };
        most(0..WRITER_REACH + 1).or_else(|| most(WRITER_REACH + 1..2 * WRITER_REACH + 1))
    }

    /// The lines around the head of a post.
    fn lines_at(&self, head: usize) -> Range<usize> {
        head.saturating_sub(WRITER_REACH)..self.page.blocks.len().min(head + WRITER_REACH + 1)
    }

    /// Who wrote a post, if a line says nothing else, or a date besides: "Ada Moss", "old_kiln", "Ada Moss, May 5, 2024".
    fn writer(&self, index: usize) -> Option<&str> {
        if index >= self.page.blocks.len() || self.stats(index).sentence || self.is_button(index) {
            return None;
        }
        let text = self.text(index);
        let day = dates::first_moment(text).map(|(_, day)| day);
        let name = day.map_or(text, |day| if day.start > 0 { &text[..day.start] } else { &text[day.end..] });
        let name = name.trim_matches(|own: char| !own.is_alphanumeric());
        (people::looks_like_person(name) || is_login(name) || people::begins_with_writer(name))
            .then_some(name)
    }

    /// In a thread, leaves out what stands around every post, and takes what the posts say.
    pub(super) fn posts(&self, decision: Option<&Decision>, labels: &mut [Label]) {
        let heads = self.heads();
        let (Some(first), Some(last)) = (heads.first(), heads.last()) else { return };
        self.leave_out_around(*first, &heads, labels);
        let chance = |at: usize| decision.map_or(1.0, |own| own.chances[at]);
        let end = self.end(*first, *last, labels);
        // The last post ends at its button.
        let behind = (*last..labels.len()).take(LAST_LINES).find(|at| end == *last && self.answers(*at));
        self.take_said(*first..behind.unwrap_or(end), &chance, labels);
    }

    fn leave_out_around(&self, first: usize, heads: &[usize], labels: &mut [Label]) {
        let around = self.stands_around(first, heads);
        for (label, _) in
            labels.iter_mut().zip(around).filter(|(label, own)| *own && label.role == Role::Body)
        {
            *label = Label::of(Role::Other, 0.7, Rule::AroundPosts);
        }
    }

    /// Which lines stand around posts.
    fn stands_around(&self, first: usize, heads: &[usize]) -> Vec<bool> {
        let times = self.around();
        let comes_again =
            |at: usize| times.get(&shape(self.text(at))).is_some_and(|own| *own >= AROUND_TIMES);
        let mut around = vec![false; self.page.blocks.len()];
        for (index, own) in around.iter_mut().enumerate().skip(first) {
            let short = self.may_be_around(index) && (comes_again(index) || is_initial(self.text(index)));
            *own = short || self.is_button(index) || self.counts_answers(index);
        }
        heads.iter().for_each(|at| around[*at] = true);
        let posts: Vec<Range<usize>> = self.between(heads).collect();
        let over: Vec<usize> = posts.iter().map(|post| post.start - 1).collect();
        let writers = self.writers_at(&over).unwrap_or_default();
        let names = |at: &usize| self.writer(*at).is_some_and(|name| !is_ordinary(name));
        writers.into_iter().filter(names).for_each(|at| around[at] = true);
        // What stands under most posts word by word is said by none, however long.
        let mut shown: HashMap<&str, Vec<usize>> = HashMap::new();
        (first..around.len()).for_each(|at| shown.entry(self.text(at)).or_default().push(at));
        let most = |times: usize| times >= AROUND_TIMES && times * 2 > posts.len();
        shown.values().filter(|own| most(own.len())).flatten().for_each(|at| around[*at] = true);
        for post in posts {
            let under_head = post.clone().take_while(|at| self.may_be_around(*at)).take(HEAD_LINES);
            if let Some(last) = under_head.filter(|at| around[*at] && !self.is_button(*at)).last() {
                around[post.start..last].fill(true);
            }
        }
        around
    }

    fn take_said(&self, posts: Range<usize>, chance: &dyn Fn(usize) -> f32, labels: &mut [Label]) {
        let mut said: HashSet<&str> = (0..posts.start).map(|at| self.text(at)).collect();
        let mut least = SAID_CHANCE;
        for index in posts {
            if self.heads_post(index) {
                least = SAID_CHANCE;
            } else if self.answers(index) {
                least = BEHIND_CHANCE;
            }
            let stats = self.stats(index);
            let left = matches!(labels[index].role, Role::Other | Role::Menu)
                && matches!(labels[index].rule, Rule::Learned | Rule::Outside);
            let reads = stats.prose || (stats.sentence && stats.words >= SAID_WORDS);
            // Who quotes says again what stands above.
            let new = said.insert(self.text(index));
            if left
                && reads
                && new
                && chance(index) >= least
                && self.phrase_of[index].is_none()
                && !self.heads_post(index)
            {
                labels[index] = Label::of(Role::Body, 0.6, Rule::Post);
            }
        }
    }

    /// Where the posts end: over a box of other threads, each with its date, or the foot.
    fn end(&self, first: usize, last: usize, labels: &[Label]) -> usize {
        let content = |label: &Label| label.role == Role::Body;
        let text = labels.iter().skip(first).position(content).map_or(last, |at| first + at);
        let ends = |at: &usize| {
            let boxed = labels[*at].role == Role::Teaser && labels[*at].rule == Rule::Phrase;
            boxed || matches!(self.phrase_of[*at], Some(Phrase::Teasers | Phrase::Footer))
        };
        (text..last).find(ends).unwrap_or(last)
    }

    /// The lines over posts, one a post: those behind each other are one.
    fn heads(&self) -> Vec<usize> {
        (0..self.page.blocks.len()).filter(|at| self.heads_post(*at)).collect()
    }

    /// Whether a line stands over a post: when it was written, or which one it is ("#2") near such a line. In rankings
    /// numbers stand alone.
    fn heads_post(&self, index: usize) -> bool {
        let near =
            || index.saturating_sub(NUMBER_REACH)..self.page.blocks.len().min(index + NUMBER_REACH + 1);
        let numbered = || {
            post_number(self.text(index)).is_some()
                && near().any(|at| self.tells_when(at) || holds_clock(self.text(at)))
        };
        self.tells_when(index) || (self.stats(index).words <= HEAD_WORDS && numbered())
    }

    fn tells_when(&self, index: usize) -> bool {
        let (stats, text) = (self.stats(index), self.text(index));
        let dated = || stats.dated && dates::first_moment(text).is_some();
        (stats.words <= HEAD_WORDS && !stats.prose && !stats.cut_off)
            && (dated() || phrases::tells_how_long_ago(text))
    }

    /// What stands between one head and the next.
    fn between<'a>(&self, heads: &'a [usize]) -> impl Iterator<Item = Range<usize>> + use<'a> {
        let ends = heads.iter().copied().skip(1).chain([self.page.blocks.len()]);
        heads.iter().copied().zip(ends).map(|(head, end)| head + 1..end)
    }

    /// Whether the heads count their posts, or the lines behind them do.
    fn is_counted(&self, heads: &[usize]) -> bool {
        let behind = |at: usize| {
            let next = Some(at + 1).filter(|next| *next < self.page.blocks.len());
            next.and_then(|next| self.text(next).parse().ok())
        };
        let numbers = heads.iter().filter_map(|at| post_number(self.text(*at)).or_else(|| behind(*at)));
        let mut steps = 0;
        numbers.fold(None, |last: Option<u32>, number| {
            steps += usize::from(last.is_some_and(|last| last.checked_add(1) == Some(number)));
            Some(number)
        });
        steps + 1 >= MARKS
    }

    /// Whether a line is a button of a post, or of any page.
    fn is_button(&self, index: usize) -> bool {
        let short = self.stats(index).words <= MARK_WORDS && words::has_letters(self.text(index));
        self.answers(index) || (short && self.phrase_of[index] == Some(Phrase::Control))
    }

    /// Whether a line says who answered, or how often: "Reactions: Ada, Ben and 4 others", "Posts: 701".
    fn counts_answers(&self, index: usize) -> bool {
        let (stats, text) = (self.stats(index), self.text(index));
        let label = text.split_once([':', '：']).filter(|(_, behind)| !behind.trim().is_empty());
        let counts = |(label, _): (&str, &str)| POST_BUTTONS.contains(&label.trim().to_lowercase().as_str());
        !stats.sentence && !stats.prose && label.is_some_and(counts)
    }

    /// Whether a line is a button or a counter of a post, with its number or without: "Reply", "2 Likes".
    fn answers(&self, index: usize) -> bool {
        if self.stats(index).words > MARK_WORDS {
            return false;
        }
        let counted = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ':') || c.is_whitespace();
        POST_BUTTONS.contains(&self.text(index).trim_matches(counted).to_lowercase().as_str())
    }

    /// Whether a line is short enough to stand around posts, and no sentence of one.
    fn may_be_around(&self, index: usize) -> bool {
        let (stats, text) = (self.stats(index), self.text(index));
        stats.words <= AROUND_WORDS && !stats.sentence && !words::leads(text) && !words::is_code(text)
    }

    /// How often lines of a shape stand on the page.
    fn around(&self) -> HashMap<String, usize> {
        let mut shown = HashMap::new();
        for index in (0..self.page.blocks.len()).filter(|at| self.may_be_around(*at)) {
            *shown.entry(shape(self.text(index))).or_default() += 1;
        }
        shown
    }
}

/// Whether a text is one word as long as a name: in scripts without gaps a whole post is one word, too.
fn is_login(name: &str) -> bool {
    let spaced = |name: &str| !name.contains(|own: char| own.is_whitespace() || words::is_dense(own));
    people::is_wide_name(name)
        || (words::has_letters(name) && spaced(name) && name.chars().count() <= LOGIN_LETTERS)
}

/// Whether a word is written as any other at the head of a line, as the title of a review: "Excellent", "Bath".
fn is_ordinary(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
}

/// Whether a line is one letter: it stands for a picture of who wrote.
fn is_initial(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// Whether a text names a time of the day: "Tuesday at 3:30 PM".
fn holds_clock(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut windows = bytes.windows(4);
    windows.any(|own| own[1] == b':' && [0, 2, 3].iter().all(|at| own[*at].is_ascii_digit()))
}

/// A line with every number as one.
fn shape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let own = if letter.is_ascii_digit() { '0' } else { letter };
        if own != '0' || !out.ends_with('0') {
            out.push(own);
        }
    }
    out
}

/// The number of a post at the start of a line: "#12", "#12 · Oct 8, 2024".
fn post_number(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('#')?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok().filter(|_| !digits[end..].starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::{holds_clock, is_initial, is_ordinary, post_number, shape};

    #[test]
    fn lines_of_a_shape_differ_in_numbers_alone() {
        assert_eq!(shape("Oct 8, 2024"), shape("Oct 21, 2025"));
        assert_ne!(shape("3 Likes"), shape("3 Posts"));
        assert_eq!(post_number("#12 · Oct 8, 2024"), Some(12));
        assert!(is_initial("Ж") && !is_initial("7") && !is_initial("Jo") && !is_initial(""));
        assert!(holds_clock("Tuesday at 3:30 PM") && !holds_clock("Odds of 3:1") && !holds_clock(":30"));
        assert!(is_ordinary("Excellent") && !is_ordinary("ColdJ") && !is_ordinary("old_kiln"));
        assert!(post_number("#1x").is_none() && post_number("12").is_none() && post_number("#").is_none());
    }
}
