use super::{Check, report::fix};
use crate::core::{diagnostic::Severity, path::BundlePath, project::Group};

pub const CHECK: Check = Check {
    id: "template-prefix",
    severity: Severity::Warning,
    title: "A runtime file whose path begins with “template” is left out",
    what: "FaaSO takes every path of a runtime that begins with the eight letters “template” for a part of its \
           template: “templates/page.html”, “template.txt”. None of them is in a build, and only what lies in the \
           folder “template” is in a new funko.",
    why: "“templates” is an ordinary folder name for Flask, Django or Go. Its files are lost in silence.",
    instead: "Use another name, such as “views”, and tell the program so.",
    fires: &[("runtime/templates/page.html", "<p>Hello</p>\n")],
    quiet: &[("runtime/views/page.html", "<p>Hello</p>\n"), ("template/funko.py", "")],
    find: Some(|facts, report| {
        for source in facts.group(Group::Runtime) {
            let path = source.id.path.as_str();
            // a file “template” is another matter: see no-template
            if path.starts_with("template") && path != "template" {
                let message =
                    format!("The path “{path}” begins with “template”: FaaSO leaves it out of every build.");
                let finding = report.file(&source.id, message);
                // only the path is mended: what reads the file must be told by its author
                if let Some(file) = path.strip_prefix("templates/") {
                    let path = BundlePath::new(&format!("views/{file}")).ok();
                    let edit = path.and_then(|path| facts.rename(&source.id, path));
                    finding.fix = fix(format!("Move it to “views/{file}”"), edit);
                }
            }
        }
    }),
};
