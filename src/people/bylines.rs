//! People named in byline blocks: "By Jane Doe | May 31, 2024", "作者：张三 来源：新华网".
//!
//! In: the texts of the byline blocks. Out: what stands where a name must stand, unsplit.

use super::names::{
    is_house, is_job, is_name, is_name_alone, is_particle, looks_like_person, people, without_brackets,
    without_elision,
};
use super::reporters::reporter;
use crate::dates::{Order, days, month};
use crate::wordlists::{AFTER_NAME, BEFORE_DATE, DATE_LABELS, OTHER_WORK_BY, WIDE_LABELS};
use regex::Regex;
use std::sync::LazyLock;

/// Bytes of a byline that are looked at.
const LONGEST_BYLINE: usize = 400;

/// Words that names, joints and job titles of one byline can have.
const MOST_WORDS: usize = 16;

/// Where a name begins: a word for "by" at the start or, in English and where it is a label with a
/// colon, anywhere.
static BEFORE_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        (?:^|[\s|·•,(–—-]) (?P<verb>\p{L}+\s+)? by (?:\s*[:|]\s*|\s+)
        | (?:^\s*(?:(?P<work>\p{L}+)\s+|\p{L}+\s+(?P<did>(?-i:\p{Ll})\p{L}*)\s+)?|\d{4}\s+
          |\|\s*(?:rédigé|écrit|escrito|redactado|scritto|geschrieben|verfasst)\s+) (?:von|par|por|di|da|door|av|af|przez|oleh|från|fra) (?:\s*[:|]\s*|\s+)
        | (?:^|[\s|·•,(]) (?:authors?|autor(?:in|en|a|es|e)?|auteure?s?|автор(?:ы)?(?:\s+(?:статьи|текста|материала))?|текст|penulis|yazar|skribent|forfatter)
          (?:\s*[:：|]\s*|\s+)
        | (?:^|[\s|·•\[\]【】]) (?:作\s*者|撰\s*文|文|撰稿人?|记者|記者|著者|執筆者?|ライター|글) \s* [:：/／|=＝]\s*
        | (?:^|\|)\s* 기자 \s* [:：/|]\s*
        | (?:^|[|(–—-])\s* (?: (?:بقلم|كتبت?)(?:\s*:\s*|\s+) | (?:كتابة|الكاتب(?:ة)?|إعداد)\s*:\s* )
        | (?:^|\|)\s* (?P<bare> 글 (?:[·/]사진)? | كتابة | الكاتب(?:ة)? | إعداد ) \s+
        ",
    )
    .expect("the pattern is a constant")
});

/// Whether a value names who did something else than write: "Updated by Jane Doe", "Medically reviewed by Jane Doe",
/// "Photos: Jane Doe". Who did the words and the photos wrote.
pub fn is_other_work(value: &str) -> bool {
    let told = value.split_once(" by ").or_else(|| value.split_once([':', '：']));
    let verb = told.map(|(verb, _)| verb.trim().to_lowercase()).unwrap_or_default();
    let mut words = verb.split_whitespace();
    let last = words.next_back().unwrap_or_default();
    OTHER_WORK_BY.contains(&last) && words.all(|word| !matches!(word, "and" | "&"))
}

/// Words of a job that stands alone; with more, a name stands before it: "Ada Moss Founder". "Podium Staff" signs.
const JOB_WORDS: usize = 2;

/// Degrees in small letters before a name: "Dr. med. Ada Moss".
const DEGREES: [&str; 10] = ["med", "dent", "vet", "rer", "nat", "phil", "ing", "habil", "iur", "pol"];

/// Words between a name behind a day and the part of the site, or those in whose name it was written.
const PLACED: [&str; 3] = ["in", "for", "on"];

/// What stands behind the first word for "by"; else a block that is nothing but a name and a date.
pub fn shown(bylines: &[&str]) -> Option<String> {
    signed(bylines).or_else(|| bylines.iter().find_map(|byline| bare(byline)))
}

/// What stands behind the first word for "by", if that can be a person.
pub fn signed(bylines: &[&str]) -> Option<String> {
    let joined = joined(bylines);
    named(&joined, &|name| !is_house(name)).or_else(|| Some(reporter(&joined)?.1.to_owned()))
}

/// Whether a text begins with the word for "by" and a name: "by Ann".
pub fn begins_with_writer(text: &str) -> bool {
    let opens = BEFORE_NAME.find(beginning(text));
    opens.is_some_and(|by| by.start() == 0 && by.as_str().split_whitespace().count() == 1)
        && signed(&[text]).is_some()
}

/// What the house signs with where it names nobody.
pub fn house(bylines: &[&str]) -> Option<String> {
    let alone = || bylines.iter().map(|byline| byline.trim()).find(|byline| is_house(byline));
    named(&joined(bylines), &is_house).or_else(|| alone().map(str::to_owned))
}

/// What of a byline is looked at.
fn beginning(byline: &str) -> &str {
    &byline[..byline.floor_char_boundary(LONGEST_BYLINE)]
}

/// Blocks one after the other, so that "By" may stand in a block of its own.
fn joined(bylines: &[&str]) -> String {
    let mut out = String::new();
    for byline in bylines {
        out.push_str(beginning(byline).trim());
        out.push_str(" | ");
    }
    out
}

