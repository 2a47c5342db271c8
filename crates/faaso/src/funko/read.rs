//! Reads a `funko.yml`, from bytes to what FaaSO gets.

use super::{
    nodes::{self, text_of},
    reading::{Code, Places, Problem, Reading},
    typing,
};
use crate::text::Span;

/// The largest `funko.yml` that is read, in bytes, and the most directives (lines that begin with `%`: libyaml
/// compares each with all others). FaaSO has no such limits.
pub const MAX_BYTES: usize = 1 << 20;
pub const MAX_DIRECTIVES: usize = 1_000;

/// Reads the bytes of a `funko.yml`. Never fails: problems are part of the reading.
pub fn read(bytes: &[u8]) -> Reading {
    let directives = bytes.split(|b| matches!(b, b'\n' | b'\r')).filter(|line| line.starts_with(b"%"));
    if bytes.len() > MAX_BYTES || directives.count() > MAX_DIRECTIVES {
        let message = "this funko.yml is larger than the designer reads".to_owned();
        let problem = Problem { code: Code::TooBig, message, span: Span::default(), help: None };
        let (text, further, places) = Default::default();
        return Reading { text, funko: Err(problem), further, places };
    }
    let (text, bom) = text_of(bytes);
    match nodes::read(bytes, &text, bom) {
        Ok(tree) => {
            let typed = typing::read(&tree, &text);
            Reading { text, funko: typed.funko, further: typed.further, places: typed.places }
        }
        Err(problem) => Reading { text, funko: Err(problem), further: Vec::new(), places: Places::default() },
    }
}

/// The name that a `funko.yml` gives, where FaaSO can read it. Not checked: see [`check_name`]; it may end with an LF.
pub fn name_in(yml: &[u8]) -> Option<String> {
    read(yml).funko.ok().map(|funko| funko.name)
}
