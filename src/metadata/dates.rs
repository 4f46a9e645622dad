//! When the page was published and when it was changed.
//!
//! In: dates as declared, bylines, the address, the day of the crawl. Out: at most two dates in
//! ISO 8601. A date-only source gives a date only; a time keeps the offset that was written.

use super::{Declared, Evidence, Origin, Sourced, addresses};
use crate::dates::{Moment, Order, behind_change, civil, days, parse, shown, tells_change, tells_joining};
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// First year that a web page can be dated to: the first site went up in 1990.
const FIRST_YEAR: i16 = 1990;

/// Last year accepted when the day of the crawl is unknown. A fixed bound, and not today, so that
/// the same input gives the same output on any day; it only keeps typing errors out.
const LAST_YEAR: i16 = 2049;

/// What was found out about the page's dates.
#[derive(Debug, Default)]
pub(super) struct Span {
    pub published: Option<Sourced<String>>,
    pub modified: Option<Sourced<String>>,
}

/// Days that a page can be dated to.
struct Bounds {
    last: Option<Date>,
}

impl Bounds {
    fn hold(&self, moment: &Moment) -> bool {
        let year = moment.day.year();
        let past_crawl = self.last.is_some_and(|last| moment.at_greenwich > last);
        (FIRST_YEAR..=LAST_YEAR).contains(&year) && !past_crawl
    }
}

/// Chooses among declared dates, bylines and the address.
pub(super) fn choose(declared: &Declared, evidence: &Evidence, language: Option<&str>) -> Span {
    let bounds = Bounds { last: evidence.crawled.and_then(|day| day.trim().get(..10)?.parse().ok()) };
    let order = order(declared, language);
    let read = |source: &Sourced<String>| {
        let moment = parse(&source.value, order).filter(|moment| bounds.hold(moment))?;
        Some(Sourced::new(moment, source.origin))
    };
    // On lists and products the dates shown are those of cards and reviews, but for one at the title.
    let bylines = if evidence.dates_of_others { evidence.bylines_at_title } else { evidence.bylines };
    let (mut published, mut changed) = from_bylines(bylines, order, &bounds);
    if published.is_none() && changed.is_none() && !evidence.dates_of_others {
        (published, changed) = from_bylines(evidence.bylines_behind, order, &bounds);
    }
    let in_words = |moment: Option<Moment>| moment.map(|moment| Sourced::new(moment, Origin::Byline));
    if let Some(rule) = evidence.rule_date.and_then(|date| read(&Sourced::new(date.to_owned(), Origin::Rule)))
    {
        return span(Some(rule), in_words(changed));
    }
    // A bare <time> may belong to anything; a byline block is known to be the article's.
    let (weak, strong): (Vec<_>, Vec<_>) =
        declared.published.iter().partition(|source| source.origin == Origin::TimeElement);
    let address = || addresses::known(declared, evidence.url).and_then(|url| from_address(&url));
    let mut candidates: Vec<_> = strong.into_iter().filter_map(read).collect();
    let declared_alone = candidates.len();
    candidates.extend(in_words(published));
    candidates.extend(weak.into_iter().filter(|_| !evidence.dates_of_others).filter_map(read));
    if evidence.is_thread {
        let first = declared.first_remark.clone().map(|date| Sourced::new(date, Origin::TimeElement));
        candidates.extend(first.as_ref().and_then(read));
    }
    let mut changes: Vec<_> = declared.modified.iter().filter_map(read).collect();
    if candidates.len() > declared_alone {
        candidates.retain(|source| !is_change(source, &changes));
    }
    if candidates.first().is_some_and(|first| is_build(first, &changes, &candidates)) {
        candidates.remove(0);
    }
    if candidates.is_empty() {
        let day = address().filter(|moment| bounds.hold(moment));
        candidates.extend(day.map(|moment| Sourced::new(moment, Origin::Url)));
    }
    changes.extend(in_words(changed));
    if changes.is_empty() {
        let said = evidence.footers.iter().find_map(|footer| last_change(footer, order, &bounds));
        changes.extend(said.map(|moment| Sourced::new(moment, Origin::Footer)));
    }
    span(most_exact(candidates), most_exact(changes))
}

/// Whether Dublin Core's plain date, which may be of anything that was done to a page, is that of its change.
fn is_change(source: &Sourced<Moment>, changes: &[Sourced<Moment>]) -> bool {
    source.origin == Origin::DublinCore && changes.iter().any(|change| change.value.day == source.value.day)
}

/// Whether JSON-LD's date is that of a change or of the last building of a page: it is the moment of the change, and
/// of the other sources one names an earlier day, and none the same. A bare `<time>` is that of a box or an event at times.
fn is_build(source: &Sourced<Moment>, changes: &[Sourced<Moment>], all: &[Sourced<Moment>]) -> bool {
    let same = |change: &Sourced<Moment>| change.origin == source.origin && change.value == source.value;
    source.origin == Origin::JsonLd
        && source.value.precision() > 0
        && changes.iter().any(same)
        && all.iter().any(|other| other.origin != Origin::TimeElement && other.value.day < source.value.day)
        && all.iter().filter(|other| other.value.day == source.value.day).count() == 1
}

