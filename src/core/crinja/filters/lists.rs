//! Filters on lists, and on whatever can be gone through item by item.

use super::super::call::{Args, Call, Failure};
use super::super::error::Class;
use super::super::numbers::to_i32;
use super::super::ops;
use super::super::printing;
use super::super::tests;
use super::super::value::{Value, same_key};
use super::{as_plain_text, find};

/// Text becomes its characters, a map its pairs; a list stays the same list.
pub fn list(call: &Call) -> Result<Value, Failure> {
    match call.target {
        Value::List(_) => Ok(call.target.clone()),
        Value::Text(_) | Value::Map(_) | Value::Pair(_) | Value::Cycler(_) => {
            call.target.collect(call.env.meter).map(Value::list)
        }
        _ => Err(Failure::type_error("target for list filter cannot be converted to list")),
    }
}

/// Items are joined as they print; what is safe among them and in the separator does not matter, the result
/// is.
pub fn join(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let separator = call.arg("separator").defined()?.print(meter)?;
    let attribute = call.arg("attribute");
    if !call.target.is_sequence() {
        let target = call.target.to_text_ref(meter)?;
        return Err(Failure::type_error(format!("{target} must be a sequence to join it")));
    }
    let attribute = if attribute.is_true() { Some(Value::text(attribute.to_text(meter)?)) } else { None };
    let mut out = String::new();
    for (i, item) in call.target.items()?.enumerate() {
        meter.step(1)?;
        if i > 0 {
            meter.bytes(separator.len())?;
            out.push_str(&separator);
        }
        let item = match &attribute {
            Some(name) => item.attribute(name, meter)?,
            None => item,
        };
        let text = printing::print(&item, call.env.autoescape, meter)?;
        meter.size(out.len() + text.len())?;
        out.push_str(&text);
    }
    Ok(Value::safe(out))
}

pub fn length(call: &Call) -> Result<Value, Failure> {
    let size = call.target.size()?;
    i32::try_from(size).map(Value::Int32).map_err(|_| Failure::overflow())
}

pub fn first(call: &Call) -> Result<Value, Failure> {
    match call.target {
        Value::Map(map) => match map.entries().first() {
            Some((key, value)) => Ok(Value::pair(key.clone(), value.clone())),
            None => Err(Failure::new(Class::Exception, "Can't get first key of empty Hash")),
        },
        Value::List(list) => list.get(0).ok_or_else(|| Failure::new(Class::EmptyError, "Empty enumerable")),
        Value::Pair(pair) => Ok(pair.key.clone()),
        Value::Text(text) => Ok(Value::text(text.as_str().chars().take(1).collect::<String>())),
        other => Err(Failure::type_error(format!(
            "expected Iterable, Hash or String for #first, not {}",
            other.type_name()
        ))),
    }
}

pub fn last(call: &Call) -> Result<Value, Failure> {
    match call.target {
        Value::List(list) => list.get(-1).ok_or_else(Failure::index),
        Value::Pair(pair) => Ok(pair.value.clone()),
        Value::Text(text) => match text.as_str().chars().next_back() {
            Some(c) => Ok(Value::text(c.to_string())),
            None => Err(Failure::index()),
        },
        other => Err(Failure::type_error(format!(
            "expected Enumerable or String for #last, not {}",
            other.type_name()
        ))),
    }
}

pub fn reverse(call: &Call) -> Result<Value, Failure> {
    match call.target {
        Value::List(_) | Value::Pair(_) => {
            let mut items = call.target.collect(call.env.meter)?;
            items.reverse();
            Ok(Value::list(items))
        }
        Value::Text(text) => {
            call.env.meter.bytes(text.as_str().len())?;
            Ok(Value::text(reversed(text.as_str())))
        }
        other => Err(Failure::type_error(format!("{} cannot be reversed", other.type_name()))),
    }
}

pub fn batch(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let fill = call.arg("fill_with");
    let size = to_i32(&call.arg("linecount"), meter)?;
    if !call.target.is_sequence() {
        return Err(Failure::type_error("target for batch filter must be a sequence"));
    }
    let is_full = |batch: &Vec<Value>| usize::try_from(size).is_ok_and(|size| batch.len() == size);
    let (mut batches, mut batch) = (Vec::new(), Vec::new());
    for item in call.target.items()? {
        meter.step(1)?;
        batch.push(item);
        if is_full(&batch) {
            batches.push(Value::list(std::mem::take(&mut batch)));
        }
    }
    if !batch.is_empty() {
        if !matches!(fill, Value::None) {
            let missing = usize::try_from(size).unwrap_or(0).saturating_sub(batch.len());
            meter.bytes(missing.saturating_mul(size_of::<Value>()))?;
            batch.extend(std::iter::repeat_n(fill, missing));
        }
        batches.push(Value::list(batch));
    }
    Ok(Value::list(batches))
}

