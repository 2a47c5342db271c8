//! The workbench without a browser: what edits do to the document, the tabs and the tree.

use crinja::Rendered;
use faaso::{
    analysis::{Analysis, Delta, Rendering, TreeDelta, What},
    bundle::{Bundle, File},
    diagnostic::{Fix, Remedy},
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Group, Project, Side},
    text::Span,
};
use faaso_designer::state::{
    Bundled, Refused, Workbench,
    actions::utf16_text,
    node::Node,
    output::Output,
    workspace::{Choice, EngineState, Origin},
};
use reactive_graph::owner::Owner;
use std::sync::Arc;

const FLASK: &[(&str, &str)] = &[
    ("Dockerfile.j2", "FROM python\n"),
    ("README.md", "# Flask: Python\nmore"),
    ("main.py", "print(1)\n"),
    ("template/funko.yml.j2", "name: {{ name }}\n"),
    ("template/public/index.html", "<h1>\n"),
];
const KEMAL: &[(&str, &str)] =
    &[("Dockerfile.j2", "FROM alpine\n"), ("template/funko.yml.j2", "name: {{ name }}\n")];

pub fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
}

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let mut bundle = Bundle::new();
    for (name, text) in files {
        bundle.put(path(name), File::text(text)).unwrap();
    }
    bundle
}

pub fn id(text: &str) -> FileId {
    let (side, rest) = text.split_once(':').unwrap();
    FileId { side: if side == "funko" { Side::Funko } else { Side::Runtime }, path: path(rest) }
}

pub fn bundled(name: &str, files: &[(&str, &str)]) -> Bundled {
    Bundled { name: name.into(), about: "Python".into(), facts: Default::default(), files: bundle(files) }
}

/// A workbench with flask open, and the engine's answer for its funko.
pub fn with_workbench(test: impl FnOnce(Workbench)) {
    let owner = Owner::new();
    owner.with(|| {
        let bench = Workbench::new(
            vec![bundled("flask-gunicorn", FLASK), bundled("kemal-alpine", KEMAL)],
            "flask-gunicorn",
        );
        let mut now = Analysis { revision: 1, ..Analysis::default() };
        now.live.insert(path("funko.yml"), File::text("name: hello\n"));
        now.live.insert(path("public/index.html"), File::text("<h1>\n"));
        bench.take_in(now.since(&Analysis::default()));
        test(bench);
    });
}

pub fn text(bench: &Workbench, file: &str) -> String {
    bench.workspace.file(&id(file)).map_or("-".into(), |file| file.as_text().unwrap().to_owned())
}

fn type_at(bench: &Workbench, file: &str, at: usize, new: &str) {
    bench.type_into(&id(file), [(Span::at(at), new.to_owned())], true).unwrap();
}

#[test]
fn a_live_file_becomes_the_authors_when_edited() {
    with_workbench(|bench| {
        assert_eq!(bench.workspace.origin(&id("funko:funko.yml")), Some(Origin::Live));
        type_at(&bench, "funko:funko.yml", 11, "1");
        assert_eq!(text(&bench, "funko:funko.yml"), "name: hello1\n");
        assert_eq!(bench.workspace.origin(&id("funko:funko.yml")), Some(Origin::Edited));
        bench.reset_to_template(&id("funko:funko.yml")).unwrap();
        assert_eq!(bench.workspace.origin(&id("funko:funko.yml")), Some(Origin::Live));
        bench.undo();
        assert_eq!(text(&bench, "funko:funko.yml"), "name: hello1\n");
        bench.undo();
        assert!(bench.workspace.is_live(&id("funko:funko.yml")));
    });
}

#[test]
fn several_places_change_as_one_step() {
    with_workbench(|bench| {
        let splices = [(Span::new(6, 11), "b".to_owned()), (Span::new(0, 4), "a".to_owned())];
        bench.type_into(&id("funko:funko.yml"), splices, false).unwrap();
        assert_eq!(text(&bench, "funko:funko.yml"), "a: b\n");
        bench.undo();
        assert!(bench.workspace.is_live(&id("funko:funko.yml")));
    });
}

