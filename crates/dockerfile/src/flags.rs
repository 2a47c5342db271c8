//! The flags of an instruction.

use crate::{chars::did_you_mean, file::Word};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Text,
    Texts,
}

/// The flags that an instruction was given, checked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags {
    /// Name, value, and where it is written.
    used: Vec<(&'static str, String, Word)>,
}

impl Flags {
    pub(crate) fn read(flags: &[Word], known: &[(&'static str, Kind)]) -> Result<Flags, String> {
        let mut made = Flags::default();
        for flag in flags {
            if flag.text == "--" {
                break;
            }
            if !flag.text.starts_with("--") {
                return Err(format!("arg should start with -- : {}", flag.text));
            }
            let (shown, value) = match flag.text.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (flag.text.as_str(), None),
            };
            let arg = &shown[2..];
            let Some(&(name, kind)) = known.iter().find(|(name, _)| *name == arg) else {
                let hint = did_you_mean(arg, known.iter().map(|(name, _)| *name));
                return Err(format!("unknown flag: {shown}{hint}"));
            };
            if kind != Kind::Texts && made.value(name).is_some() {
                return Err(format!("duplicate flag specified: {shown}"));
            }
            let value = match (kind, value) {
                (Kind::Bool, Some("")) | (Kind::Text | Kind::Texts, None) => {
                    return Err(format!("missing a value on flag: {shown}"));
                }
                (Kind::Bool, value) => match value.unwrap_or_default().to_lowercase().as_str() {
                    "true" | "" => "true".to_owned(),
                    "false" => "false".to_owned(),
                    _ => {
                        let value = value.unwrap_or_default();
                        return Err(format!("expecting boolean value for flag {shown}, not: {value}"));
                    }
                },
                (_, value) => value.unwrap_or_default().to_owned(),
            };
            made.used.push((name, value, flag.clone()));
        }
        Ok(made)
    }

    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.used.iter().find(|used| used.0 == name).map(|used| used.1.as_str())
    }

    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        self.used.iter().filter(|used| used.0 == name).map(|used| used.1.clone()).collect()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.value(name).unwrap_or_default().to_owned()
    }

    /// The name of the first flag.
    pub(crate) fn first(&self) -> Option<&'static str> {
        self.used.first().map(|used| used.0)
    }
}
