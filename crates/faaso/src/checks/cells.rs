//! Findings in cells, each filled again when something changes that it was read from: see [`reads`](super::reads).

use super::{Facts, Report, fixes, reads::Read, rules};
use crate::{
    diagnostic::{Diagnostic, Severity},
    path::BundlePath,
    project::{FileId, Group},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How problems are sorted: errors first, then by file.
pub type PlaceKey = (Severity, Option<(Group, BundlePath)>);

/// Every so many files a sign of life is due, and before each check of the whole project.
const SIGN: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Cell {
    /// What all checks of files find in a file, and why it can't be rendered.
    File(FileId),
    /// What a check of the whole project finds: its place among [`rules::CHECKS`].
    Check(usize),
    /// Why FaaSO fails besides.
    Failures,
}

#[derive(Default)]
struct Found {
    problems: Vec<Diagnostic>,
    reads: BTreeSet<Read>,
    /// How the options are written that are not set.
    missing: BTreeSet<String>,
    /// How many options are not used.
    unused: usize,
}

#[derive(Default)]
pub struct Cells {
    cells: BTreeMap<Cell, Found>,
    readers: HashMap<Read, BTreeSet<Cell>>,
    /// The cells with problems at a place.
    places: BTreeMap<PlaceKey, BTreeSet<Cell>>,
    missing: HashMap<String, usize>,
    unused: usize,
}

impl Cells {
    /// Fills the cells again that read something of what has changed. Gives the places whose problems may be others.
    /// `begins` hears now and then that it goes on.
    pub fn update<'a>(
        &mut self,
        facts: &'a Facts<'a>,
        mut changed: BTreeSet<Read>,
        begins: &mut dyn FnMut(),
    ) -> BTreeSet<PlaceKey> {
        changed.insert(Read::Everything);
        let mut stale: BTreeSet<Cell> = BTreeSet::new();
        for read in &changed {
            stale.extend(self.readers.get(read).into_iter().flatten().cloned());
            if let Read::File(file) = read {
                stale.insert(Cell::File(file.clone()));
            }
        }
        if !self.cells.contains_key(&Cell::Failures) {
            let checks = rules::CHECKS.iter().enumerate();
            let of_project = checks.filter(|(_, check)| !check.of_files).map(|(at, _)| Cell::Check(at));
            stale.extend(of_project.chain([Cell::Failures]));
        }
        let mut places = BTreeSet::new();
        for (at, cell) in stale.into_iter().enumerate() {
            if at % SIGN == 0 || matches!(cell, Cell::Check(_)) {
                begins();
            }
            let found = fill(facts, &cell);
            self.put(cell, found, &mut places);
        }
        places
    }

    /// The problems at a place, in their order; the same thing said twice is said once.
    pub fn problems(&self, place: &PlaceKey) -> Vec<Diagnostic> {
        let cells = self.places.get(place).into_iter().flatten();
        let all = cells.filter_map(|cell| self.cells.get(cell)).flat_map(|found| &found.problems);
        let mut all: Vec<&Diagnostic> = all.filter(|problem| place_of(problem) == *place).collect();
        let start = |problem: &Diagnostic| {
            problem.place.as_ref().and_then(|place| place.at).map_or(0, |at| at.span.start)
        };
        all.sort_by(|a, b| {
            let (a, b) = ((start(a), &a.rule, &a.message), (start(b), &b.rule, &b.message));
            a.cmp(&b)
        });
        all.dedup();
        all.into_iter().cloned().collect()
    }

    /// Where there are problems, in order.
    pub fn places(&self) -> impl Iterator<Item = &PlaceKey> {
        self.places.keys()
    }

    /// What is said of a file that FaaSO can't render.
    pub fn template_error(&self, file: &FileId) -> Option<&Diagnostic> {
        let mut problems = self.cells.get(&Cell::File(file.clone()))?.problems.iter();
        problems.find(|problem| problem.is(&super::errors::TEMPLATE_ERROR))
    }

    /// How many options are set that no template uses.
    pub fn options_unused(&self) -> usize {
        self.unused
    }

    /// How many options that templates need are not set.
    pub fn options_missing(&self) -> usize {
        self.missing.len()
    }

    fn put(&mut self, cell: Cell, found: Option<Found>, places: &mut BTreeSet<PlaceKey>) {
        let (before, found) = (self.cells.remove(&cell), found.unwrap_or_default());
        let before = before.unwrap_or_default();
        for read in before.reads.difference(&found.reads) {
            if let Some(readers) = self.readers.get_mut(read) {
                readers.remove(&cell);
                if readers.is_empty() {
                    self.readers.remove(read);
                }
            }
        }
        for read in found.reads.difference(&before.reads) {
            self.readers.entry(read.clone()).or_default().insert(cell.clone());
        }
        if before.problems != found.problems {
            for problem in &before.problems {
                let place = place_of(problem);
                if let Some(cells) = self.places.get_mut(&place) {
                    cells.remove(&cell);
                    if cells.is_empty() {
                        self.places.remove(&place);
                    }
                }
                places.insert(place);
            }
            for problem in &found.problems {
                let place = place_of(problem);
                self.places.entry(place.clone()).or_default().insert(cell.clone());
                places.insert(place);
            }
        }
        self.unused = self.unused + found.unused - before.unused;
        for text in &before.missing {
            if let Some(count) = self.missing.get_mut(text) {
                *count -= 1;
                if *count == 0 {
                    self.missing.remove(text);
                }
            }
        }
        for text in &found.missing {
            *self.missing.entry(text.clone()).or_default() += 1;
        }
        if !found.reads.is_empty() {
            self.cells.insert(cell, found);
        }
    }
}

