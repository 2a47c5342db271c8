//! What happens to the rows of the tree: which is next, where they go, and what they and the runtime are called.

use crate::workspace::{id, text, with_workbench};
use faaso::{
    analysis::{Analysis, Delta},
    bundle::{Bundle, File},
    checks::place_of,
    diagnostic::{Diagnostic, Place, Severity},
    path::BundlePath,
    project::{FileId, Group},
    text::Span,
};
use faaso_designer::state::{
    Bundled, Workbench,
    node::Node,
    workspace::{Counts, Origin},
};
use reactive_graph::{computed::Memo, owner::Owner, traits::Get};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

fn folder(group: Group, path: &str) -> Node {
    Node::Folder(group, path.into())
}

#[test]
fn the_focus_goes_to_the_row_beside_one_that_is_gone() {
    with_workbench(|bench| {
        let check = |node: Node, next: Option<Node>| {
            assert_eq!(bench.beside(&node, std::slice::from_ref(&node)), next, "{node:?}")
        };
        let file = |text: &str| Node::File(id(text));
        check(file("runtime:Dockerfile.j2"), Some(file("runtime:main.py")));
        // the last of its group: the one before
        check(file("runtime:README.md"), Some(file("runtime:main.py")));
        // what lies in a folder goes with it
        check(folder(Group::Template, "public"), Some(file("runtime:template/funko.yml.j2")));
        // alone in its folder
        check(file("runtime:template/public/index.html"), Some(file("runtime:template/funko.yml.j2")));
        check(file("runtime:nowhere"), None);
    });
}

#[test]
fn several_rows_go_as_one_step() {
    with_workbench(|bench| {
        let file = |text: &str| Node::File(id(text));
        let (docker, main, readme) =
            (file("runtime:Dockerfile.j2"), file("runtime:main.py"), file("runtime:README.md"));
        let there = |node: &Node| bench.rows().iter().any(|row| row.node == *node);
        // from the one that was gone to, up to this one
        bench.pick_none(&docker);
        bench.pick_to(&readme);
        assert_eq!(bench.picked_with(&main), [docker.clone(), main.clone(), readme.clone()]);
        // one of them taken out again; what is done with another row is about that alone
        bench.pick_too(&main);
        assert_eq!(bench.picked_with(&readme), [docker.clone(), readme.clone()]);
        assert_eq!(bench.picked_with(&main), std::slice::from_ref(&main));
        assert_eq!(bench.beside(&docker, &bench.picked_with(&docker)), Some(main.clone()));
        bench.delete_all(&bench.picked_with(&readme)).unwrap();
        assert!(!there(&docker) && there(&main) && !there(&readme));
        bench.undo();
        assert!(there(&docker) && there(&readme));
        // to another group with their paths
        let paths = [docker.clone(), main.clone()].map(|node| (node.clone(), node.shown().to_owned()));
        bench.move_all(&paths, Group::Template).unwrap();
        assert!(there(&file("runtime:template/main.py")) && !there(&main));
        bench.undo();
        assert!(there(&main) && there(&docker));
        // two that would lie at one path
        let twice = [docker, main].map(|node| (node, "same".to_owned()));
        assert!(bench.move_all(&twice, Group::Template).is_err());
        assert!(!there(&file("runtime:template/same")));
    });
}

#[test]
fn what_goes_to_another_group_keeps_its_path() {
    let file = |text: &str| Node::File(id(text));
    let check = |moved: Node, target: Node, expected: &str| {
        assert_eq!(moved.dropped_on(&target), expected, "{moved:?} on {target:?}");
    };
    let app = file("runtime:src/lib/app.ts");
    check(app.clone(), Node::Group(Group::Template), "src/lib/app.ts");
    check(app.clone(), file("runtime:template/funko.yml.j2"), "src/lib/app.ts");
    check(folder(Group::Runtime, "src/lib"), Node::Group(Group::Funko), "src/lib");
    // into a folder that is pointed at
    check(app.clone(), folder(Group::Template, "public"), "public/app.ts");
    // inside its group it goes where it is put
    check(app.clone(), Node::Group(Group::Runtime), "app.ts");
    check(app, file("runtime:main.py"), "app.ts");
}

#[test]
fn a_copy_lies_beside_the_file_under_a_free_name() {
    with_workbench(|bench| {
        let copy = |node: Node| bench.duplicate_node(&node).unwrap();
        assert_eq!(
            copy(Node::File(id("runtime:Dockerfile.j2"))),
            Some(Node::File(id("runtime:Dockerfile-copy.j2")))
        );
        assert_eq!(
            copy(Node::File(id("runtime:Dockerfile.j2"))),
            Some(Node::File(id("runtime:Dockerfile-copy2.j2")))
        );
        assert_eq!(copy(folder(Group::Template, "public")), Some(folder(Group::Template, "public-copy")));
        assert_eq!(text(&bench, "runtime:template/public-copy/index.html"), "<h1>\n");
        assert_eq!(text(&bench, "runtime:Dockerfile-copy.j2"), "FROM python\n");
    });
}

