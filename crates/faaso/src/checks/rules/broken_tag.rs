use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;
use crinja::{
    Error,
    ast::{Form, Set, Tag},
    help,
};

pub static RULE: Rule = Rule {
    id: "broken-tag",
    severity: Severity::Warning,
    title: "A tag has a syntax error",
    what: "FaaSO reads what a tag says only when it gets there. In a branch that isn't taken now, a syntax \
           error goes unnoticed.",
    why: "FaaSO fails as soon as an option selects that branch.",
    instead: "Fix the tag. FaaSO has no inline `if`, no `in` operator (write `is in`) and no slices.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.debug is defined %}\n{% if \"git\" in options.packages %}\n\
             RUN apk add git\n{% endif %}\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: [git]\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.debug is defined %}\n{% if \"git\" is in options.packages %}\n\
             RUN apk add git\n{% endif %}\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: [git]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for &tag in &meaning.tags {
            let Some(error) = error(tag, &meaning.template.text) else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let span = if error.span.is_empty() { tag.span } else { error.span };
            let message = format!("`{}` has a syntax error: FaaSO fails when it gets here.", tag.name);
            let finding = report.at(&source.id, span, message);
            finding.help = Some(help::help(&error).unwrap_or(error.message));
        }
    }
}

fn error(tag: &Tag, text: &str) -> Option<Error> {
    let fault = match &tag.form {
        Err(fault) => fault,
        Ok(Form::Set(Set::Values { after: Some(fault), .. })) => fault,
        Ok(_) => return None,
    };
    Some(fault.clone().report(text))
}
