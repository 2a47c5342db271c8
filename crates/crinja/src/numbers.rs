//! Numbers as Crystal has them: conversions, comparison across types, reading from text.

use super::budget::Meter;
use super::error::Class;
use super::failure::Failure;
use super::letters::is_blank;
use super::printing::inspect_text;
use super::value::Value;
use std::cmp::Ordering;

/// Crystal's `to_i`, which makes 32 bits: what a list index, `//`, `%` and some tests want.
pub fn to_i32(value: &Value, meter: &Meter) -> Result<i32, Failure> {
    match value {
        Value::Int32(it) => Ok(*it),
        Value::Int64(it) => i32::try_from(*it).map_err(|_| Failure::overflow()),
        Value::Float(it) => float_to_i32(*it),
        Value::Text(_) | Value::Safe(_) => {
            let text = value.as_text().unwrap_or_default();
            parse_i32(text).ok_or_else(|| invalid("Int32", text))
        }
        other => {
            let inspected = other.defined()?.inspect(meter)?;
            Err(Failure::type_error(format!("can't convert {inspected} to Int32")))
        }
    }
}

/// Cuts the decimals off.
pub fn float_to_i32(value: f64) -> Result<i32, Failure> {
    let cut = value.trunc();
    if cut >= f64::from(i32::MIN) && cut <= f64::from(i32::MAX) {
        Ok(cut as i32)
    } else {
        Err(Failure::overflow())
    }
}

/// Cuts the decimals off.
pub fn float_to_i64(value: f64) -> Result<i64, Failure> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    let cut = value.trunc();
    if (-LIMIT..LIMIT).contains(&cut) { Ok(cut as i64) } else { Err(Failure::overflow()) }
}

/// Crystal's `to_f`.
pub fn to_f64(value: &Value, meter: &Meter) -> Result<f64, Failure> {
    match value {
        Value::Int32(it) => Ok(f64::from(*it)),
        Value::Int64(it) => Ok(*it as f64),
        Value::Float(it) => Ok(*it),
        Value::Text(_) | Value::Safe(_) => {
            let text = value.as_text().unwrap_or_default();
            parse_f64(text).ok_or_else(|| invalid("Float64", text))
        }
        other => {
            let inspected = other.defined()?.inspect(meter)?;
            Err(Failure::type_error(format!("can't convert {inspected} to Float32")))
        }
    }
}

/// A decimal integer of 32 bits: blanks around it and one sign are allowed.
pub fn parse_i32(text: &str) -> Option<i32> {
    let digits = text.trim_matches(is_blank);
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// What the filter `int` reads: like [`parse_i32`], in a base of 2 to 36 (or 62), which the prefixes `0b`,
/// `0o` and `0x` overrule. None where the text is no such number or has more than 32 bits.
pub fn parse_i32_with_base(text: &str, base: i32) -> Result<Option<i32>, Failure> {
    if !(2..=36).contains(&base) && base != 62 {
        return Err(Failure::new(Class::ArgumentError, format!("Invalid base {base}")));
    }
    let text = text.trim_matches(is_blank);
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let prefixes = [("0b", 2), ("0o", 8), ("0x", 16)];
    let prefixed = prefixes.iter().find_map(|(prefix, base)| Some((unsigned.strip_prefix(prefix)?, *base)));
    // A zero in front that is no prefix still overrules the base: Crystal goes on in base 10.
    let base = if unsigned.starts_with('0') { 10 } else { base };
    let (digits, base) = prefixed.unwrap_or((unsigned, base));
    if digits.is_empty() {
        return Ok(None);
    }
    let mut number = 0_i64;
    for c in digits.chars() {
        let Some(digit) = digit(c, base) else { return Ok(None) };
        number = number * i64::from(base) + i64::from(digit);
        if number > i64::from(u32::MAX) {
            return Ok(None);
        }
    }
    Ok(i32::try_from(if negative { -number } else { number }).ok())
}

fn digit(c: char, base: i32) -> Option<u32> {
    if base == 62 {
        // Digits, then small letters, then capitals.
        return match c {
            '0'..='9' => Some(c as u32 - '0' as u32),
            'a'..='z' => Some(c as u32 - 'a' as u32 + 10),
            'A'..='Z' => Some(c as u32 - 'A' as u32 + 36),
            _ => None,
        };
    }
    c.to_digit(base.unsigned_abs())
}

/// A float as Crystal's `String#to_f` reads it: by C's `strtod`, with blanks around it and nothing else behind it.
/// What is too large is none.
pub fn parse_f64(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_c_blank);
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let word = unsigned.to_ascii_lowercase();
    let size = match word.strip_prefix("0x") {
        Some(hex) => parse_hexadecimal(hex)?,
        None if matches!(&*word, "inf" | "infinity" | "nan") => word.parse().ok()?,
        None if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
            word.parse().ok().filter(|it: &f64| it.is_finite())?
        }
        None => return None,
    };
    Some(if negative { -size } else { size })
}

/// `1.8p3`: digits of base 16, and after a `p` to which power of 2 they are raised.
fn parse_hexadecimal(text: &str) -> Option<f64> {
    let (digits, power) = match text.split_once('p') {
        Some((digits, power)) => (digits, power.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + part.len() == 0 {
        return None;
    }
    let mut size = 0.0_f64;
    for digit in whole.chars().chain(part.chars()) {
        size = size * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let power = power.saturating_sub(i32::try_from(part.len()).ok()?.saturating_mul(4));
    Some(size * 2.0_f64.powi(power)).filter(|it| it.is_finite())
}

/// Numbers that are equal across their types.
pub fn equal(a: &Value, b: &Value) -> bool {
    compare(a, b) == Some(Ordering::Equal)
}

/// The order of two numbers; none with NaN (and of anything that is no number).
pub fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (integer(a), integer(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => real(a)?.partial_cmp(&real(b)?),
    }
}

pub fn invalid(kind: &str, text: &str) -> Failure {
    Failure::new(Class::ArgumentError, format!("Invalid {kind}: {}", inspect_text(text)))
}

pub fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Int32(it) => Some(i64::from(*it)),
        Value::Int64(it) => Some(*it),
        _ => None,
    }
}

fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Float(it) => Some(*it),
        other => integer(other).map(|it| it as f64),
    }
}

/// What C's `isspace` takes for blank.
fn is_c_blank(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}
