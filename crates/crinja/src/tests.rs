//! The tests (docs/dialect.md §18), by name.

use super::call::{Args, Call, Env};
use super::error::Class;
use super::failure::Failure;
use super::letters;
use super::numbers::to_i32;
use super::ops;
use super::signature::Param;
use super::signature::Preset::{EmptyList, Int, Undefined};
use super::value::Value;

/// Runs the test of that name, looked up in lower case, on `target`.
pub fn call(name: &str, target: &Value, args: &Args, env: Env) -> Result<bool, Failure> {
    find(name)?.call(target, args, env)
}

/// Finds a test to be run on many values.
pub fn find(name: &str) -> Result<&'static Test, Failure> {
    let known = |name: &str| TESTS.iter().find(|test| test.name == name);
    if let Some(test) = known(name) {
        return Ok(test);
    }
    let name = letters::downcase(name);
    known(&name).ok_or_else(|| Failure::unknown_feature("test", &name))
}

/// All there are, in alphabetical order.
pub fn names() -> impl Iterator<Item = &'static str> {
    TESTS.iter().map(|test| test.name)
}

/// A test.
pub struct Test {
    name: &'static str,
    params: &'static [Param],
    run: fn(&Call) -> Result<bool, Failure>,
}

impl Test {
    /// Applies it.
    pub fn call(&self, target: &Value, args: &Args, env: Env) -> Result<bool, Failure> {
        env.meter.step(1)?;
        (self.run)(&Call { target, args, params: self.params, env })
    }
}

const fn test(name: &'static str, run: fn(&Call) -> Result<bool, Failure>, params: &'static [Param]) -> Test {
    Test { name, params, run }
}

static TESTS: &[Test] = &[
    test("callable", |call| Ok(call.target.seems_callable()), &[]),
    test("defined", |call| Ok(!call.target.is_undefined()), &[]),
    test("divisibleby", divisible_by, &[("num", Undefined)]),
    test("equalto", |call| call.target.equals(&call.arg("other"), call.env.meter), &[("other", Undefined)]),
    test("escaped", |call| Ok(matches!(call.target, Value::Safe(_))), &[]),
    test("even", |call| Ok(integer(call, call.target)? % 2 == 0), &[]),
    test(
        "greaterthan",
        |call| Ok(integer(call, call.target)? > integer(call, &call.arg("other"))?),
        &[("other", Int(0))],
    ),
    test("in", is_in, &[("seq", EmptyList)]),
    test("iterable", |call| Ok(call.target.is_iterable()), &[]),
    test(
        "lessthan",
        |call| Ok(integer(call, call.target)? < integer(call, &call.arg("other"))?),
        &[("other", Int(0))],
    ),
    test("lower", |call| all_characters(call, letters::is_lowercase), &[]),
    test("mapping", |call| Ok(is_mapping(call.target)), &[]),
    test("nil", |call| Ok(matches!(call.target, Value::None)), &[]),
    test("none", |call| Ok(matches!(call.target, Value::None)), &[]),
    test("number", |call| Ok(call.target.is_number()), &[]),
    test("odd", |call| Ok(integer(call, call.target)? % 2 != 0), &[]),
    test("sameas", |call| call.target.is_same(&call.arg("other"), call.env.meter), &[("other", Undefined)]),
    test("sequence", |call| Ok(call.target.is_sequence()), &[]),
    test("string", |call| Ok(call.target.is_text()), &[]),
    test("undefined", |call| Ok(call.target.is_undefined()), &[]),
    test("upper", |call| all_characters(call, letters::is_uppercase), &[]),
];

/// Text converts, other text than a number fails.
fn integer(call: &Call, value: &Value) -> Result<i32, Failure> {
    to_i32(value, call.env.meter)
}

fn divisible_by(call: &Call) -> Result<bool, Failure> {
    let number = integer(call, call.target)?;
    Ok(ops::modulo(number, integer(call, &call.arg("num"))?)? == 0)
}

