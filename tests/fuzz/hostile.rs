//! Templates and `funko.yml`s that were made to stall, to fill the memory or to break the stack.

use super::{grammar::PAIRS, nestings::nestings, random::Random, show, templates, yaml};
use crinja::{self, Budget, Class, Context, ContextValue};
use faaso::{
    analysis::{Analysis, Analyzer},
    bundle::File,
    funko,
    path::BundlePath,
    project::{FileId, FunkoEntry, Project},
};
use std::{collections::BTreeSet, sync::LazyLock};

/// One of all of them, under the budget that the designer gives it. Not through the Jinja2 lens: MiniJinja's fuel
/// does not count the printing of values, there the engine's watchdog is what helps.
pub fn run(random: &mut Random) {
    one(random.input, &Budget::default());
}

/// One of all of them, with a budget that is soon used up.
pub fn run_soon(random: &mut Random) {
    one(random.input, &Budget { steps: 50_000, ..Budget::default() });
}

/// One of all of them in a project, with a good template beside it: that one is rendered, and there is an answer.
pub fn run_in_project(random: &mut Random) {
    let (all, ymls) = &*ALL;
    let at = random.input as usize % (all.len() + ymls.len());
    let good = "name: hello\nruntime: ./example\n";
    let (template, yml) = match all.get(at) {
        Some(Hostile { text, .. }) => (text.as_str(), good),
        None => ("{{ options.a }}", ymls[at - all.len()].text.as_str()),
    };
    show(format!("{template}\n{yml}"));
    let file = |path: &str| FileId::runtime(BundlePath::new(path).expect("a path"));
    let mut project =
        Project { runtime_name: "./example".into(), funko_name: "x".into(), ..Project::default() };
    for (path, text) in [("a.j2", template), ("b.j2", "{{ name }}"), ("template/funko.yml.j2", yml)] {
        project.runtime.put(file(path).path, File::text(text)).expect("a free path");
    }
    let own = FunkoEntry::File(File::text(yml));
    project.own.insert(BundlePath::new(funko::FILE).expect("a path"), own);
    let taken = funko::read(yml.as_bytes()).funko.ok().filter(|funko| funko.runtime.is_some());
    let mut analyzer = Analyzer::default();
    analyzer.open(project, BTreeSet::new(), Analysis::default());
    let mut analysis = Analysis::default();
    analysis.apply(analyzer.analyse(1, &mut |_| {}));
    if let Some(funko) = taken {
        let good = &analysis.renderings[&file("b.j2")];
        assert_eq!(good.good.as_ref().map(|good| good.text.as_str()), Some(funko.name.as_str()));
    }
}

/// How many there are.
pub fn count() -> usize {
    ALL.0.len() + ALL.1.len()
}

static ALL: LazyLock<(Vec<Hostile>, Vec<Hostile>)> = LazyLock::new(|| (all_templates(), ymls()));

fn one(number: u64, budget: &Budget) {
    let (all, ymls) = &*ALL;
    let at = number as usize % (all.len() + ymls.len());
    match all.get(at) {
        Some(Hostile { name, text }) => {
            let class = templates::check(text, &context(), budget);
            assert!(name != "for ever" || class == Some(Class::Budget), "it ends: {class:?}");
        }
        None => drop(yaml::check(ymls[at - all.len()].text.as_bytes())),
    }
    // nothing of it is left: the next good one is rendered
    let good = crinja::render("{{ name }}", &context(), budget).map(|rendered| rendered.text);
    assert_eq!(good.as_deref(), Ok("hello"));
}

fn context() -> Context {
    let items = ContextValue::List(vec!["a".into(), "b".into()]);
    Context {
        variables: vec![
            ("name".into(), ContextValue::Text("hello".into())),
            ("options".into(), ContextValue::Map(vec![("items".into(), items)])),
        ],
    }
}

/// A template or the text of a `funko.yml`, and what it is.
pub struct Hostile {
    pub name: String,
    pub text: String,
}

fn hostile(name: impl Into<String>, text: impl Into<String>) -> Hostile {
    Hostile { name: name.into(), text: text.into() }
}

fn all_templates() -> Vec<Hostile> {
    let mut all: Vec<Hostile> = ENDLESS.iter().map(|text| hostile("endless", *text)).collect();
    all.extend(doubling());
    all.extend(deep());
    all.extend(huge());
    all.extend(in_every_construct());
    all
}

