//! The only writers of the workspace. Every change of the document is an `Edit` through the history.
//!
//! Long because no writer may stand anywhere else.

use super::{
    Workbench,
    also::text_of,
    listing::first_file,
    moves::moves,
    node::{Node, in_group},
    refused::Refused,
    view::funko_yml,
    workspace::{Choice, EngineState, FUNKO_NAME, Origin, Saving, fresh},
};
use faaso::{
    analysis::{Analysis, Delta, What},
    bundle::{Bundle, EXECUTABLE, File, PLAIN},
    diagnostic::Fix,
    fate::{is_of_conversion, is_of_scenario},
    funko,
    history::History,
    journal::Step,
    lens::Comparison,
    option_uses::OptionUse,
    path::BundlePath,
    picture::Drawn,
    project::{Edit, EditError, FileId, FunkoEntry, Group, Project, Side},
    skeleton,
    text::Span,
};
use reactive_graph::traits::*;
use std::collections::BTreeSet;

/// The text of a file in UTF-16, as libyaml takes it: with a BOM, and whole. None of any other file.
pub fn utf16_text(file: &File) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match *file.bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = file.bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text = char::decode_utf16(units).collect::<Result<String, _>>().ok()?;
    (file.bytes.len().is_multiple_of(2) && !text.contains('\0')).then_some(text)
}

/// Editing text.
impl Workbench {
    /// Makes an edit that came as data, such as a problem's fix.
    pub fn edit(&self, edit: Edit) -> Result<(), Refused> {
        self.make(edit, false)
    }

    /// Makes a problem's fix. It was worked out of what the engine had seen: on a newer text it could hit the wrong
    /// place, or a file that came since.
    pub fn apply_fix(&self, fix: &Fix) -> Result<(), Refused> {
        match self.workspace.analysis.with_untracked(|analysis| analysis.revision) {
            seen if seen == self.workspace.revision_now() => {
                let edit = self.workspace.document.with_untracked(|project| fix.edit(project));
                self.make(edit.ok_or(Refused::Outdated)?, false)
            }
            _ => Err(Refused::Outdated),
        }
    }

    /// Makes a `funko.yml` in UTF-16 one in UTF-8, with the same text. Any other file is left as it is.
    pub fn convert_to_utf8(&self, id: &FileId) -> Result<(), Refused> {
        let Some(file) = self.workspace.file(id) else {
            return Err(EditError::NoSuchFile(id.clone()).into());
        };
        match utf16_text(&file) {
            Some(text) => self.make(put(id, Some(File::new(text.into_bytes(), file.mode))), false),
            None => Err(EditError::NoSuchText(id.clone()).into()),
        }
    }

    /// Changes a text, last place first. `typing` goes on with the change before: one undo takes back both.
    /// A live file of the funko becomes the author's own with it.
    pub fn type_into(
        &self,
        file: &FileId,
        splices: impl IntoIterator<Item = (Span, String)>,
        typing: bool,
    ) -> Result<(), Refused> {
        let splice = |(span, text)| Edit::Splice { file: file.clone(), span, text };
        let mut edits: Vec<Edit> = splices.into_iter().map(splice).collect();
        match edits.len() {
            0 => Ok(()),
            1 => self.make(edits.remove(0), typing),
            _ => self.make(Edit::All(edits), false),
        }
    }

    /// Names the funko: for `faaso new`, and in its own `funko.yml` where there is one.
    pub fn set_funko_name(&self, name: &str, typing: bool) -> Result<(), Refused> {
        let own_yml = self.workspace.document.with_untracked(|project| project.file(&funko_yml()).cloned());
        if own_yml.as_ref().and_then(utf16_text).is_some() {
            return Err(Refused::Utf16(funko_yml()));
        }
        let mut edits = vec![Edit::FunkoName(name.to_owned())];
        let own = own_yml.as_ref().and_then(File::as_text).map(str::to_owned);
        if let Some(splice) = own.and_then(|text| funko::set_name(&text, name)) {
            edits.push(Edit::Splice { file: funko_yml(), span: splice.span, text: splice.text });
        }
        if self.workspace.document.with_untracked(|project| project.funko_name == name) && edits.len() == 1 {
            return Ok(());
        }
        let edit = if edits.len() == 1 { edits.remove(0) } else { Edit::All(edits) };
        self.make(edit, typing)
    }

