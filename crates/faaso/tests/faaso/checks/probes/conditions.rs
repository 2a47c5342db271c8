//! What a condition asks, and what it reads like.

use super::{check, docker};

#[test]
fn truth() {
    let bare: &[&str] = &["bare-if"];
    check(&[
        docker("{% if options.l %}RUN x{% endif %}\n", "l: []", bare, "RUN x"),
        docker("{% if not options.l %}RUN x{% endif %}\n", "l: []", bare, ""),
        docker("{% if options.flag %}RUN x{% endif %}\n", "flag: false", bare, "RUN x"),
        docker("{% if options.flag %}RUN x{% endif %}\n", "flag: \"no\"", bare, "RUN x"),
        docker("{% set l = options.l %}{% if l %}RUN x{% endif %}\n", "l: []", bare, "RUN x"),
        docker("{% set l = options.l %}{% if not l %}RUN x{% endif %}\n", "l: []", bare, ""),
        docker("{% set l = options.l | default([]) %}{% if l %}RUN x{% endif %}\n", "", bare, "RUN x"),
        docker(
            "{% with f = options.flag %}{% if f %}RUN x{% endif %}{% endwith %}\n",
            "flag: false",
            bare,
            "RUN x",
        ),
        docker("{% if options.l and options.m == \"a\" %}RUN x{% endif %}\n", "l: []; m: a", bare, "RUN x"),
        docker("{% for x in options.l if options.m %}{{ x }}{% endfor %}\n", "l: [a]; m: false", bare, "a"),
        docker("{% for x in options.l if options.l %}{{ x }}{% endfor %}\n", "l: []", &[], ""),
        docker("{% if options.l and options.l | length > 0 %}RUN x{% endif %}\n", "l: []", &[], ""),
        docker("{% if options.f and options.f == \"true\" %}RUN x{% endif %}\n", "f: false", &[], ""),
        docker(
            "{% if options.l %}{% for x in options.l %}RUN {{ x }}{% endfor %}{% endif %}\n",
            "l: []",
            &[],
            "",
        ),
        docker(
            "{% if options.l %}RUN a{% for x in options.l %}{{ x }}{% endfor %}{% endif %}\n",
            "l: []",
            bare,
            "RUN a",
        ),
        docker("{% if options.l | length > 0 %}RUN x{% endif %}\n", "l: []", &[], ""),
        docker("{% set n = options.l | length %}{% if n %}RUN x{% endif %}\n", "l: []", &[], ""),
        docker("{% set f = options.f == \"true\" %}{% if f %}RUN x{% endif %}\n", "f: false", &[], ""),
        docker("{% if options.m == \"a\" or \"b\" %}RUN x{% endif %}\n", "m: c", &["always-true"], "RUN x"),
        docker(
            "{% if options.m == \"a\" or \"b\" or \"c\" %}RUN x{% endif %}\n",
            "m: d",
            &["always-true", "always-true"],
            "RUN x",
        ),
        docker("{% if options.m is in [\"a\", \"b\"] %}RUN x{% endif %}\n", "m: c", &[], ""),
        docker("{% if options.m == \"a\" or options.m == \"b\" %}RUN x{% endif %}\n", "m: c", &[], ""),
        docker(
            "{% if options.a == \"x\" and options.b == \"y\" or options.c == \"z\" %}X{% endif %}\n",
            "a: x; b: y; c: z",
            &[],
            "X",
        ),
    ]);
}

