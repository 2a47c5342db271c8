//! The text of an HTML document as libxml2 2.9 finds it. Its reader forgives everything: it opens what is implied, closes
//! what cannot hold what comes, and drops characters that no element could take. What an element is open, therefore,
//! decides which characters are text. Long because it is one state machine.

use super::entities;
use super::html_elements::{closes, is_empty, rank};

/// The text between the tags.
pub fn inner_text(html: &str) -> String {
    let mut reader =
        Reader { html, at: 0, open: Vec::new(), seen: Seen::Nothing, skipped: 0, out: String::new() };
    reader.document();
    reader.out
}

struct Reader<'a> {
    html: &'a str,
    /// Byte offset of the next character.
    at: usize,
    /// The names of the open elements, outermost first.
    open: Vec<String>,
    seen: Seen,
    /// How many misplaced `html`, `head` and `body` were let go; as many of their end tags are.
    skipped: usize,
    out: String,
}

/// The part of a document that was begun last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Nothing,
    Head,
    Body,
}

/// Longer names are cut.
const NAME: usize = 100;

/// Longer blanks are never let go.
const BLANKS: usize = 1000;

impl<'a> Reader<'a> {
    fn document(&mut self) {
        // A byte order mark says what the bytes are, where there is a byte behind it.
        if self.html.len() > '\u{feff}'.len_utf8() && self.looks_at("\u{feff}") {
            self.advance();
        }
        self.skip_blanks();
        self.comments();
        if self.is_doctype() {
            self.doctype();
        }
        self.skip_blanks();
        self.comments();
        self.content();
    }

    /// Before the content, blanks between comments and instructions count for nothing.
    fn comments(&mut self) {
        while self.looks_at("<!--") || self.looks_at("<?") {
            self.comment();
            self.instruction();
            self.skip_blanks();
        }
    }

