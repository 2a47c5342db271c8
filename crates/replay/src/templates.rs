//! Templates with the answers of FaaSO's engine: one JSON object a line.

use super::{Difference, short, text};
use crinja::{self, Budget, Context};
use faaso::funko;
use serde_json::Value;

/// What rendering gave.
pub struct Made {
    pub outcome: Result<String, Failed>,
}

/// A failure in the corpus' terms.
#[derive(Debug, PartialEq, Eq)]
pub struct Failed {
    pub class: String,
    pub message: String,
    /// `L1:C1 .. L2:C2`.
    pub span: Option<String>,
}

/// How far a failure agrees, in the order in which it matters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Agreement {
    pub class: bool,
    pub message: bool,
    pub line: bool,
    pub span: bool,
}

pub fn parse(corpus: &str) -> Result<Vec<Value>, String> {
    let lines = corpus.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1)))
        .collect()
}

pub fn replay(case: &Value) -> Result<Made, String> {
    let outcome = match context(case)? {
        Ok(context) => crinja::render(text(case, "template")?, &context, &Budget::default())
            .map(|rendered| rendered.text)
            .map_err(|error| Failed {
                class: error.class.name().to_owned(),
                message: error.message,
                span: error
                    .reported
                    .map(|(from, to)| format!("{}:{} .. {}:{}", from.line, from.column, to.line, to.column)),
            }),
        Err(problem) => Err(problem),
    };
    Ok(Made { outcome })
}

/// The variables of a case; or how reading its `funko.yml` fails.
pub fn context(case: &Value) -> Result<Result<Context, Failed>, String> {
    if case["funko"].is_null() {
        return Ok(Ok(funko::new_context(text(case, "name")?, text(case, "runtime")?)));
    }
    let read = funko::read(text(case, "funko")?.as_bytes()).funko;
    Ok(read.map(|funko| funko.context()).map_err(|problem| {
        let class = if problem.message.contains(" at line ") { "YAML::ParseException" } else { "Exception" };
        Failed { class: class.to_owned(), message: problem.message, span: None }
    }))
}

/// None: the same text, or both fail.
pub fn difference(case: &Value, made: &Made) -> Option<Difference> {
    let expected = match case["ok"].as_str() {
        Some(ok) => Ok(ok),
        None => Err(case["err"].as_str().unwrap_or_default()),
    };
    match (expected, &made.outcome) {
        (Ok(expected), Ok(got)) if expected == got => None,
        (Err(_), Err(_)) => None,
        (expected, got) => Some(Difference {
            expected: match expected {
                Ok(text) => format!("{:?}", short(text)),
                Err(error) => format!("error {error}"),
            },
            got: match got {
                Ok(text) => format!("{:?}", short(text)),
                Err(failed) => format!("error {}: {}", failed.class, failed.message),
            },
        }),
    }
}

/// How far a failure agrees with the recorded one; none when the case does not fail, or did not.
pub fn agreement(case: &Value, made: &Made) -> Option<Agreement> {
    let failed = made.outcome.as_ref().err()?;
    let parts = case.get("err_parts")?;
    let lines = failed.message.lines().map(str::trim_end).collect::<Vec<_>>().join(" / ");
    let span = parts["span"].as_str();
    let line = |span: Option<&str>| span.and_then(|span| Some(span.split_once(':')?.0.to_owned()));
    Some(Agreement {
        class: parts["class"] == failed.class.as_str(),
        message: parts["message"].as_str().is_some_and(|message| message.trim() == lines.trim()),
        line: line(span) == line(failed.span.as_deref()),
        span: span == failed.span.as_deref(),
    })
}
