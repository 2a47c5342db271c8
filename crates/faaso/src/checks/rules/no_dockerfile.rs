use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;

pub static RULE: Rule = Rule {
    id: "no-dockerfile",
    severity: Severity::Warning,
    title: "There is no Dockerfile",
    what: "FaaSO exports without a Dockerfile, and hands what there is to Docker.",
    why: "Docker cannot build anything without a file “Dockerfile” at the top.",
    instead: "Add “Dockerfile” or “Dockerfile.j2” to the runtime.",
    fires: &[("runtime/main.py", ""), ("funko/funko.yml", "name: hello\nruntime: ./example\n")],
    quiet: &[
        ("runtime/main.py", ""),
        ("runtime/Dockerfile", "FROM python:3.13-slim\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    // with a broken funko.yml there is no build context, which is said elsewhere
    let context = facts.shape().build_context;
    if !context.files.is_empty() && !context.files.contains_key("Dockerfile") {
        let elsewhere = context.files.keys().find(|path| path.as_str().eq_ignore_ascii_case("dockerfile"));
        let message = "The build context has no “Dockerfile”, so Docker cannot build it.".to_owned();
        match elsewhere.and_then(|path| context.files.get(path)) {
            Some(output) => {
                report.file(&output.origin, format!("{message} “{}” is another name.", output.origin.shown()))
            }
            None => report.project(message),
        };
    }
}
