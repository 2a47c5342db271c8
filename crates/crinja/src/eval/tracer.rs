//! What a traced rendering keeps beside the values: of what each was made, and the ways to what is printed.
//!
//! Two things are known of a value. *Why it is this one* travels with the expression (`flow`) and the name it is given;
//! *what it is made of* stands beside the very text or container, by its address. A number or truth value has no address:
//! of it all travels.

use super::super::OptionRef;
use super::super::trace::{Frame, FrameKind, Part, Source, SourceOf, State, Trace};
use super::super::value::Value;
use super::addresses::{address, contents};
use super::effects::Effects;
use super::labels::{Labels, union};
use super::output::{Output, Stretch};
use crate::ast::NodeId;
use crate::place::Span;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What the arguments of a call are made of, each with why it is this one.
#[derive(Default)]
pub struct Given {
    pub positional: Vec<Labels>,
    pub keyword: Vec<Labels>,
    /// All of it at once, contents included.
    pub all: Labels,
}

pub struct Tracer {
    sources: Vec<Source>,
    numbers: HashMap<Source, u32>,
    frames: Vec<Step>,
    /// Where the rendering is.
    pub frame: u32,
    /// Why the value worked out last is this one.
    pub flow: Labels,
    /// What the arguments worked out last are made of.
    pub given: Given,
    known: HashMap<usize, Known>,
    /// The map `options`, by address.
    options: Option<usize>,
    /// What decides which block of a name counts.
    blocks: HashMap<Rc<str>, Labels>,
    /// For each text being put together: what decided over it.
    touched: Vec<Labels>,
    effects: HashMap<NodeId, Rc<Effects>>,
    /// What the macros of the template change when they are called.
    pub macros: Option<Rc<Effects>>,
    work: usize,
}

/// A frame, and all that decided over it and those around it.
struct Step {
    parent: Option<u32>,
    kind: FrameKind,
    span: Span,
    own: Labels,
    all: Labels,
}

/// What is known of a text or container. It is kept, so that no other gets its address.
struct Known {
    _value: Value,
    labels: Labels,
    stretches: Option<Rc<[Stretch]>>,
}

/// Values looked at while tracing; beyond, the trace is not whole.
const MOST_WORK: usize = 20_000_000;

impl Tracer {
    pub fn new() -> Self {
        let template =
            Step { parent: None, kind: FrameKind::Template, span: Span::default(), own: None, all: None };
        Tracer {
            sources: Vec::new(),
            numbers: HashMap::new(),
            frames: vec![template],
            frame: 0,
            flow: None,
            given: Given::default(),
            known: HashMap::new(),
            options: None,
            blocks: HashMap::new(),
            touched: Vec::new(),
            effects: HashMap::new(),
            macros: None,
            work: 0,
        }
    }

    // --- sources ---

    pub fn source(&mut self, of: SourceOf, state: State) -> Labels {
        let source = Source { of, state };
        let number = match self.numbers.get(&source) {
            Some(&number) => number,
            None => {
                let number = self.sources.len() as u32;
                self.sources.push(source.clone());
                self.numbers.insert(source, number);
                number
            }
        };
        Some(Rc::from([number]))
    }

    /// A variable that the template is given.
    pub fn variable(&mut self, name: &str, value: &Value) -> Labels {
        if name == "options" {
            self.options = address(value);
            return None;
        }
        self.source(SourceOf::Variable(name.to_owned()), State::Given)
    }

    /// Remembers of what was not found that it is an option which isn't set.
    pub fn missing(&mut self, object: &Value, key: &str, found: &Value) {
        if found.is_undefined() && self.is_options(object) {
            let option = OptionRef { key: key.to_owned(), item: None };
            let labels = self.source(SourceOf::Option(option), State::Unset);
            self.label(found, &labels);
        }
    }

    /// The same sources where a `default` stands in for them.
    pub fn defaulted(&mut self, labels: &Labels) -> Labels {
        let mut all = None;
        for &number in labels.iter().flat_map(|labels| labels.iter()) {
            let Source { of, state } = self.sources[number as usize].clone();
            let state = if state == State::Unset { State::Default } else { state };
            let one = self.source(of, state);
            all = union(&all, &one);
        }
        all
    }

    // --- values ---

    /// What a text or container is made of itself; of a list not its items.
    pub fn own(&mut self, value: &Value) -> Labels {
        if self.is_options(value) {
            return self.source(SourceOf::Options, State::Given);
        }
        let known = address(value).and_then(|at| self.known.get(&at)).and_then(|known| known.labels.clone());
        match value.origin().cloned() {
            Some(option) => {
                let option = self.source(SourceOf::Option(option), State::Given);
                union(&known, &option)
            }
            None => known,
        }
    }

