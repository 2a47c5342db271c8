use crate::checks::{Facts, Report, Rule, meaning::Meaning, report::fix};
use crate::{diagnostic::Severity, text::Span};
use crinja::{
    ast::{BinaryOp, ExprId, ExprKind},
    ops::Binary,
    visit::Place,
};

pub static RULE: Rule = Rule {
    id: "list-as-text",
    severity: Severity::Warning,
    title: "A list is turned into a string",
    what: "`~`, `+` with a string on the left, and filters such as `upper` turn a list into Crystal's inner \
           form: `[Crinja::Value<\"curl\">]`.",
    why: "The output has `Crinja::Value<…>` in it.",
    instead: "Join the list first: `options.list | join(\" \") | upper`.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nRUN {{ \"apk add \" ~ options.packages }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: [curl]\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nRUN {{ \"apk add \" ~ options.packages | join(\" \") }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: [curl]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in &meaning.places {
            let Some((list, by)) = list(meaning, place) else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let span = meaning.template.expr(list).span;
            let written = span.of(&meaning.template.text);
            let message = format!("`{written}` is a list, and `{by}` turns it into `[Crinja::Value<…>]`.");
            let join = " | join(\" \")";
            let splice =
                joins_there(meaning, list).then(|| facts.splice(&source.id, Span::at(span.end), join));
            let title = format!("Change to `{written}{join}`");
            report.at(&source.id, span, message).fix = fix(title, splice.flatten());
        }
    }
}

/// A list that becomes a string, and what does that to it.
fn list<'a>(meaning: &Meaning<'a>, place: &Place<'a>) -> Option<(ExprId, &'a str)> {
    let is_list = |id: &ExprId| meaning.kind(*id).is_list();
    match &place.expr.kind {
        ExprKind::Filter { target, name, .. } if is_list(target) => {
            TEXT.contains(&&*name.text.to_lowercase()).then_some((*target, &*name.text))
        }
        ExprKind::Binary(BinaryOp::Value(Binary::Join), left, right) => {
            [left, right].into_iter().find(|side| is_list(side)).map(|side| (*side, "~"))
        }
        // with a list on the left, `+` makes the list longer
        ExprKind::Binary(BinaryOp::Value(Binary::Add), left, right) => {
            let text = meaning.kind(*left) == crate::checks::meaning::Kind::Text;
            (text && is_list(right)).then_some((*right, "+"))
        }
        _ => None,
    }
}

/// A filter can be written right behind it.
fn joins_there(meaning: &Meaning<'_>, list: ExprId) -> bool {
    matches!(
        meaning.template.expr(list).kind,
        ExprKind::Name { .. } | ExprKind::Member { .. } | ExprKind::Index { .. }
    )
}

/// Filters that take a list's inner form (docs/dialect.md §9); others fail, or take the list as it is.
const TEXT: [&str; 14] = [
    "append",
    "capitalize",
    "center",
    "e",
    "escape",
    "forceescape",
    "indent",
    "lower",
    "prepend",
    "safe",
    "striptags",
    "title",
    "truncate",
    "upper",
];
