//! What is asked of the Workers beside the document. A new question is a type with its [`Job`] and a word in the table.
//!
//! Long because the table and all that it names stand together.

use super::{
    changes::Changes,
    conversion::{self, Converted},
};
use convert::{
    conversion::without_conversion,
    decisions::Decision,
    options::{self, Changed, Extracted, Inlined, Renamed, Selection, Wanted},
    patch::{self, Patch, Sender},
    readme_table, template_text,
    two::Second,
};
use crinja::Trace;
use faaso::{
    analysis::Analyzer,
    archive::{self, Arrival, ExportError},
    build_command::{BuildCommand, Builder, build_command},
    bundle::{Bundle, File, PLAIN},
    checks,
    diagnostic::Severity,
    funko,
    lens::{Comparison, Seen},
    option_uses::OptionUse,
    path::BundlePath,
    picture::Drawn,
    project::{Edit, FileId, Project},
    remade::Remade,
    remote_build::{self, Blamed, Failure, Sending},
    scenarios::{self, Edge, Edges, Ran},
    search::{self, Found, Query, Scope},
    share,
    text::Span,
    trees,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeSet;

const UNREADABLE: &str = "The engine answered something else. Your work is saved.";

/// Why there is no answer, in a sentence for the author.
pub type Refusal = String;

/// Which Worker answers a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The engine: it has the document, and what was made of it.
    Engine,
    /// The workshop, which is fetched when the first such question is asked. It only knows what it is told.
    Workshop,
    /// The workshop, and the document has to be sent along.
    WorkshopWithDocument,
}

impl At {
    pub const fn is_workshop(self) -> bool {
        matches!(self, At::Workshop | At::WorkshopWithDocument)
    }
}

/// What the workshop is told of the document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    pub project: Project,
    /// Not rendered: an engine hung on them.
    pub guilty: BTreeSet<FileId>,
}

/// A question with its answer.
pub trait Job: Into<Question> {
    type Answer: Serialize + DeserializeOwned;

    /// Which Worker answers it. Every job says so: what the engine answers is fetched at each visit.
    const AT: At;

    /// Standard Jinja2 has no budget for what it prints, so it gets no more time than a rendering.
    const IS_RENDERING: bool = false;

    /// About what the engine goes through, in bytes of files.
    fn weight(&self) -> usize {
        0
    }

    fn run(self, analyzer: &mut Analyzer) -> Result<Self::Answer, Refusal>;
}

/// Declares what can be asked.
macro_rules! questions {
    ($($job:ident,)*) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Question {
            $($job($job),)*
        }

        $(impl From<$job> for Question {
            fn from(job: $job) -> Self {
                Question::$job(job)
            }
        })*

        impl Question {
            /// Only one Worker's questions, so that what answers the other's isn't linked.
            pub fn run<const IN_WORKSHOP: bool>(self, analyzer: &mut Analyzer) -> Reply {
                match self {
                    $(Question::$job(job) if const { $job::AT.is_workshop() == IN_WORKSHOP } => {
                        Reply::to::<$job>(&job.run(analyzer))
                    })*
                    _ => Reply::elsewhere(),
                }
            }

            pub fn weight(&self) -> usize {
                match self {
                    $(Question::$job(job) => job.weight(),)*
                }
            }

            pub fn is_rendering(&self) -> bool {
                match self {
                    $(Question::$job(_) => $job::IS_RENDERING,)*
                }
            }
        }
    };
}

questions! {
    BeginConversion,
    Blame,
    ConversionNow,
    SetSecond,
    Decide,
    Export,
    Explain,
    FormOf,
    SeenByLens,
    Compare,
    Import,
    InlineOption,
    MakeOption,
    MakePatch,
    OptionAt,
    PreviewDecision,
    OptionUses,
    Pack,
    Rewrite,
    RenameOption,
    Replace,
    Search,
    Share,
    OpenLink,
    PictureOf,
    RemadeSince,
    UpdateReadme,
    MakeScenario,
    RunScenario,
    TryEdges,
    TraceOf,
    UsesOf,
}