    /// Names the runtime; `runtime:` follows in the funko's own `funko.yml`, and in the template's, where it named this
    /// one. One step.
    pub fn set_runtime_name(&self, name: &str) -> Result<(), Refused> {
        BundlePath::new(name.strip_prefix("./").unwrap_or(name))?;
        let before = self.workspace.document.with_untracked(|project| project.runtime_name.clone());
        if before == name {
            return Ok(());
        }
        let mut edits = vec![Edit::RuntimeName(name.to_owned())];
        let templates = [funko::FILE.to_owned(), format!("{}.j2", funko::FILE)]
            .into_iter()
            .filter_map(|yml| in_group(Group::Template, &yml).ok());
        for file in std::iter::once(funko_yml()).chain(templates) {
            let text = self
                .workspace
                .document
                .with_untracked(|project| project.file(&file).and_then(File::as_text).map(str::to_owned));
            let Some(text) = text else { continue };
            let names = funko::read(text.as_bytes()).funko.ok().and_then(|funko| funko.runtime);
            if names.as_deref() == Some(before.as_str())
                && let Some(splice) = funko::set_runtime(&text, name)
            {
                edits.push(Edit::Splice { file, span: splice.span, text: splice.text });
            }
        }
        self.make(Edit::All(edits), false)
    }

    /// Changes one option of `funko.yml` as a form does: nothing but its value is written anew.
    pub fn change_option(&self, key: &str, change: &funko::Change, typing: bool) -> Result<(), Refused> {
        let id = funko_yml();
        let file = self.workspace.file(&id).ok_or_else(|| EditError::NoSuchFile(id.clone()))?;
        let text = file.as_text().ok_or_else(|| EditError::NoSuchText(id.clone()))?;
        let splices = funko::change(text, key, change).map_err(Refused::Option)?;
        self.type_into(&id, splices.into_iter().map(|splice| (splice.span, splice.text)), typing)
    }

    /// Takes the last step back, and shows the file it was in.
    pub fn undo(&self) {
        self.step(Step::Undo, |history, project| history.undo(project));
    }

    /// Makes the step last taken back again, and shows the file it was in.
    pub fn redo(&self) {
        self.step(Step::Redo, |history, project| history.redo(project));
    }

    fn step(&self, step: Step, take: impl FnOnce(&mut History, &mut Project) -> Option<Edit>) {
        let w = self.workspace;
        if self.projects.follows() {
            return self.view.complain(format!("Can't edit here: {}.", Refused::Follows));
        }
        let mut made = None;
        let before = (w.can_undo_now(), w.can_redo_now());
        let project = w.project_now();
        w.history.update(|history| w.document.update(|project| made = take(history, project)));
        w.edited(None);
        let Some(edit) = made else {
            if before != (w.can_undo_now(), w.can_redo_now()) && self.projects.is_begun() {
                // a history from outside that did not fit is gone, and is to stay so
                self.projects.compact();
                self.view.complain("Couldn't undo: the history doesn't match the project. It was discarded.");
            }
            return;
        };
        if reshapes(&edit) {
            self.view.follow(&moves(&edit, &project, &w.project_now()));
            self.reshaped();
        }
        w.revision.update(|revision| *revision += 1);
        self.projects.record(step);
        // of a scenario the tab shows what became of it
        let shown = |file: &FileId| w.file(file).is_some() && !is_of_scenario(file.path.as_str());
        // of a decision the tab Conversion shows what became of it
        if let Some(file) = touched(&edit).filter(|file| shown(file) && !is_decision(&edit)) {
            self.view.open(file);
        }
    }

