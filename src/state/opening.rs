//! What came in as a zip or folder takes the open project's place.

use super::{Refused, Workbench};
use faaso::{
    archive::{Arrival, Found, Kind},
    project::EditError,
    runtime_name, skeleton,
};

impl Workbench {
    /// Opens what was chosen of it. A funko is laid over the runtime it names where that came along.
    pub fn open_found(&self, arrival: &Arrival, found: &Found) -> Result<(), Refused> {
        let files = arrival.bundle.below(&found.folder);
        let runtime = || {
            let named = found.runtime.as_ref()?;
            let fits = |it: &&Found| it.kind == Kind::Runtime && runtime_name::is_same(&it.name, named);
            arrival.found.iter().find(|it| fits(it) && !it.folder.is_empty())
        };
        match found.kind {
            Kind::Runtime => self.open_runtime(&found.name, files),
            Kind::Funko | Kind::BuildContext => {
                let runtime = runtime().map(|it| (it.name.clone(), arrival.bundle.below(&it.folder)));
                self.open_funko_over(runtime, &found.name, &files)
            }
            Kind::Unknown => Ok(()),
        }
    }

    /// Opens files without a Dockerfile as a runtime, with one to begin with.
    pub fn open_with_dockerfile(&self, arrival: &Arrival) -> Result<(), Refused> {
        let mut files = arrival.bundle.clone();
        let (path, file) = skeleton::dockerfile();
        files.put(path, file).map_err(EditError::from)?;
        self.open_runtime(&arrival.name, files)
    }
}
