//! The designer in a real browser, used as its users do: by role and accessible name only.
//!
//! `./designer test` builds the site and runs this. Alone: `./designer dist`, then
//! `cargo test --features e2e --test e2e`. The feature keeps a plain `cargo test` native and quick: these tests
//! need a built site and Chromium, and would fail in a checkout that has neither.
//!
//! `page` and `locator` are what a story is written with; `browser`, `firefox` and `site` are under them.

mod browser;
#[path = "../faaso_server/mod.rs"]
mod faaso_server;
mod firefox;
#[path = "../fuzz/mod.rs"]
mod fuzz;
#[allow(dead_code)] // offers more than today's stories take
mod locator;
mod loss;
#[allow(dead_code)]
#[macro_use]
mod page;
mod site;

mod accessibility;
mod at_once;
mod commands;
mod conversion;
mod docker;
mod editing;
mod engine;
mod faaso_nearby;
mod faults;
mod files;
mod folder;
mod form;
mod hostile;
mod installing;
mod keeping;
mod lessons;
mod offline;
mod opening;
mod options;
mod origin;
mod output_edit;
mod picture;
mod pictures;
mod problems;
mod remote_faults;
mod scenarios;
mod search;
mod settings;
mod sharing;
mod smoke;
mod start;
mod stop;
mod stories;
mod text;
mod whole_conversions;
