//! Lines before the words of a remark, and behind them: who wrote it, and when.

use super::opening::{Opening, TIME_WORDS, bare_name};
use super::plain::name_before_age;
use super::remark::Remarks;
use super::told::{date, own_nodes};
use super::{NAME_WORDS, OPENING_WORDS, Written, is_name, person};
use crate::assemble::Page;
use crate::blocks::words;
use crate::classify::phrases;
use crate::dates;
use crate::document::Attr;
use crate::people;
use crate::wordlists::{AGE_UNITS, DENSE_UNITS};

/// Takes in a line before the words of a comment: who wrote it, or when. Tells whether it is none of the words:
/// labels are none, and nothing is before an element named after them. Behind the date a line that looks as the
/// words do is their title.
pub(super) fn head(page: &Page, index: usize, own: &mut Written, label: bool, remarks: &Remarks) -> bool {
    let text = page.blocks.text(index);
    let count = words::count(text);
    if let Some(moment) = moment(page, index) {
        own.dated = true;
        own.comment.published.get_or_insert(moment);
        own.comment.author = own.comment.author.take().or_else(|| person(page, index));
        return true;
    }
    if phrases::tells_how_long_ago(text) || dates::is_day_of_year(text) || is_age(text) {
        own.dated = true;
        // Where no markup says that it is a name, it may be what somebody did: "Reviewed 2 weeks ago".
        let before = || is_name(page, index, text, count).then(|| name_before_age(text)).flatten();
        let name = || person(page, index).or_else(before);
        own.comment.author = own.comment.author.take().or_else(name);
        return true;
    }
    let named = own.holder.is_some_and(|holder| remarks.names_words(holder));
    let titles = || own.dated && own.holder.is_some_and(|holder| remarks.looks_like_words(index, holder));
    let initials = own.comment.author.as_deref().is_none_or(|author| are_initials(author, text));
    let first = own.comment.text.is_empty() && initials;
    let names = is_name(page, index, text, count);
    // A link that begins with a capital may lead to who wrote, where an element holds the comment.
    let linked = || own.holder.is_some() && is_link(page, index) && is_capitalized(text);
    let may_name = || !label || linked();
    if first && (names || (may_name() && may_be_name(page, index, text, count) && !titles())) {
        let bare = bare_name(text);
        own.comment.author = Some(if bare.is_empty() { text.trim().to_owned() } else { bare });
        return true;
    }
    label || named
}

/// Takes in a line behind all words of a comment that an element holds: who wrote it, if the markup says so, or
/// nothing but when. Tells whether it is none of the words.
pub(super) fn foot(page: &Page, index: usize, own: &mut Written, remarks: &Remarks) -> bool {
    let behind = own.holder.is_some_and(|holder| remarks.is_behind(index, holder));
    if own.comment.text.is_empty() || !behind {
        return false;
    }
    let text = page.blocks.text(index);
    if let Some((moment, range)) = dates::first_moment(text) {
        // "Ada Moss, May 5, 2021"
        if let Some(signed) = Opening::dated(text, "").filter(|_| own.comment.published.is_none()) {
            // "Date published: May 5, 2021", "Verified purchase, May 5, 2021"
            let label = words::leads(text[..range.start].trim_end());
            let name = signed.author.filter(|name| !label && has_capitals(name));
            own.comment.author = own.comment.author.take().or_else(|| person(page, index)).or(name);
            own.comment.published = signed.published;
            return true;
        }
        // "Commented May 5, 2021": more words are what somebody says.
        let others = words::count(&text[..range.start]) + words::count(&text[range.end..]);
        if others <= TIME_WORDS {
            own.comment.published.get_or_insert(moment);
            return true;
        }
    }
    if phrases::tells_how_long_ago(text) || dates::is_day_of_year(text) {
        return true;
    }
    let names = own.comment.author.is_none()
        && is_name(page, index, text, words::count(text))
        && phrases::phrase(text).is_none();
    let name = Some(bare_name(text)).filter(|name| names && people::can_be_name(name));
    let found = name.is_some();
    own.comment.author = own.comment.author.take().or(name);
    found
}

