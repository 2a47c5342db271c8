use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;
use dockerfile::classic::DifferenceKind;

pub static RULE: Rule = Rule {
    id: "docker-differs",
    severity: Severity::Warning,
    title: "FaaSO's builder makes something else than docker build",
    what: "FaaSO builds with Docker's classic builder, while `docker build` uses BuildKit. Some instructions give two \
           different images, and neither builder says so.",
    why: "What works on your computer is then not what FaaSO runs.",
    instead: "Write it so that both builders agree: the message says what each of them does.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nARG TARGETARCH\nRUN echo $TARGETARCH > /arch\nCMD [\"httpd\", \"-f\"]\n",
        ),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("runtime/Dockerfile.j2", "FROM alpine\nRUN uname -m > /arch\nCMD [\"httpd\", \"-f\"]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    for difference in &docker.judged.classic.differences {
        if matches!(
            difference.kind,
            DifferenceKind::Heredoc | DifferenceKind::UnusedStage | DifferenceKind::Cosmetic
        ) {
            continue;
        }
        let (classic, buildkit) = (&difference.classic, &difference.buildkit);
        let line = docker.line_of(difference.line);
        let message = format!("FaaSO's builder {classic}; `docker build` {buildkit}{line}.");
        report.docker_about(docker, &difference.span, difference.kind.id(), message);
    }
}