#[test]
fn arguments() {
    let rest: &[&str] = &["argument-takes-rest"];
    check(&[
        docker(
            "{% if options.m is equalto \"a\" or options.m is equalto \"b\" %}X{% endif %}\n",
            "m: b",
            rest,
            "",
        ),
        docker(
            "{% if options.m is equalto(\"a\") or options.m is equalto(\"b\") %}X{% endif %}\n",
            "m: b",
            rest,
            "",
        ),
        docker(
            "{% if \"a\" is in options.l and options.m == \"x\" %}X{% endif %}\n",
            "l: [a]; m: x",
            &["template-error"],
            "Crinja::Value<true>",
        ),
        docker(
            "{% if options.q is defined %}{% if \"a\" is in options.l and options.m == \"x\" %}X{% endif %}{% endif %}\n",
            "l: [a]; m: x",
            rest,
            "",
        ),
        docker("RUN {{ options.l | join \" \" | upper }}\n", "l: [a, b]", rest, "RUN a b"),
        docker("RUN {{ options.q | default \"a\" | upper }}\n", "q: b", rest, "RUN b"),
        docker(
            "{% if options.m is not equalto \"a\" and options.m != \"b\" %}X{% endif %}\n",
            "m: c",
            rest,
            "X",
        ),
        docker("{% if (options.m is equalto \"a\") or options.m == \"b\" %}X{% endif %}\n", "m: b", &[], "X"),
        docker("{% if options.m is in (options.l) %}X{% endif %}\n", "m: b; l: [b]", &[], "X"),
        docker("{% if options.m is defined and options.m == \"b\" %}X{% endif %}\n", "m: b", &[], "X"),
        docker("RUN {{ options.l | join(\" \") | upper }}\n", "l: [a, b]", &[], "RUN A B"),
        docker("RUN {{ options.l | sort | join \" \" }}\n", "l: [b, a]", &[], "RUN a b"),
        docker("RUN {{ options.q | default \"a\" ~ name }}\n", "", &[], "RUN ahello"),
        docker("RUN {{ options.l | join(\"a\" | upper) }}\n", "l: [x, y]", &[], "RUN xAy"),
    ]);
}

#[test]
fn tags() {
    check(&[
        docker(
            "{% if options.m == \"a\" %}A{% else if options.m == \"b\" %}B{% endif %}\n",
            "m: c",
            &["junk-in-tag"],
            "B",
        ),
        docker(
            "{% if options.m == \"a\" %}A{% elif options.m == \"b\" %}B{% else %}C{% endif %}\n",
            "m: c",
            &[],
            "C",
        ),
        docker(
            "{% for x in options.l | sort if x %}{{ x }}{% endfor %}\n",
            "l: [b, a]",
            &["junk-in-tag"],
            "ab",
        ),
        docker("{% for x in options.l | sort() if x != \"a\" %}{{ x }}{% endfor %}\n", "l: [b, a]", &[], "b"),
        docker(
            "{% if options.q is defined %}{% if \"a\" in options.l %}X{% endif %}{% endif %}\n",
            "l: [a]",
            &["broken-tag"],
            "",
        ),
        docker(
            "{% if options.q is defined %}{% set x = \"a\" if name else \"b\" %}{% endif %}\n",
            "",
            &["broken-tag"],
            "",
        ),
        docker(
            "{% if options.q is defined %}{% for a, b in options.l[0:1] %}{% endfor %}{% endif %}\n",
            "l: [a]",
            &["broken-tag"],
            "",
        ),
        docker("{% if \"a\" in options.l %}X{% endif %}\n", "l: [a]", &["template-error"], "Did not expect"),
        docker(
            "{% if options.q is defined %}{{ options.l | joim(\" \") }}{% endif %}\n",
            "l: [a]",
            &["unknown-filter"],
            "",
        ),
        docker(
            "{% if options.q is defined %}{{ options.l | unique | join(\" \") }}{% endif %}\n",
            "l: [a]",
            &["unknown-filter"],
            "",
        ),
        docker(
            "{% if options.q is defined %}{% if name is eq(\"a\") %}{% endif %}{% endif %}\n",
            "",
            &["unknown-filter"],
            "",
        ),
        docker(
            "{% if options.q is defined %}{{ options.l | map(\"uper\") | join }}{% endif %}\n",
            "l: [a]",
            &["unknown-filter"],
            "",
        ),
        docker("RUN {{ options.l | joim(\" \") }}\n", "l: [a]", &["template-error"], "no filter with name"),
        docker("RUN {{ options.l | JOIN(\" \") }}\n", "l: [a, b]", &[], "RUN a b"),
        docker("{% if options.q is defined %}{{ name.upper() }}{% endif %}\n", "", &["no-method"], ""),
        docker(
            "{% if options.q is defined %}{% for k, v in options.items() %}{{ k }}{% endfor %}{% endif %}\n",
            "",
            &["no-method"],
            "",
        ),
        docker("{{ name.upper() }}\n", "", &["template-error"], "name.upper is undefined"),
        docker("{% set c = cycler(\"a\", \"b\") %}{{ c.next() }}\n", "", &[], "a"),
        docker(
            "{% if options.q is defined %}{{ \", \".join(options.l) }}{% endif %}\n",
            "l: [a]",
            &["no-method"],
            "",
        ),
    ]);
}