    fn content(&mut self) {
        let mut current = self.name();
        let mut depth = self.open.len();
        loop {
            if self.looks_at("</") {
                if self.end_tag() && (current.is_some() || self.open.is_empty()) {
                    (current, depth) = (self.name(), self.open.len());
                }
                continue;
            }
            let starts = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':');
            if self.looks_at("<") && self.rest()[1..].starts_with(starts) {
                let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
                let name: String = self.rest()[1..].chars().take_while(|c| goes_on(*c)).take(NAME).collect();
                let name = name.to_ascii_lowercase();
                if self.open.last().is_some_and(|open| closes(&name, open)) {
                    self.close_for(&name);
                    continue;
                }
            }
            if !self.open.is_empty() && depth >= self.open.len() && current != self.name() {
                self.finish_element();
                (current, depth) = (self.name(), self.open.len());
                continue;
            }
            if self.next().is_some() && matches!(current.as_deref(), Some("script" | "style")) {
                self.script();
                continue;
            }
            if self.is_doctype() {
                self.doctype();
            }
            match self.next() {
                None => {
                    self.open.clear();
                    return;
                }
                Some('<') if self.looks_at("<!--") => self.comment(),
                Some('<') if self.looks_at("<?") => self.instruction(),
                Some('<') if self.rest()[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    self.element();
                    (current, depth) = (self.name(), self.open.len());
                }
                Some('<') => {
                    self.characters("<");
                    self.at += 1;
                }
                Some('&') => self.reference(),
                Some(_) => {
                    if !self.text() {
                        return;
                    }
                }
            }
        }
    }

    fn element(&mut self) {
        self.start_tag();
        // A tag that was let go counts as the element it stands in.
        let Some(name) = self.name() else {
            self.skip_one('>');
            return;
        };
        if self.looks_at("/>") {
            self.at += 2;
            self.open.pop();
        } else if self.looks_at(">") {
            self.at += 1;
            if is_empty(&name) {
                self.open.pop();
            }
        } else {
            self.open.pop();
            self.finish_element();
        }
    }

    fn finish_element(&mut self) {
        if self.next().is_none() {
            self.open.clear();
        }
    }

    fn start_tag(&mut self) {
        self.at += 1;
        let name = self.html_name().unwrap_or_default();
        self.close_for(&name);
        self.open_implied(&name);
        let misplaced = match &*name {
            "html" => usize::from(!self.open.is_empty()),
            "head" => usize::from(self.open.len() != 1),
            "body" => self.open.iter().filter(|open| *open == "body").count(),
            _ => 0,
        };
        self.skipped += misplaced;
        self.skip_blanks();
        while self.next().is_some_and(|c| c != '>') && !self.looks_at("/>") {
            self.attribute();
            self.skip_blanks();
        }
        if misplaced == 0 {
            self.push(name);
        }
    }

    fn attribute(&mut self) {
        if self.html_name().is_none() {
            // No attribute: over it, to the next blank or the end of the tag.
            while self.next().is_some_and(|c| !is_blank(c) && c != '>') && !self.looks_at("/>") {
                self.advance();
            }
            return;
        }
        self.skip_blanks();
        if !self.looks_at("=") {
            return;
        }
        self.at += 1;
        self.skip_blanks();
        match self.next() {
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                self.skip_to(|c| c == quote);
                self.skip_one(quote);
            }
            _ => self.skip_to(|c| is_blank(c) || c == '>'),
        }
    }

    /// Whether an element was closed.
    fn end_tag(&mut self) -> bool {
        self.at += 2;
        let Some(name) = self.html_name() else { return false };
        self.skip_to(|c| c == '>');
        self.skip_one('>');
        if self.skipped > 0 && matches!(&*name, "html" | "body" | "head") {
            self.skipped -= 1;
            return false;
        }
        let Some(place) = self.open.iter().rposition(|open| *open == name) else { return false };
        let is_held = self.open[place + 1..].iter().any(|open| rank(open) > rank(&name));
        if is_held {
            return false;
        }
        self.open.truncate(place);
        true
    }

    /// Closes what cannot hold the element that comes.
    fn close_for(&mut self, new: &str) {
        while self.open.last().is_some_and(|open| closes(new, open)) {
            self.open.pop();
        }
    }

    /// Opens `html`, `head` and `body` where the element that comes needs them.
    fn open_implied(&mut self, new: &str) {
        if new == "html" {
            return;
        }
        if self.open.is_empty() {
            self.push("html".into());
        }
        if matches!(new, "body" | "head") {
            return;
        }
        let is_of_head = matches!(new, "script" | "style" | "meta" | "link" | "title" | "base");
        if self.open.len() <= 1 && is_of_head {
            if self.seen < Seen::Head {
                self.push("head".into());
            }
        } else if !matches!(new, "noframes" | "frame" | "frameset")
            && self.seen < Seen::Body
            && !self.open.iter().any(|open| matches!(&**open, "body" | "head"))
        {
            self.push("body".into());
        }
    }

    fn push(&mut self, name: String) {
        let seen = match &*name {
            "head" => Seen::Head,
            "body" => Seen::Body,
            _ => Seen::Nothing,
        };
        self.seen = self.seen.max(seen);
        self.open.push(name);
    }

    /// Text that stands in no element that could hold it gets a paragraph.
    fn paragraph(&mut self) {
        if self.open.last().is_none_or(|open| matches!(&**open, "html" | "head")) {
            self.close_for("p");
            self.open_implied("p");
            self.push("p".into());
        }
    }

    /// What no element is open for is lost.
    fn characters(&mut self, text: &str) {
        if !self.open.is_empty() {
            self.out.push_str(text);
        }
    }

    /// Up to the next tag or reference; false where it ends the document without a single allowed character.
    fn text(&mut self) -> bool {
        let start = self.at;
        self.skip_text();
        let html = self.html;
        let text: String = html[start..self.at]
            .chars()
            .map(|c| if c == '\0' { ' ' } else { c })
            .filter(|&c| is_allowed(c))
            .collect();
        if text.is_empty() {
            return self.at < html.len();
        }
        let is_blank = text.len() < BLANKS && text.chars().all(is_blank);
        let is_let_go = is_blank
            && match self.next() {
                None => true,
                Some('<') => self.open.last().is_none_or(|open| matches!(&**open, "html" | "head")),
                Some(_) => false,
            };
        if !is_let_go {
            self.paragraph();
        }
        self.characters(&text);
        true
    }

    fn skip_text(&mut self) {
        let rest = &self.html[self.at..];
        self.at += rest.find(['<', '&']).unwrap_or(rest.len());
    }

    /// In a script or style everything up to its own end tag is text.
    fn script(&mut self) {
        let name = self.name().unwrap_or_default();
        let rest = &self.html[self.at..];
        let is_own = |at: &usize| {
            rest.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(&name))
        };
        let end = rest.match_indices("</").map(|(at, _)| at).find(is_own).unwrap_or(rest.len());
        let text: String = rest[..end].chars().filter(|&c| is_allowed(c)).collect();
        self.characters(&text);
        self.at += end;
    }

    /// A sign as what it stands for; what stands for nothing stays as it is.
    fn reference(&mut self) {
        let rest = &self.html[self.at + 1..];
        if let Some(number) = rest.strip_prefix('#') {
            let (base, digits) = match number.strip_prefix(['x', 'X']) {
                Some(digits) => (16, digits),
                None => (10, number),
            };
            let after = digits.trim_start_matches(|c: char| c.is_digit(base));
            let value = u32::from_str_radix(&digits[..digits.len() - after.len()], base).ok();
            self.at = self.html.len() - after.len();
            self.skip_one(';');
            if let Some(sign) = value.and_then(char::from_u32).filter(|&c| is_allowed(c)) {
                self.paragraph();
                self.characters(sign.encode_utf8(&mut [0; 4]));
            }
            return;
        }
        self.paragraph();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let sign = entities::named(&rest[..end]).filter(|_| rest[end..].starts_with(';'));
        match sign {
            Some(sign) => {
                self.characters(sign.encode_utf8(&mut [0; 4]));
                self.at += end + 2;
            }
            None => {
                self.characters("&");
                self.at += 1;
                // The name behind it is taken along, and so is not looked at again as text of its own.
                let name = self.instruction_name();
                let html = self.html;
                self.characters(&html[self.at..self.at + name]);
                self.at += name;
            }
        }
    }

    fn comment(&mut self) {
        if !self.looks_at("<!--") {
            return;
        }
        self.at += 4;
        let rest = self.rest();
        let is_end = |&(at, c): &(usize, char)| match c {
            '>' => rest[..at].ends_with("--"),
            '!' => rest[..at].ends_with("--") && rest[at..].starts_with("!>"),
            _ => false,
        };
        self.at = match rest.char_indices().find(is_end) {
            Some((at, '!')) => self.at + at + 2,
            Some((at, _)) => self.at + at + 1,
            None => self.html.len(),
        };
    }

    /// `<?name … >`
    fn instruction(&mut self) {
        if !self.looks_at("<?") {
            return;
        }
        self.at += 2;
        let name = self.instruction_name();
        if name > 0 {
            self.at += name;
            self.at += self.rest().find('>').unwrap_or(self.rest().len());
            self.skip_one('>');
        }
    }

    /// How many bytes the name here has. A plain one that only the end of the document ends is none.
    fn instruction_name(&self) -> usize {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':')) {
            return 0;
        }
        let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.');
        let end = rest.find(|c: char| !goes_on(c)).unwrap_or(rest.len());
        if end == rest.len() && rest.is_ascii() { 0 } else { end }
    }

    fn is_doctype(&self) -> bool {
        self.rest().get(..9).is_some_and(|it| it.eq_ignore_ascii_case("<!DOCTYPE"))
    }

    fn doctype(&mut self) {
        self.at += 9;
        self.skip_blanks();
        self.at += self.instruction_name();
        self.skip_blanks();
        let word = self.rest().get(..6).unwrap_or_default().to_ascii_uppercase();
        if matches!(&*word, "SYSTEM" | "PUBLIC") {
            self.at += 6;
            self.skip_blanks();
            self.literal();
        }
        if word == "PUBLIC" {
            self.skip_blanks();
            self.literal();
        }
        self.skip_to(|c| c == '>');
        self.skip_one('>');
    }

    fn literal(&mut self) {
        if let Some(quote @ ('"' | '\'')) = self.next() {
            self.at += 1;
            self.skip_to(|c| c == quote);
            self.skip_one(quote);
        }
    }

    /// The name of a tag or attribute, in small letters.
    fn html_name(&mut self) -> Option<String> {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':' | '.')) {
            return None;
        }
        let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
        let end = rest.find(|c: char| !goes_on(c)).unwrap_or(rest.len()).min(NAME);
        let name = rest[..end].to_ascii_lowercase();
        self.at += end;
        Some(name)
    }

    fn name(&self) -> Option<String> {
        self.open.last().cloned()
    }

    fn rest(&self) -> &'a str {
        &self.html[self.at..]
    }

    fn looks_at(&self, start: &str) -> bool {
        self.rest().starts_with(start)
    }

    /// The next character. A NUL ends what is not text.
    fn next(&self) -> Option<char> {
        self.rest().chars().next().filter(|&c| c != '\0')
    }

    fn advance(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    fn skip_blanks(&mut self) {
        self.at = self.html.len() - self.rest().trim_start_matches(is_blank).len();
    }

    fn skip_one(&mut self, c: char) {
        if self.next() == Some(c) {
            self.at += c.len_utf8();
        }
    }

    fn skip_to(&mut self, is_end: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| c == '\0' || is_end(c)).unwrap_or(rest.len());
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// XML's own idea of a character.
fn is_allowed(c: char) -> bool {
    c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || matches!(c, '\t' | '\n' | '\r')
}
