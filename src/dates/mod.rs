//! Days and times in words: how they are written in the languages that pages are written in.
//!
//! In: a short text, or a value that a machine wrote. Out: the days in it, the time behind a day, and what the
//! words beside a day say of it. Nothing here knows of pages: every room asks what a text says, and decides itself.

mod clock;
mod days;
mod labels;
mod moment;
mod months;

pub use days::{Order, days, is_day_of_year, is_month_of_year};
pub use labels::{behind_change, tells_change, tells_joining};
pub use moment::{Moment, civil, parse, shown};
pub use months::month;

use std::ops::Range;

/// The first day in a short text, with the time behind it, ISO 8601, and the bytes that name both.
pub fn first_moment(text: &str) -> Option<(String, Range<usize>)> {
    let found = days(text, Order::Unknown).into_iter().next()?;
    let end = found.end + clock::behind_day(&text[found.end..]).map_or(0, |clock| clock.len);
    Some((shown(found.day, &text[found.end..]).written(), found.start..end))
}

#[cfg(test)]
mod tests;
