//! What the file in view makes before the engine has answered.

use crate::workspace::{bundled, id, path, with_workbench};
use crinja::Rendered;
use faaso::{
    analysis::{Delta, Rendering},
    bundle::File,
    diagnostic::{Diagnostic, Place, Severity},
    project::Group,
    text::Span,
};
use faaso_designer::state::{Workbench, output::Output, view::OutputTab};
use reactive_graph::{graph::untrack, owner::Owner};
use std::sync::Arc;

const DOCKERFILE: &str = "runtime:Dockerfile.j2";

fn type_at_start(bench: &Workbench, file: &str, text: &str) {
    bench.type_into(&id(file), [(Span::at(0), text.to_owned())], true).unwrap();
}

/// The engine answers about the document as it is; `error` is where it finds one, if it does.
fn answer(bench: &Workbench, good: &str, error: Option<&str>) {
    let revision = bench.workspace.revision_now();
    let error = error.map(|file| Diagnostic {
        severity: Severity::Error,
        rule: "template".into(),
        place: Some(Place { file: id(file), at: None }),
        message: "no".into(),
        said: None,
        help: None,
        fix: None,
    });
    let good = Some(Arc::new(Rendered { text: good.to_owned(), pieces: Vec::new() }));
    let rendering =
        Rendering { output: path("Dockerfile"), good, good_revision: revision, error, as_new: false };
    let mut delta = Delta { revision, ..Delta::default() };
    delta.renderings.insert(id(DOCKERFILE), Some(rendering));
    delta.live.insert(path("funko.yml"), Some(File::text("name: hello\nruntime: flask-gunicorn\n")));
    bench.take_in(delta);
}

/// What the effect at the page's edge does; whether it had something to do.
fn render_at_once(bench: &Workbench) -> bool {
    let Some((file, asked)) = bench.wanted_at_once() else { return false };
    let Some(rendered) = asked.output() else { return false };
    bench.take_at_once(file, asked.target, rendered);
    true
}

/// The output as it is shown: its text, and `!` behind one that is old.
fn shown(bench: &Workbench) -> String {
    match untrack(|| bench.workspace.output(&id(DOCKERFILE))) {
        Output::Rendered(rendering) => {
            let old = if rendering.error.is_some() { "!" } else { "" };
            rendering.good.map_or_else(String::new, |good| good.text.clone()) + old
        }
        other => format!("{other:?}"),
    }
}

fn with_answer(test: impl FnOnce(Workbench)) {
    with_workbench(|bench| {
        bench.view.open(id(DOCKERFILE));
        type_at_start(&bench, "runtime:template/funko.yml.j2", "runtime: {{ runtime }}\n");
        answer(&bench, "FROM python", None);
        assert!(!render_at_once(&bench), "there is nothing to do");
        test(bench);
    });
}

#[test]
fn the_file_in_view_is_shown_before_the_answer() {
    with_answer(|bench| {
        type_at_start(&bench, DOCKERFILE, "# {{ name }}\n");
        assert_eq!(shown(&bench), "FROM python");
        assert!(render_at_once(&bench));
        assert_eq!(shown(&bench), "# hello\nFROM python");
        // the next key is of another document
        type_at_start(&bench, DOCKERFILE, "#");
        assert_eq!(shown(&bench), "FROM python", "until it is rendered, what the engine said stands");
        assert!(render_at_once(&bench));
        assert_eq!(shown(&bench), "## hello\nFROM python");
        bench.undo();
        assert!(render_at_once(&bench));
        assert_eq!(shown(&bench), "FROM python");
        answer(&bench, "the engine's", None);
        assert_eq!(shown(&bench), "the engine's", "its answer stands");
    });
}

#[test]
fn funko_yml_counts_too() {
    with_answer(|bench| {
        type_at_start(&bench, DOCKERFILE, "{{ name }} ");
        // a live file becomes the author's with it
        let named = [(Span::new(6, 11), "other".to_owned())];
        bench.type_into(&id("funko:funko.yml"), named, true).unwrap();
        bench.view.open(id(DOCKERFILE));
        assert!(render_at_once(&bench));
        assert_eq!(shown(&bench), "other FROM python");
        bench.type_into(&id("funko:funko.yml"), [(Span::at(0), "[".to_owned())], true).unwrap();
        assert!(!render_at_once(&bench), "FaaSO doesn't come to it");
        assert_eq!(shown(&bench), "FROM python");
    });
}