#[test]
fn the_name_is_one_truth() {
    with_workbench(|bench| {
        bench.set_funko_name("b", false).unwrap();
        bench.set_funko_name("bc", true).unwrap();
        assert_eq!(bench.workspace.funko_name(), "bc");
        bench.undo();
        assert_eq!(bench.workspace.funko_name(), "hello", "a name that is typed is one step");
        type_at(&bench, "funko:funko.yml", 0, "# mine\n");
        bench.set_funko_name("other", false).unwrap();
        assert_eq!(text(&bench, "funko:funko.yml"), "# mine\nname: other\n");
        type_at(&bench, "funko:funko.yml", 18, "2");
        assert_eq!(bench.workspace.funko_name(), "other2", "typed in funko.yml, shown in the box");
    });
}

#[test]
fn files_move_with_their_tabs() {
    with_workbench(|bench| {
        bench.view.open(id("runtime:main.py"));
        let main = Node::File(id("runtime:main.py"));
        assert_eq!(
            bench.move_to(&main, Group::Runtime, "README.md"),
            Err(Refused::Exists(id("runtime:README.md")))
        );
        bench.move_to(&main, Group::Template, "src/main.py").unwrap();
        assert_eq!(text(&bench, "runtime:template/src/main.py"), "print(1)\n");
        assert_eq!(bench.view.active(), Some(id("runtime:template/src/main.py")));
        let folder = Node::Folder(Group::Template, "src".into());
        assert_eq!(bench.move_to(&folder, Group::Template, "src/deep"), Err(Refused::IntoItself));
        bench.move_to(&folder, Group::Runtime, "lib").unwrap();
        assert_eq!(text(&bench, "runtime:lib/main.py"), "print(1)\n");
        // back and forth, the tab goes along
        bench.undo();
        assert_eq!(bench.view.active(), Some(id("runtime:template/src/main.py")));
        bench.redo();
        assert_eq!(bench.view.active(), Some(id("runtime:lib/main.py")));
        bench.view.open_beside(id("runtime:lib/main.py"));
        bench.undo();
        assert_eq!(bench.view.beside.get(), Some(id("runtime:template/src/main.py")));
        bench.undo();
        assert_eq!(bench.view.beside.get(), Some(id("runtime:main.py")));
        assert_eq!(text(&bench, "runtime:main.py"), "print(1)\n");
    });
}

#[test]
fn what_is_deleted_comes_back() {
    with_workbench(|bench| {
        bench.delete(&Node::Folder(Group::Funko, "public".into())).unwrap();
        assert_eq!(bench.workspace.origin(&id("funko:public/index.html")), Some(Origin::Removed));
        assert_eq!(text(&bench, "funko:public/index.html"), "-");
        bench.reset_to_template(&id("funko:public/index.html")).unwrap();
        assert!(bench.workspace.is_live(&id("funko:public/index.html")));

        bench.new_file(Group::Funko, "own.txt").unwrap();
        assert_eq!(bench.workspace.origin(&id("funko:own.txt")), Some(Origin::FunkoEntry));
        bench.delete(&Node::File(id("funko:own.txt"))).unwrap();
        assert_eq!(bench.workspace.with_project(|project| project.own.get("own.txt").cloned()), None);
        assert!(bench.view.active().is_none_or(|active| active != id("funko:own.txt")), "its tab is gone");
        bench.undo();
        assert_eq!(bench.view.active(), Some(id("funko:own.txt")), "and comes back with it");
    });
}

