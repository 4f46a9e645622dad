//! Where two records differ: JSON values in, field paths and readable changes out.
//!
//! A path reads like the fields of the record (`advice_lists[1].items[0].text`). Of a list only the
//! first entry that differs is told: one entry too many shifts all that follow.

use crate::summary::count;
use serde_json::Value;
use similar::{ChangeTag, DiffOp, TextDiff};
use std::fmt;
use std::time::Duration;

/// Longest value, in characters, that is shown whole.
const SHOWN: usize = 160;

/// Words shown on either side of a change in a long text.
const CONTEXT_WORDS: usize = 8;

/// Time after which the search for the smallest difference of two texts settles for a larger one.
const PATIENCE: Duration = Duration::from_secs(2);

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Path of the field in the record.
    pub field: String,
    /// What differs, in one or more lines.
    pub change: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}", self.field)?;
        self.change.lines().try_for_each(|line| write!(f, "\n      {line}"))
    }
}

/// All fields in which `found` differs from `expected`, in the order of the record.
pub fn differences(expected: &Value, found: &Value) -> Vec<Difference> {
    let mut list = Vec::new();
    compare("", expected, found, &mut list);
    list
}

fn compare(field: &str, expected: &Value, found: &Value, list: &mut Vec<Difference>) {
    if expected == found {
        return;
    }
    match (expected, found) {
        (Value::Object(old), Value::Object(new)) => {
            let gone = old.keys().filter(|key| !new.contains_key(*key));
            for key in new.keys().chain(gone) {
                let path = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => compare(&path, old, new, list),
                    (old, new) => list.push(presence(path, old, new)),
                }
            }
        }
        (Value::Array(old), Value::Array(new)) => compare_lists(field, old, new, list),
        (Value::String(old), Value::String(new)) => {
            list.push(Difference { field: field.to_owned(), change: text_change(old, new) });
        }
        _ => list
            .push(Difference { field: field.to_owned(), change: two_lines(&brief(expected), &brief(found)) }),
    }
}

fn compare_lists(field: &str, old: &[Value], new: &[Value], list: &mut Vec<Difference>) {
    if old.len() != new.len() {
        let change = format!("{} expected, {} found", count(old.len() as u64, "entry"), new.len());
        list.push(Difference { field: field.to_owned(), change });
    }
    let Some(at) = (0..old.len().max(new.len())).find(|&at| old.get(at) != new.get(at)) else { return };
    let path = format!("{field}[{at}]");
    match (old.get(at), new.get(at)) {
        (Some(old), Some(new)) => compare(&path, old, new, list),
        (old, new) => list.push(presence(path, old, new)),
    }
}

/// A field or an entry that only one side has.
fn presence(field: String, expected: Option<&Value>, found: Option<&Value>) -> Difference {
    let side = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), brief);
    Difference { field, change: two_lines(&side(expected), &side(found)) }
}

fn two_lines(expected: &str, found: &str) -> String {
    format!("expected {expected}\nfound    {found}")
}

/// A value as JSON, cut when it is long.
fn brief(value: &Value) -> String {
    cut(&value.to_string())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The change between two texts: both when they are short, else the first change among its words.
fn text_change(old: &str, new: &str) -> String {
    if old.chars().count() <= SHOWN && new.chars().count() <= SHOWN {
        return two_lines(&format!("{old:?}"), &format!("{new:?}"));
    }
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(old, new);
    let groups = diff.grouped_ops(CONTEXT_WORDS);
    let Some(first) = groups.first() else {
        // Equal texts do not come here; texts without words may.
        return two_lines(&cut(&format!("{old:?}")), &cut(&format!("{new:?}")));
    };
    let line = old[..byte_of(old, &diff, first)].matches('\n').count() + 1;
    format!("line {line}, change 1 of {}:\n{}", groups.len(), marked(&diff, first))
}

/// Byte offset in the old text at which a group of changes begins.
fn byte_of(old: &str, diff: &TextDiff<'_, '_, str>, group: &[DiffOp]) -> usize {
    let start = group.first().map_or(0, |op| op.old_range().start);
    (0..start).filter_map(|word| diff.old_slice(word)).map(str::len).sum::<usize>().min(old.len())
}

/// A group of changes as one line: `[-expected-]`, `{+found+}` and the words around them.
fn marked(diff: &TextDiff<'_, '_, str>, group: &[DiffOp]) -> String {
    let mut line = String::from("…");
    for op in group {
        let side = |tag: ChangeTag| -> String {
            diff.iter_changes(op).filter(|change| change.tag() == tag).map(|change| change.value()).collect()
        };
        line.push_str(&side(ChangeTag::Equal));
        for (text, open, close) in
            [(side(ChangeTag::Delete), "[-", "-]"), (side(ChangeTag::Insert), "{+", "+}")]
        {
            if !text.is_empty() {
                line.extend([open, &cut(&text), close]);
            }
        }
    }
    line.push('…');
    line.replace('\n', "⏎")
}
