//! The time of day behind a day in words: "5 May 2021 at 8:30 am", "2021-11-09 08:15".

use regex::Regex;
use std::sync::LazyLock;

/// A time that stands right behind a day; of the words between them only those that are sure.
static BEHIND_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^ \s* [,|·•–-]? \s*
        (?: (?:at|um|à|a\ las|às|alle|kl\.?|om|o|в) \s+ )?
        (\d{1,2}) [:：h] (\d{2}) (?: : (\d{2}) )? (?: \s* ([ap]) \.? m\b \.? )? (?P<end> \D | $)",
    )
    .expect("the pattern is a constant")
});

/// Hour, minute and second of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: i8,
    pub minute: i8,
    pub second: i8,
    /// Bytes from the end of the day to the end of the time.
    pub len: usize,
}

/// The time right behind a day, if one stands there that a clock can show.
pub(super) fn behind_day(text: &str) -> Option<Clock> {
    let found = BEHIND_DAY.captures(text)?;
    let number = |at: usize| found.get(at).map_or(Some(0), |part| part.as_str().parse::<i8>().ok());
    let (hour, minute, second) = (number(1)?, number(2)?, number(3)?);
    let half = found.get(4).map(|letter| letter.as_str().to_ascii_lowercase());
    let hour = match half.as_deref() {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some("p") => hour % 12 + 12,
        Some(_) => hour % 12,
        None => hour,
    };
    let len = found.name("end")?.start();
    (hour < 24 && minute < 60 && second < 60).then_some(Clock { hour, minute, second, len })
}

#[cfg(test)]
mod tests {
    use super::behind_day;

    #[test]
    fn times_are_read_and_other_numbers_are_not() {
        let read = |text| behind_day(text).map(|clock| (clock.hour, clock.minute, clock.len));
        assert_eq!(read(" 08:15 | Font"), Some((8, 15, 6)));
        assert_eq!(read(" at 5:45 pm"), Some((17, 45, 11)));
        assert_eq!(read(", 12:05 a.m."), Some((0, 5, 12)));
        assert_eq!(read(" um 7:30 Uhr"), Some((7, 30, 8)));
        assert_eq!(read(" à 18h00"), Some((18, 0, 9)));
        for other in [" 25:10", " 10:75", " 5 min", " 1:234", " 3.20 EUR", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
