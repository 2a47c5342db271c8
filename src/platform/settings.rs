//! Small settings, remembered from one visit to the next. Losing them loses no work.
//!
//! A browser that blocks a site's data has no such storage, or throws when it is asked for: then they last as long
//! as the page.

use super::stop::is_stopped;
use faaso::records::ProjectId;
use serde::{Serialize, de::DeserializeOwned};
use web_sys::Storage;

const SETTINGS: &str = "faaso-designer.settings";
const LAST: &str = "faaso-designer.last";
/// `js/start.js` has the same word: it sets this mark where the page stopped.
const STOPPED: &str = "faaso-designer.stopped.";
/// Projects of this browser were opened from folders.
const FOLDERS: &str = "faaso-designer.folders";
const LOOKS: &str = "faaso-designer.looks.";

/// None when there are none, or when they are of another shape.
pub fn load<Settings: DeserializeOwned>() -> Option<Settings> {
    get(local()?, SETTINGS)
}

pub fn store(settings: &impl Serialize) {
    set(local(), SETTINGS, settings);
}

/// The project that this tab had open last, or else any tab.
pub fn last_project() -> Option<ProjectId> {
    [session(), local()].into_iter().flatten().find_map(|storage| get(storage, LAST))
}

pub fn set_last_project(id: ProjectId) {
    set(session(), LAST, &id);
    set(local(), LAST, &id);
}

/// The project is gone for good: nobody is to look for it, and how it was looked at is of no use.
pub fn forget_project(id: ProjectId) {
    for storage in [session(), local()].into_iter().flatten() {
        if get(storage.clone(), LAST) == Some(id) {
            remove(&storage, LAST);
        }
        remove(&storage, &format!("{LOOKS}{}", id.0));
        remove(&storage, &stopped(id));
    }
}

/// Some project was opened from a folder, at some visit.
pub fn has_folders() -> bool {
    local().and_then(|storage| get(storage, FOLDERS)).unwrap_or(false)
}

pub fn set_has_folders() {
    set(local(), FOLDERS, &true);
}

/// How a project was looked at.
pub fn looks<Looks: DeserializeOwned>(id: ProjectId) -> Option<Looks> {
    get(local()?, &format!("{LOOKS}{}", id.0))
}

pub fn set_looks(id: ProjectId, looks: &impl Serialize) {
    set(local(), &format!("{LOOKS}{}", id.0), looks);
}

/// The page stopped with this project, as `js/start.js` noted.
pub fn is_stopped_by(id: ProjectId) -> bool {
    let noted = |storage: Storage| storage.get_item(&stopped(id)).is_ok_and(|note| note.is_some());
    local().is_some_and(noted)
}

/// The project is shown, and the page goes on.
pub fn clear_stopped(id: ProjectId) {
    if let Some(storage) = local().filter(|_| !is_stopped()) {
        remove(&storage, &stopped(id));
    }
}

fn stopped(id: ProjectId) -> String {
    format!("{STOPPED}{}", id.0)
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn get<T: DeserializeOwned>(storage: Storage, key: &str) -> Option<T> {
    serde_json::from_str(&storage.get_item(key).ok()??).ok()
}

fn set(storage: Option<Storage>, key: &str, value: &impl Serialize) {
    if let (Some(storage), Ok(text)) = (storage, serde_json::to_string(value)) {
        // full or refused: it lasts as long as the page
        let _ = storage.set_item(key, &text);
    }
}

fn remove(storage: &Storage, key: &str) {
    // what cannot be removed is only looked for once more
    let _ = storage.remove_item(key);
}
