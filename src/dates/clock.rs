//! The time of day behind a day in words: "5 May 2021 at 8:30 am", "2021-11-09T08:15:00+01:00",
//! "5. Mai 2021 um 8.30 Uhr", "2021年5月5日 下午3:20".

use regex::Regex;
use std::sync::LazyLock;

/// A time that stands right behind a day; of the words between them only those that are sure. A dot
/// parts hour and minute only where a word before or behind them says that this is a time.
static BEHIND_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^
        (?: \s* [(（] \p{L}{1,9} [)）] | \s* (?:星期|禮拜|礼拜|周|週) [一二三四五六日天] )?
        (?: T | \s* [,،|·•–-]? \s* (?: (?P<lead> at|um|à|a\ las|às|alle|kl\.?|klo|o|om|ob|в ) \s+ )? )
        (?P<half> 上午|下午|午前|午後|早上|晚上|오전|오후 )? \s*
        (?P<hour> \d{1,2} )
        (?: \s? (?: [:：h] | 時 | 时 | 시 | 點 | 点 ) \s? | (?P<dot> \. ) )
        (?P<minute> \d{2} )
        (?: : (?P<second> \d{2} ) (?: [.,] \d+ )? )?
        (?: [分분] | (?P<hours> \s* (?: uhr | hrs? ) \b ) )?
        (?: \s* (?P<letter> [ap] ) \.? m\b \.? )?
        (?: \s* (?P<zone> (?:UTC|GMT) (?: [+-] \d{1,2} (?: :? \d{2} )? )? \b | Z\b | \+ \d{2} :? \d{2} \b )
          | (?P<west> - \d{2} :? \d{2} ) \b )?
        (?P<end> \D | $)",
    )
    .expect("the pattern is a constant")
});

/// A second time right behind the first: opening hours, the length of an event.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^ \s* (?: [-–—~〜～] | to | bis | till | until | à | a | al | tot | до ) \s* \d{1,2} [:：.h時时시] \d{2}",
    )
    .expect("the pattern is a constant")
});

/// Words for the first half of the day in languages that put them before the hour.
const MORNING: [&str; 4] = ["上午", "午前", "早上", "오전"];

/// Hour, minute and second of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock<'a> {
    pub hour: i8,
    pub minute: i8,
    pub second: i8,
    /// The zone as written: `Z`, `UTC`, `+02:00`.
    pub zone: Option<&'a str>,
    /// Bytes from the end of the day to the end of the time.
    pub len: usize,
}

/// The time right behind a day, if one stands there that a clock can show.
pub fn behind_day(text: &str) -> Option<Clock<'_>> {
    let found = BEHIND_DAY.captures(text)?;
    let part = |name: &str| found.name(name);
    let number = |name| part(name).map_or(Some(0), |part| part.as_str().parse::<i8>().ok());
    let (hour, minute, second) = (number("hour")?, number("minute")?, number("second")?);
    if part("dot").is_some() && part("lead").is_none() && part("hours").is_none() {
        return None;
    }
    // "10:00-12:00" is a range; with the T of a machine's date it is an hour west of Greenwich.
    let west = part("west").filter(|_| text.starts_with('T'));
    let end = match (part("west"), west) {
        (Some(range), None) => range.start(),
        _ => part("end")?.start(),
    };
    if west.is_none() && RANGE.is_match(&text[end..]) {
        return None;
    }
    let hour = match (part("letter"), part("half")) {
        (Some(_), _) if !(1..=12).contains(&hour) => return None,
        (Some(letter), _) => hour % 12 + if letter.as_str().eq_ignore_ascii_case("p") { 12 } else { 0 },
        // Both ways of counting are mixed: "下午15:20".
        (None, Some(half)) if hour <= 12 => hour % 12 + if MORNING.contains(&half.as_str()) { 0 } else { 12 },
        (None, _) => hour,
    };
    let zone = part("zone").or(west).map(|zone| zone_of(zone.as_str()));
    (hour < 24 && minute < 60 && second < 60).then_some(Clock { hour, minute, second, zone, len: end })
}

/// A zone without the name that its offset counts from: `+02:00` of "UTC+02:00".
fn zone_of(written: &str) -> &str {
    written.find(['+', '-']).map_or(written, |sign| &written[sign..])
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
        assert_eq!(read(" um 7:30 Uhr"), Some((7, 30, 12)));
        assert_eq!(read(" à 18h00"), Some((18, 0, 9)));
        for other in [" 25:10", " 10:75", " 5 min", " 1:234", " 3.20 EUR", " 21.13", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn times_are_written_in_many_ways() {
        let quarter_past_nine = [
            " à 21 h 13",
            " 21.13 Uhr",
            " um 21.13",
            ", kl. 21.13",
            " 21時13分",
            "(水) 21時13分",
            " 星期三 21:13",
            " 下午9:13",
            "下午21:13",
            " 오후 9:13",
            " 오후 9시 13분",
            "T21:13",
            " 9:13 PM",
        ];
        for text in quarter_past_nine {
            let clock = behind_day(text).unwrap_or_else(|| panic!("{text} is a time"));
            assert_eq!((clock.hour, clock.minute, clock.zone), (21, 13, None), "{text}");
        }
        let half = |text| behind_day(text).map(|clock| clock.hour);
        assert_eq!((half(" 午前0:30"), half(" 下午12:30")), (Some(0), Some(12)));
    }

    #[test]
    fn a_zone_is_kept_and_a_range_is_no_time() {
        let zone = |text| behind_day(text).map(|clock| (clock.hour, clock.zone));
        assert_eq!(zone("T21:13:00+02:00"), Some((21, Some("+02:00"))));
        assert_eq!(zone("T21:13:00.123-0500"), Some((21, Some("-0500"))));
        assert_eq!(zone("T21:13Z"), Some((21, Some("Z"))));
        assert_eq!(zone(" 21:13 UTC"), Some((21, Some("UTC"))));
        assert_eq!(zone(" 21:13 GMT+02:00"), Some((21, Some("+02:00"))));
        assert_eq!(zone(" 21:13 Zulu"), Some((21, None)));
        for range in
            [" 10:00-12:00", " 10:00 – 12:00", ", 10:00 to 12:00", " 10.00 bis 12.00 Uhr", " 10h00 à 12h00"]
        {
            assert_eq!(zone(range), None, "{range}");
        }
        assert_eq!(zone(" 10:00 - 5 comments"), Some((10, None)));
    }
}
