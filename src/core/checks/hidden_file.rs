use super::Check;
use crate::core::{diagnostic::Severity, project::Group};

pub const CHECK: Check = Check {
    id: "hidden-file",
    severity: Severity::Warning,
    title: "A hidden file is left out",
    what: "FaaSO leaves out every file of a runtime or template whose path has a part that begins with a dot, and \
           every file and folder at a funko's top whose name does. It does not say so.",
    why: "What the file was meant to do does not happen: a “.dockerignore” never has any effect, a “.npmrc” or \
          “.env” is not in the image.",
    instead: "Give the file a name without a dot in front, and let the Dockerfile rename it: “COPY npmrc .npmrc”. \
              Leave it if it is meant for you alone, as “.env” may be.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM node:22-slim\nCOPY . .\n"),
        ("runtime/.npmrc", "fund=false\n"),
        ("funko/.env", "TOKEN=1\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM node:22-slim\nCOPY . .\nCOPY npmrc .npmrc\n"),
        ("runtime/npmrc", "fund=false\n"),
    ],
    find: Some(|facts, report| {
        for source in &facts.sources {
            let (path, shown) = (source.id.path.as_str(), source.id.shown());
            let message = match source.id.group() {
                Group::Template if source.id.path.is_hidden() => {
                    format!("“{shown}” is hidden: FaaSO does not put it into a new funko.")
                }
                // what begins with “template” is lost for that reason, hidden or not
                Group::Runtime if source.id.path.is_hidden() && !path.starts_with("template") => {
                    format!("“{shown}” is hidden: FaaSO leaves it out of every build.")
                }
                Group::Funko if path == ".dockerignore" => {
                    "“.dockerignore” never has any effect: FaaSO leaves it out of every build.".to_owned()
                }
                Group::Funko if path.starts_with('.') => {
                    format!(
                        "“{shown}” is hidden at the top of the funko: FaaSO leaves it out of every build."
                    )
                }
                _ => continue,
            };
            report.file(&source.id, message);
        }
    }),
};