    /// The one way into the document.
    fn make(&self, edit: Edit, continues: bool) -> Result<(), Refused> {
        if self.projects.follows() {
            return Err(Refused::Follows);
        }
        let edit = self.grounded(edit, &mut BTreeSet::new());
        self.commit(Step::Edit { edit: edit.clone(), continues }, edit)
    }

    /// What was changed in the folder on disk.
    pub(super) fn make_from_outside(&self, edit: Edit) -> Result<(), Refused> {
        if self.projects.follows() {
            return Err(Refused::Follows);
        }
        self.commit(Step::Outside(edit.clone()), edit)
    }

    fn commit(&self, step: Step, edit: Edit) -> Result<(), Refused> {
        let w = self.workspace;
        let (reshapes, text) = (reshapes(&edit), text_of(&edit));
        let file = touched(&edit);
        self.projects.begin();
        let mut result = Ok(());
        w.document.update(|project| {
            w.history.update(|history| {
                result = match step {
                    Step::Edit { continues, .. } => history.apply(project, edit, continues),
                    _ => history.apply_from_outside(project, edit),
                };
            });
        });
        result?;
        w.edited(text);
        if let Some(file) = file {
            self.view.keep_tab(&file);
        }
        if reshapes {
            self.reshaped();
        }
        w.revision.update(|revision| *revision += 1);
        self.projects.record(step);
        Ok(())
    }

    /// Before a live file is changed it becomes the author's own, as the template makes it now.
    fn grounded(&self, edit: Edit, done: &mut BTreeSet<BundlePath>) -> Edit {
        match edit {
            Edit::Splice { ref file, .. } if file.side == Side::Funko && !done.contains(&file.path) => {
                let own = self.workspace.document.with_untracked(|p| p.own.contains_key(&file.path));
                // what is known may still be about the project that was open before
                let opened = self.workspace.opened_now();
                let live = self.workspace.analysis.with_untracked(|analysis| {
                    analysis.live.get(&file.path).filter(|_| analysis.revision >= opened).cloned()
                });
                match live {
                    Some(live) if !own => {
                        done.insert(file.path.clone());
                        let path = file.path.clone();
                        Edit::All(vec![Edit::Funko { path, own: Some(FunkoEntry::File(live)) }, edit])
                    }
                    _ => edit,
                }
            }
            Edit::All(edits) => Edit::All(edits.into_iter().map(|edit| self.grounded(edit, done)).collect()),
            edit => edit,
        }
    }
}

/// Files.
impl Workbench {
    pub fn new_file(&self, group: Group, shown: &str) -> Result<FileId, Refused> {
        let id = in_group(group, shown)?;
        self.must_be_free(&id)?;
        self.make(put(&id, Some(File::text(""))), false)?;
        self.view.open(id.clone());
        Ok(id)
    }

    /// Makes a folder with nothing in it; gives its row. A funko has none.
    pub fn new_folder(&self, group: Group, shown: &str) -> Result<Node, Refused> {
        let shown = shown.trim_end_matches('/');
        let id = in_group(group, shown)?;
        if group == Group::Funko {
            return Err(Refused::EmptyInFunko);
        }
        self.must_be_free(&id)?;
        let node = Node::Folder(id.group(), id.shown().to_owned());
        if !self.files_of(&node).is_empty() || !self.folders_of(&node).is_empty() {
            return Err(Refused::FolderExists(shown.to_owned()));
        }
        self.make(Edit::Folder { path: id.path, there: true }, false)?;
        Ok(node)
    }

    /// Puts files in, as one step. Files of the same path are replaced.
    pub fn put_files(&self, files: Vec<(FileId, File)>) -> Result<(), Refused> {
        let edits: Vec<Edit> = files.into_iter().map(|(id, file)| put(&id, Some(file))).collect();
        if edits.is_empty() { Ok(()) } else { self.make(Edit::All(edits), false) }
    }

