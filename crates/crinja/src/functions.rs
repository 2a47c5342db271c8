//! The global functions (docs/dialect.md §17).

use super::budget::Meter;
use super::call::{Args, Call, Env};
use super::error::Class;
use super::failure::Failure;
use super::numbers;
use super::pretty;
use super::signature::{Preset, Signature};
use super::value::{Cycler, Joiner, Value};
use std::rc::Rc;

/// Finds a function whatever the case of its letters. Functions win over variables (docs/dialect.md §14).
pub fn lookup(name: &str) -> Option<&'static Signature> {
    FUNCTIONS.iter().map(|(function, _)| function).find(|function| function.name.eq_ignore_ascii_case(name))
}

/// All there are.
pub fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(function, _)| function.name)
}

/// Calls a function that [`lookup`] gave.
pub fn call(function: &Signature, args: &Args, env: Env) -> Result<Value, Failure> {
    match FUNCTIONS.iter().find(|(known, _)| known.name == function.name) {
        Some((_, run)) => run(&Call { target: &Value::None, args, params: function.params, env }),
        None => Err(Failure::unknown_feature("function", function.name)),
    }
}

/// Is `debug()` without arguments, and so wants to see the scope.
pub fn shows_scope(function: &Signature, args: &Args) -> bool {
    function.name == "debug" && args.positional().is_empty() && args.keyword.is_empty()
}

type Run = fn(&Call) -> Result<Value, Failure>;

static FUNCTIONS: &[(Signature, Run)] = &[
    (
        Signature {
            name: "range",
            params: &[("start", Preset::Int(0)), ("stop", Preset::Int(0)), ("step", Preset::Int(1))],
        },
        range,
    ),
    (Signature { name: "cycler", params: &[] }, cycler),
    (Signature { name: "joiner", params: &[("sep", Preset::Text(", "))] }, joiner),
    (Signature { name: "dict", params: &[] }, dict),
    (Signature { name: "debug", params: &[] }, debug),
    (Signature { name: "super", params: &[] }, super_),
];

/// Numbers are cut to 32 bits. The stop counts as given only where it is written.
fn range(call: &Call) -> Result<Value, Failure> {
    let number = |name| -> Result<i32, Failure> {
        let value = call.arg(name);
        if !value.defined()?.is_number() {
            return Err(Failure::cast(&value, "(Float64 | Int32 | Int64)"));
        }
        numbers::to_i32(&value, call.env.meter)
    };
    let (mut start, mut stop, step) = (number("start")?, number("stop")?, number("step")?);
    if !call.is_set("stop") {
        (start, stop) = (0, start);
    }
    let mut items = Vec::new();
    let mut current = start;
    while if step < 0 { current > stop } else { current < stop } {
        call.env.meter.bytes(size_of::<Value>())?;
        call.env.meter.step(1)?;
        items.push(Value::Int32(current));
        current = current.checked_add(step).ok_or_else(Failure::overflow)?;
    }
    Ok(Value::list(items))
}

fn cycler(call: &Call) -> Result<Value, Failure> {
    Ok(Value::Cycler(Cycler::new(call.args.positional().to_vec()).into()))
}

fn joiner(call: &Call) -> Result<Value, Failure> {
    Ok(Value::Joiner(Joiner::new(call.arg("sep")).into()))
}

fn dict(call: &Call) -> Result<Value, Failure> {
    Ok(Value::map(call.args.keyword.iter().map(|(key, value)| (Value::text(&**key), value.clone()))))
}

/// Shows its arguments. Without any it shows the scope, which is the evaluator's ([`debug_scope`]).
fn debug(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let mut text =
        format!("--- DEBUG arguments --\n{}\n", pretty::wrapped_list(call.args.positional(), meter)?);
    if !call.args.keyword.is_empty() {
        text.push_str(&pretty::wrapped_map(&call.args.keyword, meter)?);
        text.push('\n');
    }
    text.push_str("----------------------");
    Ok(Value::text(text))
}

/// What `debug()` gives for the innermost scope: its own variables and its own autoescape, if it has one.
pub fn debug_scope(
    variables: &[(Rc<str>, Value)],
    autoescape: Option<bool>,
    meter: &Meter,
) -> Result<Value, Failure> {
    let scope = pretty::scope(variables, autoescape, meter)?;
    Ok(Value::text(format!("--- DEBUG context ----\n{scope}\n----------------------")))
}

/// Anywhere but alone in a print. Crinja means to say so, but Crystal leaves out a function that only raises, and puts
/// this in its place.
fn super_(_: &Call) -> Result<Value, Failure> {
    let message = "can't execute `env = arguments.env\nCrinja::Value.new(begin\n  raise(Crinja::RuntimeError.new(\"call to \
                   global function `super()` must be the only expression in a print statement\"))\nend)\n` at expanded macro: callable:7:7";
    Err(Failure::new(Class::Exception, message))
}

#[cfg(test)]
mod checks {
    use super::super::testing::check_all;

    #[test]
    fn ranges() {
        check_all(&[
            (
                "{{ range(3) }} {{ range(5, 0, -2) }} {{ range(stop=2) }} {{ range(3, 1) }}",
                "[0, 1, 2] [5, 3, 1] [0, 1] []",
            ),
            ("{{ range(2147483646, 2147483647, 5) }}", "OverflowError: Arithmetic overflow"),
            ("{{ RANGE(2) }} {{ range }}", "[0, 1] range(start=0, stop=0, step=1)"),
        ]);
    }

    #[test]
    fn round_and_round() {
        check_all(&[
            (
                "{% set c = cycler('a', 'b') %}[{{ c.current }}]{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}",
                "[]abaa",
            ),
            ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.reset() }}{{ c.next() }}", "aa"),
            ("{{ cycler().next() }}", "DivisionByZeroError: Division by 0"),
            ("{% set j = joiner('; ') %}{{ j() }}{{ j() }}{{ j() }}", "; ; "),
            (
                "{% set j = joiner(none) %}{{ j() }}{{ j() }} {% set j = joiner([1]) %}{{ j() }}{{ j() }}",
                "none [1]",
            ),
            ("{% set c = cycler(1) %}{{ c | attr(nope) }}", "Crinja::UndefinedError:  is undefined."),
        ]);
    }

    #[test]
    fn the_others() {
        check_all(&[
            (
                "{{ dict(a=1, b='x') }} {{ dict([1]) }} {{ joiner }}",
                "{'a' => 1, 'b' => 'x'} {} joiner(sep=', ')",
            ),
            (
                "{{ debug('a', b=2) }}",
                "--- DEBUG arguments --\n[Crinja::Value<\"a\">]\n{\"b\" => Crinja::Value<2>}\n----------------------",
            ),
            (
                "{% macro f(x, y=2) %}{{ debug() | truncate(100, true, '') }}{% endmacro %}{{ f(1, z=3) }}",
                "--- DEBUG context ----\nscope: \n {\"z\" => Crinja::Value<3>,\n  \"x\" => Crinja::Value<1>,\n  \"y\" => Crinja",
            ),
            ("{% set d = debug() %}{{ 'autoescape: false' is in d }}", "true"),
            (
                "{% with x = 1 %}{{ debug() }}{% endwith %}",
                "--- DEBUG context ----\nscope: \n {\"x\" => Crinja::Value<1>}\nautoescape: nil\nextend_path_stack: []\n\
                 import_path_stack: []\ninclude_path_stack: []\nmacro_stack: []\n----------------------",
            ),
        ]);
    }
}
