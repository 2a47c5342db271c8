//! What `faaso new` and `faaso export` make of files, to the letter (docs/semantics.md §2–§5).
//!
//! FaaSO stops at the first failure and leaves half a folder. Here nothing stops: a [`Tree`] holds every file
//! that would be made, each with its own success or failure, and beside them whether FaaSO gets through.

mod failure;
mod headline;
mod overlay;
mod tree;
mod write;

pub use failure::{Clash, Failure, Verdict};
pub use tree::{Content, Outcome, Output, Render, Tree};

use crate::{
    bundle::Bundle,
    fate::Fate,
    funko::{self, Funko},
    path::last_part,
    project::{FileId, Group},
};

/// `faaso new -r RUNTIME FOLDER`. `runtime` is the folder that `runtime_name` stands for, none if there is none.
pub fn new_funko(
    runtime: Option<&Bundle>,
    runtime_name: &str,
    folder: &str,
    render: &mut Render<'_>,
) -> Tree {
    let mut tree = Tree::default();
    let Some(runtime) = runtime.filter(|_| !runtime_name.is_empty()) else {
        tree.failures.push(Failure::RuntimeNotFound { name: runtime_name.to_owned() });
        return tree;
    };
    let context = funko::new_context(funko_name(folder), runtime_name);
    let sources = sources(runtime, Group::Template, &mut tree);
    write::write(&mut tree, sources, &context, render);
    tree
}

/// `faaso export SOURCE DESTINATION`, the build context of `faaso build` too. `runtime` is the folder that the
/// `runtime:` of `funko.yml` stands for; it is not looked at when there is no `runtime:`.
pub fn build_context(runtime: Option<&Bundle>, funko: &Bundle, render: &mut Render<'_>) -> Tree {
    let mut tree = Tree::default();
    let Some(yml) = funko.get(funko::FILE) else {
        tree.failures.push(Failure::YmlMissing);
        return tree;
    };
    let described = match funko::read(&yml.bytes).funko {
        Ok(described) => described,
        Err(problem) => {
            tree.failures.push(Failure::Yml(problem));
            return tree;
        }
    };
    described_context(&described, runtime, funko, render)
}

/// As [`build_context`], of a funko with this `funko.yml`, whatever its own says.
pub fn described_context(
    described: &Funko,
    runtime: Option<&Bundle>,
    funko: &Bundle,
    render: &mut Render<'_>,
) -> Tree {
    let mut tree = Tree::default();
    if let Err(error) = funko::check_name(&described.name) {
        tree.failures.push(Failure::Name { name: described.name.clone(), error });
    }
    if let Some(name) = &described.runtime {
        match runtime.filter(|_| !name.is_empty()) {
            Some(runtime) => {
                let sources = sources(runtime, Group::Runtime, &mut tree);
                write::write(&mut tree, sources, &described.context(), render);
            }
            None => tree.failures.push(Failure::RuntimeNotFound { name: name.clone() }),
        }
    }
    overlay::overlay(&mut tree, funko);
    tree
}

/// The name of the funko that `faaso new` makes in a folder: the last part of its path.
pub fn funko_name(folder: &str) -> &str {
    match last_part(folder) {
        "" if !folder.is_empty() => "/",
        last => last,
    }
}

/// The files of one of a runtime's groups that FaaSO writes; what it ignores is noted in the tree.
fn sources<'a>(runtime: &'a Bundle, group: Group, tree: &mut Tree) -> Vec<write::Source<'a>> {
    let mut sources = Vec::new();
    for (path, file) in runtime.files() {
        let id = FileId::runtime(path.clone());
        if id.group() == group {
            match Fate::by_name(&id) {
                Fate::LeftOut(why) => tree.left_out.push((id, why)),
                fate => sources.push((id, fate, file)),
            }
        }
    }
    sources
}
