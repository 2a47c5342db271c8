//! Changing a value of `funko.yml` in its place: comments, order and everything else stay.

use super::{
    Funko, OptionValue, Reading,
    libyaml::Style,
    nodes::{self, Kind},
    read,
};
use crate::text::Span;

/// Replace these bytes of the file's text with this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    pub span: Span,
    pub text: String,
}

impl Splice {
    pub fn apply(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.span.start], self.text, &text[self.span.end..])
    }
}

/// The change that makes `name:` say `name`. None when nothing need change, or the text is too broken to
/// tell where the name is.
pub fn set_name(text: &str, name: &str) -> Option<Splice> {
    set(text, "name", name, |reading| reading.funko.as_ref().ok().map(|funko| funko.name.clone()))
}

/// The same for `runtime:`.
pub fn set_runtime(text: &str, runtime: &str) -> Option<Splice> {
    set(text, "runtime", runtime, |reading| reading.funko.as_ref().ok()?.runtime.clone())
}

/// A whole `funko.yml`. None where there is no way to write it so that FaaSO reads the same.
pub fn whole(funko: &Funko) -> Option<String> {
    let mut text = format!("name: {}\n", spellings(&funko.name).next()?);
    if let Some(runtime) = &funko.runtime {
        text.push_str(&format!("runtime: {}\n", spellings(runtime).next()?));
    }
    if !funko.options.is_empty() {
        text.push_str("options:\n");
    }
    for (key, value) in &funko.options {
        text.push_str(&format!("  {}: {}\n", key_spelled(key), written(value)));
    }
    (read(text.as_bytes()).funko.as_ref() == Ok(funko)).then_some(text)
}

/// An option's name as a key.
pub fn key_spelled(key: &str) -> String {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if plain { key.to_owned() } else { double_quoted(key) }
}

/// A value in double quotes, a list in brackets: on one line, whatever is in it.
pub fn written(value: &OptionValue) -> String {
    match value {
        OptionValue::Text(text) => double_quoted(text),
        OptionValue::List(items) => {
            format!("[{}]", items.iter().map(|item| double_quoted(item)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The change that makes a list of an option's text.
pub fn option_to_list(text: &str, key: &str) -> Option<Splice> {
    let before = read(text.as_bytes());
    let mut wanted = before.funko.clone().ok()?;
    let (_, value) = wanted.options.iter_mut().find(|(known, _)| known == key)?;
    let OptionValue::Text(said) = value else { return None };
    let span = before.places.option(key)?.value.span;
    let spellings = [format!("[{}]", span.of(text)), format!("[{}]", double_quoted(said))];
    *value = OptionValue::List(vec![std::mem::take(said)]);
    spellings
        .into_iter()
        .map(|text| Splice { span, text })
        .find(|splice| read(splice.apply(text).as_bytes()).funko.as_ref() == Ok(&wanted))
}

/// Tries the nicest spelling first and reads each as FaaSO would: the first that says `wanted` and changes
/// nothing else is taken.
/// As the line at `at` ends, or where it is the last and ends with the file, the line before it.
pub(super) fn line_end(text: &str, at: usize) -> &'static str {
    let newline = text[at..].find('\n').map(|end| at + end).or_else(|| text[..at].rfind('\n'));
    if newline.is_some_and(|newline| text[..newline].ends_with('\r')) { "\r\n" } else { "\n" }
}

fn set(text: &str, key: &str, wanted: &str, get: fn(&Reading) -> Option<String>) -> Option<Splice> {
    let before = read(text.as_bytes());
    if get(&before).as_deref() == Some(wanted) {
        return None;
    }
    let line_end = line_end(text, 0);
    let spans = places(text, &before, key)?;
    spellings(wanted).find_map(|value| {
        let splice = match &spans {
            Target::Value { span, blank } => {
                Splice { span: *span, text: format!("{}{value}", if *blank { " " } else { "" }) }
            }
            Target::Missing { at, indent, flow: true } => {
                Splice { span: Span::at(*at), text: format!("{indent}{key}: {value}, ") }
            }
            Target::Missing { at, indent, flow: false } => {
                Splice { span: Span::at(*at), text: format!("{key}: {value}{line_end}{indent}") }
            }
        };
        let after = read(splice.apply(text).as_bytes());
        let same = before.funko.is_err() || others(&before, key) == others(&after, key);
        (same && get(&after).as_deref() == Some(wanted)).then_some(splice)
    })
}

pub(super) enum Target {
    /// The value is written here; `blank`: a space must come before it.
    Value { span: Span, blank: bool },
    /// The key is not there: a new entry goes before what stands at `at`.
    Missing { at: usize, indent: String, flow: bool },
}

pub(super) fn places(text: &str, reading: &Reading, key: &str) -> Option<Target> {
    if let Some(entry) = reading.places.top(key) {
        let span = entry.value.span;
        let blank = span.is_empty() && !text[..span.start].ends_with([' ', '\t', '\n']);
        return Some(Target::Value { span, blank });
    }
    let bom = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let tree = nodes::read(text.as_bytes(), text, bom).ok()?;
    let Some(root) = tree.root else {
        // Comments only: a new line of its own at the end.
        let indent = String::new();
        let at = text.len();
        let ends_line = text.is_empty() || text.ends_with('\n') || text.len() == bom;
        return ends_line.then_some(Target::Missing { at, indent, flow: false });
    };
    let node = &tree[root];
    match &node.kind {
        Kind::Mapping { flow: true, .. } => {
            Some(Target::Missing { at: node.span.start + 1, indent: String::new(), flow: true })
        }
        Kind::Mapping { entries, .. } => {
            let first = tree[entries.first()?.0].whole.start;
            let line = text[..first].rfind('\n').map_or(bom, |end| end + 1);
            let indent = text[line..first].to_owned();
            indent.chars().all(|c| c == ' ').then_some(Target::Missing { at: first, indent, flow: false })
        }
        Kind::Scalar { text, style: Style::Plain } if text.is_empty() => {
            Some(Target::Missing { at: node.span.start, indent: String::new(), flow: false })
        }
        _ => None,
    }
}

/// Ways to write a text as a YAML scalar, the nicest first; the last holds anything.
pub(super) fn spellings(value: &str) -> impl Iterator<Item = String> {
    let nice = serde_yaml::to_string(value).ok().map(|text| text.trim_end_matches('\n').to_owned());
    let nice = nice.filter(|text| !text.contains('\n'));
    let single = (!value.contains(char::is_control)).then(|| format!("'{}'", value.replace('\'', "''")));
    nice.into_iter().chain(single).chain([double_quoted(value)])
}

pub(super) fn double_quoted(value: &str) -> String {
    let mut text = String::from('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            // line ends to YAML 1.1
            '\u{2028}' | '\u{2029}' => text.push_str(&format!("\\u{:04X}", c as u32)),
            ' '..='~' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FEFE}' => text.push(c),
            c => text.push_str(&format!("\\U{:08X}", c as u32)),
        }
    }
    text.push('"');
    text
}

/// Everything FaaSO reads but the value of `key`.
type Others = (Option<String>, Option<Option<String>>, Vec<(String, OptionValue)>);

fn others(reading: &Reading, key: &str) -> Option<Others> {
    let funko = reading.funko.as_ref().ok()?;
    let name = (key != "name").then(|| funko.name.clone());
    let runtime = (key != "runtime").then(|| funko.runtime.clone());
    Some((name, runtime, funko.options.clone()))
}
