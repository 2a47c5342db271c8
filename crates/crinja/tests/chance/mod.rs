//! Templates and options by chance, the same for the same seed.

use crinja::{Context, ContextValue};

pub struct Chance(u64);

const OPTIONS: &[&str] = &["a", "b", "l", "m", "n"];
const NAMES: &[&str] = &["x", "y", "z"];

impl Chance {
    pub fn new(seed: u64) -> Self {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn of(&mut self, all: &[&'static str]) -> &'static str {
        all[self.below(all.len())]
    }

    pub fn word(&mut self) -> String {
        self.of(&["", "a", "curl", "git", "1", "2", "B c", "é<&>", "0", "zsh"]).to_owned()
    }

    pub fn value(&mut self) -> ContextValue {
        match self.below(5) {
            0 | 1 => ContextValue::Text(self.word()),
            _ => {
                let length = self.below(4);
                ContextValue::List((0..length).map(|_| self.word()).collect())
            }
        }
    }

    pub fn context(&mut self) -> Context {
        let mut options = Vec::new();
        for &name in OPTIONS {
            if !self.one_in(5) {
                // Most have the kind of value that the templates take them for.
                let value = match name {
                    "l" | "m" if !self.one_in(6) => loop {
                        let value = self.value();
                        if let ContextValue::List(_) = value {
                            break value;
                        }
                    },
                    "n" => ContextValue::Text(self.below(4).to_string()),
                    _ if !self.one_in(6) => ContextValue::Text(self.word()),
                    _ => self.value(),
                };
                options.push((name.to_owned(), value));
            }
        }
        let variables = vec![
            ("name".to_owned(), ContextValue::Text("hello".into())),
            ("options".to_owned(), ContextValue::Map(options)),
        ];
        Context { variables }
    }

    pub fn template(&mut self) -> String {
        let mut template = String::new();
        for _ in 0..1 + self.below(2) {
            if self.one_in(3) {
                template.push_str(&format!(
                    "{{% macro m{}(p, q={}) %}}",
                    self.below(2),
                    self.of(&["'d'", "options.a", "x"])
                ));
                self.nodes(&mut template, 2, false);
                template.push_str(self.of(&[
                    "{{ p }}",
                    "<{{ p | upper }}{{ q }}>",
                    "{{ caller() }}",
                    "{{ x }}",
                ]));
                template.push_str("{% endmacro %}");
            }
        }
        self.nodes(&mut template, 3, true);
        template
    }

    fn nodes(&mut self, out: &mut String, depth: usize, top: bool) {
        for _ in 0..1 + self.below(4) {
            self.node(out, depth, top);
        }
    }

    fn open(&mut self) -> &'static str {
        self.of(&["{%", "{%", "{%-"])
    }

    fn close(&mut self) -> &'static str {
        self.of(&["%}", "%}", "-%}"])
    }

    fn node(&mut self, out: &mut String, depth: usize, top: bool) {
        let (open, close) = (self.open(), self.close());
        let kind = if depth == 0 { self.below(6) } else { self.below(18) };
        match kind {
            0 | 1 => out.push_str(self.of(&["text\n", " ", "RUN \n  ", "-", "é"])),
            2..=4 => {
                let value = self.text();
                out.push_str(&format!("{{{{ {value} }}}}"));
            }
            5 => {
                let (name, value) = (self.of(NAMES), self.any());
                out.push_str(&format!("{open} set {name} = {value} {close}"));
            }
            6..=8 => {
                let condition = self.condition();
                out.push_str(&format!("{open} if {condition} {close}"));
                self.nodes(out, depth - 1, false);
                if self.one_in(3) {
                    let condition = self.condition();
                    out.push_str(&format!("{{% elif {condition} %}}"));
                    self.nodes(out, depth - 1, false);
                }
                if self.one_in(2) {
                    out.push_str("{% else %}");
                    self.nodes(out, depth - 1, false);
                }
                out.push_str(&format!("{{% endif {close}"));
            }
            9..=11 => {
                let (name, list) = (self.of(NAMES), self.list());
                let condition =
                    if self.one_in(4) { format!(" if {}", self.condition()) } else { String::new() };
                out.push_str(&format!("{open} for {name} in {list}{condition} {close}"));
                self.nodes(out, depth - 1, top);
                out.push_str(self.of(&["", "", "{{ loop.index }}", "{{ loop.last }}", "{% do log + [1] %}"]));
                if self.one_in(4) {
                    out.push_str("{% else %}");
                    self.nodes(out, depth - 1, top);
                }
                out.push_str("{% endfor %}");
            }
            12 => {
                let name = self.of(NAMES);
                out.push_str(&format!("{{% set {name} %}}"));
                self.nodes(out, depth - 1, false);
                out.push_str("{% endset %}");
            }
            13 => {
                let filter =
                    self.of(&["upper", "trim", "replace('a', 'b')", "indent", "length", "upper | lower"]);
                out.push_str(&format!("{{% filter {filter} %}}"));
                self.nodes(out, depth - 1, false);
                out.push_str("{% endfilter %}");
            }
            14 => {
                let (call, value) = (self.below(2), self.any());
                out.push_str(&format!("{{% call m{call}({value}) %}}"));
                self.nodes(out, depth - 1, false);
                out.push_str("{% endcall %}");
            }
            15 if top => {
                let (name, scoped) = (self.of(&["one", "two"]), self.of(&["", " scoped"]));
                out.push_str(&format!("{{% block {name}{scoped} %}}"));
                self.nodes(out, depth - 1, true);
                out.push_str("{% endblock %}");
            }
            16 => {
                let (name, value) = (self.of(NAMES), self.any());
                out.push_str(&format!("{{% with {name} = {value} %}}"));
                self.nodes(out, depth - 1, top);
                out.push_str("{% endwith %}");
            }
            _ => {
                let change = self.of(&[
                    "{% set log = [] %}",
                    "{% do log + options.l %}",
                    "{% do log + [name] %}",
                    "{{ log | length }}",
                    "{{ log }}",
                    "{% set c = cycler('p', 'q') %}",
                    "{{ c.next() }}",
                    "{% set j = joiner('+') %}",
                    "{{ j() }}",
                    "{% autoescape true %}{{ options.a }}{{ x }}{% endautoescape %}",
                    "{% set options = {'a': options.b} %}",
                ]);
                out.push_str(change);
            }
        }
    }

    fn option(&mut self) -> String {
        match self.below(4) {
            0 => format!("options['{}']", self.of(OPTIONS)),
            _ => format!("options.{}", self.of(OPTIONS)),
        }
    }

    fn list(&mut self) -> String {
        match self.below(8) {
            0..=3 => self.of(&["options.l", "options.m"]).to_owned(),
            4 => format!("[{}, {}]", self.any(), self.any()),
            5 => format!(
                "{} | {}",
                self.of(&["options.l", "options.m", "x"]),
                self.of(&[
                    "sort",
                    "reverse",
                    "list",
                    "map('upper')",
                    "map('length')",
                    "select",
                    "reject('equalto', 'a')",
                    "default(['d'])",
                    "batch(2)",
                    "slice(2)",
                    "default(options.m)",
                ])
            ),
            6 => self
                .of(&[
                    "options.l + options.m",
                    "x + ['e']",
                    "x",
                    "'abc'",
                    "range(options.n | int)",
                    "options",
                    "range(2)",
                    "log",
                ])
                .to_owned(),
            _ => self.option(),
        }
    }

    fn text(&mut self) -> String {
        match self.below(14) {
            0..=2 => self.option(),
            3 | 4 => self.of(NAMES).to_owned(),
            5 => format!("{} ~ {}", self.any(), self.any()),
            6 => {
                let (list, separator) = (self.list(), self.of(&["' '", "", "', '", "options.a"]));
                format!("{list} | join({separator})")
            }
            7 => {
                let (value, default) = (self.any(), self.any());
                format!("{value} | default({default})")
            }
            8 | 9 => {
                let value = self.any();
                let filter = self.of(&[
                    "upper",
                    "lower",
                    "e",
                    "length",
                    "first",
                    "last",
                    "string",
                    "safe",
                    "trim",
                    "title",
                    "list",
                    "replace('c', options.b)",
                    "default('d', true)",
                    "tojson",
                    "capitalize",
                    "wordcount",
                    "indent(2)",
                    "truncate(3)",
                    "center(8)",
                    "int",
                    "pprint",
                ]);
                format!("{value} | {filter}")
            }
            10 => format!("m{}({})", self.below(2), self.any()),
            11 => format!("m{}({}, q={})", self.below(2), self.any(), self.any()),
            12 => self.condition(),
            _ => format!(
                "{}[{}]",
                self.of(&["options.l", "options.m", "x"]),
                self.of(&["0", "1", "-1", "options.n | int", "5"])
            ),
        }
    }

    fn any(&mut self) -> String {
        match self.below(6) {
            0 => self.of(&["'lit'", "3", "true", "name", "none"]).to_owned(),
            1 => self.of(&["options.l", "options.m"]).to_owned(),
            2 => self.of(NAMES).to_owned(),
            3 => self.option(),
            4 => self.list(),
            _ => {
                let text = self.of(&[
                    "options.a",
                    "options.b",
                    "options.n | int",
                    "x | upper",
                    "options.l | length",
                ]);
                text.to_owned()
            }
        }
    }

    fn condition(&mut self) -> String {
        match self.below(6) {
            0 => self.option(),
            1 => format!("{} == {}", self.any(), self.any()),
            2 => format!("{} is defined", self.of(&["options.a", "x", "y", "options.l"])),
            3 => format!("{} and {}", self.option(), self.of(NAMES)),
            4 => format!("{} or {}", self.of(NAMES), self.option()),
            _ => format!("not {}", self.of(&["options.a", "x", "options.m"])),
        }
    }
}
