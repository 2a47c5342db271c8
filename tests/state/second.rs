//! Where files are opened: the second editor, tabs that are kept and the one that is not.

use crate::workspace::{id, with_workbench};
use faaso::{project::Group, text::Span};
use faaso_designer::state::node::Node;

#[test]
fn files_open_in_the_editor_that_was_used_last() {
    with_workbench(|bench| {
        let view = bench.view;
        let (docker, main, readme) =
            (id("runtime:Dockerfile.j2"), id("runtime:main.py"), id("runtime:README.md"));
        let shown = || (view.first(), view.second(), view.active());
        view.open(docker.clone());
        view.open_beside(docker.clone());
        assert_eq!(shown(), (Some(docker.clone()), Some(docker.clone()), Some(docker.clone())));
        view.open(main.clone());
        assert_eq!(shown(), (Some(docker.clone()), Some(main.clone()), Some(main.clone())));
        view.use_second(false);
        view.open(readme.clone());
        assert_eq!(shown(), (Some(readme.clone()), Some(main.clone()), Some(readme.clone())));
        // it goes with a file that is moved, and with one that is deleted until that comes back
        view.use_second(true);
        bench.move_to(&Node::File(main.clone()), Group::Runtime, "app.py").unwrap();
        let app = id("runtime:app.py");
        assert_eq!(view.second(), Some(app.clone()));
        bench.delete(&Node::File(app.clone())).unwrap();
        assert_eq!(shown(), (Some(readme.clone()), None, Some(readme.clone())));
        bench.undo();
        assert_eq!(view.second(), Some(app.clone()));
        // what is remembered
        let looks = view.looks();
        view.close_active();
        assert_eq!(
            shown(),
            (Some(readme.clone()), None, Some(readme.clone())),
            "the second editor closes first"
        );
        view.set_looks(looks);
        assert_eq!((view.second(), view.uses_second()), (Some(app), false));
        bench.open_blank().unwrap();
        assert_eq!(view.second(), None, "another project has none");
    });
}

#[test]
fn what_is_only_looked_at_has_one_tab() {
    with_workbench(|bench| {
        let view = bench.view;
        let (docker, main, readme) =
            (id("runtime:Dockerfile.j2"), id("runtime:main.py"), id("runtime:README.md"));
        let tabs = || view.tabs.get_untracked();
        view.look_at(main.clone());
        assert_eq!(tabs(), [docker.clone(), main.clone()], "each has its own unless it is wanted otherwise");
        view.close(&main);
        view.toggle_preview_tabs();
        view.look_at(main.clone());
        view.look_at(readme.clone());
        assert_eq!(tabs(), [docker.clone(), readme.clone()]);
        view.look_at(docker.clone());
        assert!(view.is_preview(&readme) && !view.is_preview(&docker), "a tab that is kept stays so");
        bench.type_into(&readme, [(Span::at(0), "x".to_owned())], false).unwrap();
        assert!(!view.is_preview(&readme), "typing keeps it");
        view.look_at(main.clone());
        assert_eq!(tabs(), [docker.clone(), readme, main.clone()]);
        view.move_tab(&main, &docker);
        assert!(!view.is_preview(&main), "moving keeps it");
    });
}
