//! Where a place comes from: a part of the output from the template, an option's value from `funko.yml`, and that
//! from the template of `funko.yml`.

use super::{
    view::{funko_yml, is_funko_yml},
    workspace::Workspace,
};
use crinja::{OptionRef, Piece, Rendered};
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
    /// The option that the text came from, where one is known, and its value in `funko.yml`, where it is set there.
    pub option: Option<(OptionRef, Option<Place>)>,
}

impl Workspace {
    /// What made the output of a file at this byte. None while the output is older than the template, for then no place
    /// in the one is sure to be a place in the other.
    pub fn made_by(&self, id: &FileId, offset: usize) -> Option<MadeBy> {
        let rendered = self.made_now(id)?;
        let template = self.file(id)?;
        let template = template.as_text()?;
        let (start, piece) = piece_at(&rendered, offset)?;
        let made = Span::new(start, piece.end);
        let span = match made.of(&rendered.text) == piece.source.of(template) {
            true => Span::at(piece.source.start + offset.min(piece.end) - start),
            false => piece.source,
        };
        let option = piece.option.clone().map(|option| {
            let place = self.option_place(&option);
            (option, place)
        });
        Some(MadeBy { template: Place { file: id.clone(), at: Some(At::new(template, span)) }, option })
    }

    /// What made the text at this byte of a file: of a template the option in `funko.yml`, of `funko.yml` the text in its
    /// template.
    pub fn source_of(&self, id: &FileId, offset: usize) -> Option<Place> {
        if is_funko_yml(id) {
            return self.default_of(offset);
        }
        let rendered = self.made_now(id)?;
        let here = |piece: &&Piece| piece.source.start <= offset && offset <= piece.source.end;
        rendered.pieces.iter().filter(here).find_map(|piece| self.option_place(piece.option.as_ref()?))
    }

    /// An option's value in `funko.yml`.
    fn option_place(&self, option: &OptionRef) -> Option<Place> {
        let id = funko_yml();
        let file = self.file(&id)?;
        let text = file.as_text()?;
        let span = funko::read(text.as_bytes()).places.option_span(&option.key, option.item)?;
        Some(Place { file: id, at: Some(At::new(text, span)) })
    }

    /// Where the template of `funko.yml` sets what stands at this byte of it: the same option, as a new funko has it.
    fn default_of(&self, offset: usize) -> Option<Place> {
        let file = self.file(&funko_yml())?;
        let reading = funko::read(file.as_text()?.as_bytes());
        let holds = |entry: &&funko::Entry| entry.key_span.start <= offset && offset <= entry.value.span.end;
        let option = reading.places.options.iter().find(holds);
        let top = || reading.places.top.iter().find(holds);
        let template = self.with_analysis(|analysis| {
            let mut all = analysis.renderings.iter();
            all.find(|(_, made)| made.output.as_str() == funko::FILE).map(|(id, _)| id.clone())
        })?;
        let made = self.made_now(&template)?;
        let places = funko::read(made.text.as_bytes()).places;
        let entry = match option {
            Some(option) => places.option(&option.key),
            None => places.top(&top()?.key),
        };
        Some(self.made_by(&template, entry?.key_span.start)?.template)
    }

    /// The output of a file, if it is of the file as it is now.
    fn made_now(&self, id: &FileId) -> Option<Arc<Rendered>> {
        if !self.is_fresh() || !self.is_of_this_project() {
            return None;
        }
        self.with_analysis(|analysis| {
            let rendering = analysis.renderings.get(id).filter(|rendering| rendering.error.is_none())?;
            rendering.good.clone()
        })
    }
}

/// The piece that holds this byte, with where it starts; at the end of the output the last one.
fn piece_at(rendered: &Rendered, offset: usize) -> Option<(usize, &Piece)> {
    let at = rendered.pieces.partition_point(|piece| piece.end <= offset);
    let at = at.min(rendered.pieces.len().checked_sub(1)?);
    let start = at.checked_sub(1).map_or(0, |before| rendered.pieces[before].end);
    Some((start, &rendered.pieces[at]))
}
