use crate::checks::{Facts, Report, Rule, docker::convert};
use crate::diagnostic::Severity;
use dockerfile::classic::RefusalKind;

pub static RULE: Rule = Rule {
    id: "docker-needs-buildkit",
    severity: Severity::Error,
    title: "An option that FaaSO's builder doesn't know",
    what: "FaaSO builds with Docker's classic builder. It stops at `RUN --mount`, `--network` and `--device`, and at \
           `COPY --chmod`.",
    why: "The build runs all steps before this one, then stops. With `docker build` it works, so it is found late.",
    instead: "Leave a cache mount out: it only makes builds faster. Set permissions with `RUN chmod` after the `COPY`.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/run.sh", "#!/bin/sh\nhttpd -f -p 3000\n"),
        ("runtime/Dockerfile.j2", "FROM alpine\nCOPY --chmod=755 run.sh /run.sh\nCMD [\"/run.sh\"]\n"),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/run.sh", "#!/bin/sh\nhttpd -f -p 3000\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nCOPY run.sh /run.sh\nRUN chmod 755 /run.sh\nCMD [\"/run.sh\"]\n",
        ),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    let refusals = docker.judged.classic.refusals.iter();
    for refusal in refusals.filter(|refusal| refusal.kind == RefusalKind::NeedsBuildkit) {
        let flag = refusal.message.split(' ').nth(1).unwrap_or_default();
        let line = docker.line_of(refusal.line);
        let message = format!("FaaSO's builder doesn't know `{flag}` and stops{line}.");
        let fix = docker.instruction(&refusal.span).and_then(|instruction| match flag {
            "--chmod" => convert::chmod(docker, facts, instruction),
            "--mount" => convert::cache_mounts(docker, facts, instruction),
            _ => None,
        });
        if let Some(found) = report.docker(docker, &refusal.span, message) {
            found.said = Some(refusal.message.clone());
            found.fix = fix;
        }
    }
}