#[test]
fn a_live_file_can_be_made_executable() {
    with_workbench(|bench| {
        bench.toggle_executable(&id("funko:public/index.html")).unwrap();
        let own = bench.workspace.with_project(|project| project.own.get("public/index.html").cloned());
        assert!(
            matches!(own, Some(FunkoEntry::File(file)) if file.mode == 0o755 && &*file.bytes == b"<h1>\n")
        );
    });
}

#[test]
fn an_opened_funko_lies_over_its_runtime() {
    with_workbench(|bench| {
        let files = bundle(&[("funko.yml", "name: mine\nruntime: kemal-alpine\n"), ("app.cr", "x")]);
        bench.open_funko("zip", &files).unwrap();
        assert_eq!(bench.workspace.with_project(|project| project.runtime_name.clone()), "kemal-alpine");
        assert_eq!(bench.workspace.funko_name(), "mine");
        assert_eq!(text(&bench, "funko:app.cr"), "x");
        assert!(!bench.workspace.has_other_runtime(&id("runtime:Dockerfile.j2")));
    });
}

/// FaaSO's own runtimes are not here: the bundled one of that kind is shown, and it is said that it is another.
#[test]
fn a_funko_of_a_built_in_runtime_lies_over_its_like() {
    with_workbench(|bench| {
        let files = bundle(&[("funko.yml", "name: mine\nruntime: kemal\n")]);
        bench.open_funko("zip", &files).unwrap();
        assert_eq!(bench.workspace.with_project(|project| project.runtime_name.clone()), "kemal-alpine");
        for file in ["runtime:Dockerfile.j2", "funko:funko.yml"] {
            assert!(bench.workspace.has_other_runtime(&id(file)), "{file}");
        }
        assert!(!bench.workspace.has_other_runtime(&id("runtime:template/funko.yml.j2")), "new names it");

        // with FaaSO's own open, as its repository has it, that is the one
        bench.open_runtime("kemal", bundle(KEMAL)).unwrap();
        bench.open_funko("zip", &files).unwrap();
        assert_eq!(bench.workspace.with_project(|project| project.runtime_name.clone()), "kemal");
    });
}

#[test]
fn the_first_output_is_awaited_until_it_comes_or_something_is_typed() {
    with_workbench(|bench| {
        let w = bench.workspace;
        assert!(!w.awaits_first_output(), "it has been answered");
        bench.choose(&Choice::Bundled("kemal-alpine".into())).unwrap();
        assert!(w.awaits_first_output());
        bench.take_in(Delta { fresh: true, revision: w.revision_now(), ..Delta::default() });
        assert!(!w.awaits_first_output(), "it came");
        bench.choose(&Choice::Bundled("flask-gunicorn".into())).unwrap();
        assert!(w.awaits_first_output());
        type_at(&bench, "runtime:main.py", 0, "#");
        assert!(!w.awaits_first_output(), "what is typed is kept at once");
        bench.choose(&Choice::Bundled("kemal-alpine".into())).unwrap();
        bench.engine_failed("gone".into());
        assert!(!w.awaits_first_output(), "it won't come");
    });
}

#[test]
fn a_restart_is_shown_until_a_later_answer() {
    with_workbench(|bench| {
        let docker = id("runtime:Dockerfile.j2");
        type_at(&bench, "runtime:Dockerfile.j2", 0, "#");
        let now = bench.workspace.revision();
        let answer = |revision| Delta { revision, ..Delta::default() };
        bench.engine_restarted(Some(docker.clone()));
        bench.take_in(answer(now));
        assert_eq!(bench.workspace.engine(), EngineState::Restarted { guilty: Some(docker), at: now });
        bench.take_in(answer(now + 1));
        assert_eq!(bench.workspace.engine(), EngineState::Ready);
    });
}

