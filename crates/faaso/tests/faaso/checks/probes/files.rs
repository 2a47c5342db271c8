//! Whole files: what another template engine renders, names, and shell scripts.

use super::{
    super::{add, found, project},
    check, docker, file,
};

#[test]
fn scripts() {
    let swallowed: &[&str] = &["swallowed-comment"];
    check(&[
        file("a.sh.j2", "if [ ${#args[@]} -gt 1 ]; then\n  x=${y#}\nfi\n", "", swallowed, "if [ $\nfi"),
        file("a.sh.j2", "a=${#x}\nb=1\nc=2 #}\nd\n", "", swallowed, "a=$\nd"),
        file("a.sh.j2", "a=${{ \"{#\" }}x}\n", "", &[], "a=${#x}"),
        file("a.sh.j2", "{% raw %}a=${#x}{% endraw %}\n", "", &[], "a=${#x}"),
        file("a.sh.j2", "{# a comment #}echo $x\n", "", &[], "echo $x"),
        file("a.sh.j2", "echo ${#args[@]}\n", "", &["template-error"], "Unterminated note"),
        docker("FROM a {# ${x} #}\n", "", &[], "FROM a "),
    ]);
}

/// How often the rule speaks up of a project with this one file.
#[track_caller]
fn spoken(rule: &str, path: &str, text: &str, times: usize) {
    let mut made = project(&[("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: a\n")]);
    add(&mut made, path, text);
    let problems = found(&made, rule);
    assert_eq!(problems.len(), times, "{rule} in {path}: {text:?}: {problems:#?}");
    for problem in problems.iter().filter_map(|problem| problem.fix.clone()) {
        let mut fixed = made.clone();
        fixed.apply(problem.edit(&made).unwrap()).unwrap();
        let errors = found(&fixed, "template-error");
        assert!(errors.is_empty(), "{path}: {}: {errors:#?}", problem.title);
    }
}

#[test]
fn files_that_others_render() {
    for (path, text) in [
        ("runtime/deploy.yml", "on: push\nenv:\n  A: ${{ name }}\n"),
        ("runtime/chart/templates/a.yaml", "name: {{ .name }}\n"),
        ("runtime/chart/a.yaml", "name: {{ .Values.name }}\nx: {{ name }}\n"),
        ("runtime/main.go.tpl", "package {{ .name }}\n"),
        ("runtime/views/index.hbs", "<p>{{ name }}</p>\n"),
        ("runtime/views/index.ejs", "<p>{{ name }}</p>\n"),
        ("runtime/src/App.vue", "<p>{{ name }}</p>\n"),
        ("runtime/src/App.svelte", "<p>{{ name }}</p>\n"),
        ("runtime/src/app.component.html", "<p>{{ name }}</p>\n"),
        ("runtime/src/App.jsx", "<A style={{ name }} />\n"),
        ("runtime/src/App.tsx", "<A style={{ name }} />\n"),
        ("runtime/app/templates/hello.html", "<p>{{ name }}</p>\n"),
        ("runtime/app/templates/hello.jinja2", "<p>{{ name }}</p>\n"),
        ("runtime/views/hello.html", "{% extends \"base.html\" %}{% block a %}{{ name }}{% endblock %}\n"),
        ("runtime/hello.html", "<p>{{ name }}</p>{{ user.id }}\n"),
        ("runtime/hello.html", "<p v-if=\"x\">{{ name }}</p>\n"),
        ("runtime/hello.html", "{{#each a}}{{ name }}{{/each}}\n"),
        ("runtime/hello.html", "<li *ngFor=\"let a of b\">{{ name }}</li>\n"),
        ("runtime/_layouts/a.html", "<p>{{ name }}</p>\n"),
        ("runtime/a.liquid", "<p>{{ name }}</p>\n"),
        ("runtime/a.mustache", "<p>{{{ name }}}</p>\n"),
        ("runtime/a.html", "<p>{{{ name }}}</p>\n"),
        ("runtime/main.py", "print(f\"{{name}}\")\n"),
        ("runtime/main.py", "T = \"{{name}}\".format()\n"),
        ("runtime/main.go", "const t = \"{{.name}}\"\n"),
        ("runtime/site.yml", "- hosts: all\n  tasks:\n    - debug: msg={{ name }} {{ item }}\n"),
        ("runtime/README.md", "# {{ name }}\n"),
        ("runtime/page.html", "<p>{{ user.name }}</p>{% if x %}\n"),
    ] {
        spoken("not-rendered", path, text, 0);
    }
    for (path, text) in [
        ("runtime/main.py", "app = Flask(\"{{ name }}\")\n"),
        ("runtime/main.cr", "puts \"{{ name }}\"\n"),
        ("template/README.md", "# {{ name }}\n"),
        ("runtime/Dockerfile", "FROM a\nENV M={{ options.mode }}\n"),
        ("runtime/index.html", "<title>{{ name }}</title>\n"),
        ("template/funko.yml", "name: {{ name }}\nruntime: {{ runtime }}\n"),
        ("runtime/package.json", "{\"name\": \"{{ name }}\"}\n"),
        ("runtime/a.jinja2", "{% if options.mode == \"a\" %}x{% endif %}\n"),
        ("runtime/a.toml", "name = \"{{- name -}}\"\n"),
        // meant for FaaSO, but with an error in it: told of, without a fix that would make an error
        ("runtime/Dockerfile", "FROM a\nENV M={{ options.mode if name else 1 }}\n"),
    ] {
        spoken("not-rendered", path, text, 1);
    }
}

#[test]
fn names() {
    for (path, times) in [
        ("template/{{ name }}.py.j2", 1),
        ("runtime/src/{{name}}/main.py", 1),
        ("funko/{{ name }}.cr", 1),
        ("runtime/{% if a %}b{% endif %}.py", 1),
        ("runtime/a{b}.py", 0),
        ("runtime/a.py", 0),
    ] {
        spoken("template-in-name", path, "", times);
    }
    for (path, times) in [
        ("runtime/aux.py.j2", 1),
        ("runtime/AUX", 1),
        ("runtime/src/con/a.py", 1),
        ("runtime/com1.txt", 1),
        ("runtime/LPT\u{b9}", 1),
        ("runtime/notes:v1.txt", 1),
        ("funko/what?.txt", 1),
        ("template/dot.", 1),
        ("runtime/auxiliary.py", 0),
        ("runtime/console.js", 0),
        ("runtime/com10.txt", 0),
        ("runtime/com.txt", 0),
        ("runtime/a b.txt", 0),
        ("runtime/.aux", 0),
    ] {
        spoken("windows-name", path, "", times);
    }
    for (one, other, times) in [
        ("runtime/Dir/a", "runtime/dir/b", 1),
        ("runtime/Dir/a", "runtime/dir/a", 1),
        ("runtime/e\u{301}.txt", "runtime/\u{e9}.txt", 1),
        ("runtime/\u{df}", "runtime/SS", 1),
        ("runtime/a/x", "runtime/b/X", 0),
        ("runtime/a", "template/A", 0),
    ] {
        let mut made = project(&[]);
        add(&mut made, one, "");
        add(&mut made, other, "");
        assert_eq!(found(&made, "windows-name").len(), times, "{one} {other}");
    }
    let mut made =
        project(&[("runtime/Readme.md", ""), ("runtime/README.md", ""), ("template/readme.md", "")]);
    assert_eq!(found(&made, "windows-name").len(), 1);
    add(&mut made, "funko/funko.yml", "name: a\n");
    assert_eq!(found(&made, "windows-name").len(), 1);
}
