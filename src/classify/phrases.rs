//! What pages write over their boxes and on their buttons, in many languages: one table,
//! `phrases.txt`.
//!
//! A phrase is compared with short blocks alone, lower-cased and without marks at its ends.

mod ago;
mod counted;
mod of_itself;
mod table;

use crate::blocks::words;
use crate::people;
pub use ago::tells_how_long_ago;
pub use counted::counts_remarks;
use counted::{counted, heads_remarks};
pub use of_itself::tells_of_itself;
use table::{Place, Row, TABLE};

/// What a phrase says of the block that begins with it. Where several fit a block the first one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phrase {
    /// Heading over teasers: "Recommend", "Related articles".
    Teasers,
    /// Of those, the ones that name posts: "Recent posts". Short titles under them are titles. Every phrase is one of the
    /// teasers' as well, which come first.
    Posts,
    /// What a heading over teasers, or the sentence over a list of them, speaks of: "posts", "read". Asked for by name.
    Pages,
    /// Heading over the latest comments of a whole site. Asked for by name.
    Remarks,
    /// Heading or label of the form in which readers write: "Leave a reply".
    Reply,
    /// Heading over comments: "12 Comments".
    Comments,
    /// "Previous", "Older post".
    Previous,
    /// "Next", "Newer post".
    Next,
    /// Share lines.
    Share,
    /// Newsletters, subscriptions, advertisements.
    Promo,
    /// What an advertisement says: "Order today".
    Offer,
    /// What asks readers to do something for the site: "Get a free trial", "Follow us". Asked for by name.
    Call,
    /// What does so in a text that ends with an exclamation mark, and else may be advice: "Sign up for a class".
    Urge,
    /// What asks readers to write: "Let us know in the comments". Asked for by name.
    Plea,
    /// What wishes readers well at the end of a text: "Good luck". Asked for by name.
    Wish,
    /// What tells that a site is paid for what its readers buy: "We may earn a commission". Asked for by name.
    Disclosure,
    /// What a site names where it tells so of itself: "this post", "our links", what readers buy. Asked for by name.
    Own,
    /// What follows an author's name in a note on the author: "is the tools editor". Asked for by name.
    Bio,
    /// Who made a picture: "Photo: Ann Reed", "Getty Images". Asked for by name.
    Credit,
    /// What stands before the name of who made a picture, or before what the picture shows: "Photo: …". Asked for by name.
    Maker,
    /// What a page says that leads to another: "If you are not redirected, click here".
    Redirect,
    /// Table of contents.
    Toc,
    /// Buttons and labels of what readers can do with a page: "Quote", "Sort by", "Add to basket".
    Control,
    /// Tags, categories, counters.
    Tags,
    /// Author, date.
    Byline,
    /// "Read more", "Continue reading": the link of a teaser.
    More,
    /// "Back to the list": of those, the ones that lead up.
    Back,
    /// What a link that leads up names: "list", "overview", "home".
    Overview,
    /// Rights and terms.
    Footer,
    /// "Home": the first of a trail.
    Home,
    /// "You are here": the label of a trail.
    Trail,
    /// What stands beside a number to say how long ago: "hours ago".
    Ago,
}

impl Phrase {
    /// Whether a number may stand before it: "3 comments", "5 min read".
    fn is_counted(self) -> bool {
        matches!(self, Self::Comments | Self::Byline | Self::Share | Self::Control)
    }
}

/// Several phrases: a bit for each.
#[derive(Clone, Copy, Default)]
struct Phrases(u64);

impl Phrases {
    const ALL: Self = Self(u64::MAX);

    fn of(phrase: Phrase) -> Self {
        Self(1 << phrase as u32)
    }

    fn has(self, phrase: Phrase) -> bool {
        self.meets(Self::of(phrase))
    }

    /// Whether they have one in common.
    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn add(&mut self, phrase: Phrase) {
        self.0 |= Self::of(phrase).0;
    }
}

