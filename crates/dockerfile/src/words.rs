//! The builders' own little shell: quotes, escapes and variables in the words of an instruction.

use crate::substitution::{cut, longest, pattern_parts};
use std::collections::BTreeSet;

/// What a word is expanded with.
pub trait Variables {
    /// A variable's value.
    fn get(&self, name: &str) -> Option<&str>;
}

/// No variable at all.
pub struct NoVariables;

impl Variables for NoVariables {
    fn get(&self, _: &str) -> Option<&str> {
        None
    }
}

/// What became of a text.
#[derive(Clone, Debug, Default)]
pub struct Expanded {
    /// The text, expanded.
    pub text: String,
    /// The same, split at blanks outside quotes.
    pub words: Vec<String>,
    /// Names of variables that have a value.
    pub matched: BTreeSet<String>,
    /// Names of variables that have none.
    pub unmatched: BTreeSet<String>,
}

/// How a text is read.
#[derive(Clone, Copy, Debug)]
pub struct Lex {
    /// The escape character, `\` or a backtick.
    pub escape: char,
    /// Keeps quotes.
    pub raw_quotes: bool,
    /// Keeps escape characters.
    pub raw_escapes: bool,
    /// Takes quotes for any other character.
    pub skip_quotes: bool,
    /// Keeps variables that have no value.
    pub skip_unset: bool,
}

impl Lex {
    /// As the words of an instruction are read.
    pub fn new(escape: char) -> Lex {
        Lex { escape, raw_quotes: false, raw_escapes: false, skip_quotes: false, skip_unset: false }
    }

    /// Expands a text. The error is the builders' own, whole.
    pub fn expand(self, text: &str, variables: &dyn Variables) -> Result<Expanded, String> {
        let mut reader = Reader {
            lex: self,
            chars: text.chars().collect(),
            at: 0,
            variables,
            raw_escapes: self.raw_escapes,
            out: Expanded::default(),
        };
        let (text, words) = reader
            .until(None, self.raw_escapes)
            .map_err(|error| format!("failed to process {}: {error}", crate::chars::quoted(text)))?;
        Ok(Expanded { text, words, ..reader.out })
    }
}

/// The names of variables in a text, as a shell would see them: also those that the builders leave to it.
pub fn variables_in(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        rest = rest[at + 1..].strip_prefix('{').unwrap_or(&rest[at + 1..]);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end > 0 && !rest.starts_with(|c: char| c.is_ascii_digit()) {
            names.insert(&rest[..end]);
        }
    }
    names
}

struct Reader<'a> {
    lex: Lex,
    chars: Vec<char>,
    at: usize,
    variables: &'a dyn Variables,
    raw_escapes: bool,
    out: Expanded,
}

/// Collects words.
#[derive(Default)]
struct Words {
    word: String,
    words: Vec<String>,
    within: bool,
}

impl Words {
    fn char(&mut self, c: char) {
        if !c.is_whitespace() {
            self.raw(c);
        } else if self.within && !self.word.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
            self.within = false;
        }
    }

    fn raw(&mut self, c: char) {
        self.word.push(c);
        self.within = true;
    }

    fn done(mut self) -> Vec<String> {
        if !self.word.is_empty() {
            self.words.push(self.word);
        }
        self.words
    }
}