    fn is_options(&self, value: &Value) -> bool {
        self.options.is_some() && self.options == address(value)
    }

    /// Why what is found in a value is just that.
    pub fn looked_into(&mut self, value: &Value, flow: &Labels) -> Labels {
        if self.is_options(value) { flow.clone() } else { self.shallow(value, flow) }
    }

    /// Why a value is this one, and what it is itself.
    pub fn shallow(&mut self, value: &Value, flow: &Labels) -> Labels {
        let own = self.own(value);
        union(flow, &own)
    }

    /// All that a value is made of, contents included.
    pub fn deep(&mut self, value: &Value, flow: &Labels) -> Labels {
        let mut all = self.shallow(value, flow);
        if !crate::value::is_container(value) {
            return all;
        }
        let mut seen = HashSet::new();
        let mut ahead = vec![value.clone()];
        while let Some(value) = ahead.pop() {
            self.work += 1;
            if self.work > MOST_WORK {
                break;
            }
            if crate::value::is_container(&value) {
                if !address(&value).is_some_and(|at| seen.insert(at)) {
                    continue;
                }
                contents(&value, &mut ahead);
            }
            let own = self.own(&value);
            all = union(&all, &own);
        }
        all
    }

    /// Says what a text or container is made of, besides what is known of it.
    pub fn label(&mut self, value: &Value, labels: &Labels) {
        if labels.is_none() {
            return;
        }
        let Some(at) = address(value) else { return };
        let known = self.known.entry(at).or_insert_with(|| Known {
            _value: value.clone(),
            labels: None,
            stretches: None,
        });
        known.labels = union(&known.labels, labels);
    }

    /// Says of what stretches a text that was just made is.
    pub fn remember(&mut self, value: &Value, labels: Labels, stretches: Vec<Stretch>) {
        let Some(at) = address(value) else { return };
        let known = Known { _value: value.clone(), labels, stretches: Some(stretches.into()) };
        self.known.insert(at, known);
    }

    pub fn stretches(&self, value: &Value) -> Option<Rc<[Stretch]>> {
        self.known.get(&address(value)?)?.stretches.clone()
    }

    /// A text that lies in stretches of its own; of any other value one stretch with all it is made of.
    pub fn stretches_of(&mut self, value: &Value, flow: &Labels, length: usize) -> Vec<Stretch> {
        match self.stretches(value).filter(|all| all.last().map_or(0, |last| last.end) == length) {
            Some(all) => all
                .iter()
                .map(|stretch| Stretch { labels: union(&stretch.labels, flow), ..stretch.clone() })
                .collect(),
            None => vec![{
                let all = self.deep(value, flow);
                self.stretch(length, all)
            }],
        }
    }

    pub fn stretch(&self, end: usize, labels: Labels) -> Stretch {
        Stretch { end, source: None, at: Span::default(), frame: self.frame, labels, is_eaten: false }
    }

    /// Another argument, which was worked out last.
    pub fn give(&mut self, given: &mut Given, value: &Value, by_name: bool) {
        let flow = self.flow.take();
        given.all = union(&given.all, &self.deep(value, &flow));
        if by_name { given.keyword.push(flow) } else { given.positional.push(flow) }
    }

    // --- the way ---

    /// A step further in; gives where it was, for [`Tracer::leave`].
    pub fn enter(&mut self, kind: FrameKind, span: Span, own: Labels) -> u32 {
        self.enter_from(self.frame, kind, span, own)
    }

    /// As [`Tracer::enter`], from another step: a block is filled after all else.
    pub fn enter_from(&mut self, parent: u32, kind: FrameKind, span: Span, own: Labels) -> u32 {
        let all = union(&self.frames[parent as usize].all, &own);
        let before = self.frame;
        self.frame = self.frames.len() as u32;
        self.frames.push(Step { parent: Some(parent), kind, span, own, all });
        before
    }

    pub fn leave(&mut self, before: u32) {
        self.frame = before;
    }

    /// How many rounds a loop had, once it is over.
    pub fn count_rounds(&mut self, frames: &[u32]) {
        for &frame in frames {
            if let FrameKind::Round { of, .. } = &mut self.frames[frame as usize].kind {
                *of = frames.len() as u32;
            }
        }
    }

    /// All that decided over what happens now.
    pub fn here(&self) -> Labels {
        self.frames[self.frame as usize].all.clone()
    }

    /// Something decided over what is printed, whether or not anything was.
    pub fn touch(&mut self, labels: &Labels) {
        if let Some(touched) = self.touched.last_mut() {
            *touched = union(touched, labels);
        }
    }

    pub fn begin_text(&mut self) {
        self.touched.push(None);
    }

