//! The forms in which a value becomes text (docs/dialect.md §9): as printed, as `~` and the filters see it, and
//! Crystal's inspect.

use super::budget::Meter;
use super::failure::Failure;
use super::letters::is_printable;
use super::signature::Signature;
use super::value::Value;
use std::borrow::Cow;
use std::fmt::Write;

/// Where an object lies. It is another place in every run of FaaSO; this one is as long as those are, so that what
/// counts or cuts characters sees as many. It is shown as `0x<address>` ([`mask_addresses`]).
pub const ADDRESS: &str = "0x7fb6d2e4a1c0";

/// The same place as a decimal number.
const ADDRESS_NUMBER: &str = "140423198974400";

/// What is shown in the place of an address.
pub fn mask_addresses(text: &str) -> Cow<'_, str> {
    let has_any = text.contains(ADDRESS) || text.contains(ADDRESS_NUMBER);
    if !has_any {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(ADDRESS, "0x<address>").replace(ADDRESS_NUMBER, "<address>"))
}

/// How an object of Crinja's own prints.
pub fn object(class: &str, is_callable: bool) -> String {
    match is_callable {
        true => format!("*unnamed_callable_{ADDRESS_NUMBER}*(?)"),
        false => format!("#<{class}:{ADDRESS}>"),
    }
}

/// What `{{ }}`, `string` and `join` make of a value: text inside lists and maps in single quotes, nothing
/// escaped but for HTML where `escape` says so.
pub fn print(value: &Value, escape: bool, meter: &Meter) -> Result<String, Failure> {
    let mut printer = Printer { out: String::new(), escape, in_struct: false, meter };
    printer.print(value)?;
    Ok(printer.out)
}

/// Crystal's `to_s`.
pub fn to_text(value: &Value, meter: &Meter) -> Result<String, Failure> {
    let mut printer = Printer { out: String::new(), escape: false, in_struct: false, meter };
    printer.text(value)?;
    Ok(printer.out)
}

/// Crystal's `inspect` of what a value holds.
pub fn inspect(value: &Value, meter: &Meter) -> Result<String, Failure> {
    let mut printer = Printer { out: String::new(), escape: false, in_struct: false, meter };
    printer.inspect(value)?;
    Ok(printer.out)
}

impl Value {
    /// As printed between `{{ }}`, without escaping.
    pub fn print(&self, meter: &Meter) -> Result<String, Failure> {
        print(self, false, meter)
    }

    /// Crystal's `to_s`: what `~`, `+` and the filters on text see.
    pub fn to_text(&self, meter: &Meter) -> Result<String, Failure> {
        Ok(self.to_text_ref(meter)?.into_owned())
    }

    /// [`Value::to_text`], without a copy where it is text already.
    pub fn to_text_ref(&self, meter: &Meter) -> Result<Cow<'_, str>, Failure> {
        match self.as_text() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => to_text(self, meter).map(Cow::Owned),
        }
    }

    /// Crystal's `to_s` of the value inside and not of the one around it, as `e` and the order of text see it.
    /// A pair alone looks otherwise.
    pub fn to_bare_text(&self, meter: &Meter) -> Result<Cow<'_, str>, Failure> {
        match self {
            Value::Pair(pair) => {
                let items = Value::list(vec![pair.key.clone(), pair.value.clone()]);
                items.to_text(meter).map(Cow::Owned)
            }
            _ => self.to_text_ref(meter),
        }
    }

    /// Crystal's `inspect` of the value inside: text in double quotes and escaped.
    pub fn inspect(&self, meter: &Meter) -> Result<String, Failure> {
        inspect(self, meter)
    }
}

/// Text as in Crystal source, quotes included.
pub fn inspect_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x1b' => out.push_str("\\e"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x0b' => out.push_str("\\v"),
            '#' if rest.peek() == Some(&'{') => out.push_str("\\#"),
            c if is_printable(c) => out.push(c),
            c if c as u32 > 0xFFFF => out.push_str(&format!("\\u{{{:X}}}", c as u32)),
            c => out.push_str(&format!("\\u{:04X}", c as u32)),
        }
    }
    out.push('"');
    out
}

/// A function's name and parameters, with their defaults.
fn signature(function: &Signature, meter: &Meter) -> Result<String, Failure> {
    let mut shown = Vec::new();
    for (name, preset) in function.params {
        let value = preset.value();
        let text = print(&value, false, meter)?;
        shown.push(if value.is_text() { format!("{name}='{text}'") } else { format!("{name}={text}") });
    }
    Ok(format!("{}({})", function.name, shown.join(", ")))
}

