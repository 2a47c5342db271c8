//! What a language is, as far as a conversion asks.

use crate::{
    app::App,
    pattern::Pattern,
    plan::{Change, Recognized},
};
use faaso::path::BundlePath;

pub struct Language {
    /// For people.
    pub name: &'static str,
    /// Images that are for it alone.
    pub images: &'static [&'static str],
    /// Files that name its dependencies, the most telling first; as in `.gitignore`.
    pub manifests: &'static [&'static str],
    /// How its files end.
    pub endings: &'static [&'static str],
    /// What a file that starts a server is mostly called, the likeliest first.
    pub entries: &'static [&'static str],
    /// The more telling first.
    pub frameworks: &'static [Framework],
    pub launchers: &'static [Launcher],
    /// Calls that open a server's port.
    pub calls: &'static [Call],
    /// A server without any routes answers everything, if its text has the first and none of the others.
    pub everything: &'static [(Pattern, &'static [&'static str])],
    /// A command that asks for `/ping` with what its own image has; empty where that has nothing.
    pub health: &'static str,
    /// A Dockerfile for an application without one, but for its health check.
    pub dockerfile: fn(&App<'_>, &Known<'_>) -> Option<String>,
    /// The bundled runtime that is nearest.
    pub runtime: &'static str,
    /// Files that its server reads by itself, by how their name begins, with the address and the port that they say:
    /// the pattern's groups 1 and 2.
    pub settings: &'static [(&'static str, Pattern)],
    /// Programs that `package.json` starts it with.
    pub scripts: &'static [&'static str],
}

pub struct Framework {
    /// For people.
    pub name: &'static str,
    /// What a manifest names it by.
    pub packages: &'static [&'static str],
    /// What its use looks like.
    pub used: &'static [Pattern],
    /// How a route is added, the surest first.
    pub ping: &'static [Ping],
    /// Where it listens if nothing says so; none: something always does.
    pub default_port: Option<&'static str>,
    /// The bundled runtime that is nearest, if it isn't the language's.
    pub runtime: Option<&'static str>,
}

impl Framework {
    pub const NONE: Framework =
        Framework { name: "", packages: &[], used: &[], ping: &[], default_port: None, runtime: None };
}

/// How a route is added. Snippets have `{indent}`, and `{1}`, `{2}` for what the pattern's groups took.
pub enum Ping {
    /// Behind the statement that begins where the pattern does.
    After(Pattern, &'static str),
    /// Before the line that the pattern is in.
    Before(Pattern, &'static str),
    /// Right behind what the pattern takes.
    Inside(Pattern, &'static str),
    /// Behind the bracket that closes what the pattern opened.
    Behind(Pattern, &'static str),
    /// By other means.
    By(fn(&App<'_>, &Known<'_>) -> Option<Vec<Change>>),
}

/// A program that starts a server, by the words of its command.
pub struct Launcher {
    /// The program, and what has to follow it.
    pub words: &'static [&'static str],
    pub port: &'static [&'static str],
    pub host: &'static [&'static str],
    /// Flags for address and port at once.
    pub bind: &'static [&'static str],
    /// An argument can be address and port.
    pub positional: bool,
    /// Where it listens if nothing says so. Empty: what it starts says it.
    pub default: (&'static str, &'static str),
    /// Variables that it reads for the port and for the address.
    pub variables: (&'static [&'static str], &'static [&'static str]),
    /// What is added for the port and for the address.
    pub add: (&'static [&'static str], &'static [&'static str]),
}

impl Launcher {
    pub const NONE: Launcher = Launcher {
        words: &[],
        port: &["--port", "-p"],
        host: &["--host", "-h"],
        bind: &[],
        positional: false,
        default: ("", ""),
        variables: (&[], &[]),
        add: (&["--port", "3000"], &["--host", "0.0.0.0"]),
    };
}

/// A call that opens a server's port.
pub struct Call {
    /// It begins so; behind an opening bracket come its arguments, else they go to the line's end.
    pub begins: Pattern,
    /// Where among the arguments a port stands: the first group.
    pub port: &'static [&'static str],
    /// Where among them an address stands.
    pub host: &'static [&'static str],
    /// Where it listens if nothing says so. Empty: something always does.
    pub default: (&'static str, &'static str),
    /// What is added for the port and for the address.
    pub add: (Add, Add),
}

#[derive(Clone, Copy)]
pub enum Add {
    Nothing,
    /// As the last argument.
    Last(&'static str),
    /// As the first argument.
    First(&'static str),
    /// Behind the brace that opens the first object.
    Member(&'static str),
    /// As a statement before the one that the call is in.
    Before(&'static str),
}

/// What is known of an application.
#[derive(Clone)]
pub struct Known<'a> {
    pub language: &'static Language,
    pub framework: Option<&'static Framework>,
    /// The file that starts it.
    pub entry: Option<&'a str>,
    pub manifest: Option<&'a str>,
    pub reason: String,
    pub sure: bool,
}

impl Known<'_> {
    pub fn described(&self) -> Recognized {
        let path = |path: Option<&str>| path.and_then(|path| BundlePath::new(path).ok());
        Recognized {
            language: self.language.name.to_owned(),
            framework: self.framework.map(|framework| framework.name.to_owned()),
            entry: path(self.entry),
            manifest: path(self.manifest),
            reason: self.reason.clone(),
            sure: self.sure,
        }
    }

    /// The bundled runtime that is nearest.
    pub fn runtime(&self) -> &'static str {
        self.framework.and_then(|framework| framework.runtime).unwrap_or(self.language.runtime)
    }
}
