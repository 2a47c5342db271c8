//! Which files an edit moved: an undo of a rename takes tabs along as the rename did.

use faaso::project::{Edit, FileId, Project};

/// What was there before and isn't after, with what came of the same content.
pub(super) fn moves(edit: &Edit, before: &Project, after: &Project) -> Vec<(FileId, FileId)> {
    let mut touched = Vec::new();
    files(edit, &mut touched);
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for file in touched {
        match (before.file(&file), after.file(&file)) {
            (Some(content), None) => gone.push((file, content)),
            (None, Some(content)) => come.push((file, content)),
            _ => {}
        }
    }
    let mut moved = Vec::new();
    for (file, content) in gone {
        let same = |(to, other): &(FileId, _)| to.side == file.side && *other == content;
        if let Some(at) = come.iter().position(same) {
            moved.push((file, come.remove(at).0));
        }
    }
    moved
}

fn files(edit: &Edit, touched: &mut Vec<FileId>) {
    match edit {
        Edit::Runtime { path, .. } => touched.push(FileId::runtime(path.clone())),
        Edit::Funko { path, .. } => touched.push(FileId::funko(path.clone())),
        Edit::All(edits) => edits.iter().for_each(|edit| files(edit, touched)),
        _ => {}
    }
}
