//! What stands in a card beside title and snippet: dates, ages, ranks, figures.

use crate::assemble::Page;
use crate::blocks::words;
use crate::classify::phrases::{self, Phrase};
use crate::dates;
use crate::document::{Attr, Document, NodeId, Tag};
use crate::wordlists::CURRENCIES;

/// Most words of a date: "Thursday, 12 March 2026".
pub(super) const DATE_WORDS: usize = 4;

/// Most words of a line that tells when, by whom and how long.
pub(super) const DATELINE_WORDS: usize = 12;

/// Whether the words of a link are a date and nothing else, the name of a kind before it aside: "News • 3 hours ago".
pub(super) fn is_date(words: &str) -> bool {
    let last = words.rsplit(['•', '·', '|']).next().unwrap_or_default().trim();
    let names = || last.split_whitespace().filter(|word| words::has_letters(word)).count();
    !words::has_letters(words)
        || is_moment(last)
        || (words::has_year(last) && words::count(last) <= DATE_WORDS && names() <= 1)
        || phrases::tells_how_long_ago(words)
}

/// Whether a line under a title tells when, by whom and how long, and nothing more: "3 min | May 10, 2024".
pub(super) fn is_dateline(text: &str) -> bool {
    words::count(text) <= DATELINE_WORDS
        && !words::ends_sentence(text)
        && (words::has_year(text) && dates::first_moment(text).is_some()
            || phrases::says(text, Phrase::Byline))
}

/// Whether words are a date from the first letter to the last.
pub(super) fn is_moment(words: &str) -> bool {
    let part = |text: &str| text.chars().any(char::is_alphanumeric);
    dates::first_moment(words).is_some_and(|(_, own)| !part(&words[..own.start]) && !part(&words[own.end..]))
}

/// Words that stand twice, as for the eye and for screen readers, once.
pub(super) fn once(words: &str) -> &str {
    let half = words.len() / 2;
    match (words.get(..half), words.get(half..)) {
        (Some(first), Some(second)) if first == second.trim_start() && !first.is_empty() => first,
        _ => words,
    }
}

/// Signs of currencies beside prices.
pub const CURRENCY_SIGNS: [char; 8] = ['€', '$', '£', '¥', '￥', '₩', '₹', '₽'];

/// Whether words are a figure: a price, a grade, a count. "EUR34.42", "-32%", "4.4 out of 5 (83,339)"; names have
/// years, or numbers among words.
pub(super) fn is_figure(words: &str) -> bool {
    let count = |fits: fn(&char) -> bool| words.chars().filter(fits).count();
    let (digits, letters) = (count(char::is_ascii_digit), count(|letter| letter.is_alphabetic()));
    let is_currency = |part: &&str| CURRENCIES.contains(part);
    let parts = || words.split(|c: char| !c.is_alphabetic()).filter(|part| part.chars().nth(1).is_some());
    // "下午11:55 · 2023年12月11日": nothing but what counts.
    if digits > 0 && letters > 0 && words.chars().all(|letter| !letter.is_alphabetic() || is_counter(letter))
    {
        return true;
    }
    if digits == 0 || (words::has_year(words) && parts().next().is_some()) {
        return false;
    }
    let named = parts().filter(|part| !is_currency(part)).count();
    let is_digit = |c: char| c.is_ascii_digit();
    // "4.4 out of 5 stars" begins with the grade.
    let graded = words.split_once(['.', ',']).is_some_and(|(whole, rest)| {
        !whole.is_empty() && whole.chars().all(is_digit) && rest.starts_with(is_digit)
    });
    let priced =
        words.contains(CURRENCY_SIGNS) || words.contains('%') || parts().any(|part| is_currency(&part));
    // "RFC 9110", "F-35" are names.
    // "石榴 30 (1次)" is a title with its count; where digits are most, letters of any kind count or name no page.
    let bare = || {
        let counts = |letter: char| {
            is_counter(letter) || (words::is_dense(letter) && digits >= letters * FIGURE_DIGITS)
        };
        words.chars().all(|letter| !letter.is_alphabetic() || counts(letter))
    };
    (graded && digits * 2 >= letters) || (digits >= letters && (bare() || (priced && named <= 1)))
}

