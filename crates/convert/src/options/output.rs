//! What FaaSO makes of a project, for a new funko and for the author's, to be held against what it makes after a change.

use crinja::{Budget, Context};
use faaso::{
    bundle::Bundle,
    changes::{self, Row},
    funko,
    project::{FileId, FunkoEntry, Project},
    trees::{self, Content, Outcome, Output, Tree},
};
use std::sync::Arc;

/// Files that say which options there are, and so change with them.
pub const SAYS: [&str; 2] = [funko::FILE, "README.md"];

/// The build contexts of a project.
pub struct Made {
    /// Of a new funko: every option has its default.
    defaults: Tree,
    /// Of the funko as its author has it; none where its `funko.yml` comes from the template.
    own: Option<Tree>,
}

pub fn render(_: &FileId, text: &str, context: &Context) -> Outcome {
    crinja::render(text, context, &Budget::default()).map(Arc::new)
}

impl Made {
    pub fn of(project: &Project) -> Made {
        let new =
            trees::new_funko(Some(&project.runtime), &project.runtime_name, &project.funko_name, &mut render);
        let new = new.partial_bundle();
        let build = |funko: &Bundle| trees::build_context(Some(&project.runtime), funko, &mut render);
        let own = matches!(project.own.get(funko::FILE), Some(FunkoEntry::File(_))).then(|| {
            let mut funko = Bundle::new();
            for (path, own) in &project.own {
                if let FunkoEntry::File(file) = own {
                    // no file of the author's lies below another
                    let _ = funko.put(path.clone(), file.clone());
                }
            }
            for (path, file) in new.files().filter(|(path, _)| !project.own.contains_key(*path)) {
                // where an own file is in the way, that one counts
                let _ = funko.put(path.clone(), file.clone());
            }
            build(&funko)
        });
        Made { defaults: build(&new), own }
    }

    /// What of it is another than in `after`, in a sentence; none when nothing is. Which options there are is not
    /// compared.
    pub fn difference(&self, after: &Made) -> Option<String> {
        let defaults = difference(&self.defaults, &after.defaults, "With the defaults");
        defaults.or_else(|| {
            let (before, after) = (self.own.as_ref()?, after.own.as_ref()?);
            difference(before, after, "With this funko's `funko.yml`")
        })
    }
}

/// Looks into the build context that the page shows: the author's own, else a new funko's.
pub fn shown<T>(project: &Project, look: impl Fn(&Tree) -> Option<T>) -> Option<T> {
    let made = Made::of(project);
    made.own.as_ref().and_then(&look).or_else(|| look(&made.defaults))
}

fn difference(before: &Tree, after: &Tree, with: &str) -> Option<String> {
    let paths =
        before.files.keys().chain(after.files.keys().filter(|path| !before.files.contains_key(*path)));
    for path in paths.filter(|path| !SAYS.contains(&path.as_str())) {
        let (Some(old), Some(new)) = (before.files.get(path), after.files.get(path)) else {
            return Some(format!("{with}, FaaSO would add or lose the file `{path}`."));
        };
        if let Some(error) = broken(new)
            && broken(old).is_none()
        {
            return Some(format!("{with}, FaaSO couldn't render `{path}` any more: {error}"));
        }
        if old.file() != new.file() {
            let text = |output: &Output| {
                output
                    .file()
                    .map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
                    .unwrap_or_default()
            };
            return Some(format!("{with}, `{path}` would change: {}", first_line(&text(old), &text(new))));
        }
    }
    let failed = |tree: &Tree| tree.failures.len() + tree.clashes.len();
    match failed(after) > failed(before) {
        true => Some(format!("{with}, FaaSO would fail.")),
        false => None,
    }
}

fn broken(output: &Output) -> Option<&str> {
    match &output.content {
        Content::Rendered(Err(error)) => Some(&error.message),
        _ => None,
    }
}

/// The first line that differs, before and after.
fn first_line(before: &str, after: &str) -> String {
    let rows = changes::lines(before, after);
    let gone = rows.iter().find_map(|row| match row {
        Row::Gone(line, text) => Some(format!("line {line} was `{text}`")),
        _ => None,
    });
    let new = rows.iter().find_map(|row| match row {
        Row::New(line, text) => Some(format!("line {line} would be `{text}`")),
        _ => None,
    });
    match (gone, new) {
        (Some(gone), Some(new)) => format!("{gone}, {new}."),
        (Some(one), None) | (None, Some(one)) => format!("{one}."),
        (None, None) => "no line.".to_owned(),
    }
}
