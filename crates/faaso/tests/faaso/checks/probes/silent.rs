//! Templates as good authors write them: no rule speaks up.

use super::{check, docker, file};

const OPTIONS: &str = "base: python:3.13-slim; packages: [curl, git]; devel: []; workers: 4; debug: \"false\"; \
                       cmd: [gunicorn, app:app]; healthcheck: --interval=1m; env: [A=1, B=2]";

#[test]
fn whole_files() {
    check(&[
        docker(
            "FROM {{ options.base }}\n\
             RUN apt-get update && apt-get install -y --no-install-recommends \\\n    \
             {{ options.packages | join(\" \") }} \\\n    && rm -rf /var/lib/apt/lists/*\n\
             {% if options.devel | length > 0 %}RUN apk add {{ options.devel | join(\" \") }}{% endif %}\n\
             {% for e in options.env %}\nENV {{ e }}\n{% endfor %}\n\
             {% if options.debug == \"true\" %}ENV DEBUG=1{% endif %}\n\
             HEALTHCHECK {{ options.healthcheck }} CMD curl -f http://localhost:3000/ping\n\
             EXPOSE 3000\nCMD [\"{{ options.cmd | join('\", \"') }}\", \"-w\", \"{{ options.workers | int + 1 }}\"]\n",
            OPTIONS,
            &[],
            "CMD [\"gunicorn\", \"app:app\", \"-w\", \"5\"]",
        ),
        file(
            "app.py.j2",
            "#!/usr/bin/env python3\nDEBUG = \"{{ options.debug }}\" == \"true\"\nPACKAGES = {{ options.packages }}\n\
             NAME = \"{{ name | upper }}\"\nTITLE = f\"{NAME}\"\n{# {{- comment #}\n",
            "debug: \"false\"; packages: [a, b]",
            &[],
            "PACKAGES = ['a', 'b']",
        ),
        file(
            "nginx.conf.j2",
            "server {\n  listen 3000;\n  {% for h in options.hosts | default([]) %}server_name {{ h }};\n  {% endfor %}\
             {% set size = options.size | default(\"1m\") %}client_max_body_size {{ size }};\n}\n",
            "hosts: [a.example]",
            &[],
            "server_name a.example;",
        ),
        file(
            "start.sh.j2",
            "#!/bin/sh\nset -eu\n: \"${PORT:=3000}\"\nfor f in *.d; do echo \"${f%.d} $# ${f##*/}\"; done\n\
             exec {{ options.cmd | join(\" \") }} \"$@\"\n",
            "cmd: [node, app.js]",
            &[],
            "exec node app.js \"$@\"",
        ),
        file(
            "config.json.j2",
            "{\n  \"name\": \"{{ name }}\",\n  \"workers\": {{ options.workers | int }},\n  \
             \"hosts\": [{% for h in options.hosts %}\"{{ h }}\"{% if not loop.last %}, {% endif %}{% endfor %}]\n}\n",
            "workers: 4; hosts: [a, b]",
            &[],
            "\"hosts\": [\"a\", \"b\"]",
        ),
        file(
            "index.html.j2",
            "<!doctype html>\n<title>{{ name | e }}</title>\n<style>p { margin: 0 } #a { color: red }</style>\n\
             {% macro item(text, cls=\"x\") %}<li class=\"{{ cls }}\">{{ text }}</li>{% endmacro %}\n\
             <ul>{% for p in options.packages %}{{ item(p) }}{% else %}<li>none</li>{% endfor %}</ul>\n",
            "packages: [a]",
            &[],
            "<li class=\"x\">a</li>",
        ),
        docker(
            "{% set tag = options.tag | default(\"3.22\") %}\nFROM alpine:{{ tag }} AS build\n\
             {% set list = [] %}{% for p in options.packages %}{% do list + p %}{% endfor %}\n\
             RUN apk add {{ list | join(\" \") }}\n{% if options.mode is defined and options.mode == \"dev\" %}\
             RUN apk add strace\n{% endif %}\n{% if \"git\" is in options.packages %}RUN git --version{% endif %}\n",
            "packages: [curl, git]; mode: prod",
            &[],
            "RUN apk add curl git",
        ),
    ]);
}