    /// Gives a file, or every file of a folder, another path, maybe in another group.
    pub fn move_to(&self, node: &Node, group: Group, shown: &str) -> Result<(), Refused> {
        self.move_all(&[(node.clone(), shown.to_owned())], group)
    }

    /// The same for several, into one group, as one step.
    pub fn move_all(&self, nodes: &[(Node, String)], group: Group) -> Result<(), Refused> {
        let mut moves = Vec::new();
        let mut folders = Vec::new();
        for (node, shown) in nodes {
            let shown = shown.trim_end_matches('/');
            // the path is checked even where nothing moves
            in_group(group, shown)?;
            if matches!(node, Node::Folder(old, path) if *old == group && shown.starts_with(&format!("{path}/")))
            {
                return Err(Refused::IntoItself);
            }
            for from in self.files_of(node) {
                let Some(file) = self.workspace.file(&from) else { continue };
                let rest = &from.shown()[node.shown().len()..];
                let to = in_group(group, &format!("{shown}{rest}"))?;
                if from != to {
                    moves.push((from, to, file));
                }
            }
            for from in self.folders_of(node).into_iter().map(FileId::runtime) {
                let rest = &from.shown()[node.shown().len()..];
                let to = in_group(group, &format!("{shown}{rest}"))?;
                if from != to {
                    folders.push((from, to));
                }
            }
        }
        let mut taken = BTreeSet::new();
        for (_, to, _) in &moves {
            self.must_be_free(to)?;
            if !taken.insert(to) {
                return Err(Refused::Exists(to.clone()));
            }
        }
        for (_, to) in &folders {
            self.must_be_free(to)?;
        }
        match (moves.is_empty(), folders.is_empty()) {
            (true, true) => return Ok(()),
            (true, false) if group == Group::Funko => return Err(Refused::EmptyInFunko),
            _ => {}
        }
        let gone = folders.iter().map(|(from, _)| folder(from, false));
        let gone = moves.iter().map(|(from, ..)| self.without(from)).chain(gone);
        let come = folders.iter().filter(|_| group != Group::Funko).map(|(_, to)| folder(to, true));
        let come = moves.iter().map(|(_, to, file)| put(to, Some(file.clone()))).chain(come);
        self.make(Edit::All(gone.chain(come).collect()), false)?;
        let moved: Vec<_> = moves.into_iter().map(|(from, to, _)| (from, to)).collect();
        self.view.follow(&moved);
        Ok(())
    }

    /// Puts a copy of a file or folder beside it, under a name that is free, and gives its row.
    pub fn duplicate_node(&self, node: &Node) -> Result<Option<Node>, Refused> {
        let there: Vec<_> = self
            .files_of(node)
            .into_iter()
            .filter_map(|from| self.workspace.file(&from).map(|file| (from, file)))
            .collect();
        let (group, shown) = (node.group(), node.shown());
        let taken = |path: &str| {
            let below = format!("{path}/");
            self.files()
                .iter()
                .any(|id| id.group() == group && (id.shown() == path || id.shown().starts_with(&below)))
                || !self.folders_of(&Node::Folder(group, path.to_owned())).is_empty()
        };
        let Some(copy) = (1..).map(|number| copy_name(shown, number)).find(|path| !taken(path)) else {
            return Ok(None);
        };
        let mut put = Vec::new();
        for (from, file) in there {
            put.push((in_group(group, &format!("{copy}{}", &from.shown()[shown.len()..]))?, file));
        }
        let mut edits: Vec<Edit> = put.into_iter().map(|(id, file)| self::put(&id, Some(file))).collect();
        for from in self.folders_of(node).into_iter().map(FileId::runtime) {
            let to = in_group(group, &format!("{copy}{}", &from.shown()[shown.len()..]))?;
            edits.push(folder(&to, true));
        }
        if !edits.is_empty() {
            self.make(Edit::All(edits), false)?;
        }
        Ok(node.moved(group, &copy))
    }

    /// Takes a file, or every file of a folder, out.
    pub fn delete(&self, node: &Node) -> Result<(), Refused> {
        self.delete_all(std::slice::from_ref(node))
    }