/// An answer on its way: who asked knows its type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply(#[serde(with = "serde_bytes")] Vec<u8>);

impl Reply {
    fn to<J: Job>(answer: &Result<J::Answer, Refusal>) -> Reply {
        Reply(postcard::to_stdvec(answer).expect("answers hold nothing that postcard cannot write"))
    }

    /// No answer: the question went to the wrong Worker.
    pub fn elsewhere() -> Reply {
        let refusal: Result<(), Refusal> = Err(UNREADABLE.to_owned());
        Reply(postcard::to_stdvec(&refusal).expect("a text can be written"))
    }

    /// The answer to this kind of question.
    pub fn read<J: Job>(&self) -> Result<J::Answer, Refusal> {
        postcard::from_bytes(&self.0).unwrap_or_else(|_| Err(UNREADABLE.to_owned()))
    }
}

/// An archive of the document as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// Exactly the files of `faaso export`, in one folder named like the funko.
    FunkoReady,
    /// The funko's own files, for `faaso build`.
    FunkoSource,
    /// The runtime as a folder.
    Runtime,
    /// The same as a tar.gz.
    RuntimeTarGz,
}

impl Job for Export {
    type Answer = ToPack;
    const AT: At = At::Engine;

    fn run(self, analyzer: &mut Analyzer) -> Result<ToPack, Refusal> {
        let made = analyzer.make(&mut |_| {});
        let project = analyzer.project();
        // FaaSO names the image by what the funko's own `funko.yml` says
        let name = match made.funko.get(funko::FILE).and_then(|yml| funko::name_in(&yml.bytes)) {
            Some(name) => name.trim_end_matches('\n').to_owned(),
            None => trees::funko_name(&project.funko_name).to_owned(),
        };
        let (of, kind, files) = match self {
            Export::FunkoReady => {
                let bundle = made.build_context.bundle();
                (&name, "", bundle.map_err(|why| ExportError::Faaso(why).to_string())?)
            }
            Export::FunkoSource => (&name, "-source", made.funko),
            Export::Runtime | Export::RuntimeTarGz => {
                (&project.runtime_name, "-runtime", without_conversion(&project.runtime))
            }
        };
        let folder = archive::folder_name(of);
        let ending = if self == Export::RuntimeTarGz { "tar.gz" } else { "zip" };
        let file_name = format!("{folder}{kind}.{ending}");
        let commands = (self == Export::FunkoReady).then(|| {
            let lines = |builder| {
                let BuildCommand { sh, powershell, cmd } = build_command(&file_name, &name, builder);
                Lines { sh, powershell, cmd }
            };
            Commands { buildkit: lines(Builder::Buildkit), faaso: lines(Builder::Faaso) }
        });
        Ok(ToPack { folder, files, file_name, commands })
    }
}

/// What is in an archive that is to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToPack {
    /// All files lie in it.
    pub folder: String,
    pub files: Bundle,
    /// `NAME.zip` or `NAME.tar.gz`
    pub file_name: String,
    /// For `FunkoReady`: the one line, for each shell.
    pub commands: Option<Commands>,
}

/// The archive itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pack(pub ToPack);

impl Job for Pack {
    type Answer = Exported;
    const AT: At = At::Workshop;

    fn weight(&self) -> usize {
        self.0.files.files().map(|(_, file)| file.bytes.len()).sum()
    }

    fn run(self, _: &mut Analyzer) -> Result<Exported, Refusal> {
        let ToPack { folder, files, file_name, commands } = self.0;
        let made = match file_name.ends_with(".tar.gz") {
            true => archive::write_tar_gz(&files, &folder),
            false => archive::write(&files, &folder),
        };
        Ok(Exported { file_name, bytes: made.map_err(|error| error.to_string())?, commands })
    }
}

/// What is sent to a FaaSO server that is to build the funko: of [`Export::FunkoReady`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormOf(pub ToPack);

impl Job for FormOf {
    type Answer = Sending;
    const AT: At = At::Workshop;

