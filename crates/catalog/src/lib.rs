//! The bundled runtimes: the folders of `runtimes/`, embedded at build time. Adding one is adding a folder.

use faaso::{
    bundle::{Bundle, EXECUTABLE, File, PLAIN},
    checks::likely,
    path::BundlePath,
};
use std::sync::LazyLock;

/// A runtime that comes with the designer, and what a picker says about it. All of it is read from its files.
#[derive(Clone, Debug)]
pub struct Bundled {
    /// The folder's name, to be used as `faaso new -r NAME`.
    pub name: &'static str,
    /// What a funko is written in: the README's line `* Language: …`.
    pub language: &'static str,
    /// The README's first line without its `# `, as `faaso new -r list` shows it.
    pub description: &'static str,
    /// What the shipped image is based on: the last `FROM` of the Dockerfile.
    pub base_image: &'static str,
    /// The options, in the order of the README's table.
    pub options: Vec<&'static str>,
    pub files: Bundle,
}

/// Every bundled runtime, by name.
pub fn bundled() -> &'static [Bundled] {
    static BUNDLED: LazyLock<Vec<Bundled>> =
        LazyLock::new(|| EMBEDDED.iter().map(|&(name, files)| read(name, files)).collect());
    &BUNDLED
}

pub fn find(name: &str) -> Option<&'static Bundled> {
    bundled().iter().find(|runtime| runtime.name == name)
}

/// Those whose names are like one that there is none of, by a part of it or a typing error; all where none is.
pub fn like(name: &str) -> Vec<&'static str> {
    let name = name.trim_start_matches("./").to_lowercase();
    let parts = |name: &str| -> Vec<String> {
        name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 1).map(str::to_owned).collect()
    };
    let asked = parts(&name);
    let is_like = |known: &str| {
        let typo = |part: &String| likely(part, [known].into_iter().chain(known.split('-'))).is_some();
        parts(known).iter().any(|part| asked.contains(part)) || asked.iter().chain([&name]).any(typo)
    };
    let all = || bundled().iter().map(|runtime| runtime.name);
    let like: Vec<_> = all().filter(|known| is_like(known)).collect();
    if like.is_empty() { all().collect() } else { like }
}

/// A path inside the runtime, its bytes, whether it is executable.
type Embedded = (&'static str, &'static [u8], bool);

/// Made by `build.rs`.
static EMBEDDED: &[(&str, &[Embedded])] = include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

