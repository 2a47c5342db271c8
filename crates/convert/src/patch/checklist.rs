//! What FaaSO's maintainers will look at.

use faaso::{
    analysis::{Analysis, Analyzer},
    archive,
    bundle::Bundle,
    diagnostic::Severity,
    project::Project,
    runtime_name,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub state: State,
    /// What should be so.
    pub text: String,
    /// What is, and what to do; empty where all is well.
    pub help: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    Done,
    /// The maintainers will ask.
    ToDo,
}

/// Everything, in the order in which one would mend it.
pub fn checklist(runtime: &Bundle, name: &str) -> Vec<Item> {
    let problems = problems(runtime, name);
    let item = |text: &str, missing: Option<String>| Item {
        state: if missing.is_none() { State::Done } else { State::ToDo },
        text: text.to_owned(),
        help: missing.unwrap_or_default(),
    };
    let missing = |is_there: bool, help: &str| (!is_there).then(|| help.to_owned());
    let has_yml = runtime.get("template/funko.yml.j2").is_some();
    let new_yml = said(&problems, |rule| matches!(rule, "no-template" | "template-yml"));
    let breaks = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error || problem.rule == "docker-refused");
    let breaks: Vec<_> = breaks.map(|problem| problem.message.clone()).collect();
    vec![
        item(
            "The name is free in FaaSO",
            runtime_name::is_built_in(name)
                .then(|| format!("FaaSO has a runtime called `{name}`. Choose another name.")),
        ),
        item(
            "The README's first line says what the runtime is",
            missing(
                first_line(runtime).is_some(),
                "`faaso new -r list` shows this line. Create README.md with a heading.",
            ),
        ),
        item(
            "A new funko gets a funko.yml",
            new_yml.or_else(|| missing(has_yml, "Create `template/funko.yml.j2`.")),
        ),
        item("There is a licence", licence(runtime)),
        item("`/ping` is answered", said(&problems, |rule| rule == "no-ping")),
        item("The server listens on port 3000", said(&problems, |rule| rule == "no-port")),
        item(
            "A new funko builds with FaaSO's builder",
            breaks.first().map(|first| match breaks.len() {
                1 => first.clone(),
                more => format!("{first} ({} more in Problems.)", more - 1),
            }),
        ),
        item("Nothing belongs to one computer", local(runtime)),
    ]
}

/// What the README calls it.
pub fn first_line(runtime: &Bundle) -> Option<String> {
    let line = runtime.get("README.md")?.as_text()?.lines().next()?.trim_start_matches('#').trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// Of a new funko.
fn problems(runtime: &Bundle, name: &str) -> Vec<faaso::diagnostic::Diagnostic> {
    let project = Project {
        runtime_name: name.to_owned(),
        runtime: runtime.clone(),
        funko_name: "hello".to_owned(),
        ..Project::default()
    };
    let mut analyzer = Analyzer::default();
    analyzer.open(project, BTreeSet::new(), Analysis::default());
    let delta = analyzer.analyse(1, &mut |_| {});
    let mut analysis = Analysis::default();
    analysis.apply(delta);
    analysis.problems
}

fn said(problems: &[faaso::diagnostic::Diagnostic], is: impl Fn(&str) -> bool) -> Option<String> {
    problems.iter().find(|problem| is(&problem.rule)).map(|problem| problem.message.clone())
}

fn licence(runtime: &Bundle) -> Option<String> {
    let is_one = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["licence", "license", "copying", "unlicense"].iter().any(|word| name.starts_with(word))
    };
    let a_file = runtime.files().any(|(path, _)| is_one(path.name()));
    let readme = runtime.get("README.md").and_then(|file| file.as_text()).unwrap_or_default().to_lowercase();
    let said = readme.contains("licence") || readme.contains("license");
    (!a_file && !said).then(|| "Name the licence in the README, or add a LICENSE file.".to_owned())
}

/// Files that a tool or an editor left there, and paths that only one computer has.
fn local(runtime: &Bundle) -> Option<String> {
    let litter = runtime
        .files()
        .find(|(path, _)| archive::is_litter(path.as_str()) || path.components().any(|part| part == ".env"));
    if let Some((path, _)) = litter {
        return Some(format!("Delete `{path}`."));
    }
    // a home that the image makes is the image's
    let made: BTreeSet<&str> = runtime
        .files()
        .filter(|(path, _)| path.name().to_ascii_lowercase().contains("dockerfile"))
        .filter_map(|(_, file)| file.as_text())
        .flat_map(|text| homes(text, "/home/"))
        .collect();
    runtime.files().find_map(|(path, file)| {
        let text = file.as_text()?;
        let home =
            homes(text, "/home/").find(|home| !made.contains(home)).map(|home| format!("/home/{home}"));
        let mac = || homes(text, "/Users/").next().map(|home| format!("/Users/{home}"));
        let windows = || homes(text, ":\\Users\\").next().map(|home| format!("C:\\Users\\{home}"));
        let found = home.or_else(mac).or_else(windows)?;
        Some(format!("`{path}` names `{found}`, a folder of one computer."))
    })
}

fn homes<'a>(text: &'a str, folder: &'static str) -> impl Iterator<Item = &'a str> {
    text.match_indices(folder).filter_map(move |(at, _)| {
        let rest = &text[at + folder.len()..];
        let end =
            rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
}
