//! Filters on numbers.

use super::super::call::Call;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::numbers::{self, to_f64, to_i32};
use super::super::ops::{self, Binary};
use super::super::printing;
use super::super::value::Value;
use super::wanted::as_text_argument;

pub fn abs(call: &Call) -> Result<Value, Failure> {
    match call.target {
        Value::Int32(it) => it.checked_abs().map(Value::Int32).ok_or_else(Failure::overflow),
        Value::Int64(it) => it.checked_abs().map(Value::Int64).ok_or_else(Failure::overflow),
        Value::Float(it) => Ok(Value::Float(it.abs())),
        other => Err(Failure::new(
            Class::ArgumentsError,
            format!("Cannot render abs value for {}, only accepts numbers", other.type_name()),
        )),
    }
}

/// Only text converts: a number gives the default (docs/dialect.md §18).
pub fn float(call: &Call) -> Result<Value, Failure> {
    if let Value::Text(text) = call.target
        && let Some(number) = numbers::parse_f64(text.as_str())
    {
        return Ok(Value::Float(number));
    }
    to_f64(&call.arg("default"), call.env.meter).map(Value::Float)
}

/// 32 bit. Text with a point is read as a float and cut.
pub fn int(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let found = match call.target {
        Value::Text(_) | Value::Safe(_) => {
            let text = call.target.as_text().unwrap_or_default();
            if text.contains('.') {
                numbers::parse_f64(text).map(numbers::float_to_i32).transpose()?
            } else {
                numbers::parse_i32_with_base(text, to_i32(&call.arg("base"), meter)?)?
            }
        }
        number if number.is_number() => Some(to_i32(number, meter)?),
        _ => None,
    };
    match found {
        Some(number) => Ok(Value::Int32(number)),
        None => to_i32(&call.arg("default"), meter).map(Value::Int32),
    }
}

/// Halves go to even; integers stay integers.
pub fn round(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let precision = to_i32(&call.arg("precision"), meter)?;
    let value = number(call.target)?;
    let mut base = call.arg("base");
    number(&base)?;
    if precision < 0 {
        base = Value::Float(to_f64(&base, meter)?);
    }
    let method = call.arg("method");
    let direction: fn(f64) -> f64 = match as_text_argument(&method)? {
        "common" => return round_half_even(value, precision, to_f64(&base, meter)?),
        "ceil" => f64::ceil,
        "floor" => f64::floor,
        _ => {
            let message = "argument `method` for filter `round` must be 'common', 'ceil' or 'floor'";
            return Err(Failure::new(Class::ArgumentsError, message));
        }
    };
    let factor = ops::binary(Binary::Power, &base, &Value::Int32(precision), meter)?;
    let shifted = ops::binary(Binary::Multiply, value, &factor, meter)?;
    Ok(Value::Float(direction(to_f64(&shifted, meter)?) / to_f64(&factor, meter)?))
}

pub fn filesizeformat(call: &Call) -> Result<Value, Failure> {
    let size = to_f64(call.target, call.env.meter)?;
    let (step, units) = if call.arg("binary").is_true() {
        (1024.0_f64, ["Bytes", "KiB", "MiB", "GiB", "TiB", "PiB"])
    } else {
        (1000.0_f64, ["Bytes", "kB", "MB", "GB", "TB", "PB"])
    };
    for (power, unit) in (1..).zip(units) {
        let magnitude = step.powi(power);
        if size < magnitude {
            let converted = size / (magnitude / step);
            let shown = if power == 1 {
                numbers::float_to_i32(converted)?.to_string()
            } else {
                printing::float((converted * 10.0).round_ties_even() / 10.0)
            };
            return Ok(Value::text(format!("{shown} {unit}")));
        }
    }
    Ok(Value::None)
}

fn number(value: &Value) -> Result<&Value, Failure> {
    if value.defined()?.is_number() {
        Ok(value)
    } else {
        Err(Failure::cast(value, "(Float64 | Int32 | Int64)"))
    }
}

