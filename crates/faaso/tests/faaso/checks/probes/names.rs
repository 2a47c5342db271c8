//! Names of variables and options.

use super::{check, docker, file};

#[test]
fn variables() {
    let unknown: &[&str] = &["unknown-variable"];
    check(&[
        docker("LABEL n={{ nmae }}\n", "", unknown, "LABEL n="),
        docker("LABEL n={{ Name }}\n", "", unknown, "LABEL n="),
        docker("LABEL n={{ runtim }}\n", "", unknown, "LABEL n="),
        docker(
            "LABEL n={{ version }}\n",
            "version: \"1\"",
            &["option-unused", "unknown-variable"],
            "LABEL n=",
        ),
        docker(
            "LABEL n={{ option.version }}\n",
            "version: \"1\"",
            &["option-unused", "template-error"],
            "option is undefined",
        ),
        docker(
            "{% if options.q is defined %}{{ opts.version }}{% endif %}\n",
            "version: \"1\"",
            &["option-unused", "unknown-variable"],
            "",
        ),
        docker("{% for pkg in options.l %}RUN {{ pgk }}\n{% endfor %}", "l: [a]", unknown, "RUN "),
        docker("{% set tag = \"1\" %}FROM a:{{ tga }}\n", "", unknown, "FROM a:"),
        docker("{% if options.f == TRUE %}X{% endif %}\n", "f: \"1\"", unknown, ""),
        docker("{% if options.f == null %}X{% endif %}\n", "f: \"1\"", unknown, ""),
        docker("{% if options.q is defined %}{{ namespace(a=1) }}{% endif %}\n", "", unknown, ""),
        docker("{% for x in options.l %}{{ loop.index }}{{ x }}{% endfor %}\n", "l: [a]", &[], "1a"),
        docker(
            "{% macro m(a, b=1) %}{{ a }}{{ b }}{{ caller is defined }}{% endmacro %}{{ m(name) }}\n",
            "",
            &[],
            "hello1",
        ),
        docker("{% if tag is defined %}{{ tag }}{% endif %}\n", "", &[], ""),
        docker("FROM a:{{ tag | default(\"1\") }}\n", "", &[], "FROM a:1"),
        docker("{% set x %}a{% endset %}{{ x }}{% with y = 1 %}{{ y }}{% endwith %}\n", "", &[], "a1"),
        docker("{% for k, v in {\"a\": 1} %}{{ k }}{{ v }}{% endfor %}\n", "", &[], "a1"),
        file("deploy.yml.j2", "sha: ${{ secrets.TOKEN }}\n", "", &["template-error"], "secrets is undefined"),
        file(
            "deploy.yml.j2",
            "sha: {% raw %}${{ secrets.TOKEN }}{% endraw %}\n",
            "",
            &[],
            "${{ secrets.TOKEN }}",
        ),
    ]);
}

#[test]
fn options() {
    check(&[
        docker(
            "RUN {{ options.package | default([]) | join(\" \") }}\n",
            "packages: [a]",
            &["option-unused"],
            "RUN ",
        ),
        // the tag that uses it can't be read
        docker(
            "{% if options.q is defined %}{% if options.m in options.l %}X{% endif %}{% endif %}\n",
            "l: [a]; m: a",
            &["broken-tag"],
            "",
        ),
        docker(
            "{% if options.q is defined %}{% if options[\"m\"] in [1] %}X{% endif %}{% endif %}\n",
            "m: a",
            &["broken-tag"],
            "",
        ),
        docker("{% if options.m in options.l %}X{% endif %}\n", "l: [a]; m: a", &["template-error"], ""),
        docker("{% set o = options %}{{ o.m }}\n", "m: a", &[], "a"),
        docker("{% for k, v in options %}{{ k }}={{ v }}{% endfor %}\n", "m: a", &[], "m=a"),
    ]);
}
