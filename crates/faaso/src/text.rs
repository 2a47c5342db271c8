//! Text as FaaSO reads it, and places in it: byte spans, lines and columns, UTF-16 offsets.
//!
//! Everything in this crate counts bytes. Lines and columns are for people (both count from 1, columns in
//! characters, as Crinja reports them); UTF-16 is for the editor.

pub use crinja::place::{LineColumn, Span, floor_boundary};

use std::borrow::Cow;

/// Where each line of a text begins. Lines end at LF only (CR is an ordinary sign to FaaSO).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset of the first byte of each line; never empty, begins with 0.
    starts: Vec<usize>,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i + 1));
        LineIndex { starts }
    }

    /// The number of lines; a text that ends in LF has an empty last one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The place of a byte offset of `text` (the text this index was made of). Offsets past the end give
    /// the end; an offset inside a character gives that character.
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let offset = floor_boundary(text, offset);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let column = text[self.starts[line]..offset].chars().count() + 1;
        LineColumn { line: line + 1, column }
    }

    /// The byte offset of a place; places past a line's or the text's end give that end.
    pub fn offset(&self, text: &str, place: LineColumn) -> usize {
        let line = place.line.clamp(1, self.starts.len()) - 1;
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(text.len(), |next| next - 1);
        text[start..end].char_indices().nth(place.column.saturating_sub(1)).map_or(end, |(i, _)| start + i)
    }
}

/// Byte offset to UTF-16 code units, as editors count.
pub fn to_utf16(text: &str, offset: usize) -> usize {
    text[..floor_boundary(text, offset)].encode_utf16().count()
}

/// UTF-16 code units to a byte offset; inside a surrogate pair, the pair's start; past the end, the end.
pub fn from_utf16(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (offset, character) in text.char_indices() {
        let next = seen + character.len_utf16();
        if next > units {
            return offset;
        }
        seen = next;
    }
    text.len()
}

/// Bytes as FaaSO's engine takes them for text: each single byte that cannot be part of a well-formed character becomes one U+FFFD: a cut sequence of
/// three bytes gives three of them, where browsers and most decoders give fewer (docs/semantics.md §2.1).
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_there_and_back() {
        let text = "añ\n🎉b\r\n\nend";
        let index = LineIndex::new(text);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(index.offset(text, index.line_column(text, offset)), offset);
            assert_eq!(from_utf16(text, to_utf16(text, offset)), offset);
        }
        assert_eq!(index.line_column(text, 8), LineColumn { line: 2, column: 2 });
        assert_eq!(to_utf16(text, 8), 5);
        assert_eq!(from_utf16(text, 4), 4, "inside a surrogate pair: its start");
        assert_eq!(index.line_column(text, 999), LineColumn { line: 4, column: 4 });
    }

    #[test]
    fn one_sign_for_every_bad_byte() {
        let bad = |n: usize| "\u{FFFD}".repeat(n);
        for (bytes, text) in [
            (&b"a\xE2\x82>"[..], format!("a{}>", bad(2))),
            (b"\xF0\x9F\x98>", format!("{}>", bad(3))),
            (b"\xC0\x80", bad(2)),
            (b"\xED\xA0\x80", bad(3)),
            (b"\xF5\x80\x80\x80", bad(4)),
            ("ñ€🎉\0".as_bytes(), "ñ€🎉\0".to_owned()),
            (b"\xE2\x82\xAC\xE2", format!("€{}", bad(1))),
        ] {
            assert_eq!(decode(bytes), text, "{bytes:?}");
        }
    }
}
