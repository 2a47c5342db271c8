//! What a conversion proposes: every file's place, every option, everything that FaaSO needs otherwise.

use crate::options::Kind;
use faaso::{diagnostic::Severity, funko::OptionValue, path::BundlePath, text::Span};
use serde::{Deserialize, Serialize};

/// Where a file of the application goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Goes {
    /// Into `template/`: each new funko gets it, and its user edits it.
    Template,
    /// Beside the Dockerfile: the user never sees it.
    Runtime,
    /// Not taken along.
    Out,
}

/// A file of the application and its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    pub path: BundlePath,
    pub goes: Goes,
    /// What is proposed, whatever the author decides.
    pub proposed: Goes,
    /// One sentence.
    pub reason: String,
    /// A rule knows it. Of what is unsure, the author should look at the place.
    pub sure: bool,
    /// It may hold a secret: only an explicit decision takes it along.
    pub secret: bool,
    /// Bytes.
    pub size: usize,
}

/// A stretch of a file of the application.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    pub file: BundlePath,
    /// Bytes of its text.
    pub span: Span,
    /// From 1.
    pub line: usize,
}

/// Something that could become an option. Making it changes no byte of what a new funko builds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Names the proposal in a decision, whatever the option is called then.
    pub id: String,
    /// What the option is called, as decided.
    pub name: String,
    pub kind: Kind,
    /// What stands there now.
    pub default: OptionValue,
    /// What it does, for the comment in `funko.yml`. One sentence.
    pub about: String,
    /// Why it is proposed. One sentence.
    pub reason: String,
    /// All places where it stands, in the application with the fixes that are made.
    pub places: Vec<Spot>,
    /// It is made without a decision.
    pub sure: bool,
    /// It is made, as decided.
    pub made: bool,
    /// What stands there in the second application; none where there is none, or it has the same.
    pub second: Option<OptionValue>,
}

/// Something that must be true for FaaSO, and isn't.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// In kebab case: the name of the rule's file.
    pub rule: String,
    pub severity: Severity,
    /// What must be true for FaaSO. One sentence, the same for every finding of the rule.
    pub must: String,
    /// What was found. One sentence.
    pub found: String,
    /// What to do. One sentence.
    pub help: String,
    /// Every place that it is about, the first one first; none when it is about the application as a whole. They count in
    /// the application with the fixes that are made; where this one is made, in the application as it was.
    pub places: Vec<Spot>,
    /// A change that fixes it.
    pub fix: Option<Fix>,
}

/// A change of the application that fixes a finding, at all its places at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// Names the fix in a decision. One fix can be that of several findings.
    pub id: String,
    /// A verb and its object.
    pub title: String,
    /// It fixes the finding beyond doubt. Others are a good start, to be looked at.
    pub sure: bool,
    pub changes: Vec<Change>,
    /// It is made, as decided.
    pub made: bool,
}

/// A change of one file of the application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    Splice {
        file: BundlePath,
        /// Bytes of its text.
        span: Span,
        /// From 1: the line that the span begins in.
        line: usize,
        /// What stands there.
        old: String,
        new: String,
    },
    /// A file that isn't there yet.
    Create { file: BundlePath, text: String },
}

impl Change {
    pub fn file(&self) -> &BundlePath {
        match self {
            Change::Splice { file, .. } | Change::Create { file, .. } => file,
        }
    }
}

/// What the application is written in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognized {
    /// For people: `Python`.
    pub language: String,
    /// For people: `FastAPI`.
    pub framework: Option<String>,
    /// The file that starts it.
    pub entry: Option<BundlePath>,
    /// The file that names its dependencies.
    pub manifest: Option<BundlePath>,
    /// How it was recognized. One sentence.
    pub reason: String,
    pub sure: bool,
}

/// A Dockerfile for an application that has none where FaaSO looks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedDockerfile {
    /// The bundled runtime that is nearest.
    pub runtime: String,
    /// Why this one. One sentence.
    pub reason: String,
    pub text: String,
    pub sure: bool,
    /// It is taken, as decided.
    pub taken: bool,
}

/// Everything that is proposed, as the decisions so far make it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub recognized: Option<Recognized>,
    /// Every file of the application, in the order of the paths.
    pub files: Vec<Placement>,
    pub options: Vec<Proposal>,
    pub findings: Vec<Finding>,
    /// None where the application has a Dockerfile, or nothing is known for it.
    pub dockerfile: Option<OfferedDockerfile>,
    /// The README's first line, without `# `.
    pub description: String,
}