fn read(name: &'static str, embedded: &'static [Embedded]) -> Bundled {
    let mut files = Bundle::new();
    for &(path, bytes, executable) in embedded {
        let path = BundlePath::new(path).expect("a path below a folder is a path inside a bundle");
        let file = File::new(bytes, if executable { EXECUTABLE } else { PLAIN });
        files.put(path, file).expect("in a folder no file lies below another");
    }
    let text = |wanted: &str| {
        let file = embedded.iter().find(|(path, ..)| *path == wanted);
        file.and_then(|(_, bytes, _)| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    };
    let readme = text("README.md");
    Bundled {
        name,
        language: after("* Language: ", readme).next().unwrap_or_default(),
        description: readme.lines().next().unwrap_or_default().trim_start_matches("# "),
        base_image: after("FROM ", text("Dockerfile.j2")).last().unwrap_or_default(),
        options: after("| `", readme).filter_map(|row| row.split_once('`')).map(|(name, _)| name).collect(),
        files,
    }
}

/// What follows `start` in each line that begins with it.
fn after<'a>(start: &'a str, text: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines().filter_map(move |line| line.strip_prefix(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use faaso::runtime_name::{self, BUILT_IN};
    use faaso::{
        fate::{Fate, is_of_scenario},
        project::FileId,
    };

    fn text<'a>(runtime: &'a Bundled, path: &str) -> &'a str {
        let file = runtime.files.get(path).unwrap_or_else(|| panic!("{}: no {path}", runtime.name));
        file.as_text().unwrap_or_else(|| panic!("{}: {path} is no text", runtime.name))
    }

    #[test]
    fn every_folder_is_there() {
        let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../runtimes")).unwrap();
        let folders = folders.map(Result::unwrap).filter(|entry| entry.path().is_dir());
        let mut folders: Vec<_> = folders.map(|folder| folder.file_name().into_string().unwrap()).collect();
        folders.sort();
        assert_eq!(bundled().iter().map(|runtime| runtime.name).collect::<Vec<_>>(), folders);
        for name in BUILT_IN {
            assert!(find(name).is_none(), "FaaSO takes its own {name}, so ours must have another name");
            let like = |runtime: &&Bundled| runtime_name::is_like(runtime.name, name);
            assert_eq!(bundled().iter().filter(like).count(), 1, "FaaSO's own {name} has its like here");
        }
    }

    #[test]
    fn every_runtime_says_what_it_is() {
        for runtime in bundled() {
            for (what, said) in [
                ("language", runtime.language),
                ("description", runtime.description),
                ("base image", runtime.base_image),
            ] {
                assert!(
                    !said.is_empty() && !said.contains(['{', '`', '#']),
                    "{}: {what} {said:?}",
                    runtime.name
                );
            }
            let readme = text(runtime, "README.md");
            assert!(readme.starts_with("# "), "{}: the README begins with a title", runtime.name);
            assert!(
                readme.contains(&format!("* Base image: `{}`", runtime.base_image)),
                "{}: README and Dockerfile name the same base image",
                runtime.name
            );
        }
    }

    #[test]
    fn every_runtime_is_whole() {
        for runtime in bundled() {
            let all: String = runtime.files.files().filter_map(|(_, file)| file.as_text()).collect();
            for word in ["3000", "/ping"] {
                assert!(all.contains(word), "{}: nothing mentions {word}", runtime.name);
            }
            let yml = text(runtime, "template/funko.yml.j2");
            assert!(
                yml.starts_with("name: {{ name }}\nruntime: {{ runtime }}\noptions:\n"),
                "{}",
                runtime.name
            );
            let dockerfile = text(runtime, "Dockerfile.j2");
            assert!(dockerfile.contains("\nUSER 1000\n"), "{}: an ordinary user", runtime.name);
            for (path, file) in runtime.files.files() {
                if is_of_scenario(path.as_str()) {
                    continue;
                }
                let shown = format!("{}: {path}", runtime.name);
                assert!(!path.is_hidden(), "{shown} is hidden, FaaSO leaves it out");
                assert!(!file.is_executable(), "{shown} is executable, FaaSO makes it 644");
                let lost = Fate::by_name(&FileId::runtime(path.clone())).is_left_out();
                assert!(!lost, "{shown} begins with “template”, FaaSO leaves it out");
            }
        }
    }

    #[test]
    fn a_name_that_there_is_none_of_is_like_some() {
        for (name, expected) in [
            ("flask", &["flask-gunicorn"][..]),
            ("Flask", &["flask-gunicorn"]),
            ("./kemal", &["kemal-alpine"]),
            ("flask-gunicron", &["flask-gunicorn"]),
            ("node", &["express-node"]),
            ("fastpi", &["fastapi"]),
            ("rsut", &["rust"]),
        ] {
            assert_eq!(like(name), expected, "{name}");
        }
        for nothing in ["nosuch", "", "."] {
            assert_eq!(like(nothing).len(), bundled().len(), "{nothing}");
        }
    }

    /// Options are in step: set in `funko.yml.j2`, used in the runtime, described in the README.
    #[test]
    fn every_option_is_set_used_and_described() {
        for runtime in bundled() {
            let set: Vec<&str> = text(runtime, "template/funko.yml.j2")
                .lines()
                .filter_map(|line| line.strip_prefix("  "))
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
                .filter_map(|line| line.split_once(':').map(|(key, _)| key))
                .collect();
            let mut used: Vec<&str> = runtime
                .files
                .files()
                .filter(|(path, _)| path.as_str().ends_with(".j2") && !path.as_str().starts_with("template/"))
                .flat_map(|(_, file)| file.as_text().unwrap_or_default().split("options.").skip(1))
                .filter_map(|rest| rest.split(|c: char| c != '_' && !c.is_ascii_lowercase()).next())
                .collect();
            used.sort_unstable();
            used.dedup();
            assert_eq!(set, runtime.options, "{}: funko.yml.j2 and README, in one order", runtime.name);
            let mut set = set;
            set.sort_unstable();
            assert_eq!(set, used, "{}: funko.yml.j2 and the runtime's templates", runtime.name);
        }
    }
}
