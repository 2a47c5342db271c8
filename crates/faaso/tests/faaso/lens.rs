//! The Jinja2 lens on the whole corpus: every difference is laid at a construct's door.

use crinja::{self, Budget};
use faaso::{
    analysis::{Analysis, Analyzer},
    bundle::File,
    funko, lens,
    path::BundlePath,
    project::{FileId, Project},
};
use replay::templates;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

#[test]
fn every_difference_in_the_corpus_is_explained() {
    let corpus =
        templates::parse(include_str!("../../../crinja/tests/corpus.jsonl")).expect("cases in the format");
    let mut habits: BTreeMap<String, usize> = BTreeMap::new();
    let (mut different, mut unexplained, mut slowest) = (0, Vec::new(), Default::default());
    let began = Instant::now();
    for case in &corpus {
        let Ok(context) = templates::context(case).expect("a case in the format") else { continue };
        let template = case["template"].as_str().expect("a template");
        let faaso = crinja::render(template, &context, &Budget::default());
        let one = Instant::now();
        let comparison = lens::compare(template, &context, faaso.as_ref());
        slowest = one.elapsed().max(slowest);
        assert_eq!(comparison.same, comparison.differences.is_empty(), "{template:?}");
        let Some(first) = comparison.differences.first() else { continue };
        different += 1;
        for found in &comparison.differences {
            assert!(template.get(found.span.start..found.span.end).is_some(), "{template:?}: {found:?}");
            *habits.entry(found.habit.to_string()).or_default() += 1;
        }
        if first.habit == "other" {
            unexplained.push(format!("{} {template:?} {first:?} {:?}", case["id"], comparison.jinja2));
        }
    }
    println!("{different} of {} differ from Jinja2, {} of them unexplained", corpus.len(), unexplained.len());
    println!("{habits:#?} {:?} in all, {slowest:?} the slowest", began.elapsed());
    println!("{}", unexplained.join("\n"));
    assert!(unexplained.len() * 20 < different, "{} of {different} are unexplained", unexplained.len());
}

/// The work is bounded: a large template is compared, if not in every detail.
#[test]
fn a_large_template_is_compared() {
    let line = "{{ options.pkgs | join \" \" }}{% if options.x -%}\n\na\n{%- endif %}\n";
    let template = line.repeat(5_000);
    let yml = b"name: x\noptions:\n  x: []\n  pkgs: [a]\n";
    let context = funko::read(yml).funko.expect("a funko.yml").context();
    let faaso = crinja::render(&template, &context, &Budget::default());
    let began = Instant::now();
    let comparison = lens::compare(&template, &context, faaso.as_ref());
    println!("20,000 lines in {:?}", began.elapsed());
    let habits: BTreeSet<_> = comparison.differences.iter().map(|found| &*found.habit).collect();
    assert!(habits.contains("bare-arguments"), "{habits:?}");
}

/// The engine compares a file as it was last rendered.
#[test]
fn the_analyzer_compares_its_files() {
    let path = |text: &str| BundlePath::new(text).expect("a path");
    let mut project =
        Project { runtime_name: "./example".into(), funko_name: "x".into(), ..Project::default() };
    for (name, text) in [
        ("Dockerfile.j2", "{% if options.empty %}RUN apk add{% endif %}"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  empty: []\n"),
    ] {
        project.runtime.put(path(name), File::text(text)).expect("a free path");
    }
    let mut analyzer = Analyzer::default();
    analyzer.open(project, BTreeSet::new(), Analysis::default());
    analyzer.analyse(1, &mut |_| {});
    let comparison =
        analyzer.seen_by_lens(&FileId::runtime(path("Dockerfile.j2"))).expect("it is rendered").compare();
    assert_eq!(comparison.jinja2, lens::Jinja2::Text(String::new()));
    assert_eq!(comparison.differences[0].habit, "truth");
    assert!(
        analyzer
            .seen_by_lens(&FileId::runtime(path("template/funko.yml.j2")))
            .expect("rendered")
            .compare()
            .same
    );
    assert!(analyzer.seen_by_lens(&FileId::funko(path("funko.yml"))).is_none());
}

/// Where both fail, Jinja2 may still support what FaaSO fails at; and what both refuse is the same.
#[test]
fn two_failures_are_not_always_the_same() {
    let yml = b"name: x\noptions:\n  l: [b, a]\n  s: a-b\n";
    let context = funko::read(yml).funko.expect("a funko.yml").context();
    for (template, habit) in [
        // Jinja2 fails at the second line alone
        ("{{ options.l[0:1] }}\n{{ options.l | join \" \" }}\n", "slice"),
        ("{{ options.s.upper() }}\n{{ options.l | join \" \" }}\n", "method"),
        ("{{ \"a\" if name else \"b\" }}{{ name | nope }}\n", "inline-if"),
        ("{% if \"a\" in options.l %}x{% endif %}{{ name | nope }}\n", "in-operator"),
        ("{{ options.l | unique }}{{ name | nope }}\n", "unknown-name"),
        ("{{ [1,] }}{{ name | nope }}\n", "trailing-comma"),
        // what this comparison can't run
        ("{{ \"%s\" % name }}\n", "percent"),
        ("{{ options.l.append(1) }}\n", "method"),
        ("{{ lipsum(1) }}\n", "refused"),
        // what it can
        ("{{ \"{} {}\".format(name, 1) }}\n", "method"),
        ("{{ \",\".join(options.l) }}\n", "method"),
        ("{{ options.s.title() }}\n", "method"),
        // both refuse these
        ("{{ name | nope }}\n", ""),
        ("{{ nope.x }}\n", ""),
        ("{% nope %}\n", ""),
        ("{{ 1 + }}\n", ""),
        ("{% if name %}\n", ""),
    ] {
        let faaso = crinja::render(template, &context, &Budget::default());
        assert!(faaso.is_err(), "{template:?}: {faaso:?}");
        let comparison = lens::compare(template, &context, faaso.as_ref());
        let found = comparison.differences.first().map_or("", |found| &found.habit);
        assert_eq!(found, habit, "{template:?}: {comparison:#?}");
        assert_eq!(comparison.same, habit.is_empty(), "{template:?}");
    }
}

/// What Jinja2 has and the comparison lacks is not said to be refused.
#[test]
fn what_is_not_compared_is_said() {
    let context = funko::read(b"name: x\n").funko.expect("a funko.yml").context();
    for template in ["{{ name | wordwrap(5) }}", "{{ name | striptags }}", "{{ joiner(\"a\")() }}"] {
        let faaso = crinja::render(template, &context, &Budget::default());
        let comparison = lens::compare(template, &context, faaso.as_ref());
        assert!(matches!(comparison.jinja2, lens::Jinja2::Lacking { .. }), "{template:?}: {comparison:#?}");
        assert_eq!(comparison.differences[0].habit, "not-compared", "{template:?}");
    }
}
