//! Reads runtimes and funkos: from folders, as FaaSO would see them, and from zips and tars, within the page's limits.

use crate::{End, Stop};
use faaso::{
    archive::{self, Kind},
    bundle::{Bundle, File},
    funko,
    path::BundlePath,
    trees,
};
use std::{fs, io, path::Path};

/// A runtime and the name it is asked for by: the value of `{{ runtime }}` in a new funko.
pub struct Runtime {
    pub name: String,
    pub files: Bundle,
}

/// Git's own folder is no part of a runtime. FaaSO ignores it, as everything hidden, and it can be huge.
const GIT: &str = ".git";

/// A folder, an archive, or the name of a bundled runtime. A folder of that name comes first only where it is written as a
/// path (`./name`), as in FaaSO.
pub fn runtime(given: &str) -> Result<Runtime, Stop> {
    if let Some(bundled) = catalog::find(given) {
        return Ok(Runtime { name: given.to_owned(), files: bundled.files.clone() });
    }
    let path = Path::new(given);
    if !path.exists() {
        let names = catalog::like(given);
        let which = match names.len() == catalog::bundled().len() {
            true => "Bundled runtimes:",
            false => "Did you mean",
        };
        let why = format!("can't find the runtime `{given}`. {which} {}", names.join(", "));
        return Err(Stop::new(End::Usage, why));
    }
    let files = bundle(path)?;
    if is_funko(&files) {
        let why = format!("`{given}` is a funko, not a runtime: it has a {}", funko::FILE);
        return Err(Stop::new(End::Usage, why));
    }
    Ok(Runtime { name: runtime_name(given), files })
}

/// What a runtime that isn't a bundled one is called.
fn runtime_name(given: &str) -> String {
    let path = Path::new(given);
    match path.is_dir() {
        true => given.to_owned(),
        false => format!("./{}", stem(path)),
    }
}

fn is_funko(files: &Bundle) -> bool {
    matches!(archive::recognise(files), Kind::Funko | Kind::BuildContext)
}

/// What is asked for where either may stand.
pub enum RuntimeOrFunko {
    Runtime(Runtime),
    Funko(Bundle),
}

pub fn runtime_or_funko(given: &str) -> Result<RuntimeOrFunko, Stop> {
    let path = Path::new(given);
    if catalog::find(given).is_some() || !path.exists() {
        return runtime(given).map(RuntimeOrFunko::Runtime);
    }
    let files = bundle(path)?;
    Ok(match is_funko(&files) {
        true => RuntimeOrFunko::Funko(files),
        false => RuntimeOrFunko::Runtime(Runtime { name: runtime_name(given), files }),
    })
}

/// A funko's files: a folder or an archive with a `funko.yml` at its top.
pub fn funko(given: &str) -> Result<Bundle, Stop> {
    let files = bundle(Path::new(given))?;
    if files.get(funko::FILE).is_none() {
        return Err(Stop::new(End::Usage, format!("`{given}` has no funko.yml, so it isn't a funko")));
    }
    Ok(files)
}

/// An application's files, and what of it wasn't read, each with the reason.
pub struct Application {
    pub files: Bundle,
    pub skipped: Vec<(String, String)>,
}

/// A folder or an archive. What nobody wrote, such as `.git` and `node_modules`, isn't read: by the rules of the page.
pub fn application(given: &str) -> Result<Application, Stop> {
    let path = Path::new(given);
    let unreadable = |path: &Path, error: io::Error| {
        Stop::new(End::Usage, format!("can't read `{}`: {error}", path.display()))
    };
    let refused = |error| Stop::new(End::Usage, format!("can't open `{given}`: {error}"));
    if !fs::metadata(path).map_err(|error| unreadable(path, error))?.is_dir() {
        let bytes = fs::read(path).map_err(|error| unreadable(path, error))?;
        let imported = archive::read(&bytes).map_err(refused)?;
        let skipped = imported.skipped.into_iter().map(|skipped| (skipped.name, skipped.why.to_string()));
        return Ok(Application { files: imported.bundle, skipped: skipped.collect() });
    }
    let mut names = Names::default();
    names.walk(path, "")?;
    let listed: Vec<(&str, u64)> = names.files.iter().map(|(name, size)| (name.as_str(), *size)).collect();
    let (mut imported, take) = archive::Imported::of_folder(&listed).map_err(refused)?;
    names.unopened.iter().for_each(|folder| imported.leave_out(folder));
    let mut files = Bundle::new();
    for at in take {
        let name = listed[at].0;
        let path = path.join(name);
        let bundled = BundlePath::new(name)
            .map_err(|error| Stop::new(End::Usage, format!("can't use the name `{name}`: {error}")))?;
        let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
        let meta = fs::metadata(&path).map_err(|error| unreadable(&path, error))?;
        files.put(bundled, File::new(bytes, mode(&meta))).expect("a folder has each name once");
    }
    for folder in names.folders.iter().filter(|folder| !archive::is_litter(folder)) {
        let folder = BundlePath::new(folder)
            .map_err(|error| Stop::new(End::Usage, format!("can't use the name `{folder}`: {error}")))?;
        files.put_folder(folder).expect("a folder has each name once");
    }
    files.forget_full_folders();
    let skipped = imported.skipped.into_iter().map(|skipped| (skipped.name, skipped.why.to_string()));
    let skipped = skipped.chain(names.odd.into_iter().map(|name| (name, "not a file".to_owned())));
    Ok(Application { files, skipped: skipped.collect() })
}

