use crate::checks::{Facts, Report, Rule};
use crate::{
    diagnostic::Severity,
    project::{FileId, Side},
};

pub static RULE: Rule = Rule {
    id: "overlay-replaces",
    severity: Severity::Warning,
    title: "A funko's file replaces the runtime's",
    what: "FaaSO writes the runtime's files first and then copies the funko's files over them, with their \
           permissions.",
    why: "The runtime's file is lost. With a funko's own `Dockerfile`, no option has any effect on the \
          image.",
    instead: "Rename the funko's file, unless it should replace the runtime's.",
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
    for (path, output) in &facts.shape().build_context.files {
        let lost = output.replaced.iter().find(|file: &&FileId| file.side == Side::Runtime);
        if let (Side::Funko, Some(lost)) = (output.origin.side, lost) {
            let what = match path.as_str() {
                "Dockerfile" => "Docker builds the image with this one",
                _ => "the runtime's is lost",
            };
            let message = format!("The funko's `{path}` replaces the runtime's `{}`: {what}.", lost.shown());
            report.file(&output.origin, message);
        }
    }
}
