//! What lies in a folder or zip that its author did not write: files of the system's own, and folders that a package
//! manager, a compiler or a version control system fills.

use super::MAX_PARTS;
use std::collections::HashSet;

/// Why a path is no part of the author's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Litter<'a> {
    /// Left behind by a file manager or a disk.
    System,
    /// In this folder, which can be made again.
    Made(&'a str),
}

/// Knows for the paths of one folder or zip which are litter.
pub struct Litters<'a> {
    /// Folders that only their surroundings give away.
    given_away: HashSet<&'a str>,
}

/// Folders of these names are never an author's.
const MADE: [&str; 17] = [
    "node_modules",
    "bower_components",
    "__pycache__",
    ".venv",
    ".tox",
    ".nox",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".git",
    ".hg",
    ".svn",
    ".jj",
    ".gradle",
    ".bundle",
    ".shards",
    ".parcel-cache",
];

/// A folder that is made where such a file lies: its name, the file, and whether the file is in it or beside it.
const GIVEN_AWAY: [(&str, &str, Lies); 13] = [
    ("target", "Cargo.toml", Lies::Beside),
    ("target", "pom.xml", Lies::Beside),
    ("target", "build.sbt", Lies::Beside),
    ("target", "CACHEDIR.TAG", Lies::Inside),
    ("target", ".rustc_info.json", Lies::Inside),
    ("venv", "pyvenv.cfg", Lies::Inside),
    ("env", "pyvenv.cfg", Lies::Inside),
    ("virtualenv", "pyvenv.cfg", Lies::Inside),
    ("vendor", "autoload.php", Lies::Inside),
    ("lib", ".shards.info", Lies::Inside),
    ("deps", "mix.lock", Lies::Beside),
    ("_build", "mix.exs", Lies::Beside),
    ("Pods", "Podfile", Lies::Beside),
];

/// Folders of which the first is made when the second lies in it.
const BY_FOLDER: [(&str, &str); 4] =
    [("target", "debug"), ("target", "release"), ("target", "classes"), ("vendor/bundle", "ruby")];

#[derive(Clone, Copy, PartialEq)]
enum Lies {
    Beside,
    Inside,
}

impl<'a> Litters<'a> {
    /// `paths`: all there are, folders and their files in any order.
    pub fn of(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let paths: Vec<&str> = paths.into_iter().map(|path| path.trim_end_matches('/')).collect();
        let beside: HashSet<&str> = paths
            .iter()
            .filter(|path| {
                let (_, name) = parted(path);
                GIVEN_AWAY.iter().any(|(_, file, lies)| *file == name && *lies == Lies::Beside)
            })
            .copied()
            .collect();
        let mut given_away = HashSet::new();
        for path in paths {
            for (at, folder) in folders(path) {
                let (parent, name) = parted(folder);
                let rest = &path[at + 1..];
                let made = GIVEN_AWAY.iter().any(|&(made, file, lies)| {
                    made == name
                        && match lies {
                            Lies::Inside => rest == file,
                            Lies::Beside if parent.is_empty() => beside.contains(file),
                            Lies::Beside => beside.contains(format!("{parent}/{file}").as_str()),
                        }
                });
                let by_folder = BY_FOLDER.iter().any(|(made, inside)| {
                    let above = folder.strip_suffix(made);
                    above.is_some_and(|above| above.is_empty() || above.ends_with('/'))
                        && rest.split_once('/').is_some_and(|(first, _)| first == *inside)
                });
                if made || by_folder {
                    given_away.insert(folder);
                }
            }
        }
        Litters { given_away }
    }

    /// None for what is the author's.
    pub fn why<'b>(&self, path: &'b str) -> Option<Litter<'b>> {
        let path = path.trim_end_matches('/');
        if is_system(path) {
            return Some(Litter::System);
        }
        let all = folders(path).map(|(_, folder)| folder).chain([path]);
        let mut made =
            all.filter(|folder| MADE.contains(&parted(folder).1) || self.given_away.contains(folder));
        made.next().map(Litter::Made)
    }
}

/// Whatever lies around it: a folder of this path need not be looked into.
pub fn is_litter(path: &str) -> bool {
    Litters { given_away: HashSet::new() }.why(path).is_some()
}

/// Of every folder above the path where its name ends, and its path. What lies deeper is not taken anyway.
fn folders(path: &str) -> impl Iterator<Item = (usize, &str)> {
    path.match_indices('/').take(MAX_PARTS).map(|(at, _)| (at, &path[..at]))
}

fn parted(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// What systems, file managers and disks leave behind.
fn is_system(path: &str) -> bool {
    let folder = |part: &str| {
        matches!(
            part,
            "__MACOSX"
                | ".Trashes"
                | ".Spotlight-V100"
                | ".fseventsd"
                | ".TemporaryItems"
                | ".DocumentRevisions-V100"
                | ".AppleDouble"
                | ".AppleDB"
                | ".AppleDesktop"
                | "$RECYCLE.BIN"
                | "System Volume Information"
                | "@eaDir"
        ) || part.starts_with(".Trash-")
    };
    let last = parted(path).1;
    let file = matches!(
        last.to_ascii_lowercase().as_str(),
        ".ds_store"
            | "thumbs.db"
            | "ehthumbs.db"
            | "desktop.ini"
            | ".localized"
            | ".volumeicon.icns"
            | ".apdisk"
            | "icon\r"
    );
    // What a Mac writes beside each file on disks and in zips that know no resource forks.
    file || last.starts_with("._") || path.split('/').any(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_wrote() {
        let system = Some(Litter::System);
        for (beside, path, why) in [
            ("", "._shop", system),
            ("", "shop/template/._funko.yml.j2", system),
            ("", "__MACOSX/shop/x", system),
            ("", "shop/.DS_Store", system),
            ("", "shop/THUMBS.DB", system),
            ("", "disk/.Trashes/501/x", system),
            ("", ".Spotlight-V100/Store", system),
            ("", "shop/_x", None),
            ("", "shop/.env", None),
            ("", "shop/node_modules/a/b.js", Some(Litter::Made("shop/node_modules"))),
            ("", "node_modules/", Some(Litter::Made("node_modules"))),
            ("", "a/__pycache__/x.pyc", Some(Litter::Made("a/__pycache__"))),
            ("", ".git/HEAD", Some(Litter::Made(".git"))),
            ("", "shop/target/x", None),
            ("shop/Cargo.toml", "shop/target/x", Some(Litter::Made("shop/target"))),
            ("Cargo.toml", "target/x", Some(Litter::Made("target"))),
            ("other/Cargo.toml", "shop/target/x", None),
            ("", "target/release/app", Some(Litter::Made("target"))),
            ("target/CACHEDIR.TAG", "target/app", Some(Litter::Made("target"))),
            ("", "env/settings.py", None),
            ("env/pyvenv.cfg", "env/bin/python", Some(Litter::Made("env"))),
            ("", "vendor/lib.php", None),
            ("vendor/autoload.php", "vendor/lib.php", Some(Litter::Made("vendor"))),
            ("", "app/vendor/bundle/ruby/3.3.0/x.rb", Some(Litter::Made("app/vendor/bundle"))),
            ("", "lib/mine.cr", None),
            ("lib/.shards.info", "lib/kemal/src/kemal.cr", Some(Litter::Made("lib"))),
        ] {
            assert_eq!(Litters::of([beside, path]).why(path), why, "{path} beside {beside:?}");
        }
    }
}
