//! Numbers of the sections and paragraphs of documents: statutes, terms of use, manuals. They make no lists.

use super::{Form, Item, Scope};
use crate::blocks::Blocks;
use crate::wordlists::LAW_ARTICLES;

/// Fewest headings, or numbers with parts of their own, that make a document.
const FEWEST: usize = 2;

/// Blocks of an item among which its first part stands: a line or two between them.
const REACH: usize = 3;

/// What stands behind the number of an article that was put in between two others.
const INSERTED: [&str; 6] = ["bis", "ter", "quater", "quinquies", "sexies", "septies"];

/// Whether headings are numbered as the sections of a document are ("1.1", "2.3.1").
pub(super) fn has_section_numbers(blocks: &Blocks, scope: &[Scope]) -> bool {
    let headings = (0..blocks.len()).filter(|i| scope[*i] != Scope::Outside && blocks.is_heading(*i));
    headings.filter(|index| parts(blocks.text(*index)).is_some()).count() >= FEWEST
}

/// Whether numbers are those of sections, for their paragraphs have numbers of two parts: "1.1" under "1. Scope".
pub(super) fn number_sections(blocks: &Blocks, items: &[Item]) -> bool {
    let ends = items.iter().skip(1).map(|next| next.start).chain([blocks.len()]);
    let has_parts = |(item, end): (&Item, usize)| {
        let mut under = item.start + 1..end.min(item.start + 1 + REACH);
        under.any(|at| parts(blocks.text(at)).is_some_and(|own| own == (item.number, 1)))
    };
    let own = items.iter().zip(ends).filter(|pair| has_parts(*pair)).count();
    own >= FEWEST && own * 2 >= items.len()
}

/// Whether numbers are those of the paragraphs of a law: they stand right under "§ 4" or "Article 4".
pub(super) fn number_paragraphs(blocks: &Blocks, items: &[Item]) -> bool {
    let over = items.first().and_then(|first| first.start.checked_sub(1));
    over.is_some_and(|at| blocks.is_heading(at) && is_article(blocks.text(at)))
}

/// Whether numbers are those of the articles of a law: "Article 1", "Article 2".
pub(super) fn number_articles(form: Form) -> bool {
    matches!(form, Form::Word(word) if LAW_ARTICLES.contains(&word.to_lowercase().as_str()))
}

/// Whether a heading is that of a section or an article of a law: "§ 4 Fees", "Art. 4", "第四条".
fn is_article(text: &str) -> bool {
    let text = text.trim_start();
    if let Some(behind) = text.strip_prefix('第') {
        return behind.split_once('条').is_some_and(|(number, _)| number.chars().count() <= REACH);
    }
    let word = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let behind = text[word..].trim_start_matches('.').trim_start();
    // "Article 4 needs three things" tells of one; "Article 4 bis" and "Artikel 4 a" are numbers, too.
    let rest = behind.trim_start_matches(char::is_alphanumeric).trim_start();
    let next = rest.split(|own: char| !own.is_alphanumeric()).next().unwrap_or_default();
    let inserted = next.chars().count() == 1 || INSERTED.contains(&next);
    text.starts_with('§')
        || (behind.starts_with(char::is_numeric)
            && (inserted || !rest.starts_with(char::is_lowercase))
            && LAW_ARTICLES.contains(&text[..word].to_lowercase().as_str()))
}

/// The first two parts of a number that a text begins with: 2 and 3 of "2.3.1 Scope".
fn parts(text: &str) -> Option<(i64, i64)> {
    let mut parts = text.split(char::is_whitespace).next().unwrap_or_default().split('.');
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?;
    Some((number(parts.next()?)?, number(parts.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::{is_article, parts};
    use crate::blocks::Blocks;
    use crate::blocks::series::{Scope, find};
    use crate::document::html;

    fn lists(source: &str) -> usize {
        let document = html::parse(source);
        let blocks = Blocks::of(&document);
        find(&document, &blocks, &vec![Scope::Inside; blocks.len()]).len()
    }

    #[test]
    fn numbers_of_sections_and_paragraphs_are_no_lists() {
        let terms = "<h2>1. Scope</h2><p>1.1 All boats.<p>1.2 No rafts.<h2>2. Fares</h2><p>2.1 By day.<p>2.2 By crew.";
        assert_eq!(lists(terms), 0);
        let steps = "<h2>1. Sand</h2><p>1.5 mm at most.<h2>2. Oil</h2><p>Thinly.";
        assert_eq!(lists(steps), 1, "a measure");
        assert_eq!(lists("<h3>§ 4 Dues</h3><p>(1) They are due in May.<p>(2) Children pay half."), 0);
        assert_eq!(lists("<h2>Article 1</h2><p>All boats are blue.<h2>Article 2</h2><p>No boat is red."), 0);
        assert_eq!(lists("<h3>What to bring</h3><p>(1) A rope.<p>(2) A lamp."), 1);
    }

    #[test]
    fn articles_of_laws_are_known_by_their_word_and_number() {
        for text in ["§ 4 Fees", "Art. 4", "Artikel 12 Beiträge", "第四条 会费", "Статья 3."] {
            assert!(is_article(text), "{text}");
        }
        assert!(
            is_article("Article 2 bis") && is_article("Artikel 1 a") && is_article("Art. 1 ter. Puertas")
        );
        assert!(!is_article("Article of the week") && !is_article("Art in 4 rooms"));
        assert!(!is_article("Article 4 needs three things"));
        assert_eq!(parts("2.3.1 Scope"), Some((2, 3)));
        assert!(parts("2. Scope").is_none() && parts("Scope").is_none());
    }
}
