//! Every golden tree: files, bytes, modes, empty folders, error codes as FaaSO's own code made them.

use crinja::{self, Rendered};
use faaso::{
    bundle::{Bundle, File},
    path::BundlePath,
    trees::{Content, Failure, Verdict, build_context, funko_name, new_funko},
};
use replay::trees;
use std::{path::Path, sync::Arc};

#[test]
fn all_golden_trees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded-trees");
    let cases = trees::read(&folder).expect("readable cases");
    assert!(cases.len() >= 114, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let made = trees::replay(case).expect("a case in the format");
        if let Some(difference) = trees::difference(case, &made).expect("a case in the format") {
            wrong.push(format!(
                "{}\n  expected {}\n  got      {}",
                case["id"], difference.expected, difference.got
            ));
        }
        assert_eq!(case["expect"]["one_of"].is_object(), !made.by_chance.is_empty(), "{}", case["id"]);
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let mut bundle = Bundle::new();
    for (path, text) in files {
        bundle.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
    }
    bundle
}

/// Stands for the engine: what begins with `!` fails, anything else comes back in brackets.
fn brackets(_: &faaso::project::FileId, text: &str, _: &crinja::Context) -> faaso::trees::Outcome {
    match text.starts_with('!') {
        true => Err(crinja::Error {
            class: crinja::Class::TypeError,
            message: text.to_owned(),
            reported: None,
            span: Default::default(),
            help: None,
        }),
        false => Ok(Arc::new(Rendered { text: format!("[{text}]"), pieces: Vec::new() })),
    }
}

#[test]
fn nothing_stops_at_the_first_failure() {
    let runtime =
        bundle(&[("a.j2", "!a"), ("b.j2", "b"), ("c.j2", "!c"), ("d", "d"), (".h", ""), ("templates/x", "")]);
    let funko = bundle(&[("funko.yml", "name: my-app\nruntime: r\n"), ("d", "own"), (".env", "")]);
    let tree = build_context(Some(&runtime), &funko, &mut brackets);
    let codes: Vec<_> = tree.failures.iter().map(Failure::code).collect();
    assert_eq!(codes, ["funko-name-invalid", "template-error", "template-error"]);
    assert!(matches!(tree.verdict(), Verdict::Fails(Failure::Name { .. })));
    assert_eq!(tree.files["b"].file(), Some(File::text("[b]")));
    assert!(matches!(&tree.files["a"].content, Content::Rendered(Err(error)) if error.message == "!a"));
    assert_eq!(tree.files["d"].file(), Some(File::text("own")));
    assert_eq!(tree.files["d"].replaced.len(), 1);
    assert_eq!(tree.left_out.len(), 3);
    assert!(tree.bundle().is_err());
    assert_eq!(tree.partial_bundle().len(), 3);
}

#[test]
fn chances_and_conflicts_name_both_sides() {
    let runtime =
        bundle(&[("template/x", "1"), ("template/x.j2", "2"), ("template/y.j2", ""), ("template/y/z", "")]);
    let tree = new_funko(Some(&runtime), "r", "deep/app/", &mut brackets);
    assert_eq!(
        tree.clashes[0].to_string(),
        "`x.j2` and `x` both produce `x`. Which one FaaSO keeps is unpredictable."
    );
    assert_eq!(tree.failures[0].to_string(), "`y.j2` produces a file `y`, but `y/z` needs a folder there.");
    assert_eq!(tree.files.len(), 2);
}

#[test]
fn a_folder_names_its_funko() {
    for (folder, name) in [("app", "app"), ("deep/er/app1/", "app1"), ("/", "/"), ("", ""), ("a//", "a")] {
        assert_eq!(funko_name(folder), name);
    }
}

