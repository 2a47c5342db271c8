//! The build as a picture: stages, what each step reads, what ships, and what a change builds again. As data, and in words
//! that say the same.

use crate::diagnostic::Place;
use serde::{Deserialize, Serialize};

/// The picture of a build, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Drawn {
    Picture(Picture),
    /// A sentence for the author, and where the reason is.
    Nothing(String, Option<Place>),
}

/// A build as FaaSO's builder goes through it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// In the order of the file; the last one is the image.
    pub stages: Vec<Stage>,
    /// What it is compared with.
    pub before: Before,
    pub rebuilds: Rebuilds,
}

/// How much is built again, of all steps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebuilds {
    pub all: usize,
    pub again: usize,
    pub perhaps: usize,
    /// The first of them, by its number, and why.
    pub first: Option<(usize, Cached)>,
}

/// The build that filled the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Before {
    /// It wasn't asked for.
    Unasked,
    /// There is no such build: there was no Dockerfile, or nobody could read it.
    Nothing,
    Build,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Empty where it has none.
    pub name: String,
    pub base: Base,
    pub ships: Ships,
    /// The stages that use it, by number from 0.
    pub used_by: Vec<usize>,
    /// `FROM` first.
    pub steps: Vec<Step>,
    /// How many more there are, where they are too many to be drawn.
    pub more: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Base {
    Scratch,
    Stage(usize),
    Image(String),
}

/// What becomes of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ships {
    /// It is the image.
    Whole,
    /// Something of it is in the image.
    InPart,
    /// It is built, and nothing uses it.
    Not,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// As the builder counts it, from 1.
    pub number: usize,
    /// What it says, on one line and not too long.
    pub text: String,
    /// Where it is written.
    pub place: Place,
    /// A base waited to run it: `ONBUILD`.
    pub triggered: bool,
    /// The options of `funko.yml` that it depends on.
    pub options: Vec<String>,
    pub reads: Vec<Read>,
    /// Why FaaSO's builder stops here, in its own words.
    pub refused: Option<String>,
    pub cached: Cached,
}

/// Something that a step reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    pub from: From,
    pub path: String,
    /// Of the build context: how many files it is.
    pub files: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum From {
    Context,
    Stage(usize),
    Image(String),
    Address,
}

/// Whether the builder finds a step in its cache.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cached {
    /// Nothing was compared.
    Unknown,
    Kept,
    Again(Cause),
    /// Built again if what an earlier stage makes came out otherwise.
    Perhaps(Cause),
    NotReached,
}

/// Why a step is built again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    Words,
    Argument(String),
    File {
        path: String,
        how: How,
        more: usize,
    },
    Stage(usize),
    /// By its number.
    Step(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    Changed,
    Added,
    Removed,
}

impl Picture {
    /// What a change builds again, in a sentence or two.
    pub fn rebuilt(&self) -> String {
        match self.before {
            Before::Unasked => return String::new(),
            Before::Nothing => {
                return "There was nothing to build before, so every step is built.".to_owned();
            }
            Before::Build => {}
        }
        let Rebuilds { all, again, perhaps, first } = &self.rebuilds;
        let Some((number, first)) = first else { return "No step is built again.".to_owned() };
        let mut said = match (*again, *perhaps) {
            (0, perhaps) => format!("{} of {all} may be built again", counted(perhaps, "step")),
            (again, 0) => format!("{} of {all} built again", counted(again, "step")),
            (again, perhaps) => {
                format!("{} of {all} built again, and perhaps {perhaps} more", counted(again, "step"))
            }
        };
        said.push_str(&format!(", from step {number} on. "));
        if let Cached::Again(cause) | Cached::Perhaps(cause) = first {
            said.push_str(&cause.sentence(self, matches!(first, Cached::Again(_))));
        }
        said
    }

    /// A stage as people call it: `stage 0, \`build\``.
    pub fn stage_name(&self, at: usize) -> String {
        match self.stages.get(at).map(|stage| stage.name.as_str()) {
            Some("") | None => format!("stage {at}"),
            Some(name) => format!("stage `{name}`"),
        }
    }

