//! Everything that nests. What the parser and the budget let through must have stack enough, natively and in
//! WebAssembly.

/// What nests, and a template with so many levels of it.
pub type Nesting = (&'static str, fn(usize) -> String);

/// Every kind of nesting, and how it is written at a depth.
pub fn nestings() -> Vec<Nesting> {
    fn expression(depth: usize, open: &str, close: &str) -> String {
        format!("{{{{ {}1{} }}}}", open.repeat(depth), close.repeat(depth))
    }
    fn tag(depth: usize, open: &str, close: &str) -> String {
        format!("{}{{{{ name }}}}{}", open.repeat(depth), close.repeat(depth))
    }
    fn calls(depth: usize, body: &str) -> String {
        let before = "{% macro f(n) %}{% if n < ".to_owned();
        format!("{before}{depth} %}}{body}{{% endif %}}{{% endmacro %}}{{{{ f(0) }}}}")
    }
    vec![
        ("(", |n| expression(n, "(", ")")),
        ("[", |n| expression(n, "[", "]")),
        ("{", |n| expression(n, "{1: ", "}")),
        ("(a, b)", |n| expression(n, "(1, ", ")")),
        ("not", |n| expression(n, "not ", "")),
        ("minus", |n| expression(n, "-", "")),
        ("power", |n| expression(n, "1 ** ", "")),
        ("plus in brackets", |n| expression(n, "(1 + 1 * ", ")")),
        ("plus", |n| expression(n, "1 + ", "")),
        ("filter", |n| expression(n, "", " | string")),
        ("filter argument", |n| expression(n, "1 | default(", ")")),
        ("filter argument, bare", |n| expression(n, "1 | default ", "")),
        ("test argument", |n| expression(n, "1 is equalto(", ")")),
        ("test argument, bare", |n| expression(n, "1 is equalto ", "")),
        ("index", |n| expression(n, "[1][", "]")),
        ("indices", |n| expression(n, "", "[0]")),
        ("members", |n| format!("{{{{ name{} }}}}", ".a".repeat(n))),
        ("call", |n| expression(n, "range(", ")")),
        ("calls", |n| format!("{{{{ name{} }}}}", "()".repeat(n))),
        ("keyword", |n| expression(n, "dict(a=", ")")),
        ("splat", |n| expression(n, "range(*", ")")),
        ("mixed", |n| expression(n / 4 + 1, "([{1: 1 | default(not ", ")}])")),
        ("if", |n| tag(n, "{% if true %}", "{% endif %}")),
        ("else", |n| tag(n, "{% if false %}{% else %}", "{% endif %}")),
        ("elif", |n| tag(n, "{% if false %}{% elif true %}", "{% endif %}")),
        ("for", |n| tag(n, "{% for x in [1] %}", "{% endfor %}")),
        ("for if", |n| tag(n, "{% for x in [1] if x %}", "{% endfor %}")),
        ("for else", |n| tag(n, "{% for x in [] %}{% else %}", "{% endfor %}")),
        ("set", |n| tag(n, "{% set x %}", "{% endset %}{{ x }}")),
        ("filter tag", |n| tag(n, "{% filter upper %}", "{% endfilter %}")),
        ("with", |n| tag(n, "{% with a=1 %}", "{% endwith %}")),
        ("autoescape", |n| tag(n, "{% autoescape true %}", "{% endautoescape %}")),
        ("block", |n| tag(n, "{% block b %}", "{% endblock %}")),
        ("named blocks", |n| {
            let open: String = (0..n).map(|at| format!("{{% block b{at} %}}")).collect();
            format!("{open}x{}", "{% endblock %}".repeat(n))
        }),
        ("macro", |n| tag(n, "{% macro m() %}", "{% endmacro %}{{ m() }}")),
        ("call tag", |n| {
            let inner = tag(n, "{% call m() %}", "{% endcall %}");
            format!("{{% macro m() %}}{{{{ caller() }}}}{{% endmacro %}}{inner}")
        }),
        ("recursion", |n| calls(n, "{{ f(n + 1) }}")),
        ("recursion in a loop", |n| calls(n, "{% for x in [1] %}{{ f(n + 1) }}{% endfor %}")),
        ("recursion in a set", |n| calls(n, "{% set x %}{{ f(n + 1) }}{% endset %}{{ x }}")),
        ("recursion in a filter", |n| calls(n, "{% filter upper %}{{ f(n + 1) }}{% endfilter %}")),
        ("recursion in an argument", |n| calls(n, "{{ [f(n + 1) | default(f) ~ 'x'] | join }}")),
        ("recursion in a call", |n| calls(n, "{% call f(n + 1) %}{{ caller() }}{% endcall %}")),
        ("recursive loop", |n| {
            format!(
                "{{% for x in [{n}] recursive %}}{{% if x > 0 %}}{{{{ loop([x - 1]) }}}}{{% endif %}}{{% endfor %}}"
            )
        }),
        ("list in lists", |n| {
            format!(
                "{{% set x = [] %}}{{% for i in range({n}) %}}{{% set x = [x] %}}{{% endfor %}}{{{{ x }}}}"
            )
        }),
        ("equal lists", |n| values(n, "{{ v[0] == v[1] }}")),
        ("printed lists", |n| values(n, "{{ v[0] }}")),
        ("inspected lists", |n| values(n, "{{ v[0] ~ '' }}")),
        ("tojson", |n| values(n, "{{ v[0] | tojson }}")),
        ("pprint", |n| values(n, "{{ v[0] | pprint }}")),
        ("sort", |n| values(n, "{{ v | sort }}")),
        ("unique keys", |n| values(n, "{{ {v[0]: 1, v[1]: 2} }}")),
        ("groupby", |n| values(n, "{{ [{'a': v[0]}, {'a': v[1]}] | groupby('a') }}")),
        ("in", |n| values(n, "{{ v[0] is in v }}")),
        ("xmlattr", |n| values(n, "{{ {'a': v[0]} | xmlattr }}")),
        ("urlencode", |n| values(n, "{{ {'a': v[0]} | urlencode }}")),
        ("sum", |n| values(n, "{{ v | sum }}")),
        ("map", |n| values(n, "{{ v | map('first') | list }}")),
    ]
}

/// Two values, each so many lists deep, printed somehow.
fn values(depth: usize, show: &str) -> String {
    // A loop has a scope of its own; what is put into a list from outside stays in it. A list put into a list
    // would make a new one, a map does not.
    let one = |name: &str| {
        format!(
            "{{% set {name} = [[1]] %}}{{% for i in range({depth}) %}}{{% do {name} + {{'k': [{name} | last()]}} %}}\
             {{% endfor %}}"
        )
    };
    format!("{}{}{{% set v = [a | last(), b | last()] %}}{show}", one("a"), one("b"))
}