const ENDLESS: &[&str] = &[
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f(a) %}{{ f([a, a]) }}{% endmacro %}{{ f(1) }}",
    "{% macro f(a) %}{{ f(a ~ a) }}{% endmacro %}{{ f('a') }}",
    "{% macro f() %}{% call f() %}{{ caller() }}{% endcall %}{% endmacro %}{{ f() }}",
    "{% macro f() %}{{ caller() }}{% endmacro %}{% call f() %}{{ caller() }}{% endcall %}",
    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% for x in [1, 2] recursive %}{{ loop([1, 2]) }}{% endfor %}",
    "{% set xs = [1] %}{% for x in xs %}{% do xs + x %}{% endfor %}",
    "{% set xs = [1] %}{% for x in xs %}{% do xs + xs %}{% endfor %}",
    "{% set xs = [1] %}{% for x in xs %}{% set y = xs + [x] %}{% endfor %}",
    "{% set xs = [1] %}{% for x in xs recursive %}{% do xs + x %}{{ loop(xs) }}{% endfor %}",
    "{% set xs = [] %}{% do xs | append(xs) %}{{ xs }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ xs }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ xs | tojson }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ xs | pprint }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ xs == [xs] }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{% set ys = [1] %}{% do ys + {'a': ys} %}{{ xs == ys }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ xs | sort }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ {xs: xs} }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ xs | join(',') }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ xs ~ xs }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ xs is in xs }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{{ [xs, xs] | groupby(0) }}",
    "{% set xs = [1] %}{% do xs + {'a': xs} %}{% for x in xs recursive %}{{ loop(x) }}{% endfor %}",
    "{% set xs = [{}] %}{% do xs + [{'a': xs}] %}{{ xs }}",
    "{{ range(1, 2, 0) }}",
    "{% for x in range(0, 10, 0) %}x{% endfor %}",
    "{{ range(2147483647) | list | length }}",
    "{{ range(-2147483648, 2147483647) | sum }}",
    "{{ 'abc' | wordwrap(0) }}",
    "{{ 'abcdef' | wordwrap(2, false) }}",
    "{{ 'a b c' | wordwrap(-1) }}",
    "{{ 'x' | batch(0) }}",
    "{{ [1, 2] | batch(0) }}",
    "{{ [1, 2] | batch(-1) }}",
    "{{ [1, 2] | slice(0) }}",
    "{{ [1, 2] | slice(2147483647) }}",
    "{{ [1, 2] | batch(2147483647, 'x') }}",
    "{{ 'a' | replace('', 'b') }}",
    "{{ 'a' | replace('a', 'aa', 2147483647) }}",
    "{% set c = cycler(1, 2) %}{% for x in c %}{{ x }}{% endfor %}",
    "{% set c = cycler(1, 2) %}{{ c | join }}",
    "{% set c = cycler(1, 2) %}{{ c | list }}",
    "{% set c = cycler(1, 2) %}{{ c | sum }}",
    "{% set c = cycler(1, 2) %}{{ c | tojson }}",
    "{% set c = cycler(1, 2) %}{{ c | sort }}",
    "{% set c = cycler(1, 2) %}{{ c | map('string') | list }}",
    "{% set c = cycler(1, 2) %}{{ 3 is in c }}",
    "{% set c = cycler(1, 2) %}{{ c | last }}",
    "{% set c = cycler(1, 2) %}{{ c | length }}",
    "{% set c = cycler() %}{{ c.next() }}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% set x %}{% for b in range(99999) %}y{% endfor %}{% endset %}{% endfor %}",
    "{% block a %}{{ super() }}{% endblock %}{% block a %}{{ super() }}{% endblock %}",
    "{% block a %}{% block a %}{% block a %}x{% endblock %}{% endblock %}{% endblock %}",
];

