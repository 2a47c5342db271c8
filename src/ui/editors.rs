//! What the panes' editors have in common: which document they show, and the way to a place in it.

use crate::{
    editor::{
        Cursor, DocKey, Document, EditorHandle, Language, Mark, Notes, OptionName, TextChange, YmlOption,
        YmlWords,
    },
    state::{
        Workbench,
        notes::{self, Sign},
        prose,
        tracing::{Lit, Pointed, Uses},
        view::{Dialog, FunkoTab, OutputTab, Pane, is_funko_yml},
        words::{KnownOption, written},
    },
};
use faaso::{
    diagnostic::Place,
    path::BundlePath,
    project::{FileId, Side},
    text::{LineColumn, LineIndex, Span},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The editors, to be asked for their focus or a place.
#[derive(Clone, Copy)]
pub struct Editors {
    bench: Workbench,
    pub template: EditorHandle,
    /// The second one of the Template pane.
    pub second: EditorHandle,
    pub funko: EditorHandle,
    pub output: EditorHandle,
    /// Where the cursor went last, in whichever of them.
    pub cursor: RwSignal<Option<Cursor>>,
    /// What the pointer is over, in whichever of them.
    pub pointer: RwSignal<Option<(DocKey, usize)>>,
    /// What belongs to that, or else to the cursor.
    pub lit: Memo<Lit>,
    /// The uses of an option that are listed.
    pub uses: RwSignal<Option<Uses>>,
    /// Places that were left for others, the last one last; and those left by going back.
    past: RwSignal<Vec<Visited>>,
    future: RwSignal<Vec<Visited>>,
}

/// A document, and what was selected in it.
type Visited = (DocKey, Span);

/// Places that are remembered.
const MOST_VISITED: usize = 100;

impl Editors {
    pub fn new(bench: Workbench) -> Self {
        let cursor = RwSignal::new(None::<Cursor>);
        let pointer = RwSignal::new(None::<(DocKey, usize)>);
        let lit = Memo::new(move |before: Option<&Lit>| {
            let stays = |lit: &&Lit| lit.file.as_ref().is_some_and(|file| awaits_trace(bench, file));
            if let Some(lit) = before.filter(stays) {
                return lit.clone();
            }
            let at = pointer.get().or_else(|| cursor.get().map(|at| (at.key, at.selected.start)));
            let pointed = at.and_then(|(key, offset)| pointed(&key, offset));
            pointed.map(|at| bench.workspace.lit(&at)).unwrap_or_default()
        });
        Editors {
            bench,
            template: EditorHandle::new(),
            second: EditorHandle::new(),
            funko: EditorHandle::new(),
            output: EditorHandle::new(),
            cursor,
            pointer,
            lit,
            uses: RwSignal::default(),
            past: RwSignal::default(),
            future: RwSignal::default(),
        }
    }

    pub fn on_point(self) -> Callback<Option<(DocKey, usize)>> {
        Callback::new(move |at| self.pointer.set(at))
    }

    /// What the cursor is at.
    pub fn pointed(self) -> Option<Pointed> {
        let cursor = self.cursor.get()?;
        pointed(&cursor.key, cursor.selected.start)
    }

    /// Shows a place in the output of a file.
    pub fn go_to_output(self, file: &FileId, span: Span) {
        self.remember();
        self.visit((output_key(self.bench, file), span));
    }

    /// Back to the place that was left last.
    pub fn go_back(self) {
        self.travel(self.past, self.future, "There is no place to go back to");
    }

    pub fn go_forth(self) {
        self.travel(self.future, self.past, "There is no place to go forward to");
    }

    fn travel(self, from: RwSignal<Vec<Visited>>, to: RwSignal<Vec<Visited>>, none: &'static str) {
        let Some(place) = from.try_update(Vec::pop).flatten() else {
            self.bench.view.say(none);
            return;
        };
        if let Some(here) = self.here() {
            to.update(|places| places.push(here));
        }
        self.visit(place);
    }

    fn here(self) -> Option<Visited> {
        self.cursor.get_untracked().map(|cursor| (cursor.key, cursor.selected))
    }

    /// The place that is about to be left can be gone back to.
    fn remember(self) {
        let Some(here) = self.here() else { return };
        self.future.set(Vec::new());
        self.past.update(|places| {
            if places.last() != Some(&here) {
                places.push(here);
            }
            let more = places.len().saturating_sub(MOST_VISITED);
            places.drain(..more);
        });
    }

    fn visit(self, (key, span): Visited) {
        if let Some(file) = output_of(&key) {
            self.bench.view.look_at(file);
            self.bench.view.show_output(OutputTab::Rendered);
            self.bench.view.go_to_pane(Pane::Output);
            let output = self.output;
            request_animation_frame(move || output.reveal(key, span));
        } else if let Some(file) = file_of(&key) {
            self.bench.view.look_at(file.clone());
            self.reveal(&file, Some(span));
        }
    }

    /// Shows a file and, where one is known, the place in it.
    pub fn go_to(self, place: &Place) {
        self.remember();
        self.bench.view.look_at(place.file.clone());
        self.reveal(&place.file, place.at.map(|at| at.span));
    }

    /// Puts the cursor of a file's editor where it was.
    pub fn put_cursor(self, file: &FileId, at: LineColumn) {
        let content = self.bench.workspace.file(file);
        if let Some(text) = content.as_ref().and_then(|file| file.as_text()) {
            let offset = LineIndex::new(text).offset(text, at);
            self.reveal(file, Some(Span::at(offset)));
        }
    }

    /// The editor of the Template pane that was used last.
    pub fn active(self) -> EditorHandle {
        if untrack(|| self.bench.view.uses_second()) { self.second } else { self.template }
    }

    /// The first or the second editor of the Template pane has the focus: what is said of a cursor is of that one's.
    pub fn used(self, second: bool) {
        if untrack(|| self.bench.view.uses_second()) != second {
            self.bench.view.use_second(second);
            self.active().tell_cursor();
        }
    }

    /// Opens the second editor with the file that is worked on.
    pub fn open_beside(self) {
        if let Some(file) = untrack(|| self.bench.view.active()) {
            self.bench.view.open_beside(file.clone());
            self.reveal(&file, None);
        }
    }

    pub fn close_second(self) {
        self.bench.view.close_second();
        self.template.focus();
    }

    /// Puts the focus into the file's editor, once a dialog that may be open is gone.
    pub fn reveal(self, file: &FileId, span: Option<Span>) {
        let editor = if is_funko_yml(file) {
            self.bench.view.show_funko(FunkoTab::Yaml);
            self.funko
        } else {
            self.active()
        };
        let key = key(self.bench, file);
        request_animation_frame(move || match span {
            Some(span) => editor.reveal(key, span),
            None => editor.focus(),
        });
    }
}

/// What an editor's place is a place of.
fn pointed(key: &DocKey, offset: usize) -> Option<Pointed> {
    let output = output_of(key).map(|file| Pointed::Output(file, offset));
    output.or_else(|| file_of(key).map(|file| Pointed::File(file, offset)))
}

/// Another project's file of the same path is another document.
pub fn key(bench: Workbench, file: &FileId) -> DocKey {
    let side = match file.side {
        Side::Runtime => "runtime",
        Side::Funko => "funko",
    };
    DocKey::new(format!("{}:{side}:{}", bench.workspace.opened(), file.path))
}

/// What an editor shows of the output of a file.
pub fn output_key(bench: Workbench, file: &FileId) -> DocKey {
    DocKey::new(format!("{OUTPUT}{}", key(bench, file).as_str()))
}

/// The file whose output this is; none for a file itself.
pub fn output_of(key: &DocKey) -> Option<FileId> {
    key.as_str().strip_prefix(OUTPUT).and_then(parse)
}

/// The file that is edited under this key.
pub fn file_of(key: &DocKey) -> Option<FileId> {
    parse(key.as_str())
}

const OUTPUT: &str = "output ";

fn parse(key: &str) -> Option<FileId> {
    let (_, file) = key.split_once(':')?;
    let (side, path) = file.split_once(':')?;
    let side = if side == "funko" { Side::Funko } else { Side::Runtime };
    Some(FileId { side, path: BundlePath::new(path).ok()? })
}

/// A file as an editor shows it; none when there is none or it is no text.
pub fn document(bench: Workbench, file: &FileId) -> Option<Document> {
    let content = bench.workspace.file(file)?;
    let language = match file.group() {
        // nothing of a funko is ever rendered
        faaso::project::Group::Funko => Language::of(file.path.as_str()).rendered(),
        _ => Language::of(file.path.as_str()),
    };
    let language = coloured(bench, language);
    Some(Document { key: key(bench, file), text: content.as_text()?.into(), language })
}

/// The colours of a file, unless the project is shown without any.
pub fn coloured(bench: Workbench, language: Language) -> Language {
    match bench.view.plain.get() {
        Some(id) if id == bench.projects.tracked_open() => Language::PLAIN,
        _ => language,
    }
}

/// What is wrong with a file, for its editor.
pub fn marks(bench: Workbench, file: &FileId) -> Arc<[Mark]> {
    bench.workspace.with_problems_of(file, |problems| {
        let here = problems.filter_map(|problem| {
            let place = problem.place.as_ref()?;
            let said = problem.said.as_ref().map(|said| format!("FaaSO says: {said}"));
            let lines = [Some(problem.message.clone()), problem.help.clone(), said];
            let message = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
            Some(Mark { span: place.at?.span, severity: problem.severity, message })
        });
        here.collect()
    })
}

/// What completion offers after `options.`: what `funko.yml` sets and what templates use.
pub fn options(bench: Workbench) -> Arc<[OptionName]> {
    bench.workspace.with_analysis(|analysis| {
        let set = analysis.options_set.iter().map(|name| (name, "set in funko.yml"));
        let used = analysis.options_used.iter().filter(|name| !analysis.options_set.contains(name));
        let all = set.chain(used.map(|name| (name, "used but not set in funko.yml")));
        all.map(|(name, detail)| OptionName { name: name.clone(), detail: detail.to_owned() }).collect()
    })
}

/// What completion offers in a `funko.yml` and in the template that makes it; none in any other file.
pub fn yml(bench: Workbench, file: &FileId) -> Option<YmlWords> {
    let template = matches!(file.path.as_str(), "template/funko.yml" | "template/funko.yml.j2");
    if !is_funko_yml(file) && !template {
        return None;
    }
    let option = |option: KnownOption| YmlOption {
        detail: option.about.map_or_else(|| "used by the templates".to_owned(), |about| prose::plain(&about)),
        name: option.name,
        value: option.default.as_ref().map(written),
    };
    let options = bench.known_options().into_iter().map(option).collect();
    Some(YmlWords { options, runtimes: bench.runtime_names() })
}

/// What is shown of the rendering in the template of a file. `before` is what was shown last.
pub fn template_notes(bench: Workbench, file: Option<FileId>, before: Option<&Notes>) -> Notes {
    notes(bench, file, before, |file| bench.workspace.template_notes(file, bench.view.whitespace.get()))
}

/// The same in its output.
pub fn output_notes(bench: Workbench, file: Option<FileId>, before: Option<&Notes>) -> Notes {
    let file = file.filter(|_| bench.view.tint.get().0);
    notes(bench, file, before, |file| bench.workspace.output_notes(file))
}

fn notes(
    bench: Workbench,
    file: Option<FileId>,
    before: Option<&Notes>,
    now: impl FnOnce(&FileId) -> notes::Notes,
) -> Notes {
    let Some(file) = file else { return Notes::default() };
    match before.filter(|_| awaits_trace(bench, &file)) {
        Some(before) => before.clone(),
        None => drawn(now(&file), bench.workspace.traced_at(&file)),
    }
}

/// A newer trace of the file is on its way.
fn awaits_trace(bench: Workbench, file: &FileId) -> bool {
    bench.view.output.get() == OutputTab::Rendered && bench.workspace.awaits_trace(file)
}

fn drawn(notes: notes::Notes, of: Option<u64>) -> Notes {
    const TINTS: [&str; notes::TINTS] = ["cm-tint-0", "cm-tint-1", "cm-tint-2", "cm-tint-3", "cm-tint-4"];
    let marks = notes.marks.into_iter().map(|(span, sign)| match sign {
        Sign::Tint(which) => (span, TINTS[which % TINTS.len()]),
        Sign::Eaten => (span, "cm-eaten"),
        Sign::Dash => (span, "cm-dash"),
    });
    Notes { of, marks: marks.collect(), ghosts: notes.ghosts, beside: notes.beside }
}

/// Whether long lines are broken in this pane's editor.
pub fn wrap(bench: Workbench, pane: Pane) -> Signal<bool> {
    Signal::derive(move || bench.view.wrap.with(|wrap| wrap.of(pane)))
}

/// The author typed.
pub fn on_change(bench: Workbench) -> Callback<TextChange> {
    Callback::new(move |change: TextChange| {
        let Some(file) = file_of(&change.key) else { return };
        let splices = change.splices.into_iter().map(|splice| (splice.span, splice.text));
        if let Err(refused) = bench.type_into(&file, splices, change.typing) {
            bench.view.complain(format!("Couldn't change it: {refused}."));
        }
    })
}

/// Asks for another name of an option.
pub fn on_rename(bench: Workbench) -> Callback<String> {
    Callback::new(move |name| bench.view.show(Dialog::RenameOption(name)))
}

pub fn on_undo(bench: Workbench) -> Callback<()> {
    Callback::new(move |()| bench.undo())
}

pub fn on_redo(bench: Workbench) -> Callback<()> {
    Callback::new(move |()| bench.redo())
}
