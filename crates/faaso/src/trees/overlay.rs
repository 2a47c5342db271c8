//! Putting the funko on top of what its runtime made (docs/semantics.md §4.3).

use super::{Content, Failure, Output, Tree};
use crate::{
    bundle::{Bundle, File},
    fate::Fate,
    path::BundlePath,
    project::FileId,
};
use std::ops::Bound;

/// Copies every entry of the funko's top that does not begin with a dot. Nothing is rendered; files keep
/// their mode.
pub fn overlay(tree: &mut Tree, funko: &Bundle) {
    let hidden_at_top = |path: &BundlePath| path.as_str().starts_with('.');
    for (path, file) in funko.files() {
        let id = FileId::funko(path.clone());
        match Fate::by_name(&id) {
            Fate::LeftOut(why) => tree.left_out.push((id, why)),
            _ => put(tree, path, id, file),
        }
    }
    for folder in funko.empty_folders().iter().filter(|folder| !hidden_at_top(folder)) {
        put_folder(tree, folder);
    }
}

fn put(tree: &mut Tree, path: &BundlePath, id: FileId, file: &File) {
    if let Some((at, other)) = file_above(tree, path) {
        tree.failures.push(Failure::Conflict { at, file: other, below: Some(id) });
        return;
    }
    // A file that meets a folder goes into it.
    let mut target = path.clone();
    if is_folder(tree, path) {
        let inside = BundlePath::new(path.name()).and_then(|name| name.inside(path.as_str()));
        match inside.ok().filter(|inside| !is_folder(tree, inside)) {
            Some(inside) => target = inside,
            None => {
                tree.failures.push(Failure::Conflict { at: path.clone(), file: id, below: None });
                return;
            }
        }
    }
    let replaced = match tree.files.remove(&target) {
        Some(other) => {
            let mut replaced = other.replaced;
            replaced.push(other.origin);
            replaced
        }
        None => Vec::new(),
    };
    tree.files.insert(target, Output { origin: id, content: Content::Copied(file.clone()), replaced });
}

fn put_folder(tree: &mut Tree, folder: &BundlePath) {
    let itself = tree.files.get(folder).map(|output| (folder.clone(), output.origin.clone()));
    match itself.or_else(|| file_above(tree, folder)) {
        Some((at, file)) => tree.failures.push(Failure::Conflict { at, file, below: None }),
        None if is_folder(tree, folder) => {}
        None => {
            tree.empty_folders.insert(folder.clone());
        }
    }
}

/// A file where the path needs a folder.
fn file_above(tree: &Tree, path: &BundlePath) -> Option<(BundlePath, FileId)> {
    path.ancestors().find_map(|folder| {
        let origin = tree.files.get(&folder)?.origin.clone();
        Some((folder, origin))
    })
}

fn is_folder(tree: &Tree, path: &BundlePath) -> bool {
    let below = format!("{path}/");
    let mut after = tree.files.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded));
    after.next().is_some_and(|(file, _)| file.as_str().starts_with(&below))
}
