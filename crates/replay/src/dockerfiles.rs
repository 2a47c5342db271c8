//! Recorded builds: what FaaSO's request and BuildKit made of a Dockerfile, and what BuildKit's checks said.

use crate::{Difference, text};
use base64::{Engine, engine::general_purpose::STANDARD};
use dockerfile::{
    Judged,
    classic::DifferenceKind,
    context::{Context, Entry},
    images::Bare,
};
use serde_json::{Value, json};

/// What is said of a case.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// About FaaSO's builder: rule, severity, line.
    pub faaso: Vec<(&'static str, &'static str, usize)>,
    /// BuildKit's findings: rule and line.
    pub check: Vec<(&'static str, usize)>,
}

/// The figures by which the crate is judged: how many of how many, and what falls short.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// BuildKit's findings, equal by rule and line.
    pub check: Figure,
    /// What FaaSO's builder refuses, said as an error.
    pub refused: Figure,
    /// The same, in FaaSO's own words to the letter.
    pub words: Figure,
    /// What it builds as it is written, not called an error.
    pub quiet: Figure,
    /// What it builds otherwise than BuildKit, said.
    pub different: Figure,
}

/// One of them.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    pub right: usize,
    pub all: usize,
    /// The cases that fall short.
    pub short: Vec<(String, Difference)>,
}

impl Figures {
    /// Each figure with what it is about and the least share that is promised.
    pub fn named(&self) -> [(&'static str, &Figure, f64); 5] {
        [
            ("BuildKit's findings by rule and line", &self.check, 0.99),
            ("refused by FaaSO's builder, said as an error", &self.refused, 0.98),
            ("the same in FaaSO's own words", &self.words, 0.9),
            ("built as written, not called an error", &self.quiet, 0.99),
            ("built otherwise than by BuildKit, said", &self.different, 0.95),
        ]
    }
}

impl Figure {
    /// The part that is right.
    pub fn share(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }

