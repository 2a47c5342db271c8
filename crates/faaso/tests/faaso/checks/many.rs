//! Ten thousand of everything a check may find: told of by the hundred, and soon.

use super::{add, analyse, project};
use faaso::project::Project;
use std::time::{Duration, Instant};

/// Without optimisation, beside other tests. Optimised none takes a second.
const SOON: Duration = Duration::from_secs(60);

#[track_caller]
fn check(what: &str, project: &Project) {
    let began = Instant::now();
    let problems = analyse(project).problems.len();
    let took = began.elapsed();
    println!("{what}: {problems} problems in {took:?}");
    assert!(took < SOON, "{what}: {took:?}");
}

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn in_a_template() {
    for (what, text) in [
        ("stray-trim", "{% for x in y %}\n{%- endfor %}\na {{ b }}\n".repeat(4_000)),
        ("not-first", "{{ not x is y }}\n".repeat(10_000)),
        ("tests", "{{ a is defined }}\n".repeat(10_000)),
        ("bare-if", "{{ options.a }}{% if options.b %}{% endif %}\n".repeat(10_000)),
        ("guarded", "{% if options.a is defined %}{{ options.a }}{% endif %}".repeat(10_000)),
        ("options", numbered(5_000, |n| format!("{{{{ options.o{n} | join }}}}"))),
        ("compare-literal", "{{ options.a == 1 }}\n".repeat(10_000)),
        ("include", "{% include 'x' %}".repeat(10_000)),
    ] {
        let mut many = project(&[("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n")]);
        for path in ["runtime/f.j2", "template/f.j2", "runtime/f.txt"] {
            add(&mut many, path, &text);
        }
        check(what, &many);
    }
}

#[test]
fn in_a_funko_yml() {
    let uses = numbered(5_000, |n| format!("{{{{ options.o{n} }}}}"));
    for (what, text) in [
        ("duplicate-key", "options:\n".to_owned() + &"  a: 1\n".repeat(50_000)),
        ("null-option", "options:\n".to_owned() + &numbered(50_000, |n| format!("  a{n}: ~\n"))),
        ("option-unused", "options:\n".to_owned() + &numbered(50_000, |n| format!("  o{n}: 1\n"))),
        ("unknown-key", numbered(50_000, |n| format!("o{n}: 1\n"))),
        ("funko-yml-type", "options:\n".to_owned() + &numbered(50_000, |n| format!("  o{n}: {{}}\n"))),
        ("copy-from-build", "options:\n  copy_from_build:\n".to_owned() + &"  - a\n".repeat(50_000)),
        ("merge-over-key", "x: &x {a: 1}\noptions:\n".to_owned() + &"  a: 1\n  <<: *x\n".repeat(25_000)),
    ] {
        let mut many =
            project(&[("runtime/f.j2", "{% for x in options.copy_from_build %}{{ x }}{% endfor %}")]);
        add(&mut many, "runtime/g.j2", &uses);
        add(&mut many, "funko/funko.yml", &format!("name: a\nruntime: ./example\n{text}"));
        check(what, &many);
    }
}

#[test]
fn files() {
    let mut many = project(&[("funko/funko.yml", "name: a\nruntime: ./example\n")]);
    add(&mut many, "runtime/Dockerfile", &"RUN chmod +x a b c d e f g\n".repeat(5_000));
    for n in 0..1_000 {
        add(&mut many, &format!("runtime/d{n}/f{n}.sh*"), "#!/bin/sh\r\n{{ name }}\r\n");
        add(&mut many, &format!("template/.d{n}/g{n}.J2*"), "{{ name }}\r\n");
        add(&mut many, &format!("funko/d{n}/f{n}.j2*"), "#!/bin/sh\r\n");
    }
    check("files", &many);
}
