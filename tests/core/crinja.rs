//! The whole corpus of what FaaSO's engine makes of templates, level by level: the output or the failure,
//! then the failure's class, its message, its line and its column.

use faaso_designer::core::crinja::{self, Budget, Class, Context, ContextValue};
use serde_json::Value as Json;
use std::collections::BTreeMap;

#[test]
fn the_corpus_renders_as_in_faaso() {
    let cases: Vec<Json> = include_str!("crinja/corpus.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a case a line"))
        .collect();
    let mut tally = Tally::default();
    for case in &cases {
        if let Some(context) = context(case) {
            tally.take(case, compare(case, &context));
        }
    }
    tally.report();
    assert!(tally.wrong.is_empty(), "{} of {} cases differ", tally.wrong.len(), cases.len());
}

/// How far a case agrees; later levels hold all earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Output,
    Class,
    Message,
    Line,
    Column,
    All,
}

/// The first level that differs, and how.
fn compare(case: &Json, context: &Context) -> (Level, String) {
    let template = text(&case["template"]);
    let got = crinja::render(template, context, &Budget::default());
    let error = match (&got, case.get("ok")) {
        (Ok(rendered), Some(wanted)) if rendered.text == text(wanted) => return (Level::All, String::new()),
        (Ok(rendered), Some(wanted)) => {
            return (Level::Output, format!("got    {:?}\nwanted {wanted}", rendered.text));
        }
        (Ok(rendered), None) => return (Level::Output, format!("got    {:?}\nwanted {}", rendered.text, case["err"])),
        (Err(error), Some(wanted)) => return (Level::Output, format!("got    {error}\nwanted {wanted}")),
        (Err(error), None) => error,
    };
    assert_ne!(error.class, Class::Budget, "{}: {error}", case["id"]);
    let parts = &case["err_parts"];
    let place = error.reported.map(|(from, to)| {
        (format!("{}", from.line), format!("{}:{} .. {}:{}", from.line, from.column, to.line, to.column))
    });
    let wanted_place = parts["span"].as_str();
    let line = |place: &str| place.split(':').next().unwrap_or("").to_owned();
    let told = format!("got    {error} | {:?}\nwanted {} | {wanted_place:?}", place, case["err"]);
    let level = if error.class.name() != text(&parts["class"]) {
        Level::Class
    } else if masked(&error.message) != text(&parts["message"]) {
        Level::Message
    } else if place.as_ref().map(|(line, _)| line.clone()) != wanted_place.map(line) {
        Level::Line
    } else if place.map(|(_, whole)| whole) != wanted_place.map(str::to_owned) {
        Level::Column
    } else {
        Level::All
    };
    (level, told)
}

fn masked(message: &str) -> String {
    message.lines().take(3).collect::<Vec<_>>().join(" / ")
}

fn text(value: &Json) -> &str {
    value.as_str().expect("text")
}

#[derive(Default)]
struct Tally {
    /// For each category: cases, and how many fail at each level.
    categories: BTreeMap<String, (usize, BTreeMap<String, usize>)>,
    wrong: Vec<String>,
}

impl Tally {
    fn take(&mut self, case: &Json, (level, told): (Level, String)) {
        let category = self.categories.entry(text(&case["category"]).to_owned()).or_default();
        category.0 += 1;
        if level == Level::All {
            return;
        }
        *category.1.entry(format!("{level:?}")).or_default() += 1;
        let id = text(&case["id"]);
        self.wrong.push(format!("{level:?} {id} {}\n{told}", case["template"]));
    }

    fn report(&self) {
        for wrong in &self.wrong {
            eprintln!("{wrong}\n");
        }
        for (category, (count, levels)) in self.categories.iter().filter(|(_, (_, levels))| !levels.is_empty()) {
            eprintln!("{category}: {count} cases, {levels:?}");
        }
    }
}

/// What the case's template sees; none where `funko.yml` itself is refused.
fn context(case: &Json) -> Option<Context> {
    let Some(funko) = case.get("funko") else {
        let variable = |name: &str| (name.to_owned(), ContextValue::Text(text(&case[name]).to_owned()));
        return Some(Context { variables: vec![variable("name"), variable("runtime")] });
    };
    funko_context(text(funko))
}
