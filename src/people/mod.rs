//! Names of people in words, and the words beside them: "by", jobs, houses.
//!
//! In: a byline, a link's words, a value that a page declares. Out: the names in it, and whether it can be one at all.
//! Nothing here knows of pages: every room asks what a text says, and decides itself.

mod bylines;
mod names;
mod prose;
mod reporters;

pub use bylines::{begins_with_writer, house, is_other_work, shown, signed};
pub use names::{
    adds_job, calls_person, can_be_name, is_house, is_job, is_label, is_login, is_name_alone, is_particle,
    is_wide_name, leads_on, looks_like_person, names_writer, split,
};
pub use prose::runs_on;
pub use reporters::is_reporter;

/// Letters and digits in lower case, nothing else: names are compared by these.
pub fn letters(text: &str) -> String {
    letters_of(text).collect()
}

/// The same, one by one.
pub fn letters_of(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests;
