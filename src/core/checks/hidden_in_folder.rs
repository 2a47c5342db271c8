use super::Check;
use crate::core::{diagnostic::Severity, project::Group};

pub const CHECK: Check = Check {
    id: "hidden-in-folder",
    severity: Severity::Warning,
    title: "A hidden file in a funko's folder is lost on the way to the image",
    what: "“faaso export” keeps hidden files in the folders of a funko; “faaso build” does not hand them to Docker.",
    why: "What works with “docker build” on an export lacks the file when FaaSO builds it.",
    instead: "Give the file a name without a dot in front, and let the Dockerfile rename it.",
    fires: &[("funko/src/.eslintrc", "{}\n")],
    quiet: &[("funko/src/eslintrc", "{}\n")],
    find: Some(|facts, report| {
        for source in facts.group(Group::Funko) {
            let path = &source.id.path;
            if path.is_hidden() && !path.as_str().starts_with('.') {
                let message =
                    format!("“{path}” is hidden: it is in an export, but not in the image FaaSO builds.");
                report.file(&source.id, message);
            }
        }
    }),
};
