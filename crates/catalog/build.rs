//! Writes the list of the bundled runtimes for `src/lib.rs`: every file below `runtimes/`, as it is.

use std::{env, fmt::Write, fs, io, path::Path};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    // Of a folder Cargo looks at everything below it.
    println!("cargo::rerun-if-changed=../../runtimes");

    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("Cargo sets it")).join("../../runtimes");
    let mut list = String::from("&[\n");
    for name in names(&root)? {
        if !root.join(&name).is_dir() {
            continue;
        }
        writeln!(list, "    ({name:?}, &[").expect("writing to a String does not fail");
        put_files(&root.join(&name), "", &mut list)?;
        list.push_str("    ]),\n");
    }
    list.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR").expect("Cargo sets it")).join("bundled.rs"), list)
}

/// One line a file: its path in the runtime, its bytes, whether it is executable.
fn put_files(folder: &Path, inside: &str, list: &mut String) -> io::Result<()> {
    for name in names(folder)? {
        let (file, path) = (folder.join(&name), format!("{inside}{name}"));
        if file.is_dir() {
            put_files(&file, &format!("{path}/"), list)?;
        } else {
            writeln!(list, "        ({path:?}, include_bytes!({file:?}), {}),", is_executable(&file)?)
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

#[cfg(unix)]
fn is_executable(file: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(file)?.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> io::Result<bool> {
    Ok(false)
}
