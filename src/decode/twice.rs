//! Text that was encoded twice: its UTF-8 was taken for Latin-1 or Windows-1252 and made UTF-8 again, so
//! that "’" reads "â€™".
//!
//! In: a page's text. Out: the text as it was meant, or nothing where it is not proven that it was encoded
//! twice: right text of any language keeps every character, and so does text about such text.

/// Stretches of text with a torn word that none before has which it takes as proof. A page about broken text shows
/// the signs by themselves, and a damaged quotation is one stretch; of 25 torn pages each has three or more.
const LEAST_PROOFS: usize = 3;

/// Letters and digits of a word beside which a torn sign stands in a text; an example shows it alone, as "é".
const LEAST_LETTERS: usize = 2;

/// Where most of a text's bytes are torn it needs no stretches: no example is as long as what explains it.
const MOST_OF_TEXT: usize = 2;

/// Characters beyond ASCII that must come right for each one that would not. Of 2,500 pages every one that was
/// encoded twice has no other; pages with a damaged quotation have more than these.
const RIGHT_PER_OTHER: usize = 10;

/// What Windows-1252 has in the places of the control characters; `\0` where it has none.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“',
    '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The byte that begins every character from `À` to `ÿ`, and so every first half of an encoded character.
const BEFORE_LEAD: u8 = 0xC3;

/// A character that stands in the text as the bytes that encode it.
struct Torn {
    whole: char,
    /// Bytes of the text that it takes.
    len: usize,
    /// Whether right text has nothing like it.
    proves: bool,
}

/// The text as it was before it was encoded a second time, and how many characters came right.
pub(super) fn undone(text: &str) -> Option<(String, usize)> {
    let begins = memchr::memchr_iter(BEFORE_LEAD, text.as_bytes());
    let signs = begins.filter_map(|at| torn(&text[at..])).filter(|torn| torn.proves);
    if signs.take(LEAST_PROOFS).count() < LEAST_PROOFS {
        return None;
    }
    let whole = made_whole(text);
    let many = whole.torn * MOST_OF_TEXT >= text.len() || is_torn_all_over(text);
    (whole.right >= whole.others * RIGHT_PER_OTHER && many).then_some((whole.text, whole.right))
}

/// Whether torn words stand in several stretches of a text: between tags or, where it has none, in lines.
fn is_torn_all_over(text: &str) -> bool {
    let ends: &[char] = if text.contains("</") { &['<', '>'] } else { &['\n'] };
    let mut known: Vec<&str> = Vec::new();
    for stretch in text.split(ends).filter(|stretch| has_lead(stretch)) {
        let words = stretch.split(|own: char| own.is_whitespace() || matches!(own, '"' | '=' | '&' | ';'));
        let mut words = words.map(|word| word.trim_matches(|own: char| own.is_ascii_punctuation()));
        known.extend(words.find(|word| has_lead(word) && !known.contains(word) && is_torn(word)));
        if known.len() >= LEAST_PROOFS {
            return true;
        }
    }
    false
}

fn has_lead(text: &str) -> bool {
    memchr::memchr(BEFORE_LEAD, text.as_bytes()).is_some()
}

/// Whether a word has a torn sign, and letters besides.
fn is_torn(word: &str) -> bool {
    let whole = made_whole(word);
    whole.proofs > 0 && whole.text.chars().filter(|own| own.is_alphanumeric()).count() >= LEAST_LETTERS
}

/// A text as it was before it was encoded a second time.
struct Whole {
    text: String,
    /// Characters that came right, and bytes that they took.
    right: usize,
    torn: usize,
    /// Those among them that right text has nothing like.
    proofs: usize,
    /// Characters beyond ASCII that stay as they are.
    others: usize,
}

fn made_whole(text: &str) -> Whole {
    let mut whole =
        Whole { text: String::with_capacity(text.len()), right: 0, torn: 0, proofs: 0, others: 0 };
    let mut from = 0;
    for at in memchr::memchr_iter(BEFORE_LEAD, text.as_bytes()) {
        let Some(torn) = (at >= from).then(|| torn(&text[at..])).flatten() else { continue };
        whole.keep(&text[from..at]);
        whole.right += 1;
        whole.torn += torn.len;
        whole.proofs += usize::from(torn.proves);
        whole.text.push(torn.whole);
        from = at + torn.len;
    }
    whole.keep(&text[from..]);
    whole
}

impl Whole {
    /// Takes over what is not torn.
    fn keep(&mut self, text: &str) {
        /// The first byte with which a character beyond ASCII begins.
        const LEAD: u8 = 0xC0;
        /// Bytes that are counted in one byte, and so many side by side.
        const STRETCH: usize = u8::MAX as usize;
        for stretch in text.as_bytes().chunks(STRETCH) {
            self.others +=
                usize::from(stretch.iter().fold(0_u8, |count, byte| count + u8::from(*byte >= LEAD)));
        }
        self.text.push_str(text);
    }
}

/// The character whose bytes a text begins with, each read as a character of its own.
fn torn(text: &str) -> Option<Torn> {
    let lead = text.chars().next()?;
    let count = match lead {
        'Â'..='ß' => 2,
        'à'..='ï' => 3,
        'ð'..='ô' => 4,
        _ => return None,
    };
    let (mut bytes, mut len) = ([0; 4], 0);
    let mut chars = text.chars();
    for byte in &mut bytes[..count] {
        let own = chars.next()?;
        *byte = byte_of(own)?;
        len += own.len_utf8();
    }
    let whole = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    let read = text[..len].chars();
    let control = read.clone().any(|own| matches!(own, '\u{80}'..='\u{9f}'));
    // A space that does not break stands behind letters in right text: "à\u{a0}»", "5\u{a0}×\u{a0}2".
    let space = read.clone().any(|own| own == '\u{a0}');
    // A sign right behind these two letters is no word's; behind others it closes a quotation: "CAFÉ”".
    let proves = control || !space && (count > 2 || matches!(lead, 'Â' | 'Ã'));
    Some(Torn { whole, len, proves })
}

/// The byte that Latin-1 or Windows-1252 reads as this character.
fn byte_of(own: char) -> Option<u8> {
    match own {
        '\u{80}'..='\u{ff}' => u8::try_from(u32::from(own)).ok(),
        '\0' => None,
        _ => WINDOWS_1252.iter().position(|other| *other == own).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}
