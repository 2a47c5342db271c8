use crate::checks::{Facts, Report, Rule, report::fix, uses::Use};
use crate::{diagnostic::Severity, text::Span};
use crinja::{
    ast::{BinaryOp, ExprKind},
    ops::Binary,
    value::Value,
};

pub static RULE: Rule = Rule {
    id: "compare-literal",
    severity: Severity::Warning,
    title: "An option is compared with true, false or a number without quotes",
    what: "To FaaSO every option is a string or a list of strings, also `debug: true` and `workers: 4`. A \
           string never equals a boolean or a number. `<` and `>` compare it character by character.",
    why: "`==` is always false and `!=` always true; `10` is less than 9.",
    instead: "Put the value in quotes: `options.debug == \"true\"`. For numbers, write `options.workers | \
              int > 3`.",
    fires: &[
        ("runtime/settings.py.j2", "DEBUG = {% if options.debug == true %}1{% else %}0{% endif %}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  debug: true\n"),
    ],
    quiet: &[
        ("runtime/settings.py.j2", "DEBUG = {% if options.debug == \"true\" %}1{% else %}0{% endif %}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  debug: true\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for found in facts.uses() {
        let Some((op, other, is_left)) = comparison(found).filter(|_| report.wants(&found.file)) else {
            continue;
        };
        let (option, literal) = (found.written(), other.of(&found.template.text));
        let quoted = format!("\"{}\"", literal.to_lowercase());
        let is_number = literal.starts_with(|c: char| c.is_ascii_digit());
        let (says, change) = match op {
            Binary::Equal => ("is never true", Some((other, quoted))),
            Binary::NotEqual => ("is always true", Some((other, quoted))),
            _ if !is_number => ("is an error", None),
            _ if is_left => {
                ("compares character by character", Some((Span::at(found.span().end), " | int".to_owned())))
            }
            _ => ("is an error", Some((Span::at(found.span().end), " | int".to_owned()))),
        };
        let message = format!("`{option}` is a string, so this comparison with {literal} {says}.");
        let certain = found.default().is_none() && !literal.eq_ignore_ascii_case("none");
        let change = change.filter(|_| certain);
        let title = match &change {
            Some((span, text)) if span.is_empty() => format!("Change to `{option}{text}`"),
            Some((_, text)) => format!("Change to `{text}`"),
            None => String::new(),
        };
        let edit = change.and_then(|(span, text)| facts.splice(&found.file, span, text));
        report.at(&found.file, found.span().to(other), message).fix = fix(title, edit);
    }
}

/// The comparison that the option is one side of, the literal on the other, and whether the option is the left.
fn comparison(found: &Use<'_>) -> Option<(Binary, Span, bool)> {
    use Binary::*;
    let (value, parents) = found.value();
    let parent = parents.first()?;
    let (op, other, is_left) = match &parent.expr.kind {
        ExprKind::Binary(BinaryOp::Value(op), left, right)
            if matches!(op, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual) =>
        {
            let is_left = *left == value.id;
            (*op, if is_left { *right } else { *left }, is_left)
        }
        ExprKind::Test { target, name, arguments } if *target == value.id && &*name.text == "equalto" => {
            let is_negated = parents.get(1).is_some_and(|outer| outer.expr.span == parent.expr.span);
            (if is_negated { NotEqual } else { Equal }, *arguments.positional.first()?, true)
        }
        _ => return None,
    };
    let other = found.template.expr(other);
    let is_bare = matches!(
        other.kind,
        ExprKind::Literal(Value::Bool(_) | Value::None | Value::Int64(_) | Value::Int32(_) | Value::Float(_))
    );
    is_bare.then_some((op, other.span, is_left))
}
