//! The second editor: which file it shows, and where files are opened.

use crate::workspace::{id, with_workbench};
use faaso::project::Group;
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