/// Where a problem stands among all.
pub fn place_of(problem: &Diagnostic) -> PlaceKey {
    let file = problem.place.as_ref().map(|place| &place.file);
    (problem.severity, file.map(|file| (file.group(), file.path.clone())))
}

/// None where the file is gone.
fn fill<'a>(facts: &'a Facts<'a>, cell: &Cell) -> Option<Found> {
    let mut problems = Vec::new();
    let focus = match cell {
        Cell::File(file) => Some(file),
        Cell::Check(_) | Cell::Failures => None,
    };
    let mut missing = BTreeSet::new();
    let mut is_gone = false;
    let reads = facts.watch(focus, || {
        match cell {
            Cell::File(file) => {
                if facts.source(file).is_none() {
                    is_gone = true;
                    return;
                }
                for check in rules::CHECKS.iter().filter(|check| check.of_files) {
                    problems.extend(asked(facts, check));
                }
                problems.extend(facts.failure(file).map(|failure| failure.diagnostic(&|it| text(facts, it))));
            }
            Cell::Check(at) => problems.extend(asked(facts, &rules::CHECKS[*at])),
            Cell::Failures => failures(facts, &mut problems),
        }
        fixes::offer(facts, &mut problems);
        let unset = problems.iter().filter(|problem| problem.is(&rules::option_not_set::RULE));
        let places = unset.filter_map(|problem| problem.place.as_ref());
        missing = places
            .filter_map(|place| Some(place.at?.span.of(&text(facts, &place.file)?).to_owned()))
            .collect();
    });
    if is_gone {
        return None;
    }
    let unused = |problem: &&Diagnostic| {
        problem.is(&rules::option_unused::RULE) && problem.place.as_ref().is_some_and(|it| it.at.is_some())
    };
    let unused = problems.iter().filter(unused).count();
    Some(Found { problems, reads, missing, unused })
}

fn asked<'a>(facts: &'a Facts<'a>, check: &rules::Check) -> Vec<Diagnostic> {
    let mut report = Report::new(facts, check.rule);
    (check.find)(facts, &mut report);
    report.found()
}

/// Why FaaSO fails, but for templates that it can't render; where it can't foretell what it makes; and what else is
/// wrong with `funko.yml`.
fn failures(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    for failure in facts.failures() {
        problems.push(failure.diagnostic(&|file| text(facts, file)));
    }
    problems.extend(facts.clashes().map(|clash| clash.diagnostic()));
    if let Some((file, reading)) = facts.yml() {
        // each looks for its line: of a hundred thousand the first few will do
        let further = reading.further.iter().take(100);
        problems.extend(further.map(|more| more.diagnostic(&reading.text, file.clone())));
    }
}

/// A file's text, as FaaSO decodes it; of a `funko.yml` in UTF-16 as well.
fn text(facts: &Facts<'_>, file: &FileId) -> Option<String> {
    let source = facts.source(file)?;
    let read = source.text.as_deref().map(str::to_owned);
    Some(read.unwrap_or_else(|| crate::text::decode(&source.file.bytes).into_owned()))
}
