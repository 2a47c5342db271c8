use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;
use dockerfile::buildkit::rules;

pub static RULE: Rule = Rule {
    id: "docker-check",
    severity: Severity::Warning,
    title: "Docker's own checks of the Dockerfile",
    what: "`docker build --check` has 22 rules. The designer applies them to the rendered Dockerfile, under Docker's names.",
    why: "Most of them name mistakes: an undefined variable, a second `CMD`, a password in an image.",
    instead: "The link in the message explains the rule. To turn one off, write `# check=skip=NAME` in the first line.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine AS Build\nWORKDIR /app\nCMD [\"httpd\", \"-f\", \"-p\", \"3000\"]\n",
        ),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        (
            "runtime/Dockerfile.j2",
            "FROM alpine AS build\nWORKDIR /app\nCMD [\"httpd\", \"-f\", \"-p\", \"3000\"]\n",
        ),
    ],
};

/// hadolint's rules that look for the same.
const HADOLINT: [(&str, &str); 5] = [
    ("JSONArgsRecommended", "DL3025"),
    ("MaintainerDeprecated", "DL4000"),
    ("MultipleInstructionsDisallowed", "DL4003"),
    ("WorkdirRelativePath", "DL3000"),
    ("DuplicateStageName", "DL3024"),
];

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    let refused: Vec<usize> = docker.judged.classic.refusals.iter().map(|refusal| refusal.line).collect();
    for finding in docker.judged.buildkit.findings.iter().filter(|finding| !refused.contains(&finding.line)) {
        let ignored =
            HADOLINT.iter().any(|(name, rule)| *name == finding.rule && docker.ignores(&finding.span, rule));
        let list = finding.rule == "JSONArgsRecommended"
            && docker.instruction(&finding.span).is_some_and(|at| at.rest.text.starts_with('['));
        // docker-exec-form says it better
        if ignored || list {
            continue;
        }
        let page = rules::find(finding.rule).map_or("", |rule| rule.page);
        let line = docker.line_of(finding.line);
        let message = format!("{}{line}.", finding.message);
        if let Some(found) = report.docker_about(docker, &finding.span, finding.rule, message) {
            found.said = Some(format!("{}: {}", finding.rule, finding.message));
            found.help = Some(format!(
                "Docker's rule `{}` explains it: https://docs.docker.com/go/dockerfile/rule/{page}/",
                finding.rule
            ));
        }
    }
}