fn named(text: &str, fits: &dyn Fn(&str) -> bool) -> Option<String> {
    let pattern = &*BEFORE_NAME;
    let mut from = 0;
    while let Some(found) = pattern.captures_at(text, from) {
        let whole = found.get(0)?;
        from = whole.end().max(from + 1);
        let verb = found
            .name("verb")
            .or_else(|| found.name("work"))
            .or_else(|| found.name("did"))
            .map(|verb| verb.as_str().trim().to_lowercase());
        if verb.is_some_and(|verb| OTHER_WORK_BY.contains(&verb.as_str())) {
            continue;
        }
        let run = name_run(&text[whole.end()..]);
        let first = run.split([',', '&']).next().unwrap_or_default().trim();
        let doubtful = found.name("bare").is_some() && !is_name_alone(first);
        if is_name(first) && fits(first) && !doubtful {
            return Some(run);
        }
        if from >= text.len() || !text.is_char_boundary(from) {
            break;
        }
    }
    None
}

/// The words up to the first that cannot belong to names or job titles.
fn name_run(text: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let line = text.trim_start().lines().next().unwrap_or_default();
    let mut words = line.split_whitespace().take(MOST_WORDS).peekable();
    while let Some(word) = words.next() {
        let (word, glued) = without_glued_date(word);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        let joint =
            matches!(lower.as_str(), "and" | "und" | "et" | "y" | "e" | "и" | "och" | "og") || word == "&";
        let small = without_elision(bare).starts_with(char::is_lowercase);
        // "University of Oxford" is one name; behind a person stands the house.
        let of = lower == "of" && out.len() == 1;
        let ends = bare.is_empty() && word != "&"
            || bare.chars().any(char::is_numeric)
            || (!joint && AFTER_NAME.contains(&lower.as_str()))
            // "Theresa May" is a name, "Theresa May 31" holds a date.
            || (month(&lower).is_some() && words.peek().is_some_and(|next| next.starts_with(char::is_numeric)))
            || (small && !joint && !of && !is_degree(word, &out) && !is_particle(bare) && !out.is_empty());
        if ends {
            break;
        }
        match WIDE_LABELS.iter().filter_map(|label| word.find(label)).min() {
            Some(cut) => {
                out.push(&word[..cut]);
                break;
            }
            None => out.push(word),
        }
        if glued || word.ends_with(['|', '•', '·', '。']) {
            break;
        }
    }
    while out.last().is_some_and(|word| {
        is_particle(word) || matches!(*word, "and" | "&" | "und" | "et" | "y" | "e" | "of")
    }) {
        out.pop();
    }
    out.join(" ").trim_end_matches([',', '.', '|', '-', ' ', ':']).to_owned()
}

/// Whether a word is part of the degree that a run of words begins with.
fn is_degree(word: &str, run: &[&str]) -> bool {
    let small = word.strip_suffix('.').is_some_and(|own| DEGREES.contains(&own));
    small && run.iter().all(|own| own.ends_with('.'))
}

/// "DoePublished" without the label of the date behind it, as it stands where only a style sheet parts the
/// words, and whether there was one.
fn without_glued_date(word: &str) -> (&str, bool) {
    const GLUED: [&str; 3] = ["Published", "Updated", "Posted"];
    let at = GLUED.iter().filter_map(|label| word.find(label)).min();
    let cut = at.filter(|at| word[..*at].ends_with(char::is_lowercase));
    cut.map_or((word, false), |at| (&word[..at], true))
}

/// A block that begins with a person's name, also behind a day, and goes on with nothing but a date or a job.
fn bare(byline: &str) -> Option<String> {
    const LONGEST: usize = 80;
    if byline.len() > LONGEST {
        return None;
    }
    let byline = without_brackets(byline);
    let byline = byline.as_str();
    let day = days(byline, Order::Unknown).into_iter().next().filter(|day| day.start == 0);
    let day_first = day.is_some();
    let byline =
        day.map_or(byline, |day| &byline[day.end..]).trim_start_matches(|c: char| !c.is_alphanumeric());
    let run = name_run(byline);
    let name = run.split(',').next().unwrap_or_default();
    let rest = byline.trim_start().get(run.len()..).unwrap_or_default();
    // "Giriş Tarihi: 3.3.2021", "نشر في 03/03/2021"; "Senior Editor" says what somebody is.
    let first = run.split_whitespace().next().unwrap_or_default();
    let label = DATE_LABELS.contains(&first)
        || OTHER_WORK_BY.contains(&first.to_lowercase().as_str())
        // "정치 기자": a reporter of whom the kind alone is told.
        || run.ends_with("기자");
    let job = name.split_whitespace().count() == JOB_WORDS && is_job(name) && !name.ends_with("Staff");
    if label || rest.starts_with([':', '：']) || job {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let piece = rest.split(['|', '•', '·']).next().unwrap_or_default();
    // "5 May 2024 • Jane Doe in Gardens"
    let placed = day_first && rest.split_whitespace().next().is_some_and(|word| PLACED.contains(&word));
    let rest_is_date =
        placed || rest.is_empty() || is_job(piece) || rest.starts_with(|c: char| c.is_numeric()) || {
            let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
            month(&word).is_some() || BEFORE_DATE.contains(&word.as_str())
        };
    const FEWEST: usize = 2;
    const MOST: usize = 4;
    // "Jane Doe and John Roe"
    let is_person =
        |name: &&str| (FEWEST..=MOST).contains(&name.split_whitespace().count()) && looks_like_person(name);
    (rest_is_date && people(name).iter().all(is_person)).then_some(run)
}
