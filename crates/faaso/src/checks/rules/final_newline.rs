//! FaaSO takes a final LF off *every* rendered file. To say so at each would be noise: shells, Docker, compilers and
//! browsers do not mind. So this speaks up only for files whose readers skip or refuse a last line without LF.

use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, path::BundlePath, text::Span, trees::Content};

pub static RULE: Rule = Rule {
    id: "final-newline",
    severity: Severity::Warning,
    title: "A rendered file loses its last newline",
    what: "FaaSO removes one newline from the end of a template, so a rendered file ends without one.",
    why: "Most programs don't mind. But cron ignores a last line without a newline, ssh rejects such a \
          key, and `while read` in a shell skips such a line.",
    instead: "End the template with an empty line. FaaSO removes one of the two newlines.",
    fires: &[
        ("runtime/crontab.j2", "0 4 * * * /bin/clean {{ name }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
    quiet: &[
        ("runtime/crontab.j2", "0 4 * * * /bin/clean {{ name }}\n\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (path, output) in facts.outputs() {
        let Content::Rendered(Ok(rendered)) = &output.content else { continue };
        let Some(reader) = minds(path) else { continue };
        let Some(text) = facts.source(&output.origin).and_then(|source| source.text.as_deref()) else {
            continue;
        };
        if text.ends_with('\n') && !rendered.text.ends_with('\n') {
            let end = Span::at(text.len());
            let message = format!("FaaSO writes `{path}` without a newline at its end, and {reader}.");
            let edit = facts.splice(&output.origin, end, "\n");
            report.at(&output.origin, end, message).fix = fix("Add an empty line at the end", edit);
        }
    }
}

/// Who reads the file, if it minds.
fn minds(path: &BundlePath) -> Option<&'static str> {
    let name = path.name();
    let in_folder = |folder| path.components().any(|part| part == folder);
    match () {
        () if name == "crontab"
            || name.ends_with(".cron")
            || in_folder("cron.d")
            || in_folder("crontabs") =>
        {
            Some("cron ignores a last line without one")
        }
        () if name.starts_with("id_") || name.ends_with(".pem") || name.ends_with(".key") => {
            Some("ssh rejects a key without one")
        }
        () if matches!(name, "passwd" | "group" | "shadow" | "hosts" | "sudoers" | "authorized_keys") => {
            Some("text added to it continues its last line")
        }
        () => None,
    }
}
