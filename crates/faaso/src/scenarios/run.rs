//! Makes what a scenario builds, and holds it against what is expected.

use super::{
    place,
    store::{Expected, Part, expected, listed_as, names, scenario_of, yml_of, yml_path},
};
use crate::{
    bundle::{Bundle, File, PLAIN},
    checks::{Docker, Kept},
    diagnostic::{At, Diagnostic, Place, Severity},
    funko,
    path::BundlePath,
    project::{FileId, Side},
    text::{self, Span},
    trees::{self, Content, Failure, Render, Tree},
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap};

/// What became of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ran {
    pub name: String,
    pub verdict: Verdict,
    /// What it makes now: what [`super::accept`] writes down.
    pub now: Now,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It makes what is expected, be it an error.
    Passes,
    /// Nothing is expected yet.
    New,
    /// These files are others, or an error came or went.
    Differs(Vec<Difference>),
    /// FaaSO would fail, which is not expected.
    Fails(Box<Diagnostic>),
}

/// One thing that isn't as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// In the build context; none for FaaSO's error.
    pub path: Option<String>,
    /// None: it isn't expected.
    pub expected: Option<Part>,
    /// None: it isn't made.
    pub now: Option<Part>,
    /// The file of the runtime or funko that makes it; of an error, where it is.
    pub origin: Option<FileId>,
    /// Where in that file the first line that differs is made.
    pub at: Option<At>,
}

/// What a scenario makes now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Now {
    Files(BTreeMap<BundlePath, (Part, FileId)>),
    Error(String),
}

/// A new funko with a `funko.yml` other than its own, as FaaSO would build it.
pub(super) struct Built {
    pub new_funko: Tree,
    pub context: Tree,
}

/// Runs a scenario. `render` as for [`trees::build_context`]. None where there is no such scenario.
pub fn run(runtime: &Bundle, name: &str, render: &mut Render<'_>) -> Option<Ran> {
    let yml_file = FileId::runtime(yml_path(name)?);
    let Some(yml) = yml_of(runtime, name) else {
        let there = names(runtime).iter().any(|known| known == name);
        return there.then(|| without_yml(name, yml_file));
    };
    let built = build(runtime, yml, render);
    let source = |file: &FileId| {
        let file = if file.side == Side::Funko { &yml_file } else { file };
        runtime.get(file.path.as_str()).map(|file| text::decode(&file.bytes).into_owned())
    };
    let failure = built.new_funko.failures.iter().chain(&built.context.failures).next();
    let clash = built.new_funko.clashes.iter().chain(&built.context.clashes).next();
    let mut problem = match (failure, clash) {
        (Some(failure), _) => Some(failure.diagnostic(&source)),
        (None, Some(clash)) => Some(clash.diagnostic()),
        (None, None) => refused(runtime, &built),
    };
    if let Some(place) = problem.as_mut().and_then(|problem| problem.place.as_mut())
        && place.file.side == Side::Funko
    {
        // a funko's other files are copies of the template's
        match place.file.path.as_str() {
            funko::FILE => place.file = yml_file.clone(),
            path => {
                let template = BundlePath::new(&format!("template/{path}")).map(FileId::runtime);
                if let Ok(template) = template {
                    place.file = template;
                }
            }
        }
    }
    let now = match &problem {
        None => Now::Files(files(&built)),
        Some(problem) => Now::Error(in_words(problem)),
    };
    let mut verdict = held_against(expected(runtime, name), &now, problem);
    if let Verdict::Differs(differences) = &mut verdict {
        differences.iter_mut().for_each(|difference| difference.at = first_made(runtime, &built, difference));
    }
    Some(Ran { name: name.to_owned(), verdict, now })
}

/// Where the first line is made that a rendered file has otherwise than expected.
fn first_made(runtime: &Bundle, built: &Built, difference: &Difference) -> Option<At> {
    let Some(Part::Rendered(now)) = &difference.now else { return None };
    let path = BundlePath::new(difference.path.as_ref()?).ok()?;
    let output = output(built, &path, built.context.files.get(&path)?);
    let expected = match &difference.expected {
        Some(Part::Rendered(text)) => text,
        _ => "",
    };
    let mut start = 0;
    let mut lines = now.split_inclusive('\n').zip(expected.split_inclusive('\n'));
    while let Some((line, other)) = lines.next()
        && line == other
        && start + line.len() < now.len()
    {
        start += line.len();
    }
    let end = now[start..].find('\n').map_or(now.len(), |end| start + end);
    place::of(runtime, output, Span::new(start, end)).at
}

/// What makes a file of the build context: of a funko's copied file, the template's.
fn output<'a>(built: &'a Built, path: &BundlePath, output: &'a trees::Output) -> &'a trees::Output {
    let live = match output.origin.side {
        Side::Funko => built.new_funko.files.get(path),
        Side::Runtime => None,
    };
    live.filter(|_| path.as_str() != funko::FILE).unwrap_or(output)
}

/// Why FaaSO's builder stops at the Dockerfile, if it does.
fn refused(runtime: &Bundle, built: &Built) -> Option<Diagnostic> {
    let docker = Docker::of(&built.context, &Kept::default())?;
    let output = built.context.files.get("Dockerfile")?;
    let refusal = docker.judged.classic.refusals.first()?;
    let said = without_line(refusal.message.trim_end());
    Some(Diagnostic {
        severity: Severity::Error,
        rule: Cow::Borrowed("docker-refused"),
        place: Some(place::of(runtime, output, Span::new(refusal.span.start, refusal.span.end))),
        message: format!("The builder refuses the Dockerfile: {said}."),
        said: Some(said),
        help: None,
        fix: None,
    })
}

