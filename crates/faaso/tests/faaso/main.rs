//! What FaaSO does, and what the designer keeps of a project, held against recorded answers and against itself.

mod archive;
mod build_command;
mod checks;
mod folder;
mod form;
mod funko;
mod incremental;
mod journal;
mod lens;
mod output_edit;
mod outside;
mod picture;
mod records;
mod remade;
mod remote_build;
mod scenarios;
mod search;
mod share;
mod tars;
mod trees;