    /// Counts a case; what falls short is kept.
    pub fn count(&mut self, name: &str, right: bool, difference: impl FnOnce() -> Difference) {
        self.all += 1;
        self.right += usize::from(right);
        if !right {
            self.short.push((name.to_owned(), difference()));
        }
    }
}

/// Judges a case as it was recorded: images are stand-ins, there is no registry and no frontend to fetch.
pub fn said(case: &Value) -> Result<Said, String> {
    let judged = judged(case, false)?;
    let refusals = judged.classic.refusals.iter().map(|refusal| (refusal.kind.id(), "error", refusal.line));
    let differences = judged.classic.differences.iter().map(|difference| {
        let severity = match difference.kind {
            DifferenceKind::Heredoc => "error",
            DifferenceKind::Cosmetic => "hint",
            _ => "warning",
        };
        (difference.kind.id(), severity, difference.line)
    });
    Ok(Said { faaso: refusals.chain(differences).collect(), check: findings(&judged) })
}

fn findings(judged: &Judged) -> Vec<(&'static str, usize)> {
    match judged.buildkit.frontend {
        Some(_) => Vec::new(),
        None => judged.buildkit.findings.iter().map(|finding| (finding.rule, finding.line)).collect(),
    }
}

/// Judges a case, its images taken for stand-ins.
pub fn judged(case: &Value, experimental: bool) -> Result<Judged, String> {
    let bytes = match case["dockerfileBase64"].as_str() {
        Some(text) => STANDARD.decode(text).map_err(|error| format!("{}: {error}", case["name"]))?,
        None => text(case, "dockerfile")?.as_bytes().to_vec(),
    };
    let none = serde_json::Map::new();
    let files = case["files"].as_object().unwrap_or(&none);
    let mut entries: Vec<Entry<'_>> = files
        .iter()
        .map(|(path, content)| Entry {
            path,
            folder: path.ends_with('/'),
            executable: case["modes"][path].as_str().is_some_and(|mode| mode.ends_with("55")),
            bytes: content.as_str().unwrap_or_default().as_bytes(),
        })
        .collect();
    // a link is read through
    let linked: Vec<(String, &str)> = files
        .iter()
        .filter_map(|(path, content)| Some((path, content.as_str()?.strip_prefix("SYMLINK:")?)))
        .flat_map(|(path, target)| {
            let below =
                files.iter().filter_map(move |(at, content)| Some((at.strip_prefix(target)?, content)));
            below.map(move |(rest, content)| (format!("{path}{rest}"), content.as_str().unwrap_or_default()))
        })
        .collect();
    for (path, content) in &linked {
        entries
            .retain(|entry| entry.path.trim_end_matches('/') != path.split('/').next().unwrap_or_default());
        entries.push(Entry { path, folder: false, executable: false, bytes: content.as_bytes() });
    }
    entries.push(Entry { path: "Dockerfile", folder: false, executable: false, bytes: &bytes });
    Ok(dockerfile::judge(&String::from_utf8_lossy(&bytes), &Context::new(entries), &Bare, experimental))
}

/// A line of `conformance docker --json`.
pub fn line(case: &Value, said: &Said) -> Value {
    let faaso = said.faaso.iter();
    let faaso: Vec<Value> = faaso
        .map(|(rule, severity, line)| json!({ "rule": rule, "severity": severity, "line": line }))
        .collect();
    let check: Vec<Value> =
        said.check.iter().map(|(rule, line)| json!({ "rule": rule, "line": line })).collect();
    json!({ "name": case["name"], "faaso": faaso, "check": check })
}

/// Compares a case with what was recorded.
pub fn compare(case: &Value, figures: &mut Figures) -> Result<(), String> {
    let name = text(case, "name")?;
    let said = said(case)?;
    let mut right = recorded(&case["check"]);
    let mut got: Vec<(String, u64)> =
        said.check.iter().map(|(rule, line)| ((*rule).to_owned(), *line as u64)).collect();
    let experimental = recorded(&case["checkExperimental"]);
    if !experimental.is_empty() {
        right.extend(experimental.iter().filter(|(rule, _)| is_experimental(rule)).cloned());
        let judged = judged(case, true)?;
        let all = findings(&judged).into_iter().filter(|(rule, _)| is_experimental(rule));
        got.retain(|(rule, _)| !is_experimental(rule));
        got.extend(all.map(|(rule, line)| (rule.to_owned(), line as u64)));
    }
    right.sort();
    right.dedup_by(|a, b| is_experimental(&a.0) && a == b);
    got.sort();
    got.dedup_by(|a, b| is_experimental(&a.0) && a == b);
    let show = |found: &[(String, u64)]| format!("{found:?}");
    figures.check.count(name, right == got, || Difference { expected: show(&right), got: show(&got) });
    let errors = said.faaso.iter().any(|(_, severity, _)| *severity == "error");
    let classic = &case["classic"];
    let difference = || Difference {
        expected: crate::short(&classic["error"].to_string()),
        got: crate::short(&format!("{:?}", said.faaso)),
    };
    match outcome(case)? {
        // what only a registry or a server could tell
        Outcome::Network if !errors => {}
        Outcome::Network | Outcome::Refused => {
            figures.refused.count(name, errors, difference);
            let judged = judged(case, false)?;
            let first = judged.classic.refusals.first();
            let got = first.map_or_else(String::new, |refusal| refusal.message.clone());
            figures.words.count(name, classic["error"] == got.as_str(), || Difference {
                expected: classic["error"].to_string(),
                got,
            });
        }
        Outcome::Different => figures.different.count(name, !said.faaso.is_empty(), difference),
        Outcome::Same => figures.quiet.count(name, !errors, difference),
    }
    Ok(())
}

/// What FaaSO's request made of a Dockerfile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was refused.
    Refused,
    /// The same, by a registry or a server that could not be reached.
    Network,
    /// It was built, and BuildKit makes something else of it.
    Different,
    /// It was built as by BuildKit.
    Same,
}

/// What was recorded of a case.
pub fn outcome(case: &Value) -> Result<Outcome, String> {
    let (classic, buildkit) = (&case["classic"], &case["buildkit"]);
    // the builder takes the file and drops the body: nothing looked into every such image
    let dropped =
        judged(case, false)?.file.instructions.iter().any(|at| at.is("run") && !at.heredocs.is_empty());
    let otherwise = buildkit["ok"] != true
        || classic.get("configDiff").is_some()
        || dropped
        || classic.get("probe") != buildkit.get("probe");
    Ok(match classic["ok"] == true {
        false if needs_network(classic["error"].as_str().unwrap_or_default()) => Outcome::Network,
        false => Outcome::Refused,
        true if otherwise => Outcome::Different,
        true => Outcome::Same,
    })
}

fn needs_network(error: &str) -> bool {
    ["dial tcp", "with status", "manifest unknown"].iter().any(|sign| error.contains(sign))
}

fn is_experimental(rule: &str) -> bool {
    dockerfile::buildkit::rules::find(rule).is_some_and(|rule| rule.experimental)
}

fn recorded(findings: &Value) -> Vec<(String, u64)> {
    let all = findings.as_array().map(Vec::as_slice).unwrap_or_default().iter();
    all.filter_map(|finding| Some((finding["rule"].as_str()?.to_owned(), finding["line"].as_u64()?)))
        .collect()
}
