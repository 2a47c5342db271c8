use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;
use dockerfile::classic::RefusalKind;

pub static RULE: Rule = Rule {
    id: "docker-copy",
    severity: Severity::Error,
    title: "COPY or ADD fails in FaaSO's build",
    what: "FaaSO builds with Docker's classic builder. It stops when a source isn't in the build context, when a \
           pattern matches no file, and when several sources go to a destination that doesn't end with `/`.",
    why: "The build stops there. Docker's newer builder accepts some of this, so it may work for you locally.",
    instead: "Check the names in the build context tab. Hidden files and empty folders never get there. For several \
              sources, end the destination with `/`.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/a.txt", "a\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nWORKDIR /app\nCOPY a.txt funko.yml .\nCMD [\"httpd\", \"-f\"]\n",
        ),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/a.txt", "a\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nWORKDIR /app\nCOPY a.txt funko.yml ./\nCMD [\"httpd\", \"-f\"]\n",
        ),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    for refusal in &docker.judged.classic.refusals {
        let word = docker.text.get(refusal.span.clone()).unwrap_or_default();
        let line = docker.line_of(refusal.line);
        let heredoc = docker.instruction(&refusal.span).is_some_and(|at| !at.heredocs.is_empty());
        let several = refusal.message.starts_with("When using");
        let nothing = refusal.message.ends_with("no source files were specified");
        let message = match refusal.kind {
            // docker-heredoc has the fix
            RefusalKind::Source if heredoc => continue,
            RefusalKind::Source if nothing => format!("`{word}` matches no file in the build context{line}."),
            RefusalKind::Source if refusal.message.contains("file does not exist") => {
                format!("The build context has no `{word}`{line}.")
            }
            RefusalKind::Source if refusal.message.contains("forbidden path") => {
                format!("`{word}` is outside the build context{line}.")
            }
            RefusalKind::Source => format!("FaaSO's build can't copy `{word}`{line}."),
            RefusalKind::Destination if several => {
                format!("Several sources need a destination that ends with `/`: `{word}` doesn't{line}.")
            }
            RefusalKind::Destination => format!("`{word}` is a file, so nothing can be copied there{line}."),
            _ => continue,
        };
        let fix = if several {
            docker.fix(facts, "Add the missing /", &refusal.span, &format!("{word}/"))
        } else {
            None
        };
        if let Some(found) = report.docker(docker, &refusal.span, message) {
            found.said = Some(refusal.message.clone());
            found.fix = fix;
        }
    }
}
