//! Writing a runtime's or template's files: rendered or copied (docs/semantics.md §2).

use super::{Clash, Content, Failure, Output, Render, Tree};
use crate::{
    bundle::{File, PLAIN},
    fate::Fate,
    path::BundlePath,
    project::FileId,
    text,
};
use crinja::Context;

/// A file, what becomes of it by its name, and what is in it.
pub type Source<'a> = (FileId, Fate, &'a File);

/// Adds what FaaSO makes of the files. They all get mode 644, whatever they had.
pub fn write(tree: &mut Tree, sources: Vec<Source<'_>>, context: &Context, render: &mut Render<'_>) {
    for (id, fate, file) in sources {
        match fate {
            Fate::Rendered(target) => {
                let outcome = render(&id, &text::decode(&file.bytes), context);
                if let Err(error) = &outcome {
                    tree.failures.push(Failure::Template { file: id.clone(), error: error.clone() });
                }
                add(tree, target, id, Content::Rendered(outcome));
            }
            Fate::Copied(path) => {
                let copy = File { bytes: file.bytes.clone(), mode: PLAIN };
                add(tree, path, id, Content::Copied(copy));
            }
            Fate::LeftOut(_) | Fate::Overlaid(_) | Fate::NotReached => {}
        }
    }
    rendered_onto_folders(tree);
}

/// Two files of one path come from `X` and `X.j2`: which is left is chance, mostly the rendered one.
fn add(tree: &mut Tree, path: BundlePath, origin: FileId, content: Content) {
    let rendered = matches!(content, Content::Rendered(_));
    let output = Output { origin, content, replaced: Vec::new() };
    let Some(other) = tree.files.remove(&path) else {
        tree.files.insert(path, output);
        return;
    };
    let (mut output, other) = if rendered { (output, other) } else { (other, output) };
    tree.clashes.push(Clash { path: path.clone(), one: output.origin.clone(), other: other.origin.clone() });
    output.replaced.push(other.origin);
    tree.files.insert(path, output);
}

/// `X.j2` beside a folder `X/` fails, whichever is written first.
fn rendered_onto_folders(tree: &mut Tree) {
    let below_a_file = |tree: &Tree, path: &BundlePath| {
        path.ancestors().find_map(|folder| tree.files.get(&folder).map(|file| (folder, file.origin.clone())))
    };
    let conflicts: Vec<_> = tree
        .files
        .iter()
        .filter_map(|(path, output)| {
            let (at, file) = below_a_file(tree, path)?;
            Some((path.clone(), Failure::Conflict { at, file, below: Some(output.origin.clone()) }))
        })
        .collect();
    for (path, failure) in conflicts {
        tree.files.remove(&path);
        tree.failures.push(failure);
    }
}