    /// What becomes of a stage, in a sentence.
    pub fn about(&self, stage: &Stage) -> String {
        let base = match &stage.base {
            Base::Scratch => "Starts empty.".to_owned(),
            Base::Stage(at) => format!("Starts from {}.", self.stage_name(*at)),
            Base::Image(name) => format!("Starts from the image `{name}`."),
        };
        let ships = match stage.ships {
            Ships::Whole => "This stage is the image.".to_owned(),
            Ships::Not if stage.used_by.is_empty() => "FaaSO builds it, but nothing uses it.".to_owned(),
            Ships::Not => "Only stages that nothing uses take from it.".to_owned(),
            Ships::InPart => {
                let used: Vec<String> = stage.used_by.iter().map(|at| self.stage_name(*at)).collect();
                format!("Used by {}.", used.join(" and "))
            }
        };
        format!("{base} {ships}")
    }

    /// All that is to be said of a step, a sentence each, its own text left out.
    pub fn notes(&self, step: &Step) -> Vec<String> {
        let mut notes = Vec::new();
        if step.triggered {
            notes.push("Runs because the base stage has an `ONBUILD` for it.".to_owned());
        }
        for read in &step.reads {
            let Read { from, path, files } = read;
            notes.push(match (from, files) {
                (From::Context, Some(files)) => {
                    format!("Reads `{path}` from the build context: {}.", counted(*files, "file"))
                }
                (From::Context, None) => format!("Reads `{path}` from the build context."),
                (From::Stage(at), _) => format!("Reads `{path}` from {}.", self.stage_name(*at)),
                (From::Image(name), _) => format!("Reads `{path}` from the image `{name}`."),
                (From::Address, _) => format!("Downloads `{path}`."),
            });
        }
        if !step.options.is_empty() {
            let options: Vec<String> = step.options.iter().map(|key| format!("`{key}`")).collect();
            let noun = if options.len() == 1 { "the option" } else { "the options" };
            notes.push(format!("Depends on {noun} {}.", options.join(", ")));
        }
        if let Some(refused) = &step.refused {
            notes.push(format!("FaaSO's builder stops here: `{}`", refused.replace('`', "'")));
        }
        match &step.cached {
            Cached::Again(cause) => notes.push(format!("Built again. {}", cause.sentence(self, true))),
            Cached::Perhaps(cause) => {
                notes.push(format!("May be built again. {}", cause.sentence(self, false)))
            }
            Cached::NotReached if step.refused.is_none() => {
                notes.push("Not reached: FaaSO's builder stops before it.".to_owned());
            }
            Cached::Unknown | Cached::Kept | Cached::NotReached => {}
        }
        notes
    }
}

impl Rebuilds {
    /// Counts a step in.
    pub fn count(&mut self, number: usize, cached: &Cached) {
        self.all += 1;
        match cached {
            Cached::Again(_) => self.again += 1,
            Cached::Perhaps(_) => self.perhaps += 1,
            Cached::Kept | Cached::NotReached | Cached::Unknown => return,
        }
        self.first.get_or_insert_with(|| (number, cached.clone()));
    }
}

impl Cause {
    fn sentence(&self, picture: &Picture, sure: bool) -> String {
        match self {
            Cause::Words => "It's new, or its text changed.".to_owned(),
            Cause::Argument(name) => format!("The value of `{name}` changed."),
            Cause::File { path, how, more } => {
                let how = match how {
                    How::Changed => "changed",
                    How::Added => "was added",
                    How::Removed => "was removed",
                };
                let more = match more {
                    0 => String::new(),
                    more => format!(", and {} more", counted(*more, "file")),
                };
                format!("`{path}` {how}{more}.")
            }
            Cause::Stage(at) => {
                let name = picture.stage_name(*at);
                format!("It copies from {name}, which is built again and may make other files.")
            }
            Cause::Step(number) => {
                let is = if sure { "is" } else { "may be" };
                format!("Step {number} {is} built again, and this one builds on it.")
            }
        }
    }
}

fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