/// What lies in a folder, by name.
#[derive(Default)]
struct Names {
    /// With their sizes in bytes.
    files: Vec<(String, u64)>,
    /// Those with nothing in them.
    folders: Vec<String>,
    /// Folders that nobody wrote.
    unopened: Vec<String>,
    /// Broken links, links to folders, sockets and pipes.
    odd: Vec<String>,
}

impl Names {
    fn walk(&mut self, path: &Path, inside: &str) -> Result<(), Stop> {
        let failed =
            |error: io::Error| Stop::new(End::Usage, format!("can't read `{}`: {error}", path.display()));
        let mut entries =
            fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(failed)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        if entries.is_empty() && !inside.is_empty() {
            self.folders.push(inside.trim_end_matches('/').to_owned());
        }
        for entry in entries {
            let name = entry.file_name();
            let name = name.to_str().ok_or_else(|| {
                Stop::new(End::Usage, format!("the name of `{}` isn't UTF-8", entry.path().display()))
            })?;
            let below = format!("{inside}{name}");
            match entry.file_type().map_err(failed)?.is_dir() {
                true if archive::is_litter(&below) => self.unopened.push(below),
                true => self.walk(&entry.path(), &format!("{below}/"))?,
                false => match fs::metadata(entry.path()) {
                    Ok(meta) if meta.is_file() => self.files.push((below, meta.len())),
                    _ => self.odd.push(below),
                },
            }
        }
        Ok(())
    }
}

/// The runtime that a funko names, looked for beside it where it is written as a path, as FaaSO does from its own folder.
pub fn named_runtime(funko: &Bundle) -> Result<Option<Runtime>, Stop> {
    let yml = funko.get(funko::FILE).expect("a funko has its funko.yml");
    let described = funko::read(&yml.bytes).funko;
    let Some(name) = described.ok().and_then(|funko| funko.runtime) else { return Ok(None) };
    match runtime(&name) {
        Ok(found) => Ok(Some(found)),
        Err(stop) => {
            Err(Stop { message: format!("{}. Use --runtime to say where it is", stop.message), ..stop })
        }
    }
}

fn bundle(path: &Path) -> Result<Bundle, Stop> {
    let unreadable =
        |error: io::Error| Stop::new(End::Usage, format!("can't read `{}`: {error}", path.display()));
    if fs::metadata(path).map_err(unreadable)?.is_dir() {
        let mut files = Bundle::new();
        folder(path, "", &mut files)?;
        return Ok(files);
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let imported = archive::read(&bytes)
        .map_err(|error| Stop::new(End::Usage, format!("can't open `{}`: {error}", path.display())))?;
    for skipped in &imported.skipped {
        eprintln!("left out: {}: {}", skipped.name, skipped.why);
    }
    Ok(imported.bundle)
}

/// As FaaSO lists a folder: a link to a file is that file, a link to a folder is not followed.
fn folder(path: &Path, inside: &str, files: &mut Bundle) -> Result<(), Stop> {
    let failed = |path: &Path, error: io::Error| {
        Stop::new(End::Usage, format!("can't read `{}`: {error}", path.display()))
    };
    let mut entries = fs::read_dir(path)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(|error| failed(path, error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        let name = name
            .to_str()
            .ok_or_else(|| Stop::new(End::Usage, format!("the name of `{}` isn't UTF-8", path.display())))?;
        let below = format!("{inside}{name}");
        let bundled = BundlePath::new(&below)
            .map_err(|error| Stop::new(End::Usage, format!("can't use the name `{below}`: {error}")))?;
        let kind = entry.file_type().map_err(|error| failed(&path, error))?;
        if kind.is_dir() {
            if name != GIT {
                files.put_folder(bundled).expect("a folder has each name once");
                folder(&path, &format!("{below}/"), files)?;
            }
            continue;
        }
        // broken links, links to folders, sockets and pipes are no files to FaaSO either
        match fs::metadata(&path) {
            Ok(meta) if meta.is_file() => {
                let bytes = fs::read(&path).map_err(|error| failed(&path, error))?;
                files.put(bundled, File::new(bytes, mode(&meta))).expect("a folder has each name once");
            }
            _ => eprintln!("left out: {below}: not a file"),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn mode(meta: &fs::Metadata) -> u16 {
    use std::os::unix::fs::PermissionsExt;
    (meta.permissions().mode() & 0o777) as u16
}

#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> u16 {
    faaso::bundle::PLAIN
}

/// An archive's name without its ending.
fn stem(path: &Path) -> String {
    let name = trees::funko_name(path.to_str().unwrap_or_default());
    archive::without_ending(name).unwrap_or(name).to_owned()
}