#[test]
fn a_runtime_is_renamed_in_one_step_wherever_it_is_named() {
    with_workbench(|bench| {
        let name = |bench: &Workbench| bench.workspace.with_project(|project| project.runtime_name.clone());
        bench
            .put_files(vec![
                (id("funko:funko.yml"), File::text("name: a\nruntime: flask-gunicorn # ours\n")),
                (
                    id("runtime:template/funko.yml.j2"),
                    File::text("name: {{ name }}\nruntime: {{ runtime }}\n"),
                ),
                (id("runtime:template/funko.yml"), File::text("name: b\nruntime: other\n")),
            ])
            .unwrap();
        bench.set_runtime_name("./mine").unwrap();
        assert_eq!(name(&bench), "./mine");
        assert_eq!(text(&bench, "funko:funko.yml"), "name: a\nruntime: ./mine # ours\n");
        // what names another one, or what renders it, is left alone
        assert_eq!(text(&bench, "runtime:template/funko.yml"), "name: b\nruntime: other\n");
        assert_eq!(
            text(&bench, "runtime:template/funko.yml.j2"),
            "name: {{ name }}\nruntime: {{ runtime }}\n"
        );
        bench.undo();
        assert_eq!(name(&bench), "flask-gunicorn");
        assert_eq!(text(&bench, "funko:funko.yml"), "name: a\nruntime: flask-gunicorn # ours\n");
        for bad in ["", "/", "../up", "a/../b"] {
            assert!(bench.set_runtime_name(bad).is_err(), "{bad:?}");
        }
        assert_eq!(name(&bench), "flask-gunicorn");
    });
}

#[test]
fn scenarios_stand_last_and_are_shut() {
    with_workbench(|bench| {
        let more = ["zz", ".hidden/a", ".scenarios/two/funko.yml", ".scenarios/one/funko.yml"];
        let files = more.map(|path| (id(&format!("runtime:{path}")), File::text("")));
        bench.put_files(files.into()).unwrap();
        let names = || -> Vec<String> {
            bench.rows_of(Group::Runtime).into_iter().map(|row| row.node.shown().to_owned()).collect()
        };
        let before = names();
        assert_eq!(before.first().map(String::as_str), Some(".hidden"));
        assert_eq!(&before[before.len() - 2..], ["zz", ".scenarios"]);
        let last = bench.rows_of(Group::Runtime).pop().unwrap();
        assert_eq!(last.place.0, last.place.1);
        bench.set_open(&folder(Group::Runtime, ".scenarios"), true);
        assert_eq!(names()[before.len()..before.len() + 2], [".scenarios/one", ".scenarios/one/funko.yml"]);
    });
}

#[test]
fn a_scenario_becomes_the_funkos_yml_of_this_runtime() {
    with_workbench(|bench| {
        let yml = "# one\nname: shop\nruntime: ./elsewhere # x\noptions:\n  a: b\n";
        bench.put_files(vec![(id("runtime:.scenarios/one/funko.yml"), File::text(yml))]).unwrap();
        bench.use_scenario("one").unwrap();
        let wanted = yml.replace("./elsewhere", "flask-gunicorn");
        assert_eq!(text(&bench, "funko:funko.yml"), wanted);
        bench.undo();
        assert_eq!(text(&bench, "funko:funko.yml"), "name: hello\n");
        bench.use_scenario("nosuch").unwrap();
        assert_eq!(text(&bench, "funko:funko.yml"), "name: hello\n");
        // all that changes scenarios is one step
        bench.rename_scenario("one", "two").unwrap();
        assert_eq!(bench.scenario_names(), ["two"]);
        assert!(bench.rename_scenario("two", "a/b").unwrap_err().to_string().contains("can't contain"));
        bench.delete_scenario("two").unwrap();
        assert!(bench.scenario_names().is_empty());
        bench.undo();
        bench.undo();
        assert_eq!(bench.scenario_names(), ["one"]);
        // what was never built can't be accepted
        assert!(bench.accept_scenario("one").is_err());
    });
}

/// Files of a project with so many, each with a warning, and what the engine says of them.
fn large(files: usize) -> (Workbench, Analysis) {
    let path = |number: usize| BundlePath::new(&format!("page {number}.html.j2")).unwrap();
    let mut runtime = Bundle::new();
    let mut now = Analysis { revision: 1, ..Analysis::default() };
    for number in 0..files {
        runtime.put(path(number), File::text("{{ options.a }}\n")).unwrap();
        now.problems.push(warning(path(number)));
    }
    now.problems.sort_by_key(place_of);
    let bundled =
        Bundled { name: "large".into(), about: String::new(), facts: Default::default(), files: runtime };
    (Workbench::new(vec![bundled], "large"), now)
}