#[test]
fn the_output_of_a_file() {
    with_workbench(|bench| {
        let docker = id("runtime:Dockerfile.j2");
        assert_eq!(bench.workspace.output(&docker), Output::Waiting);
        let rendering = Rendering {
            output: path("Dockerfile"),
            good: Some(Arc::new(Rendered { text: "FROM".into(), pieces: Vec::new() })),
            good_revision: 2,
            error: None,
            as_new: false,
        };
        let renderings = [(docker.clone(), Some(rendering.clone()))].into();
        bench.take_in(Delta { revision: 2, renderings, ..Delta::default() });
        assert_eq!(bench.workspace.output(&docker), Output::Rendered(rendering));

        let own = id("funko:Dockerfile");
        bench.put_files(vec![(own.clone(), File::text("FROM mine"))]).unwrap();
        let what = What::File {
            from: own.clone(),
            rendered: false,
            replaces: Some(docker.clone()),
            size: 9,
            mode: 0o644,
            broken: false,
        };
        let tree = TreeDelta { entries: [(path("Dockerfile"), Some(what))].into(), ..TreeDelta::default() };
        bench.take_in(Delta {
            revision: 3,
            renderings: [(docker.clone(), None)].into(),
            build_context: tree,
            ..Delta::default()
        });
        assert_eq!(bench.workspace.output(&docker), Output::Replaced(own.clone()));
        assert_eq!(bench.workspace.output(&own), Output::Copied(File::text("FROM mine")));

        for nowhere in ["runtime:.hidden", "runtime:templates/x", "funko:.env"] {
            bench.put_files(vec![(id(nowhere), File::text(""))]).unwrap();
            assert!(matches!(bench.workspace.output(&id(nowhere)), Output::LeftOut(_)), "{nowhere}");
        }
    });
}

#[test]
fn the_tree_has_groups_and_folders() {
    with_workbench(|bench| {
        let drawn = |bench: &Workbench| {
            bench
                .rows()
                .iter()
                .map(|row| format!("{}{}", " ".repeat(row.level - 1), row.name))
                .collect::<Vec<_>>()
        };
        let whole = [
            "Runtime",
            " Dockerfile.j2",
            " main.py",
            " README.md",
            "Template",
            " public",
            "  index.html",
            " funko.yml.j2",
            "Funko",
            " public",
            "  index.html",
            " funko.yml",
        ];
        assert_eq!(drawn(&bench), whole);
        bench.set_open(&Node::Group(Group::Runtime), false);
        bench.set_open(&Node::Folder(Group::Funko, "public".to_owned()), false);
        let rest = [
            "Runtime",
            "Template",
            " public",
            "  index.html",
            " funko.yml.j2",
            "Funko",
            " public",
            " funko.yml",
        ];
        assert_eq!(drawn(&bench), rest);
        bench.view.open(id("funko:public/index.html"));
        bench.view.open(id("runtime:main.py"));
        assert_eq!(drawn(&bench), whole, "what is opened is to be seen");
    });
}

#[test]
fn closing_a_tab_shows_the_one_beside_it() {
    with_workbench(|bench| {
        for name in ["runtime:Dockerfile.j2", "runtime:main.py", "runtime:README.md"] {
            bench.view.open(id(name));
        }
        bench.view.close(&id("runtime:README.md"));
        assert_eq!(bench.view.active(), Some(id("runtime:main.py")));
        bench.view.open(id("funko:funko.yml"));
        assert_eq!(bench.view.active(), Some(id("runtime:main.py")), "funko.yml has its own pane");
    });
}

#[test]
fn tabs_change_places() {
    with_workbench(|bench| {
        let check = |expected: [&str; 3]| assert_eq!(bench.view.tabs.get_untracked(), expected.map(id));
        let (docker, main, readme) = ("runtime:Dockerfile.j2", "runtime:main.py", "runtime:README.md");
        bench.view.close_all();
        for name in [docker, main, readme] {
            bench.view.open(id(name));
        }
        bench.move_active_tab(1);
        check([docker, main, readme]);
        bench.move_active_tab(-1);
        check([docker, readme, main]);
        bench.view.move_tab(&id(docker), &id(main));
        check([readme, main, docker]);
        bench.view.move_tab(&id(docker), &id(readme));
        check([docker, readme, main]);
        bench.view.move_tab(&id("runtime:gone.py"), &id(readme));
        check([docker, readme, main]);
        assert_eq!(bench.view.active(), Some(id(readme)), "the file in view stays");
    });
}

