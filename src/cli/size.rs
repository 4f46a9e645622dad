//! Sizes as people type them: `500000`, `32MiB`, `8M`, `1.5GB`.

/// Units, longest name first where one ends in another. `K`, `M`, `G` alone count by 1024, as `ls -h` does.
const UNITS: [(&str, u64); 10] = [
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("k", 1 << 10),
    ("m", 1 << 20),
    ("g", 1 << 30),
    ("b", 1),
];

/// Bytes of a size.
///
/// # Errors
/// What is wrong with it, for the user.
pub fn parse(text: &str) -> Result<u64, String> {
    let lower = text.trim().to_ascii_lowercase();
    let (number, unit) = UNITS
        .iter()
        .find_map(|(name, unit)| Some((lower.strip_suffix(name)?.trim_end(), *unit)))
        .unwrap_or((lower.as_str(), 1));
    let wrong =
        || format!("`{text}` is not a size; write bytes, or a number with KiB, MiB or GiB, such as 32MiB");
    let bytes = match number.parse::<u64>() {
        Ok(whole) => whole.checked_mul(unit).ok_or_else(wrong)?,
        Err(_) => {
            let part: f64 = number.parse().map_err(|_| wrong())?;
            let bytes = part * unit as f64;
            // Beyond 2^53 a float no longer counts bytes; no page is that large.
            if !(0.0..9e15).contains(&bytes) {
                return Err(wrong());
            }
            bytes.round() as u64
        }
    };
    if bytes == 0 { Err("a page needs at least one byte".to_owned()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes_as_typed() {
        let sizes = [("500000", 500_000), ("32MiB", 32 << 20), ("8m", 8 << 20), ("1.5 GB", 1_500_000_000)];
        for (typed, bytes) in sizes {
            assert_eq!(parse(typed), Ok(bytes), "{typed}");
        }
        for typed in ["", "0", "-3", "MiB", "3 pages", "nan", "1e300"] {
            assert!(parse(typed).is_err(), "{typed}");
        }
    }
}
