//! FaaSO's truth, printing, operators, filters and tests as functions of a Jinja2 environment.

use super::jinja2::environment;
use crinja::{
    Budget,
    budget::Meter,
    call::{Args, Env},
    failure::Failure,
    filters, ops, tests,
    value::Value as CrinjaValue,
};
use minijinja::{
    Environment, Error, ErrorKind, Value,
    value::{Kwargs, Rest, ValueKind},
};

pub const TRUTH: &str = "faaso_truth";
pub const PRINT: &str = "faaso_print";
pub const ITEMS: &str = "faaso_items";
/// Called as a filter, with the filter's name as the first argument.
pub const FILTER: &str = "faaso_filter";
/// Called as a function: the value, the test's name, its arguments.
pub const TEST: &str = "faaso_test";
/// Called as a function: the operator, its left and its right side.
pub const OPERATOR: &str = "faaso_operator";

/// Of one call. MiniJinja's fuel bounds how many there are.
const STEPS: u64 = 200_000;

/// Jinja2 that has FaaSO's library beside its own.
pub fn with_faaso() -> Environment<'static> {
    let mut environment = environment();
    environment.add_filter(TRUTH, |value: Value| own(&value).is_true());
    environment.add_filter(PRINT, |value: Value| faaso(|env| own(&value).print(env.meter)));
    environment.add_filter(ITEMS, |value: Value| {
        faaso(|env| Ok(own(&value).collect(env.meter)?.iter().map(plain).collect::<Value>()))
    });
    environment.add_filter(FILTER, |value: Value, name: String, rest: Rest<Value>| {
        let args = args(&rest)?;
        faaso(|env| Ok(plain(&filters::call(&name, &own(&value), &args, env)?)))
    });
    environment.add_function(TEST, |value: Value, name: String, rest: Rest<Value>| {
        let args = args(&rest)?;
        faaso(|env| tests::call(&name, &own(&value), &args, env))
    });
    environment.add_function(OPERATOR, |sign: String, left: Value, right: Value| {
        let op = operator(&sign).ok_or_else(|| failed(format!("no operator {sign}")))?;
        faaso(|env| Ok(plain(&ops::binary(op, &own(&left), &own(&right), env.meter)?)))
    });
    environment
}

fn operator(sign: &str) -> Option<ops::Binary> {
    use crinja::ast::BinaryOp;
    match BinaryOp::from_sign(sign) {
        Some((BinaryOp::Value(op), _)) => Some(op),
        _ if sign == "**" => Some(ops::Binary::Power),
        _ => None,
    }
}

fn faaso<T>(run: impl FnOnce(Env<'_>) -> Result<T, Failure>) -> Result<T, Error> {
    let meter = Meter::new(Budget { steps: STEPS, ..Budget::default() });
    run(Env { meter: &meter, autoescape: false }).map_err(|failure| failed(failure.message))
}

fn failed(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

/// The last value may hold the keyword arguments.
fn args(values: &[Value]) -> Result<Args, Error> {
    let mut args = Args::default();
    for value in values {
        match Kwargs::try_from(value.clone()) {
            Ok(keywords) if value.is_kwargs() => {
                for name in keywords.args() {
                    args.keyword.push((name.into(), own(&keywords.get::<Value>(name)?)));
                }
            }
            _ => args.push(own(value)),
        }
    }
    Ok(args)
}

/// A value of Jinja2's as one of FaaSO's. What FaaSO has not, a macro for one, becomes its text.
fn own(value: &Value) -> CrinjaValue {
    let items = || value.try_iter().into_iter().flatten();
    match value.kind() {
        ValueKind::Undefined => CrinjaValue::undefined(""),
        ValueKind::None => CrinjaValue::None,
        ValueKind::Bool => CrinjaValue::Bool(value.is_true()),
        ValueKind::Number => match value.is_integer().then(|| i64::try_from(value.clone()).ok()).flatten() {
            Some(integer) => CrinjaValue::Int64(integer),
            None => CrinjaValue::Float(f64::try_from(value.clone()).unwrap_or(f64::NAN)),
        },
        ValueKind::String if value.is_safe() => CrinjaValue::safe(value.as_str().unwrap_or_default()),
        ValueKind::Seq | ValueKind::Iterable => CrinjaValue::list(items().map(|item| own(&item)).collect()),
        ValueKind::Map => CrinjaValue::map(
            items().map(|key| (own(&key), own(&value.get_item(&key).unwrap_or(Value::UNDEFINED)))),
        ),
        _ => CrinjaValue::text(value.to_string()),
    }
}

/// A value of FaaSO's as one of Jinja2's.
fn plain(value: &CrinjaValue) -> Value {
    match value {
        CrinjaValue::Undefined(_) => Value::UNDEFINED,
        CrinjaValue::None => Value::from(()),
        CrinjaValue::Bool(it) => Value::from(*it),
        CrinjaValue::Int32(it) => Value::from(*it),
        CrinjaValue::Int64(it) => Value::from(*it),
        CrinjaValue::Float(it) => Value::from(*it),
        CrinjaValue::Text(it) => Value::from(it.as_str()),
        CrinjaValue::Safe(it) => Value::from_safe_string(it.as_str().to_owned()),
        CrinjaValue::List(it) => it.items().iter().map(plain).collect(),
        CrinjaValue::Map(it) => it.entries().iter().map(|(key, value)| (plain(key), plain(value))).collect(),
        CrinjaValue::Pair(it) => [&it.key, &it.value].into_iter().map(plain).collect(),
        _ => Value::UNDEFINED,
    }
}
