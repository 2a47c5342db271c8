//! `sort` and `dictsort`.

use super::super::call::{Call, Failure};
use super::super::error::Class;
use super::super::ops;
use super::super::value::Value;
use std::cmp::Ordering;

pub fn sort(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let case_sensitive = call.arg("case_sensitive").is_true();
    let attribute = Some(call.arg("attribute")).filter(Value::is_text);
    let mut sorted = call.target.collect(meter)?;
    merge_sort(&mut sorted, &|a, b| {
        let (a, b) = match &attribute {
            Some(name) => (a.attribute(name, meter)?, b.attribute(name, meter)?),
            None => (a.clone(), b.clone()),
        };
        order(&a, &b, case_sensitive, call)
    })?;
    if call.arg("reverse").is_true() {
        sorted.reverse();
    }
    Ok(Value::list(sorted))
}

/// Sorts pairs; anything with two items will do.
pub fn dictsort(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let case_sensitive = call.arg("case_sensitive").is_true();
    let part = if &*call.arg("by").to_text_ref(meter)? == "value" { 1 } else { 0 };
    let mut sorted = call.target.collect(meter)?;
    merge_sort(&mut sorted, &|a, b| order(&indexed(a, part)?, &indexed(b, part)?, case_sensitive, call))?;
    Ok(Value::list(sorted))
}

type Compare<'a> = &'a dyn Fn(&Value, &Value) -> Result<Ordering, Failure>;

fn order(a: &Value, b: &Value, case_sensitive: bool, call: &Call) -> Result<Ordering, Failure> {
    let meter = call.env.meter;
    if let (false, Some(a), Some(b)) = (case_sensitive, a.as_text(), b.as_text()) {
        meter.step(1 + a.len().min(b.len()) / 16)?;
        return Ok(compare_ignoring_case(a, b));
    }
    match ops::compare(a, b, meter)? {
        Some(order) => Ok(order),
        None => {
            let (a, b) = (a.to_text(meter)?, b.to_text(meter)?);
            Err(Failure::new(Class::ArgumentError, format!("Comparison of {a} and {b} failed")))
        }
    }
}

fn compare_ignoring_case(a: &str, b: &str) -> Ordering {
    let lower = |c: char| {
        let mut lowered = c.to_lowercase();
        if lowered.len() == 1 { lowered.next().unwrap_or(c) } else { c }
    };
    a.chars().map(lower).cmp(b.chars().map(lower))
}

/// `value[part]` as Crystal has it: of lists, pairs and text.
fn indexed(value: &Value, part: usize) -> Result<Value, Failure> {
    match value {
        Value::List(list) => list.get(part as i64),
        Value::Pair(pair) => Some(if part == 0 { pair.key.clone() } else { pair.value.clone() }),
        Value::Text(text) => text.as_str().chars().nth(part).map(|c| Value::text(c.to_string())),
        other => return Err(Failure::no_place(other)),
    }
    .ok_or_else(Failure::index)
}

/// Up to this length Crystal inserts item by item, from the end.
const INSERTED: usize = 20;

/// Stable. Which items meet matters: values of different types may compare one way round and fail the other
/// (DIFFERENCES §18), so short lists are sorted in Crystal's own order of comparisons.
fn merge_sort(items: &mut Vec<Value>, compare: Compare) -> Result<(), Failure> {
    if items.len() <= INSERTED {
        for start in (0..items.len().saturating_sub(1)).rev() {
            insert_head(items, start, compare)?;
        }
        return Ok(());
    }
    let mut right = items.split_off(items.len() / 2);
    merge_sort(items, compare)?;
    merge_sort(&mut right, compare)?;
    let mut merged = Vec::with_capacity(items.len() + right.len());
    let (mut left, mut right) = (items.drain(..).peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let next = if compare(b, a)?.is_lt() { right.next() } else { left.next() };
        merged.extend(next);
    }
    merged.extend(left);
    merged.extend(right);
    *items = merged;
    Ok(())
}

/// Moves the item at `start` to its place among the sorted ones behind it.
fn insert_head(items: &mut [Value], start: usize, compare: Compare) -> Result<(), Failure> {
    let mut at = start;
    while let Some([head, next]) = items.get(at..at + 2) {
        if !compare(next, head)?.is_lt() {
            break;
        }
        items.swap(at, at + 1);
        at += 1;
    }
    Ok(())
}

#[cfg(test)]
mod checks {
    use super::super::super::numbers;
    use super::super::super::testing::check_all;
    use super::*;

    #[track_caller]
    fn check(items: &[i64], sorted: &[i64]) {
        let mut items: Vec<Value> = items.iter().map(|&it| Value::Int64(it)).collect();
        let by_number = |a: &Value, b: &Value| Ok(numbers::integer(a).cmp(&numbers::integer(b)));
        merge_sort(&mut items, &by_number).expect("integers compare");
        let got: Vec<i64> = items.iter().filter_map(numbers::integer).collect();
        assert_eq!(got, sorted);
    }

    #[test]
    fn orders() {
        check_all(&[
            (
                "{{ ['b','a','A','B'] | sort }} {{ ['b','a','A','B'] | sort(reverse=true) }}",
                "['a', 'A', 'b', 'B'] ['B', 'b', 'A', 'a']",
            ),
            (
                "{{ ['b','A','c'] | sort(case_sensitive=true) }} {{ 'cab' | sort }}",
                "['A', 'b', 'c'] ['a', 'b', 'c']",
            ),
            ("{{ [{'a':2},{'a':1}] | sort(attribute='a') }}", "[{'a' => 1}, {'a' => 2}]"),
            ("{{ [1, 'a'] | sort }}", "[1, 'a']"),
            ("{{ ['a', 1] | sort }}", "Crinja::TypeError: cannot compare Int64 with String"),
            (
                "{{ {'b': 1, 'a': 2} | dictsort }} {{ {'b': 1, 'a': 2} | dictsort(by='value') }}",
                "[('a', 2), ('b', 1)] [('b', 1), ('a', 2)]",
            ),
            ("{{ [1, 2] | dictsort }}", "Crinja::TypeError: expected Array for #[](index : Int), not Int64"),
        ]);
    }

    #[test]
    fn sorts_short_and_long() {
        check(&[], &[]);
        check(&[1], &[1]);
        check(&[2, 1, 3], &[1, 2, 3]);
        let long: Vec<i64> = (0..100).map(|i| (i * 37) % 100).collect();
        check(&long, &(0..100).collect::<Vec<_>>());
    }
}