/// Whether a line tells how often a page was read or remarked on, or how long ago it was written, beside whatever else
/// marks part: "12万次播放", "2 weeks ago | ann, 414 comments".
pub(super) fn counts(text: &str) -> bool {
    let told = |part: &str| {
        let counted = part.starts_with(|c: char| c.is_ascii_digit()) && phrases::says(part, Phrase::Comments);
        counted || (words::has_letters(part) && is_figure(part)) || phrases::tells_how_long_ago(part)
    };
    words::count(text) <= DATELINE_WORDS && text.split(['|', '·', '•']).any(|part| told(part.trim()))
}

/// Digits for each letter from which words in scripts without spaces are a figure.
const FIGURE_DIGITS: usize = 2;

/// Most letters of a rank before a title: "1", "10위", "#3".
const RANK_LETTERS: usize = 4;

/// Most words of where and when a title was published, behind it.
const SOURCE_WORDS: usize = 6;

/// The words of a link without the rank and the source that elements of their own show before and behind the title.
pub(super) fn without(page: &Page, link: NodeId, words: String) -> String {
    let document = page.document;
    let inside = || (link + 1..document.node(link).end).filter(|node| document.tag(*node).is_some());
    let mut rest = words.trim();
    let texts = || inside().take(MOST_PARTS).map(|node| document.words(node));
    // "10 ways" has its number in an element, too, but not glued to the next word.
    let plain = inside().take(MOST_PARTS).filter(|node| !is_stressed(document, *node));
    let behind = |own: &String| behind_glued(rest, own).filter(|title| is_rank(own) && !goes_on(title));
    if let Some(title) = plain.map(|node| document.words(node)).find_map(|own| behind(&own)) {
        rest = title;
    }
    let is_source = |own: &String| {
        own.len() * 2 < rest.len()
            && rest.ends_with(own.as_str())
            && words::count(own) <= SOURCE_WORDS
            && (is_moment(own) || phrases::tells_how_long_ago(own))
    };
    if let Some(source) = texts().find(is_source) {
        rest = rest[..rest.len() - source.len()].trim_end();
    }
    // "Related: ten ways to …"
    let is_label = |own: &String| words::leads(own) && phrases::says(own, Phrase::Teasers);
    if let Some(title) = texts().filter(is_label).find_map(|own| rest.strip_prefix(own.as_str())) {
        rest = title.trim_start();
    }
    if rest.contains(char::is_alphanumeric) { rest.to_owned() } else { words }
}

/// The title that a link's own `title` tells, where the link's words break off, or are the title with a date, a category
/// or a count beside it in parts of their own.
pub(super) fn told(page: &Page, link: NodeId, words: String) -> String {
    let document = page.document;
    let Some(written) = document.attr(link, Attr::Title) else { return words };
    let title = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() || title == words || words::is_cut_off(&title) {
        return words;
    }
    let cut = words.trim_end_matches(['.', '…', ' ']);
    let goes_on = words::is_cut_off(&words) && !cut.is_empty() && title.starts_with(cut);
    let Some(at) = words.find(&title) else { return if goes_on { title } else { words } };
    let (before, behind) = (&words[..at], &words[at + title.len()..]);
    let bare = |text: &str| !text.chars().any(|c| c.is_alphabetic() && !is_counter(c));
    let inside = || (link + 1..document.node(link).end).filter(|node| document.tag(*node).is_some());
    let own_part = || inside().take(MOST_PARTS).any(|node| document.words(node) == title);
    let counted = bare(before) && bare(behind) && behind.contains(|c: char| c.is_ascii_digit());
    if counted || (words::count(behind) < super::SNIPPET_WORDS && own_part()) { title } else { words }
}

