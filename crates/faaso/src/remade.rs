//! What became different in what FaaSO makes: the build context and the new funko, file by file.

use crate::{
    bundle::File,
    changes::{Row, lines},
    path::BundlePath,
    trees::Tree,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// More lines than these are left out, of one file and of all.
const MOST_ROWS: (usize, usize) = (1_000, 5_000);

/// A folder that FaaSO makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Folder {
    BuildContext,
    NewFunko,
}

/// A file at one of the two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    Missing,
    /// Its template fails.
    Failed,
    /// So many bytes.
    File(usize),
}

/// A file that FaaSO makes otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remade {
    pub folder: Folder,
    pub path: BundlePath,
    pub before: Part,
    pub after: Part,
    /// The lines that differ, with those around them; none where one of the two is no text.
    pub rows: Option<Vec<Row>>,
    /// Lines that aren't among them.
    pub left: usize,
}

/// Every file of a folder that isn't as it was, in the order of their paths.
pub fn remade(folder: Folder, before: &Tree, after: &Tree) -> Vec<Remade> {
    let mut room = MOST_ROWS.1;
    let all: BTreeSet<&BundlePath> = before.files.keys().chain(after.files.keys()).collect();
    let one = |path: &BundlePath| {
        let (old, new) = (at(before, path), at(after, path));
        (old != new).then(|| {
            let (before, old) = old;
            let (after, new) = new;
            let text = |file: &Option<File>| match file {
                Some(file) => file.as_text().map(str::to_owned),
                None => Some(String::new()),
            };
            let mut rows = text(&old).zip(text(&new)).map(|(old, new)| lines(&old, &new));
            let most = MOST_ROWS.0.min(room);
            let left = rows.as_ref().map_or(0, |rows| rows.len().saturating_sub(most));
            if let Some(rows) = &mut rows {
                rows.truncate(most);
                room -= rows.len();
            }
            Remade { folder, path: path.clone(), before, after, rows, left }
        })
    };
    all.into_iter().filter_map(one).collect()
}

fn at(tree: &Tree, path: &BundlePath) -> (Part, Option<File>) {
    match tree.files.get(path).map(|output| output.file()) {
        None => (Part::Missing, None),
        Some(None) => (Part::Failed, None),
        Some(Some(file)) => (Part::File(file.bytes.len()), Some(file)),
    }
}
