//! What FaaSO's engine makes of templates, level by level: the output or the failure, then the failure's class, its
//! message, its line and the whole place. `corpus.jsonl` is the whole corpus; `found.jsonl` holds templates of the
//! kinds where the dialect once differed.

use replay::templates;
use serde_json::Value;
use std::collections::BTreeMap;

#[test]
fn the_corpus_renders_as_in_faaso() {
    check(include_str!("corpus.jsonl"), 2272);
}

#[test]
fn what_once_differed_renders_as_in_faaso() {
    check(include_str!("found.jsonl"), 465);
}

/// Each of the recorded cases, of which there are at least so many.
fn check(recorded: &str, least: usize) {
    let cases = templates::parse(recorded).expect("cases in the format");
    assert!(cases.len() >= least, "{}", cases.len());
    let mut tally = Tally::default();
    for case in &cases {
        tally.take(case);
    }
    tally.report();
    let unexpected: Vec<_> = tally.wrong.iter().filter(|(level, id)| !allowed(*level, id)).collect();
    assert!(unexpected.is_empty(), "{} of {} cases differ: {unexpected:?}", unexpected.len(), cases.len());
}

/// What differs first. The output matters most, the rest of a failure's place least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Output,
    Class,
    Message,
    Line,
    Place,
}

/// Recorded messages that hold a name from another template: Crinja has one undefined value for the life of a
/// process, it takes on names, and the corpus was recorded in one process.
const LEFT_OVER: &[&str] = &[
    "error-locations-c48cc9518b",
    "functions-5699b58a37",
    "functions-e4910f0a87",
    "jinja-only-c6a710769f",
    "runtime-errors-8133cf4afd",
];

fn allowed(level: Level, id: &str) -> bool {
    level == Level::Message && LEFT_OVER.contains(&id)
}

#[derive(Default)]
struct Tally {
    cases: BTreeMap<String, usize>,
    wrong: Vec<(Level, String)>,
}

impl Tally {
    fn take(&mut self, case: &Value) {
        let id = replay::text(case, "id").expect("an id");
        let category = replay::text(case, "category").expect("a category");
        *self.cases.entry(category.to_owned()).or_default() += 1;
        let made = templates::replay(case).expect("a case in the format");
        if let Some(difference) = templates::difference(case, &made) {
            let told = format!("expected {}\n  got      {}", difference.expected, difference.got);
            return self.differ(Level::Output, id, case, &told);
        }
        let Some(agreement) = templates::agreement(case, &made) else { return };
        let differing = [
            (agreement.class, Level::Class),
            (agreement.message, Level::Message),
            (agreement.line, Level::Line),
            (agreement.span, Level::Place),
        ];
        for (_, level) in differing.into_iter().filter(|(agrees, _)| !agrees) {
            let told = format!("expected {}\n  got      {:?}", case["err_parts"], made.outcome);
            self.differ(level, id, case, &told);
        }
    }

    fn differ(&mut self, level: Level, id: &str, case: &Value, told: &str) {
        eprintln!("{level:?} {id} {}\n  {told}", case["template"]);
        self.wrong.push((level, id.to_owned()));
    }

    /// What to fix next: for each category how many cases differ, and where.
    fn report(&self) {
        for (category, count) in &self.cases {
            let mut levels: BTreeMap<Level, usize> = BTreeMap::new();
            for (level, id) in &self.wrong {
                if id.rsplit_once('-').is_some_and(|(of, _)| of == category) {
                    *levels.entry(*level).or_default() += 1;
                }
            }
            if !levels.is_empty() {
                eprintln!("{category}: {levels:?} of {count}");
            }
        }
    }
}
