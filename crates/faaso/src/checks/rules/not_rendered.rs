use crate::checks::{Facts, Report, Rule, others, report::fix_by};
use crate::{
    diagnostic::Severity,
    funko,
    path::{BundlePath, last_part},
    project::Group,
    text::Span,
    trees,
};
use crinja::Budget;

pub static RULE: Rule = Rule {
    id: "not-rendered",
    severity: Severity::Warning,
    title: "`{{ … }}` in a file that isn't rendered",
    what: "FaaSO renders only files whose names end in `.j2`. In all others `{{ name }}` stays as it is.",
    why: "The funko has the braces instead of its name or an option.",
    instead: "Add `.j2` to the file's name. FaaSO removes it when it renders the file.",
    fires: &[("runtime/main.py", "app = Flask(\"{{ name }}\")\n")],
    quiet: &[("runtime/main.py.j2", "app = Flask(\"{{ name }}\")\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let from_runtime = |group| matches!(group, Group::Runtime | Group::Template);
    for source in facts.sources().filter(|source| from_runtime(source.id.group()) && !source.rendered) {
        let path = source.id.path.as_str();
        // a runtime's README may well speak of templates, one in a template is meant to be filled in
        let speaks_of_it = path.ends_with(".md") && source.id.group() == Group::Runtime;
        if source.id.path.is_hidden() || speaks_of_it || path.ends_with(".j2") {
            continue;
        }
        let Some(text) = source.text.as_deref() else { continue };
        let Some(span) = meant_for_faaso(text).filter(|_| !others::render(path, text)) else { continue };
        let message =
            format!("FaaSO doesn't render `{}`, so `{}` stays as it is.", source.id.shown(), span.of(text));
        let stem = LIKE_J2.into_iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
        let target = BundlePath::new(&format!("{stem}.j2")).ok();
        let edit = target.filter(|_| renders(facts, source.id.group(), text));
        let edit = edit.and_then(|target| facts.rename(&source.id, target));
        let name = format!("{}.j2", last_part(stem));
        report.at(&source.id, span, message).fix = fix_by(format!("Rename to `{name}`"), edit);
    }
}

/// Endings that people give to templates, and FaaSO does not know.
const LIKE_J2: [&str; 4] = [".J2", ".jinja2", ".jinja", ".tmpl"];

/// FaaSO can render it: a fix must not make an error.
fn renders(facts: &Facts<'_>, group: Group, text: &str) -> bool {
    let context = match group {
        Group::Runtime => facts.yml().and_then(|(_, yml)| Some(yml.funko.as_ref().ok()?.context())),
        _ => Some(funko::new_context(trees::funko_name(facts.funko_name()), facts.runtime_name())),
    };
    match context {
        Some(context) => crinja::render(text, &context, &TRIAL).is_ok(),
        None => crinja::parse(text).is_ok(),
    }
}

/// How much a trial may cost: a template that is not one yet is small.
const TRIAL: Budget = Budget { steps: 100_000, bytes: 1 << 20, depth: 100 };

/// The first tag or expression that begins with a variable of FaaSO's: others belong to a template engine of the
/// funko's own.
fn meant_for_faaso(text: &str) -> Option<Span> {
    let mut from = 0;
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        from = at + 1;
        let Some(close) =
            [("{{", "}}"), ("{%", "%}")].into_iter().find(|(open, _)| text[at..].starts_with(open))
        else {
            continue;
        };
        let inside = &text[at + 2..];
        let line = &inside[..inside.find('\n').unwrap_or(inside.len())];
        let Some(end) = line.find(close.1) else { continue };
        let code = line[..end].trim_start_matches('-').trim_start();
        let mut words =
            code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let variable = match close.0 {
            "{{" if code.starts_with(|c: char| c.is_alphabetic()) => words.next(),
            "{{" => None,
            _ => words.find(|word| *word == "options"),
        };
        if matches!(variable, Some("name" | "runtime" | "options")) {
            return Some(Span::new(at, at + 2 + end + 2));
        }
    }
    None
}
