//! What of a folder or zip is read at all, decided by paths and sizes before any content is.

use super::{
    ImportError, MAX_ENTRIES, MAX_FILE_BYTES, MAX_TOTAL_BYTES, Skip, Skipped,
    litter::{Litter, Litters},
};
use std::collections::BTreeMap;

/// What is read, and what is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sifted {
    /// Places in the list.
    pub take: Vec<usize>,
    pub skipped: Vec<Skipped>,
}

/// Leaves out what the author did not write. Of a folder that is made again, such as `node_modules`, the folder is listed.
pub fn sift(paths: &[&str]) -> Result<Sifted, ImportError> {
    let litters = Litters::of(paths.iter().copied());
    let mut sifted = Sifted::default();
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, &path) in paths.iter().enumerate() {
        match litters.why(path) {
            None => sifted.take.push(at),
            Some(Litter::System) => {
                sifted.skipped.push(Skipped { name: path.to_owned(), why: Skip::System });
            }
            Some(Litter::Made(folder)) => {
                *made.entry(folder).or_default() += usize::from(!path.ends_with('/'))
            }
        }
        if sifted.take.len() > MAX_ENTRIES {
            let taken = sifted.take.iter().map(|&at| (paths[at], 1));
            return Err(ImportError::TooManyEntries(None).mostly(taken));
        }
    }
    let made = made
        .into_iter()
        .map(|(folder, files)| Skipped { name: format!("{folder}/"), why: Skip::Made { files } });
    sifted.skipped.extend(made);
    Ok(sifted)
}

/// As [`sift()`], for the files of a folder with their sizes in bytes.
pub fn sift_folder(files: &[(&str, u64)]) -> Result<Sifted, ImportError> {
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let Sifted { take, mut skipped } = sift(&paths)?;
    let (take, large): (Vec<_>, Vec<_>) = take.into_iter().partition(|&at| files[at].1 <= MAX_FILE_BYTES);
    skipped.extend(large.into_iter().map(|at| Skipped { name: files[at].0.to_owned(), why: Skip::TooLarge }));
    let taken = || take.iter().map(|&at| files[at]);
    if taken().map(|(_, size)| size).fold(0, u64::saturating_add) > MAX_TOTAL_BYTES {
        return Err(ImportError::TooMuch(None).mostly(taken()));
    }
    Ok(Sifted { take, skipped })
}

impl ImportError {
    /// Names the folder that most of it lies in, given each path with its weight.
    pub(super) fn mostly<'a>(self, weights: impl Iterator<Item = (&'a str, u64)>) -> Self {
        let heavy = heavy(weights);
        match self {
            ImportError::TooManyEntries(_) => ImportError::TooManyEntries(heavy),
            ImportError::TooMuch(_) => ImportError::TooMuch(heavy),
            ImportError::TooLarge(_) => ImportError::TooLarge(heavy),
            other => other,
        }
    }
}

/// The deepest folder with more than half of the weight.
fn heavy<'a>(weights: impl Iterator<Item = (&'a str, u64)>) -> Option<String> {
    let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
    let mut total = 0u64;
    for (path, weight) in weights {
        total = total.saturating_add(weight);
        for (at, _) in path.match_indices('/').take(super::MAX_PARTS) {
            let folder = folders.entry(&path[..at]).or_default();
            *folder = folder.saturating_add(weight);
        }
    }
    // that all lies in one folder says nothing
    let tells = |folder: &str, weight| weight < total || folder.contains('/');
    let most = folders.into_iter().filter(|&(folder, weight)| weight > total / 2 && tells(folder, weight));
    most.max_by_key(|(folder, _)| folder.len()).map(|(folder, _)| folder.to_owned())
}