fn warning(path: BundlePath) -> Diagnostic {
    Diagnostic {
        rule: "bare-if".into(),
        severity: Severity::Warning,
        message: "Always true".into(),
        place: Some(Place { file: FileId::runtime(path), at: None }),
        said: None,
        help: None,
        fix: None,
    }
}

/// How often each is worked out anew for a key in a text and its answer: the list of files, what the problems say, and what
/// the tree says of another file.
#[test]
fn a_key_makes_nothing_anew_that_it_does_not_touch() {
    let owner = Owner::new();
    owner.with(|| {
        let (bench, now) = large(50);
        bench.take_in(now.since(&Analysis::default()));
        let counter = || Arc::new(AtomicUsize::new(0));
        let (listed, told, looked) = (counter(), counter(), counter());
        let count = |counter: &Arc<AtomicUsize>| {
            let counter = counter.clone();
            move || {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        };
        let tick = count(&listed);
        let rows = Memo::new(move |_| {
            tick();
            bench.workspace.shape()
        });
        let tick = count(&told);
        let problems = Memo::new(move |_| {
            tick();
            bench.workspace.with_problems(<[Diagnostic]>::len)
        });
        let tick = count(&looked);
        let origin = Memo::new(move |_| {
            tick();
            bench.workspace.origin(&id("funko:funko.yml"))
        });
        let read = || (rows.get(), problems.get(), origin.get(), bench.workspace.counts());
        let counted = || [&listed, &told, &looked].map(|counter| counter.load(Ordering::Relaxed));
        read();
        assert_eq!(counted(), [1, 1, 1]);
        let funko_yml = BundlePath::new("funko.yml").unwrap();
        let mut known = now.clone();
        let mut answer = |change: &dyn Fn(&mut Analysis)| {
            let mut next = known.clone();
            next.revision = bench.workspace.revision_now();
            change(&mut next);
            bench.take_in(next.since(&known));
            known = next;
        };
        // ten keys, and what the engine says to each
        for _ in 0..10 {
            bench.type_into(&id("runtime:page 7.html.j2"), [(Span::at(0), "x".into())], true).unwrap();
            answer(&|_| {});
            assert_eq!(read().3.warnings, 50);
        }
        assert_eq!(counted(), [1, 1, 1], "nothing of it has changed");
        // a problem goes
        answer(&|analysis| drop(analysis.problems.remove(3)));
        assert_eq!((read().3.warnings, counted()), (49, [1, 2, 1]));
        // a file comes, by the author and from the template
        bench.new_file(Group::Runtime, "new.txt").unwrap();
        read();
        assert_eq!(counted(), [2, 2, 2]);
        answer(&|analysis| drop(analysis.live.insert(funko_yml.clone(), File::text("name: a\n"))));
        assert_eq!((read().2, counted()), (Some(Origin::Live), [3, 2, 3]));
        // only its text is another
        answer(&|analysis| drop(analysis.live.insert(funko_yml.clone(), File::text("name: b\n"))));
        read();
        assert_eq!(counted(), [3, 2, 3]);
        bench.undo();
        read();
        assert_eq!(counted(), [4, 2, 4]);
    });
}

#[test]
fn counts_are_those_of_the_problems() {
    let owner = Owner::new();
    owner.with(|| {
        let (bench, mut known) = large(20);
        bench.take_in(known.since(&Analysis::default()));
        let mut random = fastrand::Rng::with_seed(7);
        for revision in 0..200 {
            let mut next = Analysis { revision, ..known.clone() };
            if random.bool() && !next.problems.is_empty() {
                next.problems.remove(random.usize(..next.problems.len()));
            } else {
                let path = BundlePath::new(&format!("page {}.html.j2", random.usize(..20))).unwrap();
                let severity = if random.bool() { Severity::Error } else { Severity::Warning };
                next.problems.push(Diagnostic { severity, message: revision.to_string(), ..warning(path) });
                next.problems.sort_by_key(place_of);
            }
            bench.take_in(next.since(&known));
            known = next;
            let all = |severity| known.problems.iter().filter(move |problem| problem.severity == severity);
            let counts = bench.workspace.counts();
            assert_eq!(
                (counts.errors, counts.warnings),
                (all(Severity::Error).count(), all(Severity::Warning).count())
            );
            let file = FileId::runtime(BundlePath::new("page 7.html.j2").unwrap());
            let of = |severity| {
                all(severity).filter(|problem| problem.place.as_ref().unwrap().file == file).count()
            };
            let counts = bench.workspace.counts_of(&file);
            assert_eq!((counts.errors, counts.warnings), (of(Severity::Error), of(Severity::Warning)));
        }
        // another document: nothing of the one before counts
        bench.take_in(Delta { fresh: true, revision: 300, ..Delta::default() });
        assert_eq!(bench.workspace.counts(), Counts::default());
    });
}
