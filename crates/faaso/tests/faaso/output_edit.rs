//! Typing in the output: what changes for it, what is refused, and that the output then reads as typed.

use crinja::{Budget, Rendered};
use faaso::{
    funko,
    output_edit::{Of, OutputEdit, edit},
    text::Span,
};

fn rendered(template: &str, yml: &str) -> Option<Rendered> {
    let funko = funko::read(yml.as_bytes()).funko.ok()?;
    crinja::render(template, &funko.context(), &Budget::default()).ok()
}

/// A text that is empty makes no piece.
fn tidy(mut rendered: Rendered) -> Rendered {
    let mut start = 0;
    rendered.pieces.retain(|piece| std::mem::replace(&mut start, piece.end) < piece.end);
    rendered
}

/// The template and `funko.yml` after the change.
fn made(template: &str, yml: &str, edit: &OutputEdit) -> (String, String) {
    match edit.of {
        Of::Template => (funko::apply(template, &edit.splices), yml.to_owned()),
        Of::Option(_) => (template.to_owned(), funko::apply(yml, &edit.splices)),
    }
}

const YML: &str =
    "name: f\nruntime: r\noptions:\n  tag: \"3.12\" # why\n  pkgs: [curl, 'git']\n  empty: \"\"\n";

/// In the output `«old»` is replaced by `new`; then the template, or `funko.yml`'s options, and the output.
#[track_caller]
fn check(template: &str, output: &str, new: &str, wanted: Result<(&str, &str), &str>) {
    let before = rendered(template, YML).unwrap();
    let (head, rest) = output.split_once('«').unwrap();
    let (old, tail) = rest.split_once('»').unwrap();
    assert_eq!(before.text, format!("{head}{old}{tail}"), "the output of {template:?}");
    let span = Span::new(head.len(), head.len() + old.len());
    let edit = edit(template, &before, Some(YML), span, new, None);
    match (edit, wanted) {
        (Err(why), Err(wanted)) => assert!(why.contains(wanted), "{why}"),
        (Ok(edit), Ok((changed, output))) => {
            let (template, yml) = made(template, YML, &edit);
            let after = rendered(&template, &yml).unwrap();
            assert_eq!(after.text, output);
            assert!(after.text[..edit.end].ends_with(new), "where it goes on");
            if edit.of == Of::Template {
                assert_eq!(tidy(edit.rendered), tidy(after), "what was said beforehand");
            }
            let is_of = if edit.of == Of::Template { template } else { yml.replace(&YML[..26], "") };
            assert!(is_of.contains(changed), "{is_of}");
        }
        (edit, wanted) => panic!("{edit:?} for {wanted:?}"),
    }
}

#[test]
fn plain_text_is_changed_in_the_template() {
    check("a b {{ options.tag }} c\n", "a «b» 3.12 c", "bee", Ok(("a bee {{", "a bee 3.12 c")));
    check("a\n", "a«»", "b", Ok(("ab\n", "ab")));
    check("a", "a«»", "\n", Ok(("a\n\n", "a\n")));
    check("a\n\n", "«a\n»", "", Ok(("\n", "")));
    check("{{ options.tag }} c", "3.12«» c", "-", Ok(("tag: \"3.12-\"", "3.12- c")));
    check("{{ name }} c", "f«» c", "-", Ok(("}}- c", "f- c")));
    check("{{ options.tag }} c", "3.12« »c", "-", Ok(("}}-c", "3.12-c")));
    check("{% raw %}{{ x }}{% endraw %}", "{{ «x» }}", "y", Ok(("{{ y }}", "{{ y }}")));
    check("a é😀 b", "a é«😀» b", "🎉", Ok(("a é🎉 b", "a é🎉 b")));
}

#[test]
fn every_round_of_a_loop_is_changed() {
    check(
        "{% for p in options.pkgs %}add {{ p }}\n{% endfor %}",
        "add curl\n«add» git\n",
        "get",
        Ok(("get {{ p }}", "get curl\nget git\n")),
    );
}

#[test]
fn an_option_is_changed_in_funko_yml() {
    check("v{{ options.tag }}!", "v3.«12»!", "13", Ok(("tag: \"3.13\" # why", "v3.13!")));
    check(
        "{% for p in options.pkgs %}{{ p }} {% endfor %}",
        "curl g«i»t ",
        "o",
        Ok(("pkgs: [curl, 'got']", "curl got ")),
    );
    check(
        "{{ options.tag }}{{ options.tag }}",
        "3.12«3.12»",
        "x: #",
        Ok(("tag: \"x: #\" # why", "x: #x: #")),
    );
    check("{{ options.x | default(\"one\") }}.", "«one».", "two", Ok(("x: ", "two.")));
}

