//! Numbers of an `<ol>` as browsers write them, by the list's `type`.

/// A number in the style that the list asks for: "a" and "A" for letters, "i" and "I" for Roman
/// numerals, digits for all else and where a style has no form for the number.
pub(super) fn written(number: i64, style: &str) -> String {
    let small = match style {
        "a" | "A" => letters(number),
        "i" | "I" => roman(number),
        _ => None,
    };
    match small {
        Some(text) if style.starts_with(['A', 'I']) => text.to_ascii_uppercase(),
        Some(text) => text,
        None => number.to_string(),
    }
}

/// a, b, …, z, aa, ab, …
fn letters(number: i64) -> Option<String> {
    let mut rest = u64::try_from(number).ok().filter(|number| *number > 0)?;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        out.push(b'a' + (rest % 26) as u8);
        rest /= 26;
    }
    Some(out.iter().rev().map(|byte| char::from(*byte)).collect())
}

/// i, ii, …, mmmcmxcix; larger numbers have no Roman form.
fn roman(number: i64) -> Option<String> {
    const SIGNS: &[(i64, &str)] = &[
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= *value {
            out.push_str(sign);
            rest -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_are_written_as_browsers_do() {
        for (number, style, expected) in [
            (3, "1", "3"),
            (3, "a", "c"),
            (28, "A", "AB"),
            (4, "i", "iv"),
            (1994, "I", "MCMXCIV"),
            (0, "a", "0"),
            (-2, "i", "-2"),
            (4000, "i", "4000"),
        ] {
            assert_eq!(written(number, style), expected, "{number} as {style}");
        }
    }
}
