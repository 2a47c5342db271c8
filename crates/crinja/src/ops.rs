//! The operators (docs/dialect.md §10). `and` and `or` stop early and belong to the evaluator.

use super::budget::Meter;
use super::error::Class;
use super::failure::Failure;
use super::numbers;
use super::value::{Value, is_container};
use std::borrow::Cow;
use std::cmp::Ordering;

/// The operators between two values that look at both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `//`
    IntDivide,
    /// `%`
    Modulo,
    /// `**`
    Power,
    /// `~`
    Join,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

/// The operators before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `not`
    Not,
    /// `+`
    Plus,
    /// `-`
    Minus,
}

/// Works out `left op right`.
pub fn binary(op: Binary, left: &Value, right: &Value, meter: &Meter) -> Result<Value, Failure> {
    let ordered = |accept: fn(Ordering) -> bool| -> Result<Value, Failure> {
        Ok(Value::Bool(compare(left, right, meter)?.is_some_and(accept)))
    };
    match op {
        Binary::Add => add(left, right, meter),
        Binary::Subtract => arithmetic(op, left, right),
        Binary::Multiply => multiply(left, right, meter),
        Binary::Divide => {
            numeric(left, right)?;
            Ok(Value::Float(numbers::to_f64(left, meter)? / numbers::to_f64(right, meter)?))
        }
        Binary::IntDivide | Binary::Modulo => {
            numeric(left, right)?;
            let (left, right) = (numbers::to_i32(left, meter)?, numbers::to_i32(right, meter)?);
            if op == Binary::Modulo { modulo(left, right) } else { int_divide(left, right) }.map(Value::Int32)
        }
        Binary::Power => power(left, right),
        Binary::Join => join(left, right, meter),
        Binary::Equal => left.equals(right, meter).map(Value::Bool),
        Binary::NotEqual => left.equals(right, meter).map(|equal| Value::Bool(!equal)),
        Binary::Less => ordered(Ordering::is_lt),
        Binary::LessEqual => ordered(Ordering::is_le),
        Binary::Greater => ordered(Ordering::is_gt),
        Binary::GreaterEqual => ordered(Ordering::is_ge),
    }
}

/// Works out `op value`.
pub fn unary(op: Unary, value: &Value) -> Result<Value, Failure> {
    match op {
        Unary::Not => Ok(Value::Bool(!value.truth()?)),
        _ if !value.is_number() => Err(Failure::new(Class::ArgumentsError, "Operators needs to be numeric")),
        Unary::Plus => Ok(value.clone()),
        Unary::Minus => arithmetic(Binary::Multiply, value, &Value::Int32(-1)),
    }
}

/// Crinja's order. None where there is none, as with NaN.
pub fn compare(left: &Value, right: &Value, meter: &Meter) -> Result<Option<Ordering>, Failure> {
    meter.step(1)?;
    match (left, right) {
        (Value::List(a), Value::List(b)) => {
            let _level = meter.enter()?;
            let (a, b) = (a.items(), b.items());
            for (a, b) in a.iter().zip(&b) {
                match compare(a, b, meter)? {
                    Some(Ordering::Equal) => {}
                    other => return Ok(other),
                }
            }
            Ok(Some(a.len().cmp(&b.len())))
        }
        (Value::List(_), _) => {
            Err(Failure::type_error(format!("Cannot compare Array with {}", right.type_name())))
        }
        (Value::Bool(_), _) | (_, Value::Bool(_)) => Err(Failure::type_error("Cannot compare Bool value")),
        _ if left.is_number() && right.is_number() => Ok(numbers::compare(left, right)),
        _ if left.is_text() => {
            let (left, right) = (left.to_bare_text(meter)?, right.to_bare_text(meter)?);
            meter.bytes(left.len().min(right.len()))?;
            Ok(Some(left.as_bytes().cmp(right.as_bytes())))
        }
        _ => Err(Failure::type_error(format!(
            "cannot compare {} with {}",
            left.type_name(),
            right.type_name()
        ))),
    }
}

/// Adds two numbers. The left side's width is the result's, as in Crystal: `loop.index + 1` is 32 bit.
pub fn add_numbers(left: &Value, right: &Value) -> Result<Value, Failure> {
    arithmetic(Binary::Add, left, right)
}

/// `text` repeated; a count below zero is an error.
pub fn repeat(text: &str, count: i32, meter: &Meter) -> Result<String, Failure> {
    let Ok(count) = usize::try_from(count) else {
        return Err(Failure::new(Class::ArgumentError, "Negative argument"));
    };
    meter.bytes(text.len().saturating_mul(count))?;
    Ok(text.repeat(count))
}

