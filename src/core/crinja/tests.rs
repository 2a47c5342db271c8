//! The tests (DIFFERENCES §18), by name.

use super::call::Preset::{EmptyList, Int, Undefined};
use super::call::{Args, Call, Env, Failure, Param};
use super::error::Class;
use super::numbers::to_i32;
use super::ops;
use super::value::Value;

/// Runs the test of that name, looked up in lower case, on `target`.
pub fn call(name: &str, target: &Value, args: &Args, env: Env) -> Result<bool, Failure> {
    find(name)?.call(target, args, env)
}

/// Finds a test to be run on many values.
pub fn find(name: &str) -> Result<&'static Test, Failure> {
    let name = name.to_lowercase();
    TESTS.iter().find(|test| test.name == name).ok_or_else(|| Failure::unknown_feature("test", &name))
}

pub struct Test {
    name: &'static str,
    params: &'static [Param],
    run: fn(&Call) -> Result<bool, Failure>,
}

impl Test {
    pub fn call(&self, target: &Value, args: &Args, env: Env) -> Result<bool, Failure> {
        env.meter.step(1)?;
        (self.run)(&Call { target, args, params: self.params, env })
    }
}

const fn test(name: &'static str, run: fn(&Call) -> Result<bool, Failure>, params: &'static [Param]) -> Test {
    Test { name, params, run }
}

static TESTS: &[Test] = &[
    test("callable", |call| Ok(call.target.is_callable()), &[]),
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
    test("lower", |call| all_characters(call, char::is_lowercase), &[]),
    test("mapping", |call| Ok(is_mapping(call.target)), &[]),
    test("nil", |call| Ok(matches!(call.target, Value::None)), &[]),
    test("none", |call| Ok(matches!(call.target, Value::None)), &[]),
    test("number", |call| Ok(call.target.is_number()), &[]),
    test("odd", |call| Ok(integer(call, call.target)? % 2 != 0), &[]),
    test("sameas", |call| call.target.is_same(&call.arg("other"), call.env.meter), &[("other", Undefined)]),
    test("sequence", |call| Ok(call.target.is_sequence()), &[]),
    test("string", |call| Ok(call.target.is_text()), &[]),
    test("undefined", |call| Ok(call.target.is_undefined()), &[]),
    test("upper", |call| all_characters(call, char::is_uppercase), &[]),
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
