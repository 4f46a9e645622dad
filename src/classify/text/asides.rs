//! Boxes beside the text of a dump that name themselves and read like more of it: who wrote the text, and forms.

use super::Lines;
use crate::classify::Label;
use crate::record::Role;
use std::ops::Range;

/// What stands over the life of who wrote the text, as a line of its own.
const ABOUT_AUTHOR: [&str; 22] = [
    "about the author",
    "about the authors",
    "about the writer",
    "author bio",
    "meet the author",
    "über den autor",
    "über die autorin",
    "über die autoren",
    "à propos de l'auteur",
    "à propos de l’auteur",
    "sobre el autor",
    "sobre la autora",
    "sobre o autor",
    "sobre a autora",
    "sull'autore",
    "o autorze",
    "over de auteur",
    "об авторе",
    "关于作者",
    "作者简介",
    "著者について",
    "عن الكاتب",
];

/// Most lines of such a box: the name, what else is to be said, the life.
const LIFE_LINES: usize = 5;

/// Fewest words over such a box: on the page of a book or of a writer it is what the page is about.
const TEXT_WORDS: u32 = 100;

/// Most words of a field of a form with its mark: "First name*".
const FIELD_WORDS: u32 = 6;

/// Fewest marked fields of a form, and most lines from one to the next.
const FIELDS: usize = 3;
const FIELD_LINES: usize = 4;

/// What forms ask for, one of which tells their marks from those of notes under a table.
const ASKED: [&str; 20] = [
    "name",
    "mail",
    "phone",
    "telefon",
    "nom",
    "prénom",
    "téléphone",
    "nombre",
    "correo",
    "teléfono",
    "nome",
    "imię",
    "имя",
    "почт",
    "телефон",
    "姓名",
    "邮箱",
    "电话",
    "メール",
    "بريد",
];

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
                leave_out(labels, index..self.end_of_life(index, labels), "author_box");
            }
        }
    }

    /// Where a box about who wrote the text ends: with the content, or over the next heading. The name over the life looks
    /// like one, too.
    fn end_of_life(&self, label: usize, labels: &[Label]) -> usize {
        let most = labels.len().min(label + 1 + LIFE_LINES);
        let told = |at: usize| (label + 1..at).any(|before| self.stats(before).prose);
        let ends = |at: &usize| labels[*at].role != Role::Body || (told(*at) && self.is_heading(*at));
        (label + 1..most).find(ends).unwrap_or(most)
    }

    /// The fields of forms: several short lines with the mark of what must be filled in, and the short lines between.
    fn forms(&self, labels: &mut [Label]) {
        let is_field = |at: &usize| self.stats(*at).words <= FIELD_WORDS && self.text(*at).ends_with('*');
        let fields: Vec<usize> = (0..labels.len()).filter(is_field).collect();
        for form in fields.chunk_by(|one, next| next - one <= FIELD_LINES) {
            let asks = |at: &usize| {
                let text = self.text(*at).to_lowercase();
                ASKED.iter().any(|word| text.contains(word))
            };
            if form.len() >= FIELDS && form.iter().any(asks) {
                let end = labels.len().min(form[form.len() - 1] + 2);
                for index in form[0]..end {
                    let stats = self.stats(index);
                    if stats.words <= FIELD_WORDS && !stats.sentence {
                        leave_out(labels, index..index + 1, "form");
                    }
                }
            }
        }
    }
}

/// Takes the role of content from lines that have it.
fn leave_out(labels: &mut [Label], lines: Range<usize>, rule: &'static str) {
    for label in labels[lines].iter_mut().filter(|label| label.role == Role::Body) {
        *label = Label { role: Role::Promo, score: 0.7, rule };
    }
}

/// Whether a line says that who wrote the text is told of under it.
fn names_life(line: &str) -> bool {
    let bare = line.trim_end_matches([':', '：']).trim().to_lowercase();
    ABOUT_AUTHOR.contains(&bare.as_str())
}
