//! How the document is looked at: tabs, panes, theme, dialogs. None of it changes what is exported.
//!
//! Long because every signal of the view stands in one type, with what is remembered of it.

use super::{
    node::Node,
    progress::{Met, Progress},
    seen::Seen,
    workspace::Workspace,
};
use crate::engine::conversion::Converted;
use faaso::{
    archive::Arrival,
    fate::SCENARIOS,
    funko,
    path::BundlePath,
    project::{FileId, Group, Project, Side},
    records::ProjectId,
    remade::Remade,
    text::LineColumn,
};
use reactive_graph::{computed::Memo, graph::untrack, traits::*};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, sync::Arc};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
    HighContrast,
}

/// The tabs of the funko.yml pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FunkoTab {
    #[default]
    Yaml,
    Form,
}

/// What *Changes* compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChangesOf {
    /// The author's files.
    #[default]
    Sources,
    /// What FaaSO makes of them.
    Made,
}

/// The tabs of the Output pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OutputTab {
    #[default]
    Rendered,
    BuildContext,
    NewFunko,
    Changes,
    Picture,
    Scenarios,
    Options,
    Conversion,
}

/// None where the project was not made from an application.
pub type ConversionShown = Result<Option<Arc<Converted>>, String>;

/// The panes between which one changes where there is no room for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pane {
    Files,
    #[default]
    Template,
    Funko,
    Output,
    Problems,
}

/// How the room is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sizes {
    /// Width of the Files pane, in px where the browser's text size is 16 px; it grows with the text.
    pub files: f64,
    /// Height of the Problems pane, in the same measure.
    pub problems: f64,
    /// Shares of what is left: Template, funko.yml, Output. They add up to 100.
    pub shares: [f64; 3],
}

impl Default for Sizes {
    fn default() -> Self {
        Sizes { files: 232.0, problems: 152.0, shares: [37.0, 26.0, 37.0] }
    }
}

/// In which editors long lines are broken to the width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrap {
    pub template: bool,
    pub funko: bool,
    pub output: bool,
}

impl Default for Wrap {
    fn default() -> Self {
        Wrap { template: false, funko: true, output: true }
    }
}

impl Wrap {
    pub fn of(&self, pane: Pane) -> bool {
        match pane {
            Pane::Funko => self.funko,
            Pane::Output => self.output,
            Pane::Template | Pane::Files | Pane::Problems => self.template,
        }
    }

    pub fn toggle(&mut self, pane: Pane) {
        let wrap = match pane {
            Pane::Funko => &mut self.funko,
            Pane::Output => &mut self.output,
            Pane::Template | Pane::Files | Pane::Problems => &mut self.template,
        };
        *wrap = !*wrap;
    }
}

/// Shown unless it was switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown(pub bool);

impl Default for Shown {
    fn default() -> Self {
        Shown(true)
    }
}

/// Builds on a FaaSO server: off until the author switches them on. `js/start.js` reads it, too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BuildServer {
    pub on: bool,
    /// As typed; empty: the FaaSO that the page itself is served by.
    pub address: String,
}

/// How large code is written, in px where the browser's text size is 16 px; it grows with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u8", into = "u8")]
pub struct FontSize(u8);

impl FontSize {
    pub const LEAST: u8 = 10;
    pub const MOST: u8 = 28;

    /// The nearest size that there is.
    pub fn new(px: u8) -> Self {
        FontSize(px.clamp(Self::LEAST, Self::MOST))
    }

    pub fn px(self) -> u8 {
        self.0
    }
}

impl Default for FontSize {
    fn default() -> Self {
        FontSize(13)
    }
}

impl From<u8> for FontSize {
    fn from(px: u8) -> Self {
        FontSize::new(px)
    }
}

impl From<FontSize> for u8 {
    fn from(size: FontSize) -> Self {
        size.0
    }
}

/// A line between two panes that can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divider {
    Files,
    /// Between Template and funko.yml.
    Template,
    /// Between funko.yml and Output.
    Funko,
    Problems,
}