/// A list on the left takes a list to a new list and anything else into itself (docs/dialect.md §11).
fn add(left: &Value, right: &Value, meter: &Meter) -> Result<Value, Failure> {
    match (left, right) {
        _ if left.is_number() && right.is_number() => arithmetic(Binary::Add, left, right),
        (Value::List(a), Value::List(b)) => {
            let (mut all, more) = (a.items(), b.items());
            meter.bytes((all.len() + more.len()).saturating_mul(size_of::<Value>()))?;
            all.extend(more);
            Ok(Value::list(all))
        }
        (Value::List(list), item) => {
            meter.size(list.len().saturating_add(1).saturating_mul(size_of::<Value>()))?;
            list.push(item.clone());
            if is_container(item) {
                meter.may_hold_itself(list.clone());
            }
            Ok(left.clone())
        }
        _ => join(left, right, meter),
    }
}

/// Where one side is empty the other is given as it is.
fn join(left: &Value, right: &Value, meter: &Meter) -> Result<Value, Failure> {
    let (first, second) = (left.to_text_ref(meter)?, right.to_text_ref(meter)?);
    meter.bytes(first.len() + second.len())?;
    if second.is_empty() {
        return Ok(as_text(left, first));
    }
    if first.is_empty() {
        return Ok(as_text(right, second));
    }
    Ok(Value::text(format!("{first}{second}")))
}

/// Crystal's `to_s` as a value: text is itself.
fn as_text(value: &Value, text: Cow<'_, str>) -> Value {
    match value {
        Value::Text(_) => value.clone(),
        Value::Safe(_) => Value::text(text),
        _ => Value::built(text),
    }
}

fn multiply(left: &Value, right: &Value, meter: &Meter) -> Result<Value, Failure> {
    match (left, right) {
        (Value::Text(text), Value::Float(_) | Value::Int32(_)) => {
            let count = numbers::to_i32(right, meter)?;
            Ok(Value::text(repeat(text.as_str(), count, meter)?))
        }
        _ => arithmetic(Binary::Multiply, left, right),
    }
}

fn power(base: &Value, exponent: &Value) -> Result<Value, Failure> {
    numeric(base, exponent)?;
    let result = match (base, exponent) {
        (_, Value::Int32(n)) if *n < 0 => Value::Float(real(base).powf(f64::from(*n))),
        (_, Value::Int64(n)) if *n < 0 => Value::Float(real(base).powf(*n as f64)),
        (_, Value::Float(n)) => Value::Float(real(base).powf(*n)),
        (Value::Float(it), Value::Int32(n)) => Value::Float(it.powi(*n)),
        (Value::Float(it), Value::Int64(n)) => Value::Float(it.powf(*n as f64)),
        (Value::Int32(it), n) => Value::Int32(
            raise(i64::from(*it), n).and_then(|it| i32::try_from(it).ok()).ok_or_else(Failure::overflow)?,
        ),
        (Value::Int64(it), n) => Value::Int64(raise(*it, n).ok_or_else(Failure::overflow)?),
        _ => return Err(not_numeric()),
    };
    Ok(result)
}

/// An integer to a power that is not negative.
fn raise(base: i64, exponent: &Value) -> Option<i64> {
    let exponent = numbers::integer(exponent)?;
    match base {
        0 | 1 => Some(if exponent == 0 { 1 } else { base }),
        -1 => Some(if exponent % 2 == 0 { 1 } else { -1 }),
        _ => base.checked_pow(u32::try_from(exponent).ok()?),
    }
}

/// `+`, `-` and `*` of numbers.
fn arithmetic(op: Binary, left: &Value, right: &Value) -> Result<Value, Failure> {
    numeric(left, right)?;
    let (Some(a), Some(b)) = (numbers::integer(left), numbers::integer(right)) else {
        let (a, b) = (real(left), real(right));
        return Ok(Value::Float(match op {
            Binary::Add => a + b,
            Binary::Subtract => a - b,
            _ => a * b,
        }));
    };
    let result = match op {
        Binary::Add => a.checked_add(b),
        Binary::Subtract => a.checked_sub(b),
        _ => a.checked_mul(b),
    };
    let result = result.ok_or_else(Failure::overflow)?;
    match left {
        Value::Int32(_) => i32::try_from(result).map(Value::Int32).map_err(|_| Failure::overflow()),
        _ => Ok(Value::Int64(result)),
    }
}

/// Rounds down.
pub fn int_divide(left: i32, right: i32) -> Result<i32, Failure> {
    if right == 0 {
        return Err(division_by_zero());
    }
    let Some(quotient) = left.checked_div(right) else {
        return Err(Failure::new(Class::ArgumentError, "Overflow: Int32::MIN / -1"));
    };
    Ok(if left % right != 0 && (left < 0) != (right < 0) { quotient - 1 } else { quotient })
}

