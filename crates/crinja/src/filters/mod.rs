//! The filters (docs/dialect.md §18), by name.

mod entities;
mod format;
mod html;
mod html_elements;
mod html_text;
mod json;
mod lists;
mod numeric;
mod selecting;
mod sorting;
mod strings;
mod striptags;
mod wanted;

use super::call::{Args, Call, Env};
use super::failure::Failure;
use super::letters::downcase;
use super::signature::Param;
use super::signature::Preset::{Bool, Float, Int, None as Nil, Text, Undefined};
use super::value::Value;
use wanted::as_text_argument;

/// Runs the filter of that name, looked up in lower case, on `target`.
pub fn call(name: &str, target: &Value, args: &Args, env: Env) -> Result<Value, Failure> {
    find(name)?.call(target, args, env)
}

/// Finds a filter to be run on many values.
pub fn find(name: &str) -> Result<&'static Filter, Failure> {
    let known = |name: &str| FILTERS.iter().find(|filter| filter.name == name);
    if let Some(filter) = known(name) {
        return Ok(filter);
    }
    let name = downcase(name);
    known(&name).ok_or_else(|| Failure::unknown_feature("filter", &name))
}

/// All there are, in alphabetical order.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILTERS.iter().map(|filter| filter.name)
}

/// A filter.
pub struct Filter {
    name: &'static str,
    params: &'static [Param],
    run: fn(&Call) -> Result<Value, Failure>,
}

impl Filter {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Applies it.
    pub fn call(&self, target: &Value, args: &Args, env: Env) -> Result<Value, Failure> {
        env.meter.step(1)?;
        (self.run)(&Call { target, args, params: self.params, env })
    }
}

const fn filter(
    name: &'static str,
    run: fn(&Call) -> Result<Value, Failure>,
    params: &'static [Param],
) -> Filter {
    Filter { name, params, run }
}

static FILTERS: &[Filter] = &[
    filter("abs", numeric::abs, &[]),
    filter("append", strings::append, &[("string", Undefined)]),
    filter("attr", selecting::attr, &[("name", Undefined)]),
    filter("batch", lists::batch, &[("linecount", Int(2)), ("fill_with", Nil)]),
    filter("capitalize", strings::capitalize, &[]),
    filter("center", strings::center, &[("width", Int(80))]),
    filter("count", lists::length, &[]),
    filter("d", default, DEFAULT),
    filter("date", date, &[("format", Undefined)]),
    filter("default", default, DEFAULT),
    filter("dictsort", sorting::dictsort, &[("case_sensitive", Bool(false)), ("by", Text("key"))]),
    filter("e", html::escape, &[]),
    filter("escape", html::escape, &[]),
    filter("filesizeformat", numeric::filesizeformat, &[("binary", Bool(false))]),
    filter("first", lists::first, &[]),
    filter("float", numeric::float, &[("default", Float(0.0))]),
    filter("forceescape", html::forceescape, &[]),
    filter("format", format::format, &[]),
    filter("groupby", selecting::groupby, &[("attribute", Undefined)]),
    filter("indent", strings::indent, &[("width", Int(4)), ("indentfirst", Bool(false))]),
    filter("int", numeric::int, &[("default", Int(0)), ("base", Int(10))]),
    filter("join", lists::join, &[("separator", Text("")), ("attribute", Nil)]),
    filter("last", lists::last, &[]),
    filter("length", lists::length, &[]),
    filter("list", lists::list, &[]),
    filter("lower", strings::lower, &[]),
    filter("map", map, &[]),
    filter("pprint", pprint, &[("verbose", Bool(false))]),
    filter("prepend", strings::prepend, &[("string", Undefined)]),
    filter("random", lists::random, &[]),
    filter("reject", selecting::reject, &[]),
    filter("rejectattr", selecting::rejectattr, &[]),
    filter("replace", strings::replace, &[("old", Undefined), ("new", Undefined), ("count", Nil)]),
    filter("reverse", lists::reverse, &[]),
    filter("round", numeric::round, &[("precision", Int(0)), ("method", Text("common")), ("base", Int(10))]),
    filter("safe", html::safe, &[]),
    filter("select", selecting::select, &[]),
    filter("selectattr", selecting::selectattr, &[]),
    filter("slice", lists::slice, &[("slices", Int(2)), ("fill_with", Nil)]),
    filter(
        "sort",
        sorting::sort,
        &[("reverse", Bool(false)), ("case_sensitive", Bool(false)), ("attribute", Nil)],
    ),
    filter("string", strings::string, &[]),
    filter("striptags", striptags::striptags, &[]),
    filter("sum", selecting::sum, &[("attribute", Nil), ("start", Int(0))]),
    filter("title", strings::title, &[]),
    filter("tojson", json::tojson, &[("indent", Nil)]),
    filter("trim", strings::trim, &[]),
    filter(
        "truncate",
        strings::truncate,
        &[("length", Int(255)), ("killwords", Bool(false)), ("end", Text("...")), ("leeway", Nil)],
    ),
    filter("upper", strings::upper, &[]),
    filter("urlencode", html::urlencode, &[]),
    filter(
        "urlize",
        html::urlize,
        &[("trim_url_limit", Nil), ("nofollow", Bool(false)), ("target", Nil), ("rel", Nil)],
    ),
    filter("wordcount", strings::wordcount, &[]),
    filter(
        "wordwrap",
        strings::wordwrap,
        &[("width", Int(79)), ("break_long_words", Bool(true)), ("wrapstring", Nil)],
    ),
    filter("xmlattr", html::xmlattr, &[("autoescape", Bool(true))]),
];

