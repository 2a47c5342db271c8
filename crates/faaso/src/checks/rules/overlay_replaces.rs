use crate::checks::{Facts, Report, Rule};
use crate::{
    diagnostic::Severity,
    project::{FileId, Side},
};

pub static RULE: Rule = Rule {
    id: "overlay-replaces",
    severity: Severity::Warning,
    title: "A funko's file takes the place of the runtime's",
    what: "FaaSO writes the runtime's files first and copies the funko's files over them: of two with one \
           path the funko's stays, with its permissions.",
    why: "The runtime's file is lost. With a funko's own “Dockerfile” nothing of the runtime's is used, and \
          no option has any effect on it.",
    instead: "Give the funko's file another name, unless it is meant to replace the runtime's.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nEXPOSE 3000\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/Dockerfile", "FROM debian\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nEXPOSE 3000\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (path, output) in &facts.build_context.files {
        let lost = output.replaced.iter().find(|file: &&FileId| file.side == Side::Runtime);
        if let (Side::Funko, Some(lost)) = (output.origin.side, lost) {
            let what = match path.as_str() {
                "Dockerfile" => "the image is built without the runtime's",
                _ => "the runtime's is lost",
            };
            let message = format!("The funko's “{path}” replaces the runtime's “{}”: {what}.", lost.shown());
            report.file(&output.origin, message);
        }
    }
}
