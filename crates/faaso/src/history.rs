//! Undo and redo over every edit: typing and file operations alike.

use crate::{
    project::{Edit, EditError, FileId, Project},
    text::Span,
};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Steps kept. The oldest go first.
pub const STEPS: usize = 2_000;

/// The edits that lead back from the document as it is, and forward again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    back: VecDeque<Edit>,
    forward: Vec<Edit>,
}

impl History {
    /// Makes an edit and remembers how to take it back. `continues` says that it goes on with what the edit
    /// before began (a word being typed): both are then one step.
    pub fn apply(&mut self, project: &mut Project, edit: Edit, continues: bool) -> Result<(), EditError> {
        let inverse = project.apply(edit)?;
        self.forward.clear();
        match self.back.pop_back() {
            Some(before) => match join(&before, &inverse).filter(|_| continues) {
                Some(joined) => self.back.push_back(joined),
                None => self.back.extend([before, inverse]),
            },
            None => self.back.push_back(inverse),
        }
        while self.back.len() > STEPS {
            self.back.pop_front();
        }
        Ok(())
    }

    /// Makes an edit that isn't the author's, as a step of its own. What they took back can still be made again where it is in
    /// other files.
    pub fn apply_from_outside(&mut self, project: &mut Project, edit: Edit) -> Result<(), EditError> {
        let keeps = self.forward.iter().all(|step| are_apart(step, &edit));
        let forward = self.forward.clone();
        self.apply(project, edit, false)?;
        if keeps {
            self.forward = forward;
        }
        Ok(())
    }

    /// Takes the last step back. Gives the edit that was made, none when there is no step left. A step that does not
    /// fit, which only a history from outside can hold, is dropped with all that lie behind it.
    pub fn undo(&mut self, project: &mut Project) -> Option<Edit> {
        let edit = self.back.pop_back()?;
        let Ok(inverse) = project.apply(edit.clone()) else {
            self.back.clear();
            return None;
        };
        self.forward.push(inverse);
        Some(edit)
    }

    /// Makes the step last taken back again. Gives the edit that was made; for one that does not fit, as
    /// [`History::undo`].
    pub fn redo(&mut self, project: &mut Project) -> Option<Edit> {
        let edit = self.forward.pop()?;
        let Ok(inverse) = project.apply(edit.clone()) else {
            self.forward.clear();
            return None;
        };
        self.back.push_back(inverse);
        Some(edit)
    }

    /// What of a history from outside can be taken with this document: the steps that are allowed and fit, tried on a
    /// copy as long as `room` lasts, in bytes of the files they change. What is not tried is dropped when it is used
    /// and does not fit.
    pub fn fitting(self, project: &Project, room: &mut u64, is_allowed: impl Fn(&Edit) -> bool) -> History {
        let mut fitting = History::default();
        let mut copy = Some(project.clone());
        for edit in self.back.into_iter().rev().take(STEPS) {
            if !is_allowed(&edit) || !is_well(&mut copy, &edit, room) {
                break;
            }
            fitting.back.push_front(edit);
        }
        let mut copy = Some(project.clone());
        for edit in self.forward.into_iter().rev().take(STEPS) {
            if !is_allowed(&edit) || !is_well(&mut copy, &edit, room) {
                break;
            }
            fitting.forward.insert(0, edit);
        }
        fitting
    }

    pub fn can_undo(&self) -> bool {
        !self.back.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.forward.is_empty()
    }
}

/// In whatever order both are made, the same comes out.
fn are_apart(one: &Edit, other: &Edit) -> bool {
    let (Some(ones), Some(others)) = (changed(one), changed(other)) else { return false };
    let is_below = |file: &FileId, folder: &FileId| folder.path.below(file.path.as_str()).is_some();
    ones.iter().all(|one| {
        let meets = |other: &FileId| one == other || is_below(one, other) || is_below(other, one);
        !others.iter().any(|other| one.side == other.side && meets(other))
    })
}

/// The files and folders that an edit changes; none where it is all of them.
fn changed(edit: &Edit) -> Option<Vec<FileId>> {
    Some(match edit {
        Edit::Splice { file, .. } => vec![file.clone()],
        Edit::Runtime { path, .. } | Edit::Folder { path, .. } => vec![FileId::runtime(path.clone())],
        Edit::Funko { path, .. } => vec![FileId::funko(path.clone())],
        Edit::FunkoName(_) | Edit::RuntimeName(_) => Vec::new(),
        Edit::All(edits) => edits.iter().map(changed).collect::<Option<Vec<_>>>()?.concat(),
        Edit::Open(_) => return None,
    })
}

