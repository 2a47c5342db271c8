//! Spellings of what the recorded Dockerfiles hold: other cases, continuations, stages, triggers, variables, line ends and
//! forms. The verdict of each follows from what was recorded, not from what the crate says.

mod checks;
mod refused;
mod refused_by_both;
mod same;
mod silent;

use dockerfile::{
    buildkit::Finding,
    classic::{Difference, DifferenceKind, Refusal},
    context::{Context, Entry},
    images::{Bare, Images, Official},
    judge,
};

/// What is to be said of a file.
#[derive(Clone, Copy, Debug)]
enum Is {
    /// The first refusal: its line, and a part of its text.
    Refused(usize, &'static str),
    /// Taken, and at this line something else than BuildKit makes of it.
    Differs(usize, DifferenceKind),
    /// Taken, and both builders make the same of it.
    Same,
}

/// A file, and what is to be said of it.
type Case = (&'static str, Is);

/// The files beside each Dockerfile.
const FILES: &[&str] = &[
    "Dockerfile",
    "a.txt",
    "b.txt",
    "one.toml",
    "d/x.txt",
    "d/y.txt",
    "x.tar",
    ".env",
    "d/.hidden",
    "empty/",
];

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (text, is) in cases {
        for (name, images) in [("official", &Official as &dyn Images), ("bare", &Bare)] {
            let entries = FILES.iter().map(|path| Entry {
                path,
                folder: path.ends_with('/'),
                executable: false,
                bytes: b"a\n",
            });
            let classic = judge(text, &Context::new(entries), images, false).classic;
            if !holds(*is, &classic.refusals, &classic.differences) {
                wrong.push(format!("{text:?} ({name})\n  expected {is:?}\n  said {classic:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn holds(is: Is, refusals: &[Refusal], differences: &[Difference]) -> bool {
    match is {
        Is::Refused(line, part) => {
            refusals.first().is_some_and(|first| first.line == line && first.message.contains(part))
        }
        Is::Differs(line, kind) => {
            refusals.is_empty() && differences.iter().any(|found| (found.line, found.kind) == (line, kind))
        }
        Is::Same => {
            refusals.is_empty() && differences.iter().all(|found| found.kind == DifferenceKind::Cosmetic)
        }
    }
}

/// Compares BuildKit's findings by rule and line, in whatever order.
fn check_findings(cases: &[(&str, &[(&str, usize)])]) {
    for (text, expected) in cases {
        let judged = judge(text, &Context::default(), &Bare, false);
        let named = |found: &Finding| (found.rule, found.line);
        let mut found: Vec<(&str, usize)> = judged.buildkit.findings.iter().map(named).collect();
        let mut expected = expected.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{text:?}");
    }
}
