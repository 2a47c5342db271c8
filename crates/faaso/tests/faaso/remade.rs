//! What FaaSO makes otherwise than of another state.

use faaso::{
    analysis::Analyzer,
    bundle::File,
    changes::Row,
    path::BundlePath,
    project::Project,
    remade::{Folder, Part, Remade},
};
use std::collections::BTreeSet;

fn project(files: &[(&str, &[u8])]) -> Project {
    let mut project =
        Project { runtime_name: "./r".into(), funko_name: "hello".into(), ..Project::default() };
    let yml: (&str, &[u8]) =
        ("template/funko.yml.j2", b"name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  tag: '3'\n");
    for (path, bytes) in [yml].iter().chain(files) {
        project.runtime.put(BundlePath::new(path).unwrap(), File::new(*bytes, 0o644)).unwrap();
    }
    project
}

/// `b:` for the build context, `n:` for a new funko, then the path, what it was and is, and the lines.
fn check(before: &[(&str, &[u8])], after: &[(&str, &[u8])], expected: &[&str]) {
    let mut analyzer = Analyzer::default();
    analyzer.open(project(after), BTreeSet::new(), Default::default());
    let part = |part: Part| match part {
        Part::Missing => "-".to_owned(),
        Part::Failed => "!".to_owned(),
        Part::File(bytes) => bytes.to_string(),
    };
    let row = |row: &Row| match row {
        Row::Gone(_, text) => format!(" -{text}"),
        Row::New(_, text) => format!(" +{text}"),
        Row::Same(..) | Row::Skipped(_) => String::new(),
    };
    let line = |one: &Remade| {
        let folder = if one.folder == Folder::BuildContext { "b" } else { "n" };
        let rows = match &one.rows {
            Some(rows) => rows.iter().map(row).collect(),
            None => " binary".to_owned(),
        };
        format!("{folder}:{} {}>{}{rows}", one.path, part(one.before), part(one.after))
    };
    let found = analyzer.remade(project(before));
    assert_eq!(found.iter().map(line).collect::<Vec<_>>(), expected);
    // the document itself stays as it is
    assert_eq!(analyzer.project(), &project(after));
}

#[test]
fn what_faaso_makes_is_compared() {
    let docker: (&str, &[u8]) = ("Dockerfile.j2", b"FROM alpine:{{ options.tag }}\n");
    check(&[docker], &[docker], &[]);
    check(
        &[docker],
        &[("Dockerfile.j2", b"FROM debian:{{ options.tag }}\n")],
        &["b:Dockerfile 13>13 -FROM alpine:3 +FROM debian:3"],
    );
    // other text that makes the same
    check(&[docker], &[("Dockerfile.j2", b"FROM alpine:{% if 1 %}3{% endif %}\n")], &[]);
    check(
        &[docker],
        &[("Dockerfile.j2", b"FROM alpine:{{ options. }}\n")],
        &["b:Dockerfile 13>! -FROM alpine:3"],
    );
    check(
        &[("template/a.j2", b"{{ name }}")],
        &[("template/a.j2", b"x")],
        &["b:a 5>1 -hello +x", "n:a 5>1 -hello +x"],
    );
    check(&[("a", b"x")], &[("b", b"\xff")], &["b:a 1>- -x", "b:b ->1 binary"]);
    // a default reaches the Dockerfile through funko.yml
    check(
        &[docker],
        &[
            docker,
            ("template/funko.yml.j2", b"name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  tag: '4'\n"),
        ],
        &[
            "b:Dockerfile 13>13 -FROM alpine:3 +FROM alpine:4",
            "b:funko.yml 44>44 -  tag: '3' +  tag: '4'",
            "n:funko.yml 44>44 -  tag: '3' +  tag: '4'",
        ],
    );
}