/// The dialog that is open.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    Help,
    Settings,
    /// A selected text becomes an option.
    MakeOption(convert::options::Selection),
    /// Another name for an option.
    RenameOption(String),
    /// Who sends a patch for FaaSO, and when.
    Sender,
    /// A patch for FaaSO that was made.
    Patch(Box<convert::patch::Patch>),
    GoToFile,
    Commands,
    Export,
    /// A link to the open project.
    Share,
    /// What a link holds, or why it cannot be read. Nothing is opened yet.
    Shared(Result<Box<Project>, String>),
    /// A link asks for a bundled runtime of this name, and there is none.
    NoRuntime(String),
    /// What became of a zip, folder or upload that was opened.
    Import(Import),
    /// What came in holds several things that can be opened.
    Choose(Box<Arrival>),
    CopyRuntime,
    /// A build on a FaaSO server.
    RemoteBuild,
    /// Files that were changed here and in the folder on this computer.
    Conflicts,
    /// What application is to become a runtime.
    Application,
    /// Another one, which is compared with that.
    Second,
    Lessons,
    /// What is to be said about a rule, by its id.
    Rule(String),
    Projects,
    /// The page stopped or froze with this project, so it is not opened by itself.
    Held(ProjectId),
    /// A new file in this group, in this folder (with `/` at its end, or empty).
    NewFile(Group, String),
    /// The same for a folder.
    NewFolder(Group, String),
    /// Another path for a file or folder.
    Move(Node),
}

/// What an import brought, and what it left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What was opened, in a sentence; an error when nothing was.
    pub result: Result<String, String>,
    /// Path as written, and why it was left out.
    pub skipped: Vec<(String, String)>,
    /// What else is worth knowing, in sentences.
    pub notes: Vec<String>,
    /// It has no Dockerfile: one can be created for it.
    pub without_dockerfile: Option<Box<Arrival>>,
}

/// Something to say in passing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    /// It went wrong.
    pub bad: bool,
    /// What was done can be undone: a button offers it.
    pub undo: bool,
}

/// What is remembered of the view from one visit to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    pub font_size: FontSize,
    pub sizes: Sizes,
    pub wrap: Wrap,
    pub tint: Shown,
    pub whitespace: bool,
    pub preview_tabs: bool,
    pub side_by_side: bool,
    pub problems_shut: bool,
    pub write_at_once: bool,
    pub funko: FunkoTab,
    /// The newcomer's introduction was dismissed, or is of no use any more.
    pub welcomed: bool,
    pub lessons: Progress,
    pub build_server: BuildServer,
}

/// What is remembered of how one project is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Looks {
    pub tabs: Vec<FileId>,
    pub active: Option<FileId>,
    pub output: OutputTab,
    pub pane: Pane,
    /// In the Template pane.
    pub cursor: Option<LineColumn>,
    /// In the second editor.
    pub beside: Option<FileId>,
    pub preview: Option<FileId>,
}

