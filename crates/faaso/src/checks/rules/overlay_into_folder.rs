use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, project::Side};

pub static RULE: Rule = Rule {
    id: "overlay-into-folder",
    severity: Severity::Warning,
    title: "A funko's file lands in a folder of the same name",
    what: "Where the runtime has a folder, FaaSO puts a funko's file of that name into the folder: the \
           file `static` becomes `static/static`.",
    why: "The file isn't where it's expected, and it may replace a file of the runtime.",
    instead: "Rename the file.",
    fires: &[
        ("runtime/static/style.css", "p { margin: 0 }\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/static", "a list of files\n"),
    ],
    quiet: &[
        ("runtime/static/style.css", "p { margin: 0 }\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/static.txt", "a list of files\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (path, output) in &facts.shape().build_context.files {
        if output.origin.side == Side::Funko && output.origin.path != *path {
            let own = &output.origin.path;
            let message = format!(
                "The runtime has a folder `{own}`, so FaaSO writes the funko's file `{own}` to `{path}`."
            );
            report.file(&output.origin, message);
        }
    }
}
