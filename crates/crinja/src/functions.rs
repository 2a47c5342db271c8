//! The global functions (DIFFERENCES §17).

use super::budget::Meter;
use super::call::{Args, Call, Env, Failure, Param, Preset};
use super::containers::let_go;
use super::error::Class;
use super::numbers;
use super::pretty;
use super::printing;
use super::value::Value;
use std::cell::Cell;
use std::rc::Rc;

/// A function of the library. Printed, it shows its signature.
pub struct Function {
    pub name: &'static str,
    params: &'static [Param],
    run: fn(&Call) -> Result<Value, Failure>,
}

/// Finds a function whatever the case of its letters. Functions win over variables (DIFFERENCES §14).
pub fn lookup(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// All there are.
pub fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
}

const FUNCTIONS: &[Function] = &[
    Function {
        name: "range",
        params: &[("start", Preset::Int(0)), ("stop", Preset::Int(0)), ("step", Preset::Int(1))],
        run: range,
    },
    Function { name: "cycler", params: &[], run: cycler },
    Function { name: "joiner", params: &[("sep", Preset::Text(", "))], run: joiner },
    Function { name: "dict", params: &[], run: dict },
    Function { name: "debug", params: &[], run: debug },
    Function { name: "super", params: &[], run: super_ },
];

impl Function {
    pub fn call(&self, args: &Args, env: Env) -> Result<Value, Failure> {
        (self.run)(&Call { target: &Value::None, args, params: self.params, env })
    }

    /// Is `debug()` without arguments, and so wants to see the scope.
    pub fn shows_scope(&self, args: &Args) -> bool {
        self.name == "debug" && args.positional().is_empty() && args.keyword.is_empty()
    }

    /// What its parameters are when a call does not say.
    pub fn presets(&self) -> impl Iterator<Item = (&'static str, Value)> {
        self.params.iter().map(|(name, preset)| (*name, preset.value()))
    }

    pub fn signature(&self, meter: &Meter) -> Result<String, Failure> {
        let mut shown = Vec::new();
        for (name, preset) in self.params {
            let value = preset.value();
            let text = printing::print(&value, false, meter)?;
            shown.push(if value.is_text() { format!("{name}='{text}'") } else { format!("{name}={text}") });
        }
        Ok(format!("{}({})", self.name, shown.join(", ")))
    }
}

/// What `cycler(…)` gives: its values round and round.
pub struct Cycler {
    values: Vec<Value>,
    /// Rounds begun; 0 before the first `next()`.
    taken: Cell<usize>,
}

impl Drop for Cycler {
    fn drop(&mut self) {
        let_go(std::mem::take(&mut self.values));
    }
}

impl Cycler {
    /// `c.next()` and its kin. None where there is no such method.
    pub fn call_method(&self, name: &str) -> Option<Result<Value, Failure>> {
        match name {
            "next" => Some(self.step()),
            "reset" | "rewind" => {
                self.taken.set(0);
                Some(Ok(Value::text("")))
            }
            _ => None,
        }
    }

    pub fn has_method(&self, name: &str) -> bool {
        matches!(name, "next" | "reset" | "rewind")
    }

    /// `c.current`; the methods work without brackets too.
    pub fn attribute(&self, name: &str) -> Result<Option<Value>, Failure> {
        match name {
            "current" => Ok(Some(self.current())),
            _ => self.call_method(name).transpose(),
        }
    }

    /// All values, and the place of the current one.
    pub fn inner(&self) -> (&[Value], i64) {
        (&self.values, self.taken.get() as i64 - 1)
    }

    /// The next value; none when there are no values at all.
    pub fn next(&self) -> Option<Value> {
        self.step().ok()
    }

    /// A step of a cycler without values divides by their number.
    pub fn check_not_empty(&self) -> Result<(), Failure> {
        if self.values.is_empty() {
            return Err(Failure::new(Class::DivisionByZeroError, "Division by 0"));
        }
        Ok(())
    }

    fn step(&self) -> Result<Value, Failure> {
        self.check_not_empty()?;
        self.taken.set(self.taken.get() % self.values.len() + 1);
        Ok(self.current())
    }

    fn current(&self) -> Value {
        match self.taken.get().checked_sub(1).and_then(|at| self.values.get(at)) {
            Some(value) => value.clone(),
            None => Value::undefined(""),
        }
    }
}

/// What `joiner(…)` gives: nothing the first time, its separator from then on.
pub struct Joiner {
    separator: Value,
    called: Cell<bool>,
}

impl Joiner {
    pub fn call(&self) -> Value {
        if self.called.replace(true) { self.separator.clone() } else { Value::text("") }
    }
}

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
    Ok(Value::Cycler(Cycler { values: call.args.positional().to_vec(), taken: Cell::new(0) }.into()))
}

fn joiner(call: &Call) -> Result<Value, Failure> {
    Ok(Value::Joiner(Joiner { separator: call.arg("sep"), called: Cell::new(false) }.into()))
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
