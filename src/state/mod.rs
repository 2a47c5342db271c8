//! Reactive state, without a DOM: what is saved and exported, and how it is looked at.
//!
//! [`workspace`] holds the document and what the engine makes of it, [`view`] the panes, tabs and dialogs,
//! [`files`] derives the tree of files and [`node`] says what a row of it stands for, [`projects`] holds the list of projects and what of the open one is still to
//! be kept. [`actions`] holds the only writers of the document.

pub mod actions;
mod also;
mod at_once;
pub mod file_match;
mod file_tabs;
pub mod files;
pub mod folder;
mod folder_actions;
pub mod form;
pub mod keys;
pub mod last_edit;
pub mod lessons;
mod listing;
mod moves;
pub mod node;
pub mod notes;
mod opening;
pub mod order;
pub mod origin;
pub mod output;
mod output_edits;
mod picked;
mod progress;
pub mod projects;
pub mod prose;
mod refused;
pub mod scenario_actions;
pub mod scenarios;
pub mod search;
mod search_actions;
mod seen;
mod showing;
mod switching;
mod tally;
pub mod traced;
pub mod tracing;
pub mod view;
pub mod words;
mod workbench;
pub mod workspace;

pub use projects::Projects;
pub use refused::Refused;
pub use scenarios::Scenarios;
pub use view::View;
pub use workbench::Workbench;
pub use workspace::{Bundled, Workspace};
