//! Character references that a page escaped twice, and markup inside plain values.
//!
//! In: a value from an attribute or from JSON-LD. Out: the words that its author meant, white
//! space collapsed.

/// Values are escaped at most this often beyond once on pages seen; more rounds would start to
/// decode text that speaks about character references.
const ROUNDS: usize = 2;

/// Longest name between `&` and `;`; longer runs are an ampersand in running text.
const LONGEST_NAME: usize = 10;

/// Decodes what was escaped twice, drops tags, collapses white space.
pub fn clean(value: &str) -> String {
    let mut text = value.to_owned();
    for _ in 0..ROUNDS {
        match decode(&text) {
            Some(decoded) => text = decoded,
            None => break,
        }
    }
    if text.contains('<') {
        text = without_tags(&text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}') {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// One round of decoding; `None` when there is nothing to decode.
fn decode(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let end = after.bytes().skip(1).take(LONGEST_NAME + 1).position(|byte| byte == b';');
        let name = end.map(|end| &after[1..1 + end]).filter(|name| !name.is_empty());
        match name.and_then(|name| character(name).map(|c| (c, name.len() + 2))) {
            Some((c, length)) => {
                out.push(c);
                rest = &after[length..];
                changed = true;
            }
            None => {
                out.push('&');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace());
    }
    NAMED.iter().find(|(own, _)| *own == name).map(|(_, c)| *c)
}

/// The references that editing systems write for what people type; the full table of HTML lives in
/// the parser, which has decoded every value once already.
const NAMED: [(&str, char); 48] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("euro", '€'),
    ("pound", '£'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("iacute", 'í'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("uacute", 'ú'),
];

/// Drops what looks like tags; a lone `<` of running text stays.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Behind the last ">" no tag can end, and looking for one at each "<" would take for ever.
    let (mut rest, tail) = text.split_at(text.rfind('>').map_or(0, |at| at + 1));
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let named = rest[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
        match named.then(|| rest.find('>')).flatten() {
            Some(end) => {
                out.push(' ');
                rest = &rest[end + 1..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.push_str(tail);
    out
}
