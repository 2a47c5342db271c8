//! What became different between two states of a project, file by file and line by line.

use crate::{
    bundle::File,
    project::{Edit, FileId, FunkoEntry, Project, Side},
    told_apart::{self, told_apart},
};
use imara_diff::{Algorithm, Diff, InternedInput, Token};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Unchanged lines that are shown around changed ones.
const AROUND: usize = 3;

/// A file that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub file: FileId,
    pub before: State,
    pub after: State,
}

/// A file at one of the two times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    File(File),
    /// A file of the funko that comes live from the template, or one that nobody made.
    Live,
    Missing,
}

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Row {
    /// In both; its numbers before and after, from 1.
    Same(usize, usize, String),
    /// Only before.
    Gone(usize, String),
    /// Only after.
    New(usize, String),
    /// So many unchanged lines that are not shown.
    Skipped(usize),
}

impl Change {
    /// Makes the file as it was.
    pub fn back(&self) -> Edit {
        let path = self.file.path.clone();
        match (self.file.side, &self.before) {
            (Side::Runtime, State::File(file)) => Edit::Runtime { path, file: Some(file.clone()) },
            (Side::Runtime, _) => Edit::Runtime { path, file: None },
            (_, State::File(file)) => Edit::Funko { path, own: Some(FunkoEntry::File(file.clone())) },
            (_, State::Live) => Edit::Funko { path, own: None },
            (_, State::Missing) => Edit::Funko { path, own: Some(FunkoEntry::Removed) },
        }
    }
}

/// Every file that differs, the runtime's first, in the order of their paths.
pub fn between(before: &Project, after: &Project) -> Vec<Change> {
    let files = |project: &Project| -> BTreeSet<FileId> {
        let runtime = project.runtime.files().map(|(path, _)| FileId::runtime(path.clone()));
        runtime.chain(project.own.keys().map(|path| FileId::funko(path.clone()))).collect()
    };
    let all: BTreeSet<FileId> = files(before).into_iter().chain(files(after)).collect();
    let change = |file: FileId| {
        let (before, after) = (state(before, &file), state(after, &file));
        (before != after).then_some(Change { file, before, after })
    };
    all.into_iter().filter_map(change).collect()
}

/// Two texts, line by line. Changed lines read so that they can be told apart ([`told_apart`]).
pub fn lines(before: &str, after: &str) -> Vec<Row> {
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let all = |tokens: &[Token]| tokens.iter().map(|&token| input.interner[token]).collect::<Vec<_>>();
    let (all_old, all_new) = (all(&input.before), all(&input.after));
    let old = |at: usize| all_old[at].trim_end_matches(['\n', '\r']).to_owned();
    let mut rows = Vec::new();
    let (mut from, mut to) = (0, 0);
    for hunk in diff.hunks() {
        let (gone, come) = (
            hunk.before.start as usize..hunk.before.end as usize,
            hunk.after.start as usize..hunk.after.end as usize,
        );
        same(&mut rows, (from, to), gone.start - from, old, from == 0, false);
        let before = told_apart::Side::new(&all_old[gone.clone()], &all_old);
        let after = told_apart::Side::new(&all_new[come.clone()], &all_new);
        let numbered = |from: usize, lines: Vec<String>| (from + 1..).zip(lines);
        rows.extend(
            numbered(gone.start, told_apart(&before, &after)).map(|(line, text)| Row::Gone(line, text)),
        );
        rows.extend(
            numbered(come.start, told_apart(&after, &before)).map(|(line, text)| Row::New(line, text)),
        );
        (from, to) = (gone.end, come.end);
    }
    same(&mut rows, (from, to), input.before.len() - from, old, from == 0, true);
    rows
}

fn state(project: &Project, id: &FileId) -> State {
    match (id.side, project.own.get(&id.path), project.file(id)) {
        (_, _, Some(file)) => State::File(file.clone()),
        (Side::Funko, None, None) => State::Live,
        _ => State::Missing,
    }
}

