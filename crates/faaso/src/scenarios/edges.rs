//! Values at which a runtime may break: each option of a new funko not set, empty, a list of one and two, and with the
//! characters that mean something to a shell, to Docker or to a template.
//!
//! What breaks is what breaks with that value and not with the defaults: FaaSO fails, its builder refuses the
//! Dockerfile, a value falls into several words or out of its quotes, or a JSON or YAML file can't be read any more.

use super::{
    place,
    run::{Built, build},
    shell,
};
use crate::{
    bundle::{Bundle, File},
    checks::{Docker, Kept},
    diagnostic::Place,
    funko::{self, Change, Code, Funko, OptionValue},
    project::FileId,
    text::{self, Span},
    trees::{self, Output, Render},
};
use crinja::visit;
use dockerfile::{
    Instruction,
    command::{Command, CommandLine},
    script,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt::Write};

/// What is put into a value.
const WORD: &str = "edge";

/// How something breaks, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Breaks {
    /// FaaSO fails.
    Fails,
    /// FaaSO's builder refuses the Dockerfile.
    Refused,
    /// A file of data can't be read.
    Data,
    /// A JSON array becomes a shell's command.
    Json,
    /// A quote is left open.
    Quote,
    /// A part of the value is taken for a variable.
    Variable,
    /// The value becomes several words.
    Splits,
}

impl Breaks {
    /// No image is built; otherwise one is that is not what was meant.
    pub fn stops(self) -> bool {
        matches!(self, Breaks::Fails | Breaks::Refused)
    }
}

/// Values of an option at which something breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    pub option: String,
    /// What the values are, in words.
    pub values: Vec<String>,
    pub kind: Breaks,
    /// What breaks, in one sentence. Of several values that break it alike, what is said of the first.
    pub breaks: String,
    /// Where in the runtime.
    pub place: Option<Place>,
    /// A name for the scenario that has the first of the values.
    pub name: String,
    /// Its `funko.yml`.
    pub yml: String,
}

/// The defaults, which everything is held against.
pub struct Edges<'a> {
    runtime: &'a Bundle,
    yml: String,
    described: Funko,
    options: Vec<String>,
    broken: BTreeSet<Key>,
    words: Vec<Shape>,
}

/// What makes two breakages one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(Breaks, Option<FileId>, Option<usize>);

struct Breakage {
    key: Key,
    says: String,
    place: Option<Place>,
}

/// Of an instruction of the Dockerfile.
struct Shape {
    keyword: String,
    words: usize,
    json: bool,
    open: Option<char>,
}

impl<'a> Edges<'a> {
    /// An error where a new funko has no `funko.yml` that FaaSO can read. `runtime_name` as for [`trees::new_funko`].
    pub fn new(runtime: &'a Bundle, runtime_name: &str, render: &mut Render<'_>) -> Result<Self, String> {
        let new = trees::new_funko(Some(runtime), runtime_name, "hello", render);
        let output = new.files.get(funko::FILE).ok_or("A new funko has no funko.yml.")?;
        let yml = output.file().ok_or("The template's funko.yml has an error. Fix it first.")?;
        let read = funko::read(&yml.bytes);
        let described = read
            .funko
            .map_err(|problem| format!("Fix the template's funko.yml first. {}", problem.plainly()))?;
        let mut options: Vec<String> = described.options.iter().map(|(key, _)| key.clone()).collect();
        for key in used(runtime) {
            if !options.contains(&key) {
                options.push(key);
            }
        }
        let mut edges =
            Edges { runtime, yml: read.text, described, options, broken: BTreeSet::new(), words: Vec::new() };
        let built = build(runtime, &yml, render);
        edges.broken = edges.breakages(&built, &[], false).into_iter().map(|breakage| breakage.key).collect();
        edges.words = edges.shapes(&built);
        Ok(edges)
    }

    /// What can be tried: the options that a new funko sets, then those that only templates name.
    pub fn options(&self) -> &[String] {
        &self.options
    }

    /// Tries the values of one option.
    pub fn of(&self, option: &str, render: &mut Render<'_>) -> Vec<Edge> {
        // whether other words are said of one of the values
        let mut found: Vec<(Key, Edge, bool)> = Vec::new();
        let default = self.described.option(option);
        // beside a value that is one word: the default may be none at all
        let one_word =
            self.with(option, &plain(default)).map(|yml| build(self.runtime, &File::text(&yml), render));
        let one_word = one_word.map(|built| self.shapes(&built));
        let words = one_word.as_ref().unwrap_or(&self.words);
        for Trial { name, label, change, splits } in trials(default) {
            let Some(yml) = self.with(option, &change) else { continue };
            let built = build(self.runtime, &File::text(&yml), render);
            let breakages = self.breakages(&built, words, splits);
            for Breakage { key, says, place } in breakages {
                if self.broken.contains(&key) {
                    continue;
                }
                if let Some((_, edge, varies)) = found.iter_mut().find(|(known, ..)| *known == key) {
                    *varies |= edge.breaks != says;
                    if !edge.values.iter().any(|known| known == label) {
                        edge.values.push(label.to_owned());
                    }
                    continue;
                }
                let edge = Edge {
                    option: option.to_owned(),
                    values: vec![label.to_owned()],
                    kind: key.0,
                    breaks: says,
                    place,
                    name: scenario_name(option, name),
                    yml: yml.clone(),
                };
                found.push((key, edge, false));
            }
        }
        let one = |(_, edge, varies): (Key, Edge, bool)| match varies {
            true => Edge { breaks: format!("For example, {}: {}", edge.values[0], edge.breaks), ..edge },
            false => edge,
        };
        found.into_iter().map(one).collect()
    }