    fn weight(&self) -> usize {
        self.0.files.files().map(|(_, file)| file.bytes.len()).sum()
    }

    fn run(self, _: &mut Analyzer) -> Result<Sending, Refusal> {
        remote_build::sending(&self.0.files).map_err(|error| error.to_string())
    }
}

/// What a build that failed at a server means in the document as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blame {
    /// What the server's log says.
    pub failure: Failure,
    /// The Dockerfile that was sent.
    pub sent: String,
}

impl Job for Blame {
    type Answer = Blamed;
    const AT: At = At::WorkshopWithDocument;
    const IS_RENDERING: bool = true;

    fn weight(&self) -> usize {
        self.sent.len()
    }

    fn run(self, analyzer: &mut Analyzer) -> Result<Blamed, Refusal> {
        Ok(analyzer.blame(&self.failure, &self.sent))
    }
}

/// What is to be said about the rule of that id; none where there is no such rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explain(pub String);

impl Job for Explain {
    type Answer = Option<Rule>;
    const AT: At = At::Workshop;

    fn run(self, _: &mut Analyzer) -> Result<Option<Rule>, Refusal> {
        Ok(documented(&self.0))
    }
}

fn documented(rule: &str) -> Option<Rule> {
    let check = checks::find(rule)?;
    let owned = |files: checks::Files| files.iter().map(|&(path, text)| (path.into(), text.into())).collect();
    Some(Rule {
        id: check.id.into(),
        severity: check.severity,
        title: check.title.into(),
        what: check.what.into(),
        why: check.why.into(),
        instead: check.instead.into(),
        fires: owned(check.fires),
        quiet: owned(check.quiet),
    })
}

/// What the Jinja2 lens looks at, of a file; none where FaaSO does not render it, or has not come to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenByLens(pub FileId);

impl Job for SeenByLens {
    type Answer = Option<Seen>;
    const AT: At = At::Engine;

    fn run(self, analyzer: &mut Analyzer) -> Result<Option<Seen>, Refusal> {
        Ok(analyzer.seen_by_lens(&self.0))
    }
}

/// The Jinja2 lens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compare(pub Seen);

impl Job for Compare {
    type Answer = Comparison;
    const AT: At = At::Workshop;
    const IS_RENDERING: bool = true;

    fn run(self, _: &mut Analyzer) -> Result<Comparison, Refusal> {
        Ok(self.0.compare())
    }
}

/// Where each stretch of a file's output comes from; none where FaaSO does not render it, or there is too much of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceOf(pub FileId);

impl Job for TraceOf {
    type Answer = Option<Trace>;
    const AT: At = At::Engine;
    const IS_RENDERING: bool = true;

    fn run(self, analyzer: &mut Analyzer) -> Result<Option<Trace>, Refusal> {
        Ok(analyzer.trace(&self.0))
    }
}

/// Every place that names an option, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsesOf(pub String);

impl Job for UsesOf {
    type Answer = Vec<(FileId, Span)>;
    const AT: At = At::WorkshopWithDocument;

    fn run(self, analyzer: &mut Analyzer) -> Result<Vec<(FileId, Span)>, Refusal> {
        Ok(options::uses_of(analyzer.project(), &self.0))
    }
}

/// The picture of the build, and what is built again since another state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureOf {
    /// What leads from the document to that state; none where nothing is to be compared.
    pub back: Option<Changes>,
}

impl Job for PictureOf {
    type Answer = Drawn;
    const AT: At = At::Engine;
    const IS_RENDERING: bool = true;

    fn weight(&self) -> usize {
        self.back.as_ref().map_or(0, Changes::bytes)
    }

    fn run(self, analyzer: &mut Analyzer) -> Result<Drawn, Refusal> {
        let before = self.back.map(|back| {
            let mut project = analyzer.project().clone();
            back.apply(&mut project);
            project
        });
        Ok(analyzer.picture(before))
    }
}

/// What is in a zip, tar or tar.gz that the author opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Of the file.
    pub name: String,
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