/// The first slices are the longer ones; each shorter one gets a filler, also where all are equally long.
pub fn slice(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let fill = call.arg("fill_with");
    let slices = to_i32(&call.arg("slices"), meter)?;
    if !call.target.is_sequence() {
        return Err(Failure::type_error("target for batch filter must be a list"));
    }
    let size = i32::try_from(call.target.size()?).map_err(|_| Failure::overflow())?;
    let longer = i64::from(ops::modulo(size, slices)?);
    let shorter_size = i64::from(ops::int_divide(size, slices)?);
    let (mut done, mut current) = (Vec::new(), Vec::new());
    for item in call.target.items()? {
        meter.step(1)?;
        current.push(item);
        let wanted = if (done.len() as i64) < longer { shorter_size + 1 } else { shorter_size };
        if current.len() as i64 == wanted {
            if done.len() as i64 >= longer && !matches!(fill, Value::None) {
                current.push(fill.clone());
            }
            done.push(Value::list(std::mem::take(&mut current)));
        }
    }
    if !current.is_empty() {
        done.push(Value::list(current));
    }
    Ok(Value::list(done))
}

/// Starts with a 32-bit number, so integers stay 32 bit.
pub fn sum(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let attribute = match call.arg("attribute") {
        Value::None => None,
        attribute => match attribute.defined()?.as_text() {
            Some(_) => Some(attribute),
            None => return Err(Failure::cast(&attribute, "(Crinja::SafeString | String | Nil)")),
        },
    };
    let mut sum = call.arg("start");
    if !sum.defined()?.is_number() {
        return Err(Failure::cast(&sum, "(Float64 | Int32 | Int64)"));
    }
    for item in call.target.items()? {
        meter.step(1)?;
        let item = match &attribute {
            Some(path @ Value::Text(_)) => dig(path, &item, call)?,
            Some(name) => item.attribute(name, meter)?,
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

/// Chance has no place where every preview must look the same: the first item stands for any.
pub fn random(call: &Call) -> Result<Value, Failure> {
    match call.target.defined()? {
        Value::List(list) => {
            list.get(0).ok_or_else(|| Failure::new(Class::IndexError, "Can't sample empty collection"))
        }
        Value::Pair(pair) => Ok(pair.key.clone()),
        other => Err(Failure::cast(other, "Indexable(T)")),
    }
}

pub fn attr(call: &Call) -> Result<Value, Failure> {
    entry(call.target, &call.arg("name"), call)
}

/// By attribute, or by a filter with the arguments behind its name.
pub fn map(call: &Call) -> Result<Value, Failure> {
    if matches!(call.target, Value::None) {
        return Ok(Value::text(""));
    }
    let mut mapped = Vec::new();
    if let Some(attribute) = call.args.keyword("attribute") {
        for item in call.target.items()? {
            call.env.meter.step(1)?;
            mapped.push(entry(&item, attribute, call)?);
        }
    } else {
        let (name, args) = rest(call.args).ok_or_else(Failure::index)?;
        let filter = find(as_plain_text(&name)?)?;
        for item in call.target.items()? {
            mapped.push(filter.call(&item, &args, call.env)?);
        }
    }
    Ok(Value::list(mapped))
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

fn pick(call: &Call, wanted: bool) -> Result<Value, Failure> {
    pick_items(call, wanted, call.args, |item| Ok(item.clone()))
}

fn pick_by_attribute(call: &Call, wanted: bool) -> Result<Value, Failure> {
    let (attribute, args) = rest(call.args).ok_or_else(Failure::index)?;
    pick_items(call, wanted, &args, |item| entry(item, &attribute, call))
}

/// The items whose `looked_at` passes the test the arguments name, or without one is true.
fn pick_items(
    call: &Call,
    wanted: bool,
    args: &Args,
    looked_at: impl Fn(&Value) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let test = match rest(args) {
        Some((name, args)) => Some((tests::find(as_plain_text(&name)?)?, args)),
        None => None,
    };
    let mut picked = Vec::new();
    for item in call.target.items()? {
        call.env.meter.step(1)?;
        let value = looked_at(&item)?;
        let passes = match &test {
            Some((test, args)) => test.call(&value, args, call.env)?,
            None => value.is_true(),
        };
        if passes == wanted {
            picked.push(item);
        }
    }
    Ok(Value::list(picked))
}

/// The first argument, and the arguments without it.
fn rest(args: &Args) -> Option<(Value, Args)> {
    let (first, others) = args.positional.split_first()?;
    Some((first.clone(), Args { positional: others.to_vec(), keyword: args.keyword.clone() }))
}

/// A map's or object's entry. Of anything else it is undefined, of a list too.
fn entry(value: &Value, name: &Value, call: &Call) -> Result<Value, Failure> {
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

/// Text backwards; marks that combine stay behind the sign they belong to.
fn reversed(text: &str) -> String {
    let mut clusters: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut joined = false;
    for (at, c) in text.char_indices() {
        if at > start && !joined && !combines(c) {
            clusters.extend(text.get(start..at));
            start = at;
        }
        joined =
            c == '\u{200D}' || (c == '\r' && text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')));
    }
    clusters.extend(text.get(start..));
    clusters.into_iter().rev().collect()
}

fn combines(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{200C}' | '\u{200D}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{1F3FB}'..='\u{1F3FF}'
    )
}