#[test]
fn what_cannot_be_is_said() {
    check("a b", "a «b»", "{{ x", Err("Type them in the template"));
    check("a {{ options.tag }}b", "a 3.12«»b", "{{", Ok(("tag: \"3.12{{\"", "a 3.12{{b")));
    check("a {{ options.tag }}", "a« »3.12", "{", Err("Type them in the template"));
    check("a{%- if true %}b{% endif %}", "«a»b", "c ", Err("A dash in the tag"));
    check("a{% if true -%} b{% endif %}", "a«b»", " c", Err("A dash in the tag"));
    check("{{ name }} x", "«f» x", "g", Err("`{{ name }}` makes this text"));
    check("{{ options.tag | upper }}v", "«3.12»v", "3", Ok(("tag: \"3\"", "3v")));
    check("{{ options.pkgs | join(\" \") }}", "curl« »git", "-", Err("makes this text"));
    check("{{ options.tag }} a", "3.1«2 a»", "", Err("Several parts"));
    check("{{ options.x | default(\"one\") | upper }}", "«ONE»", "two", Err("makes this text"));
    check("{{ options.x | default(7) }}", "«7»", "8", Err("makes this text"));
}

/// Whatever is typed wherever: it's refused, or the output reads so. Of plain text it reads as was said beforehand.
#[test]
fn by_chance() {
    let parts = [
        "FROM x\n",
        "a ",
        "{{ options.tag }}",
        "{{- options.tag -}}",
        "{% for p in options.pkgs %}",
        "{%- for p in options.pkgs -%}",
        "{{ p }}",
        " {{ loop.index }}",
        "{% endfor %}",
        "{%- endfor %}",
        "{% if options.tag %}",
        "{% endif %}",
        "\n",
        "  ",
        "{# c #}",
        "{{ options.x | default(\"d\") }}",
        "{{ options.tag | upper }}",
        "{% raw %}{{ r }}{% endraw %}",
        "{{ name }}",
        "é😀",
        "{",
        "}",
        "{% macro m(a) %}m{{ a }}{% endmacro %}",
        "{{ m(options.tag) }}",
        "{% set v = options.tag %}{{ v }}",
        "\r\n",
        "{%- endif -%}",
    ];
    let typed =
        ["x", "", " ", "\n", "{", "{{", "}}", "%}", "-", "é", "😀", "a b", "\"", "\\", ": #", "{% raw %}"];
    let mut chance = fastrand::Rng::with_seed(15);
    let (mut taken, mut refused, mut other) = (0, 0, 0);
    let wanted = if cfg!(debug_assertions) { 4_000 } else { 60_000 };
    while taken + refused < wanted {
        let template: String = (0..chance.usize(1..9)).map(|_| parts[chance.usize(..parts.len())]).collect();
        let Some(before) = rendered(&template, YML) else { continue };
        let places: Vec<usize> =
            before.text.char_indices().map(|(at, _)| at).chain([before.text.len()]).collect();
        let (one, two) = (places[chance.usize(..places.len())], places[chance.usize(..places.len())]);
        let two = if chance.bool() { one } else { two };
        let span = Span::new(one.min(two), one.max(two));
        let new = typed[chance.usize(..typed.len())];
        match edit(&template, &before, Some(YML), span, new, None) {
            Err(why) => {
                assert!(!why.is_empty());
                refused += 1;
            }
            Ok(edit) => {
                taken += 1;
                let (after_template, yml) = made(&template, YML, &edit);
                let after = rendered(&after_template, &yml);
                let said = format!("{template:?} {span:?} {new:?} -> {after_template:?} {yml:?}");
                let after = after.unwrap_or_else(|| panic!("fails: {said}"));
                match edit.of {
                    Of::Template => assert_eq!(tidy(after), tidy(edit.rendered), "{said}"),
                    // an option can do more than be printed
                    Of::Option(_) if after.text != edit.rendered.text => other += 1,
                    Of::Option(_) => {}
                }
            }
        }
    }
    assert!(taken > refused / 4 && other < taken / 4, "{taken} taken, {refused} refused, {other} did more");
}

/// A value that was emptied is gone on with, and the cursor stays where it was typed, whatever else changes.
#[test]
fn typing_goes_on_where_it_was() {
    let template = "{{ options.tag }}a{{ options.tag }}b{{ options.tag }}";
    let before = rendered(template, YML).unwrap();
    let one = edit(template, &before, Some(YML), Span::new(5, 9), "", None).unwrap();
    assert_eq!((one.rendered.text.as_str(), one.end), ("ab", 1));
    let yml = funko::apply(YML, &one.splices);
    let two = edit(template, &one.rendered, Some(&yml), Span::at(1), "sid", Some(&one.of)).unwrap();
    assert_eq!((two.rendered.text.as_str(), two.end), ("sidasidbsid", 7));
    let read = funko::read(funko::apply(&yml, &two.splices).as_bytes()).funko.unwrap();
    assert_eq!(read.options[0].1, funko::OptionValue::Text("sid".into()));
}
