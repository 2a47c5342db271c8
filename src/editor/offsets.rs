//! Bytes to UTF-16 and back in one text, many times: the editor counts UTF-16, everything else bytes.

use faaso::text;
use std::{cell::OnceCell, sync::Arc};

/// A text with a table of UTF-16 offsets, made when it is first needed; ASCII needs none.
pub struct Offsets {
    text: Arc<str>,
    ascii: bool,
    /// UTF-16 units before each `STEP`th byte (moved back to a character's start).
    table: OnceCell<Vec<usize>>,
}

const STEP: usize = 1024;

impl Offsets {
    pub fn new(text: Arc<str>) -> Self {
        let ascii = text.is_ascii();
        Offsets { text, ascii, table: OnceCell::new() }
    }

    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// UTF-16 units before a byte. Past the end gives the end; inside a character, its start.
    pub fn to_utf16(&self, byte: usize) -> usize {
        if self.ascii {
            return byte.min(self.text.len());
        }
        let byte = text::floor_boundary(&self.text, byte);
        let row = byte / STEP;
        self.table()[row] + units(&self.text[self.row_start(row)..byte])
    }

    /// The byte at a UTF-16 offset. Past the end gives the end; inside a surrogate pair, the pair's start.
    pub fn to_byte(&self, utf16: usize) -> usize {
        if self.ascii {
            return utf16.min(self.text.len());
        }
        let row = self.table().partition_point(|&before| before <= utf16) - 1;
        let start = self.row_start(row);
        start + text::from_utf16(&self.text[start..], utf16 - self.table()[row])
    }

    fn row_start(&self, row: usize) -> usize {
        text::floor_boundary(&self.text, row * STEP)
    }

    fn table(&self) -> &[usize] {
        self.table.get_or_init(|| {
            let rows = self.text.len() / STEP + 1;
            let mut table = Vec::with_capacity(rows);
            let mut before = 0;
            for row in 0..rows {
                table.push(before);
                before += units(&self.text[self.row_start(row)..self.row_start(row + 1)]);
            }
            table
        })
    }
}

/// UTF-16 units of a text: one for each character's first byte, one more where that begins four bytes.
fn units(text: &str) -> usize {
    text.bytes().map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_counting_from_the_start() {
        for text in [
            String::new(),
            "plain".repeat(500),
            "añ🎉\n".repeat(700),
            format!("{}🎉{}", "x".repeat(STEP - 1), "ñ".repeat(STEP)),
            format!("{}🎉", "x".repeat(STEP - 4)),
        ] {
            let offsets = Offsets::new(text.as_str().into());
            for byte in 0..text.len() + 3 {
                let utf16 = text::to_utf16(&text, byte);
                assert_eq!(offsets.to_utf16(byte), utf16, "byte {byte} of {} bytes", text.len());
                assert_eq!(offsets.to_byte(utf16), text::from_utf16(&text, utf16));
            }
            assert_eq!(offsets.to_byte(usize::MAX), text.len());
        }
        assert_eq!(Offsets::new("🎉".into()).to_byte(1), 0, "inside a surrogate pair: its start");
    }
}