    /// A text was put together from what was printed.
    pub fn end_text(&mut self, made: Option<(&Value, Vec<Stretch>)>) {
        let touched = self.touched.pop().flatten();
        self.touch(&touched);
        if let Some((value, stretches)) = made {
            let all = stretches.iter().fold(touched, |all, stretch| union(&all, &stretch.labels));
            self.remember(value, all, stretches);
        }
    }

    // --- output ---

    /// The template's own text was printed, up to what a `-` took of it.
    pub fn printed_text(&mut self, out: &mut Output, span: Span, [first, rest]: [Span; 2], mut end: usize) {
        let eaten = |from: usize, to: usize| (Span::new(from, to.max(from)), true);
        let all = [
            eaten(span.start, first.start),
            (first, false),
            eaten(first.end, rest.start),
            (rest, false),
            eaten(rest.end, span.end),
        ];
        for (source, is_eaten) in all.into_iter().filter(|(source, _)| !source.is_empty()) {
            end += if is_eaten { 0 } else { source.end - source.start };
            let stretch = self.stretch(end, None);
            out.stretches.push(Stretch { source: Some(source), at: source, is_eaten, ..stretch });
        }
    }

    /// A value was printed, from `start`.
    pub fn printed(&mut self, out: &mut Output, start: usize, value: &Value, escaped: bool, at: Span) {
        let flow = self.flow.take();
        let length = out.text.len() - start;
        let stretches = match escaped {
            false => self.stretches_of(value, &flow, length),
            true => vec![{
                let all = self.deep(value, &flow);
                self.stretch(length, all)
            }],
        };
        let here = self.here();
        let is_empty = stretches.is_empty();
        for stretch in stretches {
            let is_inside = self.is_inside(stretch.frame);
            let labels = if is_inside { stretch.labels } else { union(&stretch.labels, &here) };
            let source = Some(stretch.source.unwrap_or(at));
            out.stretches.push(Stretch { end: start + stretch.end, source, at, labels, ..stretch });
        }
        // What nobody printed anything of can still be asked for.
        if is_empty {
            let labels = self.deep(value, &flow);
            out.stretches.push(Stretch { source: Some(at), at, ..self.stretch(out.text.len(), labels) });
        }
        let all = self.deep(value, &flow);
        self.touch(&all);
    }

    /// Whether a frame is the one of now or inside it.
    fn is_inside(&self, frame: u32) -> bool {
        let mut at = Some(frame);
        while let Some(frame) = at.filter(|&frame| frame >= self.frame) {
            if frame == self.frame {
                return true;
            }
            at = self.frames[frame as usize].parent;
        }
        false
    }

    // --- what was not done ---

    pub fn effects_of(&mut self, tag: NodeId, find: impl FnOnce() -> Effects) -> Rc<Effects> {
        self.effects.entry(tag).or_insert_with(|| Rc::new(find())).clone()
    }

    pub fn decide_block(&mut self, name: &Rc<str>, labels: &Labels) {
        let known = self.blocks.entry(name.clone()).or_default();
        *known = union(known, labels);
    }

    pub fn block(&self, name: &str) -> Labels {
        self.blocks.get(name).cloned().flatten()
    }

    /// A list, cycler or joiner may be another one by what decided.
    pub fn may_change(&mut self, value: &Value, labels: &Labels) {
        let mut seen = HashSet::new();
        let mut ahead = vec![value.clone()];
        while let Some(value) = ahead.pop() {
            self.work += 1;
            if self.work > MOST_WORK || !address(&value).is_none_or(|at| seen.insert(at)) {
                continue;
            }
            if matches!(value, Value::List(_) | Value::Cycler(_) | Value::Joiner(_)) {
                self.label(&value, labels);
            }
            contents(&value, &mut ahead);
        }
    }

    // --- the end ---

    pub fn finish(self, output: Output) -> Trace {
        let mut sets: Vec<Vec<u32>> = vec![Vec::new()];
        let mut numbers: HashMap<Rc<[u32]>, u32> = HashMap::new();
        let mut number = |labels: Labels| match labels {
            None => 0,
            Some(labels) => *numbers.entry(labels).or_insert_with_key(|labels| {
                sets.push(labels.to_vec());
                sets.len() as u32 - 1
            }),
        };
        let parts = output.stretches.into_iter().map(|stretch| Part {
            end: stretch.end,
            source: stretch.source.unwrap_or(stretch.at),
            at: stretch.at,
            frame: stretch.frame,
            sources: number(stretch.labels),
            is_eaten: stretch.is_eaten,
        });
        let parts = parts.collect();
        let frames = self.frames.into_iter().map(|step| Frame {
            parent: step.parent,
            kind: step.kind,
            span: step.span,
            sources: number(step.own),
        });
        let frames = frames.collect();
        let is_whole = self.work <= MOST_WORK;
        Trace { text: output.text, parts, frames, sources: self.sources, sets, is_whole }
    }
}