#[test]
fn what_another_file_has_a_say_in_waits_for_the_engine() {
    type Change = fn(&Workbench);
    let changes: [(&str, Change, bool); 6] = [
        (
            "what funko.yml is made of",
            |bench| type_at_start(bench, "runtime:template/funko.yml.j2", "# \n"),
            true,
        ),
        ("the funko's name", |bench| bench.set_funko_name("other", false).unwrap(), true),
        ("the runtime's name", |bench| bench.set_runtime_name("other").unwrap(), true),
        ("a file of that name", |bench| drop(bench.new_file(Group::Runtime, "Dockerfile").unwrap()), false),
        ("one of the funko's", |bench| drop(bench.new_file(Group::Funko, "Dockerfile").unwrap()), false),
        (
            "one of the template's",
            |bench| drop(bench.new_file(Group::Template, "Dockerfile").unwrap()),
            false,
        ),
    ];
    for (what, change, is_alone) in changes {
        with_answer(|bench| {
            change(&bench);
            bench.view.open(id(DOCKERFILE));
            type_at_start(&bench, DOCKERFILE, "#");
            assert_eq!(render_at_once(&bench), is_alone, "{what}");
        });
    }
}

#[test]
fn the_first_project_is_shown_before_the_first_answer() {
    let owner = Owner::new();
    owner.with(|| {
        let files = [
            ("Dockerfile.j2", "FROM {{ name }}"),
            ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
        ];
        let bench = Workbench::new(vec![bundled("flask-gunicorn", &files)], "flask-gunicorn");
        bench.view.open(id(DOCKERFILE));
        assert_eq!(untrack(|| bench.workspace.output(&id(DOCKERFILE))), Output::Waiting);
        assert!(render_at_once(&bench));
        assert_eq!(shown(&bench), "FROM hello");
    });
}

#[test]
fn another_project_is_shown_before_it_was_looked_at() {
    with_answer(|bench| {
        bench.open_blank().unwrap();
        bench.view.open(id(DOCKERFILE));
        assert_eq!(untrack(|| bench.workspace.output(&id(DOCKERFILE))), Output::Waiting);
        assert!(render_at_once(&bench));
        assert!(shown(&bench).starts_with("FROM "), "{}", shown(&bench));
    });
}

#[test]
fn an_error_goes_away_with_its_cause() {
    with_answer(|bench| {
        type_at_start(&bench, DOCKERFILE, "{{");
        assert!(!render_at_once(&bench));
        answer(&bench, "FROM python", Some(DOCKERFILE));
        assert_eq!(shown(&bench), "FROM python!");
        bench.type_into(&id(DOCKERFILE), [(Span::new(0, 2), "#".to_owned())], true).unwrap();
        assert!(render_at_once(&bench));
        assert_eq!(shown(&bench), "#FROM python");
    });
}

#[test]
fn another_view_or_no_template_asks_for_nothing() {
    with_answer(|bench| {
        type_at_start(&bench, DOCKERFILE, "#");
        bench.view.show_output(OutputTab::Changes);
        assert!(!render_at_once(&bench));
        bench.view.show_output(OutputTab::Rendered);
        assert!(render_at_once(&bench));
        bench.view.open(id("runtime:main.py"));
        type_at_start(&bench, "runtime:main.py", "#");
        assert!(!render_at_once(&bench));
    });
}

#[test]
fn typing_in_the_output_goes_on_from_what_is_shown() {
    with_answer(|bench| {
        let yml = "name: hello\nruntime: flask-gunicorn\noptions:\n  tag: ab\n";
        let old = bench.workspace.file(&id("funko:funko.yml")).unwrap();
        let all = Span::new(0, old.bytes.len());
        bench.type_into(&id("funko:funko.yml"), [(all, yml.to_owned())], false).unwrap();
        let twice = "{{ options.tag | upper }}-{{ options.tag }} {{ options.tag | upper }} ";
        type_at_start(&bench, DOCKERFILE, twice);
        bench.view.open(id(DOCKERFILE));
        assert!(render_at_once(&bench));
        assert_eq!(shown(&bench), "AB-ab AB FROM python");
        // what is typed is drawn before it is rendered, and the filter isn't known there: the cursor goes along
        for (at, typed, drawn, made) in [
            (3..5, "c", ("AB-c AB FROM python", 4), ("C-c C FROM python", 3)),
            (3..3, "d", ("C-cd C FROM python", 4), ("CD-cd CD FROM python", 5)),
        ] {
            let span = Span::new(at.start, at.end);
            bench.edit_output(&id(DOCKERFILE), span, typed.to_owned(), true).unwrap();
            let now = || (shown(&bench), bench.workspace.typed_to(&id(DOCKERFILE)));
            assert_eq!(now(), (drawn.0.to_owned(), Some(drawn.1)));
            assert!(render_at_once(&bench));
            assert_eq!(now(), (made.0.to_owned(), Some(made.1)));
        }
    });
}
