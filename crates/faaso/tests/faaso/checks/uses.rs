//! What is said of the options in templates, expression by expression.

use super::{add, found, project};
use faaso::{
    path::BundlePath,
    project::{FileId, Project},
};

/// A runtime of one template and a funko with these options: what the rule blames, and what its fix makes of it.
#[track_caller]
fn check(rule: &str, template: &str, options: &str, expected: &[(&str, &str)]) {
    let yml = format!("name: hello\nruntime: ./example\noptions:\n{options}");
    let mut bad = project(&[]);
    add(&mut bad, "runtime/Dockerfile.j2", template);
    add(&mut bad, "funko/funko.yml", &yml);
    let problems = found(&bad, rule);
    let got: Vec<_> = problems
        .iter()
        .map(|problem| {
            let place = problem.place.as_ref().unwrap();
            let text_of =
                |project: &Project| project.file(&place.file).unwrap().as_text().unwrap().to_owned();
            let blamed = place.at.unwrap().span.of(&text_of(&bad)).to_owned();
            let fixed = problem.fix.as_ref().map_or("no fix".to_owned(), |fix| {
                let mut fixed = bad.clone();
                fixed.apply(fix.edit(&bad).unwrap()).unwrap();
                assert!(found(&fixed, rule).len() < problems.len(), "“{}” does not fix", fix.title);
                let changed = ["Dockerfile.j2", "funko.yml"].map(|path| {
                    let side = if path == "funko.yml" { FileId::funko } else { FileId::runtime };
                    fixed.file(&side(BundlePath::new(path).unwrap())).unwrap().as_text().unwrap().to_owned()
                });
                changed.into_iter().find(|text| text != template && *text != yml).unwrap()
            });
            (
                blamed,
                fixed
                    .strip_prefix("name: hello\nruntime: ./example\noptions:\n")
                    .unwrap_or(&fixed)
                    .to_owned(),
            )
        })
        .collect();
    let got: Vec<_> = got.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(got, expected, "{rule}: {template:?} with {options:?}: {problems:#?}");
}

#[test]
fn conditions() {
    let options = "  l: []\n  flag: \"false\"\n  mode: fast\n";
    let bare = |template: &str, expected: &[(&str, &str)]| check("bare-if", template, options, expected);
    bare("{% if options.l %}{% endif %}", &[("options.l", "{% if options.l | length > 0 %}{% endif %}")]);
    bare(
        "{% if not options['l'] %}{% endif %}",
        &[("options['l']", "{% if options['l'] | length == 0 %}{% endif %}")],
    );
    bare(
        "{% if name and not options.flag %}{% elif options.flag %}{% endif %}",
        &[
            ("options.flag", "{% if name and options.flag != \"true\" %}{% elif options.flag %}{% endif %}"),
            (
                "options.flag",
                "{% if name and not options.flag %}{% elif options.flag == \"true\" %}{% endif %}",
            ),
        ],
    );
    bare(
        "{% if options.mode or name %}{% endif %}",
        &[("options.mode", "{% if options.mode | default(\"\") != \"\" or name %}{% endif %}")],
    );
    bare(
        "{% if options.other %}{% endif %}",
        &[("options.other", "{% if options.other is defined %}{% endif %}")],
    );
    bare("{% if options.l | default([]) %}{% endif %}", &[("options.l", "no fix")]);
    bare(
        "{% for x in [1] if options.l %}{% endfor %}",
        &[("options.l", "{% for x in [1] if options.l | length > 0 %}{% endfor %}")],
    );
    for fine in [
        "{% if options.l | length %}{% endif %}",
        "{% if options.flag == \"true\" and options.x is defined %}{% endif %}",
        "{% if \"a\" is in options.l %}{% endif %}",
        "{{ options.l and 1 }}",
    ] {
        bare(fine, &[]);
    }
}

#[test]
fn nots() {
    let not = |template: &str, expected: &[(&str, &str)]| check("not-first", template, "  n: 5\n", expected);
    not(
        "{% if not options.n is defined %}{% endif %}",
        &[("not options.n is defined", "{% if options.n is not defined %}{% endif %}")],
    );
    not("{{ not options.n == \"5\" }}", &[("not options.n == \"5\"", "{{ options.n != \"5\" }}")]);
    not("{{ not options.n != 5 }}", &[("not options.n != 5", "{{ not (options.n != 5) }}")]);
    not(
        "{{ not options.n | length > 0 and name }}",
        &[("not options.n | length > 0", "{{ not (options.n | length > 0) and name }}")],
    );
    not(
        "{% if name and (not options.n is defined) %}{% endif %}",
        &[("not options.n is defined", "{% if name and (options.n is not defined) %}{% endif %}")],
    );
    for fine in [
        "{{ not name and not options.n }}",
        "{{ options.n is not defined }}",
        "{{ not (options.n is defined) }}",
        "{{ (not options.n) is defined }}",
        "{{ \"a\" is not in options.n }}",
    ] {
        not(fine, &[]);
    }
}

