//! Where a place comes from: a part of the output from the template, an option's value from `funko.yml`, and that
//! from the template of `funko.yml`.

use super::{
    tracing::{Pointed, option_named, options_of},
    view::{funko_yml, is_funko_yml},
    words::written,
    workbench::Workbench,
    workspace::Workspace,
};
use crinja::{
    OptionRef, Piece, Rendered, Trace,
    trace::{Frame, FrameKind, SourceOf, State},
};
use faaso::{
    diagnostic::{At, Place},
    funko,
    project::FileId,
    text::Span,
};
use std::sync::Arc;

/// What made a part of the output.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeBy {
    /// The template's text, or its whole `{{ … }}`.
    pub template: Place,
    /// The rounds, branches and calls on the way, outermost first, in words.
    pub way: Vec<Link>,
    /// All that the text was made of, with where `funko.yml` sets it.
    pub options: Vec<Link>,
}

/// Words, and where they lead.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub words: String,
    pub place: Option<Place>,
}

/// More than fits into a line.
const MOST_OPTIONS: usize = 4;

impl Workbench {
    /// As [`Workspace::made_by`], with what a new funko sets where an option isn't set.
    pub fn made_by(&self, id: &FileId, offset: usize) -> Option<MadeBy> {
        self.workspace.made_by(id, offset, &|key| {
            let known = self.known_options();
            known
                .into_iter()
                .find(|option| option.name == key)
                .and_then(|option| option.default)
                .as_ref()
                .map(written)
        })
    }
}

impl Workspace {
    /// What made the output of a file at this byte. None while the output is older than the template, for then no place
    /// in the one is sure to be a place in the other.
    pub fn made_by(
        &self,
        id: &FileId,
        offset: usize,
        default: &dyn Fn(&str) -> Option<String>,
    ) -> Option<MadeBy> {
        let rendered = self.made_now(id)?;
        let file = self.file(id)?;
        let template = file.as_text()?;
        let place = |span: Span| Place { file: id.clone(), at: Some(At::new(template, span)) };
        let traced = self.traced_now().map(|(traced, _)| traced).filter(|traced| traced.file == *id);
        let Some(traced) = traced else {
            let (start, piece) = piece_at(&rendered, offset)?;
            let span = source(&rendered.text, template, Span::new(start, piece.end), piece.source, offset);
            let options = piece.option.iter().map(|option| self.set_in_yml(option, State::Given, default));
            return Some(MadeBy { template: place(span), way: Vec::new(), options: options.collect() });
        };
        let trace = &traced.trace;
        let (start, part) = trace.part_at(offset)?;
        let span = source(&rendered.text, template, Span::new(start, part.end), part.source, offset);
        let way = trace.way(part.frame).into_iter();
        let way = way.map(|frame| Link { words: step(frame, template), place: Some(place(frame.span)) });
        Some(MadeBy {
            template: place(span),
            way: way.collect(),
            options: self.links(trace, part.sources, default),
        })
    }

    fn links(&self, trace: &Trace, set: u32, default: &dyn Fn(&str) -> Option<String>) -> Vec<Link> {
        let all = options_of(trace.set(set));
        let mut links: Vec<Link> = all
            .iter()
            .take(MOST_OPTIONS)
            .map(|source| match &source.of {
                SourceOf::Option(option) => self.set_in_yml(option, source.state, default),
                SourceOf::Options => Link { words: "all options".to_owned(), place: None },
                SourceOf::Variable(name) => Link { words: name.clone(), place: self.top_place(name) },
            })
            .collect();
        if let Some(more) = all.len().checked_sub(MOST_OPTIONS).filter(|more| *more > 0) {
            links.push(Link { words: format!("{more} more options"), place: None });
        }
        links
    }

    fn set_in_yml(&self, option: &OptionRef, state: State, default: &dyn Fn(&str) -> Option<String>) -> Link {
        let item = option.item.map(|item| format!("[{item}]")).unwrap_or_default();
        let name = format!("options.{}{item}", option.key);
        let new = || match default(&option.key) {
            Some(value) => format!(", a new funko sets {value}"),
            None => String::new(),
        };
        let words = match state {
            State::Given => name,
            State::Unset => format!("{name} isn't set{}", new()),
            State::Default => format!("{name} isn't set, so its default{}", new()),
        };
        Link { words, place: self.option_place(option) }
    }

    /// What made the text at this byte of a file: of a template the option in `funko.yml`, of `funko.yml` the text in its
    /// template; or why there is nothing.
    pub fn source_of(&self, id: &FileId, offset: usize) -> Result<Place, String> {
        if is_funko_yml(id) {
            return self.default_of(offset).ok_or_else(|| "A new funko doesn't set this".to_owned());
        }
        let none = || "No option of funko.yml reaches this text".to_owned();
        let key = self.file(id).and_then(|file| option_named(file.as_text()?, offset));
        if let Some(key) = key {
            let option = OptionRef { key, item: None };
            let set = self.option_place(&option).or_else(|| self.default_place(&option.key));
            return set.ok_or_else(|| format!("options.{} isn't set in funko.yml", option.key));
        }
        let lit = self.lit(&Pointed::File(id.clone(), offset));
        if lit.file.is_some() {
            let file = self.file(&funko_yml()).ok_or_else(none)?;
            let text = file.as_text().ok_or_else(none)?;
            let span = *lit.funko.first().ok_or_else(none)?;
            return Ok(Place { file: funko_yml(), at: Some(At::new(text, span)) });
        }
        let rendered = self.made_now(id).ok_or("This file has no output, or it isn't up to date")?;
        let here = |piece: &&Piece| piece.source.start <= offset && offset <= piece.source.end;
        let found = rendered.pieces.iter().filter(here);
        found.filter_map(|piece| self.option_place(piece.option.as_ref()?)).next().ok_or_else(none)
    }

