//! The language of a page: what it declares, checked against what its text is written in.

use super::{Declared, Origin, Sourced};
use whatlang::Lang;

/// Characters of the body that are looked at; more make the answer slower and no surer.
const SAMPLE_CHARS: usize = 600;

/// Letters below which the text has no say: shorter samples are names and loan words too often.
const LEAST_LETTERS: usize = 120;

/// Letters below which the text alone (nothing declared) has no say.
const LEAST_LETTERS_UNDECLARED: usize = 40;

/// How sure the detection must be (0 to 1) before it overrules a declaration.
const SURE: f64 = 0.9;

/// The page's language as an ISO 639-1 code.
pub(super) fn choose(declared: &Declared, body: &str) -> Option<Sourced<String>> {
    let named = declared.languages.iter().find_map(|language| {
        let code = code(&language.value)?;
        Some(Sourced::<String>::new(code, language.origin))
    });
    let sample = sample(body);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count() * weight(sample);
    let least = if named.is_some() { LEAST_LETTERS } else { LEAST_LETTERS_UNDECLARED };
    if letters < least {
        return named;
    }
    if named.as_ref().is_some_and(|named| confirmed(&named.value, sample)) {
        return named;
    }
    let Some(info) = whatlang::detect(sample) else { return named };
    let Some(seen) = two_letters(info.lang()) else { return named };
    match named {
        None => Some(Sourced::new(seen.to_owned(), Origin::Text)),
        Some(named) if named.value == seen || close(&named.value, seen) => Some(named),
        // A language that the detection does not know is always taken for a neighbour.
        Some(named) if !knows(&named.value) && info.script() == whatlang::Script::Latin => Some(named),
        Some(named) if info.confidence() < SURE => Some(named),
        Some(_) => Some(Sourced::new(seen.to_owned(), Origin::Text)),
    }
}

/// Whether the text is surely the declared language when only a few others are in question. Most
/// pages end here; the detection compares with each language in turn, so few are quick.
fn confirmed(declared: &str, sample: &str) -> bool {
    const RIVALS: [Lang; 5] = [Lang::Eng, Lang::Spa, Lang::Deu, Lang::Fra, Lang::Nld];
    let Some(own) =
        CODES.iter().find(|(_, two)| *two == declared).and_then(|(three, _)| Lang::from_code(*three))
    else {
        return false;
    };
    let mut asked = RIVALS.to_vec();
    if !asked.contains(&own) {
        asked.push(own);
    }
    let info = whatlang::Detector::with_allowlist(asked).detect(sample);
    info.is_some_and(|info| info.lang() == own && info.confidence() >= SURE)
}

/// The start of the body.
fn sample(body: &str) -> &str {
    let body = body.trim();
    let end = body.char_indices().nth(SAMPLE_CHARS).map_or(body.len(), |(at, _)| at);
    &body[..end]
}

/// A Chinese, Japanese or Korean character says as much as several letters.
fn weight(sample: &str) -> usize {
    const LETTERS_A_CHARACTER: usize = 3;
    let wide = sample.chars().take(200).filter(|c| *c >= '\u{2e80}').count();
    if wide * 2 > sample.chars().take(200).count() { LETTERS_A_CHARACTER } else { 1 }
}

/// A language tag or locale (`en-US`, `zh_CN`, `deu`) as an ISO 639-1 code.
pub(super) fn code(tag: &str) -> Option<String> {
    // Several languages in one header are written "en, fr": the first is the page's.
    let first = tag.split([',', ';', ' ']).find(|part| !part.is_empty())?;
    let primary = first.split(['-', '_']).next()?.to_ascii_lowercase();
    if !primary.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let code = match primary.as_str() {
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        "jp" => "ja",
        "cn" => "zh",
        "nb" | "nn" => "no",
        "chi" | "zho" => "zh",
        "ger" => "de",
        "fre" => "fr",
        other if other.len() == 2 => other,
        other if other.len() == 3 => two_letters(Lang::from_code(other)?)?,
        _ => return None,
    };
    Some(code.to_owned())
}

/// Languages so near to each other that the detection mixes them up.
fn close(a: &str, b: &str) -> bool {
    const NEIGHBOURS: [&[&str]; 6] = [
        &["no", "da", "sv"],
        &["hr", "sr", "bs", "sl", "sh", "mk", "bg"],
        &["id", "ms", "jv", "su"],
        &["pt", "gl", "es", "ca"],
        &["cs", "sk"],
        &["hi", "mr", "ne"],
    ];
    NEIGHBOURS.iter().any(|group| group.contains(&a) && group.contains(&b))
}

fn knows(code: &str) -> bool {
    CODES.iter().any(|(_, own)| *own == code)
}

fn two_letters(lang: Lang) -> Option<&'static str> {
    let own = lang.code();
    CODES.iter().find(|(three, _)| *three == own).map(|(_, two)| *two)
}

/// The detection's ISO 639-3 codes and what ISO 639-1 calls them.
#[rustfmt::skip]
const CODES: [(&str, &str); 69] = [
    ("epo", "eo"), ("eng", "en"), ("rus", "ru"), ("cmn", "zh"), ("spa", "es"), ("por", "pt"), ("ita", "it"),
    ("ben", "bn"), ("fra", "fr"), ("deu", "de"), ("ukr", "uk"), ("kat", "ka"), ("ara", "ar"), ("hin", "hi"),
    ("jpn", "ja"), ("heb", "he"), ("yid", "yi"), ("pol", "pl"), ("amh", "am"), ("jav", "jv"), ("kor", "ko"),
    ("nob", "no"), ("dan", "da"), ("swe", "sv"), ("fin", "fi"), ("tur", "tr"), ("nld", "nl"), ("hun", "hu"),
    ("ces", "cs"), ("ell", "el"), ("bul", "bg"), ("bel", "be"), ("mar", "mr"), ("kan", "kn"), ("ron", "ro"),
    ("slv", "sl"), ("hrv", "hr"), ("srp", "sr"), ("mkd", "mk"), ("lit", "lt"), ("lav", "lv"), ("est", "et"),
    ("tam", "ta"), ("vie", "vi"), ("urd", "ur"), ("tha", "th"), ("guj", "gu"), ("uzb", "uz"), ("pan", "pa"),
    ("aze", "az"), ("ind", "id"), ("tel", "te"), ("pes", "fa"), ("mal", "ml"), ("ori", "or"), ("mya", "my"),
    ("nep", "ne"), ("sin", "si"), ("khm", "km"), ("tuk", "tk"), ("aka", "ak"), ("zul", "zu"), ("sna", "sn"),
    ("afr", "af"), ("lat", "la"), ("slk", "sk"), ("cat", "ca"), ("tgl", "tl"), ("hye", "hy"),
];
