//! The options of the funko as a form shows them: what is set, what could be, and what is of no use.

use super::{Workbench, view::funko_yml, words::written};
use faaso::{
    bundle::File,
    checks,
    funko::{self, OptionValue},
};

use reactive_graph::graph::untrack;

/// Where an option stands in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It is set, and has an effect.
    Set,
    /// A template uses it, or a new funko has it, and this one doesn't set it.
    Unset,
    /// It is set, and no template uses it.
    Unused,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionRow {
    pub name: String,
    pub part: Part,
    pub value: Option<OptionValue>,
    /// What a new funko sets.
    pub default: Option<OptionValue>,
    pub about: Option<String>,
    /// Of an unused one: the option that is used and not set, and that this name is likely meant for.
    pub meant: Option<String>,
}

impl Workbench {
    /// An option in words: what it is for, its value, its default. Empty where there is none of that name.
    pub fn said_of_option(&self, name: &str) -> String {
        let rows = untrack(|| self.option_rows()).unwrap_or_default();
        let Some(row) = rows.into_iter().find(|row| row.name == name) else { return String::new() };
        let value = match (&row.value, row.part) {
            (None, _) => "Not set.".to_owned(),
            (Some(value), Part::Unused) => format!("Set to {}, but no template uses it.", written(value)),
            (Some(value), _) => format!("Set to {}.", written(value)),
        };
        let default = row.default.map(|default| format!("Default: {}.", written(&default)));
        [row.about, Some(value), default].into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// A row an option: those that are set in the file's order, then the others by name. An error is a sentence that says
    /// why there is no form.
    pub fn option_rows(&self) -> Result<Vec<OptionRow>, String> {
        let file = self.workspace.file(&funko_yml()).ok_or("This funko has no funko.yml.")?;
        let text = File::as_text(&file).ok_or("This funko.yml isn't plain UTF-8 text.")?;
        let funko = funko::read(text.as_bytes()).funko;
        let set = funko.map_err(|_| "FaaSO can't read this funko.yml. Correct it as YAML first.")?.options;
        let (used, unused) = self
            .workspace
            .with_analysis(|analysis| (analysis.options_used.clone(), analysis.options_unused > 0));
        let known = self.known_options();
        let is_set = |name: &str| set.iter().any(|(key, _)| key == name);
        let row = |name: &str, value: Option<&OptionValue>| {
            let known = known.iter().find(|known| known.name == name);
            let is_used = used.iter().any(|used| used == name);
            let part = match value {
                None => Part::Unset,
                Some(_) if unused && !is_used => Part::Unused,
                Some(_) => Part::Set,
            };
            let open = used.iter().map(String::as_str).filter(|used| !is_set(used));
            OptionRow {
                name: name.to_owned(),
                part,
                value: value.cloned(),
                default: known.and_then(|known| known.default.clone()),
                about: known.and_then(|known| known.about.clone()),
                meant: (part == Part::Unused)
                    .then(|| checks::likely(name, open))
                    .flatten()
                    .map(str::to_owned),
            }
        };
        let unset = known.iter().filter(|known| !is_set(&known.name)).map(|known| row(&known.name, None));
        Ok(set.iter().map(|(key, value)| row(key, Some(value))).chain(unset).collect())
    }
}