#[derive(Clone, Copy)]
pub struct View {
    /// Files with a tab, gone ones too: they come back with undo.
    pub tabs: Seen<Vec<FileId>>,
    /// Files gone to since the project was opened, the last one first.
    pub recent: Seen<Vec<FileId>>,
    /// The file last gone to in the first editor; see [`View::first`].
    pub chosen: Seen<Option<FileId>>,
    /// The file of the second editor, beside the first.
    pub beside: Seen<Option<FileId>>,
    /// The file whose tab the next one takes that is only looked at.
    pub preview: Seen<Option<FileId>>,
    /// What is only looked at has one tab for all.
    pub preview_tabs: Seen<bool>,
    /// The second editor was used last: files are shown there.
    pub at_second: Seen<bool>,
    pub output: Seen<OutputTab>,
    pub funko: Seen<FunkoTab>,
    pub changes_of: Seen<ChangesOf>,
    /// What FaaSO makes otherwise than of that state, or why it isn't known; nothing where it wasn't asked for yet.
    pub remade: Seen<Option<Result<Vec<Remade>, String>>>,
    /// The number of the pinned state that the document is compared with.
    pub against: Seen<u64>,
    /// The conversion as it was at a revision of the document, or why it can't be shown.
    pub conversion: Seen<Option<(u64, ConversionShown)>>,
    /// The Jinja2 lens is on.
    pub lens: Seen<bool>,
    pub pane: Seen<Pane>,
    pub sizes: Seen<Sizes>,
    /// The one pane that has all the room.
    pub maximised: Seen<Option<Pane>>,
    /// The list of problems is shut: the status bar still counts them.
    pub problems_shut: Seen<bool>,
    /// There are problems, or were a moment ago: the list has its room, and keeps it while one types.
    pub problems_tall: Seen<bool>,
    /// The newcomer was shown what this is.
    pub welcomed: Seen<bool>,
    pub lessons: Seen<Progress>,
    pub met: Seen<Met>,
    pub theme: Seen<Theme>,
    pub font_size: Seen<FontSize>,
    pub wrap: Seen<Wrap>,
    /// In the output, what options made is tinted.
    pub tint: Seen<Shown>,
    /// In the template, what a `-` takes away is marked.
    pub whitespace: Seen<bool>,
    /// Changed lines stand beside those of before.
    pub side_by_side: Seen<bool>,
    pub build_server: Seen<BuildServer>,
    /// What is edited in a folder on this computer is written there without Ctrl S.
    pub write_at_once: Seen<bool>,
    /// The project whose files are shown without colours: those may have stopped the page.
    pub plain: Seen<Option<ProjectId>>,
    /// Folders of the tree that are shut: group and path.
    pub shut: Seen<BTreeSet<(Group, String)>>,
    /// The row of the tree that has the focus, or would have it.
    pub focused: Seen<Option<Node>>,
    /// Rows of the tree that are picked, where they are several.
    pub picked: Seen<Vec<Node>>,
    /// The row from which a range is picked.
    pub anchor: Seen<Option<Node>>,
    /// The row of the tree whose name is being changed in its place.
    pub renaming: Seen<Option<Node>>,
    /// The row of the tree that is being dragged.
    pub dragged: Seen<Option<Node>>,
    /// The problem last gone to.
    pub problem: Seen<Option<usize>>,
    pub cursor: Seen<Option<LineColumn>>,
    /// What is selected in the editor of a file or of the output that was last used; empty at the cursor.
    pub selected: Seen<Option<convert::options::Selection>>,
    /// Where the cursor is to be put, once its file is shown.
    pub revealed: Seen<Option<(FileId, LineColumn)>>,
    pub dialog: Seen<Option<Dialog>>,
    pub notice: Seen<Option<Notice>>,
    /// The designer is kept in this browser: it opens without a network.
    pub offline: Seen<bool>,
    /// A newer version of the designer is there and waits.
    pub newer: Seen<bool>,
    first: Memo<Option<FileId>>,
    second: Memo<Option<FileId>>,
    active: Memo<Option<FileId>>,
}

impl View {
    pub(super) fn new(workspace: Workspace) -> Self {
        let tabs = Seen::new(Vec::<FileId>::new());
        let chosen = Seen::new(None::<FileId>);
        let there = move |id: &FileId| workspace.file(id).is_some();
        let first = Memo::new(move |_| {
            let last = tabs.with(|tabs| tabs.iter().rev().find(|id| there(id)).cloned());
            chosen.get().filter(there).or(last)
        });
        let (beside, at_second) = (Seen::new(None::<FileId>), Seen::new(false));
        let second = Memo::new(move |_| beside.get().filter(there));
        let active = Memo::new(move |_| second.get().filter(|_| at_second.get()).or_else(|| first.get()));
        View {
            tabs,
            recent: Seen::default(),
            chosen,
            beside,
            preview: Seen::default(),
            preview_tabs: Seen::default(),
            at_second,
            output: Seen::default(),
            funko: Seen::default(),
            against: Seen::default(),
            changes_of: Seen::default(),
            remade: Seen::default(),
            conversion: Seen::default(),
            lens: Seen::default(),
            pane: Seen::default(),
            sizes: Seen::default(),
            maximised: Seen::default(),
            problems_shut: Seen::default(),
            problems_tall: Seen::default(),
            welcomed: Seen::default(),
            lessons: Seen::default(),
            met: Seen::default(),
            theme: Seen::default(),
            font_size: Seen::default(),
            wrap: Seen::default(),
            tint: Seen::default(),
            whitespace: Seen::default(),
            side_by_side: Seen::default(),
            build_server: Seen::default(),
            write_at_once: Seen::default(),
            plain: Seen::default(),
            shut: Seen::new(BTreeSet::from([(Group::Runtime, SCENARIOS.to_owned())])),
            focused: Seen::default(),
            picked: Seen::default(),
            anchor: Seen::default(),
            renaming: Seen::default(),
            dragged: Seen::default(),
            problem: Seen::default(),
            cursor: Seen::default(),
            selected: Seen::default(),
            revealed: Seen::default(),
            dialog: Seen::default(),
            notice: Seen::default(),
            offline: Seen::default(),
            newer: Seen::default(),
            first,
            second,
            active,
        }
    }

