//! From a text to instructions, line by line, as both builders read it.

use crate::{
    chars::split_blanks,
    directives::directive,
    file::{Directive, Dockerfile, Heredoc, Instruction, Unreadable, Word, heredoc_word},
    json::{self, Json},
    logical::Logical,
    pairs::pairs,
    words::{Lex, NoVariables},
};
use std::ops::Range;

/// The longest line, in bytes without its end, that the builders read.
const LONGEST_LINE: usize = 65_535;

/// Reads a Dockerfile.
pub fn parse(text: &str) -> Dockerfile {
    Reader::new(text).read()
}

/// A line of the file.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Without its end.
    text: &'a str,
    /// With its end.
    whole: &'a str,
    start: usize,
}

struct Reader<'a> {
    text: &'a str,
    /// Bytes read so far.
    at: usize,
    /// Lines read so far.
    lines: usize,
    too_long: bool,
    directives_over: bool,
    made: Dockerfile,
}

type Outcome<T> = Result<T, String>;

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let made = Dockerfile {
            escape: '\\',
            directives: Vec::new(),
            instructions: Vec::new(),
            empty_continuations: Vec::new(),
            error: None,
            empty: text.is_empty(),
        };
        Reader { text, at: 0, lines: 0, too_long: false, directives_over: false, made }
    }

    fn line(&mut self) -> Option<Line<'a>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() || self.too_long {
            return None;
        }
        let whole = &rest[..rest.find('\n').map_or(rest.len(), |end| end + 1)];
        let content = whole.strip_suffix('\n').unwrap_or(whole);
        if content.len() > LONGEST_LINE {
            self.too_long = true;
            return None;
        }
        let mut line = Line { text: content, whole, start: self.at };
        if self.at == 0
            && let Some(rest) = line.text.strip_prefix('\u{feff}')
        {
            line = Line { text: rest, start: '\u{feff}'.len_utf8(), ..line };
        }
        line.text = line.text.trim_end_matches(['\r', '\n']);
        self.at += whole.len();
        self.lines += 1;
        Some(line)
    }

    fn read(mut self) -> Dockerfile {
        if let Err(error) = self.read_all() {
            self.made.error = Some(error);
        }
        self.made
    }

    fn read_all(&mut self) -> Result<(), Unreadable> {
        let mut comments = Vec::new();
        while let Some(line) = self.line() {
            let first = self.lines;
            if is_comment(line.text) {
                // the builder cuts one byte off, be it a blank in front of `#`
                let mut chars = line.text.chars();
                chars.next();
                match chars.as_str().trim() {
                    "" => comments.clear(),
                    comment => comments.push(comment.to_owned()),
                }
            }
            let trimmed = line.text.trim_start();
            let start = line.start + (line.text.len() - trimmed.len());
            match self.directive(trimmed, start) {
                Ok(true) => drop(comments.pop()),
                Ok(false) => {}
                Err(message) => return Err(self.unreadable(message, first, start..start + trimmed.len())),
            }
            let (trimmed, start) = if is_comment(trimmed) { ("", start) } else { (trimmed, start) };
            let (part, mut more) = self.continued(trimmed);
            if !more && part.is_empty() {
                continue;
            }
            let mut code = Logical::default();
            code.push(part, start);
            let mut end = line.start + line.text.len();
            let mut empty = false;
            while more {
                let Some(line) = self.line() else { break };
                self.directives_over = true;
                if is_comment(line.text) {
                    continue;
                }
                if line.text.trim_start().is_empty() {
                    empty = true;
                    continue;
                }
                let (part, goes_on) = self.continued(line.text);
                code.push(part, line.start);
                end = line.start + line.text.len();
                more = goes_on;
            }
            if empty {
                self.made.empty_continuations.push(self.lines);
            }
            let span = start..end;
            let unreadable = |reader: &Self, message| reader.unreadable(message, first, span.clone());
            let mut instruction =
                self.instruction(code, std::mem::take(&mut comments)).map_err(|m| unreadable(self, m))?;
            self.heredocs(&mut instruction, &mut end).map_err(|m| unreadable(self, m))?;
            (instruction.line, instruction.end_line) = (first, self.lines);
            instruction.span = start..end;
            if let Some(inner) = &mut instruction.inner {
                (inner.line, inner.end_line) = (first, self.lines);
            }
            self.made.instructions.push(instruction);
        }
        let message = if self.made.instructions.is_empty() {
            "file with no instructions".to_owned()
        } else if self.too_long {
            format!("dockerfile line greater than max allowed size of {LONGEST_LINE}")
        } else {
            return Ok(());
        };
        Err(self.unreadable(message, self.lines, self.at..self.at))
    }

    fn unreadable(&self, message: String, line: usize, span: Range<usize>) -> Unreadable {
        Unreadable { message, line, span }
    }

    /// Takes a line for a parser directive, if it still may be one.
    fn directive(&mut self, line: &str, start: usize) -> Outcome<bool> {
        if self.directives_over {
            return Ok(false);
        }
        let Some((name, value)) = directive(line, "#") else {
            self.directives_over = true;
            return Ok(false);
        };
        if self.made.directives.iter().any(|before| before.name == name) {
            return Err(format!("only one {name} parser directive can be used"));
        }
        if name == "escape" {
            self.made.escape = match value {
                "\\" => '\\',
                "`" => '`',
                _ => return Err(format!("invalid escape token '{value}' does not match ` or \\")),
            };
        }
        let span = start..start + line.len();
        self.made.directives.push(Directive { name, value: value.to_owned(), line: self.lines, span });
        Ok(true)
    }

    /// A line without its continuation character, and whether it has one.
    fn continued<'t>(&self, line: &'t str) -> (&'t str, bool) {
        let trimmed = line.trim_end_matches([' ', '\t']);
        match trimmed.strip_suffix(self.made.escape) {
            Some(rest) if !rest.ends_with(self.made.escape) => (rest, true),
            _ => (line, false),
        }
    }

    fn instruction(&self, code: Logical, comments: Vec<String>) -> Outcome<Instruction> {
        let (word, flags, rest) = self.split(&code);
        let mut made = Instruction {
            word,
            line: 0,
            end_line: 0,
            span: 0..0,
            flags,
            rest: Word { text: code.text[rest.clone()].to_owned(), span: code.source(rest.clone()) },
            args: Vec::new(),
            json: false,
            inner: None,
            heredocs: Vec::new(),
            comments,
            code,
        };
        let text = made.rest.text.clone();
        let code = &made.code;
        let at = rest.start;
        let word_at = |text: &str, range: Range<usize>| Word {
            text: text.to_owned(),
            span: code.source(at + range.start..at + range.end),
        };
        let listed = || -> Vec<Word> {
            let parts = if text.is_empty() { Vec::new() } else { split_blanks(&text, usize::MAX) };
            parts.into_iter().map(|(start, part)| word_at(part, start..start + part.len())).collect()
        };
        let whole = || if text.is_empty() { Vec::new() } else { vec![word_at(&text, 0..text.len())] };
        match made.keyword().as_str() {
            "add" | "copy" | "volume" | "cmd" | "entrypoint" | "run" | "shell" => match json::array(&text) {
                Json::Strings(items) => {
                    made.args = items.into_iter().map(|(text, range)| word_at(&text, range)).collect();
                    made.json = true;
                }
                Json::NotStrings => return Err(NOT_STRINGS.to_owned()),
                Json::No if matches!(made.keyword().as_str(), "add" | "copy" | "volume") => {
                    made.args = listed()
                }
                Json::No => made.args = whole(),
            },
            "arg" => {
                let words = self.words(&text);
                made.args = words.into_iter().map(|(word, range)| word_at(&word, range)).collect();
            }
            "env" | "label" => {
                let words = self.words(&text);
                made.args = pairs(&text, &words, &made.word.text.to_uppercase(), &word_at)?;
            }
            "expose" | "from" => made.args = listed(),
            "healthcheck" => {
                let kind = text.find(char::is_whitespace).unwrap_or(text.len());
                if kind > 0 {
                    let command = text[kind..].trim_start();
                    let start = text.len() - command.len();
                    made.args = vec![word_at(&text[..kind], 0..kind)];
                    match json::array(command) {
                        Json::Strings(items) => {
                            let items = items.into_iter();
                            made.args.extend(
                                items.map(|(text, range)| {
                                    word_at(&text, start + range.start..start + range.end)
                                }),
                            );
                            made.json = true;
                        }
                        Json::NotStrings => return Err(NOT_STRINGS.to_owned()),
                        Json::No if command.is_empty() => {}
                        Json::No => made.args.push(word_at(command, start..text.len())),
                    }
                }
            }
            "maintainer" | "stopsignal" | "user" | "workdir" => made.args = whole(),
            "onbuild" if !text.is_empty() => {
                let inner = self.instruction(code.part(rest), Vec::new())?;
                made.args = std::iter::once(inner.word.clone()).chain(inner.args.iter().cloned()).collect();
                made.inner = Some(Box::new(inner));
            }
            _ => {}
        }
        Ok(made)
    }

    /// Word, flags and the place of the rest.
    fn split(&self, code: &Logical) -> (Word, Vec<Word>, Range<usize>) {
        let text = &code.text;
        let from = text.len() - text.trim_start().len();
        let trimmed = text.trim();
        let parts = split_blanks(trimmed, 2);
        let (_, word) = parts[0];
        let word = Word { text: word.to_owned(), span: code.source(from..from + word.len()) };
        let Some(&(start, args)) = parts.get(1) else {
            let end = from + trimmed.len();
            return (word, Vec::new(), end..end);
        };
        let (flags, rest) = self.flags(args);
        let flags = flags
            .into_iter()
            .map(|(text, range)| Word {
                text,
                span: code.source(from + start + range.start..from + start + range.end),
            })
            .collect();
        let rest_text = args[rest..].trim_start();
        let rest = from + start + (args.len() - rest_text.len());
        (word, flags, rest..rest + rest_text.trim_end().len())
    }

    /// The flags at the start of an instruction's arguments, and where they end.
    fn flags(&self, line: &str) -> (Vec<(String, Range<usize>)>, usize) {
        let mut flags = Vec::new();
        let mut at = 0;
        loop {
            at += line[at..].len() - line[at..].trim_start().len();
            if !line[at..].starts_with("--") {
                return (flags, at);
            }
            let start = at;
            let mut text = String::new();
            let (mut quote, mut quoted) = (None, false);
            let mut chars = line[at..].char_indices().peekable();
            let mut end = line.len();
            while let Some((offset, c)) = chars.next() {
                match quote {
                    None if c.is_whitespace() => {
                        end = at + offset;
                        break;
                    }
                    None if c == '\'' || c == '"' => (quote, quoted) = (Some(c), true),
                    Some(open) if c == open => quote = None,
                    _ if c == self.made.escape => match chars.next() {
                        Some((_, c)) => text.push(c),
                        None => break,
                    },
                    _ => text.push(c),
                }
            }
            if text == "--" {
                return (flags, end);
            }
            if quoted || !text.is_empty() {
                flags.push((text, start..end));
            }
            at = end;
        }
    }

    /// The words of `ENV`, `LABEL` and `ARG`, with their quotes and escapes.
    fn words(&self, text: &str) -> Vec<(String, Range<usize>)> {
        let mut words = Vec::new();
        let mut word = String::new();
        let mut start = None;
        let (mut quote, mut blank_ok) = (None, false);
        let mut chars = text.char_indices();
        while let Some((at, c)) = chars.next() {
            let from = *start.get_or_insert(at);
            match quote {
                None if c.is_whitespace() => {
                    if blank_ok || !word.is_empty() {
                        words.push((std::mem::take(&mut word), from..at));
                    }
                    (start, blank_ok) = (None, false);
                    continue;
                }
                None if c == '\'' || c == '"' => (quote, blank_ok) = (Some(c), true),
                Some(open) if c == open => quote = None,
                _ => {}
            }
            if c == self.made.escape && quote != Some('\'') {
                match chars.next() {
                    Some((_, next)) => word.extend([c, next]),
                    None => quote = None,
                }
            } else {
                word.push(c);
            }
        }
        if let Some(from) = start
            && (blank_ok || !word.is_empty())
        {
            words.push((word, from..text.len()));
        }
        words
    }

    /// Reads the here-documents that an instruction opens.
    fn heredocs(&mut self, instruction: &mut Instruction, end: &mut usize) -> Outcome<()> {
        let target = instruction.inner.as_deref().unwrap_or(&*instruction);
        let may = matches!(target.keyword().as_str(), "add" | "copy" | "run") && !target.json;
        if !may || !instruction.code.text.contains("<<") {
            return Ok(());
        }
        let lex = Lex { raw_quotes: true, raw_escapes: true, skip_unset: true, ..Lex::new('\\') };
        let words =
            lex.expand(&instruction.code.text, &NoVariables).map(|made| made.words).unwrap_or_default();
        for (name, expand, chomp) in words.iter().filter_map(|word| heredoc_word(word)) {
            let from = self.at;
            let mut heredoc = Heredoc { name, expand, chomp, body: String::new(), span: from..from };
            loop {
                let Some(line) = self.line() else { return Err("unterminated heredoc".to_owned()) };
                let candidate = if chomp { line.text.trim_start_matches('\t') } else { line.text };
                *end = line.start + line.text.len();
                if candidate == heredoc.name {
                    break;
                }
                heredoc.body.push_str(line.whole);
                heredoc.span.end = self.at;
            }
            instruction.heredocs.push(heredoc);
        }
        if let Some(inner) = &mut instruction.inner {
            inner.heredocs.clone_from(&instruction.heredocs);
        }
        Ok(())
    }
}

const NOT_STRINGS: &str = "when using JSON array syntax, arrays must be comprised of strings only";

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}
