//! Prints problems: for people, as JSON, as annotations for GitHub Actions, and as SARIF 2.1.0.

use crate::{arguments::Format, output};
use faaso::{
    bundle::Bundle,
    checks,
    diagnostic::{At, Diagnostic, Severity},
    path::BundlePath,
    project::{FileId, Project, Side},
    text,
};
use serde_json::{Map, Value, json};
use std::{
    borrow::Cow,
    collections::BTreeSet,
    io::{self, IsTerminal},
};

/// How the two bundles were asked for, so that a problem's file is a path from where the program was started.
pub struct Places<'a> {
    pub runtime: &'a str,
    pub funko: Option<&'a str>,
}

/// What is to be reported.
pub struct Problem<'a> {
    pub diagnostic: Cow<'a, Diagnostic>,
    /// What it shows in.
    pub made: Option<Made>,
}

/// A file of the build or of the new funko.
pub struct Made {
    pub file: String,
    /// Counted from 1.
    pub line: Option<usize>,
}

/// Colours for a terminal; nothing where the output goes elsewhere, or `NO_COLOR` is set.
pub struct Colours {
    pub bold: &'static str,
    pub red: &'static str,
    pub yellow: &'static str,
    pub green: &'static str,
    pub plain: &'static str,
}

impl Colours {
    pub fn of_terminal() -> Colours {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
        match io::stdout().is_terminal() && wanted {
            true => Colours {
                bold: "\x1b[1m",
                red: "\x1b[31m",
                yellow: "\x1b[33m",
                green: "\x1b[32m",
                plain: "\x1b[0m",
            },
            false => Colours { bold: "", red: "", yellow: "", green: "", plain: "" },
        }
    }
}

/// A problem, with its place as tools want it.
struct Found<'a> {
    problem: &'a Diagnostic,
    made: Option<&'a Made>,
    /// None for a problem of the project as a whole.
    file: Option<String>,
    range: Option<Range>,
}

/// Counted from 1, columns in characters; the end is one past the last.
#[derive(Clone, Copy)]
struct Range {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

pub fn print(problems: &[Problem<'_>], places: &Places<'_>, project: &Project, format: Format) {
    let found: Vec<_> = problems.iter().map(|problem| locate(problem, places, project)).collect();
    let text = match format {
        Format::Text => text_report(&found, &Colours::of_terminal()),
        Format::Json => pretty(&Value::Array(found.iter().map(as_json).collect())),
        Format::Github => found.iter().map(annotation).collect(),
        Format::Sarif => pretty(&sarif(&found)),
    };
    output::say(&text);
}

fn locate<'a>(problem: &'a Problem<'_>, places: &Places<'_>, project: &Project) -> Found<'a> {
    let Problem { diagnostic: problem, made } = problem;
    let (problem, made): (&Diagnostic, _) = (problem, made.as_ref());
    let Some(place) = &problem.place else { return Found { problem, made, file: None, range: None } };
    let (id, at) = match (place.file.side, places.funko) {
        // a new funko's files are not on the disk: what makes them is
        (Side::Funko, None) => (on_disk(&place.file, &project.runtime), None),
        _ => (Some(place.file.clone()), place.at),
    };
    let shown = |id: &FileId| {
        let top = match id.side {
            Side::Runtime => places.runtime,
            Side::Funko => places.funko.unwrap_or_default(),
        };
        format!("{}/{}", top.trim_end_matches('/'), id.path)
    };
    let range = id.as_ref().zip(at).and_then(|(id, at)| Some(range(&project.file(id)?.bytes, at)));
    Found { problem, made, file: id.as_ref().map(shown), range }
}

/// The file of the runtime's folder that this one is, or that a new funko's file is made of.
pub fn on_disk(file: &FileId, runtime: &Bundle) -> Option<FileId> {
    if file.side == Side::Runtime {
        return Some(file.clone());
    }
    let copied = format!("template/{}", file.path);
    [format!("{copied}.j2"), copied]
        .into_iter()
        .find(|path| runtime.get(path).is_some())
        .and_then(|path| BundlePath::new(&path).ok())
        .map(FileId::runtime)
}

fn range(bytes: &[u8], at: At) -> Range {
    let text = text::decode(bytes);
    let index = text::LineIndex::new(&text);
    let end = index.line_column(&text, at.span.end);
    Range { line: at.from.line, column: at.from.column, end_line: end.line, end_column: end.column }
}