const DEFAULT: &[Param] = &[("default_value", Text("")), ("boolean", Bool(false))];

/// Replaces undefined and none; other false values where `boolean` says so (docs/dialect.md §7).
fn default(call: &Call) -> Result<Value, Failure> {
    let missing = matches!(call.target, Value::Undefined(_) | Value::None);
    if missing || (call.arg("boolean").is_true() && !call.target.is_true()) {
        Ok(call.arg("default_value"))
    } else {
        Ok(call.target.clone())
    }
}

/// Nothing FaaSO hands out is a date.
fn date(call: &Call) -> Result<Value, Failure> {
    Err(Failure::cast(call.target.defined()?, "Time"))
}

fn pprint(call: &Call) -> Result<Value, Failure> {
    super::pretty::pprint(call.target, call.env.meter).map(Value::text)
}

/// By attribute, or by a filter with the arguments behind its name. It stands here since it finds filters itself.
fn map(call: &Call) -> Result<Value, Failure> {
    if matches!(call.target, Value::None) {
        return Ok(Value::text(""));
    }
    let mut mapped = Vec::new();
    if let Some(attribute) = call.args.keyword("attribute") {
        for item in call.target.items()? {
            call.env.meter.step(1)?;
            mapped.push(selecting::entry(&item, attribute, call)?);
        }
    } else {
        let name = call.args.take_first().ok_or_else(Failure::index)?;
        let filter = find(as_text_argument(&name)?)?;
        for item in call.target.items()? {
            mapped.push(filter.call(&item, call.args, call.env)?);
        }
    }
    Ok(Value::list(mapped))
}

#[cfg(test)]
mod checks {
    use super::super::budget::Meter;
    use super::super::{Budget, Class, functions, tests};
    use super::*;

    /// Every filter, test and function meets every kind of value, as target and as arguments, and answers
    /// with a value or with an error of its own.
    #[test]
    fn nothing_is_too_strange() {
        let budget = Budget { steps: 20_000, bytes: 1 << 16, depth: 50 };
        let mut budgets_spent = 0;
        for target in strange() {
            for first in strange() {
                for second in strange().iter().step_by(4) {
                    let args = Args::new(vec![first.clone(), second.clone()], Vec::new());
                    for answer in answers(&target, &args, budget) {
                        match answer {
                            Err(failure) if failure.class == Class::Budget => budgets_spent += 1,
                            Err(_) => {}
                            Ok(value) => assert!(said(&value, budget), "{value:?}"),
                        }
                    }
                }
            }
        }
        assert!(budgets_spent > 0, "some of it must be more than anyone may use");
    }

    fn answers(target: &Value, args: &Args, budget: Budget) -> Vec<Result<Value, Failure>> {
        let mut answers = Vec::new();
        let mut ask = |asked: &dyn Fn(Env) -> Result<Value, Failure>| {
            let meter = Meter::new(budget);
            answers.push(asked(Env { meter: &meter, autoescape: true }));
        };
        for filter in FILTERS {
            ask(&|env| filter.call(target, args, env));
        }
        for test in tests::names() {
            ask(&|env| tests::call(test, target, args, env).map(Value::Bool));
        }
        for function in functions::names() {
            let function = functions::lookup(function).expect("a function has its name");
            ask(&|env| functions::call(function, args, env));
        }
        answers
    }

    /// What an answer prints, within the same limits; one that is endless may only say so.
    fn said(value: &Value, budget: Budget) -> bool {
        let meter = Meter::new(budget);
        match (value.print(&meter), value.inspect(&meter)) {
            (Ok(printed), Ok(inspected)) => printed.len() <= budget.bytes && inspected.len() <= budget.bytes,
            (Err(failure), _) | (_, Err(failure)) => failure.class == Class::Budget,
        }
    }

    fn strange() -> Vec<Value> {
        let list = Value::list(vec![Value::Int64(2), Value::text("b"), Value::None, Value::Float(f64::NAN)]);
        let inside_itself = Value::list(vec![Value::Int64(1)]);
        if let Value::List(list) = &inside_itself {
            list.push(Value::map([(Value::text("a"), inside_itself.clone())]));
        }
        let map = Value::map([(Value::text("é"), list.clone()), (Value::Int64(1), Value::Bool(true))]);
        vec![
            Value::undefined("x"),
            Value::None,
            Value::Bool(true),
            Value::Int32(i32::MIN),
            Value::Int32(-1),
            Value::Int64(0),
            Value::Int64(i64::MAX),
            Value::Float(1e300),
            Value::Float(f64::NAN),
            Value::text(""),
            Value::text("ß 日本\r\n\u{301}<a href='%s %d {'>"),
            Value::text("3"),
            Value::text("upper"),
            Value::text("in"),
            Value::safe("<http://x www.y>"),
            Value::list(Vec::new()),
            list,
            Value::map([]),
            Value::pair(Value::text("k"), map.clone()),
            map,
            inside_itself,
        ]
    }
}