    /// An option's value in `funko.yml`.
    pub(super) fn option_place(&self, option: &OptionRef) -> Option<Place> {
        let id = funko_yml();
        let file = self.file(&id)?;
        let text = file.as_text()?;
        let span = funko::read(text.as_bytes()).places.option_span(&option.key, option.item)?;
        Some(Place { file: id, at: Some(At::new(text, span)) })
    }

    /// The value of `name` or `runtime` in `funko.yml`.
    fn top_place(&self, key: &str) -> Option<Place> {
        let id = funko_yml();
        let file = self.file(&id)?;
        let text = file.as_text()?;
        let span = funko::read(text.as_bytes()).places.top(key)?.value.span;
        Some(Place { file: id, at: Some(At::new(text, span)) })
    }

    /// Where the template of `funko.yml` sets what stands at this byte of it: the same option, as a new funko has it.
    fn default_of(&self, offset: usize) -> Option<Place> {
        let file = self.file(&funko_yml())?;
        let reading = funko::read(file.as_text()?.as_bytes());
        let holds = |entry: &&funko::Entry| entry.key_span.start <= offset && offset <= entry.value.span.end;
        if let Some(option) = reading.places.options.iter().find(holds) {
            return self.default_place(&option.key);
        }
        let top = reading.places.top.iter().find(holds)?;
        self.in_new_yml(|places| places.top(&top.key).map(|entry| entry.key_span))
    }

    /// Where the template of `funko.yml` sets an option.
    fn default_place(&self, key: &str) -> Option<Place> {
        self.in_new_yml(|places| places.option(key).map(|entry| entry.key_span))
    }

    /// What in the template of `funko.yml` made a place of it, as a new funko has it.
    fn in_new_yml(&self, find: impl FnOnce(&funko::Places) -> Option<Span>) -> Option<Place> {
        let template = self.with_analysis(|analysis| {
            let mut all = analysis.renderings.iter();
            all.find(|(_, made)| made.output.as_str() == funko::FILE).map(|(id, _)| id.clone())
        })?;
        let made = self.made_now(&template)?;
        let span = find(&funko::read(made.text.as_bytes()).places)?;
        Some(self.made_by(&template, span.start, &|_| None)?.template)
    }

    /// The output of a file, if it is of the file as it is now.
    pub(super) fn made_now(&self, id: &FileId) -> Option<Arc<Rendered>> {
        if !self.is_fresh() || !self.is_of_this_project() {
            return None;
        }
        self.with_analysis(|analysis| {
            let rendering = analysis.renderings.get(id).filter(|rendering| rendering.error.is_none())?;
            rendering.good.clone()
        })
    }
}

/// A step on the way, in words.
fn step(frame: &Frame, template: &str) -> String {
    let code = code_of(frame.span.of(template));
    match &frame.kind {
        FrameKind::Template => String::new(),
        FrameKind::Round { index, of } => format!("round {} of {of} of “{code}”", index + 1),
        FrameKind::NoRounds => format!("no rounds of “{code}”"),
        FrameKind::Branch | FrameKind::Filter | FrameKind::Set(_) | FrameKind::Autoescape => {
            format!("in “{code}”")
        }
        FrameKind::Macro(name) if name == "caller" => "in the body of “call”".to_owned(),
        FrameKind::Macro(_) => format!("called as “{code}”"),
        FrameKind::Block(name) => format!("in block “{name}”"),
    }
}

/// A tag without its braces, on one line.
fn code_of(tag: &str) -> String {
    let inner = tag.strip_prefix("{%").unwrap_or(tag);
    let inner = inner.strip_suffix("%}").unwrap_or(inner);
    let inner = inner.trim_matches('-').split_whitespace().collect::<Vec<_>>().join(" ");
    match inner.char_indices().nth(MOST_CODE) {
        Some((end, _)) => format!("{}…", &inner[..end]),
        None => inner,
    }
}

/// Characters of a tag that are shown.
const MOST_CODE: usize = 60;

/// Where the template made a byte of a part: the very letter where the part is template text.
fn source(output: &str, template: &str, made: Span, by: Span, offset: usize) -> Span {
    match made.of(output) == by.of(template) {
        true => Span::at(by.start + offset.min(made.end) - made.start),
        false => by,
    }
}

/// The piece that holds this byte, with where it starts; at the end of the output the last one.
fn piece_at(rendered: &Rendered, offset: usize) -> Option<(usize, &Piece)> {
    let at = rendered.pieces.partition_point(|piece| piece.end <= offset);
    let at = at.min(rendered.pieces.len().checked_sub(1)?);
    let start = at.checked_sub(1).map_or(0, |before| rendered.pieces[before].end);
    Some((start, &rendered.pieces[at]))
}