/// A float as Crystal prints it: the shortest form that reads back the same.
pub fn float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let (digits, point) = shortest(value.abs());
    let length = digits.len() as i32;
    if !(-3..=15).contains(&point) {
        let (first, rest) = digits.split_at(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        let exponent = point - 1;
        return format!("{sign}{first}.{rest}e{}{}", if exponent < 0 { '-' } else { '+' }, exponent.abs());
    }
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    match usize::try_from(point) {
        Ok(0) | Err(_) => format!("{sign}0.{}{digits}", zeros(-point)),
        Ok(whole) if whole < digits.len() => {
            let (whole, part) = digits.split_at(whole);
            format!("{sign}{whole}.{part}")
        }
        Ok(_) => format!("{sign}{digits}{}.0", zeros(point - length)),
    }
}

/// The fewest digits that read back the same, and where the point stands among them. Of two equally near it is the
/// even one, as in Crystal; Rust's own printing takes the larger.
fn shortest(value: f64) -> (String, i32) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{part}");
    let digits = all.trim_start_matches('0');
    let point = exponent.parse().unwrap_or(0) + whole.len() as i32 - (all.len() - digits.len()) as i32;
    match digits.trim_end_matches('0') {
        "" => ("0".into(), 1),
        digits => (digits.into(), point),
    }
}

/// Escapes as Crystal's `HTML.escape`.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

struct Printer<'a> {
    out: String,
    escape: bool,
    /// Once inside a list or map, text is quoted.
    in_struct: bool,
    meter: &'a Meter,
}

impl Printer<'_> {
    fn print(&mut self, value: &Value) -> Result<(), Failure> {
        self.meter.step(1)?;
        match value {
            Value::None => self.out.push_str("none"),
            Value::Safe(safe) => self.quoted(safe.as_str())?,
            Value::Text(text) if self.escape => self.quoted(&escape_html(text.as_str()))?,
            Value::Text(text) => self.quoted(text.as_str())?,
            Value::List(list) => {
                let _level = self.meter.enter()?;
                self.in_struct = true;
                self.enclosed("[", list.items().iter(), "]", Self::print)?;
            }
            Value::Pair(pair) => {
                let _level = self.meter.enter()?;
                self.in_struct = true;
                self.enclosed("(", [&pair.key, &pair.value].into_iter(), ")", Self::print)?;
            }
            Value::Map(map) => {
                let _level = self.meter.enter()?;
                self.in_struct = true;
                self.entries(map.entries(), Self::print)?;
            }
            other => self.text(other)?,
        }
        Ok(())
    }

    fn text(&mut self, value: &Value) -> Result<(), Failure> {
        self.meter.step(1)?;
        match value {
            Value::Undefined(it) if it.is_strict() => return Err(Failure::undefined(&it.name())),
            Value::Undefined(_) | Value::None => {}
            Value::Bool(it) => self.write(format_args!("{it}")),
            Value::Int32(it) => self.write(format_args!("{it}")),
            Value::Int64(it) => self.write(format_args!("{it}")),
            Value::Float(it) => self.out.push_str(&float(*it)),
            Value::Text(text) => self.push(text.as_str())?,
            Value::Safe(safe) => self.push(safe.as_str())?,
            Value::List(_) | Value::Map(_) | Value::Pair(_) => self.inspect(value)?,
            Value::Function(function) => {
                let signature = signature(function, self.meter)?;
                self.out.push_str(&signature);
            }
            Value::Cycler(_) => self.write(format_args!("#<{}:{ADDRESS}>", value.type_name())),
            Value::Joiner(_) => self.write(format_args!("#<{}:{ADDRESS}:closure>", value.type_name())),
            Value::Object(object) => {
                let text = object.print();
                self.push(&text)?;
            }
        }
        Ok(())
    }

    fn inspect(&mut self, value: &Value) -> Result<(), Failure> {
        self.meter.step(1)?;
        match value {
            Value::Undefined(_) => {
                let name = value.undefined_name().unwrap_or_default();
                self.write(format_args!("#<Crinja::Undefined:{ADDRESS} @name={}>", inspect_text(&name)));
            }
            Value::None => self.out.push_str("nil"),
            Value::Text(text) => self.push(&inspect_text(text.as_str()))?,
            Value::Safe(safe) => self.push(&inspect_text(safe.as_str()))?,
            Value::List(list) => {
                let _level = self.meter.enter()?;
                self.enclosed("[", list.items().iter(), "]", Self::inspect_wrapped)?;
            }
            Value::Pair(pair) => {
                let _level = self.meter.enter()?;
                self.enclosed("((", [&pair.key, &pair.value].into_iter(), "))", Self::inspect_wrapped)?;
            }
            Value::Map(map) => {
                let _level = self.meter.enter()?;
                self.entries(map.entries(), Self::inspect_wrapped)?;
            }
            Value::Function(function) => {
                self.write(format_args!(
                    "#<{}:{ADDRESS} @proc=#<Proc(Crinja::Arguments, Crinja::Value):{ADDRESS}>, @defaults={{",
                    value.type_name()
                ));
                for (i, (name, preset)) in function.presets().enumerate() {
                    self.write(format_args!("{}{} => ", if i > 0 { ", " } else { "" }, inspect_text(name)));
                    self.inspect_wrapped(&preset)?;
                }
                self.write(format_args!("}}, @name={}>", inspect_text(function.name)));
            }
            Value::Cycler(cycler) => {
                let _level = self.meter.enter()?;
                let (values, place) = cycler.inner();
                self.write(format_args!("#<{}:{ADDRESS} @values=", value.type_name()));
                self.enclosed("[", values.iter(), "]", Self::inspect_wrapped)?;
                self.write(format_args!(", @index={place}>"));
            }
            other => self.text(other)?,
        }
        Ok(())
    }

    fn inspect_wrapped(&mut self, value: &Value) -> Result<(), Failure> {
        self.out.push_str("Crinja::Value<");
        self.inspect(value)?;
        self.out.push('>');
        Ok(())
    }

    fn enclosed<'v>(
        &mut self,
        open: &str,
        items: impl Iterator<Item = &'v Value>,
        close: &str,
        one: fn(&mut Self, &Value) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.out.push_str(open);
        for (i, item) in items.enumerate() {
            self.out.push_str(if i > 0 { ", " } else { "" });
            one(self, item)?;
        }
        self.push(close)
    }

    fn entries(
        &mut self,
        entries: &[(Value, Value)],
        one: fn(&mut Self, &Value) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.out.push('{');
        for (i, (key, value)) in entries.iter().enumerate() {
            self.out.push_str(if i > 0 { ", " } else { "" });
            one(self, key)?;
            self.out.push_str(" => ");
            one(self, value)?;
        }
        self.push("}")
    }

    fn quoted(&mut self, text: &str) -> Result<(), Failure> {
        let quote = if self.in_struct { "'" } else { "" };
        self.out.push_str(quote);
        self.push(text)?;
        self.out.push_str(quote);
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), Failure> {
        self.meter.size(self.out.len() + text.len())?;
        self.meter.bytes(text.len())?;
        self.out.push_str(text);
        Ok(())
    }

    /// For what is short.
    fn write(&mut self, text: std::fmt::Arguments) {
        let _ = self.out.write_fmt(text);
    }
}