    /// The file that is worked on: of the editor that was used last.
    pub fn active(&self) -> Option<FileId> {
        self.active.get()
    }

    /// The file in the first editor of the Template pane, and of the tab that is chosen.
    pub fn first(&self) -> Option<FileId> {
        self.first.get()
    }

    /// The file in the second editor, where that is open.
    pub fn second(&self) -> Option<FileId> {
        self.second.get()
    }

    /// The second editor is open, and was used last.
    pub fn uses_second(&self) -> bool {
        self.at_second.get() && self.second.with(Option::is_some)
    }

    /// Shows a file: `funko.yml` has a pane of its own; others get a tab, or are shown in the second editor where that was
    /// used last.
    pub fn open(&self, id: FileId) {
        self.show_file(id, true);
    }

    /// The same for a file that is perhaps only looked at: where the author wants it so, its tab is the next one's.
    pub fn look_at(&self, id: FileId) {
        self.show_file(id, !self.preview_tabs.get_untracked());
    }

    fn show_file(&self, id: FileId, keep: bool) {
        if is_funko_yml(&id) {
            self.go_to_pane(Pane::Funko);
            return;
        }
        self.unfold(&id);
        self.recent.update(|recent| {
            recent.retain(|other| *other != id);
            recent.insert(0, id.clone());
        });
        if untrack(|| self.uses_second()) {
            self.beside.set(Some(id));
        } else {
            self.put_tab(&id, keep);
            self.chosen.set(Some(id));
        }
        self.go_to_pane(Pane::Template);
    }

    /// Shows a pane where one is shown at a time, and where another has all the room.
    pub fn go_to_pane(&self, pane: Pane) {
        if pane == Pane::Problems {
            self.problems_shut.set(false);
        } else {
            self.pane.set(pane);
        }
        if self.maximised.get_untracked().is_some_and(|it| it != pane) {
            self.maximised.set(None);
        }
    }

    /// Gives a pane all the room, or shares it out again.
    pub fn toggle_maximised(&self, pane: Pane) {
        self.maximised.update(|it| *it = if *it == Some(pane) { None } else { Some(pane) });
    }

    /// Opens the folders of the tree above a file.
    fn unfold(&self, id: &FileId) {
        self.unfold_to(&Node::File(id.clone()));
    }

    /// Opens the folders of the tree above a row.
    pub fn unfold_to(&self, node: &Node) {
        let (group, shown) = (node.group(), node.shown());
        let folders = shown.match_indices('/').map(|(at, _)| (group, shown[..at].to_owned()));
        let above: Vec<_> = std::iter::once((group, String::new())).chain(folders).collect();
        if self.shut.with_untracked(|shut| above.iter().any(|key| shut.contains(key))) {
            self.shut.update(|shut| shut.retain(|key| !above.contains(key)));
        }
    }

    /// System, light, dark, high contrast, and again.
    pub fn next_theme(&self) {
        self.theme.update(|theme| {
            *theme = match theme {
                Theme::System => Theme::Light,
                Theme::Light => Theme::Dark,
                Theme::Dark => Theme::HighContrast,
                Theme::HighContrast => Theme::System,
            };
        });
    }

    pub fn say(&self, text: impl Into<String>) {
        self.notice.set(Some(Notice { text: text.into(), bad: false, undo: false }));
    }

    /// Says what was just done, with a way back.
    pub fn say_done(&self, text: impl Into<String>) {
        self.notice.set(Some(Notice { text: text.into(), bad: false, undo: true }));
    }

    pub fn complain(&self, text: impl Into<String>) {
        self.notice.set(Some(Notice { text: text.into(), bad: true, undo: false }));
    }

    /// Moves a divider. `by` is in px (of 16 px text) for Files and Problems, in hundredths of the shared width else.
    pub fn resize(&self, divider: Divider, by: f64) {
        self.sizes.update(|sizes| match divider {
            Divider::Files => sizes.files = (sizes.files + by).clamp(140.0, 520.0),
            Divider::Problems => sizes.problems = (sizes.problems - by).clamp(64.0, 560.0),
            Divider::Template => shift(&mut sizes.shares, 0, by),
            Divider::Funko => shift(&mut sizes.shares, 1, by),
        });
    }