/// The remainder that goes with rounding down: it has the right side's sign.
pub fn modulo(left: i32, right: i32) -> Result<i32, Failure> {
    if right == 0 {
        return Err(division_by_zero());
    }
    let rest = left.wrapping_rem(right);
    Ok(if rest != 0 && (rest < 0) != (right < 0) { rest + right } else { rest })
}

/// What Crystal says of `1 // 0`.
pub fn division_by_zero() -> Failure {
    Failure::new(Class::DivisionByZeroError, "Division by 0")
}

fn numeric(left: &Value, right: &Value) -> Result<(), Failure> {
    if left.is_number() && right.is_number() { Ok(()) } else { Err(not_numeric()) }
}

fn not_numeric() -> Failure {
    Failure::new(Class::ArgumentsError, "Both operators need to be numeric")
}

fn real(value: &Value) -> f64 {
    match value {
        Value::Float(it) => *it,
        other => numbers::integer(other).map_or(0.0, |it| it as f64),
    }
}

#[cfg(test)]
mod checks {
    use super::super::testing::check_all;

    #[test]
    fn arithmetic() {
        check_all(&[
            ("{{ 7 // 2 }} {{ -7 // 2 }} {{ 7.9 // 2 }} {{ 7.5 % 2 }} {{ -7 % 3 }}", "3 -4 3 1 2"),
            ("{{ 4 / 2 }} {{ 7 / 0 }} {{ 2 ** -1 }} {{ 2 ** 2 }} {{ 2.0 ** 2 }}", "2.0 Infinity 0.5 4 4.0"),
            ("{{ 1 ** 9223372036854775807 }} {{ -1 * 5 }} {{ --1 }}", "1 -5 1"),
            ("{{ 9223372036854775807 + 1 }}", "OverflowError: Arithmetic overflow"),
            ("{{ 2147483648 // 1 }}", "OverflowError: Arithmetic overflow"),
            ("{{ (-2147483647 - 1) // -1 }}", "ArgumentError: Overflow: Int32::MIN / -1"),
            ("{{ 7 // 0 }}", "DivisionByZeroError: Division by 0"),
            (
                "{% for i in [1] %}{{ loop.index + 2147483647 }}{% endfor %}",
                "OverflowError: Arithmetic overflow",
            ),
            ("{{ -'a' }}", "Crinja::Arguments::Error: Operators needs to be numeric"),
        ]);
    }

    #[test]
    fn text_and_lists() {
        check_all(&[
            (
                "{{ 'a' + 1 }} {{ 1 + 'a' }} {{ true + true }} {{ none + 1 }} {{ nope + 'x' }}",
                "a1 1a truetrue 1 x",
            ),
            (
                "{{ [1] + 2 }} {{ [1] + [2] }} {{ options.pkgs ~ '' }}",
                "[1, 2] [1, 2] [Crinja::Value<\"curl\">, Crinja::Value<\"git\">]",
            ),
            ("{% set a = [1] %}{% set b = a %}{% do b + 2 %}{% do b + [3] %}{{ a }}", "[1, 2]"),
            ("{{ 'ab' * 3.0 }}[{{ 'ab' * 0.0 }}]", "ababab[]"),
            ("{{ 'ab' * 3 }}", "Crinja::Arguments::Error: Both operators need to be numeric"),
            ("{{ 'ab' * -1.0 }}", "ArgumentError: Negative argument"),
        ]);
    }

    #[test]
    fn comparing() {
        check_all(&[
            (
                "{{ 1 == 1.0 }} {{ 1 == '1' }} {{ true == 1 }} {{ [1] == [1.0] }} {{ none == false }}",
                "true false false true false",
            ),
            (
                "{{ '<' | safe == '<' }} {{ '<' == '<' | safe }} {{ '<' | safe == '<' | safe }}",
                "true false false",
            ),
            (
                "{{ {'a': 1, 'b': 2} == {'b': 2, 'a': 1} }} {{ nope == nope2 }} {{ options.a == options.b }}",
                "true true false",
            ),
            (
                "{{ '5' > 3 }} {{ '10' < '9' }} {{ [1,2] < [1,3] }} {{ [1] < [1,0] }} {{ 0 / 0 < 1 }}",
                "true true true true false",
            ),
            ("{{ 1 < 'a' }}", "Crinja::TypeError: cannot compare Int64 with String"),
            ("{{ 'a' < true }}", "Crinja::TypeError: Cannot compare Bool value"),
            ("{{ [1] < 2 }}", "Crinja::TypeError: Cannot compare Array with Int64"),
        ]);
    }
}
