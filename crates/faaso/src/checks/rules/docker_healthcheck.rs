use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;
use dockerfile::{command::Command, images::Family, script};

pub static RULE: Rule = Rule {
    id: "docker-healthcheck",
    severity: Severity::Warning,
    title: "The health check's program isn't in the image",
    what: "A `HEALTHCHECK` runs inside the container. Small images have no `curl`, and most have no `wget` either.",
    why: "The container is never healthy, and `faaso deploy` gives up after two minutes.",
    instead: "Install the program in the last stage, or use one that is there: `wget` in Alpine, the language itself \
              in its own image.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM python:3.13-slim\nCMD [\"python\", \"-m\", \"http.server\", \"3000\"]\n\
             HEALTHCHECK CMD curl -f http://localhost:3000/ping\n",
        ),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl\n\
             CMD [\"python\", \"-m\", \"http.server\", \"3000\"]\nHEALTHCHECK CMD curl -f http://localhost:3000/ping\n",
        ),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    let (steps, image) = docker.shipped();
    let Some(image) = image.filter(|image| image.family != Family::Scratch) else { return };
    let checks = steps.iter().rev().find_map(|(at, command)| match command {
        Command::Healthcheck(line) => Some((*at, line.as_ref())),
        _ => None,
    });
    let Some((instruction, Some(line))) = checks else { return };
    let program = match line.shell {
        true => script::commands(&line.words.join(" ")).first().map(|simple| simple.name().to_owned()),
        false => line.words.first().cloned(),
    };
    let Some(program) = program.filter(|program| image.has_program(program) == Some(false)) else { return };
    // whatever names it may bring it
    let brought = steps.iter().any(|(at, command)| match command {
        Command::Run(_) | Command::Arg(_) | Command::Env(_) => at.code.text.contains(program.as_str()),
        Command::Copy(copying) | Command::Add(copying) => {
            let system = ["/", "/usr", "/bin", "/opt"];
            at.code.text.contains(program.as_str())
                || system.iter().any(|folder| {
                    copying.dest == *folder
                        || copying.dest.starts_with(&format!("{folder}/")) && *folder != "/"
                })
        }
        _ => false,
    });
    if brought {
        return;
    }
    let span = instruction.args.get(1).map_or(instruction.span.clone(), |word| {
        let at = docker.text[word.span.clone()].find(program.as_str());
        at.map_or(word.span.clone(), |at| word.span.start + at..word.span.start + at + program.len())
    });
    let line = docker.line_of(instruction.line);
    report.docker(
        docker,
        &span,
        format!("The health check needs `{program}`, which the image doesn't have{line}."),
    );
}
