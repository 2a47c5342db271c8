//! The trace of the file in view, both ways: what made a part of the output, and what a place in a template or an option
//! of `funko.yml` makes of it.

use super::{
    traced::Traced,
    view::{funko_yml, is_funko_yml},
    workbench::Workbench,
    workspace::{EngineState, Workspace},
};
use crinja::{
    OptionRef, Rendered, Trace,
    trace::{Source, SourceOf},
};
use faaso::{
    diagnostic::{At, Place},
    funko,
    project::FileId,
    text::Span,
};
use reactive_graph::traits::*;
use std::{collections::BTreeSet, sync::Arc};

/// A place that is pointed at.
#[derive(Clone, Debug, PartialEq)]
pub enum Pointed {
    /// A byte of a file's output.
    Output(FileId, usize),
    /// A byte of a file.
    File(FileId, usize),
}

/// What belongs to a place that is pointed at, in bytes, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lit {
    pub file: Option<FileId>,
    pub template: Arc<[Span]>,
    pub funko: Arc<[Span]>,
    pub output: Arc<[Span]>,
    /// The first lines of the output among them, from 1, each with the first place in it.
    pub lines: Vec<(usize, Span)>,
    /// What FaaSO calls the output.
    pub name: String,
}

/// Every place that names an option, each with its line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Uses {
    pub option: String,
    pub places: Vec<(Place, String)>,
}

/// More than anyone looks at.
const MOST_LIT: usize = 2000;
const MOST_LINES: usize = 200;

impl Workbench {
    /// A trace came. It counts only while the document is the one it was made of.
    pub fn take_trace(&self, traced: Option<Traced>) {
        self.workspace.traced.set(traced.map(Arc::new));
    }
}

impl Workspace {
    /// The trace of the file in view, with its output, if both are of the document as it is now.
    pub(super) fn traced_now(&self) -> Option<(Arc<Traced>, Arc<Rendered>)> {
        let traced = self.traced.get()?;
        if traced.revision != self.revision() {
            return None;
        }
        let made = self.made_now(&traced.file)?;
        (traced.trace.parts.last().map_or(0, |part| part.end) == made.text.len()).then_some((traced, made))
    }

    /// The trace of a file is of an older text, and one of the newest is still to come: what is drawn of it stays so long, moved
    /// by what is typed.
    pub fn awaits_trace(&self, id: &FileId) -> bool {
        let opened = self.opened();
        let is_older = |traced: &Arc<Traced>| {
            traced.file == *id && traced.revision >= opened && traced.revision != self.revision()
        };
        let will_come = || match self.is_fresh() {
            true => self.made_now(id).is_some(),
            false => !matches!(self.engine(), EngineState::Failed(_)),
        };
        self.traced.with(|traced| traced.as_ref().is_some_and(is_older)) && will_come()
    }

    /// The revision that the trace of a file is of.
    pub fn traced_at(&self, id: &FileId) -> Option<u64> {
        self.traced
            .with(|traced| traced.as_ref().filter(|traced| traced.file == *id).map(|traced| traced.revision))
    }

    /// What belongs to a place: the template, `funko.yml` and the output that made it or that it makes.
    pub fn lit(&self, at: &Pointed) -> Lit {
        let Some((file, output, lit)) = self.found(at) else { return Lit::default() };
        let funko = self.option_spans(lit.options.into_iter());
        let output_lit = tidy(lit.output);
        let lines = output_lit.iter().take(MOST_LINES);
        let mut lines: Vec<(usize, Span)> =
            lines.map(|span| (At::new(&output.text, *span).from.line, *span)).collect();
        lines.dedup_by_key(|(line, _)| *line);
        let name =
            self.with_analysis(|analysis| analysis.renderings.get(&file).map(|it| it.output.to_string()));
        Lit {
            file: Some(file),
            template: tidy(lit.template),
            funko: tidy(funko),
            output: output_lit,
            lines,
            name: name.unwrap_or_default(),
        }
    }

