//! The names of character references that need no semicolon: `&copy 2024`.
//!
//! They are looked up at every `&` that begins no reference with a semicolon, up to five times, so that
//! they have a table of their own, which is faster than that of all names.

/// The names. That they are those of the standard is tested beside `references.rs`.
pub(super) const NAMES: [(&str, char); 106] = [
    ("quot", '\u{22}'),
    ("QUOT", '\u{22}'),
    ("amp", '&'),
    ("AMP", '&'),
    ("lt", '<'),
    ("LT", '<'),
    ("gt", '>'),
    ("GT", '>'),
    ("nbsp", '\u{a0}'),
    ("iexcl", '¡'),
    ("cent", '¢'),
    ("pound", '£'),
    ("curren", '¤'),
    ("yen", '¥'),
    ("brvbar", '¦'),
    ("sect", '§'),
    ("uml", '¨'),
    ("copy", '©'),
    ("COPY", '©'),
    ("ordf", 'ª'),
    ("laquo", '«'),
    ("not", '¬'),
    ("shy", '\u{ad}'),
    ("reg", '®'),
    ("REG", '®'),
    ("macr", '¯'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("acute", '´'),
    ("micro", 'µ'),
    ("para", '¶'),
    ("middot", '·'),
    ("cedil", '¸'),
    ("sup1", '¹'),
    ("ordm", 'º'),
    ("raquo", '»'),
    ("frac14", '¼'),
    ("frac12", '½'),
    ("frac34", '¾'),
    ("iquest", '¿'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Atilde", 'Ã'),
    ("Auml", 'Ä'),
    ("Aring", 'Å'),
    ("AElig", 'Æ'),
    ("Ccedil", 'Ç'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Euml", 'Ë'),
    ("Igrave", 'Ì'),
    ("Iacute", 'Í'),
    ("Icirc", 'Î'),
    ("Iuml", 'Ï'),
    ("ETH", 'Ð'),
    ("Ntilde", 'Ñ'),
    ("Ograve", 'Ò'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Otilde", 'Õ'),
    ("Ouml", 'Ö'),
    ("times", '×'),
    ("Oslash", 'Ø'),
    ("Ugrave", 'Ù'),
    ("Uacute", 'Ú'),
    ("Ucirc", 'Û'),
    ("Uuml", 'Ü'),
    ("Yacute", 'Ý'),
    ("THORN", 'Þ'),
    ("szlig", 'ß'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("eth", 'ð'),
    ("ntilde", 'ñ'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("divide", '÷'),
    ("oslash", 'ø'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("thorn", 'þ'),
    ("yuml", 'ÿ'),
];

/// Lengths of these names: from `lt` to `Aacute`.
pub(super) const LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;

/// Places of the table that finds them; a power of two, more than twice as many as there are names.
const PLACES: usize = 256;

/// A name of up to eight letters as a number.
const fn word(name: &[u8]) -> u64 {
    let (mut word, mut at) = (0, 0);
    while at < name.len() {
        word |= (name[at] as u64) << (8 * at);
        at += 1;
    }
    word
}

const fn place(word: u64) -> usize {
    (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - PLACES.trailing_zeros())) as usize
}

/// The longest of these names that a text begins with, of whose bytes so many are letters: the name's
/// length, and what it stands for.
pub(super) fn longest(text: &[u8], letters: usize) -> Option<(usize, char)> {
    static TABLE: [(u64, char); PLACES] = {
        let mut table = [(0, '\0'); PLACES];
        let mut index = 0;
        while index < NAMES.len() {
            let word = word(NAMES[index].0.as_bytes());
            let mut at = place(word);
            while table[at].0 != 0 {
                at = (at + 1) % PLACES;
            }
            table[at] = (word, NAMES[index].1);
            index += 1;
        }
        table
    };
    let most = letters.min(*LENGTHS.end());
    let whole =
        text.first_chunk::<8>().map_or_else(|| word(&text[..most]), |bytes| u64::from_le_bytes(*bytes));
    for len in (*LENGTHS.start()..=most).rev() {
        let word = whole & ((1 << (8 * len)) - 1);
        let mut at = place(word);
        while TABLE[at].0 != 0 {
            if TABLE[at].0 == word {
                return Some((len, TABLE[at].1));
            }
            at = (at + 1) % PLACES;
        }
    }
    None
}
