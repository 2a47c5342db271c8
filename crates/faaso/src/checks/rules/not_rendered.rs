use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, path::BundlePath, project::Group, text::Span};

pub static RULE: Rule = Rule {
    id: "not-rendered",
    severity: Severity::Warning,
    title: "A “{{ … }}” in a file that is not rendered",
    what: "FaaSO renders only files whose names end in “.j2”. In all others “{{ name }}” stays as it is.",
    why: "The funko has the braces where a name or an option is meant.",
    instead: "Add “.j2” to the file's name: FaaSO takes it off when it has rendered the file.",
    fires: &[("runtime/main.py", "app = Flask(\"{{ name }}\")\n")],
    quiet: &[("runtime/main.py.j2", "app = Flask(\"{{ name }}\")\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let from_runtime = |group| matches!(group, Group::Runtime | Group::Template);
    for source in facts.sources.iter().filter(|source| from_runtime(source.id.group()) && !source.rendered) {
        let path = source.id.path.as_str();
        // a runtime's README may well speak of templates, one in a template is meant to be filled in
        let speaks_of_it = path.ends_with(".md") && source.id.group() == Group::Runtime;
        if source.id.path.is_hidden() || speaks_of_it || path.ends_with(".j2") {
            continue;
        }
        let Some(span) = source.text.as_deref().and_then(meant_for_faaso) else { continue };
        let written = source.text.as_deref().map_or("", |text| span.of(text));
        let message = format!("“{}” is not a “.j2” file: “{written}” stays as it is.", source.id.shown());
        let stem = LIKE_J2.into_iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
        let target = BundlePath::new(&format!("{stem}.j2")).ok();
        let edit = target.and_then(|target| facts.rename(&source.id, target));
        report.at(&source.id, span, message).fix = fix(format!("Rename it to “{stem}.j2”"), edit);
    }
}

/// Endings that people give to templates, and FaaSO does not know.
const LIKE_J2: [&str; 4] = [".J2", ".jinja2", ".jinja", ".tmpl"];

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
        let mut words =
            line[..end].split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let variable = match close.0 {
            "{{" => words.next(),
            _ => words.find(|word| *word == "options"),
        };
        if matches!(variable, Some("name" | "runtime" | "options")) {
            return Some(Span::new(at, at + 2 + end + 2));
        }
    }
    None
}