/// The strongest source, or one that says the same day more exactly.
fn most_exact(mut candidates: Vec<Sourced<Moment>>) -> Option<Sourced<Moment>> {
    let day = candidates.first()?.value.day;
    candidates.retain(|source| source.value.day == day);
    candidates.into_iter().reduce(
        |best, next| {
            if next.value.precision() > best.value.precision() { next } else { best }
        },
    )
}

/// Nothing changes before it is published: such a pair has one wrong date, and the change is the weaker.
fn span(published: Option<Sourced<Moment>>, modified: Option<Sourced<Moment>>) -> Span {
    let modified =
        modified.filter(|change| published.as_ref().is_none_or(|first| change.value.day >= first.value.day));
    let written = |found: Sourced<Moment>| Sourced::new(found.value.written(), found.origin);
    Span { published: published.map(written), modified: modified.map(written) }
}

static SHORT_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,2})\.(\d{1,2})\.(\d{2})(?:\D|$)").expect("the pattern is a constant")
});

/// The day behind "Last updated:" in a page's footer; there years of two digits are read, too.
fn last_change(footer: &str, order: Order, bounds: &Bounds) -> Option<Moment> {
    /// Bytes between the word and the day: "am", "on the".
    const LONGEST_GAP: usize = 12;
    // In the rare texts whose bytes change with their case the place would be another.
    let same_bytes = footer.to_lowercase().len() == footer.len();
    let behind = footer.get(behind_change(footer).filter(|_| same_bytes)?..)?;
    let figures = &behind[behind.find(|c: char| c.is_ascii_digit())?..];
    let gap = behind.len() - figures.len();
    let short = || {
        let found = SHORT_YEAR.captures(figures)?;
        let year: i16 = found[3].parse().ok()?;
        let century = if year + 1900 >= FIRST_YEAR { 1900 } else { 2000 };
        Date::new(century + year, found[2].parse().ok()?, found[1].parse().ok()?).ok()
    };
    let named = days(behind, order).into_iter().next().filter(|found| found.start <= LONGEST_GAP);
    let moment = match named {
        Some(found) => shown(found.day, &behind[found.end..]),
        None => Moment::of(short().filter(|_| gap <= LONGEST_GAP)?),
    };
    Some(moment).filter(|moment| bounds.hold(moment))
}

/// How the page's readers write days in figures.
fn order(declared: &Declared, language: Option<&str>) -> Order {
    const MONTH_FIRST: [&str; 4] = ["en", "en-us", "en-ph", "en-ca"];
    match language {
        Some("en") => {
            let tag = declared.languages.iter().find(|tag| tag.value.len() >= 2 && tag.value.len() <= 5);
            let tag =
                tag.map_or_else(|| "en".to_owned(), |tag| tag.value.to_ascii_lowercase().replace('_', "-"));
            if MONTH_FIRST.contains(&tag.as_str()) { Order::MonthFirst } else { Order::DayFirst }
        }
        Some(_) => Order::DayFirst,
        None => Order::Unknown,
    }
}

/// Moments of publication and of the last change in the words of the bylines.
fn from_bylines(bylines: &[&str], order: Order, bounds: &Bounds) -> (Option<Moment>, Option<Moment>) {
    let (mut published, mut modified) = (None, None);
    for byline in bylines {
        let mut before = 0;
        for found in days(byline, order) {
            let label = byline.get(before..found.start).unwrap_or_default();
            before = found.end;
            if !bounds.hold(&Moment::of(found.day)) {
                continue;
            }
            if tells_joining(label) {
                continue;
            }
            let changed = tells_change(label);
            let field = if changed { &mut modified } else { &mut published };
            field.get_or_insert_with(|| shown(found.day, &byline[found.end..]));
        }
    }
    (published, modified)
}

static IN_PATH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[/_-])(?:((?:19|20)\d\d)[/_-](\d{1,2})[/_-](\d{1,2})|((?:19|20)\d\d)/?([01]\d)([0-3]\d))(?:\D|$)",
    )
    .expect("the pattern is a constant")
});

/// The day in an address: `/2024/05/31/`, `/2024-05-31/`, `/20240531/`, `/2024/0531/`.
fn from_address(url: &Url) -> Option<Moment> {
    let found = IN_PATH.captures(url.path())?;
    let part = |a: usize, b: usize| found.get(a).or_else(|| found.get(b)).map(|part| part.as_str());
    Some(Moment::of(civil(part(1, 4)?, part(2, 5)?, part(3, 6)?)?))
}