    /// The divider stands where it does in a fresh designer.
    pub fn reset_size(&self, divider: Divider) {
        let fresh = Sizes::default();
        self.sizes.update(|sizes| match divider {
            Divider::Files => sizes.files = fresh.files,
            Divider::Problems => sizes.problems = fresh.problems,
            Divider::Template | Divider::Funko => sizes.shares = fresh.shares,
        });
    }

    pub fn settings(&self) -> Settings {
        Settings {
            theme: self.theme.get(),
            font_size: self.font_size.get(),
            sizes: self.sizes.get(),
            wrap: self.wrap.get(),
            tint: self.tint.get(),
            whitespace: self.whitespace.get(),
            preview_tabs: self.preview_tabs.get(),
            side_by_side: self.side_by_side.get(),
            problems_shut: self.problems_shut.get(),
            write_at_once: self.write_at_once.get(),
            funko: self.funko.get(),
            welcomed: self.welcomed.get(),
            lessons: self.lessons.get(),
            build_server: self.build_server.get(),
        }
    }

    pub fn restore(&self, settings: Settings) {
        self.theme.set(settings.theme);
        self.font_size.set(settings.font_size);
        self.sizes.set(settings.sizes);
        self.wrap.set(settings.wrap);
        self.tint.set(settings.tint);
        self.whitespace.set(settings.whitespace);
        self.preview_tabs.set(settings.preview_tabs);
        self.side_by_side.set(settings.side_by_side);
        self.problems_shut.set(settings.problems_shut);
        self.write_at_once.set(settings.write_at_once);
        self.funko.set(settings.funko);
        self.welcomed.set(settings.welcomed);
        self.lessons.set(settings.lessons);
        self.build_server.set(settings.build_server);
    }

    /// What the Settings dialog sets is as in a fresh designer.
    pub fn reset_settings(&self) {
        let fresh = Settings::default();
        self.theme.set(fresh.theme);
        self.font_size.set(fresh.font_size);
        self.wrap.set(fresh.wrap);
        self.tint.set(fresh.tint);
        self.whitespace.set(fresh.whitespace);
        self.preview_tabs.set(fresh.preview_tabs);
        self.build_server.set(fresh.build_server);
        self.write_at_once.set(fresh.write_at_once);
    }

    pub fn looks(&self) -> Looks {
        Looks {
            tabs: self.tabs.get(),
            active: self.chosen.get(),
            output: self.output.get(),
            pane: self.pane.get(),
            cursor: self.cursor.get(),
            beside: self.beside.get(),
            preview: self.preview.get(),
        }
    }

    pub fn set_looks(&self, looks: Looks) {
        if !looks.tabs.is_empty() {
            self.tabs.set(looks.tabs);
            self.chosen.set(looks.active);
        }
        self.output.set(looks.output);
        self.pane.set(looks.pane);
        self.cursor.set(looks.cursor);
        self.beside.set(looks.beside);
        self.preview.set(looks.preview);
        self.revealed.set(self.chosen.get_untracked().zip(looks.cursor));
    }

    /// Makes a project's own first file the one that is looked at.
    pub fn start_with(&self, first: Option<FileId>) {
        self.tabs.set(first.iter().cloned().collect());
        self.recent.set(Vec::new());
        self.chosen.set(first);
        self.preview.set(None);
        self.close_second();
        self.remade.set(None);
        self.problem.set(None);
        self.focused.set(None);
        self.picked.set(Vec::new());
        self.anchor.set(None);
    }
}

pub fn is_funko_yml(id: &FileId) -> bool {
    id.side == Side::Funko && id.path.as_str() == funko::FILE
}

/// The funko's `funko.yml`.
pub fn funko_yml() -> FileId {
    FileId::funko(BundlePath::new(funko::FILE).expect("an ordinary name"))
}

/// Gives one share to its neighbour; none gets smaller than a tenth.
fn shift(shares: &mut [f64; 3], left: usize, by: f64) {
    let both = shares[left] + shares[left + 1];
    let first = (shares[left] + by).clamp(10.0, both - 10.0);
    shares[left] = first;
    shares[left + 1] = both - first;
}