#[test]
fn the_file_last_gone_to_is_the_most_recent() {
    with_workbench(|bench| {
        let (docker, main, readme) = ("runtime:Dockerfile.j2", "runtime:main.py", "runtime:README.md");
        for name in [docker, main, readme, docker] {
            bench.view.open(id(name));
        }
        assert_eq!(bench.view.recent.get_untracked(), [docker, readme, main].map(id));
    });
}

/// What was kept or linked when the bundled runtimes had FaaSO's own names opens as it was, and is the author's.
#[test]
fn a_project_of_an_old_name_is_the_authors_own() {
    with_workbench(|bench| {
        let project = Project { runtime_name: "flask".into(), runtime: bundle(FLASK), ..Project::default() };
        bench.open(project.clone()).unwrap();
        assert_eq!(bench.workspace.project(), project);
        assert_eq!(bench.workspace.choice(), Choice::FunkoEntry);
        assert!(bench.workspace.has_other_runtime(&id("runtime:Dockerfile.j2")));
    });
}

#[test]
fn a_fix_for_an_older_text_is_not_made() {
    with_workbench(|bench| {
        let fix = |at: usize| Fix {
            title: "x".into(),
            remedy: Remedy::Edit(Edit::Splice {
                file: id("runtime:main.py"),
                span: Span::new(at, at + 5),
                text: "echo".into(),
            }),
        };
        let now = bench.workspace.revision_now();
        bench.take_in(Delta { revision: now, ..Delta::default() });
        type_at(&bench, "runtime:main.py", 0, "# new\n");
        assert_eq!(bench.apply_fix(&fix(0)), Err(Refused::Outdated));
        assert_eq!(text(&bench, "runtime:main.py"), "# new\nprint(1)\n");
        bench.take_in(Delta { revision: bench.workspace.revision_now(), ..Delta::default() });
        bench.apply_fix(&fix(6)).unwrap();
        assert_eq!(text(&bench, "runtime:main.py"), "# new\necho(1)\n");
    });
}

/// Its bytes stay until its author converts it, and come back with undo.
#[test]
fn a_funko_yml_in_utf_16_is_kept() {
    let yml = "name: ñandú\nruntime: ./r\n";
    for (bom, unit) in
        [([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xFE, 0xFF], u16::to_be_bytes)]
    {
        with_workbench(|bench| {
            let bytes: Vec<u8> = bom.into_iter().chain(yml.encode_utf16().flat_map(unit)).collect();
            let file = File::new(bytes, 0o644);
            bench.put_files(vec![(id("funko:funko.yml"), file.clone())]).unwrap();
            assert_eq!(utf16_text(&file).as_deref(), Some(yml));
            assert_eq!(bench.workspace.funko_name(), "ñandú");
            assert_eq!(bench.set_funko_name("other", false), Err(Refused::Utf16(id("funko:funko.yml"))));
            assert_eq!(bench.workspace.file(&id("funko:funko.yml")), Some(file.clone()));
            bench.convert_to_utf8(&id("funko:funko.yml")).unwrap();
            assert_eq!(text(&bench, "funko:funko.yml"), yml);
            bench.undo();
            assert_eq!(bench.workspace.file(&id("funko:funko.yml")), Some(file));
        });
    }
    for bytes in [&b"name: a\n"[..], b"\xFF\xFEa", b"\xFF\xFE\x00\xD8", b"\xFF\xFE\x00\x00", b""] {
        assert_eq!(utf16_text(&File::new(bytes.to_vec(), 0o644)), None, "{bytes:?}");
    }
}
