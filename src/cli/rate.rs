//! Shares as people type them: `0.05`, `5%`.

/// A share, 0 to 1.
///
/// # Errors
/// What is wrong with it, for the user.
pub fn parse(text: &str) -> Result<f64, String> {
    let (number, whole) = text.strip_suffix('%').map_or((text, 1.0), |percent| (percent, 100.0));
    match number.trim().parse::<f64>() {
        Ok(share) if (0.0..=whole).contains(&share) => Ok(share / whole),
        _ => Err(format!("`{text}` is not a share; write a number from 0 to 1, or per cent, such as 5%")),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn shares_as_typed() {
        for (typed, share) in [("0", 0.0), ("0.05", 0.05), ("5%", 0.05), ("100 %", 1.0), ("1", 1.0)] {
            assert_eq!(parse(typed), Ok(share), "{typed}");
        }
        for typed in ["", "%", "-1", "1.5", "101%", "nan", "few"] {
            assert!(parse(typed).is_err(), "{typed}");
        }
    }
}
