//! Where output comes from, and what the corpus does not reach.

use super::super::{Budget, Class, Context, ContextValue, OptionRef, render};

fn context() -> Context {
    let text = |text: &str| ContextValue::Text(text.into());
    let options = vec![
        ("image".into(), text("alpine")),
        ("pkgs".into(), ContextValue::List(vec!["curl".into(), "git".into()])),
    ];
    Context {
        variables: vec![("name".into(), text("hello")), ("options".into(), ContextValue::Map(options))],
    }
}

/// The pieces as: output, the template's bytes that made it, the option.
#[track_caller]
fn check_pieces(template: &str, wanted: &[(&str, &str, &str)]) {
    let rendered = render(template, &context(), &Budget::default()).expect("it renders");
    let mut start = 0;
    let mut found = Vec::new();
    for piece in &rendered.pieces {
        let option = match &piece.option {
            None => String::new(),
            Some(OptionRef { key, item: None }) => key.clone(),
            Some(OptionRef { key, item: Some(item) }) => format!("{key}[{item}]"),
        };
        found.push((&rendered.text[start..piece.end], piece.source.of(template), option));
        start = piece.end;
    }
    let wanted: Vec<_> =
        wanted.iter().map(|&(text, source, option)| (text, source, option.to_owned())).collect();
    assert_eq!(found, wanted, "{template}");
}

#[test]
fn output_knows_its_option() {
    check_pieces(
        "a {{ options.image }}{{ name }}",
        &[("a ", "a ", ""), ("alpine", "{{ options.image }}", "image"), ("hello", "{{ name }}", "")],
    );
    check_pieces(
        "{% for p in options.pkgs %}{{ p | upper }},{% endfor %}",
        &[
            ("CURL", "{{ p | upper }}", "pkgs[0]"),
            (",", ",", ""),
            ("GIT", "{{ p | upper }}", "pkgs[1]"),
            (",", ",", ""),
        ],
    );
    let joined = "{{ options.pkgs | join \" \" }}";
    check_pieces(joined, &[("curl git", joined, "pkgs")]);
    let chosen = "{{ options.image | default('x') ~ ':3' }}";
    check_pieces(chosen, &[("alpine:3", chosen, "image")]);
    let missing = "{{ options.nope | default('x') }}";
    check_pieces(missing, &[("x", missing, "")]);
    check_pieces(
        "{% set all = options.pkgs | join(' ') %}{% set i = options.pkgs[1] %}{{ all }}{{ i }}",
        &[("curl git", "{{ all }}", "pkgs"), ("git", "{{ i }}", "pkgs[1]")],
    );
    check_pieces("{{ options['image'] }}", &[("alpine", "{{ options['image'] }}", "image")]);
    check_pieces(
        "{{ options.pkgs | sort(reverse=true) | first }}",
        &[("git", "{{ options.pkgs | sort(reverse=true) | first }}", "pkgs[1]")],
    );
}

#[test]
fn trimmed_text_keeps_its_place() {
    check_pieces("a \n b {%- if true -%} \n c{% endif %}", &[("a \n b", "a \n b", ""), (" c", " c", "")]);
    check_pieces("{{ name -}}  \n x", &[("hello", "{{ name -}}", ""), ("\n x", "\n x", "")]);
}

/// The output, or the failure as `class: message`.
#[track_caller]
fn check(template: &str, wanted: Result<&str, &str>) {
    let made = render(template, &context(), &Budget::default());
    let made = made.map(|rendered| rendered.text).map_err(|error| error.to_string());
    assert_eq!(made.as_deref().map_err(String::as_str), wanted, "{template}");
}

