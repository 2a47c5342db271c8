use crate::checks::{Facts, Report, Rule, Source};
use crate::{diagnostic::Severity, project::Group};
use std::collections::HashMap;

pub static RULE: Rule = Rule {
    id: "windows-name",
    severity: Severity::Warning,
    title: "Windows can't unpack a file of this name",
    what: "A zip keeps every name. Windows has no files called `aux`, `con`, `nul` or the like, none with \
           `<>:\"|?*` or a backslash, and none that end in a dot or a space. It also takes `A` and `a` for one name.",
    why: "On Windows, the exported zip unpacks with errors, or one file overwrites another.",
    instead: "Rename the file, unless nobody uses this on Windows.",
    fires: &[("runtime/aux.py", "print(1)\n")],
    quiet: &[("runtime/helper.py", "print(1)\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let mut folded: HashMap<(Group, String), &Source<'_>> = HashMap::new();
    for source in facts.sources.iter().filter(|source| !source.live && !source.id.path.is_hidden()) {
        let path = source.id.shown();
        if let Some((part, why)) = path.split('/').find_map(|part| Some((part, why(part)?))) {
            report.file(&source.id, format!("Windows can't unpack `{part}`: {why}."));
        }
        let name = path.to_lowercase();
        if let Some(other) = folded.insert((source.id.group(), name), source) {
            let other = other.id.shown();
            report.file(&source.id, format!("On Windows, `{path}` and `{other}` are one file."));
        }
    }
}

fn why(part: &str) -> Option<String> {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|device| {
        stem.strip_prefix(device)
            .is_some_and(|number| number.len() == 1 && matches!(number.as_bytes()[0], b'1'..=b'9'))
    });
    if matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL") || numbered {
        return Some("it's the name of a device".to_owned());
    }
    if let Some(bad) = part.chars().find(|c| "<>:\"|?*\\".contains(*c) || c.is_control()) {
        return Some(match bad.is_control() {
            true => "it has a control character".to_owned(),
            false => format!("a name can't have `{bad}`"),
        });
    }
    part.ends_with(['.', ' ']).then(|| "a name can't end in a dot or a space".to_owned())
}
