use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;
use dockerfile::classic::DifferenceKind;

pub static RULE: Rule = Rule {
    id: "docker-unused-stage",
    severity: Severity::Warning,
    title: "A stage that nothing uses is built all the same",
    what: "FaaSO builds with Docker's classic builder, which builds every stage from the top. `docker build` leaves out \
           those that the last one doesn't need.",
    why: "Every build waits for it, and stops if it fails.",
    instead: "Remove the stage, or copy from it with `COPY --from=NAME`.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine AS tests\nRUN ls\nFROM alpine\nCMD [\"httpd\", \"-f\", \"-p\", \"3000\"]\n",
        ),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("runtime/Dockerfile.j2", "FROM alpine\nCMD [\"httpd\", \"-f\", \"-p\", \"3000\"]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    let differences = docker.judged.classic.differences.iter();
    for difference in differences.filter(|difference| difference.kind == DifferenceKind::UnusedStage) {
        let line = docker.line_of(difference.line);
        let fix = docker.instruction(&difference.span).and_then(|from| {
            let rest = docker.judged.file.instructions.iter().skip_while(|at| at.line <= from.line);
            let next = rest.into_iter().find(|at| at.is("from"))?;
            docker.fix(facts, "Remove the stage", &(from.span.start..next.span.start), "")
        });
        if let Some(found) = report.docker(
            docker,
            &difference.span,
            format!("Nothing uses this stage, but FaaSO builds it{line}."),
        ) {
            found.fix = fix;
        }
    }
}
