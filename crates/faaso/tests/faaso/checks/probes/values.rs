//! Lists, strings and numbers where another kind of value is meant.

use super::{check, docker, file};

#[test]
fn lists_that_are_printed() {
    check(&[
        docker(
            "FROM a\nCMD {{ options.cmd }}\n",
            "cmd: [node, funko.js]",
            &["list-printed"],
            "CMD ['node', 'funko.js']",
        ),
        docker(
            "FROM a\nENTRYPOINT {{ options.cmd }}\n",
            "cmd: [/run]",
            &["list-printed"],
            "ENTRYPOINT ['/run']",
        ),
        docker(
            "FROM a\nRUN apk add {{ options.p }}\n",
            "p: [curl, git]",
            &["list-printed"],
            "add ['curl', 'git']",
        ),
        docker(
            "FROM a\nRUN apk add {{ options.p | sort }}\n",
            "p: [git, curl]",
            &["list-printed"],
            "['curl', 'git']",
        ),
        docker(
            "FROM a\nRUN apk add {{ options.p | sort() | reverse }}\n",
            "p: [a, b]",
            &["list-printed"],
            "['b', 'a']",
        ),
        docker(
            "{% set p = options.p %}RUN apk add {{ p }}\n",
            "p: [curl]",
            &["list-printed"],
            "add ['curl']",
        ),
        docker("FROM a\nRUN {{ options.p | default([]) }}\n", "p: []", &["list-printed"], "RUN []"),
        docker("FROM a\nRUN {{ [name, runtime] }}\n", "", &["list-printed"], "RUN ['hello', './example']"),
        docker(
            "FROM a\nRUN {{ options.p + [\"git\"] }}\n",
            "p: [curl]",
            &["list-printed"],
            "['curl', 'git']",
        ),
        docker("FROM a\nRUN {{ options.p | map(\"upper\") }}\n", "p: [curl]", &["list-printed"], "['CURL']"),
        file(
            "start.sh.j2",
            "#!/bin/sh\nexec {{ options.c }}\n",
            "c: [a, b]",
            &["list-printed"],
            "exec ['a', 'b']",
        ),
        file("app.json.j2", "{\"c\": {{ options.c }}}\n", "c: [a]", &["list-printed"], "{\"c\": ['a']}"),
        file("README.md.j2", "Packages: {{ options.c }}\n", "c: [a]", &["list-printed"], "Packages: ['a']"),
        file("main.go.j2", "var c = {{ options.c }}\n", "c: [a]", &["list-printed"], "var c = ['a']"),
        file(
            "settings.py.j2",
            "HOSTS = {{ options.c }}\n",
            "c: [\"it's\"]",
            &["list-printed"],
            "HOSTS = ['it's']",
        ),
        // these languages read such a list
        file("settings.py.j2", "HOSTS = {{ options.c }}\n", "c: [a, b]", &[], "HOSTS = ['a', 'b']"),
        file("compose.yml.j2", "command: {{ options.c }}\n", "c: [a, b]", &[], "command: ['a', 'b']"),
        file("app.rb.j2", "hosts = {{ options.c }}\n", "c: [a]", &[], "hosts = ['a']"),
        docker(
            "FROM a\nCMD [\"{{ options.c | join('\", \"') }}\"]\n",
            "c: [a, b]",
            &[],
            "CMD [\"a\", \"b\"]",
        ),
        docker("FROM a\nRUN apk add {{ options.c | join(\" \") }}\n", "c: [a, b]", &[], "add a b"),
        docker("FROM a\nRUN apk add {{ options.c | join \" \" }}\n", "c: [a, b]", &[], "add a b"),
        docker("FROM a\nRUN apk add {{ options.c | first }}\n", "c: [a, b]", &[], "add a"),
        docker("FROM a\nRUN echo {{ options.c | length }}\n", "c: [a, b]", &[], "echo 2"),
        docker("FROM a\nRUN apk add {{ options.c[0] }}\n", "c: [a, b]", &[], "add a"),
        docker("{% for p in options.c %}RUN {{ p }}\n{% endfor %}", "c: [a, b]", &[], "RUN a\nRUN b"),
        docker("FROM a\nCMD {{ options.c }}\n", "c: node funko.js", &[], "CMD node funko.js"),
    ]);
}

