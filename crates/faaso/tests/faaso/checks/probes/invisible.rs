//! Characters that look like others, or like nothing.

use super::{
    super::{add, analyse, project},
    check, docker, file,
};

#[test]
fn in_templates() {
    let invisible: &[&str] = &["invisible-character"];
    check(&[
        docker("FROM a\nRUN{\u{a0}} echo\n", "", invisible, "RUN{\u{a0}}"),
        docker("FROM a\nRUN echo \u{200b}x\n", "", invisible, "\u{200b}x"),
        docker("FROM a\nRUN echo {{\u{a0}name }}\n", "", &["invisible-character", "template-error"], ""),
        docker(
            "FROM a\nRUN echo {% if\u{a0}name == \"a\" %}x{% endif %}\n",
            "",
            &["invisible-character", "template-error"],
            "",
        ),
        docker("\u{feff}FROM a\n", "", invisible, "\u{feff}FROM a"),
        docker("FROM a\nRUN echo \u{202e}x\n", "", invisible, ""),
        file("start.sh.j2", "#!/bin/sh\nexec\u{a0}node\n", "", invisible, ""),
        // meant in prose, and a part of how some scripts are written
        file("page.html.j2", "<p>10\u{a0}km</p>\n", "", &[], "10\u{a0}km"),
        file("README.md.j2", "Prix\u{202f}: 3\u{a0}€\n", "", &[], ""),
        file("page.html.j2", "<p>{{\u{a0}name }}</p>\n", "", &["invisible-character", "template-error"], ""),
        docker("LABEL x=\"👨\u{200d}👩\u{200d}👧\"\n", "", &[], "👨\u{200d}👩"),
        docker("LABEL x=\"می\u{200c}خواهم\"\n", "", &[], ""),
        docker("LABEL x=\"é ü 日本\"\n", "", &[], "é ü 日本"),
        docker("FROM a:{{ options.t | default(“x”) }}\n", "", &["curly-quotes", "template-error"], ""),
        docker("{% if name == ‘a’ %}x{% endif %}\n", "", &["curly-quotes", "template-error"], ""),
        docker("RUN echo “x”\n", "", &[], "echo “x”"),
        docker("RUN echo {{ \"“x”\" }}\n", "", &[], "echo “x”"),
        docker("{# “x” #}RUN echo\n", "", &[], "RUN echo"),
    ]);
}

/// How often the rule speaks up of a funko.yml, and what the first fix makes of it.
#[track_caller]
fn yml(text: &str, names: &[&str], fixed: &str) {
    let mut made =
        project(&[("runtime/Dockerfile.j2", "FROM a\nRUN {{ options.p | default([]) | join(\" \") }}\n")]);
    add(&mut made, "funko/funko.yml", text);
    let problems: Vec<_> =
        analyse(&made).problems.into_iter().filter(|it| it.rule == "invisible-character").collect();
    assert_eq!(problems.len(), names.len(), "{text:?}: {problems:#?}");
    for (problem, name) in problems.iter().zip(names) {
        assert!(problem.message.contains(name), "{text:?}: {}", problem.message);
    }
    if let Some(problem) = problems.first() {
        made.apply(problem.fix.clone().unwrap().edit(&made).unwrap()).unwrap();
        let path = faaso::path::BundlePath::new("funko.yml").unwrap();
        let now = made.file(&faaso::project::FileId::funko(path)).unwrap().as_text().unwrap().to_owned();
        assert_eq!(now, fixed);
    }
}

#[test]
fn in_funko_yml() {
    const NO_BREAK: &str = "no-break space (U+00A0)";
    let start = "name: demo\nruntime: ./example\n";
    let with = |rest: &str| format!("{start}{rest}");
    yml(&with("options:\n\u{a0}\u{a0}p: [curl]\n"), &[NO_BREAK], &with("options:\n  p: [curl]\n"));
    yml(
        &with("options:\n\u{a0} p: [curl]\n \u{a0}q: a\n"),
        &[NO_BREAK, NO_BREAK],
        &with("options:\n  p: [curl]\n  q: a\n"),
    );
    yml(&with("options:\n  p: [curl,\u{a0}git]\n"), &[NO_BREAK], &with("options:\n  p: [curl, git]\n"));
    yml(&with("options:\n  p:\u{a0}[curl]\n"), &[NO_BREAK], &with("options:\n  p: [curl]\n"));
    yml(
        &with("options:\n  p: [\"cu\u{200b}rl\"]\n"),
        &["zero-width space (U+200B)"],
        &with("options:\n  p: [\"curl\"]\n"),
    );
    yml(&with("options:\n  p: [a] # é\u{a0}!\n"), &[], "");
    yml(
        &with("options:\n  p: [\"# \u{2009}\"]\n"),
        &["wide space (U+2009)"],
        &with("options:\n  p: [\"#  \"]\n"),
    );
    yml(&format!("\u{feff}{start}"), &[], "");
    yml(&with("options:\n  p: [é, 日本]\n"), &[], "");
}
