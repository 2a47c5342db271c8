//! Files of a lesson's project, by the names that its data has for them.

use faaso::{
    bundle::File,
    path::BundlePath,
    project::{FileId, FunkoEntry, Project, Side},
};

/// The file that `runtime/…` or `funko/…` names.
pub fn place(path: &str) -> FileId {
    let (side, path) = path.split_once('/').expect("runtime/… or funko/…");
    let path = BundlePath::new(path).expect("a path inside a bundle");
    if side == "funko" { FileId::funko(path) } else { FileId::runtime(path) }
}

/// Makes, replaces or (with none) deletes a file.
pub fn put(project: &mut Project, id: &FileId, file: Option<File>) {
    match (id.side, file) {
        (Side::Runtime, Some(file)) => {
            project.runtime.put(id.path.clone(), file).expect("no file lies below another");
        }
        (Side::Runtime, None) => drop(project.runtime.remove(id.path.as_str())),
        (Side::Funko, file) => {
            project.own.insert(id.path.clone(), file.map_or(FunkoEntry::Removed, FunkoEntry::File));
        }
    }
}