/// What grows by half or doubles with each round, and every filter that makes text longer.
fn doubling() -> Vec<Hostile> {
    let mut all = Vec::new();
    for start in ["'a'", "[1]", "'é☃🎉'", "{'a': 1}", "1", "1.5"] {
        for step in [
            "x ~ x",
            "x + x",
            "[x, x]",
            "{'a': x, 'b': x}",
            "x * x",
            "x ~ x ~ x ~ x",
            "(x, x)",
            "x | list ~ x",
        ] {
            all.push(hostile(
                "doubling",
                format!("{{% set x = {start} %}}{}{{{{ x }}}}", format!("{{% set x = {step} %}}").repeat(60)),
            ));
            all.push(hostile(
                "doubling in a loop",
                format!("{{% set x = {start} %}}{{% for i in range(200) %}}{{% set x = {step} %}}{{% endfor %}}{{{{ x }}}}"),
            ));
        }
    }
    for filter in [
        "center(2147483647)",
        "indent(2147483647)",
        "indent(1000000, true)",
        "format('x')",
        "pprint",
        "tojson(2147483647)",
        "tojson(1000)",
        "e | e | e | e | e | e | e | e",
        "urlencode | urlencode | urlencode",
        "replace('a', 'a' * 100000)",
        "wordwrap(1)",
        "wordwrap(1, true, 'x' * 100000)",
        "batch(1, 'x') | list",
        "slice(100000) | list",
        "truncate(5)",
        "xmlattr",
        "urlize",
        "title",
        "striptags",
        "list | join('x' * 100000)",
        "list | sort | reverse | list | join",
    ] {
        all.push(hostile("a long text", format!("{{{{ ('a<&> ' * 100000) | {filter} }}}}")));
        all.push(hostile("a long list", format!("{{{{ range(100000) | list | {filter} }}}}")));
    }
    for pattern in
        ["%2147483647s", "%.2147483647d", "%02147483647d", "%*d", "%99999999999999999999s", "%-100000000s|"]
    {
        all.push(hostile("format", format!("{{{{ '{pattern}' | format(2147483647, 1) }}}}")));
    }
    for times in ["2147483647", "99999999", "9223372036854775807", "16777217", "1e18", "-1"] {
        all.push(hostile("repeat", format!("{{{{ 'abc' * {times} }}}}")));
        all.push(hostile("repeat", format!("{{{{ [1, 2, 3] * {times} }}}}")));
        all.push(hostile("power", format!("{{{{ 9 ** {times} }}}}")));
    }
    all
}

/// Every kind of nesting and of pair, far beyond what is let through; whole, open and crossed.
fn deep() -> Vec<Hostile> {
    let mut all = Vec::new();
    for (name, make) in nestings() {
        for depth in [1_000, 20_000] {
            all.push(hostile(format!("{name}, {depth} deep"), make(depth)));
        }
    }
    for (open, close) in PAIRS {
        let many = |text: &str| text.repeat(20_000);
        all.push(hostile(format!("{open} many"), format!("{}{}", many(open), many(close))));
        all.push(hostile(format!("{open} not closed"), many(open)));
        all.push(hostile(format!("{close} not opened"), many(close)));
        all.push(hostile(format!("{open} in an expression"), format!("{{{{ {}1 }}}}", many(open))));
        all.push(hostile(format!("{open} in a tag"), format!("{{% if {} %}}", many(open))));
        all.push(hostile(format!("{open} side by side"), format!("{open}x{close}\n").repeat(10_000)));
    }
    all
}