type Outcome<T> = Result<T, String>;

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn until(&mut self, stop: Option<char>, raw_escapes: bool) -> Outcome<(String, Vec<String>)> {
        let before = std::mem::replace(&mut self.raw_escapes, raw_escapes);
        let done = self.until_inner(stop);
        self.raw_escapes = before;
        done
    }

    fn until_inner(&mut self, stop: Option<char>) -> Outcome<(String, Vec<String>)> {
        let mut text = String::new();
        let mut words = Words::default();
        while let Some(c) = self.peek() {
            if stop == Some(c) {
                self.at += 1;
                return Ok((text, words.done()));
            }
            let part = match c {
                '$' => Some(self.dollar()?),
                '<' => Some(self.heredoc()),
                '\'' if !self.lex.skip_quotes => Some(self.single()?),
                '"' if !self.lex.skip_quotes => Some(self.double()?),
                _ => None,
            };
            if let Some(part) = part {
                text.push_str(&part);
                if c == '$' {
                    part.chars().for_each(|c| words.char(c));
                } else {
                    words.word.push_str(&part);
                    words.within = true;
                }
                continue;
            }
            self.at += 1;
            if c == self.lex.escape {
                if self.raw_escapes {
                    words.raw(c);
                    text.push(c);
                }
                let Some(c) = self.next() else { break };
                words.raw(c);
                text.push(c);
            } else {
                words.char(c);
                text.push(c);
            }
        }
        match stop {
            Some(stop) => Err(format!("unexpected end of statement while looking for matching {stop}")),
            None => Ok((text, words.done())),
        }
    }

    fn single(&mut self) -> Outcome<String> {
        let mut text = String::new();
        self.quote(&mut text);
        loop {
            match self.peek() {
                None => {
                    return Err("unexpected end of statement while looking for matching single-quote".into());
                }
                Some('\'') => {
                    self.quote(&mut text);
                    return Ok(text);
                }
                Some(c) => {
                    self.at += 1;
                    text.push(c);
                }
            }
        }
    }

    fn double(&mut self) -> Outcome<String> {
        let mut text = String::new();
        self.quote(&mut text);
        loop {
            match self.peek() {
                None => {
                    return Err("unexpected end of statement while looking for matching double-quote".into());
                }
                Some('"') => {
                    self.quote(&mut text);
                    return Ok(text);
                }
                Some('$') => text.push_str(&self.dollar()?),
                Some(c) => {
                    self.at += 1;
                    let mut c = c;
                    if c == self.lex.escape {
                        if self.raw_escapes {
                            text.push(c);
                        }
                        match self.peek() {
                            None => continue,
                            Some(next) if next == '"' || next == '$' || next == self.lex.escape => {
                                self.at += 1;
                                c = next;
                            }
                            Some(_) => {}
                        }
                    }
                    text.push(c);
                }
            }
        }
    }

    fn quote(&mut self, text: &mut String) {
        if let Some(c) = self.next()
            && self.lex.raw_quotes
        {
            text.push(c);
        }
    }

    fn heredoc(&mut self) -> String {
        self.at += 1;
        if self.peek() != Some('<') {
            return "<".to_owned();
        }
        self.at += 1;
        let mut text = "<<".to_owned();
        while let Some(c @ ('\t' | '\r' | ' ')) = self.peek() {
            text.push(c);
            self.at += 1;
        }
        text
    }

    fn dollar(&mut self) -> Outcome<String> {
        self.at += 1;
        if self.peek() != Some('{') {
            let name = self.name();
            if name.is_empty() {
                return Ok("$".to_owned());
            }
            return Ok(match self.value(&name) {
                Some(value) => value,
                None if self.lex.skip_unset => format!("${name}"),
                None => String::new(),
            });
        }
        self.at += 1;
        match self.peek() {
            None => return Err("syntax error: missing '}'".into()),
            Some('{' | '}' | ':') => return Err("syntax error: bad substitution".into()),
            Some(_) => {}
        }
        let name = self.name();
        let modifier = self.next();
        match modifier {
            Some('}') => Ok(match self.value(&name) {
                Some(value) => value,
                None if self.lex.skip_unset => format!("${{{name}}}"),
                None => String::new(),
            }),
            Some(c @ (':' | '+' | '-' | '?' | '#' | '%')) => self.with_default(&name, c),
            Some('/') => self.replaced(&name),
            c => Err(unsupported(&c.unwrap_or('\u{fffd}').to_string())),
        }
    }

    fn with_default(&mut self, name: &str, first: char) -> Outcome<String> {
        let null_is_unset = first == ':';
        let mut modifier = first.to_string();
        let mut c = first;
        if null_is_unset {
            c = self.next().unwrap_or('\u{fffd}');
            modifier.push(c);
        }
        let raw = matches!(c, '#' | '%');
        if null_is_unset && raw {
            return Err(unsupported(&modifier));
        }
        let word = self.up_to('}', raw, "syntax error: missing '}'")?;
        let value = self.value(name);
        if self.lex.skip_unset && value.is_none() {
            return Ok(format!("${{{name}{modifier}{word}}}"));
        }
        let unset = value.as_ref().is_none_or(|value| null_is_unset && value.is_empty());
        match c {
            '-' => Ok(if unset { word } else { value.unwrap_or_default() }),
            '+' => Ok(if unset { String::new() } else { word }),
            '?' => match value {
                None if word.is_empty() => Err(format!("{name}: is not allowed to be unset")),
                Some(value) if !unset => Ok(value),
                _ if word.is_empty() => Err(format!("{name}: is not allowed to be empty")),
                _ => Err(format!("{name}: {word}")),
            },
            '#' | '%' => {
                let greedy = word.starts_with(c);
                let word = word.strip_prefix(c).unwrap_or(&word);
                let value = value.unwrap_or_default();
                cut(word, &value, greedy, c == '%')
                    .ok_or_else(|| format!("invalid pattern ({word}) in substitution"))
            }
            _ => Err(unsupported(&modifier)),
        }
    }

    fn replaced(&mut self, name: &str) -> Outcome<String> {
        let all = self.peek() == Some('/');
        self.at += usize::from(all);
        let pattern = self.up_to('/', true, "syntax error: missing '/' in ${}")?;
        let new = self.up_to('}', true, "syntax error: missing '}'")?;
        let value = self.value(name);
        if self.lex.skip_unset && value.is_none() {
            return Ok(format!("${{{name}/{pattern}/{new}}}"));
        }
        let pattern =
            pattern_parts(&pattern).ok_or_else(|| format!("invalid pattern ({pattern}) in substitution"))?;
        let value: Vec<char> = value.unwrap_or_default().chars().collect();
        let mut text = String::new();
        let mut at = 0;
        let mut left = if all { usize::MAX } else { 1 };
        while at <= value.len() {
            let end = if left > 0 { longest(&pattern, &value[at..]) } else { None };
            match end {
                Some(length) => {
                    left -= 1;
                    text.push_str(&new);
                    if length == 0 && at < value.len() {
                        text.push(value[at]);
                    }
                    at += length.max(1);
                }
                None => {
                    text.extend(value.get(at));
                    at += 1;
                }
            }
        }
        Ok(text)
    }

    fn up_to(&mut self, stop: char, raw: bool, missing: &str) -> Outcome<String> {
        match self.until(Some(stop), raw) {
            Ok((text, _)) => Ok(text),
            Err(_) if self.peek().is_none() => Err(missing.to_owned()),
            Err(error) => Err(error),
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(c) = self.peek() {
            if name.is_empty() && c.is_numeric() {
                while let Some(c) = self.peek()
                    && c.is_numeric()
                {
                    name.push(c);
                    self.at += 1;
                }
                return name;
            }
            if name.is_empty() && matches!(c, '@' | '*' | '#' | '?' | '-' | '$' | '!' | '0') {
                self.at += 1;
                return c.to_string();
            }
            if !c.is_alphanumeric() && c != '_' {
                break;
            }
            name.push(c);
            self.at += 1;
        }
        name
    }

    fn value(&mut self, name: &str) -> Option<String> {
        let value = self.variables.get(name).map(str::to_owned);
        let seen = if value.is_some() { &mut self.out.matched } else { &mut self.out.unmatched };
        seen.insert(name.to_owned());
        value
    }
}

