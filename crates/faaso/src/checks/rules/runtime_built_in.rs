use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, project::Edit, runtime_name};

pub static RULE: Rule = Rule {
    id: "runtime-built-in",
    severity: Severity::Warning,
    title: "This name belongs to a runtime built into FaaSO",
    what: "FaaSO always uses its own files for the runtimes `kemal`, `flask` and `express`. It ignores a folder \
           with one of these names.",
    why: "FaaSO builds with its own files, not with the ones shown here.",
    instead: "Use a path such as `./flask`, or give the runtime another name.",
    fires: &[("runtime", "flask"), ("runtime/Dockerfile.j2", "FROM python:3.13-slim\n")],
    quiet: &[("runtime", "./flask"), ("runtime/Dockerfile.j2", "FROM python:3.13-slim\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let name = facts.runtime_name();
    if runtime_name::is_built_in(name) {
        let path = format!("./{name}");
        let message = format!(
            "FaaSO has a built-in runtime called `{name}` and uses its own files instead of the ones shown here."
        );
        let problem = report.project(message);
        problem.help = Some(format!(
            "If you change a file, rename the runtime, for example to `{path}`. The unchanged files of your FaaSO \
             version give the same result."
        ));
        problem.fix = fix(format!("Rename to `{path}`"), Edit::RuntimeName(path));
    }
}
