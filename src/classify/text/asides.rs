//! Boxes beside the text of a dump that name themselves and read like more of it: who wrote the text, and forms.

use super::Lines;
use crate::blocks::numbering;
use crate::classify::{Label, Rule};
use crate::people;
use crate::record::Role;
use crate::wordlists::{ABOUT_AUTHOR, ASKED, ASKED_DENSE};
use foldhash::HashSet;
use std::ops::Range;

/// Most lines of a box about the author: the name, what else is to be said, the life.
const LIFE_LINES: usize = 5;

/// Most of them that read, where none names the author: more are a section of the text.
const LIFE_TEXTS: usize = 2;

/// Fewest words over such a box: on the page of a book or of a writer it is what the page is about.
const TEXT_WORDS: u32 = 100;

/// Most words of a field of a form with its mark: "First name*".
const FIELD_WORDS: u32 = 6;

/// Fewest marked fields of a form, and most lines from one to the next.
const FIELDS: usize = 3;
const FIELD_LINES: usize = 4;

/// Fewest different things that a form asks for: "Phone in the van*" is no form.
const ASKED_LEAST: usize = 2;

/// Fewest letters of a part of a name that is looked for again.
const NAME_LETTERS: usize = 3;

impl Lines<'_> {
    /// Leaves out of the content what stands beside it in boxes.
    pub(super) fn asides(&self, labels: &mut [Label]) {
        self.lives(labels);
        self.forms(labels);
    }

    /// "About the author", and what is told there.
    fn lives(&self, labels: &mut [Label]) {
        let mut text = 0;
        for index in 0..labels.len() {
            let content = labels[index].role == Role::Body;
            text += if content { self.stats(index).words } else { 0 };
            if content && text >= TEXT_WORDS && names_life(self.text(index)) {
                let end = self.end_of_life(index, labels);
                leave_out(labels, index..end, Rule::AuthorBox);
            }
        }
    }

    /// Where a box about who wrote the text ends: at the end of the text, or behind the lines that name the author again.
    /// Guides to reading have such a heading, too ("About the author": look for …), and pages of books tell of theirs.
    fn end_of_life(&self, label: usize, labels: &[Label]) -> usize {
        let content = |at: &usize| labels[*at].role == Role::Body;
        let most = labels.len().min(label + 1 + LIFE_LINES);
        let told = |at: usize| (label + 1..at).any(|before| self.stats(before).prose);
        let ends = |at: &usize| !content(at) || (told(*at) && self.is_heading(*at));
        let end = (label + 1..most).find(ends).unwrap_or(most);
        let told = (label + 1..end).filter(|at| self.stats(*at).prose).count();
        if told <= LIFE_TEXTS && !(end..labels.len()).any(|at| content(&at)) {
            return end;
        }
        let names = self.names_of_authors(&labels[..label]);
        let named = |at: &usize| content(at) && words_of(self.text(*at)).any(|word| names.contains(word));
        let told = (label + 1..end).take_while(named).count();
        if told > 0 { label + 1 + told } else { label }
    }

    /// The parts of the names in the bylines over a line.
    fn names_of_authors(&self, above: &[Label]) -> HashSet<String> {
        let bylines = (0..above.len()).filter(|at| above[*at].role == Role::Byline).map(|at| self.text(at));
        let shown = people::shown(&bylines.collect::<Vec<_>>()).unwrap_or_default();
        let names = people::split(&shown).into_iter().filter(|name| people::looks_like_person(name));
        let long = |word: &&str| word.chars().count() >= NAME_LETTERS;
        names.flat_map(|name| words_of(&name).filter(long).map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    /// The fields of forms: several short lines with the mark of what must be filled in, and the short lines between. Lists
    /// that are numbered, or whose marks a note explains, have marks of their own.
    fn forms(&self, labels: &mut [Label]) {
        let numbered = |at: usize| numbering::marker(self.text(at)).is_some();
        let is_field = |at: &usize| {
            self.stats(*at).words <= FIELD_WORDS && self.text(*at).ends_with('*') && !numbered(*at)
        };
        let fields: Vec<usize> = (0..labels.len()).filter(is_field).collect();
        for form in fields.chunk_by(|one, next| next - one <= FIELD_LINES) {
            let asked: HashSet<&str> = form.iter().filter_map(|at| asks(self.text(*at))).collect();
            let last = form[form.len() - 1];
            let mut behind = last + 1..labels.len().min(last + 1 + FIELD_LINES);
            let explained = behind.any(|at| labels[at].role == Role::Body && self.text(at).starts_with('*'));
            if form.len() < FIELDS || asked.len() < ASKED_LEAST || explained {
                continue;
            }
            for index in form[0]..labels.len().min(last + 2) {
                let stats = self.stats(index);
                if stats.words <= FIELD_WORDS && !stats.sentence && !numbered(index) {
                    leave_out(labels, index..index + 1, Rule::Form);
                }
            }
        }
    }
}

/// What a field of a form asks for.
fn asks(field: &str) -> Option<&'static str> {
    let lower = field.to_lowercase();
    let whole = || ASKED.iter().copied().find(|asked| words_of(&lower).any(|word| word == *asked));
    whole().or_else(|| ASKED_DENSE.iter().copied().find(|asked| lower.contains(asked)))
}

/// The words of a text, without what stands around them.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|own: char| !own.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Takes the role of content from lines that have it.
fn leave_out(labels: &mut [Label], lines: Range<usize>, rule: Rule) {
    for label in labels[lines].iter_mut().filter(|label| label.role == Role::Body) {
        *label = Label::of(Role::Promo, 0.7, rule);
    }
}

/// Whether a line says that who wrote the text is told of under it.
fn names_life(line: &str) -> bool {
    let bare = line.trim_end_matches([':', '：']).trim().to_lowercase();
    ABOUT_AUTHOR.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::asks;

    #[test]
    fn forms_ask_in_whole_words() {
        assert_eq!(asks("First name*"), Some("name"));
        assert_eq!(asks("Your e-mail*"), Some("mail"));
        assert_eq!(asks("您的邮箱*"), Some("邮箱"));
        for none in ["Metronomin*", "Venlanome*", "Tournament*", "Время*"] {
            assert_eq!(asks(none), None, "{none}");
        }
    }
}
