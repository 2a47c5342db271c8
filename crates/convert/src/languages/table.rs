//! The table of languages.

use super::{
    crystal, deno, dotnet, go, java,
    kind::{Language, Launcher},
    node, php, python, ruby, rust, shell, statics,
};

/// Every language, the more telling first.
pub static LANGUAGES: [&Language; 13] = [
    &deno::DENO,
    &deno::BUN,
    &python::PYTHON,
    &node::NODE,
    &go::GO,
    &rust::RUST,
    &ruby::RUBY,
    &php::PHP,
    &crystal::CRYSTAL,
    &java::JAVA,
    &dotnet::DOTNET,
    &shell::SHELL,
    &statics::STATIC,
];

/// Every program that starts a server, of whichever language.
pub fn launchers() -> impl Iterator<Item = &'static Launcher> {
    LANGUAGES.iter().flat_map(|language| language.launchers)
}