    /// The same for several, as one step.
    pub fn delete_all(&self, nodes: &[Node]) -> Result<(), Refused> {
        let there = |id: &FileId| self.workspace.file(id).is_some();
        let files: BTreeSet<FileId> = nodes.iter().flat_map(|node| self.files_of(node)).collect();
        let folders: BTreeSet<BundlePath> = nodes.iter().flat_map(|node| self.folders_of(node)).collect();
        let folders = folders.into_iter().map(|path| Edit::Folder { path, there: false });
        let files = files.iter().filter(|id| there(id)).map(|id| self.without(id));
        let edits: Vec<Edit> = files.chain(folders).collect();
        if edits.is_empty() { Ok(()) } else { self.make(Edit::All(edits), false) }
    }

    pub fn toggle_executable(&self, id: &FileId) -> Result<(), Refused> {
        let Some(file) = self.workspace.file(id) else {
            return Err(EditError::NoSuchFile(id.clone()).into());
        };
        let mode = if file.is_executable() { PLAIN } else { EXECUTABLE };
        self.make(put(id, Some(File { mode, ..file })), false)
    }

    /// The funko's file is as the template makes it again, or gone where the template makes none.
    pub fn reset_to_template(&self, id: &FileId) -> Result<(), Refused> {
        self.make(Edit::Funko { path: id.path.clone(), own: None }, false)
    }

    fn without(&self, id: &FileId) -> Edit {
        match (id.side, self.workspace.origin(id)) {
            (Side::Funko, Some(Origin::Live | Origin::Edited)) => {
                Edit::Funko { path: id.path.clone(), own: Some(FunkoEntry::Removed) }
            }
            _ => put(id, None),
        }
    }

    fn must_be_free(&self, id: &FileId) -> Result<(), Refused> {
        match self.workspace.file(id) {
            Some(_) => Err(Refused::Exists(id.clone())),
            None => Ok(()),
        }
    }
}

/// Projects.
impl Workbench {
    /// Opens a bundled runtime of the picker. Another project has to be fetched from the storage first.
    pub fn choose(&self, choice: &Choice) -> Result<(), Refused> {
        let name = self.workspace.document.with_untracked(|project| project.funko_name.clone());
        let project = match choice {
            Choice::FunkoEntry | Choice::Project(_) => None,
            Choice::Bundled(runtime) => {
                self.workspace.bundled().iter().find(|b| b.name == *runtime).map(|b| fresh(b, &name))
            }
        };
        project.map_or(Ok(()), |project| self.open(project))
    }

    /// Opens a bundled runtime as it comes, with a new funko. False: there is none of that name.
    pub fn open_bundled(&self, name: &str) -> Result<bool, Refused> {
        let bundled = self.workspace.bundled();
        match bundled.iter().find(|runtime| runtime.name == name) {
            Some(runtime) => self.open(fresh(runtime, FUNKO_NAME)).map(|()| true),
            None => Ok(false),
        }
    }

    /// Opens a new project. What was open stays among the projects, unless it was a bundled runtime as it comes.
    pub fn open(&self, project: Project) -> Result<(), Refused> {
        let first = first_file(&project);
        self.leave();
        self.set_document(project, History::default());
        self.projects.start(None);
        self.view.start_with(first);
        Ok(())
    }

    /// Files have come or gone.
    pub(super) fn reshaped(&self) {
        self.workspace.shape.update(|shape| *shape += 1);
    }

    /// The document is another from now on.
    pub(super) fn set_document(&self, project: Project, history: History) {
        let w = self.workspace;
        w.document.set(project);
        w.history.set(history);
        self.reshaped();
        w.revision.update(|revision| *revision += 1);
        w.opened.set(w.revision.get_untracked());
        self.scenarios.forget();
    }