/// Most bytes of a block that is compared with the table: nine words have fewer in any script.
const MAX_BYTES: usize = 160;

/// Most words of a block that is compared with the table.
pub const PHRASE_WORDS: usize = 9;

/// What a short text says of itself; `None` for long ones and for ordinary words.
pub fn phrase(text: &str) -> Option<Phrase> {
    find(text, Phrases::ALL)
}

/// Most words of the label before a neighbour's title: "Previous article: …".
const LABEL_WORDS: usize = 3;

/// Whether a text leads to the page before or after: "<<: Title", "Previous: Title", "Title →",
/// "下一篇：…".
pub fn neighbour(text: &str) -> Option<Phrase> {
    let text = text.trim();
    if let Some(way) = arrowed_label(text) {
        return Some(way);
    }
    if text.starts_with("<<") || text.starts_with(['«', '←']) {
        return Some(Phrase::Previous);
    }
    if text.starts_with(">>") || text.ends_with(['→', '»']) || text.ends_with(">>") {
        // "… read more »": the mark belongs to the last words alone.
        let more = text.split(['\n', '.', '…']).next_back().is_some_and(|end| says(end, Phrase::More));
        // "Add your comment →" leads to a form.
        let other = || says(text, Phrase::More) || says(text, Phrase::Reply);
        return Some(Phrase::Next).filter(|_| !more && !other());
    }
    let label = &text[..text.find([':', '：'])?];
    if words::count(label) > LABEL_WORDS {
        return None;
    }
    phrase(label).filter(|own| matches!(own, Phrase::Previous | Phrase::Next))
}

/// Where a label of at most two words with an arrow at its end leads: "Older post →", "← Newer post". The arrow draws the
/// eye, the word says where to. "← Next of kin" is a title.
pub fn arrowed_label(text: &str) -> Option<Phrase> {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '←' | '→'));
    let label = bare.len() < text.trim().len() && words::count(bare) <= 2;
    labelled_neighbour(bare).filter(|_| label)
}

/// Whether an arrow at either end is all that shows a text to lead to the page before or after.
pub fn points(text: &str) -> bool {
    let arrow = |c: char| matches!(c, '<' | '>' | '«' | '»' | '←' | '→') || c.is_whitespace();
    let bare = text.trim_matches(arrow);
    // "← Title | Title →" leads both ways.
    if text.starts_with(arrow) && text.ends_with(arrow) {
        return false;
    }
    let labelled = bare.is_empty() || bare.starts_with([':', '：']) || neighbour(bare).is_some();
    bare.len() < text.len() && !labelled && labelled_neighbour(bare).is_none()
}

/// Whether an arrow stands at either end of a text.
pub fn has_arrow(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['<', '«', '←']) || text.ends_with(['>', '»', '→'])
}

/// Whether a text, however long, begins as one that leads to the page before or after: "Previous Post Ten
/// ways to …".
pub fn labelled_neighbour(text: &str) -> Option<Phrase> {
    let label: Vec<&str> = text.split_whitespace().take(2).collect();
    phrase(&label.join(" ")).filter(|own| matches!(own, Phrase::Previous | Phrase::Next))
}

/// Whether a short text says this of itself.
pub fn says(text: &str, phrase: Phrase) -> bool {
    find(text, Phrases::of(phrase)).is_some()
}

/// Whether this is said anywhere in a text, however long.
pub fn holds(text: &str, phrase: Phrase) -> bool {
    let lower = text.to_lowercase();
    let mut rows = TABLE.anywhere.iter().filter(|own| own.row.phrase == phrase);
    rows.any(|own| match own.row.place {
        Place::Opens => own.places(&lower).any(|at| opens(&lower[..at])),
        _ => own.places(&lower).next().is_some(),
    })
}

/// Whether a text, however long, begins with what may open any of its sentences, whole words alone.
pub fn opens_with(text: &str, phrase: Phrase) -> bool {
    behind_opening(text, phrase).is_some()
}