/// `dockerfile parse error on line 22: unknown instruction: x`, whatever the line is.
fn without_line(message: &str) -> String {
    let Some((before, rest)) = message.split_once(" on line ") else { return message.to_owned() };
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    format!("{before}{}", &rest[digits..])
}

/// A new funko, whole, with this `funko.yml`. It is called as that file says, so where a runtime lies changes nothing.
pub(super) fn build(runtime: &Bundle, yml: &File, render: &mut Render<'_>) -> Built {
    let described = funko::read(&yml.bytes).funko.ok();
    let name = described.as_ref().map_or("hello", |funko| funko.name.trim_end());
    let name = if name.is_empty() { "hello" } else { name };
    let called = described.as_ref().and_then(|funko| funko.runtime.as_deref());
    let called = called.filter(|called| !called.is_empty()).unwrap_or("runtime");
    let mut new_funko = trees::new_funko(Some(runtime), called, name, render);
    // the scenario has one of its own
    let its_yml =
        |file: &FileId| matches!(file.path.as_str(), "template/funko.yml" | "template/funko.yml.j2");
    new_funko.failures.retain(|failure| match failure {
        Failure::Template { file, .. } => !its_yml(file),
        _ => true,
    });
    new_funko.clashes.retain(|clash| clash.path.as_str() != funko::FILE);
    let mut funko = new_funko.partial_bundle();
    let path = BundlePath::new(funko::FILE).expect("a file's name is a path");
    // a folder of that name is in the way, which FaaSO would say of it as well
    let _ = funko.put(path, File::new(yml.bytes.clone(), PLAIN));
    let context = trees::build_context(Some(runtime), &funko, render);
    Built { new_funko, context }
}

/// The build context, without the text of what is copied.
fn files(built: &Built) -> BTreeMap<BundlePath, (Part, FileId)> {
    let part = |(path, made): (&BundlePath, &trees::Output)| {
        let output = output(built, path, made);
        let part = match &output.content {
            Content::Rendered(Ok(rendered)) => Part::Rendered(rendered.text.clone()),
            Content::Rendered(Err(_)) | Content::Copied(_) => Part::Copied,
        };
        (path.clone(), (part, output.origin.clone()))
    };
    built.context.files.iter().map(part).collect()
}

/// FaaSO's error without a line, so that it stays the same while other lines change.
fn in_words(problem: &Diagnostic) -> String {
    let said = problem.said.as_ref().unwrap_or(&problem.message).trim_end();
    match &problem.place {
        // a scenario's own funko.yml is called as FaaSO calls it
        Some(Place { file, .. }) if scenario_of(&file.path).is_some() => {
            format!("{}: {said}", file.path.name())
        }
        Some(Place { file, .. }) => format!("{}: {said}", file.path),
        None => said.to_owned(),
    }
}

fn held_against(expected: Expected, now: &Now, problem: Option<Diagnostic>) -> Verdict {
    match (expected, now, problem) {
        (Expected::Error(expected), Now::Error(now), _) if expected == *now => Verdict::Passes,
        (Expected::Error(expected), now, problem) => {
            let origin = problem.and_then(|problem| problem.place).map(|place| place.file);
            let now = match now {
                Now::Error(now) => Some(Part::Rendered(now.clone())),
                Now::Files(_) => None,
            };
            let expected = Some(Part::Rendered(expected));
            Verdict::Differs(vec![Difference { path: None, expected, now, origin, at: None }])
        }
        (_, _, Some(problem)) => Verdict::Fails(Box::new(problem)),
        (Expected::Files(expected), Now::Files(now), None) => compared(expected, now),
        (Expected::Nothing, ..) | (_, Now::Error(_), None) => Verdict::New,
    }
}

fn compared(mut expected: BTreeMap<String, Part>, now: &BTreeMap<BundlePath, (Part, FileId)>) -> Verdict {
    let mut differences = Vec::new();
    for (path, (now, origin)) in now {
        let path = listed_as(path);
        let expected = expected.remove(&path);
        if expected.as_ref() != Some(now) {
            let (now, origin) = (Some(now.clone()), Some(origin.clone()));
            differences.push(Difference { path: Some(path), expected, now, origin, at: None });
        }
    }
    let gone = expected.into_iter().map(|(path, expected)| Difference {
        path: Some(path),
        expected: Some(expected),
        now: None,
        origin: None,
        at: None,
    });
    differences.extend(gone);
    differences.sort_by(|a, b| a.path.cmp(&b.path));
    if differences.is_empty() { Verdict::Passes } else { Verdict::Differs(differences) }
}

fn without_yml(name: &str, file: FileId) -> Ran {
    let message = format!("The scenario `{name}` has no funko.yml.");
    let problem = Diagnostic {
        severity: Severity::Error,
        rule: Cow::Borrowed("funko-yml-missing"),
        place: Some(Place { file, at: None }),
        message: message.clone(),
        said: None,
        help: None,
        fix: None,
    };
    Ran { name: name.to_owned(), verdict: Verdict::Fails(Box::new(problem)), now: Now::Error(message) }
}