    /// A small runtime to begin with.
    pub fn open_blank(&self) -> Result<(), Refused> {
        let funko_name = self.workspace.document.with_untracked(|project| project.funko_name.clone());
        self.open(Project {
            runtime_name: "blank".into(),
            runtime: skeleton::runtime(),
            funko_name,
            ..Project::default()
        })
    }

    /// A bundled runtime under another name, to be changed.
    pub fn open_copy(&self, bundled: &str, name: &str) -> Result<(), Refused> {
        BundlePath::new(name)?;
        let funko_name = self.workspace.document.with_untracked(|project| project.funko_name.clone());
        let all = self.workspace.bundled();
        let Some(runtime) = all.iter().find(|runtime| runtime.name == bundled) else { return Ok(()) };
        self.open(Project { runtime_name: name.to_owned(), ..fresh(runtime, &funko_name) })
    }

    /// An imported runtime, with a new funko of it.
    pub fn open_runtime(&self, name: &str, runtime: Bundle) -> Result<(), Refused> {
        let funko_name = self.workspace.document.with_untracked(|project| project.funko_name.clone());
        self.open(Project { runtime_name: name.to_owned(), runtime, funko_name, ..Project::default() })
    }

    /// An imported funko, laid over the runtime that is open or, where its `funko.yml` names a bundled one, over
    /// that; for one of FaaSO's own over the bundled one of that kind. What the template makes and the funko lacks
    /// counts as taken out.
    pub fn open_funko(&self, name: &str, files: &Bundle) -> Result<(), Refused> {
        self.open_funko_over(None, name, files)
    }

    /// As [`Workbench::open_funko`]. `runtime`: the one that came along with it, by name.
    pub(super) fn open_funko_over(
        &self,
        runtime: Option<(String, Bundle)>,
        name: &str,
        files: &Bundle,
    ) -> Result<(), Refused> {
        let yml = files.get(funko::FILE).and_then(|yml| funko::read(&yml.bytes).funko.ok());
        let wanted = yml.as_ref().and_then(|funko| funko.runtime.clone());
        let open = self.workspace.document.get_untracked();
        let bundled = self.workspace.bundled();
        let other = wanted.filter(|runtime| *runtime != open.runtime_name);
        let of_kind = |name: &str| {
            let exact = bundled.iter().find(|b| b.name == name);
            exact.or_else(|| bundled.iter().find(|b| faaso::runtime_name::is_like(&b.name, name)))
        };
        let mut project = match (runtime, other.and_then(|runtime| of_kind(&runtime))) {
            (Some((runtime_name, runtime)), _) => Project { runtime_name, runtime, ..Project::default() },
            (None, Some(runtime)) => fresh(runtime, ""),
            (None, None) => Project { own: Default::default(), ..open },
        };
        project.funko_name = yml.map_or_else(|| name.to_owned(), |funko| funko.name.trim_end().to_owned());
        project.take_funko(files);
        self.open(project)
    }
}

/// What the engine and the storage report.
impl Workbench {
    /// Takes in what became different.
    pub fn take_in(&self, delta: Delta) {
        let w = self.workspace;
        let revision = delta.revision;
        let reshapes = w.analysis.with_untracked(|analysis| makes_others(analysis, &delta));
        let is_said = delta.fresh || !delta.problems.is_empty();
        w.tally.update_untracked(|tally| tally.take_in(&delta));
        w.answered(&delta);
        w.analysis.update(|analysis| analysis.apply(delta));
        if is_said {
            w.tally.notify();
        }
        if reshapes {
            self.reshaped();
        }
        let well = match w.engine.get_untracked() {
            EngineState::Starting => true,
            // with nothing to blame, all is well again
            EngineState::Restarted { guilty: None, .. } => true,
            EngineState::Restarted { at, .. } => revision > at,
            EngineState::Ready | EngineState::Failed(_) => false,
        };
        if well {
            w.engine.set(EngineState::Ready);
        }
    }

    /// The picture of the build that was asked for when this project was opened last.
    pub fn take_drawn(&self, opened: u64, drawn: Result<Drawn, String>) {
        self.workspace.drawn.set(Some((opened, drawn)));
    }

