//! Filters on lists, and on whatever can be gone through item by item.

use super::super::call::Call;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::numbers::to_i32;
use super::super::ops;
use super::super::printing;
use super::super::value::Value;

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

/// Chance has no place where every preview must look the same: the first item stands for any.
pub fn random(call: &Call) -> Result<Value, Failure> {
    match call.target {
        Value::List(list) => {
            list.get(0).ok_or_else(|| Failure::new(Class::IndexError, "Can't sample empty collection"))
        }
        Value::Pair(pair) => Ok(pair.key.clone()),
        other => Err(Failure::bare_cast(other, "Indexable(T)", 370)),
    }
}

/// Text backwards; marks that combine stay behind the sign they belong to, and CR LF stays together where not all
/// of the text is ASCII.
fn reversed(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().rev().collect();
    }
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

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn ends_and_sizes() {
        check_all(&[
            ("{{ options.pkgs | first }} {{ options.pkgs | last }} {{ 'abc' | last }}", "curl git c"),
            ("{{ {'a': 1} | first }}[{{ '' | first }}]", "('a', 1)[]"),
            ("{{ [] | first }}", "Enumerable::EmptyError: Empty enumerable"),
            ("{{ [] | last }}", "IndexError: Index out of bounds"),
            (
                "{{ {} | last }}",
                "Crinja::TypeError: expected Enumerable or String for #last, not Hash(Crinja::Value, Crinja::Value)",
            ),
            ("{{ options | length }} {{ '日本' | length }} {{ nope | length }}", "7 2 0"),
            ("{{ true | length }}", "Crinja::TypeError: Bool does not respond to #size"),
        ]);
    }

    #[test]
    fn joining() {
        check_all(&[
            (
                "{{ [['a'], none, 1] | join('-') }}|{{ {'a': 1} | join(',') }}|{{ 'abc' | join('.') }}",
                "['a']-none-1|('a', 1)|a.b.c",
            ),
            ("{{ [{'a': 1}, {'a': 2}] | join(',', 'a') }}|{{ options.pkgs | join(d='-') }}", "1,2|curlgit"),
            ("{{ options.nope | join(' ') }}", "Crinja::TypeError:  must be a sequence to join it"),
            ("{{ 5 | join }}", "Crinja::TypeError: 5 must be a sequence to join it"),
            ("{% autoescape true %}{{ ['<'] | join(',') }}{% endautoescape %}", "&lt;"),
        ]);
    }

    #[test]
    fn the_same_list() {
        check_all(&[
            ("{% set a = [1] %}{% do (a | list) + 2 %}{{ a }}", "[1, 2]"),
            ("{% set a = [2, 1] %}{% do (a | sort) + 3 %}{{ a }}", "[2, 1]"),
        ]);
    }

    #[test]
    fn portions() {
        check_all(&[
            (
                "{{ [1,2,3,4,5] | batch(2, 'x') }} {{ [1,2,3,4,5] | slice(3, 'x') }}",
                "[[1, 2], [3, 4], [5, 'x']] [[1, 2], [3, 4], [5, 'x']]",
            ),
            (
                "{{ [1,2] | slice(3) }} {{ [1,2,3] | batch(0) }} {{ [1,2] | slice(2, 'x') }}",
                "[[1], [2]] [[1, 2, 3]] [[1, 'x'], [2, 'x']]",
            ),
            ("{{ [1] | slice(0) }}", "DivisionByZeroError: Division by 0"),
            ("{{ 5 | batch }}", "Crinja::TypeError: target for batch filter must be a sequence"),
        ]);
    }

    #[test]
    fn backwards() {
        check_all(&[
            ("{{ [1, 2] | reverse }} {{ 'ae\u{301}b' | reverse }}", "[2, 1] be\u{301}a"),
            ("{{ 'a\r\nb' | reverse }} {{ 'a\r\né' | reverse }}", "b\n\ra é\r\na"),
            (
                "{{ {} | reverse }}",
                "Crinja::TypeError: Hash(Crinja::Value, Crinja::Value) cannot be reversed",
            ),
        ]);
    }
}
