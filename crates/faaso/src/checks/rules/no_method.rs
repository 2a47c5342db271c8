use crate::checks::{Facts, Report, Rule, meaning::Meaning, report::fix, uses::METHODS};
use crate::{diagnostic::Severity, text::Span};
use crinja::{
    ast::{ExprId, ExprKind},
    visit::Place,
};

pub static RULE: Rule = Rule {
    id: "no-method",
    severity: Severity::Warning,
    title: "FaaSO's values have no methods",
    what: "Python's methods, such as `.upper()`, `.split()` or `.items()`, don't exist in FaaSO's templates.",
    why: "FaaSO fails when it gets there.",
    instead: "Use a filter: `options.x | upper`. A loop over a mapping gives pairs without `.items()`.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.debug is defined %}ENV MODE={{ options.mode.upper() }}{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: fast\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.debug is defined %}ENV MODE={{ options.mode | upper }}{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: fast\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in &meaning.places {
            let Some((object, method)) = method(meaning, place) else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let span = place.expr.span;
            let written = filter(meaning, place, object, method);
            let message = format!("FaaSO has no methods, so `.{method}()` makes it fail here.");
            let title = written.as_deref().map(|it| format!("Change to `{it}`")).unwrap_or_default();
            let edit = written.and_then(|it| facts.splice(&source.id, span, it));
            report.at(&source.id, span, message).fix = fix(title, edit);
        }
    }
}

/// What is called as a method, unless a cycler, a loop or an imported template may have it.
fn method<'a>(meaning: &Meaning<'a>, place: &Place<'a>) -> Option<(ExprId, &'a str)> {
    let ExprKind::Call { callee, .. } = &place.expr.kind else { return None };
    let ExprKind::Member { object, name } = &meaning.template.expr(*callee).kind else { return None };
    METHODS.contains(&&*name.text).then_some((*object, &*name.text))
}

/// The same with a filter, where one does just that.
fn filter(meaning: &Meaning<'_>, place: &Place<'_>, object: ExprId, method: &str) -> Option<String> {
    let ExprKind::Call { callee, arguments, .. } = &place.expr.kind else { return None };
    let object_text = meaning.written(object);
    let simple = matches!(
        meaning.template.expr(object).kind,
        ExprKind::Name { .. } | ExprKind::Member { .. } | ExprKind::Index { .. } | ExprKind::Literal(_)
    );
    // what stands around it may bind tighter than a filter
    let alone = place.parent.is_none()
        || meaning.parent(place).is_some_and(|parent| matches!(parent.expr.kind, ExprKind::Filter { .. }));
    if !simple || !alone {
        return None;
    }
    let callee = meaning.template.expr(*callee).span;
    let given = Span::new(callee.end, place.expr.span.end).of(&meaning.template.text);
    let count = arguments.positional.len() + arguments.keyword.len();
    Some(match (method, count) {
        ("items", 0) => object_text.to_owned(),
        ("upper" | "lower" | "title" | "capitalize", 0) => format!("{object_text} | {method}"),
        ("strip", 0) => format!("{object_text} | trim"),
        ("replace", 2) => format!("{object_text} | replace{given}"),
        ("join", 1) => {
            let list = meaning.written(*arguments.positional.first()?);
            format!("{list} | join({object_text})")
        }
        _ => return None,
    })
}
