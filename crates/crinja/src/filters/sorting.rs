//! `sort` and `dictsort`.

use super::super::budget::Meter;
use super::super::call::Call;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::ops;
use super::super::value::Value;
use std::cmp::Ordering;
use std::ops::Range;

pub fn sort(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let case_sensitive = call.arg("case_sensitive").is_true();
    let attribute = Some(call.arg("attribute")).filter(Value::is_text);
    let by_attribute = |a: &Value, b: &Value| {
        let (a, b) = match &attribute {
            Some(name) => (a.attribute(name, meter)?, b.attribute(name, meter)?),
            None => (a.clone(), b.clone()),
        };
        order(&a, &b, case_sensitive, call)
    };
    let mut sorted = merge_sort(call.target.collect(meter)?, &by_attribute, meter)?;
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
    let by_part = |a: &Value, b: &Value| order(&indexed(a, part)?, &indexed(b, part)?, case_sensitive, call);
    merge_sort(call.target.collect(meter)?, &by_part, meter).map(Value::list)
}

/// None where there is no order, as with NaN.
type Compare<'a> = &'a dyn Fn(&Value, &Value) -> Result<Option<Ordering>, Failure>;

fn order(a: &Value, b: &Value, case_sensitive: bool, call: &Call) -> Result<Option<Ordering>, Failure> {
    let meter = call.env.meter;
    if let (false, Some(a), Some(b)) = (case_sensitive, a.as_text(), b.as_text()) {
        meter.step(1 + a.len().min(b.len()) / 16)?;
        return Ok(Some(compare_ignoring_case(a, b)));
    }
    ops::compare(a, b, meter)
}

fn compare_ignoring_case(a: &str, b: &str) -> Ordering {
    let lower = |c: char| {
        // One sign for one: of a dotted capital I only the i.
        c.to_lowercase().next().unwrap_or(c)
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

/// Stable. Which items meet matters: values of different types may compare one way round and fail the other
/// (docs/dialect.md §18), so this makes Crystal's comparisons in Crystal's order. It looks for runs from the end, a short
/// one is filled up, and neighbours are merged while they are of a size.
struct Sorter<'a> {
    items: Vec<Value>,
    compare: Compare<'a>,
    meter: &'a Meter,
}

/// Up to this length items are inserted one by one.
const SHORT: usize = 10;

fn merge_sort(items: Vec<Value>, compare: Compare, meter: &Meter) -> Result<Vec<Value>, Failure> {
    let mut sorter = Sorter { items, compare, meter };
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut last = sorter.items.len();
    if last <= SHORT {
        for start in (0..last.saturating_sub(1)).rev() {
            sorter.insert_head(start..last)?;
        }
        return Ok(sorter.items);
    }
    while last > 0 {
        let start = sorter.run_before(last)?;
        runs.push(start..last);
        last = start;
        while let Some(at) = to_merge(&runs) {
            let left = runs.remove(at + 1);
            let run = left.start..runs[at].end;
            sorter.merge(run.clone(), left.end)?;
            runs[at] = run;
        }
    }
    Ok(sorter.items)
}

/// Where two runs are next to each other that are to be one.
fn to_merge(runs: &[Range<usize>]) -> Option<usize> {
    let n = runs.len();
    let size = |back: usize| n.checked_sub(back).map(|at| runs[at].len());
    let (last, before) = (size(1)?, size(2)?);
    let uneven = |a: Option<usize>, b: usize| a.is_some_and(|a| a <= b);
    let merges = runs[n - 1].start == 0
        || before <= last
        || uneven(size(3), before + last)
        || uneven(size(4), size(3).unwrap_or(0) + before);
    let skips = size(3).is_some_and(|third| third < last);
    merges.then(|| if skips { n - 3 } else { n - 2 })
}

impl Sorter<'_> {
    fn cmp(&self, a: &Value, b: &Value) -> Result<Ordering, Failure> {
        match (self.compare)(a, b)? {
            Some(order) => Ok(order),
            None => {
                let (a, b) = (a.to_text(self.meter)?, b.to_text(self.meter)?);
                Err(Failure::new(Class::ArgumentError, format!("Comparison of {a} and {b} failed")))
            }
        }
    }

    /// Makes a sorted run of what stands before `last`; where it begins.
    fn run_before(&mut self, last: usize) -> Result<usize, Failure> {
        let mut start = last - 1;
        if start > 0 {
            start -= 1;
            let descends = self.cmp(&self.items[start + 1], &self.items[start])?.is_lt();
            let goes_on = if descends { Ordering::Less } else { Ordering::Greater };
            while start > 0 && self.cmp(&self.items[start], &self.items[start - 1])? == goes_on {
                start -= 1;
            }
            if descends {
                self.items[start..last].reverse();
            }
        }
        while start > 0 && last - start < SHORT {
            start -= 1;
            self.insert_head(start..last)?;
        }
        Ok(start)
    }

    /// Moves the first item to its place among the sorted ones behind it.
    fn insert_head(&mut self, run: Range<usize>) -> Result<(), Failure> {
        let mut at = run.start;
        while at + 1 < run.end && self.cmp(&self.items[at + 1], &self.items[at])?.is_lt() {
            self.items.swap(at, at + 1);
            at += 1;
        }
        Ok(())
    }

    /// Merges the two halves of a run. The shorter one is put aside, and the work begins at its side.
    fn merge(&mut self, run: Range<usize>, middle: usize) -> Result<(), Failure> {
        let mut merged = Vec::with_capacity(run.len());
        let (mut left, mut right) = (run.start..middle, middle..run.end);
        if left.len() <= right.len() {
            while !left.is_empty() && !right.is_empty() {
                let takes_right = self.cmp(&self.items[right.start], &self.items[left.start])?.is_lt();
                merged.extend(if takes_right { right.next() } else { left.next() });
            }
            merged.extend(left.chain(right));
        } else {
            while !left.is_empty() && !right.is_empty() {
                let takes_left = self.cmp(&self.items[right.end - 1], &self.items[left.end - 1])?.is_lt();
                merged.extend(if takes_left { left.next_back() } else { right.next_back() });
            }
            merged.extend(left.rev().chain(right.rev()));
            merged.reverse();
        }
        let sorted: Vec<Value> = merged.into_iter().map(|at| self.items[at].clone()).collect();
        self.items.splice(run, sorted);
        Ok(())
    }
}

#[cfg(test)]
mod checks {
    use super::super::super::Budget;
    use super::super::super::numbers;
    use super::super::super::testing::check_all;
    use super::*;

    #[track_caller]
    fn check(items: &[i64], sorted: &[i64]) {
        let items: Vec<Value> = items.iter().map(|&it| Value::Int64(it)).collect();
        let by_number = |a: &Value, b: &Value| Ok(Some(numbers::integer(a).cmp(&numbers::integer(b))));
        let meter = Meter::new(Budget::default());
        let items = merge_sort(items, &by_number, &meter).expect("integers compare");
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
            ("{{ [1,2,3,4,5,6,7,8,9,10,11,'a'] | sort }}", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 'a']"),
            (
                "{{ [none,1,2,3,4,5,6,7,8,9,10,11] | sort }}",
                "Crinja::TypeError: cannot compare Int64 with Nil",
            ),
            (
                "{{ [{'a': 0/0}, {'a': 1}] | sort(attribute='a') }}",
                "ArgumentError: Comparison of {Crinja::Value<\"a\"> => Crinja::Value<1>} and {Crinja::Value<\"a\"> => Crinja::Value<NaN>} failed",
            ),
            ("{{ 'zİh' | sort }}", "['h', 'İ', 'z']"),
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