impl Job for Import {
    type Answer = Arrival;
    const AT: At = At::Workshop;

    fn weight(&self) -> usize {
        archive::weight(&self.bytes)
    }

    fn run(self, _: &mut Analyzer) -> Result<Arrival, Refusal> {
        let imported = archive::read(&self.bytes).map_err(|error| error.to_string())?;
        Ok(imported.arrive(&self.name))
    }
}

/// The document as it is, as the fragment of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share;

impl Job for Share {
    type Answer = String;
    const AT: At = At::WorkshopWithDocument;

    fn run(self, analyzer: &mut Analyzer) -> Result<String, Refusal> {
        let project = analyzer.project();
        let passed_on = Project { runtime: without_conversion(&project.runtime), ..project.clone() };
        share::link(&passed_on).map_err(|error| error.to_string())
    }
}

/// The project in a link that the page was opened with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenLink(pub String);

impl Job for OpenLink {
    type Answer = Project;
    const AT: At = At::Workshop;

    fn weight(&self) -> usize {
        self.0.len()
    }

    fn run(self, _: &mut Analyzer) -> Result<Project, Refusal> {
        share::open(&self.0).map_err(|error| error.to_string())
    }
}

/// A rule's documentation, as `faaso::checks` has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub id: String,
    pub severity: Severity,
    pub title: String,
    pub what: String,
    pub why: String,
    pub instead: String,
    /// A small project that has the problem: paths and texts.
    pub fires: Vec<(String, String)>,
    /// The same, fixed.
    pub quiet: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exported {
    /// `NAME.zip` or `NAME.tar.gz`
    pub file_name: String,
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// For `FunkoReady`: the one line, for each shell.
    pub commands: Option<Commands>,
}

/// The line that unzips, builds and runs the funko, for each of Docker's builders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commands {
    /// With the builder of `docker build`.
    pub buildkit: Lines,
    /// With the classic builder, as FaaSO calls it.
    pub faaso: Lines,
}

/// The line for each shell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    pub sh: String,
    pub powershell: String,
    pub cmd: String,
}

/// What becomes of a selected text that is to be an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeOption {
    pub selection: Selection,
    pub wanted: Wanted,
}

impl Job for MakeOption {
    type Answer = Extracted;
    const AT: At = At::WorkshopWithDocument;
    const IS_RENDERING: bool = true;

    fn run(self, analyzer: &mut Analyzer) -> Result<Extracted, Refusal> {
        options::extract(analyzer.project(), &self.selection, &self.wanted)
    }
}

/// The option at a place of a file, in bytes; none where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionAt {
    pub file: FileId,
    pub at: usize,
}

impl Job for OptionAt {
    type Answer = Option<String>;
    const AT: At = At::WorkshopWithDocument;

    fn run(self, analyzer: &mut Analyzer) -> Result<Option<String>, Refusal> {
        Ok(options::option_at(analyzer.project(), &self.file, self.at))
    }
}

/// Where the files of a build use options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionUses;

impl Job for OptionUses {
    type Answer = Vec<OptionUse>;
    const AT: At = At::Engine;

    fn run(self, analyzer: &mut Analyzer) -> Result<Vec<OptionUse>, Refusal> {
        Ok(analyzer.option_uses())
    }
}

/// What becomes of an option that is to be plain text again, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlineOption(pub String);

impl Job for InlineOption {
    type Answer = Inlined;
    const AT: At = At::WorkshopWithDocument;
    const IS_RENDERING: bool = true;

    fn run(self, analyzer: &mut Analyzer) -> Result<Inlined, Refusal> {
        options::inline(analyzer.project(), &self.0)
    }
}

/// What another name for an option changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenameOption {
    pub old: String,
    pub new: String,
}

impl Job for RenameOption {
    type Answer = Renamed;
    const AT: At = At::WorkshopWithDocument;
    const IS_RENDERING: bool = true;

    fn run(self, analyzer: &mut Analyzer) -> Result<Renamed, Refusal> {
        options::rename(analyzer.project(), &self.old, &self.new)
    }
}

