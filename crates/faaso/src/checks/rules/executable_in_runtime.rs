use crate::checks::{Facts, Report, Rule, report::fix_by};
use crate::{
    bundle::PLAIN,
    diagnostic::{Remedy, Severity},
    path::BundlePath,
    project::Group,
};

pub static RULE: Rule = Rule {
    id: "executable-in-runtime",
    severity: Severity::Warning,
    title: "Files of a runtime lose their permissions",
    what: "FaaSO writes every file of a runtime and of its template with mode 644, so scripts lose their \
           executable bit.",
    why: "A container that starts such a script stops with “permission denied”.",
    instead: "Set it in the Dockerfile, “RUN chmod 755 run.sh”, or start the interpreter: “CMD [\"sh\", \
              \"run.sh\"]”.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nCOPY . .\nCMD [\"./run.sh\"]\n"),
        ("runtime/run.sh*", "#!/bin/sh\nexec httpd -f -p 3000\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nCOPY . .\nRUN chmod 755 run.sh\nCMD [\"./run.sh\"]\n"),
        ("runtime/run.sh", "#!/bin/sh\nexec httpd -f -p 3000\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let written = |group| matches!(group, Group::Runtime | Group::Template);
    for source in facts.sources().filter(|source| written(source.id.group())) {
        if source.id.path.is_hidden() || !source.file.is_executable() {
            continue;
        }
        let path = source.id.path.as_str();
        let written = BundlePath::new(path.strip_suffix(".j2").unwrap_or(path));
        if written.is_ok_and(|path| facts.needs_no_bit(&path)) {
            continue;
        }
        let name = source.id.shown();
        let mode = source.file.mode;
        let message = format!("“{name}” is executable ({mode:o}): FaaSO writes it with mode 644.");
        let remedy = Remedy::Mode { file: source.id.clone(), mode: PLAIN };
        report.file(&source.id, message).fix =
            fix_by(format!("Give “{name}” mode 644, as FaaSO does"), remedy);
    }
}
