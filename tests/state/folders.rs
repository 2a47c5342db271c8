//! Folders that were made on their own.

use crate::workspace::{id, with_workbench};
use faaso::project::Group;
use faaso_designer::state::{Refused, Workbench, node::Node};

fn shown(bench: Workbench, group: Group) -> Vec<String> {
    bench.rows_of(group).into_iter().map(|row| row.node.shown().to_owned()).collect()
}

#[test]
fn a_folder_stays_without_files_until_it_is_deleted() {
    with_workbench(|bench| {
        let folder = |path: &str| Node::Folder(Group::Runtime, path.to_owned());
        assert_eq!(bench.new_folder(Group::Runtime, "a/b/"), Ok(folder("a/b")));
        assert_eq!(shown(bench, Group::Runtime)[..2], ["a", "a/b"]);
        bench.undo();
        assert!(!shown(bench, Group::Runtime).contains(&"a".to_owned()));
        bench.redo();
        for taken in ["a", "a/b"] {
            assert_eq!(bench.new_folder(Group::Runtime, taken), Err(Refused::FolderExists(taken.into())));
        }
        assert_eq!(bench.new_folder(Group::Runtime, "main.py"), Err(Refused::Exists(id("runtime:main.py"))));
        assert!(bench.new_folder(Group::Runtime, "main.py/a").is_err(), "below a file");
        assert!(bench.new_file(Group::Runtime, "a/b").is_err(), "a folder is there");
        assert_eq!(bench.new_folder(Group::Funko, "a"), Err(Refused::EmptyInFunko));
        // a file goes in and out
        let file = Node::File(id("runtime:main.py"));
        bench.move_to(&file, Group::Runtime, &file.dropped_on(&folder("a/b"))).unwrap();
        assert_eq!(shown(bench, Group::Runtime)[..3], ["a", "a/b", "a/b/main.py"]);
        bench.delete(&Node::File(id("runtime:a/b/main.py"))).unwrap();
        assert_eq!(shown(bench, Group::Runtime)[..2], ["a", "a/b"]);
        // renamed with the folder above, copied, into the template and back
        bench.move_to(&folder("a"), Group::Runtime, "c").unwrap();
        assert_eq!(shown(bench, Group::Runtime)[..2], ["c", "c/b"]);
        assert_eq!(bench.duplicate_node(&folder("c")), Ok(Some(folder("c-copy"))));
        assert_eq!(shown(bench, Group::Runtime)[..4], ["c", "c/b", "c-copy", "c-copy/b"]);
        bench.move_to(&folder("c"), Group::Template, "c").unwrap();
        assert_eq!(shown(bench, Group::Template)[..2], ["c", "c/b"]);
        let in_template = Node::Folder(Group::Template, "c".to_owned());
        assert_eq!(bench.move_to(&in_template, Group::Funko, "c"), Err(Refused::EmptyInFunko));
        bench.undo();
        assert_eq!(shown(bench, Group::Runtime)[..2], ["c", "c/b"]);
        let beside = bench.beside(&folder("c"), &[folder("c")]);
        assert_eq!(beside, Some(folder("c-copy")));
        bench.delete_all(&[folder("c"), folder("c-copy")]).unwrap();
        assert_eq!(shown(bench, Group::Runtime)[0], "Dockerfile.j2");
        bench.undo();
        assert_eq!(shown(bench, Group::Runtime)[..2], ["c", "c/b"]);
    });
}
