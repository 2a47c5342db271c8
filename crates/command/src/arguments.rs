//! What can be asked, as the program's own help says it.

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Design and test FaaSO runtimes: the same results as in the browser, for scripts and CI
#[derive(Debug, Parser)]
#[command(name = "faaso-designer", version, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = EXIT_CODES)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// The sender of a patch where none is named.
pub const PLACEHOLDER: &str = "Runtime author <author@localhost>";

const EXIT_CODES: &str = "\
Exit codes: 0 nothing wrong; 1 problems found; 2 wrong usage or unreadable input; 3 something is in the way (use --force)

RUNTIME is a folder, a zip, a tar.gz, or the name of a bundled runtime. FUNKO is a folder, a zip or a tar.gz.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create what `faaso new` creates: a new funko from a runtime's template
    #[command(after_help = "Example: faaso-designer new ./my-runtime hello --out hello")]
    New(New),
    /// Create what `faaso export` creates: the folder that Docker builds
    #[command(after_help = "Example: faaso-designer export ./hello --runtime ./my-runtime --out build")]
    Export(Export),
    /// List every problem that the page lists
    #[command(after_help = "\
Examples: faaso-designer check ./my-runtime --format github
          faaso-designer check ./hello
          faaso-designer check ./hello --runtime ./my-runtime")]
    Check(Check),
    /// Build every scenario of a runtime and compare with what is expected
    #[command(after_help = "Example: faaso-designer test ./my-runtime --accept \"two packages\"")]
    Test(Test),
    /// Make a runtime from an application
    #[command(after_help = "\
Examples: faaso-designer convert ./shop --out shop-runtime
          faaso-designer convert ./shop --fix-all --out shop-runtime
          faaso-designer convert ./shop --json > plan.json
          faaso-designer convert ./shop --plan plan.json --out shop-runtime")]
    Convert(Convert),
    /// Rename an option in every file of a runtime; the output stays the same
    #[command(after_help = "Example: faaso-designer rename-option ./my-runtime ship_packages packages")]
    RenameOption(RenameOption),
    /// Create a patch for `git am` that adds a runtime to FaaSO, and print the text for the pull request
    #[command(
        after_help = "Example: faaso-designer patch ./my-runtime --name my-runtime --out my-runtime.patch"
    )]
    Patch(Patch),
    /// List the bundled runtimes
    #[command(after_help = "Example: faaso-designer runtimes")]
    Runtimes,
    /// Print shell completions
    #[command(
        after_help = "Example: faaso-designer completions bash > ~/.local/share/bash-completion/completions/faaso-designer"
    )]
    Completions { shell: Shell },
}

#[derive(Debug, Args)]
pub struct New {
    /// The runtime to use
    pub runtime: String,
    /// The new funko's name
    pub name: String,
    /// The folder to create
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Replace what is in the way
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Export {
    /// The funko to export
    pub funko: String,
    /// The runtime that its funko.yml names
    #[arg(long)]
    pub runtime: Option<String>,
    #[command(flatten)]
    pub to: To,
    /// Replace what is in the way
    #[arg(long)]
    pub force: bool,
}

/// Where an export goes.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct To {
    /// The folder to create
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The zip file to create
    #[arg(long, value_name = "FILE")]
    pub zip: Option<PathBuf>,
    /// The tar.gz file to create
    #[arg(long, value_name = "FILE")]
    pub tar: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The runtime to check, or a funko with the runtime that it names
    #[arg(value_name = "RUNTIME|FUNKO")]
    pub given: String,
    /// The funko to check the runtime with; a new funko if left out
    pub funko: Option<String>,
    /// The runtime that the funko's funko.yml names
    #[arg(long, conflicts_with = "funko")]
    pub runtime: Option<String>,
    /// How to print the problems
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Exit with 1 for warnings too
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
pub struct Test {
    /// The runtime whose scenarios to build
    pub runtime: String,
    /// Make what this scenario builds now the expected result, in the runtime's folder
    #[arg(long, value_name = "NAME")]
    pub accept: Vec<String>,
    /// The same for every scenario
    #[arg(long, conflicts_with = "accept")]
    pub accept_all: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Convert {
    /// The application: a folder, a zip or a tar.gz
    #[arg(value_name = "APP")]
    pub application: String,
    /// A second application of the same kind: what differs becomes options, and each of the two is a scenario
    #[arg(long, value_name = "APP")]
    pub second: Option<String>,
    /// The runtime's folder to create
    #[arg(long, value_name = "RUNTIME")]
    pub out: Option<PathBuf>,
    /// Print the plan: where each file goes, which options are made, what FaaSO needs otherwise
    #[arg(long)]
    pub json: bool,
    /// Use this plan, as printed by --json and edited: change `goes`, an option's `name` or `made`, a fix's `made`
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// Make the fix of this rule, such as `no-dockerfile`; may be given several times
    #[arg(long, value_name = "RULE")]
    pub fix: Vec<String>,
    /// Make every fix that is offered
    #[arg(long, conflicts_with = "fix")]
    pub fix_all: bool,
    /// Exit with 1 for warnings too
    #[arg(long)]
    pub strict: bool,
    /// Replace what is in the way
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct RenameOption {
    /// The runtime to change
    pub runtime: String,
    /// The option's name now
    pub old: String,
    /// Its new name
    pub new: String,
    /// The folder to create instead of changing the runtime in its place
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace what is in the way
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Patch {
    /// The runtime to add
    pub runtime: String,
    /// What FaaSO calls it; its folder's name if left out
    #[arg(long)]
    pub name: Option<String>,
    /// The patch to create
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Who sends it
    #[arg(long, value_name = "NAME <EMAIL>", default_value = PLACEHOLDER)]
    pub author: String,
    /// When, as in an email
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Replace what is in the way
    #[arg(long)]
    pub force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One problem a paragraph, for people
    Text,
    /// One array of objects
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}