    fn with(&self, option: &str, change: &Change) -> Option<String> {
        match funko::change(&self.yml, option, change) {
            Ok(splices) if splices.is_empty() => None,
            Ok(splices) => Some(funko::apply(&self.yml, &splices)),
            // written for several places: all of it anew
            Err(_) => {
                let mut described = self.described.clone();
                described.options.retain(|(key, _)| key != option);
                if let Change::Value(value) = change {
                    described.options.push((option.to_owned(), value.clone()));
                }
                funko::whole(&described)
            }
        }
    }

    fn breakages(&self, built: &Built, words: &[Shape], splits: bool) -> Vec<Breakage> {
        let mut found = Vec::new();
        for failure in built.new_funko.failures.iter().chain(&built.context.failures) {
            let source = |file: &FileId| {
                self.runtime.get(file.path.as_str()).map(|file| text::decode(&file.bytes).into_owned())
            };
            let problem = failure.diagnostic(&source);
            let said =
                problem.said.as_ref().map(|said| format!(" (`{}`)", said.trim_end())).unwrap_or_default();
            let says = format!("FaaSO fails: {}{said}", problem.message);
            found.push(breakage(Breaks::Fails, says, problem.place));
        }
        if !found.is_empty() {
            return found;
        }
        for (path, output) in &built.context.files {
            if let Some(what) = unreadable(path.as_str(), output) {
                let place = Some(Place { file: output.origin.clone(), at: None });
                found.push(breakage(Breaks::Data, format!("`{path}` isn't valid {what} any more."), place));
            }
        }
        let Some(docker) = Docker::of(&built.context, &Kept::default()) else { return found };
        let Some(output) = built.context.files.get("Dockerfile") else { return found };
        let at = |span: &std::ops::Range<usize>| {
            Some(place::of(self.runtime, output, Span::new(span.start, span.end)))
        };
        for refusal in &docker.judged.classic.refusals {
            let says = format!("FaaSO's builder refuses the Dockerfile: {}", refusal.message.trim_end());
            found.push(breakage(Breaks::Refused, says, at(&refusal.span)));
        }
        let instructions = &docker.judged.file.instructions;
        for instruction in instructions {
            let keyword = &instruction.word.text;
            if let Some(text) = with_variables(instruction)
                && shell::expands(&text, WORD)
            {
                let says = format!(
                    "`${WORD}` is a variable in `{keyword}` (line {}), so the text isn't there.",
                    instruction.line
                );
                found.push(breakage(Breaks::Variable, says, at(&instruction.span)));
            }
        }
        let shapes = self.shapes(built);
        for ((now, before), instruction) in beside(&shapes, words).zip(instructions) {
            let (keyword, line) = (&instruction.word.text, instruction.line);
            let mut say = |kind, says| found.push(breakage(kind, says, at(&instruction.span)));
            if before.json && !now.json {
                say(
                    Breaks::Json,
                    format!("`{keyword}` (line {line}) isn't a JSON array any more, so a shell runs it."),
                );
            } else if let (None, Some(open)) = (before.open, now.open) {
                say(Breaks::Quote, format!("A quote (`{open}`) in `{keyword}` (line {line}) isn't closed."));
            } else if splits && now.words > before.words {
                let says = format!(
                    "The value becomes several words of `{keyword}` (line {line}), split at the space."
                );
                say(Breaks::Splits, says);
            }
        }
        found
    }

    fn shapes(&self, built: &Built) -> Vec<Shape> {
        let Some(docker) = Docker::of(&built.context, &Kept::default()) else { return Vec::new() };
        docker.judged.file.instructions.iter().map(Shape::of).collect()
    }
}

/// A value to try.
struct Trial {
    /// For the scenario's name.
    name: &'static str,
    label: &'static str,
    change: Change,
    /// Its word must stay one.
    splits: bool,
}

/// The instructions of two Dockerfiles side by side; none where they are not of the same kinds.
fn beside<'a>(one: &'a [Shape], other: &'a [Shape]) -> impl Iterator<Item = (&'a Shape, &'a Shape)> {
    let same =
        one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.keyword == other.keyword);
    one.iter().zip(other).filter(move |_| same)
}

/// What other values are made of: the default, or a word where that is empty.
fn base(default: Option<&OptionValue>) -> String {
    let base = match default {
        Some(OptionValue::Text(text)) => text.as_str(),
        Some(OptionValue::List(items)) => items.first().map_or("", String::as_str),
        None => "",
    };
    if base.is_empty() { WORD.to_owned() } else { base.to_owned() }
}