/// An item in a list, a key in a map, text in text.
fn is_in(call: &Call) -> Result<bool, Failure> {
    let meter = call.env.meter;
    let sequence = call.arg("seq");
    match &sequence {
        Value::Map(map) => {
            meter.step(map.entries().len())?;
            Ok(map.contains_key(call.target))
        }
        Value::List(_) | Value::Pair(_) | Value::Cycler(_) => {
            for item in sequence.items()? {
                meter.step(1)?;
                if item.equals(call.target, meter)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Value::Text(_) | Value::Safe(_) => {
            let (text, part) = (sequence.to_text_ref(meter)?, call.target.to_text_ref(meter)?);
            meter.bytes(text.len())?;
            Ok(text.contains(&*part))
        }
        other => Err(Failure::new(Class::Exception, format!("Crinja::Value<{}>", other.inspect(meter)?))),
    }
}

fn is_mapping(value: &Value) -> bool {
    match value {
        Value::Map(_) | Value::Cycler(_) => true,
        Value::Object(object) => !object.is_callable(),
        _ => false,
    }
}

/// True of empty text.
fn all_characters(call: &Call, of_case: fn(char) -> bool) -> Result<bool, Failure> {
    let text = call.target.to_text_ref(call.env.meter)?;
    call.env.meter.bytes(text.len())?;
    Ok(text.chars().all(of_case))
}

#[cfg(test)]
mod checks {
    use super::super::testing::check_all;

    #[test]
    fn kinds() {
        check_all(&[
            (
                "{{ 'a' is sequence }} {{ 'a' is iterable }} {{ {} is sequence }} {{ {} is mapping }} {{ true is number }}",
                "true false true true false",
            ),
            ("{{ range is callable }} {{ joiner() is callable }} {{ 1 is callable }}", "true true false"),
            (
                "{% for p in {'a': 1} %}{{ p is callable }} {{ loop is callable }} {{ p[0] is callable }}{% endfor %}",
                "true true false",
            ),
            ("{{ 'ª' is lower }} {{ 'ä' is lower }} {{ 'Ⅷ' is upper }}", "false true false"),
            (
                "{{ nope is undefined }} {{ none is defined }} {{ none is nil }} {{ 'x' | safe is escaped }}",
                "true true true true",
            ),
            (
                "{{ 1 is integer }}",
                "Crinja::FeatureLibrary::UnknownFeatureError: no test with name \"integer\" registered",
            ),
        ]);
    }

    #[test]
    fn numbers() {
        check_all(&[
            (
                "{{ '3' is odd }} {{ 3.9 is odd }} {{ -3 is odd }} {{ 4 is divisibleby 2 }} {{ options.n is greaterthan 4 }}",
                "true true true true true",
            ),
            ("{{ none is odd }}", "Crinja::TypeError: can't convert nil to Int32"),
            ("{{ 'x' is lessthan 2 }}", "ArgumentError: Invalid Int32: \"x\""),
            ("{{ 1 is divisibleby }}", "Crinja::UndefinedError: UNDEFINED is undefined."),
        ]);
    }

    #[test]
    fn text_and_identity() {
        check_all(&[
            ("{{ 'a1' is lower }} {{ 'A' is upper }} {{ '' is lower }}", "false true true"),
            (
                "{{ 'a' is sameas 'a' }} {{ name is sameas name }} {{ 1 is sameas 1 }} {{ [] is sameas [] }}",
                "false true true false",
            ),
        ]);
    }

    #[test]
    fn inside() {
        check_all(&[
            (
                "{{ 5 is in '15' }} {{ 'n' is in options }} {{ 'git' is in options.pkgs }} {{ 1 is in {1: 2} }}",
                "true true true true",
            ),
            ("{{ 1 is in }} {{ 1 is in ['1'] }} {{ nope is in [nope] }}", "false false true"),
            ("{{ 1 is in none }}", "Exception: Crinja::Value<nil>"),
        ]);
    }
}