#[cfg(test)]
mod checks {
    use super::super::testing::check_all;

    use super::{float, inspect_text};

    #[test]
    fn floats() {
        let check = |value: f64, wanted: &str| assert_eq!(float(value), wanted);
        check(1.0, "1.0");
        check(-0.0, "-0.0");
        check(0.1 + 0.2, "0.30000000000000004");
        check(123456789012345.0, "123456789012345.0");
        check(1e15, "1.0e+15");
        check(1.5e300, "1.5e+300");
        check(0.0001, "0.0001");
        check(0.00001234, "1.234e-5");
        check(f64::NEG_INFINITY, "-Infinity");
        check(100.0, "100.0");
        check(12.5, "12.5");
        check(-2.0_f64.powi(-25), "-2.9802322387695312e-8");
        check(92_458_347_406_378.62, "92458347406378.62");
        check(664_006_466_016_273.3, "664006466016273.2");
        check(f64::MIN_POSITIVE, "2.2250738585072014e-308");
    }

    #[test]
    fn inspected_text() {
        let check = |text: &str, wanted: &str| assert_eq!(inspect_text(text), wanted);
        check("a\"\\\n\t", r#""a\"\\\n\t""#);
        check("#{x} # \u{1b}\u{0}", r##""\#{x} # \e\u0000""##);
        check("é\u{200b}\u{e0001}", r#""é\u200B\u{E0001}""#);
    }

    #[test]
    fn the_two_forms() {
        check_all(&[
            (
                "{{ [\"it's\", 1, none, 2.0] }} {{ {'a': [1], 2: true} }} {{ (1, 'a') }}",
                "['it's', 1, none, 2.0] {'a' => [1], 2 => true} [1, 'a']",
            ),
            (
                "{{ [none, {'a': 1.5}, '\"'] ~ '' }}",
                "[Crinja::Value<nil>, Crinja::Value<{Crinja::Value<\"a\"> => Crinja::Value<1.5>}>, Crinja::Value<\"\\\"\">]",
            ),
            ("{% autoescape true %}{{ ['<'] }}{{ '<' | safe }}{% endautoescape %}", "['&lt;']<"),
        ]);
    }
}
