use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;
use crinja::ast::{Form, TagKind};

pub static RULE: Rule = Rule {
    id: "include",
    severity: Severity::Error,
    title: "A template can't include another file",
    what: "`include`, `extends`, `import` and `from` look for the file in the folder where FaaSO is run, \
           not in the runtime.",
    why: "The file usually doesn't exist there, so FaaSO fails. If it exists, it's the wrong file.",
    instead: "Write the text itself here. Repeat a macro in each file that needs it.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine\n{% include \"packages.txt\" %}\n"),
        ("runtime/packages.txt", "RUN apk add curl\n"),
    ],
    quiet: &[("runtime/Dockerfile.j2", "FROM alpine\nRUN apk add curl\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for tag in &meaning.tags {
            let loads =
                matches!(tag.kind, TagKind::Include | TagKind::Import | TagKind::From | TagKind::Extends);
            let ignores = matches!(&tag.form, Ok(Form::Include(include)) if include.ignore_missing);
            if loads && report.wants(&source.id) {
                let what = if ignores { "so it includes nothing" } else { "so it usually fails here" };
                let name = tag.name.to_lowercase();
                let message =
                    format!("`{name}` looks for the file in the folder where FaaSO is run, {what}.");
                let finding = report.at(&source.id, tag.span, message);
                if ignores {
                    finding.severity = Severity::Warning;
                }
            }
        }
    }
}
