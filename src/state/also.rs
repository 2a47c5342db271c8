//! What else an edit changes in what FaaSO makes, besides the edited file's own output.

use super::{last_edit::Also, view::is_funko_yml, workspace::Workspace};
use faaso::{
    analysis::Delta,
    project::{Edit, FileId, Group},
};
use reactive_graph::traits::*;
use std::collections::BTreeSet;

impl Workspace {
    /// What else the last edit changes; none where it is nothing.
    pub fn also(&self) -> Option<Also> {
        self.also.get().filter(|also| !(also.built.is_empty() && also.new_funko.is_empty()))
    }

    /// An edit was made of this text; with none, another one.
    pub(super) fn edited(&self, file: Option<FileId>) {
        self.also.update(|also| match file {
            Some(file) if also.as_ref().is_some_and(|also| also.file == file) => {}
            Some(file) => {
                *also = Some(Also { file, built: BTreeSet::new(), new_funko: BTreeSet::new() });
            }
            None => *also = None,
        });
    }

    /// What the engine says of the edit.
    pub(super) fn answered(&self, delta: &Delta) {
        if self.also.with_untracked(Option::is_none) {
            return;
        }
        if delta.fresh {
            self.also.set(None);
            return;
        }
        let changed = delta.renderings.iter().filter_map(|(id, now)| Some((id, now.as_ref()?)));
        let rendered: Vec<(FileId, String)> =
            changed.map(|(id, rendering)| (id.clone(), rendering.output.to_string())).collect();
        let live: Vec<String> = delta.live.keys().map(ToString::to_string).collect();
        if rendered.is_empty() && live.is_empty() {
            return;
        }
        self.also.update(|also| {
            let Some(also) = also else { return };
            let own = own_output(&also.file);
            for (id, output) in rendered {
                if id == also.file {
                    continue;
                }
                match id.group() {
                    Group::Template => also.new_funko.insert(output),
                    _ => also.built.insert(output),
                };
            }
            let of_template = also.file.group() == Group::Template;
            also.new_funko.extend(live.into_iter().filter(|path| *path != own && of_template));
        });
    }
}

/// The one text that an edit changes.
pub(super) fn text_of(edit: &Edit) -> Option<FileId> {
    match edit {
        Edit::Splice { file, .. } => Some(file.clone()),
        Edit::All(edits) => {
            let mut texts = edits.iter().filter(|edit| matches!(edit, Edit::Splice { .. })).map(text_of);
            let first = texts.next()??;
            texts.all(|other| other.as_ref() == Some(&first)).then_some(first)
        }
        _ => None,
    }
}

/// What a file is called where FaaSO writes it.
fn own_output(file: &FileId) -> String {
    let path = file.shown();
    if is_funko_yml(file) { path.to_owned() } else { path.strip_suffix(".j2").unwrap_or(path).to_owned() }
}
