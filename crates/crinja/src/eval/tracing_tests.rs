//! What a trace says of each part.

use super::super::trace::{FrameKind, SourceOf, State};
use super::super::{Budget, Context, ContextValue, Trace, trace};

fn context() -> Context {
    let text = |text: &str| ContextValue::Text(text.into());
    let list = |items: &[&str]| ContextValue::List(items.iter().map(|&item| item.into()).collect());
    let options = vec![
        ("image".into(), text("alpine")),
        ("pkgs".into(), list(&["curl", "git"])),
        ("more".into(), list(&["zsh"])),
        ("flag".into(), text("on")),
    ];
    Context {
        variables: vec![("name".into(), text("hello")), ("options".into(), ContextValue::Map(options))],
    }
}

/// Each part as `text ← its way ← its sources`.
#[track_caller]
fn check(template: &str, wanted: &[&str]) {
    let made = trace(template, &context(), &Budget::default()).expect("it renders");
    let told: Vec<String> = (0..made.parts.len()).map(|at| told(template, &made, at)).collect();
    assert_eq!(told, wanted, "{template}");
}

fn told(template: &str, made: &Trace, at: usize) -> String {
    let part = &made.parts[at];
    let text = match part.is_eaten {
        true => format!("ate {:?}", part.source.of(template)),
        false => made.text[made.start(at)..part.end].to_owned(),
    };
    let set = |set: u32| {
        let names = made.set(set).map(|source| {
            let name = match &source.of {
                SourceOf::Option(option) => match option.item {
                    Some(item) => format!("{}[{item}]", option.key),
                    None => option.key.clone(),
                },
                SourceOf::Options => "options".to_owned(),
                SourceOf::Variable(name) => format!("${name}"),
            };
            match source.state {
                State::Given => name,
                State::Unset => format!("{name} unset"),
                State::Default => format!("{name} default"),
            }
        });
        let mut names: Vec<String> = names.collect();
        names.sort();
        names.join(" ")
    };
    let way = made.way(part.frame).into_iter().map(|frame| {
        let kind = match &frame.kind {
            FrameKind::Template => "template".to_owned(),
            FrameKind::Round { index, of } => format!("round {}/{of}", index + 1),
            FrameKind::NoRounds => "no rounds".to_owned(),
            FrameKind::Branch => frame.span.of(template).to_owned(),
            FrameKind::Macro(name) => format!("{name}()"),
            FrameKind::Block(name) => format!("block {name}"),
            FrameKind::Filter => "filter".to_owned(),
            FrameKind::Set(name) => format!("set {name}"),
            FrameKind::Autoescape => "autoescape".to_owned(),
        };
        let sources = set(frame.sources);
        if sources.is_empty() { kind } else { format!("{kind} by {sources}") }
    });
    let way: Vec<String> = way.collect();
    let sources = set(part.sources);
    let tail = [way.join(" > "), sources].into_iter().filter(|it| !it.is_empty());
    tail.fold(text, |all, it| format!("{all} ← {it}"))
}

#[test]
fn rounds_and_branches_are_the_way() {
    check(
        "{% for p in options.pkgs %}{{ p }},{% endfor %}",
        &[
            "curl ← round 1/2 by pkgs ← pkgs pkgs[0]",
            ", ← round 1/2 by pkgs",
            "git ← round 2/2 by pkgs ← pkgs pkgs[1]",
            ", ← round 2/2 by pkgs",
        ],
    );
    check(
        "{% if options.nope %}a{% elif options.flag %}b{% else %}c{% endif %}",
        &["b ← {% elif options.flag %} by flag nope unset"],
    );
    check("{% for p in options.nil %}x{% else %}y{% endfor %}", &["y ← no rounds by nil unset"]);
    check("{% for p in options.pkgs if p == 'git' %}x{% endfor %}", &["x ← round 1/1 by pkgs pkgs[1]"]);
}

#[test]
fn a_branch_not_taken_counts() {
    check("{% set x = 1 %}{% if options.nope %}{% set x = 2 %}{% endif %}{{ x }}", &["1 ← nope unset"]);
    check(
        "{% set l = [] %}{% for p in options.pkgs %}{% do l + 1 %}{% endfor %}{{ l | length }}",
        &["2 ← pkgs"],
    );
}

#[test]
fn values_know_all_their_sources() {
    check("{{ options.image ~ ':' ~ name }}", &["alpine ← image", ":", "hello ← $name"]);
    check(
        "{% set all = options.pkgs | join(' ') %}{{ all | upper }}",
        &["CURL ← pkgs pkgs[0]", "  ← pkgs", "GIT ← pkgs pkgs[1]"],
    );
    check("{{ options.pkgs | length }}", &["2 ← pkgs"]);
    check("{{ options.pkgs[1] | replace('g', options.flag) }}", &["onit ← flag pkgs pkgs[1]"]);
    check("{{ options.pkgs | map('upper') | last }}", &["GIT ← pkgs pkgs[1]"]);
    check("{{ options.pkgs | sort | first }}", &["curl ← pkgs pkgs[0] pkgs[1]"]);
    check("{{ options['image'] }}{{ options | length }}", &["alpine ← image", "4 ← options"]);
}

#[test]
fn defaults_say_so() {
    check("{{ options.nope }}", &[" ← nope unset"]);
    check("{{ options.nope | default('x') }}", &["x ← nope default"]);
    check("{{ options.nope | default(options.image) }}", &["alpine ← image nope default"]);
    check("{{ options.image | default('x') }}", &["alpine ← image"]);
}

#[test]
fn macros_calls_blocks_and_filters_are_the_way() {
    check(
        "{% macro m(p) %}<{{ p }}>{% endmacro %}{{ m(options.image) }}",
        &["< ← m()", "alpine ← m() ← image", "> ← m()"],
    );
    check(
        "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ options.flag }}{% endcall %}",
        &["[ ← m()", "on ← m() > caller() ← flag", "] ← m()"],
    );
    check("{% block b %}x{{ name }}{% endblock %}", &["x ← block b", "hello ← block b ← $name"]);
    check("{% filter upper %}a{{ options.flag }}{% endfilter %}", &["A ← filter", "ON ← filter ← flag"]);
    check("{% set x %}a{{ name }}{% endset %}{{ x }}", &["a ← set x", "hello ← set x ← $name"]);
}

#[test]
fn what_was_eaten_stands_where_it_was() {
    check(
        "a \n b {%- if true -%} \n c{% endif %}",
        &[
            "a \n b",
            "ate \" \"",
            "ate \" \" ← {%- if true -%}",
            "ate \"\\n\" ← {%- if true -%}",
            " c ← {%- if true -%}",
        ],
    );
}