#[test]
fn lists_that_become_strings() {
    const INNER: &str = "Crinja::Value<\"a\">";
    check(&[
        docker("RUN {{ \"apk add \" ~ options.p }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ options.p ~ \" git\" }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ \"apk add \" + options.p }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ options.p | upper }}\n", "p: [a]", &["list-as-text"], "CRINJA::VALUE<\"A\">"),
        docker("RUN {{ options.p | lower }}\n", "p: [a]", &["list-as-text"], "crinja::value<\"a\">"),
        docker("RUN {{ options.p | indent }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ options.p | indent(2) }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ options.p | e }}\n", "p: [a]", &["list-as-text"], "Crinja::Value&lt;"),
        docker("RUN {{ options.p | safe }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ options.p | append(\" b\") }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ options.p | prepend(\"b \") }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ options.p | title }}\n", "p: [a]", &["list-as-text"], "Crinja"),
        docker("RUN {{ options.p | capitalize }}\n", "p: [a]", &["list-as-text"], "crinja::value"),
        docker("RUN {{ options.p | truncate(200) }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ options.p | center }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("RUN {{ options.p | wordwrap(100) }}\n", "p: [a]", &["template-error"], "cast from Array"),
        docker("RUN {{ options.p | striptags }}\n", "p: [a]", &["list-as-text"], "Crinja::Value"),
        docker("{% set x = \"add \" ~ options.p %}RUN {{ x }}\n", "p: [a]", &["list-as-text"], INNER),
        docker("{% set p = options.p %}RUN {{ p | upper }}\n", "p: [a]", &["list-as-text"], "CRINJA"),
        docker("RUN {{ \"apk add \" ~ options.p | join(\" \") }}\n", "p: [a, b]", &[], "RUN apk add a b"),
        docker("RUN {{ options.p | join(\" \") | upper }}\n", "p: [a, b]", &[], "RUN A B"),
        docker("RUN {{ options.p | string | lower }}\n", "p: [A]", &[], "RUN ['a']"),
        docker("RUN {{ options.p | map(\"upper\") | join(\" \") }}\n", "p: [a, b]", &[], "RUN A B"),
        docker("RUN {{ \"v\" ~ options.v ~ name }}\n", "v: \"1\"", &[], "RUN v1hello"),
    ]);
}

#[test]
fn json() {
    let escaped: &[&str] = &["tojson-escaped"];
    check(&[
        docker(
            "CMD {{ options.c | tojson }}\n",
            "c: [a, b]",
            &["tojson-escaped"],
            "[\n&quot;a&quot;,\n&quot;b&quot;\n]",
        ),
        docker("CMD {{ options.c | tojson() }}\n", "c: [a, b]", &["tojson-escaped"], "&quot;a&quot;"),
        docker("CMD {{ options.c | tojson | safe }}\n", "c: [a]", &["tojson-escaped"], "&quot;a&quot;"),
        file("a.json.j2", "{\"n\": {{ name | tojson }}}\n", "", escaped, "{\"n\": &quot;hello&quot;}"),
        file("a.json.j2", "{{ options | tojson(2) }}\n", "c: d", escaped, "&quot;c&quot;: &quot;d&quot;"),
        file("a.js.j2", "const c = {{ options.c | tojson }};\n", "c: it's", escaped, "&quot;it&#39;s&quot;"),
        file("a.json.j2", "{{ name | tojson | replace(\"&quot;\", '\"') }}\n", "", &[], "\"hello\""),
        file("a.json.j2", "{\"n\": {{ options.c | length | tojson }}}\n", "c: [a]", &[], "{\"n\": 1}"),
        file("a.html.j2", "<p data-x=\"{{ options.c | tojson }}\">\n", "c: [a]", &[], "&quot;a&quot;"),
        file("a.json.j2", "{\"n\": \"{{ name }}\"}\n", "", &[], "{\"n\": \"hello\"}"),
    ]);
}

#[test]
fn numbers() {
    check(&[
        docker("ENV W={{ options.n + 1 }}\n", "n: 4", &["text-plus-number"], "W=41"),
        docker("ENV W={{ 1 + options.n }}\n", "n: 4", &["text-plus-number"], "W=14"),
        docker("ENV W={{ options.n + options.m }}\n", "n: 4; m: 5", &["text-plus-number"], "W=45"),
        docker("ENV W={{ options.n * 2 }}\n", "n: 4", &["template-error"], "numeric"),
        docker("ENV W={{ options.n - 1 }}\n", "n: 4", &["template-error"], "numeric"),
        docker(
            "{% if options.x is defined %}{{ options.n * 2 }}{% endif %}\n",
            "n: 4",
            &["text-plus-number"],
            "",
        ),
        docker("{% set n = options.n %}ENV W={{ n + 1 }}\n", "n: 4", &["text-plus-number"], "W=41"),
        docker("ENV W={{ options.n | int + 1 }}\n", "n: 4", &[], "W=5"),
        docker("ENV W={{ options.n | int * 2 }}\n", "n: 4", &[], "W=8"),
        docker("ENV V={{ options.v + \"-alpine\" }}\n", "v: \"22\"", &[], "V=22-alpine"),
        docker("ENV V={{ options.v + 1 }}\n", "v: web", &[], "V=web1"),
        docker("ENV V={{ options.l | length + 1 }}\n", "l: [a]", &[], "V=2"),
        docker("{% for x in options.l %}{{ loop.index + 1 }}{% endfor %}\n", "l: [a]", &[], "2"),
    ]);
}

#[test]
fn parts_of_strings() {
    check(&[
        docker("FROM node:{{ options.v[0] }}\n", "v: \"22\"", &["index-of-text"], "FROM node:"),
        docker("FROM node:{{ options.v.major }}\n", "v: \"22\"", &["index-of-text"], "FROM node:"),
        docker("FROM node:{{ options.v.0 }}\n", "v: \"22\"", &["index-of-text"], "FROM node:"),
        docker("RUN {{ name[0] }}\n", "", &["index-of-text"], "RUN "),
        docker("{% for p in options.l %}{{ p[0] }}{% endfor %}\n", "l: [ab]", &["index-of-text"], ""),
        docker(
            "{% for p in options.l %}COPY {{ p.src }}\n{% endfor %}",
            "l: [ab]",
            &["index-of-text"],
            "COPY ",
        ),
        docker("RUN {{ options.l.length }}\n", "l: [a]", &["template-error"], "Invalid Int32"),
        docker(
            "{% if options.x is defined %}{{ options.l.length }}{% endif %}\n",
            "l: [a]",
            &["index-of-text"],
            "",
        ),
        docker("RUN {{ options.l[0] }} {{ options.l.1 }}\n", "l: [a, b]", &[], "RUN a b"),
        docker("RUN {{ options.v | first }}\n", "v: ab", &[], "RUN a"),
        docker("{% for p in [[1, 2]] %}{{ p[0] }}{{ p.1 }}{% endfor %}\n", "", &[], "12"),
        docker("{% for k, v in {\"a\": 1} %}{{ k }}{{ v }}{% endfor %}\n", "", &[], "a1"),
    ]);
}

#[test]
fn defaults_and_choices() {
    check(&[
        docker("FROM a:{{ options.t | default(\"x\", true) }}\n", "t: ''", &["default-empty"], "FROM a:"),
        docker("FROM a:{{ options.t | d(\"x\", boolean=true) }}\n", "t: ''", &["default-empty"], "FROM a:"),
        docker(
            "RUN {{ options.l | default([\"x\"], true) | join(\" \") }}\n",
            "l: []",
            &["default-empty"],
            "RUN ",
        ),
        docker("FROM a:{{ options.t | default(\"x\", true) }}\n", "t: b", &[], "FROM a:b"),
        docker("FROM a:{{ options.t | default(\"x\") }}\n", "t: b", &[], "FROM a:b"),
        docker("FROM a:{{ options.t or \"x\" }}\n", "t: b", &["truth-printed"], "FROM a:true"),
        docker("FROM a:{{ options.t and \"x\" or \"y\" }}\n", "t: b", &["truth-printed"], "FROM a:true"),
        docker("{% set t = options.t or \"x\" %}FROM a:{{ t }}\n", "t: b", &["truth-printed"], "FROM a:true"),
        docker("FROM a:{{ (options.t or \"x\") | upper }}\n", "t: b", &["truth-printed"], "FROM a:TRUE"),
        docker("FROM a:{{ \"v\" ~ (options.t or \"x\") }}\n", "t: b", &["truth-printed"], "FROM a:vtrue"),
        docker("ENV D={{ options.a == \"x\" or options.a == \"y\" }}\n", "a: x", &[], "D=true"),
        docker("ENV D={{ options.a is defined and options.a != \"\" }}\n", "a: x", &[], "D=true"),
    ]);
}
