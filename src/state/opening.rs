//! What came in as a zip or folder takes the open project's place.

use super::{Refused, Workbench};
use faaso::{
    archive::{Arrival, Found, Kind},
    checks,
    fate::Fate,
    folder::Places,
    links::Spot,
    project::{EditError, FileId, Group},
    runtime_name, skeleton,
    text::LineColumn,
};

impl Workbench {
    /// Opens what was chosen of it. A funko is laid over the runtime it names where that came along. A folder that came to be
    /// edited where it lies is joined with the project.
    pub fn open_found(&self, arrival: &Arrival, found: &Found) -> Result<(), Refused> {
        let files = arrival.bundle.below(&found.folder);
        let runtime = came_along(arrival, found);
        match found.kind {
            Kind::Runtime => self.open_runtime(&found.name, files)?,
            Kind::Funko | Kind::BuildContext => {
                let runtime = runtime.map(|it| (it.name.clone(), arrival.bundle.below(&it.folder)));
                self.open_funko_over(runtime, &found.name, &files)?;
            }
            Kind::Unknown => return Ok(()),
        }
        let folder = Some(found.folder.clone());
        self.join(
            arrival,
            match found.kind {
                Kind::Runtime => Places { runtime: folder, funko: None },
                _ => Places { runtime: runtime.map(|it| it.folder.clone()), funko: folder },
            },
        );
        Ok(())
    }

    /// Shows the file that a link names, by its path in the runtime or, of what a new funko gets, in the funko. False:
    /// there is none.
    pub fn go_to_spot(&self, spot: &Spot) -> bool {
        let project = self.workspace.project_now();
        let mut paths = project.runtime.files().map(|(path, _)| path);
        let named = paths.find(|path| spot.is(path.as_str())).map(|path| FileId::runtime(path.clone()));
        let made = || {
            let ids = project.runtime.files().map(|(path, _)| FileId::runtime(path.clone()));
            let mut made =
                ids.filter(|id| id.group() == Group::Template).filter_map(|id| match Fate::by_name(&id) {
                    Fate::Rendered(path) | Fate::Copied(path) => Some(path),
                    _ => None,
                });
            made.find(|path| spot.is(path.as_str())).map(FileId::funko)
        };
        let Some(file) = named.or_else(made) else { return false };
        self.view.open(file.clone());
        if let Some(line) = spot.line {
            self.view.revealed.set(Some((file, LineColumn { line, column: 1 })));
        }
        true
    }

    /// Opens a rule's example, in a project of its own.
    pub fn open_example(&self, title: &str, files: &[(String, String)]) -> Result<(), Refused> {
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        self.open(checks::example(&files))?;
        self.projects.rename(self.projects.open(), &format!("Example: {title}"));
        Ok(())
    }

    /// Opens files without a Dockerfile as a runtime, with one to begin with; no files as a small runtime.
    pub fn open_with_dockerfile(&self, arrival: &Arrival) -> Result<(), Refused> {
        let mut files = arrival.bundle.clone();
        if files.is_empty() {
            files = skeleton::runtime();
        } else {
            let (path, file) = skeleton::dockerfile();
            files.put(path, file).map_err(EditError::from)?;
        }
        self.open_runtime(&arrival.name, files)?;
        self.join(arrival, Places { runtime: Some(String::new()), funko: None });
        Ok(())
    }
}

/// The runtime that a funko names, where it lies beside it.
fn came_along<'a>(arrival: &'a Arrival, found: &Found) -> Option<&'a Found> {
    let named = found.runtime.as_ref()?;
    let fits = |it: &&Found| it.kind == Kind::Runtime && runtime_name::is_same(&it.name, named);
    arrival.found.iter().find(|it| fits(it) && !it.folder.is_empty())
}
