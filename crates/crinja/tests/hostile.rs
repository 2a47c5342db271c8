//! Templates that stall or kill FaaSO, or would kill us: each must end in an answer, on a small stack.

use crinja::{
    Budget, Class, Context, ContextValue, Error, Template, ast::ExprKind, parse, place::Span, render, visit,
};

/// wasm's main thread has this much.
const STACK: usize = 1 << 20;

/// The class it ends in; none when it renders.
#[track_caller]
fn check(template: &str, ends_in: Option<Class>) {
    let owned = template.to_owned();
    let thread = std::thread::Builder::new().stack_size(STACK);
    // Fewer steps than usual, to be quick; as deep and as large as usual.
    let budget = Budget { steps: 500_000, ..Budget::default() };
    let result = thread.spawn(move || render(&owned, &context(), &budget));
    let result = result.expect("a thread").join().expect("no panic");
    let shown: String = template.chars().take(60).collect();
    assert_eq!(result.as_ref().err().map(|error| error.class), ends_in, "{shown}: {result:.200?}");
    if let Err(error) = result {
        valid(template, &error);
    }
}

fn valid(template: &str, error: &Error) {
    let Span { start, end } = error.span;
    assert!(template.get(start..end).is_some(), "{error} at {start}..{end} of {template:.100}");
    if error.class == Class::Budget {
        assert!(error.message.starts_with("Rendering was stopped: "), "{error}");
        assert!(!error.span.is_empty(), "a stopped rendering says where: {error}");
    }
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

#[test]
fn what_never_ends() {
    const BUDGET: Option<Class> = Some(Class::Budget);
    check("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", BUDGET);
    check(
        "{% macro f() %}{% if true %}{% for x in [1] %}{{ f() ~ 'x' }}{% endfor %}{% endif %}{% endmacro %}{{ f() }}",
        BUDGET,
    );
    check("{% macro f() %}{% call f() %}{{ caller() }}{% endcall %}{% endmacro %}{{ f() }}", BUDGET);
    check("{% macro f() %}{% filter upper %}{{ f() }}{% endfilter %}{% endmacro %}{{ f() }}", BUDGET);
    check("{% macro f() %}{% set x %}{{ f() }}{% endset %}{% endmacro %}{{ f() }}", BUDGET);
    check("{% macro f(a, b) %}{{ f(f(a, b), [f(1, 2)]) }}{% endmacro %}{{ f() }}", BUDGET);
    check("{{ range(1, 2, 0) }}", BUDGET);
    check("{{ range(2000000000) }}", BUDGET);
    check("{{ 'abc' | wordwrap(0) }}", BUDGET);
    check("{% set c = cycler(1, 2) %}{% for x in c %}{{ x }}{% endfor %}", BUDGET);
    check("{% set c = cycler(1, 2) %}{{ c | join }}", BUDGET);
    check("{% set xs = [1, 2] %}{% for x in xs %}{% do xs + x %}{% endfor %}", BUDGET);
    check("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", BUDGET);
    check("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", BUDGET);
    check(
        "{% for a in range(9999) %}{% set x %}{% for b in range(9999) %}0123456789{% endfor %}{% endset %}{% endfor %}",
        BUDGET,
    );
    check("{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('a') }}", BUDGET);
    check(
        "{% macro f(x, n) %}{% if n < 40 %}{{ f([x, x], n + 1) }}{% endif %}{{ x }}{% endmacro %}{{ f(1, 0) }}",
        BUDGET,
    );
    check("{{ 'x' * 99999999.0 }}", BUDGET);
    check("{{ 'x' | center(99999999) }}", BUDGET);
}

#[test]
fn what_nests_deep() {
    let nested = |open: &str, inner: &str, close: &str| open.repeat(50_000) + inner + &close.repeat(50_000);
    check(&nested("{% if true %}", "x", "{% endif %}"), Some(Class::Budget));
    check(&nested("{% for x in [1] %}", "x", "{% endfor %}"), Some(Class::Budget));
    check(&nested("{% with %}", "x", "{% endwith %}"), Some(Class::Budget));
    check(&nested("{% set x %}", "x", "{% endset %}"), Some(Class::Budget));
    check(&nested("{% block x %}", "x", "{% endblock %}"), None);
    check(&nested("{% if true %}", "x", ""), Some(Class::TemplateSyntaxError));
    check(&format!("{{{{ {} }}}}", nested("(", "1", ")")), Some(Class::Budget));
    check(&format!("{{{{ {} }}}}", nested("[", "1", "]")), Some(Class::Budget));
    check(&format!("{{{{ {} }}}}", nested("{1: ", "1", "} ")), Some(Class::Budget));
    check(&format!("{{{{ {} }}}}", nested("f(", "1", ")")), Some(Class::Budget));
    check(&format!("{{{{ {} }}}}", nested("a[", "1", "]")), Some(Class::Budget));
    check(&format!("{{{{ {}1 }}}}", "not ".repeat(50_000)), Some(Class::Budget));
    check(&format!("{{{{ {}1 }}}}", "1 ** -".repeat(50_000)), Some(Class::Budget));
    check(&format!("{{{{ {}1 }}}}", "x | join ".repeat(50_000)), Some(Class::Budget));
    check(&format!("{{{{ {}1 }}}}", "x is in ".repeat(50_000)), Some(Class::Budget));
    check(&format!("{{{{ name{} }}}}", " | upper".repeat(50_000)), Some(Class::Budget));
    check(&format!("{{{{ name{} }}}}", ".a".repeat(50_000)), Some(Class::Budget));
    check(&format!("{{{{ name{} }}}}", "()".repeat(50_000)), Some(Class::Budget));
    check(&format!("{{{{ name{} }}}}", " is string".repeat(50_000)), Some(Class::Budget));
    check(&format!("{{{{ 1{} }}}}", " + 1".repeat(50_000)), None);
    check(&format!("{{{{ 1{} }}}}", " ~ 1 == 2".repeat(50_000)), None);
    check(&"{% if %}".repeat(20_000), Some(Class::TemplateSyntaxError));
    check(&"{% do x.y( %}".repeat(20_000), Some(Class::TemplateSyntaxError));
}

/// Chains of values longer than any stack, let go at the end.
#[test]
fn what_hangs_together() {
    let chain = |link: &str| {
        format!("{{% set l = [0] %}}{{% for i in range(25000) %}}{{% do l + {link} %}}{{% endfor %}}")
    };
    check(&chain("cycler(l[-1])"), None);
    check(&chain("{'a': l[-1]}"), None);
    check(&chain("{'a': cycler(l[-1])}"), None);
    check(&chain("({l[-1]: 1} | first)"), None);
    check("{% set l = [1] %}{% do l + {'a': l} %}{{ l | length }}", None);
    check("{% set l = [1] %}{% do l + {'a': l} %}{{ l }}", Some(Class::Budget));
    check("{% set l = [1] %}{% do l + {'a': l} %}{{ l | tojson }}", Some(Class::JsonError));
    check("{% set l = [1] %}{% do l + {'a': l} %}{{ l ~ l }}", Some(Class::Budget));
    check(
        "{% set l = [1] %}{% do l + {'a': l} %}{% set m = [1] %}{% do m + {'a': m} %}{{ l == m }}",
        Some(Class::Budget),
    );
}

#[test]
fn as_deep_as_the_budget_goes() {
    let nested = |count: usize, open: &str, inner: &str, close: &str| {
        open.repeat(count) + inner + &close.repeat(count)
    };
    check(&nested(190, "{% if true %}", "{{ name }}", "{% endif %}"), None);
    check(&nested(190, "{% for x in [1] %}", "{{ name }}", "{% endfor %}"), None);
    check(&nested(190, "{% filter upper %}", "{{ name }}", "{% endfilter %}"), None);
    check(&format!("{{{{ {} }}}}", nested(110, "[", "1", "]")), None);
    check(&format!("{{{{ {} }}}}", nested(100, "(1 + 1 * ", "1", ")")), None);
    check(&format!("{{{{ {}1 }}}}", "not ".repeat(110)), None);
    check(&format!("{{{{ name{} }}}}", " | upper".repeat(180)), None);
}

#[test]
fn odd_ends() {
    for template in [
        "",
        "\n",
        "\0",
        "{",
        "{{",
        "{%",
        "{#",
        "{{-",
        "{%-",
        "{#-",
        "{{ '",
        "{{ '\\",
        "{% raw",
        "{% raw %}",
        "{{ 1.",
        "{% for",
    ] {
        if let Err(error) = render(template, &context(), &Budget::default()) {
            valid(template, &error);
        }
    }
}

/// Each corpus template, damaged in a few ways that are the same every time.
#[test]
fn the_corpus_mangled() {
    let corpus = corpus();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below.max(1) as u64) as usize
    };
    for (place, template) in corpus.iter().enumerate() {
        for _ in 0..3 {
            let signs: Vec<char> = template.chars().collect();
            let other: Vec<char> = corpus[(place + next(corpus.len())) % corpus.len()].chars().collect();
            let (from, to) = (next(signs.len()), next(other.len()));
            let mut mangled: String = signs[..from].iter().collect();
            mangled.extend(other[to..].iter().take(next(30)));
            mangled.extend(signs[(from + next(10)).min(signs.len())..].iter());
            sound(&mangled);
        }
        sound(template);
    }
}

