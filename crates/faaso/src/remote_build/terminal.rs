//! What a build writes for a terminal, as plain text: in whatever chunks it comes.

/// Takes bytes and gives text. What a chunk ends in the middle of waits for the next one.
#[derive(Debug, Default)]
pub struct Terminal {
    /// The beginning of a letter.
    tail: Vec<u8>,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    /// A carriage return: with a newline it is one, alone it begins the line anew.
    Return,
    Escape,
    /// `ESC [ …` up to a letter.
    Control,
    /// `ESC ] …` up to BEL or `ESC \`.
    Title,
    TitleEscape,
    /// `ESC (` and one more.
    Charset,
}

impl Terminal {
    /// What of the text is sure by now.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.tail.extend_from_slice(bytes);
        let bytes = std::mem::take(&mut self.tail);
        let mut text = String::with_capacity(bytes.len());
        let mut rest = &bytes[..];
        loop {
            match std::str::from_utf8(rest) {
                Ok(good) => {
                    self.write(good, &mut text);
                    break;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    self.write(std::str::from_utf8(good).unwrap_or_default(), &mut text);
                    let Some(length) = error.error_len() else {
                        self.tail = bad.to_vec();
                        break;
                    };
                    self.write("\u{fffd}", &mut text);
                    rest = &bad[length..];
                }
            }
        }
        text
    }

    /// What waited; there is nothing more.
    pub fn finish(&mut self) -> String {
        let mut text = String::new();
        if !std::mem::take(&mut self.tail).is_empty() {
            self.write("\u{fffd}", &mut text);
        }
        if self.state == State::Return {
            text.push('\n');
        }
        self.state = State::Text;
        text
    }

    fn write(&mut self, from: &str, into: &mut String) {
        for c in from.chars() {
            self.state = match (self.state, c) {
                (State::Return, '\r') => State::Return,
                (State::Return, _) => {
                    into.push('\n');
                    if c == '\n' { State::Text } else { plain(c, into) }
                }
                (State::Text, _) => plain(c, into),
                (State::Escape, '[') => State::Control,
                (State::Escape, ']') => State::Title,
                (State::Escape, '(' | ')' | '#') => State::Charset,
                (State::Escape | State::Charset, _) => State::Text,
                (State::Control, '\x20'..='\x3f') => State::Control,
                (State::Control, '\x40'..='\x7e') => State::Text,
                // it was none: nothing of the text is to be lost
                (State::Control, _) => plain(c, into),
                (State::Title, '\x07') => State::Text,
                (State::Title, '\x1b') => State::TitleEscape,
                (State::Title, '\n') => plain(c, into),
                (State::Title, _) => State::Title,
                (State::TitleEscape, '[') => State::Control,
                (State::TitleEscape, _) => State::Text,
            };
        }
    }
}

fn plain(c: char, into: &mut String) -> State {
    match c {
        '\r' => return State::Return,
        '\x1b' => return State::Escape,
        '\n' | '\t' => into.push(c),
        // a bell, a backspace; what turns the direction of text round
        c if c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {}
        c => into.push(c),
    }
    State::Text
}
