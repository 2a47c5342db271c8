//! What can be written into a `funko.yml`: the options that the templates use, with their defaults and what the
//! template's own `funko.yml` says of them.

use super::Workbench;
use faaso::{
    bundle::File,
    funko::{self, OptionValue},
    path::BundlePath,
    project::FileId,
};
use std::collections::BTreeSet;

/// An option that a `funko.yml` of this runtime can set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownOption {
    pub name: String,
    /// What a new funko sets.
    pub default: Option<OptionValue>,
    /// The comment beside or above it in the template's `funko.yml`.
    pub about: Option<String>,
}

impl Workbench {
    /// Those that the templates use or a new funko sets, by name.
    pub fn known_options(&self) -> Vec<KnownOption> {
        let text = self.template_yml();
        let defaults = funko::read(text.as_bytes()).funko.map(|funko| funko.options).unwrap_or_default();
        let mut names: BTreeSet<String> = defaults.iter().map(|(name, _)| name.clone()).collect();
        self.workspace.with_analysis(|analysis| names.extend(analysis.options_used.iter().cloned()));
        let known = |name: String| {
            let default = defaults.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
            KnownOption { about: comment(&text, &name), default, name }
        };
        names.into_iter().map(known).collect()
    }

    /// The names that `runtime:` can have: this runtime's, then the bundled ones.
    pub fn runtime_names(&self) -> Vec<String> {
        let own = self.workspace.with_project(|project| project.runtime_name.clone());
        let bundled = self.workspace.bundled();
        let others = bundled.iter().map(|runtime| runtime.name.clone()).filter(|name| *name != own);
        std::iter::once(own.clone()).chain(others).filter(|name| !name.is_empty()).collect()
    }

    /// The `funko.yml` of a new funko; empty where there is none yet.
    fn template_yml(&self) -> String {
        let Ok(path) = BundlePath::new(&format!("template/{}.j2", funko::FILE)) else { return String::new() };
        let rendered = FileId::runtime(path);
        let good = self.workspace.with_analysis(|analysis| analysis.renderings.get(&rendered)?.good.clone());
        if let Some(good) = good {
            return good.text.clone();
        }
        let plain = BundlePath::new(&format!("template/{}", funko::FILE)).ok().map(FileId::runtime);
        let file = plain.and_then(|plain| self.workspace.file(&plain));
        file.as_ref().and_then(File::as_text).map(str::to_owned).unwrap_or_default()
    }
}

/// A value as YAML on one line.
pub fn written(value: &OptionValue) -> String {
    let quoted = |text: &String| serde_json::to_string(text).unwrap_or_default();
    match value {
        OptionValue::Text(text) => quoted(text),
        OptionValue::List(items) => format!("[{}]", items.iter().map(quoted).collect::<Vec<_>>().join(", ")),
    }
}

/// The comment on the key's line, or on the line above it.
fn comment(text: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let key = |line: &&str| {
        line.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let at = lines.iter().position(key)?;
    let beside = lines[at].split_once(" #").map(|(_, comment)| comment);
    let above = at.checked_sub(1).and_then(|at| lines[at].trim_start().strip_prefix('#'));
    let comment = beside.or(above)?.trim();
    (!comment.is_empty()).then(|| comment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_stands_beside_or_above_its_option() {
        let text = "options:\n  # for the build\n  build: []\n  port: \"1\" # where it listens\n  bare: x\n";
        let check = |name: &str, expected: Option<&str>| assert_eq!(comment(text, name).as_deref(), expected);
        check("build", Some("for the build"));
        check("port", Some("where it listens"));
        check("bare", None);
        check("none", None);
    }

    #[test]
    fn defaults_are_written_as_yaml() {
        assert_eq!(written(&OptionValue::Text("a \"b\"".into())), r#""a \"b\"""#);
        assert_eq!(written(&OptionValue::List(vec!["x".into(), "y z".into()])), r#"["x", "y z"]"#);
    }
}
