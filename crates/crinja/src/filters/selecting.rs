//! Filters that look at each item by its attribute, or by a filter or test that they name.

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::ops;
use super::super::tests;
use super::super::value::{Value, same_key};
use super::wanted::as_text_argument;

pub fn attr(call: &Call) -> Result<Value, Failure> {
    entry(call.target, &call.arg("name"), call)
}

pub fn select(call: &Call) -> Result<Value, Failure> {
    pick(call, true)
}

pub fn reject(call: &Call) -> Result<Value, Failure> {
    pick(call, false)
}

pub fn selectattr(call: &Call) -> Result<Value, Failure> {
    pick_by_attribute(call, true)
}

pub fn rejectattr(call: &Call) -> Result<Value, Failure> {
    pick_by_attribute(call, false)
}

/// A map from each value of the attribute to the items that have it, in the order first seen.
pub fn groupby(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let attribute = Value::text(call.arg("attribute").to_text(meter)?);
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    for item in call.target.items()? {
        meter.step(1 + groups.len())?;
        let key = dig(&attribute, &item, call)?;
        match groups.iter_mut().find(|(other, _)| same_key(other, &key)) {
            Some((_, items)) => items.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    Ok(Value::map(groups.into_iter().map(|(key, items)| (key, Value::list(items)))))
}

/// Starts with a 32-bit number, so integers stay 32 bit.
pub fn sum(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let attribute = match call.arg("attribute") {
        Value::None => None,
        attribute => match attribute.as_text() {
            Some(path) => Some(Value::text(path)),
            None => return Err(Failure::bare_cast(&attribute, "(Crinja::SafeString | String | Nil)", 327)),
        },
    };
    let mut sum = call.arg("start");
    if !sum.defined()?.is_number() {
        return Err(Failure::cast(&sum, "(Float64 | Int32 | Int64)"));
    }
    for item in call.target.items()? {
        meter.step(1)?;
        let item = match &attribute {
            Some(path) => dig(path, &item, call)?,
            None => item,
        };
        if !item.is_number() {
            let (class, inspected) = (item.type_name(), item.inspect(meter)?);
            return Err(Failure::type_error(format!("cannot add {class} to sum, value: {inspected}")));
        }
        sum = ops::add_numbers(&sum, &item)?;
    }
    Ok(sum)
}

fn pick(call: &Call, wanted: bool) -> Result<Value, Failure> {
    pick_items(call, wanted, |item| Ok(item.clone()))
}

fn pick_by_attribute(call: &Call, wanted: bool) -> Result<Value, Failure> {
    let attribute = call.args.take_first().ok_or_else(Failure::index)?;
    pick_items(call, wanted, |item| entry(item, &attribute, call))
}

/// The items whose `looked_at` passes the test the arguments name, or without one is true.
fn pick_items(
    call: &Call,
    wanted: bool,
    looked_at: impl Fn(&Value) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let test = match call.args.take_first() {
        Some(name) => Some(tests::find(as_text_argument(&name)?)?),
        None => None,
    };
    let mut picked = Vec::new();
    for item in call.target.items()? {
        call.env.meter.step(1)?;
        let value = looked_at(&item)?;
        let passes = match &test {
            Some(test) => test.call(&value, call.args, call.env)?,
            None => value.is_true(),
        };
        if passes == wanted {
            picked.push(item);
        }
    }
    Ok(Value::list(picked))
}

/// A map's or object's entry. Of anything else it is undefined, of a list too.
pub fn entry(value: &Value, name: &Value, call: &Call) -> Result<Value, Failure> {
    match value {
        Value::Map(_) | Value::Cycler(_) | Value::Object(_) => value.attribute(name, call.env.meter),
        _ => Ok(Value::undefined(name.to_text(call.env.meter)?)),
    }
}

/// Follows a path of names with points between them.
fn dig(path: &Value, value: &Value, call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let path = path.to_text_ref(meter)?;
    let mut found = value.clone();
    let mut rest = &*path;
    loop {
        meter.step(1)?;
        let (name, deeper) = rest.split_once('.').unwrap_or((rest, ""));
        found = found.attribute(&Value::text(name), meter)?;
        if deeper.is_empty() {
            return Ok(found);
        }
        rest = deeper;
    }
}

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn by_name() {
        check_all(&[
            (
                "{{ options.pkgs | map('upper') }} {{ [{'a': 1}, {}] | map(attribute='a') }}",
                "['CURL', 'GIT'] [1, ]",
            ),
            ("{{ ['a b'] | map('replace', ' ', '-') }}[{{ none | map('upper') }}]", "['a-b'][]"),
            (
                "{{ [] | map('nope') }}",
                "Crinja::FeatureLibrary::UnknownFeatureError: no filter with name \"nope\" registered",
            ),
            ("{{ [1] | map }}", "IndexError: Index out of bounds"),
            ("{{ [0, 1, none, '', []] | select }} {{ [1,2,3] | reject('odd') }}", "[1, '', []] [2]"),
            ("{{ [{'a':1},{'a':2}] | selectattr('a', 'equalto', 2) }}", "[{'a' => 2}]"),
            ("{{ [{'a':1},{}] | rejectattr('a') }}", "[{}]"),
            ("{{ [{'k': 'a'}, {'k': 'b'}, {'k': 'a'}] | groupby('k') | length }}", "2"),
        ]);
    }

    #[test]
    fn sums() {
        check_all(&[
            ("{{ [1, 2.5] | sum }} {{ [{'a': {'b': 2}}] | sum('a.b') }} {{ [] | sum(start=4) }}", "3.5 2 4"),
            ("{{ ['5'] | sum }}", "Crinja::TypeError: cannot add String to sum, value: \"5\""),
            ("{{ [3000000000] | sum }}", "OverflowError: Arithmetic overflow"),
        ]);
    }
}
