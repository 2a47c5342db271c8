//! Components: they read memos, call actions, render. Names and roles are in the interface's contract: tests and
//! assistive technology find everything by them.

mod app;
mod arrival;
mod binary;
mod changes;
mod coded;
mod commands;
mod common;
mod copy_button;
mod desk;
mod dialog;
mod editors;
mod export;
mod file_actions;
mod file_dialogs;
mod file_menu;
mod files_pane;
mod funko_pane;
mod go_to_file;
mod help;
mod icon;
mod lens;
mod maximise;
mod menu;
mod name;
mod new_version;
mod notice;
mod open;
mod output_pane;
mod output_tree;
mod panes;
mod problems_pane;
mod projects;
mod reason;
mod rule_dialog;
mod share;
mod splitter;
mod status_bar;
mod tabs;
mod template_pane;
mod top_bar;
mod tree;
mod tree_row;
mod welcome;

pub use app::App;
use common::{bench, count, size, wired};
