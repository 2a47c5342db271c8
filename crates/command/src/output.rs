//! Writes results. Nothing is half-written: everything is made beside its place, then renamed.

use crate::{End, Stop};
use faaso::bundle::Bundle;
use flate2::{Compression, write::GzEncoder};
use std::{
    fs, io,
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

/// Makes a file with this mode, in the place of another one.
pub fn file_with_mode(place: &Path, bytes: &[u8], mode: u16) -> Result<(), Stop> {
    beside(place, |unfinished| {
        fs::write(unfinished, bytes)?;
        set_mode(unfinished, mode)
    })
}

/// The same bytes for the same files: sorted, without owner or time.
pub fn tar_gz(files: &Bundle, folder: &str) -> io::Result<Vec<u8>> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    let header = |size: usize, mode: u16, kind| {
        let mut header = tar::Header::new_gnu();
        header.set_size(size as u64);
        header.set_mode(mode.into());
        header.set_entry_type(kind);
        header
    };
    for path in files.empty_folders() {
        let mut header = header(0, 0o755, tar::EntryType::Directory);
        tar.append_data(&mut header, format!("{folder}/{path}/"), io::empty())?;
    }
    for (path, file) in files.files() {
        let mut header = header(file.bytes.len(), file.mode, tar::EntryType::Regular);
        tar.append_data(&mut header, format!("{folder}/{path}"), &*file.bytes)?;
    }
    tar.into_inner()?.finish()
}

/// Has something made under another name in the same folder, and gives it its own when it is whole.
fn beside(place: &Path, make: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), Stop> {
    let unfinished = unfinished(place);
    let made = make(&unfinished).and_then(|()| {
        remove(place)?;
        fs::rename(&unfinished, place)
    });
    made.map_err(|error| {
        let _ = remove(&unfinished);
        Stop::new(End::Usage, format!("can't write `{}`: {error}", place.display()))
    })
}

fn unfinished(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}.part", std::process::id()))
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
