//! Bytes to text.
//!
//! In: a page's bytes and what its container says of their charset. Out: text, the charset that
//! was used, and which evidence decided it, strongest first: byte order mark, container, `<meta>`,
//! then the bytes themselves. A declaration that does not fit the bytes is overridden, because a
//! page read in the wrong charset is lost without anyone noticing; a warning says so. So it does where
//! text was encoded twice and is put right. Most pages are valid UTF-8: for them this is two looks and no copy.

mod binary;
mod evidence;
mod prescan;
mod references;
mod twice;

pub(crate) use references::clean;

use crate::record::{CharsetOrigin, Format, Warning, WarningCode};
use crate::rejects::{Failure, RejectCode};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use evidence::{Reading, Utf8Evidence, utf16_without_mark};
use std::borrow::Cow;

/// A page's text and how it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark; borrowed when the bytes were valid UTF-8 and nothing was put right.
    pub text: Cow<'a, str>,
    /// The charset's WHATWG name.
    pub charset: &'static str,
    /// What decided the charset.
    pub origin: CharsetOrigin,
    /// What was wrong with the bytes or with their declaration.
    pub warnings: Vec<Warning>,
}

/// Decodes a page; `declared` is the charset label of the HTTP header or the container.
///
/// # Errors
/// `empty` when there is nothing but white space, `binary` when the bytes are no text.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>, format: Format) -> Result<Decoded<'a>, Failure> {
    if bytes.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace()) {
        return Err(empty(bytes));
    }
    binary::check_signature(bytes)?;
    let decoded = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let choice = Choice::new(Reading::new(encoding, &bytes[mark..]), CharsetOrigin::Bom);
        choice.decoded(mark, &[])
    } else {
        let claims = claims(bytes, declared, format);
        match utf16_without_mark(bytes) {
            Some(encoding) => Choice::utf16(Reading::new(encoding, bytes), &claims).decoded(0, &claims),
            None => {
                binary::check_controls(bytes)?;
                by_content(bytes, &claims).decoded(0, &claims)
            }
        }
    };
    if decoded.text.chars().all(|c| c.is_whitespace() || matches!(c, '\0' | '\u{feff}')) {
        return Err(empty(bytes));
    }
    Ok(decoded)
}

fn empty(bytes: &[u8]) -> Failure {
    let message = match bytes.len() {
        0 => "the page has no bytes: crawl it again or leave it out".to_owned(),
        count => format!("the page's {count} bytes are white space: crawl it again or leave it out"),
    };
    Failure::new(RejectCode::Empty, message)
}

/// What somebody says the charset is.
#[derive(Clone, Copy)]
struct Claim {
    encoding: &'static Encoding,
    origin: CharsetOrigin,
}

impl Claim {
    fn who(self) -> &'static str {
        if self.origin == CharsetOrigin::Meta { "the page's markup" } else { "the container" }
    }
}

/// All that is said about the charset, strongest first; labels that name no charset say nothing.
fn claims(bytes: &[u8], declared: Option<&str>, format: Format) -> Vec<Claim> {
    let container = declared.and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()));
    let meta = if format == Format::Html { prescan::declared(bytes) } else { None };
    let container = container.map(|encoding| Claim { encoding, origin: CharsetOrigin::Container });
    let meta = meta.map(|encoding| Claim { encoding, origin: CharsetOrigin::Meta });
    container.into_iter().chain(meta).collect()
}

/// The charset that was chosen, the text it gives, and on which evidence.
struct Choice<'a> {
    reading: Reading<'a>,
    origin: CharsetOrigin,
}

impl<'a> Choice<'a> {
    fn new(reading: Reading<'a>, origin: CharsetOrigin) -> Self {
        Self { reading, origin }
    }

    /// A choice that the bytes suggest; a claim of the same charset is the stronger origin.
    fn confirmed(reading: Reading<'a>, claims: &[Claim], otherwise: CharsetOrigin) -> Self {
        let claim = claims.iter().find(|claim| claim.encoding == reading.encoding);
        Self::new(reading, claim.map_or(otherwise, |claim| claim.origin))
    }

