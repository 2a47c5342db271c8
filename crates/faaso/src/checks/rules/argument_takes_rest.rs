use crate::checks::{Facts, Report, Rule, meaning::Meaning, report::fix};
use crate::{diagnostic::Severity, text::Span};
use crinja::{
    ast::{BinaryOp, ExprId, ExprKind},
    ops::Binary,
    visit::Place,
};

pub static RULE: Rule = Rule {
    id: "argument-takes-rest",
    severity: Severity::Warning,
    title: "A test or filter takes the rest of the expression as its argument",
    what: "The argument of a test, and of a filter without parentheses, is all that follows: \
           `a is in b and c` means `a is in (b and c)`, and `x | join \" \" | upper` means \
           `x | join(\" \" | upper)`.",
    why: "The condition is another one than it reads, or FaaSO fails.",
    instead: "Put parentheses around the whole test, `(a is in b) and c`, and around a filter's arguments, \
              `x | join(\" \") | upper`.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.mode is equalto \"dev\" or options.mode is equalto \"test\" %}\n\
             RUN apk add curl\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: dev\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.mode == \"dev\" or options.mode == \"test\" %}\n\
             RUN apk add curl\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: dev\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in &meaning.places {
            let Some(taken) = taken(meaning, place) else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let text = &*meaning.template.text;
            let (name, argument) = (taken.name, taken.argument.of(text));
            let message = format!("`{name}` takes all of `{argument}` as its argument.");
            let edit = facts.splice(&source.id, taken.replaced, taken.other.as_str());
            report.at(&source.id, place.expr.span, message).fix =
                fix(format!("Change to `{}`", taken.other), edit);
        }
    }
}

struct Taken<'a> {
    name: &'a str,
    argument: Span,
    /// What is to be replaced, and by what.
    replaced: Span,
    other: String,
}

fn taken<'a>(meaning: &Meaning<'a>, place: &Place<'a>) -> Option<Taken<'a>> {
    let text = &*meaning.template.text;
    let (ExprKind::Test { name, arguments, .. } | ExprKind::Filter { name, arguments, .. }) =
        &place.expr.kind
    else {
        return None;
    };
    let is_test = matches!(place.expr.kind, ExprKind::Test { .. });
    let [argument] = arguments.positional[..] else { return None };
    let argument_span = meaning.template.expr(argument).span;
    let behind = &text[name.span.end..argument_span.start];
    // `is in (a and b)` is meant as a whole
    if behind.contains('(') {
        return None;
    }
    let first = leftmost(meaning, argument, is_test)?;
    let first_span = with_brackets(text, meaning.template.expr(first).span, name.span.end);
    if first_span.end >= argument_span.end {
        return None;
    }
    let rest = &text[first_span.end..argument_span.end];
    let own = first_span.of(text);
    Some(match is_test {
        true => {
            let start = place.expr.span.start;
            let head = &text[start..first_span.end];
            let other = format!("({head}){rest}");
            Taken {
                name: &name.text,
                argument: argument_span,
                replaced: Span::new(start, argument_span.end),
                other,
            }
        }
        false => {
            let replaced = Span::new(name.span.start, argument_span.end);
            let other = format!("{}({own}){rest}", name.text);
            Taken { name: &name.text, argument: argument_span, replaced, other }
        }
    })
}

/// The first part of an argument that was hardly meant to go on: none where it may be meant as a whole.
fn leftmost(meaning: &Meaning<'_>, argument: ExprId, is_test: bool) -> Option<ExprId> {
    use Binary::*;
    let mut at = argument;
    let mut found = None;
    loop {
        at = match &meaning.template.expr(at).kind {
            ExprKind::Binary(BinaryOp::And | BinaryOp::Or, left, _) => *left,
            ExprKind::Binary(BinaryOp::Value(Equal | NotEqual | Less | Greater), left, _) => *left,
            ExprKind::Filter { target, .. } if !is_test => *target,
            ExprKind::Test { target, .. } => *target,
            _ => return found,
        };
        found = Some(at);
    }
}

/// An expression together with the brackets right around it, no further back than `from`.
fn with_brackets(text: &str, span: Span, from: usize) -> Span {
    let mut span = span;
    loop {
        let before = text[from..span.start].trim_end();
        let after = text[span.end..].trim_start();
        if !before.ends_with('(') || !after.starts_with(')') {
            return span;
        }
        span = Span::new(from + before.len() - 1, text.len() - after.len() + 1);
    }
}
