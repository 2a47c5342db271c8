use crate::checks::{Facts, Report, Rule, meaning::Meaning, report::fix};
use crate::{diagnostic::Severity, text::Span};
use crinja::{
    ast::{ExprId, ExprKind},
    value::Value,
    visit::{Place, Role},
};

pub static RULE: Rule = Rule {
    id: "tojson-escaped",
    severity: Severity::Warning,
    title: "`tojson` escapes quotes for HTML",
    what: "FaaSO's `tojson` prints `&quot;` for every quote, also before `safe`, and puts each item of a list \
           on a line of its own.",
    why: "The result isn't JSON: `CMD {{ options.cmd | tojson }}` becomes `CMD [` and lines with `&quot;`.",
    instead: "For a list of plain strings, write `[\"{{ options.list | join('\", \"') }}\"]`. For JSON over \
              several lines, add `| replace(\"&quot;\", '\"')`.",
    fires: &[
        ("runtime/config.json.j2", "{ \"mode\": {{ options.mode | tojson }} }\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: fast\n"),
    ],
    quiet: &[
        ("runtime/config.json.j2", "{ \"mode\": {{ options.mode | tojson | replace(\"&quot;\", '\"') }} }\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: fast\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        let name = source.id.path.as_str().trim_end_matches(".j2");
        // there the escapes are read back
        if [".html", ".htm", ".xml", ".svg", ".xhtml"].iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        for place in &meaning.places {
            let ExprKind::Filter { target, name, .. } = &place.expr.kind else { continue };
            let escapes = name.text.eq_ignore_ascii_case("tojson")
                && meaning.kind(place.id) == crate::checks::meaning::Kind::Json
                && place.role != Role::Condition
                && !is_undone(meaning, place);
            if !escapes || !report.wants(&source.id) {
                continue;
            }
            let written = meaning.written(place.id);
            let message = format!("`{written}` prints `&quot;` instead of each quote, so it isn't JSON.");
            let mut undo = String::from(" | replace(\"&quot;\", '\"')");
            if in_one_line(source.id.path.name()) && meaning.kind(*target).is_list() {
                undo.push_str(" | replace(\"\\n\", \" \")");
            }
            let title = format!("Change to `{written}{undo}`");
            let edit = facts.splice(&source.id, Span::at(place.expr.span.end), undo);
            let edit = edit.filter(|_| place.parent.is_none() && in_brackets_or_bare(meaning, place.id));
            report.at(&source.id, place.expr.span, message).fix = fix(title, edit);
        }
    }
}

/// A later filter writes the quotes again.
fn is_undone(meaning: &Meaning<'_>, place: &Place<'_>) -> bool {
    let mut inner = place;
    while let Some(outer) = meaning.parent(inner) {
        let ExprKind::Filter { target, name, arguments } = &outer.expr.kind else { return false };
        if *target != inner.id {
            return false;
        }
        let first = arguments.positional.first().map(|first| &meaning.template.expr(*first).kind);
        let undoes =
            matches!(first, Some(ExprKind::Literal(Value::Text(text))) if text.as_str().contains("&quot;"));
        // what is written in another way than JSON is not meant as JSON
        if name.text.eq_ignore_ascii_case("replace") && undoes {
            return true;
        }
        inner = outer;
    }
    false
}

/// Without an argument that takes what follows for its own.
fn in_brackets_or_bare(meaning: &Meaning<'_>, id: ExprId) -> bool {
    let written = meaning.written(id);
    written.ends_with(')') || written.to_lowercase().ends_with("tojson")
}

/// An instruction of a Dockerfile ends with its line.
fn in_one_line(name: &str) -> bool {
    name.starts_with("Dockerfile")
}
