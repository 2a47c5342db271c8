use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;

pub static RULE: Rule = Rule {
    id: "template-in-name",
    severity: Severity::Warning,
    title: "FaaSO doesn't render file names",
    what: "FaaSO renders what is in a `.j2` file. In the names of files and folders, `{{ name }}` stays as it \
           is.",
    why: "The funko gets a file that is called `{{ name }}.py`, braces and all.",
    instead: "Give the file a fixed name, such as `funko.py`.",
    fires: &[("template/{{ name }}.py.j2", "print(\"{{ name }}\")\n")],
    quiet: &[("template/funko.py.j2", "print(\"{{ name }}\")\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    // a live file of the funko has its name from the template
    let own = facts.sources().filter(|source| !source.live && !source.id.path.is_hidden());
    let named = own.filter_map(|source| Some((source, part(source.id.shown())?)));
    for (source, part) in named {
        report.file(&source.id, format!("FaaSO doesn't render file names, so `{part}` stays as it is."));
    }
}

/// A part of a path that looks like a template: braces of both kinds, one after the other.
fn part(path: &str) -> Option<&str> {
    let opens = |part: &str, open: &str, close: &str| {
        part.find(open).is_some_and(|at| part[at + open.len()..].contains(close))
    };
    path.split('/').find(|part| opens(part, "{{", "}}") || opens(part, "{%", "%}"))
}
