use crate::checks::{Facts, Report, Rule, Source, meaning::Meaning, report::fix};
use crate::{diagnostic::Severity, funko::OptionValue, text::Span};
use crinja::{
    ast::{ExprId, ExprKind, Node},
    visit::{Place, Role},
};

pub static RULE: Rule = Rule {
    id: "list-printed",
    severity: Severity::Warning,
    title: "A list is printed as a list",
    what: "FaaSO prints a list in square brackets, with each string in single quotes: `['node', 'app.js']`.",
    why: "That's neither words for a shell nor JSON. Docker runs `CMD ['node', 'app.js']` through a shell, \
          and the command isn't found.",
    instead: "For words, join the list: `{{ options.list | join(\" \") }}`. For JSON, as in CMD, write \
              `[\"{{ options.list | join('\", \"') }}\"]`; FaaSO's `tojson` prints `&quot;` for each quote.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM node:22-slim\nEXPOSE 3000\nCMD {{ options.cmd }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  cmd: [node, app.js]\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM node:22-slim\nEXPOSE 3000\nCMD [\"{{ options.cmd | join('\", \"') }}\"]\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  cmd: [node, app.js]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in
            meaning.places.iter().filter(|place| place.role == Role::Printed && place.parent.is_none())
        {
            if !meaning.kind(place.id).is_list() || is_literal_there(facts, source, meaning, place.id) {
                continue;
            }
            if !report.wants(&source.id) {
                break;
            }
            let written = meaning.written(place.id);
            let shows = shown(facts, meaning, place.id).unwrap_or_else(|| "['a', 'b']".to_owned());
            let message = format!("`{written}` is a list, so FaaSO prints it like this: `{shows}`.");
            let finding = report.at(&source.id, place.expr.span, message);
            if let Some((span, text)) = other(facts, source, meaning, place) {
                finding.fix = fix(format!("Change to `{text}`"), facts.splice(&source.id, span, text));
            }
        }
    }
}

/// In these languages a list in single quotes is what it looks like, as long as no item has to be escaped.
fn is_literal_there(facts: &Facts<'_>, source: &Source<'_>, meaning: &Meaning<'_>, id: ExprId) -> bool {
    const LANGUAGES: [&str; 13] = [
        ".py", ".rb", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".yml", ".yaml", ".toml", ".php", ".lua",
    ];
    let path = source.id.path.as_str().trim_end_matches(".j2");
    let plain = |value: &OptionValue| match value {
        OptionValue::List(items) => !items.iter().any(|item| item.contains(['\'', '\\', '\n'])),
        OptionValue::Text(_) => false,
    };
    LANGUAGES.iter().any(|ending| path.ends_with(ending))
        && meaning.option(id).is_none_or(|key| facts.value(&key).is_none_or(plain))
}

/// What FaaSO prints, if it's an option and short.
fn shown(facts: &Facts<'_>, meaning: &Meaning<'_>, id: ExprId) -> Option<String> {
    let OptionValue::List(items) = facts.value(&meaning.option(id)?)? else { return None };
    let items: Vec<_> = items.iter().map(|item| format!("'{item}'")).collect();
    let shown = format!("[{}]", items.join(", "));
    (shown.chars().count() <= 60 && !shown.contains('\n')).then_some(shown)
}

/// What to write instead, and of what: JSON where a Dockerfile wants it, words elsewhere.
fn other(
    facts: &Facts<'_>,
    source: &Source<'_>,
    meaning: &Meaning<'_>,
    place: &Place<'_>,
) -> Option<(Span, String)> {
    let expr = place.expr.span;
    let simple =
        matches!(place.expr.kind, ExprKind::Name { .. } | ExprKind::Member { .. } | ExprKind::Index { .. });
    let items = match facts.value(&meaning.option(place.id)?)? {
        OptionValue::List(items) if simple && !items.is_empty() => items,
        _ => return None,
    };
    let Node::Print(print) = meaning.template.node(place.node) else { return None };
    let text = &*meaning.template.text;
    let line = text[..print.span.start].rfind('\n').map_or(0, |end| end + 1);
    let (before, written) = (&text[line..print.span.start], expr.of(text));
    let first = before.split_whitespace().next().unwrap_or_default();
    let in_dockerfile = source.id.path.name().starts_with("Dockerfile");
    if in_dockerfile && matches!(first, "CMD" | "ENTRYPOINT" | "SHELL") {
        let alone = before.trim() == first;
        let plain = !items.iter().any(|item| item.contains(['"', '\\', '\n', '\t']));
        let quote = "join('\", \"')";
        return (alone && plain).then(|| (print.span, format!("[\"{{{{ {written} | {quote} }}}}\"]")));
    }
    Some((expr, format!("{written} | join(\" \")"))).filter(|_| in_dockerfile || source.is_script())
}
