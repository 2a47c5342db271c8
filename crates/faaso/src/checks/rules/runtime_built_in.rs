use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, project::Edit};

/// FaaSO's own runtimes, by which names it never looks for a folder (SEMANTICS §5).
pub const BUILT_IN: [&str; 3] = ["kemal", "flask", "express"];

pub static RULE: Rule = Rule {
    id: "runtime-built-in",
    severity: Severity::Warning,
    title: "The runtime has the name of one that is built into FaaSO",
    what: "“kemal”, “flask” and “express” always stand for the runtimes that are part of FaaSO. A folder of \
           that name is not looked at.",
    why: "FaaSO builds with its own runtime, not with this one.",
    instead: "Write a path, “./flask”, or give the runtime another name.",
    fires: &[("runtime", "flask"), ("runtime/Dockerfile.j2", "FROM python:3.13-slim\n")],
    quiet: &[("runtime", "./flask"), ("runtime/Dockerfile.j2", "FROM python:3.13-slim\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let name = facts.project.runtime_name.as_str();
    if BUILT_IN.contains(&name) {
        let path = format!("./{name}");
        let message =
            format!("“{name}” is built into FaaSO: it takes its own runtime, not a folder of that name.");
        let problem = report.project(message);
        problem.help = Some(format!("Write a path, “{path}”, or give the runtime another name."));
        problem.fix = fix(format!("Name the runtime “{path}”"), Edit::RuntimeName(path));
    }
}
