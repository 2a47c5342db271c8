//! `rename-option`: an option gets another name in every file of a runtime.

use crate::{End, Stop, arguments::RenameOption, input, output};
use convert::options;
use faaso::project::Project;
use std::path::Path;

pub fn run(arguments: &RenameOption) -> Result<End, Stop> {
    let RenameOption { runtime: given, old, new, out, force } = arguments;
    let place = Path::new(given);
    if !place.is_dir() && out.is_none() {
        let why = format!("`{given}` isn't a folder. Use --out to say where the result goes");
        return Err(Stop::new(End::Usage, why));
    }
    if let Some(out) = out {
        output::is_free(out, *force)?;
    }
    let runtime = input::runtime(given)?;
    let mut project = Project {
        runtime_name: runtime.name,
        runtime: runtime.files,
        funko_name: "hello".to_owned(),
        ..Project::default()
    };
    let refused = |why: String| Stop::new(End::Problems, why);
    let renamed = options::rename(&project, old, new).map_err(refused)?;
    let edit = renamed.edit.map_err(refused)?;
    project.apply(edit).map_err(|error| refused(error.to_string()))?;
    match out {
        Some(out) => output::folder(out, &project.runtime)?,
        None => {
            let changed = renamed.changes.iter().map(|changed| {
                let path = changed.file.path.as_str();
                let file = project.runtime.get(path).expect("a file that changed is there");
                (place.join(path), file)
            });
            output::files(&changed.collect::<Vec<_>>())?;
        }
    }
    if !options::spelling::can_follow_a_dot(new) {
        eprintln!("note: templates write this option as `{}`", options::spelling::access(new));
    }
    output::say(
        &renamed.changes.iter().map(|changed| format!("{}\n", changed.file.path)).collect::<String>(),
    );
    Ok(End::Well)
}
