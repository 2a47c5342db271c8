//! The application, looked at once for everything that asks.

use crate::{docker::Docker, globs::Glob};
use faaso::bundle::{Bundle, File};
use std::collections::{BTreeMap, HashSet};

/// An application and what is known of it beforehand.
#[derive(Debug)]
pub struct App<'a> {
    pub bundle: &'a Bundle,
    /// The Dockerfile that FaaSO finds: the one at the top.
    pub docker: Option<Docker>,
    /// Every file that is text and of a size somebody may have written, by its path.
    pub texts: BTreeMap<&'a str, &'a str>,
    /// What the Dockerfile's `COPY` and `ADD` name, except for everything (`.`).
    copied: Vec<Glob>,
    folders: HashSet<&'a str>,
    /// Of `texts`, what somebody wrote and the program uses.
    sources: Vec<(&'a str, &'a str)>,
}

/// Larger texts aren't looked through.
const MAX_TEXT: usize = 256 << 10;

pub const DOCKERFILE: &str = "Dockerfile";

impl<'a> App<'a> {
    pub fn new(bundle: &'a Bundle) -> App<'a> {
        let texts = bundle.files().filter_map(|(path, file)| {
            let small = file.bytes.len() <= MAX_TEXT;
            let text = Some(file).filter(|_| small && !is_aside(path.as_str())).and_then(File::as_text)?;
            Some((path.as_str(), text))
        });
        let texts: BTreeMap<&str, &str> = texts.collect();
        let folders = bundle.files().flat_map(|(path, _)| path.folders()).collect();
        let docker = texts.get(DOCKERFILE).map(|text| Docker::new(text));
        let copied = docker.as_ref().map(named).unwrap_or_default();
        let sources =
            texts.iter().map(|(path, text)| (*path, *text)).filter(|(path, _)| is_source(path)).collect();
        App { bundle, docker, texts, copied, folders, sources }
    }

    pub fn text(&self, path: &str) -> Option<&'a str> {
        self.texts.get(path).copied()
    }

    pub fn has(&self, path: &str) -> bool {
        self.bundle.get(path).is_some()
    }

    pub fn is_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// The Dockerfile names this file, or a folder it lies in.
    pub fn is_copied(&self, path: &str) -> bool {
        self.copied.iter().any(|glob| glob.covers(path))
    }

    /// Texts that somebody wrote and the program uses, with their paths.
    pub fn sources(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.sources.iter().copied()
    }

    /// Of these, those whose name ends so.
    pub fn ending(&self, endings: &'static [&'static str]) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.sources().filter(|(path, _)| endings.iter().any(|ending| path.ends_with(ending)))
    }
}

/// Below a folder that a package manager fills: never the author's.
fn is_aside(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "node_modules" | "bower_components" | "site-packages" | ".git" | ".venv"))
}

/// A file of code or configuration that somebody wrote and the program uses.
pub fn is_source(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let made = name.starts_with('.')
        || name.contains(".min.")
        || name.ends_with(".lock")
        || name.ends_with("-lock.json")
        || name.ends_with("-lock.yaml")
        || matches!(name, "go.sum" | "npm-shrinkwrap.json");
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let aside = folders.split('/').any(|part| {
        part.starts_with('.')
            || matches!(
                part,
                "vendor"
                    | "venv"
                    | "test"
                    | "tests"
                    | "spec"
                    | "docs"
                    | "doc"
                    | "__tests__"
                    | "examples"
                    | "target"
            )
    });
    !made && !aside && !is_prose(name) && !is_test(name)
}

fn is_prose(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".md", ".rst", ".adoc", ".markdown", ".csv", ".svg", ".log"].iter().any(|end| lower.ends_with(end))
        || ["readme", "license", "licence", "changelog", "copying", "notice"]
            .iter()
            .any(|begin| lower.starts_with(begin))
}

/// A file of tests, by its name.
fn is_test(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    stem.starts_with("test_")
        || ["_test", "_spec", "Test", "Tests"].iter().any(|end| stem.ends_with(end) && stem != *end)
        || name.contains(".test.")
        || name.contains(".spec.")
        || name == "conftest.py"
}

fn named(docker: &Docker) -> Vec<Glob> {
    let sources = docker.copies().flat_map(|(_, copying)| &copying.sources);
    let paths = sources.map(|source| source.trim_start_matches("./").trim_matches('/'));
    let said = |path: &&str| !path.is_empty() && !["*", ".", "**"].contains(path) && !path.contains("://");
    paths.filter(said).filter_map(|path| Glob::new(&format!("/{path}"))).collect()
}