fn plain(default: Option<&OptionValue>) -> Change {
    Change::Value(match default {
        Some(OptionValue::List(_)) => OptionValue::List(vec![base(default)]),
        _ => OptionValue::Text(base(default)),
    })
}

fn trials(default: Option<&OptionValue>) -> Vec<Trial> {
    let is_list = matches!(default, Some(OptionValue::List(_)));
    let base = base(default);
    // where several words are the default, they are meant
    let one_word = !base.trim().contains(char::is_whitespace);
    let text = |text: String| Change::Value(OptionValue::Text(text));
    let list = |items: &[&str]| {
        Change::Value(OptionValue::List(items.iter().map(|&item| item.to_owned()).collect()))
    };
    let plain = |name, label, change| Trial { name, label, change, splits: false };
    let mut trials = vec![
        plain("not set", "not set", Change::Unset),
        plain("empty string", "an empty string", text(String::new())),
        plain("empty list", "an empty list", list(&[])),
        plain("one item", "a list of one item", list(&[&base])),
        plain("two items", "a list of two items", list(&[&base, &base])),
    ];
    for (name, label, ending) in [
        ("space", "with a space", format!(" {WORD}")),
        ("double quote", "with a double quote", "\"".to_owned()),
        ("single quote", "with a single quote", "'".to_owned()),
        ("newline", "with a newline", format!("\n{WORD}")),
        ("dollar", "with `$`", format!("${WORD}")),
        ("braces", "with `{{`", format!("{{{{{WORD}}}}}")),
    ] {
        let value = format!("{base}{ending}");
        let change = if is_list { list(&[&value]) } else { text(value) };
        trials.push(Trial { name, label, change, splits: name == "space" && one_word });
    }
    trials
}

fn breakage(kind: Breaks, says: String, place: Option<Place>) -> Breakage {
    let line = place.as_ref().and_then(|place| place.at).map(|at| at.from.line);
    let key = Key(kind, place.as_ref().map(|place| place.file.clone()), line);
    Breakage { key, says, place }
}

fn scenario_name(option: &str, value: &str) -> String {
    let mut name = String::new();
    for c in option.chars().take(40) {
        name.push(if c.is_alphanumeric() || c == '_' { c } else { '-' });
    }
    let _ = write!(name, " {value}");
    name
}

/// The options that templates of a build name.
fn used(runtime: &Bundle) -> Vec<String> {
    let mut keys = BTreeSet::new();
    for (path, file) in runtime.files() {
        let id = FileId::runtime(path.clone());
        let rendered =
            id.group() == crate::project::Group::Runtime && crate::fate::Fate::by_name(&id).is_rendered();
        if let Some(template) = rendered.then(|| crinja::parse(&text::decode(&file.bytes)).ok()).flatten() {
            keys.extend(visit::options(&template).into_iter().map(|found| found.key.to_string()));
        }
    }
    keys.into_iter().collect()
}

/// A rendered file of data that isn't valid: what it should be.
fn unreadable(path: &str, output: &Output) -> Option<&'static str> {
    let file = match &output.content {
        trees::Content::Rendered(Ok(_)) => output.file()?,
        _ => return None,
    };
    let is_yaml = || match funko::read(&file.bytes).funko {
        Err(problem) => problem.code != Code::Syntax,
        Ok(_) => true,
    };
    match path.rsplit_once('.')?.1 {
        "json" => serde_json::from_slice::<serde::de::IgnoredAny>(&file.bytes).is_err().then_some("JSON"),
        "yml" | "yaml" => (!is_yaml()).then_some("YAML"),
        _ => None,
    }
}

impl Shape {
    fn of(instruction: &Instruction) -> Shape {
        let typed = instruction.typed().ok();
        let script = match &typed {
            Some(Command::Run(run)) => Some(&run.line),
            Some(Command::Cmd(line) | Command::Entrypoint(line)) => Some(line),
            Some(Command::Healthcheck(line)) => line.as_ref(),
            _ => None,
        };
        let words = match script {
            Some(CommandLine { words, shell: true }) => words.iter().map(|script| count(script)).sum(),
            Some(line) => line.words.len(),
            None => instruction.args.len(),
        };
        let shell = script.filter(|line| line.shell);
        Shape {
            keyword: instruction.keyword(),
            words: words + instruction.flags.len(),
            json: instruction.json || script.is_some_and(|line| !line.shell),
            open: shell.and_then(|line| line.words.iter().find_map(|script| shell::open_quote(script))),
        }
    }
}

fn count(text: &str) -> usize {
    script::commands(text).iter().map(|command| command.words.len()).sum()
}

/// The part of an instruction in which Docker or a shell looks for variables.
fn with_variables(instruction: &Instruction) -> Option<String> {
    let run = ["run", "cmd", "entrypoint", "healthcheck"].iter().any(|word| instruction.is(word));
    let is_json = instruction.json
        || match instruction.typed() {
            Ok(Command::Healthcheck(Some(line))) => !line.shell,
            _ => false,
        };
    match (run, is_json) {
        (true, true) => None,
        _ if instruction.is("maintainer") || instruction.is("shell") => None,
        _ => Some(instruction.rest.text.clone()),
    }
}
