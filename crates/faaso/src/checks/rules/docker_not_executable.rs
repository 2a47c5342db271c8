use crate::checks::{Facts, Report, Rule, docker::Docker};
use crate::{diagnostic::Severity, path::BundlePath, trees::Content};
use dockerfile::command::Command;

pub static RULE: Rule = Rule {
    id: "docker-not-executable",
    severity: Severity::Warning,
    title: "The container starts a file that isn't executable",
    what: "`CMD [\"./run.sh\"]` runs the file itself, which needs the executable bit. FaaSO writes a runtime's files \
           without it, and on a remote build the funko's, too.",
    why: "The container stops at once with “permission denied”.",
    instead: "Add `RUN chmod 755 run.sh` after the `COPY`, or name the interpreter: `CMD [\"sh\", \"run.sh\"]`.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/run.sh", "#!/bin/sh\nexec httpd -f -p 3000\n"),
        ("runtime/Dockerfile.j2", "FROM alpine\nWORKDIR /app\nCOPY . .\nCMD [\"./run.sh\"]\n"),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/run.sh", "#!/bin/sh\nexec httpd -f -p 3000\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nWORKDIR /app\nCOPY . .\nRUN chmod 755 run.sh\nCMD [\"./run.sh\"]\n",
        ),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    let (steps, _) = docker.shipped();
    let last = |entrypoint: bool| {
        steps.iter().rev().find_map(|(at, command)| match command {
            Command::Entrypoint(line) if entrypoint => Some((*at, line.clone())),
            Command::Cmd(line) if !entrypoint => Some((*at, line.clone())),
            _ => None,
        })
    };
    let Some((instruction, line)) = last(true).or_else(|| last(false)) else { return };
    let Some(program) = line.words.first().and_then(|words| words.split(' ').next().map(str::to_owned))
    else {
        return;
    };
    if !program.contains('/') || program.contains('$') {
        return;
    }
    let Some(path) = script(facts, &program) else { return };
    if facts.needs_no_bit(&path) {
        return;
    }
    let at = docker.text[instruction.span.clone()].find(program.as_str());
    let span = at.map_or(instruction.span.clone(), |at| {
        let start = instruction.span.start + at;
        start..start + program.len()
    });
    let fix = fix(docker, facts, &program);
    let line = docker.line_of(instruction.line);
    if let Some(found) = report.docker(
        docker,
        &span,
        format!("The container starts `{program}`, but `{path}` isn't executable{line}."),
    ) {
        found.fix = fix;
    }
}

/// The one script of the build context that has the program's name, if it has no executable bit.
fn script(facts: &Facts<'_>, program: &str) -> Option<BundlePath> {
    let name = program.rsplit('/').next()?;
    let mut all = facts.shape().build_context.files.iter().filter(|(path, _)| path.name() == name);
    let ((path, output), None) = (all.next()?, all.next()) else { return None };
    // what is in it counts, too
    facts.source(&output.origin)?;
    let (executable, script) = match &output.content {
        Content::Copied(file) => (file.is_executable(), file.bytes.starts_with(b"#!")),
        Content::Rendered(Ok(rendered)) => (false, rendered.text.starts_with("#!")),
        Content::Rendered(Err(_)) => return None,
    };
    (!executable && (script || name.ends_with(".sh"))).then(|| path.clone())
}

/// A step behind the last `COPY` that is not from another stage, before another user may work.
fn fix(docker: &Docker, facts: &Facts<'_>, program: &str) -> Option<crate::diagnostic::Fix> {
    let (steps, _) = docker.shipped();
    let mut copies = steps
        .iter()
        .enumerate()
        .filter(|(_, (_, command))| matches!(command, Command::Copy(_) | Command::Add(_)));
    let (at, (instruction, _)) = copies.next_back()?;
    let moves = steps[at..].iter().any(|(_, command)| matches!(command, Command::Workdir(_)));
    let other_user = steps[..at].iter().any(|(_, command)| matches!(command, Command::User(_)));
    if moves && !program.starts_with('/') || other_user {
        return None;
    }
    let end = instruction.span.end..instruction.span.end;
    docker.fix(facts, "Make it executable in the image", &end, &format!("\nRUN chmod 755 {program}"))
}
