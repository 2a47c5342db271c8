//! Durations as Go reads them: `1m30s`.

use crate::chars::quoted;

/// Checks one of `HEALTHCHECK`'s options. The error is the builders' own.
pub(crate) fn check(option: &str, text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Ok(());
    }
    let nanos = nanos(text)?;
    if nanos != 0.0 && nanos < 1_000_000.0 {
        return Err(format!("Interval {} cannot be less than 1ms", quoted(option)));
    }
    Ok(())
}

/// Seconds, if it is a duration.
pub fn seconds(text: &str) -> Option<f64> {
    nanos(text).ok().map(|nanos| nanos / 1e9)
}

fn nanos(whole: &str) -> Result<f64, String> {
    let invalid = || format!("time: invalid duration {}", quoted(whole));
    let (negative, mut text) = match whole.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, whole.strip_prefix('+').unwrap_or(whole)),
    };
    if text == "0" {
        return Ok(0.0);
    }
    if text.is_empty() {
        return Err(invalid());
    }
    let mut sum = 0.0;
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let number: f64 = text[..end].parse().map_err(|_| invalid())?;
        text = &text[end..];
        let end = text.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(text.len());
        if end == 0 {
            return Err(format!("time: missing unit in duration {}", quoted(whole)));
        }
        let unit = match &text[..end] {
            "ns" => 1.0,
            "us" | "µs" | "μs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" => 60e9,
            "h" => 3600e9,
            unit => return Err(format!("time: unknown unit {} in duration {}", quoted(unit), quoted(whole))),
        };
        sum += number * unit;
        text = &text[end..];
    }
    if sum > i64::MAX as f64 {
        return Err(invalid());
    }
    Ok(if negative { -sum } else { sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_durations() {
        for (text, expected) in [
            ("1m30s", None),
            ("0", None),
            ("1ms", None),
            ("5", Some("time: missing unit in duration \"5\"")),
            ("1d", Some("time: unknown unit \"d\" in duration \"1d\"")),
            ("-1s", Some("Interval \"interval\" cannot be less than 1ms")),
            ("x", Some("time: invalid duration \"x\"")),
        ] {
            assert_eq!(check("interval", text).err().as_deref(), expected, "{text}");
        }
    }
}
