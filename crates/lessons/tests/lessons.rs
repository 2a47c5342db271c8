//! Every lesson is open at its start, stays open until the last change of its solution, and is done with that.

use faaso::{
    analysis::{Analysis, Analyzer},
    changes,
    project::{Edit, Project},
};
use lessons::{Lesson, lessons};
use std::collections::BTreeSet;

fn analyse(project: &Project) -> Analysis {
    let mut analyzer = Analyzer::default();
    analyzer.open(project.clone(), BTreeSet::new(), Analysis::default());
    let mut analysis = Analysis::default();
    analysis.apply(analyzer.analyse(1, &mut |_| {}));
    analysis
}

fn met(lesson: &Lesson, project: &Project) -> Vec<bool> {
    lesson.met(project, &analyse(project))
}

#[test]
fn there_are_eight_and_each_has_its_words() {
    let all = lessons();
    assert_eq!(all.len(), 8);
    let ids: BTreeSet<_> = all.iter().map(|lesson| lesson.id).collect();
    assert_eq!(ids.len(), all.len(), "each has a name of its own");
    for Lesson { id, words, start, .. } in all {
        let sentences = words.steps.iter().chain([&words.about, &words.hint]);
        for text in sentences {
            assert!(text.ends_with(['.', '`']), "{id}: a sentence ends with a full stop: {text}");
        }
        for check in &words.checks {
            assert!(!check.says.ends_with('.'), "{id}: a check is a label: {}", check.says);
        }
        assert!(words.steps.len() >= 2 && words.checks.len() >= 3, "{id}");
        let shown = all.iter().find(|lesson| lesson.id == *id).map(Lesson::shown).unwrap();
        assert!(start.file(&shown).is_some(), "{id}: {} is in the project", words.shows);
    }
}

#[test]
fn a_lesson_is_done_with_the_last_change_and_not_before() {
    for lesson in lessons() {
        let id = lesson.id;
        let mut project = lesson.start.clone();
        for (number, step) in lesson.words.solution.iter().enumerate() {
            let met = met(lesson, &project);
            assert!(met.contains(&false), "{id} is done before change {number}");
            let before = project.clone();
            step.make(&mut project);
            assert!(before != project, "{id}: change {number} changes something");
        }
        let problems = analyse(&project).problems;
        let met = met(lesson, &project);
        assert!(met.iter().all(|met| *met), "{id} isn't done: {met:?}\n{problems:#?}");
        assert!(project == lesson.solved, "{id}");
    }
}

/// Whatever is left out, in any order of the rest.
#[test]
fn a_lesson_needs_every_change_of_its_solution() {
    for lesson in lessons() {
        for left_out in 0..lesson.words.solution.len() {
            let mut project = lesson.start.clone();
            let steps = lesson.words.solution.iter().enumerate();
            steps.filter(|(at, _)| *at != left_out).for_each(|(_, step)| step.make(&mut project));
            let met = met(lesson, &project);
            assert!(met.contains(&false), "{} is done without change {left_out}", lesson.id);
        }
    }
}

/// The author may have done anything in between: the solution is one edit from wherever the project is, and undone as one.
#[test]
fn the_solution_can_be_shown_from_any_state() {
    for lesson in lessons() {
        let mut messy = lesson.start.clone();
        messy.funko_name = "other".into();
        if let Some(file) = messy.runtime.remove("README.md") {
            messy.runtime.put(faaso::path::BundlePath::new("template/junk").unwrap(), file).unwrap();
        }
        for start in [lesson.start.clone(), messy] {
            let mut project = start.clone();
            let back = project.apply(lesson.solve(&project)).unwrap();
            assert!(project == lesson.solved, "{}", lesson.id);
            project.apply(back).unwrap();
            assert!(project == start, "{}", lesson.id);
        }
        assert_eq!(changes::between(&lesson.start, &lesson.start).len(), 0);
        assert!(matches!(lesson.solve(&lesson.start), Edit::All(_)));
    }
}

/// A check that is true of everything checks nothing.
#[test]
fn every_check_is_false_of_an_empty_project() {
    for lesson in lessons() {
        let empty = Project { funko_name: "hello".into(), ..Project::default() };
        let met = met(lesson, &empty);
        for (check, met) in lesson.words.checks.iter().zip(met) {
            assert!(!met, "{}: {}", lesson.id, check.says);
        }
    }
}
