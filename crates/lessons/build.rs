//! Writes the list of the lessons for `src/lib.rs`: every file below `lessons/`, as it is.

use std::{env, fmt::Write, fs, io, path::Path};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    // Of a folder Cargo looks at everything below it.
    println!("cargo::rerun-if-changed=../../lessons");

    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("Cargo sets it")).join("../../lessons");
    let mut list = String::from("&[\n");
    for name in names(&root)?.into_iter().filter(|name| root.join(name).is_dir()) {
        writeln!(list, "    ({name:?}, &[").expect("writing to a String does not fail");
        put_files(&root.join(&name), "", &mut list)?;
        list.push_str("    ]),\n");
    }
    list.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR").expect("Cargo sets it")).join("lessons.rs"), list)
}

/// One line a file: its path in the lesson, and its text.
fn put_files(folder: &Path, inside: &str, list: &mut String) -> io::Result<()> {
    for name in names(folder)? {
        let (file, path) = (folder.join(&name), format!("{inside}{name}"));
        if file.is_dir() {
            put_files(&file, &format!("{path}/"), list)?;
        } else {
            writeln!(list, "        ({path:?}, include_str!({file:?})),")
                .expect("writing to a String does not fail");
        }
    }
    Ok(())
}

/// What a folder holds, in an order that is the same everywhere.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| {
            let name = entry?.file_name();
            name.into_string().map_err(|name| io::Error::other(format!("{name:?} is not UTF-8")))
        })
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}
