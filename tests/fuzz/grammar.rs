//! Templates grown from the dialect's grammar, and recorded ones bent a little.
//!
//! Long because every rule of the grammar has a function that grows it.

use super::random::Random;
use crinja::Context;
use faaso::funko;
use replay::templates as corpus;
use serde_json::Value;
use std::{collections::BTreeSet, sync::LazyLock};

/// A template of any kind: mostly recorded ones that were changed, some grown, some noise.
pub fn template(random: &mut Random) -> String {
    match random.below(20) {
        0..=11 => changed(random),
        12..=17 => grown(random),
        18 => {
            let template = changed(random);
            nested(&template, random)
        }
        _ => random.noise(60),
    }
}

/// What some recorded template sees.
pub fn context(random: &mut Random) -> Context {
    let case = random.pick(&CORPUS.cases);
    if let Some(yml) = case["funko"].as_str()
        && let Ok(funko) = funko::read(yml.as_bytes()).funko
    {
        return funko.context();
    }
    funko::new_context(case["name"].as_str().unwrap_or("hello"), case["runtime"].as_str().unwrap_or("kemal"))
}

/// A recorded template.
pub fn recorded(random: &mut Random) -> &'static str {
    random.pick(&CORPUS.cases)["template"].as_str().unwrap_or_default()
}

struct Corpus {
    cases: Vec<Value>,
    /// Every word and sign that stands in some tag.
    words: Vec<&'static str>,
}

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    let cases =
        corpus::parse(include_str!("../../crates/crinja/tests/corpus.jsonl")).expect("cases in the format");
    let mut words = BTreeSet::new();
    for case in &cases {
        let pieces = pieces(case["template"].as_str().unwrap_or_default());
        words.extend(pieces.into_iter().filter(|word| word.len() <= 24).map(str::to_owned));
    }
    // They live as long as the program.
    let words = words.into_iter().map(|word| &*word.leak()).collect();
    Corpus { cases, words }
});

/// A text cut where its words, signs and delimiters begin.
fn pieces(text: &str) -> Vec<&str> {
    const SIGNS: &[&str] =
        &["{%-", "-%}", "{{-", "-}}", "{%", "%}", "{{", "}}", "{#", "#}", "**", "//", "==", "!="];
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            Some(sign) => sign.len(),
            None if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            None => first.len_utf8(),
        };
        let (piece, behind) = rest.split_at(length);
        pieces.push(piece);
        rest = behind;
    }
    pieces
}

/// A recorded template after one to six changes.
fn changed(random: &mut Random) -> String {
    let mut now: Vec<String> = pieces(recorded(random)).into_iter().map(str::to_owned).collect();
    for _ in 0..=random.below(6) {
        let at = random.below(now.len() + 1);
        let end = (at + random.below(5)).min(now.len());
        match random.below(9) {
            0 => drop(now.drain(at..end)),
            1 => {
                let again = now[at..end].to_vec();
                let place = random.below(now.len() + 1);
                now.splice(place..place, again);
            }
            2 if !now.is_empty() => {
                let (a, b) = (random.below(now.len()), random.below(now.len()));
                now.swap(a, b);
            }
            3 => drop(now.splice(at..end, [word(random)])),
            4 => now.insert(at, word(random)),
            5 => {
                let other = pieces(recorded(random));
                let from = random.below(other.len() + 1);
                let to = (from + random.below(30)).min(other.len());
                now.splice(at..end, other[from..to].iter().map(|piece| (*piece).to_owned()));
            }
            6 => {
                let (open, close) = random.pick(PAIRS);
                now.insert(end, (*close).to_owned());
                now.insert(at, (*open).to_owned());
            }
            7 => now.insert(at, random.character().to_string()),
            _ => now.insert(at, expression(random, 2)),
        }
    }
    let mut text = now.concat();
    if random.one_in(12) {
        text.truncate(random.boundary(&text));
    }
    text
}

/// A template inside many pairs of one kind.
fn nested(template: &str, random: &mut Random) -> String {
    let (open, close) = random.pick(PAIRS);
    let most = if random.one_in(10) { 5_000 } else { 300 };
    let times = random.below(most);
    format!("{}{template}{}", open.repeat(times), close.repeat(times))
}