/// Whatever comes out is in order: pieces without gaps, places inside the template.
fn sound(template: &str) {
    let budget = Budget { steps: 20_000, bytes: 1 << 20, depth: 60 };
    match render(template, &context(), &budget) {
        Err(error) => valid(template, &error),
        Ok(rendered) => {
            let mut end = 0;
            for piece in &rendered.pieces {
                assert!(piece.end > end, "{template}");
                assert!(rendered.text.is_char_boundary(piece.end), "{template}");
                assert!(!piece.source.of(template).is_empty(), "{template}");
                end = piece.end;
            }
            assert_eq!(end, rendered.text.len(), "{template}");
        }
    }
}

/// The bytes of an expression are that expression and no more.
#[test]
fn spans_are_exact() {
    let mut seen = 0;
    for template in corpus() {
        let Ok(parsed) = parse(&template) else { continue };
        for place in visit::expressions(&parsed) {
            let (text, class) = (place.expr.span.of(&template), place.expr.kind.class());
            if matches!(place.expr.kind, ExprKind::Body) || of_filter_tag(&parsed, &place.expr.kind) {
                continue;
            }
            let alone = format!("{{{{ {text} }}}}");
            let parsed = parse(&alone).unwrap_or_else(|error| panic!("{error}: {text} in {template}"));
            let same =
                |found: &visit::Place| found.expr.span.of(&alone) == text && found.expr.kind.class() == class;
            assert!(visit::expressions(&parsed).iter().any(same), "{class}: {text} in {template}");
            seen += 1;
        }
    }
    assert!(seen > 10_000, "{seen}");
}