#[test]
fn comparisons() {
    let options = "  n: 5\n  flag: true\n";
    let literal =
        |template: &str, expected: &[(&str, &str)]| check("compare-literal", template, options, expected);
    literal("{{ options.n == 5 }}", &[("options.n == 5", "{{ options.n == \"5\" }}")]);
    literal("{{ True != options.flag }}", &[("True != options.flag", "{{ \"true\" != options.flag }}")]);
    literal("{{ options.n > 3 }}", &[("options.n > 3", "{{ options.n | int > 3 }}")]);
    literal("{{ 3 <= options.n }}", &[("3 <= options.n", "{{ 3 <= options.n | int }}")]);
    literal(
        "{{ options.n is equalto(5) }}{{ options.n is not equalto 5 }}",
        &[
            ("options.n is equalto(5", "{{ options.n is equalto(\"5\") }}{{ options.n is not equalto 5 }}"),
            (
                "options.n is not equalto 5",
                "{{ options.n is equalto(5) }}{{ options.n is not equalto \"5\" }}",
            ),
        ],
    );
    literal("{{ options.n == none }}", &[("options.n == none", "no fix")]);
    literal("{{ options.n | default(5) == 5 }}", &[("options.n | default(5) == 5", "no fix")]);
    for fine in
        ["{{ options.n == \"5\" }}", "{{ options.n | int > 3 }}", "{{ options.n + 1 }}", "{{ name == 5 }}"]
    {
        literal(fine, &[]);
    }
}

#[test]
fn missing_options() {
    let missing =
        |template: &str, expected: &[(&str, &str)]| check("option-not-set", template, "  n: 5\n", expected);
    missing("{{ options.x }}{{ options.x }}", &[("options.x", "no fix")]);
    missing("{{ options.x | join(\" \") }}", &[("options.x", "{{ options.x | default([]) | join(\" \") }}")]);
    missing("{{ options.x | trim }}", &[("options.x", "{{ options.x | default(\"\") | trim }}")]);
    missing(
        "{{ options.x.y }}{% for a in options.z %}{% endfor %}",
        &[("options.x", "no fix"), ("options.z", "no fix")],
    );
    for fine in [
        "{{ options.n }}",
        "{{ options.x | default(1) }}{{ options.x | d | upper }}",
        "{% if options.x is defined %}{{ options.x }}{% for i in options.x %}{% endfor %}{% endif %}",
    ] {
        missing(fine, &[]);
    }
    // a name that is nearly that of an option which nothing else uses
    let misspelt = |template: &str, options: &str, expected: &[(&str, &str)]| {
        check("option-not-set", template, options, expected)
    };
    let options = "  copy_from_build: [\"a b\"]\n";
    misspelt(
        "{{ options.copy_from_buld | first }}",
        options,
        &[("options.copy_from_buld", "{{ options.copy_from_build | first }}")],
    );
    misspelt(
        "{{ options['copy_form_build'] }}",
        options,
        &[("options['copy_form_build']", "{{ options['copy_from_build'] }}")],
    );
    misspelt(
        "{{ options.copy_from_build }}{{ options.copy_from_buld }}",
        options,
        &[("options.copy_from_buld", "no fix")],
    );
    misspelt("{{ options.copied }}", options, &[("options.copied", "no fix")]);
    // outside of the “if” that asks, it is not guarded
    missing("{% if options.x is defined %}{% endif %}{{ options.x }}", &[("options.x", "no fix")]);
    check(
        "text-for-list",
        "{% for a in options.l %}{% endfor %}{{ options.p | join }}",
        "  l: a b, c\n  p: \"x\"\n",
        &[("a b, c", "  l: [\"a b, c\"]\n  p: \"x\"\n")],
    );
    check("copy-from-build", "{{ options.copy_from_build | default([\"a b\"]) }}", "  n: 5\n", &[]);
    check("copy-from-build", "{{ options.copy_from_build }}", "  copy_from_build: []\n", &[("[]", "no fix")]);
}