    fn found(&self, at: &Pointed) -> Option<(FileId, Arc<Rendered>, Found)> {
        let (traced, made) = self.traced_now()?;
        let file = self.file(&traced.file)?;
        let look = Look { trace: &traced.trace, output: &made.text, template: file.as_text()? };
        let mut lit = Found::default();
        match at {
            Pointed::Output(file, offset) if *file == traced.file => look.output(*offset, &mut lit),
            Pointed::File(file, offset) if *file == traced.file => look.template(*offset, &mut lit),
            Pointed::File(file, offset) if is_funko_yml(file) => {
                look.option(&self.option_of_yml(*offset)?, &mut lit);
            }
            _ => return None,
        }
        Some((traced.file.clone(), made, lit))
    }

    /// The option that a place is about: the one it names, else the first that it is made of.
    pub fn option_at(&self, at: &Pointed) -> Option<String> {
        if let Pointed::File(file, offset) = at {
            let named = match is_funko_yml(file) {
                true => self.option_of_yml(*offset).map(|option| option.key),
                false => self.file(file).and_then(|file| option_named(file.as_text()?, *offset)),
            };
            if named.is_some() {
                return named;
            }
        }
        Some(self.found(at)?.2.options.first()?.key.clone())
    }

    /// The option whose value in `funko.yml`, or whose name there, is at this byte.
    fn option_of_yml(&self, offset: usize) -> Option<OptionRef> {
        let file = self.file(&funko_yml())?;
        let places = funko::read(file.as_text()?.as_bytes()).places;
        let holds = |entry: &&funko::Entry| entry.key_span.start <= offset && offset <= entry.value.span.end;
        let entry = places.options.iter().find(holds)?;
        let item = match &entry.value.shape {
            funko::Shape::List(items) => {
                items.iter().position(|item| item.span.start <= offset && offset <= item.span.end)
            }
            _ => None,
        };
        Some(OptionRef { key: entry.key.clone(), item })
    }

    fn option_spans(&self, options: impl Iterator<Item = OptionRef>) -> Vec<Span> {
        let Some(file) = self.file(&funko_yml()) else { return Vec::new() };
        let Some(text) = file.as_text() else { return Vec::new() };
        let places = funko::read(text.as_bytes()).places;
        options.filter_map(|option| places.option_span(&option.key, option.item)).collect()
    }
}

/// The options that a part's value was made of; of a list either its items or itself.
pub(super) fn options_of<'a>(sources: impl Iterator<Item = &'a Source>) -> Vec<&'a Source> {
    let all: Vec<&Source> = sources.collect();
    let has_items: BTreeSet<&str> = all
        .iter()
        .filter_map(|source| match &source.of {
            SourceOf::Option(OptionRef { key, item: Some(_) }) => Some(key.as_str()),
            _ => None,
        })
        .collect();
    let is_whole = |source: &Source| match &source.of {
        SourceOf::Option(OptionRef { key, item: None }) => has_items.contains(key.as_str()),
        _ => false,
    };
    all.iter().copied().filter(|source| !is_whole(source)).collect()
}

#[derive(Default)]
struct Found {
    template: Vec<Span>,
    output: Vec<Span>,
    options: Vec<OptionRef>,
}

impl Found {
    fn take_options<'a>(&mut self, sources: impl Iterator<Item = &'a Source>) {
        for source in options_of(sources) {
            if let SourceOf::Option(option) = &source.of
                && self.options.len() < MOST_LIT
                && !self.options.contains(option)
            {
                self.options.push(option.clone());
            }
        }
    }
}

struct Look<'a> {
    trace: &'a Trace,
    output: &'a str,
    template: &'a str,
}