/// What a filter tag filters is its body, which is not written in the chain.
fn of_filter_tag(template: &Template, kind: &ExprKind) -> bool {
    let mut kind = kind;
    while let ExprKind::Filter { target, .. } = kind {
        kind = &template.expr(*target).kind;
    }
    matches!(kind, ExprKind::Body)
}

fn corpus() -> Vec<String> {
    let cases = include_str!("corpus.jsonl").lines();
    let template = |line: &str| -> Option<String> {
        let case: serde_json::Value = serde_json::from_str(line).ok()?;
        case["template"].as_str().map(str::to_owned)
    };
    cases.filter_map(template).collect()
}

/// What is never closed is underlined where it opens, wherever FaaSO reports it.
#[test]
fn what_is_never_closed_is_told_where_it_opens() {
    let check = |marked: &str, reported: (u32, u32), opener: &str| {
        let start = marked.find('^').expect("a mark before the opener");
        let template = &marked.replace('^', "");
        let error = render(template, &context(), &Budget::default()).expect_err("it is never closed");
        let place = error.reported.map(|(from, _)| (from.line as u32, from.column as u32));
        assert_eq!(
            (place, error.span.start, error.span.of(template)),
            (Some(reported), start, opener),
            "{template}: {error}"
        );
    };
    check("a\n^{{ x\nb", (3, 2), "{{");
    check("a\n^{{ (x +\n", (2, 8), "{{");
    check("a\n^{% if x\nb", (3, 2), "{%");
    check("a\n^{# x\nb", (3, 2), "{#");
    check("echo $^{#a[@]}\nls\n", (2, 3), "{#");
    check("echo $^{#a[@]}\n{{ name }}\n", (2, 8), "{#");
    check("a {{ ^'x }}\nb", (2, 2), "'");
    check("a {{ ^'x }}\nb {{ 'y' }}", (2, 12), "'");
    check("{% if ^\"x %}\nb {{ \"y\" }}{% endif %}", (2, 23), "\"");
    check("a\n^{% if name %}\nb", (2, 1), "{% if name %}");
    check("{% for x in ^(name %}\n{{ x }}{% endfor %}", (2, 6), "(");
    check("{# RUN {{ x ^}} #}", (1, 12), "}}");
}
