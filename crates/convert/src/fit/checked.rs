//! What the checks of a project say of the runtime as it would be: they know FaaSO's builder.

use crate::{
    app::{App, DOCKERFILE},
    plan::{Goes, Placement},
};
use faaso::{
    analysis::{Analysis, Analyzer},
    bundle::{Bundle, File},
    diagnostic::Diagnostic,
    path::BundlePath,
    project::Project,
};
use std::collections::BTreeSet;

/// Of other files than the Dockerfile they need to know the name, the mode and how they begin.
const BEGIN: usize = 64;

pub fn problems(app: &App<'_>, placements: &[Placement]) -> Vec<Diagnostic> {
    let Some(docker) = &app.docker else { return Vec::new() };
    let mut runtime = Bundle::new();
    for placement in placements {
        let path = placement.path.as_str();
        let Some(file) = app.bundle.get(path) else { continue };
        let whole = path == DOCKERFILE || path.ends_with(".dockerignore");
        let begin = &file.bytes[..file.bytes.len().min(BEGIN)];
        let file = if whole { file.clone() } else { File::new(begin, file.mode) };
        let template = path.ends_with(".j2");
        let to = match placement.goes {
            Goes::Out => continue,
            Goes::Template => format!("template/{path}{}", if template { ".j2" } else { "" }),
            Goes::Runtime => format!("{path}{}", if template { ".j2" } else { "" }),
        };
        let file = if template { File::text("") } else { file };
        if let Ok(path) = BundlePath::new(&to) {
            // what doesn't fit is said where the runtime is made
            let _ = runtime.put(path, file);
        }
    }
    let yml = "name: {{ name }}\nruntime: {{ runtime }}\n";
    if let Ok(path) = BundlePath::new("template/funko.yml.j2") {
        let _ = runtime.put(path, File::text(yml));
    }
    debug_assert!(!docker.text.contains('\0'));
    let project = Project {
        runtime_name: "./runtime".to_owned(),
        runtime,
        funko_name: "funko".to_owned(),
        ..Project::default()
    };
    let mut analyzer = Analyzer::default();
    analyzer.open(project, BTreeSet::new(), Analysis::default());
    analyzer.analyse(1, &mut |_| {}).problems.into_values().flatten().collect()
}
