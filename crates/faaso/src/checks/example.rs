//! A rule's example as a project, to be looked at, checked and edited like any other.

use crate::{
    bundle::{EXECUTABLE, File, PLAIN},
    path::BundlePath,
    project::{FunkoEntry, Project},
};

/// The project that these files make, written as a rule's [`Files`](super::Files). What has no place in a project is left
/// out: rules have no such file.
pub fn example(files: &[(&str, &str)]) -> Project {
    let mut project = Project {
        runtime_name: "./example".to_owned(),
        funko_name: "hello".to_owned(),
        ..Project::default()
    };
    for &(path, text) in files {
        match path {
            "name" => text.clone_into(&mut project.funko_name),
            "runtime" => text.clone_into(&mut project.runtime_name),
            // a test looks whether every file of every rule has its place
            _ => drop(add_to_example(&mut project, path, text)),
        }
    }
    project
}

/// Adds a file, written as in a rule's [`Files`](super::Files). None where it has no place in a project.
pub fn add_to_example(project: &mut Project, path: &str, text: &str) -> Option<()> {
    let mut bytes = Vec::new();
    for sign in text.chars() {
        match sign {
            char::REPLACEMENT_CHARACTER => bytes.push(0xFF),
            sign => bytes.extend(sign.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    let mode = if path.ends_with('*') { EXECUTABLE } else { PLAIN };
    let file = File::new(bytes, mode);
    let (group, below) = path.trim_end_matches(['*', '/']).split_once('/')?;
    let inside = if group == "template" { path.trim_end_matches(['*', '/']) } else { below };
    let inside = BundlePath::new(inside).ok()?;
    match (group, path.ends_with('/')) {
        ("funko", false) => drop(project.own.insert(inside, FunkoEntry::File(file))),
        ("runtime" | "template", true) => project.runtime.put_folder(inside).ok()?,
        ("runtime" | "template", false) => drop(project.runtime.put(inside, file).ok()?),
        _ => return None,
    }
    Some(())
}
