use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;
use dockerfile::command::Command;

pub static RULE: Rule = Rule {
    id: "docker-start",
    severity: Severity::Warning,
    title: "The Dockerfile doesn't start a program",
    what: "`CMD` or `ENTRYPOINT` says what a container runs. Without them it runs what the base image does: a shell, \
           or an interpreter that waits for input.",
    why: "The container stops at once, and the funko never answers.",
    instead: "End the last stage with the program that listens at port 3000: `CMD [\"node\", \"main.js\"]`.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("runtime/Dockerfile.j2", "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nEXPOSE 3000\n"),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nEXPOSE 3000\nCMD [\"node\", \"main.js\"]\n",
        ),
    ],
};

/// Official images that start a server by themselves.
const SERVERS: [&str; 3] = ["nginx", "httpd", "php"];

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    let (steps, image) = docker.shipped();
    let starts = steps.iter().any(|(_, command)| matches!(command, Command::Cmd(_) | Command::Entrypoint(_)));
    let Some(image) = image else { return };
    if starts
        || image.programs.iter().any(|program| SERVERS.contains(program))
        || !docker.judged.classic.refusals.is_empty()
    {
        return;
    }
    let last = docker.judged.file.instructions.iter().rev().find(|at| at.is("from"));
    if let Some(last) = last {
        let line = docker.line_of(last.line);
        report.docker(docker, &last.span, format!("The last stage has no `CMD` or `ENTRYPOINT`{line}."));
    }
}