impl Look<'_> {
    fn span(&self, at: usize) -> Span {
        Span::new(self.trace.start(at), self.trace.parts[at].end)
    }

    /// Whether a part is template text, letter for letter.
    fn is_text(&self, at: usize) -> bool {
        let part = &self.trace.parts[at];
        part.sources == 0 && self.span(at).of(self.output) == part.source.of(self.template)
    }

    fn output(&self, offset: usize, lit: &mut Found) {
        let Some((start, part)) = self.trace.part_at(offset) else { return };
        let at = self.trace.parts.partition_point(|it| it.end <= offset).min(self.trace.parts.len() - 1);
        if self.is_text(at) {
            let line = line_at(self.output, offset, Span::new(start, part.end));
            lit.output.push(line);
            let back = line.start - start + part.source.start;
            lit.template.push(Span::new(back, back + line.end - line.start));
        } else {
            lit.output.push(Span::new(start, part.end));
            lit.template.extend([part.source, part.at]);
        }
        lit.take_options(self.trace.set(part.sources));
        if lit.options.is_empty()
            && let Some(frame) = self.trace.way(part.frame).last()
        {
            lit.take_options(self.trace.set(frame.sources));
        }
    }

    fn template(&self, offset: usize, lit: &mut Found) {
        let holds = |span: Span| span.start <= offset && offset < span.end;
        let mut frames = vec![false; self.trace.frames.len()];
        for (at, frame) in self.trace.frames.iter().enumerate() {
            let inside = frame.parent.is_some_and(|parent| frames[parent as usize]);
            let here = frame.parent.is_some() && holds(frame.span);
            frames[at] = here || inside;
            if here {
                lit.take_options(self.trace.set(frame.sources));
            }
        }
        for (at, part) in self.trace.parts.iter().enumerate() {
            if holds(part.source) || holds(part.at) {
                let span = self.span(at);
                match self.is_text(at) && holds(part.source) {
                    true => {
                        lit.output.push(line_at(self.output, offset - part.source.start + span.start, span))
                    }
                    false => lit.output.push(span),
                }
                lit.take_options(self.trace.set(part.sources));
            } else if frames[part.frame as usize] {
                lit.output.push(self.span(at));
            }
        }
    }

    fn option(&self, option: &OptionRef, lit: &mut Found) {
        let sets: Vec<bool> = (0..self.trace.sets.len())
            .map(|set| self.trace.set(set as u32).any(|it| is_of(it, option)))
            .collect();
        let hit = |set: u32| sets.get(set as usize).copied().unwrap_or(false);
        let mut frames = vec![false; self.trace.frames.len()];
        for (at, frame) in self.trace.frames.iter().enumerate() {
            let inside = frame.parent.is_some_and(|parent| frames[parent as usize]);
            frames[at] = inside || hit(frame.sources);
            if hit(frame.sources) {
                lit.template.push(frame.span);
            }
        }
        for (at, part) in self.trace.parts.iter().enumerate() {
            if hit(part.sources) {
                lit.template.push(part.source);
            }
            if hit(part.sources) || frames[part.frame as usize] {
                lit.output.push(self.span(at));
            }
        }
        lit.options.push(option.clone());
    }
}

fn is_of(source: &Source, wanted: &OptionRef) -> bool {
    match &source.of {
        SourceOf::Option(option) => {
            option.key == wanted.key && (wanted.item.is_none() || option.item == wanted.item)
        }
        SourceOf::Options => wanted.item.is_none(),
        SourceOf::Variable(_) => false,
    }
}

/// The line around an offset, as far as it lies in `within`.
fn line_at(text: &str, offset: usize, within: Span) -> Span {
    let offset = offset.min(within.end);
    let before = Span::new(within.start, offset).of(text);
    let after = Span::new(offset, within.end).of(text);
    Span::new(
        before.rfind('\n').map_or(within.start, |newline| within.start + newline + 1),
        after.find('\n').map_or(within.end, |newline| offset + newline),
    )
}

/// In order, without what is empty or told twice, neighbours as one.
fn tidy(mut spans: Vec<Span>) -> Arc<[Span]> {
    spans.retain(|span| !span.is_empty());
    spans.sort();
    let mut tidied: Vec<Span> = Vec::new();
    for span in spans {
        match tidied.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => tidied.push(span),
        }
    }
    tidied.truncate(MOST_LIT);
    tidied.into()
}

/// The option that a template names at this byte: `options.key`.
pub(super) fn option_named(text: &str, offset: usize) -> Option<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let offset = crinja::place::floor_boundary(text, offset);
    let start = text[..offset].trim_end_matches(is_word).len();
    let rest = &text[offset..];
    let end = offset + rest.len() - rest.trim_start_matches(is_word).len();
    let word = &text[start..end];
    if word == "options" {
        let key = text[end..].strip_prefix('.')?;
        let length = key.len() - key.trim_start_matches(is_word).len();
        return Some(key[..length].to_owned()).filter(|key| !key.is_empty());
    }
    (!word.is_empty() && text[..start].ends_with("options.")).then(|| word.to_owned())
}
