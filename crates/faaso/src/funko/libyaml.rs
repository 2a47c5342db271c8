//! The events of libyaml, the reader that FaaSO uses: the only unsafe code of the project.
//!
//! `libyaml-rs` is libyaml 0.2.5 turned into Rust line by line, so what is well-formed and what every
//! message says is exactly as in FaaSO. It keeps C's interface. The safe ports were tried: they follow
//! YAML 1.2, or panic (`"\` at the end of the text, `[!tag, x]`), and a panic ends a wasm instance.

use libyaml_rs as sys;
use std::{
    ffi::{CStr, c_char},
    marker::PhantomData,
    mem::MaybeUninit,
    ptr,
};

/// A place as libyaml counts: all from 0, the index in bytes of the text as UTF-8 and without its BOM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    pub index: usize,
    pub line: usize,
    pub column: usize,
}

#[derive(Debug)]
pub struct Event {
    pub data: Data,
    pub start: Mark,
    pub end: Mark,
}

#[derive(Debug)]
pub enum Data {
    StreamStart,
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    Alias { anchor: String },
    Scalar { properties: Properties, value: String, style: Style },
    SequenceStart { properties: Properties, flow: bool },
    SequenceEnd,
    MappingStart { properties: Properties, flow: bool },
    MappingEnd,
}

/// What may stand before a node: `&anchor` and `!tag`.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    pub anchor: Option<String>,
    pub tag: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    Quoted,
    /// `|` or `>`.
    Block,
}

/// Why a text is no YAML, in libyaml's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub what: String,
    pub at: Mark,
    /// What libyaml was about, and where that began.
    pub context: Option<(String, Mark)>,
    /// For bytes that are no text: their offset in the file. `at` says nothing then.
    pub byte: Option<usize>,
}

/// Reads a text event by event.
pub struct Events<'a> {
    /// Boxed, since libyaml keeps pointers into it.
    parser: Box<MaybeUninit<sys::yaml_parser_t>>,
    /// libyaml reads from it all along.
    text: PhantomData<&'a [u8]>,
}

impl<'a> Events<'a> {
    pub fn new(text: &'a [u8]) -> Self {
        let mut parser = Box::new(MaybeUninit::uninit());
        // SAFETY: the pointers are valid: the parser is boxed and never moved out of the box, the text
        // outlives `self` by the lifetime. `initialize` writes every field before any is read.
        unsafe {
            let made = sys::yaml_parser_initialize(parser.as_mut_ptr());
            assert!(made.ok, "libyaml ends the program itself when memory runs out");
            sys::yaml_parser_set_input_string(parser.as_mut_ptr(), text.as_ptr(), text.len() as u64);
        }
        Events { parser, text: PhantomData }
    }

    /// The next event. After `StreamEnd`, or a problem, nothing useful comes.
    pub fn next(&mut self) -> Result<Event, Problem> {
        let mut event = MaybeUninit::<sys::yaml_event_t>::uninit();
        // SAFETY: the parser was initialised in `new`. On success libyaml has filled the event, whose
        // strings are its own until `event_delete`; they are copied out before that.
        unsafe {
            if sys::yaml_parser_parse(self.parser.as_mut_ptr(), event.as_mut_ptr()).fail {
                return Err(self.problem());
            }
            let copy = Event {
                data: data(event.assume_init_ref()),
                start: mark(event.assume_init_ref().start_mark),
                end: mark(event.assume_init_ref().end_mark),
            };
            sys::yaml_event_delete(event.as_mut_ptr());
            Ok(copy)
        }
    }

    /// SAFETY: only after `yaml_parser_parse` has failed.
    unsafe fn problem(&self) -> Problem {
        // SAFETY: the parser is initialised; `problem` and `context` are null or C strings in the program.
        unsafe {
            let parser = self.parser.assume_init_ref();
            Problem {
                // The one text in which the port differs: it fixes libyaml's spelling.
                what: words(parser.problem).unwrap_or_default().replace("hexadecimal", "hexdecimal"),
                at: mark(parser.problem_mark),
                context: words(parser.context).map(|context| (context, mark(parser.context_mark))),
                byte: (parser.error == sys::YAML_READER_ERROR).then_some(parser.problem_offset as usize),
            }
        }
    }
}

impl Drop for Events<'_> {
    fn drop(&mut self) {
        // SAFETY: initialised in `new`, deleted once.
        unsafe { sys::yaml_parser_delete(self.parser.as_mut_ptr()) }
    }
}

/// SAFETY: the event was filled by libyaml: its type says which member of the union is set.
unsafe fn data(event: &sys::yaml_event_t) -> Data {
    // SAFETY: as above; strings are null or end in NUL, a scalar's value has its length beside it.
    unsafe {
        match event.type_ {
            sys::YAML_STREAM_START_EVENT => Data::StreamStart,
            sys::YAML_DOCUMENT_START_EVENT => Data::DocumentStart,
            sys::YAML_DOCUMENT_END_EVENT => Data::DocumentEnd,
            sys::YAML_SEQUENCE_END_EVENT => Data::SequenceEnd,
            sys::YAML_MAPPING_END_EVENT => Data::MappingEnd,
            sys::YAML_ALIAS_EVENT => {
                Data::Alias { anchor: words(event.data.alias.anchor.cast()).unwrap_or_default() }
            }
            sys::YAML_SCALAR_EVENT => {
                let scalar = &event.data.scalar;
                let value = std::slice::from_raw_parts(scalar.value, scalar.length as usize);
                Data::Scalar {
                    properties: properties(scalar.anchor, scalar.tag),
                    value: String::from_utf8_lossy(value).into_owned(),
                    style: match scalar.style {
                        sys::YAML_LITERAL_SCALAR_STYLE | sys::YAML_FOLDED_SCALAR_STYLE => Style::Block,
                        sys::YAML_SINGLE_QUOTED_SCALAR_STYLE | sys::YAML_DOUBLE_QUOTED_SCALAR_STYLE => {
                            Style::Quoted
                        }
                        _ => Style::Plain,
                    },
                }
            }
            sys::YAML_SEQUENCE_START_EVENT => {
                let sequence = &event.data.sequence_start;
                Data::SequenceStart {
                    properties: properties(sequence.anchor, sequence.tag),
                    flow: sequence.style == sys::YAML_FLOW_SEQUENCE_STYLE,
                }
            }
            sys::YAML_MAPPING_START_EVENT => {
                let mapping = &event.data.mapping_start;
                Data::MappingStart {
                    properties: properties(mapping.anchor, mapping.tag),
                    flow: mapping.style == sys::YAML_FLOW_MAPPING_STYLE,
                }
            }
            // An event of no type comes after the end of the stream.
            _ => Data::StreamEnd,
        }
    }
}

/// SAFETY: both are null or strings that end in NUL.
unsafe fn properties(anchor: *const u8, tag: *const u8) -> Properties {
    // SAFETY: as above.
    unsafe { Properties { anchor: words(anchor.cast()), tag: words(tag.cast()) } }
}

/// SAFETY: null or a string that ends in NUL.
unsafe fn words(text: *const i8) -> Option<String> {
    if ptr::eq(text, ptr::null()) {
        return None;
    }
    // SAFETY: as above.
    Some(unsafe { CStr::from_ptr(text.cast::<c_char>()) }.to_string_lossy().into_owned())
}

fn mark(mark: sys::yaml_mark_t) -> Mark {
    Mark { index: mark.index as usize, line: mark.line as usize, column: mark.column as usize }
}
