use crate::checks::{Facts, Report, Rule, report::fix, uses::Use};
use crate::{diagnostic::Severity, funko::OptionValue, text::Span};
use crinja::{ast::ExprKind, ops::Unary};

pub static RULE: Rule = Rule {
    id: "bare-if",
    severity: Severity::Warning,
    title: "“if options.x” is true for every option that is there",
    what: "In FaaSO's templates only false, 0, none and what is not there count as false. Options are texts \
           and lists, so even “false”, “0”, the empty text and the empty list are true.",
    why: "The branch is taken whatever funko.yml says, unlike in Jinja2.",
    instead: "Ask for what you mean: “options.list | length > 0”, “options.flag == \"true\"”, “options.x is \
              defined”.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.packages %}\nRUN apk add {{ options.packages | join(\" \") }}\n\
             {% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: []\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.packages | length > 0 %}\n\
             RUN apk add {{ options.packages | join(\" \") }}\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: []\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for found in facts.uses.iter().filter(|found| found.is_bare_condition()) {
        if !report.wants(&found.file) {
            continue;
        }
        let value = facts.value(&found.key);
        let (span, negated) = operand(found);
        let is = match value {
            Some(OptionValue::List(_)) => "a list, and a list is true even when it is empty",
            Some(OptionValue::Text(_)) => "a text, and every text is true, “false” and “” too",
            None => "true as soon as it is set, whatever it is set to",
        };
        let message = format!("“{}” is {is}.", found.written());
        let asked = question(found, value, negated);
        let edit = asked.as_ref().and_then(|asked| facts.splice(&found.file, span, asked.as_str()));
        let title = asked.map(|asked| format!("Write “{asked}”")).unwrap_or_default();
        report.at(&found.file, found.span(), message).fix = fix(title, edit);
    }
}

/// What to replace: the option, together with a `not` before it.
fn operand(found: &Use<'_>) -> (Span, bool) {
    match found.value() {
        (_, [parent, ..]) if matches!(parent.expr.kind, ExprKind::Unary(Unary::Not, _)) => {
            (parent.expr.span, true)
        }
        (value, _) => (value.expr.span, false),
    }
}

/// The same question in words that FaaSO takes as they are meant. None where a `default` makes it unsure.
fn question(found: &Use<'_>, value: Option<&OptionValue>, negated: bool) -> Option<String> {
    if found.default().is_some() {
        return None;
    }
    let option = found.written();
    let pick = |plain: &str, not: &str| (if negated { not } else { plain }).to_owned();
    Some(match value {
        Some(OptionValue::List(_)) => format!("{option} | length {}", pick("> 0", "== 0")),
        Some(OptionValue::Text(text)) => match yes(text) {
            Some(yes) => format!("{option} {} \"{yes}\"", pick("==", "!=")),
            None => format!("{option} | default(\"\") {} \"\"", pick("!=", "==")),
        },
        None => format!("{option} {}", pick("is defined", "is not defined")),
    })
}

/// The text for yes, in the style of one for yes or no.
fn yes(text: &str) -> Option<&'static str> {
    match text {
        "true" | "false" => Some("true"),
        "yes" | "no" => Some("yes"),
        "on" | "off" => Some("on"),
        _ => None,
    }
}
