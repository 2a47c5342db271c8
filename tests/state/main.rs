//! The page's state, natively: what it shows of a project, and how projects are kept.

mod at_once;
mod folder;
mod folders;
mod lessons;
mod origin;
mod projects;
mod rows;
mod scenarios;
mod second;
mod workspace;
