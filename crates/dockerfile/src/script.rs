//! The commands in a shell's script: enough of them to say what certainly happens.

use std::ops::Range;

/// What stands before a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// Nothing, or `;`, a line's end, `&`, `(`, `{`, `then`, `do`.
    Next,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
}

/// A command without its neighbours.
#[derive(Clone, Debug)]
pub struct Simple {
    /// What stands before it.
    pub joint: Joint,
    /// Its words, without quotes; assignments in front of it are left out.
    pub words: Vec<String>,
    /// Where each word stands in the script.
    pub places: Vec<Range<usize>>,
    /// Files it writes into, by `>` and `>>`.
    pub writes: Vec<String>,
    /// Within `( )`, `{ }`, `if`, `for`, `case` or a substitution, or behind `!`.
    pub nested: bool,
}

impl Simple {
    /// The command's name.
    pub fn name(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }
}

/// Parts a script into its commands.
pub fn commands(script: &str) -> Vec<Simple> {
    let mut reader = Reader { script, at: 0, depth: 0, made: Vec::new(), current: None, joint: Joint::Next };
    reader.read();
    reader.made
}

struct Reader<'a> {
    script: &'a str,
    at: usize,
    depth: usize,
    made: Vec<Simple>,
    current: Option<Simple>,
    joint: Joint,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(c) = self.peek() {
            let rest = &self.script[self.at..];
            if rest.starts_with("&&") {
                self.end(Joint::And, 2);
            } else if rest.starts_with("||") {
                self.end(Joint::Or, 2);
            } else if rest.starts_with("&>") || rest.starts_with(">&") {
                self.at += 2;
                self.word();
            } else {
                match c {
                    '|' => self.end(Joint::Pipe, 1),
                    ';' | '\n' | '&' => self.end(Joint::Next, 1),
                    '(' => {
                        self.end(Joint::Next, 1);
                        self.depth += 1;
                    }
                    ')' => {
                        self.end(Joint::Next, 1);
                        self.depth = self.depth.saturating_sub(1);
                    }
                    '#' if self.starts_word() => {
                        self.at += rest.find('\n').unwrap_or(rest.len());
                    }
                    '>' | '<' => self.redirect(),
                    c if c.is_whitespace() => self.at += c.len_utf8(),
                    _ => self.take_word(),
                }
            }
        }
        self.end(Joint::Next, 0);
    }

    fn peek(&self) -> Option<char> {
        self.script[self.at..].chars().next()
    }

    fn starts_word(&self) -> bool {
        self.script[..self.at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == ';')
    }

    fn end(&mut self, joint: Joint, length: usize) {
        self.made.extend(
            self.current.take().filter(|simple| !simple.words.is_empty() || !simple.writes.is_empty()),
        );
        self.at += length;
        self.joint = joint;
    }

    fn current(&mut self) -> &mut Simple {
        let nested = self.depth > 0;
        let joint = self.joint;
        let fresh = || Simple { joint, words: Vec::new(), places: Vec::new(), writes: Vec::new(), nested };
        self.current.get_or_insert_with(fresh)
    }

    fn redirect(&mut self) {
        let rest = &self.script[self.at..];
        let writes = rest.starts_with('>');
        let length = rest.find(|c| c != '>' && c != '<' && c != '|').unwrap_or(rest.len());
        self.at += length;
        if self.script[self.at..].starts_with('&') {
            self.at += 1;
        }
        while let Some(c @ (' ' | '\t')) = self.peek() {
            self.at += c.len_utf8();
        }
        let (word, _) = self.word();
        if writes
            && !word.is_empty()
            && !word.starts_with("/dev/")
            && !word.bytes().all(|b| b.is_ascii_digit())
        {
            self.current().writes.push(word);
        }
    }

    fn take_word(&mut self) {
        let (word, place) = self.word();
        if place.is_empty() {
            // a character that begins no word
            self.at += self.peek().map_or(1, char::len_utf8);
            return;
        }
        let begins = self.current.as_ref().is_none_or(|simple| simple.words.is_empty());
        // the number in `2>file`
        if word.bytes().all(|b| b.is_ascii_digit()) && matches!(self.peek(), Some('>' | '<')) {
            return;
        }
        if begins {
            match word.as_str() {
                "if" | "while" | "until" | "for" | "case" | "{" => {
                    self.depth += 1;
                    if matches!(word.as_str(), "for" | "case") {
                        // names and patterns, no command
                        let rest = &self.script[self.at..];
                        self.at += rest.find([';', '\n']).unwrap_or(rest.len());
                    }
                    return;
                }
                "fi" | "done" | "esac" | "}" => {
                    self.depth = self.depth.saturating_sub(1);
                    return;
                }
                "then" | "else" | "elif" | "do" => return,
                "!" => return self.current().nested = true,
                _ => {}
            }
            let is_assignment = word.split_once('=').is_some_and(|(name, _)| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            });
            if is_assignment {
                self.current();
                return;
            }
        }
        let current = self.current();
        current.words.push(word);
        current.places.push(place);
    }

    /// The next word, without its quotes.
    fn word(&mut self) -> (String, Range<usize>) {
        let start = self.at;
        let mut word = String::new();
        let mut chars = self.script[start..].char_indices().peekable();
        let mut quote = None;
        let mut parens = 0;
        let mut end = self.script.len();
        while let Some((offset, c)) = chars.next() {
            match quote {
                Some(open) if c == open => quote = None,
                Some('"') | None if c == '\\' => match chars.next() {
                    Some((_, '\n')) => {}
                    Some((_, next)) => word.push(next),
                    None => {}
                },
                Some(_) => word.push(c),
                None if parens > 0 => {
                    match c {
                        '(' => parens += 1,
                        ')' => parens -= 1,
                        _ => {}
                    }
                    word.push(c);
                }
                None if c == '$' && chars.peek().is_some_and(|next| next.1 == '(') => {
                    chars.next();
                    parens = 1;
                    word.push_str("$(");
                }
                None if c == '\'' || c == '"' || c == '`' => quote = Some(c),
                None if c.is_whitespace() || matches!(c, ';' | '&' | '|' | '<' | '>' | '(' | ')') => {
                    end = start + offset;
                    break;
                }
                None => word.push(c),
            }
        }
        self.at = end;
        (word, start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_parted() {
        let cases: &[(&str, &[&str])] = &[
            ("apt-get update && apt-get install -y curl", &["apt-get update", "apt-get install -y curl"]),
            ("A=1 make 2>/dev/null; echo 'a;b' > f # no", &["make", "echo a;b"]),
            ("if [ -f x ]; then cat x | sh; fi", &["[ -f x ]", "cat x", "sh"]),
            ("x=$(curl a | b) && (cd d && make)", &["cd d", "make"]),
            (
                "find . -exec sh -c 'case \"$1\" in a) b ;; esac' _ {} \\;",
                &["find . -exec sh -c case \"$1\" in a) b ;; esac _ {} ;"],
            ),
        ];
        for (script, expected) in cases {
            let made: Vec<String> = commands(script).iter().map(|simple| simple.words.join(" ")).collect();
            assert_eq!(made, *expected, "{script}");
        }
    }
}