/// What stands behind such words at the start of a text.
pub fn behind_opening(text: &str, phrase: Phrase) -> Option<&str> {
    let start = without_marks(text);
    let mut rows = TABLE.openings(start).filter(|row| row.phrase == phrase).peekable();
    // Most begin with no phrase, and are not copied.
    rows.peek()?;
    let lower = start.to_lowercase();
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphabetic() && !words::is_dense(c));
    // "Contact US customs" names a country.
    let country = |words: &str| {
        let own = start.get(..words.len()).unwrap_or_default();
        own.ends_with(" US") && own.contains(char::is_lowercase)
    };
    let fits = |row: &&Row| lower.strip_prefix(row.words.as_str()).is_some_and(ends) && !country(&row.words);
    rows.find(fits).map(|row| start.get(row.words.len()..).unwrap_or_default())
}

/// Marks behind which a sentence begins.
const SENTENCE_ENDS: [char; 13] = ['.', '!', '?', ':', '–', '…', '。', '！', '？', '，', '；', '،', '؟'];

/// Whether a sentence begins behind a text.
fn opens(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with(SENTENCE_ENDS)
}

/// The sentences of a text; a clause behind a comma, which may open with a phrase of another kind, is none of its own.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '!', '?', '…', '。', '！', '？', '؟'])
}

/// The first of some phrases, in the order of the table, that a short text is. Most texts are none, which their first
/// two letters tell, before any letter is made small.
fn find(text: &str, wanted: Phrases) -> Option<Phrase> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let around = |c: char| matches!(c, ':' | '：' | '.' | '!' | '|' | '-' | '–' | '…' | '[' | ']');
    let bare = text.trim_matches(|c: char| around(c) || c.is_whitespace());
    // The arrow behind a word is none of its letters; alone it is the phrase.
    let unmarked = bare.trim_end_matches(|c: char| matches!(c, '»' | '›' | '→') || c.is_whitespace());
    let bare = if unmarked.is_empty() { bare } else { unmarked };
    let start = without_marks(bare);
    // Mostly these are the same rows.
    let starts = TABLE.rows(start, wanted);
    let wholes = TABLE.rows(if bare == start { "" } else { bare }, wanted);
    let may_be_counted = start.starts_with(|c: char| c == '(' || c.is_ascii_digit());
    let may_end = TABLE.ends.meets(wanted) && bare.ends_with(|c: char| !c.is_ascii());
    if starts.is_empty() && wholes.is_empty() && !may_be_counted && !may_end {
        return None;
    }
    let cased = start;
    let bare = bare.to_lowercase();
    let start = without_marks(&bare);
    let is_whole = |row: &&Row| row.place == Place::Whole && bare == row.words;
    let names = |row: &Row| {
        let name = cased.get(row.words.len()..).filter(|rest| rest.starts_with([' ', ':']));
        start.starts_with(&row.words) && name.is_some_and(people::is_name_alone)
    };
    let begins_so = |row: &&Row| match row.place {
        Place::Start => begins(start, &row.words),
        Place::Named => names(row),
        _ => is_whole(row),
    };
    let starts = starts.all().filter(begins_so);
    let wholes = wholes.all().filter(is_whole);
    let counted = counted(start).into_iter().flat_map(|rest| {
        TABLE.rows(rest, wanted).all().filter(move |row| {
            let counts = row.phrase.is_counted() && row.place == Place::Start;
            (counts && begins(rest, &row.words)) || heads_remarks(rest, row)
        })
    });
    let short = may_end && words::count(&bare) <= ENDING_WORDS;
    let ends = TABLE.endings.iter().filter(|row| short && bare.ends_with(row.words.as_str()));
    let all = starts.chain(wholes).chain(counted).chain(ends);
    all.filter(|row| wanted.has(row.phrase)).map(|row| row.phrase).min()
}

