//! The page's state, natively: what it shows of a project, and how projects are kept.

mod projects;
mod rows;
mod workspace;
