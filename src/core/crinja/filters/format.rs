//! `format`: Crystal's `sprintf` on wrapped values. Text and integers work; floats do not, as Crystal does not
//! take a wrapped value for one.

use super::super::call::{Call, Failure};
use super::super::error::Class;
use super::super::numbers::to_i32;
use super::super::value::Value;
use std::iter::Peekable;
use std::str::Chars;

pub fn format(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let pattern = call.target.to_text(meter)?;
    meter.bytes(pattern.len())?;
    let mut pattern = pattern.chars().peekable();
    let mut args = call.args.positional.iter();
    let mut out = String::new();
    while let Some(c) = pattern.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match pattern.peek() {
            Some('%') => {
                pattern.next();
                out.push('%');
            }
            Some('{' | '<') => return Err(argument_error("One hash required")),
            _ => {
                let text = directive(&mut pattern, &mut args, call)?;
                meter.size(out.len() + text.len())?;
                out.push_str(&text);
            }
        }
    }
    Ok(Value::text(out))
}

#[derive(Default)]
struct Flags {
    plus: bool,
    space: bool,
    left: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

/// One `%…`, behind the percent sign.
fn directive<'v>(
    pattern: &mut Peekable<Chars>,
    args: &mut impl Iterator<Item = &'v Value>,
    call: &Call,
) -> Result<String, Failure> {
    let meter = call.env.meter;
    let mut next = || args.next().ok_or_else(|| argument_error("Too few arguments"));
    let mut flags = Flags::default();
    while let Some(c) = pattern.next_if(|c| matches!(c, '+' | ' ' | '-' | '0' | '#')) {
        match c {
            '+' => flags.plus = true,
            ' ' => flags.space = true,
            '-' => flags.left = true,
            '0' => flags.zero = true,
            _ => {}
        }
    }
    if pattern.next_if_eq(&'*').is_some() {
        let width = to_i32(next()?, meter)?;
        flags.left |= width < 0;
        flags.width = width.unsigned_abs() as usize;
    } else if let Some(width) = number(pattern) {
        flags.width = width;
    }
    if pattern.next_if_eq(&'.').is_some() {
        flags.precision = Some(if pattern.next_if_eq(&'*').is_some() {
            usize::try_from(to_i32(next()?, meter)?).unwrap_or(0)
        } else {
            number(pattern).unwrap_or(0)
        });
    }
    meter.bytes(flags.width)?;
    let value = next()?;
    let kind = pattern.next().unwrap_or('\0');
    match kind {
        's' => {
            let text = value.to_text_ref(meter)?;
            meter.bytes(text.len())?;
            let text: String = text.chars().take(flags.precision.unwrap_or(usize::MAX)).collect();
            Ok(padded(text, &flags))
        }
        'c' => Ok(padded(value.to_text(meter)?, &flags)),
        'd' | 'i' | 'x' | 'X' | 'o' | 'b' => integer(to_i32(value, meter)?, kind, &flags, call),
        'e' | 'E' | 'f' | 'g' | 'G' | 'a' | 'A' => {
            Err(argument_error(&format!("Expected a float, not Crinja::Value<{}>", value.inspect(meter)?)))
        }
        other => Err(argument_error(&format!("Malformed format string - %{other}"))),
    }
}

fn integer(value: i32, kind: char, flags: &Flags, call: &Call) -> Result<String, Failure> {
    let size = value.unsigned_abs();
    let digits = match kind {
        'x' => format!("{size:x}"),
        'X' => format!("{size:X}"),
        'o' => format!("{size:o}"),
        'b' => format!("{size:b}"),
        _ => size.to_string(),
    };
    let sign = match () {
        () if value < 0 => "-",
        () if flags.plus => "+",
        () if flags.space => " ",
        () => "",
    };
    let wanted = match flags.precision {
        Some(precision) => precision,
        None if flags.zero && !flags.left => flags.width.saturating_sub(sign.len()),
        None => 0,
    };
    call.env.meter.bytes(wanted)?;
    let zeros = "0".repeat(wanted.saturating_sub(digits.len()));
    Ok(padded(format!("{sign}{zeros}{digits}"), flags))
}

fn padded(text: String, flags: &Flags) -> String {
    let filler = if flags.zero && !flags.left && flags.precision.is_none() { "0" } else { " " };
    let fill = filler.repeat(flags.width.saturating_sub(text.chars().count()));
    if flags.left { text + &fill } else { fill + &text }
}

fn number(pattern: &mut Peekable<Chars>) -> Option<usize> {
    let mut number = None;
    while let Some(digit) = pattern.peek().and_then(|c| c.to_digit(10)) {
        pattern.next();
        number = Some(number.unwrap_or(0_usize).saturating_mul(10).saturating_add(digit as usize));
    }
    number
}

fn argument_error(message: &str) -> Failure {
    Failure::new(Class::ArgumentError, message)
}

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn directives() {
        check_all(&[
            (
                "{{ '%s-%d' | format('a', 3) }} {{ '%x %X %o %b' | format(255, 255, 8, 5) }}",
                "a-3 ff FF 10 101",
            ),
            (
                "[{{ '%5s|%-5s|%05d|%+d|% d|%.2s' | format('a', 'b', 42, 7, 8, 'xyz') }}]",
                "[    a|b    |00042|+7| 8|xy]",
            ),
            ("{{ '%d%%' | format('3') }}[{{ '%s' | format(none) }}]", "3%[]"),
            ("{{ '%*d' | format(4, 1) }}", "   1"),
        ]);
    }

    #[test]
    fn mistakes() {
        check_all(&[
            ("{{ '%.1f' | format(1.5) }}", "ArgumentError: Expected a float, not Crinja::Value<1.5>"),
            ("{{ '%s %s' | format('a') }}", "ArgumentError: Too few arguments"),
            ("{{ '100%' | format }}", "ArgumentError: Too few arguments"),
            ("{{ '%y' | format(1) }}", "ArgumentError: Malformed format string - %y"),
            ("{{ '%{a}' | format(a=1) }}", "ArgumentError: One hash required"),
            ("{{ '%d' | format('x') }}", "ArgumentError: Invalid Int32: \"x\""),
        ]);
    }
}
