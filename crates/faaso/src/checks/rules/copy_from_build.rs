use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, funko::OptionValue};

const KEY: &str = "copy_from_build";

pub static RULE: Rule = Rule {
    id: "copy-from-build",
    severity: Severity::Warning,
    title: "The image lacks files that copy_from_build doesn't name",
    what: "Many runtimes build in one image and ship another. They write a line `COPY --from=build` for \
           each entry of the option `copy_from_build`, such as `SOURCE DESTINATION`.",
    why: "Without entries the image builds, but doesn't contain the application. An entry without a space \
          has no destination, so Docker fails.",
    instead: "List each file and folder that the application needs, with its destination: `public public`, \
              `bin/funko .`.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine AS build\nFROM alpine\n{% for item in options.copy_from_build -%}\n\
             COPY --from=build {{ item }}\n{% endfor %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  copy_from_build:\n    - public\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine AS build\nFROM alpine\n{% for item in options.copy_from_build -%}\n\
             COPY --from=build {{ item }}\n{% endfor %}\n",
        ),
        (
            "funko/funko.yml",
            "name: hello\nruntime: ./example\noptions:\n  copy_from_build:\n    - public public\n",
        ),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading, funko)) = facts.built() else { return };
    let mut uses = facts.uses_of(KEY).peekable();
    if uses.peek().is_none() {
        return;
    }
    match funko.option(KEY) {
        None => {
            if let Some(found) = uses.find(|found| found.default().is_none() && !found.is_asked_for()) {
                let message = format!("`{KEY}` isn't set, so the image doesn't contain the application.");
                report.at(&found.file, found.span(), message);
            }
        }
        Some(OptionValue::List(items)) if items.is_empty() => {
            if let Some(span) = reading.places.option_span(KEY, None) {
                let message = format!("`{KEY}` is empty, so the image doesn't contain the application.");
                report.at(&file, span, message);
            }
        }
        Some(OptionValue::List(items)) => {
            for (at, item) in items.iter().enumerate().filter(|(_, item)| item.split_whitespace().count() < 2)
            {
                if !report.wants(&file) {
                    return;
                }
                if let Some(span) = reading.places.option_span(KEY, Some(at)) {
                    let message = format!("`{item}` has no destination, so Docker fails.");
                    report.at(&file, span, message);
                }
            }
        }
        Some(OptionValue::Text(text)) if text.trim().is_empty() => {
            if let Some(span) = reading.places.option_span(KEY, None) {
                let message = format!("`{KEY}` is empty, so the image doesn't contain the application.");
                report.at(&file, span, message);
            }
        }
        // see text-for-list
        Some(OptionValue::Text(_)) => {}
    }
}
