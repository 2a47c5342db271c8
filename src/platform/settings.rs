//! Small settings, remembered from one visit to the next. Losing them loses no work.

use faaso::records::ProjectId;
use gloo::storage::{LocalStorage, SessionStorage, Storage};
use serde::{Serialize, de::DeserializeOwned};

const SETTINGS: &str = "faaso-designer.settings";
const LAST: &str = "faaso-designer.last";

/// None when there are none, or when they are of another shape.
pub fn load<Settings: DeserializeOwned>() -> Option<Settings> {
    LocalStorage::get(SETTINGS).ok()
}

/// Where the browser keeps nothing the settings last as long as the page.
pub fn store(settings: &impl Serialize) {
    let _ = LocalStorage::set(SETTINGS, settings);
}

/// The project that this tab had open last, or else any tab.
pub fn last_project() -> Option<ProjectId> {
    SessionStorage::get(LAST).or_else(|_| LocalStorage::get(LAST)).ok()
}

pub fn set_last_project(id: ProjectId) {
    let _ = SessionStorage::set(LAST, id);
    let _ = LocalStorage::set(LAST, id);
}

/// How a project was looked at.
pub fn looks<Looks: DeserializeOwned>(id: ProjectId) -> Option<Looks> {
    LocalStorage::get(looks_key(id)).ok()
}

pub fn set_looks(id: ProjectId, looks: &impl Serialize) {
    let _ = LocalStorage::set(looks_key(id), looks);
}

fn looks_key(id: ProjectId) -> String {
    format!("faaso-designer.looks.{}", id.0)
}