/// What to do: the one change that is sure to fix it, and what helps besides.
fn advice(problem: &Diagnostic) -> Option<String> {
    let fix = problem.fix.as_ref().map(|fix| format!("Fix: {}.", fix.title));
    let parts: Vec<String> = fix.into_iter().chain(problem.help.clone()).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn text_report(found: &[Found<'_>], colours: &Colours) -> String {
    let Colours { bold, red, yellow, plain, .. } = colours;
    let mut text = String::new();
    for Found { problem, file, range, .. } in found {
        let colour = if problem.severity == Severity::Error { red } else { yellow };
        let mut place = file.clone().unwrap_or_else(|| "project".to_owned());
        if let Some(Range { line, column, .. }) = range {
            place += &format!(":{line}:{column}");
        }
        text += &format!(
            "{bold}{place}{plain}: {colour}{}{plain}: {} [{}]\n",
            word(problem.severity),
            problem.message,
            problem.rule
        );
        for line in advice(problem).iter().flat_map(|help| help.lines()) {
            text += &format!("  {line}\n");
        }
    }
    let count = |severity| found.iter().filter(|found| found.problem.severity == severity).count();
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match found {
        [] => text + "No problems\n",
        _ => {
            let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
            text + &format!("{}, {}\n", plural(errors, "error"), plural(warnings, "warning"))
        }
    }
}

fn as_json(found: &Found<'_>) -> Value {
    let Found { problem, file, range, .. } = found;
    let mut object = Map::new();
    object.insert("rule".into(), json!(problem.rule));
    object.insert("severity".into(), json!(word(problem.severity)));
    object.insert("file".into(), json!(file));
    let mut put = |key: &str, value: fn(&Range) -> usize| {
        object.insert(key.into(), json!(range.as_ref().map(value)));
    };
    put("line", |range| range.line);
    put("column", |range| range.column);
    put("endLine", |range| range.end_line);
    put("endColumn", |range| range.end_column);
    object.insert("message".into(), json!(problem.message));
    object.insert("help".into(), json!(problem.help));
    if let Some(fix) = &problem.fix {
        object.insert("fix".into(), json!(fix.title));
    }
    if let Some(Made { file, line }) = found.made {
        object.insert("output".into(), json!({ "file": file, "line": line }));
    }
    Value::Object(object)
}

/// One line each: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
fn annotation(found: &Found<'_>) -> String {
    let Found { problem, file, range, .. } = found;
    let mut properties = Vec::new();
    if let Some(file) = file {
        properties.push(format!("file={}", property(file)));
    }
    if let Some(Range { line, column, end_line, end_column }) = range {
        properties.push(format!("line={line},endLine={end_line}"));
        // GitHub takes columns only where both are on one line
        if line == end_line {
            properties.push(format!("col={column},endColumn={end_column}"));
        }
    }
    properties.push(format!("title={}", property(&problem.rule)));
    let message =
        problem.message.clone() + &advice(problem).map(|help| format!("\n{help}")).unwrap_or_default();
    format!("::{} {}::{}\n", word(problem.severity), properties.join(","), escaped(&message))
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

/// What `test` alone reports.
const OF_SCENARIOS: [(&str, &str); 2] = [
    ("scenario-differs", "A scenario builds something else than expected"),
    ("scenario-new", "Nothing is expected of a scenario yet"),
];

/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.
fn sarif(found: &[Found<'_>]) -> Value {
    let ids: BTreeSet<&str> = found.iter().map(|found| &*found.problem.rule).collect();
    let rules: Vec<_> = ids
        .iter()
        .map(|id| match checks::find(id) {
            Some(rule) => json!({
                "id": id,
                "shortDescription": { "text": rule.title },
                "fullDescription": { "text": rule.what },
                "help": { "text": format!("{}\n\n{}", rule.why, rule.instead) },
                "defaultConfiguration": { "level": word(rule.severity) },
            }),
            None => match OF_SCENARIOS.iter().find(|(known, _)| known == id) {
                Some((_, title)) => json!({ "id": id, "shortDescription": { "text": title } }),
                None => json!({ "id": id }),
            },
        })
        .collect();
    let results: Vec<_> = found
        .iter()
        .map(|Found { problem, file, range, .. }| {
            let message =
                problem.message.clone() + &advice(problem).map(|help| format!("\n\n{help}")).unwrap_or_default();
            let mut result = json!({
                "ruleId": problem.rule,
                "ruleIndex": ids.iter().position(|id| *id == problem.rule),
                "level": word(problem.severity),
                "message": { "text": message },
            });
            if let Some(file) = file {
                let mut physical = json!({ "artifactLocation": { "uri": uri(file) } });
                if let Some(Range { line, column, end_line, end_column }) = range {
                    physical["region"] = json!({
                        "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
                    });
                }
                result["locations"] = json!([{ "physicalLocation": physical }]);
            }
            result
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "faaso-designer", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// A relative path as a URI reference (RFC 3986): everything but its unreserved characters and slashes in percent form.
fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into())
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