/// A text from its first letter on, or the sign of its rights, or a bracket.
fn without_marks(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(')
}

/// Whether a line names the year of its rights: "Portal (C) 2009-2024", "Portal © 2009".
pub fn claims_rights(line: &str) -> bool {
    let mark = ["©", "(C)", "(c)", "Copyright"]
        .into_iter()
        .find_map(|mark| Some(&line[line.find(mark)? + mark.len()..]));
    mark.is_some_and(|rest| rest.split_whitespace().next().is_some_and(words::has_year))
}

/// Whether a line that begins with a word for "by" asks: no byline does.
pub fn asks_why(text: &str) -> bool {
    let second = || text.split_whitespace().nth(1).unwrap_or_default().to_lowercase();
    words::asks(text) || matches!(second().as_str(), "qué" | "que" | "quê")
}

/// Most words of a text that ends with a phrase: eight letters.
const ENDING_WORDS: usize = 4;

/// Whether a text begins with a phrase and not with a longer word; scripts without spaces and
/// languages that bend their words (the phrase is then a stem) go on as they like.
fn begins(text: &str, phrase: &str) -> bool {
    let Some(rest) = text.strip_prefix(phrase) else { return false };
    !phrase.is_ascii()
        || phrase.ends_with([' ', ':'])
        || !rest.starts_with(|c: char| c.is_ascii_lowercase())
        || phrase.len() >= 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_phrases_count_wherever_they_stand() {
        let moved = "The page has moved. If you are not taken there, please click here.";
        assert!(holds(moved, Phrase::Redirect) && phrase(moved).is_none());
        assert!(holds("Socks of wool. Order today and get two.", Phrase::Offer));
        assert!(!holds("We put them in order today.", Phrase::Offer));
        assert!(!holds("The border now used as a fence is old.", Phrase::Offer));
        assert!(!holds("The passage has moved me.", Phrase::Redirect));
    }

    #[test]
    fn numbers_before_a_phrase_are_counts_and_no_items() {
        assert_eq!(phrase("3 comments"), Some(Phrase::Comments));
        assert_eq!(phrase("(12) Kommentare"), Some(Phrase::Comments));
        assert_eq!(phrase("3. Comments"), None);
        assert_eq!(phrase("2) Reply"), None);
    }

    #[test]
    fn some_phrases_count_before_a_name_alone() {
        for text in
            ["Words by Ada Cole", "Autorin Maria Meier", "글 홍길동", "글 홍길동 사진 김철수", "Words by"]
        {
            assert_eq!(phrase(text), Some(Phrase::Byline), "{text}");
        }
        for text in ["Words by the sea", "Autorin des Jahres", "글 목록", "글 쓰기 좋은 날"] {
            assert_eq!(phrase(text), None, "{text}");
        }
    }

    #[test]
    fn phrases_are_known_in_many_languages() {
        for (text, own) in [
            ("Recommend", Phrase::Teasers),
            ("Related Articles:", Phrase::Teasers),
            ("相关推荐", Phrase::Teasers),
            ("随机推荐", Phrase::Teasers),
            ("值班总编推荐", Phrase::Teasers),
            ("光明网版权所有", Phrase::Footer),
            ("Das könnte Sie auch interessieren", Phrase::Teasers),
            ("上一篇：多喝水", Phrase::Previous),
            ("Next: Sleep", Phrase::Next),
            ("→", Phrase::Next),
            ("© 2024 Portal", Phrase::Footer),
            ("مقالات ذات صلة", Phrase::Teasers),
        ] {
            assert_eq!(phrase(text), Some(own), "{text}");
        }
        assert_eq!(phrase("Nextdoor neighbours"), None);
        assert_eq!(phrase("Tweety bird"), None);
        assert_eq!(phrase("餐厅推荐"), None, "a part of a guide");
        for text in [
            "Önerilen dozlar",
            "Próxima consulta",
            "下一個孩子什麼時候要",
            "Enter your email and choose Send",
        ] {
            assert_eq!(phrase(text), None, "{text}");
        }
        assert_eq!(phrase("Próxima:"), Some(Phrase::Next));
        assert_eq!(neighbour("Last article: Tea"), Some(Phrase::Previous));
    }
}