pub const PAIRS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("{'a': ", "}"),
    ("{{ ", " }}"),
    ("{{ (", ") }}"),
    ("{{- ", " -}}"),
    ("{% if options %}", "{% endif %}"),
    ("{% if x %}a{% else %}", "{% endif %}"),
    ("{%- for x in [1, 2] -%}", "{%- endfor -%}"),
    ("{% for x in options recursive %}", "{% endfor %}"),
    ("{% set v %}", "{% endset %}{{ v }}"),
    ("{% filter upper | indent %}", "{% endfilter %}"),
    ("{% macro m(a, b=[]) %}", "{% endmacro %}{{ m(1) }}"),
    ("{% call m(1) %}", "{% endcall %}"),
    ("{% call(a) m(caller) %}", "{% endcall %}"),
    ("{% block b %}", "{% endblock %}"),
    ("{% block b scoped %}", "{% endblock %}"),
    ("{% with a=1, b=a %}", "{% endwith %}"),
    ("{% autoescape true %}", "{% endautoescape %}"),
    ("{% raw %}", "{% endraw %}"),
    ("{# ", " #}"),
    ("'", "'"),
    ("\"", "\""),
];

fn word(random: &mut Random) -> String {
    const NUMBERS: &[&str] = &[
        "0",
        "-1",
        "1",
        "2147483647",
        "2147483648",
        "-2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "1.5",
        "0.1",
        "99999999999999999999.0",
        "1000000",
    ];
    match random.below(8) {
        0 => (*random.pick(NUMBERS)).to_owned(),
        1 => filter(random, 1),
        2 => (*random.pick(TESTS)).to_owned(),
        _ => (*random.pick(&CORPUS.words)).to_owned(),
    }
}

fn grown(random: &mut Random) -> String {
    let mut out = String::new();
    statements(random, 4, &mut out);
    out
}

fn statements(random: &mut Random, depth: usize, out: &mut String) {
    for _ in 0..=random.below(4) {
        statement(random, depth, out);
    }
}

fn statement(random: &mut Random, depth: usize, out: &mut String) {
    let kind = if depth == 0 { random.below(5) } else { random.below(17) };
    let (open, close) =
        (if random.one_in(6) { "{%-" } else { "{%" }, if random.one_in(6) { "-%}" } else { "%}" });
    let tag = |out: &mut String, words: &str| out.push_str(&format!("{open} {words} {close}"));
    let name = *random.pick(NAMES);
    match kind {
        0 => out.push_str(random.word(&[
            "text",
            "\n",
            "  a\n",
            " ",
            "é☃",
            "RUN \\\n  x",
            "{",
            "}",
            "{{ '}}' }}",
        ])),
        1 | 2 => {
            let shown = expression(random, 3);
            out.push_str(&format!("{{{{ {shown} }}}}"));
        }
        3 => {
            let value = expression(random, 3);
            tag(out, &format!("set {name} = {value}"));
        }
        4 => {
            let value = expression(random, 3);
            tag(out, &format!("do {value}"));
        }
        5 | 6 => {
            let condition = expression(random, 2);
            tag(out, &format!("if {condition}"));
            statements(random, depth - 1, out);
            if random.one_in(2) {
                let condition = expression(random, 2);
                tag(out, &format!("elif {condition}"));
                statements(random, depth - 1, out);
            }
            if random.one_in(2) {
                tag(out, "else");
                statements(random, depth - 1, out);
            }
            tag(out, "endif");
        }
        7..=9 => {
            let (items, condition) = (expression(random, 2), expression(random, 1));
            let condition = if random.one_in(4) { format!(" if {condition}") } else { String::new() };
            let recursive = if random.one_in(6) { " recursive" } else { "" };
            let names = if random.one_in(4) { format!("{name}, v") } else { name.to_owned() };
            tag(out, &format!("for {names} in {items}{condition}{recursive}"));
            statements(random, depth - 1, out);
            if random.one_in(4) {
                tag(out, "else");
                statements(random, depth - 1, out);
            }
            tag(out, "endfor");
        }
        10 => {
            let default = expression(random, 1);
            tag(out, &format!("macro {name}(a, b={default})"));
            statements(random, depth - 1, out);
            tag(out, "endmacro");
        }
        11 => {
            let argument = expression(random, 1);
            tag(out, &format!("call {name}({argument})"));
            statements(random, depth - 1, out);
            tag(out, "endcall");
        }
        12 => {
            let filter = filter(random, 1);
            tag(out, &format!("filter {filter}"));
            statements(random, depth - 1, out);
            tag(out, "endfilter");
        }
        13 => {
            tag(out, &format!("set {name}"));
            statements(random, depth - 1, out);
            tag(out, "endset");
        }
        14 => {
            let scoped = if random.one_in(3) { " scoped" } else { "" };
            tag(out, &format!("block {name}{scoped}"));
            statements(random, depth - 1, out);
            tag(out, "endblock");
        }
        15 => {
            let value = expression(random, 2);
            tag(out, &format!("with {name}={value}"));
            statements(random, depth - 1, out);
            tag(out, "endwith");
        }
        _ => {
            let value = expression(random, 1);
            tag(out, &format!("autoescape {value}"));
            statements(random, depth - 1, out);
            tag(out, "endautoescape");
        }
    }
}

