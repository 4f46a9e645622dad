//! What agreeing means: words without their order, and pairs matched one to one.

use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("the pattern is a constant"));

/// The number that an item begins with, in any form that people write.
static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)^\s*(?:
            [(\#【]?\s*(?:step|tip|no\.?|rule|way|reason|trend|process|schritt|paso)?\s*[\#.]?
            \d{1,3}(?:\s*[.):、．:\]】-]|\s)\s*
          | 第?[（(]?[一二三四五六七八九十]{1,3}[）)步条点招]?[、.．:：，]?\s*
          | [①-⑳]\s*)",
    )
    .expect("the pattern is a constant")
});

/// The words of a text in lower case: letters, digits and the low line.
pub(super) fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    WORD.find_iter(&lower).map(|word| word.as_str().to_owned()).collect()
}

/// Precision, recall and F1 of a text's words, order aside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Agreement {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

/// How far the words found agree with those that were wanted.
pub(super) fn agreement(found: &[String], wanted: &[String]) -> Agreement {
    if found.is_empty() || wanted.is_empty() {
        let all = if found == wanted { 1.0 } else { 0.0 };
        return Agreement { precision: all, recall: all, f1: all };
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in wanted {
        *counts.entry(word).or_default() += 1;
    }
    let mut shared = 0.0;
    for word in found {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1.0;
        }
    }
    let (found, wanted) = (found.len() as f64, wanted.len() as f64);
    Agreement { precision: shared / found, recall: shared / wanted, f1: 2.0 * shared / (found + wanted) }
}

/// F1 of the words of two texts.
pub(super) fn f1(a: &str, b: &str) -> f64 {
    agreement(&words(a), &words(b)).f1
}

/// An item's text without its number.
pub(super) fn bare(text: &str) -> &str {
    MARKER.find(text).map_or(text, |marker| &text[marker.end()..])
}

/// Matches wanted with found things, best agreement first; `same` gives 0 for what does not match.
pub(super) fn matched<A, B>(wanted: &[A], found: &[B], same: impl Fn(&A, &B) -> f64) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, a) in wanted.iter().enumerate() {
        pairs.extend(found.iter().enumerate().map(|(j, b)| (same(a, b), i, j)).filter(|pair| pair.0 > 0.0));
    }
    // Stable: of equal pairs the earlier ones win.
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut used, mut taken) = (vec![false; wanted.len()], vec![false; found.len()]);
    let mut out = Vec::new();
    for (_, i, j) in pairs {
        if !used[i] && !taken[j] {
            (used[i], taken[j]) = (true, true);
            out.push((i, j));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_no_words_of_an_item() {
        let all = [
            ("1. Wash", "Wash"),
            ("(2) Rinse", "Rinse"),
            ("Step 3: Dry", "Dry"),
            ("4 Fold", "Fold"),
            ("五、收好", "收好"),
            ("⑥Store", "Store"),
        ];
        for (text, own) in all {
            assert_eq!(bare(text), own, "{text}");
        }
        assert_eq!(bare("1234 pages"), "1234 pages");
    }

    #[test]
    fn pairs_are_matched_once_and_best_first() {
        let same = |a: &&str, b: &&str| f1(a, b);
        assert_eq!(matched(&["a b", "a b c"], &["a b c", "a b", "x"], same), [(0, 1), (1, 0)]);
    }
}
