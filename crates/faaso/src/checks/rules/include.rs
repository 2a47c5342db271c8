use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;
use crinja::ast::{Form, TagKind};

pub static RULE: Rule = Rule {
    id: "include",
    severity: Severity::Error,
    title: "A template cannot take in another file",
    what: "“include”, “extends”, “import” and “from” look for the file in the folder in which FaaSO is run, \
           not in the runtime.",
    why: "There is no such file, so FaaSO stops; and if there is one, it is another.",
    instead: "Write the text in its place. A macro that several files need must be in each of them.",
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
                let what = if ignores { "so this is nothing" } else { "so it stops here" };
                let name = tag.name.to_lowercase();
                let message =
                    format!("FaaSO looks for what “{name}” names in the folder it is run in, {what}.");
                let finding = report.at(&source.id, tag.span, message);
                if ignores {
                    finding.severity = Severity::Warning;
                }
            }
        }
    }
}