fn huge() -> Vec<Hostile> {
    let long = |text: &str| text.repeat(200_000);
    vec![
        hostile("huge number", format!("{{{{ {} }}}}", long("9"))),
        hostile("huge float", format!("{{{{ {}.{} }}}}", long("9"), long("9"))),
        hostile("huge text", format!("{{{{ '{}' }}}}", long("aé"))),
        hostile("huge escapes", format!("{{{{ '{}' }}}}", long("\\n\\\\"))),
        hostile("huge name", format!("{{{{ {} }}}}", long("a"))),
        hostile("huge member", format!("{{{{ name.{} }}}}", long("a"))),
        hostile("huge tag name", format!("{{% {} %}}", long("a"))),
        hostile("huge comment", format!("{{# {} #}}", long("- "))),
        hostile("huge open comment", format!("{{# {}", long("#  "))),
        hostile("huge raw", format!("{{% raw %}}{}{{% endraw %}}", long("{% "))),
        hostile("huge blanks", format!("{{{{ {} 1 }}}}", long(" \n"))),
        hostile(
            "huge blanks to trim",
            format!("a{}{{%- if true -%}}{}b{{% endif %}}", long(" \n"), long("\n ")),
        ),
        hostile("huge list", format!("{{{{ [{}1] }}}}", long("1, "))),
        hostile("huge map", format!("{{{{ {{{}1: 1}} }}}}", long("1: 1, "))),
        hostile("huge map of texts", {
            let entries: String = (0..100_000).map(|at| format!("'{at}': {at}, ")).collect();
            format!("{{{{ {{{entries}'a': 1}} }}}}")
        }),
        hostile("huge map of numbers", {
            let entries: String = (0..50_000).map(|at| format!("{at}: {at}, ")).collect();
            format!("{{{{ {{{entries}'a': 1}} }}}}")
        }),
        hostile("keys that are the same", {
            let item =
                |name: &str| format!("{{% set {name} = [{}1] %}}", format!("{name}, ").repeat(39)).repeat(9);
            format!("{}{}{{{{ {{a: 1, b: 2}} }}}}", item("a"), item("b"))
        }),
        hostile("many keys that are lists", {
            let entries: String = (0..3_000).map(|at| format!("[{at}]: 1, ")).collect();
            format!("{{{{ {{{entries}1: 1}} }}}}")
        }),
        hostile("equal maps in a loop", {
            let entries: String = (0..4_000).map(|at| format!("{at}: 1, ")).collect();
            let set = |name: &str| format!("{{% set {name} = {{{entries}-1: 1}} %}}");
            format!("{}{}{{% for i in range(9999) %}}{{{{ a == b }}}}{{% endfor %}}", set("a"), set("b"))
        }),
        hostile("huge arguments", format!("{{{{ range({}1) }}}}", long("1, "))),
        hostile("huge parameters", format!("{{% macro m({}a) %}}{{% endmacro %}}{{{{ m() }}}}", long("a, "))),
        hostile("huge distinct parameters", {
            let names: String = (0..20_000).map(|at| format!("a{at}, ")).collect();
            format!("{{% macro m({names}a) %}}{{% endmacro %}}{{{{ m() }}}}")
        }),
        hostile("huge keywords", {
            let names: String = (0..20_000).map(|at| format!("a{at}={at}, ")).collect();
            format!("{{{{ dict({names}a=1) }}}}")
        }),
        hostile("huge chain of sums", format!("{{{{ 1{} }}}}", long(" + 1"))),
        hostile("huge chain of and", format!("{{{{ 1{} }}}}", long(" and 1"))),
        hostile("huge chain of filters", format!("{{{{ 1{} }}}}", long(" | string"))),
        hostile("huge loop variables", format!("{{% for {}a in [1] %}}{{% endfor %}}", long("a, "))),
        hostile("huge line of errors", long("{{ } }}")),
        hostile("many tags", long("{% if x %}{% endif %}")),
        hostile("many expressions", long("{{ name }}")),
        hostile("many errors not reached", format!("{{% if false %}}{}{{% endif %}}", long("{% do x.y( %}"))),
        hostile(
            "many variables",
            (0..30_000).map(|at| format!("{{% set a{at} = a{} %}}", at / 2)).collect::<String>(),
        ),
        hostile(
            "many macros",
            (0..20_000)
                .map(|at| format!("{{% macro a{at}() %}}{{% endmacro %}}{{{{ a0() }}}}"))
                .collect::<String>(),
        ),
        hostile(
            "many blocks",
            (0..20_000).map(|at| format!("{{% block a{at} %}}x{{% endblock %}}")).collect::<String>(),
        ),
        hostile("many blocks of one name", long("{% block a %}x{% endblock %}")),
        hostile("many elifs", format!("{{% if false %}}{}{{% endif %}}", long("{% elif false %}"))),
        hostile("many quotes", long("{{ '\"' }}\"'")),
        hostile("many braces", long("{{{{{{")),
        hostile("many NULs", long("\0{{")),
        hostile("many carriage returns", long("\r\r\n{%- if 1 -%}\r{% endif %}")),
    ]
}

/// A few bad cores inside of every pair.
fn in_every_construct() -> Vec<Hostile> {
    const CORES: &[&str] = &[
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
        "{% macro z() %}{{ z() }}{% endmacro %}{{ z() }}",
        "{{ 'x' * 99999999 }}",
        "{% set xs = [1] %}{% for x in xs %}{% do xs + x %}{% endfor %}",
    ];
    let all = PAIRS.iter().flat_map(|(open, close)| {
        CORES.iter().map(move |core| hostile(format!("in {open}"), format!("{open}{core}{close}")))
    });
    all.collect()
}