    /// UTF-16 as its NUL bytes show it. The label "utf-16" leaves the byte order to them.
    fn utf16(reading: Reading<'a>, claims: &[Claim]) -> Self {
        let claim = claims.iter().find(|claim| is_utf16(claim.encoding));
        Self::new(reading, claim.map_or(CharsetOrigin::Detected, |claim| claim.origin))
    }

    /// The page's text; `skipped` bytes before it were a byte order mark.
    fn decoded(self, skipped: usize, claims: &[Claim]) -> Decoded<'a> {
        let Self { reading, origin } = self;
        let charset = reading.encoding.name();
        let overruled = claims.iter().take_while(|claim| claim.origin != origin);
        let mut warnings: Vec<_> = overruled
            .filter(|claim| !agree(claim.encoding, &reading))
            .map(|claim| Warning {
                code: WarningCode::CharsetMislabelled,
                message: format!(
                    "{} declares {}, which the bytes do not fit; read as {charset}",
                    claim.who(),
                    claim.encoding.name()
                ),
            })
            .collect();
        if let Some(first) = reading.first_bad {
            warnings.push(Warning {
                code: WarningCode::InvalidBytes,
                message: format!(
                    "{} {} not valid {charset}, the first at byte {}; replaced by U+FFFD",
                    reading.bad,
                    if reading.bad == 1 { "place is" } else { "places are" },
                    first + skipped
                ),
            });
        }
        let mut text = reading.text;
        if let Some((meant, count)) = twice::undone(&text) {
            warnings.push(Warning {
                code: WarningCode::EncodedTwice,
                message: format!("the text was encoded twice; {count} characters were put right"),
            });
            text = Cow::Owned(meant);
        }
        Decoded { text, charset, origin, warnings }
    }
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// Whether a claim says nothing that the reading contradicts: the same charset, or one in which
/// pure ASCII reads the same.
fn agree(claimed: &'static Encoding, reading: &Reading) -> bool {
    claimed == reading.encoding
        || (is_utf16(claimed) && is_utf16(reading.encoding))
        || (!is_utf16(claimed) && reading.text.is_ascii())
}

/// The charset of bytes that bear no mark and are not UTF-16 by their NUL bytes.
fn by_content<'a>(bytes: &'a [u8], claims: &[Claim]) -> Choice<'a> {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return valid_utf8(text, claims);
    }
    let utf8 = Utf8Evidence::count(bytes);
    if utf8.overrules_claims() {
        return Choice::confirmed(Reading::new(UTF_8, bytes), claims, CharsetOrigin::Detected);
    }
    for claim in claims {
        let fits = match claim.encoding {
            encoding if encoding == UTF_8 => utf8.supports_claim(),
            encoding if is_utf16(encoding) => memchr::memchr(0, bytes).is_some(),
            _ => true,
        };
        if fits {
            let reading = Reading::new(claim.encoding, bytes);
            if claim.encoding == UTF_8 || reading.is_tolerable() {
                return Choice::new(reading, claim.origin);
            }
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    Choice::confirmed(Reading::new(guess, bytes), claims, CharsetOrigin::Detected)
}

/// Valid UTF-8 is UTF-8 whatever is said: text in other charsets is next to never valid by chance.
/// Only ISO-2022-JP looks like it, because it is ASCII with escapes.
fn valid_utf8<'a>(text: &'a str, claims: &[Claim]) -> Choice<'a> {
    let is_ascii = text.is_ascii();
    if is_ascii && text.contains("\u{1b}$") {
        let reading = Reading::new(ISO_2022_JP, text.as_bytes());
        if reading.bad == 0 {
            return Choice::confirmed(reading, claims, CharsetOrigin::Detected);
        }
    }
    let reading = Reading::clean(UTF_8, text);
    match claims.first() {
        // Every charset of the web but UTF-16 reads ASCII alike, so whoever spoke first was right.
        Some(claim) if is_ascii && !is_utf16(claim.encoding) => {
            Choice::new(Reading::clean(claim.encoding, text), claim.origin)
        }
        _ => Choice::confirmed(reading, claims, CharsetOrigin::Utf8),
    }
}

#[cfg(test)]
mod tests;
