//! Standard Jinja2, by MiniJinja with what it lacks.

use super::standard;
use crate::text::{Span, floor_boundary};
use crinja::{Context, ContextValue};
use minijinja::{Environment, Error, ErrorKind, Value};
use serde::{Deserialize, Serialize};

/// MiniJinja's measure of work: about one for each instruction, plus the bytes that values take.
const FUEL: u64 = 4_000_000;

/// What standard Jinja2 makes of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Jinja2 {
    Text(String),
    /// It fails: why, and the bytes of the template to underline.
    Failure {
        message: String,
        span: Span,
    },
    /// Standard Jinja2 may well render it, but this comparison can't: what it lacks, and where.
    Lacking {
        message: String,
        span: Span,
    },
}

/// Renders a template that sees the same variables as FaaSO's.
pub fn render(template: &str, context: &Context) -> Jinja2 {
    render_in(&environment(), template, context)
}

pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
    environment.set_debug(true);
    standard::add(&mut environment);
    environment
}

pub(super) fn render_in(environment: &Environment<'_>, template: &str, context: &Context) -> Jinja2 {
    render_measured(environment, template, context).0
}

/// Renders, and says how much of [`FUEL`] that took.
pub(super) fn render_measured(
    environment: &Environment<'_>,
    template: &str,
    context: &Context,
) -> (Jinja2, u64) {
    let parsed = environment.template_from_str(template);
    match parsed.and_then(|parsed| parsed.render_captured(variables(context))) {
        Ok(captured) => {
            let used = captured.state().fuel_levels().map_or(0, |(used, _)| used);
            (Jinja2::Text(captured.into_output()), used)
        }
        Err(error) => {
            let used = if error.kind() == ErrorKind::OutOfFuel { FUEL } else { 0 };
            let span = span(template, &error);
            let failed = match lacking(&error) {
                Some(message) => Jinja2::Lacking { message, span },
                None => Jinja2::Failure { message: message(&error), span },
            };
            (failed, used)
        }
    }
}

fn variables(context: &Context) -> Value {
    Value::from_pairs(context.variables.iter().map(|(name, value)| (name.as_str(), plain(value))))
}

fn plain(value: &ContextValue) -> Value {
    match value {
        ContextValue::None => Value::from(()),
        ContextValue::Text(text) => Value::from(text.as_str()),
        ContextValue::List(items) => items.iter().map(|item| Value::from(item.as_str())).collect(),
        ContextValue::Map(entries) => Value::from_pairs(entries.iter().map(|(k, v)| (k.as_str(), plain(v)))),
    }
}

/// What standard Jinja2 has, and the comparison has not.
fn lacking(error: &Error) -> Option<String> {
    use ErrorKind::{UnknownFilter, UnknownFunction, UnknownMethod};
    const NAMES: [&str; 8] =
        ["random", "striptags", "urlize", "wordwrap", "xmlattr", "lipsum", "cycler", "joiner"];
    let detail = error.detail().unwrap_or_default();
    let name = match error.kind() {
        UnknownFilter | UnknownFunction => {
            NAMES.into_iter().find(|name| detail.split(' ').any(|word| word == *name))?
        }
        UnknownMethod if detail.starts_with("sequence has no method ") => {
            ["append", "extend", "pop"].into_iter().find(|method| detail.ends_with(method))?
        }
        _ if detail.contains("% operator on unsupported types string") => "%",
        _ => return None,
    };
    Some(format!("Jinja2 has `{name}` for this, but the comparison can't run it"))
}

fn message(error: &Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

fn span(template: &str, error: &Error) -> Span {
    match error.range() {
        Some(range) => {
            let start = floor_boundary(template, range.start);
            Span::new(start, floor_boundary(template, range.end).max(start))
        }
        None => Span::at(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str, expected: Jinja2) {
        let options = vec![
            ("pkgs".to_owned(), ContextValue::List(vec!["curl".into(), "git".into()])),
            ("empty".to_owned(), ContextValue::List(vec![])),
        ];
        let context = Context {
            variables: vec![
                ("name".to_owned(), ContextValue::Text("hello".into())),
                ("runtime".to_owned(), ContextValue::None),
                ("options".to_owned(), ContextValue::Map(options)),
            ],
        };
        assert_eq!(render(template, &context), expected, "{template:?}");
    }

    #[test]
    fn renders_as_jinja2_does() {
        for (template, text) in [
            ("{{ name }} {{ options.pkgs | join(' ') }}", "hello curl git"),
            ("{% if options.empty %}y{% else %}n{% endif %}", "n"),
            ("a\n\n  {%- if true %}b{% endif %}\n", "ab"),
            ("{{ runtime }}|{{ options.nope | join(' ') }}|", "None||"),
            ("{{ options.pkgs }}", "['curl', 'git']"),
            // filters and methods of standard Jinja2 that MiniJinja has not, or otherwise
            ("{{ 'a/b\\'\"<' | e }}", "a/b&#39;&#34;&lt;"),
            ("{{ options.pkgs | tojson }}", "[\"curl\", \"git\"]"),
            (
                "{{ {'b': [], 'a': 'é<'} | tojson(indent=2) }}",
                "{\n  \"a\": \"\\u00e9\\u003c\",\n  \"b\": []\n}",
            ),
            (
                "{{ 'abc' | int }} {{ ' 5 ' | int }} {{ '42.9' | int }} {{ '0x1F' | int(base=16) }} {{ 'x' | int(7) }}",
                "0 5 42 31 7",
            ),
            ("{{ '1.5' | float }} {{ 'x' | float }}", "1.5 0.0"),
            (
                "[{{ 'a' | center(5) }}] [{{ 'ab' | center(5) }}] [{{ 'a' | center(4) }}]",
                "[  a  ] [  ab ] [ a  ]",
            ),
            ("{{ 'a\n\nb\n' | indent(2) }}|{{ 'a' | indent(2, first=true) }}", "a\n\n  b\n|  a"),
            (
                "{{ 'foo bar baz qux' | truncate(9) }} {{ 'foobarbazqux' | truncate(8, true, '..', 0) }}",
                "foo... foobar..",
            ),
            ("{{ 'a b/ñ' | urlencode }} {{ {'a b': '/'} | urlencode }}", "a%20b/%C3%B1 a+b=%2F"),
            (
                "{{ '--no-debug x_y' | wordcount }} {{ 1500 | filesizeformat }} {{ 1 | filesizeformat }}",
                "3 1.5 kB 1 Byte",
            ),
            ("{{ '' | default('d', boolean=true) }}{{ '' | default('d') }}{{ nope | d('e') }}", "de"),
            ("{% for k, v in options.items() %}{{ k }}={{ v | length }} {% endfor %}", "pkgs=2 empty=0 "),
            ("{{ options.get('nope', 'x') }} {{ ' A '.strip().lower() }} {{ 'a-b'.split('-')[1] }}", "x a b"),
        ] {
            check(template, Jinja2::Text(text.into()));
        }
    }

    #[test]
    fn fails_at_a_place() {
        for (template, message, span) in [
            (
                "a{{ options.pkgs | join \" \" }}",
                "syntax error: unexpected string, expected end of variable block",
                Span::new(24, 27),
            ),
            ("é{{ name | nope }}", "unknown filter: filter nope is unknown", Span::new(12, 16)),
            (
                "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
                "engine ran out of fuel",
                Span::new(52, 53),
            ),
        ] {
            check(template, Jinja2::Failure { message: message.into(), span });
        }
    }
}
