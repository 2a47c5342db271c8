//! What is said of the classic builder.

use std::ops::Range;

/// What the classic builder does with a file.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Where it stops. The first is what FaaSO says; the others would come up next.
    pub refusals: Vec<Refusal>,
    /// What it takes, and makes something else of than BuildKit.
    pub differences: Vec<Difference>,
}

/// A step at which the builder stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub kind: RefusalKind,
    /// FaaSO's text.
    pub message: String,
    /// Counted from 1; 0 when it is about the file as a whole.
    pub line: usize,
    /// The bytes that are to blame.
    pub span: Range<usize>,
    /// BuildKit stops there, too.
    pub both: bool,
}

/// Why the builder stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RefusalKind {
    /// The file cannot be read, or an instruction is not what it should be.
    Syntax,
    /// Something only BuildKit knows: `--mount`, `--network`, `--device`, `--chmod`.
    NeedsBuildkit,
    /// A source of `COPY` or `ADD` that is not there.
    Source,
    /// Several sources for what is not said to be a folder.
    Destination,
    /// A stage or image that cannot be had.
    Stage,
    /// A platform that is not one.
    Platform,
    /// A value that cannot be: a port, a signal, an empty folder.
    Value,
    /// A user that does not exist.
    User,
    /// A command that certainly fails.
    Command,
    /// There is nothing to build.
    Nothing,
}

impl RefusalKind {
    /// A name for it, in kebab case.
    pub fn id(self) -> &'static str {
        match self {
            RefusalKind::Syntax => "docker-syntax",
            RefusalKind::NeedsBuildkit => "docker-needs-buildkit",
            RefusalKind::Source => "docker-copy-source",
            RefusalKind::Destination => "docker-copy-destination",
            RefusalKind::Stage => "docker-stage",
            RefusalKind::Platform => "docker-platform",
            RefusalKind::Value => "docker-value",
            RefusalKind::User => "docker-user",
            RefusalKind::Command => "docker-command",
            RefusalKind::Nothing => "docker-nothing",
        }
    }
}

impl DifferenceKind {
    /// A name for it, in kebab case.
    pub fn id(self) -> &'static str {
        match self {
            DifferenceKind::Heredoc => "docker-heredoc",
            DifferenceKind::IgnoredFlag => "docker-ignored-flag",
            DifferenceKind::Dockerignore => "docker-dockerignore",
            DifferenceKind::Hidden => "docker-hidden",
            DifferenceKind::PlatformArg => "docker-platform-arg",
            DifferenceKind::ParentArg => "docker-parent-arg",
            DifferenceKind::ArgOverEnv => "docker-arg-over-env",
            DifferenceKind::Volume => "docker-volume",
            DifferenceKind::Platform => "docker-other-platform",
            DifferenceKind::WorkdirOwner => "docker-workdir-owner",
            DifferenceKind::GitUrl => "docker-git-url",
            DifferenceKind::EmptyCommand => "docker-empty-command",
            DifferenceKind::OnlyFaaso => "docker-only-faaso",
            DifferenceKind::UnusedStage => "docker-unused-stage",
            DifferenceKind::Cosmetic => "docker-cosmetic",
        }
    }
}

/// What the two builders do differently, without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub kind: DifferenceKind,
    /// Counted from 1.
    pub line: usize,
    /// The bytes that make the difference.
    pub span: Range<usize>,
    /// What FaaSO's builder does, as a sentence without its subject: “ignores …”.
    pub classic: String,
    /// What BuildKit does, likewise.
    pub buildkit: String,
}

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// A here-document whose body is thrown away.
    Heredoc,
    /// A flag that is ignored: `--checksum`, `--exclude`, `--unpack`, `--keep-git-dir`.
    IgnoredFlag,
    /// `.dockerignore` has no effect.
    Dockerignore,
    /// Hidden files and empty folders do not arrive.
    Hidden,
    /// A variable of BuildKit's has no value, or another.
    PlatformArg,
    /// An `ARG` of the stage that this one is made from.
    ParentArg,
    /// An `ARG` that meets an `ENV` of the same name.
    ArgOverEnv,
    /// What is written into a volume is lost.
    Volume,
    /// The platform is not looked at.
    Platform,
    /// The owner of a folder that `WORKDIR` makes.
    WorkdirOwner,
    /// A Git repository is downloaded as a file.
    GitUrl,
    /// `CMD` or `ENTRYPOINT` without words.
    EmptyCommand,
    /// BuildKit stops, this builder does not.
    OnlyFaaso,
    /// A stage that nothing uses is built.
    UnusedStage,
    /// The image says the same in other words: nothing that a program sees.
    Cosmetic,
}
