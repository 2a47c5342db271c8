//! A JSON array of strings, as the builders take it for an instruction's exec form.

/// What stands in a text that may be a JSON array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    /// An array of strings, each with its place in the text, quotes included.
    Strings(Vec<(String, std::ops::Range<usize>)>),
    /// An array that holds something else: both builders stop.
    NotStrings,
    /// No JSON array: the text is a shell's.
    No,
}

/// Reads a whole text.
pub(crate) fn array(text: &str) -> Json {
    let mut reader = Reader { bytes: text.as_bytes(), text, at: 0 };
    match reader.array() {
        Some((items, strings)) => {
            reader.blanks();
            match (reader.at == text.len(), strings) {
                (false, _) => Json::No,
                (true, true) => Json::Strings(items),
                (true, false) => Json::NotStrings,
            }
        }
        None => Json::No,
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
}

type Items = Vec<(String, std::ops::Range<usize>)>;

impl Reader<'_> {
    fn blanks(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    fn array(&mut self) -> Option<(Items, bool)> {
        // what Go trims in front may be any white space
        self.at = self.text.len() - self.text.trim_start().len();
        self.take(b'[').then_some(())?;
        let (mut items, mut strings) = (Vec::new(), true);
        self.blanks();
        if self.take(b']') {
            return Some((items, true));
        }
        loop {
            self.blanks();
            let start = self.at;
            if self.bytes.get(self.at) == Some(&b'"') {
                let text = self.string()?;
                items.push((text, start..self.at));
            } else {
                self.value(0)?;
                strings = false;
            }
            self.blanks();
            if self.take(b']') {
                return Some((items, strings));
            }
            self.take(b',').then_some(())?;
        }
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        if depth > 1000 {
            return None;
        }
        self.blanks();
        match *self.bytes.get(self.at)? {
            b'"' => self.string().map(drop),
            b'{' => self.several(b'}', depth, true),
            b'[' => self.several(b']', depth, false),
            b'-' | b'0'..=b'9' => self.number(),
            _ => {
                let word = ["true", "false", "null"]
                    .into_iter()
                    .find(|word| self.text[self.at..].starts_with(word))?;
                self.at += word.len();
                Some(())
            }
        }
    }

    fn several(&mut self, end: u8, depth: usize, keys: bool) -> Option<()> {
        self.at += 1;
        self.blanks();
        if self.take(end) {
            return Some(());
        }
        loop {
            if keys {
                self.blanks();
                self.string()?;
                self.blanks();
                self.take(b':').then_some(())?;
            }
            self.value(depth + 1)?;
            self.blanks();
            if self.take(end) {
                return Some(());
            }
            self.take(b',').then_some(())?;
        }
    }

    fn number(&mut self) -> Option<()> {
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        self.take(b'"').then_some(())?;
        let mut text = String::new();
        loop {
            let c = self.text[self.at..].chars().next()?;
            self.at += c.len_utf8();
            match c {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                c if (c as u32) < 0x20 => return None,
                c => text.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let c = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(match c {
            b'"' | b'\\' | b'/' => c as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.hex()?;
                if !(0xD800..0xDC00).contains(&high) || !self.text[self.at..].starts_with("\\u") {
                    return Some(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                let before = self.at;
                self.at += 2;
                let low = self.hex()?;
                if (0xDC00..0xE000).contains(&low) {
                    char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))?
                } else {
                    self.at = before;
                    char::REPLACEMENT_CHARACTER
                }
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let value =
            digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())??;
        self.at += 4;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_of_strings_are_told_from_the_rest() {
        for (text, expected) in [
            ("[\"a\", \"b\\n\"]", Some(vec!["a", "b\n"])),
            ("[]", Some(vec![])),
            ("['a']", None),
            ("[\"a\",]", None),
            ("[\"a\"] x", None),
            ("[\"\\u00e4\\ud83d\\ude00\"]", Some(vec!["ä😀"])),
        ] {
            let made = match array(text) {
                Json::Strings(items) => Some(items.into_iter().map(|(text, _)| text).collect::<Vec<_>>()),
                _ => None,
            };
            let made = made.as_ref().map(|items| items.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(made, expected, "{text}");
        }
        assert_eq!(array("[\"a\", 1, {\"b\": [null]}]"), Json::NotStrings);
    }
}
