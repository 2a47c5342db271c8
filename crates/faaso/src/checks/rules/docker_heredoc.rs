use crate::checks::{Facts, Report, Rule, docker::convert};
use crate::diagnostic::Severity;
use dockerfile::classic::{DifferenceKind, RefusalKind};

pub static RULE: Rule = Rule {
    id: "docker-heredoc",
    severity: Severity::Error,
    title: "FaaSO throws the lines of a here-document away",
    what: "FaaSO builds with Docker's classic builder. It reads `RUN <<EOF` up to `EOF`, runs nothing of it and goes on. \
           For `COPY <<EOF` it stops, or copies only the other sources.",
    why: "The build succeeds, and the image lacks what those lines should have made.",
    instead: "Join the commands with `&&` and end each line with `\\`. Write a file with `printf`, or put it into the \
              runtime and copy it.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nRUN <<EOF\napk add --no-cache curl\nadduser -D app\nEOF\nCMD [\"httpd\", \"-f\"]\n",
        ),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nRUN apk add --no-cache curl \\\n    && adduser -D app\nCMD [\"httpd\", \"-f\"]\n",
        ),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    let classic = &docker.judged.classic;
    let differences =
        classic.differences.iter().filter(|difference| difference.kind == DifferenceKind::Heredoc);
    let ignored = differences.map(|difference| (&difference.span, difference.line, None));
    let refusals = classic.refusals.iter().filter(|refusal| refusal.kind == RefusalKind::Source);
    let refused = refusals.map(|refusal| (&refusal.span, refusal.line, Some(&refusal.message)));
    for (span, line, said) in ignored.chain(refused) {
        let Some(instruction) = docker.instruction(span).filter(|at| !at.heredocs.is_empty()) else {
            continue;
        };
        let line = docker.line_of(line);
        let message = match (said, instruction.is("run")) {
            (Some(_), _) => format!("FaaSO's builder can't copy a here-document and stops{line}."),
            (None, true) => format!("FaaSO's builder ignores the lines of this here-document{line}."),
            (None, false) => format!("FaaSO's builder doesn't write the file of this here-document{line}."),
        };
        let fix = convert::heredoc(docker, facts, instruction);
        if let Some(found) = report.docker(docker, span, message) {
            found.said = said.cloned();
            found.fix = fix;
        }
    }
}
