use crate::checks::{
    Facts, Report, Rule,
    meaning::{Kind, Meaning},
    report::fix,
};
use crate::{diagnostic::Severity, funko::OptionValue};
use crinja::{
    ast::{BinaryOp, ExprId, ExprKind},
    ops::Binary,
    visit::Place,
};

pub static RULE: Rule = Rule {
    id: "text-plus-number",
    severity: Severity::Warning,
    title: "An option is used as a number",
    what: "To FaaSO every option is a string, also `workers: 4`. `+` joins it with the number, and `-`, `*` \
           and `/` fail.",
    why: "`{{ options.workers + 1 }}` is `41`, not `5`.",
    instead: "Convert it first: `options.workers | int + 1`. To join strings, write `~`.",
    fires: &[
        ("runtime/settings.py.j2", "WORKERS = {{ options.workers + 1 }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  workers: 4\n"),
    ],
    quiet: &[
        ("runtime/settings.py.j2", "WORKERS = {{ options.workers | int + 1 }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  workers: 4\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in &meaning.places {
            let Some((texts, op)) = misused(facts, meaning, place) else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let written = meaning.written(texts[0]);
            let message = match op {
                Binary::Add => format!("`{written}` is a string, so `+` joins it with the other value."),
                _ => format!("`{written}` is a string, so FaaSO can't calculate with it and fails here."),
            };
            let whole = place.expr.span;
            let mut other = whole.of(&meaning.template.text).to_owned();
            for text in texts.iter().rev() {
                other.insert_str(meaning.template.expr(*text).span.end - whole.start, " | int");
            }
            let options = texts.iter().all(|text| meaning.option(*text).is_some());
            let title = format!("Change to `{other}`");
            let edit = facts.splice(&source.id, whole, other).filter(|_| options);
            report.at(&source.id, whole, message).fix = fix(title, edit);
        }
    }
}

/// The strings that look like numbers, beside an operator that is for numbers.
fn misused(facts: &Facts<'_>, meaning: &Meaning<'_>, place: &Place<'_>) -> Option<(Vec<ExprId>, Binary)> {
    use Binary::*;
    let ExprKind::Binary(BinaryOp::Value(op), left, right) = &place.expr.kind else { return None };
    let numeric = |id: &ExprId| match meaning.option(*id).and_then(|key| facts.value(&key)) {
        Some(OptionValue::Text(text)) => text.trim().parse::<f64>().is_ok(),
        _ => false,
    };
    let is_option = |id: &ExprId| meaning.option(*id).is_some();
    let mut texts = vec![*left, *right];
    texts.retain(|id| meaning.kind(*id) == Kind::Text);
    let are = match op {
        // `+` on purpose joins what is no number
        Add => {
            let number = |id: &ExprId| meaning.kind(*id) == Kind::Number || numeric(id);
            texts.iter().all(numeric) && number(left) && number(right)
        }
        Subtract | Divide | IntDivide | Power => true,
        // a string times a float repeats it, and `%` of a string is said by FaaSO
        Multiply | Modulo => texts.iter().all(is_option),
        _ => false,
    };
    (are && !texts.is_empty()).then_some((texts, *op))
}