/// The edit fits, or is not tried any more.
fn is_well(copy: &mut Option<Project>, edit: &Edit, room: &mut u64) -> bool {
    let Some(project) = copy else { return true };
    match room.checked_sub(work(project, edit)) {
        Some(rest) => {
            *room = rest;
            project.apply(edit.clone()).is_ok()
        }
        None => {
            *copy = None;
            true
        }
    }
}

/// About how many bytes an edit copies.
fn work(project: &Project, edit: &Edit) -> u64 {
    64 + match edit {
        Edit::Splice { file, text, .. } => {
            (text.len() + project.file(file).map_or(0, |file| file.bytes.len())) as u64
        }
        Edit::Open(project) => 64 * (project.runtime.len() + project.own.len()) as u64,
        Edit::All(edits) => edits.iter().map(|edit| work(project, edit)).sum(),
        _ => 0,
    }
}

/// One edit that takes back `later`, then `earlier`: neighbouring splices of one file, a splice inside of what the one
/// before put there, and the funko's name with its splice. Typing forward, composing with an input method, deleting in
/// either direction and typing a name meet here; anything else is a step of its own.
fn join(earlier: &Edit, later: &Edit) -> Option<Edit> {
    match (earlier, later) {
        (Edit::FunkoName(before), Edit::FunkoName(_)) => Some(Edit::FunkoName(before.clone())),
        (Edit::All(first), Edit::All(then)) if first.len() == then.len() && independent(first) => {
            let pairs = first.iter().zip(then);
            Some(Edit::All(pairs.map(|(e, l)| join(e, l)).collect::<Option<_>>()?))
        }
        (Edit::Splice { file, span: e, text: old }, Edit::Splice { file: other, span: l, text: taken })
            if file == other =>
        {
            let (span, text) = if l.start >= e.start && l.start + taken.len() <= e.end {
                // typed, replaced or deleted inside of what was put there, as input methods do
                (Span::new(e.start, (e.end - taken.len()).checked_add(l.end - l.start)?), old.clone())
            } else if l.start == e.end {
                // typed, replaced or deleted right behind what was typed or deleted
                (e.to(*l), format!("{old}{taken}"))
            } else if l.is_empty() && e.is_empty() && l.start.checked_add(taken.len()) == Some(e.start) {
                // deleted backwards: what was taken now stood right before
                (*l, format!("{taken}{old}"))
            } else {
                return None;
            };
            Some(Edit::Splice { file: file.clone(), span, text })
        }
        _ => None,
    }
}