/// `count` lines that both have, the ones far from a change left out.
fn same(
    rows: &mut Vec<Row>,
    (from, to): (usize, usize),
    count: usize,
    line: impl Fn(usize) -> String,
    first: bool,
    last: bool,
) {
    let head = if first { 0 } else { AROUND.min(count) };
    let tail = if last { 0 } else { AROUND.min(count - head) };
    let row = |at: usize| Row::Same(from + at + 1, to + at + 1, line(from + at));
    rows.extend((0..head).map(row));
    let skipped = count - head - tail;
    // the row that says so would take as much room as one line
    if skipped == 1 {
        rows.push(row(head));
    } else if skipped > 1 {
        rows.push(Row::Skipped(skipped));
    }
    rows.extend((count - tail..count).map(row));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::BundlePath;

    fn check(before: &str, after: &str, expected: &str) {
        let row = |row: &Row| match row {
            Row::Same(old, new, text) => format!(" {old},{new} {text}"),
            Row::Gone(old, text) => format!("-{old} {text}"),
            Row::New(new, text) => format!("+{new} {text}"),
            Row::Skipped(count) => format!("~{count}"),
        };
        let rows: Vec<_> = lines(before, after).iter().map(row).collect();
        assert_eq!(rows.join("|"), expected);
    }

    #[test]
    fn lines_are_compared() {
        check("a\nb\n", "a\nc\n", " 1,1 a|-2 b|+2 c");
        check("", "x", "+1 x");
        check("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nd\ne\nf\nX\n", "~3| 4,4 d| 5,5 e| 6,6 f|-7 g|+7 X");
        check("X\na\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nd\ne\nf\ng\n", "-1 X| 2,1 a| 3,2 b| 4,3 c|~4");
    }

    #[test]
    fn lines_that_look_alike_are_told_apart() {
        for (before, after, expected) in [
            // the last newline
            ("a\nb\n", "a\nb", " 1,1 a|-2 b|+2 b <no newline at the end>"),
            ("a\nb", "a\nb\n# c", " 1,1 a|-2 b <no newline at the end>|+2 b|+3 # c"),
            ("a", "b", "-1 a|+1 b"),
            ("a\n", "a\nx", " 1,1 a|+2 x <no newline at the end>"),
            ("x\n", "x\n\n", " 1,1 x|+2 "),
            // CR LF
            ("a\nb\n", "a\r\nb\r\n", "-1 a|-2 b|+1 a<CR>|+2 b<CR>"),
            ("a\r\n", "b\n", "-1 a<CR>|+1 b"),
            ("a\r\nb\r\n", "a\r\nc\r\nd\r\n", " 1,1 a|-2 b|+2 c|+3 d"),
            ("a\r\n", "a\r\nb\r\n", " 1,1 a|+2 b"),
            ("a\r\n", "a\r\nb\n", " 1,1 a|+2 b"),
            ("a\n", "a\nb\r\n", " 1,1 a|+2 b<CR>"),
            ("a\rb\n", "ab\n", "-1 a<CR>b|+1 ab"),
            // blanks behind a line, and tabs
            ("a\n", "a \t\n", "-1 a|+1 a·→"),
            ("\n", "  \n", "-1 |+1 ··"),
            ("\tx y\n", "    x y\n", "-1 →x·y|+1 ····x·y"),
            ("x y\n", "  x y\n", "-1 x y|+1   x y"),
            // what nobody sees
            ("a b\n", "a\u{a0}b\n", "-1 a b|+1 a<NBSP>b"),
            ("ab\n", "a\u{200b}b\n", "-1 ab|+1 a<ZWSP>b"),
            ("a\n", "\u{feff}a\n", "-1 a|+1 <BOM>a"),
            ("❤\n", "❤\u{fe0f}\n", "-1 ❤|+1 ❤<VS>"),
            ("❤\u{fe0f} a\n", "❤\u{fe0f} b\n", "-1 ❤\u{fe0f} a|+1 ❤\u{fe0f} b"),
        ] {
            check(before, after, expected);
        }
    }

    #[test]
    fn every_change_can_be_taken_back() {
        let path = |text: &str| BundlePath::new(text).unwrap();
        let mut before = Project::default();
        for name in ["a", "b"] {
            before.runtime.put(path(name), File::text(name)).unwrap();
        }
        before.own.insert(path("f"), FunkoEntry::File(File::text("f")));
        let mut after = before.clone();
        after.runtime.remove("a");
        after.runtime.put(path("c"), File::text("c")).unwrap();
        after.runtime.put(path("b"), File::new(*b"b", 0o755)).unwrap();
        after.own.clear();
        after.own.insert(path("g"), FunkoEntry::Removed);
        let changes = between(&before, &after);
        let names: Vec<_> = changes.iter().map(|change| change.file.path.as_str()).collect();
        assert_eq!(names, ["a", "b", "c", "f", "g"]);
        for change in changes {
            after.apply(change.back()).unwrap();
        }
        assert_eq!(after, before);
        assert!(between(&before, &after).is_empty());
    }
}