fn unsupported(modifier: &str) -> String {
    format!("unsupported modifier ({modifier}) in substitution")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Two;

    impl Variables for Two {
        fn get(&self, name: &str) -> Option<&str> {
            match name {
                "X" => Some("abcabc"),
                "E" => Some(""),
                _ => None,
            }
        }
    }

    #[test]
    fn words_are_expanded() {
        let cases: &[(&str, Result<&str, &str>)] = &[
            ("a$X", Ok("aabcabc")),
            ("'$X'", Ok("$X")),
            ("\"$X\"", Ok("abcabc")),
            ("\\$X", Ok("$X")),
            ("${Y:-d}", Ok("d")),
            ("${E:-d}", Ok("d")),
            ("${E-d}", Ok("")),
            ("${X:+alt}", Ok("alt")),
            ("${X%c*}", Ok("abcab")),
            ("${X%%b*}", Ok("a")),
            ("${X#a}", Ok("bcabc")),
            ("${X##*b}", Ok("c")),
            ("${X/a/Z}", Ok("Zbcabc")),
            ("${X//a/Z}", Ok("ZbcZbc")),
            ("${Y:?gone}", Err("failed to process \"${Y:?gone}\": Y: gone")),
            ("${#X}", Err("failed to process \"${#X}\": unsupported modifier (X) in substitution")),
            ("${X^^}", Err("failed to process \"${X^^}\": unsupported modifier (^) in substitution")),
            ("${X", Err("failed to process \"${X\": unsupported modifier (\u{fffd}) in substitution")),
            ("$", Ok("$")),
        ];
        for (text, expected) in cases {
            let made = Lex::new('\\').expand(text, &Two).map(|made| made.text);
            assert_eq!(made.as_deref().map_err(String::as_str), *expected, "{text}");
        }
    }

    #[test]
    fn a_text_is_split_into_words() {
        for (text, words) in
            [("a b", vec!["a", "b"]), ("'a b' c", vec!["a b", "c"]), ("<< EOF", vec!["<< EOF"])]
        {
            assert_eq!(Lex::new('\\').expand(text, &NoVariables).unwrap().words, words, "{text}");
        }
    }

    #[test]
    fn a_shells_variables_are_seen() {
        assert_eq!(
            variables_in("echo $A ${B:-x} $1 $$ \"$C\"").into_iter().collect::<Vec<_>>(),
            ["A", "B", "C"]
        );
    }
}