/// Letters that count or measure what a number says, in scripts without spaces: "(2次)", "1234阅读".
fn is_counter(letter: char) -> bool {
    const COUNTERS: &str = "年月日号上下午時时分秒周週次个個件条條篇位名人元円圆万萬亿億点點票赞讚楼頁页回播放阅閱读讀浏瀏览覽评評论論年월일원명개회위";
    COUNTERS.contains(letter)
}

/// What makes a number a place: "1st".
const ORDINALS: [&str; 6] = ["st", "nd", "rd", "th", ".", "º"];

/// Whether words are a rank: digits with what counts them.
fn is_rank(text: &str) -> bool {
    let digits = text.trim_start_matches(['#', '第']).trim_end_matches(['위', '位']);
    let digits = ORDINALS.iter().find_map(|own| digits.strip_suffix(own)).unwrap_or(digits).trim_end();
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && text.chars().count() <= RANK_LETTERS
}

/// Whether an element is, or holds, words that the page stresses: those searched for.
fn is_stressed(document: &Document, node: NodeId) -> bool {
    let stresses = |node: NodeId| {
        matches!(document.tag(node), Some(Tag::Em | Tag::B | Tag::Strong | Tag::Mark | Tag::I))
    };
    stresses(node) || document.descendants(node).any(stresses)
}

/// Whether a word that a number begins goes on: "5G-Ausbau", and "10選！" where counts are written without spaces.
fn goes_on(behind: &str) -> bool {
    behind.starts_with(|c: char| matches!(c, '-' | '–' | '‑') || words::is_dense(c))
}

/// What stands right behind words at the start of a text; the spaces in them are those between elements.
fn behind_glued<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut rest = text;
    for letter in words.chars().filter(|letter| !letter.is_whitespace()) {
        rest = rest.strip_prefix(letter)?;
    }
    Some(rest).filter(|rest| !rest.is_empty() && !rest.starts_with([' ', '.', ',', '%']))
}

/// Most elements of a link that are looked at.
const MOST_PARTS: usize = 16;

/// Whether words are an address of mail.
pub(super) fn is_mail(words: &str) -> bool {
    let (name, host) = words.split_once('@').unwrap_or_default();
    !name.is_empty() && host.contains('.') && !words.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::{goes_on, is_figure, is_rank, once};

    #[test]
    fn ranks_stand_before_titles() {
        assert!(
            ["1", "#3", "10위", "1 st", "2nd"].into_iter().all(is_rank)
                && !["5G", "3D", "1.5", ""].into_iter().any(is_rank)
        );
        assert!(goes_on("-Ausbau") && goes_on("つの洗い方") && !goes_on("Weather"));
    }

    #[test]
    fn doubled_words_are_said_once() {
        for (words, single) in
            [("Add to cart Add to cart", "Add to cart"), ("Tom Tom", "Tom"), ("Aha!", "Aha!"), ("", "")]
        {
            assert_eq!(once(words), single);
        }
    }

    #[test]
    fn figures_are_no_titles() {
        for words in [
            "EUR34.42",
            "-32%",
            "4.4 (83,339)",
            "4.7 out of 5 stars 220",
            "-32%EUR 14.86 List: EUR 21.86",
            "2024 年 5 月",
            "下午11:55 · 2023年12月11日",
            "12",
        ] {
            assert!(is_figure(words), "{words}");
        }
        for words in [
            "Ten lamps",
            "iPhone 15",
            "RTX 4070 vs 4070 Ti",
            "GOTY 2023",
            "NBA 2024",
            "2.0 FEATURES",
            "Top 10",
            "RFC 9110",
            "Psalm 119:105",
            "F-35",
            "石榴 30 (1次)",
            "",
            "–",
        ] {
            assert!(!is_figure(words), "{words}");
        }
    }
}
