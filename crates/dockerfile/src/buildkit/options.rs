//! `# check=` and `# syntax=`, which are read before the file is.

use crate::directives::directive;
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) skip_all: bool,
    pub(super) skip: BTreeSet<String>,
    pub(super) experimental_all: bool,
    pub(super) experimental: BTreeSet<String>,
    /// Any finding fails the build.
    pub(super) error: bool,
}

impl Options {
    pub(super) fn wants(&self, rule: &str) -> bool {
        match super::rules::find(rule).is_some_and(|rule| rule.experimental) {
            true => self.experimental_all || self.experimental.contains(rule),
            false => !self.skip_all && !self.skip.contains(rule),
        }
    }
}

/// The value of a directive at the top of a text.
fn value<'t>(text: &'t str, name: &str, mark: &str) -> Option<&'t str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = match text.starts_with("#!") {
        true => text.split_once('\n').map_or("", |(_, rest)| rest),
        false => text,
    };
    let mut seen = BTreeSet::new();
    for line in text.lines() {
        let (found, value) = directive(line, mark)?;
        if !seen.insert(found.clone()) {
            return None;
        }
        if found == name {
            return Some(value);
        }
    }
    None
}

/// What is to be fetched first.
pub(super) fn frontend(text: &str) -> Option<String> {
    let found = value(text, "syntax", "#").or_else(|| value(text, "syntax", "//"))?;
    found.split(' ').next().map(str::to_owned)
}

pub(super) fn of(text: &str) -> Result<Options, String> {
    let mut options = Options::default();
    let Some(value) = value(text, "check", "#") else { return Ok(options) };
    let value = value.split(' ').next().unwrap_or_default();
    let set = |text: &str| text.split(',').map(|rule| rule.trim().to_owned()).collect::<BTreeSet<_>>();
    for part in value.splitn(3, ';') {
        let Some((key, value)) = part.split_once('=') else {
            return Err(format!("invalid check option {}", crate::chars::quoted(part)));
        };
        let value = value.trim();
        match key.trim() {
            "skip" if value == "all" => options.skip_all = true,
            "skip" => options.skip = set(value),
            "experimental" if value == "all" => options.experimental_all = true,
            "experimental" => options.experimental = set(value),
            "error" => match value {
                "1" | "t" | "T" | "true" | "TRUE" | "True" => options.error = true,
                "0" | "f" | "F" | "false" | "FALSE" | "False" => options.error = false,
                _ => {
                    return Err(format!(
                        "failed to parse check option {}: strconv.ParseBool: parsing {}: invalid syntax",
                        crate::chars::quoted(part),
                        crate::chars::quoted(value)
                    ));
                }
            },
            key => return Err(format!("invalid check option {}", crate::chars::quoted(key))),
        }
    }
    Ok(options)
}
