//! `tojson`.

use super::super::budget::Meter;
use super::super::call::Call;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::numbers::to_i32;
use super::super::printing::{escape_html, float};
use super::super::value::Value;

/// JSON with HTML escaped, one item a line also without an indent. An indent below zero gives one line.
pub fn tojson(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let indent = match call.arg("indent") {
        Value::None => 0,
        indent => to_i32(&indent, meter)?,
    };
    let mut writer = Writer { out: String::new(), indent: usize::try_from(indent).ok(), depth: 0, meter };
    writer.write(call.target)?;
    meter.bytes(writer.out.len())?;
    Ok(Value::safe(escape_html(&writer.out)))
}

/// Crystal's writer refuses to nest deeper.
const DEEPEST: usize = 99;

struct Writer<'a> {
    out: String,
    indent: Option<usize>,
    depth: usize,
    meter: &'a Meter,
}

impl Writer<'_> {
    fn write(&mut self, value: &Value) -> Result<(), Failure> {
        self.meter.step(1)?;
        match value {
            Value::Undefined(_) | Value::None | Value::Pair(_) => self.out.push_str("null"),
            Value::Bool(it) => self.out.push_str(if *it { "true" } else { "false" }),
            Value::Int32(it) => self.out.push_str(&it.to_string()),
            Value::Int64(it) => self.out.push_str(&it.to_string()),
            Value::Float(it) if it.is_finite() => self.out.push_str(&float(*it)),
            Value::Float(it) => return Err(refused(format!("{} not allowed in JSON", name_of(*it)))),
            Value::Text(text) => self.string(text.as_str())?,
            Value::Safe(text) => self.string(text.as_str())?,
            Value::List(_) | Value::Cycler(_) => {
                self.open('[')?;
                let mut empty = true;
                for item in value.items()? {
                    self.next_item(&mut empty)?;
                    self.write(&item)?;
                }
                self.close(']', empty)?;
            }
            Value::Map(map) => {
                self.open('{')?;
                let mut empty = true;
                for (key, value) in map.entries() {
                    self.next_item(&mut empty)?;
                    self.string(&key.to_text_ref(self.meter)?)?;
                    self.out.push_str(if self.indent.is_some() { ": " } else { ":" });
                    self.write(value)?;
                }
                self.close('}', empty)?;
            }
            Value::Function(_) | Value::Joiner(_) => {
                let text = value.to_text(self.meter)?;
                self.string(&text)?;
            }
            Value::Object(object) if object.is_callable() => {
                let text = object.print();
                self.string(&text)?;
            }
            Value::Object(_) => self.out.push_str("null"),
        }
        Ok(())
    }

    fn open(&mut self, bracket: char) -> Result<(), Failure> {
        self.out.push(bracket);
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(refused(format!("Nesting of {} is too deep", self.depth)));
        }
        Ok(())
    }

    fn next_item(&mut self, empty: &mut bool) -> Result<(), Failure> {
        if !*empty {
            self.out.push(',');
        }
        *empty = false;
        self.line()
    }

    fn close(&mut self, bracket: char, empty: bool) -> Result<(), Failure> {
        self.depth = self.depth.saturating_sub(1);
        if !empty {
            self.line()?;
        }
        self.out.push(bracket);
        Ok(())
    }

    fn line(&mut self) -> Result<(), Failure> {
        let Some(indent) = self.indent else { return Ok(()) };
        let blanks = indent.saturating_mul(self.depth);
        self.meter.size(self.out.len().saturating_add(blanks))?;
        self.meter.bytes(blanks)?;
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', blanks));
        Ok(())
    }

    fn string(&mut self, text: &str) -> Result<(), Failure> {
        self.meter.size(self.out.len() + text.len())?;
        self.meter.bytes(text.len())?;
        self.out.push('"');
        for c in text.chars() {
            match c {
                '\\' => self.out.push_str("\\\\"),
                '"' => self.out.push_str("\\\""),
                '\x08' => self.out.push_str("\\b"),
                '\x0c' => self.out.push_str("\\f"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                c if c.is_ascii_control() => self.out.push_str(&format!("\\u{:04x}", c as u32)),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
        Ok(())
    }
}

fn name_of(value: f64) -> &'static str {
    if value.is_nan() { "NaN" } else { "Infinity" }
}

fn refused(message: String) -> Failure {
    Failure::new(Class::JsonError, message)
}

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn lines() {
        check_all(&[
            ("{{ options.pkgs | tojson }}", "[\n&quot;curl&quot;,\n&quot;git&quot;\n]"),
            (
                "{{ {'a': [1], 'b': {}} | tojson(2) }}",
                "{\n  &quot;a&quot;: [\n    1\n  ],\n  &quot;b&quot;: {}\n}",
            ),
            ("{{ {'a': [1, none]} | tojson(-1) }}", "{&quot;a&quot;:[1,null]}"),
        ]);
    }

    #[test]
    fn values() {
        check_all(&[
            ("{{ [nope, none, true, 1.5, 'é/\\n'] | tojson(-1) }}", "[null,null,true,1.5,&quot;é/\\n&quot;]"),
            (
                "{{ ({'a': 1} | first) | tojson }} {{ {1: 'x'} | tojson(-1) }}",
                "null {&quot;1&quot;:&quot;x&quot;}",
            ),
            ("{{ (0 / 0) | tojson }}", "JSON::Error: NaN not allowed in JSON"),
        ]);
    }
}
