//! A day, with its time where one is told: as a machine writes it, or a person.
//!
//! In: a value such as `2024-05-31T08:00:00+02:00`, "31 May 2024 at 8:30 am", `1717142400`. Out: a [`Moment`], which
//! is written in ISO 8601. A date-only source gives a date only; a time keeps the offset that was written.

use super::clock::{self, Clock};
use super::days::{Order, days};
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

/// A day, with the time of day when the source told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The day where the time was told.
    pub day: Date,
    /// `T08:00:00`, with offset when known; empty for a day.
    time: String,
    /// The day at Greenwich, for comparison with the day of the crawl.
    pub at_greenwich: Date,
}

impl Moment {
    /// A day without its time.
    pub fn of(day: Date) -> Self {
        Self { day, time: String::new(), at_greenwich: day }
    }

    /// As the record has it: ISO 8601.
    pub fn written(&self) -> String {
        format!("{}{}", self.day, self.time)
    }

    /// How exact it is: a day, a time, a time with seconds, each better with its zone. Midnight is what
    /// editing systems write when they know the day alone.
    pub fn precision(&self) -> usize {
        const TO_THE_SECOND: usize = "T00:00:00".len();
        let Some(clock) = self.time.get(..TO_THE_SECOND).filter(|clock| *clock != "T00:00:00") else {
            return 0;
        };
        1 + usize::from(!clock.ends_with(":00")) + usize::from(self.time.len() > TO_THE_SECOND)
    }
}

static ISO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:T|\s|,)+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    )
    .expect("the pattern is a constant")
});

static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?$").expect("the pattern is a constant")
});

static ZONED_TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})")
        .expect("the pattern is a constant")
});

/// A date as a machine or a person writes it.
pub fn parse(written: &str, order: Order) -> Option<Moment> {
    let written = written.trim();
    if let Some(found) = ISO.captures(written) {
        let day = civil(found.get(1)?.as_str(), found.get(2)?.as_str(), found.get(3)?.as_str())?;
        let part = |at: usize| found.get(at).map(|part| part.as_str());
        return Some(timed(day, part(4), part(5), part(6), part(7)));
    }
    if let Some(found) = COMPACT.captures(written) {
        return Some(Moment::of(civil(
            found.get(1)?.as_str(),
            found.get(2)?.as_str(),
            found.get(3)?.as_str(),
        )?));
    }
    if let Some(moment) = unix(written) {
        return Some(moment);
    }
    let day = days(written, order).first()?.day;
    match ZONED_TIME.captures(written) {
        Some(found) => {
            let part = |at: usize| found.get(at).map(|part| part.as_str());
            Some(timed(day, part(1), part(2), part(3), part(4)))
        }
        None => Some(Moment::of(day)),
    }
}

/// A day by its digits; `None` for one that no calendar has.
pub fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A day with its time; a time that no clock shows is left out.
fn timed(
    day: Date,
    hour: Option<&str>,
    minute: Option<&str>,
    second: Option<&str>,
    zone: Option<&str>,
) -> Moment {
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<i8>().ok());
    let (Some(h), Some(m)) = (number(hour), number(minute)) else { return Moment::of(day) };
    moment(day, [h, m, number(second).unwrap_or(0)], zone)
}

/// A day with hour, minute and second, unless no clock shows them.
fn moment(day: Date, [h, m, s]: [i8; 3], zone: Option<&str>) -> Moment {
    let Ok(time) = jiff::civil::Time::new(h, m, s, 0) else { return Moment::of(day) };
    let minutes = zone.and_then(offset_minutes);
    let suffix = match (zone, minutes) {
        (None, _) | (_, None) => String::new(),
        (Some(zone), _) if zone.starts_with(|c: char| c.is_alphabetic()) => "Z".to_owned(),
        (Some(_), Some(minutes)) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    };
    let local = day.to_datetime(time);
    let shift = jiff::Span::new().try_minutes(-i64::from(minutes.unwrap_or(0)));
    let greenwich = shift.ok().and_then(|shift| local.checked_add(shift).ok()).unwrap_or(local);
    Moment { day, time: format!("T{h:02}:{m:02}:{s:02}{suffix}"), at_greenwich: greenwich.date() }
}

/// Minutes east of Greenwich; `None` for an offset that no place on earth has.
fn offset_minutes(zone: &str) -> Option<i32> {
    const FARTHEST_HOURS: i32 = 14;
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return Some(0),
    };
    let hours: i32 = rest.get(..2)?.parse().ok()?;
    let minutes: i32 = rest[2..].trim_start_matches(':').parse().unwrap_or(0);
    (hours <= FARTHEST_HOURS && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Seconds or milliseconds since 1970.
fn unix(written: &str) -> Option<Moment> {
    let digits = written.len();
    if !matches!(digits, 10 | 13) || !written.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let count: i64 = written.parse().ok()?;
    let seconds = if digits == 13 { count / 1000 } else { count };
    let at = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    let (time, day) = (at.time(), at.date());
    let time = format!("T{:02}:{:02}:{:02}Z", time.hour(), time.minute(), time.second());
    Some(Moment { day, time, at_greenwich: day })
}

/// A day with the time that stands right behind it.
pub fn shown(day: Date, behind: &str) -> Moment {
    let Some(Clock { hour, minute, second, zone, .. }) = clock::behind_day(behind) else {
        return Moment::of(day);
    };
    moment(day, [hour, minute, second], zone)
}
