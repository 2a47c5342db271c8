//! What a rule is, what it looks at, and how it says what it found.

use super::listens::Server;
use crate::{
    app::{App, DOCKERFILE},
    fixing::spot,
    languages::Known,
    plan::{Change, Finding, Fix, Spot},
};
use faaso::{
    diagnostic::{Diagnostic, Remedy, Severity},
    project::{Edit, FileId, Side},
    text::Span,
};

pub struct Rule {
    /// In kebab case, the name of its file.
    pub id: &'static str,
    /// What must be true for FaaSO. One sentence.
    pub must: &'static str,
    pub find: fn(&Facts<'_>, &Rule) -> Vec<Finding>,
    /// An application that has the problem: each file's path and text. A path that ends in `*` is executable.
    pub fires: Files,
    /// The same, fixed.
    pub quiet: Files,
}

pub type Files = &'static [(&'static str, &'static str)];

/// What all rules look at.
pub struct Facts<'a> {
    pub app: &'a App<'a>,
    pub known: Option<Known<'a>>,
    pub server: Server,
    /// What the checks of a project say of the runtime as it would be.
    pub problems: Vec<Diagnostic>,
}

impl Rule {
    pub fn finding(
        &self,
        found: impl Into<String>,
        help: impl Into<String>,
        places: Vec<Spot>,
        fix: Option<Fix>,
    ) -> Finding {
        Finding {
            rule: self.id.to_owned(),
            severity: Severity::Warning,
            must: self.must.to_owned(),
            found: found.into(),
            help: help.into(),
            places,
            fix,
        }
    }
}

/// A fix, if it changes anything.
pub fn fix(id: impl Into<String>, title: &str, sure: bool, changes: Vec<Change>) -> Option<Fix> {
    (!changes.is_empty()).then(|| Fix { id: id.into(), title: title.to_owned(), sure, changes, made: false })
}

impl Facts<'_> {
    /// The place of a stretch of a file; none where there is no such text.
    pub fn spot(&self, file: &str, span: Span) -> Option<Spot> {
        spot(file, self.app.text(file)?, span)
    }

    /// An instruction's place in the Dockerfile.
    pub fn instruction(&self, instruction: &dockerfile::Instruction) -> Vec<Spot> {
        let span = Span::new(instruction.span.start, instruction.span.end);
        self.spot(DOCKERFILE, span).into_iter().collect()
    }

    /// The findings of these checks, as a conversion says them.
    pub fn checked(&self, rule: &Rule, checks: &[&str]) -> Vec<Finding> {
        let of_rule = self.problems.iter().filter(|problem| checks.contains(&&*problem.rule));
        let mut before: Vec<String> = Vec::new();
        let findings = of_rule.map(|problem| {
            let place = problem.place.as_ref().and_then(|place| {
                let path = application_path(&place.file)?;
                let span = place.at.map_or(Span::at(0), |at| at.span);
                self.spot(&path, span)
            });
            let changes = problem.fix.as_ref().and_then(|fix| match &fix.remedy {
                Remedy::Edit(edit) => self.changes(edit),
                // of no part of a text
                _ => None,
            });
            // by what stands there, so that it is the same after other fixes
            let line = place.as_ref().map(|spot| {
                let text = self.app.text(spot.file.as_str()).unwrap_or_default();
                let start = text[..spot.span.start].rfind('\n').map_or(0, |end| end + 1);
                text[start..].lines().next().unwrap_or_default().trim()
            });
            let line: String = line.unwrap_or_default().chars().take(60).collect();
            let again = before.iter().filter(|other| **other == line).count();
            before.push(line.clone());
            let id = match again {
                0 => format!("{}: {line}", problem.rule),
                _ => format!("{}: {line} ({})", problem.rule, again + 1),
            };
            let title = problem.fix.as_ref().map_or("", |fix| fix.title.as_str());
            let fix = changes.and_then(|changes| fix(id, title, true, changes));
            Finding {
                severity: problem.severity,
                ..rule.finding(
                    &*problem.message,
                    problem.help.clone().unwrap_or_default(),
                    place.into_iter().collect(),
                    fix,
                )
            }
        });
        findings.collect()
    }

    /// An edit of the runtime, as changes of the application.
    fn changes(&self, edit: &Edit) -> Option<Vec<Change>> {
        match edit {
            Edit::Splice { file, span, text } => {
                let path = application_path(file)?;
                let change = crate::fixing::splice(&path, self.app.text(&path)?, *span, text.clone())?;
                Some(vec![change])
            }
            // from the end, so each place holds in the text as it is
            Edit::All(edits) => {
                let all: Option<Vec<_>> = edits.iter().map(|edit| self.changes(edit)).collect();
                Some(all?.concat())
            }
            _ => None,
        }
    }
}

/// The file of the application that a file of the runtime is.
fn application_path(file: &FileId) -> Option<String> {
    let path = file.path.as_str();
    match file.side {
        Side::Runtime => Some(path.strip_prefix("template/").unwrap_or(path).to_owned()),
        Side::Funko => Some(path.to_owned()),
    }
}
