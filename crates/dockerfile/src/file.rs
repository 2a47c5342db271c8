//! A Dockerfile as read: its instructions, with the place of all their parts. Both builders share this part.

use crate::{
    logical::Logical,
    words::{Lex, NoVariables},
};
use std::ops::Range;

/// A Dockerfile as read.
#[derive(Clone, Debug)]
pub struct Dockerfile {
    /// The escape character, `\` or a backtick.
    pub escape: char,
    /// `# syntax=`, `# escape=` and `# check=` at its top.
    pub directives: Vec<Directive>,
    /// All instructions up to the first that cannot be read.
    pub instructions: Vec<Instruction>,
    /// Lines, counted from 1, at which an instruction ends that has an empty line among its continued ones.
    pub empty_continuations: Vec<usize>,
    /// Why the rest cannot be read. Both builders stop before they do anything.
    pub error: Option<Unreadable>,
    /// Nothing at all stands in the file.
    pub empty: bool,
}

/// A parser directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// In small letters.
    pub name: String,
    /// What stands behind `=`.
    pub value: String,
    /// Counted from 1.
    pub line: usize,
    /// The line's bytes.
    pub span: Range<usize>,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The builders' own words.
    pub message: String,
    /// Counted from 1; 0 when it is about the file as a whole.
    pub line: usize,
    /// The bytes that are to blame.
    pub span: Range<usize>,
}

/// An instruction, with the place of all its parts.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// The instruction's word, as it is written.
    pub word: Word,
    /// The line it begins at, counted from 1.
    pub line: usize,
    /// The last of its lines, those of its here-documents with it.
    pub end_line: usize,
    /// Its bytes, without the last line's end.
    pub span: Range<usize>,
    /// Its text on one line.
    pub code: Logical,
    /// `--name=value`, quotes taken off.
    pub flags: Vec<Word>,
    /// What follows the word and the flags, on one line.
    pub rest: Word,
    /// Its words. Of `ENV` and `LABEL`: name, value and separator (`=` or nothing) of each pair.
    pub args: Vec<Word>,
    /// The words are a JSON array.
    pub json: bool,
    /// The instruction behind `ONBUILD`.
    pub inner: Option<Box<Instruction>>,
    /// Here-documents, in their order.
    pub heredocs: Vec<Heredoc>,
    /// The comments right above it.
    pub comments: Vec<String>,
}

/// A part of an instruction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// As the builders take it.
    pub text: String,
    /// Its bytes in the file; with what is between them, if it goes over several lines.
    pub span: Range<usize>,
}

/// A here-document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heredoc {
    /// The word that ends it.
    pub name: String,
    /// Variables in it are expanded: its name is not quoted.
    pub expand: bool,
    /// `<<-`: tabs in front of its lines are taken away.
    pub chomp: bool,
    /// Its lines as they are written.
    pub body: String,
    /// The bytes of the body.
    pub span: Range<usize>,
}

impl Heredoc {
    /// The body as it reaches the shell or the file.
    pub fn content(&self) -> String {
        match self.chomp {
            true => self.body.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect(),
            false => self.body.clone(),
        }
    }
}

impl Instruction {
    /// The instruction's word in small letters.
    pub fn keyword(&self) -> String {
        self.word.text.to_lowercase()
    }

    /// It is this instruction, in whatever case.
    pub fn is(&self, keyword: &str) -> bool {
        self.word.text.eq_ignore_ascii_case(keyword)
    }

    /// The text of a flag, `--name=value` or `--name`.
    pub fn flag(&self, name: &str) -> Option<&Word> {
        self.flags.iter().find(|flag| {
            let flag = flag.text.strip_prefix("--").unwrap_or_default();
            flag.split('=').next() == Some(name)
        })
    }
}

/// `<<NAME` as a whole word: name, whether it is expanded, whether tabs are cut.
pub(crate) fn heredoc_word(word: &str) -> Option<(String, bool, bool)> {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let (rest, chomp) = match rest.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}']);
    if rest.is_empty() || rest.contains('<') {
        return None;
    }
    let lex = Lex { skip_unset: true, ..Lex::new('\\') };
    let words = lex.expand(rest, &NoVariables).ok()?.words;
    let raw = Lex { raw_quotes: true, ..lex }.expand(rest, &NoVariables).ok()?.words;
    let ([word], [raw]) = (&words[..], &raw[..]) else { return None };
    let quotes = |text: &str| text.matches(['\'', '"']).count();
    Some((word.clone(), quotes(word) == quotes(raw), chomp))
}