fn expression(random: &mut Random, depth: usize) -> String {
    let kind = if depth == 0 { random.below(4) } else { random.below(16) };
    let inner = |random: &mut Random| expression(random, depth.saturating_sub(1));
    match kind {
        0 | 1 => (*random.pick(NAMES)).to_owned(),
        2 | 3 => (*random.pick(LITERALS)).to_owned(),
        4 | 5 => {
            let (a, b) = (inner(random), inner(random));
            format!("{a} {} {b}", random.pick(OPERATORS))
        }
        6 => format!("({})", inner(random)),
        7 => {
            let (a, b) = (inner(random), inner(random));
            format!("[{a}, {b}]")
        }
        8 => {
            let (a, b) = (inner(random), inner(random));
            format!("{{{a}: {b}}}")
        }
        9..=11 => {
            let value = inner(random);
            format!("{value} | {}", filter(random, depth - 1))
        }
        12 => {
            let (value, argument) = (inner(random), inner(random));
            let argument = if random.one_in(2) { argument } else { String::new() };
            format!("{value} is {} {argument}", random.pick(TESTS))
        }
        13 => {
            let argument = inner(random);
            format!("{}({argument})", random.pick(CALLABLE))
        }
        14 => {
            let (value, index) = (inner(random), inner(random));
            if random.one_in(2) {
                format!("{value}[{index}]")
            } else {
                format!("{value}.{}", random.pick(NAMES))
            }
        }
        _ => format!("{} {}", random.pick(&["not", "-", "+", "*"]), inner(random)),
    }
}

fn filter(random: &mut Random, depth: usize) -> String {
    let name = *random.pick(FILTERS);
    match random.below(4) {
        0 => name.to_owned(),
        1 => format!("{name} {}", expression(random, depth)),
        2 => format!("{name}({})", expression(random, depth)),
        _ => {
            let (a, b) = (expression(random, depth), expression(random, depth));
            format!("{name}({a}, {b})")
        }
    }
}

const NAMES: &[&str] = &[
    "name",
    "runtime",
    "options",
    "options.ship_packages",
    "options.healthcheck_command",
    "options.nope",
    "x",
    "y",
    "loop",
    "loop.index",
    "loop.length",
    "loop.cycle",
    "m",
    "caller",
    "varargs",
    "kwargs",
    "self",
    "super",
    "xs",
];

const LITERALS: &[&str] = &[
    "0",
    "1",
    "-1",
    "3",
    "255",
    "1.5",
    "1e3",
    "9223372036854775807",
    "2147483648",
    "0.1",
    "''",
    "'a'",
    "'a b c'",
    "\"é☃\"",
    "'%s %d %5.2s'",
    "'<b>'",
    "'http://a.b/c?d=e'",
    "true",
    "none",
    "[]",
    "{}",
    "[1, [2, 'c']]",
    "{'a': 1, 'b': [2]}",
    "range(5)",
    "range(1000)",
    "'x' * 100",
    "[3, 1, 2]",
    "(1, 2)",
    "dict(a=1)",
    "'1'",
];

const OPERATORS: &[&str] = &[
    "+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in", "not in",
    "not", "is", "|",
];

const CALLABLE: &[&str] = &[
    "range",
    "dict",
    "cycler",
    "joiner",
    "lipsum",
    "debug",
    "super",
    "caller",
    "m",
    "x",
    "loop",
    "loop.cycle",
    "x.next",
];

const TESTS: &[&str] = &[
    "callable",
    "defined",
    "divisibleby",
    "equalto",
    "escaped",
    "even",
    "greaterthan",
    "in",
    "iterable",
    "lessthan",
    "lower",
    "mapping",
    "nil",
    "none",
    "number",
    "odd",
    "sameas",
    "sequence",
    "string",
    "undefined",
    "upper",
    "not defined",
    "nope",
];

const FILTERS: &[&str] = &[
    "abs",
    "append",
    "attr",
    "batch",
    "capitalize",
    "center",
    "count",
    "d",
    "date",
    "default",
    "dictsort",
    "e",
    "escape",
    "filesizeformat",
    "first",
    "float",
    "forceescape",
    "format",
    "groupby",
    "indent",
    "int",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "pprint",
    "prepend",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "safe",
    "select",
    "selectattr",
    "slice",
    "sort",
    "string",
    "striptags",
    "sum",
    "title",
    "tojson",
    "trim",
    "truncate",
    "upper",
    "urlencode",
    "urlize",
    "wordcount",
    "wordwrap",
    "xmlattr",
    "nope",
];