/// Most letters of a name in place of a picture.
const INITIALS: usize = 2;

/// Whether what stands for a name is letters in place of the picture of who is named on this line: "SB", "Scott B.".
fn are_initials(author: &str, line: &str) -> bool {
    let first = |text: &str| text.chars().next().map(|letter| letter.to_lowercase().to_string());
    let letters = |text: &str| text.chars().take(INITIALS + 1).count();
    letters(author) <= INITIALS && letters(line) > INITIALS && first(author) == first(line)
}

/// Most letters of an age in short, and of what may stand behind it: "4 d", "6dEdited".
const AGE_LETTERS: usize = 10;

/// Most digits of it.
const AGE_DIGITS: usize = 3;

/// Whether a line says in short how old a comment is: "2d", "17h", "4 д". Names begin with numbers, too: "2pac".
pub(super) fn is_age(text: &str) -> bool {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let unit = behind.trim_start();
    // "6dEdited"
    let ends = |(at, own): &(usize, char)| !own.is_alphabetic() || (*at > 0 && own.is_uppercase());
    let end = unit.char_indices().find(ends).map_or(unit.len(), |(at, _)| at);
    (1..=AGE_DIGITS).contains(&(text.len() - behind.len()))
        && text.chars().count() <= AGE_LETTERS
        && (AGE_UNITS.contains(&unit[..end].to_lowercase().as_str())
            || DENSE_UNITS.iter().any(|own| unit.starts_with(own)))
}

/// Whether a line is one link and nothing else.
pub(super) fn is_link(page: &Page, index: usize) -> bool {
    let mut links = page.blocks.links(index).iter().map(|link| page.blocks.link_text(link));
    let only = links.find(|words| !words.is_empty());
    only == Some(page.blocks.text(index))
}

/// Whether each word of a line begins with a capital, as far as its script has some.
fn is_capitalized(text: &str) -> bool {
    text.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
}

/// Whether each word of a name begins with a capital.
fn has_capitals(name: &str) -> bool {
    name.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}

/// Whether a line has two numbers, as "Rated 3 out of 5" has and no name does.
fn grades(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_digit())).count() > 1
}

/// Whether the stop at the end of a line cuts a name short: "Mo L."
fn ends_in_initial(text: &str) -> bool {
    let last = text.strip_suffix('.').and_then(|text| text.split_whitespace().next_back());
    last.is_some_and(|last| last.chars().count() == 1 && last.chars().all(char::is_uppercase))
}

/// Whether a short line may be a name though nothing says so.
fn may_be_name(page: &Page, index: usize, text: &str, count: usize) -> bool {
    let heading = page.blocks.is_heading(index);
    count <= NAME_WORDS
        && text.contains(char::is_alphabetic)
        && !text.contains([',', ':', '(', '，', '：', '（'])
        && (!words::ends_sentence(text) || ends_in_initial(text))
        && !words::has_year(text)
        && !grades(text)
        && phrases::phrase(text).is_none()
        && !heading
}

/// The day that a short line names, or that an element in it, or around it alone, names for those who point at it.
fn moment(page: &Page, index: usize) -> Option<String> {
    let text = page.blocks.text(index);
    if words::count(text) > OPENING_WORDS || words::ends_sentence(text) {
        return None;
    }
    let document = page.document;
    let titles = own_nodes(page, index).filter_map(|node| document.attr(node, Attr::Title));
    let named = |text: &str| dates::first_moment(text).map(|(moment, _)| moment);
    let written = || date(document, own_nodes(page, index));
    named(text).or_else(written).or_else(|| titles.into_iter().find_map(named))
}

#[cfg(test)]
mod tests {
    use super::is_age;

    #[test]
    fn ages_are_numbers_with_a_unit() {
        for age in ["2d", "17h", "4 д", "6dEdited", "3 Std", "5天前", "3 d"] {
            assert!(is_age(age), "{age}");
        }
        for name in ["2pac", "3dguy", "007bond", "2nd this", "1st!", "d2", "2"] {
            assert!(!is_age(name), "{name}");
        }
    }
}