/// Some 60 `funko.yml`s.
fn ymls() -> Vec<Hostile> {
    let mut all = Vec::new();
    for wide in [2, 9, 100] {
        let mut text = "a0: &a0 [x, x]\n".to_owned();
        for level in 1..12 {
            let aliases = vec![format!("*a{}", level - 1); wide].join(", ");
            text += &format!("a{level}: &a{level} [{aliases}]\n");
        }
        all.push(hostile("billion laughs", format!("{text}name: a\noptions: {{x: *a11}}\n")));
        all.push(hostile(
            "billion laughs under options",
            format!("name: a\noptions:\n  {}", text.replace('\n', "\n  ")),
        ));
    }
    for wide in [2, 50] {
        let mut text = "a0: &a0 {k: v}\n".to_owned();
        for level in 1..20 {
            let aliases = vec![format!("*a{}", level - 1); wide].join(", ");
            text += &format!("a{level}: &a{level}\n  <<: [{aliases}]\n  k{level}: v\n");
        }
        all.push(hostile("billion merges", format!("{text}name: a\noptions:\n  <<: *a19\n")));
    }
    let long = |text: &str| text.repeat(100_000);
    let deep = |text: &str| text.repeat(20_000);
    for (name, text) in [
        ("deep lists", deep("[")),
        ("deep closed lists", deep("[") + &deep("]")),
        ("deep maps", deep("{a: ")),
        ("deep closed maps", deep("{a: ") + &deep("}")),
        ("deep keys", deep("? ")),
        ("deep flow keys", deep("[? ")),
        ("deep dashes", deep("- ")),
        ("deep blocks", (0..2_000).map(|at| " ".repeat(at) + "a:\n").collect()),
        ("deep aliases", (0..3_000).map(|at| format!("a{at}: &a{at} [*a{}]\n", at.max(1) - 1)).collect()),
        ("huge scalar", format!("name: {}\n", long("abcdefgh"))),
        ("huge quoted", format!("name: \"{}\"\n", long("\\u263A"))),
        ("huge block", format!("name: |\n{}", long("  line\n"))),
        ("huge folded", format!("name: >\n{}", long("  line\n\n"))),
        ("huge key", format!("{}: x\n", long("k"))),
        ("huge key, no colon", long("k ")),
        ("huge comment", format!("#{}\nname: a\n", long("c"))),
        ("huge blanks", format!("{}name: a\n", long("\n"))),
        ("huge indent", format!("{}name: a\n", long(" "))),
        ("huge anchor", format!("name: &{} a\n", long("a"))),
        ("huge tag", format!("name: !{} a\n", long("a"))),
        ("huge escaped tag", format!("name: !<{}> a\n", long("%41"))),
        ("many keys", (0..100_000).map(|at| format!("k{at}: v\n")).collect()),
        (
            "many options",
            (0..100_000).fold("name: a\noptions:\n".to_owned(), |text, at| text + &format!("  k{at}: v\n")),
        ),
        ("many of one key", format!("name: a\noptions:\n{}", long("  k: v\n"))),
        ("many items", format!("name: a\noptions:\n  k:\n{}", long("    - v\n"))),
        ("many anchors", (0..50_000).map(|at| format!("k{at}: &a{at} v\n")).collect()),
        ("many aliases", format!("a: &a v\nname: a\noptions:\n  k: [{}*a]\n", long("*a, "))),
        (
            "many aliases of a long text",
            format!("a: &a {}\nname: a\noptions:\n  k: [{}*a]\n", long("text"), long("*a, ")),
        ),
        ("many merges", format!("a: &a {{x: y}}\nname: a\noptions:\n{}", long("  <<: *a\n"))),
        ("many documents", long("---\nname: a\n")),
        ("many directives", long("%TAG !a! b\n")),
        ("many quotes", format!("name: '{}'\n", long("''"))),
        ("open quote", format!("name: '{}", long("a\n"))),
        ("open flow", format!("options: {{{}", long("a: b, "))),
        (
            "many wrong options",
            format!(
                "name: a\noptions:\n{}",
                (0..30_000).map(|at| format!("  k{at}: {{a: b}}\n")).collect::<String>()
            ),
        ),
        ("tabs", long("\t")),
        ("colons", long(": ")),
        ("question marks", long("? a\n")),
        ("dashes", long("- - - \n")),
        ("alias to itself", "a: &a [*a]\nname: a\noptions: {x: *a}\n".to_owned()),
        ("merge of itself", "name: a\noptions: &o\n  <<: *o\n".to_owned()),
        ("key is itself", "&a {*a : *a}\n".to_owned()),
        ("NULs", long("\0")),
        ("BOMs", long("\u{FEFF}")),
        ("line separators", long("\u{2028}")),
    ] {
        all.push(hostile(name, text.clone()));
    }
    all
}
