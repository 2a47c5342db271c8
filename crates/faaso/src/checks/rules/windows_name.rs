use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, project::Group};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

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
    let mut seen: HashMap<(Group, String), &str> = HashMap::new();
    let paths = facts.paths();
    for (file, _) in paths.iter().filter(|(file, live)| !live && !file.path.is_hidden()) {
        let path = file.shown();
        if let Some((part, why)) = path.split('/').find_map(|part| Some((part, why(part)?))) {
            report.file(file, format!("Windows can't unpack `{part}`: {why}."));
        }
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        for one in folders.chain([path]) {
            let other = *seen.entry((file.group(), folded(one))).or_insert(one);
            // below two folders of one name every path is another, but only the folders need a new name
            if other != one && parent(other) == parent(one) {
                report.file(file, twins(one, other, one != path));
                break;
            }
        }
    }
}

/// As Windows and macOS compare names: neither case nor how an accent is encoded counts. By way of upper case, where ß is
/// SS.
fn folded(path: &str) -> String {
    match path.is_ascii() {
        true => path.to_ascii_lowercase(),
        false => path.nfc().collect::<String>().to_uppercase().to_lowercase(),
    }
}

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(parent, _)| parent)
}

fn twins(one: &str, other: &str, folders: bool) -> String {
    let what = if folders { "one folder" } else { "one file" };
    match one.nfc().eq(other.nfc()) {
        true => format!(
            "On macOS, `{one}` and `{other}` are {what}: they differ only in how accents are encoded."
        ),
        false => format!("On Windows and macOS, `{one}` and `{other}` are {what}."),
    }
}

fn why(part: &str) -> Option<String> {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|device| {
        let mut number = stem.strip_prefix(device).unwrap_or_default().chars();
        let first = number.next().is_some_and(|first| "123456789¹²³".contains(first));
        first && number.next().is_none()
    });
    if matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered {
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
