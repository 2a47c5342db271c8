use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, funko::OptionValue};

const KEY: &str = "copy_from_build";

pub static RULE: Rule = Rule {
    id: "copy-from-build",
    severity: Severity::Warning,
    title: "The image lacks what is not named in copy_from_build",
    what: "A runtime in FaaSO's style builds in one image and ships another: it writes a line “COPY \
           --from=build” for each entry of the option “copy_from_build”, “SOURCE DESTINATION”.",
    why: "Without entries the Dockerfile is fine, and its image does not have the application. An entry \
          without a blank has no destination, and Docker stops at it.",
    instead: "Name each file and folder the application needs, with where it goes: “public public”, \
              “bin/funko .”.",
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
    let mut uses = facts.uses.iter().filter(|found| &*found.key == KEY).peekable();
    if uses.peek().is_none() {
        return;
    }
    match funko.option(KEY) {
        None => {
            if let Some(found) = uses.find(|found| found.default().is_none() && !found.is_asked_for()) {
                let message = format!("“{KEY}” is not set: the image is built without the application.");
                report.at(&found.file, found.span(), message);
            }
        }
        Some(OptionValue::List(items)) if items.is_empty() => {
            if let Some(span) = reading.places.option_span(KEY, None) {
                let message = format!("“{KEY}” is empty: the image is built without the application.");
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
                    let message = format!("“{item}” says what to copy but not where to: Docker stops at it.");
                    report.at(&file, span, message);
                }
            }
        }
        Some(OptionValue::Text(text)) if text.trim().is_empty() => {
            if let Some(span) = reading.places.option_span(KEY, None) {
                let message = format!("“{KEY}” is empty: the image is built without the application.");
                report.at(&file, span, message);
            }
        }
        // see text-for-list
        Some(OptionValue::Text(_)) => {}
    }
}
