//! What was found at the edges belongs to the project and the state that it was found in.

use crate::workspace::with_workbench;
use faaso::{
    project::Group,
    scenarios::{Breaks, Edge},
};
use faaso_designer::state::{Workbench, scenarios::Tried};

fn edge(option: &str, kind: Breaks) -> Edge {
    Edge {
        option: option.to_owned(),
        values: vec!["not set".to_owned()],
        kind,
        breaks: "It breaks.".to_owned(),
        place: None,
        name: format!("{option} not set"),
        yml: "name: a\n".to_owned(),
    }
}

/// The options found, and whether that is about an older state.
#[track_caller]
fn check(bench: Workbench, expected: Option<(&[&str], bool)>) {
    let (tried, old) = bench.scenarios.edges(bench.workspace.revision_now());
    let found = match &tried {
        Tried::Not => None,
        Tried::All(found) | Tried::Some(.., found) => {
            Some((found.iter().map(|edge| edge.option.as_str()).collect::<Vec<_>>(), old))
        }
        Tried::Cannot(why) => panic!("{why}"),
    };
    assert_eq!(found, expected.map(|(options, old)| (options.to_vec(), old)));
}

#[test]
fn edges_are_those_of_the_open_project() {
    with_workbench(|bench| {
        let revision = || bench.workspace.revision_now();
        let found = vec![edge("splits", Breaks::Splits), edge("fails", Breaks::Fails)];
        check(bench, None);
        let begun = revision();
        assert!(bench.scenarios.begin_trying(begun) && !bench.scenarios.begin_trying(begun));
        assert!(bench.scenarios.is_trying());
        assert!(bench.scenarios.take_tried(begun, Tried::All(found.clone())));
        assert!(!bench.scenarios.is_trying());
        // the worst first
        check(bench, Some((&["fails", "splits"], false)));
        // keeping one changes nothing at the edges, any other edit may
        bench.keep_edge(&found[0]).unwrap();
        check(bench, Some((&["fails", "splits"], false)));
        bench.new_file(Group::Runtime, "new.txt").unwrap();
        check(bench, Some((&["fails", "splits"], true)));
        // another project: nothing is known, and an answer that comes late is not its
        let begun = revision();
        assert!(bench.scenarios.begin_trying(begun));
        bench.open_blank().unwrap();
        check(bench, None);
        assert!(!bench.scenarios.take_tried(begun, Tried::All(found)));
        check(bench, None);
        assert!(bench.scenarios.begin_trying(revision()));
    });
}
