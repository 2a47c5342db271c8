//! What is run as a program can be: FaaSO makes every file of a runtime 644.

use super::commands::file_named;
use super::rule::{Facts, Rule, fix};
use crate::{
    app::DOCKERFILE,
    fixing::insert,
    plan::{Change, Finding},
};
use dockerfile::{command::Command, script};
use faaso::{path::last_part, text::Span};

pub static RULE: Rule = Rule {
    id: "executable",
    must: "Files that are started are made executable in the image: FaaSO makes every file 644.",
    find,
    fires: &[
        (
            "Dockerfile",
            "FROM alpine:3.22\nWORKDIR /app\nCOPY . .\nRUN ./build.sh\nEXPOSE 3000\nCMD [\"./entrypoint.sh\"]\n",
        ),
        ("build.sh*", "#!/bin/sh\ntrue\n"),
        ("entrypoint.sh*", "#!/bin/sh\nexec httpd -f -p 3000\n"),
    ],
    quiet: &[
        (
            "Dockerfile",
            "FROM alpine:3.22\nWORKDIR /app\nCOPY . .\nRUN sh build.sh && chmod +x entrypoint.sh\nEXPOSE 3000\nCMD [\"./entrypoint.sh\"]\n",
        ),
        ("build.sh*", "#!/bin/sh\ntrue\n"),
        ("entrypoint.sh*", "#!/bin/sh\nexec httpd -f -p 3000\n"),
    ],
};

fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let Some(docker) = &facts.app.docker else { return Vec::new() };
    let mut findings = Vec::new();
    let mut changed = String::new();
    for stage in &docker.stages {
        for (at, command) in &stage.steps {
            let instruction = docker.instruction(*at);
            let Some(text) = docker.text.get(instruction.span.clone()) else { continue };
            let line = match command {
                Command::Run(run) => &run.line,
                Command::Cmd(line) | Command::Entrypoint(line) => line,
                _ => continue,
            };
            let programs: Vec<String> = match line.shell {
                true => line
                    .words
                    .iter()
                    .flat_map(|words| script::commands(words))
                    .filter_map(|simple| {
                        let first = simple.words.first()?.clone();
                        // the shell of `exec ./run.sh` starts it as well
                        Some(if first == "exec" { simple.words.get(1)?.clone() } else { first })
                    })
                    .collect(),
                false => line.words.first().cloned().into_iter().collect(),
            };
            for program in programs {
                if !program.contains('/') || program.contains('$') {
                    continue;
                }
                let Some((path, script)) = file_named(facts.app, &program) else { continue };
                let first = script.lines().next().unwrap_or_default();
                let is_script = first.starts_with("#!") || path.ends_with(".sh");
                let name = last_part(path);
                let cared = changed.contains(name)
                    || text.contains("chmod") && text.find("chmod") < text.find(&program)
                    || changed.contains("chmod -R")
                    || changed.contains("chmod +x *");
                let Some(place) = text.find(&program).filter(|_| is_script && !cared) else { continue };
                let start = instruction.span.start + place;
                let fixed = interpreter(first).and_then(|with| {
                    // in a list, the quote goes with the word
                    let (at, new) = match instruction.json {
                        true => (start - 1, format!("\"{with}\", ")),
                        false => (start, format!("{with} ")),
                    };
                    Some(vec![insert(DOCKERFILE, &docker.text, at, new)?])
                });
                let changes: Vec<Change> = fixed.unwrap_or_default();
                let id = format!("executable:{path}:{}", instruction.word.text.to_lowercase());
                let places =
                    facts.spot(DOCKERFILE, Span::new(start, start + program.len())).into_iter().collect();
                let found = format!(
                    "The Dockerfile starts `{program}`, and `{path}` isn't executable in FaaSO's build."
                );
                let help = format!(
                    "Name its interpreter, as in `sh {program}`, or add `RUN chmod +x` after the `COPY`."
                );
                findings.push(rule.finding(
                    found,
                    help,
                    places,
                    fix(id, "Start it with its interpreter", true, changes),
                ));
            }
            if text.contains("chmod") {
                changed.push_str(text);
            }
            if let Some(flag) = instruction.flag("chmod") {
                changed.push_str(&flag.text);
            }
        }
    }
    findings
}

/// What a script's first line names, where it's in every image that can run the script.
fn interpreter(first: &str) -> Option<String> {
    let line = first.strip_prefix("#!").unwrap_or("/bin/sh").trim();
    let mut words = line.split_whitespace();
    let program = words.next()?;
    let program = match last_part(program) {
        "env" => words.next()?,
        name => name,
    };
    let plain =
        words.next().is_none() && program.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    plain.then(|| program.to_owned())
}