/// The edit that brings the README's table of options up to date; none where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateReadme;

impl Job for UpdateReadme {
    type Answer = Option<Edit>;
    const AT: At = At::WorkshopWithDocument;

    fn run(self, analyzer: &mut Analyzer) -> Result<Option<Edit>, Refusal> {
        let (file, text) = readme_table::written(analyzer.project())?;
        let now = analyzer.project().file(&file).cloned();
        let mode = now.as_ref().map_or(PLAIN, |file| file.mode);
        let new = File::new(text.into_bytes(), mode);
        Ok((now.as_ref() != Some(&new)).then_some(Edit::Runtime { path: file.path, file: Some(new) }))
    }
}

/// A patch that adds the runtime to FaaSO's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakePatch(pub Sender);

impl Job for MakePatch {
    type Answer = Patch;
    const AT: At = At::WorkshopWithDocument;
    const IS_RENDERING: bool = true;

    fn run(self, analyzer: &mut Analyzer) -> Result<Patch, Refusal> {
        let project = analyzer.project();
        patch::patch(&project.runtime, patch::folder_name(&project.runtime_name), &self.0)
    }
}

/// The edit that makes a file a template which renders to what it holds now, or a template plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewrite(pub FileId);

impl Job for Rewrite {
    type Answer = Edit;
    const AT: At = At::WorkshopWithDocument;
    const IS_RENDERING: bool = true;

    fn run(self, analyzer: &mut Analyzer) -> Result<Edit, Refusal> {
        let Rewrite(FileId { path, .. }) = self;
        let project = analyzer.project();
        let file = project.runtime.get(path.as_str()).ok_or("Only files of a runtime can be templates.")?;
        let (new, text) = match path.as_str().strip_suffix(".j2") {
            Some(plain) => {
                let text = file.as_text().ok_or("It isn't a text file.")?;
                (plain.to_owned(), template_text::as_plain(text).map_err(|why| why.to_string())?)
            }
            None => {
                let text = template_text::file_as_template(&file.bytes).map_err(|why| why.to_string())?;
                (format!("{path}.j2"), text)
            }
        };
        if project.runtime.get(&new).is_some() || project.runtime.is_folder(&new) {
            return Err(format!("`{new}` already exists."));
        }
        let new = BundlePath::new(&new).map_err(|error| error.to_string())?;
        let content = File::new(text.into_bytes(), file.mode);
        let gone = Edit::Runtime { path, file: None };
        Ok(Edit::All(vec![gone, Edit::Runtime { path: new, file: Some(content) }]))
    }
}

/// What becomes of a scenario, by its name; none where there is no such.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunScenario(pub String);

impl Job for RunScenario {
    type Answer = Option<Ran>;
    const AT: At = At::WorkshopWithDocument;
    const IS_RENDERING: bool = true;

    fn run(self, analyzer: &mut Analyzer) -> Result<Option<Ran>, Refusal> {
        Ok(analyzer.of_runtime(|runtime, render| scenarios::run(runtime, &self.0, render)))
    }
}

/// The edit that adds a scenario with this `funko.yml`, and expects what it makes now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeScenario {
    pub name: String,
    #[serde(with = "serde_bytes")]
    pub yml: Vec<u8>,
}

impl Job for MakeScenario {
    type Answer = Edit;
    const AT: At = At::WorkshopWithDocument;
    const IS_RENDERING: bool = true;

    fn run(self, analyzer: &mut Analyzer) -> Result<Edit, Refusal> {
        let yml = File::new(self.yml, PLAIN);
        analyzer.of_runtime(|runtime, render| scenarios::create_as_it_is(runtime, &self.name, yml, render))
    }
}

/// Tries the edges of one option, by its place among those that can be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TryEdges(pub usize);

impl Job for TryEdges {
    type Answer = Tried;
    const AT: At = At::WorkshopWithDocument;
    const IS_RENDERING: bool = true;