/// Random runtimes and funkos, made in real folders the way FaaSO makes them, and in memory: the same.
#[test]
#[cfg(unix)]
fn as_on_a_real_file_system() {
    let (mut works, mut fails) = (0, 0);
    for seed in 1..=120u64 {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let runtime = random.bundle(&[
            "a",
            "b",
            "a.j2",
            "c/a",
            "c/b.j2",
            "c/a/b",
            "a/c",
            "b/b",
            ".h/x",
            "template/y",
            "c",
        ]);
        let mut funko =
            random.bundle(&["a", "b", "c", "c/a", "c/b/x", "a/a", "b.j2", ".h", "c/.h/x", "b/.x", "a/c/b"]);
        for folder in ["c/e", "a", "b/b/b", ".f/x"] {
            if random.chance() {
                let _ = funko.put_folder(BundlePath::new(folder).unwrap());
            }
        }
        funko.put(BundlePath::new("funko.yml").unwrap(), File::text("name: n\nruntime: r\n")).unwrap();
        let tree = build_context(Some(&runtime), &funko, &mut brackets);
        let folder = std::env::temp_dir().join(format!("faaso-designer-tree-{}-{seed}", std::process::id()));
        let made = on_disk::make(&folder, &runtime, &funko);
        let _ = std::fs::remove_dir_all(&folder);
        if tree.clashes.is_empty() {
            let got = tree.bundle().map_err(|verdict| format!("{verdict:?}"));
            assert_eq!(got.is_ok(), made.is_ok(), "{runtime:?}\n{funko:?}\n{got:?}\n{made:?}");
            if let (Ok(got), Ok(made)) = (got, made) {
                assert_eq!(got, made, "{runtime:?}\n{funko:?}");
                works += 1;
            } else {
                fails += 1;
            }
        }
    }
    assert!(works > 20 && fails > 20, "{works} {fails}");
}

struct Random(u64);

impl Random {
    fn chance(&mut self) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.is_multiple_of(3)
    }

    /// Some of the files, as far as they fit together.
    fn bundle(&mut self, paths: &[&str]) -> Bundle {
        let mut bundle = Bundle::new();
        for path in paths {
            if self.chance() {
                let mode = if self.chance() { 0o755 } else { 0o644 };
                let _ = bundle.put(BundlePath::new(path).unwrap(), File::new(path.as_bytes(), mode));
            }
        }
        bundle
    }
}

/// FaaSO's steps (docs/semantics.md §2, §4) with real files and folders.
#[cfg(unix)]
mod on_disk {
    use super::*;
    use std::{
        fs,
        io::{Error, ErrorKind, Result},
        os::unix::fs::PermissionsExt,
    };

    pub fn make(folder: &Path, runtime: &Bundle, funko: &Bundle) -> Result<Bundle> {
        let (source, made) = (folder.join("funko"), folder.join("made"));
        fs::create_dir_all(&source)?;
        fs::create_dir_all(&made)?;
        for path in funko.folders() {
            fs::create_dir_all(source.join(path.as_str()))?;
        }
        for (path, file) in funko.files() {
            write(&source.join(path.as_str()), &file.bytes, file.mode)?;
        }
        for (path, file) in runtime.files() {
            if path.is_hidden() || path.as_str().starts_with("template") {
                continue;
            }
            match path.as_str().strip_suffix(".j2") {
                Some(target) => {
                    let text = format!("[{}]", String::from_utf8_lossy(&file.bytes));
                    write(&made.join(target), text.as_bytes(), 0o644)?;
                }
                None => write(&made.join(path.as_str()), &file.bytes, 0o644)?,
            }
        }
        for entry in fs::read_dir(&source)? {
            let entry = entry?;
            if !entry.file_name().to_string_lossy().starts_with('.') {
                copy(&entry.path(), &made.join(entry.file_name()))?;
            }
        }
        let mut bundle = Bundle::new();
        take(&made, "", &mut bundle)?;
        Ok(bundle)
    }

    fn write(path: &Path, bytes: &[u8], mode: u16) -> Result<()> {
        fs::create_dir_all(path.parent().unwrap())?;
        fs::write(path, bytes)?;
        fs::set_permissions(path, fs::Permissions::from_mode(mode.into()))
    }

    fn copy(from: &Path, to: &Path) -> Result<()> {
        if from.is_dir() {
            if to.is_file() {
                return Err(Error::from(ErrorKind::AlreadyExists));
            }
            fs::create_dir_all(to)?;
            return fs::read_dir(from)?.try_for_each(|entry| {
                let entry = entry?;
                copy(&entry.path(), &to.join(entry.file_name()))
            });
        }
        let inside = to.join(from.file_name().unwrap());
        fs::copy(from, if to.is_dir() { &inside } else { to }).map(|_| ())
    }

    fn take(folder: &Path, path: &str, bundle: &mut Bundle) -> Result<()> {
        let mut empty = true;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            empty = false;
            let path = format!("{path}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                take(&entry.path(), &format!("{path}/"), bundle)?;
            } else {
                let mode = entry.metadata()?.permissions().mode() & 0o777;
                let file = File::new(fs::read(entry.path())?, mode as u16);
                bundle.put(BundlePath::new(&path).unwrap(), file).unwrap();
            }
        }
        if empty && !path.is_empty() {
            bundle.put_folder(BundlePath::new(path.trim_end_matches('/')).unwrap()).unwrap();
        }
        Ok(())
    }
}