#[test]
fn blocks_come_last_and_in_order() {
    check(
        "{% for x in [1, 2] %}{% block a scoped %}{{ x }}{% block b %}<{{ x }}>{% endblock %}{% endblock %}{% endfor %}",
        Ok("1<1>2<2>"),
    );
    check("{% block a %}1{{ super() }}{% endblock %}{% block a %}2{% endblock %}", Ok("1212"));
    check("{% block a %}x{% block a %}y{% endblock %}{% endblock %}", Ok("x"));
    check(
        "{% set l = [] %}{% block a %}{% do l + 1 %}{% endblock %}{{ l }}{% block b %}{{ l }}{% endblock %}",
        Ok("[][1]"),
    );
    check(
        "{% if true %}{% block a %}x{% endblock %}{% endif %}",
        Err("Exception: block placeholder not resolved a"),
    );
}

#[test]
fn only_include_takes_several_names() {
    check(
        "{% include ['a', 1] %}",
        Err(
            "Crinja::TemplateNotFoundError: templates [\"a\", \"1\"] could not be found by #<Crinja:0x<address>>",
        ),
    );
    check(
        "{% extends ['a', 1] %}",
        Err(
            "Crinja::TemplateNotFoundError: template [Crinja::Value<\"a\">, Crinja::Value<1>] could not be found by \
             FileSystemLoader(<cwd>).",
        ),
    );
}

#[test]
fn a_list_is_looked_up_by_what_can_be_a_number() {
    check("[{{ options.pkgs[none] }}][{{ options.pkgs[1 == 1] }}][{{ options.pkgs[[]] }}]", Ok("[][][]"));
    let no_number = "Crinja::TypeError: can't convert nil to Int32";
    check("{% set n = none %}{{ options.pkgs[n] }}", Err(no_number));
    check("{{ options.pkgs[not 1] }}", Err("Crinja::TypeError: can't convert false to Int32"));
}

#[test]
fn calls_find_what_they_name() {
    check("{% set f = 'range' %}{{ f(2) }}", Ok("[0, 1]"));
    check(
        "{% macro m(a, b=2) %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, b=3) }}",
        Ok("13[1]{'b' => 3}"),
    );
    check("{% set c = cycler(1, 2) %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}", Ok("1211"));
    let made = render("{{ super() ~ 1 }}", &context(), &Budget::default()).expect_err("not alone");
    assert_eq!(made.class, Class::Exception);
    assert!(
        made.message.starts_with("can't execute `env = arguments.env\nCrinja::Value.new("),
        "{}",
        made.message
    );
    check("{{ super() }}|{% macro m() %}{{ super() }}{% endmacro %}{{ m() }}", Ok("|"));
}

#[test]
fn a_filtered_loop_leaves_its_variables() {
    check("{% for x in [1, 2] if x < 2 %}{{ x }}{% endfor %}[{{ x }}]", Ok("1[2]"));
    check("{% for x in [1] if x %}{% endfor %}{{ loop }}", Err("Crinja::UndefinedError: loop is undefined."));
    check("{% for x in [1] if loop %}{% endfor %}", Err("Crinja::UndefinedError: loop is undefined."));
    check("{% for x in [1] if not loop %}{% endfor %}", Err("Crinja::UndefinedError: loop is undefined."));
    check("{% for x in [1] if loop is defined %}a{% else %}b{% endfor %}", Ok("b"));
    check(
        "{% for x in [1] if x %}{% endfor %}{{ loop == 1 }}",
        Err("Crinja::UndefinedError: loop is undefined."),
    );
}

#[test]
fn budgets_say_their_name_and_place() {
    let template = "a\n{{ range(999) | join }}";
    for (budget, told) in [
        (Budget { steps: 100, ..Budget::default() }, "100 steps"),
        (Budget { bytes: 100, ..Budget::default() }, "100 bytes"),
        (Budget { depth: 1, ..Budget::default() }, "1 level"),
    ] {
        let error = render(template, &context(), &budget).expect_err("too much");
        assert_eq!(error.class, Class::Budget);
        assert!(error.message.contains(told), "{error}");
        assert_eq!(error.reported.map(|(from, _)| from.line), Some(2), "{error}");
        assert!(!error.span.is_empty());
    }
}
