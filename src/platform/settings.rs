//! Small settings, remembered from one visit to the next. Losing them loses no work.

use crate::state::view::Settings;
use gloo::storage::{LocalStorage, Storage};

const KEY: &str = "faaso-designer.settings";

/// None when there are none, or when they are of another shape.
pub fn load() -> Option<Settings> {
    LocalStorage::get(KEY).ok()
}

/// Where the browser keeps nothing the settings last as long as the page.
pub fn store(settings: &Settings) {
    let _ = LocalStorage::set(KEY, settings);
}
