//! What the application's own `.gitignore` and `.dockerignore` name, with the line that does.

use crate::globs::Glob;
use faaso::bundle::Bundle;

/// All ignore files of an application.
#[derive(Debug, Default)]
pub struct Ignored {
    git: Vec<Line>,
    docker: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    /// The ignore file.
    file: String,
    /// The folder it counts for, with `/` at the end; empty at the top.
    folder: String,
    /// Counted from 1.
    number: usize,
    text: String,
    again: bool,
    glob: Glob,
}

/// The line that names a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    pub file: &'a str,
    pub line: usize,
    pub text: &'a str,
    /// `.dockerignore`: the file is in no build of the application.
    pub docker: bool,
}

impl Ignored {
    pub fn of(application: &Bundle) -> Ignored {
        let mut ignored = Ignored::default();
        for (path, file) in application.files() {
            let folder = path.as_str().strip_suffix(path.name()).unwrap_or_default();
            let text = || String::from_utf8_lossy(&file.bytes).into_owned();
            match path.name() {
                ".gitignore" => lines(path.as_str(), folder, &text(), false, &mut ignored.git),
                // Docker reads the one at the top, and one named after the Dockerfile before that
                ".dockerignore" | "Dockerfile.dockerignore" if folder.is_empty() => {
                    lines(path.as_str(), folder, &text(), true, &mut ignored.docker);
                }
                _ => {}
            }
        }
        // the deeper file is asked later, and the last answer counts
        ignored.git.sort_by_key(|line| line.folder.matches('/').count());
        ignored
    }

    /// The line that names the file; `.dockerignore` first.
    pub fn names(&self, path: &str) -> Option<Named<'_>> {
        self.by_docker(path).or_else(|| self.by_git(path))
    }

    /// The last line that takes the path or a folder above it counts.
    fn by_docker(&self, path: &str) -> Option<Named<'_>> {
        let last = self.docker.iter().rev().find(|line| line.glob.covers(path))?;
        last.named(true)
    }

    /// What lies in an ignored folder stays ignored, whatever is said of it.
    fn by_git(&self, path: &str) -> Option<Named<'_>> {
        let folders = path.match_indices('/').map(|(at, _)| (&path[..at], true));
        folders.chain([(path, false)]).find_map(|(path, is_folder)| {
            let takes = |line: &&Line| {
                path.strip_prefix(line.folder.as_str()).is_some_and(|path| line.glob.takes(path, is_folder))
            };
            self.git.iter().rev().find(takes)?.named(false)
        })
    }
}

impl Line {
    fn named(&self, docker: bool) -> Option<Named<'_>> {
        let named = Named { file: &self.file, line: self.number, text: &self.text, docker };
        (!self.again).then_some(named)
    }
}

fn lines(file: &str, folder: &str, text: &str, docker: bool, all: &mut Vec<Line>) {
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let trimmed = if docker { line.trim() } else { line.trim_end() };
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let (again, pattern) = match trimmed.strip_prefix('!') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, trimmed),
        };
        // Docker counts every pattern from the top, and a final slash means nothing
        let from_top = match docker {
            true => format!("/{}", pattern.trim_start_matches("./").trim_matches('/')),
            false => pattern.to_owned(),
        };
        if let Some(glob) = Glob::new(&from_top) {
            let (file, folder) = (file.to_owned(), folder.to_owned());
            all.push(Line { file, folder, number: at + 1, text: trimmed.to_owned(), again, glob });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faaso::{bundle::File, path::BundlePath};

    #[test]
    fn the_line_is_said() {
        let mut application = Bundle::new();
        for (path, text) in [
            (".gitignore", "# made\n*.log\n!keep.log\n/out/\n"),
            ("sub/.gitignore", "*.tmp\n!a.log\n"),
            (".dockerignore", "*\n!src\n!Dockerfile\nsrc/secret\n"),
        ] {
            application.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
        }
        let ignored = Ignored::of(&application);
        for (path, named) in [
            ("a.txt", Some((".dockerignore", 1))),
            ("src/x.py", None),
            ("src/secret/y", Some((".dockerignore", 4))),
            ("Dockerfile", None),
        ] {
            assert_eq!(ignored.names(path).map(|named| (named.file, named.line)), named, "{path}");
        }
        for (path, named) in [
            ("x.log", Some((".gitignore", 2))),
            ("keep.log", None),
            ("out/keep.log", Some((".gitignore", 4))),
            ("sub/b.tmp", Some(("sub/.gitignore", 1))),
            ("b.tmp", None),
            ("sub/a.log", None),
        ] {
            assert_eq!(ignored.by_git(path).map(|named| (named.file, named.line)), named, "{path}");
        }
    }
}