    /// Where the templates use options, in the project that was opened last then.
    pub fn take_option_uses(&self, opened: u64, uses: Vec<OptionUse>) {
        self.workspace.option_uses.set((opened, uses));
    }

    /// What the Jinja2 lens sees; none where there is nothing to compare.
    pub fn take_comparison(&self, comparison: Option<(FileId, Comparison)>) {
        self.workspace.comparison.set(comparison);
    }

    pub fn engine_restarted(&self, guilty: Option<FileId>) {
        let at = self.workspace.revision.get_untracked();
        self.workspace.engine.set(EngineState::Restarted { guilty, at });
    }

    pub fn engine_failed(&self, why: String) {
        self.workspace.engine.set(EngineState::Failed(why));
    }

    /// The engine has been at the newest document for a while, or has answered.
    pub fn set_late(&self, late: bool) {
        if self.workspace.late.get_untracked() != late {
            self.workspace.late.set(late);
        }
    }

    pub fn set_saving(&self, saving: Saving) {
        if self.workspace.saving.get_untracked() != saving {
            self.workspace.saving.set(saving);
        }
    }
}

fn put(id: &FileId, file: Option<File>) -> Edit {
    let path = id.path.clone();
    match id.side {
        Side::Runtime => Edit::Runtime { path, file },
        Side::Funko => Edit::Funko { path, own: file.map(FunkoEntry::File) },
    }
}

/// Makes a folder that may stay empty, or takes it out.
fn folder(id: &FileId, there: bool) -> Edit {
    Edit::Folder { path: id.path.clone(), there }
}

/// `main-copy.py`, `Dockerfile-copy.j2`, `public-copy2`: the ending stays.
fn copy_name(shown: &str, number: usize) -> String {
    let name = shown.rsplit('/').next().unwrap_or_default();
    let dot = name.char_indices().skip(1).find(|(_, c)| *c == '.').map_or(name.len(), |(at, _)| at);
    let at = shown.len() - name.len() + dot;
    let number = if number == 1 { String::new() } else { number.to_string() };
    format!("{}-copy{number}{}", &shown[..at], &shown[at..])
}

/// More than a text is another by it: files come or go, or come from elsewhere.
fn reshapes(edit: &Edit) -> bool {
    match edit {
        Edit::Splice { .. } => false,
        Edit::All(edits) => edits.iter().any(reshapes),
        _ => true,
    }
}

/// The template makes other files by what has become different.
fn makes_others(before: &Analysis, delta: &Delta) -> bool {
    let is_file = |what: Option<&What>| matches!(what, Some(What::File { .. }));
    let entries = &before.new_funko.entries;
    let known = |path: &BundlePath| {
        let at = entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        Some(&entries[at].what)
    };
    let live = |(path, file): (&BundlePath, &Option<File>)| file.is_some() != before.live.contains_key(path);
    let made = |(path, what): (&BundlePath, &Option<What>)| is_file(what.as_ref()) != is_file(known(path));
    delta.fresh || delta.live.iter().any(live) || delta.new_funko.entries.iter().any(made)
}

/// It changes what was decided in a conversion.
fn is_decision(edit: &Edit) -> bool {
    match edit {
        Edit::Runtime { path, .. } => is_of_conversion(path.as_str()),
        Edit::All(edits) => edits.iter().any(is_decision),
        _ => false,
    }
}

/// The file that an edit changes last.
fn touched(edit: &Edit) -> Option<FileId> {
    match edit {
        Edit::Splice { file, .. } => Some(file.clone()),
        Edit::Runtime { path, .. } => Some(FileId::runtime(path.clone())),
        Edit::Funko { path, .. } => Some(FileId::funko(path.clone())),
        Edit::All(edits) => edits.iter().rev().find_map(touched),
        Edit::FunkoName(_) | Edit::RuntimeName(_) | Edit::Open(_) | Edit::Folder { .. } => None,
    }
}
