//! What has been printed so far, piece by piece, with holes for the blocks that are rendered last.

use super::super::budget::Meter;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::printing::mask_addresses;
use super::super::{OptionRef, Piece};
use super::labels::Labels;
use super::scope::Scope;
use crate::place::{Span, floor_boundary};
use std::borrow::Cow;
use std::rc::Rc;

#[derive(Default)]
pub struct Output {
    pub text: String,
    pub pieces: Vec<Piece>,
    pub holes: Vec<Hole>,
    /// While tracing: the same text as [`Output::pieces`], in stretches that know more.
    pub stretches: Vec<Stretch>,
}

/// A stretch of a text that is being traced.
#[derive(Clone)]
pub struct Stretch {
    pub end: usize,
    /// The template's text that made it; none of a value, until it is printed.
    pub source: Option<Span>,
    pub at: Span,
    pub frame: u32,
    pub labels: Labels,
    pub is_eaten: bool,
}

/// The place of a block (docs/dialect.md §16).
pub struct Hole {
    /// Bytes and pieces of the output before it.
    at: usize,
    pieces: usize,
    stretches: usize,
    /// Where the trace was.
    pub frame: u32,
    pub name: Rc<str>,
    /// The scope of a `scoped` block.
    pub scope: Option<Rc<Scope>>,
    /// Which of the output's nested lists it is in, outermost first: Crinja fills the holes of a list before
    /// those of the lists inside it, and this sorts them so.
    pub list: Vec<u32>,
}

/// How much there is of an output.
pub struct Mark {
    text: usize,
    pieces: usize,
    holes: usize,
    stretches: usize,
}

impl Output {
    pub fn push(
        &mut self,
        text: &str,
        source: Span,
        option: Option<&OptionRef>,
        meter: &Meter,
    ) -> Result<(), Failure> {
        if text.is_empty() {
            return Ok(());
        }
        meter.size(self.text.len() + text.len())?;
        meter.bytes(text.len())?;
        self.text.push_str(text);
        self.pieces.push(Piece { end: self.text.len(), source, option: option.cloned() });
        Ok(())
    }

    /// Where the output stands now, to come [`Output::back_to`].
    pub fn mark(&self) -> Mark {
        Mark {
            text: self.text.len(),
            pieces: self.pieces.len(),
            holes: self.holes.len(),
            stretches: self.stretches.len(),
        }
    }

    /// Forgets everything since.
    pub fn back_to(&mut self, mark: &Mark) {
        self.text.truncate(mark.text);
        self.pieces.truncate(mark.pieces);
        self.holes.truncate(mark.holes);
        self.stretches.truncate(mark.stretches);
    }

    pub fn hole(&mut self, name: &Rc<str>, scope: Option<Rc<Scope>>, list: &[u32], frame: u32) {
        let (at, pieces, stretches) = (self.text.len(), self.pieces.len(), self.stretches.len());
        self.holes.push(Hole {
            at,
            pieces,
            stretches,
            frame,
            name: name.clone(),
            scope,
            list: list.to_vec(),
        });
    }

    /// Where text is needed at once a block cannot wait: Crinja fails with an error of its own.
    pub fn refuse_holes(&self, from: usize) -> Result<(), Failure> {
        match self.holes.get(from) {
            None => Ok(()),
            Some(hole) => {
                Err(Failure::new(Class::Exception, format!("block placeholder not resolved {}", hole.name)))
            }
        }
    }

    /// Puts what was rendered for each hole, in the order of the holes, in its place.
    pub fn fill(self, filled: Vec<Output>, meter: &Meter) -> Result<Output, Failure> {
        let mut whole = Output::default();
        let (mut text_done, mut pieces_done, mut stretches_done) = (0, 0, 0);
        for (hole, output) in self.holes.iter().zip(filled) {
            whole.append_stretches(&self.stretches[stretches_done..hole.stretches], text_done);
            whole.append(
                &self.text[text_done..hole.at],
                &self.pieces[pieces_done..hole.pieces],
                text_done,
                meter,
            )?;
            whole.append_stretches(&output.stretches, 0);
            whole.append(&output.text, &output.pieces, 0, meter)?;
            (text_done, pieces_done, stretches_done) = (hole.at, hole.pieces, hole.stretches);
        }
        whole.append_stretches(&self.stretches[stretches_done..], text_done);
        whole.append(&self.text[text_done..], &self.pieces[pieces_done..], text_done, meter)?;
        Ok(whole)
    }

    /// With what is shown in the place of addresses.
    pub fn masked(self) -> Output {
        if let Cow::Borrowed(_) = mask_addresses(&self.text) {
            return self;
        }
        let mut masked = Output::default();
        let mut start = 0;
        for piece in self.pieces {
            masked.text.push_str(&mask_addresses(&self.text[start..piece.end]));
            start = piece.end;
            masked.pieces.push(Piece { end: masked.text.len(), ..piece });
        }
        let (mut start, mut end) = (0, 0);
        for stretch in self.stretches {
            end += mask_addresses(&self.text[start..stretch.end]).len();
            start = stretch.end;
            // An address that was taken apart and put together again is no address in its stretches.
            let end = floor_boundary(&masked.text, end);
            masked.stretches.push(Stretch { end, ..stretch });
        }
        if let Some(last) = masked.stretches.last_mut() {
            last.end = masked.text.len();
        }
        masked
    }

    /// Counted as in [`Output::append`], before it.
    fn append_stretches(&mut self, stretches: &[Stretch], base: usize) {
        let start = self.text.len();
        self.stretches.extend(
            stretches.iter().map(|stretch| Stretch { end: stretch.end - base + start, ..stretch.clone() }),
        );
    }

    /// `pieces` count their ends from `base` bytes before the beginning of `text`.
    fn append(&mut self, text: &str, pieces: &[Piece], base: usize, meter: &Meter) -> Result<(), Failure> {
        meter.size(self.text.len() + text.len())?;
        meter.bytes(text.len())?;
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces
            .extend(pieces.iter().map(|piece| Piece { end: piece.end - base + start, ..piece.clone() }));
        Ok(())
    }
}