    fn run(self, analyzer: &mut Analyzer) -> Result<Tried, Refusal> {
        let name = analyzer.project().runtime_name.clone();
        analyzer.of_runtime(|runtime, render| {
            let edges = Edges::new(runtime, &name, render)?;
            let options = edges.options();
            let found = options.get(self.0).map(|option| edges.of(option, render)).unwrap_or_default();
            Ok(Tried { options: options.len(), found })
        })
    }
}

/// What breaks at the edges of one option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// How many options can be tried.
    pub options: usize,
    pub found: Vec<Edge>,
}

/// An application becomes a runtime as proposed; the answer is that runtime, with the conversion in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeginConversion {
    pub application: Bundle,
    /// Of the runtime.
    pub name: String,
}

impl Job for BeginConversion {
    type Answer = Bundle;
    const AT: At = At::Workshop;

    fn weight(&self) -> usize {
        self.application.files().map(|(_, file)| file.bytes.len()).sum()
    }

    fn run(self, _: &mut Analyzer) -> Result<Bundle, Refusal> {
        conversion::begin(&self.application, &self.name)
    }
}

/// The conversion of the document; none where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversionNow;

impl Job for ConversionNow {
    type Answer = Option<Converted>;
    const AT: At = At::WorkshopWithDocument;

    fn run(self, analyzer: &mut Analyzer) -> Result<Option<Converted>, Refusal> {
        conversion::now(analyzer.project())
    }
}

/// The edit that makes a decision about the conversion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decide(pub Decision);

impl Job for Decide {
    type Answer = Edit;
    const AT: At = At::WorkshopWithDocument;

    fn run(self, analyzer: &mut Analyzer) -> Result<Edit, Refusal> {
        conversion::decide(analyzer.project(), self.0)
    }
}

/// The edit that adds a second application to the conversion, or takes it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetSecond(pub Option<Second>);

impl Job for SetSecond {
    type Answer = Edit;
    const AT: At = At::WorkshopWithDocument;

    fn weight(&self) -> usize {
        let files = self.0.iter().flat_map(|second| second.files.files());
        files.map(|(_, file)| file.bytes.len()).sum()
    }

    fn run(self, analyzer: &mut Analyzer) -> Result<Edit, Refusal> {
        conversion::set_second(analyzer.project(), self.0)
    }
}

/// The lines that a decision would change, file by file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewDecision(pub Decision);

impl Job for PreviewDecision {
    type Answer = Vec<Changed>;
    const AT: At = At::WorkshopWithDocument;

    fn run(self, analyzer: &mut Analyzer) -> Result<Vec<Changed>, Refusal> {
        conversion::preview(analyzer.project(), self.0)
    }
}

/// Finds a text in all files; each result with what would replace it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    pub query: Query,
    pub replacement: String,
}

impl Job for Search {
    type Answer = Found;
    const AT: At = At::WorkshopWithDocument;

    fn run(self, analyzer: &mut Analyzer) -> Result<Found, Refusal> {
        search::find(analyzer.project(), &self.query, &self.replacement)
    }
}

/// The one edit that replaces results of a search, and how many of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replace {
    pub query: Query,
    pub replacement: String,
    pub scope: Scope,
}

impl Job for Replace {
    type Answer = (Edit, usize);
    const AT: At = At::WorkshopWithDocument;

    fn run(self, analyzer: &mut Analyzer) -> Result<(Edit, usize), Refusal> {
        search::replace(analyzer.project(), &self.query, &self.replacement, &self.scope)
    }
}

/// What FaaSO makes otherwise than of another state of the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemadeSince {
    /// What leads from the document to that state.
    pub back: Changes,
}

impl Job for RemadeSince {
    type Answer = Vec<Remade>;
    const AT: At = At::WorkshopWithDocument;

    fn weight(&self) -> usize {
        self.back.bytes()
    }

    fn run(self, analyzer: &mut Analyzer) -> Result<Vec<Remade>, Refusal> {
        let mut project = analyzer.project().clone();
        self.back.apply(&mut project);
        Ok(analyzer.remade(project))
    }
}
