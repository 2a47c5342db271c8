//! Lessons: a project each, what was open stays, what was done stays done.

use crate::workspace::{id, text, with_workbench};
use faaso::{bundle::File, project::Project};

fn start() -> Project {
    let mut start =
        Project { runtime_name: "first".into(), funko_name: "hello".into(), ..Project::default() };
    start.runtime.put(id("runtime:Dockerfile.j2").path, File::text("FROM alpine\n")).unwrap();
    start
}

#[test]
fn a_lesson_is_a_project_of_its_own() {
    with_workbench(|bench| {
        bench.type_into(&id("runtime:main.py"), [(faaso::text::Span::at(0), "x".into())], false).unwrap();
        let before = bench.projects.open();
        assert_eq!(bench.lesson(), None);
        bench.begin_lesson("first", "First", start(), id("runtime:Dockerfile.j2")).unwrap();
        let lesson = bench.projects.open();
        assert_eq!(bench.lesson().as_deref(), Some("first"));
        assert_eq!(text(&bench, "runtime:Dockerfile.j2"), "FROM alpine\n");
        assert_eq!(bench.projects.head(lesson).unwrap().name, "Lesson: First");
        assert!(bench.projects.head(before).is_some(), "what was open is in the list");
        assert_eq!(bench.lesson_project("first"), None, "it is open");
        bench.begin_lesson("second", "Second", start(), id("runtime:Dockerfile.j2")).unwrap();
        assert_eq!(bench.lesson_project("first"), Some(lesson), "it goes on there");
        bench.delete_project(lesson);
        assert_eq!(bench.lesson_project("first"), None, "deleted, it begins anew");
    });
}

#[test]
fn what_was_done_stays_done() {
    with_workbench(|bench| {
        bench.begin_lesson("first", "First", start(), id("runtime:Dockerfile.j2")).unwrap();
        let done = || bench.view.lessons.with(|lessons| lessons.done.contains("first"));
        bench.take_met("first", vec![true, false]);
        assert!(!done());
        bench.take_met("first", vec![true, true]);
        assert!(done());
        bench.take_met("first", vec![true, false]);
        assert!(done() && bench.view.met.with(|met| met.is_of("first") && !met.checks[1]));
        // kept with the settings
        let settings = serde_json::to_string(&bench.view.settings()).unwrap();
        bench.begin_lesson("second", "Second", start(), id("runtime:Dockerfile.j2")).unwrap();
        bench.view.restore(serde_json::from_str(&settings).unwrap());
        assert!(done());
        assert!(bench.view.met.with(|met| !met.is_of("first")));
    });
}
