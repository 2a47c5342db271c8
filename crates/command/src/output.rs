//! Writes results. Nothing is half-written: everything is made beside its place, then renamed.

use crate::{End, Stop};
use faaso::bundle::{Bundle, File};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Stops when there is something at `place` already.
pub fn is_free(place: &Path, force: bool) -> Result<(), Stop> {
    if force || place.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Stop::new(End::InTheWay, format!("`{}` already exists. Use --force to replace it", place.display())))
}

/// Makes a folder with these files in it. The caller has asked [`is_free`].
pub fn folder(place: &Path, files: &Bundle) -> Result<(), Stop> {
    beside(place, |unfinished| {
        fs::create_dir(unfinished)?;
        for folder in files.folders() {
            fs::create_dir_all(unfinished.join(folder.as_str()))?;
        }
        for (path, file) in files.files() {
            let path = unfinished.join(path.as_str());
            fs::create_dir_all(path.parent().expect("it is below a folder"))?;
            fs::write(&path, &file.bytes)?;
            set_mode(&path, file.mode)?;
        }
        Ok(())
    })
}

/// Makes a file.
pub fn file(place: &Path, bytes: &[u8]) -> Result<(), Stop> {
    beside(place, |unfinished| fs::write(unfinished, bytes))
}

/// Makes several files, each with its mode, in the place of others: all of them, or none where one can't be written.
pub fn files(files: &[(PathBuf, &File)]) -> Result<(), Stop> {
    let mut made = Vec::new();
    for (place, file) in files {
        let unfinished = unfinished(place);
        made.push(unfinished.clone());
        let written = fs::write(&unfinished, &file.bytes).and_then(|()| set_mode(&unfinished, file.mode));
        if let Err(error) = written {
            made.iter().for_each(|unfinished| drop(remove(unfinished)));
            return Err(cannot_write(place, &error));
        }
    }
    for ((place, _), unfinished) in files.iter().zip(&made) {
        fs::rename(unfinished, place).map_err(|error| cannot_write(place, &error))?;
    }
    Ok(())
}

/// Tells on stderr what was made.
pub fn made(place: &Path, what: &str, files: usize) {
    let files = format!("{files} file{}", if files == 1 { "" } else { "s" });
    eprintln!("created {}: {what}, {files}", place.display());
}

/// Prints a result. A reader that has seen enough, such as `head`, is no failure.
pub fn say(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

/// Has something made under another name in the same folder, and gives it its own when it is whole. What is in its place
/// goes only then.
fn beside(place: &Path, make: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), Stop> {
    if place.file_name().is_none() {
        return Err(Stop::new(
            End::Usage,
            format!("`{}` can't be replaced: name a new folder or file", place.display()),
        ));
    }
    let unfinished = unfinished(place);
    let made = make(&unfinished).and_then(|()| replace(place, &unfinished));
    made.map_err(|error| {
        let _ = remove(&unfinished);
        cannot_write(place, &error)
    })
}

/// Gives what is whole its name. What had the name before is back in its place where that fails.
fn replace(place: &Path, whole: &Path) -> io::Result<()> {
    // a folder can't be renamed onto another one, and nothing onto a file of another kind
    if place.symlink_metadata().is_err() {
        return fs::rename(whole, place);
    }
    let before = named(place, "old");
    remove(&before)?;
    fs::rename(place, &before)?;
    if let Err(error) = fs::rename(whole, place) {
        fs::rename(&before, place)?;
        return Err(error);
    }
    remove(&before)
}

fn cannot_write(place: &Path, error: &io::Error) -> Stop {
    Stop::new(End::Usage, format!("can't write `{}`: {error}", place.display()))
}

fn unfinished(place: &Path) -> PathBuf {
    named(place, "part")
}

/// A hidden name beside another one.
fn named(place: &Path, ending: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}.{ending}", std::process::id()))
}

fn remove(place: &Path) -> io::Result<()> {
    match place.symlink_metadata() {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(place),
        Ok(_) => fs::remove_file(place),
        Err(_) => Ok(()),
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u16) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode.into()))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u16) -> io::Result<()> {
    Ok(())
}