/// The order of these edits does not matter: the name, and at most one splice.
fn independent(edits: &[Edit]) -> bool {
    edits.iter().all(|edit| matches!(edit, Edit::FunkoName(_) | Edit::Splice { .. }))
        && edits.iter().filter(|edit| matches!(edit, Edit::Splice { .. })).count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bundle::File, path::BundlePath};

    fn project(text: &str) -> (Project, FileId) {
        let path = BundlePath::new("a.txt").unwrap();
        let mut project = Project::default();
        project.runtime.put(path.clone(), File::text(text)).unwrap();
        (project, FileId::runtime(path))
    }

    fn text(project: &Project) -> String {
        project.runtime.get("a.txt").map_or("-".into(), |f| f.as_text().unwrap().to_owned())
    }

    /// Makes (start, end, inserted, continues) edits, then checks each state on the way back and forth.
    fn check(start: &str, edits: &[(usize, usize, &str, bool)], states: &[&str]) {
        let (mut doc, file) = project(start);
        let mut history = History::default();
        for &(from, to, new, continues) in edits {
            let edit = Edit::Splice { file: file.clone(), span: Span::new(from, to), text: new.into() };
            history.apply(&mut doc, edit, continues).unwrap();
        }
        let last = text(&doc);
        for state in states {
            assert!(history.undo(&mut doc).is_some());
            assert_eq!(text(&doc), *state);
        }
        assert!(history.undo(&mut doc).is_none());
        while history.redo(&mut doc).is_some() {}
        assert_eq!(text(&doc), last);
    }

    #[test]
    fn typing_is_one_step() {
        check("xy", &[(1, 1, "a", false), (2, 2, "b", true), (3, 3, "ñ", true)], &["xy"]);
        check("xy", &[(1, 1, "a", false), (2, 2, "b", false)], &["xay", "xy"]);
        check("xy", &[(1, 1, "a", false), (0, 0, "b", true)], &["xay", "xy"]);
    }

    #[test]
    fn deleting_is_one_step() {
        check("abcd", &[(3, 4, "", false), (2, 3, "", true), (1, 2, "", true)], &["abcd"]);
        check("abcd", &[(1, 2, "", false), (1, 2, "", true)], &["abcd"]);
        check("abcd", &[(1, 3, "X", false), (2, 2, "Y", true)], &["abcd"]);
    }

    #[test]
    fn typing_over_what_was_typed_is_one_step() {
        check("name: a", &[(6, 7, "bc", false), (6, 8, "bcd", true), (6, 9, "b", true)], &["name: a"]);
    }

    #[test]
    fn a_composition_is_one_step() {
        let composed = [
            (1, 1, "n", false),
            (1, 2, "に", true),
            (4, 4, "h", true),
            (4, 5, "ほ", true),
            (1, 7, "日本", true),
        ];
        check("xy", &composed, &["xy"]);
    }

    #[test]
    fn a_name_being_typed_is_one_step() {
        let (mut doc, file) = project("a");
        let mut history = History::default();
        for (old, new) in [(1, "ab"), (2, "abc"), (3, "x")] {
            let splice = Edit::Splice { file: file.clone(), span: Span::new(0, old), text: new.into() };
            history.apply(&mut doc, Edit::All(vec![Edit::FunkoName(new.into()), splice]), old > 1).unwrap();
        }
        assert_eq!((doc.funko_name.as_str(), text(&doc).as_str()), ("x", "x"));
        history.undo(&mut doc).unwrap();
        assert_eq!((doc.funko_name.as_str(), text(&doc).as_str()), ("", "a"));
        assert!(!history.can_undo());
    }

    #[test]
    fn what_comes_from_outside_leaves_redo_to_other_files() {
        let path = |text: &str| BundlePath::new(text).unwrap();
        let check = |edit: Edit, stays: bool| {
            let (mut doc, file) = project("one");
            let mut history = History::default();
            let typed = Edit::Splice { file, span: Span::at(0), text: "mine ".into() };
            history.apply(&mut doc, typed, false).unwrap();
            history.undo(&mut doc).unwrap();
            history.apply_from_outside(&mut doc, edit.clone()).unwrap();
            assert_eq!(history.can_redo(), stays, "{edit:?}");
            let (before, outside) = (doc.clone(), text(&doc));
            if stays {
                history.redo(&mut doc).unwrap();
                assert_eq!(text(&doc), format!("mine {outside}"), "{edit:?}");
                history.undo(&mut doc).unwrap();
            }
            assert_eq!(doc, before, "{edit:?}");
            history.undo(&mut doc).unwrap();
            assert_eq!((text(&doc), history.can_undo()), ("one".to_owned(), false), "{edit:?}");
        };
        let put = |at: &str| Edit::Runtime { path: path(at), file: Some(File::text("theirs")) };
        check(put("b.txt"), true);
        check(Edit::All(vec![put("b/c"), put("a.txt.bak")]), true);
        check(Edit::FunkoName("x".into()), true);
        check(Edit::Folder { path: path("empty"), there: true }, true);
        check(put("a.txt"), false);
        let gone = Edit::Runtime { path: path("a.txt"), file: None };
        check(Edit::All(vec![put("b"), gone.clone()]), false);
        check(Edit::All(vec![gone, put("a.txt/below")]), false);
        check(Edit::Open(Box::default()), false);
        // an edit that does not fit changes nothing
        let (mut doc, file) = project("one");
        let mut history = History::default();
        history.apply(&mut doc, Edit::Splice { file, span: Span::at(0), text: "x".into() }, false).unwrap();
        history.undo(&mut doc).unwrap();
        let before = history.clone();
        assert!(history.apply_from_outside(&mut doc, put("a.txt/below")).is_err());
        assert_eq!(history, before);
    }

    #[test]
    fn file_operations_are_steps() {
        let (mut doc, file) = project("one");
        let mut history = History::default();
        history.apply(&mut doc, Edit::Runtime { path: file.path, file: None }, false).unwrap();
        assert_eq!(text(&doc), "-");
        history.undo(&mut doc).unwrap();
        assert_eq!(text(&doc), "one");
    }
}