fn round_half_even(value: &Value, precision: i32, base: f64) -> Result<Value, Failure> {
    let factor = base.powi(precision.saturating_abs());
    let real = match value {
        Value::Float(it) => *it,
        other => numbers::integer(other).map_or(0.0, |it| it as f64),
    };
    let rounded = if precision < 0 {
        (real / factor).round_ties_even() * factor
    } else {
        (real * factor).round_ties_even() / factor
    };
    match value {
        Value::Int32(_) => numbers::float_to_i32(rounded).map(Value::Int32),
        Value::Int64(_) => numbers::float_to_i64(rounded).map(Value::Int64),
        _ => Ok(Value::Float(rounded)),
    }
}

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn integers() {
        check_all(&[
            ("{{ '3.7' | int }} {{ '0x1f' | int }} {{ '0b101' | int }} {{ '0o17' | int }}", "3 31 5 15"),
            ("{{ '5 x' | int }} {{ '0x' | int }} {{ '1e3' | int }} {{ '99999999999' | int }}", "0 0 0 0"),
            ("{{ 'ff' | int(0, 16) }} {{ 'x' | int(7) }} {{ ' -8 ' | int }} {{ true | int }}", "255 7 -8 0"),
            (
                "{{ 'a' | int(0, 62) }} {{ 'A' | int(0, 62) }} {{ '017' | int(0, 8) }} {{ '0X1f' | int(7, 36) }}",
                "10 36 17 7",
            ),
            ("{{ '\u{a0}5' | int }} {{ '5\u{85}' | int }} {{ '0x1.8' | int }}", "5 0 1"),
            ("{{ '1' | int(0, 1) }}", "ArgumentError: Invalid base 1"),
            ("{{ 3000000000 | int }}", "OverflowError: Arithmetic overflow"),
        ]);
    }

    #[test]
    fn floats() {
        check_all(&[
            (
                "{{ '1e3' | float }} {{ 3 | float }} {{ 3.5 | float }} {{ ' 2.5 ' | float }}",
                "1000.0 0.0 0.0 2.5",
            ),
            (
                "{{ '0x1.8p3' | float }} {{ '1e400' | float(7) }} {{ '-Infinity' | float }}",
                "12.0 7.0 -Infinity",
            ),
            ("{{ 'x' | float('y') }}", "ArgumentError: Invalid Float64: \"y\""),
        ]);
    }

    #[test]
    fn rounding() {
        check_all(&[
            ("{{ 2.5 | round }} {{ 3.5 | round }} {{ -2.5 | round }} {{ 42 | round }}", "2.0 4.0 -2.0 42"),
            ("{{ 42.55 | round(1) }} {{ 2.345 | round(2) }} {{ 1234 | round(-2) }}", "42.6 2.35 1200"),
            (
                "{{ 2.1 | round(0, 'ceil') }} {{ 42.59 | round(1, 'floor') }} {{ 42 | round(1, 'ceil') }}",
                "3.0 42.5 42.0",
            ),
            (
                "{{ 2.5 | round(0, 'up') }}",
                "Crinja::Arguments::Error: argument `method` for filter `round` must be 'common', 'ceil' or 'floor'",
            ),
        ]);
    }

    #[test]
    fn sizes() {
        check_all(&[
            (
                "{{ 0 | filesizeformat }} {{ 999 | filesizeformat }} {{ 1000 | filesizeformat }}",
                "0 Bytes 999 Bytes 1.0 kB",
            ),
            ("{{ 1500000 | filesizeformat }} {{ 1024 | filesizeformat(true) }}", "1.5 MB 1.0 KiB"),
            ("{{ -3 | abs }} {{ -1.5 | abs }}", "3 1.5"),
            (
                "{{ '5' | abs }}",
                "Crinja::Arguments::Error: Cannot render abs value for String, only accepts numbers",
            ),
        ]);
    }
}
